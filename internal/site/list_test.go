package site

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bunting/internal/campaign"
	"bunting/internal/view"
)

// paged returns what decides each page of a list of keys: the addresses of the
// pages before and after it, and its entries; by its own address.
func paged(keys []string) map[route]string { return pagedBy(keys, nil) }

// pagedBy does so for entries that stand somewhere.
func pagedBy(keys []string, at []seat) map[route]string {
	leaves := listOf(keys, at).leaves("list/")
	out := map[route]string{}
	for i, p := range leaves {
		previous, next, to := route(""), route(""), len(keys)
		if i > 0 {
			previous = leaves[i-1].route
		}
		if i+1 < len(leaves) {
			next, to = leaves[i+1].route, leaves[i+1].from
		}
		out[p.route] = fmt.Sprint(previous, next, keys[p.from:to])
	}
	return out
}

// listOf returns the listing of keys; at, if not nil, says where they stand.
func listOf(keys []string, at []seat) *listing {
	l := &listing{size: len(keys), key: func(dst []byte, i int) []byte { return append(dst, keys[i]...) }}
	if at != nil {
		l.seat = func(i int) seat { return at[i] }
	}
	return l
}

// TestByNumber: a list without keys is paged by rank however long it is, and each page
// leads to the first, the last and those near it.
func TestByNumber(t *testing.T) {
	g := tongueOf(t, &campaign.Campaign{})
	leaves := (&listing{size: 11*perPage + 1}).leaves("list/")
	if len(leaves) != 12 || leaves[11].from != 11*perPage || leaves[11].route != "list/page/12/" {
		t.Fatalf("%d pages, %v", len(leaves), leaves)
	}
	for i, want := range map[int]string{
		0: "(1) 2 3 … 12", 2: "1 2 (3) 4 5 … 12", 3: "1 2 3 (4) 5 6 … 12", 4: "1 … 3 4 (5) 6 7 … 12", 5: "1 … 4 5 (6) 7 8 … 12", 11: "1 … 10 11 (12)",
	} {
		var got []string
		for _, l := range g.byNumber(leaves, i) {
			text, path := l.Text, ""
			if n, err := strconv.Atoi(text); err == nil {
				path = g.path(leaves[n-1].route)
			}
			if l.Path != path {
				t.Errorf("page %d: %s leads to %q, not %q", i+1, text, l.Path, path)
			}
			if l.Current {
				text = "(" + text + ")"
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("page %d: %s, not %s", i+1, strings.Join(got, " "), want)
		}
	}
}

// differing counts the pages that are not the same, or only in one.
func differing(a, b map[route]string) int {
	n := 0
	for r := range a {
		if b[r] != a[r] {
			n++
		}
	}
	for r := range b {
		if _, ok := a[r]; !ok {
			n++
		}
	}
	return n
}

func keysOf(n, seed int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("r/event-%d-%d", seed, i)
	}
	return keys
}

// seats draws where n entries of a list stand: there are so many kinds at each level.
func seats(r *rand.Rand, n int, kinds int64) []seat {
	out := make([]seat, n)
	for i := range out {
		out[i] = seat{r.Int64N(kinds), r.Int64N(kinds), r.Int64N(kinds)}
	}
	slices.SortFunc(out, func(a, b seat) int { return slices.Compare(a[:], b[:]) })
	return out
}

// Every entry is on one page, in order; no page is too long or, in a long
// list, too short; each has an address of its own, the first the list's.
func TestLeaves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		keys := keysOf(rapid.IntRange(0, 2000).Draw(r, "n"), rapid.IntRange(0, 1<<20).Draw(r, "seed"))
		var at []seat
		if kinds := rapid.Int64Range(0, 20).Draw(r, "kinds"); kinds > 0 {
			at = seats(rand.New(rand.NewPCG(uint64(kinds), 0)), len(keys), kinds)
		}
		l := listOf(keys, at)
		leaves := l.leaves("list/")
		if leaves[0] != (leaf{0, "list/"}) || !slices.Equal(leaves, l.leaves("list/")) {
			r.Fatalf("the first page is %+v", leaves[0])
		}
		seen := map[route]bool{}
		for i, p := range leaves {
			to := len(keys)
			if i+1 < len(leaves) {
				to = leaves[i+1].from
			}
			switch n := to - p.from; {
			case n > perPage, l.long() && n < leastOnPage, !l.long() && i+1 < len(leaves) && n != perPage, len(keys) > 0 && n == 0:
				r.Fatalf("page %d of %d has %d of %d entries", i+1, len(leaves), n, len(keys))
			case seen[p.route], !strings.HasPrefix(string(p.route), "list/"), i > 0 && !l.long() && p.route != route(fmt.Sprintf("list/page/%d/", i+1)):
				r.Fatalf("page %d is at %s", i+1, p.route)
			}
			seen[p.route] = true
		}
	})
}

