package site

import (
	"cmp"
	"slices"
	"time"

	"bunting/internal/feed"
	"bunting/internal/view"
)

// changed returns what does not take place as first announced, or is full:
// the newest change first, then what has no date.
func (k *composer) changed() []*entry {
	var out []*entry
	for _, n := range k.listed {
		if n.Status != "scheduled" || n.Registration.Full {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b *entry) int {
		return cmp.Or(b.StatusChanged.Compare(a.StatusChanged), a.First.Compare(b.First), cmp.Compare(a.Path, b.Path))
	})
	return out
}

// changes adds the page of changes and its feed.
func (k *composer) changes(g *tongue) {
	changed := k.changed()
	atom := view.Feed{Title: g.say("text.changes-feed"), Path: g.path(changesRoute + feedFile), Type: "application/atom+xml"}
	h := head{route: changesRoute, section: changesRoute, title: g.say("nav.changes"), feeds: []view.Feed{atom}}
	l := g.entries(changed, g.say("count.changes", "n", len(changed)), func(n *entry) time.Time {
		if n.StatusChanged.IsZero() {
			return n.First
		}
		return n.StatusChanged
	})
	l.seat = func(i int) seat {
		n := changed[i]
		return seat{n.StatusChanged.Unix(), int64(n.day), n.First.Unix()}
	}
	k.list(g, "changes", h, l, func(c chunk) string { return facts(changed[c.from:c.to]...) }, func(c chunk, _ Report) any {
		v := view.Changes{Chrome: g.chrome(c.head), Pager: c.pager, Feed: atom.Path}
		for _, n := range changed[c.from:c.to] {
			change := view.Change{Card: g.card(n)}
			if !n.StatusChanged.IsZero() {
				change.Changed = view.Date{Machine: stamp(n.StatusChanged), Text: g.dated().moment(n.StatusChanged)}
			}
			v.Changes = append(v.Changes, change)
		}
		return v
	})
	k.addBytes(g.prefix+string(changesRoute)+feedFile, nil, func(dst []byte) []byte {
		f := g.feed(changesRoute, g.say("text.changes-feed"))
		for _, n := range upTo(changed, maxFeed) {
			entry := g.feedEntry(n)
			entry.ID += "#" + n.Status
			status := n.Status
			if status == "scheduled" {
				entry.Title = g.say("text.colon", "label", g.say("badge.full"), "value", entry.Title)
			} else {
				entry.Title = g.say("text.colon", "label", g.say("status."+status), "value", entry.Title)
			}
			if note := g.plain(n.StatusNote); note != "" {
				entry.Summary = note
			}
			f.Entries = append(f.Entries, entry)
		}
		return feed.AppendAtom(dst, f)
	})
}
