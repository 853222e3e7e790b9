package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/feed"
	"bunting/internal/view"
)

// maxRelated is how many other events of its region a page shows.
const maxRelated = 2

// eventPage makes an event's own page.
func (g *tongue) eventPage(n *entry, report Report) any {
	e, k := n.Event, g.k
	title, summary := g.title(&e.Document), g.summary(&e.Document)
	h := head{
		route: n.route, section: eventsRoute, title: title.Text, description: summary.Text, noIndex: e.Private,
		trail: []view.Link{{Text: g.say("nav.events"), Path: g.path(eventsRoute)}},
		image: k.share(&e.Document), jsonLD: []template.JS{g.eventLD(n)},
		feeds:   []view.Feed{{Title: title.Text, Path: g.path(n.route.calendar()), Type: "text/calendar"}},
		article: &article{e.Updated, strings.Join(texts(g.bodies(e.Organizers)), " ")},
	}
	if r := k.region[e.Region]; r != nil {
		h.trail = append(h.trail, g.regions[r.ID])
	}
	photos := g.photos(&e.Document)
	v := view.Event{
		Chrome: leading(g.chrome(h), photos), Label: g.frame.site.Label.Text, Title: title, Summary: summary,
		Badges: g.badges(e), Note: g.text(e.StatusNote), Off: off(e), When: g.dated().when(e),
		Facts: g.facts(e), Photos: photos, Videos: g.videos(e), Text: g.prose(&e.Document, report),
		Online: g.onlineURL(e), Replay: e.Replay, Calendar: g.path(n.route.calendar()),
		Actions: pickLinks(g.actions, e.Actions), Strands: pickLinks(g.strands, e.Strands),
		Attachments: g.attachments(&e.Document, n.route), Related: g.beside(n), Region: g.regions[e.Region],
		Phone: e.Registration.Phone, PhoneLink: phoneLink(e.Registration.Phone),
	}
	if !e.StatusChanged.IsZero() && e.Status != "scheduled" {
		v.Changed = view.Date{Machine: stamp(e.StatusChanged), Text: g.dated().moment(e.StatusChanged)}
	}
	if !off(e) && !e.Registration.Full && !ended(e) {
		v.Register = e.Registration.URL
	}
	if venue := k.venue[e.Venue]; venue != nil {
		v.Maps = g.venueMaps(venue)
	} else {
		v.Maps = g.maps(e.Location, cmp.Or(g.plain(e.Place), title.Text), g.plain(e.Address))
	}
	if o := k.office[e.Office]; o != nil {
		v.Office = g.contact(o.Name, o.Phone, o.Email, nil)
	}
	if len(e.Sessions) > 1 || e.Sessions[0].Open != nil || len(e.Sessions[0].Title) > 0 || len(e.Sessions[0].Speakers) > 0 || e.Sessions[0].Room != "" {
		for _, s := range byStart(e.Sessions) {
			v.Sessions = append(v.Sessions, g.session(e, s))
		}
	}
	for _, s := range e.Coverage {
		v.Coverage = append(v.Coverage, g.report(s))
	}
	if e.Results != nil {
		v.Results = g.results(e.Results)
	}
	return v
}

func texts(links []view.Link) []string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = l.Text
	}
	return out
}

// onlineURL returns where an event takes place on the web, if it does.
func (g *tongue) onlineURL(e *campaign.Event) string {
	if e.Attendance == "offline" && e.Status != "moved-online" || off(e) {
		return ""
	}
	return e.URL
}

func byStart(list []campaign.Session) []campaign.Session {
	return slices.SortedStableFunc(slices.Values(list), func(a, b campaign.Session) int { return a.Start.Compare(b.Start) })
}

// session makes one time of an event.
func (g *tongue) session(e *campaign.Event, s campaign.Session) view.Session {
	v := view.Session{Title: g.text(s.Title), Room: g.room(e, s.Room), URL: s.URL}
	if s.Open == nil {
		v.When = g.occasion(s.Start, s.End)
	} else {
		o := g.open(s.Open)
		v.When = view.Span{Start: stamp(s.Start), End: o.end, Text: o.dates}
		v.Detail, v.Next = o.detail, o.next
	}
	for _, p := range s.Speakers {
		v.Speakers = append(v.Speakers, view.Speaker{Name: g.text(p.Name), Affiliation: g.text(p.Affiliation)})
	}
	return v
}

