package theme

import (
	"bytes"
	"encoding/json"
	"html/template"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"bunting/internal/view"
	"bunting/themes"
)

func TestRender(t *testing.T) {
	theme := mustLoad(t, options(t, tiny().fs()))
	var sheet string
	for _, a := range theme.Assets {
		if strings.HasPrefix(a.Path, "assets/css/") {
			sheet = a.Path
		}
	}
	v := view.Events{
		Chrome: view.Chrome{Lang: "en-GB", Dir: "ltr", Title: "All events", Site: view.Site{Sponsor: "XAST"}},
		Cards:  []view.Card{{Path: "/2021/en/a/", Title: view.Text{Text: "A"}}, {Path: "/2021/en/b/", Title: view.Text{Text: "B"}}},
	}
	want := `<!doctype html>
<html lang="en-GB" dir="ltr">
<head>
<title>All events</title>
<link rel="stylesheet" href="/2021/` + sheet + `">
</head>
<body>

<h1>All events</h1>
<p>2 events</p>
<a href="/2021/en/a/" title="">A</a>
<a href="/2021/en/b/" title="">B</a>

<footer>Sponsored by XAST</footer>

</body>
</html>

`
	if got := render(t, theme, "events", "en", v); got != want {
		t.Error(cmp.Diff(want, got))
	}
	if got := render(t, theme, "events", "zh", v); !strings.Contains(got, "<p>2 场活动</p>") || !strings.Contains(got, "主办：XAST") {
		t.Errorf("Chinese page:\n%s", got)
	}
	for _, wrong := range []struct {
		layout, lang string
		view         any
	}{{"events", "fr", v}, {"event", "en", v}, {"base", "en", v}, {"events", "en", &v}, {"events", "en", nil}} {
		if err := theme.Render(&bytes.Buffer{}, wrong.layout, wrong.lang, wrong.view); err == nil || !strings.Contains(err.Error(), wrong.layout) {
			t.Errorf("%s, %s, %T: error %v", wrong.layout, wrong.lang, wrong.view, err)
		}
	}
}

func TestOverride(t *testing.T) {
	site := tiny().with(files{
		"layouts/event.html":            "{{define \"main\"}}<h1>mine</h1>{{template \"partials/new\" .Label}}{{end}}{{template \"base\" .}}",
		"layouts/partials/new.html":     "<i>{{.}}</i>",
		"layouts/partials/foot.html":    "<footer>my foot</footer>",
		"themes/tiny/layouts/news.html": "{{end}}",
		"layouts/news.html":             "{{define \"main\"}}news{{end}}{{template \"base\" .}}",
	})
	theme := mustLoad(t, options(t, site.fs()))
	page := render(t, theme, "event", "en", view.Event{Label: "label"})
	for _, want := range []string{"<h1>mine</h1>", "<i>label</i>", "<footer>my foot</footer>"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	if home := render(t, theme, "home", "en", view.Home{}); !strings.Contains(home, "my foot") || strings.Contains(home, "mine") {
		t.Errorf("home:\n%s", home)
	}
}

// TestFind: the site's theme stands before the program's of the same name.
func TestFind(t *testing.T) {
	embedded, err := fs.Sub(tiny().with(files{"themes/tiny/static/robots.txt": "program's"}).fs(), "themes")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		site fs.FS
		want string
	}{{tiny().fs(), "User-agent: *\n"}, {fstest.MapFS{}, "program's"}} {
		o := options(t, test.site)
		o.Embedded = embedded
		theme := mustLoad(t, o)
		got, err := fs.ReadFile(theme.StaticFS, theme.Static[0].Name)
		if err != nil || string(got) != test.want || theme.Static[0].Size != int64(len(test.want)) {
			t.Errorf("%q (%d bytes), %v; want %q", got, theme.Static[0].Size, err, test.want)
		}
	}
}

