package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

func compileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t testing.TB, schema *jsonschema.Schema, data []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%v\n%.3000s", err, data)
	}
}

func filled(text func(string) string) Dataset {
	var d Dataset
	fill(reflect.ValueOf(&d).Elem(), "", text)
	return d
}

// TestSchema validates all that is written: full, empty, with injections, and as
// parts.
func TestSchema(t *testing.T) {
	schema := compileSchema(t)
	full := filled(func(f string) string { return marker(0, f) })
	for _, d := range []Dataset{full, {}, {Records: []Record{{Sessions: []Session{{}}}}}} {
		for _, f := range append(openData(d, PartLimit), openData(d, 0)...) {
			if strings.HasSuffix(f.Path, ".json") && f.Path != "data/schema.json" {
				validate(t, schema, f.Data)
			}
		}
	}
	for _, inj := range injections {
		validate(t, schema, RecordsJSON(filled(func(string) string { return inj.in })))
	}
	if err := schema.Validate(map[string]any{"$schema": "x", "campaign": map[string]any{"name": "", "timeZone": ""}, "events": []any{map[string]any{"id": 1}}}); err == nil {
		t.Error("the schema accepts anything")
	}
}

// TestSchemaNamesEveryField wants the schema to hold just the fields that a full
// dataset has.
func TestSchemaNamesEveryField(t *testing.T) {
	var schema struct {
		Defs map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{"event": Record{}, "session": Session{}, "registration": Registration{}, "point": Point{}, "campaign": dataCampaign{}} {
		var fields []string
		for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
			if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag != "" {
				fields = append(fields, tag)
			}
		}
		var properties []string
		for p := range schema.Defs[name].Properties {
			properties = append(properties, p)
		}
		slices.Sort(fields)
		slices.Sort(properties)
		if !slices.Equal(fields, properties) {
			t.Errorf("%s: fields %v, schema %v", name, fields, properties)
		}
	}
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a=b": "a=b", "": "", "=1": "'=1", "-1": "'-1", "+86 991": "'+86 991", "@x": "'@x",
		"\t1": "'\t1", "\n1": "'\n1", "＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠1": "'＠1", "  =1": "'  =1", "\ufeff=1": "'\ufeff=1",
	} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
	if got := cell("a", "=b"); got != "a|=b" {
		t.Errorf("got %q", got)
	}
}