// room names a room of an event's venue.
func (g *tongue) room(e *campaign.Event, id string) view.Text {
	if v := g.k.venue[e.Venue]; v != nil {
		if r := v.Room(id); r != nil {
			return g.text(r.Name)
		}
	}
	return view.Text{Text: id}
}

// facts lists what a visitor asks first: where, how, for whom.
func (g *tongue) facts(e *campaign.Event) []view.Fact {
	var out []view.Fact
	add := func(kind string, lines ...view.Link) {
		lines = slices.DeleteFunc(lines, func(l view.Link) bool { return l.Text == "" })
		if len(lines) > 0 {
			out = append(out, view.Fact{Kind: kind, Label: g.say("fact." + kind), Lines: lines})
		}
	}
	terms := func(list string, terms []string) view.Link {
		return view.Link{Text: g.locale.And(g.termsOf(list, terms))}
	}
	add("where", g.where(e)...)
	add("booking", g.booking(&e.Registration)...)
	if e.Free {
		add("fee", view.Link{Text: g.say("badge.free")})
	} else {
		add("fee", link(g.text(e.Fee), ""))
	}
	add("audience", terms("audience", e.Audience))
	var spoken []string
	for _, l := range e.Spoken {
		spoken = append(spoken, g.locale.LanguageName(string(l)))
	}
	add("spoken", view.Link{Text: g.locale.And(spoken)})
	add("access", terms("accessibility", e.Accessibility))
	add("organizers", g.bodies(e.Organizers)...)
	contact := []view.Link{}
	if e.Contact.Phone != "" {
		contact = append(contact, view.Link{Text: e.Contact.Phone, Phone: phoneLink(e.Contact.Phone)})
	}
	if e.Contact.Email != "" {
		contact = append(contact, view.Link{Text: e.Contact.Email, Path: "mailto:" + e.Contact.Email})
	}
	add("contact", contact...)
	return out
}

// where says where an event is: venue or place, address, region.
func (g *tongue) where(e *campaign.Event) []view.Link {
	var out []view.Link
	if v := g.k.venue[e.Venue]; v != nil {
		out = append(out, link(g.text(v.Name), g.path(venueRoute(v))), link(g.text(v.Address), ""))
	} else {
		out = append(out, link(g.text(e.Place), ""), link(g.text(e.Address), ""))
	}
	if e.Attendance != "offline" || e.Status == "moved-online" {
		out = append([]view.Link{{Text: g.say("attendance." + cmp.Or(map[bool]string{true: "online"}[e.Status == "moved-online"], e.Attendance))}}, out...)
	}
	return append(out, g.regions[e.Region])
}

// booking says how to take part.
func (g *tongue) booking(r *campaign.Registration) []view.Link {
	out := []view.Link{{Text: g.say("booking." + r.Booking)}}
	add := func(ok bool, text func() string) {
		if ok {
			out = append(out, view.Link{Text: text()})
		}
	}
	add(r.Full, func() string { return g.say("badge.full") })
	add(r.Capacity > 0, func() string {
		return g.say("booking.capacity", "people", g.say("count.people", "n", r.Capacity))
	})
	add(!r.Opens.IsZero(), func() string { return g.say("booking.opens", "time", g.moment(r.Opens)) })
	add(!r.Closes.IsZero(), func() string { return g.say("booking.closes", "time", g.moment(r.Closes)) })
	return out
}

func (g *tongue) report(c campaign.Coverage) view.Report {
	r := view.Report{Title: g.text(c.Title), URL: c.URL, Source: g.text(c.Source)}
	if c.Date != 0 {
		r.Date = g.date(c.Date.In(g.k.c.Zone))
	}
	return r
}

func (g *tongue) results(r *campaign.Results) view.Results {
	v := view.Results{Summary: g.text(r.Summary)}
	for _, f := range []struct {
		n   int
		key string
	}{{r.Participants, "results.participants"}, {r.Volunteers, "results.volunteers"}, {r.OnlineViews, "results.online-views"}} {
		if f.n > 0 {
			v.Figures = append(v.Figures, view.Figure{Number: g.locale.Number(int64(f.n)), Label: g.say(f.key)})
		}
	}
	return v
}

