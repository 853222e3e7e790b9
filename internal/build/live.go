package build

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/content"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/site"
	"bunting/internal/source"
	"bunting/internal/theme"
)

// A Live site is composed again and again as its sources change, and its files
// are made when they are asked for. What was loaded is held in memory between
// the rounds: facts, the theme, and the texts, so that a site can still be shown
// when its files hold something else or nothing. Nothing but the cache is
// written.
//
// Look, Make and Close are for one goroutine at a time.
type Live struct {
	o     Options
	m     *memory
	first *source.Tree // owns what all later ones read through
	tree  *source.Tree
	texts keptTexts
}

// A Choice says which of the sites that the same sources make is meant.
type Choice struct {
	Drafts, Future bool
	Now            time.Time // of publication; zero: by the clock
}

// A Site makes its files on demand, for many goroutines at once.
type Site struct {
	*loaded
	live   *Live
	choice Choice
	tried  map[string]diag.List

	mu   sync.RWMutex // of the theme, and
	text *source.Tree // what texts are read from: newer than loaded.tree when only texts have changed since
}

// Open begins with the site's folder that o names. The error is a fault of the
// machine; errors.Is tells fs.ErrNotExist when there is no such folder.
func Open(o Options) (*Live, error) {
	m := remember(&o)
	m.events = new(content.Held)
	tree, err := source.Open(o.Source, parts, m.past.Index)
	if err != nil {
		m.close()
		return nil, fmt.Errorf("opening the site: %w", err)
	}
	return &Live{o: o, m: m, first: tree, tree: tree, texts: keptTexts{by: map[digest.Sum][]byte{}}}, nil
}

// Close ends all.
func (l *Live) Close() diag.List {
	l.first.Close()
	return l.m.close()
}

// Keep reads all texts into memory, and lets the next start know the sources
// again. It may run beside everything else but Close.
func (l *Live) Keep() {
	for dir := range l.first.Folders() {
		entries, _ := l.first.ReadDir(dir)
		for _, e := range entries {
			if name := path.Join(dir, e.Name()); e.Type().IsRegular() && strings.HasPrefix(name, "content/") && strings.HasSuffix(name, ".md") {
				_, _ = l.texts.read(l.first, name) // what cannot be read is told when it is loaded
			}
		}
	}
	if l.m.store != nil && !l.first.Same() {
		l.m.keepIndex(l.first.Index())
	}
}

// Look brings the listing of the sources up to date, as source.Tree.Again does,
// and returns the names of the files that hold something else than before.
func (l *Live) Look(folders []string) ([]string, error) {
	tree, changed, err := l.tree.Again(folders)
	if err != nil {
		return nil, err
	}
	old := l.tree
	l.tree = tree
	return slices.DeleteFunc(changed, func(name string) bool {
		was, ok := old.Known(name)
		if !ok {
			return false
		}
		data, err := tree.ReadFile(name)
		return err == nil && digest.Of(data) == was
	}), nil
}

// Folders returns the names of the folders that hold the site's sources.
func (l *Live) Folders() iter.Seq[string] { return l.tree.Folders() }

// Make returns the site of the sources as they were at the last look, and what
// is to be told of it. last, which may be nil, is the last site that was made
// for the choice, and changed the files that are others since: last itself is
// brought up to date when these change nothing but what pages are made from, as
// texts and layouts do. The pages of the changed files are tried (Site.Tried); when
// they or the list have errors there is no new site, last stays as it was, and the
// list tells of the pages, too. The error may be source.ErrChanged.
func (l *Live) Make(c Choice, last *Site, changed []string) (*Site, diag.List, error) {
	if last != nil && last.choice == c {
		if s, list, err := last.again(changed); s != nil || err != nil {
			return s, list, err
		}
	}
	o := l.o
	o.Drafts, o.Future, o.Now = c.Drafts, c.Future, c.Now
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	loaded, list, err := compose(l.tree, &o, l.m, "")
	if err != nil || loaded == nil {
		return nil, list.Sorted(), err
	}
	return l.show(c, loaded, list.Sorted(), changed)
}

// show returns the site of a choice once it is composed, when there are no errors;
// list is sorted.
func (l *Live) show(c Choice, of *loaded, list diag.List, changed []string) (*Site, diag.List, error) {
	if list.Errors() > 0 {
		return nil, list, nil
	}
	s := &Site{loaded: of, live: l, choice: c, text: l.tree}
	of.campaign.Open = s.source
	if found, err := s.try(changed); err != nil || found.Errors() > 0 {
		return nil, append(list, found...).Sorted(), err
	}
	return s, list, nil
}

