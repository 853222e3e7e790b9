package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"bunting/internal/campaign"
	"bunting/internal/config"
	"bunting/internal/content"
)

// generated returns the files of a campaign, by name.
func generated(t *testing.T, events int, seed uint64) (dir string, files map[string][]byte) {
	t.Helper()
	return written(t, events, seed, false)
}

func written(t *testing.T, events int, seed uint64, hugo bool) (dir string, files map[string][]byte) {
	t.Helper()
	dir = t.TempDir()
	if err := generate(dir, events, seed, hugo); err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name], err = os.ReadFile(filepath.Join(dir, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, files
}

func TestLoadsWithoutDiagnostics(t *testing.T) {
	const events = 300
	dir, _ := generated(t, events, 1)
	c, _, list, err := config.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) > 0 {
		t.Fatal(list)
	}
	site, err := content.Load(os.DirFS(dir), c, content.Options{Now: time.Date(2021, 12, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if list = site.Told(); len(list) > 0 {
		list.WriteText(os.Stderr, 0)
		t.Fatalf("%d diagnostics", len(list))
	}
	if len(c.Events) != events || len(c.News) != 20 || len(c.Pages) != 4 || len(c.Offices) != 15 || c.Notice == nil || c.MainVenue() == nil {
		t.Errorf("%d events, %d news, %d pages, %d offices, notice %v, main venue %v", len(c.Events), len(c.News), len(c.Pages), len(c.Offices), c.Notice, c.MainVenue())
	}
	if n := len(c.Venues); n < 180 || n > 220 {
		t.Errorf("%d venues", n)
	}
	for _, e := range c.Events {
		if len(e.Prose) != 2 {
			t.Errorf("%s has %d languages", e.Path, len(e.Prose))
		}
	}
	for _, d := range []*campaign.Document{&c.Home, &c.Regions[0].Text, &c.Venues[0].Text, &c.Actions[0].Text, &c.Strands[0].Text} {
		if len(d.Prose) != 2 {
			t.Errorf("%v", d)
		}
	}
}

func TestSameBytes(t *testing.T) {
	_, few := generated(t, 60, 7)
	_, again := generated(t, 60, 7)
	if !maps.EqualFunc(few, again, bytes.Equal) {
		t.Error("the same seed gives other bytes")
	}
	_, more := generated(t, 90, 7)
	if len(more) != len(few)+2*30 {
		t.Errorf("%d files after %d", len(more), len(few))
	}
	for name := range few {
		if !bytes.Equal(few[name], more[name]) {
			t.Errorf("%s changes with the number of events", name)
		}
	}
	_, other := generated(t, 60, 8)
	same := 0
	for name := range few {
		if strings.HasPrefix(name, "content/events/") && bytes.Equal(few[name], other[name]) {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d events are the same with another seed", same)
	}
}

func TestRefusesFullFolder(t *testing.T) {
	dir, _ := generated(t, 1, 1)
	if err := generate(dir, 1, 1, false); err == nil {
		t.Error("a folder with a campaign in it is written to")
	}
}

// TestTitles goes past the number of titles, where they are told apart by
// their edition.
func TestTitles(t *testing.T) {
	g := newGenerator(3, 1)
	all := len(g.provinces[0].counties) * len(subjects) * len(forms) * len(angles)
	seen := [2]map[string]bool{{}, {}}
	step := 1
	if testing.Short() {
		step = 7
	}
	for i := 0; i < all+1000; i += step {
		title := g.subject(i).title
		if seen[0][title.zh] || seen[1][title.en] {
			t.Fatalf("event %d repeats a title: %v", i, title)
		}
		seen[0][title.zh], seen[1][title.en] = true, true
	}
}

// TestProportions asks that the shapes of the spec occur about as often as in
// a real programme.
func TestProportions(t *testing.T) {
	const events = 4000
	g := newGenerator(1, events)
	count := map[string]int{}
	tally := func(what string, is bool) {
		if is {
			count[what]++
		}
	}
	for i := range events {
		e := g.event(i)
		if n := utf8.RuneCountInString(e.text.zh); n < shortest || n > longest {
			t.Errorf("%s has %d characters", e.slug, n)
		}
		front := e.document().front.zh
		has := func(s string) bool { return strings.Contains(front, "\n"+s) }
		open := false
		for _, s := range e.sessions {
			open = open || s.hours != ""
		}
		tally("one session", len(e.sessions) == 1 && !open)
		tally("several", len(e.sessions) > 1)
		tally("open hours", open)
		tally("chosen weekdays", has("weekdays"))
		tally("online", has(`attendance = "online"`))
		tally("mixed", has(`attendance = "mixed"`))
		tally("venue", has("venue"))
		tally("room", has("room"))
		tally("cancelled", has(`status = "cancelled"`))
		tally("postponed", has(`status = "postponed"`))
		tally("rescheduled", has(`status = "rescheduled"`))
		tally("moved online", has(`status = "moved-online"`))
		tally("registration", has("registration"))
		tally("full", strings.Contains(front, "full = true"))
		tally("fee", has("fee"))
		tally("private", has("public = false"))
		tally("no summary", !has("summary"))
		tally("results", has("[results]"))
		tally("coverage", has("[[coverage]]"))
		tally("videos", has("[[videos]]"))
		tally("aliases", has("aliases"))
		tally("publishAt", has("publishAt"))
		tally("county", has("region"))
		tally("link to an event", strings.Contains(e.text.zh, "也可以看看["))
		tally("table", strings.Contains(e.text.zh, "\n|---"))
	}
	for what, percent := range map[string][2]float64{
		"one session": {76, 84}, "several": {9, 17}, "open hours": {5, 9}, "chosen weekdays": {1, 4}, "online": {7, 12}, "mixed": {4, 8},
		"venue": {50, 65}, "room": {15, 40}, "cancelled": {1.3, 2.7}, "postponed": {0.5, 1.6}, "rescheduled": {0.8, 2.3}, "moved online": {0.4, 1.6},
		"registration": {80, 95}, "full": {0.8, 3}, "fee": {2.5, 5.5}, "private": {0.4, 1.8}, "no summary": {8, 12}, "results": {2, 4},
		"coverage": {1.2, 3}, "videos": {2, 4}, "aliases": {0.4, 1.8}, "publishAt": {2, 4}, "county": {55, 65}, "link to an event": {11, 19}, "table": {9, 15},
	} {
		if share := 100 * float64(count[what]) / events; share < percent[0] || share > percent[1] {
			t.Errorf("%s: %.1f %%, not %v", what, share, percent)
		}
	}
}

// TestProvinces asks that a campaign of the whole country has regions on three
// levels, and that its first events are those of a smaller one.
func TestProvinces(t *testing.T) {
	dir := t.TempDir()
	g := newGenerator(1, 2*perProvince+1)
	w := writer{dir: dir, made: map[string]bool{}}
	g.site(&w)
	small := newGenerator(1, 1)
	for i := range 30 {
		e := g.event(i)
		if e.document() != small.event(i).document() {
			t.Errorf("event %d depends on how many there are", i)
		}
		for _, number := range []int{i, perProvince + i, 2*perProvince + i} {
			if number > i {
				e = g.event(number)
			}
			if want := seats[number/perProvince].id; e.county.province.id != want {
				t.Errorf("event %d is in %s, not in %s", number, e.county.province.id, want)
			}
			w.put("content/events/"+e.region.id+"/"+e.slug, e.document())
		}
	}
	if w.err != nil {
		t.Fatal(w.err)
	}
	c, _, list, err := config.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := content.Load(os.DirFS(dir), c, content.Options{Now: time.Date(2021, 12, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if list = append(list, loaded.Told()...); len(list) > 0 {
		list.WriteText(os.Stderr, 0)
		t.Fatalf("%d diagnostics", len(list))
	}
	top := 0
	for _, r := range c.Regions {
		if r.Parent == "" {
			top++
		}
	}
	if top != 3 || len(c.Regions) < 300 || len(c.Events) != 90 {
		t.Errorf("%d regions at the top of %d, %d events", top, len(c.Regions), len(c.Events))
	}
}
