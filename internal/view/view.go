// Package view holds what templates may show: one struct for each kind of
// page, in pages.go, made of the parts in this file.
//
// A view is a plain value, copied whole: no pointers, functions, interfaces
// or maps (a test says so). It is complete: whatever its page shows is in
// it, in the page's language, so two equal views give two equal pages. Paths
// begin with the site's base path and are ready for href; URLs are absolute.
package view

import "html/template"

// Chrome is what every page shows around its own content.
type Chrome struct {
	Lang, Dir   string  // BCP 47 tag and "ltr" or "rtl", of the interface
	Title       string  // the page's own title, for <title> and breadcrumbs
	Description string  // plain text, for search engines and shared links
	URL         string  // canonical
	Image       string  // absolute URL of the picture for shared links; may be empty
	Lead        Picture // of the page's first photo, to be asked for early; the zero value without
	NoIndex     bool
	Alternates  []Alternate
	Languages   []LanguageLink
	Site        Site
	Nav         []Link
	Trail       []Link // breadcrumbs from the home page to this one, the last without a path
	Feeds       []Feed
	Meta        []Meta        // meta elements that public sites in China carry
	JSONLD      []template.JS // schema.org descriptions
}

// Site is what all pages of one language share.
type Site struct {
	Key                     string // a digest of the rest; empty, or equal only for equal sites
	Name, Slogan, SubSlogan Text
	Label                   Text   // what every event page shows
	Home                    string // path
	Logos                   []string
	Icons                   []Icon // for tabs; empty when the logos give none
	TouchIcon               string // path of a PNG for the home screens of phones; may be empty
	Dates                   Span   // of the campaign
	Unit                    string // what the campaign is: science day, week or month
	Edition                 string // which one it is, in words; may be empty
	Manifest                string // path of the web app manifest
	Policy                  string // the Content-Security-Policy, the same as the server's
	Sponsor                 string
	SiteCode                string
	ICP, ICPLink            string
	Police, PoliceLink      string
	Corrections             string // address at which to report errors
	Contacts                []Contact
	FooterPages             []Link
	Params                  []Param // what config.toml has under [params]
}

// Icon is a picture of the site, with its media type and, as HTML's sizes has
// it, "32x32" or "any".
type Icon struct{ Path, Type, Sizes string }

// Param is a value of [params]: its name with dots for tables and list
// indexes, in order of names.
type Param struct{ Name, Value string }

// Alternate is the same page in another language (hreflang).
type Alternate struct{ Lang, URL string }

// LanguageLink leads to the same page in another language, by the language's
// own name.
type LanguageLink struct {
	Lang, Dir, Name, Path string
	Current               bool
}

// Link is a text with a path, or with a telephone number to call; without
// either it is only text.
type Link struct {
	Text, Path string
	Phone      string // as tel: wants it (RFC 3966); escapers let no path begin with tel:
	Lang       string // of the text when it differs from the page's
	Current    bool   // the page itself, or the section that it is in
}

// Feed is a machine-readable form of a page.
type Feed struct{ Title, Path, Type string }

// Meta is a name with its content.
type Meta struct{ Name, Content string }

// Text is plain text with the language it is in when that differs from the
// page's.
type Text struct {
	Text, Lang, Dir string
}

// Prose is text with marks, safe to show as it is.
type Prose struct {
	HTML      template.HTML
	Lang, Dir string // when they differ from the page's
	// Fallback names the language of the text, in the page's language, when
	// the text is not translated; empty otherwise.
	Fallback string
}

// Date is a moment or a day: for machines as RFC 3339 or ISO 8601 has it,
// for people as the page's language writes it.
type Date struct{ Machine, Text string }

// Span is a time with begin and end, written as one.
type Span struct {
	Start, End string // machine-readable
	Text       string
}

// Contact is whom to ask.
type Contact struct {
	Name                             Text
	Phone, PhoneLink, Email, Address string
}

// Badge marks an event in words. Kind is for style: status-cancelled,
// status-postponed, status-rescheduled, status-moved-online, full, ended,
// online, mixed, free, private, featured.
type Badge struct{ Kind, Text string }

// Card is an event in a list.
type Card struct {
	Path       string
	Title      Text
	Summary    Text
	When       Span   // of the whole event
	Next       []Span // each occurrence, at most 8, for marking now and ended in the browser
	Place      Text
	Region     Text
	Badges     []Badge // status first
	Note       Text    // of the status
	Off        bool    // cancelled or postponed: it does not take place as planned
	Audience   []string
	Actions    []Link
	Attendance string  // offline, online or mixed
	Thumb      Picture // cropped to 3:2
}

// Picture is a photo in the sizes that a browser may choose from; the zero
// value is none.
type Picture struct {
	Src, Srcset   string // JPEG, or PNG with transparent parts: path of the middle one, and "path 480w, path 960w"
	WebP          string // srcset of the same as WebP; empty unless the config asks for it
	Full          string // path of the largest
	Smallest      Source // of the files that most browsers choose from: of WebP, if there is any
	Larger        []Source
	Type          string // their media type
	Width, Height int    // pixels of the largest
	Tint          string // three colours from top to bottom, "#8fa3b8,#6d7f62,#40392f"
	Alt           Text
}

// Source is a picture's file in one size.
type Source struct {
	Path  string
	Width int // pixels
}

// Photo is a picture with words.
type Photo struct {
	ID              string // anchor on its page
	Picture         Picture
	Caption, Credit Text
	Page            Link   // to the photo on the page that it belongs to; empty there
	Original        string // path of the photo as it was taken; empty unless the config asks for it
}

// Video is a film that plays on the page when it is asked to, or a link to one
// elsewhere.
type Video struct {
	ID                         string // anchor on its page
	Title, Description, Credit Text
	Poster                     Picture // the zero value without
	Path, Type, Size           string  // of the file: its media type, its size in words; empty for one elsewhere
	Tracks                     []Track
	URL                        string // of one elsewhere
	Event                      Link   // to the video on its event's page; empty there
}

// Track is a film's captions in one language.
type Track struct {
	Path, Lang, Label string
	Default           bool // they are in the page's language
}

// Tile is a subject that has a page of its own: an action, strand, region,
// venue or day.
type Tile struct {
	Path    string
	Name    Text
	Summary Text
	Counted string // 12 events; empty when there are none
}

// Pager leads through the pages of a list. Paths are empty where there is no
// such page; First is that of a long list only, on its further pages.
type Pager struct {
	// Heading is how many entries the list has, in words; on a further page of
	// a long list the regions or the times of those on it.
	Heading               string
	First, Previous, Next string
	// Pages are those to go to, the current one among them: all of a short list
	// or those near, by number, with gaps as links without a path; of a long
	// list the current one by what it is called. Empty where there is only one.
	Pages []Link
	Jumps []Link // where the regions, days or hours of a long list begin; on its first page
}

// Item is one line of a timetable: an occurrence of an event.
type Item struct {
	Card    Card
	Time    Span // on that day
	Session Text // the session's own title, may be empty
	Room    Text
}

// Slot is all that begins at one time.
type Slot struct {
	Time  Date
	Items []Item
}

// Fact is a labelled value of an event page.
type Fact struct {
	Kind  string // for style and icons: when, where, who, booking, fee, language, access …
	Label string
	Lines []Link
}

// Map is a link that opens a place in a map application.
type Map struct{ Name, URL string }

// Attachment is a file to fetch.
type Attachment struct {
	Path  string
	Title Text
	Type  string // PDF, CSV …
	Size  string // in words: 120 kB
}
