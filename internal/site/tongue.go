package site

import (
	"embed"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"bunting/internal/campaign"
	"bunting/internal/locale"
	"bunting/internal/view"
)

//go:embed words/*.toml
var wordFiles embed.FS

// Words returns the composer's own messages in a language, nil when it has
// none in it. A theme's messages go over them.
func Words(lang campaign.Lang) map[string]any {
	data, err := wordFiles.ReadFile("words/" + string(lang) + ".toml")
	if err != nil {
		return nil
	}
	var out map[string]any
	if _, err := toml.Decode(string(data), &out); err != nil {
		return nil // a test reads every file
	}
	return out
}

// A tongue says things in one language of the site.
type tongue struct {
	k      *composer
	lang   campaign.Lang
	name   string // of the language, in itself
	prefix string // of all its paths: "" or "en/"
	locale *locale.Locale
	words  *locale.Catalog
	base   string // path of the site's root: "/2021/"
	frame  *frame // what its pages share

	actions, strands, regions map[string]view.Link // to the pages of subjects, by id

	years bool // days are always written with their year

	// What is shown more than once, most of it of many events.
	wholes   *memory[period, view.Span] // times of whole events
	parts    *memory[period, view.Span] // times of a day
	openings *memory[openTimes, opening]
	terms    *memory[[2]string, string] // by list and term
	marks    *memory[standing, []view.Badge]
	places   *memory[*campaign.Venue, place]
	finders  *memory[*campaign.Venue, []view.Map]
	related  *memory[*entry, view.Card] // of events beside others
}

// A period is a time as it is written: from start to end, with or without
// years; in how many sessions, 0 when it is uninterrupted.
type period struct {
	start, end time.Time
	sessions   int
	years      bool
}

func newTongue(k *composer, l campaign.Language, first bool, how Tongue) *tongue {
	g := &tongue{
		k: k, lang: l.Lang, name: l.Name, locale: how.Locale, words: how.Words, base: k.c.BasePath(),
		wholes: newMemory[period, view.Span](many), parts: newMemory[period, view.Span](many), openings: newMemory[openTimes, opening](few),
		terms: newMemory[[2]string, string](few), marks: newMemory[standing, []view.Badge](few),
		places: newMemory[*campaign.Venue, place](many), finders: newMemory[*campaign.Venue, []view.Map](many), related: newMemory[*entry, view.Card](few),
	}
	if !first {
		g.prefix = string(l.Lang) + "/"
	}
	return g
}

// say returns a message.
func (g *tongue) say(key string, args ...any) string { return g.words.T(key, args...) }

// term returns the words for a free term of a list such as audience: a
// message when there is one, the term itself otherwise.
func (g *tongue) term(list, term string) string {
	return g.terms.of([2]string{list, term}, func([2]string) string {
		if key := list + "." + term; g.words.Has(key) {
			return g.words.T(key)
		}
		return term
	})
}

// termsOf returns the words for the terms of a list.
func (g *tongue) termsOf(list string, terms []string) []string {
	if len(terms) == 0 {
		return nil
	}
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = g.term(list, t)
	}
	return out
}

// dated returns the same tongue writing every day with its year: for what is
// read alone, long after.
func (g *tongue) dated() *tongue {
	out := *g
	out.years = true
	return &out
}

// path returns the address of a page for links within the site.
func (g *tongue) path(r route) string { return g.base + g.prefix + r.escaped() }

// url returns the absolute address of a page.
func (g *tongue) url(r route) string { return g.k.c.BaseURL + g.prefix + r.escaped() }

// static returns the address of a file that all languages share.
func (g *tongue) static(name string) string { return g.base + route(name).escaped() }

// plain returns a text without saying which language it is in: for feeds,
// attributes and messages.
func (g *tongue) plain(t campaign.Text) string {
	s, _ := t.In(g.lang, g.k.c.Default())
	return s
}

