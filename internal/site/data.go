package site

import (
	"strings"

	"bunting/internal/feed"
)

// data adds the events as open data, and the schedule that conference apps
// read.
func (k *composer) data(g *tongue) {
	whole := feed.Dataset{
		Base: g.url(""), Lang: g.locale.Tag(), Name: g.frame.site.Name.Text, Slogan: g.frame.site.Slogan.Text,
		Start: day(k.c.Start), End: day(k.c.End), Zone: k.c.Zone,
	}
	of := func(events []*entry) feed.Dataset {
		d := whole
		d.Updated = k.latest(events)
		d.Records = make([]feed.Record, len(events))
		for i, n := range events {
			d.Records[i] = g.record(n)
		}
		return d
	}
	k.addBytes(g.prefix+"data/schema.json", nil, feed.Schema)
	if len(k.listed) <= feed.PartLimit {
		k.addBytes(g.prefix+"data/events.json", g.factsKey("json", k.listed), func() []byte { return feed.RecordsJSON(of(k.listed)) })
		k.addBytes(g.prefix+"data/events.csv", g.factsKey("csv", k.listed), func() []byte { return feed.RecordsCSV(of(k.listed)) })
		k.addBytes(g.prefix+"data/schedule.xml", g.factsKey("frab", k.listed), func() []byte { return feed.Frab(g.frab(k.listed)) })
		return
	}
	parts := feed.Split(k.keys(k.listed), feed.PartSize)
	k.addBytes(g.prefix+"data/events.json", nil, func() []byte {
		d := whole
		d.Updated = k.latest(k.listed)
		return feed.PartsJSON(d, parts)
	})
	k.addBytes(g.prefix+"data/events.csv", nil, func() []byte { return feed.PartsCSV(parts) })
	k.addBytes(g.prefix+"data/schedule.xml", nil, func() []byte { return feed.Frab(g.frab(nil)) })
	for _, p := range parts {
		events := pick(k.listed, p.Events)
		k.addBytes(g.prefix+"data/events/"+p.Name+".json", g.factsKey("json", events), func() []byte { return feed.RecordsJSON(of(events)) })
		k.addBytes(g.prefix+"data/events/"+p.Name+".csv", g.factsKey("csv", events), func() []byte { return feed.RecordsCSV(of(events)) })
		k.addBytes(g.prefix+"data/schedule/"+p.Name+".xml", g.factsKey("frab", events), func() []byte { return feed.Frab(g.frab(events)) })
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
