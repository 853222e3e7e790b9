package release

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bunting/internal/lacking"
)

// keyed publishes a site with a key for each file.
func keyed(t testing.TB, dir string, site map[string]string) Difference {
	t.Helper()
	r := stage(t, dir)
	fill(t, r, site)
	return finish(t, r)
}

// fill keeps what it can and writes the rest.
func fill(t testing.TB, r *Release, site map[string]string) {
	t.Helper()
	for name, data := range site {
		if key := keyOf(data); !r.Keep(name, key) {
			if err := r.Write(name, key, []byte(data)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestKeepRest: what is not named stays, if the live site was made from what is said.
func TestKeepRest(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if r := stage(t, dir); r.KeepRest([32]byte{}) {
		t.Error("kept what is not there")
	} else if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	keyed(t, dir, before)
	r := stage(t, dir)
	if err := r.Write("index.html", keyOf("newer"), []byte("newer")); err != nil {
		t.Fatal(err)
	}
	if r.KeepRest([32]byte{1}) {
		t.Error("kept what was made from something else")
	}
	if !r.KeepRest([32]byte{}) {
		t.Fatal("not kept")
	}
	if err := r.Write("gone/a.html", Key{}, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Write of what is kept: %v, want fs.ErrExist", err)
	}
	r.failed = nil
	d := finish(t, r)
	want := maps.Clone(before)
	want["index.html"] = "newer"
	equal(t, dir, want)
	if d.Changed != 1 || d.Unchanged != len(before)-1 || d.Gone+d.New != 0 {
		t.Errorf("%+v", d)
	}
	described(t, dir, want)
}

func stat(t testing.TB, path string) os.FileInfo {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestKeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	keyed(t, dir, before)
	r := stage(t, dir)
	for _, test := range []struct {
		path string
		key  Key
		want bool
	}{
		{"index.html", Key{}, false},
		{"index.html", keyOf("new"), false},
		{"index.html", keyOf("old"), true},
		{"index.html", keyOf("old"), false}, // named before
		{"gone", keyOf("old"), false},
		{"gone/a.html/b", keyOf("old"), false},
		{"../public/index.html", keyOf("old"), false},
	} {
		if got := r.Keep(test.path, test.key); got != test.want {
			t.Errorf("Keep %q: %v", test.path, got)
		}
	}
	if err := r.Write("index.html", Key{}, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Write of what is kept: %v, want fs.ErrExist", err)
	}
	if _, err := r.Publish([32]byte{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Publish: %v, want fs.ErrExist", err)
	}
	if r.Keep("gone/a.html", keyOf("old")) {
		t.Error("kept after Publish")
	}
	equal(t, dir, before)
}

// The same files of the same bytes: only keys and state are new.
func TestNothingChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, before)
	was := stat(t, dir)
	r := stage(t, dir)
	fill(t, r, before) // there were no keys, so all is "written"
	d, err := r.Publish([32]byte{7})
	if diff := cmp.Diff(Difference{Unchanged: len(before)}, d); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(was, stat(t, dir)) {
		t.Error("exchanged for nothing")
	}
	if state, ok := State(dir); !ok || state != [32]byte{7} {
		t.Errorf("state is %x, %v", state, ok)
	}
	settled(t, dir)
	r = stage(t, dir)
	for name, data := range before {
		if !r.Keep(name, keyOf(data)) {
			t.Errorf("the key of %s is not remembered", name)
		}
	}
}

// What did not change stays the very file it was, in both trees; what changed
// is a new file, and nobody wrote into the old one.
func TestOnlyWhatChangedIsTouched(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	site := map[string]string{mark: "1", "a/same.html": "same", "a/b/other.html": "0", "gone/deep/er/x.html": "x"}
	keyed(t, dir, site)
	same := stat(t, filepath.Join(dir, "a/same.html"))
	old := filepath.Join(top, "old")
	if err := os.Link(filepath.Join(dir, "a/b/other.html"), old); err != nil {
		t.Fatal(err)
	}
	delete(site, "gone/deep/er/x.html")
	for n := range 4 {
		site["a/b/other.html"] = fmt.Sprint(n + 1)
		site["new.html"] = "new"
		d := keyed(t, dir, site)
		want := Difference{Changed: 1, Unchanged: 3, Written: 1, Paths: []string{"a/b/other.html"}}
		if n == 0 {
			want = Difference{
				New: 1, Changed: 1, Gone: 1, Unchanged: 2, Written: 2,
				Paths: []string{"a/b/other.html", "gone/deep/er/x.html", "new.html"},
			}
		}
		if diff := cmp.Diff(want, d); diff != "" {
			t.Fatalf("build %d (-want +got):\n%s", n, diff)
		}
		equal(t, dir, site)
		settled(t, dir)
		if !os.SameFile(same, stat(t, filepath.Join(dir, "a/same.html"))) {
			t.Fatalf("build %d made again what was the same", n)
		}
	}
	if data, err := os.ReadFile(old); err != nil || string(data) != "0" {
		t.Errorf("the old file holds %q, %v", data, err)
	}
}

func TestForget(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	keyed(t, dir, before)
	// As nobody can know by the manifest.
	if err := os.WriteFile(filepath.Join(dir, "gone/a.html"), []byte("by hand"), 0o644); err != nil {
		t.Fatal(err)
	}
	was := stat(t, filepath.Join(dir, "index.html"))
	r := stage(t, dir)
	if err := r.Forget(); err != nil {
		t.Fatal(err)
	}
	if r.Keep("index.html", keyOf("old")) {
		t.Error("kept after Forget")
	}
	fill(t, r, before)
	d := finish(t, r)
	if d.New != len(before) || d.Written != len(before) || d.Changed+d.Gone+d.Unchanged != 0 {
		t.Errorf("difference: %+v", d)
	}
	equal(t, dir, before)
	settled(t, dir)
	if os.SameFile(was, stat(t, filepath.Join(dir, "index.html"))) {
		t.Error("a file of the old site was taken")
	}
}

// Without hard links, the first build leaves no twin, the second copies what it
// keeps, and from then on the two trees take turns.
func TestWithoutHardLinks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	site := map[string]string{mark: "1", "a/same.html": "same", "other.html": "0"}
	for n, written := range []int{3, 3, 1, 1} {
		site["other.html"] = fmt.Sprint(n)
		r := stage(t, dir)
		refuseLinks(r)
		fill(t, r, site)
		if d := finish(t, r); d.Written != written {
			t.Errorf("build %d wrote %d files, want %d", n, d.Written, written)
		}
		equal(t, dir, site)
		if n == 0 {
			if stands, err := exists(r.next); stands || err != nil {
				t.Errorf("a twin was made by copying: %v", err)
			}
		} else {
			twinned(t, dir)
		}
	}
}

// Whatever a build is killed at, the next one finds all that need not be made
// again, and says what differs from what is live.
func TestKillCostsLittle(t *testing.T) {
	site := map[string]string{mark: "1", "gone/x.html": "x"}
	for n := range 50 {
		site[fmt.Sprintf("a/%d.html", n)] = fmt.Sprint(n)
	}
	next := maps.Clone(site)
	delete(next, "gone/x.html")
	next["a/7.html"], next["new.html"] = "changed", "new"
	kill := func(t *testing.T, r *Release, after bool) {
		exchange := r.exchange
		r.exchange = func(a, b string) error {
			if after {
				if err := exchange(a, b); err != nil {
					lacking.Skip(t, "no exchange in one step: %v", err)
				}
			}
			panic(errKilled)
		}
		defer func() {
			if p := recover(); p != errKilled {
				panic(p)
			}
		}()
		r.Publish([32]byte{2})
	}
	for _, test := range []struct {
		name string
		live bool // the second site, when killed
		at   func(t *testing.T, r *Release)
	}{
		{"Stage", false, func(*testing.T, *Release) {}},
		{"a file", false, func(t *testing.T, r *Release) { write(t, r, map[string]string{"a/7.html": "changed", "new.html": "?"}) }},
		{"a file half written", false, func(t *testing.T, r *Release) {
			write(t, r, map[string]string{"a/7.html": "chang"})
		}},
		{"a path noted", false, func(t *testing.T, r *Release) { r.journal.add("a/9.html", "never/was.html") }},
		{"all files", false, func(t *testing.T, r *Release) { fill(t, r, next) }},
		{"before the exchange", false, func(t *testing.T, r *Release) { fill(t, r, next); kill(t, r, false) }},
		{"after the exchange", true, func(t *testing.T, r *Release) { fill(t, r, next); kill(t, r, true) }},
		{"Publish", true, func(t *testing.T, r *Release) {
			fill(t, r, next)
			if _, err := r.Publish([32]byte{2}); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			keyed(t, dir, site)
			r := stage(t, dir)
			twin := stat(t, r.next)
			test.at(t, r)
			abandon(r)
			live, old := site, stat(t, r.next)
			if test.live {
				live = next
			}
			equal(t, dir, live)
			if state, ok := State(dir); !ok {
				lacking.Skip(t, "this file system takes a move for a change")
			} else if test.live != (state == [32]byte{2}) {
				t.Errorf("state is %x", state)
			}
			want := maps.Clone(live)
			want["a/8.html"] = "eight"
			d := keyed(t, dir, want)
			if d.Changed != 1 || d.New+d.Gone != 0 || d.Written != 1 {
				t.Errorf("the next build: %+v", d)
			}
			equal(t, dir, want)
			settled(t, dir)
			if is := stat(t, dir); !os.SameFile(is, old) || test.live == os.SameFile(is, twin) {
				t.Error("the twin was made anew")
			}
		})
	}
}

// What a build sees to be missing from the live tree is there after it.
func TestMissingFileComesBack(t *testing.T) {
	for _, how := range []string{"Keep", "Write"} {
		t.Run(how, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			site := map[string]string{mark: "1", "a/b.html": "b", "a/c.html": "c"}
			keyed(t, dir, site)
			p, err := placesOf(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{p.notes, filepath.Join(dir, "a/b.html")} { // no twin, so files are linked
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, "a/c.html"), []byte("of another size"), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, state := range []func(rapid.TB, string){single, settled} {
				if how == "Keep" {
					keyed(t, dir, site)
				} else {
					publish(t, dir, site)
				}
				equal(t, dir, site)
				state(t, dir)
			}
		})
	}
}

func TestLink(t *testing.T) {
	top := t.TempDir()
	share := filepath.Join(top, "share")
	files := map[string]string{mark: "1", "a/b.html": "one", "a/c/d.html": "two"}
	keyed(t, share, files)
	entries, err := Entries(share)
	if err != nil {
		t.Fatal(err)
	}
	whole := slices.Collect(entries)
	bare := []Entry{}
	for _, e := range whole {
		bare = append(bare, Entry{Path: e.Path, Key: e.Key})
	}
	for _, test := range []struct {
		name    string
		entries []Entry
		refuse  bool
	}{
		{"as its manifest says", whole, false},
		{"without a digest", bare, false},
		{"where links are refused", whole, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			for round := range 2 {
				r := stage(t, dir)
				if test.refuse {
					refuseLinks(r)
				}
				for _, e := range test.entries {
					if err := r.Link(e, share); err != nil {
						t.Fatal(err)
					}
				}
				d := finish(t, r)
				if round == 1 && (d.Unchanged != len(files) || d.Written != 0 && !test.refuse) {
					t.Errorf("linked again: %+v", d)
				}
				equal(t, dir, files)
				if is := os.SameFile(stat(t, filepath.Join(dir, "a/b.html")), stat(t, filepath.Join(share, "a/b.html"))); is == test.refuse {
					t.Errorf("one file: %v", is)
				}
			}
			r := stage(t, dir)
			for name, data := range files {
				if !r.Keep(name, keyOf(data)) {
					t.Errorf("the key of %s is lost", name)
				}
			}
		})
	}
}

func TestLinkRefuses(t *testing.T) {
	top := t.TempDir()
	share := filepath.Join(top, "share")
	if err := os.CopyFS(share, mapFS(map[string]string{"a.html": "long enough", "b/c.html": "c"})); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(top, "outside")
	if err := os.CopyFS(outside, mapFS(map[string]string{"secret": "secret"})); err != nil {
		t.Fatal(err)
	}
	links := runtime.GOOS != "windows" // there they need a privilege
	if links {
		for name, target := range map[string]string{"file": "../outside/secret", "folder": "../outside", "within": "b"} {
			if err := os.Symlink(target, filepath.Join(share, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	of := func(path, data string) Entry {
		return Entry{Path: path, Digest: DigestOf([]byte(data)), Size: int64(len(data))}
	}
	for _, test := range []struct {
		name  string
		entry Entry
		from  string
		links bool // the test needs symbolic links
		want  error
	}{
		{"missing", of("none.html", "x"), share, false, fs.ErrNotExist},
		{"missing, no digest", Entry{Path: "none.html"}, share, false, fs.ErrNotExist},
		{"no folder", of("a.html", "x"), filepath.Join(top, "none"), false, fs.ErrNotExist},
		{"another size", of("a.html", "x"), share, false, errDiffers},
		{"a folder", of("b", "x"), share, false, nil},
		{"a folder, no digest", Entry{Path: "b"}, share, false, nil},
		{"outside", of("../outside/secret", "secret"), share, false, fs.ErrInvalid},
		{"a link", of("file", "secret"), share, true, nil},
		{"a link, no digest", Entry{Path: "file"}, share, true, nil},
		{"below a link", of("folder/secret", "secret"), share, true, nil},
		{"below a link, no digest", Entry{Path: "folder/secret"}, share, true, nil},
		{"below a link within", of("within/c.html", "c"), share, true, nil},
	} {
		for _, refuse := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, links refused %v", test.name, refuse), func(t *testing.T) {
				if test.links && !links {
					lacking.Skip(t, "links need a privilege on Windows")
				}
				dir := filepath.Join(t.TempDir(), "public")
				publish(t, dir, before)
				r := stage(t, dir)
				if refuse {
					refuseLinks(r)
				}
				err := r.Link(test.entry, test.from)
				if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), path.Base(test.entry.Path)) {
					t.Fatalf("got %v, want %v with the path", err, test.want)
				}
				if _, published := r.Publish([32]byte{}); !errors.Is(published, err) {
					t.Fatalf("Publish: %v, want the error of Link", published)
				}
				if err := r.Close(); err != nil {
					t.Fatal(err)
				}
				equal(t, dir, before)
			})
		}
	}
	t.Run("other bytes, seen in a copy", func(t *testing.T) {
		r := stage(t, filepath.Join(t.TempDir(), "public"))
		refuseLinks(r)
		if err := r.Link(of("a.html", "LONG ENOUGH"), share); !errors.Is(err, errDiffers) {
			t.Fatalf("got %v, want errDiffers", err)
		}
	})
}

