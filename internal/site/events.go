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
		out := facts(k.listed[c.from:c.to]...)
		if c.first() {
			out += fmt.Sprint(g.windowDays())
		}
		return out
	}
	k.list(g, "events", h, g.upcoming(k.listed), key, func(c chunk, _ Report) any {
		v := view.Events{Chrome: g.chrome(c.head), Intro: h.description, Cards: g.cards(k.listed[c.from:c.to]), Pager: c.pager}
		if c.first() {
			v.Days = g.windowDays()
		}
		return v
	})
	for _, e := range k.c.Events {
		n := k.byPath[e.Path]
		k.addDocument(g, "event", n.route, &e.Document, func() digest.Sum {
			return g.key("event", g.textKey(&e.Document), facts(k.related(n)...))
		}, func(report Report) any { return g.eventPage(n, report) })
		k.addBytes(g.prefix+string(n.route.calendar()), g.factsKey("event calendar", []*entry{n}), func() []byte { return g.eventCalendar(n) })
	}
}
