package content

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

// programme asks what a careful reader of the whole programme would: is each
// event within the campaign, is each room free.
func (l *loader) programme() {
	l.window()
	l.rooms()
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
		l.list.Add(diag.OutsideWindow, l.timePlace(e), outside.String(), l.c.Start.String(), l.c.End.String())
	}
}

// timePlace returns where the event's file says when it is.
func (l *loader) timePlace(e *campaign.Event) diag.Span {
	if at := l.c.At(&e.Document, "start"); at.Column > 1 {
		return at
	}
	return l.c.At(&e.Document, "sessions")
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
				span := l.c.At(&b.event.Document, "sessions", strconv.Itoa(b.Session), "room")
				l.list.Add(diag.RoomClash, span, at.room, at.venue, when, holder.event.File())
			}
			if b.End.After(holder.End) {
				holder = b
			}
		}
	}
}
