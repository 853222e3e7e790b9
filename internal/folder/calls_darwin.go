//go:build darwin && !portable

package folder

import "golang.org/x/sys/unix"

func openat(dir int, name string, flags int, mode uint32) (fd int, err error) {
	return unix.Openat(dir, name, flags, mode)
}

func read(fd int, data []byte) (n int, err error) { return unix.Read(fd, data) }

func write(fd int, data []byte) (n int, err error) { return unix.Write(fd, data) }

func closeFile(fd int) error { return unix.Close(fd) }

func link(from, to int, name string) error { return unix.Linkat(from, name, to, name, 0) }
