//go:build !linux || !(amd64 || arm64)

package build

// spare is nothing where no large pages can be asked for.
func spare() int64 { return 0 }

func inLargePages([]byte) {}
