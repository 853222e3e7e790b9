package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// injections are what an author may write, by accident or not, and what a
// reader of the output must see of it.
var injections = []struct{ name, in, want string }{
	{"quotes", `a"b'c`, `a"b'c`},
	{"script", `</script><script>alert(1)</script>`, `</script><script>alert(1)</script>`},
	{"cdata", `x]]><!--y--><z k="v"/>`, `x]]><!--y--><z k="v"/>`},
	{"entities", `&amp;&lt;&#0;`, `&amp;&lt;&#0;`},
	{"lines", "a\r\nBEGIN:VEVENT\r\nSUMMARY:x", "a\nBEGIN:VEVENT\nSUMMARY:x"},
	{"lone CR", "a\rEND:VCALENDAR", "a\nEND:VCALENDAR"},
	{"header", "x\n  Set-Cookie: a=b\n/* 200", "x\n  Set-Cookie: a=b\n/* 200"},
	{"formula", `=cmd|' /C calc'!A0`, `=cmd|' /C calc'!A0`},
	{"phone", "+86 991 638 6024", "+86 991 638 6024"},
	{"full-width formula", "＝1+1", "＝1+1"},
	{"hidden formula", "\u200b@SUM(1)", "\u200b@SUM(1)"},
	{"ical escapes", `a\nb\;c,d;e^n^^'f\`, `a\nb\;c,d;e^n^^'f\`},
	{"separators", "a\u2028b\u2029c\u0085d", "a\nb\nc\nd"},
	{"line separator", "a\u2028b", "a\nb"},
	{"paragraph separator", "a\u2029b", "a\nb"},
	{"controls", "a\x00b\x1b\x0b\x7f\u0080c", "abc"},
	{"noncharacters", "a\ufffeb\uffffc", "abc"},
	{"not UTF-8", "a\xffb\xe4\xbd", "a\ufffdb\ufffd\ufffd"},
	{"right to left", "a\u202eb\u2066c", "a\u202eb\u2066c"},
	{"long", strings.Repeat("long text, ", 500) + "end", strings.Repeat("long text, ", 500) + "end"},
	{"emoji", strings.Repeat("👩‍👩‍👧‍👦🇨🇳👍🏽", 10), strings.Repeat("👩‍👩‍👧‍👦🇨🇳👍🏽", 10)},
	{"Chinese", strings.Repeat("科普日活动", 20), strings.Repeat("科普日活动", 20)},
	{"scheme", "javascript:alert(1)", "javascript:alert(1)"},
	{"scheme in disguise", " java\x00script:alert(1)", " javascript:alert(1)"},
}

// subject is one output: how to write it from a filled value, and how an
// independent parser reads it, as "path=value" lines.
type subject struct {
	name string
	new  func() any // pointer to a struct, to be filled
	out  func(any) []byte
	read func(t *testing.T, data []byte) []string
}

type sitemapInput struct{ URLs []URL }

var subjects = []subject{
	{"ical", func() any { return new(Calendar) }, func(v any) []byte { return AppendICalendar(nil, *v.(*Calendar)) }, readICS},
	{"atom", func() any { return new(Feed) }, func(v any) []byte { return AppendAtom(nil, *v.(*Feed)) }, readXML},
	{"sitemap", func() any { return new(sitemapInput) }, func(v any) []byte { return AppendSitemap(nil, slices.Values(v.(*sitemapInput).URLs)) }, readXML},
	{"sitemap index", func() any { return new(sitemapInput) }, func(v any) []byte { return SitemapIndex(v.(*sitemapInput).URLs) }, readXML},
	{"robots", func() any { return new(Robots) }, func(v any) []byte { return RobotsTxt(*v.(*Robots)) }, readFields},
	{"event", func() any { return new(LinkedEvent) }, func(v any) []byte { return []byte(EventLD(*v.(*LinkedEvent))) }, readJSON},
	{"event sessions", func() any { return new(LinkedEvent) }, func(v any) []byte {
		e := v.(*LinkedEvent)
		for i := range e.Sessions {
			e.Sessions[i].Span = Span{}
		}
		return []byte(EventLD(*e))
	}, readJSON},
	{"breadcrumbs", func() any { return new(struct{ Trail []Crumb }) }, func(v any) []byte {
		return []byte(BreadcrumbsLD(v.(*struct{ Trail []Crumb }).Trail))
	}, readJSON},
	{"site", func() any { return new(LinkedSite) }, func(v any) []byte { return []byte(SiteLD(*v.(*LinkedSite))) }, readJSON},
	{"article", func() any { return new(LinkedArticle) }, func(v any) []byte { return []byte(ArticleLD(*v.(*LinkedArticle))) }, readJSON},
	{"place", func() any { return new(LinkedPlace) }, func(v any) []byte { return []byte(PlaceLD(*v.(*LinkedPlace))) }, readJSON},
	{"data json", func() any { return new(set) }, func(v any) []byte { return v.(*set).json() }, readJSON},
	{"data csv", func() any { return new(set) }, func(v any) []byte { return v.(*set).csv() }, readCSV},
	{"frab", func() any { return new(Schedule) }, func(v any) []byte { return AppendFrab(nil, *v.(*Schedule)) }, readXML},
	{"manifest", func() any { return new(Manifest) }, func(v any) []byte { return WebManifest(*v.(*Manifest)) }, readJSON},
	{"headers", func() any { return new(struct{ Rules []HeaderRule }) }, func(v any) []byte {
		return Headers(v.(*struct{ Rules []HeaderRule }).Rules)
	}, readHeaders},
	{"redirects", func() any { return new(struct{ Rules []Redirect }) }, func(v any) []byte {
		return Redirects(v.(*struct{ Rules []Redirect }).Rules)
	}, readFields},
}

// kinds of fields that are more than text, by struct and field.
var (
	uriFields = regexp.MustCompile(`\.(URL|URI|Loc|Href|Self|Base|Online|Conference|Sitemap|Src|StartURL|Scope|Replay|Image|Images|To)$|^LinkedVideo\.(Content|Thumbnail)$|` +
		`^Feed\.(ID|Alternate)$|^Entry\.ID$|^Manifest\.ID$`)
	pathFields = regexp.MustCompile(`^(HeaderRule\.Path|Redirect\.From|Robots\.Disallow)$`)
	webFields  = regexp.MustCompile(`^(Schedule|Talk)\.URL$`)
	lineFields = regexp.MustCompile(`^(Talk\.Room|Header\.Value)$`)
	// Made into something else; they have tests of their own.
	derivedFields = regexp.MustCompile(`^(Talk\.UID|Schedule\.Acronym|Header\.Name)$`)
)

// unusedFields are those that an output has no place for.
var unusedFields = map[string]bool{
	"sitemap index Alternate.Lang": true, "sitemap index Alternate.Href": true,
	"event Session.Title": true, "event Session.URL": true, "event Session.Room": true, "event sessions Session.Room": true,
	"event LinkedEvent.Accessibility": true, "event sessions LinkedEvent.Accessibility": true,
	"data csv Dataset.Base": true, "data csv Dataset.Lang": true, "data csv Dataset.Name": true, "data csv Dataset.Slogan": true,
	"frab Talk.UID": true,
}

// What a spreadsheet takes for a formula; in addresses, all but ASCII is encoded.
var (
	formulas    = regexp.MustCompile(`^([\t\n]|[\s\p{Cf}]*[=+\-@＝＋－＠])`)
	uriFormulas = regexp.MustCompile(`^[=+\-@]`)
)

// fill gives every field below v a value: each string one of its own, made by
// text from the field's name ("Event.Summary").
func fill(v reflect.Value, field string, text func(field string) string) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = time.Date(2021, 9, 11, 2, 0, 0, 0, time.UTC)
		return
	case **time.Location:
		*x = shanghai
		return
	case *Date:
		*x = Date{2021, 9, 17}
		return
	case *Weekdays:
		*x = Weekdays{time.Saturday, time.Sunday}
		return
	case *Status, *Attendance, *time.Duration:
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text(field))
	case reflect.Int:
		v.SetInt(301)
	case reflect.Float64:
		v.SetFloat(43.8)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), field, text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, text)
		}
	default:
		panic("an input struct holds a " + v.Type().String())
	}
}

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// marker is the harmless value of the nth string.
func marker(n int, field string) string {
	m := fmt.Sprintf("mk%dk", n)
	switch {
	case uriFields.MatchString(field):
		return "https://" + m
	case pathFields.MatchString(field):
		return "/" + m
	case field == "Header.Name":
		return "X-" + m
	}
	return m
}

