package site

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bunting/internal/campaign"
	"bunting/internal/digest"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// A frame is what all pages of one language share.
type frame struct {
	site  view.Site
	nav   []section
	image string // absolute URL; empty when the site has none
	feeds []view.Feed
	meta  []view.Meta // of the site itself
	key   digest.Sum
}

// A section is an entry of the site's navigation.
type section struct {
	route route
	path  string
	text  string
}

// A head is what a page says of itself to the chrome around it.
type head struct {
	route       route
	section     route // the navigation's entry that it belongs to
	title       string
	description string
	trail       []view.Link // between the home page and this one
	noIndex     bool
	image       string // absolute URL; the site's own when empty
	feeds       []view.Feed
	jsonLD      []template.JS
	article     *article // for pages that are published on a date
}

// An article is when and by whom a page was published.
type article struct {
	date   time.Time
	source string
}

// makeFrame settles what all pages share.
func (g *tongue) makeFrame() *frame {
	c := g.k.c
	f := &frame{site: view.Site{
		Name: g.text(c.Name), Slogan: g.text(c.Slogan), SubSlogan: g.text(c.SubSlogan), Label: g.text(c.Label),
		Home: g.path(""), Dates: g.dates(c.Start, c.End), Manifest: g.path(manifestRoute), Policy: Policy(c),
		Sponsor: g.plain(c.Legal.Sponsor), SiteCode: c.Legal.SiteCode, ICP: c.Legal.ICP, Police: c.Legal.Police, Corrections: c.Legal.Corrections,
	}}
	f.site.Unit = g.say("unit." + c.Unit)
	if c.Edition > 0 {
		f.site.Edition = g.say("text.edition", "n", c.Edition)
	}
	if c.Legal.ICP != "" {
		f.site.ICPLink = "https://beian.miit.gov.cn/"
	}
	if code := digits(c.Legal.Police); code != "" {
		f.site.PoliceLink = "https://beian.mps.gov.cn/#/query/webSearch?code=" + code
	}
	for _, logo := range c.Logos {
		f.site.Logos = append(f.site.Logos, g.static(logo))
	}
	f.site.Icons, f.site.TouchIcon = g.tabIcons(), g.touchIcon()
	for _, o := range c.Contacts {
		f.site.Contacts = append(f.site.Contacts, g.contact(o.Name, o.Phone, o.Email, o.Address))
	}
	for _, p := range c.Pages {
		t := g.title(&p.Document)
		f.site.FooterPages = append(f.site.FooterPages, link(t, g.path(pageRoute(p))))
	}
	f.site.Params = g.params("", c.Params)
	f.nav = g.sections()
	f.image = g.shareIcon()
	f.feeds = []view.Feed{
		{Title: g.say("text.news-feed"), Path: g.path(feedFile), Type: "application/atom+xml"},
		{Title: g.say("text.calendar", "name", f.site.Name.Text), Path: g.path(calendarFile), Type: "text/calendar"},
	}
	f.meta = []view.Meta{{Name: "SiteName", Content: f.site.Name.Text}}
	if u, err := url.Parse(c.BaseURL); err == nil {
		f.meta = append(f.meta, view.Meta{Name: "SiteDomain", Content: u.Host})
	}
	if c.Legal.SiteCode != "" {
		f.meta = append(f.meta, view.Meta{Name: "SiteIDCode", Content: c.Legal.SiteCode})
	}
	return f
}

// params flattens the free part of the config. A table whose keys are all
// languages of the site is a text.
func (g *tongue) params(name string, value any) []view.Param {
	var out []view.Param
	switch v := value.(type) {
	case map[string]any:
		var t campaign.Text
		if t.DecodeTOML(v) && len(v) > 0 && g.k.speaks(t) {
			return []view.Param{{Name: name, Value: g.plain(t)}}
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = append(out, g.params(joinNonEmpty(".", name, key), v[key])...)
		}
	case []any:
		for i, item := range v {
			out = append(out, g.params(fmt.Sprintf("%s.%d", name, i), item)...)
		}
	case []map[string]any:
		for i, item := range v {
			out = append(out, g.params(fmt.Sprintf("%s.%d", name, i), item)...)
		}
	case time.Time:
		out = append(out, view.Param{Name: name, Value: v.Format("2006-01-02T15:04:05")})
	default:
		out = append(out, view.Param{Name: name, Value: fmt.Sprint(v)})
	}
	return out
}

// speaks tells whether all languages of a text are the site's.
func (k *composer) speaks(t campaign.Text) bool {
	return !slices.ContainsFunc(t, func(w campaign.Wording) bool {
		return !slices.ContainsFunc(k.c.Languages, func(l campaign.Language) bool { return l.Lang == w.Lang })
	})
}

// digits returns the digits of s.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func (g *tongue) contact(name campaign.Text, phone, email string, address campaign.Text) view.Contact {
	return view.Contact{Name: g.text(name), Phone: phone, PhoneLink: phoneLink(phone), Email: email, Address: g.plain(address)}
}

