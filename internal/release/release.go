// Package release publishes a built site to a local folder: all of it or
// nothing, at the cost of what changed.
//
// Promises:
//   - The output folder shows the old site or the new one, whole. Where the
//     file system can exchange two names in one step (Linux, macOS), no path
//     below it is ever missing or mixed. Elsewhere it is missing between two
//     renames; if a build is killed just there, the next Stage puts the old
//     site back.
//   - What did not change costs no call to the system. Two trees are used in
//     turn: the live one and its twin, equal to it and made of the same files
//     by hard links. A build changes the twin, Publish exchanges the two, and
//     Close brings the other up. Files are never written to once they are made,
//     because both trees may share them.
//   - A manifest is believed only for the very folder that it was written for,
//     as that was left: one that was deleted, copied back, replaced or changed
//     at its top is a folder about which nothing is known, and all is written
//     anew. So it is after any damage to what stands in the hidden folder.
//   - A killed build leaves nothing that needs a person: the kernel frees its
//     lock, and the next Stage undoes in the twin what the journal lists, or
//     makes the twin anew.
//   - A folder that is not an earlier release is never replaced.
//   - A release in which a Write or a Link failed is never published.
//   - No symbolic link in a tree is followed or written through. (On other
//     systems than Linux and macOS links are looked for before each use, and
//     hold if somebody puts them there just then.)
//
// All lies in one hidden folder beside the output, so that it is on the same
// file system: for /x/public,
//
//	/x/.public.bunting/lock          held while a build is at work; the file stays
//	/x/.public.bunting/next/         the twin, and the tree under work
//	/x/.public.bunting/twin/         the twin to be, only while a tree without one is made
//	/x/.public.bunting/manifest      what the live tree holds
//	/x/.public.bunting/manifest.new  the same, until Close
//	/x/.public.bunting/journal       in which paths the two trees may differ
//	/x/.public.bunting/old/          the old site, whole, only between two renames
//
// Deliberately left out:
//   - What somebody changes by hand below the top of the output: to find it
//     would take a look at every file. Forget writes all anew.
//   - A twin where the file system has no hard links. To copy a whole site so
//     that the next build is cheap costs more than it saves; that build copies
//     what it keeps, and from then on the tree that was live before is the twin.
//     A system that cannot tell one folder from another (other than Linux,
//     macOS and Windows) links what it keeps each time.
//   - Power cuts. Nothing is fsynced: a site can be built again from its
//     sources, a killed process loses nothing that it had written, and a sync
//     for each of a million files costs far more than the build.
//   - Following the output by handle. A shell inside the output, or a container
//     into which the output itself is mounted, stays in the same one of the two
//     trees, and sees it change while it is the twin; mount the folder above it.
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

	"bunting/internal/folder"
)

var (
	// ErrLocked says that another build is at work on the output folder.
	ErrLocked = errors.New("another build is at work on this folder")
	// ErrForeign says that what stands at the output is not an earlier release.
	ErrForeign = errors.New("not empty, and not a site built by bunting")
	// ErrNotFolder says that a file or a symbolic link stands where a folder must be.
	ErrNotFolder = errors.New("not a folder")
	// ErrUnknown says that no manifest describes the folder as it is.
	ErrUnknown = errors.New("nothing is known about what it holds")
)

// Release is a site on its way to its output folder. Stage opens one; each of
// its files is named once, by Keep, Write or Link; Publish puts it live, Close
// ends it.
type Release struct {
	places
	mine     func(fs.FS) bool
	exchange func(a, b string) error
	link     func(to, from folder.Folder, name string) error
	lock     *flock.Flock

	base    *manifest // of the live tree; empty if nothing is known about that
	live    *tree     // nil if nothing is known about it
	tree    *tree     // under work, at next
	journal *journal  // nil: next is no twin, it began empty
	second  *tree     // at twin, grows as the tree does; nil if that has or needs no other

	alone atomic.Bool // second lacks a file

	doubt     atomic.Bool // base has proved wrong about the live tree
	done      atomic.Bool // no file is taken any more
	published bool
	closed    bool

	mu      sync.Mutex
	records []Entry          // files that base does not hold, or with another key
	late    []late           // of them, those in whose way something stands
	sources map[string]*tree // folders that files were linked from
	failed  error            // the first Write or Link that failed
}

// places are the paths of a release, absolute.
type places struct {
	dir      string // the output
	work     string // the hidden folder
	next     string
	twin     string
	old      string
	manifest string
	upcoming string // the manifest of what is to be live
	notes    string // the journal
}

