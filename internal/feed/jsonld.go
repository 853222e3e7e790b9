package feed

import (
	"encoding/json"
	"slices"
	"time"
)

// LinkedEvent is an event in schema.org's words (schema.org/Event).
type LinkedEvent struct {
	Name          string
	Description   string
	URL           string // the event's page
	Images        []string
	Zone          *time.Location
	Sessions      []Session // one at least
	PreviousStart time.Time // what was announced before it was rescheduled
	Status        Status
	Attendance    Attendance
	Place         LinkedPlace
	Online        string // where it takes place online
	Organizers    []Party
	Performers    []Performer
	Offer         Offer
	Audience      []string
	Spoken        []string // BCP 47 tags of the languages spoken
	Accessibility []string // content's words; those that schema.org has a term for are written
	Campaign      LinkedCampaign
}

// Session is one start and end, or open hours on each day of a span.
type Session struct {
	Title string    `json:"title,omitempty"`
	Room  string    `json:"room,omitempty"`
	URL   string    `json:"url,omitempty"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end,omitzero"` // on the first day, or after its midnight
	Span
}

// LinkedPlace is a venue or a free place; the zero LinkedPlace is none.
type LinkedPlace struct {
	Name    string
	Address string // street and number
	Region  string // name
	URL     string
	Geo     Point
}

// Party is an organisation.
type Party struct {
	Name, URL string
}

// Performer is a speaker.
type Performer struct {
	Name, Affiliation string
}

// Offer says on what terms the public may attend.
type Offer struct {
	Free     bool
	Fee      string // in words, where it is not free
	URL      string // where to register; empty: the event's page
	Full     bool
	Capacity int // persons; 0: unknown
	Opens    time.Time
	Closes   time.Time
}

// LinkedCampaign is the festival that an event belongs to.
type LinkedCampaign struct {
	Name, URL  string
	Start, End Date
}

// Crumb is a step of a breadcrumb trail.
type Crumb struct {
	Name, URL string
}

// LinkedSite is the campaign's site, for its home page.
type LinkedSite struct {
	Name        string
	Description string
	URL         string
	Langs       []string // BCP 47
	Publishers  []Party
}

const schemaContext = "https://schema.org"

type ldEvent struct {
	Context       string        `json:"@context,omitempty"`
	Type          string        `json:"@type"`
	Name          string        `json:"name,omitempty"`
	Description   string        `json:"description,omitempty"`
	URL           string        `json:"url,omitempty"`
	Image         []string      `json:"image,omitempty"`
	StartDate     string        `json:"startDate,omitempty"`
	EndDate       string        `json:"endDate,omitempty"`
	PreviousStart string        `json:"previousStartDate,omitempty"`
	Status        string        `json:"eventStatus,omitempty"`
	Attendance    string        `json:"eventAttendanceMode,omitempty"`
	Location      []ldPlace     `json:"location,omitempty"`
	Organizer     []ldParty     `json:"organizer,omitempty"`
	Performer     []ldPerformer `json:"performer,omitempty"`
	Offers        *ldOffer      `json:"offers,omitempty"`
	Free          bool          `json:"isAccessibleForFree,omitempty"`
	Capacity      int           `json:"maximumAttendeeCapacity,omitempty"`
	Audience      []ldAudience  `json:"audience,omitempty"`
	Languages     []string      `json:"inLanguage,omitempty"`
	Features      []string      `json:"accessibilityFeature,omitempty"`
	Schedule      []ldSchedule  `json:"eventSchedule,omitempty"`
	SubEvents     []ldEvent     `json:"subEvent,omitempty"`
	SuperEvent    *ldEvent      `json:"superEvent,omitempty"`
}

type ldPlace struct {
	Type      string      `json:"@type"`
	Name      string      `json:"name,omitempty"`
	URL       string      `json:"url,omitempty"`
	Address   *ldAddress  `json:"address,omitempty"`
	Geo       *ldGeo      `json:"geo,omitempty"`
	Amenities []ldAmenity `json:"amenityFeature,omitempty"`
}

type ldAddress struct {
	Type   string `json:"@type"`
	Street string `json:"streetAddress,omitempty"`
	Region string `json:"addressRegion,omitempty"`
}

type ldGeo struct {
	Type string  `json:"@type"`
	Lat  float64 `json:"latitude"`
	Lon  float64 `json:"longitude"`
}

type ldAmenity struct {
	Type  string `json:"@type"`
	Name  string `json:"name"`
	Value bool   `json:"value"`
}

type ldParty struct {
	Type string `json:"@type"`
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
}

