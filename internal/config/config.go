// Package config reads config.toml: the campaign's facts and how its site is
// built.
//
// It promises a campaign whose references all lead somewhere, or errors that
// say which do not. It reads no other file, except that it asks whether the
// files exist that the config names.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a machine without a zone database builds the same site
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/language"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/tomlfile"
)

// File is the config's name in the site's folder.
const File = "config.toml"

// maxSize bounds the config, in bytes: a line for each of ten thousand venues
// and offices fits.
const maxSize = 4 << 20

// Settings says how the site is built.
type Settings struct {
	Drafts bool // publish drafts
	Future bool // publish what has a later publishAt
	Cache  Cache
	// Targets are where the site is sent to.
	Targets []Target
}

// Cache says where builds on other machines keep what they remember.
type Cache struct {
	URL       string `toml:"url"`       // s3://bucket/prefix or file:///folder; empty: nowhere
	Endpoint  string `toml:"endpoint"`  // https://host, of object stores other than Amazon's
	Region    string `toml:"region"`    // of the object store
	PathStyle bool   `toml:"pathStyle"` // the bucket stands in the path, not before the host's name
	Budget    string `toml:"budget"`    // of the site's own cache, as ParseSize has it; empty: it may grow
	Bytes     int64  // Budget in bytes
}

// sizeShape is how people write sizes.
var sizeShape = regexp.MustCompile(`^(\d{1,6}(?:\.\d{1,3})?) ?([kKMGT]?)B$`)

// ParseSize reads a size such as "500 MB" or "1.5GB", in bytes; false when s is none,
// or nothing. Prefixes are those of the SI, as disks are sold.
func ParseSize(s string) (int64, bool) {
	m := sizeShape.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	size := int64(n * map[string]float64{"": 1, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}[m[2]])
	return size, err == nil && size > 0
}

// raw is config.toml as it is written.
type raw struct {
	BaseURL   string                 `toml:"baseURL"`
	Default   string                 `toml:"defaultLanguage"`
	Theme     string                 `toml:"theme"`
	Zone      string                 `toml:"timeZone"`
	Languages map[string]rawLanguage `toml:"languages"`
	Campaign  struct {
		Name      campaign.Text    `toml:"name"`
		Slogan    campaign.Text    `toml:"slogan"`
		SubSlogan campaign.Text    `toml:"subSlogan"`
		Label     campaign.Text    `toml:"label"`
		Edition   int              `toml:"edition"`
		Start     campaign.Date    `toml:"start"`
		End       campaign.Date    `toml:"end"`
		YearRound bool             `toml:"yearRound"`
		Logos     []string         `toml:"logos"`
		Unit      string           `toml:"unit"`
		Parent    *campaign.Parent `toml:"parent"`
	} `toml:"campaign"`
	Legal      campaign.Legal       `toml:"legal"`
	Links      campaign.Links       `toml:"links"`
	Milestones []campaign.Milestone `toml:"milestones"`
	Organizers []campaign.Organizer `toml:"organizers"`
	Strands    []rawTopic           `toml:"strands"`
	Series     []campaign.Series    `toml:"series"`
	Actions    []rawAction          `toml:"actions"`
	Regions    []rawRegion          `toml:"regions"`
	Venues     []rawVenue           `toml:"venues"`
	Offices    []campaign.Office    `toml:"offices"`
	Contacts   []campaign.Contact   `toml:"contacts"`
	Build      struct {
		Drafts bool `toml:"drafts"`
		Future bool `toml:"future"`
	} `toml:"build"`
	Cache  Cache `toml:"cache"`
	Images struct {
		Widths    []int    `toml:"widths"`
		Quality   int      `toml:"quality"`
		Formats   []string `toml:"formats"`
		MaxPixels int      `toml:"maxPixels"`
		Originals bool     `toml:"originals"`
		Service   string   `toml:"service"`
		Endpoint  string   `toml:"endpoint"`
	} `toml:"images"`
	Deploy struct {
		Targets []rawTarget `toml:"targets"`
	} `toml:"deploy"`
	Params map[string]any `toml:"params"`
}

