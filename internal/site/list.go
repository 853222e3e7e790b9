package site

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/digest"
	"bunting/internal/parallel"
	"bunting/internal/view"

	"github.com/zeebo/xxh3"
)

// Short lists are paged by rank: fifty entries a page, and a pager of numbers.
// In a long one that would not do, for an event that is added or moved shifts
// all that come after. Its pages are cut by content instead: where one ends
// depends on the entries near, and its address on what it begins: a region, a
// day, a time, or else an entry. So a change touches the page that it is in and
// seldom more than a neighbour. What such a page says of itself is true of it alone: the regions
// or times that it spans, not how many there are or which of how many it is.
const (
	perPage     = 50  // the most entries that a page shows
	leastOnPage = 15  // the fewest, in a long list
	longList    = 100 // a list of more entries is long
	leastInSeat = 5   // the fewest entries of a seat that a page may be called by
)

// A listing is what the pages of a list divide among them.
type listing struct {
	size    int
	counted string // the size in words

	// A list without keys is always paged by rank. Key, seat and the entries and ids of
	// jumps are the same in all languages, and the first two are asked by many at once.
	key      func(dst []byte, i int) []byte // appends what names an entry, stable and unique
	seat     func(i int) seat               // where an entry stands; nil: nowhere in particular
	span     func(first, last int) string   // what those entries have between them in the order of the list, in words
	byRegion bool                           // the jumps are to regions
	jumps    func() []jump                  // where a visitor may want to begin
}

// maxJumps is to how many places a long list leads.
const maxJumps = 50

// A seat is where an entry of a list stands, the coarsest first: as in a region, on a
// day, at a time. Those of one seat stand together, at each of its levels.
type seat [entryLevel]int64

// entryLevel comes after those of seats: it is that of an entry alone.
const entryLevel = 3

// common returns at how many levels two seats are the same, from the coarsest.
func (s seat) common(o seat) int {
	for i := range s {
		if s[i] != o[i] {
			return i
		}
	}
	return len(s)
}

// A jump is an entry of a long list that begins a day, a region or the like.
type jump struct {
	entry int
	text  string
	id    string // of the region; empty for anything else
	lang  string // of its name, if another than the page's
}

func (l *listing) long() bool { return l.key != nil && l.size > longList }

// A leaf is a page of a list: where it begins, and its address.
type leaf struct {
	from  int
	route route
}

// leaves divides a list whose first page is at r: at least one page.
func (l *listing) leaves(r route) []leaf {
	if !l.long() {
		out := []leaf{{0, r}}
		for from := perPage; from < l.size; from += perPage {
			out = append(out, leaf{from, r.page(len(out) + 1)})
		}
		return out
	}
	order, names := l.digests(r)
	var out []leaf
	starts := l.starts()
	for i, s := range starts {
		to := l.size
		if i+1 < len(starts) {
			to = starts[i+1].entry
		}
		for _, from := range cuts(nil, order[s.entry:to], s.entry) {
			name := strconv.FormatUint(names[from], 36)
			if from == s.entry {
				name = s.id
			}
			out = append(out, leaf{from, r.stretch(name)})
		}
	}
	out[0].route = r
	return out
}

// leaves divides a list whose first page is at r, a long one once for all languages:
// neither what decides it nor the addresses are of one of them.
func (k *composer) leaves(l *listing, r route) []leaf {
	if !l.long() {
		return l.leaves(r)
	}
	return once(k.divisions, r, func() []leaf { return l.leaves(r) })
}