// TestAssets: a style sheet's name follows what it shows, and only what is
// asked for is published.
func TestAssets(t *testing.T) {
	name := regexp.MustCompile(`^assets/(.+)-[0-9a-f]{10}(\.\w+)$`)
	load := func(changes files) map[string]Asset {
		assets := map[string]Asset{}
		for _, a := range mustLoad(t, options(t, tiny().with(changes).fs())).Assets {
			m := name.FindStringSubmatch(a.Path)
			if m == nil {
				t.Fatalf("path %q", a.Path)
			}
			assets[m[1]+m[2]] = a
		}
		return assets
	}
	before := load(nil)
	after := load(files{"themes/tiny/assets/img/dot.svg": "<svg/>"})
	if len(before) != 2 {
		t.Errorf("published: %v", before)
	}
	for _, file := range []string{"css/main.css", "img/dot.svg"} {
		if before[file].Path == after[file].Path {
			t.Errorf("%s has kept its name %s", file, before[file].Path)
		}
	}
	dot := "../" + strings.TrimPrefix(before["img/dot.svg"].Path, "assets/")
	// Nesting and inset are written out for browsers that know neither.
	want := ".card{background:url(" + dot + ")}.card b{top:0;right:0;bottom:0;left:0}body{color:red}\n"
	if got := string(before["css/main.css"].Data); got != want {
		t.Error(cmp.Diff(want, got))
	}
}

func TestScript(t *testing.T) {
	theme := mustLoad(t, options(t, tiny().with(files{
		"layouts/partials/foot.html":       "<script type=\"module\" src=\"{{asset \"js/main.js\"}}\"></script>",
		"themes/tiny/assets/js/main.js":    "import { word } from \"./word.js\";\nimport data from \"./data.json\";\ndocument.title = word?.text ?? data.text;\n",
		"themes/tiny/assets/js/word.js":    "export const word = { text: \"词\" };\nexport const unused = 1;\n",
		"themes/tiny/assets/js/data.json":  "{\"text\": \"from data\"}",
		"themes/tiny/assets/css/main.css":  "a { background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=), url(\"../img/dot.svg?v#x\"); mask: url(#m) }",
		"themes/tiny/i18n/en.toml":         "cards.other = \"{n}\"",
		"themes/tiny/i18n/zh.toml":         "cards.other = \"{n}\"",
		"themes/tiny/assets/js/unused.mjs": "syntax error",
	}).fs()))
	all := ""
	for _, a := range theme.Assets {
		all += a.Path + "\n" + string(a.Data) + "\n"
	}
	if strings.Contains(all, "?.") || strings.Contains(all, "??") || strings.Contains(all, "unused") {
		t.Errorf("not lowered, or not shaken:\n%s", all)
	}
	for _, want := range []string{"\"词\"", "from data", "url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)", ".svg?v#x)", "url(#m)"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in\n%s", want, all)
		}
	}
}

// TestFallback: a language that the theme does not speak has English
// messages, its own plurals, numbers and direction.
func TestFallback(t *testing.T) {
	o := options(t, tiny().fs())
	o.Languages = languages(t, "en", "ar", "ug")
	theme := mustLoad(t, o)
	v := view.Events{Chrome: view.Chrome{Lang: "ar", Dir: o.Languages[1].Locale.Dir()}, Cards: make([]view.Card, 1)}
	if got := render(t, theme, "events", "ar", v); !strings.Contains(got, `<html lang="ar" dir="rtl">`) || !strings.Contains(got, "<p>1 event</p>") {
		t.Errorf("Arabic page:\n%s", got)
	}
	o = options(t, tiny().with(files{"themes/tiny/i18n/en.toml": ""}).fs())
	o.Languages = languages(t, "fr")
	if got := render(t, mustLoad(t, o), "events", "fr", view.Events{}); !strings.Contains(got, "<p>0 场活动</p>") {
		t.Errorf("French page:\n%s", got)
	}
	o = options(t, tiny().with(files{"themes/tiny/i18n/en.toml": "", "themes/tiny/i18n/zh.toml": ""}).fs())
	o.Languages = languages(t, "fr")
	_, list, err := Load(o)
	want := "themes/tiny/layouts/events.html:3:8: missing-message: there is no message \"cards\" in themes/tiny/i18n/fr.toml\n" +
		"themes/tiny/layouts/partials/foot.html:1:13: missing-message: there is no message \"sponsor\" in themes/tiny/i18n/fr.toml\n"
	if err != nil || show(list) != want {
		t.Error(err, cmp.Diff(want, show(list)))
	}
}

