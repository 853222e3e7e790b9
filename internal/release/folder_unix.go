//go:build (linux || darwin) && !portable

package release

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// folder is an open folder. Names are single steps below it, and no call
// follows a symbolic link.
type folder struct{ fd int }

func openFolder(path string) (folder, error) {
	return folder{unix.AT_FDCWD}.enter(path)
}

// enter opens the folder at name.
func (f folder) enter(name string) (folder, error) {
	fd, err := f.openat(name, unix.O_RDONLY|unix.O_DIRECTORY)
	return folder{fd}, err
}

func (f folder) openat(name string, flags int) (fd int, err error) {
	err = retry(func() (err error) {
		fd, err = unix.Openat(f.fd, name, flags|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o644)
		return err
	})
	return fd, err
}

func (f folder) mkdir(name string) error {
	return retry(func() error { return unix.Mkdirat(f.fd, name, 0o755) })
}

// create makes a new file. The plain calls take a fifth of the time that an
// os.File takes, which asks first whether it can be waited for.
func (f folder) create(name string, data []byte) error {
	fd, err := f.openat(name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL)
	if err != nil {
		return err
	}
	for len(data) > 0 && err == nil {
		err = retry(func() error {
			n, err := unix.Write(fd, data)
			data = data[max(n, 0):]
			return err
		})
	}
	// Some file systems report a full disk only now; one that is interrupted
	// has closed the file all the same.
	if closed := unix.Close(fd); err == nil && closed != unix.EINTR {
		err = closed
	}
	return err
}

// link gives the file at name in from the same name here.
func (f folder) link(from folder, name string) error {
	return retry(func() error { return unix.Linkat(from.fd, name, f.fd, name, 0) })
}

// size returns the size of the file at name, in bytes; -1 for what is not a
// regular file.
func (f folder) size(name string) (int64, error) {
	var s unix.Stat_t
	err := retry(func() error { return unix.Fstatat(f.fd, name, &s, unix.AT_SYMLINK_NOFOLLOW) })
	if err != nil || s.Mode&unix.S_IFMT != unix.S_IFREG {
		return -1, err
	}
	return s.Size, nil
}

// open opens the file at name to be read. It does not wait at a pipe.
func (f folder) open(name string) (fs.File, error) {
	fd, err := f.openat(name, unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

func (f folder) remove(name string) error {
	return retry(func() error { return unix.Unlinkat(f.fd, name, 0) })
}

// rmdir removes the folder at name if it is empty, else says fs.ErrExist.
func (f folder) rmdir(name string) error {
	return retry(func() error { return unix.Unlinkat(f.fd, name, unix.AT_REMOVEDIR) })
}

func (f folder) close() error { return unix.Close(f.fd) }

// retry calls again what a signal has interrupted.
func retry(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}