// TestInjection puts every injection in every string field of every input, one
// at a time, and wants the output to say what it said before with that value in
// place of the old one, and nothing else.
func TestInjection(t *testing.T) {
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			var fields []string
			write := func(at int, value string) []byte {
				v, n := s.new(), 0
				fill(reflect.ValueOf(v).Elem(), "", func(field string) string {
					if n++; at < 0 {
						fields = append(fields, field)
					}
					if n-1 == at {
						return value
					}
					return marker(n-1, field)
				})
				return s.out(v)
			}
			before := s.read(t, write(-1, ""))
			for n, field := range fields {
				if !unusedFields[s.name+" "+field] && !strings.Contains(strings.Join(before, "\n"), fmt.Sprintf("mk%dk", n)) {
					t.Errorf("%s is not in the output", field)
				}
			}
			for at, field := range fields {
				if derivedFields.MatchString(field) {
					continue
				}
				for _, inj := range injections {
					data := write(at, inj.in)
					want := substitute(s.name, before, field, marker(at, field), inj.want)
					got := s.read(t, data)
					if want == nil {
						checkDropped(t, before, got, marker(at, field), field+" "+inj.name)
						continue
					}
					checkPlain(t, before, got, field, inj.name)
					got = unescaped(got, field)
					if sort.Strings(got); !slices.Equal(got, want) {
						t.Fatalf("%s, %s: got %s", field, inj.name, difference(got, want))
					}
				}
			}
		})
	}
}

