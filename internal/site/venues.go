package site

import (
	"html/template"
	"slices"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// venues adds the main venue's programme, the list of venues, and each
// venue's programme.
func (k *composer) venues(g *tongue) {
	crumb := view.Link{Text: g.say("nav.venues"), Path: g.path(venuesRoute)}
	if main := k.c.MainVenue(); main != nil {
		h := head{route: mainVenueRoute, section: mainVenueRoute, title: g.say("nav.main-venue"), description: g.plain(main.Name)}
		k.programme(g, h, "main-venue", main)
	}
	sorted := byName(g, pointers(k.c.Venues), func(v *campaign.Venue) string { return g.plain(v.Name) })
	h := head{route: venuesRoute, section: venuesRoute, title: g.say("nav.venues")}
	k.list(g, "venues", h, listing{size: len(sorted), counted: g.say("count.venues", "n", len(sorted))}, nil, func(c chunk, _ Report) any {
		v := view.Venues{Chrome: g.chrome(c.head), Pager: c.pager}
		for _, venue := range sorted[c.from:c.to] {
			v.Venues = append(v.Venues, g.venue(venue, venueRoute(venue)))
		}
		return v
	})
	for i := range k.c.Venues {
		v := &k.c.Venues[i]
		h := head{route: venueRoute(v), section: venuesRoute, title: g.plain(v.Name), trail: []view.Link{crumb}, description: g.plain(v.Address)}
		k.programme(g, h, "venue", v)
	}
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// venue makes a venue as pages show it, with a link to r.
func (g *tongue) venue(v *campaign.Venue, r route) view.Venue {
	out, events := g.venueFacts(v, r), g.k.byVenue[v.ID]
	out.Thumb = g.thumb(&v.Text)
	if len(events) > 0 {
		out.Counted = g.howMany(len(events))
		last := events[0].Last
		for _, n := range events {
			if n.Last.After(last) {
				last = n.Last
			}
		}
		out.Programme = g.dates(campaign.DateOf(events[0].First), campaign.DateOf(last))
	}
	return out
}

// venueFacts makes what a venue is without its events.
func (g *tongue) venueFacts(v *campaign.Venue, r route) view.Venue {
	out := view.Venue{
		Path: g.path(r), Name: g.text(v.Name), Summary: g.topicSummary(&v.Topic), Address: g.text(v.Address),
		Region: g.regions[v.Region], URL: v.URL, Maps: g.venueMaps(v),
	}
	if v.Capacity > 0 {
		out.Capacity = g.say("count.people", "n", v.Capacity)
	}
	for _, room := range v.Rooms {
		f := view.Fact{Kind: "room", Label: g.plain(room.Name)}
		if room.Capacity > 0 {
			f.Lines = []view.Link{{Text: g.say("count.people", "n", room.Capacity)}}
		}
		out.Rooms = append(out.Rooms, f)
	}
	return out
}

// placeLD describes a venue for machines.
func (g *tongue) placeLD(v *campaign.Venue) template.JS {
	return template.JS(feed.PlaceLD(feed.LinkedPlace{
		Name: g.plain(v.Name), Address: g.plain(v.Address), Region: g.regions[v.Region].Text, URL: g.url(venueRoute(v)),
		Image: g.k.share(&v.Text), Geo: wgs84(v.Location),
	}))
}

// topicSummary returns the summary of a longer text, or else the config's.
func (g *tongue) topicSummary(t *campaign.Topic) view.Text {
	if p := t.Text.In(g.lang); p != nil && p.Summary != "" {
		return g.mark(p.Summary, p.Lang)
	}
	return g.text(t.Summary)
}

// programme adds a venue's programme: what has a room by day and room, what
// is open over days, and the rest as a list.
func (k *composer) programme(g *tongue, h head, layout string, venue *campaign.Venue) {
	events := k.byVenue[venue.ID]
	key := func(c chunk) string {
		out := layout + facts(events[c.from:c.to]...)
		if c.first() {
			out += g.textKey(&venue.Text) + facts(events...)
		}
		return out
	}
	k.list(g, layout, h, g.upcoming(events), key, func(c chunk, report Report) any {
		v := view.Programme{Chrome: g.chrome(c.head), Pager: c.pager}
		if c.first() {
			c.head.image = k.share(&venue.Text)
			c.head.jsonLD = []template.JS{g.placeLD(venue)}
			v.Photos = g.photos(&venue.Text)
			v.Chrome = leading(g.chrome(c.head), v.Photos)
			v.Venue, v.Text = g.venue(venue, venueRoute(venue)), g.prose(&venue.Text, report)
		} else {
			v.Venue = g.venueFacts(venue, venueRoute(venue))
		}
		if len(events) > 0 {
			v.Feeds = []view.Link{{Text: g.say("text.calendar", "name", g.plain(venue.Name)), Path: g.path(venueRoute(venue) + calendarFile)}}
		}
		inRooms := map[campaign.Date][]happening{}
		for _, n := range events[c.from:c.to] {
			rooms, open := false, -1
			for _, o := range n.Occurrences() {
				s := n.Sessions[o.Session]
				if s.Room == "" {
					continue
				}
				rooms = true
				if s.Open == nil {
					d := campaign.DateOf(o.Start)
					inRooms[d] = append(inRooms[d], happening{o, n})
				} else if o.Session != open { // its first day
					v.Open = append(v.Open, g.openItem(n, s))
					open = o.Session
				}
			}
			if !rooms {
				v.Cards = append(v.Cards, g.card(n))
			}
		}
		for _, d := range k.days {
			if len(inRooms[d]) > 0 {
				v.Days = append(v.Days, g.roomDay(d, venue, inRooms[d]))
			}
		}
		return v
	})
}

// openItem makes a line for open hours as a whole.
func (g *tongue) openItem(n *entry, s campaign.Session) view.Item {
	o := g.open(s.Open)
	time := view.Span{Start: stamp(s.Start), End: o.end, Text: o.whole}
	return view.Item{Card: g.card(n), Session: g.text(s.Title), Room: g.room(n.Event, s.Room), Time: time}
}

// roomDay makes the table of one day: a row for each time at which something
// begins or ends, a column for each room that is used. What begins while the
// room is taken stands in the same cell.
func (g *tongue) roomDay(d campaign.Date, venue *campaign.Venue, list []happening) view.RoomDay {
	slices.SortFunc(list, inTime)
	v := view.RoomDay{Date: view.Date{Machine: d.String(), Text: g.locale.DateFull(d.In(g.k.c.Zone))}, Path: g.path(dayRoute(d))}
	type block struct {
		start, end time.Time
		items      []happening
	}
	var columns [][]block
	var times []time.Time
	for _, room := range venue.Rooms {
		var blocks []block
		for _, o := range list {
			if o.e.Sessions[o.Session].Room != room.ID {
				continue
			}
			if n := len(blocks); n > 0 && o.Start.Before(blocks[n-1].end) {
				blocks[n-1].items = append(blocks[n-1].items, o)
				if o.End.After(blocks[n-1].end) {
					blocks[n-1].end = o.End
				}
				continue
			}
			blocks = append(blocks, block{o.Start, o.End, []happening{o}})
		}
		if len(blocks) == 0 {
			continue
		}
		v.Rooms = append(v.Rooms, g.text(room.Name))
		columns = append(columns, blocks)
		for _, b := range blocks {
			times = append(times, b.start, b.end)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	times = slices.CompactFunc(times, time.Time.Equal)
	row := func(t time.Time) int {
		i, _ := slices.BinarySearchFunc(times, t, time.Time.Compare)
		return i
	}
	for i := 0; i < len(times)-1; i++ {
		r := view.RoomRow{Time: view.Date{Machine: stamp(times[i]), Text: g.locale.Time(times[i])}}
		for column, blocks := range columns {
			taken := false
			for _, b := range blocks {
				from, to := row(b.start), row(b.end)
				if from == i {
					r.Cells = append(r.Cells, view.Cell{Room: v.Rooms[column], Rows: to - from, Items: g.items(b.items)})
				}
				taken = taken || from <= i && i < to
			}
			if !taken {
				r.Cells = append(r.Cells, view.Cell{Room: v.Rooms[column], Rows: 1})
			}
		}
		v.Rows = append(v.Rows, r)
	}
	return v
}
