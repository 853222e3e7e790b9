package build

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTexts: where nothing but texts of events are others, only the pages that show
// them are composed, and the site is what a build without a memory gives.
func TestTexts(t *testing.T) {
	const (
		a, b   = "content/events/ili/a.md", "content/events/hami/b.md"
		aEN    = "content/events/ili/a.en.md"
		about  = "content/pages/about.md"
		facts  = "start = 2021-09-12T10:00\nend = 2021-09-12T11:00\nvenue = \"hall\"\norganizers = [\"xjast\"]\n"
		front  = "+++\ntitle = \"活动\"\n" + facts + "+++\n\n首段。\n"
		titled = "+++\ntitle = \"Event\"\n+++\n\nFirst.\n"
	)
	pagesOf := func(names ...string) (out []string) {
		for _, name := range names {
			out = append(out, "en/events/"+name+".html", "events/"+name+".html")
		}
		slices.Sort(out)
		return out
	}
	for _, test := range []struct {
		name   string
		before map[string]string // files beside a.md, a.en.md and b.md
		edit   func(files map[string]string)
		want   []string // nil: all
	}{
		{"a paragraph", nil, func(f map[string]string) { f[a] += "\n又一段。\n" }, pagesOf("ili/a")},
		{"one of a translation", nil, func(f map[string]string) { f[aEN] += "\nMore.\n" }, pagesOf("ili/a")},
		{"of two events", nil, func(f map[string]string) { f[a] += "\n又一段。\n"; f[b] += "\n又一段。\n" }, pagesOf("hami/b", "ili/a")},
		{"nothing", nil, func(map[string]string) {}, []string{}},
		{"a place that is linked to", map[string]string{b: front + "\n[见此](../ili/a.md#a)\n", a: front + "\n## A\n", aEN: titled + "\n## A\n"},
			func(f map[string]string) { f[a] += "\n## B\n" }, pagesOf("hami/b", "ili/a")},
		{"one of its translation", map[string]string{b: front + "\n[见此](../ili/a.md#a)\n", a: front + "\n## A\n", aEN: titled + "\n## A\n"},
			func(f map[string]string) { f[aEN] += "\n## B\n" }, pagesOf("hami/b", "ili/a")},
		{"what it tells", map[string]string{b: front + "\n<marquee>x</marquee>\n"}, func(f map[string]string) { f[a] += "\n<blink>x</blink>\n" }, pagesOf("ili/a")},
		{"what a page without a key tells", map[string]string{"content/home.md": "+++\ntitle = \"首页\"\n+++\n\n<marquee>x</marquee>\n"},
			func(f map[string]string) { f[a] += "\n又一段。\n" }, pagesOf("ili/a")},
		{"a link is more", nil, func(f map[string]string) { f[a] += "\n[见此](../hami/b.md)\n" }, nil},
		{"a link from the root", map[string]string{a: front + "\n[日程](/schedule/)\n"}, func(f map[string]string) { f[a] += "\n又一段。\n" }, nil},
		{"a page links to a place", map[string]string{a: front + "\n## A\n", aEN: titled + "\n## A\n", about: "+++\ntitle = \"关于\"\n+++\n\n[见此](../events/ili/a.md#a)\n"},
			func(f map[string]string) { f[a] += "\n又一段。\n" }, nil},
		{"the lead", nil, func(f map[string]string) { f[a] = strings.Replace(front, "首段", "另一段", 1) }, nil},
		{"a fact", nil, func(f map[string]string) { f[a] = strings.Replace(front, "T11", "T12", 1) }, nil},
		{"a page", nil, func(f map[string]string) { f[about] += "\n又一段。\n" }, nil},
		{"the config", nil, func(f map[string]string) {
			f["config.toml"] = strings.Replace(f["config.toml"], "edition = 18", "edition = 19", 1)
		}, nil},
		{"an event more", nil, func(f map[string]string) { f["content/events/ili/c.md"] = front; f[a] += "\n又一段。\n" }, nil},
		{"an event less", nil, func(f map[string]string) { delete(f, b); f[a] += "\n又一段。\n" }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			o := Options{Source: filepath.Join(dir, "site"), Output: filepath.Join(dir, "public"), Now: now}
			files := newEditor(1, "tiny").files
			maps.Copy(files, tinyTheme(t))
			maps.Copy(files, map[string]string{a: front, b: front, aEN: titled})
			maps.Copy(files, test.before)
			standing := map[string]string{}
			syncFolder(t, o.Source, standing, files)
			age(t, o.Source)
			mustBuild(t, o)
			test.edit(files)
			if files[b] != "" {
				delete(standing, b) // it is written again, so it may be another
			}
			syncFolder(t, o.Source, standing, files)
			if got := composed(t, o); !slices.Equal(got, test.want) {
				t.Errorf("composed %q instead of %q", got, test.want)
			}
			result, told := mustBuild(t, o)
			clean := o
			clean.Output, clean.NoCache = filepath.Join(dir, "clean"), true
			whole, toldClean := mustBuild(t, clean)
			compareTrees(t, o.Output, clean.Output, func() string { return "after the edit" })
			if told != toldClean {
				t.Errorf("tells\n%s\ninstead of\n%s", told, toldClean)
			}
			if result.Pages != whole.Pages || result.Files != whole.Files {
				t.Errorf("counts %+v instead of %+v", result, whole)
			}
			if again, _ := mustBuild(t, o); again.Reused != again.Files {
				t.Errorf("then builds again: %+v", again)
			}
		})
	}
}