// substitute returns what before would be with value in the field; nil where
// the field is an address that must be dropped.
func substitute(subject string, before []string, field, mark, value string) []string {
	switch {
	case webFields.MatchString(field):
		return nil // no injection is a web address
	case uriFields.MatchString(field):
		if value = strings.TrimSpace(value); regexp.MustCompile(`^[^:/?#]*:`).MatchString(value) {
			return nil
		}
	case pathFields.MatchString(field):
		value = "/" + strings.TrimLeft(value, "/")
		if subject == "robots" {
			value = value[1:]
		}
	case lineFields.MatchString(field):
		value = strings.Join(strings.Fields(value), " ")
	}
	want := make([]string, len(before))
	for i, l := range before {
		path, old, _ := strings.Cut(l, "=")
		text := strings.ReplaceAll(old, mark, value)
		formula := formulas
		if uriFields.MatchString(field) {
			formula = uriFormulas
		}
		if subject == "data csv" && text != old && formula.MatchString(text) {
			text = "'" + text
		}
		want[i] = strings.ReplaceAll(path, mark, value) + "=" + text
	}
	want = unescaped(want, field)
	sort.Strings(want)
	return want
}

// unescaped decodes percent-encoding where the field is an address.
func unescaped(lines []string, field string) []string {
	if !uriFields.MatchString(field) && !pathFields.MatchString(field) {
		return slices.Clone(lines)
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l
		if plain, err := url.PathUnescape(l); err == nil {
			out[i] = plain
		}
	}
	return out
}

// checkPlain wants addresses in what is new to hold only what RFC 3986 allows.
func checkPlain(t *testing.T, before, got []string, field, name string) {
	t.Helper()
	if !uriFields.MatchString(field) && !pathFields.MatchString(field) {
		return
	}
	for _, l := range got {
		_, value, _ := strings.Cut(l, "=")
		if !slices.Contains(before, l) && !regexp.MustCompile(`^'?([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-F]{2})*$`).MatchString(value) {
			t.Fatalf("%s, %s: not a URI: %q", field, name, l)
		}
	}
}

