// Package site composes: from a campaign it decides every file of the site,
// each a path and the way its body is made.
//
// It promises that compose is pure: no disk, no clock, no order of a map. A
// body is made when it is asked for and kept by nobody, so memory holds what
// must be compared (addresses and facts), not what is written. Each kind of
// page has a file of its own, its view's struct in package view. Links in
// texts are checked here, where all addresses are known.
//
// Deliberately left out: bytes (render makes them), and everything that only
// the visitor's clock knows (today, now, ended by time): pages carry times
// for the browser to compare.
package site

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/locale"
	"bunting/internal/picture"
)

// An Output is one file of the site.
type Output struct {
	Path string // below the site's root, with slashes: en/events/ili/fair.html
	Making
	origin *campaign.Document // whose address this is; nil when nobody chose it
}

// A Making is how an output is made. Its methods may be called any number of
// times, from any goroutine.
type Making interface {
	// Layout returns the name of the theme's layout that a page is rendered by;
	// empty for what is no page.
	Layout() string
	// Body makes what the file holds, and reports what goes wrong on the way.
	Body(Report) Body
	// Key returns the digest of all that a page or bytes are made from, but
	// for the layout, the theme's messages and the program: while it is the
	// same, so is the body. It costs far less than the body. False: the body
	// has to be made to know it.
	Key() (digest.Sum, bool)
}

// A Report takes what goes wrong while a body is made: the mistakes of people,
// and faults of the world, after which the body is of no use.
type Report struct {
	Mistake func(diag.Diagnostic)
	Fault   func(error)
}

// A Body is a Page, Bytes, a Copy, a Variant, an Original or Media.
type Body interface{ body() }

// A Page is rendered by a theme's layout from its view.
type Page struct {
	Layout string
	Lang   campaign.Lang
	View   any // a struct of package view
}

// Bytes appends what the file holds to dst.
type Bytes func(dst []byte) []byte

// A Copy is a file of the site's folder or the theme, written as it is.
type Copy campaign.File

// A Variant is a photo of the site's folder as a recipe makes it.
type Variant struct {
	Name   string     // of the photo
	Source digest.Sum // of its content
	Recipe picture.Recipe
}

// An Original is a photo of the site's folder, bare of metadata.
type Original struct{ Name string }

// Media are a film or captions of the site's folder, without what a camera wrote
// into them.
type Media struct {
	Name string // of the file
	Type string // its media type
}

// whole are bytes that are there already.
func whole(data []byte) Bytes { return func(dst []byte) []byte { return append(dst, data...) } }

func (Page) body()     {}
func (Bytes) body()    {}
func (Copy) body()     {}
func (Variant) body()  {}
func (Original) body() {}
func (Media) body()    {}

// The makings of what is many; the rest is made.

// A made is a making of functions.
type made struct {
	layout string
	body   func(Report) Body
	key    func() digest.Sum // may be nil
}

func (m *made) Layout() string          { return m.layout }
func (m *made) Body(report Report) Body { return m.body(report) }
func (m *made) Key() (digest.Sum, bool) { return keyOf(m.key) }

// keyOf returns a key that may not be known.
func keyOf(key func() digest.Sum) (digest.Sum, bool) {
	if key == nil {
		return digest.Sum{}, false
	}
	return key(), true
}

// A redirect leads from an alias of a document.
type redirect struct {
	made
	alias int   // among the document's aliases
	to    route // of the document's page
}

// plainFile is part of every making of what is no page.
type plainFile struct{}

func (plainFile) Layout() string { return "" }

// A copied is a file that is copied.
type copied struct {
	plainFile
	file campaign.File
}

func (c *copied) Body(Report) Body        { return Copy(c.file) }
func (c *copied) Key() (digest.Sum, bool) { return digest.Sum{}, false }

// Asset is the output of a theme's asset.
func Asset(path string, data []byte) Output {
	return Output{Path: path, Making: &made{body: func(Report) Body { return whole(data) }}}
}

