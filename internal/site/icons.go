package site

import (
	"image/color"
	"path"
	"slices"
	"strconv"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/feed"
	"bunting/internal/picture"
	"bunting/internal/view"
)

// An iconKind is a form in which browsers and phones want the site's icon.
type iconKind struct {
	size    int    // width and height in pixels
	within  int    // percent of the size that the logo may take
	ground  bool   // white; else nothing is under the logo
	purpose string // in the manifest; "": not there
}

// Icons are made of one logo. A phone rounds the corners of its icon, and of a
// maskable one keeps a circle of 80 percent: a square in that takes 56.
var (
	tabIcon   = iconKind{size: 32, within: 100}
	touchIcon = iconKind{size: 180, within: 80, ground: true}
	appIcons  = []iconKind{{192, 100, false, "any"}, {LargestIcon, 100, false, "any"}, {LargestIcon, 56, true, "maskable"}}
)

// LargestIcon is the width of the largest icon, in pixels.
const LargestIcon = 512

func (k iconKind) recipe() picture.Recipe {
	r := picture.Recipe{Width: k.size, Height: k.size, Within: k.within, Format: picture.PNG}
	if k.ground {
		r.Ground = color.NRGBA{255, 255, 255, 255}
	}
	return r
}

// IconRecipes returns what is made of a logo: icons of which it fills enough
// not to look lost.
func IconRecipes(logo *campaign.Photo) []picture.Recipe {
	out := []picture.Recipe{tabIcon.recipe(), touchIcon.recipe()}
	for _, k := range appIcons {
		if k.fits(logo) {
			out = append(out, k.recipe())
		}
	}
	return out
}

func (k iconKind) fits(logo *campaign.Photo) bool { return 2*max(logo.Width, logo.Height) >= k.size }

// tabIcons are what browsers show in tabs: of the logo, and the logo itself
// when it is an SVG.
func (g *tongue) tabIcons() []view.Icon {
	var out []view.Icon
	if logo := &g.k.c.Icon; logo.Shown() {
		out = append(out, view.Icon{Path: g.static(variantFile(logo, tabIcon.recipe())), Type: "image/png", Sizes: "32x32"})
	}
	if file := g.k.vector(); file != "" {
		out = append(out, view.Icon{Path: g.static(file), Type: svgType, Sizes: "any"})
	}
	return out
}

const svgType = "image/svg+xml"

// vector returns the first logo, when it is an SVG.
func (k *composer) vector() string {
	if logos := k.c.Logos; len(logos) > 0 && strings.EqualFold(path.Ext(logos[0]), ".svg") {
		return logos[0]
	}
	return ""
}

// touchIcon is what an iPhone puts on its home screen; "" when the logo gives
// none.
func (g *tongue) touchIcon() string {
	if logo := &g.k.c.Icon; logo.Shown() {
		return g.static(variantFile(logo, touchIcon.recipe()))
	}
	return ""
}

// icons are those of the web app manifest: what the site has in static/ as
// icons/icon-SIZE.png; else those of the logo, else the theme's.
func (g *tongue) icons() []feed.Icon {
	var out []feed.Icon
	if file := g.k.vector(); file != "" {
		out = append(out, feed.Icon{Src: g.static(file), Sizes: "any", Type: svgType})
	}
	square := func(src string, size int, purpose string) {
		out = append(out, feed.Icon{Src: g.static(src), Sizes: strconv.Itoa(size) + "x" + strconv.Itoa(size), Type: "image/png", Purpose: purpose})
	}
	if logo := &g.k.c.Icon; logo.Shown() && !slices.ContainsFunc(g.k.c.Files, isOwnIcon) {
		for _, k := range appIcons {
			if k.fits(logo) {
				square(variantFile(logo, k.recipe()), k.size, k.purpose)
			}
		}
		return out
	}
	for _, f := range g.k.c.Files {
		if size := iconSize(f); size > 0 {
			square(f.Path, size, "")
		}
	}
	return out
}

// iconSize returns the size that a file's name gives an icon, 0 for another
// file.
func iconSize(f campaign.File) int {
	name, ok := strings.CutPrefix(f.Path, "icons/icon-")
	size, isPNG := strings.CutSuffix(name, ".png")
	if n, err := strconv.Atoi(size); ok && isPNG && err == nil {
		return n
	}
	return 0
}

func isOwnIcon(f campaign.File) bool { return f.From == campaign.FromSite && iconSize(f) > 0 }

// shareIcon returns the URL of the largest of icons, which stands for the site
// in shared links; "" when there is none.
func (g *tongue) shareIcon() string {
	for _, i := range g.icons() {
		if i.Sizes == "512x512" && i.Purpose != "maskable" {
			return g.absolute(i.Src)
		}
	}
	return ""
}
