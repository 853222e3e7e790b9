//go:build linux && (amd64 || arm64)

package build

import (
	"math"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// spare returns how much memory may be asked for before it is used, in bytes: half
// of what the machine and the limits of the process (getrlimit(2)) allow.
func spare() int64 {
	var info unix.Sysinfo_t
	strict, err := os.ReadFile("/proc/sys/vm/overcommit_memory")
	if err != nil || strings.HasPrefix(string(strict), "2") || unix.Sysinfo(&info) != nil { // 2: what is asked for counts
		return 0
	}
	if os.Getpagesize() != 4096 { // with larger ones, large pages are far too large
		return 0
	}
	all := int64(info.Totalram) * int64(info.Unit)
	for _, which := range []int{unix.RLIMIT_AS, unix.RLIMIT_DATA} {
		var limit unix.Rlimit
		if unix.Getrlimit(which, &limit) != nil {
			return 0
		}
		all = min(all, int64(min(limit.Cur, math.MaxInt64)))
	}
	return all / 2
}

// inLargePages asks for pages of 2 MB (madvise(2), MADV_HUGEPAGE). A system that has
// none stays as it is.
func inLargePages(room []byte) { _ = unix.Madvise(room, unix.MADV_HUGEPAGE) }
