package release

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// identify looks at the folder at path, not at one that a link leads to.
func identify(path string) (identity, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return identity{}, err
	}
	file, err := windows.CreateFile(name, 0, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil,
		windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return identity{}, err
	}
	defer windows.CloseHandle(file)
	var s windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(file, &s); err != nil {
		return identity{}, err
	}
	const kind = windows.FILE_ATTRIBUTE_DIRECTORY | windows.FILE_ATTRIBUTE_REPARSE_POINT
	if s.FileAttributes&kind != windows.FILE_ATTRIBUTE_DIRECTORY {
		return identity{}, syscall.ENOTDIR
	}
	return identity{
		file:    uint64(s.FileIndexHigh)<<32 | uint64(s.FileIndexLow),
		born:    s.CreationTime.Nanoseconds(),
		changed: s.LastWriteTime.Nanoseconds(),
	}, nil
}
