package site

import (
	"cmp"
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/locale"
)

var zone = time.FixedZone("CST", 8*60*60)

// tongueOf returns the English voice of a campaign's composer.
func tongueOf(t testing.TB, c *campaign.Campaign) *tongue {
	t.Helper()
	c.BaseURL, c.Zone = "https://kepu.example/2021/", zone
	c.Languages = []campaign.Language{{Lang: "en", Name: "English", Locale: "en-GB"}}
	c.SetConfig(new(diag.Source))
	c.Open = func(file string) (*diag.Source, error) { return &diag.Source{Name: file}, nil }
	loc, err := locale.New("en-GB")
	if err != nil {
		t.Fatal(err)
	}
	words, problems := locale.NewCatalog(loc, Words("en"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	k := newComposer(c, []Tongue{{loc, words}})
	return k.tongues[0]
}

// eventWith returns an event in the venue hall.
func eventWith(name string, sessions ...campaign.Session) *campaign.Event {
	return &campaign.Event{
		Document: campaign.Document{
			Path: "r/" + name, Slug: name,
			Prose: []campaign.Prose{{Lang: "en", Title: name, Summary: name, File: "content/events/r/" + name + ".md"}},
		},
		Venue: "hall", Status: "scheduled", Attendance: "offline", Sessions: sessions, First: sessions[0].Start, Last: sessions[len(sessions)-1].End,
	}
}

// TestRoomTable lays out random sessions, overlapping ones among them, as a
// browser does (HTML 4.9.12): the table is a full rectangle, and each session
// stands in exactly one cell, in its room's column, beside its time.
func TestRoomTable(t *testing.T) {
	midnight := time.Date(2021, 9, 12, 0, 0, 0, 0, zone)
	rapid.Check(t, func(r *rapid.T) {
		rooms := []campaign.Room{{ID: "a", Name: text("A")}, {ID: "b", Name: text("B")}, {ID: "c", Name: text("C")}, {ID: "d", Name: text("D")}}
		c := &campaign.Campaign{Venues: []campaign.Venue{{Topic: campaign.Topic{ID: "hall", Name: text("Hall")}, Rooms: rooms, Main: true}}}
		type want struct{ start, end, room string }
		wanted := map[string]want{}
		for i := range rapid.IntRange(1, 25).Draw(r, "sessions") {
			start := midnight.Add(time.Duration(rapid.IntRange(0, 24*12-1).Draw(r, "start")) * 5 * time.Minute)
			end := start.Add(time.Duration(rapid.IntRange(1, 60).Draw(r, "length")) * 5 * time.Minute)
			room := rooms[rapid.IntRange(0, len(rooms)-1).Draw(r, "room")]
			name := fmt.Sprintf("event-%02d", i)
			c.Events = append(c.Events, eventWith(name, campaign.Session{Start: start, End: end, Room: room.ID}))
			wanted["/2021/events/r/"+name+".html"] = want{stamp(start), stamp(end), room.Name[0].Text}
		}
		g := tongueOf(t, c)
		day := campaign.DateOf(midnight)
		table := g.roomDay(day, &c.Venues[0], g.k.byDay[day])

		taken := make([][]bool, len(table.Rows))
		for i := range taken {
			taken[i] = make([]bool, len(table.Rooms))
		}
		ends := func(i int) string { // when a row ends
			if i+1 < len(table.Rows) {
				return table.Rows[i+1].Time.Machine
			}
			return "9"
		}
		for i, row := range table.Rows {
			if i > 0 && row.Time.Machine <= table.Rows[i-1].Time.Machine {
				r.Fatalf("row %d is at %s, after %s", i, row.Time.Machine, table.Rows[i-1].Time.Machine)
			}
			column := 0
			for _, cell := range row.Cells {
				for column < len(table.Rooms) && taken[i][column] {
					column++
				}
				if column == len(table.Rooms) || cell.Rows < 1 || i+cell.Rows > len(table.Rows) {
					r.Fatalf("row %d: a cell of %d rows does not fit", i, cell.Rows)
				}
				for j := i; j < i+cell.Rows; j++ {
					if taken[j][column] {
						r.Fatalf("row %d, column %d is taken twice", j, column)
					}
					taken[j][column] = true
				}
				if cell.Room != table.Rooms[column] {
					r.Fatalf("a cell of %s stands under %s", cell.Room.Text, table.Rooms[column].Text)
				}
				for n, item := range cell.Items {
					w, ok := wanted[item.Card.Path]
					if !ok {
						r.Fatalf("%s stands in two cells", item.Card.Path)
					}
					delete(wanted, item.Card.Path)
					if item.Time.Start != w.start || item.Time.End != w.end || cell.Room.Text != w.room || item.Room.Text != w.room {
						r.Fatalf("%s is %+v in %s, not %+v", item.Card.Path, item.Time, cell.Room.Text, w)
					}
					if n == 0 && w.start != row.Time.Machine || w.start < row.Time.Machine || w.end > ends(i+cell.Rows-1) {
						r.Fatalf("%s, %s to %s, stands at %s to %s", item.Card.Path, w.start, w.end, row.Time.Machine, ends(i+cell.Rows-1))
					}
				}
			}
		}
		for i := range taken {
			for j := range taken[i] {
				if !taken[i][j] {
					r.Fatalf("row %d, column %d is empty", i, j)
				}
			}
		}
		if len(wanted) > 0 {
			r.Fatalf("no cell holds %v", wanted)
		}
	})
}

func text(s string) campaign.Text { return campaign.Text{{Text: s}} }

// TestDatum compares with pairs that other map software publishes: the tests
// of eviltransform, the example of coordtransform.
func TestDatum(t *testing.T) {
	for _, x := range []struct {
		name             string
		lat, lon         float64 // WGS 84
		gcjLat, gcjLon   float64
		toleranceDegrees float64
	}{
		{"Shanghai", 31.1774276, 121.5272106, 31.17530398364597, 121.531541859215, 2e-6},
		{"Shenzhen", 22.543847, 113.912316, 22.540796131694766, 113.9171764808363, 2e-6},
		{"Beijing, west of Tiananmen", 39.911954, 116.377817, 39.91334545536069, 116.38404722455657, 2e-6},
		{"Beijing, Tiananmen", 39.915, 116.404, 39.91640428150164, 116.41024449916938, 1e-6},
		{"Tokyo, where the datums agree", 35.681, 139.767, 35.681, 139.767, 0},
		{"London", 51.5, -0.12, 51.5, -0.12, 0},
	} {
		near := func(kind string, got, want float64) {
			if math.Abs(got-want) > x.toleranceDegrees {
				t.Errorf("%s: %s is %v, not %v", x.name, kind, got, want)
			}
		}
		p := gcj02(&campaign.Location{Lat: x.lat, Lon: x.lon, Datum: "wgs84"})
		near("GCJ-02 latitude", p.Lat, x.gcjLat)
		near("GCJ-02 longitude", p.Lon, x.gcjLon)
		p = wgs84(&campaign.Location{Lat: x.gcjLat, Lon: x.gcjLon, Datum: "gcj02"})
		near("WGS 84 latitude", p.Lat, x.lat)
		near("WGS 84 longitude", p.Lon, x.lon)
	}
	if p := wgs84(nil); p.Lat != 0 || p.Lon != 0 {
		t.Errorf("no place is at %v", p)
	}
}

// TestDatumRoundTrip: there and back is the same place, within China and
// without.
func TestDatumRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		lat, lon := round(rapid.Float64Range(4, 53.5).Draw(r, "lat")), round(rapid.Float64Range(73.5, 135).Draw(r, "lon"))
		there := gcj02(&campaign.Location{Lat: lat, Lon: lon, Datum: "wgs84"})
		back := wgs84(&campaign.Location{Lat: there.Lat, Lon: there.Lon, Datum: "gcj02"})
		// Each way is rounded to a millionth of a degree.
		if d := max(math.Abs(back.Lat-lat), math.Abs(back.Lon-lon)); d > 1.01e-6 {
			r.Fatalf("%v, %v comes back as %v: %g degrees away", lat, lon, back, d)
		}
		if there.Lat == lat && there.Lon == lon {
			r.Fatalf("%v, %v is not shifted", lat, lon)
		}
	})
}