// digests returns what decides where the pages of a long list begin, the least first,
// and how they are called: by the region, day or time that an entry begins, the coarsest
// first, or else by the entry. So a page seldom goes when its first entry does.
func (l *listing) digests(r route) (order, names []uint64) {
	order, names = make([]uint64, l.size), make([]uint64, l.size)
	levels := l.levels()
	const some = 1 << 12
	_ = parallel.For(0, (l.size+some-1)/some, func(part int) error {
		// With the list's own address, so that what begins a page here does not do so in
		// every list.
		name := append([]byte(r), 0)
		for i := part * some; i < min((part+1)*some, l.size); i++ {
			name = name[:len(r)+1]
			if level := levels[i]; level == entryLevel {
				name = l.key(name, i)
			} else {
				here := l.seat(i)
				for _, at := range here[:level+1] {
					name = append(strconv.AppendInt(name, at, 36), 0)
				}
			}
			sum := xxh3.Hash128(name)
			order[i], names[i] = uint64(levels[i])<<62|sum.Hi>>2, sum.Lo
		}
		return nil
	})
	return order, names
}

// levels returns the coarsest level of seats at which each entry begins one of enough
// entries: one of few would come and go with them.
func (l *listing) levels() []int {
	out := make([]int, l.size)
	var last seat
	for i := range out {
		out[i] = entryLevel
		if l.seat != nil {
			here := l.seat(i)
			if out[i] = here.common(last); i == 0 {
				out[i] = 0
			}
			last = here
		}
	}
	var ends [entryLevel]int // where the next seat of each level begins
	for level := range ends {
		ends[level] = l.size
	}
	for i, level := range slices.Backward(out) {
		if level < entryLevel && ends[level]-i < leastInSeat {
			out[i] = entryLevel
		}
		for ; level < entryLevel; level++ {
			ends[level] = i
		}
	}
	return out
}

// starts returns where a long list is cut in any case: at its beginning, and at each
// region of which there is enough for a page.
func (l *listing) starts() []jump {
	out := []jump{{}}
	if !l.byRegion {
		return out
	}
	jumps := l.jumps()
	for i, j := range jumps {
		to := l.size
		if i+1 < len(jumps) {
			to = jumps[i+1].entry
		}
		if j.entry >= leastOnPage && to-j.entry >= leastOnPage {
			out = append(out, j)
		}
	}
	return out
}

// cuts appends where the pages of a long list begin, offset being where the
// part at hand does. A part that is too long for a page is cut at the least of
// its digests, and so are its halves. So two lists that are mostly the same
// are mostly cut alike, and no page is shorter or longer than it may be:
// cutting at every digest under a threshold needs forced cuts to bound the
// pages, each of which depends on the one before.
func cuts(out []int, order []uint64, offset int) []int {
	if len(order) <= perPage {
		return append(out, offset)
	}
	at := leastOnPage
	for i := at + 1; i <= len(order)-leastOnPage; i++ {
		if order[i] < order[at] {
			at = i
		}
	}
	out = cuts(out, order[:at], offset)
	return cuts(out, order[at:], offset+at)
}

// A chunk is the entries from..to of a list, on one page.
type chunk struct {
	from, to int
	pager    view.Pager
	head     head // with the page's address and title
}

// first tells whether the page is the list's first: only that one tells of
// what the list is about.
func (c *chunk) first() bool { return c.from == 0 }

// A divided is a list with its pages.
type divided struct {
	g      *tongue
	layout string
	head   head
	listing
	leaves []leaf
	around func() string // the head in words
	says   func(chunk) string
	view   func(chunk, Report) any
}

// A listPage is one of a list's pages.
type listPage struct {
	*divided
	i int
}

func (p listPage) Layout() string { return p.layout }
func (p listPage) Body(report Report) Body {
	return Page{p.layout, p.g.lang, p.view(p.chunk(p.i), report)}
}

func (p listPage) Key() (digest.Sum, bool) {
	g, i := p.g, p.i
	switch {
	case p.says == nil:
		return digest.Sum{}, false
	case i > 0 && p.long(): // what it says of itself is in its entries, or its neighbours' addresses
		c := chunk{from: p.leaves[i].from, to: p.size}
		next := route("")
		if i+1 < len(p.leaves) {
			c.to, next = p.leaves[i+1].from, p.leaves[i+1].route
		}
		return g.key(string(p.leaves[i].route), string(p.leaves[i-1].route), string(next), p.around(), p.says(c)), true
	}
	c := p.chunk(i)
	return g.key(string(p.head.route), fmt.Sprint(c.first(), c.pager, c.head), p.says(c)), true
}

