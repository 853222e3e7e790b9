package theme

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"text/template/parse"

	"pgregory.net/rapid"

	"bunting/internal/view"
)

// TestProgramFestival: every layout of the default theme is translated, and
// renders what html/template does, whatever is in its view.
func TestProgramFestival(t *testing.T) {
	theme := mustLoad(t, festival(t))
	for key, page := range theme.pages {
		p := page()
		if p.program == nil {
			t.Fatalf("%s is not translated", key)
		}
		for _, n := range []int{0, 1, 3} {
			comparePage(t, p, full(key.layout, n))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		key := pageKey{rapid.SampledFrom(Layouts()).Draw(t, "layout"), rapid.SampledFrom([]string{"zh", "en", "ug"}).Draw(t, "lang")}
		comparePage(t, theme.pages[key](), hostileView(t, key.layout))
	})
}

// TestProgramSame: the same for layouts of whatever the checker accepts, in
// every kind of place.
func TestProgramSame(t *testing.T) {
	places := rapid.SampledFrom([][2]string{
		{"", ""}, {"", ""}, {"<p title=\"", "\">"}, {"<p title='a ", " b'>"}, {"<a href=\"", "\">"}, {"<a href=\"tel:", "\">"}, {"<a href=\"/?q=", "&amp;x\">"},
		{"<textarea>", "</textarea>"}, {"<title>", "</title>"}, {"<meta http-equiv=refresh content=\"0; url=", "\">"}, {"<!-- ", " -->"},
		{"<p title=", ">"}, {"<script>let x = ", "</script>"}, {"<script>let x = '", "'</script>"}, {"<style>p{color:", "}</style>"}, {"<p style=\"color:", "\">"},
		{"<img srcset=\"", "\">"}, {"<script type=\"application/ld+json\">", "</script>"}, {"<p ", ">"}, {"<p onclick=\"f(", ")\">"},
	})
	sources := rapid.OneOf(expressions, rapid.SampledFrom([]string{
		".Label", ".Off", ".Title.Text", ".Text.HTML", "len .Badges", "$x.Text", "$.Phone", `t "k" "n" .Label "m" 3`, `t "a&b"`, `asset "a"`, "or .Label .Phone",
		`and .Label .Phone "x"`, `index .Badges 0`, `(index .Badges 0).Text`, "index .Chrome.JSONLD 1", "le (len .Label) 3", "gt .Label .Phone", `.Label | printf "%s+%q" "<"`,
		"(and .Label .Phone) | html", "urlquery .Label", "print .Off .Label 3", "js .Label",
	}))
	var layout func(t *rapid.T, depth int) string
	layout = func(t *rapid.T, depth int) string {
		text := ""
		for range rapid.IntRange(0, 3).Draw(t, "nodes") {
			place, e := places.Draw(t, "place"), sources.Draw(t, "expression")
			if depth == 0 || rapid.Bool().Draw(t, "action") {
				text += place[0] + "{{" + e + "}}" + place[1]
				continue
			}
			frame := rapid.SampledFrom([]string{
				"{{if E}}A{{else}}B{{end}}", "{{if $y := E}}A{{$y}}{{else}}B{{$y}}{{end}}", "{{with E}}{{.}}{{else}}A{{end}}", "{{with $x := .Title}}{{$x.Lang}}{{.Dir}}{{$.Label}}{{end}}A",
				"{{range .Badges}}{{.Text}}{{$x.Lang}}, {{else}}A{{end}}", "{{range $i, $b := .Badges}}{{if $i}}, {{end}}{{$b.Kind}}{{end}}", "{{range $x := .Sessions}}{{$x.Detail}}{{else}}A{{$x}}{{end}}",
				"{{$y := E}}A{{$y}}", "{{$y := .Label}}{{if .Off}}{{$y = .Phone}}{{end}}{{$y}}", "{{template \"d\" .Title}}A", "{{template \"e\" .}}", "{{template \"f\"}}",
				"{{range .Related}}{{template \"d\" .Title}}{{range .Badges}}{{.Kind}}{{end}}{{end}}", "{{range .Badges}}A{{break}}{{end}}",
			}).Draw(t, "frame")
			frame = strings.NewReplacer("E", e, "A", layout(t, depth-1), "B", layout(t, depth-1)).Replace(frame)
			text += place[0] + frame + place[1]
		}
		return text
	}
	accepted, translated := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		text := "{{$x := .Title}}" + layout(t, 2) +
			`{{define "d"}}{{.Text}}{{with $.Lang}} {{.}}{{end}}{{end}}{{define "e"}}{{template "d" .Summary}}{{$y := .Off}}{{$y}}{{end}}{{define "f"}}f {{"<"}}{{end}}`
		trees, err := parseText("event", text)
		if err != nil || !accepts(text) {
			return
		}
		accepted++
		p := testPage(trees)
		if p.program != nil {
			translated++
		}
		for range 3 {
			comparePage(t, p, hostileView(t, "event"))
		}
	})
	if translated == 0 {
		t.Errorf("none of %d translated", accepted)
	}
	t.Logf("%d accepted, %d translated", accepted, translated)
}