// TestSequence: a later change of the status counts higher, so that a
// subscriber's calendar takes it (RFC 5546 2.1.4).
func TestSequence(t *testing.T) {
	if n := sequence(&campaign.Event{}); n != 0 {
		t.Errorf("an event that never changed has the sequence %d", n)
	}
	at := rapid.Custom(func(r *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(946684800+60, 4102444800).Draw(r, "seconds"), 0).In(zone)
	})
	rapid.Check(t, func(r *rapid.T) {
		a, b := at.Draw(r, "a"), at.Draw(r, "b")
		m, n := sequence(&campaign.Event{StatusChanged: a}), sequence(&campaign.Event{StatusChanged: b})
		switch {
		case m <= 0 || m > math.MaxInt32:
			r.Fatalf("%v has the sequence %d", a, m)
		case b.Sub(a) >= time.Minute && n <= m, a.Before(b) && n < m:
			r.Fatalf("%v has the sequence %d, the later %v has %d", a, m, b, n)
		}
	})
}

func TestHowMany(t *testing.T) {
	g := tongueOf(t, &campaign.Campaign{})
	for events, want := range map[int]string{
		0: "0 events", 1: "1 event", 99: "99 events", 100: "100 events", 101: "100+ events", 999: "990+ events", 1000: "1,000 events", 1001: "1,000+ events",
		7199: "7,100+ events", 7200: "7,200 events", 12345: "12,000+ events", 500001: "500,000+ events",
	} {
		if got := g.howMany(events); got != want {
			t.Errorf("%d: %q, want %q", events, got, want)
		}
	}
}

