package content

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/tomlfile"
)

// The values of an event's enumerations, the default first.
var (
	attendances = []string{"offline", "online", "mixed"}
	statuses    = []string{"scheduled", "postponed", "rescheduled", "moved-online", "cancelled"}
	bookings    = []string{"none", "on-the-day", "preferred", "required"}
	weekdays    = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

// inChinese gives what people write for these values in Chinese.
var inChinese = map[string]string{
	"线下": "offline", "现场": "offline", "线上": "online", "线上线下": "mixed", "线上线下结合": "mixed", "线上+线下": "mixed",
	"正常": "scheduled", "如期举行": "scheduled", "延期": "postponed", "已延期": "postponed", "推迟": "postponed",
	"改期": "rescheduled", "已改期": "rescheduled", "改为线上": "moved-online", "转为线上": "moved-online",
	"取消": "cancelled", "已取消": "cancelled",
	"无需预约": "none", "不用预约": "none", "无须预约": "none", "现场报名": "on-the-day", "建议预约": "preferred",
	"须预约": "required", "需预约": "required", "必须预约": "required", "需要预约": "required",
	"周一": "mon", "周二": "tue", "周三": "wed", "周四": "thu", "周五": "fri", "周六": "sat", "周日": "sun",
}

// An asker asks of one document's facts what their types cannot say.
type asker struct {
	tomlfile.Checker
	l *loader
}

// event turns what is written into an event.
func (k *asker) event(r *rawEvent, d campaign.Document) *campaign.Event {
	e := &campaign.Event{
		Document: d, Draft: r.Draft, PublishAt: k.l.local(r.PublishAt),
		Venue: r.Venue, Place: r.Place, Address: r.Address, Region: r.Region,
		Organizers: k.bodies(r.Organizers, "organizers"),
		Actions:    r.Actions, Strands: r.Strands, Audience: r.Audience,
		Attendance: r.Attendance, Status: r.Status, StatusNote: r.StatusNote, StatusChanged: k.l.local(r.StatusChanged),
		URL: r.URL, Featured: r.Featured, Free: r.Free != nil && *r.Free, Fee: r.Fee, Private: r.Public != nil && !*r.Public,
		Accessibility: r.Accessibility, Spoken: r.Spoken, Replay: r.Replay, Contact: r.Contact, Coverage: r.Coverage,
		Results: r.Results, Office: r.Office,
		Registration: campaign.Registration{
			Booking: r.Registration.Booking, URL: r.Registration.URL, Phone: r.Registration.Phone,
			Opens: k.l.local(r.Registration.Opens), Closes: k.l.local(r.Registration.Closes),
			Capacity: r.Registration.Capacity, Full: r.Registration.Full,
		},
	}
	e.Updated = latest(e.StatusChanged, e.PublishAt, k.l.c.Published)
	k.Required(r.Title != "", `"…"`, "title")
	k.choices(e)
	k.place(e, r)
	k.times(e, r)
	k.addresses(e)
	k.references(e)
	return e
}

func latest(times ...time.Time) time.Time {
	var out time.Time
	for _, t := range times {
		if t.After(out) {
			out = t
		}
	}
	return out
}

// bodies tells ids from names: what is written like an id must be one.
func (k *asker) bodies(list []campaign.Text, key string) []campaign.Body {
	var out []campaign.Body
	for i, t := range list {
		if len(t) == 1 && t[0].Lang == "" && isID(t[0].Text) {
			k.Ref(diag.UnknownOrganizer, t[0].Text, k.l.organizers, key, strconv.Itoa(i))
			out = append(out, campaign.Body{ID: t[0].Text})
			continue
		}
		out = append(out, campaign.Body{Name: t})
	}
	return out
}

func isID(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// choice is Choice, which also guesses what a Chinese word means.
func (k *asker) choice(value *string, allowed []string, path ...string) {
	before := len(k.List)
	k.Choice(value, allowed, path...)
	if word := inChinese[*value]; len(k.List) > before && slices.Contains(allowed, word) {
		k.List[before] = k.List[before].WithGuess(word)
	}
}

func (k *asker) choices(e *campaign.Event) {
	k.choice(&e.Attendance, attendances, "attendance")
	k.choice(&e.Status, statuses, "status")
	k.choice(&e.Registration.Booking, bookings, "registration", "booking")
	if n := e.Registration.Capacity; n < 0 {
		k.Report(diag.BadValue, []string{"registration", "capacity"}, strconv.Itoa(n), "capacity", "1, 2, 3, …")
	}
	if e.Free && len(e.Fee) > 0 {
		k.Report(diag.ConflictingKeys, []string{"fee"}, "free", "fee")
	}
	for _, term := range []struct {
		key  string
		list []string
	}{{"audience", e.Audience}, {"accessibility", e.Accessibility}} {
		for i, s := range term.list {
			if strings.TrimSpace(s) == "" {
				k.Report(diag.BadValue, []string{term.key, strconv.Itoa(i)}, s, term.key, "families, students, wheelchair, …")
			}
		}
	}
}

// place settles where the event is: the folder under events/ names the
// region, unless the facts do.
func (k *asker) place(e *campaign.Event, r *rawEvent) {
	if e.Region == "" {
		if folder, _, nested := strings.Cut(e.Path, "/"); nested {
			e.Region = folder
			if !k.l.regions.Has(folder) {
				at := diag.Span{File: e.File()}
				k.List = append(k.List, diag.New(diag.UnknownRegion, at, folder, k.l.regions.String()).WithGuess(k.l.regions.Guess(folder)))
			}
		}
	} else {
		k.Ref(diag.UnknownRegion, e.Region, k.l.regions, "region")
	}
	if e.Venue != "" && len(e.Place) > 0 {
		k.Report(diag.ConflictingKeys, []string{"place"}, "venue", "place")
	}
	if e.Attendance != "online" && e.Status != "moved-online" {
		k.Required(e.Venue != "" || len(e.Place) > 0 || k.Has("place"), `"science-hall"`, "venue")
	}
	location, ok := campaign.NewLocation(r.Location, campaign.Datums[0])
	if !ok {
		k.Report(diag.BadLocation, []string{"location"})
	}
	e.Location = location
}

// times settles when the event is.
func (k *asker) times(e *campaign.Event, r *rawEvent) {
	switch one := k.Has("start") || k.Has("end"); {
	case one && len(r.Sessions) > 0:
		k.Report(diag.ConflictingKeys, []string{"sessions"}, "start", "sessions")
	case one:
		k.Required(!r.Start.IsZero(), "2021-09-11T10:00", "start")
		k.Required(!r.End.IsZero(), "2021-09-11T12:00", "end")
		if s, ok := k.once(r.Start, r.End, "end"); ok {
			e.Sessions = append(e.Sessions, s)
		}
	case len(r.Sessions) == 0 && !k.Has("sessions"):
		k.List.Add(diag.NoTime, k.Key())
	}
	for i := range r.Sessions {
		if s, ok := k.session(&r.Sessions[i], e, strconv.Itoa(i)); ok {
			e.Sessions = append(e.Sessions, s)
		}
	}
	for i, o := range e.Occurrences() {
		if i == 0 || o.Start.Before(e.First) {
			e.First = o.Start
		}
		if o.End.After(e.Last) {
			e.Last = o.End
		}
	}
	if g := e.Registration; !g.Opens.IsZero() && !g.Closes.IsZero() && !g.Closes.After(g.Opens) {
		k.Report(diag.EndBeforeStart, []string{"registration", "closes"}, g.Closes.Format(stamp), g.Opens.Format(stamp))
	}
}

// stamp is how messages write a time.
const stamp = "2006-01-02 15:04"

// once makes a session with a start and an end; it returns false when one is
// missing, which others report.
func (k *asker) once(start, end time.Time, path ...string) (campaign.Session, bool) {
	if start.IsZero() || end.IsZero() {
		return campaign.Session{}, false
	}
	s := campaign.Session{Start: k.l.local(start), End: k.l.local(end)}
	if !s.End.After(s.Start) {
		k.Report(diag.EndBeforeStart, path, s.End.Format(stamp), s.Start.Format(stamp))
	}
	return s, true
}

func (k *asker) session(r *rawSession, e *campaign.Event, at string) (s campaign.Session, ok bool) {
	if k.Has("sessions", at, "from") || k.Has("sessions", at, "to") || k.Has("sessions", at, "hours") {
		s, ok = k.open(r, at)
	} else {
		k.Required(!r.Start.IsZero(), "2021-09-11T10:00", "sessions", at, "start")
		k.Required(!r.End.IsZero(), "2021-09-11T12:00", "sessions", at, "end")
		s, ok = k.once(r.Start, r.End, "sessions", at, "end")
	}
	s.Title, s.Room, s.Speakers, s.URL = r.Title, r.Room, r.Speakers, r.URL
	k.WebAddress(r.URL, "sessions", at, "url")
	if v := k.l.venue[e.Venue]; v != nil {
		rooms := names(v.Rooms, func(r campaign.Room) (string, campaign.Text) { return r.ID, r.Name })
		k.Ref(diag.UnknownRoom, r.Room, rooms, "sessions", at, "room")
	} else if e.Venue == "" { // a place in words has no rooms
		k.Ref(diag.UnknownRoom, r.Room, tomlfile.Names{}, "sessions", at, "room")
	}
	return s, ok
}

// maxDays bounds a span of open hours, in days: each day becomes an entry of
// the programme.
const maxDays = 366

// open makes a session of open hours.
func (k *asker) open(r *rawSession, at string) (campaign.Session, bool) {
	for _, key := range []string{"start", "end"} {
		if k.Has("sessions", at, key) {
			k.Report(diag.ConflictingKeys, []string{"sessions", at, key}, "from", key)
		}
	}
	k.Required(r.From != 0, "2021-09-11", "sessions", at, "from")
	k.Required(r.To != 0, "2021-09-17", "sessions", at, "to")
	k.Required(r.Hours != "", `"10:00-18:00"`, "sessions", at, "hours")
	if r.From == 0 || r.To == 0 || r.Hours == "" {
		return campaign.Session{}, false
	}
	if r.To < r.From {
		k.Report(diag.EndBeforeStart, []string{"sessions", at, "to"}, r.To.String(), r.From.String())
		return campaign.Session{}, false
	}
	if r.To-r.From >= maxDays {
		k.Report(diag.LongSpan, []string{"sessions", at, "to"}, int(r.To-r.From)+1, maxDays)
		return campaign.Session{}, false
	}
	o := &campaign.OpenHours{From: r.From, To: r.To, Except: r.Except}
	for i, w := range r.Weekdays {
		k.choice(&w, weekdays, "sessions", at, "weekdays", strconv.Itoa(i))
		for n, known := range weekdays {
			if w == known {
				o.Weekdays = append(o.Weekdays, time.Weekday((n+1)%7))
			}
		}
	}
	var ok bool
	if o.Hours, ok = campaign.ParseHours(r.Hours); !ok {
		path := []string{"sessions", at, "hours"}
		if narrow := strings.ReplaceAll(tomlfile.Narrow(r.Hours), "—", "-"); narrow != r.Hours {
			k.Report(diag.FullwidthPunctuation, path, tomlfile.Wide(r.Hours, narrow), strconv.Quote(narrow))
		} else {
			k.Report(diag.BadHours, path, r.Hours)
		}
		return campaign.Session{}, false
	}
	days := o.Days()
	if len(days) == 0 {
		k.Report(diag.EmptyHours, []string{"sessions", at, "from"})
		return campaign.Session{}, false
	}
	start, end := o.On(days[0], k.l.c.Zone)
	return campaign.Session{Start: start, End: end, Open: o}, true
}

// addresses asks that what should be web and mail addresses are.
func (k *asker) addresses(e *campaign.Event) {
	k.WebAddress(e.URL, "url")
	k.WebAddress(e.Replay, "replay")
	k.WebAddress(e.Registration.URL, "registration", "url")
	k.Email(e.Contact.Email, "contact", "email")
	for i, c := range e.Coverage {
		k.Required(c.URL != "", `"https://…"`, "coverage", strconv.Itoa(i), "url")
		k.WebAddress(c.URL, "coverage", strconv.Itoa(i), "url")
	}
}

// known returns those ids of a list that lead somewhere, and reports the
// others.
func (k *asker) known(code *diag.Code, list []string, names tomlfile.Names, key string) []string {
	var out []string
	for i, id := range list {
		if k.Ref(code, id, names, key, strconv.Itoa(i)) && id != "" {
			out = append(out, id)
		}
	}
	return out
}

// references asks that every id leads somewhere.
func (k *asker) references(e *campaign.Event) {
	k.Ref(diag.UnknownVenue, e.Venue, k.l.venues, "venue")
	k.Ref(diag.UnknownOffice, e.Office, k.l.offices, "office")
	e.Actions = k.known(diag.UnknownAction, e.Actions, k.l.actions, "actions")
	e.Strands = k.known(diag.UnknownStrand, e.Strands, k.l.strands, "strands")
	for i, tag := range e.Spoken {
		if _, err := language.Parse(string(tag)); err != nil {
			k.Report(diag.BadLocale, []string{"spoken", strconv.Itoa(i)}, string(tag))
		}
	}
}
