package feed

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Calendar is a VCALENDAR: one event's file or a calendar to subscribe to.
type Calendar struct {
	ProdID      string // the program that wrote it, "-//org//program//EN"
	Name        string // RFC 7986 5.1
	Description string
	URL         string         // the page that shows the same events
	Lang        string         // BCP 47 tag of all texts
	Zone        *time.Location // the zone of local times; nil: UTC
	Refresh     time.Duration  // how often to ask again; zero: not said
	Events      []Event
}

// Event is a VEVENT: one session, or open hours on each day of a span.
type Event struct {
	UID          string    // stable for the life of the session
	Sequence     int       // counts up when the facts change
	Stamp        time.Time // DTSTAMP: when the content was last changed, not now
	Created      time.Time
	LastModified time.Time
	Status       Status
	Start, End   time.Time // an End that is not after Start is left out
	Span         Span      // repeats Start and End, the day of Start being the first
	Summary      string
	Description  string
	Location     string
	Geo          Point
	URL          string
	Categories   []string
	Organizer    Organizer
	Conference   string // where to join online (RFC 7986 5.11)
	Transparent  bool   // does not fill the visitor's own time: open hours
}

// Organizer is who holds an event. iCalendar has ORGANIZER only with an
// address: without one the name is written as CONTACT.
type Organizer struct {
	Name string
	URI  string // mailto: or https:
}

// AppendICalendar appends c as text/calendar (RFC 5545, RFC 7986): CRLF, folded at
// 75 octets, with a VTIMEZONE for the years used. Local times stand in c.Zone; an
// hour that the zone passes twice is read as the first (RFC 5545 3.3.5). A span
// without any day left is not written.
func AppendICalendar(dst []byte, c Calendar) []byte {
	w := calendarWriter{out: dst, line: make([]byte, 0, 256), zone: orUTC(c.Zone)}
	w.tzid = string(appendParameter([]byte(";TZID="), w.zone.String()))
	if c.Lang != "" {
		w.language = string(appendParameter([]byte(";LANGUAGE="), c.Lang))
	}
	w.raw("BEGIN:VCALENDAR")
	w.raw("VERSION:2.0")
	w.text("PRODID", "", c.ProdID)
	w.raw("CALSCALE:GREGORIAN")
	// What RFC 7986 named in 2016 is still read under its older X- names.
	w.text("NAME", w.language, c.Name)
	w.text("X-WR-CALNAME", "", c.Name)
	w.text("DESCRIPTION", w.language, c.Description)
	w.text("X-WR-CALDESC", "", c.Description)
	w.uri("URL", c.URL)
	if w.zone != time.UTC {
		w.text("X-WR-TIMEZONE", "", w.zone.String())
	}
	if c.Refresh > 0 {
		w.raw("REFRESH-INTERVAL;VALUE=DURATION:", duration(c.Refresh))
		w.raw("X-PUBLISHED-TTL:", duration(c.Refresh))
	}
	// A calendar must hold one component at least (RFC 5545 3.6): with no event,
	// it is the zone.
	if w.zone != time.UTC || len(c.Events) == 0 {
		w.timeZone(c.Events)
	}
	for i := range c.Events {
		w.event(&c.Events[i])
	}
	w.raw("END:VCALENDAR")
	return w.out
}

// calendarWriter builds one content line after the other in line, and folds it
// into out.
type calendarWriter struct {
	out, line      []byte
	zone           *time.Location
	tzid, language string // the parameters TZID and LANGUAGE
}

