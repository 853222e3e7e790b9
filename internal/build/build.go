// Package build runs the stages: load, compose, render, publish.
//
// It promises that nothing is published unless all is well, that every mistake
// which can be found is in the list, and that what is remembered of earlier
// builds never shows: a build with a memory, a damaged one or none gives the
// same files and tells the same. It holds no rule of its own: the stages do.
package build

import (
	"bytes"
	"cmp"
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
	"bunting/internal/source"
)

// Options say what to build and where to.
type Options struct {
	Source   string // the site's folder
	Output   string // the built site's folder; relative: below Source
	Drafts   bool   // publish drafts, too
	Future   bool   // publish what has a later publishAt, too
	Preview  string // the address, ending in a slash, at which the site is only looked at; empty: it is the config's
	Now      time.Time
	Jobs     int  // how much is done at once; 0: as parallel.For has it
	NoCache  bool // neither use nor keep what is remembered
	Verify   bool // make everything, and compare it with what is remembered
	Shard    Shard
	Progress *Progress // told how far the build is; may be nil
	Stats    *Stats    // told what took how long; may be nil

	forget bool // what is remembered of the sources
}

// A Result says what was built.
type Result struct {
	Pages  int // HTML pages
	Files  int // all files, pages included
	Reused int // files that were kept as an earlier build had made them
	// Pictures are the variants of photos among the files, PicturesMade those
	// that this build has made.
	Pictures, PicturesMade int
	// Changes are counted against what stood at the output before.
	New, Changed, Gone int
}

// Progress is how far a build is: of Total files Done are made. Total is 0 before it
// is known, while photos are made: PhotosDone of about Photos.
type Progress struct{ Done, Total, PhotosDone, Photos atomic.Int64 }

// attempts is how often a site is built that is changed while it is being
// built.
const attempts = 3

// Build builds the site and publishes it. When the list has errors, nothing
// is published. The error is a fault of the machine: errors.Is tells
// release.ErrLocked, release.ErrForeign, ErrOutput, ErrStale,
// source.ErrChanged and faults of the disk.
func Build(o Options) (result Result, list diag.List, err error) {
	output, err := o.output()
	if err != nil {
		return Result{}, nil, err
	}
	for range attempts {
		m := remember(&o)
		result, list, err = build(&o, m, output)
		list = append(list, m.close()...)
		if !errors.Is(err, source.ErrChanged) {
			break
		}
		o.forget = true // a file may have changed without its size and time
	}
	return result, list.Sorted(), err
}

func build(o *Options, m *memory, output string) (_ Result, list diag.List, err error) {
	end := o.Stats.stage("list")
	tree, list, err := openTree(o, m.past.Index)
	if tree == nil {
		return Result{}, list, err
	}
	defer tree.Close()
	if result, list, ok := m.unchanged(o, tree, output); ok {
		return result, list, nil
	}
	end()
	makeReady(tree.Count(".md"), len(m.past.Index) == 0)
	s, list, err := compose(tree, o, m, output)
	if err != nil || s == nil {
		return Result{}, list, err
	}
	if list.Errors() > 0 {
		_, found, err := s.make(o, m, nil)
		return Result{}, append(list, found...), err
	}
	r, err := release.Stage(output, mine)
	if err != nil {
		return Result{}, list, err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	if o.NoCache {
		err = r.Forget()
	} else if o.Verify {
		err = m.hold(output)
	}
	if err != nil {
		return Result{}, list, err
	}
	result, found, err := s.make(o, m, r)
	if err == nil {
		err = m.verified()
	}
	if list = append(list, found...); err != nil || list.Errors() > 0 {
		return Result{}, list, err
	}
	defer o.Stats.stage("publish")()
	result, err = m.publish(o, s, r, list, result)
	return result, list, err
}

// Check finds all mistakes and publishes nothing.
func Check(o Options) (list diag.List, err error) {
	for range attempts {
		m := remember(&o)
		list, err = check(&o, m)
		list = append(list, m.close()...)
		if !errors.Is(err, source.ErrChanged) {
			break
		}
		o.forget = true
	}
	return list.Sorted(), err
}

func check(o *Options, m *memory) (diag.List, error) {
	tree, list, err := openTree(o, m.past.Index)
	if tree == nil {
		return list, err
	}
	defer tree.Close()
	makeReady(tree.Count(".md"), len(m.past.Index) == 0)
	s, list, err := compose(tree, o, m, "")
	if err != nil || s == nil {
		return list, err
	}
	_, found, err := s.make(o, m, nil)
	return append(list, found...), err
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

// markFile tells a built site from a folder of somebody else.
const markFile = "_headers"

// mine tells whether a folder holds a built site.
func mine(fsys fs.FS) bool {
	data, err := fs.ReadFile(fsys, markFile)
	return err == nil && bytes.HasPrefix(data, []byte(site.Mark))
}
