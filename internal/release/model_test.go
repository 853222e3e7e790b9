package release

import (
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"bunting/internal/folder"
)

// A world is an output folder and what is known to stand in it. Builds, kills
// and mishaps are drawn at random; after each, the live tree is what the last
// build that came through was asked for.
type world struct {
	*rapid.T
	dir   string
	live  map[string]string // nil: nothing stands there
	state *[32]byte         // it was published with; nil: not known
	// sure says that nothing has happened to the two trees and to what is known
	// of them, so a build must find all it left.
	sure bool
}

func TestAnyBuildsAndMishaps(t *testing.T) {
	top := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		inner, err := os.MkdirTemp(top, "")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(inner)
		w := &world{T: rt, dir: filepath.Join(inner, "public")}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			if is(w.dir) && rapid.IntRange(0, 2).Draw(rt, "mishap?") == 0 {
				w.mishap("flip", "cut", "garbage", "no file", "no output", "no twin", "nothing hidden",
					"copied", "replaced", "swapped", "topless", "topped")
			}
			w.build()
			w.check()
		}
	})
}

func is(path string) bool {
	stands, err := exists(path)
	return stands || err != nil
}

// site draws a site without a file below a file.
func (w *world) site() map[string]string {
	steps := rapid.SampledFrom([]string{"a", "b", "c", "a.html", "é中"})
	paths := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(steps, 1, 3).Draw(t, "path"), "/")
	})
	drawn := rapid.MapOfN(paths, rapid.SampledFrom([]string{"", "x", "y", "long and longer"}), 0, 12).Draw(w.T, "site")
	site := map[string]string{mark: rapid.SampledFrom([]string{"1", "2"}).Draw(w.T, "mark")}
	for name, data := range drawn {
		below := false
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			_, file := drawn[dir]
			below = below || file
		}
		if !below {
			site[name] = data
		}
	}
	return site
}

// killed is what a build panics with where it is to be killed.
var errKilled = errors.New("killed")

// build draws a site and builds it, until it is killed or through.
func (w *world) build() {
	asked := w.site()
	cut := rapid.SampledFrom([]string{
		"", "", "", "", "after Stage", "while writing", "closed", "before the exchange", "after the exchange",
		"after one rename", "after two renames", "after Publish", "half way to the twin", "twin, no journal", "twin on its way", "twin moved", "refused",
	}).Draw(w.T, "cut")
	r, err := Stage(w.dir, marked)
	if err != nil {
		w.Fatal(err)
	}
	if rapid.IntRange(0, 5).Draw(w.T, "forget?") == 0 {
		if err := r.Forget(); err != nil {
			w.Fatal(err)
		}
		w.sure = false
	}
	hardlinks := rapid.IntRange(0, 3).Draw(w.T, "hard links?") > 0 && os.Link(filepath.Join(r.work, "lock"), filepath.Join(r.work, "linked")) == nil
	os.Remove(filepath.Join(r.work, "linked"))
	if !hardlinks {
		refuseLinks(r)
	}
	if rapid.Bool().Draw(w.T, "by steps") {
		steps(r)
	}
	defer abandon(r)
	if cut == "after Stage" {
		return
	}
	sofar := asked
	if cut == "while writing" {
		sofar = maps.Clone(asked)
		maps.DeleteFunc(sofar, func(name, _ string) bool { return len(name)%2 == 0 })
	}
	w.fill(r, sofar)
	state := &[32]byte{byte(rapid.IntRange(0, 255).Draw(w.T, "state"))}
	switch cut {
	case "while writing":
		return
	case "closed":
		if err := r.Close(); err != nil {
			w.Fatal(err)
		}
		w.sure = w.sure && hardlinks
		return
	case "refused":
		r.exchange = func(string, string) error { return syscall.EACCES }
	default:
		w.killAt(r, cut)
	}
	meanwhile := is(w.dir) && rapid.IntRange(0, 5).Draw(w.T, "meanwhile?") == 0
	if meanwhile {
		w.mishap("no output", "copied", "topless", "topped")
	}
	d, err := w.publish(r, *state)
	switch {
	case errors.Is(err, errKilled) && cut == "after the exchange" || errors.Is(err, errKilled) && cut == "after two renames":
		w.live, w.state, w.sure = asked, state, false
		return
	case errors.Is(err, errKilled):
		w.sure = w.sure && cut == "before the exchange"
		return
	case errors.Is(err, syscall.EACCES):
		if err := r.Close(); err != nil {
			w.Fatal(err)
		}
		w.sure = false
		return
	case err != nil:
		w.Fatal(err)
	}
	if w.sure {
		w.compare(d, asked)
	} else if d.New+d.Changed+d.Unchanged != len(asked) || d.Written < 0 {
		w.Fatalf("%d files were asked for: %+v", len(asked), d)
	}
	w.live, w.state = asked, state
	w.end(r, cut, hardlinks, meanwhile || r.doubt.Load())
}