// again makes the site of sources of which few have changed; nil when all has to
// be loaded. Where there are errors it is the site as it was.
func (s *Site) again(changed []string) (*Site, diag.List, error) {
	looks := func(name string) bool {
		return strings.HasPrefix(name, "layouts/") || strings.HasPrefix(name, "themes/")
	}
	switch {
	case len(changed) == 0:
		return nil, nil, nil
	case !slices.ContainsFunc(changed, looks):
		return s.reread(changed)
	case !slices.ContainsFunc(changed, func(name string) bool { return !looks(name) }):
		return s.relook()
	}
	return nil, nil, nil
}

// reread does so when some events have changed.
func (s *Site) reread(changed []string) (*Site, diag.List, error) {
	l := s.live
	next := *s.loaded
	var err error
	if next.photos, err = l.m.photos(&l.o, l.tree, s.campaign); err != nil {
		return nil, nil, err
	}
	next.tree = l.tree
	next.how.Photo, next.how.Film = next.photos.look, films(l.tree)
	docs, texts, err := s.content.Again(l.tree, next.how, changed)
	next.photos.flush()
	if docs == nil || err != nil {
		return nil, nil, err
	}
	next.content = docs
	if texts {
		return s.renew(&next, changed)
	}
	next.campaign, next.next = docs.Campaign(), docs.Campaign().Next
	next.compose()
	made, list, err := l.show(s.choice, &next, next.all(), changed)
	if made == nil {
		made = s
	}
	return made, list, err
}

// relook does so when nothing but the theme has changed, and that in nothing that
// the files of the site are composed from.
func (s *Site) relook() (*Site, diag.List, error) {
	l := s.live
	tongues, core, err := speak(s.campaign)
	if err != nil {
		return nil, nil, err
	}
	t, found, err := l.m.loadTheme(l.tree, s.campaign, tongues, core)
	if err != nil {
		return nil, nil, err
	}
	next := *s.loaded
	next.theme, next.looks = t, found
	if t != nil && !t.Alike(s.theme) {
		return nil, nil, nil
	}
	return s.renew(&next, nil)
}

// renew lets the site make its pages from what has been loaded anew.
func (s *Site) renew(next *loaded, changed []string) (*Site, diag.List, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := next.all()
	if list.Errors() > 0 {
		return s, list, nil
	}
	text, old := s.text, *s.loaded
	s.text, s.theme, s.content, s.looks = s.live.tree, next.theme, next.content, next.looks
	found, err := s.try(changed)
	if err != nil || found.Errors() > 0 {
		s.text, s.theme, s.content, s.looks = text, old.theme, old.content, old.looks
		list = append(list, found...).Sorted()
	}
	return s, list, err
}

// maxTried bounds how many pages are tried before a new site is shown.
const maxTried = 400

// try makes the pages of files, and returns what is to be told of them.
func (s *Site) try(files []string) (list diag.List, err error) {
	s.tried = map[string]diag.List{}
	for _, path := range s.PagesOf(files, maxTried) {
		_, found, err := s.file(site.Find(s.outputs, path))
		if err != nil {
			return nil, err
		}
		s.tried[path] = found
		list = append(list, found...)
	}
	return list, nil
}

// Tried returns what is to be told of the pages that the last Make tried, by path.
func (s *Site) Tried() map[string]diag.List { return s.tried }

// PagesOf returns the paths of up to max pages that show the texts of files, in
// the order of the files.
func (s *Site) PagesOf(files []string, max int) []string {
	var out []string
	for _, path := range site.PagesOf(s.campaign, files) {
		if len(out) < max && site.Find(s.outputs, path) != nil {
			out = append(out, path)
		}
	}
	return out
}

// Texts returns the paths of all pages that show texts; where linking is asked
// for, only those whose texts link to other pages, so that what is told of them
// depends on these.
func (s *Site) Texts(linking bool) []string {
	return s.PagesOf(site.Texts(s.campaign, linking), len(s.outputs))
}

// Check returns what is to be told of the page at a path.
func (s *Site) Check(path string) (list diag.List, err error) {
	out := site.Find(s.outputs, path)
	if out == nil {
		return nil, nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	out.Body(site.Report{
		Mistake: func(d diag.Diagnostic) { list = append(list, d) },
		Fault:   func(fault error) { err = fault },
	})
	return list, err
}

// Has tells whether the site has a file at a path.
func (s *Site) Has(path string) bool { return site.Find(s.outputs, path) != nil }

// File makes the file at a path, and returns what is to be told of it; ok is
// false when there is none. The error may be source.ErrChanged.
func (s *Site) File(path string) (data []byte, list diag.List, ok bool, err error) {
	out := site.Find(s.outputs, path)
	if out == nil {
		return nil, nil, false, nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	data, list, err = s.file(out)
	return data, list, true, err
}

func (s *Site) file(out *site.Output) (data []byte, list diag.List, err error) {
	var fault error
	body := out.Body(site.Report{
		Mistake: func(d diag.Diagnostic) { list = append(list, d) },
		Fault:   func(err error) { fault = err },
	})
	if fault != nil {
		return nil, nil, fault
	}
	var buf bytes.Buffer
	err = s.render(&buf, body)
	return buf.Bytes(), list, err
}

// source reads a text as it was when the site was made.
func (s *Site) source(file string) (*diag.Source, error) {
	return content.Source(textFS{s.text, &s.live.texts}, file)
}

// Files returns the paths of all files of the site.
func (s *Site) Files() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range s.outputs {
			if !yield(s.outputs[i].Path) {
				return
			}
		}
	}
}

