package content

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/parallel"
	"bunting/internal/tomlfile"
)

// A work is one document with its translations.
type work struct {
	original     *page
	translations []*page
	list         diag.List
	event        *campaign.Event // what it was settled to, when it is one
	listed       bool            // its photos are listed in its facts
	keep         func()          // puts a document that is no event into the campaign; nil until it is settled
}

// add puts a page into its work.
func (l *loader) add(p *page) {
	key := p.section + "/" + p.path
	w := l.byName[key]
	if w == nil {
		w = &work{}
		l.byName[key] = w
		l.works = append(l.works, w)
	}
	switch {
	case p.lang != l.c.Default():
		w.translations = append(w.translations, p)
	case w.original != nil:
		l.list.Add(diag.DuplicateAddress, p.src.Whole(), strings.TrimPrefix(key, "pages/"), w.original.src.Name)
	default:
		w.original = p
	}
}

// assemble turns the pages into the campaign's documents, several at once.
// The notice comes first: it dates what has no date of its own.
func (l *loader) assemble() error {
	l.listNames()
	if w := l.byName["notice/notice"]; w != nil {
		if err := l.read(w); err != nil {
			return err
		}
	}
	l.settings = l.decides()
	l.options.Held.begin()
	err := parallel.For(l.options.Jobs, len(l.works), func(i int) error {
		w := l.works[i]
		if w.keep != nil {
			return nil
		}
		return l.recall(w)
	})
	if err != nil {
		return err
	}
	l.byName = nil
	for _, w := range l.works {
		if w.event == nil {
			w.keep()
		}
	}
	l.next = l.c.Next
	for _, w := range l.works {
		if w.event != nil && l.publish(w.event) {
			l.c.Events = append(l.c.Events, w.event)
		}
	}
	slices.SortFunc(l.c.Events, (*campaign.Event).Compare)
	slices.SortFunc(l.c.News, func(a, b *campaign.News) int {
		return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.Path, b.Path))
	})
	slices.SortFunc(l.c.Pages, func(a, b *campaign.Page) int {
		return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Path, b.Path))
	})
	return nil
}

// decides returns the digest of all of the config that decides what is read of a
// document, and told of it. What lists are called decides guesses only, which
// go with errors, and no document with errors is remembered.
func (l *loader) decides() digest.Sum {
	c := l.c
	parts := []string{c.Published.String(), c.Zone.String(), c.Start.String(), fmt.Sprintf("%q %q %+v", c.Links.Allow, c.Links.Deny, c.Images)}
	for _, lang := range c.Languages {
		parts = append(parts, string(lang.Lang))
	}
	parts = append(parts,
		idsOf(c.Regions, func(r campaign.Region) string { return r.ID }), idsOf(c.Venues, func(v campaign.Venue) string { return v.ID }),
		idsOf(c.Actions, func(a campaign.Action) string { return a.ID }), idsOf(c.Strands, func(s campaign.Topic) string { return s.ID }),
		idsOf(c.Organizers, func(o campaign.Organizer) string { return o.ID }), idsOf(c.Offices, func(o campaign.Office) string { return o.ID }))
	for _, v := range c.Venues {
		parts = append(parts, idsOf(v.Rooms, func(r campaign.Room) string { return r.ID }))
	}
	return digest.Key(parts...)
}

func idsOf[T any](list []T, id func(T) string) string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = id(e)
	}
	return fmt.Sprintf("%q", out)
}

// listNames sorts the names of the files in each folder.
func (l *loader) listNames() {
	for folder, files := range l.files {
		l.names[folder] = slices.Sorted(maps.Keys(files))
	}
}

// read reads a work's files and settles it. What was read is dropped: only
// the document and the mistakes stay.
func (l *loader) read(w *work) error {
	for _, p := range w.pages() {
		if err := p.read(l.fsys); err != nil {
			return err
		}
		p.decode(l.languageTags, l.c.Default())
		l.weekdays(p)
	}
	if err := l.document(w); err != nil {
		return err
	}
	for _, p := range w.pages() {
		w.list = append(w.list, p.list...)
	}
	w.original, w.translations = nil, nil
	return nil
}

// pages returns the files of a work, the original first if there is one.
func (w *work) pages() []*page {
	if w.original == nil {
		return w.translations
	}
	return append([]*page{w.original}, w.translations...)
}