// placesOf returns the places of an output folder. It says ErrForeign for the
// root of a file system.
func placesOf(dir string) (places, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return places{}, err
	}
	parent, name := filepath.Split(dir)
	if name == "" {
		return places{}, &fs.PathError{Op: "publish", Path: dir, Err: ErrForeign}
	}
	work := filepath.Join(parent, "."+name+".bunting")
	return places{
		dir:      dir,
		work:     work,
		next:     filepath.Join(work, "next"),
		twin:     filepath.Join(work, "twin"),
		old:      filepath.Join(work, "old"),
		manifest: filepath.Join(work, "manifest"),
		upcoming: filepath.Join(work, "manifest.new"),
		notes:    filepath.Join(work, "journal"),
	}, nil
}

// Stage takes the build lock of the output folder dir, mends what a killed
// build left, and opens the tree beside it. The folders above dir are made if
// missing. mine is shown the folder at dir when it is not empty, now and again
// by Publish, and reports whether it is an earlier release; it must not be nil.
//
// Errors: ErrLocked, ErrForeign, ErrNotFolder, and faults of the disk. After an
// error what stands at dir is as it was.
func Stage(dir string, mine func(fs.FS) bool) (*Release, error) {
	p, err := placesOf(dir)
	if err != nil {
		return nil, fmt.Errorf("stage a release: %w", err)
	}
	r := &Release{
		places:   p,
		mine:     mine,
		exchange: exchange,
		link:     folder.Folder.Link,
		lock:     flock.New(filepath.Join(p.work, "lock")),
	}
	if err := r.makeWork(); err != nil {
		return nil, err
	}
	switch locked, err := r.lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", r.dir, err)
	case !locked:
		return nil, &fs.PathError{Op: "lock", Path: r.dir, Err: ErrLocked}
	}
	if err := r.open(); err != nil {
		return nil, errors.Join(err, r.closeTrees(), r.lock.Unlock())
	}
	return r, nil
}

// makeWork makes the hidden folder beside the output.
func (r *Release) makeWork() error {
	if err := os.MkdirAll(filepath.Dir(r.work), 0o755); err != nil {
		return err
	}
	stands, err := folderAt(r.work)
	if stands || err != nil {
		return err
	}
	// No build has ever been at work here, so the output can be judged without
	// the lock: a mistyped folder is refused without leaving a trace beside it.
	if _, err := r.admit(); err != nil {
		return err
	}
	if err := os.Mkdir(r.work, 0o755); !errors.Is(err, fs.ErrExist) {
		return err
	}
	_, err = folderAt(r.work) // another build was faster
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
	live, err := r.known()
	if err != nil {
		return err
	}
	if live == nil {
		return r.Forget()
	}
	r.base = live
	if r.live, err = r.openTree(r.dir); err != nil {
		return err
	}
	if r.journal, err = r.settle(live); err != nil {
		return r.begin()
	}
	r.tree, err = r.openTree(r.next)
	if err == nil {
		r.tree.fresh = func(dir string) bool { return !live.holdsFolder(dir) }
	}
	return err
}

// Forget makes the release believe nothing of what stands on the disk: every
// file must be written anew. It is called before the first Keep, Write or Link.
func (r *Release) Forget() error {
	if err := r.closeTrees(); err != nil {
		return err
	}
	r.base = new(manifest)
	if err := r.begin(); err != nil {
		return err
	}
	if id, err := identify(r.next); err != nil || id.folder() == (identity{}) {
		return err // not to be told from another folder, so no twin
	}
	var err error
	r.second, err = r.emptyTree(r.twin)
	return err
}

// begin opens an empty tree.
func (r *Release) begin() error {
	err := r.drop()
	if err == nil {
		r.tree, err = r.emptyTree(r.next)
	}
	return err
}

func (r *Release) emptyTree(path string) (*tree, error) {
	if err := os.Mkdir(path, 0o755); err != nil {
		return nil, err
	}
	t, err := r.openTree(path)
	if err == nil {
		t.fresh = func(string) bool { return true }
	}
	return t, err
}

func (r *Release) openTree(path string) (*tree, error) {
	t, err := openTree(path)
	if err == nil {
		t.link = r.link
	}
	return t, err
}

// closeTrees closes every handle.
func (r *Release) closeTrees() error {
	var errs []error
	for _, t := range r.sources {
		errs = append(errs, t.close())
	}
	for _, t := range []*tree{r.live, r.tree, r.second} {
		if t != nil {
			errs = append(errs, t.close())
		}
	}
	if r.journal != nil {
		errs = append(errs, r.journal.close())
	}
	r.sources, r.live, r.tree, r.second, r.journal = nil, nil, nil, nil, nil
	return errors.Join(errs...)
}

// mend undoes what a kill between two renames left. The tree at old is always
// whole, and so is one at the output.
func (r *Release) mend() error {
	stands, err := exists(r.dir)
	if err != nil {
		return err
	}
	if !stands {
		return moveAny(r.old, r.dir)
	}
	if stands, err = exists(r.old); err != nil || !stands {
		return err
	}
	if err := os.RemoveAll(r.next); err != nil {
		return err
	}
	return os.Rename(r.old, r.next)
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
