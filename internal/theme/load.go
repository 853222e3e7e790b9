package theme

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/tomlfile"
)

// A loader loads one theme.
type loader struct {
	Options
	found diag.List

	theme    fs.FS                   // holds the theme's folder
	root     string                  // of the theme in that file system
	name     string                  // of the theme's folder in reports
	sources  map[string]*diag.Source // templates by name
	messages map[string]*messages    // by language
	assets   *assets
}

// about is theme.toml: what a theme says of itself.
type about struct {
	Name    string `toml:"name"`
	License string `toml:"license"` // an SPDX expression
}

func (l *loader) load() (*Theme, error) {
	if ok, err := l.find(); !ok {
		return nil, err
	}
	if err := l.about(); err != nil {
		return nil, err
	}
	layouts, err := l.layouts()
	if err != nil {
		return nil, err
	}
	if err := l.readMessages(); err != nil {
		return nil, err
	}
	uses := l.check(layouts)
	l.checkMessages(uses.messages)
	if err := l.buildAssets(uses.assets); err != nil {
		return nil, err
	}
	static, err := l.open(l.theme, path.Join(l.root, "static"), path.Join(l.name, "static"))
	if err != nil || l.found.Errors() > 0 {
		return nil, err
	}
	t := &Theme{Assets: l.assets.outputs(), messages: map[string]*catalog{}}
	for _, lang := range l.Languages {
		t.messages[lang.Tag] = l.messages[lang.Tag].catalog
	}
	for _, file := range static.files {
		t.Static = append(t.Static, StaticFile{file, static.sizes[file]})
	}
	if t.StaticFS, err = fs.Sub(l.theme, path.Join(l.root, "static")); err != nil {
		return nil, err
	}
	if t.pages, err = l.pages(layouts); err != nil {
		return nil, err
	}
	t.Digest = l.digest(layouts)
	return t, nil
}

// find chooses the theme's folder: the site's, or else the program's.
func (l *loader) find() (ok bool, err error) {
	var known []string
	for _, place := range []struct {
		fs     fs.FS
		folder string
	}{{l.Site, "themes"}, {l.Embedded, "."}} {
		entries, err := fs.ReadDir(place.fs, place.folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		for _, e := range entries {
			if e.Name() == l.Name && e.IsDir() {
				l.theme, l.root, l.name = place.fs, path.Join(place.folder, l.Name), "themes/"+l.Name
				return true, nil
			}
			if e.IsDir() {
				known = append(known, e.Name())
			}
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	l.found = append(l.found, diag.New(diag.MissingTheme, l.Place, l.Name, strings.Join(known, ", ")).
		WithGuess(diag.Closest(l.Name, known)))
	return false, nil
}

// about reads theme.toml, for its mistakes.
func (l *loader) about() error {
	const file = "theme.toml"
	folder, err := l.open(l.theme, l.root, l.name)
	if err != nil {
		return err
	}
	if !folder.has(file) {
		l.found.Add(diag.MissingFile, diag.Span{File: l.name}, file, l.name)
		return nil
	}
	source, err := l.text(folder, file)
	if source == nil {
		return err
	}
	parsed, list := tomlfile.Parse(source, 0, len(source.Text))
	l.found = append(l.found, list...)
	if parsed != nil {
		k := tomlfile.Checker{File: parsed}
		var a about
		l.found = append(l.found, parsed.Decode(&a, tomlfile.Options{})...)
		k.Required(a.Name != "", `"…"`, "name")
		l.found = append(l.found, k.List...)
	}
	return nil
}

// digest names everything that shapes a page.
func (l *loader) digest(layouts *layouts) digest.Sum {
	parts := []string{l.BasePath}
	for _, name := range layouts.names() {
		parts = append(parts, name, layouts.files[name].source.Text)
	}
	for _, lang := range l.Languages {
		// Maps are written with sorted keys.
		text, err := json.Marshal(l.messages[lang.Tag].tree)
		if err != nil {
			text = fmt.Append(nil, l.messages[lang.Tag].tree)
		}
		parts = append(parts, lang.Tag, lang.Locale.Tag(), string(text))
	}
	for _, a := range l.assets.outputs() {
		parts = append(parts, a.Path, string(a.Data))
	}
	return digest.Key(parts...)
}
