package feed

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// under is a tree of regions, each with the one above it; some names are no ids.
var under = map[string]string{"ili": "", "yining": "ili", "yining-east": "yining", "ILI": "", "../x": "ILI", "伊犁": "ili", "_": ""}

func chainOf(region string) (chain []string) {
	for ; region != ""; region = under[region] {
		chain = append([]string{region}, chain...)
	}
	return chain
}

// Parts hold each event once, none holds too many unless ids are equal, their
// names are paths, and differ also where regions do not look like ids. A part
// of a whole region holds what is below it; no part is cut finer than it must.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.IntRange(1, 8).Draw(r, "limit")
		keys := make([]Key, rapid.IntRange(0, 80).Draw(r, "n"))
		region := rapid.SampledFrom([]string{"ili", "yining", "yining-east", "", "ILI", "../x", "伊犁", "_"})
		for i := range keys {
			keys[i] = Key{fmt.Sprint(i), chainOf(region.Draw(r, "region")), Date{2021, 9, rapid.IntRange(1, 2).Draw(r, "day")}}
		}
		parts := Split(keys, limit)
		if !slices.IsSortedFunc(parts, func(a, b Part) int { return strings.Compare(a.Name, b.Name) }) {
			r.Fatal("the parts are not sorted")
		}
		seen := map[int]bool{}
		names := map[string]bool{}
		for _, p := range parts {
			if len(p.Events) == 0 || len(p.Events) > limit || names[p.Name] || strings.Count(p.Name, "/") > 1 || strings.Contains(p.Name, ".") || !slices.IsSorted(p.Events) {
				r.Fatalf("bad part %+v", p)
			}
			names[p.Name] = true
			for _, i := range p.Events {
				if seen[i] || !slices.Contains(append(keys[i].Regions, ""), p.Region) || p.Region == "" && keys[i].Regions != nil || !p.Day.IsZero() && keys[i].Day != p.Day {
					r.Fatalf("%+v is not the place of %+v", p, keys[i])
				}
				seen[i] = true
			}
		}
		if len(seen) != len(keys) {
			r.Fatalf("%d of %d", len(seen), len(keys))
		}
		// A region whose events fit into one part has no other.
		for region := range under {
			all, own := 0, map[string]bool{}
			for _, p := range parts {
				for _, i := range p.Events {
					if slices.Contains(keys[i].Regions, region) {
						all++
						own[p.Name] = true
					}
				}
			}
			if all <= limit && len(own) > 1 {
				r.Fatalf("%d events of %s are in %d parts", all, region, len(own))
			}
		}
	})
	if got := Split([]Key{{ID: "a"}, {ID: "a"}}, 1); len(got) != 1 || len(got[0].Events) != 2 {
		t.Errorf("equal ids: %+v", got)
	}
}

// The names of parts are addresses that others rely on.
func TestPartNames(t *testing.T) {
	var keys []Key
	for i := range 100 {
		chain, day := chainOf("yining"), Date{2021, 9, 11}
		switch {
		case i < 30:
			chain = chainOf("ili")
			day.Day += i % 2
			if i < 5 {
				day = Date{}
			}
		case i < 35:
			chain = chainOf("_")
		case i < 40:
			chain = nil
		}
		keys = append(keys, Key{fmt.Sprint(i), chain, day})
	}
	for limit, want := range map[int]string{
		100: "_d2e2adf7177b7a8a _none ili",
		60:  "_d2e2adf7177b7a8a _none ili yining",
		40:  "_d2e2adf7177b7a8a _none ili yining/2021-09-11_0 yining/2021-09-11_1",
		20:  "_d2e2adf7177b7a8a _none ili ili/2021-09-11 ili/2021-09-12 yining/2021-09-11_00 yining/2021-09-11_01 yining/2021-09-11_10 yining/2021-09-11_11",
	} {
		var names []string
		for _, p := range Split(keys, limit) {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("limit %d: %s", limit, got)
		}
	}
}

// When one event changes its day or is added, the parts of its region alone
// change; and where it overfills one, no more events move than were in it.
func TestSplitIsStable(t *testing.T) {
	regions := slices.Sorted(func(yield func(string) bool) {
		for r := range under {
			if !yield(r) {
				return
			}
		}
	})
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.IntRange(2, 10).Draw(r, "limit")
		keys := make([]Key, rapid.IntRange(20, 120).Draw(r, "n"))
		key := func(i int) Key {
			return Key{fmt.Sprint(i), chainOf(rapid.SampledFrom(regions).Draw(r, "region")), Date{2021, 9, rapid.IntRange(1, 4).Draw(r, "day")}}
		}
		for i := range keys {
			keys[i] = key(i)
		}
		place := func(keys []Key) map[string]string {
			out := map[string]string{}
			for _, p := range Split(keys, limit) {
				for _, i := range p.Events {
					out[keys[i].ID] = p.Name
				}
			}
			return out
		}
		before := place(keys)
		more := key(len(keys))
		after := place(append(slices.Clone(keys), more))
		for _, k := range keys {
			if before[k.ID] != after[k.ID] && k.Regions[0] != more.Regions[0] {
				r.Fatalf("%v moved when %v came", k, more)
			}
		}
		moved := map[string]int{} // by the part they were in
		for id, was := range before {
			if after[id] != was {
				moved[was]++
			}
		}
		for part, n := range moved {
			if len(moved) > 1 || n > limit {
				r.Fatalf("%d events left %s, of %d parts", n, part, len(moved))
			}
		}
	})
}
