package feed

import (
	"bytes"
	"encoding/xml"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What encoding/xml reads of an Atom feed and of a schedule, and writes again.

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Lang       string         `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomContent
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	XMLName xml.Name `xml:"content"`
	Type    string   `xml:"type,attr"`
	HTML    string   `xml:",chardata"`
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

// drawn fills v with texts of all kinds, addresses and times among them, and
// now and then leaves something empty.
func drawn(t *rapid.T, v any) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "", "科普日", "https://kepu.example/新?a=1&b='2'", "a\tb\nc<d>&\"e'", "zh"}))
	fill(reflect.ValueOf(v).Elem(), "", func(string) string { return text.Draw(t, "text") })
}

// TestXMLAsEncoded has encoding/xml read and write again what is written here,
// and wants the same bytes.
func TestXMLAsEncoded(t *testing.T) {
	again := func(t *rapid.T, data []byte, v any) {
		if err := xml.Unmarshal(data, v); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		var b bytes.Buffer
		b.WriteString(xml.Header)
		enc := xml.NewEncoder(&b)
		enc.Indent("", " ")
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		if b.WriteByte('\n'); b.String() != string(data) {
			t.Fatalf("got\n%s\nwant\n%s", data, b.Bytes())
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var f Feed
		drawn(t, &f)
		f.Entries = f.Entries[:rapid.IntRange(0, 2).Draw(t, "entries")]
		for i := range f.Entries {
			f.Entries[i].Categories = f.Entries[i].Categories[:rapid.IntRange(0, 2).Draw(t, "categories")]
		}
		again(t, AppendAtom(nil, f), new(atomFeed))
	})
	rapid.Check(t, func(t *rapid.T) {
		var s Schedule
		drawn(t, &s)
		s.Talks = s.Talks[:rapid.IntRange(0, 2).Draw(t, "talks")]
		for i := range s.Talks {
			talk := &s.Talks[i]
			talk.Start = talk.Start.Add(time.Duration(rapid.IntRange(-90, 90).Draw(t, "start")) * time.Hour)
			talk.Links = talk.Links[:rapid.IntRange(0, 2).Draw(t, "links")]
		}
		again(t, AppendFrab(nil, s), new(frabSchedule))
	})
}

func TestAppendXML(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := clean(rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{"", "\t", "\n\r", "<&>\"'"}).Draw(t, "marks"))
		var want bytes.Buffer
		xml.EscapeText(&want, []byte(s))
		if got := appendXML(nil, s); string(got) != want.String() {
			t.Fatalf("%q: got %s, want %s", s, got, want.Bytes())
		}
	})
}
