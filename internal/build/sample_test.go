package build

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"bunting/internal/view"
)

const (
	root = "https://kepu.example/2021/" // of the sample site
	base = "/2021/"
)

// threeLanguages is the sample site with a third language, from right to left,
// in which one event is told.
var threeLanguages = sync.OnceValue(func() func(t testing.TB) (*made, map[string]*html.Node) {
	var m *made
	pages := map[string]*html.Node{}
	var once sync.Once
	return func(t testing.TB) (*made, map[string]*html.Node) {
		t.Helper()
		once.Do(func() {
			m = mustMake(t, sample(t, func(config string) string {
				return config + "\n[languages.ug]\nname = \"ئۇيغۇرچە\"\nlocale = \"ug-CN\"\n"
			}, map[string]string{
				"content/events/urumqi/water-lab.ug.md": "+++\ntitle = \"سۇ تەجرىبىخانىسى\"\n+++\n\nبىر قىسقا تېكىست.\n",
				"content/pages/moved.md":                "+++\ntitle = \"搬了\"\naliases = [\"/old/\", \"/older.html\"]\n+++\n\n正文。\n",
			}))
			for name, data := range m.files {
				if strings.HasSuffix(name, ".html") {
					doc, err := parseHTML(data)
					if err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					pages[name] = doc
				}
			}
		})
		if len(pages) < 400 {
			t.Fatalf("the sample site has only %d pages", len(pages))
		}
		return m, pages
	}
})()

// elements returns the elements of a document that are of a kind.
func elements(doc *html.Node, kind atom.Atom) []*html.Node {
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == kind {
			out = append(out, n)
		}
	}
	return out
}

// text returns what a reader sees of an element.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// classed returns the elements of a class.
func classed(doc *html.Node, class string) []*html.Node {
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(strings.Fields(attribute(n, "class")), class) {
			out = append(out, n)
		}
	}
	return out
}

// address returns the URL at which a file answers.
func address(name string) string {
	return root + (&url.URL{Path: strings.TrimSuffix(name, "index.html")}).EscapedPath()
}

// file returns which file answers at a URL, or "".
func (m *made) file(address string) string {
	rest, ok := strings.CutPrefix(address, root)
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "#")
	name, err := url.PathUnescape(rest)
	if err != nil {
		return ""
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if m.files[name] == nil {
		return ""
	}
	return name
}

// prefixes of the sample's languages, and how each page must say which it is.
var tongues = []struct{ prefix, lang, dir string }{{"en/", "en-GB", "ltr"}, {"ug/", "ug-CN", "rtl"}, {"", "zh-Hans-CN", "ltr"}}

