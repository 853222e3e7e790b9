package build

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bunting/internal/source"
)

// TestLive edits a site at random, and asks a live site for every file after
// each edit: it has what a build without a memory publishes, or when that has
// errors, what it had before; and it tells the same of the sources.
func TestLive(t *testing.T) {
	dir, seed := t.TempDir(), seed(t, 0)
	e := newEditor(seed, "tiny")
	maps.Copy(e.files, tinyTheme(t))
	o := Options{Source: filepath.Join(dir, "site"), Now: now}
	standing := map[string]string{}
	syncFolder(t, o.Source, standing, e.files)
	l, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { l.Close() }()
	l.Keep()
	type shown struct {
		choice  Choice
		site    *Site
		pending map[string]bool
		files   map[string][]byte // that it should have
	}
	variants := []*shown{{choice: Choice{Now: now}, pending: map[string]bool{}}, {choice: Choice{Drafts: true, Future: true, Now: now}, pending: map[string]bool{}}}
	done := []string{"begin"}
	before := maps.Clone(e.files)
	kept, composed := 0, 0
	for step := range edits(100) {
		old := maps.Clone(standing)
		e.save(t, o.Source, standing)
		var folders []string
		if e.IntN(4) > 0 {
			folders = []string{"."}
			for name := range changedNames(old, standing) {
				for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
					folders = append(folders, dir)
				}
			}
		}
		if e.IntN(8) == 0 { // the preview is ended and begun again
			l.Close()
			if l, err = Open(o); err != nil {
				t.Fatal(err)
			}
			for _, v := range variants {
				v.site, v.files = nil, nil
				clear(v.pending)
			}
		}
		changed, err := l.Look(folders)
		if err != nil {
			t.Fatal(err)
		}
		good := true
		for i, v := range variants {
			when := func() string {
				return fmt.Sprintf("step %d, variant %d, seed %d, after %q", step, i, seed, done[max(0, len(done)-4):])
			}
			for _, name := range changed {
				v.pending[name] = true
			}
			if i > 0 && e.IntN(3) == 0 {
				continue // nobody looks at it
			}
			made, list, err := l.Make(v.choice, v.site, slices.Sorted(maps.Keys(v.pending)))
			if err != nil {
				t.Fatal(err, when())
			}
			clean := o
			clean.Drafts, clean.Future = v.choice.Drafts, v.choice.Future
			files, told, want := fresh(t, clean)
			if a, b := printed(t, told), printed(t, list); a != b && (told.Errors() > 0 || list.Errors() == 0) {
				t.Fatalf("it tells\n%s\ninstead of\n%s%s", b, a, when())
			}
			switch {
			case list.Errors() > 0 && want.Errors() == 0:
				t.Fatalf("there are no mistakes, but it tells\n%s%s", printed(t, list), when())
			case list.Errors() == 0 && made == nil:
				t.Fatalf("no site, and nothing is told: %s", when())
			case list.Errors() == 0:
				if made == v.site {
					kept++
				} else {
					composed++
				}
				v.site = made
				clear(v.pending)
				v.files = files // nil: errors of pages that were not tried
			}
			good = good && want.Errors() == 0
			if v.files != nil {
				compareSite(t, v.site, v.files, when)
			}
		}
		if good {
			before = maps.Clone(e.files)
		} else if e.IntN(3) > 0 { // else it is built upon the mistake
			e.files = maps.Clone(before)
		}
		switch name := e.event(); {
		case e.IntN(6) == 0:
			done = append(done, e.theme())
		case e.IntN(3) == 0 && name != "":
			e.put(name, e.files[name]+fmt.Sprintf("\n又一段 %d。\n", step))
			done = append(done, "another paragraph in "+name)
		case e.IntN(2) == 0: // what editors do most
			e.last = nil
			e.fact()
			done = append(done, strings.Join(e.last, "; "))
		default:
			done = append(done, e.edit())
		}
	}
	if kept == 0 || composed == 0 {
		t.Errorf("%d sites were kept and %d composed", kept, composed)
	}
}

// changedNames returns the names of the files that differ.
func changedNames(a, b map[string]string) map[string]bool {
	out := map[string]bool{}
	for name, text := range a {
		if other, ok := b[name]; !ok || other != text {
			out[name] = true
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			out[name] = true
		}
	}
	return out
}

// save brings a folder up to date in one of the ways in which programs save.
func (e *editor) save(t *testing.T, dir string, standing map[string]string) {
	t.Helper()
	if e.IntN(2) == 0 {
		syncFolder(t, dir, standing, e.files)
		return
	}
	for name := range changedNames(standing, e.files) { // under another name first, as most editors do
		text, ok := e.files[name]
		if !ok {
			continue
		}
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o777), os.WriteFile(at+".tmp~", []byte(text), 0o666), os.Rename(at+".tmp~", at)); err != nil {
			t.Fatal(err)
		}
		standing[name] = text
	}
	syncFolder(t, dir, standing, e.files)
}

// compareSite fails unless a site has just these files.
func compareSite(t *testing.T, s *Site, want map[string][]byte, when func() string) {
	t.Helper()
	n := 0
	for path := range s.Files() {
		n++
		if _, ok := want[path]; !ok {
			t.Fatalf("%s should not be there: %s", path, when())
		}
		data, _, _, err := s.File(path)
		if errors.Is(err, source.ErrChanged) && !strings.HasSuffix(path, ".html") {
			continue // what is copied is not held, and is another now
		}
		if err != nil {
			t.Fatalf("%s: %v: %s", path, err, when())
		}
		if !bytes.Equal(data, want[path]) {
			t.Fatalf("%s differs: %s\n%s", path, when(), difference(string(want[path]), string(data)))
		}
	}
	if n != len(want) {
		for path := range want {
			if !s.Has(path) {
				t.Errorf("%s is missing", path)
			}
		}
		t.Fatal(when())
	}
}

// TestOldTexts leaves one of two sites behind: it still shows the text that its
// file held before.
func TestOldTexts(t *testing.T) {
	e := newEditor(1, "tiny")
	maps.Copy(e.files, tinyTheme(t))
	o := Options{Source: filepath.Join(t.TempDir(), "site"), Now: now}
	standing := map[string]string{}
	syncFolder(t, o.Source, standing, e.files)
	l, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	l.Keep()
	choices := []Choice{{Now: now}, {Drafts: true, Now: now}}
	var sites []*Site
	for _, c := range choices {
		s, list, err := l.Make(c, nil, nil)
		if err != nil || s == nil {
			t.Fatal(err, printed(t, list))
		}
		sites = append(sites, s)
	}
	name := e.event()
	page := sites[1].PagesOf([]string{name}, 1)[0]
	want, _, _, err := sites[1].File(page)
	if err != nil {
		t.Fatal(err)
	}
	e.put(name, e.files[name]+"\n又一段。\n")
	syncFolder(t, o.Source, standing, e.files)
	changed, err := l.Look([]string{path.Dir(name)})
	if err != nil || !slices.Equal(changed, []string{name}) {
		t.Fatal(changed, err)
	}
	if _, list, err := l.Make(choices[0], sites[0], changed); err != nil || list.Errors() > 0 {
		t.Fatal(err, printed(t, list))
	}
	if now, _, _, err := sites[0].File(page); err != nil || bytes.Equal(now, want) {
		t.Fatalf("the site that was made shows the old text, %v", err)
	}
	if left, _, _, err := sites[1].File(page); err != nil || !bytes.Equal(left, want) {
		t.Errorf("the site that was left behind shows another text, %v", err)
	}
}
