//go:build !(linux || darwin) || portable

package release

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// folder is an open folder. Names are single steps below it, and no call leads
// out of it; that a name is no link is looked at before it is used.
//
// The tag portable builds it on Linux and macOS, too, so that it can be tested
// there.
type folder struct {
	root *os.Root
	path string
}

func openFolder(path string) (folder, error) {
	if stands, err := folderAt(path); err != nil || !stands {
		return folder{}, orMissing(err)
	}
	root, err := os.OpenRoot(path)
	return folder{root, path}, err
}

// enter opens the folder at name.
func (f folder) enter(name string) (folder, error) {
	info, err := f.root.Lstat(name)
	if err != nil {
		return folder{}, err
	}
	if !info.IsDir() {
		return folder{}, syscall.ENOTDIR
	}
	root, err := f.root.OpenRoot(name)
	return folder{root, filepath.Join(f.path, name)}, err
}

func orMissing(err error) error {
	if err == nil {
		err = fs.ErrNotExist
	}
	return err
}

func (f folder) mkdir(name string) error { return f.root.Mkdir(name, 0o755) }

// create makes a new file.
func (f folder) create(name string, data []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if closed := file.Close(); err == nil {
		err = closed // some file systems report a full disk only now
	}
	return err
}

// link gives the file at name in from the same name here.
func (f folder) link(from folder, name string) error {
	return os.Link(filepath.Join(from.path, name), filepath.Join(f.path, name))
}

// size returns the size of the file at name, in bytes; -1 for what is not a
// regular file.
func (f folder) size(name string) (int64, error) {
	info, err := f.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return -1, err
	}
	return info.Size(), nil
}

// open opens the file at name to be read.
func (f folder) open(name string) (fs.File, error) {
	if size, err := f.size(name); err != nil || size < 0 {
		return nil, orMissing(err)
	}
	return f.root.Open(name)
}

func (f folder) remove(name string) error { return f.root.Remove(name) }

// rmdir removes the folder at name if it is empty, else says fs.ErrExist.
func (f folder) rmdir(name string) error {
	info, err := f.root.Lstat(name)
	if err == nil && !info.IsDir() {
		err = syscall.ENOTDIR
	}
	if err != nil {
		return err
	}
	return f.root.Remove(name)
}

func (f folder) close() error { return f.root.Close() }
