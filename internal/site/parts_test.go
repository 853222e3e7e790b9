package site

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/feed"
)

// fileOf returns a file of a composed site; nil when there is none.
func (k *composer) fileOf(path string) []byte {
	for i := range k.outputs {
		if k.outputs[i].Path == path {
			return k.outputs[i].Body(Report{Mistake: func(diag.Diagnostic) {}, Fault: func(err error) { panic(err) }}).(Bytes)(nil)
		}
	}
	return nil
}

// TestDataParts: the index of the open data names parts that are there, and
// they hold each event once; each has its table and its schedule.
func TestDataParts(t *testing.T) {
	g := tongueOf(t, large())
	k := g.k
	k.data(g)
	var index struct {
		Parts []struct{ Path string }
	}
	if err := json.Unmarshal(k.fileOf("data/events.json"), &index); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, p := range index.Parts {
		var part struct{ Events []struct{ ID string } }
		if err := json.Unmarshal(k.fileOf("data/"+p.Path), &part); err != nil {
			t.Fatalf("%s: %v", p.Path, err)
		}
		if len(part.Events) == 0 || len(part.Events) > feed.PartSize {
			t.Errorf("%s has %d events", p.Path, len(part.Events))
		}
		for _, e := range part.Events {
			found = append(found, e.ID)
		}
		name := strings.TrimSuffix(p.Path, ".json")
		if k.fileOf("data/"+name+".csv") == nil || k.fileOf("data/"+strings.Replace(name, "events/", "schedule/", 1)+".xml") == nil {
			t.Errorf("%s has no table or no schedule", p.Path)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(found)), k.paths()) {
		t.Errorf("the parts hold %d events, not each of %d once", len(found), len(k.listed))
	}
	if want := 3 + 1 + 3*len(index.Parts); len(k.outputs) != want || len(index.Parts) < 4 {
		t.Errorf("%d parts, %d files", len(index.Parts), len(k.outputs))
	}
}

// paths returns those of all listed events, sorted.
func (k *composer) paths() []string {
	var out []string
	for _, n := range k.listed {
		out = append(out, n.Path)
	}
	slices.Sort(out)
	return out
}

// TestCalendarParts: a calendar that is too long for one file leads to
// calendars which hold each of its events once; a region's are those that are
// there anyway, so parts of its own have only what is in no other.
func TestCalendarParts(t *testing.T) {
	c := large()
	for i, e := range c.Events {
		e.Actions = []string{"action-0"} // all of them, so that this calendar is too long as well
		if i%100 == 0 {
			e.Region = ""
		} else if i%3 > 0 {
			e.Region = strings.Replace(e.Region, "region-1", "region-0", 1)
		}
	}
	// So many in one region that its calendar is too long; some in none.
	for i := range 4000 {
		e := *c.Events[i]
		e.Path, e.Slug, e.Region = fmt.Sprintf("more/%d", i), fmt.Sprint(i), "region-0"
		if i%2 > 0 {
			e.Region = "region-0-1"
		}
		c.Events = append(c.Events, &e)
	}
	slices.SortFunc(c.Events, (*campaign.Event).Compare)
	g := tongueOf(t, c)
	k := g.k
	k.calendars(g)
	held := func(file string) (urls, leads []string) {
		// Lines are folded (RFC 5545 3.1).
		text := strings.ReplaceAll(string(k.fileOf(file)), "\r\n ", "")
		for _, m := range regexp.MustCompile(`(?m)^URL[^:]*:(.*)\r$`).FindAllStringSubmatch(text, -1) {
			urls = append(urls, m[1])
		}
		for _, m := range regexp.MustCompile(`https://kepu\.example/2021/([a-z0-9/_-]*\.ics)`).FindAllStringSubmatch(text, -1) {
			leads = append(leads, m[1])
		}
		return urls, leads
	}
	for _, whole := range []struct {
		file   string
		events []*entry
		own    string // where its own parts are
		few    int
	}{
		{"calendar.ics", k.listed, "calendar/_none.ics", 1},
		{"regions/region-0/calendar.ics", k.byRegion["region-0"], "regions/region-0/calendar/region-0", 8},
		{"actions/action-0/calendar.ics", k.byAction["action-0"], "actions/action-0/calendar/", 40},
	} {
		_, parts := held(whole.file)
		var found []string
		own := 0
		for _, p := range parts {
			urls, deeper := held(p)
			if len(deeper) > 0 || len(urls) == 0 {
				t.Errorf("%s leads to %s, which holds %d events and leads to %q", whole.file, p, len(urls), deeper)
			}
			for _, u := range urls {
				if strings.HasSuffix(u, ".html") {
					found = append(found, u)
				}
			}
			if strings.HasPrefix(p, whole.own) {
				own++
			}
		}
		var want []string
		for _, n := range whole.events {
			want = append(want, g.url(n.route))
		}
		slices.Sort(want)
		if slices.Sort(found); len(whole.events) <= feed.PartLimit || !slices.Equal(found, want) {
			t.Errorf("%s leads to %d calendars with %d events, not each of %d once", whole.file, len(parts), len(found), len(want))
		}
		if own == 0 || own > whole.few {
			t.Errorf("%s has %d parts of its own: %q", whole.file, own, parts)
		}
	}
	if urls, _ := held("regions/region-2/calendar.ics"); len(urls) < len(k.byRegion["region-2"]) {
		t.Error("a short calendar does not hold its events")
	}
}