type ldPerformer struct {
	Type        string   `json:"@type"`
	Name        string   `json:"name"`
	Affiliation *ldParty `json:"affiliation,omitempty"`
}

type ldOffer struct {
	Type         string      `json:"@type"`
	Price        json.Number `json:"price,omitempty"`
	Currency     string      `json:"priceCurrency,omitempty"`
	Description  string      `json:"description,omitempty"`
	Availability string      `json:"availability"`
	URL          string      `json:"url,omitempty"`
	ValidFrom    string      `json:"validFrom,omitempty"`
	Ends         string      `json:"availabilityEnds,omitempty"`
}

type ldAudience struct {
	Type string `json:"@type"`
	Name string `json:"audienceType"`
}

type ldSchedule struct {
	Type      string   `json:"@type"`
	StartDate string   `json:"startDate"`
	EndDate   string   `json:"endDate"`
	StartTime string   `json:"startTime"`
	EndTime   string   `json:"endTime,omitempty"`
	Frequency string   `json:"repeatFrequency"` // ISO 8601
	ByDay     []string `json:"byDay,omitempty"`
	Except    []string `json:"exceptDate,omitempty"`
	Zone      string   `json:"scheduleTimezone"`
}

// accessibilityTerms are content's words for which the vocabulary behind
// schema.org/accessibilityFeature has a term. What belongs to the building is
// an amenity of the place instead.
var accessibilityTerms = []struct{ word, feature string }{
	{"sign-language", "signLanguage"},
	{"captions", "captions"},
	{"audio-description", "audioDescription"},
	{"braille", "braille"},
	{"large-print", "largePrint"},
	{"transcript", "transcript"},
}

var amenityTerms = []struct{ word, name string }{
	{"wheelchair", "wheelchair accessible"},
	{"hearing-loop", "hearing loop"},
}

// EventLD returns e as JSON-LD that may stand in a script element as it is.
// Sessions without a span become startDate and endDate, and where there are
// several, subEvents; spans become schedules (schema.org/Schedule).
func EventLD(e LinkedEvent) []byte {
	zone := orUTC(e.Zone)
	out := ldEvent{
		Context:     schemaContext,
		Type:        "Event",
		Name:        clean(e.Name),
		Description: clean(e.Description),
		URL:         uri(e.URL),
		Image:       uris(e.Images),
		Status:      statuses[e.Status].schema,
		Attendance:  attendances[e.Attendance].schema,
		Location:    e.locations(),
		Free:        e.Offer.Free,
		Capacity:    max(e.Offer.Capacity, 0),
		Organizer:   parties(e.Organizers),
		Offers:      e.offer(zone),
		Languages:   cleanAll(e.Spoken),
		Features:    e.features(),
	}
	out.PreviousStart = stamp(in(e.PreviousStart, zone))
	for _, p := range e.Performers {
		performer := ldPerformer{Type: "Person", Name: clean(p.Name)}
		if p.Affiliation != "" {
			performer.Affiliation = &ldParty{Type: "Organization", Name: clean(p.Affiliation)}
		}
		out.Performer = append(out.Performer, performer)
	}
	for _, name := range cleanAll(e.Audience) {
		out.Audience = append(out.Audience, ldAudience{"Audience", name})
	}
	if c := e.Campaign; c.Name != "" {
		out.SuperEvent = &ldEvent{Type: "Festival", Name: clean(c.Name), URL: uri(c.URL),
			StartDate: isoDate(c.Start), EndDate: isoDate(c.End)}
	}
	out.addSessions(e.Sessions, zone)
	return marshal(out)
}

// addSessions sets what says when the event takes place.
func (out *ldEvent) addSessions(sessions []Session, zone *time.Location) {
	var first, last time.Time
	for i, s := range sessions {
		start, end := s.Start.In(zone), s.End.In(zone)
		length := max(end.Sub(start), 0)
		from, to := start, start.Add(length)
		if s.Until.IsZero() {
			if len(sessions) > 1 {
				out.SubEvents = append(out.SubEvents, ldEvent{
					Type: "Event", Name: clean(s.Title), URL: uri(s.URL), StartDate: stamp(from), EndDate: stampEnd(from, to),
					Status: out.Status, Attendance: out.Attendance, Location: out.Location,
				})
				if s.Title == "" {
					out.SubEvents[len(out.SubEvents)-1].Name = out.Name
				}
			}
		} else {
			out.Schedule = append(out.Schedule, schedule(start, length, s.Span))
			to = s.Until.at(start).Add(length)
		}
		if i == 0 || from.Before(first) {
			first = from
		}
		if i == 0 || to.After(last) {
			last = to
		}
	}
	out.StartDate, out.EndDate = stamp(first), stampEnd(first, last)
}

