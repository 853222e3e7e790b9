package content

import (
	"slices"
	"strconv"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

// translateEvent gives the texts of a translation to its event. Sessions,
// press reports and videos match by their order, attachments by their file.
func (l *loader) translateEvent(t *page, e *campaign.Event) {
	r, ok := t.raw.(*rawTranslation)
	if !ok {
		return
	}
	set := func(to *campaign.Text, text string) { l.translate(t, to, text) }
	for i, s := range r.Sessions {
		if l.matches(t, &e.Document, "sessions", i, i < len(e.Sessions)) {
			set(&e.Sessions[i].Title, s.Title)
		}
	}
	for i, s := range r.Coverage {
		if l.matches(t, &e.Document, "coverage", i, i < len(e.Coverage)) {
			set(&e.Coverage[i].Title, s.Title)
		}
	}
	for i, s := range r.Videos {
		if l.matches(t, &e.Document, "videos", i, i < len(e.Videos)) {
			set(&e.Videos[i].Title, s.Title)
			set(&e.Videos[i].Description, s.Description)
		}
	}
	for i, s := range r.Attachments {
		l.matches(t, &e.Document, "attachments", i, slices.ContainsFunc(e.Attachments, func(a campaign.Attachment) bool { return a.File == s.File }))
	}
}

// translatePhotos gives captions and alt texts of a translation to the photos
// of its document, which match by their file.
func (l *loader) translatePhotos(t *page, d *campaign.Document) {
	r, ok := t.raw.(*rawTranslation)
	if !ok {
		return
	}
	for i, s := range r.Photos {
		n := slices.IndexFunc(d.Photos, func(p campaign.Photo) bool { return p.File == s.File })
		if l.matches(t, d, "photos", i, n >= 0) {
			l.translate(t, &d.Photos[n].Caption, s.Caption)
			l.translate(t, &d.Photos[n].Alt, s.Alt)
		}
	}
}

// translate adds what a translation says, if anything.
func (l *loader) translate(t *page, to *campaign.Text, text string) {
	if text != "" {
		*to = to.With(t.lang, text, l.c.Default())
	}
}

var parts = map[string]diag.Words{
	"sessions":    {EN: "session", ZH: "场次"},
	"coverage":    {EN: "press report", ZH: "报道"},
	"videos":      {EN: "video", ZH: "视频"},
	"photos":      {EN: "photo", ZH: "照片"},
	"attachments": {EN: "attachment", ZH: "附件"},
}

// matches reports the i-th entry of a translation's list when the original
// has no counterpart.
func (l *loader) matches(t *page, d *campaign.Document, key string, i int, ok bool) bool {
	if !ok {
		t.list.Add(diag.TranslationMismatch, t.front.Place(key, strconv.Itoa(i)), parts[key], d.File())
	}
	return ok
}
