// Package source is a site's folder as it stands when a build begins: which
// files there are, and what each holds, without reading those that have not
// changed since an earlier build looked at them.
//
// Promises:
//   - A file is read again when its size, its time of change or (where the
//     system has them) its inode is another than the remembered one, and when
//     it is so young that it could have been changed once more within the
//     clock's grain (git's rule for a racy index).
//   - A Tree never shows two contents of one file: who reads a file that is
//     changed while the build runs gets ErrChanged.
//   - Nothing outside of the folder is read: files are opened below one root,
//     symbolic links are listed and never followed.
//
// Names that begin with a dot are left out, and everything at the top but the
// config and the folders that a site is made of.
package source

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sync/errgroup"

	"bunting/internal/digest"
	"bunting/internal/folder"
)

// ErrChanged says that a file was changed while it was being built from.
var ErrChanged = errors.New("changed while the site was being built")

// A Tree is the site's folder. It is an fs.FS of what stood there when it was
// opened, and may be used by many goroutines at once.
type Tree struct {
	path    string
	parts   []string
	root    *os.Root
	folders map[string][]*file    // by path; files sorted by name
	same    bool                  // as in the index, but for what is edited
	edited  map[string]digest.Sum // what files held which may hold something else
	listed  int64                 // when, in nanoseconds since 1970; of the folder listed longest ago

	mu      sync.RWMutex
	handles map[string]folder.Folder // that files were read from; nil: none are kept
}

// A file is an entry of a folder.
type file struct {
	name  string // within its folder
	mode  fs.FileMode
	size  int64
	time  int64 // of the last change, in nanoseconds since 1970
	inode uint64
	seen  int64 // when it was listed, in nanoseconds since 1970

	mu    sync.Mutex
	known bool       // whether
	sum   digest.Sum // of the content is known
}

// digest returns the digest of the content; false before it is known.
func (f *file) digest() (digest.Sum, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sum, f.known
}

// learn notes the digest of the content; false when another one is known.
func (f *file) learn(sum digest.Sum) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known {
		return f.sum == sum
	}
	f.sum, f.known = sum, true
	return true
}

// Open lists the parts of the site in dir: files and folders, by name. index
// is what Index returned for an earlier Tree, or nil. The error is a fault of
// the disk; errors.Is tells fs.ErrNotExist when there is no such folder.
func Open(dir string, parts []string, index []byte) (*Tree, error) {
	dir, err := filepath.EvalSymlinks(dir) // the site's folder itself may be reached by a link
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	t := &Tree{path: dir, parts: parts, root: root, folders: map[string][]*file{}, edited: map[string]digest.Sum{}, handles: map[string]folder.Folder{}, listed: time.Now().UnixNano()}
	if err := t.scan(); err != nil {
		root.Close()
		return nil, fmt.Errorf("listing %s: %w", dir, err)
	}
	t.same = t.remember(index)
	return t, nil
}

// Close closes the folder. What was read stays.
func (t *Tree) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	errs := []error{t.root.Close()}
	for _, h := range t.handles {
		errs = append(errs, h.Close())
	}
	clear(t.handles)
	return errors.Join(errs...)
}

// Same tells whether nothing has changed since the index that Open was given:
// the same files, each of them as it was.
func (t *Tree) Same() bool { return t.same && len(t.edited) == 0 }

// Edited returns the files that hold something else than when the index was made
// that Open was given, or may, as long as they have not been read, with the digests
// of what they held. False: other files are there than then.
func (t *Tree) Edited() (was map[string]digest.Sum, ok bool) {
	was = maps.Clone(t.edited)
	maps.DeleteFunc(was, func(name string, sum digest.Sum) bool {
		now, known := t.Known(name)
		return known && now == sum
	})
	return was, t.same
}

// scan lists the parts, several folders at once.
func (t *Tree) scan() error { return t.below(".") }

// below lists a folder and all that is below it, several folders at once.
func (t *Tree) below(dir string) error {
	var mu sync.Mutex
	var g errgroup.Group
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var folder func(dir string)
	folder = func(dir string) {
		g.Go(func() error {
			slots <- struct{}{}
			defer func() { <-slots }()
			files, err := t.list(dir)
			if err != nil && !gone(err) { // meanwhile
				return err
			}
			mu.Lock()
			t.folders[dir] = files
			mu.Unlock()
			for _, f := range files {
				if f.mode.IsDir() {
					folder(path.Join(dir, f.name))
				}
			}
			return nil
		})
	}
	folder(dir)
	return g.Wait()
}