// end closes a release that is live, or kills it before. damaged says that the
// tree which was live before may not have been what it was said to be.
func (w *world) end(r *Release, cut string, hardlinks, damaged bool) {
	r.closeTrees()
	w.sure = false
	switch cut {
	case "after Publish":
	case "half way to the twin", "twin, no journal":
		live, err := r.known()
		if err != nil || live == nil {
			w.Fatalf("what was published is not known: %v, %v", live, err)
		}
		pair, _ := r.pair()
		paths, ok := readJournal(r.notes, pair)
		if !ok {
			return
		}
		half := strings.HasPrefix(cut, "half")
		if half {
			paths = paths[:len(paths)/2] // what stands in their way may be in the other half
		}
		if err := r.refresh(live, paths); err != nil && !half {
			w.Fatal(err)
		}
	case "twin on its way", "twin moved":
		if !is(r.twin) {
			return
		}
		if err := os.RemoveAll(r.next); err != nil {
			w.Fatal(err)
		}
		if cut == "twin moved" {
			if err := os.Rename(r.twin, r.next); err != nil {
				w.Fatal(err)
			}
		}
	default:
		if err := r.Close(); err != nil {
			w.Fatal(err)
		}
		switch {
		case hardlinks && damaged && !is(r.next):
			single(w.T, w.dir)
		case hardlinks:
			w.sure = true
			twinned(w.T, w.dir)
		}
	}
}

// compare asks that d is just the difference between what is live and asked.
func (w *world) compare(d Difference, asked map[string]string) {
	want := Difference{Written: d.Written}
	for name, data := range asked {
		switch was, stood := w.live[name]; {
		case !stood:
			want.New++
		case was != data:
			want.Changed++
		default:
			want.Unchanged++
			continue
		}
		want.Paths = append(want.Paths, name)
	}
	for name := range w.live {
		if _, stays := asked[name]; !stays {
			want.Gone++
			want.Paths = append(want.Paths, name)
		}
	}
	slices.Sort(want.Paths)
	if diff := cmp.Diff(want, d); diff != "" {
		w.Fatalf("difference (-want +got):\n%s", diff)
	}
	if d.Written > d.New+d.Changed {
		w.Fatalf("more was written than changed: %+v", d)
	}
}

// fill hands the files of a site to r, as a build of several goroutines does.
func (w *world) fill(r *Release, site map[string]string) {
	share := filepath.Join(filepath.Dir(w.dir), "share")
	linked := map[string]bool{}
	keys := map[string]Key{}
	for _, name := range slices.Sorted(maps.Keys(site)) {
		keys[name] = keyOf(rapid.SampledFrom([]string{"1", "2"}).Draw(w.T, "salt") + name + "=" + site[name])
		linked[name] = rapid.IntRange(0, 5).Draw(w.T, "link?") == 0
		if rapid.IntRange(0, 5).Draw(w.T, "no key?") == 0 {
			keys[name] = Key{}
		}
	}
	if err := os.RemoveAll(share); err != nil {
		w.Fatal(err)
	}
	if err := os.CopyFS(share, mapFS(site)); err != nil {
		w.Fatal(err)
	}
	var g errgroup.Group
	g.SetLimit(3)
	for name, data := range site {
		g.Go(func() error {
			switch {
			case r.Keep(name, keys[name]):
				return nil
			case linked[name] && len(data) > 1:
				return r.Link(Entry{Path: name, Key: keys[name], Digest: DigestOf([]byte(data)), Size: int64(len(data))}, share)
			case linked[name]:
				return r.Link(Entry{Path: name, Key: keys[name]}, share)
			}
			return r.Write(name, keys[name], []byte(data))
		})
	}
	if err := g.Wait(); err != nil {
		w.Fatal(err)
	}
}

// killAt makes r panic with errKilled at the exchange, if cut says so.
func (w *world) killAt(r *Release, cut string) {
	exchange := r.exchange
	r.exchange = func(next, dir string) error {
		move := func(from, to string) {
			if err := os.Rename(from, to); err != nil {
				w.Fatal(err)
			}
		}
		switch cut {
		case "before the exchange":
		case "after the exchange":
			if exchange(next, dir) != nil {
				move(dir, r.old)
				move(next, dir)
				move(r.old, next)
			}
		case "after one rename":
			move(dir, r.old)
		case "after two renames":
			move(dir, r.old)
			move(next, dir)
		default:
			return exchange(next, dir)
		}
		panic(errKilled)
	}
}