// stampEnd returns the end, or nothing where the end is not known.
func stampEnd(start, end time.Time) string {
	if !end.After(start) {
		return ""
	}
	return stamp(end)
}

func schedule(start time.Time, length time.Duration, s Span) ldSchedule {
	out := ldSchedule{
		Type:      "Schedule",
		StartDate: DateOf(start).String(),
		EndDate:   s.Until.String(),
		StartTime: start.Format(time.TimeOnly),
		Frequency: "P1D",
		Zone:      clean(start.Location().String()),
	}
	if length > 0 {
		out.EndTime = start.Add(length).Format(time.TimeOnly)
	}
	for _, d := range s.Weekdays.sorted() {
		out.Frequency = "P1W"
		out.ByDay = append(out.ByDay, schemaContext+"/"+d.String())
	}
	for _, d := range s.Except {
		out.Except = append(out.Except, d.String())
	}
	return out
}

func (e *LinkedEvent) locations() []ldPlace {
	var list []ldPlace
	if p := e.Place; p != (LinkedPlace{}) {
		place := ldPlace{Type: "Place", Name: clean(p.Name), URL: uri(p.URL)}
		if p.Address != "" || p.Region != "" {
			place.Address = &ldAddress{"PostalAddress", clean(p.Address), clean(p.Region)}
		}
		if p.Geo.known() {
			place.Geo = &ldGeo{"GeoCoordinates", p.Geo.Lat, p.Geo.Lon}
		}
		for _, t := range amenityTerms {
			if slices.Contains(e.Accessibility, t.word) {
				place.Amenities = append(place.Amenities, ldAmenity{"LocationFeatureSpecification", t.name, true})
			}
		}
		list = append(list, place)
	}
	if address := uri(e.Online); address != "" {
		list = append(list, ldPlace{Type: "VirtualLocation", URL: address})
	}
	return list
}

func (e *LinkedEvent) features() []string {
	var list []string
	for _, t := range accessibilityTerms {
		if slices.Contains(e.Accessibility, t.word) {
			list = append(list, t.feature)
		}
	}
	return list
}

func (e *LinkedEvent) offer(zone *time.Location) *ldOffer {
	o := e.Offer
	if !o.Free && o.Fee == "" && o.URL == "" && !o.Full {
		return nil
	}
	offer := &ldOffer{
		Type:         "Offer",
		Description:  clean(o.Fee),
		Availability: schemaContext + "/InStock",
		URL:          uri(o.URL),
		ValidFrom:    stamp(in(o.Opens, zone)),
		Ends:         stamp(in(o.Closes, zone)),
	}
	if o.Free {
		offer.Price, offer.Currency = "0", "CNY"
	}
	if o.Full {
		offer.Availability = schemaContext + "/SoldOut"
	}
	if offer.URL == "" {
		offer.URL = uri(e.URL)
	}
	return offer
}

// BreadcrumbsLD returns the trail from the home page to the page itself as
// JSON-LD (schema.org/BreadcrumbList).
func BreadcrumbsLD(trail []Crumb) []byte {
	type item struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item,omitempty"`
	}
	items := make([]item, len(trail))
	for i, c := range trail {
		items[i] = item{"ListItem", i + 1, clean(c.Name), uri(c.URL)}
	}
	return marshal(struct {
		Context string `json:"@context"`
		Type    string `json:"@type"`
		Items   []item `json:"itemListElement"`
	}{schemaContext, "BreadcrumbList", items})
}

// SiteLD returns the site and those who publish it as JSON-LD
// (schema.org/WebSite, schema.org/Organization).
func SiteLD(s LinkedSite) []byte {
	return marshal(struct {
		Context     string    `json:"@context"`
		Type        string    `json:"@type"`
		Name        string    `json:"name"`
		Description string    `json:"description,omitempty"`
		URL         string    `json:"url"`
		Languages   []string  `json:"inLanguage,omitempty"`
		Publisher   []ldParty `json:"publisher,omitempty"`
	}{schemaContext, "WebSite", clean(s.Name), clean(s.Description), uri(s.URL), cleanAll(s.Langs), parties(s.Publishers)})
}

func parties(list []Party) []ldParty {
	var out []ldParty
	for _, p := range list {
		out = append(out, ldParty{Type: "Organization", Name: clean(p.Name), URL: uri(p.URL)})
	}
	return out
}

func isoDate(d Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
