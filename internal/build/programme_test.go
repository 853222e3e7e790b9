package build

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// smallConfig is a campaign with one of everything.
const smallConfig = `
baseURL = "https://kepu.example/2021/"
defaultLanguage = "zh"
timeZone = "Asia/Shanghai"
[languages.zh]
name = "简体中文"
locale = "zh-Hans-CN"
[languages.en]
name = "English"
locale = "en-GB"
[campaign]
name = "科普日"
start = 2021-09-11
end = 2021-09-17
[[organizers]]
id = "org"
name = "科协"
[[strands]]
id = "s"
name = "主题"
[[series]]
id = "joint"
name = "联合行动"
page = "actions"
[[actions]]
id = "a"
name = "行动"
series = "joint"
[[regions]]
id = "r"
name = "某县"
[[venues]]
id = "hall"
name = "科技馆"
region = "r"
main = true
[[venues.rooms]]
id = "room"
name = "报告厅"
`

// happens is what the events below have in common.
const happens = "venue = \"hall\"\norganizers = [\"org\"]\nactions = [\"a\"]\nstrands = [\"s\"]\n"

// theEvent is a file of content/events/r/.
func theEvent(title, facts string) string {
	return fmt.Sprintf("+++\ntitle = %q\n%s%s+++\n\n正文。\n", title, happens, facts)
}

// entries returns the events that a page lists, by their addresses, in order,
// each with the element that tells of it.
func entries(doc *html.Node) (paths []string, at map[string]*html.Node) {
	at = map[string]*html.Node{}
	for _, a := range elements(doc, atom.A) {
		to := attribute(a, "href")
		if !strings.Contains(to, "/events/r/") || !strings.HasSuffix(to, ".html") {
			continue
		}
		for n := a.Parent; n != nil; n = n.Parent {
			class := strings.Fields(attribute(n, "class"))
			if slices.Contains(class, "card") || slices.Contains(class, "item") || n.DataAtom == atom.Tr && slices.Contains(strings.Fields(attribute(n.Parent.Parent, "class")), "lines") {
				paths = append(paths, to)
				at[to] = n
				break
			}
		}
	}
	return paths, at
}

// TestPages asks that long lists lose nothing: each event stands on exactly one
// of the list's pages, and the pager leads through all of them.
func TestPages(t *testing.T) {
	for _, count := range []int{0, 1, 50, 51, 100} {
		t.Run(strconv.Itoa(count), func(t *testing.T) {
			files := map[string]string{"config.toml": smallConfig}
			var all []string
			for i := range count {
				files[fmt.Sprintf("content/events/r/event-%03d.md", i)] = theEvent(fmt.Sprintf("活动 %d", i), fmt.Sprintf(
					"start = 2021-09-12T10:00\nend = 2021-09-12T11:%02d\nattendance = \"mixed\"\nstatus = \"rescheduled\"\nstatusChanged = 2021-09-10T10:00:00\n", i%60))
				all = append(all, fmt.Sprintf("/2021/events/r/event-%03d.html", i))
			}
			m := mustMake(t, folder(t, files))
			lists := []string{"events/", "actions/a/", "strands/s/", "regions/r/", "venues/hall/", "main-venue/", "online/", "changes/", "embed/"}
			if count > 0 {
				lists = append(lists, "schedule/2021-09-12/")
			}
			for _, prefix := range []string{"", "en/"} {
				for _, list := range lists {
					list = prefix + list
					var found []string
					pages := max(1, (count+49)/50)
					next := "/2021/" + list
					for page := 1; next != ""; page++ {
						data := m.files[m.file(root+strings.TrimPrefix(next, base))]
						doc, err := parseHTML(data)
						if err != nil {
							t.Fatalf("%s: %v", next, err)
						}
						paths, _ := entries(doc)
						if want := min(50, count-50*(page-1)); len(paths) != want {
							t.Errorf("%s has %d entries, not %d", next, len(paths), want)
						}
						for _, p := range paths {
							found = append(found, strings.Replace(p, base+prefix, base, 1))
						}
						next = pager(t, doc, next, list, page, pages)
					}
					if !slices.Equal(slices.Sorted(slices.Values(found)), all) {
						t.Errorf("%s lists %d events, not each of %d once", list, len(found), count)
					}
					if m.files[list+fmt.Sprintf("page/%d/index.html", pages+1)] != nil {
						t.Errorf("%s has more pages than needed", list)
					}
				}
			}
			calendar, err := readICS(m.files["calendar.ics"])
			if err != nil {
				t.Fatal(err)
			}
			held := 0
			for _, p := range calendar {
				if p.name == "BEGIN" && p.value == "VEVENT" {
					held++
				}
			}
			rows, err := csvLeaves(m.files["data/events.csv"])
			if err != nil {
				t.Fatal(err)
			}
			told := 0
			for _, l := range rows {
				if strings.HasSuffix(l.path, ".id") && l.value != "id" {
					told++
				}
			}
			if held != count || told != count {
				t.Errorf("the calendar has %d events and the data %d, not %d", held, told, count)
			}
		})
	}
}

