package theme

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/locale"
	"bunting/internal/tomlfile"
)

// A loader loads one theme.
type loader struct {
	Options
	found diag.List

	theme    *folder
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
	if l.found.Errors() > 0 {
		return nil, nil
	}
	static := l.theme.sub("static")
	t := &Theme{Assets: l.assets.outputs(), messages: map[string]*locale.Catalog{}}
	for _, lang := range l.Languages {
		t.messages[lang.Tag] = l.messages[lang.Tag].catalog
	}
	for _, file := range static.files {
		t.Static = append(t.Static, StaticFile{file, static.sizes[file]})
	}
	if t.StaticFS, err = fs.Sub(static.fs, static.root); err != nil {
		return nil, err
	}
	if t.digests, err = l.digest(layouts); err != nil {
		return nil, err
	}
	t.pages = l.pages(layouts)
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
				l.theme, err = l.open(place.fs, path.Join(place.folder, l.Name), "themes/"+l.Name)
				return err == nil, err
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
	if !l.theme.has(file) {
		l.found.Add(diag.MissingFile, diag.Span{File: l.theme.name}, file, l.theme.name)
		return nil
	}
	source, err := l.text(l.theme, file)
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

// digest names everything that shapes the pages of each layout, and under ""
// what shapes files that are no pages.
func (l *loader) digest(layouts *layouts) (map[string]digest.Sum, error) {
	var parts []string
	for _, lang := range l.Languages {
		messages, err := json.Marshal(l.messages[lang.Tag].tree) // with sorted keys
		if err != nil {
			return nil, err
		}
		parts = append(parts, lang.Tag, lang.Locale.Tag(), string(messages))
	}
	digests := map[string]digest.Sum{"": digest.Key(parts...)}
	parts = append(parts, l.BasePath)
	for _, a := range l.assets.outputs() {
		parts = append(parts, a.Path, string(a.Data))
	}
	for _, name := range layouts.shared {
		parts = append(parts, name, layouts.files[name].source.Text)
	}
	shared := digest.Key(parts...)
	for layout := range kinds {
		digests[layout] = digest.Key(string(shared[:]), layouts.files[layout].source.Text)
	}
	return digests, nil
}
