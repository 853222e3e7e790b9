package content

import (
	"slices"
	"strings"
	"sync"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
)

// known is a file system that knows the digests of files whose content it has
// not been asked for.
type known interface {
	// Known returns the digest of a file, if it need not be read for that.
	Known(name string) (digest.Sum, bool)
}

// Held are the events of earlier loads, for a program that loads a site again
// and again: they need not even be decoded. What was not asked for in a load is
// forgotten with the next. The zero Held is empty.
type Held struct {
	mu        sync.Mutex
	past, now map[digest.Sum]held
}

// held is an event as a Memory keeps it, decoded. Nothing in it is changed.
type held struct {
	event  *campaign.Event
	listed bool
	list   diag.List
}

// begin forgets what the last load did not ask for.
func (h *Held) begin() {
	if h != nil {
		h.past, h.now = h.now, make(map[digest.Sum]held, len(h.now))
	}
}

func (h *Held) get(key digest.Sum) (held, bool) {
	if h == nil {
		return held{}, false
	}
	v, ok := h.past[key]
	return v, ok
}

func (h *Held) put(key digest.Sum, v held) {
	if h != nil {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.now[key] = v
	}
}

// recall settles a work: an event that is remembered, and what is to be told
// of it, without reading it. One with errors is read again.
func (l *loader) recall(w *work) error {
	if l.options.Memory == nil && l.options.Held == nil || w.original == nil || w.original.section != "events" {
		return l.read(w)
	}
	key, err := l.key(w)
	if err != nil {
		return err
	}
	v, known := l.options.Held.get(key)
	if !known && l.options.Memory != nil {
		if value, ok := l.options.Memory.Get(key); ok {
			v, known = l.decode(value)
		}
	}
	if known {
		e, ok, err := l.beside(w.original, v)
		if err != nil {
			return err
		}
		if ok {
			w.event, w.list, w.keep = e, v.list, func() {}
			w.original, w.translations = nil, nil
			l.options.Held.put(key, held{e, v.listed, v.list})
			return nil
		}
	}
	if err := l.read(w); err != nil {
		return err
	}
	if w.event == nil || w.list.Errors() > 0 {
		return nil
	}
	value := encode(w)
	if v, ok := l.decode(kept(value)); ok { // all its texts are of one string
		v.event.Files = w.event.Files
		w.event = v.event
	}
	l.options.Held.put(key, held{w.event, w.listed, w.list})
	if l.options.Memory != nil {
		l.options.Memory.Put(key, value)
	}
	return nil
}

// key returns the digest of all that an event is made from but the files
// beside it.
func (l *loader) key(w *work) (digest.Sum, error) {
	var room [8]string // for an event in three languages: no memory is taken
	parts := room[:0]
	look := func(string) (sum digest.Sum, ok bool) { return sum, false }
	if fsys, ok := l.fsys.(known); ok {
		look = fsys.Known
	}
	for _, p := range w.pages() {
		sum, ok := look(p.src.Name)
		if !ok {
			if err := p.load(l.fsys); err != nil {
				return digest.Sum{}, err
			}
			if sum, ok = look(p.src.Name); !ok {
				sum = digest.OfText(p.data)
			}
		}
		parts = append(parts, p.src.Name, string(sum[:]))
	}
	return l.keyOf(parts), nil
}

// keyOf is the key of an event whose files have these names and digests, by turns.
func (l *loader) keyOf(parts []string) digest.Sum {
	return digest.Key(append(parts, "event", string(l.settings[:]))...)
}

// encode writes an event, without what the folder around it says, and what is to
// be told of it.
func encode(w *work) []byte {
	var told string
	if len(w.list) > 0 {
		told = string(w.list.Encode())
	}
	p := packer{out: make([]byte, 0, 2<<10)} // most take less
	p.flag(&w.listed)
	packText(&p, &told)
	p.event(w.event)
	return p.out
}

// values are room for what encode writes.
var values = sync.Pool{New: func() any { return new(strings.Builder) }}

// kept returns value as a part of a larger string (mostRoom).
func kept(value []byte) string {
	room := values.Get().(*strings.Builder)
	defer values.Put(room)
	if room.Cap()-room.Len() < len(value) {
		larger := min(max(2*room.Cap(), leastRoom), mostRoom)
		room.Reset()
		room.Grow(max(len(value), larger))
	}
	begin := room.Len()
	room.Write(value)
	return room.String()[begin:]
}

// rooms are slabs, one for each core.
var rooms = sync.Pool{New: func() any { return new(slabs) }}

// decode returns a remembered event.
func (l *loader) decode(value string) (held, bool) {
	room := rooms.Get().(*slabs)
	p, told := packer{in: value, reading: true, zone: l.c.Zone, langs: l.c.Languages, slabs: *room}, ""
	v := held{event: &cut(&p.slabs, &p.events, 1)[0]}
	p.flag(&v.listed)
	packText(&p, &told)
	p.event(v.event)
	*room = p.slabs
	rooms.Put(room)
	if p.damaged || p.in != "" {
		return held{}, false
	}
	if told != "" {
		var err error
		if v.list, err = diag.Decode([]byte(told)); err != nil {
			return held{}, false
		}
	}
	return v, true
}

// beside returns a remembered event with the files that stand beside it now;
// false when those that it names are others.
func (l *loader) beside(p *page, v held) (*campaign.Event, bool, error) {
	e := v.event
	for _, a := range e.Attachments {
		if f, ok := l.files[p.folder][a.File]; !ok || f.size != a.Size {
			return nil, false, nil
		}
	}
	if same, err := l.samePhotos(p, e, v.listed); !same {
		return nil, false, err
	}
	if !slices.Equal(e.Files, l.names[p.folder]) {
		now := *e
		now.Files = l.names[p.folder]
		e = &now
	}
	return e, true, nil
}

// publish tells whether an event is part of the campaign: no draft and not for later.
func (l *loader) publish(e *campaign.Event) bool {
	return len(e.Sessions) > 0 && l.visible(e.Draft, e.PublishAt)
}