// pager checks the pager of one page and returns where the next one is.
func pager(t *testing.T, doc *html.Node, at, list string, page, pages int) string {
	t.Helper()
	of := func(n int) string {
		if n < 1 || n > pages {
			return ""
		}
		if n == 1 {
			return base + list
		}
		return base + list + fmt.Sprintf("page/%d/", n)
	}
	if at != of(page) {
		t.Errorf("page %d of %s is at %s", page, list, at)
	}
	navs := classed(doc, "pager")
	if (len(navs) == 1) != (pages > 1) {
		t.Errorf("%s has %d pagers for %d pages", at, len(navs), pages)
	}
	next, previous, numbers := "", "", map[string]string{}
	for _, nav := range navs {
		for _, a := range elements(nav, atom.A) {
			switch attribute(a, "rel") {
			case "next":
				next = attribute(a, "href")
			case "prev":
				previous = attribute(a, "href")
			default:
				numbers[text(a)] = attribute(a, "href")
			}
		}
	}
	if next != of(page+1) || previous != of(page-1) {
		t.Errorf("%s leads to %q and %q", at, previous, next)
	}
	want := map[string]string{}
	for n := 1; n <= pages; n++ {
		if n != page {
			want[strconv.Itoa(n)] = of(n)
		}
	}
	if strings.HasSuffix(list, "embed/") {
		clear(want) // a frame has only room for steps
	}
	if pages > 1 && !maps.Equal(numbers, want) {
		t.Errorf("%s leads to %v, not %v", at, numbers, want)
	}
	return next
}

var counts = regexp.MustCompile(`\d(多| ?|\+ )(场活动|项变更|events|changes)`)

