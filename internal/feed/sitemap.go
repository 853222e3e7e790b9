package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
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

// The limits of one sitemap (sitemaps.org protocol): addresses, and bytes
// before compression.
const (
	sitemapURLs  = 50_000
	sitemapBytes = 50 << 20
)

const (
	sitemapSpace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
	urlsetHead   = xml.Header + `<urlset ` + sitemapSpace + ` xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n"
	urlsetTail   = "</urlset>\n"
)

// Sitemap returns sitemap.xml with all urls; or, where they are too many or too
// long for one, sitemap-1.xml and so on, and sitemap.xml as their index. base
// is the absolute address below which the files will stand, ending in a slash.
func Sitemap(base string, urls []URL) []File {
	return sitemap(base, urls, sitemapURLs, sitemapBytes)
}

func sitemap(base string, urls []URL, maxURLs, maxBytes int) []File {
	type part struct {
		data bytes.Buffer
		urls int
		last time.Time
	}
	parts := []*part{{}}
	var entry bytes.Buffer
	for _, u := range urls {
		entry.Reset()
		writeURL(&entry, u)
		p := parts[len(parts)-1]
		if p.urls == maxURLs || p.urls > 0 && p.data.Len()+entry.Len()+len(urlsetTail) > maxBytes {
			p = &part{}
			parts = append(parts, p)
		}
		if p.urls == 0 {
			p.data.WriteString(urlsetHead)
		}
		p.data.Write(entry.Bytes())
		p.urls++
		if u.LastMod.After(p.last) {
			p.last = u.LastMod
		}
	}
	if len(parts) == 1 {
		if len(urls) == 0 {
			parts[0].data.WriteString(urlsetHead)
		}
		parts[0].data.WriteString(urlsetTail)
		return []File{{"sitemap.xml", parts[0].data.Bytes()}}
	}
	var index bytes.Buffer
	index.WriteString(xml.Header + `<sitemapindex ` + sitemapSpace + ">\n")
	files := make([]File, 1, len(parts)+1)
	for i, p := range parts {
		path := fmt.Sprintf("sitemap-%d.xml", i+1)
		index.WriteString("<sitemap>")
		writeLoc(&index, base+path, p.last)
		index.WriteString("</sitemap>\n")
		p.data.WriteString(urlsetTail)
		files = append(files, File{path, p.data.Bytes()})
	}
	index.WriteString("</sitemapindex>\n")
	files[0] = File{"sitemap.xml", index.Bytes()}
	return files
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