// phoneLink returns a number as tel: wants it (RFC 3966): digits, with the
// country's code for a number that begins with a trunk 0.
func phoneLink(phone string) string {
	n := digits(phone)
	switch {
	case n == "":
		return ""
	case strings.HasPrefix(strings.TrimSpace(phone), "+"):
		return "+" + n
	case strings.HasPrefix(n, "0"):
		return "+86" + n[1:]
	}
	return n
}

// sections returns the navigation: what the campaign has.
func (g *tongue) sections() []section {
	c := g.k.c
	all := []struct {
		has   bool
		route route
		key   string
	}{
		{true, eventsRoute, "nav.events"},
		{true, scheduleRoute, "nav.schedule"},
		{c.MainVenue() != nil, mainVenueRoute, "nav.main-venue"},
		{len(c.Actions) > 0, actionsRoute, "nav.actions"},
		{len(c.Regions) > 0, regionsRoute, "nav.regions"},
		{true, onlineRoute, "nav.online"},
		{true, changesRoute, "nav.changes"},
		{len(c.News) > 0, newsListRoute, "nav.news"},
		{len(g.k.photos)+len(g.k.reels) > 0, galleryRoute, "nav.gallery"},
		{c.Notice != nil, noticeRoute, "nav.notice"},
	}
	var out []section
	for _, s := range all {
		if s.has {
			out = append(out, section{s.route, g.path(s.route), g.say(s.key)})
		}
	}
	return out
}

// chrome makes what stands around a page.
func (g *tongue) chrome(h head) view.Chrome {
	k, f := g.k, g.frame
	c := view.Chrome{
		Lang: g.locale.Tag(), Dir: g.locale.Dir(), Title: h.title, Description: clip(cmp.Or(h.description, f.site.Slogan.Text), 160),
		URL: g.url(h.route), Image: cmp.Or(h.image, f.image), NoIndex: h.noIndex || k.c.Preview, Site: f.site, JSONLD: h.jsonLD,
		Feeds: slices.Concat(f.feeds, h.feeds), Alternates: make([]view.Alternate, len(k.tongues)+1), Languages: make([]view.LanguageLink, len(k.tongues)),
	}
	c.Nav = make([]view.Link, len(f.nav))
	for i, s := range f.nav {
		c.Nav[i] = view.Link{Text: s.text, Path: s.path, Current: s.route == h.section}
	}
	for i, o := range k.tongues {
		c.Alternates[i] = view.Alternate{Lang: o.locale.Tag(), URL: o.url(h.route)}
		c.Languages[i] = view.LanguageLink{Lang: o.locale.Tag(), Dir: o.locale.Dir(), Name: o.name, Path: o.path(h.route), Current: o == g}
	}
	c.Alternates[len(k.tongues)] = view.Alternate{Lang: "x-default", URL: c.Alternates[0].URL}
	if h.route != "" {
		c.Trail = slices.Concat([]view.Link{{Text: g.say("nav.home"), Path: g.path("")}}, h.trail, []view.Link{{Text: h.title, Current: true}})
		c.JSONLD = append(c.JSONLD, g.breadcrumbs(h))
	}
	if k.c.Legal.Meta {
		c.Meta = g.meta(h)
	}
	return c
}

// breadcrumbs describes the trail for machines.
func (g *tongue) breadcrumbs(h head) template.JS {
	crumbs := []feed.Crumb{{Name: g.say("nav.home"), URL: g.url("")}}
	for _, l := range h.trail {
		crumbs = append(crumbs, feed.Crumb{Name: l.Text, URL: g.absolute(l.Path)})
	}
	return template.JS(feed.BreadcrumbsLD(append(crumbs, feed.Crumb{Name: h.title, URL: g.url(h.route)})))
}

// absolute returns the URL of a path of this site.
func (g *tongue) absolute(path string) string {
	return strings.TrimSuffix(g.k.c.BaseURL, "/") + "/" + strings.TrimPrefix(path, g.base)
}

// meta returns the elements that the rules for government sites ask for
// (国办发〔2017〕47号, annex 2): of the site, and of a column or an article.
func (g *tongue) meta(h head) []view.Meta {
	out := slices.Clip(g.frame.meta)
	column := h.title
	for _, s := range g.frame.nav {
		if s.route == h.section {
			column = s.text
		}
	}
	out = append(out, view.Meta{Name: "ColumnName", Content: column}, view.Meta{Name: "ColumnType", Content: column})
	if a := h.article; a != nil {
		out = append(out,
			view.Meta{Name: "ArticleTitle", Content: h.title},
			view.Meta{Name: "PubDate", Content: a.date.Format("2006-01-02 15:04")},
			view.Meta{Name: "ContentSource", Content: cmp.Or(a.source, g.frame.site.Sponsor, g.frame.site.Name.Text)})
	}
	return out
}

// clip shortens plain text to at most n characters, at a blank where there is
// one near the end.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	cut := n - 1
	for i := cut; i > cut-min(20, n/4); i-- {
		if r[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRight(string(r[:cut]), " ,，、;；") + "…"
}
