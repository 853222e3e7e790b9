package feed

import (
	"bytes"
	"encoding/xml"
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

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Lang       string         `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomContent
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	XMLName xml.Name `xml:"content"`
	Type    string   `xml:"type,attr"`
	HTML    string   `xml:",chardata"`
}

// Atom returns f as application/atom+xml (RFC 4287).
func Atom(f Feed) []byte {
	author := f.Author
	if author == "" {
		author = f.Title
	}
	out := atomFeed{
		Lang:     clean(f.Lang),
		ID:       uri(f.ID),
		Title:    clean(f.Title),
		Subtitle: clean(f.Subtitle),
		Updated:  f.Updated.Format(time.RFC3339),
		Author:   clean(author),
		Links:    append(link("self", "application/atom+xml", f.Self), link("alternate", "text/html", f.Alternate)...),
	}
	for _, e := range f.Entries {
		entry := atomEntry{
			Lang:      clean(e.Lang),
			ID:        uri(e.ID),
			Title:     clean(e.Title),
			Updated:   e.Updated.Format(time.RFC3339),
			Published: stamp(e.Published),
			Links:     link("alternate", "text/html", e.URL),
			Summary:   clean(e.Summary),
		}
		for _, c := range cleanAll(e.Categories) {
			entry.Categories = append(entry.Categories, atomCategory{c})
		}
		if html := clean(e.Content); html != "" {
			entry.Content = &atomContent{Type: "html", HTML: html}
		}
		out.Entries = append(out.Entries, entry)
	}
	return marshalXML(out)
}

// link returns no link for an empty address.
func link(rel, kind, address string) []atomLink {
	if address = uri(address); address == "" {
		return nil
	}
	return []atomLink{{rel, kind, address}}
}

// marshalXML returns v as a document with its declaration, one element a line.
// The writers give it structs of strings and ints only, which never fail.
func marshalXML(v any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(v); err != nil {
		panic("feed: " + err.Error())
	}
	b.WriteByte('\n')
	return b.Bytes()
}
