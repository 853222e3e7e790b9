package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
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

// A set is a Dataset with its records.
type set struct {
	Dataset
	Records []Record
}

func (s *set) json() []byte { return AppendRecordsJSON(nil, s.Dataset, slices.Values(s.Records)) }
func (s *set) csv() []byte  { return AppendRecordsCSV(nil, s.Dataset, slices.Values(s.Records)) }

func filled(text func(string) string) *set {
	d := new(set)
	fill(reflect.ValueOf(d).Elem(), "", text)
	return d
}

// TestSchema validates all that is written: full, empty, with injections, and as
// parts.
func TestSchema(t *testing.T) {
	schema := compileSchema(t)
	full := filled(func(f string) string { return marker(0, f) })
	for _, d := range []*set{full, {}, {Records: []Record{{Sessions: []Session{{}}}}}} {
		validate(t, schema, d.json())
		for _, limit := range []int{0, 1, PartSize} {
			keys := make([]Key, len(d.Records))
			for i, r := range d.Records {
				keys[i] = Key{ID: r.ID, Regions: []string{r.Region}, Day: Date{2021, 9, 11}}
			}
			validate(t, schema, PartsJSON(d.Dataset, Split(keys, limit)))
		}
	}
	for _, inj := range injections {
		validate(t, schema, filled(func(string) string { return inj.in }).json())
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
	data := (&set{Dataset{Zone: shanghai}, []Record{
		{ID: "a", Location: Point{-33.5, -70.25}, Sessions: []Session{{Start: start}, {Start: start.Add(time.Hour)}}},
		{ID: "b"},
	}}).csv()
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

// No time and no number makes a writer fail.
func TestOddValues(t *testing.T) {
	schema := compileSchema(t)
	for _, at := range []time.Time{{}, time.Unix(1<<40, 0), time.Unix(-1<<40, 0), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		for _, f := range []float64{math.NaN(), math.Inf(1), 1e300, -90} {
			p := Point{f, f}
			r := Record{Location: p, Updated: at, Sessions: []Session{{Start: at, End: at}}}
			data := (&set{Dataset{Zone: shanghai, Updated: at}, []Record{r}}).json()
			if at.IsZero() {
				validate(t, schema, data)
			}
			if !json.Valid([]byte(EventLD(LinkedEvent{Place: LinkedPlace{Geo: p}, Sessions: r.Sessions}))) {
				t.Error("not JSON")
			}
		}
	}
}
