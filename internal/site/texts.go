package site

import (
	"path"
	"slices"
	"strings"

	"bunting/internal/campaign"
)

// ComposeTexts returns those of the outputs of Compose that are made from the texts
// of files: the pages of their events, and of events whose texts lead to a place in
// one of these. False: other outputs are made from them, too, or have to be known.
func ComposeTexts(c *campaign.Campaign, tongues []Tongue, files []string) ([]Output, bool) {
	shown, beside := map[*campaign.Document]bool{}, map[string]bool{} // beside are all files of documents with one of them
	for d := range documents(c, noRoute) {
		if slices.ContainsFunc(d.Prose, func(p campaign.Prose) bool { return slices.Contains(files, p.File) }) {
			shown[d] = true
			for _, p := range d.Prose {
				beside[p.File] = true
			}
		}
	}
	for d := range documents(c, noRoute) {
		if slices.ContainsFunc(d.Prose, func(p campaign.Prose) bool { return leadsInto(p, beside) }) {
			shown[d] = true
		}
	}
	k := newComposer(c, tongues)
	for i := range k.entries {
		n := &k.entries[i]
		if !shown[&n.Document] {
			continue
		}
		delete(shown, &n.Document)
		if slices.ContainsFunc(n.Prose, leadsToOutputs) {
			return nil, false
		}
		for _, g := range k.tongues {
			k.outputs = append(k.outputs, Output{Path: g.prefix + n.route.file(), Making: &eventPage{g, n}})
		}
	}
	return k.outputs, len(shown) == 0
}

// leadsInto tells whether a text has a link to a place in one of the files.
func leadsInto(p campaign.Prose, files map[string]bool) bool {
	return slices.ContainsFunc(p.Links, func(link string) bool {
		name, anchor := destination(link)
		return anchor != "" && files[path.Join(path.Dir(p.File), name)]
	})
}

// leadsToOutputs tells whether a text has links from the site's root, which may lead
// to any output.
func leadsToOutputs(p campaign.Prose) bool {
	return slices.ContainsFunc(p.Links, func(link string) bool {
		name, _ := destination(link)
		return strings.HasPrefix(name, "/")
	})
}