// TestProgramEscapers writes every byte in every kind of place that is known.
func TestProgramEscapers(t *testing.T) {
	trees, err := parseText("event", `{{.Label}}<a title="{{.Label}}" href="{{.Label}}" class='{{.Label}}'></a><a href='tel:{{.Label}}'></a>`+
		`<textarea>{{.Label}}</textarea><meta http-equiv="refresh" content="0; url={{.Label}}">{{.Label | html}}`)
	if err != nil {
		t.Fatal(err)
	}
	p := testPage(trees)
	if p.program == nil {
		t.Fatal("not translated")
	}
	for c := range 256 {
		for _, text := range []string{string([]byte{byte(c)}), string([]byte{'a', byte(c), 'b'}), string([]byte{'%', byte(c), 'f'}), string([]byte{byte(c), ':', byte(c)})} {
			comparePage(t, p, view.Event{Label: text})
		}
	}
}

// TestProgramKnows shows what is translated and what is left to html/template,
// and that constants are worked out once.
func TestProgramKnows(t *testing.T) {
	for text, steps := range map[string]int{ // 0 when refused; one step stores $
		`a {{t "k"}}<b>{{asset "x"}} {{"<"}} {{print 3 true}}</b>{{template "d"}} c{{define "d"}}d{{end}}`: 4,
		`a{{.Label}}b{{if .Off}}c{{end}}`:                                 5,
		`{{$x := .Title}}{{$x.Text}}{{$x = .Summary}}`:                    4,
		`{{range $i, $b := .Badges}}{{$i}}{{$b.Text}}{{end}}`:             2,
		`{{if or .Label .Badges}}{{end}}{{with or .Label .Phone}}{{end}}`: 3,
		`{{.Text.HTML}}<p title="{{.Off | printf "%v"}}">`:                5,
		`<script>{{range .Chrome.JSONLD}}{{.}}{{end}}</script>`:           4,
		`{{with or .Label .Badges}}{{end}}`:                               0,
		`{{range .Badges}}{{break}}{{end}}`:                               0,
		`{{slice .Label 0 0}}`:                                            0,
		`{{$x := 1}}{{range $x, $y = .Badges}}{{end}}`:                    0,
		`{{range $x := .Badges}}{{else}}{{len $x}}{{end}}`:                0,
		`{{$x := 1}}{{$x = .Label}}`:                                      0,
		`{{if 1.5}}{{end}}`:                                               0,
		`<p title="{{.Text.HTML}}">`:                                      0,
		`<p title={{.Label}}>`:                                            0,
		`<script>{{.Label}}</script>`:                                     0,
		`{{.Off}}`:                                                        0,
		`{{t .Text.HTML}}`:                                                0,
		`{{.Nope}}`:                                                       0,
		`<b title="`:                                                      0,
		`{{template "a"}}{{define "a"}}` + strings.Repeat("x", maxEscaped) + `{{end}}`:                                                                                              0,
		strings.Repeat(`{{template "a"}}`, 9) + `{{define "a"}}` + strings.Repeat(`{{template "b"}}`, 9) + `{{end}}{{define "b"}}` + strings.Repeat("x", maxEscaped/80) + `{{end}}`: 0,
	} {
		trees, err := parseText("event", text)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		if p := testPage(trees).program; p != nil {
			got = len(p.steps)
		}
		if got != steps {
			t.Errorf("%d steps, not %d: %s", got, steps, text)
		}
	}
}