// A link in the twin, which only another program can have put there, leads
// nothing out, and is gone with the next build or the one after.
func TestLinkInTheTwin(t *testing.T) {
	if runtime.GOOS == "windows" {
		lacking.Skip(t, "links need a privilege on Windows")
	}
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	outside := map[string]string{"a.html": "mine", "d.html": "mine"}
	if err := os.CopyFS(filepath.Join(top, "outside"), mapFS(outside)); err != nil {
		t.Fatal(err)
	}
	publish(t, dir, map[string]string{mark: "1", "b/a.html": "1", "b/c.html": "1"})
	r := stage(t, dir)
	if err := os.RemoveAll(filepath.Join(r.next, "b")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../../outside", filepath.Join(r.next, "b")); err != nil {
		t.Fatal(err)
	}
	site := map[string]string{mark: "1", "b/a.html": "2", "b/d.html": "2"} // one changed, one gone, one new
	var failed error
	for name, data := range site {
		failed = errors.Join(failed, r.Write(name, Key{}, []byte(data)))
	}
	if _, err := r.Publish([32]byte{}); err == nil || failed == nil {
		t.Errorf("published through a link: %v, %v", failed, err)
	}
	equal(t, filepath.Join(top, "outside"), outside)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	publish(t, dir, site)
	equal(t, dir, site)
	equal(t, filepath.Join(top, "outside"), outside)
	settled(t, dir)
}

