package feed

import (
	"cmp"
	"time"
)

// Feed is an Atom feed.
type Feed struct {
	ID        string // never changes: the feed's first address, or a tag: URI
	Title     string
	Subtitle  string
	Lang      string    // BCP 47
	Self      string    // the feed's address
	Alternate string    // the page that shows the same
	Updated   time.Time // when its content was last changed, not now
	Author    string    // Atom wants one: without it, the title
	Entries   []Entry
}

// Entry is one piece of news, or one event.
type Entry struct {
	ID         string // never changes, also when the address does
	Title      string
	URL        string
	Lang       string // BCP 47; empty: as the feed
	Updated    time.Time
	Published  time.Time
	Summary    string // text
	Content    string // HTML, sanitised by the caller; empty: none
	Categories []string
}

// AppendAtom appends f as application/atom+xml (RFC 4287).
func AppendAtom(dst []byte, f Feed) []byte {
	w := newXML(dst)
	w.begin("feed", append([]string{"xmlns", "http://www.w3.org/2005/Atom"}, language(f.Lang)...)...)
	w.element("id", uri(f.ID))
	w.element("title", clean(f.Title))
	w.some("subtitle", clean(f.Subtitle))
	w.element("updated", f.Updated.Format(time.RFC3339))
	w.begin("author")
	w.element("name", clean(cmp.Or(f.Author, f.Title)))
	w.end()
	w.link("self", "application/atom+xml", f.Self)
	w.link("alternate", "text/html", f.Alternate)
	for _, e := range f.Entries {
		w.begin("entry", language(e.Lang)...)
		w.element("id", uri(e.ID))
		w.element("title", clean(e.Title))
		w.element("updated", e.Updated.Format(time.RFC3339))
		w.some("published", stamp(e.Published))
		w.link("alternate", "text/html", e.URL)
		for _, c := range cleanAll(e.Categories) {
			w.element("category", "", "term", c)
		}
		w.some("summary", clean(e.Summary))
		if html := clean(e.Content); html != "" {
			w.element("content", html, "type", "html")
		}
		w.end()
	}
	w.end()
	return w.document()
}

// language returns the attribute for a language that is known.
func language(tag string) []string {
	if tag = clean(tag); tag == "" {
		return nil
	}
	return []string{"xml:lang", tag}
}

// link writes no link for an empty address.
func (w *xmlWriter) link(rel, kind, address string) {
	if address = uri(address); address != "" {
		w.element("link", "", "rel", rel, "type", kind, "href", address)
	}
}