func (w *calendarWriter) event(e *Event) {
	start, end := e.Start.In(w.zone), e.End.In(w.zone)
	repeats := !e.Span.Until.IsZero()
	if repeats {
		// DTSTART must itself be an occurrence (RFC 5545 3.8.5.3).
		day, ok := e.Span.first(DateOf(start))
		if !ok {
			return
		}
		length := end.Sub(start)
		start = day.at(start)
		end = start.Add(length)
	}
	w.raw("BEGIN:VEVENT")
	w.text("UID", "", e.UID)
	w.utc("DTSTAMP", e.Stamp)
	w.utc("CREATED", e.Created)
	w.utc("LAST-MODIFIED", e.LastModified)
	w.raw("SEQUENCE:", strconv.Itoa(max(e.Sequence, 0)))
	w.raw("STATUS:", statuses[e.Status].ical)
	w.local("DTSTART", start)
	if end.After(start) {
		w.local("DTEND", end)
	}
	if repeats {
		w.repeat(start, e.Span)
	}
	w.text("SUMMARY", w.language, e.Summary)
	w.text("DESCRIPTION", w.language, e.Description)
	w.text("LOCATION", w.language, e.Location)
	if e.Geo.known() {
		w.begin("GEO", "")
		w.line = strconv.AppendFloat(w.line, e.Geo.Lat, 'f', 6, 64)
		w.line = strconv.AppendFloat(append(w.line, ';'), e.Geo.Lon, 'f', 6, 64)
		w.end()
	}
	w.uri("URL", e.URL)
	w.categories(e.Categories)
	w.organizer(e.Organizer)
	if join := uri(e.Conference); join != "" {
		w.raw("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:", join)
	}
	if e.Transparent {
		w.raw("TRANSP:TRANSPARENT")
	} else {
		w.raw("TRANSP:OPAQUE")
	}
	w.raw("END:VEVENT")
}

// repeat writes the rule of a span whose first occurrence is start.
func (w *calendarWriter) repeat(start time.Time, s Span) {
	// With weekdays the rule is weekly, not daily: the same days, and Outlook
	// knows BYDAY in weekly rules only.
	rule := "RRULE:FREQ=DAILY"
	if days := s.Weekdays.sorted(); len(days) > 0 {
		rule = "RRULE:FREQ=WEEKLY;BYDAY="
		for i, d := range days {
			if i > 0 {
				rule += ","
			}
			rule += strings.ToUpper(d.String()[:2])
		}
	}
	// Where the start has a zone, UNTIL is in UTC (RFC 5545 3.3.10).
	w.raw(rule, ";UNTIL=", s.Until.at(start).UTC().Format(utcTime))
	for _, day := range s.Except {
		if day.compare(DateOf(start)) > 0 && day.compare(s.Until) <= 0 {
			w.local("EXDATE", day.at(start))
		}
	}
}

func (w *calendarWriter) categories(list []string) {
	list = cleanAll(list)
	if len(list) == 0 {
		return
	}
	w.begin("CATEGORIES", w.language)
	for i, c := range list {
		if i > 0 {
			w.line = append(w.line, ',')
		}
		w.line = appendText(w.line, c)
	}
	w.end()
}

func (w *calendarWriter) organizer(o Organizer) {
	address := uri(o.URI)
	if address == "" {
		w.text("CONTACT", w.language, o.Name)
		return
	}
	w.line = append(w.line, "ORGANIZER"...)
	if o.Name != "" {
		w.line = appendParameter(append(w.line, ";CN="...), o.Name)
	}
	w.line = append(append(w.line, ':'), address...)
	w.end()
}

// timeZone writes the zone as it is from the start of the first year used to
// the end of the last: one observance for each time that its offset changes,
// which is right also for zones whose rules no RRULE can say.
func (w *calendarWriter) timeZone(events []Event) {
	first, last := years(events, w.zone)
	w.raw("BEGIN:VTIMEZONE")
	w.text("TZID", "", w.zone.String())
	until := time.Date(last+1, 1, 1, 0, 0, 0, 0, w.zone)
	type rule struct {
		name   string
		offset int
		summer bool
	}
	before := rule{offset: math.MinInt} // as no zone is
	for t := time.Date(first-1, 12, 1, 0, 0, 0, 0, w.zone); t.Before(until); {
		onset, next := t.ZoneBounds()
		// Past the last transition on record, the bounds that Go gives also stop
		// at each turn of the year, where nothing changes, and may lie behind t.
		now := rule{summer: t.IsDST()}
		if now.name, now.offset = t.Zone(); now != before {
			w.observance(t, onset)
			before = now
		}
		if next.IsZero() {
			break
		}
		if !next.After(t) {
			next = t.Add(time.Hour)
		}
		t = next
	}
	w.raw("END:VTIMEZONE")
}