// TestLanguages asks that every page exists in every language, says which it
// is, and that all of them name each other.
func TestLanguages(t *testing.T) {
	m, pages := threeLanguages(t)
	for name, doc := range pages {
		if m.views[name].Layout == "redirect" {
			continue
		}
		i := slices.IndexFunc(tongues, func(g struct{ prefix, lang, dir string }) bool { return strings.HasPrefix(name, g.prefix) })
		own, rest := tongues[i], strings.TrimPrefix(name, tongues[i].prefix)
		top := elements(doc, atom.Html)[0]
		if attribute(top, "lang") != own.lang || attribute(top, "dir") != own.dir {
			t.Errorf("%s is lang=%q dir=%q", name, attribute(top, "lang"), attribute(top, "dir"))
		}
		want := map[string]string{"x-default": address(rest)}
		for _, g := range tongues {
			if pages[g.prefix+rest] == nil {
				t.Errorf("%s does not exist in %s", name, g.lang)
			}
			want[g.lang] = address(g.prefix + rest)
		}
		got, canonical := map[string]string{}, []string{}
		for _, l := range elements(doc, atom.Link) {
			switch {
			case attribute(l, "rel") == "canonical":
				canonical = append(canonical, attribute(l, "href"))
			case attribute(l, "hreflang") != "":
				got[attribute(l, "hreflang")] = attribute(l, "href")
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s names %v, not %v", name, got, want)
		}
		if !slices.Equal(canonical, []string{address(name)}) {
			t.Errorf("%s is canonical at %q", name, canonical)
		}
		for _, nav := range classed(doc, "languages") {
			links := elements(nav, atom.A)
			if len(links) != len(tongues) {
				t.Errorf("%s switches to %d languages", name, len(links))
			}
			for _, a := range links {
				if attribute(a, "hreflang") != attribute(a, "lang") || root+strings.TrimPrefix(attribute(a, "href"), base) != want[attribute(a, "lang")] {
					t.Errorf("%s switches to %q for %s", name, attribute(a, "href"), attribute(a, "lang"))
				}
			}
		}
	}
}

// TestFallback asks that a text which is not translated says which language it
// is in, and that a translated one does not.
func TestFallback(t *testing.T) {
	m, pages := threeLanguages(t)
	told := map[string]int{}
	for name, page := range m.views {
		var p view.Prose
		switch v := page.View.(type) {
		case view.Event:
			p = v.Text
		case view.Article:
			p = v.Text
		case view.Notice:
			p = v.Text
		case view.Home:
			p = v.Text
		default:
			continue
		}
		if p.HTML == "" {
			t.Errorf("%s shows no text", name)
			continue
		}
		prose := classed(pages[name], "prose")
		if len(prose) != 1 {
			t.Fatalf("%s has %d texts", name, len(prose))
		}
		lines := classed(pages[name], "fallback")
		lang, dir := attribute(prose[0], "lang"), attribute(prose[0], "dir")
		switch {
		case p.Fallback == "" && (lang != "" || dir != "" || len(lines) != 0):
			t.Errorf("%s: a translated text is lang=%q dir=%q, %d lines", name, lang, dir, len(lines))
		case p.Fallback != "" && (lang != "zh-Hans-CN" || len(lines) != 1 || !strings.Contains(text(lines[0]), p.Fallback)):
			t.Errorf("%s: a text in Chinese is lang=%q, %d lines", name, lang, len(lines))
		case p.Fallback != "" && dir != "ltr" && page.Lang == "ug":
			t.Errorf("%s: a text in Chinese is dir=%q among Uyghur", name, dir)
		}
		if p.Fallback != "" {
			told[string(page.Lang)]++
		}
	}
	if told["zh"] != 0 || told["en"] == 0 || told["ug"] < 90 {
		t.Errorf("fallback texts by language: %v", told)
	}
	for _, n := range []string{"ug/events/urumqi/water-lab.html", "ug/events/urumqi/carbon-lab.html"} {
		h1 := elements(pages[n], atom.H1)[0]
		inner := elements(h1, atom.Span)
		switch translated := strings.Contains(n, "water"); {
		case translated && (len(inner) > 0 || text(h1) != "سۇ تەجرىبىخانىسى"):
			t.Errorf("%s has the title %q", n, text(h1))
		case !translated && (len(inner) != 1 || attribute(inner[0], "lang") != "zh-Hans-CN" || attribute(inner[0], "dir") != "ltr"):
			t.Errorf("%s: the title in Chinese is not marked", n)
		}
	}
}

// TestLinks asks that every address within the site leads somewhere, the part
// behind # included, and that nothing loads from elsewhere.
func TestLinks(t *testing.T) {
	m, pages := threeLanguages(t)
	ids := map[string]map[string]bool{}
	for name, doc := range pages {
		ids[name] = map[string]bool{}
		for n := range doc.Descendants() {
			if id := attribute(n, "id"); n.Type == html.ElementNode && id != "" {
				if ids[name][id] {
					t.Errorf("%s has the id %s twice", name, id)
				}
				ids[name][id] = true
			}
		}
	}
	leads := func(from, to string) {
		u, err := url.Parse(to)
		if err != nil {
			t.Errorf("%s: %q: %v", from, to, err)
			return
		}
		from, _ = url.PathUnescape(strings.TrimPrefix(address(from), root))
		at, _ := url.Parse(root + (&url.URL{Path: from}).EscapedPath())
		u = at.ResolveReference(u)
		if u.Scheme != "http" && u.Scheme != "https" || u.Host != at.Host {
			return
		}
		target := m.file(u.String())
		if target == "" {
			t.Errorf("%s: %q leads nowhere", from, to)
			return
		}
		if f := u.Fragment; f != "" && !ids[target][f] {
			t.Errorf("%s: %q: %s has no %s", from, to, target, f)
		}
	}
	links := 0
	for name, doc := range pages {
		for _, problem := range risky(doc, base) {
			t.Errorf("%s: %s", name, problem)
		}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			for _, a := range n.Attr {
				switch a.Key {
				case "href", "src", "poster":
					links++
					leads(name, a.Val)
				case "srcset", "imagesrcset":
					for part := range strings.SplitSeq(a.Val, ",") {
						leads(name, strings.Fields(part)[0])
					}
				case "aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget":
					for id := range strings.FieldsSeq(a.Val) {
						if !ids[name][id] {
							t.Errorf("%s: %s=%q names nothing", name, a.Key, a.Val)
						}
					}
				case "content":
					if property := attribute(n, "property"); property == "og:url" || property == "og:image" {
						leads(name, a.Val)
					}
					if _, to, ok := strings.Cut(a.Val, "url="); ok {
						leads(name, to)
					}
				}
			}
			if n.DataAtom == atom.Script && attribute(n, "type") == "application/ld+json" {
				for _, s := range addresses(n.FirstChild.Data) {
					leads(name, s)
				}
			}
		}
	}
	if links < 20_000 {
		t.Errorf("only %d links were found", links)
	}
	inFeeds := 0
	for name, data := range m.files {
		switch path.Ext(name) {
		case ".css":
			for _, l := range regexp.MustCompile(`url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)`).FindAllStringSubmatch(string(data), -1) {
				if to := l[1] + l[2]; strings.Contains(to, "//") {
					t.Errorf("%s loads %q", name, to)
				} else if !strings.HasPrefix(to, "data:image/") {
					leads(name, to)
				}
			}
		case ".js":
			if s := regexp.MustCompile(`(?:https?:)?//[a-z0-9-]+\.[a-z]`).Find(data); s != nil {
				t.Errorf("%s names %q", name, s)
			}
		case ".svg":
			for _, l := range regexp.MustCompile(`(?:href|src)\s*=\s*["']([^"']*)|url\(([^)]*)|<(script|foreignObject|iframe)|\son\w+=`).FindAllStringSubmatch(string(data), -1) {
				if to := l[1] + l[2]; to == "" || !strings.HasPrefix(strings.Trim(to, `"'`), "#") {
					t.Errorf("%s holds %q", name, l[0])
				}
			}
		case ".ics", ".xml", ".json", ".csv", ".webmanifest", ".txt":
			if path.Ext(name) == ".csv" && !strings.Contains(name, "data/") {
				continue // an author's attachment
			}
			for _, s := range feedAddresses(t, name, data) {
				inFeeds++
				leads(name, s)
			}
		}
	}
	if inFeeds < 2000 {
		t.Errorf("only %d addresses were found in feeds", inFeeds)
	}
	rows := strings.Split(strings.TrimSpace(string(m.files["_redirects"])), "\n")
	for _, row := range rows {
		f := strings.Fields(row)
		if len(f) != 3 || f[2] != "301" {
			t.Fatalf("_redirects: %q", row)
		}
		leads("_redirects", f[0])
		leads("_redirects", f[1])
	}
	if len(rows) < 6 {
		t.Errorf("_redirects has %d rows; two aliases in three languages were asked for", len(rows))
	}
}