// gone tells whether an error says that there is no such folder any more.
func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) }

func byName(a, b *file) int { return cmp.Compare(a.name, b.name) }

// list reads one folder; of the top only the site's parts.
func (t *Tree) list(dir string) ([]*file, error) {
	now := time.Now().UnixNano()
	var found []file // side by side: a large site has many
	add := func(info fs.FileInfo, err error) error {
		if err == nil {
			found = append(found, file{name: info.Name(), mode: info.Mode(), size: info.Size(), time: info.ModTime().UnixNano(), inode: inode(info), seen: now})
		} else if errors.Is(err, fs.ErrNotExist) { // of a folder's entry: gone meanwhile
			err = nil
		}
		return err
	}
	if dir == "." {
		for _, part := range t.parts {
			if err := add(t.root.Lstat(part)); err != nil {
				return nil, err
			}
		}
	} else {
		f, err := t.root.Open(dir)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		entries, err := f.ReadDir(-1)
		if err != nil {
			return nil, err
		}
		found = make([]file, 0, len(entries))
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			if err := add(e.Info()); err != nil {
				return nil, err
			}
		}
	}
	var names strings.Builder // one string holds all
	for i := range found {
		names.WriteString(found[i].name)
	}
	out, rest := make([]*file, len(found)), names.String()
	for i := range found {
		f := &found[i]
		f.name, rest = rest[:len(f.name)], rest[len(f.name):]
		out[i] = f
	}
	slices.SortFunc(out, byName)
	return out, nil
}

// find returns what stands at a path, or nil.
func (t *Tree) find(name string) *file {
	list := t.folders[path.Dir(name)]
	i, ok := slices.BinarySearchFunc(list, path.Base(name), func(f *file, name string) int { return cmp.Compare(f.name, name) })
	if !ok {
		return nil
	}
	return list[i]
}

// Known returns the digest of a file's content; false when it is not known
// without reading the file.
func (t *Tree) Known(name string) (digest.Sum, bool) {
	if f := t.find(name); f != nil {
		return f.digest()
	}
	return digest.Sum{}, false
}

// ReadFile implements fs.ReadFileFS. The error may be ErrChanged.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	f := t.find(name)
	if f == nil || !f.mode.IsRegular() || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	data, err := t.read(path.Dir(name), f)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, folder.ErrSize) {
		err = ErrChanged
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	if !f.learn(digest.Of(data)) {
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrChanged}
	}
	return data, nil
}

// ReadText returns a file's content as text. The error is as for ReadFile.
func (t *Tree) ReadText(name string) (string, error) {
	data, err := t.ReadFile(name)
	return unsafe.String(unsafe.SliceData(data), len(data)), err // which nobody else has
}

// maxHandles bounds how many folders are kept open: a process may hold only
// some hundreds of files.
const maxHandles = 200

// read reads a file of the folder at dir.
func (t *Tree) read(dir string, f *file) ([]byte, error) {
	in, kept, err := t.enter(dir)
	if err != nil {
		return nil, err
	}
	if !kept {
		defer in.Close()
	}
	return in.Read(f.name, f.size)
}

// enter opens the folder at dir step by step, and tells whether it stays open
// as long as the tree does.
func (t *Tree) enter(dir string) (in folder.Folder, kept bool, err error) {
	t.mu.RLock()
	in, kept = t.handles[dir]
	t.mu.RUnlock()
	if kept {
		return in, true, nil
	}
	if dir == "." {
		in, err = folder.Open(t.path)
	} else {
		above, held, fault := t.enter(path.Dir(dir))
		if fault != nil {
			return in, false, fault
		}
		if !held {
			defer above.Close()
		}
		in, err = above.Enter(path.Base(dir))
	}
	if err != nil {
		return in, false, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, taken := t.handles[dir]; !taken && t.handles != nil && len(t.handles) < maxHandles {
		t.handles[dir] = in
		kept = true
	}
	return in, kept, nil
}