// TestCore: the theme's messages stand over the core's, forms of a plural all
// at once.
func TestCore(t *testing.T) {
	o := options(t, tiny().with(files{"layouts/embed.html": "{{t \"status.off\"}} {{t \"status.on\"}}"}).fs())
	core := map[string]any{
		"cards":   map[string]any{"one": "core one", "other": "core {n}"},
		"status":  map[string]any{"off": "core off", "on": "core on"},
		"sponsor": "core {name}",
	}
	o.Core = map[string]map[string]any{"zh": core, "en": core}
	o.Site = tiny().with(files{
		"layouts/embed.html":       "{{t \"status.off\"}} {{t \"status.on\"}}",
		"themes/tiny/i18n/en.toml": "status.off = \"own off\"\ncards.other = \"own {n}\"\n",
	}).fs()
	theme := mustLoad(t, o)
	if got := render(t, theme, "embed", "en", view.Embed{}); got != "own off core on" {
		t.Errorf("embed: %q", got)
	}
	en := theme.Messages("en")
	if one, sponsor := en.T("cards", "n", 1), en.T("sponsor", "name", "x"); one != "own 1" || sponsor != "core x" {
		t.Errorf("%q, %q", one, sponsor)
	}
	if theme.Messages("fr") != nil {
		t.Error("messages of a language that the site does not have")
	}
	o.Core["en"] = map[string]any{"broken": 3}
	if _, _, err := Load(o); err == nil {
		t.Error("a malformed message of the core is the program's fault, and must be an error")
	}
}

func TestDigest(t *testing.T) {
	base := options(t, tiny().fs())
	first := mustLoad(t, base)
	again := mustLoad(t, base)
	for _, layout := range append(Layouts(), "") {
		if first.Digest(layout) != again.Digest(layout) {
			t.Errorf("%q: the same files give two digests", layout)
		}
	}
	if diff := cmp.Diff(first.Assets, again.Assets); diff != "" {
		t.Error(diff)
	}
	for _, layout := range Layouts() {
		for _, lang := range []string{"zh", "en"} {
			v := full(layout, 2)
			if a, b := render(t, first, layout, lang, v), render(t, again, layout, lang, v); a != b {
				t.Errorf("%s: two pages of one view: %s", layout, cmp.Diff(a, b))
			}
		}
	}
	digests := func(theme *Theme) (of [3]string) {
		for i, layout := range []string{"event", "home", ""} {
			sum := theme.Digest(layout)
			of[i] = sum.String()
		}
		return of
	}
	was := digests(first)
	seen := map[string]string{was[0]: "nothing"}
	for name, change := range map[string]func(*Options){
		"a partial": func(o *Options) { o.Site = tiny().with(files{"layouts/partials/made.html": "x"}).fs() },
		"a layout":  func(o *Options) { o.Site = tiny().with(files{"layouts/event.html": "x"}).fs() },
		"a message": func(o *Options) {
			o.Site = tiny().with(files{"themes/tiny/i18n/en.toml": "cards=\"{n}\"\nsponsor=\"{name}\""}).fs()
		},
		"a picture":  func(o *Options) { o.Site = tiny().with(files{"themes/tiny/assets/img/dot.svg": "x"}).fs() },
		"a language": func(o *Options) { o.Languages = languages(t, "zh") },
		"the base":   func(o *Options) { o.BasePath = "/" },
		"the core":   func(o *Options) { o.Core = map[string]map[string]any{"en": {"x": "y"}} },
	} {
		o := base
		change(&o)
		now := digests(mustLoad(t, o))
		if other, ok := seen[now[0]]; ok {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[now[0]] = name
		// What a change does not shape keeps its digest.
		if same := now[1] == was[1]; same != (name == "a layout") {
			t.Errorf("%s: other pages keep their digest: %t", name, same)
		}
		words := name == "a message" || name == "a language" || name == "the core"
		if same := now[2] == was[2]; same == words {
			t.Errorf("%s: files that are no pages keep their digest: %t", name, same)
		}
	}
	o := base
	o.Site = tiny().with(files{"themes/tiny/assets/img/unused.svg": "x", "themes/tiny/static/robots.txt": "x"}).fs()
	if digests(mustLoad(t, o)) != was {
		t.Error("the digest follows files that shape no page")
	}
}

// TestEscape: what people write never becomes markup, wherever it is shown.
func TestEscape(t *testing.T) {
	theme := mustLoad(t, options(t, tiny().with(files{
		"layouts/event.html": `<!doctype html><title>{{.Chrome.Title}}</title>{{range .Chrome.JSONLD}}<script type="application/ld+json">{{.}}</script>{{end}}` +
			`<a href="{{.Register}}" title="{{.Label}}" class={{.Phone}}>{{.Title.Text}}</a><textarea>{{.Label}}</textarea>{{.Text.HTML}}`,
	}).fs()))
	const hostile = `"'><script>alert(1)</script></title></textarea>`
	data, err := json.Marshal(map[string]string{"name": "</script><b>" + hostile})
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "/x\" onclick=\"alert(1)"} {
		page := render(t, theme, "event", "zh", view.Event{
			Chrome:   view.Chrome{Title: hostile, JSONLD: []template.JS{template.JS(data)}},
			Register: link, Label: hostile, Phone: "a onclick=alert(1)", Title: view.Text{Text: hostile},
			Text: view.Prose{HTML: "<p>finished</p>"},
		})
		if n := strings.Count(page, "<script"); n != 1 {
			t.Errorf("%d scripts in\n%s", n, page)
		}
		for _, bad := range []string{"javascript:", "JaVaScRiPt:", "data:text", " onclick=", "</script><b>"} {
			if strings.Contains(page, bad) {
				t.Errorf("%q is in\n%s", bad, page)
			}
		}
		for tag, want := range map[string]int{"</title>": 1, "</textarea>": 1, "</script>": 1, "<p>finished</p>": 1} {
			if n := strings.Count(page, tag); n != want {
				t.Errorf("%d times %s in\n%s", n, tag, page)
			}
		}
	}
}