// A record has a row for each session, and one where it has none; a negative
// coordinate is a number, not a formula.
func TestRecordsCSV(t *testing.T) {
	start := time.Date(2021, 9, 11, 2, 0, 0, 0, time.UTC)
	data := RecordsCSV(Dataset{Zone: shanghai, Records: []Record{
		{ID: "a", Location: Point{-33.5, -70.25}, Sessions: []Session{{Start: start}, {Start: start.Add(time.Hour)}}},
		{ID: "b"},
	}})
	rows, err := csv.NewReader(bytes.NewReader(data[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows[1:] {
		got = append(got, r[0]+" "+r[2]+" "+r[18]+" "+r[19])
	}
	want := []string{"a 2021-09-11T10:00:00+08:00 -33.5 -70.25", "a 2021-09-11T11:00:00+08:00 -33.5 -70.25", "b   "}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// Parts hold each event once, none holds too many unless ids are equal, their
// names are paths, and differ also where regions do not look like ids.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.IntRange(1, 5).Draw(r, "limit")
		keys := make([]Key, rapid.IntRange(0, 80).Draw(r, "n"))
		for i := range keys {
			keys[i] = Key{fmt.Sprint(i), rapid.SampledFrom([]string{"ili", "", "../x", "ILI", "伊犁", "_"}).Draw(r, "region"),
				Date{2021, 9, rapid.IntRange(1, 2).Draw(r, "day")}}
		}
		parts := split(keys, limit)
		seen := map[int]bool{}
		names := map[string]bool{}
		for _, p := range parts {
			if len(p.Events) == 0 || len(p.Events) > limit || names[p.Name] || strings.Count(p.Name, "/") != 1 || strings.Contains(p.Name, ".") || !slices.IsSorted(p.Events) {
				r.Fatalf("bad part %+v", p)
			}
			names[p.Name] = true
			for _, i := range p.Events {
				if seen[i] || keys[i].Region != p.Region || keys[i].Day != p.Day {
					r.Fatalf("%+v is not the place of %+v", p, keys[i])
				}
				seen[i] = true
			}
		}
		if len(seen) != len(keys) {
			r.Fatalf("%d of %d", len(seen), len(keys))
		}
	})
	if got := split([]Key{{ID: "a"}, {ID: "a"}}, 1); len(got) != 1 || len(got[0].Events) != 2 {
		t.Errorf("equal ids: %+v", got)
	}
}

// When one event changes, one part and the index change, no more.
func TestPartsAreStable(t *testing.T) {
	var d Dataset
	for i := range PartLimit + 1 {
		d.Records = append(d.Records, Record{ID: fmt.Sprint(i), Region: fmt.Sprintf("r%d", i%7),
			Sessions: []Session{{Start: time.Date(2021, 9, 11+i%5, 12, 0, 0, 0, time.UTC)}}})
	}
	before := OpenData(d)
	d.Records[3].Title = "new"
	d.Records = append(d.Records, Record{ID: "more", Region: "r3", Sessions: d.Records[3].Sessions})
	after := OpenData(d)
	if len(before) != 3+2*35 || len(after) != len(before) {
		t.Fatalf("%d files, then %d", len(before), len(after))
	}
	var changed []string
	for i := range before {
		if before[i].Path != after[i].Path || !bytes.Equal(before[i].Data, after[i].Data) {
			changed = append(changed, after[i].Path)
		}
	}
	want := []string{"data/events.json", "data/events.csv", "data/events/r3/2021-09-14.json", "data/events/r3/2021-09-14.csv"}
	if !slices.Equal(changed, want) {
		t.Errorf("changed %q, want %q", changed, want)
	}
	var index struct{ Parts []struct{ Path string } }
	if err := json.Unmarshal(after[0].Data, &index); err != nil || len(index.Parts) != 35 {
		t.Fatalf("%v, %d parts", err, len(index.Parts))
	}
	for _, p := range index.Parts {
		if !slices.ContainsFunc(after, func(f File) bool { return f.Path == "data/"+p.Path }) {
			t.Errorf("%s is not there", p.Path)
		}
	}
}

// No time and no number makes a writer fail.
func TestOddValues(t *testing.T) {
	schema := compileSchema(t)
	for _, at := range []time.Time{{}, time.Unix(1<<40, 0), time.Unix(-1<<40, 0), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		for _, f := range []float64{math.NaN(), math.Inf(1), 1e300, -90} {
			p := Point{f, f}
			r := Record{Location: p, Updated: at, Sessions: []Session{{Start: at, End: at}}}
			if at.IsZero() {
				validate(t, schema, RecordsJSON(Dataset{Zone: shanghai, Updated: at, Records: []Record{r}}))
			} else {
				RecordsJSON(Dataset{Zone: shanghai, Updated: at, Records: []Record{r}})
			}
			if !json.Valid(EventLD(LinkedEvent{Place: LinkedPlace{Geo: p}, Sessions: r.Sessions})) {
				t.Error("not JSON")
			}
		}
	}
}

// One more event moves at most the events of the one part that it overfills.
func TestSplitIsStable(t *testing.T) {
	const limit = 3
	names := func(n int) []string {
		keys := make([]Key, n)
		for i := range keys {
			keys[i].ID = fmt.Sprint(i)
		}
		list := make([]string, n)
		for _, p := range split(keys, limit) {
			for _, i := range p.Events {
				list[i] = p.Name
			}
		}
		return list
	}
	for n := 20; n < 60; n++ {
		before, after := names(n), names(n+1)
		moved := 0
		for i := range before {
			if before[i] != after[i] {
				moved++
			}
		}
		if moved > limit {
			t.Errorf("event %d moved %d others", n, moved)
		}
	}
}
