package site

import (
	"bunting/internal/view"
)

// events adds the list of all events, and each event's own page and calendar.
func (k *composer) events(g *tongue) {
	h := head{route: eventsRoute, section: eventsRoute, title: g.say("nav.events"), description: g.say("text.all-events")}
	k.list(g, h, g.upcoming(k.listed), func(c chunk, _ Report) Body {
		v := view.Events{Chrome: g.chrome(c.head), Intro: h.description, Cards: g.cards(k.listed[c.from:c.to]), Pager: c.pager}
		if c.first() {
			v.Days = g.windowDays()
		}
		return Page{"events", g.lang, v}
	})
	for _, e := range k.c.Events {
		n := k.byPath[e.Path]
		k.addDocument(g, n.route, &e.Document, func(report Report) Body { return g.eventPage(n, report) })
		k.addBytes(g.prefix+string(n.route.calendar()), func() []byte { return g.eventCalendar(n) })
	}
}
