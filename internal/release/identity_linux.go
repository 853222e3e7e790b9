package release

import "golang.org/x/sys/unix"

// identify looks at the folder at path, not at one that a link leads to.
func identify(path string) (identity, error) {
	var s unix.Statx_t
	const wanted = unix.STATX_TYPE | unix.STATX_INO | unix.STATX_MTIME | unix.STATX_BTIME
	if err := unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW, wanted, &s); err != nil {
		return identity{}, err
	}
	if s.Mode&unix.S_IFMT != unix.S_IFDIR {
		return identity{}, unix.ENOTDIR
	}
	id := identity{file: s.Ino, changed: s.Mtime.Sec*1e9 + int64(s.Mtime.Nsec)}
	if s.Mask&unix.STATX_BTIME != 0 {
		id.born = s.Btime.Sec*1e9 + int64(s.Btime.Nsec)
	}
	return id, nil
}
