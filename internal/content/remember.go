package content

import (
	"bytes"
	"slices"

	"github.com/vmihailenco/msgpack/v5"

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

// recall settles a work: an event that is remembered, and what is to be told
// of it, without reading it. One with errors is read again.
func (l *loader) recall(w *work) error {
	if l.options.Memory == nil || w.original == nil || w.original.section != "events" {
		return l.read(w)
	}
	key, err := l.key(w)
	if err != nil {
		return err
	}
	if value, ok := l.options.Memory.Get(key); ok {
		e, list, ok, err := l.decode(w, value)
		if err != nil {
			return err
		}
		if ok {
			w.keep = func() { l.publish(e) }
			w.list = list
			w.original, w.translations = nil, nil
			return nil
		}
	}
	if err := l.read(w); err != nil {
		return err
	}
	if w.event == nil || w.list.Errors() > 0 {
		return nil
	}
	value, err := encode(w)
	if err != nil {
		return err
	}
	l.options.Memory.Put(key, value)
	return nil
}

// key returns the digest of all that an event is made from but the files
// beside it.
func (l *loader) key(w *work) (digest.Sum, error) {
	parts := []string{"event", string(l.settings[:])}
	fsys, knows := l.fsys.(known)
	for _, p := range w.pages() {
		sum, ok := digest.Sum{}, false
		if knows {
			sum, ok = fsys.Known(p.src.Name)
		}
		if !ok {
			if err := p.load(l.fsys); err != nil {
				return digest.Sum{}, err
			}
			sum = digest.Of(p.data)
		}
		parts = append(parts, p.src.Name, string(sum[:]))
	}
	return digest.Key(parts...), nil
}

// A remembered is an event with what is to be told of it.
type remembered struct {
	Event  *campaign.Event
	Listed bool   // the photos are listed, not those of the folder
	List   []byte // as diag.List.Encode has it; nil when there is nothing
}

// encode writes an event without what the folder around it says.
func encode(w *work) ([]byte, error) {
	bare := *w.event
	bare.Files = nil
	r := remembered{Event: &bare, Listed: w.listed}
	if len(w.list) > 0 {
		r.List = w.list.Encode()
	}
	var b bytes.Buffer
	to := msgpack.NewEncoder(&b)
	to.UseArrayEncodedStructs(true)
	to.UseCompactInts(true)
	err := to.Encode(&r)
	return b.Bytes(), err
}

// decode returns a remembered event, unless the files beside it that it names
// are others now.
func (l *loader) decode(w *work, value []byte) (*campaign.Event, diag.List, bool, error) {
	var r remembered
	if err := msgpack.Unmarshal(value, &r); err != nil || r.Event == nil {
		return nil, nil, false, nil
	}
	var list diag.List
	if r.List != nil {
		var err error
		if list, err = diag.Decode(r.List); err != nil {
			return nil, nil, false, nil
		}
	}
	e := r.Event
	e.Localize(l.c.Zone)
	folder := w.original.folder
	for _, a := range e.Attachments {
		if f, ok := l.files[folder][a.File]; !ok || f.size != a.Size {
			return nil, nil, false, nil
		}
	}
	if same, err := l.samePhotos(w.original, &r); !same {
		return nil, nil, false, err
	}
	e.Files = l.names[folder]
	return e, list, true, nil
}

// publish puts an event into the campaign, unless it is a draft or for later,
// with those of its photos that can be shown.
func (l *loader) publish(e *campaign.Event) {
	e.Photos = slices.DeleteFunc(e.Photos, func(p campaign.Photo) bool { return !p.Shown() })
	if len(e.Sessions) > 0 && l.visible(e.Draft, e.PublishAt) {
		l.c.Events = append(l.c.Events, e)
	}
}