// TestLongLists asks the same of lists that are paged by content: their pages
// lead forwards, back and to the first, say which times they hold and nothing
// of the whole, and stand at the same place in every language.
func TestLongLists(t *testing.T) {
	const count = 620
	files := map[string]string{"config.toml": smallConfig}
	var all, onDay []string
	for i := range count {
		// A third is open for hours, before the others of its day.
		facts := fmt.Sprintf("start = 2021-09-%02dT%02d:%02d\nend = 2021-09-%02dT23:00\n", 12+i/600, 9+i/60%10, i%60, 12+i/600)
		if i%3 == 0 {
			facts = "[[sessions]]\nfrom = 2021-09-12\nto = 2021-09-12\nhours = \"10:00-18:00\"\n"
		}
		files[fmt.Sprintf("content/events/r/event-%03d.md", i)] = theEvent(fmt.Sprintf("活动 %d", i),
			"attendance = \"mixed\"\nstatus = \"rescheduled\"\nstatusChanged = 2021-09-10T10:00:00\n"+facts)
		all = append(all, fmt.Sprintf("/2021/events/r/event-%03d.html", i))
		if i < 600 || i%3 == 0 {
			onDay = append(onDay, all[i])
		}
	}
	m := mustMake(t, folder(t, files))
	lists := []string{"events/", "actions/a/", "strands/s/", "regions/r/", "venues/hall/", "main-venue/", "online/", "changes/", "schedule/2021-09-12/"}
	addresses := map[string][]string{}
	for _, prefix := range []string{"", "en/"} {
		for _, list := range lists {
			first := base + prefix + list
			var found []string
			previous, at := "", first
			for at != "" {
				data := m.files[m.file(root+strings.TrimPrefix(at, base))]
				doc, err := parseHTML(data)
				if err != nil {
					t.Fatalf("%s: %v", at, err)
				}
				addresses[list] = append(addresses[list], strings.TrimPrefix(at, base+prefix))
				paths, _ := entries(doc)
				if len(paths) < 15 || len(paths) > 50 {
					t.Errorf("%s has %d entries", at, len(paths))
				}
				for _, p := range paths {
					found = append(found, strings.Replace(p, base+prefix, base, 1))
				}
				if counted := counts.MatchString(text(elements(doc, atom.Main)[0])); counted != (at == first) {
					t.Errorf("%s tells how many there are: %v", at, counted)
				}
				navs := classed(doc, "pager")
				if len(navs) != 1 {
					t.Fatalf("%s has %d pagers", at, len(navs))
				}
				here := text(elements(navs[0], atom.Span)[0])
				title := text(elements(doc, atom.Title)[0])
				if at != first && !strings.Contains(title, here) || !strings.Contains(here, ":") {
					t.Errorf("%s is %q in the pager, and its title is %q", at, here, title)
				}
				links := map[string]string{}
				jumps := 0
				for _, a := range elements(navs[0], atom.A) {
					links[strings.TrimPrefix(attribute(a, "class"), "pager-step pager-")] = attribute(a, "href")
				}
				for _, nav := range classed(doc, "jumps") {
					for _, a := range elements(nav, atom.A) {
						jumps++
						if m.files[m.file(root+strings.TrimPrefix(attribute(a, "href"), base))] == nil {
							t.Errorf("%s leads to %s, which is not there", at, attribute(a, "href"))
						}
					}
				}
				back := ""
				if at != first {
					back = first
				}
				if links["previous"] != previous || links["first"] != back {
					t.Errorf("%s leads to %v, not back to %q and %q", at, links, previous, back)
				}
				// 2021-09-12 has hours, the longer lists have a second day.
				if wanted := at == first && list != "changes/"; jumps > 0 != wanted {
					t.Errorf("%s offers %d jumps", at, jumps)
				}
				previous, at = at, links["next"]
			}
			want := all
			if strings.HasPrefix(list, "schedule/") {
				want = onDay
			}
			if !slices.Equal(slices.Sorted(slices.Values(found)), want) {
				t.Errorf("%s lists %d events, not each of %d once", list, len(found), len(want))
			}
		}
	}
	for list, found := range addresses {
		if half := len(found) / 2; !slices.Equal(found[:half], found[half:]) {
			t.Errorf("%s stands at other addresses in the other language: %v", list, found)
		}
	}
	// A frame has room for the beginning.
	doc, err := parseHTML(m.files["embed/index.html"])
	if err != nil {
		t.Fatal(err)
	}
	if paths, _ := entries(doc); len(paths) != 50 || len(classed(doc, "pager")) != 0 {
		t.Errorf("the frame lists %d events", len(paths))
	}
}

// states are what may become of an event: its facts, the message that says so
// in words, and the STATUS of its calendar entry (RFC 5545 3.8.1.11).
var states = []struct{ slug, facts, message, english, status string }{
	{"cancelled", `status = "cancelled"`, "status.cancelled", "Cancelled", "CANCELLED"},
	{"postponed", `status = "postponed"`, "status.postponed", "Postponed", "TENTATIVE"},
	{"rescheduled", `status = "rescheduled"`, "status.rescheduled", "New date", "CONFIRMED"},
	{"moved", "status = \"moved-online\"\nurl = \"https://live.example/\"", "status.moved-online", "Moved online", "CONFIRMED"},
	{"full", `registration = { booking = "required", full = true }`, "badge.full", "Fully booked", "CONFIRMED"},
	{"over", `results = { participants = 20 }`, "badge.ended", "Ended", "CONFIRMED"},
	{"on", "", "", "", "CONFIRMED"},
}

