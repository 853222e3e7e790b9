// Package folder reads and writes the files of a folder that is held open, one
// step below it at a time, so that nothing leads out: neither a path nor a
// symbolic link, also when somebody exchanges folders meanwhile.
//
// Errors are those of the system: errors.Is tells fs.ErrNotExist, fs.ErrExist,
// and the like.
package folder

import "errors"

// ErrSize says that a file is not as large as it was said to be.
var ErrSize = errors.New("the file has another size")
