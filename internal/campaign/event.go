package campaign

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"bunting/internal/digest"
)

// An Event is something that the public can attend (schema.org Event).
type Event struct {
	Document
	Draft     bool
	Featured  bool
	Free      bool
	Private   bool // by invitation
	PublishAt time.Time
	Sessions  []Session // at least one, in the order of the file
	First     time.Time // when the earliest session begins
	Last      time.Time // when the latest one ends

	Venue    string // an id; or else
	Place    Text   // free text, with
	Address  Text
	Location *Location
	Region   string

	Organizers    []Body
	Actions       []string
	Strands       []string
	Audience      []string // terms
	Attendance    string   // offline, online or mixed (schema.org eventAttendanceMode)
	Status        string   // scheduled, postponed, rescheduled, moved-online or cancelled (schema.org eventStatus)
	StatusNote    Text
	StatusChanged time.Time
	URL           string // where an online event takes place
	Registration  Registration
	Fee           Text
	Accessibility []string
	Spoken        []Lang
	Replay        string
	Contact       Reach
	Videos        []Video
	Coverage      []Coverage
	Results       *Results
	Office        string
}

// Compare orders events as lists show them: by first start, weight and path.
func (e *Event) Compare(o *Event) int {
	return cmp.Or(e.First.Compare(o.First), cmp.Compare(e.Weight, o.Weight), cmp.Compare(e.Path, o.Path))
}

// A Body organises an event: by id, or by name.
type Body struct {
	ID   string
	Name Text // when ID is empty
}

// A Session is one time at which an event takes place: once from Start to
// End, or with open hours over a span of days.
type Session struct {
	Start, End time.Time // of the first day, with open hours
	Open       *OpenHours
	Title      Text
	Room       string
	Speakers   []Speaker
	URL        string
}

// OpenHours are daily hours over a span of days (schema.org Schedule).
type OpenHours struct {
	From, To Date // both included
	Hours    Hours
	Weekdays []time.Weekday // empty: every day
	Except   []Date
}

// A Speaker is named by what they are.
type Speaker struct {
	Name        Text `toml:"name"`
	Affiliation Text `toml:"affiliation"`
}

// An Occurrence is one uninterrupted time of an event.
type Occurrence struct {
	Start, End time.Time
	Session    int // index of the session
}

// Days returns the days on which the hours apply.
func (o *OpenHours) Days() []Date { return slices.Collect(o.days()) }

// Several tells whether there is more than one such day.
func (o *OpenHours) Several() bool {
	n := 0
	for range o.days() {
		if n++; n > 1 {
			return true
		}
	}
	return false
}

func (o *OpenHours) days() iter.Seq[Date] {
	return func(yield func(Date) bool) {
		for d := o.From; d <= o.To; d++ {
			on := len(o.Weekdays) == 0 || slices.Contains(o.Weekdays, d.Weekday())
			if on && !slices.Contains(o.Except, d) && !yield(d) {
				return
			}
		}
	}
}

// On returns the hours of day in zone.
func (o *OpenHours) On(day Date, zone *time.Location) (start, end time.Time) {
	at := func(d Date, minutes int) time.Time {
		y, m, n := d.In(zone).Date()
		return time.Date(y, m, n, 0, minutes, 0, 0, zone)
	}
	closing := day
	if o.Hours.Overnight() {
		closing++
	}
	return at(day, o.Hours.Opens), at(closing, o.Hours.Closes)
}

// Occurrences returns every time at which the event takes place, numbered, in
// the order of its sessions.
func (e *Event) Occurrences() iter.Seq2[int, Occurrence] {
	return func(yield func(int, Occurrence) bool) {
		n := 0
		for i, s := range e.Sessions {
			if s.Open == nil {
				if !yield(n, Occurrence{s.Start, s.End, i}) {
					return
				}
				n++
				continue
			}
			for _, d := range s.Open.Days() {
				start, end := s.Open.On(d, s.Start.Location())
				if !yield(n, Occurrence{start, end, i}) {
					return
				}
				n++
			}
		}
	}
}

// Registration says how to take part.
type Registration struct {
	Booking  string // none, on-the-day, preferred or required
	URL      string
	Phone    string
	Opens    time.Time
	Closes   time.Time
	Capacity int
	Full     bool
}

// Reach is how to ask about an event.
type Reach struct {
	Phone string `toml:"phone"`
	Email string `toml:"email"`
}

// A Photo is a picture beside a document. What the file says is known of those
// that are shown.
type Photo struct {
	File    string // beside the document
	Caption Text
	Alt     Text
	Credit  Text
	Focus   [2]float64 // what stays when it is cropped: from the left and the top, 0 to 1

	Name          string     // of the file, in the site's folder
	Source        digest.Sum // of its content; zero: it is not shown
	Format        string     // jpeg, png, gif or webp
	Width, Height int        // pixels, upright
	Alpha         bool       // parts are transparent
	Tint          string     // three colours from top to bottom, "#8fa3b8,#6d7f62,#40392f"
}

// Shown tells whether pages show the photo.
func (p *Photo) Shown() bool { return p.Source != digest.Sum{} }

// ShowVideos notes that pages show the content of the videos' files.
func (e *Event) ShowVideos() {
	for i := range e.Videos {
		for _, f := range e.Videos[i].Files() {
			e.show(f.File, f.Source)
		}
		if p := &e.Videos[i].Poster; p.Shown() {
			e.show(p.File, p.Source)
		}
	}
}

// A Video is a film (schema.org VideoObject): a file beside its event, or one
// elsewhere that the page links to.
type Video struct {
	Title, Description, Credit Text
	URL                        string // of one elsewhere
	Film                       MediaObject
	Captions                   []Captions // of the film, in the order of their languages
	Poster                     Photo      // what stands for it; its Name is empty where there is none
}

// Captions are the words of a film in one language.
type Captions struct {
	Lang Lang
	Text MediaObject
}

// A MediaObject is a file beside an event that is published under the digest of
// its content (schema.org MediaObject). What the file says is known of those that
// are shown.
type MediaObject struct {
	File string // beside the event; empty where there is none
	Name string // in the site's folder
	Size int64  // in bytes

	Source digest.Sum // of its content; zero: it is not shown
	Type   string     // its media type
}

// Shown tells whether pages show the file.
func (m *MediaObject) Shown() bool { return m.Source != digest.Sum{} }

// Files returns the film and its captions, where there is a film.
func (v *Video) Files() []*MediaObject {
	if v.Film.File == "" {
		return nil
	}
	out := []*MediaObject{&v.Film}
	for i := range v.Captions {
		out = append(out, &v.Captions[i].Text)
	}
	return out
}

// Coverage is a press report.
type Coverage struct {
	Title  Text   `toml:"title"`
	URL    string `toml:"url"`
	Source Text   `toml:"source"`
	Date   Date   `toml:"date"`
}

// Results are what came of an event.
type Results struct {
	Participants int  `toml:"participants"`
	Volunteers   int  `toml:"volunteers"`
	OnlineViews  int  `toml:"onlineViews"`
	Summary      Text `toml:"summary"`
}
