// Package campaign is the domain: one festival with its organisers, regions,
// joint actions, venues, offices and events, as plain values.
//
// References between them are ids; load has checked that each leads
// somewhere. Times are in the campaign's time zone. Nothing here reads,
// renders or knows a language's words.
package campaign

import (
	"math"
	"net/url"
	"time"

	"bunting/internal/diag"
)

// A Campaign is everything that a site is made from.
type Campaign struct {
	BaseURL   string     // absolute, ends with a slash
	Languages []Language // the default language first, the others by tag
	Zone      *time.Location
	Theme     string
	Preview   bool // nobody but those who are told of it is to find the site

	Name, Slogan, SubSlogan Text
	Label                   Text // must be visible on every event page
	Edition                 int
	Start, End              Date
	YearRound               bool     // events outside Start to End are expected
	Logos                   []string // in static/
	Icon                    Photo    // the first logo that is no SVG; not shown: none
	Unit                    string   // day, week or month
	Parent                  *Parent

	Legal      Legal
	Links      Links
	Milestones []Milestone
	Organizers []Organizer // in signing order
	Strands    []Topic
	Series     []Series
	Actions    []Action
	Regions    []Region
	Venues     []Venue
	Offices    []Office
	Contacts   []Contact

	Home   Document
	Notice *Notice
	Events []*Event // by first start, then path
	News   []*News  // newest first, then path
	Pages  []*Page  // by weight, then path
	Files  []File   // of static/ and of the theme's static/, by path

	Images Images

	Params map[string]any // the config's [params], for templates

	// Published is when the content says that it was first made public: the
	// notice's date of issue, or else the campaign's start. It stamps what
	// has no date of its own.
	Published time.Time
	// Next is when something that is hidden now is to be published; zero for
	// never.
	Next time.Time

	// Open returns a file of content/ as it was when the campaign was loaded.
	// An error says that it cannot be read, or is another now.
	Open func(file string) (*diag.Source, error)

	config *diag.Source
}

// A Language is one that the site is published in.
type Language struct {
	Lang   Lang
	Name   string // in itself: 简体中文
	Locale string // BCP 47, such as zh-Hans-CN
}

// Default returns the language of files without a language suffix.
func (c *Campaign) Default() Lang { return c.Languages[0].Lang }

// BasePath returns the path of BaseURL, escaped, with slashes at both ends:
// "/" or such as "/2021/".
func (c *Campaign) BasePath() string {
	u, err := url.Parse(c.BaseURL)
	if err != nil {
		return "/"
	}
	return u.EscapedPath()
}

// SetConfig remembers the source of config.toml for diagnostics.
func (c *Campaign) SetConfig(src *diag.Source) { c.config = src }

// Config returns the source of config.toml.
func (c *Campaign) Config() *diag.Source { return c.config }

// Parent is the notice that the campaign follows.
type Parent struct {
	Title  Text   `toml:"title"`
	Number string `toml:"number"`
	URL    string `toml:"url"`
}

// Legal is what public sites in China show.
type Legal struct {
	Sponsor     Text   `toml:"sponsor"`
	SiteCode    string `toml:"siteCode"`
	ICP         string `toml:"icp"`
	Police      string `toml:"police"`
	Corrections string `toml:"corrections"`
	Meta        bool   `toml:"meta"`
}

// Links says which hosts texts may link to: when Allow is not empty, only
// those and their subdomains; never those of Deny.
type Links struct {
	Allow []string `toml:"allow"`
	Deny  []string `toml:"deny"`
}

// Images says what is made of a photo.
type Images struct {
	Widths    []int    // in pixels, ascending
	Quality   int      // 1 to 100
	Formats   []string // jpeg, and perhaps webp
	MaxPixels int      // of the largest photo that is read
	Originals bool     // the photos themselves are published, too, bare of metadata

	// Service makes the variants when they are asked for: oss, cos or imgproxy;
	// empty: bunting makes them. It is reached at Endpoint, which ends with a slash;
	// empty: where the site is.
	Service, Endpoint string
	Key, Salt         []byte // sign addresses of imgproxy; empty: they are not signed
}

// A Milestone is a date of the campaign's own calendar.
type Milestone struct {
	ID        string `toml:"id"`
	Name      Text   `toml:"name"`
	Start     Date   `toml:"start"`
	End       Date   `toml:"end"`
	Audience  string `toml:"audience"` // public or organisers
	URL       string `toml:"url"`
	ParentEnd Date   `toml:"parentEnd"`
}

// An Organizer is a body that signs, hosts or supports (schema.org
// Organization).
type Organizer struct {
	ID   string `toml:"id"`
	Name Text   `toml:"name"`
	Role string `toml:"role"` // host, co-host or support
	URL  string `toml:"url"`
}