// observance writes the part of the zone that holds at t, and has since onset.
func (w *calendarWriter) observance(t, onset time.Time) {
	name, to := t.Zone()
	from, local := to, "19700101T000000" // a zone that was never changed
	if !onset.IsZero() {
		_, from = onset.Add(-time.Second).Zone()
		// The onset is given as a clock would show it that was not yet changed.
		local = onset.UTC().Add(time.Duration(from) * time.Second).Format(localTime)
	}
	kind := "STANDARD"
	if t.IsDST() {
		kind = "DAYLIGHT"
	}
	w.raw("BEGIN:", kind)
	w.raw("DTSTART:", local)
	w.raw("TZOFFSETFROM:", offset(from))
	w.raw("TZOFFSETTO:", offset(to))
	w.text("TZNAME", "", name)
	w.raw("END:", kind)
}

// years returns the first and the last year in zone that events touch; without
// events, 1970.
func years(events []Event, zone *time.Location) (first, last int) {
	for i := range events {
		e := &events[i]
		from, to := e.Start.In(zone).Year(), e.End.In(zone).Year()
		to = max(from, to, e.Span.Until.Year)
		if i == 0 {
			first, last = from, to
		}
		first, last = min(first, from), max(last, to)
	}
	if len(events) == 0 {
		return 1970, 1970
	}
	return first, last
}

const (
	localTime = "20060102T150405"
	utcTime   = "20060102T150405Z"
)

// offset returns seconds east of UTC as +hhmm, with seconds where there are any
// (RFC 5545 3.3.14).
func offset(seconds int) string {
	sign := byte('+')
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	b := []byte{sign}
	b = appendTwo(appendTwo(b, seconds/3600), seconds/60%60)
	if s := seconds % 60; s != 0 {
		b = appendTwo(b, s)
	}
	return string(b)
}

// duration returns d in whole seconds (RFC 5545 3.3.6).
func duration(d time.Duration) string {
	return "PT" + strconv.FormatInt(int64(d/time.Second), 10) + "S"
}

// raw writes a line of parts that need no escaping.
func (w *calendarWriter) raw(parts ...string) {
	for _, s := range parts {
		w.line = append(w.line, s...)
	}
	w.end()
}

// text writes a property of type TEXT, unless it is empty.
func (w *calendarWriter) text(name, parameter, value string) {
	if value = clean(value); value == "" {
		return
	}
	w.begin(name, parameter)
	w.line = appendText(w.line, value)
	w.end()
}

// uri writes a property of type URI, unless it is empty.
func (w *calendarWriter) uri(name, address string) {
	if address = uri(address); address != "" {
		w.raw(name, ":", address)
	}
}

// utc writes an instant, unless it is zero.
func (w *calendarWriter) utc(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	w.begin(name, "")
	w.line = append(appendTime(w.line, t.UTC()), 'Z')
	w.end()
}

// local writes a time in the calendar's zone.
func (w *calendarWriter) local(name string, t time.Time) {
	if w.zone == time.UTC {
		w.utc(name, t)
		return
	}
	w.begin(name, w.tzid)
	w.line = appendTime(w.line, t)
	w.end()
}

// appendTime writes a time as localTime has it.
func appendTime(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(dst, localTime)
	}
	hour, minute, second := t.Clock()
	dst = appendTwo(appendTwo(dst, year/100), year%100)
	dst = append(appendTwo(appendTwo(dst, int(month)), day), 'T')
	return appendTwo(appendTwo(appendTwo(dst, hour), minute), second)
}

// appendTwo writes a number below 100 as two digits.
func appendTwo(dst []byte, n int) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }

// begin writes what stands before a property's value.
func (w *calendarWriter) begin(name, parameter string) {
	w.line = append(append(append(w.line, name...), parameter...), ':')
}

func (w *calendarWriter) end() {
	w.out = appendFolded(w.out, w.line)
	w.line = w.line[:0]
}
