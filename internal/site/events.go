package site

import (
	"bunting/internal/digest"
	"bunting/internal/view"
	"fmt"
)

// events adds the list of all events, and each event's own page and calendar.
func (k *composer) events(g *tongue) {
	h := head{route: eventsRoute, section: eventsRoute, title: g.say("nav.events"), description: g.say("text.all-events")}
	key := func(c chunk) string {
		out := facts(k.all[c.from:c.to]...)
		if c.first() {
			out += fmt.Sprint(g.windowDays())
		}
		return out
	}
	k.list(g, "events", h, g.local(k.all), key, func(c chunk, _ Report) any {
		v := view.Events{Chrome: g.chrome(c.head), Intro: h.description, Cards: g.cards(k.all[c.from:c.to]), Pager: c.pager}
		if c.first() {
			v.Days = g.windowDays()
		}
		return v
	})
	n := len(k.entries)
	paths := inOnePiece(n, func(i int) string { return g.prefix + k.entries[i].route.file() })
	calendars := inOnePiece(n, func(i int) string { return g.prefix + string(k.entries[i].route.calendar()) })
	pages, files := make([]eventPage, n), make([]eventFile, n)
	for i := range k.entries {
		n := &k.entries[i]
		pages[i], files[i] = eventPage{g, n}, eventFile{g: g, n: n}
		k.addOwn(g, Output{Path: paths[i], Making: &pages[i]}, n.route, &n.Document)
		k.outputs = append(k.outputs, Output{Path: calendars[i], Making: &files[i]})
	}
}

// An eventPage is an event's own page.
type eventPage struct {
	g *tongue
	n *entry
}

func (p *eventPage) Layout() string { return "event" }
func (p *eventPage) Body(report Report) Body {
	return Page{p.Layout(), p.g.lang, p.g.eventPage(p.n, report)}
}

func (p *eventPage) Key() (digest.Sum, bool) {
	return p.g.key("event", p.g.textKey(&p.n.Document), facts(p.g.k.related(p.n)...)), true
}

// An eventFile is an event's own calendar.
type eventFile struct {
	plainFile
	g *tongue
	n *entry
}

func (f *eventFile) Body(Report) Body {
	return Bytes(func(dst []byte) []byte { return f.g.eventCalendar(dst, f.n) })
}

func (f *eventFile) Key() (digest.Sum, bool) { return f.g.key("event calendar", facts(f.n)), true }