// text returns a text for a page.
func (g *tongue) text(t campaign.Text) view.Text {
	s, lang := t.In(g.lang, g.k.c.Default())
	return g.mark(s, lang)
}

// mark says of a text which language it is in, when that is not the page's.
func (g *tongue) mark(s string, lang campaign.Lang) view.Text {
	out := view.Text{Text: s}
	if lang != "" && lang != g.lang && s != "" {
		out.Lang, out.Dir = g.k.tag(lang)
		if out.Dir == g.locale.Dir() {
			out.Dir = ""
		}
	}
	return out
}

// tag returns the BCP 47 tag and the direction of a language of the site.
func (k *composer) tag(lang campaign.Lang) (tag, dir string) {
	for _, g := range k.tongues {
		if g.lang == lang {
			return g.locale.Tag(), g.locale.Dir()
		}
	}
	return string(lang), ""
}

// link makes a text into a link.
func link(t view.Text, path string) view.Link {
	return view.Link{Text: t.Text, Lang: t.Lang, Path: path}
}

// stamp writes a moment for machines (RFC 3339).
func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05Z07:00") }

// span writes a time for machines alone.
func (k *composer) span(start, end time.Time) view.Span {
	return k.spans.of([2]time.Time{start, end}, func([2]time.Time) view.Span {
		return view.Span{Start: stamp(start), End: stamp(end)}
	})
}

// day writes a day; the year is left out within the campaign's own.
func (g *tongue) day(t time.Time) string {
	if g.years {
		return g.locale.DateFull(t)
	}
	if t.Year() != g.k.year() {
		return g.locale.DateLong(t)
	}
	return g.locale.MonthDayWeekday(t)
}

// days writes a span of days, both included.
func (g *tongue) days(from, to time.Time) string {
	if campaign.DateOf(from) == campaign.DateOf(to) {
		return g.day(from)
	}
	if g.years || from.Year() != g.k.year() || to.Year() != g.k.year() {
		return g.locale.DateRange(from, to)
	}
	return g.locale.MonthDayRange(from, to)
}

func (k *composer) year() int { return k.c.Start.In(time.UTC).Year() }

// moment writes a day with a time.
func (g *tongue) moment(t time.Time) string {
	return g.say("time.day-time", "day", g.day(t), "time", g.locale.Time(t))
}

// date writes a moment as a day.
func (g *tongue) date(t time.Time) view.Date {
	return view.Date{Machine: t.Format(time.DateOnly), Text: g.locale.DateLong(t)}
}

// hours writes the time from start to end within a day, or over its midnight.
func (g *tongue) hours(start, end time.Time) string {
	if start.Hour() == 0 && start.Minute() == 0 && end.Sub(start) >= 24*time.Hour-time.Minute && end.Sub(start) <= 24*time.Hour {
		return g.say("time.all-day")
	}
	text := g.locale.TimeRange(start, end)
	if campaign.DateOf(end) != campaign.DateOf(start) && !(end.Hour() == 0 && end.Minute() == 0 && end.Sub(start) <= 24*time.Hour) {
		text = g.say("time.next-day", "range", text)
	}
	return text
}

// occasion writes one uninterrupted time.
func (g *tongue) occasion(start, end time.Time) view.Span {
	return g.wholes.of(period{start, end, 0, g.years}, func(period) view.Span {
		return g.timed(start, end, func() string {
			return g.say("time.day-time", "day", g.day(start), "time", g.hours(start, end))
		})
	})
}

// onDay writes the hours of something on its day; what takes longer than a day
// with its last day.
func (g *tongue) onDay(start, end time.Time) view.Span {
	return g.parts.of(period{start, end, 0, g.years}, func(period) view.Span {
		return g.timed(start, end, func() string { return g.hours(start, end) })
	})
}

