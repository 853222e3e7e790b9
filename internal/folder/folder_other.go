//go:build !(linux || darwin) || portable

package folder

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// A Folder is an open folder. Names are single steps below it, and no call leads
// out of it; that a name is no link is looked at before it is used.
//
// The tag portable builds it on Linux and macOS, too, so that it can be tested
// there.
type Folder struct {
	root *os.Root
	path string
}

// Open opens the folder at path, unless a link stands there.
func Open(path string) (Folder, error) {
	if info, err := os.Lstat(path); err != nil {
		return Folder{}, err
	} else if !info.IsDir() {
		return Folder{}, syscall.ENOTDIR
	}
	root, err := os.OpenRoot(path)
	return Folder{root, path}, err
}

// Enter opens the folder at name.
func (f Folder) Enter(name string) (Folder, error) {
	info, err := f.root.Lstat(name)
	if err != nil {
		return Folder{}, err
	}
	if !info.IsDir() {
		return Folder{}, syscall.ENOTDIR
	}
	root, err := f.root.OpenRoot(name)
	return Folder{root, filepath.Join(f.path, name)}, err
}

func orMissing(err error) error {
	if err == nil {
		err = fs.ErrNotExist
	}
	return err
}

// Mkdir makes an empty folder.
func (f Folder) Mkdir(name string) error { return f.root.Mkdir(name, 0o755) }

// Create makes a new file.
func (f Folder) Create(name string, data []byte) error {
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

// Link gives the file at name in from the same name here.
func (f Folder) Link(from Folder, name string) error {
	return os.Link(filepath.Join(from.path, name), filepath.Join(f.path, name))
}

// Size returns the size of the file at name, in bytes; -1 for what is not a
// regular file.
func (f Folder) Size(name string) (int64, error) {
	info, err := f.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return -1, err
	}
	return info.Size(), nil
}

// Open opens the file at name to be read.
func (f Folder) Open(name string) (fs.File, error) {
	if size, err := f.Size(name); err != nil || size < 0 {
		return nil, orMissing(err)
	}
	return f.root.Open(name)
}

// Read returns the content of the file at name, which has size bytes, else the
// error is ErrSize.
func (f Folder) Read(name string, size int64) ([]byte, error) {
	file, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, size+1))
	if err == nil && int64(len(data)) != size {
		err = ErrSize
	}
	return data, err
}

// Remove removes the file at name.
func (f Folder) Remove(name string) error { return f.root.Remove(name) }

// Rmdir removes the folder at name if it is empty, else says fs.ErrExist.
func (f Folder) Rmdir(name string) error {
	info, err := f.root.Lstat(name)
	if err == nil && !info.IsDir() {
		err = syscall.ENOTDIR
	}
	if err != nil {
		return err
	}
	return f.root.Remove(name)
}

// Close closes the folder.
func (f Folder) Close() error { return f.root.Close() }