type rawLanguage struct {
	Name   string `toml:"name"`
	Locale string `toml:"locale"`
}

type rawTopic struct {
	ID      string        `toml:"id"`
	Name    campaign.Text `toml:"name"`
	Summary campaign.Text `toml:"summary"`
}

func (r rawTopic) topic() campaign.Topic {
	return campaign.Topic{ID: r.ID, Name: r.Name, Summary: r.Summary}
}

type rawAction struct {
	rawTopic
	Series string        `toml:"series"`
	Leads  []string      `toml:"leads"`
	Start  campaign.Date `toml:"start"`
	End    campaign.Date `toml:"end"`
}

type rawRegion struct {
	rawTopic
	Parent string        `toml:"parent"`
	Motto  campaign.Text `toml:"motto"`
}

type rawVenue struct {
	rawTopic
	Region   string          `toml:"region"`
	Address  campaign.Text   `toml:"address"`
	Location []float64       `toml:"location"`
	Datum    string          `toml:"datum"`
	Capacity int             `toml:"capacity"`
	URL      string          `toml:"url"`
	Main     bool            `toml:"main"`
	Rooms    []campaign.Room `toml:"rooms"`
}

// Load reads the config of the site in fsys. The list says what is wrong in
// it; the campaign holds what is right, so that other files can be checked,
// and is nil when that is too little. The error is a fault of the world.
func Load(fsys fs.FS) (*campaign.Campaign, Settings, diag.List, error) {
	if info, err := fs.Lstat(fsys, File); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return nil, Settings{}, diag.List{diag.New(diag.SymbolicLink, diag.Span{File: File})}, nil
	}
	data, err := fs.ReadFile(fsys, File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Settings{}, diag.List{diag.New(diag.MissingConfig, diag.Span{File: File})}, nil
	case err != nil:
		return nil, Settings{}, nil, fmt.Errorf("reading %s: %w", File, err)
	}
	src := &diag.Source{Name: File, Text: string(data)}
	switch {
	case len(data) > maxSize:
		return nil, Settings{}, diag.List{diag.New(diag.TooLarge, src.Whole(), File, len(data), maxSize)}, nil
	case !utf8.Valid(data):
		return nil, Settings{}, diag.List{diag.New(diag.NotUTF8, src.Whole())}, nil
	}
	file, list := tomlfile.Parse(src, 0, len(src.Text))
	if file == nil {
		return nil, Settings{}, list, nil
	}
	var languages []string
	if t, ok := file.Tree()["languages"].(map[string]any); ok {
		for tag := range t {
			languages = append(languages, tag)
		}
		slices.Sort(languages)
	}
	var r raw
	list = append(list, file.Decode(&r, tomlfile.Options{Languages: languages})...)
	k := &checker{Checker: tomlfile.Checker{File: file, List: list}, fsys: fsys}
	c := k.campaign(&r)
	targets := k.targets(r.Deploy.Targets)
	c.SetConfig(src)
	if len(c.Languages) == 0 || string(c.Default()) != r.Default {
		c = nil // without it, no file's language is known
	}
	return c, Settings{r.Build.Drafts, r.Build.Future, r.Cache, targets}, k.List, nil
}

type checker struct {
	tomlfile.Checker
	fsys fs.FS
}

func (k *checker) campaign(r *raw) *campaign.Campaign {
	rc := &r.Campaign
	c := &campaign.Campaign{
		BaseURL: r.BaseURL, Theme: r.Theme,
		Name: rc.Name, Slogan: rc.Slogan, SubSlogan: rc.SubSlogan, Label: rc.Label, Edition: rc.Edition,
		Start: rc.Start, End: rc.End, YearRound: rc.YearRound, Logos: rc.Logos, Unit: rc.Unit, Parent: rc.Parent,
		Legal: r.Legal, Links: r.Links, Milestones: r.Milestones, Organizers: r.Organizers, Series: r.Series,
		Offices: r.Offices, Contacts: r.Contacts, Params: r.Params,
	}
	k.base(c, r)
	k.languages(c, r)
	k.window(c)
	c.Published = c.Start.In(c.Zone)
	k.parties(c)
	k.subjects(c, r)
	k.places(c, r)
	k.images(c, r)
	for i, o := range c.Offices {
		k.Email(o.Email, "offices", strconv.Itoa(i), "email")
	}
	for i, o := range c.Contacts {
		k.Email(o.Email, "contacts", strconv.Itoa(i), "email")
	}
	return c
}

