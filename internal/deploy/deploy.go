// Package deploy sends a built site to where the public reads it.
//
// Promises:
//   - Only what differs from what the target holds is sent. The target says what
//     it holds in a manifest of its own.
//   - At every moment, whatever fails, everything that can be reached from the
//     front page is there: what is new is sent before the pages that lead to it,
//     and what is gone is removed after the pages that led to it (order.go).
//   - A deploy that was interrupted is finished by the next one, whatever site
//     that one sends: a journal says which files may differ from the manifest.
//   - Two deploys exclude each other. The lock of one that was killed ends by
//     itself.
//   - Credentials come from the environment or the usual files (~/.aws,
//     ssh-agent, ~/.ssh). An SSH server must be in known_hosts.
//
// There are two kinds of targets. A folder (file://) keeps whole releases side
// by side and switches a link; it can roll back. A store (s3://, sftp://) holds
// one site, which is changed file by file:
//
//	PREFIX/.bunting/lock       held while a deploy is at work
//	PREFIX/.bunting/manifest   what the target holds, gzipped JSON
//	PREFIX/.bunting/journal    which files may differ from that
//
// Deliberately left out:
//   - Rolling a store back. An earlier site can be built and deployed again.
//   - What somebody changes at the target by hand. To find it would take a look
//     at every file.
package deploy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"bunting/internal/objectstore"
	"bunting/internal/release"
)

var (
	// ErrLocked says that another deploy is at work on the target.
	ErrLocked = errors.New("another deploy is at work on this target")
	// ErrLost says that the lock was lost: the target did not answer for long.
	ErrLost = errors.New("the lock on the target was lost")
	// ErrMoved says that another deploy has changed the target meanwhile.
	ErrMoved = errors.New("the target was changed by another deploy")
	// ErrSite says that the built site is not what its manifest says.
	ErrSite = errors.New("the built site was changed while it was being sent")
	// ErrNoReleases says that a target keeps no earlier releases.
	ErrNoReleases = errors.New("this target keeps no earlier releases")
	// ErrNoRelease says that there is no such release to go back to.
	ErrNoRelease = errors.New("there is no such release")
	// ErrForeign says that what stands at a folder's "current" is no release.
	ErrForeign = errors.New("it is not a link to a release")
	// ErrHostKey says that an SSH server is not the one in known_hosts, or not there.
	ErrHostKey = errors.New("the server's key is not in known_hosts")
	// ErrRefused says that there are no credentials, or that the target did not
	// accept them.
	ErrRefused = errors.New("no credentials that the target accepts")
)

// A Target is a place that a site is sent to.
type Target struct {
	Name      string
	URL       string // s3://bucket/prefix, sftp://user@host:port/folder or file:///folder
	Endpoint  string // https://host, of object stores other than Amazon's
	Region    string // of the object store
	PathStyle bool   // the bucket stands in the path, not before the host's name
	// Encodings are what texts are compressed with: "gzip", "br". An object
	// store keeps a text in one of them; elsewhere compressed files stand beside.
	Encodings []string
	Grace     time.Duration // how long a fingerprinted file that is gone stays in a store
	Keep      int           // how many releases a folder keeps
}

// Options say how to deploy.
type Options struct {
	DryRun   bool      // change nothing
	Now      time.Time // when files are gone, and a release's name
	Progress *Progress // told how far it is; may be nil

	patience patience      // the zero value: the usual one
	lease    time.Duration // how long the lock of a killed deploy holds; 0: the usual time
}

// Progress is how far a deploy is, in files. Total is 0 before it is known.
type Progress struct{ Done, Total atomic.Int64 }

// A Report says what a deploy did, or would do.
type Report struct {
	Release string   `json:"release,omitempty"` // the live one's name, of a folder
	Changes []Change `json:"changes"`           // in the order in which they are made
	Waiting int      `json:"waiting"`           // files that are gone but stay until the grace is over
	Sent    int      `json:"sent"`              // files
	Bytes   int64    `json:"bytes"`             // as they were sent
}