// TestSitemapParts: however many addresses there are, each is in one sitemap,
// none of these is over the limits of the protocol, and the index names all.
func TestSitemapParts(t *testing.T) {
	for _, languages := range []int{1, 9} {
		c := large()
		g := tongueOf(t, c)
		tongues := []Tongue{{g.locale, g.words}}
		for i := 1; i < languages; i++ {
			c.Languages = append(c.Languages, campaign.Language{Lang: campaign.Lang(fmt.Sprintf("l%d", i)), Name: "English", Locale: "en-GB"})
			tongues = append(tongues, tongues[0])
		}
		for i, dir := range []string{"", "a/b/", "a-b/", "A-b/", "a_b/", "伊犁/"} { // folders as people may name them
			for j := range fewInFolder + 2 { // with one less still enough
				e := c.Events[100*i+j]
				e.Path = dir + e.Slug
				settle(e)
			}
		}
		for i := range 1000 { // and many of one event each
			e := c.Events[1000+i]
			e.Path = fmt.Sprintf("folder-%d/%s", i, e.Slug)
			settle(e)
		}
		late := c.Events[77]
		late.Updated = time.Date(2021, 9, 20, 12, 0, 0, 0, zone)
		k := newComposer(c, tongues)
		k.pages(k.tongues[0])
		want := map[string]bool{}
		for p := range k.found(k.listed) {
			for _, g := range k.tongues {
				want[g.url(p.route)] = true
			}
		}
		// What a sitemap lists is there, and no page of an event is left out.
		for _, n := range k.listed {
			if !want[k.tongues[languages-1].url(n.route)] {
				t.Fatalf("%s is not to be found", n.route)
			}
		}
		k.outputs = nil
		k.sitemap()
		type entry struct {
			Loc     string     `xml:"loc"`
			LastMod string     `xml:"lastmod"`
			Links   []struct{} `xml:"http://www.w3.org/1999/xhtml link"`
		}
		type sitemap struct {
			URLs  []entry `xml:"url"`
			Parts []entry `xml:"sitemap"`
		}
		read := func(file string) (s sitemap) {
			data := k.fileOf(file)
			if err := xml.Unmarshal(data, &s); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if len(s.URLs) > 50_000 || len(data) > 50<<20 {
				t.Errorf("%s has %d addresses and %d bytes", file, len(s.URLs), len(data))
			}
			return s
		}
		whole := read("sitemap.xml")
		if len(whole.Parts) == 0 || len(whole.Parts) > 100 || len(k.outputs) != len(whole.Parts)+1 {
			t.Fatalf("%d languages: %d files, %d parts", languages, len(k.outputs), len(whole.Parts))
		}
		found := whole.URLs
		for _, p := range whole.Parts {
			s := read(strings.TrimPrefix(p.Loc, c.BaseURL))
			latest := slices.MaxFunc(s.URLs, func(a, b entry) int { return strings.Compare(a.LastMod, b.LastMod) }).LastMod
			if p.LastMod != latest {
				t.Errorf("%s was changed at %s, its latest page at %s", p.Loc, p.LastMod, latest)
			}
			found = append(found, s.URLs...)
		}
		for _, u := range found {
			if !want[u.Loc] || len(u.Links) != languages+1 {
				t.Fatalf("%s is listed twice or not wanted, or has %d alternates", u.Loc, len(u.Links))
			}
			delete(want, u.Loc)
		}
		if len(want) > 0 {
			t.Errorf("%d languages: %d addresses are in no sitemap", languages, len(want))
		}
		// It hardly matters to the parts that one event more is there.
		if languages > 1 {
			names := func(k *composer) (out []string) {
				for _, o := range k.outputs {
					out = append(out, o.Path)
				}
				return out
			}
			before := names(k)
			c.Events = slices.Delete(slices.Clone(c.Events), 5, 6)
			k = newComposer(c, tongues)
			k.pages(k.tongues[0])
			k.outputs = nil
			k.sitemap()
			if !slices.Equal(before, names(k)) {
				t.Errorf("the parts were %q", before)
			}
		}
	}
}

