package cli

import "syscall"

// limitMemory lets the process take no more than about so many bytes: what it
// may write to (RLIMIT_DATA, getrlimit(2)), not what it merely reserves. Beyond
// that it ends.
func limitMemory(bytes int64) error {
	return syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)})
}
