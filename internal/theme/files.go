package theme

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"bunting/internal/diag"
)

// Limits, in bytes.
const (
	maxText  = 1 << 20 // of a template or a catalogue of messages
	maxAsset = 16 << 20
)

// A folder is a theme or a part of one: its regular files, by their path
// below it.
type folder struct {
	fs    fs.FS
	root  string           // of the folder in fs
	name  string           // of the folder in reports
	files []string         // sorted by folder and name
	sizes map[string]int64 // in bytes, by file
}

// open lists the folder at root. One that does not exist is empty. Symbolic
// links are reported and left out.
func (l *loader) open(fsys fs.FS, root, name string) (*folder, error) {
	f := &folder{fs: fsys, root: root, name: name, sizes: map[string]int64{}}
	switch top, err := fs.Lstat(fsys, root); {
	case errors.Is(err, fs.ErrNotExist):
		return f, nil
	case err != nil:
		return nil, err
	case top.Mode()&fs.ModeSymlink != 0:
		l.found.Add(diag.SymbolicLink, diag.Span{File: name})
		return f, nil
	}
	return f, fs.WalkDir(fsys, root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below := strings.TrimPrefix(strings.TrimPrefix(file, root), "/")
		switch {
		case entry.Type()&fs.ModeSymlink != 0:
			l.found.Add(diag.SymbolicLink, diag.Span{File: path.Join(name, below)})
		case entry.Type().IsRegular():
			info, err := entry.Info()
			if err != nil {
				return err
			}
			f.files = append(f.files, below)
			f.sizes[below] = info.Size()
		}
		return nil
	})
}

// sub returns the part of the folder below a folder of it.
func (f *folder) sub(dir string) *folder {
	s := &folder{fs: f.fs, root: path.Join(f.root, dir), name: path.Join(f.name, dir), sizes: map[string]int64{}}
	for _, file := range f.files {
		if below, ok := strings.CutPrefix(file, dir+"/"); ok {
			s.files = append(s.files, below)
			s.sizes[below] = f.sizes[file]
		}
	}
	return s
}

// has tells whether the folder has a file.
func (f *folder) has(file string) bool {
	_, ok := f.sizes[file]
	return ok
}

// read returns a file's bytes; ok is false when it is too large, which is
// reported.
func (l *loader) read(f *folder, file string, limit int64) (data []byte, ok bool, err error) {
	r, err := f.fs.Open(path.Join(f.root, file))
	if err != nil {
		return nil, false, err
	}
	defer r.Close()
	data, err = io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, false, err
	}
	if name := path.Join(f.name, file); int64(len(data)) > limit {
		l.found.Add(diag.TooLarge, diag.Span{File: name}, name, max(f.sizes[file], limit+1), limit)
		return nil, false, nil
	}
	return data, true, nil
}

// text returns a text file as a source for reports; nil when it cannot be
// used, which is reported.
func (l *loader) text(f *folder, file string) (*diag.Source, error) {
	data, ok, err := l.read(f, file, maxText)
	if !ok {
		return nil, err
	}
	source := &diag.Source{Name: path.Join(f.name, file), Text: string(data)}
	if !utf8.Valid(data) {
		l.found.Add(diag.NotUTF8, source.Whole())
		return nil, nil
	}
	return source, nil
}
