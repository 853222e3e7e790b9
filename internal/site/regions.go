package site

import (
	"fmt"
	"slices"

	"bunting/internal/campaign"
	"bunting/internal/view"
)

// regions adds the tree of regions, each region, and its programme on paper.
func (k *composer) regions(g *tongue) {
	if len(k.c.Regions) == 0 {
		return
	}
	h := head{route: regionsRoute, section: regionsRoute, title: g.say("nav.regions")}
	k.find(g, regionsRoute, k.c.Published)
	k.add(g, "regions", regionsRoute, nil, func(Report) any {
		v := view.Regions{Chrome: g.chrome(h)}
		g.branch(&v, k.below(), "", 0)
		return v
	})
	below := k.below()
	for i := range k.c.Regions {
		r := &k.c.Regions[i]
		s := subject{
			layout: "region", route: regionRoute(r.ID), section: regionsRoute, topic: &r.Topic, events: k.byRegion[r.ID], calendar: true,
			more: func(v *view.Subject) { g.regionFacts(v, r, below[r.ID]) }, shows: g.counts(below[r.ID]),
		}
		if len(below[r.ID]) > 0 && len(s.events) > maxRegion {
			s.whole = g.howMany(len(s.events))
			s.events = own(r, s.events)
		}
		k.subject(g, s, g.above(r)...)
		if k.onPaper(r, below[r.ID]) {
			k.print(g, r)
		}
	}
}

// maxRegion is how many events a region lists that has others below: of more, it
// lists its own, and they theirs.
const maxRegion = 1000

// own returns those of a region's events, which are by place, that are of none below.
func own(r *campaign.Region, events []*entry) []*entry {
	if n := slices.IndexFunc(events, func(n *entry) bool { return n.Region != r.ID }); n >= 0 {
		return events[:n]
	}
	return events
}

// below returns the regions under each, in the config's order.
func (k *composer) below() map[string][]*campaign.Region {
	out := map[string][]*campaign.Region{}
	for i := range k.c.Regions {
		r := &k.c.Regions[i]
		out[r.Parent] = append(out[r.Parent], r)
	}
	return out
}

// counts says how many events each of some regions has, as their tiles do.
func (g *tongue) counts(regions []*campaign.Region) string {
	var out []string
	for _, r := range regions {
		out = append(out, g.howMany(len(g.k.byRegion[r.ID])))
	}
	return fmt.Sprint(out)
}

// branch adds the regions under parent, each followed by those under it.
func (g *tongue) branch(v *view.Regions, below map[string][]*campaign.Region, parent string, level int) {
	for _, r := range below[parent] {
		v.Regions = append(v.Regions, view.RegionRow{
			Tile: g.tile(regionRoute(r.ID), r.Name, r.Summary, len(g.k.byRegion[r.ID])), Motto: g.text(r.Motto), Level: level,
		})
		g.branch(v, below, r.ID, level+1)
	}
}

// above returns the trail to a region.
func (g *tongue) above(r *campaign.Region) []view.Link {
	if p := g.k.region[r.Parent]; p != nil {
		return append(g.above(p), g.regions[p.ID])
	}
	return []view.Link{{Text: g.say("nav.regions"), Path: g.path(regionsRoute)}}
}

// regionFacts adds what only a region's page shows.
func (g *tongue) regionFacts(v *view.Subject, r *campaign.Region, parts []*campaign.Region) {
	k := g.k
	v.Motto = g.text(r.Motto)
	if k.onPaper(r, parts) {
		v.Print = g.path(printRoute(r.ID))
	}
	v.Offices = g.offices(r)
	for _, p := range parts {
		v.Parts = append(v.Parts, g.tile(regionRoute(p.ID), p.Name, p.Motto, len(k.byRegion[p.ID])))
	}
	for i := range k.c.Venues {
		if venue := &k.c.Venues[i]; venue.Region == r.ID {
			v.Venues = append(v.Venues, link(g.text(venue.Name), g.path(venueRoute(venue))))
		}
	}
}

// offices returns the offices of a region.
func (g *tongue) offices(r *campaign.Region) []view.Contact {
	var out []view.Contact
	for _, o := range g.k.c.Offices {
		if o.Region == r.ID {
			out = append(out, g.contact(o.Name, o.Phone, o.Email, nil))
		}
	}
	return out
}

// maxPaper is how many events a programme on paper holds when the regions
// below have their own.
const maxPaper = 200

// onPaper tells whether a region with parts has its programme on paper: a
// district, and what is larger while somebody would still print it.
func (k *composer) onPaper(r *campaign.Region, parts []*campaign.Region) bool {
	return len(parts) == 0 || len(k.byRegion[r.ID]) <= maxPaper
}

// print adds a region's programme on paper: what is open over days first,
// then day by day.
func (k *composer) print(g *tongue, r *campaign.Region) {
	h := head{
		route: printRoute(r.ID), section: regionsRoute, title: g.say("text.programme", "name", g.plain(r.Name)), noIndex: true,
		trail: []view.Link{{Text: g.say("nav.regions"), Path: g.path(regionsRoute)}, g.regions[r.ID]},
	}
	events := byTime(k.byRegion[r.ID])
	k.add(g, "print", h.route, g.factsKey("print "+r.ID, events), func(Report) any {
		v := view.Print{Chrome: g.chrome(h), Name: h.title, Total: g.say("count.events", "n", len(events)), URL: g.url(regionRoute(r.ID)), Offices: g.offices(r)}
		if len(v.Offices) == 0 {
			v.Offices = g.frame.site.Contacts
		}
		timed := map[campaign.Date][]happening{}
		for _, n := range events {
			for _, s := range n.Sessions {
				if s.Open != nil {
					v.Open = append(v.Open, g.openItem(n, s))
				}
			}
			for _, o := range n.Occurrences() {
				if n.Sessions[o.Session].Open == nil {
					d := campaign.DateOf(o.Start)
					timed[d] = append(timed[d], happening{o, n})
				}
			}
		}
		for _, d := range k.days {
			if len(timed[d]) == 0 {
				continue
			}
			slices.SortFunc(timed[d], inTime)
			v.Days = append(v.Days, view.PrintDay{
				Date: view.Date{Machine: d.String(), Text: g.locale.DateFull(d.In(k.c.Zone))}, Items: g.items(timed[d]),
			})
		}
		return v
	})
}
