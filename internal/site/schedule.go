package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/view"

	"github.com/zeebo/xxh3"
)

// schedule adds the overview of all days, a timetable for each, and the list of what is
// apart.
func (k *composer) schedule(g *tongue) {
	h := head{route: scheduleRoute, section: scheduleRoute, title: g.say("nav.schedule")}
	k.find(g, scheduleRoute, k.c.Published)
	k.add(g, "schedule", scheduleRoute, nil, func(Report) any {
		v := view.Schedule{Chrome: g.chrome(h), Days: g.windowDays(), Apart: g.apartLink()}
		for _, d := range k.days {
			if d < k.c.Start || d > k.c.End {
				v.Others = append(v.Others, g.dayTile(d))
			}
		}
		return v
	})
	trail := []view.Link{{Text: h.title, Path: g.path(scheduleRoute)}}
	for i, d := range k.days {
		k.day(g, trail, i, d)
	}
	if k.apart != nil {
		k.apartList(g, trail)
	}
}

// apartList adds the list of what is open over several days.
func (k *composer) apartList(g *tongue, trail []view.Link) {
	h := head{route: apartRoute, section: scheduleRoute, title: g.say("text.apart"), trail: trail}
	key := func(c chunk) string { return facts(k.apart[c.from:c.to]...) }
	k.list(g, "events", h, g.local(k.apart), key, func(c chunk, _ Report) any {
		return view.Events{Chrome: g.chrome(c.head), Cards: g.cards(k.apart[c.from:c.to]), Pager: c.pager}
	})
}

// apartLink links to what is open over several days, if it does not stand on each.
func (g *tongue) apartLink() view.Link {
	if g.k.apart == nil {
		return view.Link{}
	}
	return view.Link{Text: g.say("text.colon", "label", g.say("text.apart"), "value", g.howMany(len(g.k.apart))), Path: g.path(apartRoute)}
}

// maxDayLinks is how many days of the campaign before and after its own a timetable
// links to.
const maxDayLinks = 6

// day adds the timetable of one day: what is open for hours first, then by
// time.
func (k *composer) day(g *tongue, trail []view.Link, i int, d campaign.Date) {
	t := d.In(k.c.Zone)
	h := head{route: dayRoute(d), section: scheduleRoute, title: g.locale.DateFull(t), trail: trail}
	all := k.byDay[d]
	var apart view.Link
	if k.begins[d] > len(all) {
		apart = g.apartLink()
	}
	open := 0
	for open < len(all) && all[open].open() {
		open++
	}
	key := func(c chunk) string {
		out := make([]byte, 0, 50*(c.to-c.from)+32)
		out = strconv.AppendInt(out, int64(open-c.from), 10)
		for _, o := range all[c.from:c.to] {
			out = strconv.AppendInt(append(out, ' '), int64(o.Session), 10)
			out = strconv.AppendInt(append(out, ' '), o.Start.Unix(), 10)
			out = append(out, o.e.Facts[:]...)
		}
		if c.first() {
			out = fmt.Append(out, g.neighbour(i-1), g.neighbour(i+1), g.dayBar(d), apart)
		}
		return string(out)
	}
	k.list(g, "day", h, g.timetable(all, open, k.begins[d]), key, func(c chunk, _ Report) any {
		v := view.Day{Chrome: g.chrome(c.head), Date: view.Date{Machine: d.String(), Text: g.locale.DateFull(t)}, Pager: c.pager}
		if c.first() {
			v.Previous, v.Next, v.Days, v.Apart = g.neighbour(i-1), g.neighbour(i+1), g.dayBar(d), apart
		}
		timed := min(max(c.from, open), c.to)
		v.Open, v.Slots = g.items(all[c.from:timed]), g.slots(all[timed:c.to])
		return v
	})
}

// timetable is the listing of what begins on one day: what is open for hours, then the
// rest by time. all is how much begins, with what is apart. A visitor may want to go on
// to each hour of the rest.
func (g *tongue) timetable(list []happening, open, all int) listing {
	l := listing{size: len(list), counted: g.howMany(all)}
	l.key = func(dst []byte, i int) []byte {
		return strconv.AppendInt(append(append(dst, list[i].e.Path...), '#'), int64(list[i].Session), 10)
	}
	l.seat = func(i int) seat {
		folder, _, _ := strings.Cut(list[i].e.Path, "/") // those of one time are in the order of their paths
		p := seat{0, list[i].Start.Unix(), int64(xxh3.HashString(folder))}
		if i < open {
			p[0] = 1
		}
		return p
	}
	l.span = func(first, last int) string {
		from, to := list[first].Start, list[last].Start
		if first < open && last >= open {
			from = list[open].Start
		}
		if to.Sub(from) < time.Minute {
			return g.locale.Time(from)
		}
		return g.locale.TimeRange(from, to)
	}
	l.jumps = func() []jump {
		jumps := jumpsWhere(len(list)-open, func(i int) int { return list[open+i].Start.Hour() }, func(i int) string { return g.locale.Time(list[open+i].Start) })
		for i := range jumps {
			jumps[i].entry += open
		}
		return jumps
	}
	return l
}

// dayBar links to a day and to the campaign's days next to it. The days around the
// campaign come and go with a single event, which should change few timetables:
// the overview links to all.
func (g *tongue) dayBar(d campaign.Date) []view.Link {
	c := g.k.c
	within := min(max(d, c.Start), c.End)
	from, to := max(within-maxDayLinks, c.Start), min(within+maxDayLinks, c.End)
	var out []view.Link
	for _, o := range g.k.days {
		if o == d || from <= o && o <= to {
			l := g.dayLink(o)
			l.Current = o == d
			out = append(out, l)
		}
	}
	return out
}

// neighbour links to the i-th day, if there is one.
func (g *tongue) neighbour(i int) view.Link {
	if i < 0 || i >= len(g.k.days) {
		return view.Link{}
	}
	return g.dayLink(g.k.days[i])
}

func (g *tongue) dayLink(d campaign.Date) view.Link {
	return view.Link{Text: g.locale.MonthDayWeekday(d.In(g.k.c.Zone)), Path: g.path(dayRoute(d))}
}

// slots puts happenings, which are in the order of time, together by when they
// begin.
func (g *tongue) slots(list []happening) []view.Slot {
	var out []view.Slot
	for len(list) > 0 {
		start := list[0].Start
		n := slices.IndexFunc(list, func(o happening) bool { return o.Start.Hour() != start.Hour() || o.Start.Minute() != start.Minute() })
		if n < 0 {
			n = len(list)
		}
		out = append(out, view.Slot{Time: view.Date{Machine: stamp(start), Text: g.locale.Time(start)}, Items: g.items(list[:n])})
		list = list[n:]
	}
	return out
}

// items makes the lines of a timetable.
func (g *tongue) items(list []happening) []view.Item {
	out := make([]view.Item, len(list))
	for i, o := range list {
		s := &o.e.Sessions[o.Session]
		out[i] = view.Item{Card: g.card(o.e), Session: g.text(s.Title), Room: g.room(o.e.Event, s.Room), Time: g.onDay(o.Start, o.End)}
	}
	return out
}
