package feed

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

func workshop() LinkedEvent {
	day := func(d, h int) time.Time { return time.Date(2021, 9, d, h, 0, 0, 0, shanghai) }
	return LinkedEvent{
		Name: "Carbon fair", URL: "https://kepu.example/e.html", Zone: shanghai,
		Sessions: []Session{
			{Start: day(12, 14).UTC(), End: day(12, 16), Title: "Repeat"},
			{Start: day(11, 10), End: day(11, 12)},
			{Start: day(11, 22), End: day(12, 2), Span: Span{Date{2021, 9, 17}, Weekdays{time.Sunday, time.Saturday}, []Date{{2021, 9, 13}}}},
		},
		PreviousStart: day(10, 10), Status: Rescheduled, Attendance: Mixed,
		Place:  LinkedPlace{Name: "Science hall", Address: "1 Road", Region: "Ili", Geo: Point{43.9, 81.3}},
		Online: "https://live.example/1", Performers: []Performer{{"Li", "Museum"}},
		Organizers:    []Party{{"Association", "https://xjast.example"}},
		Offer:         Offer{Free: true, Full: true, Opens: day(1, 8), Capacity: 200},
		Accessibility: []string{"wheelchair", "captions", "sign-language", "unheard-of"},
		Spoken:        []string{"zh", "ug"}, Audience: []string{"families"},
		Campaign: LinkedCampaign{"Science day", "https://kepu.example/", Date{2021, 9, 11}, Date{2021, 9, 17}},
	}
}

func TestEventLD(t *testing.T) {
	const place = `{"@type":"Place","name":"Science hall","address":{"@type":"PostalAddress","streetAddress":"1 Road","addressRegion":"Ili"},
"geo":{"@type":"GeoCoordinates","latitude":43.9,"longitude":81.3},"amenityFeature":[{"@type":"LocationFeatureSpecification","name":"wheelchair accessible","value":true}]},
{"@type":"VirtualLocation","url":"https://live.example/1"}`
	const state = `"eventStatus":"https://schema.org/EventRescheduled","eventAttendanceMode":"https://schema.org/MixedEventAttendanceMode"`
	sameJSON(t, EventLD(workshop()), `{"@context":"https://schema.org","@type":"Event","name":"Carbon fair","url":"https://kepu.example/e.html",
"startDate":"2021-09-11T10:00:00+08:00","endDate":"2021-09-18T02:00:00+08:00","previousStartDate":"2021-09-10T10:00:00+08:00",`+state+`,
"location":[`+place+`],"organizer":[{"@type":"Organization","name":"Association","url":"https://xjast.example"}],
"performer":[{"@type":"Person","name":"Li","affiliation":{"@type":"Organization","name":"Museum"}}],
"offers":{"@type":"Offer","price":0,"priceCurrency":"CNY","availability":"https://schema.org/SoldOut","url":"https://kepu.example/e.html","validFrom":"2021-09-01T08:00:00+08:00"},
"isAccessibleForFree":true,"maximumAttendeeCapacity":200,"audience":[{"@type":"Audience","audienceType":"families"}],"inLanguage":["zh","ug"],
"accessibilityFeature":["signLanguage","captions"],
"eventSchedule":[{"@type":"Schedule","startDate":"2021-09-11","endDate":"2021-09-17","startTime":"22:00:00","endTime":"02:00:00","repeatFrequency":"P1W",
"byDay":["https://schema.org/Saturday","https://schema.org/Sunday"],"exceptDate":["2021-09-13"],"scheduleTimezone":"Asia/Shanghai"}],
"subEvent":[{"@type":"Event","name":"Repeat","startDate":"2021-09-12T14:00:00+08:00","endDate":"2021-09-12T16:00:00+08:00",`+state+`,"location":[`+place+`]},
{"@type":"Event","name":"Carbon fair","startDate":"2021-09-11T10:00:00+08:00","endDate":"2021-09-11T12:00:00+08:00",`+state+`,"location":[`+place+`]}],
"superEvent":{"@type":"Festival","name":"Science day","url":"https://kepu.example/","startDate":"2021-09-11","endDate":"2021-09-17"}}`)
}

func TestEventLDOfOneSession(t *testing.T) {
	e := workshop()
	e.Sessions = e.Sessions[1:2]
	e.Offer = Offer{Fee: "30元", Closes: time.Date(2021, 9, 10, 0, 0, 0, 0, shanghai)}
	var got ldEvent
	if err := json.Unmarshal([]byte(EventLD(e)), &got); err != nil {
		t.Fatal(err)
	}
	if got.SubEvents != nil || got.Schedule != nil || got.EndDate != "2021-09-11T12:00:00+08:00" {
		t.Errorf("%+v", got)
	}
	want := &ldOffer{Type: "Offer", Description: "30元", Availability: "https://schema.org/InStock", URL: "https://kepu.example/e.html", Ends: "2021-09-10T00:00:00+08:00"}
	if !reflect.DeepEqual(got.Offers, want) || got.Free {
		t.Errorf("offer %+v", got.Offers)
	}
}

