package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bunting/internal/lacking"
)

// A property is a content line as RFC 5545 3.1 reads it.
type property struct {
	name, value string // the value as it stands
	params      []string
}

// parseICS unfolds and splits data, and fails where a line is too long, cut
// inside a character, or ends in anything but CRLF.
func parseICS(t testing.TB, data []byte) []property {
	t.Helper()
	text, ok := strings.CutSuffix(string(data), "\r\n")
	if !ok {
		t.Fatal("the last line has no end")
	}
	for l := range strings.SplitSeq(text, "\r\n") {
		if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n\x00") {
			t.Fatalf("bad line of %d octets: %q", len(l), l)
		}
	}
	var list []property
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n ", ""), "\r\n") {
		var p property
		quoted, from := false, 0
		var pieces []string
		end := -1
		for i, c := range []byte(l) {
			if c == '"' {
				quoted = !quoted
			}
			if !quoted && (c == ';' || c == ':') {
				pieces = append(pieces, l[from:i])
				from = i + 1
				if c == ':' {
					end = i
					break
				}
			}
		}
		if end < 0 {
			t.Fatalf("no value: %q", l)
		}
		p.name, p.value = pieces[0], l[end+1:]
		for _, param := range pieces[1:] {
			name, value, _ := strings.Cut(param, "=")
			if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
				value = value[1 : len(value)-1]
			}
			value = strings.NewReplacer("^n", "\n", "^^", "^", "^'", `"`).Replace(value)
			p.params = append(p.params, name+"="+value)
		}
		list = append(list, p)
	}
	return list
}

// textValues undoes the escaping of TEXT, and splits at commas that are not escaped.
func textValues(s string) []string {
	values := []string{""}
	last := &values[0]
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			if s[i] == 'n' {
				*last += "\n"
			} else {
				*last += s[i : i+1]
			}
		case s[i] == ',':
			values = append(values, "")
			last = &values[len(values)-1]
		case s[i] == ';':
			*last += "<bare semicolon>"
		default:
			*last += s[i : i+1]
		}
	}
	return values
}

func readICS(t *testing.T, data []byte) []string {
	t.Helper()
	var lines []string
	path := ""
	for _, p := range parseICS(t, data) {
		switch p.name {
		case "BEGIN":
			path += "/" + p.value
			continue
		case "END":
			path = strings.TrimSuffix(path, "/"+p.value)
			continue
		}
		for i, param := range p.params {
			name, value, _ := strings.Cut(param, "=")
			lines = append(lines, fmt.Sprintf("%s/%s;%d;%s=%s", path, p.name, i, name, value))
		}
		values := []string{p.value}
		switch p.name {
		case "URL", "ORGANIZER", "CONFERENCE", "GEO", "RRULE":
		default:
			values = textValues(p.value)
		}
		for i, v := range values {
			lines = append(lines, fmt.Sprintf("%s/%s/%d=%s", path, p.name, i, v))
		}
	}
	if path != "" {
		t.Fatalf("not closed: %s", path)
	}
	return lines
}