// checkDropped wants no value in got that was not in before, nor the mark.
func checkDropped(t *testing.T, before, got []string, mark, name string) {
	t.Helper()
	values := map[string]bool{"": true}
	for _, l := range before {
		_, value, _ := strings.Cut(l, "=")
		values[value] = !strings.Contains(value, mark)
	}
	for _, l := range got {
		if _, value, _ := strings.Cut(l, "="); !values[value] {
			t.Fatalf("%s: should have been left out: %q", name, l)
		}
	}
}

func difference(got, want []string) string {
	var b strings.Builder
	for _, l := range got {
		if !slices.Contains(want, l) {
			fmt.Fprintf(&b, "\n+ %.300q", l)
		}
	}
	for _, l := range want {
		if !slices.Contains(got, l) {
			fmt.Fprintf(&b, "\n- %.300q", l)
		}
	}
	return fmt.Sprintf("%d lines, want %d%s", len(got), len(want), b.String())
}

func readXML(t *testing.T, data []byte) []string {
	t.Helper()
	type element struct {
		path     string
		text     strings.Builder
		children bool
	}
	stack := []*element{{}}
	var lines []string
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%.2000s", err, data)
		}
		top := stack[len(stack)-1]
		switch x := token.(type) {
		case xml.StartElement:
			top.children = true
			e := &element{path: top.path + "/" + x.Name.Local}
			for _, a := range x.Attr {
				lines = append(lines, e.path+"@"+a.Name.Local+"="+a.Value)
			}
			stack = append(stack, e)
		case xml.CharData:
			top.text.Write(x)
		case xml.EndElement:
			if text := top.text.String(); !top.children || strings.TrimSpace(text) != "" {
				lines = append(lines, top.path+"="+text)
			}
			stack = stack[:len(stack)-1]
		case xml.ProcInst:
			lines = append(lines, "?"+x.Target+"="+string(x.Inst))
		default:
			lines = append(lines, fmt.Sprintf("%T=%s", x, x))
		}
	}
}

func readJSON(t *testing.T, data []byte) []string {
	t.Helper()
	if i := bytes.IndexAny(data, "<>&\u2028\u2029"); i >= 0 {
		t.Fatalf("not safe in a script element: %.80q", data[i:])
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("not JSON: %v\n%.2000s", err, data)
	}
	var lines []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch x := v.(type) {
		case map[string]any:
			for k, w := range x {
				walk(path+"/"+k, w)
			}
		case []any:
			for i, w := range x {
				walk(fmt.Sprintf("%s/%d", path, i), w)
			}
		default:
			lines = append(lines, fmt.Sprintf("%s=%v", path, x))
		}
	}
	walk("", v)
	sort.Strings(lines)
	return lines
}

func readCSV(t *testing.T, data []byte) []string {
	t.Helper()
	data, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf"))
	if !ok {
		t.Fatal("no byte order mark")
	}
	if bytes.Contains(bytes.ReplaceAll(data, []byte("\r\n"), nil), []byte("\n")) {
		t.Fatal("a line does not end in CRLF")
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatalf("not CSV: %v", err)
	}
	var lines []string
	for i, row := range rows[1:] {
		for j, value := range row {
			lines = append(lines, fmt.Sprintf("%d/%s=%s", i, rows[0][j], value))
		}
	}
	return lines
}

// readFields reads robots.txt and _redirects: fields between blanks.
func readFields(t *testing.T, data []byte) []string {
	t.Helper()
	var lines []string
	for i, l := range strings.Split(string(data), "\n") {
		for j, field := range strings.Fields(l) {
			lines = append(lines, fmt.Sprintf("%d/%d=%s", i, j, field))
		}
	}
	return lines
}

// readHeaders reads _headers: a path, and indented fields below it.
func readHeaders(t *testing.T, data []byte) []string {
	t.Helper()
	var lines []string
	for i, l := range strings.Split(string(data), "\n") {
		if field, indented := strings.CutPrefix(l, "  "); indented {
			name, value, _ := strings.Cut(field, ": ")
			lines = append(lines, fmt.Sprintf("%d/%s=%s", i, name, value))
		} else {
			lines = append(lines, fmt.Sprintf("%d/path=%s", i, l))
		}
	}
	return lines
}
