package site

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// large returns a campaign whose lists are long and whose machine-readable
// files are in parts: its events are in four regions and twelve below them, in
// a week.
func large() *campaign.Campaign {
	const events = feed.PartLimit + 200
	c := &campaign.Campaign{
		Name: text("Science day"), Start: campaign.DateOf(time.Date(2021, 9, 11, 0, 0, 0, 0, zone)), End: campaign.DateOf(time.Date(2021, 9, 17, 0, 0, 0, 0, zone)),
		Published: time.Date(2021, 9, 1, 9, 0, 0, 0, zone),
	}
	topic := func(id string) campaign.Topic { return campaign.Topic{ID: id, Name: text(id)} }
	for i := range 4 {
		top := fmt.Sprintf("region-%d", i)
		c.Regions = append(c.Regions, campaign.Region{Topic: topic(top)})
		for j := range 3 {
			c.Regions = append(c.Regions, campaign.Region{Topic: topic(fmt.Sprintf("%s-%d", top, j)), Parent: top})
		}
		c.Actions = append(c.Actions, campaign.Action{Topic: topic(fmt.Sprintf("action-%d", i))})
		c.Strands = append(c.Strands, topic(fmt.Sprintf("strand-%d", i)))
	}
	for i := range 60 {
		c.Venues = append(c.Venues, campaign.Venue{Topic: topic(fmt.Sprintf("venue-%02d", i)), Region: c.Regions[i%len(c.Regions)].ID})
	}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range events {
		c.Events = append(c.Events, drawn(r, c, i))
	}
	slices.SortFunc(c.Events, (*campaign.Event).Compare)
	return c
}

// drawn returns a random event of a campaign; its number is in its path.
func drawn(r *rand.Rand, c *campaign.Campaign, number int) *campaign.Event {
	start := c.Start.In(zone).AddDate(0, 0, r.IntN(7)).Add(time.Duration(9*60+15*r.IntN(40)) * time.Minute)
	s := campaign.Session{Start: start, End: start.Add(90 * time.Minute)}
	e := eventWith(fmt.Sprintf("event-%05d", number), s)
	e.Region = c.Regions[r.IntN(len(c.Regions))].ID
	e.Path = e.Region + "/" + e.Slug
	e.Venue = c.Venues[r.IntN(len(c.Venues))].ID
	e.Actions = []string{c.Actions[r.IntN(len(c.Actions))].ID}
	e.Strands = []string{c.Strands[r.IntN(len(c.Strands))].ID}
	e.Free, e.Updated = true, c.Published
	settle(e)
	return e
}

// settle gives an event the digest of what it is now.
func settle(e *campaign.Event) {
	e.Facts = digest.Sum{}
	e.Facts = digest.Of(fmt.Appendf(nil, "%+v", *e))
}

// A result is an output's key, if it has one, and the digest of its body.
type result struct{ key, body digest.Sum }

// bodies makes all outputs of a campaign.
func bodies(t *testing.T, c *campaign.Campaign) map[string]result {
	t.Helper()
	g := tongueOf(t, c)
	g.k.pages(g)
	g.k.shared()
	outputs := g.k.outputs
	sums := make([]result, len(outputs))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(outputs)); i = next.Add(1) - 1 {
				sums[i].key, _ = outputs[i].Key()
				switch b := outputs[i].Body(Report{Mistake: func(diag.Diagnostic) {}, Fault: func(err error) { t.Error(err) }}).(type) {
				case Bytes:
					sums[i].body = digest.Of(b(nil))
				default:
					data, err := json.Marshal(b)
					if err != nil {
						t.Error(err)
					}
					sums[i].body = digest.Of(data)
				}
			}
		})
	}
	wg.Wait()
	out := make(map[string]result, len(outputs))
	for i := range outputs {
		if _, ok := out[outputs[i].Path]; ok {
			t.Errorf("two outputs are at %s", outputs[i].Path)
		}
		out[outputs[i].Path] = sums[i]
	}
	return out
}