func value(list []property, name string) string {
	for _, p := range list {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

func load(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func fair() Event {
	return Event{
		UID: "ili/carbon-fair@kepu.example", Sequence: 2, Stamp: time.Date(2021, 9, 1, 0, 0, 0, 0, shanghai),
		Start: time.Date(2021, 9, 11, 10, 0, 0, 0, shanghai), End: time.Date(2021, 9, 11, 12, 0, 0, 0, shanghai),
		Summary: "碳中和集市", Description: "Bring a bag; no plastic, please.\nFree.", Location: "科技馆, 一楼",
		Geo: Point{43.825592, 87.616848}, URL: "https://kepu.example/events/ili/carbon-fair.html",
		Categories: []string{"carbon", "families"}, Organizer: Organizer{"自治区科协", "mailto:office@kepu.example"},
	}
}

func TestICalendar(t *testing.T) {
	e := fair()
	e.Status = Cancelled
	got := string(AppendICalendar(nil, Calendar{ProdID: "-//bunting//EN", Name: "科普日", Lang: "zh", Zone: shanghai, Refresh: 12 * time.Hour, Events: []Event{e}}))
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//bunting//EN
CALSCALE:GREGORIAN
NAME;LANGUAGE=zh:科普日
X-WR-CALNAME:科普日
X-WR-TIMEZONE:Asia/Shanghai
REFRESH-INTERVAL;VALUE=DURATION:PT43200S
X-PUBLISHED-TTL:PT43200S
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19910915T020000
TZOFFSETFROM:+0900
TZOFFSETTO:+0800
TZNAME:CST
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:ili/carbon-fair@kepu.example
DTSTAMP:20210831T160000Z
SEQUENCE:2
STATUS:CANCELLED
DTSTART;TZID=Asia/Shanghai:20210911T100000
DTEND;TZID=Asia/Shanghai:20210911T120000
SUMMARY;LANGUAGE=zh:碳中和集市
DESCRIPTION;LANGUAGE=zh:Bring a bag\; no plastic\, please.\nFree.
LOCATION;LANGUAGE=zh:科技馆\, 一楼
GEO:43.825592;87.616848
URL:https://kepu.example/events/ili/carbon-fair.html
CATEGORIES;LANGUAGE=zh:carbon,families
ORGANIZER;CN=自治区科协:mailto:office@kepu.example
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestICalendarWithoutEvents(t *testing.T) {
	for _, zone := range []*time.Location{nil, time.UTC, shanghai} {
		if list := parseICS(t, AppendICalendar(nil, Calendar{Zone: zone})); value(list, "TZID") == "" {
			t.Errorf("%v: a calendar must hold a component", zone)
		}
	}
}

func TestICalendarUTC(t *testing.T) {
	e := fair()
	e.Span = Span{Until: Date{2021, 9, 13}, Except: []Date{{2021, 9, 12}}}
	data := AppendICalendar(nil, Calendar{Events: []Event{e}})
	list := parseICS(t, data)
	if got := value(list, "DTSTART"); got != "20210911T020000Z" {
		t.Errorf("DTSTART %s", got)
	}
	if got := value(list, "EXDATE"); got != "20210912T020000Z" {
		t.Errorf("EXDATE %s", got)
	}
	if bytes.Contains(data, []byte("TZID")) {
		t.Error("UTC needs no zone")
	}
}

// With a zone, UNTIL is the start of the last day's occurrence in UTC.
func TestUntil(t *testing.T) {
	e := fair()
	e.Span = Span{Until: Date{2021, 9, 19}, Weekdays: Weekdays{time.Sunday, time.Saturday, time.Sunday}}
	got := value(parseICS(t, AppendICalendar(nil, Calendar{Zone: shanghai, Events: []Event{e}})), "RRULE")
	if want := "FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20210919T020000Z"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestZones reads each VTIMEZONE as RFC 5545 3.6.5 says (the observance with the
// last onset that is not after the instant counts) and compares with time.
func TestZones(t *testing.T) {
	for _, name := range []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
		"Africa/Casablanca", "Europe/Dublin", "Asia/Kathmandu", "Asia/Urumqi", "Pacific/Apia"} {
		zone := load(t, name)
		rapid.Check(t, func(r *rapid.T) {
			day := time.Date(rapid.IntRange(1992, 2045).Draw(r, "year"), 1, 1, 12, 0, 0, 0, zone)
			e := Event{UID: "x", Start: day.AddDate(0, 0, rapid.IntRange(0, 364).Draw(r, "day"))}
			e.End = e.Start.Add(time.Duration(rapid.IntRange(1, 9000).Draw(r, "hours")) * time.Hour)
			list := parseICS(t, AppendICalendar(nil, Calendar{Zone: zone, Events: []Event{e}}))
			at := e.Start.Add(time.Duration(rapid.IntRange(0, int(e.End.Sub(e.Start)/time.Minute)).Draw(r, "minutes")) * time.Minute)
			if _, want := at.Zone(); offsetAt(t, list, at) != want {
				r.Fatalf("%s at %s: got %d, want %d", name, at, offsetAt(t, list, at), want)
			}
		})
	}
}

// A zone without a name is one, too.
func TestZoneWithoutName(t *testing.T) {
	list := parseICS(t, AppendICalendar(nil, Calendar{Zone: time.FixedZone("", 0), Events: []Event{fair()}}))
	if value(list, "TZOFFSETTO") != "+0000" {
		t.Errorf("no observance in %v", list)
	}
}

func offsetAt(t testing.TB, list []property, at time.Time) int {
	var onset time.Time
	from, result := 0, 0
	var local string
	latest := time.Time{}
	for _, p := range list {
		switch p.name {
		case "DTSTART":
			local = p.value
		case "TZOFFSETFROM":
			from = parseOffset(t, p.value)
			start, err := time.Parse(localTime, local)
			if err != nil {
				t.Fatal(err)
			}
			onset = start.Add(-time.Duration(from) * time.Second)
		case "TZOFFSETTO":
			if !onset.After(at) && !onset.Before(latest) {
				latest, result = onset, parseOffset(t, p.value)
			}
		case "END":
			if p.value == "VTIMEZONE" {
				return result
			}
		}
	}
	t.Fatal("no zone")
	return 0
}

func parseOffset(t testing.TB, s string) int {
	d, err := time.ParseDuration(s[:3] + "h" + s[3:5] + "m")
	if err != nil {
		t.Fatal(err)
	}
	return int(d / time.Second)
}

func drawSpan(r *rapid.T, first time.Time) Span {
	draw := func(label string) Date { return DateOf(first.AddDate(0, 0, rapid.IntRange(-2, 20).Draw(r, label))) }
	s := Span{Until: DateOf(first.AddDate(0, 0, rapid.IntRange(0, 20).Draw(r, "until")))}
	for range rapid.IntRange(0, 4).Draw(r, "weekdays") {
		s.Weekdays = append(s.Weekdays, time.Weekday(rapid.IntRange(0, 6).Draw(r, "weekday")))
	}
	for range rapid.IntRange(0, 4).Draw(r, "exceptions") {
		s.Except = append(s.Except, draw("except"))
	}
	return s
}

// wantDays are the days of a span, as its fields say.
func wantDays(first time.Time, s Span) []string {
	var days []string
	for d := first; DateOf(d).String() <= s.Until.String(); d = d.AddDate(0, 0, 1) {
		if (len(s.Weekdays) == 0 || slices.Contains(s.Weekdays, d.Weekday())) && !slices.Contains(s.Except, DateOf(d)) {
			days = append(days, d.Format(localTime))
		}
	}
	return days
}

// TestSpans expands RRULE and EXDATE by their letter, over days with and
// without a change of the clock.
func TestSpans(t *testing.T) {
	for _, zone := range []*time.Location{shanghai, load(t, "Europe/Berlin")} {
		rapid.Check(t, func(r *rapid.T) {
			first := time.Date(2021, 10, rapid.IntRange(1, 31).Draw(r, "day"), 10, 30, 0, 0, zone)
			s := drawSpan(r, first)
			e := Event{UID: "x", Start: first, End: first.Add(8 * time.Hour), Span: s}
			list := parseICS(t, AppendICalendar(nil, Calendar{Zone: zone, Events: []Event{e}}))
			i := slices.IndexFunc(list, func(p property) bool { return p.value == "VEVENT" })
			want := wantDays(first, s)
			if i < 0 {
				if len(want) > 0 {
					r.Fatalf("no event, want %v", want)
				}
				return
			}
			list = list[i:]
			rule := map[string]string{}
			for part := range strings.SplitSeq(value(list, "RRULE"), ";") {
				k, v, _ := strings.Cut(part, "=")
				rule[k] = v
			}
			until, err := time.Parse(utcTime, rule["UNTIL"])
			if err != nil {
				r.Fatal(err)
			}
			var except, got []string
			for _, p := range list {
				if p.name == "EXDATE" {
					except = append(except, p.value)
				}
			}
			start, err := time.ParseInLocation(localTime, value(list, "DTSTART"), zone)
			if err != nil {
				r.Fatal(err)
			}
			for d := start; !d.After(until); d = d.AddDate(0, 0, 1) {
				day := strings.ToUpper(d.Weekday().String()[:2])
				if (rule["BYDAY"] == "" || slices.Contains(strings.Split(rule["BYDAY"], ","), day)) && !slices.Contains(except, d.Format(localTime)) {
					got = append(got, d.Format(localTime))
				}
			}
			if (rule["BYDAY"] != "") != (rule["FREQ"] == "WEEKLY") || len(got) == 0 || got[0] != value(list, "DTSTART") || !slices.Equal(got, want) {
				r.Fatalf("%v: got %v, want %v", rule, got, want)
			}
		})
	}
}

func TestFoldKeepsCharactersWhole(t *testing.T) {
	for _, cluster := range []string{"👩‍👩‍👧‍👦", "🇨🇳", "👍🏽", "é", "بِّ", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"} {
		for pad := range 8 {
			text := strings.Repeat("x", pad) + strings.Repeat(cluster, 40)
			data := AppendICalendar(nil, Calendar{Name: text})
			parseICS(t, data)
			for l := range strings.SplitSeq(string(data), "\r\n") {
				rest := strings.TrimPrefix(strings.TrimLeft(l, " "), "X-WR-CALNAME:")
				rest = strings.TrimLeft(strings.TrimPrefix(rest, "NAME:"), "x")
				if strings.HasPrefix(rest, cluster[:1]) && strings.ReplaceAll(rest, cluster, "") != "" {
					t.Fatalf("%s is cut: %q", cluster, l)
				}
			}
		}
	}
}

// A cluster longer than a line must be cut, though never inside a character.
func TestFoldEndlessCluster(t *testing.T) {
	text := "e" + strings.Repeat("\u0301", 300)
	if got := textValues(value(parseICS(t, AppendICalendar(nil, Calendar{Name: text})), "NAME"))[0]; got != text {
		t.Errorf("got %q", got)
	}
}

func FuzzText(f *testing.F) {
	for _, inj := range injections {
		f.Add(inj.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := clean(s)
		if !utf8.ValidString(want) || clean(want) != want {
			t.Fatalf("not clean: %q", want)
		}
		list := parseICS(t, AppendICalendar(nil, Calendar{Name: s, Lang: s, URL: s}))
		if got := value(list, "NAME"); strings.Join(textValues(got), "<bare comma>") != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		if s := uri(s); uri(s) != s {
			t.Fatalf("encoded twice: %q", s)
		}
	})
}

// TestWithICALJS reads a calendar with ical.js, whose folder ICAL_JS names.
func TestWithICALJS(t *testing.T) {
	folder := os.Getenv("ICAL_JS")
	node, err := exec.LookPath("node")
	if folder == "" || err != nil {
		lacking.Skip(t, "no calendar was read with ical.js: ICAL_JS must name its folder, and node be installed")
	}
	const script = `
const ICAL = require(process.argv[1] + "/dist/ical.es5.cjs");
const root = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf8")));
for (const z of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(z));
console.log(JSON.stringify(root.getAllSubcomponents("vevent").map(c => {
  const e = new ICAL.Event(c), times = [], it = e.iterator();
  for (let n; (n = it.next());) times.push(n.toJSDate().toISOString());
  return { summary: e.summary, location: e.location, times };
})));`
	zone := load(t, "Europe/Berlin")
	var c Calendar
	c.Zone = zone
	for _, inj := range injections {
		e := fair()
		e.UID, e.Summary, e.Location, e.Description, e.URL = "u-"+inj.name, "x"+inj.in, "y"+inj.in, inj.in, inj.in
		e.Organizer.Name, e.Categories = inj.in, []string{inj.in, "b"}
		e.Start = time.Date(2021, 10, 29, 10, 0, 0, 0, zone)
		e.End = e.Start.Add(time.Hour)
		e.Span = Span{Until: Date{2021, 11, 9}, Weekdays: Weekdays{time.Sunday, time.Monday}, Except: []Date{{2021, 11, 1}}}
		c.Events = append(c.Events, e)
	}
	cmd := exec.Command(node, "-e", script, folder)
	cmd.Stdin = bytes.NewReader(AppendICalendar(nil, c))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got []struct {
		Summary, Location string
		Times             []string
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// The clock goes back on the night to Sunday 31 October.
	times := []string{"2021-10-31T09:00:00.000Z", "2021-11-07T09:00:00.000Z", "2021-11-08T09:00:00.000Z"}
	for i, inj := range injections {
		if got[i].Summary != "x"+inj.want || got[i].Location != "y"+inj.want || !slices.Equal(got[i].Times, times) {
			t.Errorf("%s: got %+v", inj.name, got[i])
		}
	}
	if len(got) != len(injections) {
		t.Errorf("%d events, want %d", len(got), len(injections))
	}
}