// A Tongue is how a language of the site is written: its dates and numbers,
// and the words of pages.
type Tongue struct {
	Locale *locale.Locale
	Words  *locale.Catalog
}

// Compose returns all outputs of the campaign's site in the order of their
// paths, the theme's assets included. tongues go with the campaign's
// languages. The list says which addresses clash.
func Compose(c *campaign.Campaign, tongues []Tongue, assets []Output) ([]Output, diag.List) {
	k := newComposer(c, tongues)
	k.languages()
	pages := k.outputs
	k.outputs = slices.Clone(assets)
	list := k.shared()
	slices.SortFunc(k.outputs, compareOutputs)
	k.outputs = merge(pages, k.outputs)
	return k.outputs, append(list, k.unique()...)
}

// languages adds the pages of all languages, each made by a composer of its
// own, in the order of their paths.
func (k *composer) languages() {
	parts := make([]composer, len(k.tongues))
	var wg sync.WaitGroup
	for i, g := range k.tongues {
		part := &parts[i]
		*part = *k
		part.outputs = make([]Output, 0, 3*len(k.c.Events))
		wg.Go(func() {
			part.pages(g)
			slices.SortFunc(part.outputs, compareOutputs)
		})
	}
	wg.Wait()
	for i := range parts {
		k.outputs = merge(k.outputs, parts[i].outputs)
		k.routes = append(k.routes, parts[i].routes...)
		parts[i].outputs, parts[i].routes = nil, nil // bodies hold on to the rest
	}
}

// pages adds everything that exists once in each language.
func (k *composer) pages(g *tongue) {
	k.home(g)
	k.events(g)
	k.schedule(g)
	k.venues(g)
	k.actions(g)
	k.strands(g)
	k.regions(g)
	k.online(g)
	k.changes(g)
	k.gallery(g)
	k.screening(g)
	k.news(g)
	k.articles(g)
	k.embed(g)
	k.notFound(g)
	k.calendars(g)
	k.data(g)
	k.manifest(g)
}

// shared adds what exists once.
func (k *composer) shared() diag.List {
	k.pictures()
	k.films()
	k.sitemap()
	k.hosting()
	return k.files()
}

// compareOutputs orders outputs by path. Those at one path, or at two that only
// case tells apart, stand side by side.
func compareOutputs(a, b Output) int {
	if c := compareFold(a.Path, b.Path); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.alias(), b.alias()), cmp.Compare(a.copied(), b.copied()), cmp.Compare(a.file(), b.file()))
}

// merge joins two sorted lists, which mostly have many of one before the next of the other.
func merge(a, b []Output) []Output {
	if len(a) == 0 {
		return b
	}
	out := make([]Output, 0, len(a)+len(b))
	for len(b) > 0 {
		n, _ := slices.BinarySearchFunc(a, b[0], func(o, first Output) int { return cmp.Or(compareOutputs(o, first), -1) })
		out, a, b = append(out, a[:n]...), b, a[n:]
	}
	return append(out, a...)
}

// unique reports two outputs at one path, also where only case differs: not
// every file system keeps those apart.
func (k *composer) unique() diag.List {
	var list diag.List
	for i := 1; i < len(k.outputs); i++ {
		a, b := &k.outputs[i-1], &k.outputs[i]
		if !strings.EqualFold(a.Path, b.Path) {
			continue
		}
		switch own := !a.chosen() && !b.chosen(); {
		case own: // two of one id or two of one event, which are reported themselves
			continue
		case !b.chosen() || b.origin == nil && a.origin != nil:
			a, b = b, a
		}
		switch {
		case b.alias() >= 0:
			list.Add(diag.AliasConflict, k.place(b), b.origin.Aliases[b.alias()], a.owner())
		default:
			list.Add(diag.DuplicateAddress, k.place(b), strings.TrimSuffix(k.common(b.Path), "index.html"), a.owner())
		}
	}
	return append(list, k.nested()...)
}