// maxWidth bounds what a JPEG can hold and a page has use for, in pixels.
const maxWidth = 16384

func (k *checker) base(c *campaign.Campaign, r *raw) {
	k.Required(c.BaseURL != "", `"https://kepu.example/2021/"`, "baseURL")
	k.WebAddress(c.BaseURL, "baseURL")
	k.WebAddress(r.Cache.Endpoint, "cache", "endpoint")
	if k.Has("cache", "budget") {
		var ok bool
		if r.Cache.Bytes, ok = ParseSize(r.Cache.Budget); !ok {
			k.Report(diag.BadValue, []string{"cache", "budget"}, r.Cache.Budget, "budget", `"500MB", "2GB", …`)
		}
	}
	if u, err := url.Parse(c.BaseURL); err == nil && (u.RawQuery != "" || u.Fragment != "" || !isFolder(u.Path)) {
		k.Report(diag.BadURL, []string{"baseURL"}, c.BaseURL)
	}
	if !strings.HasSuffix(c.BaseURL, "/") {
		c.BaseURL += "/"
	}
	if c.Theme == "" {
		c.Theme = "festival"
	}
	if r.Zone == "" {
		r.Zone = "Asia/Shanghai"
	}
	zone, err := time.LoadLocation(r.Zone)
	if err != nil || r.Zone == "Local" {
		k.Report(diag.BadZone, []string{"timeZone"}, r.Zone)
		zone = time.UTC
	}
	c.Zone = zone
}

// isFolder tells whether p is the path of a folder as browsers keep it: with no
// "." or "..", and no two slashes, which would begin the name of a host.
func isFolder(p string) bool {
	return p == "" || path.Join("/", p, "x") == strings.TrimSuffix(p, "/")+"/x"
}

