package site

import (
	"html/template"

	"bunting/internal/campaign"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// How much of each subject the home page shows.
const (
	homeFeatured = 6
	homeVenue    = 4
	homeNews     = 3
	homePhotos   = 6
)

func (k *composer) home(g *tongue) {
	k.find(g, "", k.c.Published)
	page := g.page("home", "", nil, func(report Report) any {
		c := k.c
		h := head{title: g.frame.site.Name.Text, description: g.plain(c.Slogan), jsonLD: []template.JS{g.siteLD()}}
		if s := g.summary(&c.Home); s.Text != "" {
			h.description = s.Text
		}
		v := view.Home{
			Chrome: g.chrome(h), Title: g.title(&c.Home), Text: g.prose(&c.Home, report),
			Featured: g.cards(k.featured()), Days: g.windowDays(), Total: g.howMany(len(k.listed)),
			AllEvents: g.path(eventsRoute), Schedule: g.path(scheduleRoute), Hosts: g.hosts(),
		}
		if main := c.MainVenue(); main != nil {
			v.MainVenue = g.venue(main, mainVenueRoute)
			v.MainCards = g.cards(featuredFirst(k.byVenue[main.ID], homeVenue))
		}
		for _, s := range c.Series {
			v.Series = append(v.Series, g.tile(k.seriesRoute(s), s.Name, s.Summary, k.inSeries(s)))
		}
		for _, s := range c.Strands {
			v.Strands = append(v.Strands, g.tile(strandRoute(s.ID), s.Name, s.Summary, len(k.byStrand[s.ID])))
		}
		for _, a := range c.Actions {
			v.Actions = append(v.Actions, g.tile(actionRoute(a.ID), a.Name, a.Summary, len(k.byAction[a.ID])))
		}
		for _, r := range c.Regions {
			if r.Parent == "" {
				v.Regions = append(v.Regions, g.tile(regionRoute(r.ID), r.Name, r.Motto, len(k.byRegion[r.ID])))
			}
		}
		for _, n := range upTo(c.News, homeNews) {
			v.News = append(v.News, g.newsCard(n))
		}
		v.Milestones = g.milestones("public")
		if v.Gallery = g.teaser(); len(v.Gallery) > 0 {
			v.GalleryPath = g.path(galleryRoute)
		}
		return v
	})
	page.origin = originOf(&k.c.Home)
	k.outputs = append(k.outputs, page)
}

// originOf returns the document when it has a file.
func originOf(d *campaign.Document) *campaign.Document {
	if d.File() == "" {
		return nil
	}
	return d
}

// featured returns the key events, or else the first ones that take place.
func (k *composer) featured() []*entry { return featuredFirst(k.listed, homeFeatured) }

// featuredFirst returns up to n of list that take place as planned, the
// featured ones before the others.
func featuredFirst(list []*entry, n int) []*entry {
	var out []*entry
	for _, featured := range []bool{true, false} {
		for _, e := range list {
			if len(out) < n && e.Featured == featured && !off(e.Event) {
				out = append(out, e)
			}
		}
	}
	return out
}

// seriesRoute returns the page that presents a series.
func (k *composer) seriesRoute(s campaign.Series) route {
	switch s.Page {
	case "main-venue":
		return mainVenueRoute
	case "actions":
		return actionsRoute
	case "online":
		return onlineRoute
	}
	return eventsRoute
}

// inSeries counts the events of a series.
func (k *composer) inSeries(s campaign.Series) int {
	switch s.Page {
	case "main-venue":
		if main := k.c.MainVenue(); main != nil {
			return len(k.byVenue[main.ID])
		}
		return 0
	case "online":
		return len(k.onlineEvents())
	}
	actions := map[string]bool{}
	for _, a := range k.c.Actions {
		if a.Series == s.ID {
			actions[a.ID] = true
		}
	}
	n := 0
	for _, e := range k.listed {
		for _, a := range e.Actions {
			if actions[a] {
				n++
				break
			}
		}
	}
	if len(actions) == 0 {
		return len(k.listed)
	}
	return n
}

// windowDays returns the days of the campaign.
func (g *tongue) windowDays() []view.Tile {
	var out []view.Tile
	for d := g.k.c.Start; d <= g.k.c.End && d < g.k.c.Start+maxWindow; d++ {
		out = append(out, g.dayTile(d))
	}
	return out
}

// maxWindow bounds how many days of a long campaign are listed one by one.
const maxWindow = 31

func (g *tongue) dayTile(d campaign.Date) view.Tile {
	t := d.In(g.k.c.Zone)
	events := g.k.begins[d]
	tile := view.Tile{
		Name: view.Text{Text: g.locale.MonthDay(t)}, Summary: view.Text{Text: g.locale.Weekday(t.Weekday())},
		Counted: g.howMany(events),
	}
	if events > 0 {
		tile.Path = g.path(dayRoute(d))
	}
	return tile
}

// milestones returns the dates of the campaign's calendar for an audience.
func (g *tongue) milestones(audience string) []view.Milestone {
	var out []view.Milestone
	for _, m := range g.k.c.Milestones {
		if m.Audience == audience {
			out = append(out, view.Milestone{Name: g.text(m.Name), When: g.dates(m.Start, m.End), URL: m.URL})
		}
	}
	return out
}

// hosts groups the organisers by role, in signing order.
func (g *tongue) hosts() []view.HostGroup {
	var out []view.HostGroup
	for _, role := range []string{"host", "co-host", "support"} {
		group := view.HostGroup{Role: g.say("role." + role)}
		for _, o := range g.k.c.Organizers {
			if o.Role == role {
				group.Names = append(group.Names, link(g.text(o.Name), o.URL))
			}
		}
		if len(group.Names) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// siteLD describes the site and its publishers for machines.
func (g *tongue) siteLD() template.JS {
	s := feed.LinkedSite{Name: g.frame.site.Name.Text, Description: g.frame.site.Slogan.Text, URL: g.url("")}
	for _, o := range g.k.tongues {
		s.Langs = append(s.Langs, o.locale.Tag())
	}
	for _, o := range g.k.c.Organizers {
		if o.Role == "host" {
			s.Publishers = append(s.Publishers, feed.Party{Name: g.plain(o.Name), URL: o.URL})
		}
	}
	return template.JS(feed.SiteLD(s))
}
