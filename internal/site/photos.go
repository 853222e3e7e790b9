package site

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/digest"
	"bunting/internal/picture"
	"bunting/internal/view"
)

// Sizes of an event's first photo where it stands for the event, in pixels:
// in lists, and where others share the page's address.
var (
	thumbSizes = [][2]int{{320, 213}, {640, 427}}
	shareSize  = [2]int{1200, 630}
)

// Recipes returns what is made of a photo whose width and transparency are
// known; first tells whether it is its event's first.
func Recipes(c *campaign.Images, p *campaign.Photo, first bool) []picture.Recipe {
	out := slices.Concat(pageRecipes(c, p, main(p)), webp(c, func(f picture.Format) []picture.Recipe { return pageRecipes(c, p, f) }))
	if first {
		out = slices.Concat(out, thumbRecipes(c, p, main(p)), webp(c, func(f picture.Format) []picture.Recipe { return thumbRecipes(c, p, f) }))
		out = append(out, shareRecipe(c, p))
	}
	return out
}

// main is the format that every browser shows.
func main(p *campaign.Photo) picture.Format {
	if p.Alpha {
		return picture.PNG
	}
	return picture.JPEG
}

// webp returns the recipes for WebP where the site wants it.
func webp(c *campaign.Images, recipes func(picture.Format) []picture.Recipe) []picture.Recipe {
	if slices.Contains(c.Formats, string(picture.WebP)) {
		return recipes(picture.WebP)
	}
	return nil
}

// pageRecipes are the widths of the config up to the first that is not smaller
// than the photo.
func pageRecipes(c *campaign.Images, p *campaign.Photo, f picture.Format) []picture.Recipe {
	var out []picture.Recipe
	for _, w := range c.Widths {
		out = append(out, picture.Recipe{Width: w, Format: f, Quality: c.Quality})
		if w >= p.Width {
			break
		}
	}
	return out
}

func thumbRecipes(c *campaign.Images, p *campaign.Photo, f picture.Format) []picture.Recipe {
	var out []picture.Recipe
	for _, size := range thumbSizes {
		out = append(out, cropped(c, p, size, f))
	}
	return out
}

func shareRecipe(c *campaign.Images, p *campaign.Photo) picture.Recipe {
	return cropped(c, p, shareSize, picture.JPEG)
}

func cropped(c *campaign.Images, p *campaign.Photo, size [2]int, f picture.Format) picture.Recipe {
	return picture.Recipe{Width: size[0], Height: size[1], FocusX: p.Focus[0], FocusY: p.Focus[1], Format: f, Quality: c.Quality}
}

// suffixes of files, by format.
var suffixes = map[picture.Format]string{picture.JPEG: ".jpg", picture.PNG: ".png", picture.WebP: ".webp"}

// variantFile returns the path of a variant.
func variantFile(p *campaign.Photo, r picture.Recipe) string {
	sum := digest.Key(string(p.Source[:]), r.Key())
	return Pictures + hex.EncodeToString(sum[:10]) + suffixes[r.Format]
}

// A variant is a photo as a recipe makes it.
type variant struct {
	plainFile
	file Variant
}

func (v *variant) Body(Report) Body { return v.file }

func (v *variant) Key() (digest.Sum, bool) {
	return digest.Key("picture", string(v.file.Source[:]), v.file.Recipe.Key()), true
}

// pictures adds the variants of all photos.
func (k *composer) pictures() {
	seen := map[string]bool{}
	for _, e := range k.c.Events {
		for i := range e.Photos {
			p := &e.Photos[i]
			for _, r := range Recipes(&k.c.Images, p, i == 0) {
				path := variantFile(p, r)
				if seen[path] { // another event shows the same
					continue
				}
				seen[path] = true
				k.outputs = append(k.outputs, Output{Path: path, Making: &variant{file: Variant{p.Name, p.Source, r}}})
			}
		}
	}
}

// picture makes a photo's picture of some of its variants, the smallest first.
func (g *tongue) picture(p *campaign.Photo, recipes, webp []picture.Recipe) view.Picture {
	info := picture.Info{Width: p.Width, Height: p.Height}
	srcset := func(recipes []picture.Recipe) string {
		var out []string
		last := 0
		for _, r := range recipes {
			if w, _ := r.Size(info); w > last {
				out = append(out, fmt.Sprintf("%s %dw", g.static(variantFile(p, r)), w))
				last = w
			}
		}
		return strings.Join(out, ", ")
	}
	middle, largest := recipes[len(recipes)/2], recipes[len(recipes)-1]
	v := view.Picture{
		Src: g.static(variantFile(p, middle)), Srcset: srcset(recipes), WebP: srcset(webp),
		Full: g.static(variantFile(p, largest)), Tint: p.Tint, Alt: g.text(p.Alt),
	}
	v.Width, v.Height = largest.Size(info)
	return v
}

// photo makes the i-th photo of an event.
func (g *tongue) photo(e *campaign.Event, i int) view.Photo {
	c, p := &g.k.c.Images, &e.Photos[i]
	sizes := func(f picture.Format) []picture.Recipe { return pageRecipes(c, p, f) }
	return view.Photo{Picture: g.picture(p, sizes(main(p)), webp(c, sizes)), Caption: g.text(p.Caption), Credit: g.text(p.Credit)}
}

