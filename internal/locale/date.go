package locale

import "time"

// forms are a row's patterns, parsed.
type forms struct {
	full, long, monthDay, monthDayWeekday, monthYear, time, timeRange pattern
	ranges                                                            [3]pattern
	monthDayRanges                                                    [2]pattern
	and, or                                                           series
}

func (r *row) compile() forms {
	f := forms{
		full:            parsePattern(r.full),
		long:            parsePattern(r.long),
		monthDay:        parsePattern(r.monthDay),
		monthDayWeekday: parsePattern(r.monthDayWeekday),
		monthYear:       parsePattern(r.monthYear),
		time:            parsePattern("HH:mm"),
		timeRange:       parsePattern(r.timeRange),
		and:             r.and,
		or:              r.or,
	}
	for i, s := range r.ranges {
		f.ranges[i] = parsePattern(s)
	}
	for i, s := range r.monthDayRanges {
		f.monthDayRanges[i] = parsePattern(s)
	}
	return f
}

// Every method below writes a time in the zone that it carries, and of a range
// writes the start first, whichever comes earlier.

// DateLong returns "2021年9月11日", "11 September 2021".
func (l *Locale) DateLong(t time.Time) string { return l.forms.long.format(&l.names, t, t) }

// DateFull returns the long date with its weekday: "2021年9月11日星期六",
// "Saturday, 11 September 2021".
func (l *Locale) DateFull(t time.Time) string { return l.forms.full.format(&l.names, t, t) }

// MonthDay returns a day without its year: "9月11日", "11 September".
func (l *Locale) MonthDay(t time.Time) string { return l.forms.monthDay.format(&l.names, t, t) }

// MonthDayWeekday returns a short day with its weekday: "9月11日周六",
// "Sat 11 Sept".
func (l *Locale) MonthDayWeekday(t time.Time) string {
	return l.forms.monthDayWeekday.format(&l.names, t, t)
}

// MonthYear returns "2021年9月", "September 2021".
func (l *Locale) MonthYear(t time.Time) string { return l.forms.monthYear.format(&l.names, t, t) }

// Weekday returns the name of a day of the week standing alone: "星期六",
// "Saturday".
func (l *Locale) Weekday(d time.Weekday) string { return l.names.aloneLong[d%7] }

// WeekdayShort returns "周六", "Sat".
func (l *Locale) WeekdayShort(d time.Weekday) string { return l.names.aloneShort[d%7] }

// Time returns hours and minutes on the 24-hour clock, 00:00 to 23:59.
func (l *Locale) Time(t time.Time) string { return l.forms.time.format(&l.names, t, t) }

// TimeRange returns "10:00–12:00", or one time if both are the same minute. It
// says nothing of the days: a range over midnight is "22:00–02:00".
func (l *Locale) TimeRange(start, end time.Time) string {
	if start.Hour() == end.Hour() && start.Minute() == end.Minute() {
		return l.Time(start)
	}
	return l.forms.timeRange.format(&l.names, start, end)
}

// DateRange returns the days from start to end, both included, without
// repeating what they share: "2021年9月11日至17日", "11 – 17 September 2021".
// If both are the same day it is the long date.
func (l *Locale) DateRange(start, end time.Time) string {
	shared := sharedParts(start, end)
	if shared == sameDay {
		return l.DateLong(start)
	}
	return l.forms.ranges[shared].format(&l.names, start, end)
}

// MonthDayRange is DateRange without the year: "9月11日至17日". Over a new
// year the years are needed, and it is the same as DateRange.
func (l *Locale) MonthDayRange(start, end time.Time) string {
	switch shared := sharedParts(start, end); shared {
	case sameDay:
		return l.MonthDay(start)
	case otherYear:
		return l.DateRange(start, end)
	default:
		return l.forms.monthDayRanges[shared].format(&l.names, start, end)
	}
}

// What two days share; all but sameDay are indices into forms.ranges.
const (
	sameMonth = iota
	sameYear
	otherYear
	sameDay
)

func sharedParts(a, b time.Time) int {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	switch {
	case ay != by:
		return otherYear
	case am != bm:
		return sameYear
	case ad != bd:
		return sameMonth
	}
	return sameDay
}
