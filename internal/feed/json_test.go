package feed

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// What encoding/json reads of JSON-LD, and writes again.

type ldBreadcrumbs struct {
	Context string `json:"@context"`
	Type    string `json:"@type"`
	Items   []struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item,omitempty"`
	} `json:"itemListElement"`
}

type ldSite struct {
	Context     string    `json:"@context"`
	Type        string    `json:"@type"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	URL         string    `json:"url"`
	Languages   []string  `json:"inLanguage,omitempty"`
	Publisher   []ldParty `json:"publisher,omitempty"`
}

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
	RecordedIn    []ldVideo     `json:"recordedIn,omitempty"`
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

type ldArticle struct {
	Context     string   `json:"@context"`
	Type        string   `json:"@type"`
	Headline    string   `json:"headline,omitempty"`
	Description string   `json:"description,omitempty"`
	URL         string   `json:"url,omitempty"`
	Image       string   `json:"image,omitempty"`
	Published   string   `json:"datePublished,omitempty"`
	Language    string   `json:"inLanguage,omitempty"`
	Publisher   *ldParty `json:"publisher,omitempty"`
}

type ldPlace struct {
	Context   string      `json:"@context,omitempty"`
	Type      string      `json:"@type"`
	Name      string      `json:"name,omitempty"`
	URL       string      `json:"url,omitempty"`
	Image     string      `json:"image,omitempty"`
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

type ldVideo struct {
	Type        string    `json:"@type"`
	Name        string    `json:"name,omitempty"`
	Description string    `json:"description,omitempty"`
	URL         string    `json:"url,omitempty"`
	Content     string    `json:"contentUrl,omitempty"`
	Format      string    `json:"encodingFormat,omitempty"`
	Thumbnail   string    `json:"thumbnailUrl,omitempty"`
	Credit      string    `json:"creditText,omitempty"`
	Caption     []ldMedia `json:"caption,omitempty"`
}

type ldMedia struct {
	Type    string `json:"@type"`
	Format  string `json:"encodingFormat"`
	Lang    string `json:"inLanguage,omitempty"`
	Content string `json:"contentUrl,omitempty"`
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

// TestJSONAsEncoded has encoding/json read and write again what is written
// here, and wants the same bytes.
func TestJSONAsEncoded(t *testing.T) {
	again := func(t *rapid.T, data []byte, v any) {
		if err := json.Unmarshal(data, v); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if want, err := json.Marshal(v); err != nil || string(want) != string(data) {
			t.Fatalf("%v, got\n%s\nwant\n%s", err, data, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var e LinkedEvent
		drawn(t, &e)
		e.Place.Geo.Lat = rapid.Float64Range(-1, 1).Draw(t, "latitude")
		e.Accessibility = rapid.SliceOf(rapid.SampledFrom([]string{"captions", "wheelchair", "hearing-loop", "x"})).Draw(t, "accessibility")
		e.Sessions = append(e.Sessions, e.Sessions...)[:rapid.IntRange(0, 4).Draw(t, "sessions")]
		for i := range e.Sessions {
			s := &e.Sessions[i]
			s.End = s.Start.Add(time.Duration(rapid.IntRange(-1, 2).Draw(t, "hours")) * time.Hour)
			if rapid.Bool().Draw(t, "single") {
				s.Span = Span{}
			}
		}
		e.Performers = e.Performers[:rapid.IntRange(0, 2).Draw(t, "performers")]
		e.Videos = e.Videos[:rapid.IntRange(0, 2).Draw(t, "videos")]
		if rapid.Bool().Draw(t, "nowhere") {
			e.Place = LinkedPlace{}
		}
		e.Offer.Free, e.Offer.Capacity = rapid.Bool().Draw(t, "free"), rapid.IntRange(-1, 1).Draw(t, "capacity")
		again(t, []byte(EventLD(e)), new(ldEvent))
		var trail struct{ Crumbs []Crumb }
		drawn(t, &trail)
		again(t, []byte(BreadcrumbsLD(trail.Crumbs[:rapid.IntRange(0, 2).Draw(t, "crumbs")])), new(ldBreadcrumbs))
		var s LinkedSite
		drawn(t, &s)
		again(t, []byte(SiteLD(s)), new(ldSite))
		var a LinkedArticle
		drawn(t, &a)
		again(t, []byte(ArticleLD(a)), new(ldArticle))
		again(t, []byte(PlaceLD(e.Place)), new(ldPlace))
	})
}

func FuzzAppendJSON(f *testing.F) {
	for _, inj := range injections {
		f.Add(inj.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = clean(s)
		want, err := json.Marshal(s)
		if got := append(appendJSON([]byte{'"'}, s), '"'); err != nil || string(got) != string(want) {
			t.Fatalf("got %s, want %s, %v", got, want, err)
		}
	})
}

// TestClean: what is told clean by its bytes is so by its characters.
func TestClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SampledFrom([]string{"a", "中", "。", "，", "\t", "\n", "\r", "\x00", "\x7f", "\u0080", "\u009f", "\u00a0", "\u2027", "\u2028", "\u2029", "\u202a", "\ufffd", "\ufffe", "\uffff", "\xff", "\xc2", "\xe2\x80", "\xef\xbf", "😀"})
		s := strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "pieces"), "")
		if want := utf8.ValidString(s) && !strings.ContainsFunc(s, unclean); isClean(s) != want {
			t.Fatalf("%q is clean: %t", s, !want)
		}
	})
}
