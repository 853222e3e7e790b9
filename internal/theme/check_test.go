package theme

import (
	"html/template"
	"io"
	"strings"
	"testing"
	"text/template/parse"

	"pgregory.net/rapid"

	"bunting/internal/diag"
)

// accepts tells whether this package's checker finds no mistake in a layout
// for events.
func accepts(text string) bool {
	l := &loader{theme: &folder{name: "t"}, sources: map[string]*diag.Source{}}
	s := &layouts{files: map[string]*layout{base: l.parse(base, &diag.Source{}), "event": l.parse("event", &diag.Source{Name: "event", Text: text})}, shared: []string{base}}
	l.check(s)
	return len(l.found) == 0
}

// expressions are right and wrong, for a view.Event and $x, one of its Texts.
var expressions = rapid.Custom(func(t *rapid.T) string {
	operand := rapid.SampledFrom([]string{
		".", "$", ".Label", ".Off", ".Title", ".Title.Text", ".Badges", ".Sessions", ".Text.HTML", ".Chrome.JSONLD", ".Nope", ".Label.Nope",
		"$x", "$x.Text", "3", "1.5", "true", "nil", `"a"`, "(len .Badges)", "(not .Off)", "(and .Label .Phone)", "(or .Label .Title)", "(eq .Label .Phone)",
	})
	function := rapid.SampledFrom([]string{
		"", "", "", "and", "or", "not", "eq", "ne", "lt", "ge", "len", "index", "slice", "print", "printf", "html", "urlquery", "call", "nope",
	})
	expression := function.Draw(t, "function")
	for range rapid.IntRange(1, 3).Draw(t, "arguments") {
		expression += " " + operand.Draw(t, "operand")
	}
	return expression
})

// TestSound: what the checker accepts never fails with a type error, whatever
// the expression.
func TestSound(t *testing.T) {
	frame := rapid.SampledFrom([][2]string{
		{"{{", "}}"}, {"{{if ", "}}x{{end}}"}, {"{{with ", "}}{{.Text}}{{end}}"}, {"{{range ", "}}{{.Text}}{{else}}{{.Label}}{{end}}"},
		{"{{range $i, $e := ", "}}{{$i}}{{$e.Text}}{{end}}"}, {"{{$x = ", "}}"}, {"{{define \"d\"}}{{.Text}}{{end}}{{template \"d\" ", "}}"},
		{"{{$y := ", "}}{{$y.Text}}"},
	})
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		f := frame.Draw(t, "frame")
		expression := expressions.Draw(t, "expression")
		text := "{{$x := .Title}}" + f[0] + expression + f[1]
		set, err := template.New("event").Parse(text)
		if err != nil || !accepts(text) {
			return
		}
		accepted++
		// Index out of range and the like depend on values, not types.
		if err := set.Execute(io.Discard, full("event", 4)); err != nil && !strings.Contains(err.Error(), "out of range") {
			t.Errorf("%s: %v", text, err)
		}
	})
	if accepted == 0 {
		t.Error("nothing was accepted")
	}
}

func TestComplete(t *testing.T) {
	for _, text := range []string{
		`{{.Label}}`, `{{.Title.Text}}`, `{{if .Badges}}{{(index .Badges 0).Kind}}{{end}}`, `{{slice .Label 0 0}}`, `{{range slice .Badges 0}}{{.Text}}{{end}}`,
		`{{with or .Label .Phone}}{{.}}{{end}}`, `{{or .Label .Off}}`, `{{if and .Badges .Off (not .Label) (or .Phone .Maps)}}{{end}}`,
		`{{range $i, $b := .Badges}}{{if $i}}, {{end}}{{$b.Text}}{{break}}{{else}}{{.Label}}{{end}}`, `{{with $x := .Title}}{{$x.Text}}{{.Lang}}{{$.Label}}{{end}}`,
		`{{if eq .Label "a" "b" .Phone}}{{else if lt (len .Badges) 3}}{{end}}`, `{{.Label | printf "%s %d" "a" | html}}`,
		`{{$x := ""}}{{if .Off}}{{$x = .Label}}{{end}}{{$x}}`, `{{define "d"}}{{.Text}}{{end}}{{template "d" .Title}}{{range .Badges}}{{template "d" .}}{{end}}`,
		`{{block "b" .Title}}{{.Text}}{{end}}`, `{{with .Office}}{{.Email}}{{else with .Title}}{{.Text}}{{end}}`, `{{/* nothing */}}`, `{{print 1 "a" true 1.5}}`,
		`{{range .Badges}}{{continue}}{{end}}`, `{{if 3}}{{"}}"}}{{end}}`, `{{t "k"}}{{t .Label "n" 3}}{{.Label | t "k" "x"}}{{asset "a"}}`,
	} {
		if !accepts(text) {
			t.Errorf("refused: %s", text)
		}
	}
}

// FuzzLayout: no template makes the loader panic or hang, and one that it
// accepts renders views, minified or not, as html/template does.
func FuzzLayout(f *testing.F) {
	for _, text := range []string{
		`{{define "main"}}<p>{{.Label}}</p>{{end}}{{template "main" .}}`, `{{if .Title}}`, `{{range .Badges}}<pre>{{.Text}}</pre>{{end}}`,
		`<a href="{{.Register}}">{{t "k" "n" 3}}</a>`, `{{.Label | printf "%s"}}<!-- {{.}} -->`, "{{\n.A", `<textarea>{{"`, `{{template "x"}}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "%") { // widths of printf take long
			return
		}
		l := &loader{theme: &folder{name: "t"}, sources: map[string]*diag.Source{}}
		s := &layouts{files: map[string]*layout{
			base:    l.parse(base, &diag.Source{}),
			"event": l.parse("event", &diag.Source{Name: "event", Text: text}),
		}, shared: []string{base}}
		l.check(s)
		if len(l.found) > 0 {
			return
		}
		trees, _ := s.set("event")
		for _, trees := range []map[string]*parse.Tree{trees, (minifier{}).set(trees, "event")} {
			p := testPage(trees)
			for _, n := range []int{0, 1, 3} {
				comparePage(t, p, full("event", n))
			}
		}
	})
}