// Base returns the path of the site's root in its addresses: "/" or such as
// "/2021/".
func (s *Site) Base() string { return s.campaign.BasePath() }

// Policy returns the Content-Security-Policy of the site's pages: the narrowest
// one where there is no site, s being nil.
func (s *Site) Policy() string {
	if s == nil {
		return site.Policy(new(campaign.Campaign))
	}
	return site.Policy(s.campaign)
}

// Zone returns the campaign's time zone.
func (s *Site) Zone() *time.Location { return s.campaign.Zone }

// Next returns when something that is hidden now is to be published; zero for
// never.
func (s *Site) Next() time.Time { return s.next }

// Styles returns the path of each style sheet of the theme by its name without
// the digest.
func (s *Site) Styles() map[string]string {
	out := map[string]string{}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, a := range s.theme.Assets {
		if name, ok := strings.CutSuffix(a.Path, ".css"); ok {
			out[name[:strings.LastIndexByte(name, '-')]] = a.Path
		}
	}
	return out
}

// keptTexts are the site's texts by their digests, also those that files held
// before: any of the sites may still show them.
type keptTexts struct {
	mu sync.RWMutex
	by map[digest.Sum][]byte
}

// read returns a text, from memory or else from its file.
func (t *keptTexts) read(tree *source.Tree, name string) ([]byte, error) {
	sum, known := tree.Known(name)
	if known {
		t.mu.RLock()
		data, ok := t.by[sum]
		t.mu.RUnlock()
		if ok {
			return data, nil
		}
	}
	data, err := tree.ReadFile(name)
	if err != nil || !strings.HasSuffix(name, ".md") {
		return data, err
	}
	if !known {
		sum = digest.Of(data)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.by[sum] = data
	return data, nil
}

// textFS is a file system of texts. It has no other way to read one.
type textFS struct {
	tree  *source.Tree
	texts *keptTexts
}

func (f textFS) Open(name string) (fs.File, error)    { return f.tree.Open(name) }
func (f textFS) ReadFile(name string) ([]byte, error) { return f.texts.read(f.tree, name) }

// all returns all that is to be told of a live site but by its pages.
func (s *loaded) all() diag.List {
	return slices.Concat(s.config, s.content.Told(), s.looks, s.composed).Sorted()
}

// theming is the theme that was loaded last, and what it was loaded from.
type theming struct {
	key   digest.Sum
	theme *theme.Theme
}

// loadTheme loads the campaign's theme, or returns the last one of a live site
// when it was loaded from the same and there was nothing to tell.
func (m *memory) loadTheme(tree *source.Tree, c *campaign.Campaign, tongues []site.Tongue, core map[string]map[string]any) (*theme.Theme, diag.List, error) {
	if m.events == nil {
		return loadTheme(tree, c, tongues, core)
	}
	key, err := themeKey(tree, c)
	if err != nil {
		return nil, nil, err
	}
	if m.looks.theme != nil && m.looks.key == key {
		return m.looks.theme, nil, nil
	}
	t, list, err := loadTheme(tree, c, tongues, core)
	if err == nil && len(list) == 0 {
		m.looks = theming{key, t}
	}
	return t, list, err
}

// themeKey is the digest of all that a theme is loaded from.
func themeKey(tree *source.Tree, c *campaign.Campaign) (digest.Sum, error) {
	parts := []string{c.Theme, c.BasePath()}
	for _, l := range c.Languages {
		parts = append(parts, string(l.Lang), l.Locale)
	}
	for _, root := range []string{"layouts", "themes"} {
		err := fs.WalkDir(tree, root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil:
				return err
			}
			sum, ok := tree.Known(name)
			if !ok && d.Type().IsRegular() {
				data, err := tree.ReadFile(name)
				if err != nil {
					return err
				}
				sum = digest.Of(data)
			}
			parts = append(parts, name, d.Type().String(), string(sum[:]))
			return nil
		})
		if err != nil {
			return digest.Sum{}, err
		}
	}
	return digest.Key(parts...), nil
}