// TestConcurrent renders one theme from many goroutines (with -race).
func TestConcurrent(t *testing.T) {
	theme := mustLoad(t, options(t, tiny().fs()))
	want := map[string]string{}
	for _, layout := range Layouts() {
		want[layout] = render(t, theme, layout, "en", full(layout, 2))
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, layout := range Layouts() {
				var b bytes.Buffer
				if err := theme.Render(&b, layout, "en", full(layout, 2)); err != nil || b.String() != want[layout] {
					t.Errorf("%s: %v\n%s", layout, err, b.String())
				}
			}
		})
	}
	group.Wait()
}

// festival returns the options of the default theme.
func festival(t testing.TB) Options {
	o := options(t, fstest.MapFS{})
	o.Embedded, o.Name, o.Languages = themes.FS, "festival", languages(t, "zh", "en", "ug")
	return o
}

// TestFestival: the default theme has no mistakes, and shows every view.
func TestFestival(t *testing.T) {
	theme := mustLoad(t, festival(t))
	for _, layout := range Layouts() {
		for _, lang := range []string{"zh", "en", "ug"} {
			for _, n := range []int{0, 1, 3} {
				page := render(t, theme, layout, lang, full(layout, n))
				if !strings.Contains(page, "</html>") || strings.ContainsAny(page, "⟦⟧") {
					t.Errorf("%s in %s:\n%s", layout, lang, page)
				}
			}
		}
	}
}

func BenchmarkRender(b *testing.B) {
	theme := mustLoad(b, festival(b))
	for _, layout := range []string{"event", "events", "day"} {
		b.Run(layout, func(b *testing.B) {
			v := full(layout, 3)
			var buf bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				buf.Reset()
				if err := theme.Render(&buf, layout, "zh", v); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(buf.Len()))
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	o := festival(b)
	for b.Loop() {
		mustLoad(b, o)
	}
}
