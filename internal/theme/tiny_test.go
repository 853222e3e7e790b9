package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/locale"
)

// files are the files of a site, by path.
type files map[string]string

func (f files) fs() fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range f {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// with returns f with changes; a blank text takes the file away.
func (f files) with(changes files) files {
	out := maps.Clone(f)
	for name, text := range changes {
		if text == "" {
			delete(out, name)
		} else {
			out[name] = text
		}
	}
	return out
}

// tiny returns a site whose theme has every layout, as small as can be.
func tiny() files {
	f := files{
		"themes/tiny/theme.toml": "name = \"tiny\"\n",
		"themes/tiny/layouts/base.html": "<!doctype html>\n<html lang=\"{{.Chrome.Lang}}\" dir=\"{{.Chrome.Dir}}\">\n<head>\n" +
			"<title>{{.Chrome.Title}}</title>\n<link rel=\"stylesheet\" href=\"{{asset \"css/main.css\"}}\">\n</head>\n" +
			"<body>\n{{template \"main\" .}}\n{{template \"partials/foot\" .Chrome.Site}}\n</body>\n</html>\n",
		"themes/tiny/layouts/partials/foot.html": "<footer>{{t \"sponsor\" \"name\" .Sponsor}}</footer>\n",
		"themes/tiny/layouts/redirect.html":      "<!doctype html>\n<a href=\"{{.Path}}\">{{.Title}}</a>\n",
		"themes/tiny/i18n/en.toml":               "sponsor = \"Sponsored by {name}\"\n[cards]\none = \"{n} event\"\nother = \"{n} events\"\n",
		"themes/tiny/i18n/zh.toml":               "sponsor = \"主办：{name}\"\n[cards]\nother = \"{n} 场活动\"\n",
		"themes/tiny/assets/css/main.css":        "@import \"parts/card.css\";\nbody { color: red }\n",
		"themes/tiny/assets/css/parts/card.css":  ".card { background: url(../../img/dot.svg); & b { inset: 0 } }\n",
		"themes/tiny/assets/img/dot.svg":         "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
		"themes/tiny/assets/img/unused.svg":      "<svg xmlns=\"http://www.w3.org/2000/svg\"><path/></svg>\n",
		"themes/tiny/static/robots.txt":          "User-agent: *\n",
	}
	for _, kind := range Layouts() {
		name := "themes/tiny/layouts/" + kind + ".html"
		if f[name] == "" {
			f[name] = "{{define \"main\"}}<h1>" + kind + "</h1>{{end}}\n{{template \"base\" .}}\n"
		}
	}
	f["themes/tiny/layouts/events.html"] = "{{define \"main\"}}\n<h1>{{.Chrome.Title}}</h1>\n<p>{{t \"cards\" \"n\" (len .Cards)}}</p>\n" +
		"{{range .Cards}}<a href=\"{{.Path}}\" title=\"{{.Region.Text}}\">{{.Title.Text}}</a>\n{{end}}{{end}}\n{{template \"base\" .}}\n"
	return f
}

func languages(t testing.TB, tags ...string) []Language {
	t.Helper()
	var list []Language
	for _, tag := range tags {
		l, err := locale.New(tag)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Language{tag, l})
	}
	return list
}

func options(t testing.TB, site fs.FS) Options {
	return Options{
		Site: site, Embedded: fstest.MapFS{}, Name: "tiny", BasePath: "/2021/",
		Place:     diag.Span{File: "config.toml"},
		Languages: languages(t, "zh", "en"),
	}
}

// mustLoad loads a theme that has no mistakes.
func mustLoad(t testing.TB, o Options) *Theme {
	t.Helper()
	theme, list, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) > 0 {
		t.Fatalf("diagnostics:\n%s", show(list))
	}
	return theme
}

// show writes a list as a test compares it: place, code, reason, and the guess.
func show(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s: %s: %s", d.Span, d.Code.Name, d.Reason(diag.English))
		if d.Guess != "" {
			fmt.Fprintf(&b, " (%s?)", d.Guess)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func render(t testing.TB, theme *Theme, layout, lang string, view any) string {
	t.Helper()
	var b bytes.Buffer
	if err := theme.Render(&b, layout, lang, view); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// full returns a view of a layout in which every text is set, every condition
// true and every list has n entries.
func full(layout string, n int) any {
	v := reflect.New(kinds[layout]).Elem()
	fill(v, n, "")
	return v.Interface()
}

// named gives a site a key of its own.
func named(v reflect.Value) {
	if v.Type() == siteType {
		v.FieldByIndex(siteKey.Index).SetString("")
		v.FieldByIndex(siteKey.Index).SetString(digest.Of(fmt.Appendf(nil, "%+v", v.Interface())).String())
	}
}

func fill(v reflect.Value, n int, name string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n, v.Type().Field(i).Name)
		}
		named(v)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i), n, name)
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(3)
	case reflect.String:
		switch {
		case v.Type().Name() == "HTML":
			v.SetString("<p>prose <b>bold</b> <i>text</i></p>\n<pre>a\n  b</pre>")
		case v.Type().Name() == "JS":
			v.SetString(`{"@type":"Event","name":"x"}`)
		case strings.HasSuffix(name, "Path") || strings.HasSuffix(name, "URL") || strings.HasSuffix(name, "Link"):
			v.SetString("/2021/" + strings.ToLower(name) + "/")
		case name == "Dir":
			v.SetString("rtl")
		case name == "Lang":
			v.SetString("ug")
		default:
			v.SetString(name + " text")
		}
	}
}