// A Topic has an id, a name and texts: a strand, and what actions, regions
// and venues share.
type Topic struct {
	ID      string   `toml:"id"`
	Name    Text     `toml:"name"`
	Summary Text     `toml:"summary"`
	Text    Document // longer text from content/
}

// A Series is a named part of the programme.
type Series struct {
	ID      string `toml:"id"`
	Name    Text   `toml:"name"`
	Summary Text   `toml:"summary"`
	Page    string `toml:"page"` // main-venue, actions, online or list
}

// An Action is a joint action (联合行动).
type Action struct {
	Topic
	Series string   `toml:"series"`
	Leads  []string `toml:"leads"` // organizer ids
	Start  Date     `toml:"start"`
	End    Date     `toml:"end"`
}

// A Region is a place of the administrative tree.
type Region struct {
	Topic
	Parent string `toml:"parent"`
	Motto  Text   `toml:"motto"`
}

// A Venue is a place that events name by id (schema.org Place).
type Venue struct {
	Topic
	Region   string    `toml:"region"`
	Address  Text      `toml:"address"`
	Location *Location // nil when unknown
	Capacity int       `toml:"capacity"`
	URL      string    `toml:"url"`
	Main     bool      `toml:"main"`
	Rooms    []Room    `toml:"rooms"`
}

// Room returns the room with id, or nil.
func (v *Venue) Room(id string) *Room {
	for i := range v.Rooms {
		if v.Rooms[i].ID == id {
			return &v.Rooms[i]
		}
	}
	return nil
}

// A Room is a hall, stage or other part of a venue.
type Room struct {
	ID       string `toml:"id"`
	Name     Text   `toml:"name"`
	Capacity int    `toml:"capacity"`
}

// A Location is a point on the map, in degrees of its datum.
type Location struct {
	Lat, Lon float64
	Datum    string // gcj02 or wgs84
}

// An Office is a local organisation that publishes events.
type Office struct {
	ID     string   `toml:"id"`
	Name   Text     `toml:"name"`
	Region string   `toml:"region"`
	Paths  []string `toml:"paths"` // what it may change: globs, ** for any depth
	Phone  string   `toml:"phone"`
	Email  string   `toml:"email"`
}

// A Contact is whom the public may ask.
type Contact struct {
	Name    Text   `toml:"name"`
	Phone   string `toml:"phone"`
	Email   string `toml:"email"`
	Address Text   `toml:"address"`
}

// Origin says whose file it is.
type Origin int

// A file is the site's own, or comes with its theme.
const (
	FromSite Origin = iota
	FromTheme
)

// A File is copied into the site as it is.
type File struct {
	Name string // in the site's folder or the theme's
	Path string // in the site
	From Origin // whose folder Name is in
	Size int64  // in bytes
}

// find returns the element whose id is id, or nil.
func find[T any](list []T, id string, key func(*T) string) *T {
	for i := range list {
		if key(&list[i]) == id {
			return &list[i]
		}
	}
	return nil
}

// Organizer returns the organizer with id, or nil.
func (c *Campaign) Organizer(id string) *Organizer {
	return find(c.Organizers, id, func(o *Organizer) string { return o.ID })
}

// Strand returns the strand with id, or nil.
func (c *Campaign) Strand(id string) *Topic {
	return find(c.Strands, id, func(t *Topic) string { return t.ID })
}

// Action returns the joint action with id, or nil.
func (c *Campaign) Action(id string) *Action {
	return find(c.Actions, id, func(a *Action) string { return a.ID })
}

// Region returns the region with id, or nil.
func (c *Campaign) Region(id string) *Region {
	return find(c.Regions, id, func(r *Region) string { return r.ID })
}

// Venue returns the venue with id, or nil.
func (c *Campaign) Venue(id string) *Venue {
	return find(c.Venues, id, func(v *Venue) string { return v.ID })
}

// MainVenue returns the place of the flagship programme, or nil.
func (c *Campaign) MainVenue() *Venue {
	for i := range c.Venues {
		if c.Venues[i].Main {
			return &c.Venues[i]
		}
	}
	return nil
}

// Office returns the office with id, or nil.
func (c *Campaign) Office(id string) *Office {
	return find(c.Offices, id, func(o *Office) string { return o.ID })
}

// Datums are the values of a location's datum, the default first: what
// Chinese map applications give.
var Datums = []string{"gcj02", "wgs84"}

// NewLocation returns the location of [latitude, longitude] in degrees; nil
// for an empty point. It returns false when the point is not on the globe.
func NewLocation(point []float64, datum string) (*Location, bool) {
	if len(point) == 0 {
		return nil, true
	}
	if len(point) != 2 || math.Abs(point[0]) > 90 || math.Abs(point[1]) > 180 || math.IsNaN(point[0]+point[1]) {
		return nil, false
	}
	return &Location{point[0], point[1], datum}, true
}
