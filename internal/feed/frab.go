package feed

import (
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Schedule is a programme for conference apps.
type Schedule struct {
	Title   string
	Acronym string // short name of the campaign: "kepu-2021"
	URL     string // the site's home
	Version string // shown by apps; must change when the programme does
	Zone    *time.Location
	Start   Date // the campaign's first day
	End     Date // and its last
	Talks   []Talk
}

// Talk is one event at one time in one room: open hours over a span are one
// Talk a day.
type Talk struct {
	UID         string // stable; id and guid are made from it
	Title       string
	Subtitle    string
	Room        string
	Track       string
	Type        string // "lecture", "workshop"…
	Lang        string // BCP 47
	Abstract    string
	Description string
	URL         string
	Start, End  time.Time
	Persons     []string
	Links       []Link
}

// Link is a named address.
type Link struct {
	Title, Href string
}

// AppendFrab appends s as the schedule.xml of pentabarf and frab
// (c3voc.de/wiki/schedule): a day for each day in s.Zone that has a Talk, in it
// the rooms by name, in them the Talks by start and UID. A schedule must have a
// day; without Talks it is the campaign's first.
func AppendFrab(dst []byte, s Schedule) []byte {
	zone := orUTC(s.Zone)
	ids := talkIDs(s.Talks)
	short := acronym(s.Acronym)
	days := talkDays(s.Talks, zone)
	w := newXML(dst)
	w.begin("schedule")
	w.element("version", clean(s.Version))
	w.begin("conference")
	w.element("title", clean(s.Title))
	w.element("acronym", short)
	w.some("start", isoDate(s.Start))
	w.some("end", isoDate(s.End))
	w.element("days", strconv.Itoa(max(len(days), 1)))
	w.some("base_url", webURI(s.URL))
	w.element("time_zone_name", clean(zone.String()))
	w.end()
	for i, day := range days {
		first, last := day[0].Start, day[0].Start
		for _, t := range day {
			if t.Start.Before(first) {
				first = t.Start
			}
			for _, at := range []time.Time{t.Start, t.End} {
				if at.After(last) {
					last = at
				}
			}
		}
		w.day(i+1, DateOf(first), first, last)
		for j, t := range day {
			if j == 0 || t.Room != day[j-1].Room {
				if j > 0 {
					w.end()
				}
				w.begin("room", "name", t.Room)
			}
			w.talk(t, ids[t.UID], short)
		}
		w.end()
		w.end()
	}
	if len(days) == 0 {
		midnight := time.Date(s.Start.Year, s.Start.Month, s.Start.Day, 0, 0, 0, 0, zone)
		w.day(1, s.Start, midnight, midnight)
		w.end()
	}
	w.end()
	return w.document()
}

// talkDays returns the talks of each day in zone, rooms by name, in them by
// start and UID.
func talkDays(talks []Talk, zone *time.Location) [][]*Talk {
	type dated struct {
		*Talk
		day Date
	}
	sorted := make([]dated, len(talks))
	for i, t := range talks {
		t.Room, t.Start, t.End = line(t.Room), t.Start.In(zone), t.End.In(zone)
		sorted[i] = dated{&t, DateOf(t.Start)}
	}
	slices.SortStableFunc(sorted, func(a, b dated) int {
		if c := a.day.compare(b.day); c != 0 {
			return c
		}
		if c := strings.Compare(a.Room, b.Room); c != 0 {
			return c
		}
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.UID, b.UID))
	})
	var days [][]*Talk
	for i, t := range sorted {
		if i == 0 || t.day != sorted[i-1].day {
			days = append(days, nil)
		}
		days[len(days)-1] = append(days[len(days)-1], t.Talk)
	}
	return days
}

// day opens a day.
func (w *xmlWriter) day(index int, date Date, first, last time.Time) {
	w.begin("day", "index", strconv.Itoa(index), "date", date.String(), "start", first.Format(time.RFC3339), "end", last.Format(time.RFC3339))
}

func (w *xmlWriter) talk(t *Talk, id int32, acronym string) {
	w.begin("event", "id", strconv.Itoa(int(id)), "guid", guid(t.UID))
	w.element("date", t.Start.Format(time.RFC3339))
	w.element("start", t.Start.Format("15:04"))
	w.element("duration", frabDuration(t.End.Sub(t.Start)))
	w.element("room", t.Room)
	// A slug is a word, a hyphen, and what tells it from the others.
	w.element("slug", fmt.Sprintf("%s-%010d", strings.ReplaceAll(acronym, "-", "_"), id))
	w.some("url", webURI(t.URL))
	w.element("title", clean(t.Title))
	w.element("subtitle", clean(t.Subtitle))
	w.element("track", clean(t.Track))
	w.element("type", clean(t.Type))
	w.some("language", clean(t.Lang))
	w.element("abstract", clean(t.Abstract))
	w.element("description", clean(t.Description))
	w.begin("persons")
	for _, p := range cleanAll(t.Persons) {
		w.element("person", p)
	}
	w.end()
	w.begin("links")
	for _, l := range t.Links {
		if href := uri(l.Href); href != "" {
			w.element("link", clean(l.Title), "href", href)
		}
	}
	w.end()
	w.end()
}

// talkIDs gives each UID a positive number of 31 bits, for apps keep it in an
// int32: the start of the UID's digest. Of UIDs that share one, the later in
// order takes the next free number, so a new Talk almost never moves another.
func talkIDs(talks []Talk) map[string]int32 {
	uids := make([]string, len(talks))
	for i, t := range talks {
		uids[i] = t.UID
	}
	slices.Sort(uids)
	ids := make(map[string]int32, len(uids))
	taken := make(map[int32]bool, len(uids))
	for _, uid := range slices.Compact(uids) {
		id := firstID(uid)
		for id == 0 || taken[id] {
			id = (id + 1) & 0x7fffffff
		}
		ids[uid], taken[id] = id, true
	}
	return ids
}

func firstID(uid string) int32 {
	sum := sha256.Sum256([]byte(uid))
	return int32(binary.BigEndian.Uint32(sum[:4]) & 0x7fffffff)
}

// talkSpace is the namespace of the UUIDs made here: a random one of our own.
var talkSpace = [16]byte{0x5b, 0x0e, 0x3f, 0x72, 0x91, 0xc4, 0x4d, 0x28, 0xa6, 0x1d, 0x7e, 0x43, 0xb8, 0x95, 0x0c, 0xf1}

// guid returns the UUID of a UID (version 5, RFC 9562 5.5).
func guid(uid string) string {
	sum := sha1.Sum(append(talkSpace[:], uid...))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// frabDuration returns d in minutes as hh:mm, from 100 hours on as d:hh:mm.
func frabDuration(d time.Duration) string {
	minutes := min(max(int(d/time.Minute), 0), 100*24*60-1)
	if hours := minutes / 60; hours >= 100 {
		return fmt.Sprintf("%d:%02d:%02d", hours/24, hours%24, minutes%60)
	}
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

// acronym returns s with only the characters that the format allows, of which
// it wants four.
func acronym(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x80 && alphanumeric(byte(r)) || r == '_' || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(s))
	if len(s) < 4 {
		return "schedule"
	}
	return s
}

// webURI returns the URI of a web page, and nothing for other addresses.
func webURI(s string) string {
	s = uri(s)
	if scheme, _, ok := strings.Cut(strings.ToLower(s), "://"); ok && (scheme == "http" || scheme == "https") {
		return s
	}
	return ""
}
