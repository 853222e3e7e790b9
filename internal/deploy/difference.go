package deploy

import (
	"slices"
	"strings"
	"time"
)

// A manifest says what a target holds.
type manifest struct {
	Files []File `json:"files"`          // the site, by path
	Gone  []gone `json:"gone,omitempty"` // files of earlier sites that are still there, by path
}

// gone is a fingerprinted file that no page names any more. Browsers with an
// older page open may still ask for it.
type gone struct {
	Path  string    `json:"path"`
	Since time.Time `json:"since"`
}

// A journal says which files may be otherwise than the manifest has it, as a
// deploy may have been interrupted.
type journal struct {
	There []string `json:"there,omitempty"` // they are there, in which version is not known
	Maybe []string `json:"maybe,omitempty"` // they may be there; if so, nothing leads to them
}

// A Change is one file that a deploy sends or removes.
type Change struct {
	Verb   Verb   `json:"do"`
	Path   string `json:"path"`
	Reason Reason `json:"why"`
	Size   int64  `json:"size,omitempty"` // in bytes, before they are compressed

	file  File
	there bool // the target has such a file, and pages may lead to it
}

// Verb says what is done to a file.
type Verb string

const (
	Send   Verb = "send"
	Remove Verb = "remove"
)

// Reason says why it is.
type Reason string

const (
	New        Reason = "new"
	Changed    Reason = "changed"    // other bytes
	Headers    Reason = "headers"    // the same bytes, another type, caching or encoding
	Unfinished Reason = "unfinished" // an interrupted deploy may have sent or removed it
	Gone       Reason = "gone"
)

// A plan is how a target comes to hold a site.
type plan struct {
	changes []Change // by path
	next    manifest
	doubt   journal // as it was found
}

// difference compares a site with what the target holds. Both are sorted by path.
func difference(site []File, held manifest, doubt journal, now time.Time, grace time.Duration) plan {
	p := plan{next: manifest{Files: site}, doubt: doubt}
	before := byPath(held.Files)
	there, maybe := set(doubt.There), set(doubt.Maybe)
	wanted := map[string]bool{}
	for _, f := range site {
		wanted[f.Path] = true
		was, known := before[f.Path]
		c := Change{Verb: Send, Path: f.Path, Size: f.Size, file: f, there: known || there[f.Path]}
		switch {
		case there[f.Path] || maybe[f.Path]:
			c.Reason = Unfinished
		case !known:
			c.Reason = New
		case was.Digest != f.Digest || was.Size != f.Size:
			c.Reason = Changed
		case was != f:
			c.Reason = Headers
		default:
			continue
		}
		p.changes = append(p.changes, c)
	}
	leaving := map[string]bool{}
	leave := func(path string, why Reason, since time.Time) {
		switch {
		case wanted[path] || leaving[path]:
			return
		case fingerprinted(path) && now.Before(since.Add(grace)):
			p.next.Gone = append(p.next.Gone, gone{path, since})
		default:
			p.changes = append(p.changes, Change{Verb: Remove, Path: path, Reason: why})
		}
		leaving[path] = true
	}
	for _, g := range held.Gone {
		leave(g.Path, Gone, g.Since)
	}
	for _, f := range held.Files {
		leave(f.Path, Gone, now)
	}
	for _, path := range doubt.There {
		leave(path, Unfinished, now)
	}
	for _, path := range doubt.Maybe {
		leave(path, Unfinished, time.Time{}) // no page can have led to it
	}
	slices.SortFunc(p.next.Gone, func(a, b gone) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(p.changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return p
}

// nothing tells whether the target holds the site already.
func (p plan) nothing() bool {
	return len(p.changes) == 0 && len(p.doubt.There) == 0 && len(p.doubt.Maybe) == 0
}

// sends counts the files that are sent.
func (p plan) sends() (n int) {
	for _, c := range p.changes {
		if c.Verb == Send {
			n++
		}
	}
	return n
}

func byPath(files []File) map[string]File {
	m := make(map[string]File, len(files))
	for _, f := range files {
		m[f.Path] = f
	}
	return m
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}
