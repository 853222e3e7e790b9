package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// maxFeed is how many entries a feed carries.
const maxFeed = 50

// news adds the list of news, each item, and the feed of news and events.
func (k *composer) news(g *tongue) {
	if len(k.c.News) > 0 {
		h := head{route: newsListRoute, section: newsListRoute, title: g.say("nav.news")}
		k.list(g, "news-list", h, listing{size: len(k.c.News), counted: g.say("count.news", "n", len(k.c.News))}, nil, func(c chunk, _ Report) any {
			v := view.NewsList{Chrome: g.chrome(c.head), Pager: c.pager}
			for _, n := range k.c.News[c.from:c.to] {
				v.News = append(v.News, g.newsCard(n))
			}
			return v
		})
	}
	for _, n := range k.c.News {
		k.find(g, newsRoute(n), n.Updated)
		k.addDocument(g, "news", newsRoute(n), &n.Document, g.ownKey(&n.Document), func(report Report) any {
			title, summary := g.title(&n.Document), g.summary(&n.Document)
			h := head{
				route: newsRoute(n), section: newsListRoute, title: title.Text, description: summary.Text,
				trail:   []view.Link{{Text: g.say("nav.news"), Path: g.path(newsListRoute)}},
				article: &article{n.Date, g.plain(n.Source)}, image: k.share(&n.Document),
			}
			h.jsonLD = []template.JS{g.articleLD("NewsArticle", &h, &n.Document)}
			photos := g.photos(&n.Document)
			return view.Article{
				Chrome: leading(g.chrome(h), photos), Title: title, Summary: g.written(&n.Document), Date: g.date(n.Date),
				Source: g.text(n.Source), URL: n.URL, Text: g.prose(&n.Document, report), Photos: photos,
			}
		})
	}
	k.addBytes(g.prefix+feedFile, nil, func(dst []byte) []byte { return feed.AppendAtom(dst, g.newsFeed()) })
}

// written returns the summary that the author wrote, if any: a page does not
// repeat its own first paragraph.
func (g *tongue) written(d *campaign.Document) view.Text {
	if p := d.In(g.lang); p != nil && p.Summary != "" {
		return g.mark(p.Summary, p.Lang)
	}
	return view.Text{}
}

func (g *tongue) newsCard(n *campaign.News) view.NewsCard {
	return view.NewsCard{
		Path: g.path(newsRoute(n)), Title: g.title(&n.Document), Summary: g.summary(&n.Document),
		Date: g.date(n.Date), Source: g.text(n.Source), Thumb: g.thumb(&n.Document),
	}
}

// articleLD describes a document's page for machines.
func (g *tongue) articleLD(kind string, h *head, d *campaign.Document) template.JS {
	a := feed.LinkedArticle{
		Type: kind, Headline: h.title, Description: h.description, URL: g.url(h.route), Image: h.image,
		Lang:      cmp.Or(g.title(d).Lang, g.locale.Tag()),
		Publisher: feed.Party{Name: cmp.Or(g.frame.site.Sponsor, g.frame.site.Name.Text), URL: g.url("")},
	}
	if h.article != nil {
		a.Published = h.article.date
	}
	return template.JS(feed.ArticleLD(a))
}

// feed returns an empty Atom feed that belongs to a page.
func (g *tongue) feed(r route, title string) feed.Feed {
	return feed.Feed{
		ID: g.url(r + feedFile), Title: joinNonEmpty(" · ", title, g.frame.site.Name.Text), Subtitle: g.frame.site.Slogan.Text, Lang: g.locale.Tag(),
		Self: g.url(r + feedFile), Alternate: g.url(r), Author: cmp.Or(g.frame.site.Sponsor, g.frame.site.Name.Text), Updated: g.k.updated(),
	}
}

// updated returns when the content was last changed, as far as it says.
func (k *composer) updated() time.Time {
	out := k.latest(k.listed)
	for _, n := range k.c.News {
		if n.Updated.After(out) {
			out = n.Updated
		}
	}
	return out
}

// latest returns when one of the events was last changed, as far as they say.
func (k *composer) latest(events []*entry) time.Time {
	out := k.c.Published
	for _, n := range events {
		if n.Updated.After(out) {
			out = n.Updated
		}
	}
	return out
}

// newsFeed holds the newest news and events.
func (g *tongue) newsFeed() feed.Feed {
	f := g.feed("", g.say("text.news-feed"))
	for _, n := range upTo(g.k.c.News, maxFeed) {
		title := g.title(&n.Document)
		f.Entries = append(f.Entries, feed.Entry{
			ID: g.url(newsRoute(n)), Title: title.Text, URL: g.url(newsRoute(n)), Lang: title.Lang,
			Updated: n.Updated, Published: n.Date, Summary: g.summary(&n.Document).Text,
		})
	}
	newest := slices.Clone(g.k.listed)
	slices.SortStableFunc(newest, func(a, b *entry) int { return b.Updated.Compare(a.Updated) })
	for _, n := range upTo(newest, maxFeed) {
		f.Entries = append(f.Entries, g.feedEntry(n))
	}
	slices.SortStableFunc(f.Entries, func(a, b feed.Entry) int { return b.Updated.Compare(a.Updated) })
	f.Entries = upTo(f.Entries, maxFeed)
	return f
}

func (g *tongue) feedEntry(n *entry) feed.Entry {
	title := g.title(&n.Document)
	return feed.Entry{
		ID: g.url(n.route), Title: title.Text, URL: g.url(n.route), Lang: title.Lang, Updated: n.Updated,
		Summary: strings.TrimSpace(joinNonEmpty(" · ", g.when(n.Event).Text, g.place(n.Event).Text) + "\n" + g.summary(&n.Document).Text),
	}
}