func TestStateAndEntries(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	state := [32]byte{1, 2, 3}
	ask := func(t *testing.T, known bool) {
		t.Helper()
		got, ok := State(dir)
		if ok != known || ok && got != state {
			t.Errorf("state is %x, %v, want known: %v", got, ok, known)
		}
		if _, err := Entries(dir); known != (err == nil) || err != nil && !errors.Is(err, ErrUnknown) {
			t.Errorf("entries: %v, want known: %v", err, known)
		}
	}
	build := func() {
		r := stage(t, dir)
		write(t, r, before)
		if _, err := r.Publish(state); err != nil {
			t.Fatal(err)
		}
		ask(t, true) // before Close, too
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		ask(t, true)
		described(t, dir, before)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	aside := dir + "-aside"
	for _, test := range []struct {
		name  string
		do    func()
		known bool
	}{
		{"as it was", func() {}, true},
		{"moved and moved back", func() { must(os.Rename(dir, aside)); must(os.Rename(aside, dir)) }, true},
		{"missing", func() { must(os.RemoveAll(dir)) }, false},
		{"an empty folder", func() { must(os.RemoveAll(dir)); must(os.Mkdir(dir, 0o755)) }, false},
		{"a file", func() { must(os.RemoveAll(dir)); must(os.WriteFile(dir, nil, 0o644)) }, false},
		{"copied with its times", func() {
			was := stat(t, dir)
			must(os.Rename(dir, aside))
			must(os.CopyFS(dir, os.DirFS(aside)))
			must(os.Chtimes(dir, was.ModTime(), was.ModTime()))
		}, false},
		{"a name more", func() { must(os.WriteFile(filepath.Join(dir, "by-hand"), nil, 0o644)) }, false},
		{"a name less", func() { must(os.Remove(filepath.Join(dir, "index.html"))) }, false},
		{"a file replaced", func() {
			must(os.WriteFile(aside, []byte("by hand"), 0o644))
			must(os.Rename(aside, filepath.Join(dir, "index.html")))
		}, false},
		{"its twin in its place", func() {
			next := filepath.Join(filepath.Dir(dir), ".public.bunting", "next")
			must(os.RemoveAll(dir))
			must(os.Rename(next, dir))
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, path := range []string{dir, aside} {
				must(os.RemoveAll(path))
			}
			build()
			time.Sleep(20 * time.Millisecond) // some file systems count time in ticks
			test.do()
			if test.name == "moved and moved back" {
				if _, ok := State(dir); !ok {
					lacking.Skip(t, "this file system takes a move for a change")
				}
			}
			ask(t, test.known)
			if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
				return
			}
			if test.name == "a name less" || test.name == "its twin in its place" || test.known {
				publish(t, dir, before)
				equal(t, dir, before)
				settled(t, dir)
			}
		})
	}
	if _, ok := State(string(filepath.Separator)); ok {
		t.Error("something is known about the root of the file system")
	}
}

