package site

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/digest"
	"bunting/internal/picture"
	"bunting/internal/view"
)

// Sizes of a document's first photo where it stands for that, in pixels:
// in lists, and where others share the page's address.
var (
	thumbSizes = [][2]int{{320, 213}, {640, 427}}
	shareSize  = [2]int{1200, 630}
)

// Recipes returns what is made of a photo whose width and transparency are
// known; first tells whether it is its document's first.
func Recipes(c *campaign.Images, p *campaign.Photo, first bool) []picture.Recipe {
	if c.Service != "" {
		return []picture.Recipe{master(c, p)}
	}
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
var suffixes = map[picture.Format]string{picture.JPEG: ".jpg", picture.PNG: ".png", picture.GIF: ".gif", picture.WebP: ".webp"}

// variantFile returns the path of a variant.
func variantFile(p *campaign.Photo, r picture.Recipe) string {
	sum := digest.Key(string(p.Source[:]), r.Key())
	return Pictures + hex.EncodeToString(sum[:10]) + suffixes[r.Format]
}

// originalFile returns the path of a photo itself.
func originalFile(p *campaign.Photo) string {
	return Originals + hex.EncodeToString(p.Source[:10]) + suffixes[picture.Format(p.Format)]
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

// pictures adds the variants of all photos and posters, and the photos themselves
// where the config asks for them.
func (k *composer) pictures() {
	seen := map[string]bool{}
	add := func(path string, how Making) {
		if !seen[path] { // else another document shows the same
			seen[path] = true
			k.outputs = append(k.outputs, Output{Path: path, Making: how})
		}
	}
	variants := func(p *campaign.Photo, recipes []picture.Recipe) {
		for _, r := range recipes {
			add(variantFile(p, r), &variant{file: Variant{p.Name, p.Source, r}})
		}
	}
	if logo := &k.c.Icon; logo.Shown() {
		variants(logo, IconRecipes(logo))
	}
	for d := range k.documents() {
		for i := range d.Photos {
			p := &d.Photos[i]
			variants(p, Recipes(&k.c.Images, p, i == 0))
			if k.c.Images.Originals {
				add(originalFile(p), &made{body: func(Report) Body { return Original{p.Name} },
					key: func() digest.Sum { return digest.Key("original", string(p.Source[:])) }})
			}
		}
		for i := range d.Pictures {
			if p := &d.Pictures[i]; p.Shown() {
				variants(p, Recipes(&k.c.Images, p, false))
			}
		}
	}
	for _, e := range k.c.Events {
		for i := range e.Videos {
			if p := &e.Videos[i].Poster; p.Shown() {
				variants(p, Recipes(&k.c.Images, p, false))
			}
		}
	}
}

// picture makes a photo's picture of some of its variants, the smallest first.
func (g *tongue) picture(p *campaign.Photo, recipes, webp []picture.Recipe) view.Picture {
	info := picture.Info{Width: p.Width, Height: p.Height}
	sources := func(recipes []picture.Recipe) (out []view.Source) {
		last := 0
		for _, r := range recipes {
			if w, _ := r.Size(info); w > last {
				out = append(out, view.Source{Path: g.k.address(g.base, p, r), Width: w})
				last = w
			}
		}
		return out
	}
	srcset := func(sources []view.Source) string {
		var out []string
		for _, s := range sources {
			out = append(out, fmt.Sprintf("%s %dw", s.Path, s.Width))
		}
		return strings.Join(out, ", ")
	}
	middle, largest := recipes[len(recipes)/2], recipes[len(recipes)-1]
	own, smaller := sources(recipes), sources(webp)
	v := view.Picture{
		Src: g.k.address(g.base, p, middle), Srcset: srcset(own), WebP: srcset(smaller),
		Full: g.k.address(g.base, p, largest), Type: "image/" + string(main(p)), Tint: p.Tint, Alt: g.text(p.Alt),
	}
	if smaller != nil {
		own, v.Type = smaller, "image/webp"
	}
	v.Smallest, v.Larger = own[0], own[1:]
	v.Width, v.Height = largest.Size(info)
	return v
}

// photo makes a photo with its words.
func (g *tongue) photo(p *campaign.Photo) view.Photo {
	c := &g.k.c.Images
	sizes := func(f picture.Format) []picture.Recipe { return pageRecipes(c, p, f) }
	v := view.Photo{Picture: g.picture(p, sizes(main(p)), webp(c, sizes)), Caption: g.text(p.Caption), Credit: g.text(p.Credit)}
	if c.Originals {
		v.Original = g.static(originalFile(p))
	}
	return v
}

// anchor names the i-th photo on its document's page.
func anchor(i int) string { return fmt.Sprintf("photo-%d", i+1) }

// photos makes the photos of a document, for its own page.
func (g *tongue) photos(d *campaign.Document) []view.Photo {
	var out []view.Photo
	for i := range d.Photos {
		v := g.photo(&d.Photos[i])
		v.ID = anchor(i)
		out = append(out, v)
	}
	return out
}

// leading is the chrome of a page whose first photo stands in its head.
func leading(c view.Chrome, photos []view.Photo) view.Chrome {
	if len(photos) > 0 {
		c.Lead = photos[0].Picture
	}
	return c
}

// thumb is a document's first photo in lists.
func (g *tongue) thumb(d *campaign.Document) view.Picture {
	if len(d.Photos) == 0 {
		return view.Picture{}
	}
	c, p := &g.k.c.Images, &d.Photos[0]
	sizes := func(f picture.Format) []picture.Recipe { return thumbRecipes(c, p, f) }
	return g.picture(p, sizes(main(p)), webp(c, sizes))
}

// share returns the URL of a document's picture for shared links; "" without.
func (k *composer) share(d *campaign.Document) string {
	if len(d.Photos) == 0 {
		return ""
	}
	return k.address(k.c.BaseURL, &d.Photos[0], shareRecipe(&k.c.Images, &d.Photos[0]))
}

// A shot is a photo in the gallery, by its place in its document.
type shot struct {
	*campaign.Document
	at     int
	route  route           // of the document
	day    campaign.Date   // 0: no day's
	venue  *campaign.Venue // whose document it is; nil: another's
	region string          // "": no region's
}

func (s *shot) photo() *campaign.Photo { return &s.Photos[s.at] }

// name tells it from all others.
func (s *shot) name() string { return s.File() + "/" + s.photo().File }

// date is where it stands in time: what has no day of its own, where the site
// began.
func (s *shot) date() campaign.Date { return cmp.Or(s.day, campaign.DateOf(s.Updated)) }

// shots gathers the photos of the gallery, those of the newest day first: of
// listed events, news, pages and venues.
func (k *composer) shots() {
	add := func(d *campaign.Document, of shot) {
		for of.Document = d; of.at < len(d.Photos); of.at++ {
			k.photos = append(k.photos, of)
		}
	}
	for _, n := range k.listed {
		add(&n.Document, shot{route: n.route, day: n.day, region: n.Region})
	}
	for _, n := range k.c.News {
		add(&n.Document, shot{route: newsRoute(n), day: campaign.DateOf(n.Date)})
	}
	for _, p := range k.c.Pages {
		add(&p.Document, shot{route: pageRoute(p)})
	}
	for i := range k.c.Venues {
		v := &k.c.Venues[i]
		add(&v.Text, shot{route: venueRoute(v), venue: v, region: v.Region})
	}
	slices.SortStableFunc(k.photos, func(a, b shot) int {
		return cmp.Or(cmp.Compare(b.date(), a.date()), cmp.Compare(a.Path, b.Path))
	})
	for _, s := range k.photos {
		if s.day != 0 {
			k.shotsOn[s.day] = append(k.shotsOn[s.day], s)
		}
		for r := k.region[s.region]; r != nil; r = k.region[r.Parent] {
			k.shotsIn[r.ID] = append(k.shotsIn[r.ID], s)
		}
	}
}

// shown makes a photo for a page of many documents.
func (g *tongue) shown(s *shot) view.Photo {
	v := g.photo(s.photo())
	sum := digest.OfText(s.name())
	v.ID = "photo-" + hex.EncodeToString(sum[:4])
	title := g.title(s.Document)
	if s.venue != nil {
		title = g.text(s.venue.Name)
	}
	v.Page = link(title, g.path(s.route)+"#"+anchor(s.at))
	return v
}

// teaser is the newest photos, each of another document.
func (g *tongue) teaser() []view.Photo {
	var out []view.Photo
	for i := range g.k.photos {
		if s := &g.k.photos[i]; s.at == 0 && len(out) < homePhotos {
			out = append(out, g.shown(s))
		}
	}
	return out
}

// gallery adds the pages of all photos, of each day and each region.
func (k *composer) gallery(g *tongue) {
	if len(k.photos)+len(k.reels) == 0 {
		return
	}
	var days, regions []view.Tile
	part := func(r route, name campaign.Text, text string, list []shot) view.Tile {
		h := head{
			route: r, section: galleryRoute, title: g.say("text.photos-of", "name", text),
			trail: []view.Link{{Text: g.say("nav.gallery"), Path: g.path(galleryRoute)}},
		}
		k.album(g, h, list, nil, nil)
		t := g.tile(r, name, nil, len(list))
		t.Name, t.Counted = cmp.Or(t.Name, view.Text{Text: text}), g.say("count.photos", "n", len(list))
		return t
	}
	for _, day := range slices.Backward(slices.Sorted(maps.Keys(k.shotsOn))) {
		days = append(days, part(galleryRoute+route(day.String()+"/"), nil, g.day(day.In(k.c.Zone)), k.shotsOn[day]))
	}
	for i := range k.c.Regions {
		r := &k.c.Regions[i]
		if list := k.shotsIn[r.ID]; len(list) > 0 {
			regions = append(regions, part(galleryRoute+route(r.ID+"/"), r.Name, g.plain(r.Name), list))
		}
	}
	k.album(g, head{route: galleryRoute, section: galleryRoute, title: g.say("nav.gallery")}, k.photos, days, regions)
}

// album adds the pages of a list of photos; the first page of the whole leads
// to its parts.
func (k *composer) album(g *tongue, h head, list []shot, days, regions []view.Tile) {
	var films []reel
	if h.route == galleryRoute {
		films = k.reels[:min(len(k.reels), maxReels)]
	}
	at := func(i int) time.Time { return list[i].date().In(k.c.Zone) }
	l := listing{
		size: len(list), counted: g.say("count.photos", "n", len(list)),
		key:   func(dst []byte, i int) []byte { return append(dst, list[i].name()...) },
		span:  func(first, last int) string { return g.days(at(last), at(first)) },
		jumps: func() []jump { return g.dayJumps(len(list), at) },
	}
	key := func(c chunk) string {
		out := fmt.Sprint(c.first(), days, regions)
		for _, s := range list[c.from:c.to] {
			out += fmt.Sprint(s.route, s.at) + string(s.Facts[:])
		}
		if c.first() && len(films) > 0 {
			out += fmt.Sprint(len(k.reels)) + reelsKey(films)
		}
		return out
	}
	k.list(g, "gallery", h, l, key, func(c chunk, _ Report) any {
		v := view.Gallery{Chrome: g.chrome(c.head), Title: view.Text{Text: c.head.title}, Pager: c.pager}
		if c.first() && len(days) > 0 {
			v.Intro = g.say("text.gallery")
		}
		if c.first() {
			v.Days, v.Regions = days, regions
		}
		if c.first() && len(films) > 0 {
			v.Videos = g.screened(films)
			v.VideosCounted, v.VideosPath = g.say("count.videos", "n", len(k.reels)), g.path(videosRoute)
		}
		if h.route != galleryRoute {
			v.All = g.path(galleryRoute)
		}
		for i := range list[c.from:c.to] {
			v.Photos = append(v.Photos, g.shown(&list[c.from+i]))
		}
		return v
	})
}
