package site

import (
	"strconv"

	"bunting/internal/view"
)

// perPage is how many entries a page of a list shows.
const perPage = 50

// A chunk is the entries from..to of a list, on one page.
type chunk struct {
	from, to int
	pager    view.Pager
	head     head // with the page's address and title
}

// list adds the pages of a list of n entries: at least one. counted is how
// many there are, in words. body makes a page from its part of the list.
func (k *composer) list(g *tongue, h head, n int, counted string, body func(chunk, Report) Body) {
	pages := max(1, (n+perPage-1)/perPage)
	for page := 1; page <= pages; page++ {
		r := h.route.page(page)
		k.add(g, r, func(report Report) Body {
			c := chunk{from: (page - 1) * perPage, to: min(page*perPage, n), pager: g.pager(h.route, page, pages, n), head: h}
			c.pager.Counted = counted
			c.head.route = r
			if page > 1 {
				c.head.title = g.say("text.page", "title", h.title, "page", strconv.Itoa(page))
			}
			return body(c, report)
		})
		if !h.noIndex {
			k.find(g, r, k.c.Published)
		}
	}
}

// near is how many pages on either side of the current one a pager names.
const near = 2

// pager leads through the pages of a list.
func (g *tongue) pager(r route, page, pages, total int) view.Pager {
	p := view.Pager{Page: page, Pages: pages, Total: total}
	if page > 1 {
		p.Previous = g.path(r.page(page - 1))
	}
	if page < pages {
		p.Next = g.path(r.page(page + 1))
	}
	if pages == 1 {
		return p
	}
	last := 0
	add := func(n int) {
		if n <= last || n > pages {
			return
		}
		if n > last+1 {
			p.Numbers = append(p.Numbers, view.Link{Text: "…"})
		}
		p.Numbers = append(p.Numbers, view.Link{Text: g.locale.Number(int64(n)), Path: g.path(r.page(n)), Current: n == page})
		last = n
	}
	add(1)
	for n := page - near; n <= page+near; n++ {
		add(n)
	}
	add(pages)
	return p
}