// anchor names the i-th photo on its event's page.
func anchor(i int) string { return fmt.Sprintf("photo-%d", i+1) }

func (g *tongue) eventPhotos(e *campaign.Event) []view.Photo {
	var out []view.Photo
	for i := range e.Photos {
		v := g.photo(e, i)
		v.ID = anchor(i)
		out = append(out, v)
	}
	return out
}

// thumb is an event's first photo in lists.
func (g *tongue) thumb(e *campaign.Event) view.Picture {
	if len(e.Photos) == 0 {
		return view.Picture{}
	}
	c, p := &g.k.c.Images, &e.Photos[0]
	sizes := func(f picture.Format) []picture.Recipe { return thumbRecipes(c, p, f) }
	return g.picture(p, sizes(main(p)), webp(c, sizes))
}

// share returns the URL of an event's picture for shared links; "" without.
func (k *composer) share(e *campaign.Event) string {
	if len(e.Photos) == 0 {
		return ""
	}
	return k.c.BaseURL + variantFile(&e.Photos[0], shareRecipe(&k.c.Images, &e.Photos[0]))
}

// A shot is a photo of an event, by its place there.
type shot struct {
	*entry
	at int
}

func (s shot) file() string { return s.Path + "/" + s.Photos[s.at].File }

// shots returns all photos of events, those of the newest day first.
func shots(events []*entry) []shot {
	var out []shot
	for _, n := range events {
		for i := range n.Photos {
			out = append(out, shot{n, i})
		}
	}
	slices.SortStableFunc(out, func(a, b shot) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(a.Path, b.Path)) })
	return out
}

// shown makes a photo for a page of many events.
func (g *tongue) shown(s shot) view.Photo {
	v := g.photo(s.Event, s.at)
	sum := digest.Of([]byte(s.file()))
	v.ID = "photo-" + hex.EncodeToString(sum[:4])
	v.Event = link(g.title(&s.Document), g.path(s.route)+"#"+anchor(s.at))
	return v
}

// teaser is the newest photos, each of another event.
func (g *tongue) teaser() []view.Photo {
	var out []view.Photo
	for _, s := range g.k.photos {
		if s.at == 0 && len(out) < homePhotos {
			out = append(out, g.shown(s))
		}
	}
	return out
}

// gallery adds the pages of all photos, of each day and each region.
func (k *composer) gallery(g *tongue) {
	if len(k.photos) == 0 {
		return
	}
	var days, regions []view.Tile
	part := func(r route, name campaign.Text, text string, list []shot) view.Tile {
		h := head{
			route: r, section: galleryRoute, title: g.say("text.photos-of", "name", text),
			trail: []view.Link{{Text: g.say("nav.gallery"), Path: g.path(galleryRoute)}},
		}
		k.shots(g, h, list, nil, nil)
		t := g.tile(r, name, nil, len(list))
		t.Name, t.Counted = cmp.Or(t.Name, view.Text{Text: text}), g.say("count.photos", "n", len(list))
		return t
	}
	for from := 0; from < len(k.photos); {
		day := k.photos[from].day
		to := from
		for to < len(k.photos) && k.photos[to].day == day {
			to++
		}
		days = append(days, part(galleryRoute+route(day.String()+"/"), nil, g.day(day.In(k.c.Zone)), k.photos[from:to]))
		from = to
	}
	for i := range k.c.Regions {
		r := &k.c.Regions[i]
		if list := shots(k.byRegion[r.ID]); len(list) > 0 {
			regions = append(regions, part(galleryRoute+route(r.ID+"/"), r.Name, g.plain(r.Name), list))
		}
	}
	k.shots(g, head{route: galleryRoute, section: galleryRoute, title: g.say("nav.gallery")}, k.photos, days, regions)
}

// shots adds the pages of a list of photos; the first page of the whole leads
// to its parts.
func (k *composer) shots(g *tongue, h head, list []shot, days, regions []view.Tile) {
	at := func(i int) time.Time { return list[i].day.In(k.c.Zone) }
	l := listing{
		size: len(list), counted: g.say("count.photos", "n", len(list)),
		key:   func(i int) string { return list[i].file() },
		span:  func(first, last int) string { return g.days(at(last), at(first)) },
		jumps: func() []jump { return g.dayJumps(len(list), at) },
	}
	key := func(c chunk) string {
		var entries []*entry
		var places []int
		for _, s := range list[c.from:c.to] {
			entries, places = append(entries, s.entry), append(places, s.at)
		}
		return facts(entries...) + fmt.Sprint(places, c.first(), days, regions)
	}
	k.list(g, "gallery", h, l, key, func(c chunk, _ Report) any {
		v := view.Gallery{Chrome: g.chrome(c.head), Title: view.Text{Text: c.head.title}, Pager: c.pager}
		if c.first() && len(days) > 0 {
			v.Intro = g.say("text.gallery")
		}
		if c.first() {
			v.Days, v.Regions = days, regions
		}
		if h.route != galleryRoute {
			v.All = g.path(galleryRoute)
		}
		for _, s := range list[c.from:c.to] {
			v.Photos = append(v.Photos, g.shown(s))
		}
		return v
	})
}
