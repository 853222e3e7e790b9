package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/digest"
	"bunting/internal/view"
)

// around returns a campaign of a week with an event on each day from two months
// before it to two months after it, but for one day in the middle of either.
func around() *campaign.Campaign {
	start := time.Date(2021, 9, 11, 10, 0, 0, 0, zone)
	c := &campaign.Campaign{
		Name: text("Science day"), Start: campaign.DateOf(start), End: campaign.DateOf(start) + 6, Published: start,
		Venues: []campaign.Venue{{Topic: campaign.Topic{ID: "hall", Name: text("Hall")}}},
	}
	for i := -60; i <= 60; i++ {
		if t := start.AddDate(0, 0, i); i != -30 && i != 30 {
			e := eventWith(t.Format("on-0102"), campaign.Session{Start: t, End: t.Add(time.Hour)})
			settle(e)
			c.Events = append(c.Events, e)
		}
	}
	return c
}

// TestDayBar: a timetable links to the days of the campaign that are near, to its own,
// and to the ones before and after it.
func TestDayBar(t *testing.T) {
	c := around()
	c.End += 20
	g := tongueOf(t, c)
	g.k.pages(g)
	link := func(d campaign.Date) string { return g.path(dayRoute(d)) }
	for _, test := range []struct{ day, from, to campaign.Date }{
		{c.Start, c.Start, c.Start + maxDayLinks},
		{c.Start + 10, c.Start + 10 - maxDayLinks, c.Start + 10 + maxDayLinks},
		{c.End - 1, c.End - 1 - maxDayLinks, c.End},
		{c.Start - 20, c.Start, c.Start + maxDayLinks},
		{c.End + 20, c.End - maxDayLinks, c.End},
	} {
		want := []string{link(test.day)}
		for d := test.from; d <= test.to; d++ {
			want = append(want, link(d))
		}
		slices.Sort(want)
		var got []string
		page := dayPage(t, g, test.day)
		for _, l := range page.Days {
			got = append(got, l.Path)
			if l.Current != (l.Path == link(test.day)) {
				t.Errorf("%s: %s is the current day", test.day, l.Text)
			}
		}
		if !slices.Equal(got, slices.Compact(want)) {
			t.Errorf("%s links to %q, not to %q", test.day, got, want)
		}
		if page.Previous.Path != link(test.day-1) || page.Next.Path != link(test.day+1) {
			t.Errorf("%s is between %+v and %+v", test.day, page.Previous, page.Next)
		}
	}
}

