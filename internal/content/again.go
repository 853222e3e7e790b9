package content

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
)

// Loaded is a site that was read, for a program that reads it again when few of
// its files are others. It never changes.
type Loaded struct{ *loader }

// together asks what concerns all documents.
func (l *loader) together() {
	l.programme()
	l.untranslated()
	l.whole, l.list = l.list, nil
}

// Campaign returns what was read.
func (l *Loaded) Campaign() *campaign.Campaign { return l.c }

// Told returns what is to be told of the site.
func (l *Loaded) Told() diag.List {
	list := slices.Clone(l.listing)
	for _, w := range l.works {
		list = append(list, w.list...)
	}
	return append(list, l.whole...)
}

// maxAgain bounds how many files are read again by themselves.
const maxAgain = 50

// Again reads the site in fsys, which differs from that of l in nothing but the
// files named, as Load would; nil when more than the files of events that were
// there has changed, so that all has to be read. texts says that nothing but texts
// are others: the facts, and where links lead, are the same. The time of
// publication stays.
func (l *Loaded) Again(fsys fs.FS, options Options, names []string) (n *Loaded, texts bool, err error) {
	if len(names) > maxAgain {
		return nil, false, nil
	}
	own, c := *l.loader, *l.c
	own.fsys, own.c, own.options, own.works = fsys, &c, options, slices.Clone(l.works)
	own.options.Now = l.options.Now
	c.Open = func(file string) (*diag.Source, error) { return Source(fsys, file) }
	c.Events = slices.Clone(c.Events)
	texts = true
	for len(names) > 0 {
		at := slices.IndexFunc(own.works, func(w *work) bool { return w.has(names[0]) })
		if at < 0 {
			return nil, false, nil
		}
		was := own.works[at]
		w, err := own.reread(was.event)
		if w == nil {
			return nil, false, err
		}
		own.works[at] = w
		c.Events = slices.DeleteFunc(c.Events, func(e *campaign.Event) bool { return e == was.event })
		if own.publish(w.event) {
			at, _ := slices.BinarySearchFunc(c.Events, w.event, (*campaign.Event).Compare)
			c.Events = slices.Insert(c.Events, at, w.event)
		}
		texts = texts && sameFacts(was.event, w.event)
		names = slices.DeleteFunc(slices.Clone(names), was.has)
	}
	if !texts {
		c.Next = own.next
		for _, w := range own.works {
			if w.event != nil {
				own.publish(w.event) // which notes when it will be
			}
		}
		own.together()
	}
	return &Loaded{&own}, texts, nil
}

// OnlyTexts tells whether the site, when the files named held what has these
// digests, was another in nothing but texts of events. What is remembered of these
// events says so, so the answer may be false because too little is.
func (l *Loaded) OnlyTexts(was map[string]digest.Sum) bool {
	fsys, ok := l.fsys.(known)
	if !ok || l.options.Memory == nil || len(was) > maxAgain {
		return false
	}
	for name := range was {
		at := slices.IndexFunc(l.works, func(w *work) bool { return w.has(name) })
		if at < 0 {
			return false
		}
		now := l.works[at].event
		var parts []string
		for _, p := range now.Prose {
			sum, edited := was[p.File]
			if !edited {
				sum, _ = fsys.Known(p.File)
			}
			parts = append(parts, p.File, string(sum[:]))
		}
		value, _ := l.options.Memory.Get(l.keyOf(parts))
		before, ok := l.decode(value)
		if !ok {
			return false
		}
		if before.event.Files = now.Files; !sameFacts(before.event, now) {
			return false
		}
	}
	return true
}

// has tells whether a file is one of an event.
func (w *work) has(file string) bool {
	return w.event != nil && slices.ContainsFunc(w.event.Prose, func(p campaign.Prose) bool { return p.File == file })
}

// reread reads an event of which files have changed; nil when it is none any more.
func (l *loader) reread(was *campaign.Event) (*work, error) {
	w := new(work)
	for i, p := range was.Prose {
		page, _ := l.classify(p.File)
		if i == 0 {
			w.original = page
		} else {
			w.translations = append(w.translations, page)
		}
	}
	if err := l.read(w); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if w.event == nil || len(w.event.Prose) != len(was.Prose) {
		return nil, nil
	}
	return w, nil
}

// sameFacts tells whether two events differ in nothing but their texts: whether
// they would be remembered as the same otherwise.
func sameFacts(a, b *campaign.Event) bool {
	if a == nil || b == nil || a.Facts != b.Facts || !slices.Equal(a.Files, b.Files) {
		return false
	}
	var said [2][]byte
	for i, e := range []*campaign.Event{a, b} {
		bare := *e
		bare.Prose = slices.Clone(e.Prose)
		for j := range bare.Prose {
			bare.Prose[j].Text = digest.Sum{}
		}
		said[i] = encode(&work{event: &bare})
	}
	return bytes.Equal(said[0], said[1])
}
