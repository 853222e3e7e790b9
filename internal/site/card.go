package site

import (
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/view"
)

// maxNext bounds how many occurrences a card carries for the browser to
// compare with its clock.
const maxNext = 8

// card makes an event's entry in a list. It holds only what a list shows, so
// an event's text can change without touching a list.
func (g *tongue) card(n *entry) view.Card {
	e := n.Event
	c := view.Card{
		Path: g.path(n.route), Title: g.title(&e.Document), Summary: g.summary(&e.Document), When: g.when(e),
		Place: g.place(e), Badges: g.badges(e), Note: g.text(e.StatusNote), Off: off(e), Attendance: e.Attendance,
	}
	if r := g.k.region[e.Region]; r != nil {
		c.Region = g.text(r.Name)
	}
	c.Next = g.next(e)
	c.Audience = g.termsOf("audience", e.Audience)
	c.Thumb = g.thumb(&e.Document)
	c.Actions = pickLinks(g.actions, e.Actions)
	return c
}

// next writes the first occurrences of an event for machines.
func (g *tongue) next(e *campaign.Event) []view.Span {
	out := make([]view.Span, 0, len(e.Sessions))
	for i := range e.Sessions {
		if s := &e.Sessions[i]; s.Open == nil {
			out = append(out, g.k.span(s.Start, s.End))
		} else {
			out = append(out, g.open(s.Open).next...)
		}
	}
	return upTo(out, maxNext)
}

func upTo[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// cards makes the entries of a list.
func (g *tongue) cards(list []*entry) []view.Card {
	out := make([]view.Card, len(list))
	for i, n := range list {
		out[i] = g.card(n)
	}
	return out
}

// off tells whether an event does not take place as planned.
func off(e *campaign.Event) bool { return e.Status == "cancelled" || e.Status == "postponed" }

// ended tells whether the content itself says that an event is over: it has
// results or can be seen again. Otherwise the visitor's clock says it.
func ended(e *campaign.Event) bool { return e.Results != nil || e.Replay != "" }

// place says in one line where an event is.
func (g *tongue) place(e *campaign.Event) view.Text {
	if v := g.k.venue[e.Venue]; v != nil {
		return g.text(v.Name)
	}
	if len(e.Place) == 0 && e.Attendance == "online" {
		return view.Text{Text: g.say("attendance.online")}
	}
	return g.text(e.Place)
}

// A standing is what the badges of an event say.
type standing struct {
	status, attendance                   string
	full, ended, private, featured, free bool
}

// badges marks in words what a visitor must know of an event, the status
// first.
func (g *tongue) badges(e *campaign.Event) []view.Badge {
	at := standing{e.Status, e.Attendance, e.Registration.Full && !off(e), ended(e), e.Private, e.Featured, e.Free}
	return g.marks.of(at, func(standing) []view.Badge {
		var out []view.Badge
		add := func(ok bool, kind, key string) {
			if ok {
				out = append(out, view.Badge{Kind: kind, Text: g.say(key)})
			}
		}
		add(at.status != "scheduled", "status-"+at.status, "status."+at.status)
		add(at.full, "full", "badge.full")
		add(at.ended, "ended", "badge.ended")
		add(at.attendance != "offline", at.attendance, "attendance."+at.attendance)
		add(at.private, "private", "badge.private")
		add(at.featured, "featured", "badge.featured")
		add(at.free, "free", "badge.free")
		return out
	})
}

// subjects are the links to the pages of what many events share, by id.
func (g *tongue) subjects() {
	g.actions, g.strands, g.regions = map[string]view.Link{}, map[string]view.Link{}, map[string]view.Link{}
	for _, a := range g.k.c.Actions {
		g.actions[a.ID] = link(g.text(a.Name), g.path(actionRoute(a.ID)))
	}
	for _, s := range g.k.c.Strands {
		g.strands[s.ID] = link(g.text(s.Name), g.path(strandRoute(s.ID)))
	}
	for _, r := range g.k.c.Regions {
		g.regions[r.ID] = link(g.text(r.Name), g.path(regionRoute(r.ID)))
	}
}

// pickLinks returns the links of ids.
func pickLinks(links map[string]view.Link, ids []string) []view.Link {
	if len(ids) == 0 {
		return nil
	}
	out := make([]view.Link, len(ids))
	for i, id := range ids {
		out[i] = links[id]
	}
	return out
}

// bodies names those who hold an event.
func (g *tongue) bodies(list []campaign.Body) []view.Link {
	if len(list) == 0 {
		return nil
	}
	out := make([]view.Link, len(list))
	for i, b := range list {
		out[i] = g.holder(b)
	}
	return out
}

func (g *tongue) holder(b campaign.Body) view.Link {
	if o := g.k.organizer[b.ID]; o != nil {
		return link(g.text(o.Name), o.URL)
	}
	return link(g.text(b.Name), "")
}

// tile makes the entry of a subject with a page of its own.
func (g *tongue) tile(r route, name, summary campaign.Text, events int) view.Tile {
	t := view.Tile{Path: g.path(r), Name: g.text(name), Summary: g.text(summary)}
	if events > 0 {
		t.Counted = g.howMany(events)
	}
	return t
}

// howMany counts events in words; a hundred and more in round figures, so that a page
// that counts them does not change whenever one is added, or moved to another day or
// region.
func (g *tongue) howMany(events int) string {
	unit := 1
	for events/unit >= 100 { // two digits are left
		unit *= 10
	}
	if round := events / unit * unit; round < events {
		return g.say("count.many-events", "n", round)
	}
	return g.say("count.events", "n", events)
}

// joinNonEmpty joins what is not empty.
func joinNonEmpty(separator string, parts ...string) string {
	size, last := 0, ""
	for _, p := range parts {
		if p != "" {
			size, last = size+len(separator)+len(p), p
		}
	}
	if size == len(separator)+len(last) {
		return last
	}
	var b strings.Builder
	b.Grow(size)
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(separator)
		}
		b.WriteString(p)
	}
	return b.String()
}
