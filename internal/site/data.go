package site

import (
	"iter"
	"strings"

	"bunting/internal/feed"
)

// allListed names the list of all listed events among those that are divided.
const allListed = ""

// data adds the events as open data, and the schedule that conference apps
// read.
func (k *composer) data(g *tongue) {
	whole := feed.Dataset{
		Base: g.url(""), Lang: g.locale.Tag(), Name: g.frame.site.Name.Text, Slogan: g.frame.site.Slogan.Text,
		Start: day(k.c.Start), End: day(k.c.End), Zone: k.c.Zone,
	}
	add := func(json, csv, frab string, events []*entry) {
		set := func() (feed.Dataset, iter.Seq[feed.Record]) {
			d := whole
			d.Updated = k.latest(events)
			return d, func(yield func(feed.Record) bool) {
				for _, n := range events {
					if !yield(g.record(n)) {
						return
					}
				}
			}
		}
		k.addBytes(g.prefix+json, g.factsKey("json", events), func(dst []byte) []byte {
			d, records := set()
			return feed.AppendRecordsJSON(dst, d, records)
		})
		k.addBytes(g.prefix+csv, g.factsKey("csv", events), func(dst []byte) []byte {
			d, records := set()
			return feed.AppendRecordsCSV(dst, d, records)
		})
		k.addBytes(g.prefix+frab, g.factsKey("frab", events), func(dst []byte) []byte { return feed.AppendFrab(dst, g.frab(events)) })
	}
	k.addSmall(g.prefix+"data/schema.json", feed.Schema)
	if len(k.listed) <= feed.PartLimit {
		add("data/events.json", "data/events.csv", "data/schedule.xml", k.listed)
		return
	}
	parts := k.divide(allListed, k.listed)
	k.addSmall(g.prefix+"data/events.json", func() []byte {
		d := whole
		d.Updated = k.latest(k.listed)
		return feed.PartsJSON(d, parts)
	})
	k.addSmall(g.prefix+"data/events.csv", func() []byte { return feed.PartsCSV(parts) })
	k.addSmall(g.prefix+"data/schedule.xml", func() []byte { return feed.AppendFrab(nil, g.frab(nil)) })
	for _, p := range parts {
		add("data/events/"+p.Name+".json", "data/events/"+p.Name+".csv", "data/schedule/"+p.Name+".xml", pick(k.listed, p.Events))
	}
}

// record makes an event's entry in the open data.
func (g *tongue) record(n *entry) feed.Record {
	e := n.Event
	at := g.feedPlace(e)
	return feed.Record{
		ID: e.Path, Title: g.title(&e.Document).Text, Summary: g.summary(&e.Document).Text, URL: g.url(n.route),
		Status: feedStatus[e.Status], StatusNote: g.plain(e.StatusNote), Attendance: feedAttendance[e.Attendance], Online: e.URL,
		Region: e.Region, Venue: e.Venue, Place: at.name, Address: at.address, Location: at.point,
		Organizers: texts(g.bodies(e.Organizers)), Actions: e.Actions, Strands: e.Strands, Audience: e.Audience,
		Spoken: tags(e.Spoken), Accessibility: e.Accessibility, Free: e.Free, Fee: g.plain(e.Fee),
		Registration: feed.Registration{
			Booking: e.Registration.Booking, URL: e.Registration.URL, Phone: e.Registration.Phone, Opens: e.Registration.Opens,
			Closes: e.Registration.Closes, Capacity: e.Registration.Capacity, Full: e.Registration.Full,
		},
		Phone: e.Contact.Phone, Email: e.Contact.Email, Office: e.Office, Replay: e.Replay, Featured: e.Featured,
		Updated: e.Updated, Sessions: g.feedSessions(e),
	}
}

// frab makes the schedule of a list of events. What does not take place is
// not in it: those apps know no status.
func (g *tongue) frab(events []*entry) feed.Schedule {
	k := g.k
	s := feed.Schedule{
		Title: g.frame.site.Name.Text, Acronym: "campaign-" + k.c.Start.String(), URL: g.url(""),
		Version: stamp(k.latest(events)), Zone: k.c.Zone, Start: day(k.c.Start), End: day(k.c.End),
	}
	for _, n := range events {
		if off(n.Event) {
			continue
		}
		for i, o := range n.Occurrences() {
			session := n.Sessions[o.Session]
			t := feed.Talk{
				UID: k.uid(n.Path, i), Title: g.title(&n.Document).Text, Subtitle: g.plain(session.Title), Lang: g.locale.Tag(),
				Abstract: g.summary(&n.Document).Text, URL: g.url(n.route), Start: o.Start, End: o.End,
				Room: joinNonEmpty(" · ", g.place(n.Event).Text, g.room(n.Event, session.Room).Text),
			}
			if len(n.Actions) > 0 {
				t.Track = g.actions[n.Actions[0]].Text
			}
			for _, p := range session.Speakers {
				t.Persons = append(t.Persons, strings.TrimSpace(g.plain(p.Name)))
			}
			s.Talks = append(s.Talks, t)
		}
	}
	return s
}
