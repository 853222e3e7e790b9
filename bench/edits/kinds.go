package main

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// A campaign is what edits choose from.
type campaign struct {
	Actions []struct{ ID string }
	Venues  []venue
	Regions []region
}

type (
	venue  struct{ ID, Region string }
	region struct{ ID, Parent string }
)

func read(config string) (c campaign, err error) {
	_, err = toml.DecodeFile(config, &c)
	return c, err
}

// A draw is where an edit takes from what is random in it.
type draw struct {
	campaign
	*rand.Rand
}

// venueBeside returns another venue in the region of the one with that id.
func (d draw) venueBeside(id string) venue {
	return other(d, d.Venues, id, func(v venue) (string, string) { return v.ID, v.Region }, true)
}

// regionBeside returns another region below the one that the region with that id is
// below.
func (d draw) regionBeside(id string) region {
	return other(d, d.Regions, id, func(r region) (string, string) { return r.ID, r.Parent }, true)
}

// venueElsewhere returns a venue in another province than that with that id.
func (d draw) venueElsewhere(id string) venue {
	return other(d, d.Venues, id, func(v venue) (string, string) { return v.ID, d.top(v.Region) }, false)
}

// regionElsewhere returns a region without others below, of another province than that
// with that id.
func (d draw) regionElsewhere(id string) region {
	return other(d, d.Regions, id, func(r region) (string, string) {
		if slices.ContainsFunc(d.Regions, func(o region) bool { return o.Parent == r.ID }) {
			return r.ID, ""
		}
		return r.ID, d.top(r.ID)
	}, false)
}

// top returns the region of the top level that a region is in.
func (d draw) top(id string) string {
	for _, r := range d.Regions {
		if r.ID == id && r.Parent != "" {
			return d.top(r.Parent)
		}
	}
	return id
}

// other returns another one of a list than that with the id, of those that are in some
// place: the same, or else not the same. It is empty when there is none.
func other[T any](d draw, list []T, id string, of func(T) (id, in string), same bool) (out T) {
	places := map[string]string{}
	for _, e := range list {
		id, in := of(e)
		places[id] = in
	}
	var others []T
	for _, e := range list {
		if other, in := of(e); other != id && in != "" && (in == places[id]) == same {
			others = append(others, e)
		}
	}
	if others == nil {
		return out
	}
	return others[d.IntN(len(others))]
}

// A kind of edit changes the file of an event; remove changes nothing. What it
// returns as it was has nothing of the kind.
type kind struct {
	name   string
	change func(d draw, file string) string
}

var kinds = []kind{
	{"body", func(_ draw, s string) string { return s + "\n\nOne more paragraph.\n" }},
	{"title", func(_ draw, s string) string {
		return strings.Replace(s, "title = \"", "title = \"* ", 1)
	}},
	{"summary", func(_ draw, s string) string {
		return strings.Replace(s, "\nsummary = \"", "\nsummary = \"* ", 1)
	}},
	{"fee", func(_ draw, s string) string { return free.ReplaceAllString(s, `fee = "10"`) }},
	{"audience", func(_ draw, s string) string {
		return audience.ReplaceAllString(s, `audience = ["adults"]`)
	}},
	{"status", func(_ draw, s string) string {
		if strings.Contains(s, "\nstatus = ") {
			return s
		}
		return strings.Replace(s, "+++\n", "+++\nstatus = \"cancelled\"\nstatusNote = \"rain\"\nstatusChanged = 2021-09-10T18:00:00\n", 1)
	}},
	{"action", func(d draw, s string) string {
		return actions.ReplaceAllString(s, fmt.Sprintf("actions = [%q]", d.Actions[d.IntN(len(d.Actions))].ID))
	}},
	{"venue", func(d draw, s string) string {
		m := atVenue.FindStringSubmatch(s)
		if m == nil || strings.Contains(s, "\nroom = ") {
			return s
		}
		if to := d.venueBeside(m[1]).ID; to != "" {
			return atVenue.ReplaceAllString(s, fmt.Sprintf("venue = %q", to))
		}
		return s
	}},
	{"region", func(d draw, s string) string {
		m := inRegion.FindStringSubmatch(s)
		if m == nil || atVenue.MatchString(s) {
			return s
		}
		if to := d.regionBeside(m[1]).ID; to != "" {
			return strings.Replace(s, m[0], fmt.Sprintf("region = %q", to), 1)
		}
		return s
	}},
	{"elsewhere", func(d draw, s string) string { // with its venue, if it has one
		from, at := inRegion.FindStringSubmatch(s), atVenue.FindStringSubmatch(s)
		if from == nil || strings.Contains(s, "\nroom = ") {
			return s
		}
		var to string
		if at == nil {
			to = d.regionElsewhere(from[1]).ID
		} else if v := d.venueElsewhere(at[1]); v.ID != "" {
			to, s = v.Region, strings.Replace(s, at[0], fmt.Sprintf("venue = %q", v.ID), 1)
		}
		if to == "" {
			return s
		}
		return strings.Replace(s, from[0], fmt.Sprintf("region = %q", to), 1)
	}},
	{"place", func(_ draw, s string) string {
		if strings.Contains(s, "\nroom = ") {
			return s
		}
		return atVenue.ReplaceAllString(s, `place = "elsewhere"`)
	}},
	{"hour", func(_ draw, s string) string { return later(s, time.Hour) }},
	{"day", func(_ draw, s string) string { return later(s, 24*time.Hour) }},
	{"days", func(_ draw, s string) string { return later(s, 3*24*time.Hour) }},
	{"session", func(d draw, s string) string { // one of several
		parts := strings.Split(s, "\n[[sessions]]\n")
		if len(parts) > 2 {
			at := 1 + d.IntN(len(parts)-1)
			parts[at] = later(parts[at], 24*time.Hour)
		}
		return strings.Join(parts, "\n[[sessions]]\n")
	}},
	{"add", func(_ draw, s string) string { return aliases.ReplaceAllString(s, "") }},
	{"remove", nil},
}

var (
	free     = regexp.MustCompile(`(?m)^free = true$`)
	audience = regexp.MustCompile(`(?m)^audience = .*$`)
	actions  = regexp.MustCompile(`(?m)^actions = .*$`)
	atVenue  = regexp.MustCompile(`(?m)^venue = "(.*)"$`)
	inRegion = regexp.MustCompile(`(?m)^region = "(.*)"$`)
	aliases  = regexp.MustCompile(`(?m)^aliases = .*\n`)
	moments  = regexp.MustCompile(`(?m)^(start|end|from|to) = 2021-\d\d-\d\d(T\d\d:\d\d:\d\d)?$`)
)

// later moves the starts and ends in an event's file, and by whole days its open hours.
func later(s string, by time.Duration) string {
	return moments.ReplaceAllStringFunc(s, func(line string) string {
		key, value, _ := strings.Cut(line, " = ")
		layout := time.DateOnly
		if strings.Contains(value, "T") {
			layout = "2006-01-02T15:04:05"
		}
		t, err := time.Parse(layout, value)
		if err != nil {
			return line
		}
		return key + " = " + t.Add(by).Format(layout)
	})
}
