// Package gitpush turns pushes to a bare git repository into a live site.
//
// Promises:
//   - A push is judged before it is accepted: by the names, kinds and sizes of all
//     that it holds, by the paths that it changes against the rights of who pushes,
//     and by a whole build of the site. One that is refused changes nothing that
//     anybody sees.
//   - Nothing is checked out by git, and no file's name reaches the disk before it
//     was judged. The tree is read as a stream that ends at the limits.
//   - Who pushes is what the server says (a forced command or a forge's variable),
//     never what a commit claims. Rights are those of the live branch.
//   - In the end the live site is the tip of the live branch, however pushes
//     interleave and whichever of them is killed: whoever publishes takes the lock,
//     reads the tip under it, and looks again when done.
//
// All that is needed beside git's own files lies below the repository:
//
//	bunting/lock          held while a site is checked or built; the file stays
//	bunting/source/       the files of the tree that was looked at last, and .bunting/cache
//	bunting/files         what source/ holds; missing while that is being changed
//	bunting/site/         what was built of them
//	bunting/built         of which tree; missing while that is being changed
//	bunting/live          which commit is live
//	bunting/pushes.jsonl  every push: who, when, from, to, verdict, release
//	bunting/logs/         why a build of an accepted push failed
//	bunting/previews/     the previews, unless they go elsewhere
//
// One folder serves all branches and is brought from one tree to the next by the
// differences, so that what a build remembers of the last one makes the next one
// cheap. The price is that pushes are checked one after the other.
//
// Deliberately left out:
//   - Collecting garbage. It would make one unlucky push wait; cron does it.
//   - Submodules, links, executables and large-file pointers: files are files.
package gitpush

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

// A Repo is a bare repository that publishes. Its functions are given by who
// wires the program.
type Repo struct {
	Dir string // absolute
	Settings
	Env func(key string) string

	// Build builds the site in job.Source, within the job's limits, and returns
	// what it told. Only an error says that the machine failed.
	Build func(ctx context.Context, job Job) (diag.List, error)
	// Publish puts the built site at dir live, where settings say. config is the
	// site's.
	Publish func(ctx context.Context, dir string, s Settings, config []byte) (Change, error)
	// Campaign reads a config; nil if it cannot be read.
	Campaign func(config []byte) *campaign.Campaign
}

// A Job is a site to be built.
type Job struct {
	Source, Output string        // folders
	Preview        string        // the address at which it is only looked at; empty for the live site
	Memory         int64         // in bytes
	Time           time.Duration // as long as it may take
}

// A Change is what a publication changed.
type Change struct {
	New, Changed, Gone []string // paths of pages
	Release            string   // its name, where the target keeps releases
}

// Settings are how a repository publishes. They stand in its git config, in
// the section [bunting].
type Settings struct {
	Branch     string            // the live one
	Output     string            // the folder of the live site; or
	Target     string            // the target of the site's config that it is deployed to
	Previews   string            // the folder of previews
	PreviewURL string            // the address of that folder, ending in a slash; empty: no previews
	KeepDays   int               // how long a preview stays that nobody pushes to
	Lang       string            // of messages, unless who pushes asks for another
	Users      map[string]string // a forge's accounts and whose they are: an office, or All
	Limits     Limits
}

// Limits are what a push may be.
type Limits struct {
	Files    int           // files and folders
	FileSize int64         // in bytes
	Size     int64         // of all files, in bytes
	Memory   int64         // of a build, in bytes
	Time     time.Duration // of a build
}

// All stands for who may change everything, in place of an office.
const All = "*"

// usual are the limits where nothing else is set: a site of some ten thousand
// events with photos.
var usual = Limits{Files: 100_000, FileSize: 100 << 20, Size: 8 << 30, Memory: 4 << 30, Time: 10 * time.Minute}

// ErrNotPrepared says that bunting publish init has not been here.
var ErrNotPrepared = errors.New("this repository does not publish")

// Load reads the settings of the repository at dir.
func (r *Repo) Load(ctx context.Context) error {
	out, err := r.git(ctx, "config", "-z", "--get-regexp", `^bunting\.`)
	if err != nil {
		return errors.Join(ErrNotPrepared, err)
	}
	s := Settings{Branch: "main", KeepDays: 30, Limits: usual, Users: map[string]string{}}
	var faults []error
	number := func(key, value string, unit int64) int64 {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < 1 {
			faults = append(faults, errors.New("git config bunting."+key+": not a number: "+value))
		}
		return n * unit
	}
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		key, value, _ := strings.Cut(entry, "\n")
		switch key = strings.TrimPrefix(key, "bunting."); key {
		case "branch":
			s.Branch = value
		case "output":
			s.Output = value
		case "target":
			s.Target = value
		case "previews":
			s.Previews = value
		case "previewurl":
			s.PreviewURL = value
		case "keepdays":
			s.KeepDays = int(number(key, value, 1))
		case "lang":
			s.Lang = value
		case "user":
			user, office, _ := strings.Cut(value, "=")
			s.Users[user] = office
		case "files":
			s.Limits.Files = int(number(key, value, 1))
		case "filemegabytes":
			s.Limits.FileSize = number(key, value, 1<<20)
		case "megabytes":
			s.Limits.Size = number(key, value, 1<<20)
		case "memorymegabytes":
			s.Limits.Memory = number(key, value, 1<<20)
		case "seconds":
			s.Limits.Time = time.Duration(number(key, value, int64(time.Second)))
		default:
			faults = append(faults, errors.New("git config: unknown key bunting."+key))
		}
	}
	if s.Previews == "" {
		s.Previews = r.path("previews")
	}
	r.Settings = s
	return errors.Join(faults...)
}

// Language returns which language who pushes asks for: with git push -o
// lang=zh, by the forced command, or else by the settings. It may be empty.
func (r *Repo) Language() string {
	n, _ := strconv.Atoi(r.Env("GIT_PUSH_OPTION_COUNT"))
	for i := range min(n, 10) {
		if lang, ok := strings.CutPrefix(r.Env("GIT_PUSH_OPTION_"+strconv.Itoa(i)), "lang="); ok {
			return lang
		}
	}
	return cmp.Or(r.Env(langVariable), r.Lang)
}

// path returns the path of one of the repository's own files.
func (r *Repo) path(name string) string { return filepath.Join(r.Dir, "bunting", name) }

// lock takes the repository's lock.
func (r *Repo) lock(ctx context.Context) (unlock func(), err error) {
	l := flock.New(r.path("lock"))
	if _, err := l.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}

// note replaces one of the repository's small files, in one step.
func (r *Repo) note(name string, data []byte) error {
	temporary := r.path(name + ".new")
	if err := os.WriteFile(temporary, data, 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, r.path(name))
}

// noted returns the content of one of the repository's small files, or "".
func (r *Repo) noted(name string) string {
	data, _ := os.ReadFile(r.path(name))
	return string(data)
}

// forget removes one of the repository's small files.
func (r *Repo) forget(name string) error {
	err := os.Remove(r.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
