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
		{"a  b\n\n c", "a b\nc"},
		{"<b>a</b>  <i>b</i>\n<u>c</u>", "<b>a</b> <i>b</i>\n<u>c</u>"},
		{"<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n", "<ul><li>a</li>\n<li>b</li></ul>"},
		{"<p> a <b> b </b> c </p>\n<p>d</p>", "<p>a <b> b </b> c</p><p>d</p>"},
		{"<p title=\"a  b\" class='x  \"  y'>\n", "<p title=\"a  b\" class='x  \"  y'>"},
		{"<pre>  a\n\n  b</pre>  <textarea>  a\n {{.}}  b</textarea>  c", "<pre>  a\n\n  b</pre> <textarea>  a\n {{.}}  b</textarea> c"},
		{"<SCRIPT>  let a  =  \"</b>  \"</SCRIPT>  x", "<SCRIPT>  let a  =  \"</b>  \"</SCRIPT> x"},
		{"{{.}}  {{.}}", "{{.}} {{.}}"},
		{"a {{if .}} b{{end}} c", "a {{if .}}b{{end}} c"},
		{"a {{if .}}b {{end}} c", "a {{if .}}b {{end}}c"},
		{"a {{if .}}b {{else}}c{{end}} d", "a {{if .}}b {{else}}c{{end}} d"},
		{"a {{range .}} b {{end}} c", "a {{range .}} b {{end}} c"},
		{"a {{with .}}<p>b</p> {{end}} c", "a {{with .}}<p>b</p>{{end}}c"},
		{"<h{{.}}>  a  </h{{.}}>  b", "<h{{.}}> a </h{{.}}> b"},
		{"<a{{if .}} b=\"  >  \"{{end}}  c>  d</a>", "<a{{if .}} b=\"  >  \"{{end}}  c> d</a>"},
		{"1 < 2  and  3 > 2", "1 < 2 and 3 > 2"},
		{"{{$x := .}} a", "{{$x := .}}a"},
		{"a\u00a0 \u3000b", "a\u00a0 \u3000b"},
	} {
		trees, err := parseText("root", test.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := minify(trees, "root")["root"].Root.String(); got != test.want {
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
	small := minify(trees, "root")
	for name, want := range map[string]string{"a": `a  a{{template "b"}}`, "b": "b  b", "c": "c c"} {
		if got := small[name].Root.String(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestMinifySame: minified layouts of the default theme make pages with the
// same document as unminified ones, but for blank space that is not shown.
func TestMinifySame(t *testing.T) {
	l := &loader{Options: festival(t), sources: map[string]*diag.Source{}}
	if _, err := l.load(); err != nil || len(l.found) > 0 {
		t.Fatal(err, show(l.found))
	}
	s, err := l.layouts()
	if err != nil {
		t.Fatal(err)
	}
	functions := template.FuncMap{"t": l.messages["en"].catalog.T, "asset": l.assetPath}
	saved := 0
	for _, kind := range Layouts() {
		trees, _ := s.set(kind)
		for _, n := range []int{0, 1, 3} {
			var pages [2]bytes.Buffer
			for i, trees := range []map[string]*parse.Tree{trees, minify(trees, kind)} {
				set, err := compile(kind, trees, functions)
				if err != nil {
					t.Fatal(err)
				}
				if err := set.Execute(&pages[i], full(kind, n)); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(document(t, pages[0].String()), document(t, pages[1].String())); diff != "" {
				t.Errorf("%s with %d: %s", kind, n, diff)
			}
			saved += pages[0].Len() - pages[1].Len()
		}
	}
	if saved <= 0 {
		t.Error("nothing was saved")
	}
}

// document writes a page's elements, attributes and text, a line each. A run
// of blank space in text is one blank, and none beside a block.
func document(t *testing.T, page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	edge := func() { // what was blank before a block's tag shows nothing
		if last := len(lines) - 1; last >= 0 && strings.HasPrefix(lines[last], "#") {
			if lines[last] = strings.TrimRight(lines[last], " "); lines[last] == "#" {
				lines = lines[:last]
			}
		}
	}
	gap := true
	var walk func(n *html.Node, raw bool)
	walk = func(n *html.Node, raw bool) {
		switch n.Type {
		case html.TextNode:
			text := n.Data
			if !raw {
				text = strings.Map(func(r rune) rune {
					if r < 128 && isBlank(byte(r)) {
						return ' '
					}
					return r
				}, text)
				for strings.Contains(text, "  ") {
					text = strings.ReplaceAll(text, "  ", " ")
				}
				if gap {
					text = strings.TrimLeft(text, " ")
				}
			}
			if text != "" {
				gap = strings.HasSuffix(text, " ")
				lines = append(lines, "#"+text)
			}
			return
		case html.ElementNode:
			if blocks[n.Data] {
				edge()
			}
			var b strings.Builder
			b.WriteString("<" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key + "=" + a.Val)
			}
			lines = append(lines, b.String())
			gap = blocks[n.Data]
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, raw || raws[n.Data])
		}
		if n.Type == html.ElementNode {
			if blocks[n.Data] {
				edge()
			}
			lines = append(lines, "/"+n.Data)
			gap = blocks[n.Data]
		}
	}
	walk(root, false)
	return strings.Join(lines, "\n")
}