// addresses returns the strings of a JSON value that are URLs of the site.
func addresses(data string) []string {
	var out []string
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case string:
			if strings.HasPrefix(v, root) {
				out = append(out, v)
			}
		case []any:
			for _, e := range v {
				visit(e)
			}
		case map[string]any:
			for _, e := range v {
				visit(e)
			}
		}
	}
	var v any
	if json.Unmarshal([]byte(data), &v) == nil {
		visit(v)
	}
	return out
}

// feedAddresses returns the addresses that a machine-readable file names.
func feedAddresses(t *testing.T, name string, data []byte) []string {
	t.Helper()
	found, err := leaves(name, data)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	var out []string
	for _, l := range found {
		value := strings.TrimPrefix(l.value, "Sitemap: ")
		if strings.HasSuffix(l.path, ">id#text") {
			continue // the name of an Atom entry
		}
		if strings.HasPrefix(value, root) && !strings.ContainsAny(value, " \n") {
			out = append(out, value)
		}
		if name == "site.webmanifest" && strings.HasPrefix(value, "/") {
			out = append(out, value)
		}
	}
	return out
}

// TestPolicy asks that every page carries the policy that the server sends,
// before anything that it could load.
func TestPolicy(t *testing.T) {
	m, pages := threeLanguages(t)
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; " +
		"manifest-src 'self'; form-action 'self'; base-uri 'none'"
	if !strings.Contains(string(m.files["_headers"]), "Content-Security-Policy: "+policy+"\n") {
		t.Error("_headers has no policy")
	}
	allowed := map[string]bool{}
	for d := range strings.SplitSeq(policy, "; ") {
		allowed[d] = true
	}
	for name, doc := range pages {
		seen := false
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if strings.EqualFold(attribute(n, "http-equiv"), "Content-Security-Policy") {
				seen = true
				for d := range strings.SplitSeq(attribute(n, "content"), "; ") {
					if !allowed[d] {
						t.Errorf("%s allows %q, the header does not", name, d)
					}
				}
				if !strings.HasPrefix(attribute(n, "content"), "default-src 'none'; ") {
					t.Errorf("%s has the policy %q", name, attribute(n, "content"))
				}
			}
			if !seen && (n.DataAtom == atom.Script || n.DataAtom == atom.Link || n.DataAtom == atom.Img) {
				t.Errorf("%s: <%s> stands before the policy", name, n.Data)
			}
		}
		if !seen {
			t.Errorf("%s has no policy", name)
		}
	}
}

