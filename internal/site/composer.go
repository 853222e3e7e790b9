package site

import (
	"bytes"
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/digest"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// A composer holds the campaign with what many pages ask of it: which events
// belong to which day, region, action, strand and venue.
type composer struct {
	c       *campaign.Campaign
	tongues []*tongue // in the order of the site's languages
	outputs []Output
	routes  []indexed // what the sitemap lists

	entries  []entry                       // of all events, in their order
	listed   []*entry                      // those that lists show, by first start
	all      []*entry                      // the same, by place where they are many
	days     []campaign.Date               // on which something begins, sorted
	begins   map[campaign.Date]int         // how much begins on each
	byDay    map[campaign.Date][]happening // what is open for hours first, then by time; without what is apart
	apart    []*entry                      // those open over several days, by place, where they are too many on one of them
	byRegion map[string][]*entry           // those of regions below included; by place where they are many
	turns    map[string][]*entry           // those of the region itself, by path
	byAction map[string][]*entry           // by place where they are many
	byStrand map[string][]*entry           // as are these
	byVenue  map[string][]*entry
	photos   []shot // the newest first
	shotsOn  map[campaign.Date][]shot
	shotsIn  map[string][]shot // by region, those below included
	reels    []reel            // of the listed events, the newest first

	venue     map[string]*campaign.Venue
	region    map[string]*campaign.Region
	spots     map[string]spot // of the regions
	action    map[string]*campaign.Action
	strand    map[string]*campaign.Topic
	organizer map[string]*campaign.Organizer
	office    map[string]*campaign.Office
	targets   map[string]target // those that texts link to, by the name of each of their files
	divisions *sync.Map         // of long lists: into parts by name, into pages by route (once)

	host, folder string // of the site, as they name its sessions: folder ends in a slash

	spans  *memory[[2]time.Time, view.Span]        // times for machines
	points *memory[*campaign.Location, feed.Point] // on the WGS 84 ellipsoid
}

// An entry is an event with what is derived from it once.
type entry struct {
	*campaign.Event
	route route
	at    int32         // its place among all, which are in the order of time
	day   campaign.Date // on which it begins
	spot  int32         // the place of its region in the order of the tree
	turn  int32         // its own among those of its region, by path
}

// A spot is where a region stands in the tree of regions.
type spot struct {
	at    int32    // in the order of the tree, from 1
	chain []string // the regions from the top down to this
}

// A happening is an occurrence of an event.
type happening struct {
	campaign.Occurrence
	e *entry
}

// open tells whether it is one of the days with open hours.
func (h happening) open() bool { return h.e.Sessions[h.Session].Open != nil }

// lasting tells whether a session is open over several days.
func lasting(s campaign.Session) bool { return s.Open != nil && s.Open.Several() }

// target is where a link to a content file leads.
type target struct {
	route    route
	document *campaign.Document
}

func newComposer(c *campaign.Campaign, tongues []Tongue) *composer {
	k := &composer{
		c: c, begins: map[campaign.Date]int{}, byDay: map[campaign.Date][]happening{},
		byRegion: map[string][]*entry{}, turns: map[string][]*entry{}, byAction: map[string][]*entry{}, byStrand: map[string][]*entry{}, byVenue: map[string][]*entry{},
		shotsOn: map[campaign.Date][]shot{}, shotsIn: map[string][]shot{},
		spots: map[string]spot{}, targets: map[string]target{}, divisions: new(sync.Map), spans: newMemory[[2]time.Time, view.Span](many), points: newMemory[*campaign.Location, feed.Point](many),
		venue:     byID(c.Venues, func(v *campaign.Venue) string { return v.ID }),
		region:    byID(c.Regions, func(r *campaign.Region) string { return r.ID }),
		action:    byID(c.Actions, func(a *campaign.Action) string { return a.ID }),
		strand:    byID(c.Strands, func(t *campaign.Topic) string { return t.ID }),
		organizer: byID(c.Organizers, func(o *campaign.Organizer) string { return o.ID }),
		office:    byID(c.Offices, func(o *campaign.Office) string { return o.ID }),
	}
	k.host, k.folder, _ = strings.Cut(strings.TrimPrefix(strings.TrimPrefix(c.BaseURL, "https://"), "http://"), "/")
	for i, l := range c.Languages {
		k.tongues = append(k.tongues, newTongue(k, l, i == 0, tongues[i]))
	}
	k.survey("", nil, k.below())
	k.entries = make([]entry, len(c.Events))
	routes := inOnePiece(len(c.Events), func(i int) string { return string(eventRoute(c.Events[i])) })
	for i, e := range c.Events {
		k.entries[i] = entry{Event: e, route: route(routes[i]), at: int32(i), day: campaign.DateOf(e.First), spot: k.spots[e.Region].at}
	}
	var wg sync.WaitGroup
	wg.Go(k.register)
	k.index()
	wg.Wait()
	for _, g := range k.tongues {
		g.subjects()
		g.frame = g.makeFrame()
		g.frame.key = g.makeKey()
		g.frame.site.Key = g.frame.key.String()
	}
	return k
}

// inOnePiece returns the strings that of gives for 0 to n-1, as parts of one: many
// that are held together take up one piece of memory.
func inOnePiece(n int, of func(i int) string) []string {
	var all strings.Builder
	ends := make([]int, n)
	for i := range n {
		all.WriteString(of(i))
		ends[i] = all.Len()
	}
	out, begin := make([]string, n), 0
	for i, end := range ends {
		out[i], begin = all.String()[begin:end], end
	}
	return out
}

func byID[T any](list []T, id func(*T) string) map[string]*T {
	out := make(map[string]*T, len(list))
	for i := range list {
		out[id(&list[i])] = &list[i]
	}
	return out
}

// index sorts the listed events into days, regions and subjects. Those by
// invitation have a page, but no list shows them.
func (k *composer) index() {
	for i := range k.entries {
		if n := &k.entries[i]; !n.Private {
			k.listed = append(k.listed, n)
		}
	}
	k.setApart()
	var wg sync.WaitGroup
	wg.Go(k.happenings)
	for _, n := range k.listed {
		k.turns[n.Region] = append(k.turns[n.Region], n)
		for r := k.region[n.Region]; r != nil; r = k.region[r.Parent] {
			k.byRegion[r.ID] = append(k.byRegion[r.ID], n)
		}
		for _, a := range n.Actions {
			k.byAction[a] = append(k.byAction[a], n)
		}
		for _, s := range n.Strands {
			k.byStrand[s] = append(k.byStrand[s], n)
		}
		if n.Venue != "" {
			k.byVenue[n.Venue] = append(k.byVenue[n.Venue], n)
		}
	}
	for _, list := range k.turns {
		slices.SortFunc(list, inTurn)
		for i, n := range list {
			n.turn = int32(i)
		}
	}
	k.all = slices.Clone(k.listed)
	k.byPlace(k.all)
	k.byPlace(k.apart)
	for _, lists := range []map[string][]*entry{k.byRegion, k.byAction, k.byStrand} {
		for _, list := range lists {
			k.byPlace(list)
		}
	}
	k.shots()
	k.reels = reels(k.listed)
	wg.Wait()
}

// survey notes where the regions below parent stand, which has that chain.
func (k *composer) survey(parent string, chain []string, below map[string][]*campaign.Region) {
	for _, r := range below[parent] {
		s := spot{int32(len(k.spots) + 1), append(slices.Clip(chain), r.ID)}
		k.spots[r.ID] = s
		k.survey(r.ID, s.chain, below)
	}
}

// byPlace puts what a long list has of each region together, in the order of the
// tree; those of one region stay in their order. Nobody reads a thousand events
// of a province from the first to the last, but those of a county.
func (k *composer) byPlace(list []*entry) {
	if len(list) <= longList || slices.IsSortedFunc(list, func(a, b *entry) int { return cmp.Compare(a.spot, b.spot) }) {
		return
	}
	parts := make([][]*entry, len(k.spots)+1)
	for _, n := range list {
		parts[n.spot] = append(parts[n.spot], n)
	}
	list = list[:0]
	for _, part := range parts {
		list = append(list, part...)
	}
}

// byTime returns a list in the order of time; list itself stays as it is.
func byTime(list []*entry) []*entry {
	order := func(a, b *entry) int { return cmp.Compare(a.at, b.at) }
	if slices.IsSortedFunc(list, order) {
		return list
	}
	return slices.SortedFunc(slices.Values(list), order)
}

// setApart finds the events that are open over several days, when some day has a long
// list of them: a thousand exhibitions at the beginning of every day would hide what
// there is on that day alone.
func (k *composer) setApart() {
	most, on := 0, map[campaign.Date]int{}
	for _, n := range k.listed {
		if !slices.ContainsFunc(n.Sessions, lasting) {
			continue
		}
		k.apart = append(k.apart, n)
		for _, o := range n.Occurrences() {
			if lasting(n.Sessions[o.Session]) {
				day := campaign.DateOf(o.Start)
				on[day]++
				most = max(most, on[day])
			}
		}
	}
	if most <= longList {
		k.apart = nil
	}
}

// happenings sorts what the listed events are made of into days.
func (k *composer) happenings() {
	timed := map[campaign.Date][]happening{}
	for _, n := range k.listed {
		for _, o := range n.Occurrences() {
			day := campaign.DateOf(o.Start)
			if k.begins[day]++; k.begins[day] == 1 {
				k.days = append(k.days, day)
			}
			if h := (happening{o, n}); !h.open() {
				timed[day] = append(timed[day], h)
			} else if k.apart == nil || !lasting(n.Sessions[o.Session]) {
				k.byDay[day] = append(k.byDay[day], h)
			}
		}
	}
	slices.Sort(k.days)
	for _, d := range k.days {
		slices.SortFunc(k.byDay[d], inTime)
		slices.SortFunc(timed[d], inTime)
		k.byDay[d] = append(k.byDay[d], timed[d]...)
	}
}

// inTime orders happenings by time.
func inTime(a, b happening) int {
	return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.e.Path, b.e.Path), cmp.Compare(a.Session, b.Session))
}