// Shares of a site, built apart, are merged at the cost of links.
func TestMerge(t *testing.T) {
	top := t.TempDir()
	build := func(share string, site map[string]string) {
		r, err := Stage(share, func(fs.FS) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		fill(t, r, site)
		finish(t, r)
	}
	want := map[string]string{}
	var shares []string
	for n := range 3 {
		site := map[string]string{fmt.Sprintf("share-%d.txt", n): "share"}
		for page := range 20 {
			site[fmt.Sprintf("pages/%d.html", page*3+n)] = fmt.Sprint(page)
		}
		if n == 0 {
			site[mark] = "1"
		}
		share := filepath.Join(top, fmt.Sprint("share", n))
		build(share, site)
		shares = append(shares, share)
		maps.Copy(want, site)
	}
	dir := filepath.Join(top, "public")
	for round := range 3 {
		if round == 2 { // one share is built again
			want["pages/1.html"] = "changed"
			build(shares[1], map[string]string{"share-1.txt": "share", "pages/1.html": "changed"})
			maps.DeleteFunc(want, func(name, _ string) bool {
				var page int
				n, _ := fmt.Sscanf(name, "pages/%d.html", &page)
				return n == 1 && page%3 == 1 && page != 1
			})
		}
		r := stage(t, dir)
		for _, share := range shares {
			entries, err := Entries(share)
			if err != nil {
				t.Fatal(err)
			}
			for e := range entries {
				if err := r.Link(e, share); err != nil {
					t.Fatal(err)
				}
			}
		}
		d := finish(t, r)
		if d.Written != 0 || round == 1 && len(d.Paths) > 0 || round == 2 && (d.Changed != 1 || d.Gone != 19) {
			t.Errorf("round %d: %+v", round, d)
		}
		equal(t, dir, want)
		settled(t, dir)
	}
}
