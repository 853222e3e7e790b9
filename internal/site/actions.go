package site

import (
	"bunting/internal/campaign"
	"bunting/internal/view"
)

// actions adds the index of joint actions, and each action.
func (k *composer) actions(g *tongue) {
	if len(k.c.Actions) == 0 {
		return
	}
	h := head{route: actionsRoute, section: actionsRoute, title: g.say("nav.actions")}
	for _, s := range k.c.Series {
		if s.Page == "actions" {
			h.description = g.plain(s.Summary)
			break
		}
	}
	k.find(g, actionsRoute, k.c.Published)
	k.add(g, "actions", actionsRoute, nil, func(Report) any {
		v := view.Actions{Chrome: g.chrome(h), Intro: h.description, Table: g.countTable()}
		for i := range k.c.Actions {
			a := &k.c.Actions[i]
			v.Actions = append(v.Actions, view.ActionRow{
				Tile: g.tile(actionRoute(a.ID), a.Name, a.Summary, len(k.byAction[a.ID])), Leads: texts(g.leads(a)), Dates: g.dates(a.Start, a.End),
			})
		}
		return v
	})
	for i := range k.c.Actions {
		a := &k.c.Actions[i]
		k.subject(g, subject{
			layout: "action", route: actionRoute(a.ID), section: actionsRoute, topic: &a.Topic, events: k.byAction[a.ID], calendar: true,
			more: func(v *view.Subject) { v.Leads, v.Dates = g.leads(a), g.dates(a.Start, a.End) },
		}, view.Link{Text: g.say("nav.actions"), Path: g.path(actionsRoute)})
	}
}

// leads names who leads an action.
func (g *tongue) leads(a *campaign.Action) []view.Link {
	var bodies []campaign.Body
	for _, id := range a.Leads {
		bodies = append(bodies, campaign.Body{ID: id})
	}
	return g.bodies(bodies)
}

// countTable counts events by region of the top level and action.
func (g *tongue) countTable() view.CountTable {
	k := g.k
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return g.locale.Number(int64(n))
	}
	var v view.CountTable
	totals := make([]int, len(k.c.Actions))
	column := map[string]int{}
	for i, a := range k.c.Actions {
		column[a.ID] = i
		v.Columns = append(v.Columns, g.actions[a.ID])
	}
	for _, r := range k.c.Regions {
		if r.Parent != "" {
			continue
		}
		counts := make([]int, len(k.c.Actions))
		for _, e := range k.byRegion[r.ID] {
			for _, a := range e.Actions {
				counts[column[a]]++
				totals[column[a]]++
			}
		}
		row := view.CountRow{Name: g.regions[r.ID], Total: number(len(k.byRegion[r.ID]))}
		for _, n := range counts {
			row.Cells = append(row.Cells, number(n))
		}
		v.Rows = append(v.Rows, row)
	}
	for _, n := range totals {
		v.Totals = append(v.Totals, number(n))
	}
	v.Total = number(len(k.listed))
	return v
}

// strands adds a page for each strand.
func (k *composer) strands(g *tongue) {
	for i := range k.c.Strands {
		s := &k.c.Strands[i]
		k.subject(g, subject{layout: "strand", route: strandRoute(s.ID), section: eventsRoute, topic: s, events: k.byStrand[s.ID]},
			view.Link{Text: g.say("nav.events"), Path: g.path(eventsRoute)})
	}
}

// A subject is what has a page with its events.
type subject struct {
	layout   string
	route    route
	section  route
	topic    *campaign.Topic
	events   []*entry
	whole    string // how many there are in words, where others list the rest
	calendar bool
	more     func(*view.Subject) // what only this kind shows
	shows    string              // what that is made of beside the config, for the key
}

// subject adds the pages of an action, a strand or a region.
func (k *composer) subject(g *tongue, s subject, trail ...view.Link) {
	h := head{route: s.route, section: s.section, title: g.plain(s.topic.Name), trail: trail, description: g.topicSummary(s.topic).Text}
	if s.calendar {
		h.feeds = []view.Feed{{Title: g.say("text.calendar", "name", h.title), Path: g.path(s.route + calendarFile), Type: "text/calendar"}}
	}
	key := func(c chunk) string {
		out := facts(s.events[c.from:c.to]...)
		if c.first() {
			out += g.textKey(&s.topic.Text) + s.shows + s.whole
		}
		return out
	}
	l := g.local(s.events)
	if s.whole != "" {
		l.counted = g.say("text.own", "name", h.title, "count", l.counted)
	}
	k.list(g, s.layout, h, l, key, func(c chunk, report Report) any {
		v := view.Subject{
			Chrome: g.chrome(c.head), Name: g.text(s.topic.Name), Summary: g.topicSummary(s.topic),
			Cards: g.cards(s.events[c.from:c.to]), Pager: c.pager,
		}
		if c.first() {
			v.Text, v.Whole = g.prose(&s.topic.Text, report), s.whole
			if s.calendar {
				v.Calendar = g.path(s.route + calendarFile)
			}
			if s.more != nil {
				s.more(&v)
			}
		}
		return v
	})
}
