package feed

import (
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

const (
	sitemapSpace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
	urlsetHead   = xmlHead + `<urlset ` + sitemapSpace + ` xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n"
	urlsetTail   = "</urlset>\n"
)

// AppendSitemap appends a sitemap of urls. To keep within the limits is the caller's
// part, who knows how to divide them.
func AppendSitemap(dst []byte, urls iter.Seq[URL]) []byte {
	dst = append(dst, urlsetHead...)
	for u := range urls {
		dst = appendURL(dst, u)
	}
	return append(dst, urlsetTail...)
}

// SitemapIndex returns an index of sitemaps, each told by its address and by
// when the latest of its pages was changed.
func SitemapIndex(sitemaps []URL) []byte {
	b := []byte(xmlHead + `<sitemapindex ` + sitemapSpace + ">\n")
	for _, s := range sitemaps {
		b = append(appendLoc(append(b, "<sitemap>"...), s.Loc, s.LastMod), "</sitemap>\n"...)
	}
	return append(b, "</sitemapindex>\n"...)
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
