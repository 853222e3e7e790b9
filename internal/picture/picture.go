// Package picture makes the pictures of pages: bytes of a photo in, bytes of
// its variants out.
//
// What it promises. Variants stand upright, are never enlarged, have their
// colours in sRGB and carry no metadata: no place, no camera, no thumbnail. The
// bytes of a variant depend on the source and the recipe alone, not on what else
// is made with it, on the machine or its number of cores, so they can be kept by
// the digest of the source and [Recipe.Key]. Files may be hostile: sizes are
// looked at before anything is made of them, and a decoder's panic is an error.
//
// One road for all sources: the decoder's samples are taken as planes of 8 bits
// (Y, Cb, Cr of a JPEG as they are) and resized as planes in whole numbers,
// which is both what makes it fast and what makes it the same everywhere.
// github.com/disintegration/imaging, which computes in floating point, is the
// yardstick of the tests.
//
// Left out: moving pictures (their first frame is used), colours by tables
// (their profile is kept), CMYK profiles (their colours are approximated),
// colours that a PNG tells in other ways than by a profile (gAMA, cHRM, cICP).
package picture

import (
	"fmt"
	"image"
	"image/color"
)

// A Format is a file format that is read. GIF is not written.
type Format string

// The formats, by the last part of their media type.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	GIF  Format = "gif"
	WebP Format = "webp"
)

// Info is what the header of a picture's file tells.
type Info struct {
	Format        Format
	Width, Height int  // pixels, as seen upright
	Orientation   int  // as stored: 1 to 8 (Exif 2.3, 4.6.4 A), 1 is upright
	Alpha         bool // may have transparent parts
	Animated      bool // has more frames than one
}

// A Recipe says how a variant is made.
type Recipe struct {
	// Width is the width in pixels, which a smaller source does not reach; 0 is
	// the source's.
	Width int
	// Height is 0 to keep the source's shape. Otherwise the variant is cropped
	// to Width × Height, or to that shape where the source is too small.
	Height int
	// FocusX and FocusY are what stays in the middle of a cropped variant where
	// it can: from the left and the top, 0 to 1.
	FocusX, FocusY float64
	// Within, if not 0, makes an icon: nothing is cropped, and the whole picture
	// stands in the middle of Width × Height, over at most so many percent of
	// either, on the ground or on nothing.
	Within  int
	Format  Format // JPEG, PNG or WebP; an icon is a PNG
	Quality int    // 1 to 100, of JPEG and WebP
	// Ground is the colour under transparent parts of a JPEG; without alpha of
	// its own, as the zero value, it is white.
	Ground color.NRGBA
}

// Versions of what makes the bytes. A test compares digests of variants: when
// it fails, because of a change here or in an encoder, the version is counted
// up, and kept variants are made anew.
var encoders = map[Format]string{
	JPEG: "image/jpeg 1",
	PNG:  "image/png 1",
	WebP: webpEncoder + " 1",
}

// Key names all that a variant's bytes depend on beside the source, the
// encoder and its version with it. Different recipes have different keys; the
// text itself means nothing.
func (r Recipe) Key() string {
	key := fmt.Sprintf("%s %d×%d %g,%g q%d #%02x%02x%02x%02x", encoders[r.Format], r.Width, r.Height, r.FocusX, r.FocusY,
		r.Quality, r.Ground.R, r.Ground.G, r.Ground.B, r.Ground.A)
	if r.Within > 0 {
		key += fmt.Sprintf(" within %d%%", r.Within)
	}
	return key
}

// Size returns the width and height in pixels of the variant of a picture, as
// Make will make it.
func (r Recipe) Size(i Info) (width, height int) {
	if r.Within > 0 {
		return r.Width, r.Height
	}
	_, _, crop := r.frame(i.Width, i.Height)
	return crop.Dx(), crop.Dy()
}

// Part returns the part of a picture that its variant shows, in the picture's own
// pixels.
func (r Recipe) Part(i Info) image.Rectangle {
	w, h, crop := r.frame(i.Width, i.Height)
	at := func(n, from, to int) int { return int(int64(n) * int64(to) / int64(from)) }
	return image.Rect(at(crop.Min.X, w, i.Width), at(crop.Min.Y, h, i.Height), at(crop.Max.X, w, i.Width), at(crop.Max.Y, h, i.Height))
}

// frame returns the size to which a picture is scaled, and the part of that
// which is the variant. Crops begin at even pixels, so that chroma need not be
// moved.
func (r Recipe) frame(width, height int) (scaledWidth, scaledHeight int, crop image.Rectangle) {
	w, h := r.Width, r.Height
	if r.Within > 0 {
		w, h = min(width, max(1, w*r.Within/100)), min(height, max(1, h*r.Within/100))
		w, h = min(w, scale(width, h, height)), min(h, scale(height, w, width))
		return w, h, image.Rect(0, 0, w, h)
	}
	if w <= 0 {
		w = width
	}
	if h <= 0 {
		w = min(w, width)
		h = scale(height, w, width)
		return w, h, image.Rect(0, 0, w, h)
	}
	w, h = min(w, scale(w, height, h)), min(h, scale(h, width, w))
	w, h = min(w, width), min(h, height)
	scaledWidth, scaledHeight = w, scale(height, w, width)
	if scaledHeight < h {
		scaledWidth, scaledHeight = max(w, scale(width, h, height)), h
	}
	at := func(focus float64, scaled, size int) int {
		i := int(float64(min(max(focus, 0), 1)*float64(scaled))) - size/2
		return min(max(i, 0), scaled-size) &^ 1
	}
	x, y := at(r.FocusX, scaledWidth, w), at(r.FocusY, scaledHeight, h)
	return scaledWidth, scaledHeight, image.Rect(x, y, x+w, y+h)
}

