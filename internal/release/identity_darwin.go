package release

import "golang.org/x/sys/unix"

// identify looks at the folder at path, not at one that a link leads to.
func identify(path string) (identity, error) {
	var s unix.Stat_t
	if err := unix.Lstat(path, &s); err != nil {
		return identity{}, err
	}
	if s.Mode&unix.S_IFMT != unix.S_IFDIR {
		return identity{}, unix.ENOTDIR
	}
	return identity{file: s.Ino, born: s.Btim.Nano(), changed: s.Mtim.Nano()}, nil
}
