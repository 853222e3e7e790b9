package site

import (
	"bunting/internal/view"
)

// onlineEvents returns what takes place on the web.
func (k *composer) onlineEvents() []*entry {
	var out []*entry
	for _, n := range k.listed {
		if n.Attendance != "offline" || n.Status == "moved-online" {
			out = append(out, n)
		}
	}
	return out
}

// online adds the page of what takes place on the web, and what can be seen
// again.
func (k *composer) online(g *tongue) {
	h := head{route: onlineRoute, section: onlineRoute, title: g.say("nav.online")}
	for _, s := range k.c.Series {
		if s.Page == "online" {
			h.title, h.description = g.plain(s.Name), g.plain(s.Summary)
		}
	}
	events := k.onlineEvents()
	k.list(g, "online", h, g.upcoming(events), func(c chunk) string { return facts(events[c.from:c.to]...) }, func(c chunk, _ Report) any {
		v := view.Online{Chrome: g.chrome(c.head), Summary: h.description, Pager: c.pager}
		for _, n := range events[c.from:c.to] {
			if n.Replay != "" {
				v.Replays = append(v.Replays, g.card(n))
			} else {
				v.Cards = append(v.Cards, g.card(n))
			}
		}
		return v
	})
}