// timed writes a time as short does, or with both days when it takes longer than
// one.
func (g *tongue) timed(start, end time.Time, short func() string) view.Span {
	s := g.k.span(start, end)
	if end.Sub(start) > 24*time.Hour {
		s.Text = g.say("time.date-range", "start", g.moment(start), "end", g.moment(end))
	} else {
		s.Text = short()
	}
	return s
}

// sittings writes the time of several sessions between them.
func (g *tongue) sittings(first, last time.Time, sessions int) view.Span {
	return g.wholes.of(period{first, last, sessions, g.years}, func(period) view.Span {
		s := g.k.span(first, last)
		if last.Hour() < 6 { // a night belongs to the day on which it began
			last = last.Add(-6 * time.Hour)
		}
		s.Text = g.say("time.sessions", "dates", g.days(first, last), "sessions", g.say("count.sessions", "n", sessions))
		return s
	})
}

// dates writes days as a span that machines can read; zero dates are unknown.
func (g *tongue) dates(from, to campaign.Date) view.Span {
	zone := g.k.c.Zone
	switch {
	case to == 0:
		return view.Span{}
	case from == 0:
		return view.Span{End: to.String(), Text: g.say("time.until", "date", g.locale.DateLong(to.In(zone)))}
	}
	return view.Span{Start: from.String(), End: to.String(), Text: g.locale.DateRange(from.In(zone), to.In(zone))}
}

// An opening is what pages say of open hours.
type opening struct {
	dates  string      // the span of days
	detail string      // what they are
	whole  string      // both
	next   []view.Span // each of the first maxNext days
	end    string      // of the last day, for machines
}

// openTimes are what decides an opening.
type openTimes struct {
	from, to campaign.Date
	hours    campaign.Hours
	only     string // weekdays and exceptions
	years    bool
}

// open says when open hours are.
func (g *tongue) open(o *campaign.OpenHours) opening {
	var only []byte
	for _, d := range o.Weekdays {
		only = append(only, byte(d))
	}
	for _, d := range o.Except {
		only = append(only, d.String()...)
	}
	return g.openings.of(openTimes{o.From, o.To, o.Hours, string(only), g.years}, func(openTimes) opening { return g.makeOpening(o) })
}

func (g *tongue) makeOpening(o *campaign.OpenHours) opening {
	zone := g.k.c.Zone
	days := o.Days()
	first, last := days[0], days[len(days)-1]
	start, end := o.On(first, zone)
	hours := g.hours(start, end)
	_, end = o.On(last, zone)
	out := opening{dates: g.days(first.In(zone), last.In(zone)), end: stamp(end)}
	for _, d := range upTo(days, maxNext) {
		out.next = append(out.next, g.k.span(o.On(d, zone)))
	}
	switch {
	case len(o.Weekdays) == 0 && hours == g.say("time.all-day"):
		out.detail = hours
	case len(o.Weekdays) == 0:
		out.detail = g.say("time.daily", "hours", hours)
	default:
		var names []string
		for _, d := range o.Weekdays {
			names = append(names, g.locale.WeekdayShort(d))
		}
		out.detail = g.say("time.weekdays", "days", g.locale.And(names), "hours", hours)
	}
	var except []string
	for _, d := range o.Except {
		if d >= o.From && d <= o.To {
			except = append(except, g.locale.MonthDay(d.In(zone)))
		}
	}
	if len(except) > 0 {
		out.detail = strings.Join([]string{out.detail, g.say("time.except", "days", g.locale.And(except))}, g.say("time.comma"))
	}
	out.whole = g.say("time.day-time", "day", out.dates, "time", out.detail)
	return out
}

// when writes the time of a whole event.
func (g *tongue) when(e *campaign.Event) view.Span {
	only := e.Sessions[0]
	switch {
	case len(e.Sessions) > 1:
		return g.sittings(e.First, e.Last, len(e.Sessions))
	case only.Open == nil:
		return g.occasion(only.Start, only.End)
	}
	s := g.k.span(e.First, e.Last)
	s.Text = g.open(only.Open).whole
	return s
}