// An entry that comes, goes or moves disturbs few pages of a long list: least
// possible are one, or two when it moves.
func TestLeavesAreStable(t *testing.T) {
	const lists, edits = 20, 30
	r := rand.New(rand.NewPCG(1, 2))
	kinds := []struct {
		name       string
		mean       float64 // bound
		most       int     // bound
		sum, worst int
	}{{"add", 1.3, 10, 0, 0}, {"remove", 1.4, 10, 0, 0}, {"move", 2.7, 15, 0, 0}}
	for seed := range lists {
		keys := keysOf(longList+100+r.IntN(2000), seed)
		before := paged(keys)
		for i := range edits {
			for j := range kinds {
				kind := &kinds[j]
				edited := slices.Clone(keys)
				entry := fmt.Sprintf("r/added-%d", i)
				if kind.name != "add" {
					at := r.IntN(len(edited))
					entry = edited[at]
					edited = slices.Delete(edited, at, at+1)
				}
				if kind.name != "remove" {
					edited = slices.Insert(edited, r.IntN(len(edited)+1), entry)
				}
				n := differing(before, paged(edited))
				kind.sum += n
				kind.worst = max(kind.worst, n)
			}
		}
	}
	for _, kind := range kinds {
		mean := float64(kind.sum) / (lists * edits)
		t.Logf("%s: %.2f pages differ in the mean, at most %d", kind.name, mean, kind.worst)
		if mean > kind.mean || kind.worst > kind.most {
			t.Errorf("%s: %.2f pages differ in the mean, at most %d", kind.name, mean, kind.worst)
		}
	}
}

// TestSeats: where the entries of a long list stand in regions, on days and at times, its
// pages begin with these, and an entry that begins a page goes without disturbing
// others: what comes next begins it then, at the same address.
func TestSeats(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	const lists, kinds = 5, 7
	sum, edits := 0, 0
	for seed := range lists {
		keys := keysOf(2000, seed)
		at := seats(r, len(keys), kinds)
		before := pagedBy(keys, at)
		leaves := listOf(keys, at).leaves("list/")
		coarse := 0
		for _, p := range leaves[1:] {
			if last, here := at[p.from-1], at[p.from]; last[0] != here[0] || last[1] != here[1] {
				coarse++
			}
			after := pagedBy(slices.Delete(slices.Clone(keys), p.from, p.from+1), slices.Delete(slices.Clone(at), p.from, p.from+1))
			sum += differing(before, after)
			edits++
		}
		if coarse < len(leaves)/2 {
			t.Errorf("of %d pages %d begin with a region or a day", len(leaves), coarse)
		}
	}
	mean := float64(sum) / float64(edits)
	t.Logf("%.2f pages differ in the mean", mean)
	if mean > 1.2 {
		t.Errorf("%.2f pages differ in the mean", mean)
	}
}

// TestLonelySeats: an entry that comes to a time of its own begins no page, and so
// disturbs few.
func TestLonelySeats(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	const lists, edits = 5, 50
	sum := 0
	for seed := range lists {
		keys := keysOf(2000, seed)
		at := seats(r, len(keys), 3)
		before := pagedBy(keys, at)
		for i := range edits {
			place := 1 + r.IntN(len(keys)-1)
			for place > 0 && at[place] == at[place-1] {
				place--
			}
			own := at[place]
			own[2] = -1
			sum += differing(before, pagedBy(slices.Insert(slices.Clone(keys), place, fmt.Sprint("r/added-", i)), slices.Insert(slices.Clone(at), place, own)))
		}
	}
	mean := float64(sum) / (lists * edits)
	t.Logf("%.2f pages differ in the mean", mean)
	if mean > 1.2 {
		t.Errorf("%.2f pages differ in the mean", mean)
	}
}

// pagesOf returns the views of the pages of a list, in their order.
func (k *composer) pagesOf(list route) []view.Subject {
	var out []view.Subject
	for _, o := range k.outputs {
		if p, ok := o.Making.(listPage); ok && p.head.route == list {
			out = append(out, p.Body(Report{}).(Page).View.(view.Subject))
		}
	}
	return out
}

