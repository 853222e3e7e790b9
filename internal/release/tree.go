package release

import (
	"errors"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"bunting/internal/folder"
)

// errDiffers says that a file is not the one which its manifest describes.
var errDiffers = errors.New("not the file that the manifest describes")

// A tree is a folder of files. A path is walked step by step, so that nothing
// leads out, and the folder that it ends in stays open for a while: paths come
// nearly sorted, so the next one mostly ends there, too.
type tree struct {
	root  *handle
	slots [slots]slot // by a hash of the folder's path
	seed  maphash.Seed

	// fresh says of a folder that it stands only once the tree has made it. To
	// find it there before is a clash: of letter case, or with a file. Nil: no
	// folder is.
	fresh func(dir string) bool
	link  func(to, from folder.Folder, name string) error

	created atomic.Int64 // files
}

// Handles are few because a process may hold only some hundreds.
const slots = 64

// slot keeps the folder that was last used of those whose paths share a hash.
type slot struct {
	mu   sync.Mutex
	dir  string
	open *handle             // nil: none
	made map[string]struct{} // fresh folders that stand by now
}

// handle is an open folder and the number of those who hold it.
type handle struct {
	folder.Folder
	users atomic.Int32
}

func (h *handle) done() error {
	if h.users.Add(-1) == 0 {
		return h.Close()
	}
	return nil
}

func openTree(path string) (*tree, error) {
	root, err := folder.Open(path)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: reason(err)}
	}
	t := &tree{root: &handle{Folder: root}, seed: maphash.MakeSeed(), link: folder.Folder.Link}
	t.root.users.Store(1)
	return t, nil
}

// close closes every handle.
func (t *tree) close() error { return errors.Join(t.forget(), t.root.done()) }

// forget closes the handles of folders below the root, which may have been
// removed.
func (t *tree) forget() error {
	var errs []error
	for i := range t.slots {
		if s := &t.slots[i]; s.open != nil {
			errs = append(errs, s.open.done())
			s.dir, s.open = "", nil
		}
	}
	return errors.Join(errs...)
}

// split cuts a slash path into its folder and its last step.
func split(name string) (dir, base string) {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}

// in returns the folder at a slash path, "" for the root, and makes it if
// asked. Whoever has it calls done.
func (t *tree) in(dir string, make bool) (*handle, error) {
	if dir == "" {
		t.root.users.Add(1)
		return t.root, nil
	}
	s := &t.slots[maphash.String(t.seed, dir)%slots]
	if h := s.held(dir); h != nil {
		return h, nil
	}
	above, name := split(dir)
	parent, err := t.in(above, make)
	if err != nil {
		return nil, err
	}
	defer parent.done()
	s.mu.Lock() // not before: the folder above may have the same slot
	defer s.mu.Unlock()
	if s.open != nil && s.dir == dir { // another was faster
		s.open.users.Add(1)
		return s.open, nil
	}
	var f folder.Folder
	if make {
		f, err = t.makeIn(parent, s, dir, name)
	} else {
		f, err = parent.Enter(name)
	}
	if err != nil {
		return nil, err
	}
	if s.open != nil {
		s.open.done()
	}
	s.dir, s.open = dir, &handle{Folder: f}
	s.open.users.Store(2)
	return s.open, nil
}

// held returns the folder at dir if the slot has it.
func (s *slot) held(dir string) *handle {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil || s.dir != dir {
		return nil
	}
	s.open.users.Add(1)
	return s.open
}

// makeIn opens the folder at dir, which is name in parent, and makes it if it
// is not there.
func (t *tree) makeIn(parent *handle, s *slot, dir, name string) (folder.Folder, error) {
	if t.fresh != nil {
		if _, made := s.made[dir]; !made && t.fresh(dir) {
			if err := parent.Mkdir(name); err != nil {
				return folder.Folder{}, err
			}
			if s.made == nil {
				s.made = map[string]struct{}{}
			}
			s.made[dir] = struct{}{}
		}
	}
	f, err := parent.Enter(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	if err := parent.Mkdir(name); err != nil && !errors.Is(err, fs.ErrExist) {
		return folder.Folder{}, err
	}
	return parent.Enter(name)
}

// create makes a new file, and its folders.
func (t *tree) create(name string, data []byte) error {
	dir, base := split(name)
	in, err := t.in(dir, true)
	if err != nil {
		return err
	}
	defer in.done()
	if err = in.Create(base, data); err == nil {
		t.created.Add(1)
	}
	return err
}

// bring makes e from the file at its path in from: by a hard link or, where
// the system refuses one, by a copy. It says errDiffers if that file has
// another size than e, or is seen to have other bytes.
func (t *tree) bring(e Entry, from *tree) error {
	err := t.hardlink(e.Path, from)
	switch {
	case err == nil:
		return t.check(e)
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist):
		return err
	}
	data, err := from.read(e.Path)
	if err != nil {
		return err
	}
	if int64(len(data)) != e.Size || DigestOf(data) != e.Digest {
		return errDiffers
	}
	return t.create(e.Path, data)
}

// hardlink makes a file, and its folders, by a hard link to the one in from.
func (t *tree) hardlink(name string, from *tree) error {
	dir, base := split(name)
	source, err := from.in(dir, false)
	if err != nil {
		return err
	}
	defer source.done()
	in, err := t.in(dir, true)
	if err != nil {
		return err
	}
	defer in.done()
	return t.link(in.Folder, source.Folder, base)
}

// check removes the file at e's path if it has another size than e. Looked at
// here, not where it was linked from, it can no longer become another.
func (t *tree) check(e Entry) error {
	dir, base := split(e.Path)
	in, err := t.in(dir, false)
	if err != nil {
		return err
	}
	defer in.done()
	size, err := in.Size(base)
	if err == nil && size != e.Size {
		err = errDiffers
	}
	if err != nil {
		return errors.Join(err, in.Remove(base))
	}
	return nil
}

// read returns the bytes of a file.
func (t *tree) read(name string) ([]byte, error) {
	dir, base := split(name)
	in, err := t.in(dir, false)
	if err != nil {
		return nil, err
	}
	defer in.done()
	file, err := in.Open(base)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	return io.ReadAll(file)
}

// remove removes a file, if there is one. A folder stays.
func (t *tree) remove(name string) error {
	dir, base := split(name)
	in, err := t.in(dir, false)
	if err == nil {
		defer in.done()
		if err = in.Remove(base); err != nil {
			if size, look := in.Size(base); look == nil && size < 0 {
				return nil
			}
		}
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	return err
}

// prune removes the folders of removed files as far as they are empty, and
// those above them. No other call may be under way.
func (t *tree) prune(names []string) error {
	last := ""
	for _, name := range names {
		dir, _ := split(name)
		if dir == last {
			continue
		}
		for last = dir; dir != ""; {
			t.forget() // Windows keeps a folder that is open
			above, base := split(dir)
			in, err := t.in(above, false)
			if err == nil {
				err = in.Rmdir(base)
				in.done()
			}
			if errors.Is(err, fs.ErrExist) { // not empty
				break
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
				return err
			}
			dir = above
		}
	}
	return t.forget()
}

// reason returns the error below one that names a path: mostly a single step,
// or the wrong end of a link.
func reason(err error) error {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		return inner.Err
	}
	if inner, ok := errors.AsType[*os.LinkError](err); ok {
		return inner.Err
	}
	return err
}
