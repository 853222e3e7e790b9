package feed

import (
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"slices"
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

type frabSchedule struct {
	XMLName    xml.Name       `xml:"schedule"`
	Version    string         `xml:"version"`
	Conference frabConference `xml:"conference"`
	Days       []frabDay      `xml:"day"`
}

type frabConference struct {
	Title   string `xml:"title"`
	Acronym string `xml:"acronym"`
	Start   string `xml:"start,omitempty"`
	End     string `xml:"end,omitempty"`
	Days    int    `xml:"days"`
	BaseURL string `xml:"base_url,omitempty"`
	Zone    string `xml:"time_zone_name"`
}

type frabDay struct {
	first, last time.Time

	Index int        `xml:"index,attr"`
	Date  string     `xml:"date,attr"`
	Start string     `xml:"start,attr"`
	End   string     `xml:"end,attr"`
	Rooms []frabRoom `xml:"room"`
}

type frabRoom struct {
	Name   string      `xml:"name,attr"`
	Events []frabEvent `xml:"event"`
}

type frabEvent struct {
	ID          int32      `xml:"id,attr"`
	GUID        string     `xml:"guid,attr"`
	Date        string     `xml:"date"`
	Start       string     `xml:"start"`
	Duration    string     `xml:"duration"`
	Room        string     `xml:"room"`
	Slug        string     `xml:"slug"`
	URL         string     `xml:"url,omitempty"`
	Title       string     `xml:"title"`
	Subtitle    string     `xml:"subtitle"`
	Track       string     `xml:"track"`
	Type        string     `xml:"type"`
	Language    string     `xml:"language,omitempty"`
	Abstract    string     `xml:"abstract"`
	Description string     `xml:"description"`
	Persons     []string   `xml:"persons>person"`
	Links       []frabLink `xml:"links>link"`
}

type frabLink struct {
	Href  string `xml:"href,attr"`
	Title string `xml:",chardata"`
}

// Frab returns s as the schedule.xml of pentabarf and frab
// (c3voc.de/wiki/schedule): a day for each day in s.Zone that has a Talk, in it
// the rooms by name, in them the Talks by start and UID. A schedule must have a
// day; without Talks it is the campaign's first.
func Frab(s Schedule) []byte {
	zone := orUTC(s.Zone)
	talks := slices.Clone(s.Talks)
	for i := range talks {
		talks[i].Room = line(talks[i].Room)
		talks[i].Start, talks[i].End = talks[i].Start.In(zone), talks[i].End.In(zone)
	}
	ids := talkIDs(talks)
	slices.SortStableFunc(talks, func(a, b Talk) int {
		return cmp.Or(
			DateOf(a.Start).compare(DateOf(b.Start)), strings.Compare(a.Room, b.Room),
			a.Start.Compare(b.Start), strings.Compare(a.UID, b.UID))
	})
	short := acronym(s.Acronym)
	var days []frabDay
	for _, t := range talks {
		date := DateOf(t.Start).String()
		if len(days) == 0 || days[len(days)-1].Date != date {
			days = append(days, frabDay{Index: len(days) + 1, Date: date, first: t.Start, last: t.Start})
		}
		day := &days[len(days)-1]
		if t.Start.Before(day.first) {
			day.first = t.Start
		}
		for _, at := range []time.Time{t.Start, t.End} {
			if at.After(day.last) {
				day.last = at
			}
		}
		if len(day.Rooms) == 0 || day.Rooms[len(day.Rooms)-1].Name != t.Room {
			day.Rooms = append(day.Rooms, frabRoom{Name: t.Room})
		}
		room := &day.Rooms[len(day.Rooms)-1]
		room.Events = append(room.Events, frabTalk(t, ids[t.UID], short))
	}
	if len(days) == 0 {
		midnight := time.Date(s.Start.Year, s.Start.Month, s.Start.Day, 0, 0, 0, 0, zone)
		days = []frabDay{{Index: 1, Date: s.Start.String(), first: midnight, last: midnight}}
	}
	for i := range days {
		days[i].Start, days[i].End = days[i].first.Format(time.RFC3339), days[i].last.Format(time.RFC3339)
	}
	return marshalXML(frabSchedule{
		Version: clean(s.Version),
		Conference: frabConference{
			Title: clean(s.Title), Acronym: short,
			Start: isoDate(s.Start), End: isoDate(s.End), Days: len(days),
			BaseURL: webURI(s.URL), Zone: clean(zone.String()),
		},
		Days: days,
	})
}

func frabTalk(t Talk, id int32, acronym string) frabEvent {
	e := frabEvent{
		ID:       id,
		GUID:     guid(t.UID),
		Date:     t.Start.Format(time.RFC3339),
		Start:    t.Start.Format("15:04"),
		Duration: frabDuration(t.End.Sub(t.Start)),
		Room:     t.Room,
		// A slug is a word, a hyphen, and what tells it from the others.
		Slug:        fmt.Sprintf("%s-%010d", strings.ReplaceAll(acronym, "-", "_"), id),
		URL:         webURI(t.URL),
		Title:       clean(t.Title),
		Subtitle:    clean(t.Subtitle),
		Track:       clean(t.Track),
		Type:        clean(t.Type),
		Language:    clean(t.Lang),
		Abstract:    clean(t.Abstract),
		Description: clean(t.Description),
		Persons:     cleanAll(t.Persons),
	}
	for _, l := range t.Links {
		if href := uri(l.Href); href != "" {
			e.Links = append(e.Links, frabLink{href, clean(l.Title)})
		}
	}
	return e
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