// register notes at which address the content files are that texts link to. Most
// link nowhere, so these are few.
func (k *composer) register() {
	linked := map[string]bool{}
	for d := range k.documents() {
		for i := range d.Prose {
			p := &d.Prose[i]
			for _, link := range p.Links {
				name, _ := destination(link)
				linked[path.Join(path.Dir(p.File), name)], linked[d.File()] = true, true
			}
		}
	}
	for d, r := range k.documents() {
		for i := range d.Prose {
			if file := d.Prose[i].File; linked[file] {
				k.targets[file] = target{r, d}
			}
		}
	}
}

// documents are those that have a page, with its address.
func (k *composer) documents() iter.Seq2[*campaign.Document, route] {
	return documents(k.c, func(i int) route { return k.entries[i].route })
}

// documents are those of a campaign that have a page, with its address; event gives
// that of an event.
func documents(c *campaign.Campaign, event func(i int) route) iter.Seq2[*campaign.Document, route] {
	return func(yield func(*campaign.Document, route) bool) {
		ok := yield(&c.Home, "")
		if ok && c.Notice != nil {
			ok = yield(&c.Notice.Document, noticeRoute)
		}
		for i := 0; ok && i < len(c.Events); i++ {
			ok = yield(&c.Events[i].Document, event(i))
		}
		for i := 0; ok && i < len(c.News); i++ {
			ok = yield(&c.News[i].Document, newsRoute(c.News[i]))
		}
		for i := 0; ok && i < len(c.Pages); i++ {
			ok = yield(&c.Pages[i].Document, pageRoute(c.Pages[i]))
		}
		for i := 0; ok && i < len(c.Venues); i++ {
			ok = yield(&c.Venues[i].Text, venueRoute(&c.Venues[i]))
		}
		for i := 0; ok && i < len(c.Actions); i++ {
			ok = yield(&c.Actions[i].Text, actionRoute(c.Actions[i].ID))
		}
		for i := 0; ok && i < len(c.Strands); i++ {
			ok = yield(&c.Strands[i].Text, strandRoute(c.Strands[i].ID))
		}
		for i := 0; ok && i < len(c.Regions); i++ {
			ok = yield(&c.Regions[i].Text, regionRoute(c.Regions[i].ID))
		}
	}
}