// changedFiles returns the files that differ, or are only in one.
func changedFiles(before, after map[string]result) []string {
	var out []string
	for path := range before {
		if m, ok := after[path]; !ok || m.body != before[path].body {
			out = append(out, path)
		}
	}
	for path := range after {
		if _, ok := before[path]; !ok {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// TestEditsAreLocal: however many events there are, an edit to one changes few
// files. They are those that show the event, and in long lists a neighbour. And
// few more have another key, so few are made; those with the same key are the
// same.
func TestEditsAreLocal(t *testing.T) {
	c := large()
	before := bodies(t, c)
	r := rand.New(rand.NewPCG(5, 6))
	for _, edit := range []struct {
		name   string
		most   int // files
		change func(*campaign.Event)
	}{
		{"title", 20, func(e *campaign.Event) { e.Prose[0].Title += ", again" }},
		{"status", 26, func(e *campaign.Event) {
			e.Status, e.StatusChanged = "cancelled", c.Start.In(zone)
			e.Updated = e.StatusChanged
		}},
		{"hour", 24, func(e *campaign.Event) { move(e, time.Hour) }},
		{"day", 30, func(e *campaign.Event) { move(e, 24*time.Hour) }},
		{"region", 34, func(e *campaign.Event) { e.Region = beside(e.Region) }},
		{"add", 32, nil},
		{"remove", 30, nil},
	} {
		edited := *c
		at := r.IntN(len(c.Events))
		e := *c.Events[at]
		e.Prose, e.Sessions = slices.Clone(e.Prose), slices.Clone(e.Sessions)
		edited.Events = slices.Clone(c.Events)
		switch edit.name {
		case "add":
			edited.Events = append(edited.Events, drawn(r, c, len(c.Events)))
		case "remove":
			edited.Events = slices.Delete(edited.Events, at, at+1)
		default:
			edit.change(&e)
			settle(&e)
			edited.Events[at] = &e
		}
		slices.SortFunc(edited.Events, (*campaign.Event).Compare)
		after := bodies(t, &edited)
		changed := changedFiles(before, after)
		again := 0
		for path, m := range after {
			switch old := before[path]; {
			case m.key == digest.Sum{} || m.key != old.key:
				again++
			case m.body != old.body:
				t.Errorf("%s of %s: %s has the same key, and another body", edit.name, e.Path, path)
			}
		}
		t.Logf("%s: %d of %d files, %d made", edit.name, len(changed), len(before), again)
		if again > 2*edit.most+60 {
			t.Errorf("%s of %s: %d files are made again", edit.name, e.Path, again)
		}
		if stays := edit.name == "hour" || edit.name == "day" || edit.name == "region"; stays && slices.ContainsFunc(changed, func(path string) bool { return strings.HasPrefix(path, "sitemap") }) {
			t.Errorf("%s of %s changes a sitemap", edit.name, e.Path)
		}
		if len(changed) > edit.most || len(changed) == 0 {
			t.Errorf("%s of %s changes %d files: %q", edit.name, e.Path, len(changed), changed)
		}
	}
}

// beside returns another of the regions of large, below the same one where there is one.
func beside(region string) string {
	last := len(region) - 1
	return region[:last] + string('0'+(region[last]-'0'+1)%3)
}

// TestCalendarsByTime: an event that goes to the next county is in the calendars of both,
// and changes none that has all of the two.
func TestCalendarsByTime(t *testing.T) {
	c := large()
	c.Events = c.Events[:10*longList]
	at := slices.IndexFunc(c.Events, func(e *campaign.Event) bool { return e.Region == "region-0-0" })
	before := bodies(t, c)
	e := *c.Events[at]
	e.Region = "region-0-1"
	settle(&e)
	c.Events[at] = &e
	var calendars []string
	for _, path := range changedFiles(before, bodies(t, c)) {
		if strings.HasSuffix(path, "calendar.ics") {
			calendars = append(calendars, path)
		} else if strings.HasPrefix(path, "sitemap") {
			t.Errorf("%s changes", path)
		}
	}
	if want := []string{"regions/region-0-0/calendar.ics", "regions/region-0-1/calendar.ics"}; !slices.Equal(calendars, want) {
		t.Errorf("%q change, not %q", calendars, want)
	}
}

// TestCountsBelow: the page of a region that lists its own events alone says all the same
// how many there are below, so its key does.
func TestCountsBelow(t *testing.T) {
	c := large()
	before := bodies(t, c)
	moved := 0
	for i, e := range c.Events {
		if e.Region == "region-0-0" && moved < 10 { // the next round figure
			other := *e
			other.Region = "region-0-1"
			settle(&other)
			c.Events[i] = &other
			moved++
		}
	}
	const page = "regions/region-0/index.html"
	if was, now := before[page], bodies(t, c)[page]; now.body == was.body || now.key == was.key {
		t.Errorf("%s is the same, or has the same key", page)
	}
}

// TestInTime: where a list is by place, calendars, in parts as well, and programmes
// on paper are in the order of time.
func TestInTime(t *testing.T) {
	c := large()
	open := 0
	for _, e := range c.Events {
		if strings.HasPrefix(e.Region, "region-1") && open < longList+50 {
			open++
			s := &e.Sessions[0]
			s.Open = &campaign.OpenHours{From: campaign.DateOf(s.Start), To: campaign.DateOf(s.Start), Hours: campaign.Hours{Opens: 600, Closes: 1080}}
		} else if strings.HasPrefix(e.Region, "region-1") {
			e.Region = "region-2"
		}
		e.Actions = []string{"action-0"} // too many for one file
		settle(e)
	}
	g := tongueOf(t, c)
	g.k.pages(g)
	starts := regexp.MustCompile(`(?m)^DTSTART[^:]*:(\d+T\d+)`)
	calendars, programmes := 0, 0
	for _, o := range g.k.outputs {
		var times []string
		switch b := o.Body(Report{Mistake: func(diag.Diagnostic) {}, Fault: func(err error) { t.Error(err) }}).(type) {
		case Bytes:
			if !strings.HasSuffix(o.Path, ".ics") {
				continue
			}
			for _, m := range starts.FindAllSubmatch(b(nil), -1) {
				times = append(times, string(m[1]))
			}
			if len(times) > longList && strings.Contains(o.Path, "actions/action-0/calendar/") {
				calendars++
			}
		case Page:
			if v, ok := b.View.(view.Print); ok {
				for _, line := range v.Open {
					times = append(times, line.Time.Start)
				}
				if len(times) > longList {
					programmes++
				}
			}
		}
		if !slices.IsSorted(times) {
			t.Errorf("%s has the times %q", o.Path, times)
		}
	}
	if calendars == 0 || programmes != 1 {
		t.Errorf("%d parts of a calendar and %d programmes are long", calendars, programmes)
	}
}

// move shifts an event's only session.
func move(e *campaign.Event, by time.Duration) {
	s := &e.Sessions[0]
	s.Start, s.End = s.Start.Add(by), s.End.Add(by)
	e.First, e.Last = s.Start, s.End
}
