//go:build !linux && !darwin && !windows

package release

import (
	"os"
	"syscall"
)

// identify looks at the folder at path, not at one that a link leads to.
func identify(path string) (identity, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return identity{}, err
	}
	if !info.IsDir() {
		return identity{}, syscall.ENOTDIR
	}
	return identity{changed: info.ModTime().UnixNano()}, nil
}
