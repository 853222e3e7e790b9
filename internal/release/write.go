package release

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// A path is opened folder by folder below its root, to be sure that nothing
// leads out; two folders deep, that is a third of the cost of a small file. So
// a folder that has proved busy keeps a handle of its own. Handles are few
// because a process may hold only some hundreds.
const (
	busyFiles  = 8
	maxHandles = 128
)

// folder is a folder of the tree that has been made.
type folder struct {
	files atomic.Int32            // written so far
	root  atomic.Pointer[os.Root] // nil until busy
}

// Write writes one file of the release. name is a slash path below the output,
// valid by io/fs.ValidPath and on this system, without a backslash anywhere;
// its folders are made. Files get mode 0644, folders 0755, less the umask.
// Write may be called from many goroutines at once, and does not keep data.
//
// Errors: fs.ErrInvalid for a name that is not allowed, fs.ErrExist for a name
// written before, fs.ErrClosed after Publish or Close, and faults of the disk,
// such as syscall.ENOSPC. After any error the release cannot be published.
func (r *Release) Write(name string, data []byte) error {
	err := r.write(name, data)
	if err == nil {
		return nil
	}
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err // its path is cut short, or said twice
	}
	err = &fs.PathError{Op: "write", Path: filepath.Join(r.next, filepath.FromSlash(name)), Err: err}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
	return err
}

func (r *Release) write(name string, data []byte) error {
	local, err := filepath.Localize(name)
	// A backslash is a letter on Unix and a separator on Windows: a site that
	// builds on one system must build on all.
	if err != nil || name == "." || strings.Contains(name, `\`) {
		return fs.ErrInvalid
	}
	in, err := r.folder(path.Dir(name))
	if err != nil {
		return err
	}
	root := in.root.Load()
	if root != nil {
		local = filepath.Base(local)
	} else {
		root = r.tree
	}
	// O_EXCL: a second file at one path, also where only case differs and the
	// file system takes them for one, must not silently win over the first.
	file, err := root.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if closed := file.Close(); err == nil {
		err = closed // some file systems report a full disk only now
	}
	if err == nil && in.files.Add(1) == busyFiles {
		r.keepOpen(in, path.Dir(name))
	}
	return err
}

// folder returns the folder at a slash path, made at its first use. It is made
// outside the mutex: making one twice is harmless, waiting for the disk is not.
func (r *Release) folder(dir string) (*folder, error) {
	r.mu.RLock()
	known := r.folders[dir]
	r.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	if err := r.tree.MkdirAll(filepath.FromSlash(dir), 0o755); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.folders[dir]; known != nil {
		return known, nil
	}
	made := new(folder)
	r.folders[dir] = made
	return made, nil
}

// keepOpen gives a busy folder its own handle, if one is left. Without one the
// long way still works, so failing to open is no error.
func (r *Release) keepOpen(in *folder, dir string) {
	if r.handles.Add(1) > maxHandles {
		return
	}
	if root, err := r.tree.OpenRoot(filepath.FromSlash(dir)); err == nil {
		in.root.Store(root)
	}
}

// closeTree closes every handle on the tree; a Write from then on fails.
func (r *Release) closeTree() error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	errs := []error{r.tree.Close()}
	for _, in := range r.folders {
		if root := in.root.Load(); root != nil {
			errs = append(errs, root.Close())
		}
	}
	return errors.Join(errs...)
}
