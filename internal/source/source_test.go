package source

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"bunting/internal/digest"
	"bunting/internal/lacking"
)

var parts = []string{"config.toml", "content"}

func open(t interface{ Fatal(...any) }, dir string, index []byte) *Tree {
	tree, err := Open(dir, parts, index)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func put(t interface{ Fatal(...any) }, dir, name, text string) {
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
		t.Fatal(err)
	}
}

// aged makes a file old enough to be known again by its time.
func aged(t interface{ Fatal(...any) }, dir, name string) {
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(name)), old, old); err != nil {
		t.Fatal(err)
	}
}

func TestTreeIsAFileSystem(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "config.toml", "x")
	put(t, dir, "content/events/ili/fair.md", "fair")
	put(t, dir, "content/empty.md", "")
	put(t, dir, "content/.hidden", "no part of a site")
	put(t, dir, "elsewhere/a.md", "no part of a site either")
	tree := open(t, dir, nil)
	defer tree.Close()
	if err := fstest.TestFS(tree, "config.toml", "content/events/ili/fair.md", "content/empty.md"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"content/.hidden", "elsewhere/a.md", "content/none.md", "../config.toml", "content/events"} {
		if _, err := tree.ReadFile(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	put(t, other, "secret.md", "secret")
	put(t, dir, "content/a.md", "a")
	for from, to := range map[string]string{"content/file.md": filepath.Join(other, "secret.md"), "content/folder": other} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(from))); err != nil {
			lacking.Skip(t, "no symbolic links here: %v", err)
		}
	}
	tree := open(t, dir, nil)
	defer tree.Close()
	var links []string
	err := fs.WalkDir(tree, "content", func(name string, d fs.DirEntry, err error) error {
		if d.Type()&fs.ModeSymlink != 0 {
			links = append(links, name)
		}
		return err
	})
	if err != nil || !slices.Equal(links, []string{"content/file.md", "content/folder"}) {
		t.Errorf("%v, %v", links, err)
	}
	for _, name := range []string{"content/file.md", "content/folder/secret.md"} {
		if data, err := tree.ReadFile(name); err == nil {
			t.Errorf("%s holds %q", name, data)
		}
	}
}

// TestChanged: one build never sees two contents of a file.
func TestChanged(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "content/a.md", "one")
	tree := open(t, dir, nil)
	defer tree.Close()
	if _, err := tree.ReadFile("content/a.md"); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "content/a.md", "two")
	if data, err := tree.ReadFile("content/a.md"); !errors.Is(err, ErrChanged) {
		t.Errorf("got %q, %v", data, err)
	}
	if err := os.Remove(filepath.Join(dir, "content/a.md")); err != nil {
		t.Fatal(err)
	}
	if _, err := tree.ReadFile("content/a.md"); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
}

// TestYoungFilesAreReadAgain: what could have been changed within the clock's
// grain is not known by its time.
func TestYoungFilesAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "content/old.md", "old")
	aged(t, dir, "content/old.md")
	put(t, dir, "content/young.md", "young")
	future := time.Now().Add(time.Hour)
	put(t, dir, "content/later.md", "later")
	if err := os.Chtimes(filepath.Join(dir, "content/later.md"), future, future); err != nil {
		t.Fatal(err)
	}
	first := open(t, dir, nil)
	for _, name := range []string{"content/old.md", "content/young.md", "content/later.md"} {
		if _, err := first.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	second := open(t, dir, first.Index())
	if second.Same() {
		t.Error("young files are taken for the same")
	}
	for name, want := range map[string]bool{"content/old.md": true, "content/young.md": false, "content/later.md": false} {
		if _, ok := second.Known(name); ok != want {
			t.Errorf("%s: known is %v", name, ok)
		}
	}
}

