package site

import (
	"fmt"
	"html/template"
	"path"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/view"
)

// articles adds the notice and the plain pages.
func (k *composer) articles(g *tongue) {
	if n := k.c.Notice; n != nil {
		k.find(g, noticeRoute, n.Updated)
		k.addDocument(g, "notice", noticeRoute, &n.Document, g.ownKey(&n.Document), func(report Report) any { return g.notice(n, report) })
	}
	for _, p := range k.c.Pages {
		k.find(g, pageRoute(p), p.Updated)
		k.addDocument(g, "page", pageRoute(p), &p.Document, g.ownKey(&p.Document), func(report Report) any {
			title := g.title(&p.Document)
			h := head{
				route: pageRoute(p), section: pageRoute(p), title: title.Text, description: g.summary(&p.Document).Text, image: k.share(&p.Document),
			}
			h.jsonLD = []template.JS{g.articleLD("WebPage", &h, &p.Document)}
			photos := g.photos(&p.Document)
			return view.Article{
				Chrome: leading(g.chrome(h), photos), Title: title, Summary: g.written(&p.Document), Text: g.prose(&p.Document, report), Photos: photos,
			}
		})
	}
}

// notice makes the page of the official notice.
func (g *tongue) notice(n *campaign.Notice, report Report) any {
	title := g.title(&n.Document)
	h := head{
		route: noticeRoute, section: noticeRoute, title: title.Text, description: g.summary(&n.Document).Text,
		article: &article{n.Updated, g.plain(n.Source)},
	}
	v := view.Notice{
		Chrome: g.chrome(h), Title: title, Text: g.prose(&n.Document, report), Attachments: g.attachments(&n.Document, noticeRoute),
	}
	add := func(key string, t view.Text) {
		if t.Text != "" {
			v.Facts = append(v.Facts, view.Fact{Kind: key, Label: g.say("fact." + key), Lines: []view.Link{link(t, "")}})
		}
	}
	date := func(d campaign.Date) view.Text {
		if d == 0 {
			return view.Text{}
		}
		return view.Text{Text: g.locale.DateLong(d.In(g.k.c.Zone))}
	}
	add("number", view.Text{Text: n.Number})
	add("index", view.Text{Text: n.Index})
	add("issuer", g.text(n.Issuer))
	add("department", g.text(n.Department))
	add("signed", date(n.Signed))
	add("issued", date(n.Issued))
	add("validity", g.text(n.Validity))
	add("source", g.text(n.Source))
	var addressees []string
	for _, t := range n.Addressees {
		addressees = append(addressees, g.plain(t))
	}
	v.Milestones = g.milestones("organisers")
	if len(addressees) > 0 {
		v.Addressees = view.Text{Text: g.say("text.addressees", "list", strings.Join(addressees, g.say("text.semicolon")))}
	}
	for _, s := range g.bodies(n.Signers) {
		v.Signers = append(v.Signers, view.Text{Text: s.Text, Lang: s.Lang})
	}
	if n.Issued != 0 {
		v.Issued = g.date(n.Issued.In(g.k.c.Zone))
	}
	if p := g.k.c.Parent; p != nil {
		t := g.text(p.Title)
		v.Parent = view.Link{Text: joinNonEmpty(" ", t.Text, p.Number), Lang: t.Lang, Path: p.URL}
	}
	return v
}

// attachments lists a document's files to fetch.
func (g *tongue) attachments(d *campaign.Document, r route) []view.Attachment {
	var out []view.Attachment
	for _, a := range d.Attachments {
		out = append(out, view.Attachment{
			Path: g.static(string(r.beside(a.File))), Title: g.text(a.Title),
			Type: strings.ToUpper(strings.TrimPrefix(path.Ext(a.File), ".")), Size: fileSize(a.Size),
		})
	}
	return out
}

// fileSize writes a size with the SI prefixes that file managers show.
func fileSize(bytes int64) string {
	switch {
	case bytes >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	case bytes >= 1e3:
		return fmt.Sprintf("%d kB", (bytes+500)/1000)
	}
	return fmt.Sprintf("%d B", bytes)
}

// embed adds the listing for other sites' frames. Of a long list a frame shows
// the beginning: whoever wants to read on is better served by the site.
func (k *composer) embed(g *tongue) {
	h := head{route: embedRoute, section: eventsRoute, title: g.say("nav.embed"), noIndex: true}
	l := g.upcoming(k.listed)
	events := k.listed
	if l.long() {
		events, l.size = events[:perPage], perPage
	}
	k.list(g, "embed", h, l, func(c chunk) string { return facts(events[c.from:c.to]...) }, func(c chunk, _ Report) any {
		return view.Embed{
			Chrome: g.chrome(c.head), Cards: g.cards(events[c.from:c.to]), Pager: c.pager, All: g.path(eventsRoute),
		}
	})
}

// notFound adds the page for addresses that do not exist.
func (k *composer) notFound(g *tongue) {
	h := head{route: notFoundRoute, title: g.say("nav.not-found"), noIndex: true}
	k.add(g, "not-found", notFoundRoute, nil, func(Report) any {
		v := view.NotFound{Chrome: g.chrome(h), Links: []view.Link{{Text: g.say("nav.home"), Path: g.path("")}}}
		for _, s := range g.frame.nav {
			v.Links = append(v.Links, view.Link{Text: s.text, Path: g.path(s.route)})
		}
		return v
	})
}

// redirect makes the page at an alias.
func (g *tongue) redirect(r route, d *campaign.Document) view.Redirect {
	return view.Redirect{Lang: g.locale.Tag(), Title: g.title(d).Text, Path: g.path(r), URL: g.url(r)}
}
