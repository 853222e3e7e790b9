// Package release publishes a built site to a local folder: all of it or nothing.
//
// Promises:
//   - The output folder shows the old site or the new one, whole. Where the
//     file system can exchange two names in one step (Linux, macOS), no reader
//     ever finds it missing or mixed. Elsewhere it is missing between two
//     renames; if a build is killed just there, the next Stage puts the old
//     site back.
//   - A killed build leaves nothing that needs a person: the kernel frees its
//     lock, and the next Stage clears its files away.
//   - A folder that is not an earlier release is never replaced.
//   - A release in which a Write failed is never published.
//
// The tree under work and the lock live in one hidden folder beside the
// output, so that they are on the same file system: for /x/public,
//
//	/x/.public.bunting/lock   held while a build is at work; the file stays
//	/x/.public.bunting/next/  the tree under work; after the exchange, the old one
//	/x/.public.bunting/old/   the old site, whole, only between two renames
//
// Deliberately left out:
//   - Power cuts. Nothing is fsynced: a site can be built again from its
//     sources, a killed process loses nothing that it had written, and a sync
//     for each of a million files costs far more than the build.
//   - Following the output by handle. Each release is a new folder, so a shell
//     inside the output, or a container into which the output itself is
//     mounted, keeps the old one; mount the folder above it.
//   - Owner and mode of the old output folder: the new one gets the default.
package release

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/gofrs/flock"
)

var (
	// ErrLocked says that another build is at work on the output folder.
	ErrLocked = errors.New("another build is at work on this folder")
	// ErrForeign says that what stands at the output is not an earlier release.
	ErrForeign = errors.New("not empty, and not a site built by bunting")
	// ErrNotFolder says that a file or a symbolic link stands where a folder must be.
	ErrNotFolder = errors.New("not a folder")
)

// Release is a site on its way to its output folder. Stage opens one, Write
// fills it, Publish puts it live, Close ends it.
type Release struct {
	dir  string // the output, absolute
	next string // the tree under work
	old  string // where the old site waits between two renames

	mine     func(fs.FS) bool
	exchange func(a, b string) error
	lock     *flock.Flock

	tree    *os.Root // next
	handles atomic.Int32
	closed  bool

	mu      sync.RWMutex
	folders map[string]*folder // folders made, by slash path
	failed  error              // the first Write that failed
}

// Stage takes the build lock of the output folder dir, mends what a killed
// build left, and opens an empty tree beside it. The folders above dir are made
// if missing. mine is shown the folder at dir when it is not empty, now and
// again by Publish, and reports whether it is an earlier release; it must not be nil.
//
// Errors: ErrLocked, ErrForeign, ErrNotFolder, and faults of the disk. After an
// error what stands at dir is as it was.
func Stage(dir string, mine func(fs.FS) bool) (*Release, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("stage a release: %w", err)
	}
	parent, name := filepath.Split(dir)
	if name == "" { // the root of a file system
		return nil, &fs.PathError{Op: "publish", Path: dir, Err: ErrForeign}
	}
	work := filepath.Join(parent, "."+name+".bunting")
	r := &Release{
		dir:      dir,
		next:     filepath.Join(work, "next"),
		old:      filepath.Join(work, "old"),
		mine:     mine,
		exchange: exchange,
		lock:     flock.New(filepath.Join(work, "lock")),
		folders:  map[string]*folder{".": {}},
	}
	if err := r.makeWork(parent, work); err != nil {
		return nil, err
	}
	switch locked, err := r.lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	case !locked:
		return nil, &fs.PathError{Op: "lock", Path: dir, Err: ErrLocked}
	}
	if err := r.open(); err != nil {
		return nil, errors.Join(err, r.lock.Unlock())
	}
	return r, nil
}

