//go:build linux && !portable

package folder

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// The calls that each file takes are made without telling Go's scheduler. It
// would take their processor away from calls that last 20 microseconds, about as
// long as a file takes, and wake another thread for it: a tenth of a build. None
// of them waits for anything but the disk, and whoever makes files has no other
// work for the processor meanwhile.

func openat(dir int, name string, flags int, mode uint32) (fd int, err error) {
	at, err := unix.BytePtrFromString(name)
	if err != nil {
		return -1, err
	}
	return result(unix.RawSyscall6(unix.SYS_OPENAT, uintptr(dir), uintptr(unsafe.Pointer(at)), uintptr(flags), uintptr(mode), 0, 0))
}

func read(fd int, data []byte) (n int, err error) {
	return result(unix.RawSyscall(unix.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(len(data))))
}

func write(fd int, data []byte) (n int, err error) {
	return result(unix.RawSyscall(unix.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(data))), uintptr(len(data))))
}

func closeFile(fd int) error {
	_, err := result(unix.RawSyscall(unix.SYS_CLOSE, uintptr(fd), 0, 0))
	return err
}

func link(from, to int, name string) error {
	at, err := unix.BytePtrFromString(name)
	if err == nil {
		_, err = result(unix.RawSyscall6(unix.SYS_LINKAT, uintptr(from), uintptr(unsafe.Pointer(at)), uintptr(to), uintptr(unsafe.Pointer(at)), 0, 0))
	}
	return err
}

// result returns what a call gave; -1 where it failed.
func result(r, _ uintptr, fault unix.Errno) (int, error) {
	if fault != 0 {
		return -1, fault
	}
	return int(r), nil
}