// TestHappenings: a day has what is open for hours first, then the rest, both by time,
// however late their events come in the order of all.
func TestHappenings(t *testing.T) {
	c := around()
	c.Events = nil
	at := func(day, hour int) campaign.Session {
		start := c.Start.In(zone).AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
		return campaign.Session{Start: start, End: start.Add(time.Hour)}
	}
	open := func(hour int) campaign.Session {
		s := at(1, hour)
		s.Open = &campaign.OpenHours{From: c.Start + 1, To: c.Start + 1, Hours: campaign.Hours{Opens: hour * 60, Closes: hour*60 + 60}}
		return s
	}
	for name, sessions := range map[string][]campaign.Session{
		"twice": {at(0, 9), at(1, 15)}, "morning": {at(1, 10)}, "late": {at(0, 8), open(18)}, "noon": {open(12)},
	} {
		e := eventWith(name, sessions...)
		settle(e)
		c.Events = append(c.Events, e)
	}
	slices.SortFunc(c.Events, (*campaign.Event).Compare)
	var got []string
	for _, h := range tongueOf(t, c).k.byDay[c.Start+1] {
		got = append(got, h.e.Path)
	}
	if want := []string{"r/noon", "r/late", "r/morning", "r/twice"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

// dayPage returns the first page of a day's timetable.
func dayPage(t *testing.T, g *tongue, d campaign.Date) view.Day {
	t.Helper()
	for _, o := range g.k.outputs {
		if o.Path == dayRoute(d).file() {
			return o.Body(Report{}).(Page).View.(view.Day)
		}
	}
	t.Fatalf("%s has no timetable", d)
	return view.Day{}
}

// TestLonelyDay: an event that goes from a day of its own to another changes those two
// timetables, the ones before and after each, and the overview.
func TestLonelyDay(t *testing.T) {
	c := around()
	before := bodies(t, c)
	for _, i := range []int{20, 100} {
		edited := *c
		edited.Events = slices.Clone(c.Events)
		e := *c.Events[i]
		e.Sessions = slices.Clone(e.Sessions)
		to := c.Start - 30
		if i == 100 {
			to = c.Start + 30
		}
		move(&e, to.In(zone).Sub(campaign.DateOf(e.First).In(zone)))
		settle(&e)
		edited.Events[i] = &e
		slices.SortFunc(edited.Events, (*campaign.Event).Compare)
		var changed []string
		for _, path := range changedFiles(before, bodies(t, &edited)) {
			if strings.HasPrefix(path, "schedule/") {
				changed = append(changed, path)
			}
		}
		if len(changed) != 2+2*2+1 {
			t.Errorf("%d timetables change: %q", len(changed), changed)
		}
	}
}

// exhibitions returns a campaign with n events that are open over several days, all but
// the last from the campaign's first, when the first has a talk, too; one that is open for hours on a single day;
// one that is open on several by invitation; and a day two weeks later on which
// nothing but the exhibitions is open.
func exhibitions(n int) *campaign.Campaign {
	start := time.Date(2021, 9, 11, 0, 0, 0, 0, zone)
	first := campaign.DateOf(start)
	c := &campaign.Campaign{
		Name: text("Science day"), Start: first, End: first + 6, Published: start,
		Venues: []campaign.Venue{{Topic: campaign.Topic{ID: "hall", Name: text("Hall")}}},
	}
	open := func(from, to campaign.Date, except ...campaign.Date) campaign.Session {
		o := &campaign.OpenHours{From: from, To: to, Except: except, Hours: campaign.Hours{Opens: 600, Closes: 1080}}
		begin, _ := o.On(from, zone)
		_, end := o.On(to, zone)
		return campaign.Session{Start: begin, End: end, Open: o}
	}
	talk := campaign.Session{Start: start.Add(14 * time.Hour), End: start.Add(15 * time.Hour)}
	for i := range n {
		e := eventWith(fmt.Sprintf("exhibition-%03d", i), open(first, first+20, first+19))
		switch i {
		case 0:
			e.Sessions = append(e.Sessions, talk)
		case n - 1:
			e.Sessions[0] = open(first+1, first+20, first+19)
			e.First = e.Sessions[0].Start
		}
		c.Events = append(c.Events, e)
	}
	closed := eventWith("closed", open(first, first+20))
	closed.Private = true
	late := talk
	late.Start, late.End = talk.Start.AddDate(0, 0, 60), talk.End.AddDate(0, 0, 60)
	saturdays := open(first, first+20) // of which it is only one
	saturdays.Open.Weekdays, saturdays.Open.Except = []time.Weekday{time.Saturday}, []campaign.Date{first + 7, first + 14}
	c.Events = append(c.Events, eventWith("open-day", open(first, first)), eventWith("open-once", saturdays), closed, eventWith("late", late))
	for _, e := range c.Events {
		settle(e)
	}
	slices.SortFunc(c.Events, (*campaign.Event).Compare)
	return c
}

// TestApart: what is open over several days stands on each of them, or, where it is
// too much, in a list of its own to which each leads.
func TestApart(t *testing.T) {
	for _, n := range []int{longList, longList + 1} {
		c := exhibitions(n)
		g := tongueOf(t, c)
		g.k.pages(g)
		views := map[string]any{}
		for _, o := range g.k.outputs {
			if page, ok := o.Body(Report{}).(Page); ok {
				views[o.Path] = page.View
			}
		}
		shown := func(folder string) (titles []string) {
			for path, v := range views {
				if !strings.HasPrefix(path, folder) {
					continue
				}
				switch v := v.(type) {
				case view.Day:
					for _, item := range v.Open {
						titles = append(titles, item.Card.Title.Text)
					}
					for _, slot := range v.Slots {
						for _, item := range slot.Items {
							titles = append(titles, item.Card.Title.Text)
						}
					}
				case view.Events:
					for _, card := range v.Cards {
						titles = append(titles, card.Title.Text)
					}
				}
			}
			slices.Sort(titles)
			return titles
		}
		var lasting []string
		for i := range n {
			lasting = append(lasting, fmt.Sprintf("exhibition-%03d", i))
		}
		each, list, to := lasting, []string(nil), ""
		if n > longList {
			each, list, to = nil, lasting, g.path(apartRoute)
		}
		if got := shown(string(apartRoute)); !slices.Equal(got, list) {
			t.Errorf("%d: the list shows %q, not %q", n, got, list)
		}
		for _, day := range []campaign.Date{c.Start, c.Start + 20} {
			want, on := slices.Clone(each), n
			if day == c.Start {
				want = slices.DeleteFunc(want, func(title string) bool { return title == lasting[n-1] })
				want = append(want, "exhibition-000", "open-day", "open-once")
				on += 2
			}
			slices.Sort(want)
			if got := shown(string(dayRoute(day))); !slices.Equal(got, want) {
				t.Errorf("%d: %s shows %q, not %q", n, day, got, want)
			}
			page := dayPage(t, g, day)
			if page.Apart.Path != to {
				t.Errorf("%d: %s leads to %q, not %q", n, day, page.Apart.Path, to)
			}
			if all := g.howMany(on); page.Pager.Heading != all || g.dayTile(day).Counted != all {
				t.Errorf("%d: %s has %q and %q, not %q", n, day, page.Pager.Heading, g.dayTile(day).Counted, all)
			}
		}
		if page := dayPage(t, g, c.Start+60); page.Apart.Path != "" || len(page.Slots) != 1 {
			t.Errorf("%d: %s, when no exhibition is open, leads to %q and shows %v", n, c.Start+60, page.Apart.Path, page.Slots)
		}
		if tile := g.dayTile(c.Start + 19); tile.Path != "" {
			t.Errorf("%d: there is a timetable for %s, when all is closed", n, c.Start+19)
		}
		overview := views[scheduleRoute.file()].(view.Schedule)
		if overview.Apart.Path != to || overview.Chrome.Title != g.say("nav.schedule") {
			t.Errorf("%d: the overview %q leads to %q, not %q", n, overview.Chrome.Title, overview.Apart.Path, to)
		}
	}
}

// TestApartKeys: another place of an exhibition among many changes no timetable, one
// exhibition less the first page of each, which says how many there are, in round
// figures; and a page with the same key is the same.
func TestApartKeys(t *testing.T) {
	const n = longList + 10 // the next lower round figure says less
	c := exhibitions(n)
	before := bodies(t, c)
	isLast := func(e *campaign.Event) bool { return e.Slug == fmt.Sprintf("exhibition-%03d", n-1) }
	timetables := 0
	for path := range before {
		if timetable(path) {
			timetables++
		}
	}
	if timetables < 20 {
		t.Fatalf("there are %d timetables", timetables)
	}
	for _, test := range []struct {
		want int // timetables that change; -1: more
		edit func(list []*campaign.Event) []*campaign.Event
	}{
		{0, func(list []*campaign.Event) []*campaign.Event {
			e := *list[9]
			e.Venue, e.Place = "", text("Elsewhere")
			settle(&e)
			list[9] = &e
			return list
		}},
		{timetables - 1, func(list []*campaign.Event) []*campaign.Event { return slices.DeleteFunc(list, isLast) }},
		{-1, func(list []*campaign.Event) []*campaign.Event { // they are not apart any more
			return slices.DeleteFunc(list, func(e *campaign.Event) bool {
				return strings.HasPrefix(e.Slug, "exhibition-") && e.Slug >= fmt.Sprintf("exhibition-%03d", longList)
			})
		}},
	} {
		edited := *c
		edited.Events = test.edit(slices.Clone(c.Events))
		after := bodies(t, &edited)
		changed := changedFiles(before, after)
		got := 0
		for _, path := range changed {
			if timetable(path) {
				got++
			}
			if now, old := after[path], before[path]; now.key == old.key && now.key != (digest.Sum{}) {
				t.Errorf("%s has the same key, and another body", path)
			}
		}
		if len(changed) == 0 || got != test.want && test.want >= 0 {
			t.Errorf("%d timetables change, not %d: %q", got, test.want, changed)
		}
	}
}

// timetable tells whether a file shows a day.
func timetable(path string) bool { return strings.HasPrefix(path, string(scheduleRoute)+"20") }

// TestOpenOnPaper: on paper and in a venue's programme open hours have the times of
// their session, not of the event, and each session that is open has its line.
func TestOpenOnPaper(t *testing.T) {
	start := time.Date(2021, 9, 11, 9, 0, 0, 0, zone)
	first := campaign.DateOf(start)
	talk := campaign.Session{Start: start, End: start.Add(time.Hour), Room: "hall"}
	want := []view.Span{}
	open := func(from, to campaign.Date, room string) campaign.Session {
		o := &campaign.OpenHours{From: from, To: to + 1, Except: []campaign.Date{to + 1}, Hours: campaign.Hours{Opens: 600, Closes: 1080}}
		begin, end := o.On(from, zone)
		_, closes := o.On(to, zone)
		want = append(want, view.Span{Start: stamp(begin), End: stamp(closes)})
		return campaign.Session{Start: begin, End: end, Room: room, Open: o}
	}
	e := eventWith("fair", talk, open(first+2, first+5, "hall"), open(first+3, first+4, "yard"))
	e.Region = "r"
	settle(e)
	c := &campaign.Campaign{
		Start: first, End: first + 6, Regions: []campaign.Region{{Topic: campaign.Topic{ID: "r", Name: text("R")}}}, Events: []*campaign.Event{e},
		Venues: []campaign.Venue{{Topic: campaign.Topic{ID: "hall", Name: text("Hall")}, Rooms: []campaign.Room{{ID: "hall", Name: text("Hall")}, {ID: "yard", Name: text("Yard")}}}},
	}
	g := tongueOf(t, c)
	g.k.pages(g)
	seen := 0
	for _, o := range g.k.outputs {
		page, _ := o.Body(Report{}).(Page)
		var lines []view.Item
		switch v := page.View.(type) {
		case view.Print:
			lines = v.Open
		case view.Programme:
			lines = v.Open
		default:
			continue
		}
		seen++
		var got []view.Span
		for _, line := range lines {
			got = append(got, view.Span{Start: line.Time.Start, End: line.Time.End})
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has open hours at %v, not %v", o.Path, got, want)
		}
	}
	if seen != 2 {
		t.Errorf("%d programmes are made", seen)
	}
}

// TestApartByDay: many exhibitions of which no day has too many stand on their days.
func TestApartByDay(t *testing.T) {
	c := exhibitions(longList + 100)
	for i, e := range c.Events {
		if s := &e.Sessions[0]; i%2 == 0 && s.Open != nil {
			s.Open.From, s.Open.To = s.Open.From+30, s.Open.To+30
			s.Start, s.End = s.Start.AddDate(0, 0, 30), s.End.AddDate(0, 0, 30)
			e.First = s.Start
		}
	}
	slices.SortFunc(c.Events, (*campaign.Event).Compare)
	g := tongueOf(t, c)
	if n := g.k.begins[c.Start+2]; g.k.apart != nil || n < 100 || n != len(g.k.byDay[c.Start+2]) {
		t.Errorf("%d are apart, and %d of %d on a day", len(g.k.apart), len(g.k.byDay[c.Start+2]), n)
	}
}