// makeWork makes the hidden folder beside the output.
func (r *Release) makeWork(parent, work string) error {
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	stands, err := folderAt(work)
	if stands || err != nil {
		return err
	}
	// No build has ever been at work here, so the output can be judged without
	// the lock: a mistyped folder is refused without leaving a trace beside it.
	if _, err := r.admit(); err != nil {
		return err
	}
	if err := os.Mkdir(work, 0o755); !errors.Is(err, fs.ErrExist) {
		return err
	}
	_, err = folderAt(work) // another build was faster
	return err
}

// open mends and opens; the lock is held.
func (r *Release) open() error {
	if err := r.mend(); err != nil {
		return err
	}
	if _, err := r.admit(); err != nil {
		return err
	}
	if err := os.Mkdir(r.next, 0o755); err != nil {
		return err
	}
	tree, err := os.OpenRoot(r.next)
	r.tree = tree
	return err
}

// mend undoes what a killed build left. The tree at old is always whole, because
// it is renamed before it is removed: otherwise a removal cut short could be
// taken for a site and put back.
func (r *Release) mend() error {
	stands, err := exists(r.dir)
	if err != nil {
		return err
	}
	if !stands {
		if err := moveAny(r.old, r.dir); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(r.next); err != nil {
		return err
	}
	if err := moveAny(r.old, r.next); err != nil {
		return err
	}
	return os.RemoveAll(r.next)
}

// Publish puts the tree live in one step, removes the old one and frees the
// lock. Every Write must have returned. Nil means that the release is live;
// an error, that the old site stands, and Close is still due. (Where the file
// system cannot exchange, the old site may fail to go back; the error says so,
// and the next Stage tries again.)
//
// Errors: ErrForeign or ErrNotFolder if something else now stands at the
// output, the error of the first Write that failed, fs.ErrClosed after Close.
func (r *Release) Publish() error {
	if r.closed {
		return &fs.PathError{Op: "publish", Path: r.dir, Err: fs.ErrClosed}
	}
	r.mu.RLock()
	failed := r.failed
	r.mu.RUnlock()
	if failed != nil {
		return fmt.Errorf("publish %s: a file is missing: %w", r.dir, failed)
	}
	// Windows renames no folder that is open.
	if err := r.closeTree(); err != nil {
		return err
	}
	stands, err := r.admit()
	if err != nil {
		return err
	}
	if stands {
		err = r.swap()
	} else {
		err = os.Rename(r.next, r.dir)
	}
	if err != nil {
		return err
	}
	// What cannot be removed now (Windows keeps files that somebody reads) does
	// not make the release less live; the next Stage removes or reports it.
	_ = r.Close()
	return nil
}

// Close discards what is not published and frees the lock. It may be called
// again, and after Publish, and then does nothing. No Write may be under way.
func (r *Release) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	return errors.Join(r.closeTree(), os.RemoveAll(r.next), r.lock.Unlock())
}

// admit reports whether a folder stands at the output, and refuses what must
// not be replaced.
func (r *Release) admit() (stands bool, err error) {
	stands, err = folderAt(r.dir)
	if err != nil || !stands {
		return false, err
	}
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		return false, err
	}
	defer root.Close()
	top, err := root.Open(".")
	if err != nil {
		return false, err
	}
	defer top.Close()
	switch _, err := top.Readdirnames(1); {
	case err == io.EOF:
		return true, nil
	case err != nil:
		return false, err
	case !r.mine(root.FS()):
		return false, &fs.PathError{Op: "publish", Path: r.dir, Err: ErrForeign}
	}
	return true, nil
}

// folderAt reports whether a folder stands at path. Anything else there, a link
// to a folder too, is ErrNotFolder.
func folderAt(path string) (bool, error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		return false, &fs.PathError{Op: "publish", Path: path, Err: ErrNotFolder}
	}
	return true, nil
}

// exists reports whether anything stands at path.
func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// moveAny renames from to to, if there is anything at from.
func moveAny(from, to string) error {
	if err := os.Rename(from, to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
