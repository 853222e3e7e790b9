// Package content reads content/ and static/ of a site into its campaign.
//
// It promises that every mistake of every file is found in one run, whatever
// else is wrong, and that the campaign's references all lead somewhere when
// the list has no error. It does not look into the text of a page: links are
// checked where addresses are known, in site.
package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/tomlfile"
)

// Options say what is published, and how.
type Options struct {
	Drafts bool      // also drafts
	Future bool      // also what has a publishAt after Now
	Now    time.Time // the time of publication
	Jobs   int       // files read at once; 0: one a core

	// Outline returns what to know of a text, its lead only where that is asked
	// for; nil: nothing.
	Outline func(markdown string, lead bool) campaign.Outline
	Memory  Memory // nil: nothing is remembered
	Held    *Held  // events of earlier loads; nil: none
	// Photo looks at the file that a photo names and fills in what it says; first
	// tells whether the photo is its event's first. A mistake has no place yet. Nil:
	// no photos are shown.
	Photo func(p *campaign.Photo, first bool) (mistake *diag.Diagnostic, err error)
	// Film does so with a film, or its captions. A mistake may have a place in the
	// file itself. Not nil where Photo is not.
	Film func(f *campaign.MediaObject, captions bool) (mistake *diag.Diagnostic, err error)
}

// A Memory keeps values by the digest of all that they were made from. It may
// forget any of them.
type Memory interface {
	Get(key digest.Sum) (string, bool)
	Put(key digest.Sum, value []byte)
}

// Load reads the site in fsys into c, which holds the config. Mistakes are in
// Told of what it returns; the error is a fault of the world. Where fsys knows the
// digests of files (Known), events that are remembered are not read.
func Load(fsys fs.FS, c *campaign.Campaign, options Options) (*Loaded, error) {
	l := newLoader(fsys, c, options)
	if err := l.walk(); err != nil {
		return nil, fmt.Errorf("reading the site: %w", err)
	}
	l.listing, l.list = l.list, nil
	if err := l.assemble(); err != nil {
		return nil, fmt.Errorf("reading the site: %w", err)
	}
	l.together()
	return &Loaded{l}, nil
}

// A loader holds what is known while a site is read.
type loader struct {
	fsys    fs.FS
	c       *campaign.Campaign
	options Options
	list    diag.List

	listing diag.List // what the walk told
	whole   diag.List // what is told of all documents together

	works  []*work                    // in the order of the walk
	byName map[string]*work           // by section and path
	files  map[string]map[string]file // folder to the names and sizes of its files that are no pages
	names  map[string][]string        // folder to the sorted names of files
	venue  map[string]*campaign.Venue

	settings digest.Sum // of what else decides how a document is read
	next     time.Time  // when something hidden that is no event will be published

	languages, regions, venues, actions, strands, organizers, offices tomlfile.Names
	languageTags                                                      []string
}

type file struct {
	size int64
}

func newLoader(fsys fs.FS, c *campaign.Campaign, options Options) *loader {
	l := &loader{
		fsys: fsys, c: c, options: options, byName: map[string]*work{}, files: map[string]map[string]file{}, names: map[string][]string{},
		venue: map[string]*campaign.Venue{},
	}
	c.Open = func(file string) (*diag.Source, error) { return Source(fsys, file) }
	for i := range c.Venues {
		l.venue[c.Venues[i].ID] = &c.Venues[i]
	}
	for _, lang := range c.Languages {
		l.languageTags = append(l.languageTags, string(lang.Lang))
	}
	l.languages = tomlfile.NamesOf(l.languageTags)
	l.regions = names(c.Regions, func(r campaign.Region) (string, campaign.Text) { return r.ID, r.Name })
	l.venues = names(c.Venues, func(v campaign.Venue) (string, campaign.Text) { return v.ID, v.Name })
	l.actions = names(c.Actions, func(a campaign.Action) (string, campaign.Text) { return a.ID, a.Name })
	l.strands = names(c.Strands, func(s campaign.Topic) (string, campaign.Text) { return s.ID, s.Name })
	l.organizers = names(c.Organizers, func(o campaign.Organizer) (string, campaign.Text) { return o.ID, o.Name })
	l.offices = names(c.Offices, func(o campaign.Office) (string, campaign.Text) { return o.ID, o.Name })
	return l
}

