package theme

import (
	"bytes"
	"html/template"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"bunting/internal/diag"
)

// TestMinify shows what is taken away and what is not.
func TestMinify(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"  a  b\n\n c  ", "a b\nc "},
		{"<b>a</b>  <i>b</i>\n<u>c</u>", "<b>a</b> <i>b</i>\n<u>c</u>"},
		{"\n<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
		{"<p> a <b> b </b> c </p>\n<p>d</p>", "<p> a <b> b </b> c </p>\n<p>d</p>"},
		{"<p  title=\"a  b\"   alt='x  \"  y'>\n", "<p title=\"a  b\" alt='x  \"  y'>\n"},
		{"<pre>  a\n\n  b</pre>  <textarea>  a\n  b</textarea>  c", "<pre>  a\n\n  b</pre> <textarea>  a\n  b</textarea> c"},
		{"<script>  let a  =  \"</b>  \"</script>  x", "<script>  let a  =  \"</b>  \"</script> x"},
		{"{{.}}  {{.}}  ", "{{.}} {{.}} "},
		{"a  {{if .}}  b{{else}}  {{end}}  c", "a {{if .}} b{{else}} {{end}} c"},
		{"a  {{range .}}  b  {{break}}  {{end}}  c", "a {{range .}} b {{break}} {{end}} c"},
		{"a  {{with .}}<p>b</p>  {{end}}  c", "a {{with .}}<p>b</p> {{end}} c"},
		{"<h{{.}}>  a  </h{{.}}>  b", "<h{{.}}> a </h{{.}}> b"},
		{"<a{{if .}} b=\"  >  \"{{end}}  c>  d</a>", "<a{{if .}} b=\"  >  \"{{end}} c> d</a>"},
		{"1 < 2  and  3 > 2", "1 < 2 and 3 > 2"},
		{"a\u00a0 \u3000b  ", "a\u00a0 \u3000b "},
		{"a  {{/* x */}}  b <!--  c  -->  d", "a  b d"},
		// What the library makes of these shows something else, so they stay.
		{"<textarea>  a\n {{.}}  b</textarea>  c", "<textarea>  a\n {{.}}  b</textarea>  c"},
		{"<script>  a  {{.}}</script>  x", "<script>  a  {{.}}</script>  x"},
		{"<script>a</script><style></style>  b", "<script>a</script><style></style>  b"},
		{"a  &amp;{{.}}", "a  &amp;{{.}}"},
		{"a  <p class=''>", "a  <p class=''>"},
		{"a  <colgroup></colgroup>", "a  <colgroup></colgroup>"},
		{"a  <option>  b</option> c", "a  <option>  b</option> c"},
		{"a  <input disabled=yes>", "a  <input disabled=yes>"},
		{"a  <!-- {{.}} -->", "a  <!-- {{.}} -->"},
		{"a  \ue000\ue001", "a  \ue000\ue001"},
		// Where blank space begins or ends to count is not known.
		{"a  <pre>", "a  <pre>"},
		{"a  <b title=\"", "a  <b title=\""},
		{"<pre>{{if .}}</pre>{{else}}  b{{end}}{{if .}}<pre>{{end}}</pre>", "<pre>{{if .}}</pre>{{else}}  b{{end}}{{if .}}<pre>{{end}}</pre>"},
		{"{{range .}}a  b<pre>{{break}}</pre>{{end}}", "{{range .}}a  b<pre>{{break}}</pre>{{end}}"},
	} {
		trees, err := parseText("root", test.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := (minifier{}).set(trees, "root")["root"].Root.String(); got != test.want {
			t.Errorf("%q:\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

// TestMinifyCalled: a template that is called within pre or an attribute
// keeps its blank space, and so does what that calls.
func TestMinifyCalled(t *testing.T) {
	trees, err := parseText("root", `<pre>{{template "a"}}</pre>{{template "c"}}`+
		`{{define "a"}}a  a{{template "b"}}{{end}}{{define "b"}}b  b{{end}}{{define "c"}}c  c{{end}}`)
	if err != nil {
		t.Fatal(err)
	}
	small := (minifier{}).set(trees, "root")
	for name, want := range map[string]string{"a": `a  a{{template "b"}}`, "b": "b  b", "c": "c c"} {
		if got := small[name].Root.String(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestMinifySame: minified layouts of the default theme make pages with the
// same document as unminified ones, in all languages, but for how long runs of
// blank space are.
func TestMinifySame(t *testing.T) {
	l := &loader{Options: festival(t), sources: map[string]*diag.Source{}}
	if _, err := l.load(); err != nil || len(l.found) > 0 {
		t.Fatal(err, show(l.found))
	}
	s, err := l.layouts()
	if err != nil {
		t.Fatal(err)
	}
	saved := 0
	for _, kind := range Layouts() {
		trees, _ := s.set(kind)
		small := (minifier{}).set(trees, kind)
		for lang, messages := range l.messages {
			functions := template.FuncMap{"t": messages.catalog.T, "asset": l.assetPath}
			for _, n := range []int{0, 1, 3} {
				var pages [2]bytes.Buffer
				for i, trees := range []map[string]*parse.Tree{trees, small} {
					set, err := compile(kind, trees, functions)
					if err != nil {
						t.Fatal(err)
					}
					if err := set.Execute(&pages[i], full(kind, n)); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(document(t, pages[0].String()), document(t, pages[1].String())); diff != "" {
					t.Errorf("%s in %s with %d: %s", kind, lang, n, diff)
				}
				saved += pages[0].Len() - pages[1].Len()
			}
		}
	}
	if saved <= 0 {
		t.Error("nothing was saved")
	}
}

// document writes a page's elements, attributes and text, a line each. A run
// of blank space in text is one blank.
func document(t *testing.T, page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var walk func(n *html.Node, raw bool)
	walk = func(n *html.Node, raw bool) {
		switch n.Type {
		case html.TextNode:
			text := n.Data
			if !raw {
				text = strings.Join(strings.FieldsFunc("|"+text+"|", func(r rune) bool { return strings.ContainsRune(" \t\n\f\r", r) }), " ")
			}
			lines = append(lines, "#"+text)
			return
		case html.ElementNode:
			var b strings.Builder
			b.WriteString("<" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key + "=" + a.Val)
			}
			lines = append(lines, b.String())
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, raw || raws[n.Data])
		}
		if n.Type == html.ElementNode {
			lines = append(lines, "/"+n.Data)
		}
	}
	walk(root, false)
	return strings.Join(lines, "\n")
}