// list adds the pages of a list. view makes that of a page from its part of the list;
// key, if not nil, says what that shows beside the chunk itself.
func (k *composer) list(g *tongue, layout string, h head, l listing, key func(chunk) string, view func(chunk, Report) any) {
	p := &divided{g, layout, h, l, k.leaves(&l, h.route), sync.OnceValue(func() string { return fmt.Sprint(h) }), key, view}
	for i, leaf := range p.leaves {
		k.outputs = append(k.outputs, Output{Path: g.prefix + leaf.route.file(), Making: listPage{p, i}})
		// Further pages of a long list come and go: its events are to be found.
		if !h.noIndex && (i == 0 || !l.long()) {
			k.find(g, leaf.route, k.c.Published)
		}
	}
}

// chunk makes the i-th part of a list.
func (p *divided) chunk(i int) chunk {
	g, h, l, leaves := p.g, p.head, &p.listing, p.leaves
	c := chunk{from: leaves[i].from, to: l.size, head: h}
	c.head.route = leaves[i].route
	if i > 0 {
		c.pager.Previous = g.path(leaves[i-1].route)
	}
	if i+1 < len(leaves) {
		c.to = leaves[i+1].from
		c.pager.Next = g.path(leaves[i+1].route)
	}
	c.pager.Heading = l.counted
	switch {
	case l.long():
		g.bySpan(&c, l, leaves)
	case len(leaves) > 1:
		c.pager.Pages = g.byNumber(leaves, i)
		if i > 0 {
			c.head.title = g.say("text.page", "title", h.title, "page", strconv.Itoa(i+1))
		}
	}
	return c
}

// bySpan settles what a page of a long list says of itself and where it leads.
func (g *tongue) bySpan(c *chunk, l *listing, leaves []leaf) {
	span := l.span(c.from, c.to-1)
	c.pager.Pages = []view.Link{{Text: span, Path: g.path(c.head.route), Current: true}}
	if !c.first() {
		c.pager.First = g.path(leaves[0].route)
		c.pager.Heading = span
		c.head.trail = append(slices.Clone(c.head.trail), view.Link{Text: c.head.title, Path: c.pager.First})
		c.head.title = g.say("text.part", "title", c.head.title, "part", span)
		return
	}
	for _, j := range l.jumps() {
		at, found := slices.BinarySearchFunc(leaves, j.entry, func(p leaf, entry int) int { return p.from - entry })
		if !found {
			at--
		}
		if at > 0 {
			c.pager.Jumps = append(c.pager.Jumps, view.Link{Text: j.text, Lang: j.lang, Path: g.path(leaves[at].route)})
		}
	}
}

// near is how many pages on either side of the current one a pager names.
const near = 2

// byNumber leads to the pages of a short list: the first, the last and those
// near the i-th.
func (g *tongue) byNumber(leaves []leaf, i int) []view.Link {
	var out []view.Link
	last := -1
	add := func(n int) {
		if n <= last || n >= len(leaves) {
			return
		}
		if n > last+1 {
			out = append(out, view.Link{Text: "…"})
		}
		out = append(out, view.Link{Text: g.locale.Number(int64(n + 1)), Path: g.path(leaves[n].route), Current: n == i})
		last = n
	}
	add(0)
	for n := i - near; n <= i+near; n++ {
		add(n)
	}
	add(len(leaves) - 1)
	return out
}

// upcoming is the listing of events by their first start.
func (g *tongue) upcoming(events []*entry) listing {
	l := g.entries(events, g.howMany(len(events)), func(n *entry) time.Time { return n.First })
	l.seat = func(i int) seat { return seat{0, int64(events[i].day), events[i].First.Unix()} }
	return l
}