// inTurn orders events by path, so that neighbours remain so whatever becomes of
// one. Mostly they are of one office.
func inTurn(a, b *entry) int { return cmp.Compare(a.Path, b.Path) }

// farthest is how far related looks where most events are cancelled.
const farthest = 50

// related returns the events of the same region that are next in turn, after the
// last the first. Where the region itself has few, those of the regions below it are
// among them.
func (k *composer) related(n *entry) []*entry {
	list, at := k.turns[n.Region], int(n.turn)
	few := len(list) <= maxRelated
	if few {
		list = slices.SortedFunc(slices.Values(k.byRegion[n.Region]), inTurn)
	}
	if few || n.Private { // its turn is in no list, or another one
		at, _ = slices.BinarySearchFunc(list, n, inTurn)
	}
	out := make([]*entry, 0, maxRelated)
	for i := range min(len(list), farthest) {
		if e := list[(at+i)%len(list)]; e != n && !off(e.Event) {
			if out = append(out, e); len(out) == maxRelated {
				break
			}
		}
	}
	return out
}

// beside makes the cards of the events that an event's page shows. Pages near
// each other show the same.
func (g *tongue) beside(n *entry) []view.Card {
	related := g.k.related(n)
	out := make([]view.Card, len(related))
	for i, r := range related {
		out[i] = g.related.of(r, g.card)
	}
	return out
}

// statuses and attendances in the words of package feed.
var (
	feedStatus = map[string]feed.Status{
		"postponed": feed.Postponed, "rescheduled": feed.Rescheduled, "moved-online": feed.MovedOnline, "cancelled": feed.Cancelled,
	}
	feedAttendance = map[string]feed.Attendance{"online": feed.Online, "mixed": feed.Mixed}
)

// eventLD describes an event for machines.
func (g *tongue) eventLD(n *entry) template.JS {
	e, k := n.Event, g.k
	d := feed.LinkedEvent{
		Name: g.title(&e.Document).Text, Description: g.summary(&e.Document).Text, URL: g.url(n.route), Zone: k.c.Zone,
		Sessions: g.feedSessions(e), Status: feedStatus[e.Status], Attendance: feedAttendance[e.Attendance], Online: e.URL,
		Spoken: tags(e.Spoken), Accessibility: e.Accessibility,
		Campaign: feed.LinkedCampaign{Name: g.frame.site.Name.Text, URL: g.url(""), Start: day(k.c.Start), End: day(k.c.End)},
		Offer: feed.Offer{
			Free: e.Free, Fee: g.plain(e.Fee), URL: e.Registration.URL, Full: e.Registration.Full, Capacity: e.Registration.Capacity,
			Opens: e.Registration.Opens, Closes: e.Registration.Closes,
		},
	}
	d.Videos = g.videoLD(n)
	if image := k.share(&e.Document); image != "" {
		d.Images = []string{image}
	}
	p := g.feedPlace(e)
	d.Place = feed.LinkedPlace{Name: p.name, Address: p.address, URL: p.url, Geo: p.point}
	if r := k.region[e.Region]; r != nil {
		d.Place.Region = g.plain(r.Name)
	}
	d.Organizers = make([]feed.Party, len(e.Organizers))
	for i, b := range e.Organizers {
		o := g.holder(b)
		d.Organizers[i] = feed.Party{Name: o.Text, URL: o.Path}
	}
	for _, s := range e.Sessions {
		for _, p := range s.Speakers {
			d.Performers = append(d.Performers, feed.Performer{Name: g.plain(p.Name), Affiliation: g.plain(p.Affiliation)})
		}
	}
	d.Audience = g.termsOf("audience", e.Audience)
	return template.JS(feed.EventLD(d))
}

func tags(langs []campaign.Lang) []string {
	out := make([]string, len(langs))
	for i, l := range langs {
		out[i] = string(l)
	}
	return out
}

// day turns a date into package feed's.
func day(d campaign.Date) feed.Date {
	if d == 0 {
		return feed.Date{}
	}
	return feed.DateOf(d.In(time.UTC))
}
