package feed

import (
	"cmp"
	"slices"
	"strconv"
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
	Videos        []LinkedVideo
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
	Image   string // address of a picture
	Geo     Point
}

// LinkedArticle is a page with a text of its own in schema.org's words.
type LinkedArticle struct {
	Type        string // NewsArticle or WebPage
	Headline    string
	Description string
	URL         string
	Image       string    // address of a picture; may be empty
	Published   time.Time // zero when the page says no date
	Lang        string    // BCP 47, of the text
	Publisher   Party
}

// LinkedVideo is a film of the event (schema.org/VideoObject).
type LinkedVideo struct {
	Name, Description, Credit string
	URL                       string // of the page that shows it
	Content, Type             string // URL and media type of the film itself; empty where only a page shows it
	Thumbnail                 string // URL of a picture
	Captions                  []LinkedCaptions
}

// LinkedCaptions are a film's captions as WebVTT.
type LinkedCaptions struct {
	Lang string // BCP 47
	URL  string
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

// A term is a word of content and what schema.org calls it.
type term struct{ word, name string }

// accessibilityTerms are content's words for which the vocabulary behind
// schema.org/accessibilityFeature has a term. What belongs to the building is
// an amenity of the place instead.
var accessibilityTerms = []term{
	{"sign-language", "signLanguage"},
	{"captions", "captions"},
	{"audio-description", "audioDescription"},
	{"braille", "braille"},
	{"large-print", "largePrint"},
	{"transcript", "transcript"},
}

var amenityTerms = []term{
	{"wheelchair", "wheelchair accessible"},
	{"hearing-loop", "hearing loop"},
}

// EventLD returns e as JSON-LD that may stand in a script element as it is.
// Sessions without a span become startDate and endDate, and where there are
// several, subEvents; spans become schedules (schema.org/Schedule).
func EventLD(e LinkedEvent) string {
	zone := orUTC(e.Zone)
	w := newLD()
	w.text("@type", "Event")
	w.some("name", clean(e.Name))
	w.some("description", clean(e.Description))
	w.some("url", uri(e.URL))
	w.list("image", uris(e.Images))
	w.dates(e.span(zone))
	w.some("previousStartDate", stamp(in(e.PreviousStart, zone)))
	e.state(w)
	w.parties("organizer", e.Organizers)
	w.objects("performer", "Person", len(e.Performers), func(i int) {
		p := e.Performers[i]
		w.text("name", clean(p.Name))
		if p.Affiliation != "" {
			w.object("affiliation", "Organization")
			w.some("name", clean(p.Affiliation))
			w.end('}')
		}
	})
	e.recordings(w)
	e.offer(w, zone)
	if e.Offer.Free {
		w.raw("isAccessibleForFree", "true")
	}
	if e.Offer.Capacity > 0 {
		w.raw("maximumAttendeeCapacity", strconv.Itoa(e.Offer.Capacity))
	}
	audience := cleanAll(e.Audience)
	w.objects("audience", "Audience", len(audience), func(i int) { w.text("audienceType", audience[i]) })
	w.list("inLanguage", cleanAll(e.Spoken))
	w.list("accessibilityFeature", terms(accessibilityTerms, e.Accessibility))
	e.sessions(w, zone)
	if c := e.Campaign; c.Name != "" {
		w.object("superEvent", "Festival")
		w.some("name", clean(c.Name))
		w.some("url", uri(c.URL))
		w.some("startDate", isoDate(c.Start))
		w.some("endDate", isoDate(c.End))
		w.end('}')
	}
	return w.done()
}

// recordings writes the films of an event.
func (e *LinkedEvent) recordings(w *jsonWriter) {
	w.objects("recordedIn", "VideoObject", len(e.Videos), func(i int) {
		v := e.Videos[i]
		w.some("name", clean(v.Name))
		w.some("description", clean(v.Description))
		w.some("url", uri(v.URL))
		w.some("contentUrl", uri(v.Content))
		w.some("encodingFormat", clean(v.Type))
		w.some("thumbnailUrl", uri(v.Thumbnail))
		w.some("creditText", clean(v.Credit))
		w.objects("caption", "MediaObject", len(v.Captions), func(j int) {
			w.text("encodingFormat", "text/vtt")
			w.some("inLanguage", clean(v.Captions[j].Lang))
			w.some("contentUrl", uri(v.Captions[j].URL))
		})
	})
}

// object opens an object of a type of schema.org under a key.
func (w *jsonWriter) object(key, kind string) {
	w.key(key)
	w.begin('{')
	w.text("@type", kind)
}

// objects writes a list of n objects of a type unless n is 0.
func (w *jsonWriter) objects(key, kind string, n int, each func(i int)) {
	if n == 0 {
		return
	}
	w.key(key)
	w.begin('[')
	for i := range n {
		w.begin('{')
		w.text("@type", kind)
		each(i)
		w.end('}')
	}
	w.end(']')
}

// parties writes a list of organisations.
func (w *jsonWriter) parties(key string, list []Party) {
	w.objects(key, "Organization", len(list), func(i int) {
		w.some("name", clean(list[i].Name))
		w.some("url", uri(list[i].URL))
	})
}

// dates writes a start, and an end where that is known.
func (w *jsonWriter) dates(start, end time.Time) {
	w.some("startDate", stamp(start))
	if end.After(start) {
		w.some("endDate", stamp(end))
	}
}

// within returns a session's start and length.
func (s *Session) within(zone *time.Location) (time.Time, time.Duration) {
	return s.Start.In(zone), max(s.End.Sub(s.Start), 0)
}

// span returns when the first session begins and when the last ends.
func (e *LinkedEvent) span(zone *time.Location) (first, last time.Time) {
	for i, s := range e.Sessions {
		start, length := s.within(zone)
		end := start.Add(length)
		if !s.Until.IsZero() {
			end = s.Until.at(start).Add(length)
		}
		if i == 0 || start.Before(first) {
			first = start
		}
		if i == 0 || end.After(last) {
			last = end
		}
	}
	return first, last
}

// state writes what an event and its parts share.
func (e *LinkedEvent) state(w *jsonWriter) {
	w.text("eventStatus", statuses[e.Status].schema)
	w.text("eventAttendanceMode", attendances[e.Attendance].schema)
	online := uri(e.Online)
	if e.Place == (LinkedPlace{}) && online == "" {
		return
	}
	w.key("location")
	w.begin('[')
	if p := e.Place; p != (LinkedPlace{}) {
		w.begin('{')
		p.write(w)
		amenities := terms(amenityTerms, e.Accessibility)
		w.objects("amenityFeature", "LocationFeatureSpecification", len(amenities), func(i int) {
			w.text("name", amenities[i])
			w.raw("value", "true")
		})
		w.end('}')
	}
	if online != "" {
		w.begin('{')
		w.text("@type", "VirtualLocation")
		w.text("url", online)
		w.end('}')
	}
	w.end(']')
}

// write writes what a place is.
func (p *LinkedPlace) write(w *jsonWriter) {
	w.text("@type", "Place")
	w.some("name", clean(p.Name))
	w.some("url", uri(p.URL))
	w.some("image", uri(p.Image))
	if p.Address != "" || p.Region != "" {
		w.object("address", "PostalAddress")
		w.some("streetAddress", clean(p.Address))
		w.some("addressRegion", clean(p.Region))
		w.end('}')
	}
	if p.Geo.known() {
		w.object("geo", "GeoCoordinates")
		w.raw("latitude", string(marshal(p.Geo.Lat)))
		w.raw("longitude", string(marshal(p.Geo.Lon)))
		w.end('}')
	}
}

// PlaceLD returns p as JSON-LD (schema.org/Place).
func PlaceLD(p LinkedPlace) string {
	w := newLD()
	p.write(w)
	return w.done()
}

// ArticleLD returns a as JSON-LD (schema.org/NewsArticle, schema.org/WebPage).
func ArticleLD(a LinkedArticle) string {
	w := newLD()
	w.text("@type", clean(a.Type))
	w.some("headline", clean(a.Headline))
	w.some("description", clean(a.Description))
	w.some("url", uri(a.URL))
	w.some("image", uri(a.Image))
	w.some("datePublished", stamp(a.Published))
	w.some("inLanguage", clean(a.Lang))
	if a.Publisher.Name != "" {
		w.object("publisher", "Organization")
		w.some("name", clean(a.Publisher.Name))
		w.some("url", uri(a.Publisher.URL))
		w.end('}')
	}
	return w.done()
}

// sessions writes spans as schedules, and the rest, where there are several
// sessions, as events.
func (e *LinkedEvent) sessions(w *jsonWriter, zone *time.Location) {
	var spans, single []Session
	for _, s := range e.Sessions {
		if !s.Until.IsZero() {
			spans = append(spans, s)
		} else if len(e.Sessions) > 1 {
			single = append(single, s)
		}
	}
	w.objects("eventSchedule", "Schedule", len(spans), func(i int) { w.schedule(spans[i], zone) })
	w.objects("subEvent", "Event", len(single), func(i int) {
		s := single[i]
		start, length := s.within(zone)
		w.some("name", clean(cmp.Or(s.Title, e.Name)))
		w.some("url", uri(s.URL))
		w.dates(start, start.Add(length))
		e.state(w)
	})
}

func (w *jsonWriter) schedule(s Session, zone *time.Location) {
	start, length := s.within(zone)
	w.text("startDate", DateOf(start).String())
	w.text("endDate", s.Until.String())
	w.text("startTime", start.Format(time.TimeOnly))
	if length > 0 {
		w.text("endTime", start.Add(length).Format(time.TimeOnly))
	}
	frequency := "P1D" // ISO 8601
	var days, except []string
	for _, d := range s.Weekdays.sorted() {
		frequency = "P1W"
		days = append(days, schemaContext+"/"+d.String())
	}
	for _, d := range s.Except {
		except = append(except, d.String())
	}
	w.text("repeatFrequency", frequency)
	w.list("byDay", days)
	w.list("exceptDate", except)
	w.text("scheduleTimezone", clean(zone.String()))
}

// terms returns the terms for the words among said.
func terms(known []term, said []string) []string {
	var list []string
	for _, t := range known {
		if slices.Contains(said, t.word) {
			list = append(list, t.name)
		}
	}
	return list
}

func (e *LinkedEvent) offer(w *jsonWriter, zone *time.Location) {
	o := e.Offer
	if !o.Free && o.Fee == "" && o.URL == "" && !o.Full {
		return
	}
	w.object("offers", "Offer")
	if o.Free {
		w.raw("price", "0")
		w.text("priceCurrency", "CNY")
	}
	w.some("description", clean(o.Fee))
	availability := schemaContext + "/InStock"
	if o.Full {
		availability = schemaContext + "/SoldOut"
	}
	w.text("availability", availability)
	w.some("url", cmp.Or(uri(o.URL), uri(e.URL)))
	w.some("validFrom", stamp(in(o.Opens, zone)))
	w.some("availabilityEnds", stamp(in(o.Closes, zone)))
	w.end('}')
}

// BreadcrumbsLD returns the trail from the home page to the page itself as
// JSON-LD (schema.org/BreadcrumbList).
func BreadcrumbsLD(trail []Crumb) string {
	w := newLD()
	w.text("@type", "BreadcrumbList")
	w.key("itemListElement")
	w.begin('[')
	for i, c := range trail {
		w.begin('{')
		w.text("@type", "ListItem")
		w.raw("position", strconv.Itoa(i+1))
		w.text("name", clean(c.Name))
		w.some("item", uri(c.URL))
		w.end('}')
	}
	w.end(']')
	return w.done()
}

// SiteLD returns the site and those who publish it as JSON-LD
// (schema.org/WebSite, schema.org/Organization).
func SiteLD(s LinkedSite) string {
	w := newLD()
	w.text("@type", "WebSite")
	w.text("name", clean(s.Name))
	w.some("description", clean(s.Description))
	w.text("url", uri(s.URL))
	w.list("inLanguage", cleanAll(s.Langs))
	w.parties("publisher", s.Publishers)
	return w.done()
}

func isoDate(d Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
