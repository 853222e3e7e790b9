// Package feed writes what machines read: iCalendar, Atom, sitemaps, JSON-LD,
// open data, the frab schedule and the files that hosts read.
//
// What it promises:
//
//   - The same input gives the same bytes. Nothing comes from the clock, the
//     machine or a map's order; lists keep the caller's order unless a comment
//     says how they are sorted.
//   - A string is data wherever it stands. Each writer escapes for the place it
//     writes to, so no value can end a line, an element, a script or a cell and
//     begin another.
//   - Text keeps every character but control characters, which no format here
//     can carry: CR, CRLF, NEL, U+2028 and U+2029 become a line feed; the
//     others, U+FFFE and U+FFFF go; bytes that are not UTF-8 become U+FFFD.
//   - An address is written as an ASCII URI (RFC 3986). One whose scheme is not
//     http, https, mailto, tel, tag or urn is left out, for a reader may click it.
//
// What it leaves out: it does not know the campaign, look anything up, choose
// words, check facts or touch a disk. Whoever fills its structs has done that.
// Zero values mean "unknown" and are left out of the output.
package feed

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Point is a place on the WGS 84 ellipsoid, in degrees. The zero Point means
// that the place is unknown.
type Point struct {
	Lat float64 `json:"lat"` // -90 to 90, north is positive
	Lon float64 `json:"lon"` // -180 to 180, east is positive
}

// known tells a real place from the zero Point and from numbers that are no place.
func (p Point) known() bool {
	return p != Point{} && math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180
}

// Date is a day of the calendar, in no zone. The zero Date means "none".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns d as in ISO 8601: 2021-09-11.
func (d Date) String() string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// MarshalText returns what String returns.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Date) weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

func (d Date) next() Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, time.UTC))
}

func (d Date) compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// at returns the instant of clock's hours, minutes and seconds on day d, in
// clock's location.
func (d Date) at(clock time.Time) time.Time {
	h, m, s := clock.Clock()
	return time.Date(d.Year, d.Month, d.Day, h, m, s, 0, clock.Location())
}

// Weekdays are days of the week; in JSON three lower-case letters each: "sat".
type Weekdays []time.Weekday

// MarshalJSON returns a list of strings.
func (w Weekdays) MarshalJSON() ([]byte, error) { return json.Marshal(w.words()) }

func (w Weekdays) words() []string {
	words := make([]string, len(w))
	for i, d := range w {
		words[i] = strings.ToLower(d.String()[:3])
	}
	return words
}

// sorted returns w from Monday to Sunday, each day once, without what is no day.
func (w Weekdays) sorted() Weekdays {
	var days Weekdays
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); slices.Contains(w, d) {
			days = append(days, d)
		}
	}
	return days
}

// Span repeats a start and an end on every day from the day of the start to
// Until. The zero Span does not repeat.
type Span struct {
	Until    Date     `json:"until,omitzero"`     // the last day, included
	Weekdays Weekdays `json:"weekdays,omitempty"` // only on these; empty: on all
	Except   []Date   `json:"except,omitempty"`   // not on these
}

// on reports whether the span has an occurrence on day d, first being its first day.
func (s Span) on(d Date) bool {
	return !slices.Contains(s.Except, d) && (len(s.Weekdays) == 0 || slices.Contains(s.Weekdays, d.weekday()))
}

// first returns the first day from d on that the span takes place, and false
// when there is none.
func (s Span) first(d Date) (Date, bool) {
	for ; d.compare(s.Until) <= 0; d = d.next() {
		if s.on(d) {
			return d, true
		}
	}
	return Date{}, false
}

// Status says whether an event takes place as announced (schema.org
// EventStatusType). The zero Status is Scheduled.
type Status uint8

// What may have become of an event.
const (
	Scheduled Status = iota
	Postponed
	Rescheduled
	MovedOnline
	Cancelled
)

// statuses holds, for each Status: our word, the term of schema.org, and the
// STATUS of a VEVENT (RFC 5545 3.8.1.11).
var statuses = [...]struct{ word, schema, ical string }{
	Scheduled:   {"scheduled", "https://schema.org/EventScheduled", "CONFIRMED"},
	Postponed:   {"postponed", "https://schema.org/EventPostponed", "TENTATIVE"},
	Rescheduled: {"rescheduled", "https://schema.org/EventRescheduled", "CONFIRMED"},
	MovedOnline: {"moved-online", "https://schema.org/EventMovedOnline", "CONFIRMED"},
	Cancelled:   {"cancelled", "https://schema.org/EventCancelled", "CANCELLED"},
}