// TestRelated: a page shows two others of its region, each once and all that take
// place, in the order of their paths; and an event is shown by few, by the same
// whenever it is.
func TestRelated(t *testing.T) {
	c := large()
	for i, e := range c.Events {
		if i%20 == 0 {
			e.Status = "cancelled"
		}
	}
	// A region with few events of its own, and one with no other.
	kept := 0
	c.Events = slices.DeleteFunc(c.Events, func(e *campaign.Event) bool {
		if e.Region == "region-0" || e.Region == "region-1-1" {
			kept++
			return e.Region == "region-0" && kept > 2 || e.Region == "region-1-1"
		}
		return false
	})
	lone := *c.Events[0]
	lone.Path, lone.Slug, lone.Region = "lone", "lone", "region-1-1"
	c.Events = append(c.Events, &lone)
	slices.SortFunc(c.Events, (*campaign.Event).Compare)
	k := tongueOf(t, c).k
	shownBy := map[string]int{}
	for _, n := range k.listed {
		related := k.related(n)
		want := 2
		if n.Region == "region-1-1" {
			want = 0
		}
		if len(related) != want {
			t.Errorf("%s shows %d others", n.Path, len(related))
		}
		for i, o := range related {
			shownBy[o.Path]++
			if o == n || off(o.Event) || slices.Index(related, o) != i || !slices.Contains(k.byRegion[n.Region], o) {
				t.Errorf("%s shows %s", n.Path, o.Path)
			}
		}
		for i := 1; i < len(related); i++ {
			if from, to := related[i-1].Path, related[i].Path; (from > n.Path) == (to > n.Path) && from > to {
				t.Errorf("%s shows %s before %s", n.Path, from, to)
			}
		}
	}
	for path, n := range shownBy {
		if n > 5 {
			t.Errorf("%d pages show %s", n, path)
		}
	}
	if len(shownBy) == 0 {
		t.Error("no page shows another event")
	}
	moved := *c.Events[7]
	moved.First, moved.Last = moved.First.AddDate(0, 0, 1), moved.Last.AddDate(0, 0, 1)
	moved.Venue = "elsewhere"
	before := shown(k)
	c.Events[7] = &moved
	slices.SortFunc(c.Events, (*campaign.Event).Compare)
	if after := shown(tongueOf(t, c).k); !maps.EqualFunc(before, after, slices.Equal) {
		t.Error("pages show other events when one is moved to another day and place")
	}
}

// TestRelatedOfPrivate: a private event, which is in no list, shows what is next to it by
// path like any other.
func TestRelatedOfPrivate(t *testing.T) {
	for i := range 40 {
		c := large()
		want := shown(tongueOf(t, c).k)[c.Events[i].Path]
		c.Events[i].Private = true
		k := tongueOf(t, c).k
		var got []string
		for _, o := range k.related(&k.entries[i]) {
			got = append(got, o.Path)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s shows %q, not %q", c.Events[i].Path, got, want)
		}
	}
}

// shown returns the paths of the events that each event's page shows, by its own.
func shown(k *composer) map[string][]string {
	out := map[string][]string{}
	for _, n := range k.listed {
		for _, o := range k.related(n) {
			out[n.Path] = append(out[n.Path], o.Path)
		}
	}
	return out
}
