package site

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bunting/internal/campaign"
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
