// Package theme loads a theme and renders views with it.
//
// A theme is a folder:
//
//	theme.toml         what it says of itself
//	layouts/           base.html, partials/ and one file for each kind of page
//	i18n/<lang>.toml   what templates say
//	assets/            style sheets, scripts, fonts and pictures, fingerprinted
//	static/            files that are published as they are
//
// Rules:
//
//   - The site's layouts/ override the theme's by path; nothing else of a
//     theme is overridden. A site's folder themes/<name> stands before the
//     theme of that name that the program carries.
//   - A page's templates are base, all partials and its own layout. A
//     template is called by its path below layouts/ without ".html".
//   - Templates see their view and two functions beside html/template's own: t
//     (a message of the page's language) and asset (the path of an asset).
//     They are checked against the types of their views before anything is
//     rendered, more strictly than html/template executes: what would fail,
//     and what is always or never true by mistake, is reported, all of it in
//     one run.
//   - Pages are html/template's, byte for byte, but most are not made by it:
//     layouts are minified and translated to programs when the theme loads.
//   - An asset is published when a template names it through asset or a
//     published style sheet refers to it. CSS and JS are bundled into the file
//     that is named; what it imports is not published by itself. Names carry a
//     digest of the content, so a page that has an asset's name has that very
//     asset.
//   - Nothing is read outside the given file systems, symbolic links are not
//     followed, and the same files give the same bytes.
//
// Left out on purpose: functions that reach outside the view, recursion in
// templates (no view is a tree), source maps, and preprocessors.
package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"reflect"
	"slices"

	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/locale"
)

// Options say what to load.
type Options struct {
	Site     fs.FS     // the site's folder
	Embedded fs.FS     // themes that the program carries, each in a folder of its name
	Name     string    // of the theme
	Place    diag.Span // where the name is written, for reports
	// Languages are those of the site.
	Languages []Language
	// BasePath begins every path in a page: "/" or such as "/2021/".
	BasePath string
	// Core holds messages by language under those of the theme, as TOML
	// decodes them.
	Core map[string]map[string]any
}

// Language is a language of the site.
type Language struct {
	Tag    string // as the site names it, and the theme its messages
	Locale *locale.Locale
}

// Theme is a checked theme, ready to render. It never changes and may be used
// by many goroutines at once.
type Theme struct {
	// Assets are the theme's outputs, sorted by path.
	Assets []Asset
	// Static lists what is published as it is, sorted by name; StaticFS holds
	// it.
	Static   []StaticFile
	StaticFS fs.FS

	digests  map[string]digest.Sum // by layout
	messages map[string]*locale.Catalog
	pages    map[pageKey]func() page
}

// Asset is a published asset.
type Asset struct {
	Path string // below the site's root, without a leading slash
	Data []byte
}

// StaticFile is a file of static/.
type StaticFile struct {
	Name string // slash-separated, in Theme.StaticFS and below the site's root
	Size int64  // in bytes
}

// pageKey names a page.
type pageKey struct{ layout, lang string }

// Load finds, checks and prepares a theme. The list holds the mistakes in its
// files; when there are errors among them the theme is nil. An error is a
// fault of the file system, or of the program.
func Load(options Options) (*Theme, diag.List, error) {
	l := &loader{Options: options, sources: map[string]*diag.Source{}}
	theme, err := l.load()
	if err != nil {
		return nil, nil, fmt.Errorf("theme %s: %w", options.Name, err)
	}
	list := l.found.Sorted()
	if list.Errors() > 0 {
		theme = nil
	}
	return theme, list, nil
}

// Render appends the page that a layout makes of a view, in one of the site's
// languages, to buf. View is of the type that the layout shows. An error is a
// fault of the program or of the theme; buf then holds a part of the page.
func (t *Theme) Render(buf *bytes.Buffer, layout, lang string, view any) error {
	page, ok := t.pages[pageKey{layout, lang}]
	if !ok {
		return fmt.Errorf("render: no layout %q in language %q", layout, lang)
	}
	if got := reflect.TypeOf(view); got != kinds[layout] {
		return fmt.Errorf("render: layout %q shows %v, not %v", layout, kinds[layout], got)
	}
	if err := page().render(buf, view); err != nil {
		return fmt.Errorf("render: layout %q: %w", layout, err)
	}
	return nil
}

// Digest changes when anything does that shapes the pages of a layout: its
// templates, messages, assets, the base path. For "" it is that of the messages
// alone, which other files are made with, too.
func (t *Theme) Digest(layout string) digest.Sum { return t.digests[layout] }

// Messages returns the messages of a language: the theme's over the core's;
// nil for a language that the site does not have.
func (t *Theme) Messages(lang string) *locale.Catalog { return t.messages[lang] }

// Alike tells whether two themes differ in nothing but their layouts and what is in
// their static files: the assets, the names and sizes of static files and the
// messages are the same.
func (t *Theme) Alike(o *Theme) bool {
	return t.digests[""] == o.digests[""] && slices.Equal(t.Static, o.Static) &&
		slices.EqualFunc(t.Assets, o.Assets, func(a, b Asset) bool { return a.Path == b.Path && bytes.Equal(a.Data, b.Data) })
}