// TestRemembers makes random changes between openings: what is known is right,
// and a tree is the same only when nothing has changed.
func TestRemembers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "site")
		if err != nil {
			r.Fatal(err)
		}
		names := []string{"config.toml", "content/a.md", "content/b.md", "content/c/a.md", "content/c/d/e.md", "content/c.md"}
		holds, read := map[string]string{}, map[string]bool{}
		write := func(name, text string) {
			put(r, dir, name, text)
			aged(r, dir, name)
			holds[name] = text
		}
		write("config.toml", "config")
		write("content/a.md", "a")
		var index []byte
		changed, onlyEdited, rewritten := true, false, ""
		var before map[string]string
		for step := range rapid.IntRange(1, 6).Draw(r, "openings") {
			tree := open(r, dir, index)
			if tree.Same() == changed {
				r.Fatalf("opening %d: same is %v", step, tree.Same())
			}
			if was, ok := tree.Edited(); ok && step > 0 {
				if !slices.Equal(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(holds))) {
					r.Fatalf("only edited from %q to %q", before, holds)
				}
				for name, text := range before {
					if sum, edited := was[name]; edited != (holds[name] != text || rewritten == name) || edited && sum != digest.Of([]byte(text)) {
						r.Fatalf("%s was %q and is %q: edited is %v", name, text, holds[name], edited)
					}
				}
			} else if step > 0 && onlyEdited {
				r.Fatalf("more than edited from %q to %q", before, holds)
			}
			for _, name := range slices.Sorted(maps.Keys(holds)) { // in the order in which rapid draws
				text := holds[name]
				if sum, ok := tree.Known(name); ok && sum != digest.Of([]byte(text)) {
					r.Fatalf("%s is known as what it is not", name)
				} else if !ok && read[name] {
					r.Fatalf("%s was read, and is not known", name)
				}
				if rapid.Bool().Draw(r, "read") {
					if data, err := tree.ReadFile(name); err != nil || string(data) != text {
						r.Fatalf("%s holds %q, %v", name, data, err)
					}
					read[name] = true
				}
			}
			index = tree.Index()
			tree.Close()
			changed, onlyEdited, rewritten = false, true, ""
			before = maps.Clone(holds)
			for range rapid.IntRange(0, 1).Draw(r, "changes") {
				changed = true
				name := rapid.SampledFrom(names).Draw(r, "name")
				_, there := holds[name]
				onlyEdited, rewritten = there && read[name], name
				delete(read, name)
				if err := os.RemoveAll(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
					r.Fatal(err)
				}
				if there && rapid.Bool().Draw(r, "remove") {
					delete(holds, name)
					onlyEdited = false
				} else {
					write(name, fmt.Sprint("text ", rapid.IntRange(0, 9).Draw(r, "text")))
				}
			}
		}
	})
}

// FuzzIndex: a damaged index makes files unknown, and nothing worse.
func FuzzIndex(f *testing.F) {
	dir := f.TempDir()
	put(f, dir, "content/a.md", "a")
	aged(f, dir, "content/a.md")
	tree := open(f, dir, nil)
	if _, err := tree.ReadFile("content/a.md"); err != nil {
		f.Fatal(err)
	}
	f.Add(tree.Index())
	f.Add(tree.Index()[:40])
	f.Add([]byte(indexMark))
	f.Fuzz(func(t *testing.T, index []byte) {
		tree := open(t, dir, index)
		defer tree.Close()
		tree.Index()
	})
}

// TestAgain makes random changes, and looks again at their folders or at
// everything: the tree is what a new one would be, and what is known is right.
func TestAgain(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "site")
		if err != nil {
			r.Fatal(err)
		}
		put(r, dir, "config.toml", "config")
		put(r, dir, "content/a.md", "a")
		first := open(r, dir, nil)
		defer first.Close()
		tree := first
		names := []string{"config.toml", "content/a.md", "content/b/a.md", "content/b/c/a.md", "content/b/c/d.md", "content/c.md"}
		for range rapid.IntRange(1, 8).Draw(r, "rounds") {
			folders := map[string]bool{".": true}
			for range rapid.IntRange(0, 3).Draw(r, "changes") {
				name := rapid.SampledFrom(names).Draw(r, "name")
				if rapid.Bool().Draw(r, "remove") {
					name = rapid.SampledFrom([]string{name, filepath.ToSlash(filepath.Dir(name))}).Draw(r, "what")
					if name == "." {
						continue
					}
					if err := os.RemoveAll(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
						r.Fatal(err)
					}
				} else {
					put(r, dir, name, fmt.Sprint("text ", rapid.IntRange(0, 99).Draw(r, "text")))
				}
				for d := filepath.ToSlash(filepath.Dir(name)); d != "."; d = filepath.ToSlash(filepath.Dir(d)) {
					folders[d] = true
				}
				folders[name] = true
			}
			var list []string
			if rapid.Bool().Draw(r, "some") {
				for name := range folders {
					list = append(list, name)
				}
			}
			before := tree
			var changed []string
			if tree, changed, err = tree.Again(list); err != nil {
				r.Fatal(err)
			}
			want := open(r, dir, nil)
			for _, name := range names {
				a, errA := tree.ReadFile(name)
				b, errB := want.ReadFile(name)
				if string(a) != string(b) || (errA == nil) != (errB == nil) {
					r.Fatalf("%s: %q, %v instead of %q, %v", name, a, errA, b, errB)
				}
				was, known := before.Known(name)
				if !slices.Contains(changed, name) && (errB == nil) != (before.find(name) != nil) {
					r.Fatalf("%s is not among %q", name, changed)
				}
				if known && errB == nil && was != digest.Of(b) && !slices.Contains(changed, name) {
					r.Fatalf("%s is another, and is not among %q", name, changed)
				}
			}
			if got, want := slices.Sorted(tree.Folders()), slices.Sorted(want.Folders()); !slices.Equal(got, want) {
				r.Fatalf("folders %q instead of %q", got, want)
			}
			want.Close()
		}
	})
}