// TestCountTable: the table counts the events of each region of the top level, with
// those below it, by action.
func TestCountTable(t *testing.T) {
	c := large()
	g := tongueOf(t, c)
	top := map[string]string{}
	for _, r := range c.Regions {
		top[r.ID] = cmp.Or(top[r.Parent], r.ID)
	}
	counts := map[[2]string]int{}
	for _, e := range c.Events {
		for _, region := range []string{top[e.Region], ""} {
			counts[[2]string{region, ""}]++
			for _, a := range e.Actions {
				counts[[2]string{region, a}]++
			}
		}
	}
	check := func(region, action, got string) {
		t.Helper()
		n := counts[[2]string{region, action}]
		if strings.ReplaceAll(got, ",", "") != strconv.Itoa(n) {
			t.Errorf("of %q in %q: %q, want %d", action, region, got, n)
		}
	}
	table := g.countTable()
	if len(table.Rows) == 0 || len(table.Columns) != len(c.Actions) {
		t.Fatalf("%d rows, %d columns", len(table.Rows), len(table.Columns))
	}
	for _, row := range table.Rows {
		id := path.Base(row.Name.Path)
		for i, a := range c.Actions {
			check(id, a.ID, row.Cells[i])
		}
		check(id, "", row.Total)
	}
	for i, a := range c.Actions {
		check("", a.ID, table.Totals[i])
	}
	check("", "", table.Total)
}

// TestClip: what is shortened fits, is a beginning of the text, and says that
// it was shortened.
func TestClip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s, n := rapid.StringOfN(rapid.RuneFrom([]rune("ab 科，é👩")), 0, 80, -1).Draw(r, "s"), rapid.IntRange(2, 60).Draw(r, "n")
		got := clip(s, n)
		if utf8.RuneCountInString(s) <= n {
			if got != s {
				r.Fatalf("clip(%q, %d) = %q", s, n, got)
			}
			return
		}
		start, shortened := strings.CutSuffix(got, "…")
		if !shortened || !strings.HasPrefix(s, start) || utf8.RuneCountInString(got) > n || !utf8.ValidString(got) {
			r.Fatalf("clip(%q, %d) = %q", s, n, got)
		}
	})
}

func TestPhoneLink(t *testing.T) {
	for in, want := range map[string]string{
		"0991-6386027": "+869916386027", "+86 991 6386027": "+869916386027", "12345": "12345", "400-810-1234": "4008101234",
		"": "", "ask at the door": "", "（0991）638 6027": "+869916386027",
	} {
		if got := phoneLink(in); got != want {
			t.Errorf("phoneLink(%q) = %q, not %q", in, got, want)
		}
	}
}

// TestCards: a list shows what a card holds, and a card has the same view
// wherever the event's text changes.
func TestCards(t *testing.T) {
	start := time.Date(2021, 9, 12, 10, 0, 0, 0, zone)
	e := eventWith("fair", campaign.Session{Start: start, End: start.Add(time.Hour)})
	card := func() string {
		c := &campaign.Campaign{Events: []*campaign.Event{e}, Venues: []campaign.Venue{{Topic: campaign.Topic{ID: "hall", Name: text("Hall")}}}}
		g := tongueOf(t, c)
		return fmt.Sprintf("%+v", g.card(g.k.listed[0]))
	}
	before := card()
	e.Prose[0].Text, e.Prose[0].Body = digest.Of([]byte("a longer text")), 7
	e.Results, e.Coverage = nil, []campaign.Coverage{{URL: "https://press.example/"}}
	if after := card(); after != before {
		t.Errorf("the card changed with what it does not show:\n%s\n%s", before, after)
	}
	e.StatusNote = text("rain")
	if card() == before {
		t.Error("the card does not show the note")
	}
}

// TestMerge: two sorted lists become one, however they lie between each other.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sorted := func(name string) []Output {
			var out []Output
			for _, path := range rapid.SliceOf(rapid.StringMatching(`[ab]{1,3}`)).Draw(t, name) {
				out = append(out, Output{Path: path})
			}
			slices.SortFunc(out, compareOutputs)
			return out
		}
		a, b := sorted("a"), sorted("b")
		want := slices.Concat(a, b)
		slices.SortFunc(want, compareOutputs)
		if got := merge(a, b); !slices.EqualFunc(got, want, func(a, b Output) bool { return a.Path == b.Path }) {
			t.Fatalf("%v", got)
		}
	})
}