// PagesOf returns the paths of the pages that show the texts of files as their
// own, in the order of the files: for a translation the page in its language,
// for an original those in all languages. Not all of them need be there.
func PagesOf(c *campaign.Campaign, files []string) []string {
	pages := map[string][]string{}
	for _, file := range files {
		pages[file] = nil
	}
	for d, r := range documents(c, func(i int) route { return eventRoute(c.Events[i]) }) {
		for i, p := range d.Prose {
			if _, asked := pages[p.File]; !asked {
				continue
			}
			for j, l := range c.Languages {
				prefix := ""
				if j > 0 {
					prefix = string(l.Lang) + "/"
				}
				if p.Lang == l.Lang || i == 0 {
					pages[p.File] = append(pages[p.File], prefix+r.file())
				}
			}
		}
	}
	var out []string
	for _, file := range files {
		out = append(out, pages[file]...)
	}
	return out
}

// Texts returns the names of the files of all documents; where linking is asked
// for, only of those with a text that links within the site.
func Texts(c *campaign.Campaign, linking bool) []string {
	var out []string
	for d := range documents(c, noRoute) {
		for _, p := range d.Prose {
			if !linking || len(p.Links) > 0 {
				out = append(out, p.File)
			}
		}
	}
	return out
}

// noRoute is for who asks for no address.
func noRoute(int) route { return "" }

