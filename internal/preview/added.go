package preview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"time"
)

// added is what the server adds to a page: one element before the end of its
// head. The script runs before those of the page, whose clock it may set, and
// reaches the server through a worker: the page's own policy, which is that of
// the published page, lets it connect to nobody.
const added = `<script src="/.bunting/preview.js" data-page="%s"></script>`

// A pageState is what the script must know at once.
type pageState struct {
	Digest string `json:"digest"` // of the page without what is added
	Round  int    `json:"round"`
	Now    string `json:"now,omitempty"`  // the moment that is now on the page (RFC 3339); none: the clock's
	Date   string `json:"date,omitempty"` // the same as a date and time of the campaign's zone
	Drafts bool   `json:"drafts"`
}

var headEnd = []byte("</head>")

// add adds the element to a page.
func add(page []byte, state pageState) []byte {
	data, _ := json.Marshal(state) // strings, numbers
	element := fmt.Appendf(nil, added, html.EscapeString(string(data)))
	at := bytes.Index(page, headEnd)
	if at < 0 {
		at = 0 // a page of somebody's own; it may not even have a doctype
		if bytes.HasPrefix(bytes.ToLower(page[:min(len(page), 9)]), []byte("<!doctype")) {
			at = bytes.IndexByte(page, '>') + 1
		}
	}
	out := make([]byte, 0, len(page)+len(element))
	return append(append(append(out, page[:at]...), element...), page[at:]...)
}

// now fills in the clock of a choice.
func (p *pageState) now(t time.Time, zone *time.Location) {
	if !t.IsZero() {
		p.Now, p.Date = t.Format(time.RFC3339), t.In(zone).Format(minutes)
	}
}

// minutes is how browsers write a date and time that somebody chose.
const minutes = "2006-01-02T15:04"