func (k *checker) languages(c *campaign.Campaign, r *raw) {
	k.Required(r.Default != "", `"zh"`, "defaultLanguage")
	var tags []string
	for tag := range r.Languages {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	k.Required(len(tags) > 0, `{ name = "简体中文", locale = "zh-Hans-CN" }`, "languages", "zh")
	if len(tags) > 0 {
		k.Ref(diag.UnknownLanguage, r.Default, tomlfile.NamesOf(tags), "defaultLanguage")
	}
	for _, tag := range tags {
		l := r.Languages[tag]
		if lower := strings.ToLower(tag); !isTag(tag) {
			k.List.Add(diag.BadLocale, k.Key("languages", tag), tag)
		} else if lower != tag {
			k.List = append(k.List, diag.New(diag.BadLocale, k.Key("languages", tag), tag).WithGuess(lower))
		}
		k.Required(l.Name != "", `"简体中文"`, "languages", tag, "name")
		if l.Locale == "" {
			l.Locale = tag
		} else if !isTag(l.Locale) {
			k.Report(diag.BadLocale, []string{"languages", tag, "locale"}, l.Locale)
		}
		if !isTag(l.Locale) {
			l.Locale = "und" // what is read next can still be checked
		}
		c.Languages = append(c.Languages, campaign.Language{Lang: campaign.Lang(tag), Name: l.Name, Locale: l.Locale})
	}
	slices.SortStableFunc(c.Languages, func(a, b campaign.Language) int {
		switch campaign.Lang(r.Default) {
		case a.Lang:
			return -1
		case b.Lang:
			return 1
		}
		return 0
	})
}

// isTag tells whether s is a well-formed language tag. The parser would take
// the underscores of POSIX locales, too.
func isTag(s string) bool {
	_, err := language.Parse(s)
	return err == nil && !strings.Contains(s, "_")
}

func (k *checker) window(c *campaign.Campaign) {
	k.Required(len(c.Name) > 0, `"…"`, "campaign", "name")
	k.Required(c.Start != 0, "2021-09-11", "campaign", "start")
	k.Required(c.End != 0, "2021-09-17", "campaign", "end")
	k.order(c.Start, c.End, "campaign", "end")
	k.Choice(&c.Unit, []string{"day", "week", "month"}, "campaign", "unit")
	for i, logo := range c.Logos {
		if st, err := fs.Stat(k.fsys, "static/"+logo); !fs.ValidPath(logo) || err != nil || !st.Mode().IsRegular() {
			k.Report(diag.MissingFile, []string{"campaign", "logos", strconv.Itoa(i)}, logo, diag.Words{EN: "in static/", ZH: " static/ 文件夹"})
		}
	}
	if c.Parent != nil {
		k.WebAddress(c.Parent.URL, "campaign", "parent", "url")
	}
	k.WebAddress(c.Legal.Corrections, "legal", "corrections")
}

func (k *checker) order(start, end campaign.Date, path ...string) {
	if start != 0 && end != 0 && end < start {
		k.Report(diag.EndBeforeStart, path, end.String(), start.String())
	}
}

// parties checks milestones and organizers.
func (k *checker) parties(c *campaign.Campaign) {
	seen := map[string]bool{}
	for i := range c.Milestones {
		m, at := &c.Milestones[i], strconv.Itoa(i)
		k.ID(m.ID, seen, "milestones", at, "id")
		k.Required(len(m.Name) > 0, `"…"`, "milestones", at, "name")
		k.Required(m.End != 0, "2021-09-24", "milestones", at, "end")
		k.order(m.Start, m.End, "milestones", at, "end")
		k.Choice(&m.Audience, []string{"public", "organisers"}, "milestones", at, "audience")
		k.WebAddress(m.URL, "milestones", at, "url")
		if m.ParentEnd != 0 && m.End > m.ParentEnd {
			k.Report(diag.MilestoneLater, []string{"milestones", at, "end"}, m.End.String(), m.ParentEnd.String())
		}
	}
	seen = map[string]bool{}
	for i := range c.Organizers {
		o, at := &c.Organizers[i], strconv.Itoa(i)
		k.ID(o.ID, seen, "organizers", at, "id")
		k.Required(len(o.Name) > 0, `"…"`, "organizers", at, "name")
		k.Choice(&o.Role, []string{"host", "co-host", "support"}, "organizers", at, "role")
		k.WebAddress(o.URL, "organizers", at, "url")
	}
}

// topic checks what strands, actions, regions and venues share.
func (k *checker) topic(t rawTopic, seen map[string]bool, section, at string) {
	k.ID(t.ID, seen, section, at, "id")
	k.Required(len(t.Name) > 0, `"…"`, section, at, "name")
}

// subjects checks strands, series and actions.
func (k *checker) subjects(c *campaign.Campaign, r *raw) {
	seen := map[string]bool{}
	for i, s := range r.Strands {
		k.topic(s, seen, "strands", strconv.Itoa(i))
		c.Strands = append(c.Strands, s.topic())
	}
	seen = map[string]bool{}
	for i := range c.Series {
		s, at := &c.Series[i], strconv.Itoa(i)
		k.topic(rawTopic{s.ID, s.Name, s.Summary}, seen, "series", at)
		k.Required(s.Page != "", `"list"`, "series", at, "page")
		k.Choice(&s.Page, []string{"list", "main-venue", "actions", "online"}, "series", at, "page")
	}
	series := ids(c.Series, func(s campaign.Series) string { return s.ID })
	organizers := ids(c.Organizers, func(o campaign.Organizer) string { return o.ID })
	seen = map[string]bool{}
	for i, a := range r.Actions {
		at := strconv.Itoa(i)
		k.topic(a.rawTopic, seen, "actions", at)
		k.Ref(diag.UnknownSeries, a.Series, series, "actions", at, "series")
		for j, lead := range a.Leads {
			k.Ref(diag.UnknownOrganizer, lead, organizers, "actions", at, "leads", strconv.Itoa(j))
		}
		k.order(a.Start, a.End, "actions", at, "end")
		c.Actions = append(c.Actions, campaign.Action{Topic: a.topic(), Series: a.Series, Leads: a.Leads, Start: a.Start, End: a.End})
	}
}

// places checks regions, venues and offices.
func (k *checker) places(c *campaign.Campaign, r *raw) {
	regions := ids(r.Regions, func(g rawRegion) string { return g.ID })
	parents := map[string]string{}
	for _, g := range r.Regions {
		parents[g.ID] = g.Parent
	}
	seen := map[string]bool{}
	for i, g := range r.Regions {
		at := strconv.Itoa(i)
		k.topic(g.rawTopic, seen, "regions", at)
		if _, err := time.Parse(time.DateOnly, g.ID); err == nil {
			k.Report(diag.DateID, []string{"regions", at, "id"}, g.ID)
		}
		if k.Ref(diag.UnknownRegion, g.Parent, regions, "regions", at, "parent") {
			up := g.Parent
			for n := 0; n <= len(parents) && up != "" && up != g.ID; n++ {
				up = parents[up]
			}
			if up != "" && up == g.ID {
				k.Report(diag.RegionLoop, []string{"regions", at, "parent"}, g.ID)
				g.Parent = "" // who climbs from here must arrive
			}
		}
		if g.ID != "" { // "" stands for no region
			c.Regions = append(c.Regions, campaign.Region{Topic: g.topic(), Parent: g.Parent, Motto: g.Motto})
		}
	}
	seen = map[string]bool{}
	main := ""
	for i, v := range r.Venues {
		at := strconv.Itoa(i)
		k.topic(v.rawTopic, seen, "venues", at)
		k.Ref(diag.UnknownRegion, v.Region, regions, "venues", at, "region")
		k.WebAddress(v.URL, "venues", at, "url")
		if v.Main && main != "" {
			k.Report(diag.SecondMainVenue, []string{"venues", at, "main"}, main)
		} else if v.Main {
			main = v.ID
		}
		rooms := map[string]bool{}
		for j, room := range v.Rooms {
			k.ID(room.ID, rooms, "venues", at, "rooms", strconv.Itoa(j), "id")
			k.Required(len(room.Name) > 0, `"…"`, "venues", at, "rooms", strconv.Itoa(j), "name")
		}
		c.Venues = append(c.Venues, campaign.Venue{
			Topic: v.topic(), Region: v.Region, Address: v.Address, Capacity: v.Capacity, URL: v.URL, Main: v.Main, Rooms: v.Rooms,
			Location: k.location(v.Location, v.Datum, "venues", at),
		})
	}
	seen = map[string]bool{}
	for i, o := range c.Offices {
		at := strconv.Itoa(i)
		k.topic(rawTopic{ID: o.ID, Name: o.Name}, seen, "offices", at)
		k.Ref(diag.UnknownRegion, o.Region, regions, "offices", at, "region")
		for j, glob := range o.Paths {
			if !doublestar.ValidatePattern(glob) || !fs.ValidPath(glob) {
				k.Report(diag.BadValue, []string{"offices", at, "paths", strconv.Itoa(j)}, glob, "paths", `"content/events/ili/**"`)
			}
		}
	}
}

func (k *checker) location(point []float64, datum string, path ...string) *campaign.Location {
	k.Choice(&datum, campaign.Datums, append(path, "datum")...)
	l, ok := campaign.NewLocation(point, datum)
	if !ok {
		k.Report(diag.BadLocation, append(path, "location"))
	}
	return l
}

func ids[T any](list []T, id func(T) string) tomlfile.Names {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = id(e)
	}
	return tomlfile.NamesOf(out)
}