// A maker makes the view of a page.
type maker func(Report) any

// add adds a page in the language of g. key, if not nil, returns its key.
func (k *composer) add(g *tongue, layout string, r route, key func() digest.Sum, view maker) {
	k.outputs = append(k.outputs, g.page(layout, r, key, view))
}

// page is the output of a page.
func (g *tongue) page(layout string, r route, key func() digest.Sum, view maker) Output {
	return Output{Path: g.prefix + r.file(), Making: &made{layout, g.body(layout, view), key}}
}

// body is how the body of a page is made.
func (g *tongue) body(layout string, view maker) func(Report) Body {
	return func(report Report) Body { return Page{layout, g.lang, view(report)} }
}

// addBytes adds a file that depends on nothing but the campaign. key, if not
// nil, returns its key.
func (k *composer) addBytes(path string, key func() digest.Sum, data func(dst []byte) []byte) {
	k.outputs = append(k.outputs, Output{Path: path, Making: &made{"", func(Report) Body { return Bytes(data) }, key}})
}

// addSmall adds a small one, without a key.
func (k *composer) addSmall(path string, data func() []byte) {
	k.outputs = append(k.outputs, Output{Path: path, Making: &made{body: func(Report) Body { return whole(data()) }}})
}

// addDocument adds a document's own page and its aliases. key, if not nil,
// returns the page's key.
func (k *composer) addDocument(g *tongue, layout string, r route, d *campaign.Document, key func() digest.Sum, view maker) {
	k.addOwn(g, g.page(layout, r, key, view), r, d)
}

// addOwn adds a document's own page, which is at r, and its aliases.
func (k *composer) addOwn(g *tongue, page Output, r route, d *campaign.Document) {
	page.origin = d
	k.outputs = append(k.outputs, page)
	for i, alias := range d.Aliases {
		if alias == "" {
			continue
		}
		to := &redirect{made: made{
			"redirect", g.body("redirect", func(Report) any { return g.redirect(r, d) }),
			func() digest.Sum { return g.key("redirect", string(r), string(d.Facts[:])) },
		}, alias: i, to: r}
		k.outputs = append(k.outputs, Output{g.prefix + route(aliasFile(alias)).file(), to, d})
	}
}

// byName sorts a copy of list by the names that name gives, as the language
// of g sorts.
func byName[T any](g *tongue, list []T, name func(T) string) []T {
	type keyed struct {
		key  []byte
		item T
	}
	rows := make([]keyed, len(list))
	for i, item := range list {
		rows[i] = keyed{g.locale.SortKey(name(item)), item}
	}
	slices.SortStableFunc(rows, func(a, b keyed) int { return bytes.Compare(a.key, b.key) })
	out := make([]T, len(list))
	for i, r := range rows {
		out[i] = r.item
	}
	return out
}
