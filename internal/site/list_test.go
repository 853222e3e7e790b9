package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// paged returns what decides each page of a list of keys: the addresses of the
// pages before and after it, and its entries; by its own address.
func paged(keys []string) map[route]string {
	l := listing{size: len(keys), key: func(i int) string { return keys[i] }}
	leaves := l.leaves("list/")
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

// Every entry is on one page, in order; no page is too long or, in a long
// list, too short; each has an address of its own, the first the list's.
func TestLeaves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		keys := keysOf(rapid.IntRange(0, 2000).Draw(r, "n"), rapid.IntRange(0, 1<<20).Draw(r, "seed"))
		l := listing{size: len(keys), key: func(i int) string { return keys[i] }}
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
	}{{"add", 1.7, 15, 0, 0}, {"remove", 1.7, 15, 0, 0}, {"move", 3.2, 20, 0, 0}}
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
