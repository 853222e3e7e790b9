package site

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/feed"
)

// prodID names the program in calendars (RFC 5545 3.7.3).
const prodID = "-//bunting//campaign sites//EN"

// refresh is how often a subscriber asks for a calendar again: changes of the
// day must arrive on the day.
const refresh = time.Hour

// calendars adds the calendars to subscribe to.
func (k *composer) calendars(g *tongue) {
	k.calendar(g, "", g.frame.site.Name.Text, k.listed, "", k.regionCalendars(g, k.below(), ""))
	for _, a := range k.c.Actions {
		k.calendar(g, actionRoute(a.ID), g.plain(a.Name), k.byAction[a.ID], "", nil)
	}
	for i := range k.c.Venues {
		v := &k.c.Venues[i]
		k.calendar(g, venueRoute(v), g.plain(v.Name), k.byVenue[v.ID], "", nil)
	}
}

// regionCalendars adds the calendars of the regions below parent and returns
// those that hold the events.
func (k *composer) regionCalendars(g *tongue, below map[string][]*campaign.Region, parent string) []route {
	var out []route
	for _, r := range below[parent] {
		inner := k.regionCalendars(g, below, r.ID)
		out = append(out, k.calendar(g, regionRoute(r.ID), g.plain(r.Name), k.byRegion[r.ID], r.ID, inner)...)
	}
	return out
}

// calendar adds the calendar of a list of events beside the page at r. One
// that is too long holds the campaign itself, with the addresses of others:
// those below, which hold the events of the regions under one, and parts of
// its own with the events of that region alone or, without others below, with
// all. It returns the calendars that hold the events.
func (k *composer) calendar(g *tongue, r route, name string, events []*entry, region string, below []route) []route {
	c := feed.Calendar{
		ProdID: prodID, Name: joinNonEmpty(" · ", name, except(g.frame.site.Name.Text, name)), URL: g.url(r), Lang: g.locale.Tag(), Zone: k.c.Zone, Refresh: refresh,
	}
	whole := r + calendarFile
	if len(events) <= feed.PartLimit {
		// Not by place, so that an event which goes to the next county touches the calendars
		// of the two, and none that has both.
		events = byTime(events)
		k.addBytes(g.prefix+string(whole), g.factsKey("calendar", events), func(dst []byte) []byte { return g.appendCalendar(dst, c, events) })
		if len(events) == 0 {
			return nil
		}
		return []route{whole}
	}
	own := events
	if below != nil {
		own = slices.DeleteFunc(slices.Clone(events), func(n *entry) bool { return n.Region != region })
	}
	own = byTime(own)
	parts := below
	for _, p := range k.divide(string(whole), own) {
		at, part := r+"calendar/"+route(p.Name+".ics"), c
		part.Name = c.Name + " " + p.Name
		inside := pick(own, p.Events)
		k.addBytes(g.prefix+string(at), g.factsKey("calendar", inside), func(dst []byte) []byte { return g.appendCalendar(dst, part, inside) })
		parts = append(parts, at)
	}
	k.addBytes(g.prefix+string(whole), nil, func(dst []byte) []byte {
		text := []string{g.say("text.parts")}
		for _, p := range parts {
			text = append(text, g.url(p))
		}
		e := feed.Event{
			UID: k.uid(string(r)+"calendar", 0), Stamp: k.c.Published, Summary: name, URL: g.url(r), Transparent: true,
			Start: k.c.Start.In(k.c.Zone), End: (k.c.End + 1).In(k.c.Zone), Description: strings.Join(text, "\n"),
		}
		index := c
		index.Events = []feed.Event{e}
		return feed.AppendICalendar(dst, index)
	})
	return parts
}

// except returns s unless it is other.
func except(s, other string) string {
	if s == other {
		return ""
	}
	return s
}

// divide divides a long list of events into parts, once for all languages.
func (k *composer) divide(name string, events []*entry) []feed.Part {
	return once(k.divisions, name, func() []feed.Part { return feed.Split(k.keys(events), feed.PartSize) })
}

// once returns what of makes for the first who asks for that name.
func once[N comparable, T any](made *sync.Map, name N, of func() T) T {
	value, _ := made.LoadOrStore(name, sync.OnceValue(of))
	return value.(func() T)()
}

// keys returns what decides the parts of a long list.
func (k *composer) keys(events []*entry) []feed.Key {
	out := make([]feed.Key, len(events))
	for i, n := range events {
		out[i] = feed.Key{ID: n.Path, Regions: k.spots[n.Region].chain, Day: feed.DateOf(n.First)}
	}
	return out
}

func pick(events []*entry, places []int) []*entry {
	out := make([]*entry, len(places))
	for i, p := range places {
		out[i] = events[p]
	}
	return out
}

