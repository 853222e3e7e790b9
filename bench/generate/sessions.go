package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// opening is the campaign's first day, at midnight; times without a zone are
// in the campaign's.
var opening = time.Date(2021, 9, 11, 0, 0, 0, 0, time.UTC)

// stamp is how front matter writes a time.
const stamp = "2006-01-02T15:04:05"

// A session takes place once, or with open hours when hours are set.
type session struct {
	start, end time.Time // with open hours: midnight of the first and the last day
	hours      string
	weekdays   []string
	except     time.Time
	room       string
	speaker    bool
	title      text
}

func (s *session) day() time.Time { return s.start.Truncate(24 * time.Hour) }

// newDay draws the day of a session, counted from the campaign's first: mostly
// in its week, and most of all at the weekend.
func newDay(r *rand.Rand) int {
	if chance(r, 12) {
		return pick(r, []int{-10, -7, -6, -4, -3, -2, -1, 7, 8, 9, 12, 14, 15, 19, 35, 63})
	}
	return pick(r, []int{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 4, 4, 5, 6, 6})
}

// times settles when the event is: four in five have one session.
func (e *event) times() {
	r := e.r
	switch k := r.IntN(100); {
	case e.form.span && k < 60:
		e.sessions = append(e.sessions, e.open())
		if k < 10 {
			e.sessions = append(e.sessions, e.once(e.sessions[0].dayNumber(), r.IntN(slotsOfDay)))
		}
	case k < 86:
		e.sessions = append(e.sessions, e.once(newDay(r), r.IntN(slotsOfDay)))
	default:
		day, slot := newDay(r), r.IntN(slotsOfDay)
		for range 2 + min(r.IntN(4), r.IntN(4)) {
			e.sessions = append(e.sessions, e.once(day, slot))
			if slot++; slot == slotsOfDay {
				day, slot = day+1, 0
			}
		}
	}
	if len(e.sessions) > 1 && chance(r, 70) {
		for i := range e.sessions {
			e.sessions[i].title = parts[i]
		}
	}
	e.writeTimes()
}

func (s *session) dayNumber() int { return int(s.start.Sub(opening) / (24 * time.Hour)) }

// once makes a session in a slot of a day, in a free room if there is one.
func (e *event) once(day, slot int) session {
	start := opening.AddDate(0, 0, day).Add(time.Duration(firstSlot+slot*slotMinutes) * time.Minute)
	s := session{speaker: chance(e.r, 10)}
	if e.venue != nil && !e.form.evening && chance(e.r, 60) {
		s.room = e.venue.take(day, slot)
	}
	switch {
	case e.form.evening:
		start = opening.AddDate(0, 0, day).Add(time.Duration(20*60+15*slot) * time.Minute)
	case e.form.minutes+30 <= slotMinutes && chance(e.r, 40):
		start = start.Add(30 * time.Minute) // still within the slot
	}
	s.start, s.end = start, start.Add(time.Duration(e.form.minutes)*time.Minute)
	return s
}

// open makes a session of open hours: the campaign's week, or a longer span
// around it with chosen weekdays.
func (e *event) open() session {
	r := e.r
	s := session{start: opening, end: opening.AddDate(0, 0, week-1), hours: pick(r, []string{"10:00-18:00", "10:30-19:30", "11:00-17:00", "09:30-20:00"})}
	switch {
	case e.form.evening || chance(r, 4):
		s.hours = "20:00-01:00"
	case chance(r, 30):
		s.start, s.end = opening.AddDate(0, 0, -10), opening.AddDate(0, 0, 19)
		s.weekdays = pick(r, [][]string{{"sat", "sun"}, {"tue", "thu", "sat"}, {"mon", "tue", "wed", "thu", "fri"}})
	}
	if chance(r, 25) {
		s.except = opening.AddDate(0, 0, 2)
	}
	return s
}

// writeTimes writes the sessions as authors do: a single one without a room or
// a speaker in two lines.
func (e *event) writeTimes() {
	if s := e.sessions[0]; len(e.sessions) == 1 && s.hours == "" && s.room == "" && !s.speaker {
		e.set("start", "%s", s.start.Format(stamp))
		e.set("end", "%s", s.end.Format(stamp))
		return
	}
	for _, s := range e.sessions {
		e.tables.WriteString("\n[[sessions]]\n")
		if s.hours == "" {
			fmt.Fprintf(&e.tables, "start = %s\nend = %s\n", s.start.Format(stamp), s.end.Format(stamp))
		} else {
			fmt.Fprintf(&e.tables, "from = %s\nto = %s\nhours = %q\n", s.start.Format(time.DateOnly), s.end.Format(time.DateOnly), s.hours)
		}
		if s.weekdays != nil {
			fmt.Fprintf(&e.tables, "weekdays = %s\n", quoted(s.weekdays))
		}
		if !s.except.IsZero() {
			fmt.Fprintf(&e.tables, "except = [%s]\n", s.except.Format(time.DateOnly))
		}
		if s.room != "" {
			fmt.Fprintf(&e.tables, "room = %q\n", s.room)
		}
		if s.speaker {
			fmt.Fprintf(&e.tables, "speakers = [{ name = %s, affiliation = %s }]\n", pick(e.r, speakers).toml(), e.county.name.toml())
		}
		if s.title.zh != "" {
			fmt.Fprintf(&e.tables, "title = %q\n", s.title.zh)
			fmt.Fprintf(&e.translated, "\n[[sessions]]\ntitle = %q\n", s.title.en)
		}
	}
}
