package build

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"bunting/internal/release"
)

// A Promotion is what the public sees otherwise since a site was promoted: paths
// of pages, sorted.
type Promotion struct{ New, Changed, Gone []string }

// Promote publishes to the folder output what a build has published at the
// folder from, at the cost of what differs, as hard links where it can. Errors
// are those of release.Stage, release.ErrUnknown and faults of the disk.
func Promote(from, output string) (p Promotion, err error) {
	r, err := release.Stage(output, mine)
	if err != nil {
		return p, err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	before := map[string]release.Digest{}
	if old, err := release.Entries(output); err == nil {
		before = pages(old)
	}
	entries, err := release.Entries(from)
	if err != nil {
		return p, err
	}
	for e := range entries {
		if err := r.Link(e, from); err != nil {
			return p, err
		}
	}
	state, _ := release.State(from)
	if _, err := r.Publish(state); err != nil {
		return p, err
	}
	after := pages(entries)
	for _, path := range slices.Sorted(maps.Keys(after)) {
		switch was, stood := before[path]; {
		case !stood:
			p.New = append(p.New, path)
		case was != after[path]:
			p.Changed = append(p.Changed, path)
		}
		delete(before, path)
	}
	p.Gone = slices.Sorted(maps.Keys(before))
	return p, nil
}

// pages returns the digests of the pages among entries, by path.
func pages(entries iter.Seq[release.Entry]) map[string]release.Digest {
	out := map[string]release.Digest{}
	for e := range entries {
		if strings.HasSuffix(e.Path, ".html") {
			out[e.Path] = e.Digest
		}
	}
	return out
}