// appendCalendar appends the calendar of a list of events.
func (g *tongue) appendCalendar(dst []byte, c feed.Calendar, events []*entry) []byte {
	room := sessions.Get().(*[]feed.Event)
	defer sessions.Put(room)
	for _, n := range events {
		*room = g.appendSessions(*room, n)
	}
	c.Events = *room
	dst = feed.AppendICalendar(dst, c)
	clear(*room)
	*room = (*room)[:0]
	return dst
}

// sessions are lists that calendars are made of, one after the other.
var sessions = sync.Pool{New: func() any { return new([]feed.Event) }}

// eventCalendar appends an event's own calendar.
func (g *tongue) eventCalendar(dst []byte, n *entry) []byte {
	return g.appendCalendar(dst, feed.Calendar{
		ProdID: prodID, Name: g.title(&n.Document).Text, URL: g.url(n.route), Lang: g.locale.Tag(), Zone: g.k.c.Zone, Refresh: refresh,
	}, []*entry{n})
}

// uid names a session for its whole life, in all languages alike.
func (k *composer) uid(path string, session int) string {
	b := append(make([]byte, 0, len(k.folder)+len(path)+len(k.host)+8), k.folder...)
	b = append(append(b, path...), '#')
	b = strconv.AppendInt(b, int64(session+1), 10)
	return string(append(append(b, '@'), k.host...))
}

// sequence counts up with each change of the status (RFC 5545 3.8.7.4): the
// minutes since 2000 at the change.
func sequence(e *campaign.Event) int {
	if e.StatusChanged.IsZero() {
		return 0
	}
	return int(e.StatusChanged.Sub(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) / time.Minute)
}

// A place is where an event is, for machines.
type place struct {
	name, address, url string
	point              feed.Point
}

func (g *tongue) feedPlace(e *campaign.Event) place {
	if v := g.k.venue[e.Venue]; v != nil {
		return g.places.of(v, func(v *campaign.Venue) place {
			return place{g.plain(v.Name), g.plain(v.Address), g.url(venueRoute(v)), wgs84(v.Location)}
		})
	}
	return place{g.plain(e.Place), g.plain(e.Address), "", g.k.points.of(e.Location, wgs84)}
}

// appendSessions appends an entry for each session.
func (g *tongue) appendSessions(out []feed.Event, n *entry) []feed.Event {
	e := n.Event
	title, at, url := g.title(&e.Document).Text, g.feedPlace(e), g.url(n.route)
	description := joinNonEmpty("\n\n", g.plain(e.StatusNote), g.summary(&e.Document).Text, url)
	var label string
	if e.Status != "scheduled" {
		label = g.say("status." + e.Status)
	} else if e.Registration.Full {
		label = g.say("badge.full")
	}
	var categories []string
	if len(e.Actions) > 0 {
		categories = make([]string, len(e.Actions))
		for i, a := range e.Actions {
			categories[i] = g.actions[a].Text
		}
	}
	var organizer feed.Organizer
	if len(e.Organizers) > 0 {
		organizer.Name = g.holder(e.Organizers[0]).Text
		if e.Contact.Email != "" {
			organizer.URI = "mailto:" + e.Contact.Email
		}
	}
	for i := range e.Sessions {
		s := &e.Sessions[i]
		out = append(out, feed.Event{
			UID: g.k.uid(e.Path, i), Sequence: sequence(e), Stamp: e.Updated, LastModified: e.Updated, Status: feedStatus[e.Status],
			Start: s.Start, End: s.End, Span: g.feedSpan(s.Open),
			Summary: joinNonEmpty(" · ", title, g.plain(s.Title)), Description: description,
			Location: joinNonEmpty(g.say("time.comma"), g.room(e, s.Room).Text, at.name, at.address),
			Geo:      at.point, URL: url, Categories: categories, Organizer: organizer, Transparent: s.Open != nil,
		})
		v := &out[len(out)-1]
		if label != "" {
			v.Summary = g.say("text.colon", "label", label, "value", v.Summary)
		}
		if e.Attendance != "offline" || e.Status == "moved-online" {
			v.Conference = e.URL
		}
	}
	return out
}

// feedSpan turns open hours into package feed's.
func (g *tongue) feedSpan(o *campaign.OpenHours) feed.Span {
	if o == nil {
		return feed.Span{}
	}
	out := feed.Span{Until: day(o.To), Weekdays: o.Weekdays}
	for _, d := range o.Except {
		out.Except = append(out.Except, day(d))
	}
	return out
}

// feedSessions turns an event's sessions into package feed's.
func (g *tongue) feedSessions(e *campaign.Event) []feed.Session {
	out := make([]feed.Session, len(e.Sessions))
	for i := range out {
		s := &e.Sessions[i]
		out[i] = feed.Session{
			Title: g.plain(s.Title), Room: s.Room, URL: s.URL, Start: s.Start, End: s.End, Span: g.feedSpan(s.Open),
		}
	}
	return out
}