// Run brings target to hold the site in the output folder dir, which a build or
// a merge has just published. Errors are release.ErrUnknown, those of this
// package, and faults of disk and network; after any of them the live site is
// whole, and the next Run finishes.
func Run(ctx context.Context, target Target, dir string, o Options) (Report, error) {
	files, err := filesOf(dir, target)
	if err != nil {
		return Report{}, err
	}
	if folder, ok := target.folder(); ok {
		return folder.deploy(ctx, files, dir, o)
	}
	s, err := target.store()
	if err != nil {
		return Report{}, err
	}
	defer s.Close()
	o.lease = defaulted(o.lease, usualLease)
	return (&run{store: patient{s, o.patience.orUsual()}, dir: dir, o: o, grace: target.Grace}).deploy(ctx, files)
}

// Rollback makes release to the live one of target, or the one before the live
// one if to is empty, and returns its name. Errors are ErrNoReleases,
// ErrNoRelease, ErrLocked and faults of the disk.
func Rollback(target Target, to string) (string, error) {
	folder, ok := target.folder()
	if !ok {
		return "", ErrNoReleases
	}
	return folder.rollback(to)
}

// A Release is a site that a folder keeps.
type Release struct {
	Name string `json:"name"`
	Live bool   `json:"live"`
}

// Releases returns the releases that target keeps, newest first.
func Releases(target Target) ([]Release, error) {
	folder, ok := target.folder()
	if !ok {
		return nil, ErrNoReleases
	}
	return folder.releases()
}

// folder returns the target as a folder of this machine, if it is one.
func (t Target) folder() (folder, bool) {
	u, err := url.Parse(t.URL)
	if err != nil || u.Scheme != "file" {
		return folder{}, false
	}
	path := u.Path
	if runtime.GOOS == "windows" { // file:///C:/folder
		path = strings.TrimPrefix(path, "/")
	}
	return folder{path: filepath.FromSlash(path), keep: max(t.Keep, 1)}, true
}

// store returns the target as a store. Nothing is asked of it yet.
func (t Target) store() (store, error) {
	u, err := url.Parse(t.URL)
	switch {
	case err == nil && u.Scheme == "s3":
		return newBucket(u.Host, u.Path, objectstore.Options{Endpoint: t.Endpoint, Region: t.Region, PathStyle: t.PathStyle}), nil
	case err == nil && u.Scheme == "sftp":
		return newServer(u)
	}
	return nil, fmt.Errorf("target %s: the address is none of s3://, sftp:// and file://", t.Name)
}

// filesOf returns the files of the site in dir, as target is to serve them.
func filesOf(dir string, target Target) ([]File, error) {
	entries, err := release.Entries(dir)
	if err != nil {
		return nil, err
	}
	object := strings.HasPrefix(target.URL, "s3:") // with headers of its own; elsewhere the web server gives them
	var files []File
	for e := range entries {
		f := File{Path: e.Path, Digest: sum(e.Digest), Size: e.Size}
		pack := compressible(f)
		if object {
			f.Type, f.Cache = typeOf(e.Path), cacheOf(e.Path)
			if pack && len(target.Encodings) > 0 {
				f.Encoding = target.Encodings[0]
			}
		}
		files = append(files, f)
		if pack && !object {
			for _, encoding := range target.Encodings {
				f.Path, f.Encoding = e.Path+suffixes[encoding], encoding
				files = append(files, f)
			}
		}
	}
	// The site's own file has the right of way where it is called as a compressed one.
	slices.SortFunc(files, func(a, b File) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Encoding, b.Encoding)) })
	return slices.CompactFunc(files, func(a, b File) bool { return a.Path == b.Path }), nil
}

func defaulted[T comparable](value, usual T) T {
	if value == *new(T) {
		return usual
	}
	return value
}