// Source reads a file of content/ as Load does.
func Source(fsys fs.FS, file string) (*diag.Source, error) {
	data, err := readText(fsys, file)
	if err != nil {
		return nil, err
	}
	return &diag.Source{Name: file, Text: text(data)}, nil
}

// names returns the ids of a list, with what each is called in any language.
func names[T any](list []T, of func(T) (string, campaign.Text)) tomlfile.Names {
	ids, words := make([]string, len(list)), map[string][]string{}
	for i, e := range list {
		id, name := of(e)
		ids[i] = id
		for _, w := range name {
			words[id] = append(words[id], w.Text)
			if short := strings.TrimRight(w.Text, "地区市州县"); short != w.Text {
				words[id] = append(words[id], short)
			}
		}
	}
	return tomlfile.NamesOf(ids).Called(words)
}

// walk lists the files of content/ and static/. Names that begin with a dot,
// and what editors leave behind, are passed over.
func (l *loader) walk() error {
	return l.walkIn("content", "static")
}

// walkIn lists the files of some folders.
func (l *loader) walkIn(roots ...string) error {
	for _, root := range roots {
		if info, err := fs.Lstat(l.fsys, root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			l.list.Add(diag.SymbolicLink, diag.Span{File: root})
			continue
		}
		err := fs.WalkDir(l.fsys, root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && name == root:
				return nil
			case err != nil:
				return err
			case leftBehind(d.Name()):
				if d.IsDir() {
					return fs.SkipDir
				}
			case d.Type()&fs.ModeSymlink != 0:
				l.list.Add(diag.SymbolicLink, diag.Span{File: name})
			case d.Type().IsRegular():
				return l.found(name, d)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// leftBehind tells whether a name is one that editors and desktops leave
// beside people's own files.
func leftBehind(name string) bool {
	switch strings.ToLower(name) {
	case "thumbs.db", "desktop.ini":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasSuffix(name, "~")
}

// otherSuffix matches names of files that were meant to be pages.
var otherSuffix = regexp.MustCompile(`(?i)\.(?:md|markdown)(?:\.txt)?$`)

func (l *loader) found(name string, d fs.DirEntry) error {
	root, _, _ := strings.Cut(name, "/")
	if root == "content" && strings.HasSuffix(name, ".md") {
		p, list := l.classify(name)
		l.list = append(l.list, list...)
		if p != nil {
			l.add(p)
		}
		return nil
	}
	if root == "content" && otherSuffix.MatchString(name) {
		l.list.Add(diag.WrongSuffix, diag.Span{File: name}, otherSuffix.ReplaceAllString(path.Base(name), ".md"))
		return nil
	}
	info, err := d.Info()
	if err != nil {
		return err
	}
	if root == "static" {
		l.c.Files = append(l.c.Files, campaign.File{Name: name, Path: strings.TrimPrefix(name, "static/"), Size: info.Size()})
		return nil
	}
	folder := path.Dir(name)
	if l.files[folder] == nil {
		l.files[folder] = map[string]file{}
	}
	l.files[folder][path.Base(name)] = file{info.Size()}
	return nil
}

// local reads a time as people write it: to the second, and without an offset in
// the campaign's zone.
func (l *loader) local(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	if t.Location().String() == "datetime-local" {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, l.c.Zone)
	}
	return t.Truncate(time.Second).In(l.c.Zone)
}

// visible tells whether a document is published, and notes when what is not
// yet will be.
func (l *loader) visible(draft bool, at time.Time) bool {
	if draft && !l.options.Drafts {
		return false
	}
	if l.options.Future || !at.After(l.options.Now) {
		return true
	}
	if l.c.Next.IsZero() || at.Before(l.c.Next) {
		l.c.Next = at
	}
	return false
}
