package config

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

func TestSample(t *testing.T) {
	c, _, list, err := Load(os.DirFS("../.."))
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	if c.Languages[0].Lang != "zh" || len(c.Regions) != 14 || c.MainVenue().ID != "science-hall" || c.Start.String() != "2021-09-11" {
		t.Errorf("%+v", c)
	}
}

const least = `
baseURL = "https://kepu.example/2021"
defaultLanguage = "zh"
[languages.zh]
name = "简体中文"
[campaign]
name = "科普日"
start = 2021-09-11
end = 2021-09-17
`

// fatal is what *testing.T and *rapid.T have in common.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

func read(t fatal, text string) (*campaign.Campaign, diag.List) {
	t.Helper()
	c, _, list, err := Load(fstest.MapFS{"config.toml": &fstest.MapFile{Data: []byte(text)}})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return c, list
}

// TestLeast: what may be left out has a value that works.
func TestLeast(t *testing.T) {
	c, list := read(t, least)
	if len(list) > 0 {
		t.Fatal(list)
	}
	if c.BaseURL != "https://kepu.example/2021/" || c.BasePath() != "/2021/" || c.Theme == "" || c.Zone == nil || c.Unit != "day" ||
		c.Languages[0].Locale != "zh" || !c.Published.Equal(c.Start.In(c.Zone)) {
		t.Errorf("%+v", c)
	}
}

func TestBaseURL(t *testing.T) {
	for in, base := range map[string]string{
		"https://kepu.example": "/", "https://kepu.example/": "/", "http://kepu.example:8080/a/b": "/a/b/", "https://kepu.example/科普/": "/%E7%A7%91%E6%99%AE/",
		"https://kepu.example//": "", "https://kepu.example//evil.example/": "", "https://kepu.example/a//b": "", "https://kepu.example/a/../b/": "",
		"https://kepu.example/./": "", "https://kepu.example/?a=b": "", "https://kepu.example/#a": "", "//kepu.example/": "", "ftp://kepu.example/": "",
		"https://a:b@kepu.example/": "", "/2021/": "", "https:///2021/": "",
	} {
		c, list := read(t, strings.Replace(least, "https://kepu.example/2021", in, 1))
		switch {
		case base == "" && (len(list) != 1 || list[0].Code != diag.BadURL || list[0].Span.Line != 2):
			t.Errorf("%s: %v", in, list)
		case base != "" && (len(list) > 0 || c.BasePath() != base):
			t.Errorf("%s: %v, base path %s", in, list, c.BasePath())
		}
	}
}

// TestOfficePaths: what an office may change is written as globs of paths below
// the site.
func TestOfficePaths(t *testing.T) {
	for glob, ok := range map[string]bool{
		"content/events/ili/**": true, "**": true, "content/news/ili-*.md": true, "static/{ili,yili}/**": true,
		"/content/**": false, "content/": false, "../**": false, "content/[a": false, "": false,
	} {
		_, list := read(t, least+fmt.Sprintf("[[offices]]\nid = \"ili\"\nname = \"科协\"\npaths = [%q]\n", glob))
		if ok != (len(list) == 0) || !ok && (list[0].Code != diag.BadValue || !strings.HasPrefix(list[0].Span.Excerpt, "paths = ")) {
			t.Errorf("%q: %v", glob, list)
		}
	}
}

// TestRegionLoops: every region that is its own ancestor is reported, at its
// parent, and no other.
func TestRegionLoops(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(r, "regions")
		parents := make([]int, n) // n: none
		text := least
		for i := range parents {
			parents[i] = rapid.IntRange(0, n).Draw(r, "parent")
			text += fmt.Sprintf("[[regions]]\nname = \"县\"\nid = \"r%d\"\n", i)
			if parents[i] < n {
				text += fmt.Sprintf("parent = \"r%d\"\n", parents[i])
			}
		}
		want := map[string]bool{}
		for i := range parents {
			up := parents[i]
			for range n {
				if up < n && up != i {
					up = parents[up]
				}
			}
			if up == i {
				want[fmt.Sprintf("r%d", i)] = true
			}
		}
		_, list := read(r, text)
		got := map[string]bool{}
		for _, d := range list {
			if d.Code != diag.RegionLoop || !strings.HasPrefix(d.Span.Excerpt, "parent = ") {
				r.Fatalf("%s: %s", d.Span, d.Reason(diag.English))
			}
			got[d.Args[0].(string)] = true
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Fatalf("loops at %v, not %v:\n%s", got, want, text)
		}
	})
}

// FuzzLoad reads any bytes as a config: nothing panics, whatever is said has a
// place within the file, and a campaign without errors is whole.
func FuzzLoad(f *testing.F) {
	sample, err := os.ReadFile("../../config.toml")
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{
		string(sample), least, "", "[languages]", "languages = 1", "[languages.\"\"]\nname = \"x\"", "[[regions]]\nid = 1\nparent = \"r\"",
		least + "timeZone = \"Local\"", strings.Replace(least, "https://kepu.example/2021", "https://", 1), least + "[[venues]]\nlocation = [nan, inf]", "title = %!",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, list := read(t, string(data))
		lines := strings.Count(string(data), "\n") + 1
		for _, d := range list {
			if s := d.Span; s.File != File || s.Line < 0 || s.Line > lines || s.Line > 0 && (s.Column < 1 || s.Width < 1) {
				t.Errorf("%s is at %s of %d lines", d.Code.Name, s, lines)
			}
			text := d.Reason(diag.English) + d.Reason(diag.Chinese) + d.Mend(diag.English) + d.Mend(diag.Chinese)
			if given := fmt.Sprint(d.Args, d.Guess); strings.Contains(text, "%!") && !strings.Contains(given, "%!") {
				t.Errorf("%s: %s", d.Code.Name, text)
			}
		}
		if list.Errors() == 0 && (c == nil || len(c.Languages) == 0 || c.Zone == nil || c.Start == 0 || c.End < c.Start || !strings.HasSuffix(c.BasePath(), "/")) {
			t.Errorf("no error, but the campaign is %+v", c)
		}
	})
}