// TestProgramFails: a page that fails is what html/template leaves of it.
func TestProgramFails(t *testing.T) {
	theme := mustLoad(t, options(t, tiny().with(files{"layouts/event.html": "a {{.Label}} {{if and .Off (eq .Label .Label (index .Badges 2).Text)}}b{{end}} c"}).fs()))
	for n := range 3 {
		buf := bytes.NewBufferString("before ")
		err := theme.Render(buf, "event", "en", view.Event{Label: "<", Off: true, Badges: make([]view.Badge, n)})
		if buf.String() != "before a &lt; " || err == nil || !strings.Contains(err.Error(), "event:1:46") {
			t.Errorf("%d badges: %q, %v", n, buf.String(), err)
		}
	}
	var buf bytes.Buffer
	if err := theme.Render(&buf, "event", "en", view.Event{Label: "<", Off: true, Badges: make([]view.Badge, 3)}); err != nil || buf.String() != "a &lt; b c" {
		t.Errorf("%q, %v", buf.String(), err)
	}
}

// testPage makes a page of an event's layout.
func testPage(trees map[string]*parse.Tree) page {
	message := func(key string, args ...any) string { return key + fmt.Sprint(args...) }
	asset := func(name string) string { return "/" + name }
	return newPage("event", trees, escape("event", trees), message, asset)
}

// comparePage renders a view with and without the program.
func comparePage(t rapid.TB, p page, view any) {
	t.Helper()
	var want, got bytes.Buffer
	want.WriteString("before ")
	set, err := p.reference()
	if err != nil {
		t.Fatal(err)
	}
	wantErr := set.Execute(&want, view)
	got.WriteString("before ")
	if p.program != nil {
		if ok := p.program.render(&got, view); ok != (wantErr == nil) || !ok && got.String() != "before " {
			t.Fatalf("ok is %v, but the error: %v", ok, wantErr)
		}
		got.Reset()
		got.WriteString("before ")
	}
	if err := p.render(&got, view); fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("%v, want %v", err, wantErr)
	}
	if !bytes.Equal(want.Bytes(), got.Bytes()) {
		t.Fatalf("got %q\nwant %q", got.String(), want.String())
	}
}

// hostileView draws a view of a layout: texts of what escapers care for, and
// lists of a few entries.
func hostileView(t *rapid.T, layout string) any {
	texts := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "", "a", "javascript:alert(1)", "JavaScript:x", "mailto:a+b@c.d", "HTTPS://x/?a=1&b=%20%zz%", "/a:b", "x:y", ":", "data:,",
			"\x00\x01\x1f\x7f", "\xff\xfe\xc3(", "\u2028\u2029\ufeff\ufdd0\uffff", "</script><!--", "a b\tc\nd\r", "\"'`<>&+=", "%", "%4", "%4g", "&amp;",
			"字\U0001F600", strings.Repeat("<é\x80>", 3000), "[x](y)!#$*,/;?@{}|\\^~_",
		}),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 40), func(b []byte) string { return string(b) }),
	)
	v := reflect.New(kinds[layout]).Elem()
	var draw func(v reflect.Value, depth int)
	draw = func(v reflect.Value, depth int) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				draw(v.Field(i), depth)
			}
			named(v)
		case reflect.Slice:
			n := rapid.IntRange(0, max(0, 3-depth)).Draw(t, "n")
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				draw(v.Index(i), depth+1)
			}
		case reflect.Bool:
			v.SetBool(rapid.Bool().Draw(t, "bool"))
		case reflect.Int:
			v.SetInt(int64(rapid.OneOf(rapid.IntRange(-1, 2), rapid.Int()).Draw(t, "int")))
		case reflect.String:
			v.SetString(texts.Draw(t, "text"))
		}
	}
	draw(v, 0)
	return v.Interface()
}

// TestOnce: what a template makes of the site is the same when it is made for
// a second page, in another language, and of another site.
func TestOnce(t *testing.T) {
	theme := mustLoad(t, options(t, tiny().with(files{
		"themes/tiny/layouts/partials/foot.html": `<p>{{t "sponsor" "name" .Sponsor}} {{.Name.Text}} {{range .Logos}}<img src="{{.}}">{{end}}</p>`,
	}).fs()))
	for _, name := range []string{"A", "B", "A", "A"} {
		for _, lang := range []string{"zh", "en", "zh"} {
			v := full("events", 1).(view.Events)
			v.Chrome.Site.Name.Text, v.Chrome.Site.Key = name, "key of "+name
			var got, want bytes.Buffer
			if err := theme.Render(&got, "events", lang, v); err != nil {
				t.Fatal(err)
			}
			v.Chrome.Site.Key = "" // not kept
			if err := theme.Render(&want, "events", lang, v); err != nil {
				t.Fatal(err)
			}
			if got.String() != want.String() || !strings.Contains(got.String(), " "+name+" ") {
				t.Errorf("site %s in %s: got %s, want %s", name, lang, &got, &want)
			}
		}
	}
}