// entries is the listing of events that are in the order of at, or against it.
// counted is how many they are, in words.
func (g *tongue) entries(events []*entry, counted string, at func(*entry) time.Time) listing {
	l := listing{size: len(events), counted: counted}
	// With the day, so that one which begins a page does not do so again where it is
	// moved to.
	l.key = func(dst []byte, i int) []byte {
		return strconv.AppendInt(append(append(dst, events[i].Path...), ' '), at(events[i]).Unix()/(24*60*60), 10)
	}
	l.span = func(first, last int) string {
		from, to := at(events[first]), at(events[last])
		if to.Before(from) {
			from, to = to, from
		}
		return g.stretch(from, to)
	}
	l.jumps = func() []jump { return g.dayJumps(len(events), func(i int) time.Time { return at(events[i]) }) }
	return l
}

// local is the listing of events that are by place if they are many, and by their
// first start.
func (g *tongue) local(events []*entry) listing {
	l := g.upcoming(events)
	if !l.long() || events[0].spot == events[len(events)-1].spot {
		return l
	}
	inTime := l.seat
	l.seat = func(i int) seat {
		p := inTime(i)
		p[0] = int64(xxh3.HashString(events[i].Region))
		return p
	}
	when := l.span
	l.span = func(first, last int) string {
		from, to := events[first], events[last]
		if from.spot == to.spot {
			return joinNonEmpty(" · ", g.regionName(from.Region), when(first, last))
		}
		return g.say("text.regions", "first", g.regionName(from.Region), "last", g.regionName(to.Region))
	}
	l.byRegion, l.jumps = true, sync.OnceValue(func() []jump { return g.regionJumps(events) })
	return l
}

// regionName returns the name of a region, and what to say of an event without.
func (g *tongue) regionName(id string) string {
	if r, ok := g.regions[id]; ok {
		return r.Text
	}
	return g.say("text.no-region")
}

// regionJumps leads to the regions of a list that is by place: to those of the
// lowest level that a visitor can survey.
func (g *tongue) regionJumps(events []*entry) []jump {
	spots := jumpsWhere(len(events), func(i int) int32 { return events[i].spot }, func(i int) string { return events[i].Region })
	at := func(level int) (out []jump, deeper bool) {
		of := func(i int) string {
			chain := g.k.spots[spots[i].text].chain
			deeper = deeper || level+1 < len(chain)
			if len(chain) == 0 {
				return ""
			}
			return chain[min(level, len(chain)-1)]
		}
		out = jumpsWhere(len(spots), of, func(i int) string { return g.regionName(of(i)) })
		for i := range out {
			j := &out[i]
			j.id, j.entry = of(j.entry), spots[j.entry].entry
			j.lang = g.regions[j.id].Lang
		}
		return out, deeper
	}
	out, deeper := at(0)
	for level := 1; deeper; level++ {
		var next []jump
		if next, deeper = at(level); len(next) > maxJumps {
			break
		}
		out = next
	}
	return out
}

// stretch writes when the first and the last of something begin.
func (g *tongue) stretch(from, to time.Time) string {
	switch {
	case to.Sub(from) < time.Minute:
		return g.moment(from)
	case campaign.DateOf(from) == campaign.DateOf(to):
		return g.say("time.day-time", "day", g.day(from), "time", g.locale.TimeRange(from, to))
	}
	return g.say("time.date-range", "start", g.moment(from), "end", g.moment(to))
}

// dayJumps leads to the days of a list; to its months, where the days are
// many.
func (g *tongue) dayJumps(size int, at func(i int) time.Time) []jump {
	jumps := jumpsWhere(size, func(i int) campaign.Date { return campaign.DateOf(at(i)) }, func(i int) string { return g.day(at(i)) })
	if len(jumps) <= maxJumps {
		return jumps
	}
	month := func(i int) [2]int { y, m, _ := at(i).Date(); return [2]int{y, int(m)} }
	return jumpsWhere(size, month, func(i int) string { return g.locale.MonthYear(at(i)) })
}

// jumpsWhere leads to the entries at which what of says changes.
func jumpsWhere[T comparable](size int, of func(i int) T, text func(i int) string) []jump {
	var out []jump
	var last T
	for i := range size {
		if now := of(i); i == 0 || now != last {
			out = append(out, jump{entry: i, text: text(i)})
			last = now
		}
	}
	return out
}
