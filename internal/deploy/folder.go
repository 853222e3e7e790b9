package deploy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"
)

// A folder is a target on this machine, or on a disk of it, that keeps whole
// releases:
//
//	PATH/current                  a link to the live one
//	PATH/releases/NAME/           the site, as it was then
//	PATH/releases/NAME.manifest   what it holds
//	PATH/releases/.new/           one under work
//	PATH/.lock                    held while a deploy is at work; the file stays
//
// What one release has in common with the one before are the same files, by hard
// links. A name is the time of the deploy, and later ones sort behind.
type folder struct {
	path string
	keep int // how many releases; at least 1
}

// nameLayout is a release's name, in UTC.
const nameLayout = "20060102-150405"

const manifestSuffix = ".manifest"

func (f folder) release(name string) string { return filepath.Join(f.path, "releases", name) }

// lock takes the folder's lock, which a killed process frees.
func (f folder) lock() (unlock func() error, err error) {
	if err := os.MkdirAll(f.release(""), 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(f.path, ".lock"))
	switch locked, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", f.path, err)
	case !locked:
		return nil, &fs.PathError{Op: "lock", Path: f.path, Err: ErrLocked}
	}
	return lock.Unlock, nil
}

// live returns the name of the live release, "" if there is none.
func (f folder) live() (string, error) {
	link := filepath.Join(f.path, "current")
	info, err := os.Lstat(link)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	}
	target, err := os.Readlink(link)
	if name := filepath.Base(target); err == nil && info.Mode()&fs.ModeSymlink != 0 && isRelease(name) {
		return name, nil
	}
	return "", &fs.PathError{Op: "switch", Path: link, Err: ErrForeign}
}

func isRelease(name string) bool {
	_, err := time.Parse(nameLayout, name)
	return err == nil
}

// names returns the releases, newest first.
func (f folder) names() ([]string, error) {
	entries, err := os.ReadDir(f.release(""))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && isRelease(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Reverse(names)
	return names, nil
}

func (f folder) releases() ([]Release, error) {
	live, err := f.live()
	if err != nil {
		return nil, err
	}
	names, err := f.names()
	releases := []Release{}
	for _, name := range names {
		releases = append(releases, Release{name, name == live})
	}
	return releases, err
}

func (f folder) rollback(to string) (name string, err error) {
	unlock, err := f.lock()
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	live, err := f.live()
	if err != nil {
		return "", err
	}
	names, err := f.names()
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if name == to || to == "" && name < live {
			return name, f.switchTo(name)
		}
	}
	return "", fmt.Errorf("%s: %w", f.path, ErrNoRelease)
}

// switchTo makes a release the live one, in one step.
func (f folder) switchTo(name string) error {
	link := filepath.Join(f.path, ".current.new")
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(filepath.Join("releases", name), link); err != nil {
		return err
	}
	return os.Rename(link, filepath.Join(f.path, "current"))
}

func (f folder) deploy(ctx context.Context, site []File, dir string, o Options) (report Report, err error) {
	if !o.DryRun {
		unlock, locking := f.lock()
		if locking != nil {
			return report, locking
		}
		defer func() { err = errors.Join(err, unlock()) }()
		if err := os.RemoveAll(f.release(".new")); err != nil { // of an interrupted deploy
			return report, err
		}
	}
	if report.Release, err = f.live(); err != nil {
		return report, err
	}
	held := f.manifest(report.Release)
	p := difference(site, held, journal{}, o.Now, 0)
	report.Changes = p.inOrder()
	if o.DryRun || p.nothing() {
		return report, nil
	}
	bytes, err := f.fill(ctx, site, held, report.Release, dir, o.Progress)
	if err != nil {
		return report, err
	}
	names, err := f.names()
	if err != nil {
		return report, err
	}
	if report.Release, err = f.publish(p.next, names, o.Now); err != nil {
		return report, err
	}
	report.Sent = p.sends()
	report.Bytes = bytes
	return report, f.prune(append([]string{report.Release}, names...))
}

// manifest returns what a release holds; nothing if that is not known.
func (f folder) manifest(name string) (m manifest) {
	data, err := os.ReadFile(f.release(name + manifestSuffix))
	if err != nil || unpack(data, &m) != nil {
		return manifest{}
	}
	return m
}

// fill makes the site at .new, of the live release's files where they are the
// same, and returns how many bytes were written.
func (f folder) fill(ctx context.Context, site []File, held manifest, live, dir string, progress *Progress) (int64, error) {
	next := f.release(".new")
	if progress != nil {
		progress.Total.Store(int64(len(site)))
	}
	before := byPath(held.Files)
	var made sync.Map
	var bytes atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, file := range site {
		g.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			to := filepath.Join(next, filepath.FromSlash(file.Path))
			if _, ok := made.Load(filepath.Dir(to)); !ok {
				if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
					return err
				}
				made.Store(filepath.Dir(to), true)
			}
			was, known := before[file.Path]
			if !known || was != file || !link(filepath.Join(f.release(live), filepath.FromSlash(file.Path)), to, file) {
				n, err := file.copy(dir, to)
				if err != nil {
					return err
				}
				bytes.Add(n)
			}
			if progress != nil {
				progress.Done.Add(1)
			}
			return nil
		})
	}
	err := g.Wait()
	return bytes.Load(), err
}

// link gives the file at from another name, if it is there and of f's size.
func link(from, to string, f File) bool {
	info, err := os.Lstat(from)
	return err == nil && info.Mode().IsRegular() && (f.Encoding != "" || info.Size() == f.Size) && os.Link(from, to) == nil
}

// copy writes f, of the site in dir, to a new file.
func (f File) copy(dir, to string) (int64, error) {
	b, err := f.open(dir)
	if err != nil {
		return 0, err
	}
	defer b.Close()
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(file, b.reader())
	return n, errors.Join(err, file.Close())
}

// publish gives the site at .new its name and switches to it. The name is later
// than all others, whatever the clock says.
func (f folder) publish(m manifest, names []string, now time.Time) (string, error) {
	if len(names) > 0 {
		if last, err := time.Parse(nameLayout, names[0]); err == nil && !now.Truncate(time.Second).After(last) {
			now = last.Add(time.Second)
		}
	}
	name := now.UTC().Format(nameLayout)
	data, err := pack(m)
	if err == nil {
		err = os.WriteFile(f.release(name+manifestSuffix), data, 0o644)
	}
	if err == nil {
		err = os.Rename(f.release(".new"), f.release(name))
	}
	if err == nil {
		err = f.switchTo(name)
	}
	return name, err
}

// prune removes all but the first of the releases, and what is left of others.
func (f folder) prune(names []string) error {
	keep := set(names[:min(f.keep, len(names))])
	entries, err := os.ReadDir(f.release(""))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), manifestSuffix); isRelease(name) && !keep[name] {
			if err := os.RemoveAll(f.release(e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