// TestByPlace: a long list has what is of one region together, by time, and leads
// to the regions; its pages are called by them.
func TestByPlace(t *testing.T) {
	c := large()
	c.Events[5].Region = ""
	foreign := &c.Regions[len(c.Regions)-1]
	foreign.Name = campaign.Text{{Lang: "zh", Text: "某地"}}
	g := tongueOf(t, c)
	k := g.k
	k.pages(g)
	names := map[string]string{"": g.say("text.no-region")} // of regions, by id
	var order []string                                      // of the tree
	for _, r := range c.Regions {
		names[r.ID] = g.regions[r.ID].Text
		order = append(order, r.ID)
	}
	action := c.Events[5].Actions[0]
	at := map[string]*entry{}
	for _, n := range k.byAction[action] {
		at[g.path(n.route)] = n
	}
	var last *entry
	var seen []string
	firstOf := map[string]*entry{} // each region
	total := 0
	pages := k.pagesOf(actionRoute(action))
	for i, p := range pages {
		for _, card := range p.Cards {
			n := at[card.Path]
			if n == nil {
				t.Fatalf("%s is not of the action, or twice in its list", card.Path)
			}
			delete(at, card.Path)
			switch total++; {
			case last == nil || last.Region != n.Region:
				seen = append(seen, n.Region)
				firstOf[n.Region] = n
			case n.First.Before(last.First):
				t.Errorf("%s stands after %s", n.Path, last.Path)
			}
			last = n
		}
		first, final := k.entry(t, g, p.Cards[0].Path), k.entry(t, g, p.Cards[len(p.Cards)-1].Path)
		for _, n := range []*entry{first, final} {
			if i > 0 && !strings.Contains(p.Pager.Heading, names[n.Region]) {
				t.Errorf("a page with events of %s is called %s", n.Region, p.Pager.Heading)
			}
		}
	}
	if len(at) > 0 || len(pages) < 10 {
		t.Errorf("%d events are missing on %d pages", len(at), len(pages))
	}
	if want := append([]string{""}, order...); !slices.Equal(seen, want) {
		t.Errorf("the regions are %q, not %q", seen, want)
	}
	var jumps, called []string
	for _, id := range order {
		called = append(called, names[id])
	}
	for _, l := range pages[0].Pager.Jumps {
		jumps = append(jumps, l.Text)
		if want := map[bool]string{true: "zh"}[l.Text == g.regions[foreign.ID].Text]; l.Lang != want {
			t.Errorf("%s is said to be in %q, not in %q", l.Text, l.Lang, want)
		}
	}
	named := 0
	for _, p := range pages[1:] {
		first := k.entry(t, g, p.Cards[0].Path)
		region := strings.TrimSuffix(path.Base(p.Chrome.URL), ".html")
		if _, called := names[region]; called != (first == firstOf[first.Region]) || called && first.Region != region {
			t.Errorf("the page at %s begins with %s", p.Chrome.URL, first.Path)
		}
		if _, called := names[region]; called {
			named++
		}
	}
	// The first ones begin on the first page.
	if named != len(jumps) || len(jumps) < len(order)-2 || !strings.HasSuffix(strings.Join(called, " "), strings.Join(jumps, " ")) {
		t.Errorf("the first page leads to %q, and %d pages are called by a region", jumps, named)
	}
}

// TestWholeRegion: a region of too many events lists those that are of none below,
// which list the rest, and says how many there are.
func TestWholeRegion(t *testing.T) {
	c := large()
	for i := range c.Regions[1:] {
		if r := &c.Regions[i+1]; r.Parent == "" {
			r.Parent = c.Regions[0].ID
		}
	}
	g := tongueOf(t, c)
	k := g.k
	k.pages(g)
	listed := map[string]int{}
	for _, r := range c.Regions {
		for i, p := range k.pagesOf(regionRoute(r.ID)) {
			if many := len(k.byRegion[r.ID]) > maxRegion; i == 0 && many != (p.Whole != "") {
				t.Errorf("%s has %q events", r.ID, p.Whole)
			}
			if i == 0 && p.Whole != "" && (len(p.Cards) == 0 || !strings.HasPrefix(p.Pager.Heading, p.Name.Text)) {
				t.Errorf("%s calls its own %d events %q", r.ID, len(p.Cards), p.Pager.Heading)
			}
			for _, card := range p.Cards {
				n := k.entry(t, g, card.Path)
				if listed[n.Path]++; len(k.byRegion[r.ID]) > maxRegion && n.Region != r.ID {
					t.Errorf("%s is listed in %s", n.Path, r.ID)
				}
			}
		}
	}
	for _, n := range k.listed {
		want := 1 // its own
		for _, id := range k.spots[n.Region].chain {
			if id != n.Region && len(k.byRegion[id]) <= maxRegion {
				want++
			}
		}
		if listed[n.Path] != want {
			t.Errorf("%s stands in %d lists of regions, not in %d", n.Path, listed[n.Path], want)
		}
	}
}

// entry returns the event whose page is at a path.
func (k *composer) entry(t *testing.T, g *tongue, path string) *entry {
	t.Helper()
	for i := range k.entries {
		if g.path(k.entries[i].route) == path {
			return &k.entries[i]
		}
	}
	t.Fatalf("no event is at %s", path)
	return nil
}

// TestDigests: what decides of an entry whether a page begins there hangs on the entry
// alone, in whichever part of a list it is looked at.
func TestDigests(t *testing.T) {
	of := func(from, size int) ([]uint64, []uint64) {
		l := &listing{size: size, key: func(dst []byte, i int) []byte { return strconv.AppendInt(dst, int64(from+i), 10) }}
		return l.digests("list/")
	}
	const size = 10_000
	order, names := of(0, size)
	for i := range size {
		if o, n := of(i, 1); order[i] != o[0] || names[i] != n[0] || n[0] == 0 {
			t.Fatalf("entry %d: %x %x among all, %x %x alone", i, order[i], names[i], o[0], n[0])
		}
	}
}
