package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// PartLimit is the number of events over which a file becomes an index of parts.
const PartLimit = 5000

// PartSize is how many events a part holds at most: few enough to make one in
// some milliseconds, many enough that a site has few of them.
const PartSize = 1000

// Part is a piece of a long list of events: those of one region and the regions
// below it; where these are too many, of one region alone, then of those that
// begin there on one day, then half of them by digest. An event's part depends
// on its own key, and on others only as they make a part too large. (Sitemaps have
// sections and folders in the place of regions.)
type Part struct {
	Name   string // "ili", "ili/2021-09-11", or with bits of the digest: "ili/2021-09-11_01"
	Region string // that holds all its events
	Day    Date   // on which all begin; zero: not divided by day
	Events []int  // places in the list that was split, in its order
}

// Key is what decides the part of an event.
type Key struct {
	ID      string   // stable and unique
	Regions []string // ids from the top down to its own, each below one other at most; any but [a-z0-9-]+ is replaced by its digest in names
	Day     Date     // first day; zero: not known
}

// Split cuts a list into parts by region and, as far as these hold more than
// limit events, into finer ones; sorted by name. It serves open data, and as
// well calendars, schedules and sitemaps that grow too long.
func Split(keys []Key, limit int) []Part {
	all := make([]int, len(keys))
	for i := range all {
		all[i] = i
	}
	parts := byRegion(Part{Events: all}, keys, limit, 0)
	slices.SortFunc(parts, func(a, b Part) int { return strings.Compare(a.Name, b.Name) })
	return parts
}

// byRegion divides p by the region that stands at level in its events' keys.
// Those of no region at that level belong to p's own.
func byRegion(p Part, keys []Key, limit, level int) []Part {
	below := map[string][]int{}
	var own []int
	for _, i := range p.Events {
		if r := keys[i].Regions; len(r) > level {
			below[r[level]] = append(below[r[level]], i)
		} else {
			own = append(own, i)
		}
	}
	var parts []Part
	for region, events := range below {
		part := Part{Name: segment(region), Region: region, Events: events}
		if len(events) <= limit {
			parts = append(parts, part)
		} else {
			parts = append(parts, byRegion(part, keys, limit, level+1)...)
		}
	}
	if len(own) > 0 {
		parts = append(parts, byDay(Part{Name: segment(p.Region), Region: p.Region, Events: own}, keys, limit)...)
	}
	return parts
}

func byDay(p Part, keys []Key, limit int) []Part {
	if len(p.Events) <= limit {
		return []Part{p}
	}
	days := map[Date][]int{}
	for _, i := range p.Events {
		days[keys[i].Day] = append(days[keys[i].Day], i)
	}
	var parts []Part
	for day, events := range days {
		name := p.Name
		if !day.IsZero() {
			name += "/" + day.String()
		}
		parts = append(parts, halves(Part{name, p.Region, day, events}, keys, limit, 0)...)
	}
	return parts
}

// halves divides a part that is over the limit by the bit of its events'
// digests that stands at depth. Past the last bit only equal ids are left.
func halves(p Part, keys []Key, limit, depth int) []Part {
	if len(p.Events) <= limit || depth == 8*sha256.Size {
		return []Part{p}
	}
	var half [2][]int
	for _, i := range p.Events {
		sum := sha256.Sum256([]byte(keys[i].ID))
		bit := sum[depth/8] >> (7 - depth%8) & 1
		half[bit] = append(half[bit], i)
	}
	name := p.Name
	if depth == 0 {
		name += "_" // which no id has
	}
	var parts []Part
	for bit, events := range half {
		if len(events) > 0 {
			p.Name, p.Events = name+string('0'+rune(bit)), events
			parts = append(parts, halves(p, keys, limit, depth+1)...)
		}
	}
	return parts
}

// segment returns region as one segment of a path, each region another.
func segment(region string) string {
	if region == "" {
		return "_none"
	}
	plain := func(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' }
	if len(region) <= 64 && strings.TrimFunc(region, plain) == "" {
		return region
	}
	sum := sha256.Sum256([]byte(region))
	return "_" + hex.EncodeToString(sum[:8])
}