// TestStates asks that what became of an event is said in words wherever the
// event appears.
func TestStates(t *testing.T) {
	files := map[string]string{"config.toml": smallConfig}
	for i, s := range states {
		changed := ""
		if i < 5 {
			changed = fmt.Sprintf("statusChanged = 2021-09-0%dT18:00:00\nstatusNote = \"说明-%s\"\n", i+1, s.slug)
		}
		// One in a room, one by itself, one by open hours: all kinds of entry.
		times := "[[sessions]]\nstart = 2021-09-12T10:00\nend = 2021-09-12T11:00\nroom = \"room\"\n" +
			"[[sessions]]\nstart = 2021-09-13T10:00\nend = 2021-09-13T11:00\n[[sessions]]\nfrom = 2021-09-11\nto = 2021-09-14\nhours = \"10:00-12:00\"\n"
		files["content/events/r/"+s.slug+".md"] = theEvent("标题-"+s.slug, s.facts+"\n"+changed+times)
	}
	m := mustMake(t, folder(t, files))
	seen := map[string]int{}
	for name, page := range m.views {
		doc, err := parseHTML(m.files[name])
		if err != nil {
			t.Fatal(err)
		}
		words := m.theme.Messages(string(page.Lang))
		paths, at := entries(doc)
		for _, s := range states {
			own := strings.HasSuffix(name, "events/r/"+s.slug+".html")
			if own && s.message != "" {
				ticket := classed(doc, "ticket")
				if len(ticket) != 1 || !strings.Contains(text(ticket[0]), words.T(s.message)) {
					t.Errorf("%s does not say %q on its ticket", name, words.T(s.message))
				}
				if strings.HasPrefix(s.message, "status.") && !strings.Contains(text(ticket[0]), "说明-"+s.slug) {
					t.Errorf("%s does not show the note", name)
				}
			}
			for _, p := range paths {
				if !strings.HasSuffix(p, "/"+s.slug+".html") {
					continue
				}
				seen[s.slug]++
				told := text(at[p])
				if s.message != "" && !strings.Contains(told, words.T(s.message)) {
					t.Errorf("%s: %q does not say %q", name, told, words.T(s.message))
				}
				for _, other := range states {
					if other.message != "" && other.message != s.message && strings.Contains(told, words.T(other.message)) {
						t.Errorf("%s: %q says %q", name, told, words.T(other.message))
					}
				}
			}
		}
	}
	for _, s := range states {
		if seen[s.slug] < 2*14 {
			t.Errorf("%s appears only %d times", s.slug, seen[s.slug])
		}
		if s.message != "" {
			if got := m.theme.Messages("en").T(s.message); !strings.EqualFold(got, s.english) {
				t.Errorf("%s is %q in English", s.message, got)
			}
		}
		for _, name := range []string{"en/calendar.ics", "en/events/r/" + s.slug + ".ics", "en/regions/r/calendar.ics", "en/actions/a/calendar.ics", "en/venues/hall/calendar.ics"} {
			entry := 0
			for _, e := range eventsOf(t, m.files[name]) {
				if !strings.HasSuffix(e["URL"], "/"+s.slug+".html") {
					continue
				}
				entry++
				sequence, _ := strconv.Atoi(e["SEQUENCE"])
				switch says := strings.HasPrefix(strings.ToLower(e["SUMMARY"]), strings.ToLower(s.english)); {
				case e["STATUS"] != s.status:
					t.Errorf("%s: %s has STATUS %s", name, s.slug, e["STATUS"])
				case (sequence > 0) != (s.message != "" && s.slug != "over"):
					t.Errorf("%s: %s has SEQUENCE %d", name, s.slug, sequence)
				case s.slug != "over" && !says || (s.slug == "over" || s.slug == "on") && !strings.HasPrefix(e["SUMMARY"], "标题"):
					t.Errorf("%s: %s has SUMMARY %q", name, s.slug, e["SUMMARY"])
				}
			}
			if entry != 3 {
				t.Errorf("%s has %d entries of %s", name, entry, s.slug)
			}
		}
	}
	// The feed of changes tells of the five that changed, the latest first.
	found, err := xmlLeaves(m.files["en/changes/feed.xml"])
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, l := range found {
		if l.path == "feed>entry>title#text" {
			titles = append(titles, l.value)
		}
	}
	if len(titles) != 5 {
		t.Fatalf("the feed of changes has %q", titles)
	}
	for i, title := range titles {
		if s := states[4-i]; !strings.HasPrefix(strings.ToLower(title), strings.ToLower(s.english)) || !strings.Contains(title, "标题-"+s.slug) {
			t.Errorf("entry %d of the feed of changes is %q", i, title)
		}
	}
	doc, err := parseHTML(m.files["changes/index.html"])
	if err != nil {
		t.Fatal(err)
	}
	if paths, _ := entries(doc); len(paths) != 5 || paths[0] != "/2021/events/r/full.html" || paths[4] != "/2021/events/r/cancelled.html" {
		t.Errorf("the page of changes lists %q", paths)
	}
	// Conference apps know no status, so what is off is not in their schedule.
	for _, l := range must(xmlLeaves(m.files["data/schedule.xml"])) {
		if l.value == "标题-cancelled" || l.value == "标题-postponed" {
			t.Errorf("schedule.xml has %q", l.value)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// eventsOf returns the entries of a calendar.
func eventsOf(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	found, err := readICS(data)
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, p := range found {
		switch {
		case p.name == "BEGIN" && p.value == "VEVENT":
			out = append(out, map[string]string{})
		case p.component == "VCALENDAR>VEVENT":
			out[len(out)-1][p.name] = p.value
		}
	}
	return out
}

// TestPrivate asks that what is by invitation has a page for those who know
// its address, and that nothing else tells of it.
func TestPrivate(t *testing.T) {
	times := "start = 2021-09-12T10:00\nend = 2021-09-12T11:00\n"
	m := mustMake(t, folder(t, map[string]string{
		"config.toml":                smallConfig,
		"content/events/r/open.md":   theEvent("公开活动", times),
		"content/events/r/closed.md": theEvent("内部座谈", times+"public = false\nfeatured = true\nattendance = \"mixed\"\nstatus = \"cancelled\"\nstatusNote = \"内部取消\"\n"),
	}))
	for name, data := range m.files {
		own := strings.HasSuffix(name, "events/r/closed.html") || strings.HasSuffix(name, "events/r/closed.ics")
		tells := strings.Contains(string(data), "closed") || strings.Contains(string(data), "内部")
		if own != tells && !strings.Contains(name, "assets/") {
			t.Errorf("%s tells of the event: %v", name, tells)
		}
		if strings.HasSuffix(name, "events/r/closed.html") && !strings.Contains(string(data), `<meta name="robots" content="noindex">`) {
			t.Errorf("%s may be indexed", name)
		}
	}
	if m.files["events/r/closed.html"] == nil || m.files["en/events/r/closed.ics"] == nil {
		t.Error("the event has no page of its own")
	}
	for _, list := range []string{"events/", "schedule/2021-09-12/", "actions/a/", "regions/r/", "print/r/", "venues/hall/"} {
		if !strings.Contains(string(m.files[list+"index.html"]), "公开活动") {
			t.Errorf("%s does not list the public event", list)
		}
	}
}

// TestNight asks that what lasts beyond midnight belongs to the day on which it
// begins, everywhere.
func TestNight(t *testing.T) {
	m := mustMake(t, folder(t, map[string]string{
		"config.toml":               smallConfig,
		"content/events/r/stars.md": theEvent("星空之夜", "[[sessions]]\nstart = 2021-09-12T22:30\nend = 2021-09-13T01:30\nroom = \"room\"\n"),
		"content/events/r/bar.md":   theEvent("夜间开放", "[[sessions]]\nfrom = 2021-09-15\nto = 2021-09-15\nhours = \"20:00-02:00\"\n"),
	}))
	for day, want := range map[string]string{"2021-09-12": "星空之夜", "2021-09-15": "夜间开放"} {
		if !strings.Contains(string(m.files["schedule/"+day+"/index.html"]), want) {
			t.Errorf("%s is not on %s", want, day)
		}
	}
	for _, day := range []string{"2021-09-13", "2021-09-16"} {
		if m.files["schedule/"+day+"/index.html"] != nil || strings.Contains(string(m.files["index.html"]), "schedule/"+day) {
			t.Errorf("there is a page for %s, on which nothing begins", day)
		}
	}
	for _, name := range []string{"main-venue/index.html", "venues/hall/index.html", "print/r/index.html"} {
		if page := string(m.files[name]); !strings.Contains(page, "2021-09-12") || strings.Contains(page, `datetime="2021-09-13"`) {
			t.Errorf("%s has the night on another day", name)
		}
	}
	days := []string{}
	for _, l := range must(xmlLeaves(m.files["data/schedule.xml"])) {
		if l.path == "schedule>day@date" {
			days = append(days, l.value)
		}
	}
	if !slices.Equal(days, []string{"2021-09-12", "2021-09-15"}) {
		t.Errorf("the schedule has the days %q", days)
	}
	for _, e := range eventsOf(t, m.files["calendar.ics"]) {
		if e["URL"] == root+"events/r/stars.html" && (e["DTSTART"] != "20210912T223000" || e["DTEND"] != "20210913T013000") {
			t.Errorf("the calendar says %s to %s", e["DTSTART"], e["DTEND"])
		}
	}
}

// TestApart: where more events than fit stand open over several days, each of these
// days leads in each language to the list that holds them all.
func TestApart(t *testing.T) {
	files := map[string]string{"config.toml": smallConfig, "content/events/r/talk.md": theEvent("讲座", "start = 2021-09-12T10:00\nend = 2021-09-12T11:00\n")}
	var all []string
	for i := range 201 {
		files[fmt.Sprintf("content/events/r/show-%03d.md", i)] = theEvent(fmt.Sprintf("展览 %d", i), "[[sessions]]\nfrom = 2021-09-12\nto = 2021-09-14\nhours = \"10:00-18:00\"\n")
		all = append(all, fmt.Sprintf("/2021/events/r/show-%03d.html", i))
	}
	m := mustMake(t, folder(t, files))
	page := func(at string) *html.Node {
		t.Helper()
		doc, err := parseHTML(m.files[m.file(root+strings.TrimPrefix(at, base))])
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		return doc
	}
	for _, prefix := range []string{"", "en/"} {
		list := base + prefix + "schedule/open/"
		for day, want := range map[string]int{"schedule/2021-09-12/": 1, "schedule/2021-09-13/": 0, "schedule/": 0} {
			doc := page(base + prefix + day)
			if paths, _ := entries(doc); len(paths) != want {
				t.Errorf("%s shows %q", day, paths)
			}
			if !slices.ContainsFunc(elements(doc, atom.A), func(a *html.Node) bool {
				return attribute(a, "href") == list && strings.Contains(text(a), "200")
			}) {
				t.Errorf("%s%s does not lead to %s", prefix, day, list)
			}
		}
		var found []string
		for at := list; at != ""; {
			doc := page(at)
			paths, _ := entries(doc)
			for _, p := range paths {
				found = append(found, strings.Replace(p, base+prefix, base, 1))
			}
			at = ""
			for _, a := range elements(doc, atom.A) {
				if attribute(a, "rel") == "next" {
					at = attribute(a, "href")
				}
			}
		}
		if slices.Sort(found); !slices.Equal(found, all) {
			t.Errorf("%s holds %d events: %q", list, len(found), found)
		}
	}
}
