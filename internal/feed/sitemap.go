package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"iter"
	"time"
)

// URL is a page in a sitemap.
type URL struct {
	Loc        string      // absolute
	LastMod    time.Time   // when its content was last changed
	Alternates []Alternate // all its languages, its own among them
}

// Alternate is a page in one language.
type Alternate struct {
	Lang string // BCP 47, or "x-default"
	Href string // absolute
}

// The limits of one sitemap and of an index of sitemaps (sitemaps.org protocol):
// addresses, and bytes before compression.
const (
	SitemapURLs  = 50_000
	SitemapBytes = 50 << 20
)

const sitemapSpace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`

// Sitemap returns a sitemap of urls. To keep within the limits is the caller's
// part, who knows how to divide them.
func Sitemap(urls iter.Seq[URL]) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset ` + sitemapSpace + ` xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	for u := range urls {
		writeURL(&b, u)
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}

// SitemapIndex returns an index of sitemaps, each told by its address and by
// when the latest of its pages was changed.
func SitemapIndex(sitemaps []URL) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<sitemapindex ` + sitemapSpace + ">\n")
	for _, s := range sitemaps {
		b.WriteString("<sitemap>")
		writeLoc(&b, s.Loc, s.LastMod)
		b.WriteString("</sitemap>\n")
	}
	b.WriteString("</sitemapindex>\n")
	return b.Bytes()
}

func writeURL(b *bytes.Buffer, u URL) {
	b.WriteString("<url>")
	writeLoc(b, u.Loc, u.LastMod)
	for _, a := range u.Alternates {
		b.WriteString(`<xhtml:link rel="alternate" hreflang="`)
		writeXML(b, a.Lang)
		b.WriteString(`" href="`)
		writeXML(b, uri(a.Href))
		b.WriteString(`"/>`)
	}
	b.WriteString("</url>\n")
}

func writeLoc(b *bytes.Buffer, loc string, modified time.Time) {
	b.WriteString("<loc>")
	writeXML(b, uri(loc))
	b.WriteString("</loc>")
	if !modified.IsZero() {
		b.WriteString("<lastmod>" + stamp(modified) + "</lastmod>")
	}
}

// writeXML writes s so that it may stand in text or in a quoted attribute.
func writeXML(b *bytes.Buffer, s string) {
	xml.EscapeText(b, []byte(clean(s))) // a bytes.Buffer never fails
}

// Robots is a robots.txt for all crawlers. It counts only at the root of a host.
type Robots struct {
	Sitemap  string   // absolute
	Disallow []string // prefixes of paths; empty: all may be read
}

// RobotsTxt returns r as in RFC 9309.
func RobotsTxt(r Robots) []byte {
	b := []byte("User-agent: *\n")
	for _, path := range r.Disallow {
		b = fmt.Appendf(b, "Disallow: %s\n", escape(clean(path), ruleChars))
	}
	if len(r.Disallow) == 0 {
		b = append(b, "Allow: /\n"...)
	}
	if address := uri(r.Sitemap); address != "" {
		b = fmt.Appendf(b, "\nSitemap: %s\n", address)
	}
	return b
}