// document checks one document and settles how it is kept.
func (l *loader) document(w *work) error {
	w.keep = func() {}
	if w.original == nil {
		for _, p := range w.translations {
			p.list.Add(diag.OrphanTranslation, p.src.Whole(), p.originalName())
		}
		return nil
	}
	p := w.original
	if p.front == nil {
		return nil
	}
	k := &asker{Checker: tomlfile.Checker{File: p.front}, l: l}
	var err error
	switch r := p.raw.(type) {
	case *rawEvent:
		e := k.event(r, k.shared(w, &r.rawShared))
		e.Attach(k.attachments(w, r.Attachments))
		e.Videos = k.videos(p, r.Videos)
		k.photos(w, &e.Document, r.Photos, e.Videos...)
		hidden := l.hidden(e.Draft, e.PublishAt)
		if err = k.look(w, &e.Document, hidden); err == nil && !hidden {
			err = k.watch(e)
		}
		for _, t := range w.translations {
			l.translateEvent(t, e)
		}
		w.event = e
	case *rawNews:
		n := &campaign.News{Document: k.shared(w, &r.rawShared), Source: r.Source, URL: r.URL}
		k.Required(r.Title != "", `"…"`, "title")
		n.Date = k.date(r.Date)
		n.Updated = latest(n.Date, l.c.Published)
		k.WebAddress(r.URL, "url")
		k.photos(w, &n.Document, r.Photos)
		err = k.keep(w, &n.Document, r.Draft, r.PublishAt, func() { l.c.News = append(l.c.News, n) })
	case *rawPage:
		k.Required(r.Title != "", `"…"`, "title")
		g := &campaign.Page{Document: k.shared(w, &r.rawShared)}
		k.photos(w, &g.Document, r.Photos)
		err = k.keep(w, &g.Document, r.Draft, r.PublishAt, func() { l.c.Pages = append(l.c.Pages, g) })
	case *rawNotice:
		n := k.notice(w, r)
		err = k.keep(w, &n.Document, r.Draft, r.PublishAt, func() { l.c.Notice = n })
	case *rawVenue:
		err = k.longer(w, &r.rawTopic, r.Photos)
	case *rawTopic:
		err = k.longer(w, r, nil)
	}
	p.list = append(p.list, k.List...)
	return err
}

// keep settles that a document, unless it is hidden, is kept.
func (k *asker) keep(w *work, d *campaign.Document, draft bool, publishAt time.Time, keep func()) error {
	at := k.l.local(publishAt)
	w.keep = func() {
		if k.l.visible(draft, at) {
			keep()
		}
	}
	return k.look(w, d, k.l.hidden(draft, at))
}

// longer reads the longer text of what the config lists; photos are of venues
// only.
func (k *asker) longer(w *work, r *rawTopic, photos []rawPhoto) error {
	d := k.prose(w, r.Title, r.Summary)
	k.private(w, r.PersonalData)
	if w.original.section == "venues" {
		k.photos(w, &d, photos)
	}
	to := k.topic(w.original)
	if to == nil {
		return nil
	}
	w.keep = func() { *to = d }
	return k.look(w, &d, false)
}

// shared reads what events, news, pages and the notice have in common.
func (k *asker) shared(w *work, r *rawShared) campaign.Document {
	d := k.prose(w, r.Title, r.Summary)
	d.Weight, d.Slug = r.Weight, r.Slug
	if r.Slug == "" {
		d.Slug = path.Base(d.Path)
	} else if !isName(r.Slug) {
		k.Report(diag.BadName, []string{"slug"}, r.Slug, suggestName(r.Slug))
	}
	for i, alias := range r.Aliases {
		if !isAlias(alias) {
			k.Report(diag.BadAlias, []string{"aliases", strconv.Itoa(i)}, alias)
			alias = "" // the others keep their places
		}
		d.Aliases = append(d.Aliases, alias)
	}
	k.private(w, r.PersonalData)
	return d
}

// private asks that no person's data is published by accident, and no link
// that the config forbids.
func (k *asker) private(w *work, declared string) {
	if declared != "" {
		k.Choice(&declared, []string{"public"}, "personalData")
	}
	personalData(w, declared)
	k.l.links(w)
}

// isAlias tells whether s is a path of this site, from its root.
func isAlias(s string) bool {
	clean := strings.TrimSuffix(s, "/")
	return strings.HasPrefix(s, "/") && len(clean) > 1 && path.Clean(clean) == clean && !strings.ContainsAny(s, "?#\\%\"'<>|*: \t\r\n\x00")
}

// prose collects the document's texts, the default language first.
func (k *asker) prose(w *work, title, summary string) campaign.Document {
	p := w.original
	d := campaign.Document{
		Path: p.path, Slug: path.Base(p.path), Updated: k.l.c.Published, FrontStart: p.start, FrontEnd: p.end, Files: k.l.names[p.folder],
		Prose: []campaign.Prose{k.l.outlined(p, title, summary)},
	}
	facts := []string{p.section, p.path}
	for _, t := range w.translations {
		if r, ok := t.raw.(*rawTranslation); ok {
			d.Prose = append(d.Prose, k.l.outlined(t, cmp.Or(r.Title, title), r.Summary))
		}
	}
	for i, t := range w.pages() {
		facts = append(facts, string(t.lang), t.src.Text[:t.body])
		if i < len(d.Prose) {
			facts = append(facts, d.Prose[i].Lead)
		}
	}
	d.Facts = digest.Key(facts...)
	return d
}

