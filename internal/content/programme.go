package content

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

// programme asks what a careful reader of the whole programme would: is each
// event within the campaign, is each room free, do the weekdays fit.
func (l *loader) programme() {
	l.window()
	l.rooms()
	l.weekdays()
}

func (l *loader) window() {
	if l.c.YearRound || l.c.Start == 0 || l.c.End < l.c.Start {
		return
	}
	for _, e := range l.c.Events {
		first, last := campaign.DateOf(e.First), campaign.DateOf(e.Last.Add(-time.Second))
		if first >= l.c.Start && last <= l.c.End {
			continue
		}
		outside := first
		if first >= l.c.Start && first <= l.c.End {
			outside = last
		}
		l.list.Add(diag.OutsideWindow, timePlace(e), outside.String(), l.c.Start.String(), l.c.End.String())
	}
}

// timePlace returns where the event's file says when it is.
func timePlace(e *campaign.Event) diag.Span {
	if at := e.At("start"); at.Column > 1 {
		return at
	}
	return e.At("sessions")
}

// A booking is an occurrence in a room.
type booking struct {
	campaign.Occurrence
	event *campaign.Event
}

// rooms finds sessions that overlap in one room. What does not take place
// holds no room.
func (l *loader) rooms() {
	type place struct{ venue, room string }
	taken := map[place][]booking{}
	for _, e := range l.c.Events {
		if e.Venue == "" || e.Status == "cancelled" || e.Status == "postponed" || e.Status == "moved-online" {
			continue
		}
		for _, o := range e.Occurrences() {
			if room := e.Sessions[o.Session].Room; room != "" {
				at := place{e.Venue, room}
				taken[at] = append(taken[at], booking{o, e})
			}
		}
	}
	for at, list := range taken {
		slices.SortFunc(list, func(a, b booking) int {
			return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.event.Path, b.event.Path), cmp.Compare(a.Session, b.Session))
		})
		holder := list[0]
		for _, b := range list[1:] {
			if b.Start.Before(holder.End) {
				when := fmt.Sprintf("%s–%s", holder.Start.Format(stamp), holder.End.Format("15:04"))
				span := b.event.At("sessions", strconv.Itoa(b.Session), "room")
				l.list.Add(diag.RoomClash, span, at.room, at.venue, when, holder.event.File())
			}
			if b.End.After(holder.End) {
				holder = b
			}
		}
	}
}

// Dates with a weekday as texts have them: 9月11日（周六）, 2021年9月11日星期六,
// Saturday 11 September, 11 September (Saturday).
var (
	chineseDay = regexp.MustCompile(`(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*[（(，,]?\s*(?:周|星期|礼拜)([一二三四五六日天])`)
	englishDay = regexp.MustCompile(`(?i)\b(mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(\d{1,2})(?:st|nd|rd|th)?\s+(january|february|march|april|may|june|july|august|september|october|november|december)(?:\s+(\d{4}))?`)
	englishEnd = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+(january|february|march|april|may|june|july|august|september|october|november|december)(?:\s+(\d{4}))?,?\s*\(?(mon|tues|wednes|thurs|fri|satur|sun)day`)
)

// weekdays finds dates in texts whose weekday does not fit. A date without a
// year is in the year of the campaign.
func (l *loader) weekdays() {
	for _, p := range l.pages {
		text := p.src.Text
		if strings.Contains(text, "周") || strings.Contains(text, "星期") || strings.Contains(text, "礼拜") {
			for _, m := range chineseDay.FindAllStringSubmatchIndex(text, -1) {
				get := func(i int) string { return group(text, m, i) }
				l.weekday(p, m[0], m[1], get(1), get(2), get(3), time.Weekday(strings.Index("日一二三四五六", strings.ReplaceAll(get(4), "天", "日"))/3))
			}
		}
		if strings.Contains(text, "day") {
			for _, m := range englishDay.FindAllStringSubmatchIndex(text, -1) {
				get := func(i int) string { return group(text, m, i) }
				l.weekday(p, m[0], m[1], get(4), month(get(3)), get(2), englishWeekday(get(1)))
			}
			for _, m := range englishEnd.FindAllStringSubmatchIndex(text, -1) {
				get := func(i int) string { return group(text, m, i) }
				l.weekday(p, m[0], m[1], get(3), month(get(2)), get(1), englishWeekday(get(4)))
			}
		}
	}
}

func group(text string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return text[m[2*i]:m[2*i+1]]
}

func month(name string) string {
	t, _ := time.Parse("January", strings.ToUpper(name[:1])+strings.ToLower(name[1:]))
	return strconv.Itoa(int(t.Month()))
}

func englishWeekday(stem string) time.Weekday {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), stem+"day") {
			return d
		}
	}
	return -1
}

func weekdayWords(d time.Weekday) diag.Words {
	return diag.Words{EN: d.String(), ZH: []string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}[d]}
}

func (l *loader) weekday(p *page, from, to int, year, month, day string, said time.Weekday) {
	y, m, d := atoi(year), atoi(month), atoi(day)
	if y == 0 {
		y = l.c.Start.In(time.UTC).Year()
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if said < 0 || t.Day() != d || t.Weekday() == said {
		return
	}
	l.list.Add(diag.WeekdayMismatch, p.src.Span(from, to-from), t.Format(time.DateOnly), weekdayWords(said), weekdayWords(t.Weekday()))
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
