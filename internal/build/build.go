// Package build runs the stages: load, compose, render, publish.
//
// It promises that nothing is published unless all is well, and that every
// mistake which can be found is in the list. It holds no rule of its own: the
// stages do.
package build

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"bunting/internal/diag"
	"bunting/internal/release"
	"bunting/internal/site"
)

// Options say what to build and where to.
type Options struct {
	Source string // the site's folder
	Output string // the built site's folder; relative: below Source
	Drafts bool   // publish drafts, too
	Future bool   // publish what has a later publishAt, too
	Now    time.Time
	Jobs   int // how much is done at once; 0: one a core
}

// A Result says what was built.
type Result struct {
	Pages int   // HTML pages
	Files int   // all files, pages included
	Bytes int64 // of all files
}

// Build builds the site and publishes it. When the list has errors, nothing
// is published. The error is a fault of the machine: errors.Is tells
// release.ErrLocked, release.ErrForeign, ErrOutput and faults of the disk.
func Build(o Options) (Result, diag.List, error) {
	output, err := o.output()
	if err != nil {
		return Result{}, nil, err
	}
	s, list, err := load(o)
	if err != nil || s == nil {
		return Result{}, list.Sorted(), err
	}
	defer s.tree.Close()
	if list.Errors() > 0 {
		found, err := s.make(o.Jobs, nil)
		return Result{}, append(list, found...).Sorted(), err
	}
	r, err := release.Stage(output, mine)
	if err != nil {
		return Result{}, list.Sorted(), err
	}
	defer r.Close()
	var pages, size atomic.Int64
	found, err := s.make(o.Jobs, func(path string, data []byte) error {
		if strings.HasSuffix(path, ".html") {
			pages.Add(1)
		}
		size.Add(int64(len(data)))
		return r.Write(path, data)
	})
	list = append(list, found...).Sorted()
	if err != nil || list.Errors() > 0 {
		return Result{}, list, err
	}
	return Result{Pages: int(pages.Load()), Files: len(s.outputs), Bytes: size.Load()}, list, r.Publish()
}

// Check finds all mistakes and publishes nothing.
func Check(o Options) (diag.List, error) {
	s, list, err := load(o)
	if err != nil || s == nil {
		return list.Sorted(), err
	}
	defer s.tree.Close()
	found, err := s.make(o.Jobs, nil)
	return append(list, found...).Sorted(), err
}

// ErrOutput says that the output folder would overwrite the site's sources.
var ErrOutput = errors.New("the output folder must not hold the site's own files")

// output returns the output folder as an absolute path.
func (o Options) output() (string, error) {
	source, err := filepath.Abs(o.Source)
	if err != nil {
		return "", err
	}
	output := o.Output
	if !filepath.IsAbs(output) {
		output = filepath.Join(source, output)
	}
	inside := func(dir, parent string) bool {
		rel, err := filepath.Rel(parent, dir)
		return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
	}
	if inside(source, output) {
		return "", fmt.Errorf("%s: %w", output, ErrOutput)
	}
	for _, own := range []string{"content", "static", "layouts", "themes", ".git"} {
		if inside(output, filepath.Join(source, own)) {
			return "", fmt.Errorf("%s: %w", output, ErrOutput)
		}
	}
	return output, nil
}

// mine tells whether a folder holds a built site.
func mine(fsys fs.FS) bool {
	data, err := fs.ReadFile(fsys, "_headers")
	return err == nil && bytes.HasPrefix(data, []byte(site.Mark))
}