// nested reports a file that would have to be a folder, too: only an alias or
// a file of static/ can ask for that.
func (k *composer) nested() diag.List {
	var list diag.List
	report := func(o, other *Output) {
		if o.alias() >= 0 {
			list.Add(diag.AliasConflict, k.place(o), o.origin.Aliases[o.alias()], other.owner())
		} else {
			list.Add(diag.DuplicateAddress, k.place(o), k.common(o.Path), other.owner())
		}
	}
	for i := range k.outputs {
		o := &k.outputs[i]
		if o.alias() < 0 && !o.Copied() {
			continue
		}
		for dir := path.Dir(o.Path); dir != "."; dir = path.Dir(dir) {
			if at, ok := k.search(dir); ok {
				report(o, &k.outputs[at])
				break
			}
		}
		folder := o.Path + "/"
		if at, _ := k.search(folder); at < len(k.outputs) && len(k.outputs[at].Path) > len(folder) &&
			strings.EqualFold(k.outputs[at].Path[:len(folder)], folder) && k.outputs[at].alias() < 0 {
			report(o, &k.outputs[at])
		}
	}
	return list
}

// search finds the place of a path among the outputs, once they are sorted.
func (k *composer) search(path string) (int, bool) {
	return slices.BinarySearchFunc(k.outputs, path, func(o Output, p string) int { return compareFold(o.Path, p) })
}

// compareFold orders paths without regard to case, then with.
func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf {
			return cmp.Or(cmp.Compare(strings.ToLower(a[i:]), strings.ToLower(b[i:])), cmp.Compare(a, b))
		}
		if x != y && lower(x) != lower(y) {
			return cmp.Compare(lower(x), lower(y))
		}
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// lower returns an ASCII letter in lower case.
func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// common returns the path without its language: what is taken in one
// language is so in all, and said once.
func (k *composer) common(path string) string {
	for _, g := range k.tongues[1:] {
		if rest, ok := strings.CutPrefix(path, g.prefix); ok {
			return rest
		}
	}
	return path
}

// chosen tells whether somebody chose the path: an author, or who put a file
// into static/.
func (o *Output) chosen() bool { return o.origin != nil || o.Copied() }

// Copied tells whether the output is a copy of a file.
func (o *Output) Copied() bool { return o.copied() != "" }

// copied returns the name of the file that the output copies; empty for what
// is made.
func (o *Output) copied() string {
	if c, ok := o.Making.(*copied); ok {
		return c.file.Name
	}
	return ""
}

// alias returns which of its origin's aliases the output is; -1: none.
func (o *Output) alias() int {
	if r, ok := o.Making.(*redirect); ok {
		return r.alias
	}
	return -1
}

// file returns the file of the document whose address the output has.
func (o *Output) file() string {
	if o.origin == nil {
		return ""
	}
	return o.origin.File()
}

// owner says in words whose address an output has.
func (o *Output) owner() any {
	if o.origin != nil {
		return o.origin.File()
	}
	if name := o.copied(); name != "" {
		return name
	}
	return diag.Words{EN: "a page of bunting's own", ZH: "系统生成的页面"}
}

// place returns where the address was chosen.
func (k *composer) place(o *Output) diag.Span {
	switch d := o.origin; {
	case d == nil:
		return diag.Span{File: o.copied()}
	case o.alias() >= 0:
		return k.c.At(d, "aliases", strconv.Itoa(o.alias()))
	case !strings.HasSuffix("/"+d.Path, "/"+d.Slug):
		return k.c.At(d, "slug")
	default:
		return diag.Span{File: d.File()}
	}
}

// Find returns the output at a path among those that Compose returned, or nil.
func Find(outputs []Output, path string) *Output {
	i, ok := slices.BinarySearchFunc(outputs, path, func(o Output, p string) int { return compareFold(o.Path, p) })
	if !ok {
		return nil
	}
	return &outputs[i]
}
