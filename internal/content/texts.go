package content

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/digest"
)

// OnlyTexts tells whether the files named differ from those that c was loaded
// from in nothing but texts of events: the facts, where links lead and what is
// told of them (nothing) are the same. Then c holds for fsys as it does for the
// file system that it was loaded from. It may say no where it could say yes.
func OnlyTexts(fsys fs.FS, c *campaign.Campaign, options Options, names []string) (bool, error) {
	own := *c
	options.Memory, options.Held = nil, nil
	l := newLoader(fsys, &own, options)
	changed, folders := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		if !strings.HasPrefix(name, "content/events/") || !strings.HasSuffix(name, ".md") {
			return false, nil
		}
		changed[name], folders[path.Dir(name)] = true, true
	}
	for folder := range folders {
		if err := l.walkIn(folder); err != nil {
			return false, err
		}
	}
	if len(l.list) > 0 {
		return false, nil
	}
	l.listNames()
	events := map[string]*campaign.Event{}
	for _, e := range c.Events {
		if folders[path.Dir(e.File())] {
			events[e.File()] = e
		}
	}
	for _, w := range l.works {
		var touched []string
		for _, p := range w.pages() {
			if changed[p.src.Name] {
				touched = append(touched, p.src.Name)
			}
		}
		if len(touched) == 0 {
			continue
		}
		if err := l.read(w); errors.Is(err, fs.ErrNotExist) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		if w.event == nil || len(w.list) > 0 {
			return false, nil
		}
		own.Events = nil
		l.publish(w.event)
		if len(own.Events) != 1 || !sameFacts(own.Events[0], events[w.event.File()]) {
			return false, nil
		}
		for _, name := range touched {
			delete(changed, name)
		}
	}
	return len(changed) == 0, nil
}

// sameFacts tells whether two events differ in nothing but their texts: whether
// they would be remembered as the same otherwise. (One that was remembered may
// have an empty list where one that was read has none.)
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
		value, err := encode(&work{event: &bare})
		if err != nil {
			return false
		}
		said[i] = value
	}
	return bytes.Equal(said[0], said[1])
}
