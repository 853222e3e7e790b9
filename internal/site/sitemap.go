package site

import (
	"html"
	"iter"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"bunting/internal/digest"
	"bunting/internal/feed"
)

const sitemapFile = "sitemap.xml"

// indexed is a page that search engines should find.
type indexed struct {
	route   route
	updated time.Time
}

// find notes that search engines should find the page. Those of events need no
// note: they are in the list of events.
func (k *composer) find(g *tongue, r route, updated time.Time) {
	if g == k.tongues[0] {
		k.routes = append(k.routes, indexed{r, updated})
	}
}

// found is every page that search engines should find, those of events last.
func (k *composer) found(events []*entry) iter.Seq[indexed] {
	return func(yield func(indexed) bool) {
		for _, p := range k.routes {
			if !yield(p) {
				return
			}
		}
		for _, n := range events {
			if !yield(indexed{n.route, n.Updated}) {
				return
			}
		}
	}
}

// sitemap adds the sitemap of all languages; with too many events for one file,
// or where it would be over the limits of the protocol, an index of parts: the
// events by folder, the other pages by section. A part with events is as long as one
// of open data: a change to an event makes few addresses anew.
func (k *composer) sitemap() {
	events, keys := k.inFolders()
	languages := len(k.tongues)
	pages, sum, longest := 0, 0, 0 // the last two in bytes, of all languages
	for p := range k.found(events) {
		size := k.sitemapSize(p.route)
		pages, sum, longest = pages+1, sum+size, max(longest, size)
	}
	if len(k.listed) <= feed.PartLimit && pages*languages <= feed.SitemapURLs && sum <= feed.SitemapBytes {
		k.addBytes(sitemapFile, k.sitemapKey(k.found(events)), func(dst []byte) []byte { return feed.AppendSitemap(dst, k.urls(k.found(events))) })
		return
	}
	limit := max(1, min(feed.SitemapURLs/languages, feed.SitemapBytes/longest))
	var parts []feed.URL
	part := func(name string, places []int, at func(i int) indexed) {
		file := "sitemap/" + name + ".xml"
		all := func(yield func(indexed) bool) {
			for _, i := range places {
				if !yield(at(i)) {
					return
				}
			}
		}
		k.addBytes(file, k.sitemapKey(all), func(dst []byte) []byte { return feed.AppendSitemap(dst, k.urls(all)) })
		u := feed.URL{Loc: k.c.BaseURL + file}
		for p := range all {
			if p.updated.After(u.LastMod) {
				u.LastMod = p.updated
			}
		}
		parts = append(parts, u)
	}
	sections := make([]feed.Key, len(k.routes))
	for i, p := range k.routes {
		section, _, nested := strings.Cut(string(p.route), "/")
		if !nested {
			section = "pages"
		}
		sections[i] = feed.Key{ID: string(p.route), Regions: []string{section}}
	}
	for _, p := range feed.Split(sections, limit) {
		part(p.Name, p.Events, func(i int) indexed { return k.routes[i] })
	}
	for _, p := range feed.Split(keys, min(limit, feed.PartSize)) {
		part("events/"+p.Name, p.Events, func(i int) indexed { return indexed{events[i].route, events[i].Updated} })
	}
	k.addSmall(sitemapFile, func() []byte { return feed.SitemapIndex(parts) })
}

// fewInFolder is up to how many events of a folder share sitemaps with those of others.
const fewInFolder = 50

// inFolders returns the listed events by folder and in each by path, with what decides
// their sitemaps. Both stay when the time of one changes, or its region: addresses have
// nothing to do with these.
func (k *composer) inFolders() ([]*entry, []feed.Key) {
	folders := map[string][]*entry{}
	for _, list := range k.turns { // by path already, and mostly of one folder
		for _, n := range list {
			dir := path.Dir(n.Path)
			folders[dir] = append(folders[dir], n)
		}
	}
	events, keys := make([]*entry, 0, len(k.listed)), make([]feed.Key, 0, len(k.listed))
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		list := folders[dir]
		slices.SortFunc(list, inTurn)
		events = append(events, list...)
		var at []string
		if len(list) > fewInFolder {
			at = []string{dir}
		}
		for _, n := range list {
			keys = append(keys, feed.Key{ID: n.Path, Regions: at})
		}
	}
	return events, keys
}

// sitemapKey returns the key of a sitemap of pages.
func (k *composer) sitemapKey(pages iter.Seq[indexed]) func() digest.Sum {
	return func() digest.Sum {
		parts := []string{"sitemap"}
		for p := range pages {
			parts = append(parts, string(p.route), strconv.FormatInt(p.updated.Unix(), 36))
		}
		return k.tongues[0].key(parts...)
	}
}

// sitemapSize returns how many bytes a page takes up in a sitemap at most, in
// all languages: in each one its address and those of all, with x-default.
func (k *composer) sitemapSize(r route) int {
	const around = 120 // what stands around an address, and a language's tag and prefix
	address := len(html.EscapeString(k.c.BaseURL + r.escaped()))
	return len(k.tongues) * (len(k.tongues) + 2) * (address + around)
}

// urls are the addresses of pages in all languages.
func (k *composer) urls(pages iter.Seq[indexed]) iter.Seq[feed.URL] {
	return func(yield func(feed.URL) bool) {
		for p := range pages {
			var alternates []feed.Alternate
			for _, g := range k.tongues {
				alternates = append(alternates, feed.Alternate{Lang: g.locale.Tag(), Href: g.url(p.route)})
			}
			alternates = append(alternates, feed.Alternate{Lang: "x-default", Href: k.tongues[0].url(p.route)})
			for i := range k.tongues {
				if !yield(feed.URL{Loc: alternates[i].Href, LastMod: p.updated, Alternates: alternates}) {
					return
				}
			}
		}
	}
}
