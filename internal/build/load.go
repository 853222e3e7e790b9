package build

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"bunting/internal/campaign"
	"bunting/internal/config"
	"bunting/internal/content"
	"bunting/internal/diag"
	"bunting/internal/locale"
	"bunting/internal/site"
	"bunting/internal/source"
	"bunting/internal/theme"
	"bunting/internal/tomlfile"
	"bunting/themes"
)

// A loaded site is ready to be made.
type loaded struct {
	tree     *source.Tree
	campaign *campaign.Campaign
	theme    *theme.Theme
	tongues  []site.Tongue
	assets   []site.Output
	photos   *photos
	how      content.Options
	outputs  []site.Output
	composed diag.List // what composing told
	next     time.Time // when something that is hidden now is to be published; zero: never
	rest     *[32]byte // the state of the release that holds all other outputs; nil: there are no others

	// Of a live site only:
	content       *content.Loaded
	config, looks diag.List // what the config and the theme told
}

// parts are what a site's folder is made of.
var parts = []string{config.File, "content", "static", "layouts", "themes"}

// openTree lists the site's folder; nil when there is none, or with an error.
func openTree(o *Options, index []byte) (*source.Tree, diag.List, error) {
	tree, err := source.Open(o.Source, parts, index)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, diag.List{diag.New(diag.MissingConfig, diag.Span{File: filepath.ToSlash(filepath.Join(o.Source, config.File))})}, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("opening the site: %w", err)
	}
	return tree, nil, nil
}

// compose reads, checks and composes the site in a folder: of one that stands at
// output, if that is not empty, only what edited texts change. It returns nil when
// the mistakes leave nothing to compose.
func compose(tree *source.Tree, o *Options, m *memory, output string) (*loaded, diag.List, error) {
	end := o.Stats.stage("load")
	c, settings, list, err := config.Load(tree)
	if err != nil || c == nil {
		return nil, list, err
	}
	if o.Preview != "" {
		c.BaseURL, c.Preview = o.Preview, true
	}
	list = append(list, m.share(o, c, settings.Cache)...)
	list = append(list, unwritable(c)...)
	list = append(list, sign(c, os.Getenv)...)
	pictures, err := m.photos(o, tree, c)
	if err != nil {
		return nil, list, err
	}
	logos, err := pictures.logos(c)
	if list = append(list, logos...); err != nil {
		return nil, list, err
	}
	tongues, core, err := speak(c)
	if err != nil {
		return nil, list, err
	}
	how := content.Options{
		Drafts: o.Drafts || settings.Drafts, Future: o.Future || settings.Future, Now: o.Now, Jobs: o.Jobs, Outline: site.Outline, Held: m.events,
	}
	how.Photo, how.Film = pictures.look, films(tree)
	if m.store != nil {
		how.Memory = parsed{m, o.Verify}
	}
	var t *theme.Theme
	var docs *content.Loaded
	var looks diag.List
	var g errgroup.Group
	g.Go(func() (err error) {
		docs, err = content.Load(tree, c, how)
		pictures.flush()
		return err
	})
	g.Go(func() (err error) {
		t, looks, err = m.loadTheme(tree, c, tongues, core)
		return err
	})
	err = g.Wait()
	end()
	if err != nil {
		return nil, append(list, looks...), err
	}
	s := &loaded{tree: tree, campaign: c, theme: t, tongues: tongues, photos: pictures, how: how, next: c.Next}
	facts := docs.Told()
	if m.events != nil {
		s.content, s.config, s.looks = docs, list, looks
	}
	if t != nil { // else the texts can be checked all the same, with the composer's own words
		for i, l := range c.Languages {
			tongues[i].Words = t.Messages(string(l.Lang))
		}
		s.assets = themeFiles(c, t)
	}
	defer o.Stats.stage("compose")()
	list = slices.Concat(list, facts, looks)
	if output == "" || list.Errors() > 0 || !s.composeTexts(o, m, docs, output) {
		s.compose()
	}
	return s, append(list, s.composed...), nil
}

// composeTexts composes the files that are made from edited texts, if the site that
// stands at output is as this one but for these.
func (s *loaded) composeTexts(o *Options, m *memory, docs *content.Loaded, output string) (ok bool) {
	was, ok := s.tree.Edited()
	if !ok || s.theme == nil {
		return false
	}
	state, ok := m.stands(o, output)
	if !ok || !docs.OnlyTexts(was) {
		return false
	}
	told, err := diag.Decode(m.past.Composed)
	if err != nil {
		return false
	}
	if s.outputs, ok = site.ComposeTexts(s.campaign, s.tongues, slices.Collect(maps.Keys(was))); ok {
		s.composed, s.rest = told, &state
	}
	return ok
}

// compose decides every file of the site.
func (s *loaded) compose() { s.outputs, s.composed = site.Compose(s.campaign, s.tongues, s.assets) }

// themeFiles adds what the theme brings to the campaign's files, where the
// site has none of that name, and returns its assets.
func themeFiles(c *campaign.Campaign, t *theme.Theme) []site.Output {
	for _, f := range t.Static {
		if !slices.ContainsFunc(c.Files, func(own campaign.File) bool { return own.Path == f.Name }) {
			c.Files = append(c.Files, campaign.File{Name: f.Name, Path: f.Name, From: campaign.FromTheme, Size: f.Size})
		}
	}
	var out []site.Output
	for _, a := range t.Assets {
		out = append(out, site.Asset(a.Path, a.Data))
	}
	return out
}

// speak returns for each language of the site how it writes dates and
// numbers, and the composer's words in it: English ones where it has none.
func speak(c *campaign.Campaign) ([]site.Tongue, map[string]map[string]any, error) {
	var tongues []site.Tongue
	core := map[string]map[string]any{}
	for _, l := range c.Languages {
		loc, err := locale.New(l.Locale)
		if err != nil {
			return nil, nil, fmt.Errorf("language %s: %w", l.Lang, err)
		}
		words := site.Words(l.Lang)
		if words == nil {
			words = site.Words("en")
		}
		core[string(l.Lang)] = words
		catalog, _ := locale.NewCatalog(loc, words)
		tongues = append(tongues, site.Tongue{Locale: loc, Words: catalog})
	}
	return tongues, core, nil
}

// loadTheme loads the campaign's theme; nil when it has mistakes.
func loadTheme(fsys fs.FS, c *campaign.Campaign, tongues []site.Tongue, core map[string]map[string]any) (*theme.Theme, diag.List, error) {
	src := c.Config()
	o := theme.Options{
		Site: fsys, Embedded: themes.FS, Name: c.Theme, Place: tomlfile.Place(src, 0, len(src.Text), "theme"),
		BasePath: c.BasePath(), Core: core,
	}
	for i, l := range c.Languages {
		o.Languages = append(o.Languages, theme.Language{Tag: string(l.Lang), Locale: tongues[i].Locale})
	}
	return theme.Load(o)
}
