package site

import (
	"bunting/internal/digest"
	"bunting/internal/view"
)

// events adds the list of all events, and each event's own page and calendar.
func (k *composer) events(g *tongue) {
	h := head{route: eventsRoute, section: eventsRoute, title: g.say("nav.events"), description: g.say("text.all-events")}
	counted := g.say("count.events", "n", len(k.listed))
	k.list(g, h, len(k.listed), counted, func(c chunk, _ Report) Body {
		return Page{"events", g.lang, view.Events{
			Chrome: g.chrome(c.head), Intro: h.description, Cards: g.cards(k.listed[c.from:c.to]), Pager: c.pager, Days: g.windowDays(),
		}}
	})
	for _, e := range k.c.Events {
		n := k.byPath[e.Path]
		k.addDocument(g, n.route, &e.Document, func() digest.Sum {
			return g.key("event", g.textKey(&e.Document), facts(k.related(n)...))
		}, func(report Report) Body { return g.eventPage(n, report) })
		k.addBytes(g.prefix+string(n.route.calendar()), func() digest.Sum {
			return g.key("event calendar", facts(n))
		}, func() []byte { return g.eventCalendar(n) })
		if !e.Private {
			k.find(g, n.route, e.Updated)
		}
	}
}