// scale returns n·to/from, rounded, at least 1.
func scale(n, to, from int) int {
	return int(max(1, (2*int64(n)*int64(to)+int64(from))/(2*int64(from))))
}

// A Plan says what is made of a picture.
type Plan struct {
	MaxPixels int64 // the largest picture that is decoded, in pixels
	Recipes   []Recipe
}

// Writes tells whether this program writes a format.
func Writes(f Format) bool { return f == JPEG || f == PNG || f == WebP && webpEncoder != "no WebP" }

// A Variant is a picture's file, ready to publish.
type Variant struct {
	Data          []byte
	Width, Height int // pixels
}

// Colours says what became of a picture's colours.
type Colours string

// All but Plain are told apart only so that someone can be told.
const (
	Plain        Colours = ""             // sRGB, or said to be nothing else
	Converted    Colours = "converted"    // brought to sRGB
	Kept         Colours = "kept"         // their profile is in the variants
	Approximated Colours = "approximated" // CMYK, without its profile
	Unreadable   Colours = "unreadable"   // the profile is damaged and ignored
)

// A Result is what is made of a picture.
type Result struct {
	Info     Info
	Variants []Variant // in order of the plan's recipes
	Colours  Colours
	// Placeholder is three colours from top to bottom, "#8fa3b8,#6d7f62,#40392f":
	// what stands between the brackets of CSS's linear-gradient(), and safe in any
	// attribute. Photos differ from top to bottom more than from left to right
	// (sky, people, ground), so three colours do for what would take a grid a data
	// URL, at a quarter of the 100 bytes that a page may spend on it.
	Placeholder string
}

// Make decodes a picture and makes all its variants. Errors are of type *[Error].
//
// Of a camera's JPEG, variants of at most half the size are made of frequencies
// up to that, which takes half the time (and at the limit, 1920 pixels of 4032,
// leaves 48 dB beside the slow way); only where others are asked for, too, it is
// decoded twice.
func Make(data []byte, p Plan) (Result, error) {
	info, t, err := inspect(data, p.MaxPixels)
	if err != nil {
		return Result{}, err
	}
	d := decoded{data: data, info: info, told: t}
	var variants []Variant
	for _, r := range p.Recipes {
		width, height, crop := r.frame(info.Width, info.Height)
		scaled, err := d.scaled(width, height)
		if err != nil {
			return Result{}, err
		}
		b, err := encode(scaled, crop, r, d.colours)
		if err != nil {
			return Result{}, &Error{Kind: Unsupported, Width: crop.Dx(), Height: crop.Dy(), Err: err}
		}
		v := Variant{Data: b}
		v.Width, v.Height = r.Size(info)
		variants = append(variants, v)
	}
	tiny, err := d.scaled(1, 3)
	if err != nil {
		return Result{}, err
	}
	return Result{info, variants, d.fate, placeholder(tiny, d.colours)}, nil
}

// decoded is a picture in the sizes to which it has been decoded so far.
type decoded struct {
	data    []byte
	info    Info
	told    told
	full    ladder
	half    ladder
	whole   bool // it cannot be decoded to half its size
	colours colours
	fate    Colours
}

// scaled returns the picture upright, in width × height pixels. What it is made
// of depends on these alone, not on what was asked for before.
func (d *decoded) scaled(width, height int) (raster, error) {
	l, small := &d.full, 2*width <= d.info.Width+1 && 2*height <= d.info.Height+1
	if small && d.info.Format == JPEG && !d.whole {
		if d.half == nil {
			m, ok := decodeHalf(d.data)
			d.whole = !ok
			if ok {
				d.half = ladder{m}
				d.colours, d.fate = newColours(source{raster: m}, d.told.profile)
			}
		}
		if !d.whole {
			l = &d.half
		}
	}
	if *l == nil {
		s, err := decode(d.data, d.info)
		if err != nil {
			return raster{}, err
		}
		*l = ladder{s.raster}
		d.colours, d.fate = newColours(s, d.told.profile)
	}
	return l.above(d.info.Orientation, width, height).resize(d.info.Orientation, width, height), nil
}

// A ladder is a picture, its half, the half of that and so on, made when needed.
// Variants are made from a rung rather than from each other, so that none
// depends on what else is made.
type ladder []raster

// above returns the smallest rung that is at least twice as large as the upright
// width and height: the mean of four pixels, a blunt filter, costs nothing that
// shows then.
func (l *ladder) above(orientation, width, height int) raster {
	if orientation >= 5 {
		width, height = height, width
	}
	for i := 0; ; i++ {
		m := (*l)[i]
		if m.planes[0].width < 4*width || m.planes[0].height < 4*height {
			return m
		}
		if i+1 == len(*l) {
			*l = append(*l, m.halve())
		}
	}
}

// placeholder returns the colours of a picture of 1 × 3 pixels.
func placeholder(m raster, c colours) string {
	p := over(c.pixels(m), color.NRGBA{})
	at := func(y int) string { return fmt.Sprintf("#%02x%02x%02x", p.Pix[4*y], p.Pix[4*y+1], p.Pix[4*y+2]) }
	return at(0) + "," + at(1) + "," + at(2)
}