func TestBreadcrumbsLD(t *testing.T) {
	sameJSON(t, BreadcrumbsLD([]Crumb{{"Home", "https://kepu.example/"}, {"Fair", ""}}),
		`{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[
{"@type":"ListItem","position":1,"name":"Home","item":"https://kepu.example/"},{"@type":"ListItem","position":2,"name":"Fair"}]}`)
}

func TestArticleAndPlaceLD(t *testing.T) {
	sameJSON(t, ArticleLD(LinkedArticle{Type: "NewsArticle", Headline: "Stars", URL: "https://kepu.example/n.html", Image: "https://kepu.example/pictures/a.jpg",
		Published: time.Date(2021, 9, 11, 10, 0, 0, 0, shanghai), Lang: "en-GB", Publisher: Party{Name: "Association"}}),
		`{"@context":"https://schema.org","@type":"NewsArticle","headline":"Stars","url":"https://kepu.example/n.html","image":"https://kepu.example/pictures/a.jpg",
"datePublished":"2021-09-11T10:00:00+08:00","inLanguage":"en-GB","publisher":{"@type":"Organization","name":"Association"}}`)
	sameJSON(t, PlaceLD(LinkedPlace{Name: "Hall", Address: "North Road 1", Image: "https://kepu.example/pictures/b.jpg"}),
		`{"@context":"https://schema.org","@type":"Place","name":"Hall","image":"https://kepu.example/pictures/b.jpg",
"address":{"@type":"PostalAddress","streetAddress":"North Road 1"}}`)
}

func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(got), &g); err != nil || !reflect.DeepEqual(g, w) {
		t.Errorf("%v, got:\n%s\nwant:\n%s", err, got, strings.ReplaceAll(want, "\n", ""))
	}
}

func TestAtom(t *testing.T) {
	at := time.Date(2021, 9, 11, 10, 0, 0, 0, shanghai)
	got := string(AppendAtom(nil, Feed{ID: "https://kepu.example/feed.xml", Title: "科普日", Lang: "zh", Self: "https://kepu.example/feed.xml", Updated: at,
		Entries: []Entry{{ID: "tag:kepu.example,2021:1", Title: "A", Lang: "en", Updated: at, URL: "https://kepu.example/新.html", Content: "<p>1 &lt; 2</p>"}}}))
	want := `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh">
 <id>https://kepu.example/feed.xml</id>
 <title>科普日</title>
 <updated>2021-09-11T10:00:00+08:00</updated>
 <author>
  <name>科普日</name>
 </author>
 <link rel="self" type="application/atom+xml" href="https://kepu.example/feed.xml"></link>
 <entry xml:lang="en">
  <id>tag:kepu.example,2021:1</id>
  <title>A</title>
  <updated>2021-09-11T10:00:00+08:00</updated>
  <link rel="alternate" type="text/html" href="https://kepu.example/%E6%96%B0.html"></link>
  <content type="html">&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;</content>
 </entry>
</feed>
`
	if got != want {
		t.Errorf("got:\n%s", got)
	}
}

func TestRobotsTxt(t *testing.T) {
	if got := string(RobotsTxt(Robots{Sitemap: "https://kepu.example/sitemap.xml"})); got != "User-agent: *\nAllow: /\n\nSitemap: https://kepu.example/sitemap.xml\n" {
		t.Errorf("got %q", got)
	}
	if got := string(RobotsTxt(Robots{Disallow: []string{"/embed/", "/a#b?c d"}})); got != "User-agent: *\nDisallow: /embed/\nDisallow: /a%23b%3Fc%20d\n" {
		t.Errorf("got %q", got)
	}
}

func TestHeaders(t *testing.T) {
	got := string(Headers([]HeaderRule{{"/assets/*", []Header{{"Cache-Control", "public, max-age=31536000, immutable"}, {"bad name", "x"}, {"", "x"}, {"A:\nB", "x"}}}}))
	if want := "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestRedirects(t *testing.T) {
	got := string(Redirects([]Redirect{
		{"/old/", "/new.html#part", 302}, {"old:x/:y*", "https://kepu.example:8080/:z", 0}, {"/活动", "/events/", 200}, {"/x", "javascript:alert(1)", 301},
	}))
	want := "/old/ /new.html#part 302\n/old%3Ax/%3Ay%2A https://kepu.example:8080/%3Az 301\n/%E6%B4%BB%E5%8A%A8 /events/ 301\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// The same input gives the same bytes, and no writer changes its input.
func TestDeterministic(t *testing.T) {
	for _, s := range subjects {
		v, same := s.new(), s.new()
		for _, x := range []any{v, same} {
			fill(reflect.ValueOf(x).Elem(), "", func(f string) string { return marker(0, f) + "\u2028" })
		}
		first := string(s.out(v))
		if string(s.out(v)) != first {
			t.Errorf("%s: two runs differ", s.name)
		}
		if s.name != "event sessions" && !reflect.DeepEqual(v, same) {
			t.Errorf("%s: the input was changed", s.name)
		}
	}
}