// TestSitemap asks that the sitemap lists each page that search engines may
// index, and no other.
func TestSitemap(t *testing.T) {
	m, pages := threeLanguages(t)
	var doc struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	d := xml.NewDecoder(bytes.NewReader(m.files["sitemap.xml"]))
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Token(); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, u := range doc.URLs {
		if listed[u.Loc] {
			t.Errorf("the sitemap lists %s twice", u.Loc)
		}
		listed[u.Loc] = true
		own := false
		for _, l := range u.Links {
			own = own || l.Href == u.Loc && l.Lang != "x-default"
		}
		if !own || len(u.Links) != len(tongues)+1 {
			t.Errorf("%s has the alternates %v", u.Loc, u.Links)
		}
	}
	for name, doc := range pages {
		noIndex := slices.ContainsFunc(elements(doc, atom.Meta), func(n *html.Node) bool {
			return attribute(n, "name") == "robots" && strings.Contains(attribute(n, "content"), "noindex")
		})
		if listed[address(name)] == noIndex {
			t.Errorf("%s: listed %v, noindex %v", name, !noIndex, noIndex)
		}
		delete(listed, address(name))
	}
	for u := range listed {
		t.Errorf("the sitemap lists %s, which is no page", u)
	}
}

// TestUIDs asks that a session has the same name in the calendars of all
// languages, and that no two share one.
func TestUIDs(t *testing.T) {
	m, _ := threeLanguages(t)
	uids := func(name string) []string {
		found, err := readICS(m.files[name])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var out []string
		for _, p := range found {
			if p.name == "UID" {
				out = append(out, p.value)
			}
		}
		return out
	}
	n := 0
	for name := range m.files {
		if !strings.HasSuffix(name, ".ics") || strings.HasPrefix(name, "en/") || strings.HasPrefix(name, "ug/") {
			continue
		}
		own := uids(name)
		if len(slices.Compact(slices.Sorted(slices.Values(own)))) != len(own) {
			t.Errorf("%s has a UID twice: %q", name, own)
		}
		for _, g := range tongues {
			if other := uids(g.prefix + name); !slices.Equal(own, other) {
				t.Errorf("%s: %s has the UIDs %q", name, g.prefix, other)
			}
		}
		n += len(own)
	}
	if n < 200 {
		t.Errorf("only %d UIDs", n)
	}
	if got := fmt.Sprint(uids("events/urumqi/water-lab.ics")); !strings.Contains(got, "2021/urumqi/water-lab#1@kepu.example") {
		t.Errorf("the UID of a session changed: subscribers would see it twice: %s", got)
	}
}