// outlined returns what the campaign keeps of a page's text.
func (l *loader) outlined(p *page, title, summary string) campaign.Prose {
	markdown := p.src.Text[p.body:]
	out := campaign.Prose{Lang: p.lang, Title: title, Summary: summary, File: p.src.Name, Body: p.body, Text: digest.OfText(markdown)}
	if l.options.Outline != nil {
		out.Outline = l.options.Outline(markdown, summary == "")
	}
	return out
}

// date reads a day, or a day with a time.
func (k *asker) date(v any) time.Time {
	t, ok := v.(time.Time)
	switch {
	case !ok || t.Location().String() == "time-local":
		k.Required(false, "2021-09-11", "date")
		if v != nil {
			k.Report(diag.TypeMismatch, []string{"date"}, "date", diag.Words{EN: "a date", ZH: "日期"}, diag.Words{EN: "something else", ZH: "其他内容"}, "2021-09-11")
		}
		return k.l.c.Published
	case t.Location().String() == "date-local":
		return campaign.DateOf(t).In(k.l.c.Zone)
	}
	return k.l.local(t)
}

func (k *asker) notice(w *work, r *rawNotice) *campaign.Notice {
	k.Required(r.Title != "", `"…"`, "title")
	n := &campaign.Notice{
		Document: k.shared(w, &r.rawShared), Number: r.Number, Index: r.Index, Issuer: r.Issuer, Department: r.Department,
		Signed: r.Signed, Issued: r.Issued, Validity: r.Validity, Addressees: r.Addressees,
		Signers: k.bodies(r.Signers, "signers"), Source: r.Source,
	}
	n.Attach(k.attachments(w, r.Attachments))
	if n.Issued != 0 {
		n.Updated = n.Issued.In(k.l.c.Zone)
		k.l.c.Published = n.Updated
	}
	return n
}

// topic returns where the longer text of what the config lists belongs.
func (k *asker) topic(p *page) *campaign.Document {
	c, known, code := k.l.c, k.l.regions, diag.UnknownRegion
	switch p.section {
	case "home":
		return &c.Home
	case "venues":
		known, code = k.l.venues, diag.UnknownVenue
		if v := c.Venue(p.path); v != nil {
			return &v.Text
		}
	case "actions":
		known, code = k.l.actions, diag.UnknownAction
		if a := c.Action(p.path); a != nil {
			return &a.Text
		}
	case "strands":
		known, code = k.l.strands, diag.UnknownStrand
		if s := c.Strand(p.path); s != nil {
			return &s.Text
		}
	case "regions":
		if r := c.Region(p.path); r != nil {
			return &r.Text
		}
	}
	k.List = append(k.List, diag.New(code, p.src.Whole(), p.path, known.String()).WithGuess(known.Guess(p.path)))
	return nil
}

// attachments asks that the files exist, and gives their titles in all
// languages.
func (k *asker) attachments(w *work, list []rawAttachment) []campaign.Attachment {
	var out []campaign.Attachment
	for i, a := range list {
		f, ok := k.beside(w.original, a.File, "attachments", strconv.Itoa(i), "file")
		if ok && !campaign.Publishable(a.File) {
			k.Report(diag.AttachmentType, []string{"attachments", strconv.Itoa(i), "file"}, a.File)
			ok = false
		}
		if !ok {
			continue
		}
		title := a.Title
		if len(title) == 0 {
			title = campaign.Text{{Text: a.File}}
		}
		for _, t := range w.translations {
			if s := t.titleOf(a.File); s != "" {
				title = title.With(t.lang, s, k.l.c.Default())
			}
		}
		out = append(out, campaign.Attachment{File: a.File, Name: path.Join(w.original.folder, a.File), Title: title, Size: f.size})
	}
	return out
}

// titleOf returns what a translation calls an attached file, or "".
func (p *page) titleOf(name string) string {
	if r, ok := p.raw.(*rawTranslation); ok {
		for _, a := range r.Attachments {
			if a.File == name {
				return a.Title
			}
		}
	}
	return ""
}

// beside asks that name is a file in the page's own folder.
func (k *asker) beside(p *page, name string, at ...string) (file, bool) {
	if name == "" {
		k.Required(false, `"leaflet.pdf"`, at...)
		return file{}, false
	}
	f, ok := k.l.files[p.folder][name]
	if !ok {
		known := k.l.names[p.folder]
		where := diag.Words{EN: "into " + p.folder, ZH: " " + p.folder + " 文件夹"}
		k.List = append(k.List, diag.New(diag.MissingFile, k.Place(at...), name, where).WithGuess(diag.Closest(name, known)))
	}
	return f, ok
}
