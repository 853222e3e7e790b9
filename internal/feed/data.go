package feed

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"iter"
	"time"
)

// Dataset says of which campaign events are, as open data in one language.
type Dataset struct {
	Base    string // absolute address of the language's root, ending in a slash
	Lang    string // BCP 47
	Name    string // the campaign's
	Slogan  string
	Start   Date
	End     Date
	Zone    *time.Location
	Updated time.Time // when the content was last changed, not now
}

// Record is an event as open data. Places, actions and the like are ids, so
// that they are the same in all languages; texts are in the Dataset's.
type Record struct {
	ID            string       `json:"id"` // stable and unique
	Title         string       `json:"title"`
	Summary       string       `json:"summary,omitempty"`
	URL           string       `json:"url,omitempty"`
	Status        Status       `json:"status"`
	StatusNote    string       `json:"statusNote,omitempty"`
	Attendance    Attendance   `json:"attendance"`
	Online        string       `json:"online,omitempty"` // where it takes place online
	Region        string       `json:"region,omitempty"` // id
	Venue         string       `json:"venue,omitempty"`  // id
	Place         string       `json:"place,omitempty"`  // name
	Address       string       `json:"address,omitempty"`
	Location      Point        `json:"location,omitzero"`
	Organizers    []string     `json:"organizers,omitempty"` // names
	Actions       []string     `json:"actions,omitempty"`    // ids
	Strands       []string     `json:"strands,omitempty"`    // ids
	Audience      []string     `json:"audience,omitempty"`
	Spoken        []string     `json:"spoken,omitempty"` // BCP 47
	Accessibility []string     `json:"accessibility,omitempty"`
	Free          bool         `json:"free"`
	Fee           string       `json:"fee,omitempty"` // in words
	Registration  Registration `json:"registration,omitzero"`
	Phone         string       `json:"phone,omitempty"`
	Email         string       `json:"email,omitempty"`
	Office        string       `json:"office,omitempty"` // id
	Replay        string       `json:"replay,omitempty"`
	Featured      bool         `json:"featured,omitempty"`
	Updated       time.Time    `json:"updated,omitzero"`
	Sessions      []Session    `json:"sessions"`
}

// Registration says how to book a Record's event.
type Registration struct {
	Booking  string    `json:"booking,omitempty"` // "none", "on-the-day", "preferred", "required"
	URL      string    `json:"url,omitempty"`
	Phone    string    `json:"phone,omitempty"`
	Opens    time.Time `json:"opens,omitzero"`
	Closes   time.Time `json:"closes,omitzero"`
	Capacity int       `json:"capacity,omitempty"` // persons
	Full     bool      `json:"full,omitempty"`
}

//go:embed schema.json
var schemaJSON string

// Schema returns data/schema.json: the JSON Schema (2020-12) of what RecordsJSON
// and PartsJSON write.
func Schema() []byte { return []byte(schemaJSON) }

type dataHead struct {
	Schema   string       `json:"$schema"`
	Lang     string       `json:"lang,omitempty"`
	Campaign dataCampaign `json:"campaign"`
	Updated  time.Time    `json:"updated,omitzero"`
}

type dataCampaign struct {
	Name     string `json:"name"`
	Slogan   string `json:"slogan,omitempty"`
	URL      string `json:"url,omitempty"`
	Start    Date   `json:"start,omitzero"`
	End      Date   `json:"end,omitzero"`
	TimeZone string `json:"timeZone"`
}

// AppendRecordsJSON appends records as a JSON object, each on a line of its own.
func AppendRecordsJSON(dst []byte, d Dataset, records iter.Seq[Record]) []byte {
	w := d.open(dst, "events")
	for r := range records {
		w.item(r.cleaned(orUTC(d.Zone)))
	}
	return w.close()
}

// PartsJSON returns the index of parts that takes the place of d's records; the
// path of a part is relative to the index.
func PartsJSON(d Dataset, parts []Part) []byte {
	w := d.open(nil, "parts")
	for _, p := range parts {
		w.item(struct {
			Path   string `json:"path"`
			Region string `json:"region,omitempty"`
			Day    Date   `json:"day,omitzero"`
		}{partPath(p, ".json"), clean(p.Region), p.Day})
	}
	return w.close()
}

// A listWriter builds a JSON object that ends in a list, an item a line.
type listWriter struct {
	out  *bytes.Buffer
	json *json.Encoder
	next bool // an item stands before the next
}

// open writes what stands before the list of the given name.
func (d *Dataset) open(dst []byte, list string) *listWriter {
	head := marshal(dataHead{
		Schema: uri(d.Base + "data/schema.json"),
		Lang:   clean(d.Lang),
		Campaign: dataCampaign{
			Name: clean(d.Name), Slogan: clean(d.Slogan), URL: uri(d.Base),
			Start: d.Start, End: d.End, TimeZone: clean(orUTC(d.Zone).String()),
		},
		Updated: writable(d.Updated, orUTC(d.Zone)),
	})
	b := bytes.NewBuffer(fmt.Appendf(append(dst, head[:len(head)-1]...), ",%q:[\n", list))
	return &listWriter{out: b, json: json.NewEncoder(b)}
}

// item writes what marshal could write.
func (w *listWriter) item(v any) {
	if w.next {
		w.out.Truncate(w.out.Len() - 1) // the encoder's line end
		w.out.WriteString(",\n")
	}
	if err := w.json.Encode(v); err != nil {
		panic("feed: " + err.Error())
	}
	w.next = true
}

// close returns what was written, behind what stood there.
func (w *listWriter) close() []byte {
	w.out.WriteString("]}\n")
	return w.out.Bytes()
}

// partPath is relative to data/, where the indexes stand.
func partPath(p Part, ext string) string { return "events/" + p.Name + ext }

// writable returns t in zone, and no time for a year that RFC 3339 has no way to
// write, so that marshal never fails.
func writable(t time.Time, zone *time.Location) time.Time {
	if t = in(t, zone); t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// cleaned returns r with every text and address fit to be written.
func (r Record) cleaned(zone *time.Location) Record {
	for _, text := range []*string{&r.ID, &r.Title, &r.Summary, &r.StatusNote, &r.Region, &r.Venue, &r.Place,
		&r.Address, &r.Fee, &r.Phone, &r.Email, &r.Office, &r.Registration.Booking, &r.Registration.Phone} {
		*text = clean(*text)
	}
	for _, list := range []*[]string{&r.Organizers, &r.Actions, &r.Strands, &r.Audience, &r.Spoken, &r.Accessibility} {
		*list = cleanAll(*list)
	}
	for _, address := range []*string{&r.URL, &r.Online, &r.Replay, &r.Registration.URL} {
		*address = uri(*address)
	}
	for _, t := range []*time.Time{&r.Updated, &r.Registration.Opens, &r.Registration.Closes} {
		*t = writable(*t, zone)
	}
	if !r.Location.known() {
		r.Location = Point{}
	}
	sessions := make([]Session, len(r.Sessions))
	for i, s := range r.Sessions {
		s.Title, s.Room, s.URL = clean(s.Title), clean(s.Room), uri(s.URL)
		s.Start, s.End = writable(s.Start, zone), writable(s.End, zone)
		s.Weekdays = s.Weekdays.sorted()
		if s.Until.IsZero() {
			s.Span = Span{}
		}
		sessions[i] = s
	}
	r.Sessions = sessions
	return r
}