// MarshalText returns the word that content files use: "moved-online".
func (s Status) MarshalText() ([]byte, error) { return []byte(statuses[s].word), nil }

// Attendance says how an event is attended (schema.org
// EventAttendanceModeEnumeration). The zero Attendance is Offline.
type Attendance uint8

// How an event may be attended.
const (
	Offline Attendance = iota
	Online
	Mixed
)

var attendances = [...]struct{ word, schema string }{
	Offline: {"offline", "https://schema.org/OfflineEventAttendanceMode"},
	Online:  {"online", "https://schema.org/OnlineEventAttendanceMode"},
	Mixed:   {"mixed", "https://schema.org/MixedEventAttendanceMode"},
}

// MarshalText returns the word that content files use: "mixed".
func (a Attendance) MarshalText() ([]byte, error) { return []byte(attendances[a].word), nil }

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// clean returns s as the package comment promises for text.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && unclean(r) {
			return -1
		}
		return r
	}, newlines.Replace(s))
}

// isClean tells whether clean would return s as it is.
func isClean(s string) bool {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= 0x20 && c < 0x7f || c == '\n':
			i++
		case c >= 0xe3 && c <= 0xec && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80: // U+3000 to U+CFFF
			i += 3
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || unclean(r) {
				return false
			}
			i += size
		}
	}
	return true
}

func unclean(r rune) bool {
	switch {
	case r < 0x20:
		return r != '\t' && r != '\n'
	case r < 0x7f:
		return false
	}
	return r <= 0x9f || r == '\u2028' || r == '\u2029' || r == '\ufffe' || r == '\uffff'
}

// cleanAll returns the cleaned strings, without empty ones.
func cleanAll(list []string) []string { return each(list, clean) }

// uris returns the addresses of list as uri does, without empty ones.
func uris(list []string) []string { return each(list, uri) }

// each returns what of makes of each string, without empty ones: list itself
// where nothing changes.
func each(list []string, of func(string) string) []string {
	for i, s := range list {
		if now := of(s); now == "" || now != s {
			out := slices.Clone(list[:i])
			for _, s := range list[i:] {
				if s = of(s); s != "" {
					out = append(out, s)
				}
			}
			return out
		}
	}
	return list
}

// line returns s as cleaned text on one line.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// charset holds the ASCII characters that stay as they are.
type charset [utf8.RuneSelf]bool

// alphanumericAnd returns letters, digits and marks.
func alphanumericAnd(marks string) *charset {
	var set charset
	for c := range byte(len(set)) {
		set[c] = alphanumeric(c) || strings.IndexByte(marks, c) >= 0
	}
	return &set
}

// What a URI may hold (RFC 3986 2.2, 2.3).
var uriChars = alphanumericAnd("-._~:/?#[]@!$&'()*+,;=")

// uri returns s as a URI or relative reference: ASCII, without anything that
// RFC 3986 does not allow, so it cannot break out of a line, an attribute or a
// field. It is empty when the scheme is not one of the package comment's.
func uri(s string) string {
	s = strings.TrimSpace(clean(s))
	if i := strings.IndexByte(s, ':'); i >= 0 && !strings.ContainsAny(s[:i], "/?#") {
		switch strings.ToLower(s[:i]) {
		case "http", "https", "mailto", "tel", "tag", "urn":
		default:
			return ""
		}
	}
	return escape(s, uriChars)
}

// escape percent-encodes all but what is in keep and what is already
// percent-encoded.
func escape(s string, keep *charset) string {
	const hex = "0123456789ABCDEF"
	plain := func(i int) bool {
		c := s[i]
		return c < utf8.RuneSelf && keep[c] || c == '%' && i+2 < len(s) && hexDigit(s[i+1]) && hexDigit(s[i+2])
	}
	i := 0
	for i < len(s) && plain(i) {
		i++
	}
	if i == len(s) {
		return s
	}
	out := append(make([]byte, 0, len(s)+32), s[:i]...)
	for ; i < len(s); i++ {
		if plain(i) {
			out = append(out, s[i])
		} else {
			out = append(out, '%', hex[s[i]>>4], hex[s[i]&15])
		}
	}
	return string(out)
}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

func hexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' || 'a' <= c && c <= 'f'
}

// stamp returns t as in RFC 3339, with the offset of its location, and "" for
// the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// in returns t in zone; the zero time stays zero.
func in(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(orUTC(zone))
}

func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// marshal returns v as JSON with <, >, &, U+2028 and U+2029 escaped, so it may
// stand inside a script element. The writers give it structs of strings, ints
// and finite floats only, which never fail.
func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("feed: " + err.Error())
	}
	return data
}
