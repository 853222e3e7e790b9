package site

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/digest"
)

// A key is the digest of all that a body is made from. What the whole
// language shares is in the frame's key; the rest each kind of output names
// itself, as the facts of the documents that it shows. A body that shows what
// is not in its key is a mistake, which comparing with a clean build finds.

// makeKey settles what all keys of a language begin with: the config, with
// all that it lists, and what the site shows of documents on every page.
func (g *tongue) makeKey() digest.Sum {
	c := g.k.c
	site, _ := json.Marshal(g.frame.site) // strings only
	parts := []string{string(g.lang), c.Config().Text, c.BaseURL, fmt.Sprint(c.Preview), c.Published.String(), string(site), g.frame.image, string(c.Images.Key), string(c.Images.Salt)}
	for _, s := range g.frame.nav {
		parts = append(parts, string(s.route), s.text)
	}
	return digest.Key(parts...)
}

// key returns the key of what is made from parts in the language of g.
func (g *tongue) key(parts ...string) digest.Sum {
	var room [8]string // most have fewer: no memory is taken
	return digest.Key(append(append(room[:0], parts...), string(g.frame.key[:]))...)
}

// factsKey returns the key of a kind of output that is made of the facts of
// events alone.
func (g *tongue) factsKey(kind string, events []*entry) func() digest.Sum {
	return func() digest.Sum { return g.key(kind, facts(events...)) }
}

// ownKey returns the key of the page of a document that shows nothing else.
func (g *tongue) ownKey(d *campaign.Document) func() digest.Sum {
	return func() digest.Sum { return g.key("document", g.textKey(d)) }
}

// facts is the digest of what lists and links show of documents.
func facts(entries ...*entry) string {
	sum := digest.OfEach(len(entries), func(i int) *digest.Sum { return &entries[i].Facts })
	return string(sum[:])
}

// textKey is what a document's own page shows of it beside its facts: the
// text, and where its links lead.
func (g *tongue) textKey(d *campaign.Document) string {
	p := d.In(g.lang)
	if p == nil {
		return ""
	}
	parts := []string{string(d.Facts[:]), string(p.Text[:])}
	for _, link := range p.Links {
		parts = append(parts, g.outcome(d, p, link))
	}
	sum := digest.Key(parts...)
	return string(sum[:])
}

// outcome says what decides where a link leads, and whether it is a mistake.
func (g *tongue) outcome(d *campaign.Document, p *campaign.Prose, link string) string {
	name, anchor := destination(link)
	if p := d.Picture(name); p != nil {
		return string(p.Source[:])
	}
	if at, ok := strings.CutPrefix(name, "/"); ok {
		file := route(at).file()
		return fmt.Sprint(g.k.exists(g.prefix+file), g.k.exists(file))
	}
	t, ok := g.k.targets[path.Join(path.Dir(p.File), name)]
	if !ok {
		_, beside := slices.BinarySearch(d.Files, name)
		return fmt.Sprint(beside)
	}
	out := string(t.route)
	if anchor != "" {
		out += "#" + string(t.document.In(g.lang).Text[:])
	}
	return out
}
