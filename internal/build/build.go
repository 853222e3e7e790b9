// Package build runs the stages: load, compose, render, publish.
//
// It promises that nothing is published unless all is well, and that every
// mistake which can be found is in the list. It holds no rule of its own: the
// stages do.
package build

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"bunting/internal/campaign"
	"bunting/internal/config"
	"bunting/internal/content"
	"bunting/internal/diag"
	"bunting/internal/locale"
	"bunting/internal/release"
	"bunting/internal/site"
	"bunting/internal/theme"
	"bunting/internal/tomlfile"
	"bunting/themes"
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
	defer s.root.Close()
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
	defer s.root.Close()
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

// A loaded site is ready to be made.
type loaded struct {
	root    *os.Root
	theme   *theme.Theme
	outputs []site.Output
}

// load reads, checks and composes the site. It returns nil when the mistakes
// leave nothing to compose.
func load(o Options) (_ *loaded, list diag.List, err error) {
	root, err := os.OpenRoot(o.Source)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, diag.List{diag.New(diag.MissingConfig, diag.Span{File: filepath.ToSlash(filepath.Join(o.Source, config.File))})}, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("opening the site: %w", err)
	}
	keep := false
	defer func() {
		if !keep {
			root.Close()
		}
	}()
	c, settings, list, err := config.Load(root.FS())
	if err != nil || c == nil {
		return nil, list, err
	}
	found, err := content.Load(root.FS(), c, content.Options{
		Drafts: o.Drafts || settings.Drafts, Future: o.Future || settings.Future, Now: o.Now, Jobs: o.Jobs,
	})
	if list = append(list, found...); err != nil {
		return nil, list, err
	}
	tongues, core, err := speak(c)
	if err != nil {
		return nil, list, err
	}
	t, found, err := loadTheme(root.FS(), c, tongues, core)
	if list = append(list, found...); err != nil {
		return nil, list, err
	}
	var assets []site.Output
	if t != nil { // else the texts can be checked all the same, with the composer's own words
		for i, l := range c.Languages {
			tongues[i].Words = t.Messages(string(l.Lang))
		}
		for _, f := range t.Static {
			if !slices.ContainsFunc(c.Files, func(own campaign.File) bool { return own.Path == f.Name }) {
				c.Files = append(c.Files, campaign.File{Name: f.Name, Path: f.Name, From: campaign.FromTheme, Size: f.Size})
			}
		}
		for _, a := range t.Assets {
			assets = append(assets, site.Output{Path: a.Path, Body: func(site.Report) site.Body { return site.Bytes(a.Data) }})
		}
	}
	outputs, found := site.Compose(c, tongues, assets)
	keep = true
	return &loaded{root, t, outputs}, append(list, found...), nil
}

// speak returns for each language of the site how it writes dates and
// numbers, and the composer's words in it: English ones where it has none.
func speak(c *campaign.Campaign) ([]site.Tongue, map[string]map[string]any, error) {
	var tongues []site.Tongue
	core := map[string]map[string]any{}
	for _, l := range c.Languages {
		loc, err := locale.New(l.Locale)
		if err != nil {
			return nil, nil, fmt.Errorf("language %s: %w", l.Lang, err)
		}
		words := site.Words(l.Lang)
		if words == nil {
			words = site.Words("en")
		}
		core[string(l.Lang)] = words
		catalog, _ := locale.NewCatalog(loc, words)
		tongues = append(tongues, site.Tongue{Locale: loc, Words: catalog})
	}
	return tongues, core, nil
}

// loadTheme loads the campaign's theme; nil when it has mistakes.
func loadTheme(fsys fs.FS, c *campaign.Campaign, tongues []site.Tongue, core map[string]map[string]any) (*theme.Theme, diag.List, error) {
	src := c.Config()
	o := theme.Options{
		Site: fsys, Embedded: themes.FS, Name: c.Theme, Place: tomlfile.Place(src, 0, len(src.Text), "theme"),
		BasePath: c.BasePath(), Core: core,
	}
	for i, l := range c.Languages {
		o.Languages = append(o.Languages, theme.Language{Tag: string(l.Lang), Locale: tongues[i].Locale})
	}
	return theme.Load(o)
}

// make makes every output and hands it to write, on several goroutines; with
// a nil write only mistakes are looked for.
func (s *loaded) make(jobs int, write func(path string, data []byte) error) (diag.List, error) {
	var mu sync.Mutex
	var list diag.List
	report := func(d diag.Diagnostic) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, d)
	}
	var next atomic.Int64
	var g errgroup.Group
	for range cmp.Or(jobs, runtime.GOMAXPROCS(0)) {
		g.Go(func() error {
			var buf bytes.Buffer
			for {
				i := int(next.Add(1)) - 1
				if i >= len(s.outputs) {
					return nil
				}
				o := &s.outputs[i]
				body := o.Body(report)
				if write == nil {
					continue
				}
				buf.Reset()
				if err := s.render(&buf, body); err != nil {
					return fmt.Errorf("making %s: %w", o.Path, err)
				}
				if err := write(o.Path, buf.Bytes()); err != nil {
					return err
				}
			}
		})
	}
	err := g.Wait()
	return list, err
}

// render turns a body into bytes.
func (s *loaded) render(buf *bytes.Buffer, body site.Body) error {
	switch b := body.(type) {
	case site.Page:
		return s.theme.Render(buf, b.Layout, string(b.Lang), b.View)
	case site.Bytes:
		buf.Write(b)
	case site.Copy:
		fsys := s.root.FS()
		if b.From == campaign.FromTheme {
			fsys = s.theme.StaticFS
		}
		data, err := fs.ReadFile(fsys, b.Name)
		if err != nil {
			return err
		}
		buf.Write(data)
	}
	return nil
}
