package feed

import (
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
	urlsetHead   = xmlHead + `<urlset ` + sitemapSpace + ` xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n"
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
		data []byte
		urls int
		last time.Time
	}
	parts := []*part{{data: append(make([]byte, 0, 512*len(urls)), urlsetHead...)}}
	for _, u := range urls {
		p := parts[len(parts)-1]
		before := len(p.data)
		p.data = appendURL(p.data, u)
		if p.urls == maxURLs || p.urls > 0 && len(p.data)+len(urlsetTail) > maxBytes {
			next := &part{data: append([]byte(urlsetHead), p.data[before:]...)}
			p.data = p.data[:before]
			parts, p = append(parts, next), next
		}
		p.urls++
		if u.LastMod.After(p.last) {
			p.last = u.LastMod
		}
	}
	for _, p := range parts {
		p.data = append(p.data, urlsetTail...)
	}
	if len(parts) == 1 {
		return []File{{"sitemap.xml", parts[0].data}}
	}
	index := []byte(xmlHead + `<sitemapindex ` + sitemapSpace + ">\n")
	files := make([]File, 1, len(parts)+1)
	for i, p := range parts {
		path := fmt.Sprintf("sitemap-%d.xml", i+1)
		index = append(appendLoc(append(index, "<sitemap>"...), base+path, p.last), "</sitemap>\n"...)
		files = append(files, File{path, p.data})
	}
	files[0] = File{"sitemap.xml", append(index, "</sitemapindex>\n"...)}
	return files
}

func appendURL(b []byte, u URL) []byte {
	b = appendLoc(append(b, "<url>"...), u.Loc, u.LastMod)
	for _, a := range u.Alternates {
		b = appendXML(append(b, `<xhtml:link rel="alternate" hreflang="`...), clean(a.Lang))
		b = appendXML(append(b, `" href="`...), uri(a.Href))
		b = append(b, `"/>`...)
	}
	return append(b, "</url>\n"...)
}

func appendLoc(b []byte, loc string, modified time.Time) []byte {
	b = append(appendXML(append(b, "<loc>"...), uri(loc)), "</loc>"...)
	if !modified.IsZero() {
		b = append(modified.AppendFormat(append(b, "<lastmod>"...), time.RFC3339), "</lastmod>"...)
	}
	return b
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
