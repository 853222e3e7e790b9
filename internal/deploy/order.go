package deploy

import (
	"maps"
	"path"
	"slices"
)

// A step is done whole before the next one begins. One of its fields is set.
type step struct {
	changes  []Change // in any order, at once
	journal  *journal // is written; an empty one is removed
	manifest bool     // the next manifest is written
}

// steps returns the order in which the plan is carried out.
//
// Call a file reachable if a chain of references leads to it from the front
// page. What the target holds is closed: what a reachable file refers to is
// there. Each step keeps it so. What is new comes first, assets before pages
// before feeds: nothing reachable leads to it yet. Then what is there changes, in
// the same order; all that it refers to is there. Only when nothing leads to what
// is gone any more is it removed.
//
// The journal keeps this true across interruptions. Before anything is sent it
// names what will be; before the first file changes that may lead to new ones it
// says that these are there; before anything is removed it says that it may no
// longer be.
func (p plan) steps() []step {
	if p.nothing() {
		return nil
	}
	var stages [removing + 1][]Change
	there, maybe, removed := set(p.doubt.There), set(p.doubt.Maybe), map[string]bool{}
	for _, c := range p.changes {
		s := stageOf(c)
		stages[s] = append(stages[s], c)
		switch {
		case c.there:
			there[c.Path] = true
		case !there[c.Path]:
			maybe[c.Path] = true
		}
		if c.Verb == Remove {
			removed[c.Path] = true
		}
	}
	steps := []step{{journal: note(there, maybe)}}
	send := func(stages [][]Change) {
		for _, changes := range stages {
			if len(changes) > 0 {
				steps = append(steps, step{changes: changes})
			}
		}
	}
	adding, changing := stages[:changingAssets], stages[changingAssets:removing]
	send(adding)
	if added := slices.Concat(adding...); len(added) > 0 {
		for _, c := range added {
			there[c.Path] = true
			delete(maybe, c.Path)
		}
		steps = append(steps, step{journal: note(there, maybe)})
	}
	send(changing)
	steps = append(steps, step{manifest: true})
	if len(removed) > 0 {
		steps = append(steps, step{journal: note(nil, removed)})
		send(stages[removing:])
	}
	return append(steps, step{journal: new(journal)})
}

// inOrder returns the changes as they are made.
func (p plan) inOrder() []Change {
	changes := []Change{}
	for _, s := range p.steps() {
		changes = append(changes, s.changes...)
	}
	return changes
}

func note(there, maybe map[string]bool) *journal {
	return &journal{slices.Sorted(maps.Keys(there)), slices.Sorted(maps.Keys(maybe))}
}

// The stages of a deploy, in their order.
const (
	addingAssets = iota // and whatever is neither a page nor a feed
	addingPages
	addingFeeds // and indexes: files that other programs read
	changingAssets
	changingPages
	changingFeeds
	removing
)

// frontPage is where readers begin, so it can be reached as soon as it is there.
const frontPage = "index.html"

// stageOf says in which stage a change is made.
func stageOf(c Change) int {
	if c.Verb == Remove {
		return removing
	}
	stage := addingAssets
	if !fingerprinted(c.Path) {
		switch path.Ext(c.file.source()) {
		case ".html":
			stage = addingPages
		case ".xml", ".json", ".csv", ".ics", ".txt", ".webmanifest", "":
			stage = addingFeeds
		}
	}
	if c.there || c.file.source() == frontPage {
		stage += changingAssets
	}
	return stage
}
