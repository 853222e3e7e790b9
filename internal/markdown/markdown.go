// Package markdown turns prose from offices into safe HTML and into plain text.
//
// What it promises:
//
//   - The HTML cannot run a script, set a style, open a frame, or load anything from another host, whatever the source
//     says. Every byte of it is written by this package: each element and attribute comes from a closed list, each text
//     is escaped, each address has passed the list of schemes. Where the source holds raw HTML, a bluemonday policy made
//     from the same list looks over the whole result once more.
//   - The HTML is balanced: no author can close an element of the page around it.
//   - Time and memory are bounded by the constants in limit.go. A text beyond one of them gives no HTML and one problem.
//   - The same source and options give the same bytes. All functions may be called from many goroutines.
//
// The language is CommonMark 0.31 with GFM tables, strikethrough, task lists and autolinks, footnotes, definition lists,
// alerts (> [!NOTE]), and attributes: {#id .class} at the end of a heading, or on a line of its own right below any other
// block. An image alone in its paragraph is a figure, with its title as the caption. Two things are mended for Chinese: emphasis next to Chinese characters opens and closes whatever the punctuation,
// and a line break between two of them leaves no blank.
//
// Ids written by authors or made from headings never contain a colon, so the page around may use ids that do.
//
// Left out on purpose: typographic replacement, syntax highlighting, shortcodes, and autolinks without a blank before them
// (请见https://…), which GFM does not know either.
package markdown

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark/ast"
)

// Options is what the page around the prose decides.
type Options struct {
	// Resolve is asked for every destination that is neither absolute nor an anchor of this page. Without it they are
	// written as they stand.
	Resolve Resolve
	Labels  Labels
}

// Labels are the few words that HTML made from Markdown brings with it, in the language of the prose. A part whose label
// is empty is written without one.
type Labels struct {
	Note, Tip, Important, Warning, Caution string // headings of alerts
	Table                                  string // names the box in which a wide table scrolls
	Footnotes                              string // names the list of footnotes
	FootnoteBack                           string // names the link from a footnote back to its place in the text
}

// Reference is a destination as an author wrote it, after Markdown's escapes and entities are resolved.
type Reference struct {
	Destination string
	Image       bool   // to be shown in place, not only linked
	Alt         string // the alternative text of an image
	// Offset and Length, in bytes of the source, are the place of the destination as written, or of its line where the
	// parser no longer knows better.
	Offset, Length int
}

// Target is where a reference leads. Without URL the text stays without a link, an image gives way to its
// alternative text, and the caller reports its own diagnostic.
type Target struct {
	URL string
	// For images: the candidates, the same as WebP, and their layout width (HTML 4.8.4.2.1), the size in CSS pixels, and
	// what the page's script shows in its place; empty and zero are not written. They are trusted.
	Srcset, WebP, Sizes string
	Width, Height       int
	Tint                string
}

// Resolve tells where a reference leads. The URL it returns is held to the list of schemes again.
type Resolve func(Reference) Target

// Kind says what is wrong with a piece of the source.
type Kind int

const (
	TooComplex          Kind = iota + 1 // a limit of limit.go is passed; Detail names it
	UnsafeLink                          // not readable as a URL, or a scheme other than http, https, mailto, tel; Detail is the destination
	ForeignResource                     // would load from another host; Detail is the address
	BrokenAnchor                        // no such id on this page; Detail is the anchor
	EmptyLink                           // a link or image without destination
	DuplicateID                         // an explicit id that is already taken; Detail is the id
	DroppedHTML                         // an element or attribute that may not be used; Detail is its name
	MisplacedAttributes                 // {…} on a line of its own with no block right above
)

var kindNames = [...]string{
	TooComplex:          "too-complex",
	UnsafeLink:          "unsafe-link",
	ForeignResource:     "foreign-resource",
	BrokenAnchor:        "broken-anchor",
	EmptyLink:           "empty-link",
	DuplicateID:         "duplicate-id",
	DroppedHTML:         "dropped-html",
	MisplacedAttributes: "misplaced-attributes",
}

// String returns the stable name of the kind, such as "unsafe-link".
func (k Kind) String() string {
	if k < TooComplex || int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}

// Problem is a mistake in the source. Offset and Length are bytes of the source, the line where nothing finer is known.
type Problem struct {
	Kind           Kind
	Offset, Length int
	Detail         string
}

// Heading is a heading of the HTML: Level is 2 to 6, as written there, since the page around has the only h1.
type Heading struct {
	Level    int
	ID, Text string
}

// Document is what Render makes of a source.
type Document struct {
	HTML     string    // empty if the source is too complex
	Headings []Heading // in order
	Anchors  []string  // the ids of headings and those that authors set, in order
	Problems []Problem // in the order found, at most MaxProblems
}

// A room is where a source is read and rendered: the source itself, the nodes of its tree if it is plain, and the HTML while
// it is written. Nothing of that outlives the source.
type room struct {
	source, out []byte
	nodes       nodes
}

var rooms = sync.Pool{New: func() any { return new(room) }}

// Render turns a Markdown source into HTML and tells what is wrong with it. It never fails: whatever is unsafe is left
// out and reported.
func Render(src string, o Options) Document {
	in := rooms.Get().(*room)
	defer rooms.Put(in)
	root, r := in.parse(src)
	if r.over != nil {
		return Document{Problems: []Problem{*r.over}}
	}
	w := &writer{source: r.source, options: o, ids: r.ids, problems: r.problems, out: in.out[:0]}
	w.block(root)
	in.out = w.out
	w.checkAnchors()
	if len(w.out) > MaxOutput {
		w.stop("output", len(src))
	}
	if w.over != nil {
		return Document{Problems: []Problem{*w.over}}
	}
	html := string(w.out)
	if w.rawTags > 0 {
		html = policy.Sanitize(html)
	}
	return Document{HTML: html, Headings: w.headings, Anchors: w.anchors, Problems: w.problems}
}

// Anchors returns the ids that links from other pages can lead to: those of headings and those that authors set, in
// order. They are the Anchors of the Document.
func Anchors(src string) []string {
	return Render(src, Options{}).Anchors
}

// line widens a place in the source to a span up to the end of its line.
func line(source []byte, offset int) (start, length int) {
	start = min(max(offset, 0), len(source))
	if length = bytes.IndexByte(source[start:], '\n'); length < 0 {
		length = len(source) - start
	}
	return start, length
}

// place returns where a block or inline begins in the source, or its first descendant that knows.
func place(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if t, ok := n.(*ast.Text); ok {
			return t.Segment.Start
		}
		if n.Pos() >= 0 {
			return n.Pos()
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}
