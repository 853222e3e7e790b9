package build

import "golang.org/x/sys/unix"

// machine returns the memory of the machine, in bytes.
func machine() int64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	return int64(info.Totalram) * int64(info.Unit)
}

// inLargePages asks for pages of 2 MB or so (madvise(2), MADV_HUGEPAGE). A system
// that has none stays as it is.
func inLargePages(room []byte) { _ = unix.Madvise(room, unix.MADV_HUGEPAGE) }