// publish returns what Publish does, and errKilled if it is killed.
func (w *world) publish(r *Release, state [32]byte) (d Difference, err error) {
	defer func() {
		if p := recover(); p == errKilled {
			err = errKilled
		} else if p != nil {
			panic(p)
		}
	}()
	return r.Publish(state)
}

// abandon leaves everything as a kill does: no handle is open, the lock is free.
func abandon(r *Release) {
	if !r.closed {
		r.closed = true
		r.done.Store(true)
		r.closeTrees()
		r.lock.Unlock()
	}
}

// refuseLinks makes a release behave as on a file system without hard links.
func refuseLinks(r *Release) {
	r.link = func(folder.Folder, folder.Folder, string) error { return syscall.EPERM }
	for _, t := range []*tree{r.tree, r.live, r.second} {
		if t != nil {
			t.link = r.link
		}
	}
}

// mishap draws something that happens to the folders.
func (w *world) mishap(kinds ...string) {
	w.sure = false
	p, err := placesOf(w.dir)
	if err != nil {
		w.Fatal(err)
	}
	damaged := rapid.SampledFrom([]string{p.manifest, p.upcoming, p.notes}).Draw(w.T, "damaged")
	at := rapid.IntRange(0, 1<<16).Draw(w.T, "at")
	remove := func(name string) {
		if err := os.RemoveAll(name); err != nil {
			w.Fatal(err)
		}
	}
	data, missing := os.ReadFile(damaged)
	switch what := rapid.SampledFrom(kinds).Draw(w.T, "mishap"); what {
	case "flip", "cut", "garbage":
		if missing != nil || len(data) == 0 {
			return
		}
		switch what {
		case "flip":
			data[at%len(data)] ^= 1 << (at % 8)
		case "cut":
			data = data[:at%len(data)]
		default:
			data = []byte(strings.Repeat("garbage", at%99))
		}
		if err := os.WriteFile(damaged, data, 0o644); err != nil {
			w.Fatal(err)
		}
	case "no file":
		remove(damaged)
	case "no output":
		remove(p.dir)
		if w.live = nil; is(p.old) { // as if killed between two renames
			w.live, w.state = files(w.T, p.old), nil
		}
	case "no twin":
		remove(p.next)
	case "nothing hidden":
		remove(p.work)
	case "copied", "replaced":
		if what == "replaced" {
			w.live = map[string]string{mark: "another", "a/b": "x"}
		}
		remove(p.dir)
		if err := os.CopyFS(p.dir, mapFS(w.live)); err != nil {
			w.Fatal(err)
		}
	case "swapped":
		if os.Rename(p.next, p.dir+"-2") == nil {
			os.Rename(p.dir, p.next)
			if err := os.Rename(p.dir+"-2", p.dir); err != nil {
				w.Fatal(err)
			}
			w.live, w.state = files(w.T, p.dir), nil
		}
	case "topless":
		w.live = maps.Clone(w.live)
		for name := range w.live {
			if top, _, _ := strings.Cut(name, "/"); top != mark && len(top) == 1 {
				remove(filepath.Join(p.dir, top))
				maps.DeleteFunc(w.live, func(other, _ string) bool { return other == top || strings.HasPrefix(other, top+"/") })
			}
		}
	case "topped":
		w.live = maps.Clone(w.live)
		w.live["by hand.txt"] = "by hand"
		if err := os.WriteFile(filepath.Join(p.dir, "by hand.txt"), []byte("by hand"), 0o644); err != nil {
			w.Fatal(err)
		}
	}
	// A swap can bring up a tree that was never live, and is no site of ours.
	if _, ours := w.live[mark]; w.live != nil && !ours {
		remove(p.dir)
		w.live = nil
	}
}

// check asks that the live tree is what it should be, and that what is said of
// it is true.
func (w *world) check() {
	if !is(w.dir) { // or between two renames: then the next Stage puts it back
		if w.live != nil && !is(filepath.Join(filepath.Dir(w.dir), ".public.bunting", "old")) {
			w.Fatal("the site is gone")
		}
		return
	}
	equal(w.T, w.dir, w.live)
	if state, ok := State(w.dir); ok && w.state != nil && state != *w.state || !ok && w.sure {
		w.Fatalf("state is %x, %v; want %x", state, ok, w.state)
	}
	entries, err := Entries(w.dir)
	if err != nil {
		if w.sure || !errors.Is(err, ErrUnknown) {
			w.Fatal(err)
		}
		return
	}
	said := map[string]Digest{}
	for e := range entries {
		said[e.Path] = e.Digest
	}
	want := map[string]Digest{}
	for name, data := range w.live {
		want[name] = DigestOf([]byte(data))
	}
	if diff := cmp.Diff(want, said); diff != "" {
		w.Fatalf("the manifest (-want +got):\n%s", diff)
	}
}