// TestTextsPhotos: photos that are made again are counted, though nothing but a text is
// another.
func TestTextsPhotos(t *testing.T) {
	const a = "content/events/ili/a.md"
	dir := t.TempDir()
	o := Options{Source: filepath.Join(dir, "site"), Output: filepath.Join(dir, "public"), Now: now}
	files := newEditor(1, "tiny").files
	maps.Copy(files, tinyTheme(t))
	files["content/events/ili/photo.jpg"] = photoFile(1)
	files[a] = "+++\ntitle = \"活动\"\nstart = 2021-09-12T10:00\nend = 2021-09-12T11:00\nvenue = \"hall\"\norganizers = [\"xjast\"]\n+++\n\n首段。\n\n![图](photo.jpg)\n"
	standing := map[string]string{}
	syncFolder(t, o.Source, standing, files)
	age(t, o.Source)
	first, _ := mustBuild(t, o)
	files[a] += "\n又一段。\n"
	syncFolder(t, o.Source, standing, files)
	for name := range filesBelow(t, o.Source) {
		if strings.HasPrefix(name, cacheFolder+"/p") { // photos and pictures
			if err := os.Remove(filepath.Join(o.Source, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
	}
	result, _ := mustBuild(t, o)
	if result.Reused != result.Files-2 { // others have no key, so they are made whenever all is composed
		t.Errorf("more is composed than the event's two pages: %+v", result)
	}
	if first.PicturesMade == 0 || result.PicturesMade > first.PicturesMade || result.PicturesMade == 0 || result.Pictures != first.Pictures {
		t.Errorf("counts %+v after %+v", result, first)
	}
}

// composed returns the paths of what a build would compose; nil for all.
func composed(t *testing.T, o Options) []string {
	t.Helper()
	m := remember(&o)
	defer m.close()
	tree, _, err := openTree(&o, m.past.Index)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	s, list, err := compose(tree, &o, m, o.Output)
	if err != nil || s == nil {
		t.Fatal(err, list)
	}
	if s.rest == nil {
		return nil
	}
	paths := make([]string, len(s.outputs))
	for i, out := range s.outputs {
		paths[i] = out.Path
	}
	slices.Sort(paths)
	return paths
}

// mustBuild builds a site without errors, and returns what is told of it in print.
func mustBuild(t *testing.T, o Options) (Result, string) {
	t.Helper()
	result, list, err := Build(o)
	if err != nil {
		t.Fatal(err)
	}
	if list.Errors() > 0 {
		t.Fatal(printed(t, list))
	}
	return result, printed(t, list)
}

// age lets files be as old as those that nobody has just written.
func age(t *testing.T, dir string) {
	t.Helper()
	then := time.Now().Add(-time.Hour)
	for name := range filesBelow(t, dir) {
		if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(name)), then, then); err != nil {
			t.Fatal(err)
		}
	}
}
