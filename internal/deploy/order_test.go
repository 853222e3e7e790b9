package deploy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSteps(t *testing.T) {
	site := []File{
		file("assets/site-2.css", "2"), file("data/events.json", "2"), file("events/new.html", "1"), file("events/new.ics", "1"),
		file("index.html", "2"), file("logo.svg", "2"), file("pictures/1.jpg", "1"), file("same.html", "1"),
	}
	held := manifest{Files: []File{
		file("assets/site-1.css", "1"), file("data/events.json", "1"), file("events/old.html", "1"),
		file("index.html", "1"), file("logo.svg", "1"), file("same.html", "1"),
	}}
	var got []string
	for _, s := range difference(site, held, journal{}, noon, 0).steps() {
		var line []string
		for _, c := range s.changes {
			line = append(line, fmt.Sprintf("%s %s (%s)", c.Verb, c.Path, c.Reason))
		}
		if s.journal != nil {
			line = append(line, fmt.Sprintf("there %s, maybe %s", s.journal.There, s.journal.Maybe))
		}
		if s.manifest {
			line = append(line, "manifest")
		}
		got = append(got, strings.Join(line, "; "))
	}
	want := []string{
		"there [data/events.json index.html logo.svg], maybe [assets/site-1.css assets/site-2.css events/new.html events/new.ics events/old.html pictures/1.jpg]",
		"send assets/site-2.css (new); send pictures/1.jpg (new)",
		"send events/new.html (new)",
		"send events/new.ics (new)",
		"there [assets/site-2.css data/events.json events/new.html events/new.ics index.html logo.svg pictures/1.jpg], maybe [assets/site-1.css events/old.html]",
		"send logo.svg (changed)",
		"send index.html (changed)",
		"send data/events.json (changed)",
		"manifest",
		"there [], maybe [assets/site-1.css events/old.html]",
		"remove assets/site-1.css (gone); remove events/old.html (gone)",
		"there [], maybe []",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("steps (-want +got):\n%s", d)
	}
}

// A model is a target without a network: it does what steps say.
type model struct {
	files    map[string]File
	manifest manifest
	journal  journal
	refs     map[sum][]string // what the bytes of a file refer to
}

// reach returns an error if something is missing that can be reached from the
// front page.
func (m *model) reach() error {
	seen := map[string]bool{}
	queue := []string{"index.html"}
	for len(queue) > 0 && len(m.files) > 0 && m.files["index.html"].Path != "" {
		path := queue[0]
		queue = queue[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		f, ok := m.files[path]
		if !ok {
			return fmt.Errorf("%s can be reached and is not there", path)
		}
		queue = append(queue, m.refs[f.Digest]...)
	}
	return nil
}

// site makes a site at random, in which everything leads somewhere, and tells m
// what its files refer to.
func (m *model) site(t *rapid.T) []File {
	paths := []string{"index.html"}
	for i := range 6 {
		for _, form := range []string{"p%d.html", "data/%d.json", "%d.svg"} {
			if rapid.Bool().Draw(t, form) {
				paths = append(paths, fmt.Sprintf(form, i))
			}
		}
		if rapid.Bool().Draw(t, "asset") {
			paths = append(paths, fmt.Sprintf("assets/%d.css", i))
		}
	}
	var site []File
	for _, path := range paths {
		var refs []string
		if !fingerprinted(path) { // such a name has one content
			refs = rapid.SliceOfN(rapid.SampledFrom(paths), 0, 5).Draw(t, "refs")
		}
		f := file(path, fmt.Sprint(path, refs))
		m.refs[f.Digest] = refs
		site = append(site, f)
	}
	slices.SortFunc(site, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return site
}

// TestOrder deploys random sites one after the other and interrupts most
// deploys anywhere. At every moment all that can be reached is there, and a
// deploy that is not interrupted leaves the site and nothing else.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{files: map[string]File{}, refs: map[sum][]string{}}
		now := noon
		for range rapid.IntRange(1, 6).Draw(t, "deploys") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
			m.deploy(t, m.site(t), now, rapid.IntRange(0, 80).Draw(t, "interrupted"))
		}
		site := m.site(t)
		m.deploy(t, site, now, -1)
		want := byPath(site)
		for _, g := range m.manifest.Gone {
			if want[g.Path].Path != "" || !fingerprinted(g.Path) {
				t.Fatalf("%s waits to be removed", g.Path)
			}
			want[g.Path] = m.files[g.Path]
			if want[g.Path].Path == "" {
				t.Fatalf("%s waits to be removed, and is not there", g.Path)
			}
		}
		if d := cmp.Diff(want, m.files); d != "" {
			t.Fatalf("the target holds (-want +got):\n%s", d)
		}
		if d := cmp.Diff(manifest{Files: site, Gone: m.manifest.Gone}, m.manifest); d != "" || len(m.journal.There)+len(m.journal.Maybe) > 0 {
			t.Fatalf("bookkeeping: %v, %s", m.journal, d)
		}
		if p := difference(site, m.manifest, m.journal, now, time.Hour); !p.nothing() {
			t.Fatalf("there is still something to do: %v", p.changes)
		}
	})
}

// deploy brings the model to hold a site, and stops after a number of moves if
// that is not negative.
func (m *model) deploy(t *rapid.T, site []File, now time.Time, moves int) {
	p := difference(site, m.manifest, m.journal, now, time.Hour)
	var todo []func()
	for _, s := range p.steps() {
		switch {
		case s.journal != nil:
			todo = append(todo, func() { m.journal = *s.journal })
		case s.manifest:
			todo = append(todo, func() { m.manifest = p.next })
		default:
			for _, c := range rapid.Permutation(s.changes).Draw(t, "order") {
				todo = append(todo, func() {
					if c.Verb == Send {
						m.files[c.Path] = c.file
					} else {
						delete(m.files, c.Path)
					}
				})
			}
		}
	}
	before := maps.Clone(m.files)
	for n, move := range todo {
		if n == moves {
			return
		}
		move()
		if err := m.reach(); err != nil {
			t.Fatalf("after move %d: %v\nbefore: %v", n, err, slices.Sorted(maps.Keys(before)))
		}
	}
}
