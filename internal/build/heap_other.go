//go:build !linux

package build

// machine is not known to have large pages for the asking.
func machine() int64 { return 0 }

func inLargePages([]byte) {}
