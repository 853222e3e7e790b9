package build

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestPreview builds a site at another address, to be looked at only: each page
// says so, and nothing leads to the site's own address.
func TestPreview(t *testing.T) {
	dir := t.TempDir()
	e := newEditor(1, "festival")
	o := Options{Source: filepath.Join(dir, "site"), Output: filepath.Join(dir, "public"), Now: now}
	syncFolder(t, o.Source, map[string]string{}, e.files)
	if _, list, err := Build(o); err != nil || list.Errors() > 0 {
		t.Fatal(list, err)
	}
	own := filesBelow(t, o.Output)
	o.Preview = "https://preview.example/one/"
	if _, list, err := Build(o); err != nil || list.Errors() > 0 {
		t.Fatal(list, err)
	}
	const asks = `<meta name="robots" content="noindex">`
	pages := 0
	for name, data := range filesBelow(t, o.Output) {
		text := string(data)
		if strings.Contains(text, "kepu.example") {
			t.Errorf("%s knows the site's own address", name)
		}
		if strings.HasSuffix(name, ".html") {
			pages++
			if !strings.Contains(text, asks) {
				t.Errorf("%s does not ask to be left out", name)
			}
			if _, ok := own[name]; !ok {
				t.Errorf("%s is not in the site itself", name)
			}
		}
	}
	if pages < 10 || strings.Contains(string(own["index.html"]), asks) || !strings.Contains(string(own["index.html"]), "kepu.example") {
		t.Errorf("%d pages; the site's own front page is\n%s", pages, own["index.html"])
	}
}
