package picture

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/disintegration/imaging"
	"golang.org/x/image/webp"
)

const limit = 60e6 // pixels

// formats are those that this program can write.
func formats() []Format {
	if webpEncoder == "no WebP" {
		return []Format{JPEG, PNG}
	}
	return []Format{JPEG, PNG, WebP}
}

// one makes a single variant.
func one(t testing.TB, data []byte, r Recipe) (Result, image.Image) {
	t.Helper()
	if r.Quality == 0 {
		r.Quality = 90
	}
	result, err := Make(data, Plan{limit, []Recipe{r}})
	if err != nil {
		t.Fatal(err)
	}
	m := decodeVariant(t, result.Variants[0], r.Format)
	if w, h := r.Size(result.Info); w != result.Variants[0].Width || h != result.Variants[0].Height {
		t.Errorf("Size tells %d × %d, the variant is %d × %d", w, h, result.Variants[0].Width, result.Variants[0].Height)
	}
	return result, m
}

// decodeVariant decodes a variant, which must have the size that it tells.
func decodeVariant(t testing.TB, v Variant, f Format) image.Image {
	t.Helper()
	var m image.Image
	var err error
	switch f {
	case JPEG:
		m, err = jpeg.Decode(bytes.NewReader(v.Data))
	case PNG:
		m, err = png.Decode(bytes.NewReader(v.Data))
	case WebP:
		m, err = webp.Decode(bytes.NewReader(v.Data))
		switch c := m.(type) { // package image knows no other range than JPEG's
		case *image.YCbCr:
			fullRange(c)
		case *image.NYCbCrA:
			fullRange(&c.YCbCr)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if b := m.Bounds(); b.Dx() != v.Width || b.Dy() != v.Height {
		t.Errorf("%s of %v pixels, said to be %d × %d", f, b.Size(), v.Width, v.Height)
	}
	return m
}

func near(t testing.TB, what string, m image.Image, x, y int, want color.NRGBA, tolerance int) {
	t.Helper()
	got := color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)
	for _, d := range []int{int(got.R) - int(want.R), int(got.G) - int(want.G), int(got.B) - int(want.B), int(got.A) - int(want.A)} {
		if d > tolerance || d < -tolerance {
			t.Errorf("%s: pixel %d, %d is %v, want %v", what, x, y, got, want)
			return
		}
	}
}

func TestSize(t *testing.T) {
	for _, c := range []struct {
		width, height, askedWidth, askedHeight int
		want                                   string
	}{
		{4032, 3024, 1920, 0, "1920×1440"},
		{4032, 3024, 480, 0, "480×360"},
		{3024, 4032, 480, 0, "480×640"},
		{300, 200, 480, 0, "300×200"}, // never enlarged
		{300, 200, 0, 0, "300×200"},
		{10000, 1, 480, 0, "480×1"},
		{4032, 3024, 1200, 630, "1200×630"},
		{3024, 4032, 1200, 630, "1200×630"},
		{1000, 1000, 1200, 630, "1000×525"},
		{1300, 500, 1200, 630, "952×500"},
		{1300, 200, 1200, 630, "381×200"},
		{64, 48, 32, 32, "32×32"},
		{20, 48, 32, 32, "20×20"},
		{1, 1, 1200, 630, "1×1"},
		{1, 50000, 1200, 630, "1×1"},
	} {
		r := Recipe{Width: c.askedWidth, Height: c.askedHeight, FocusX: 0.9, FocusY: 1}
		w, h := r.Size(Info{Width: c.width, Height: c.height})
		if got := fmt.Sprintf("%d×%d", w, h); got != c.want {
			t.Errorf("%d×%d as %d×%d: %s, want %s", c.width, c.height, c.askedWidth, c.askedHeight, got, c.want)
		}
		sw, sh, crop := r.frame(c.width, c.height)
		if !crop.In(image.Rect(0, 0, sw, sh)) || sw > c.width || sh > c.height {
			t.Errorf("%d×%d as %d×%d: %v of %d×%d", c.width, c.height, c.askedWidth, c.askedHeight, crop, sw, sh)
		}
	}
}

func TestSizesAreKept(t *testing.T) {
	for w := 1; w < 24; w++ {
		for h := 1; h < 24; h += 3 {
			data := asJPEG(t, gradient(w, h), 90)
			for _, r := range []Recipe{{Width: 7}, {Width: 5, Height: 8, FocusX: 0.5, FocusY: 0.5}, {}} {
				for _, r.Format = range []Format{JPEG, PNG} {
					one(t, data, r)
				}
			}
		}
	}
}

func TestFocus(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 400, 100))
	for x := range 400 {
		for y := range 100 {
			m.SetNRGBA(x, y, color.NRGBA{uint8(x / 100 * 80), 0, 0, 255})
		}
	}
	data := asPNG(t, m)
	for focus, want := range map[float64]uint8{0: 0, 0.125: 0, 0.375: 80, 0.625: 160, 1: 240, 7: 240, -1: 0} {
		_, got := one(t, data, Recipe{Width: 50, Height: 50, FocusX: focus, FocusY: 0.5, Format: PNG})
		near(t, fmt.Sprint("focus ", focus), got, 25, 25, color.NRGBA{want, 0, 0, 255}, 1)
	}
}

// turned returns a picture as it is stored when it is marked with an
// orientation.
func turned(m image.Image, orientation byte) image.Image {
	switch orientation {
	case 2:
		return imaging.FlipH(m)
	case 3:
		return imaging.Rotate180(m)
	case 4:
		return imaging.FlipV(m)
	case 5:
		return imaging.Transpose(m)
	case 6:
		return imaging.Rotate90(m)
	case 7:
		return imaging.Transverse(m)
	case 8:
		return imaging.Rotate270(m)
	}
	return m
}

// TestOrientations asks that a picture stands upright however it is stored, in
// all sizes, odd ones too.
func TestOrientations(t *testing.T) {
	for _, size := range []image.Point{{64, 48}, {37, 23}, {36, 23}, {23, 36}, {101, 64}} {
		upright := gradient(size.X, size.Y)
		for o := byte(1); o <= 8; o++ {
			stored := turned(upright, o)
			files := map[string][]byte{
				"JPEG": withSegments(asJPEG(t, stored, 100), exifSegment(o)),
				"PNG":  withChunks(asPNG(t, stored), chunk("eXIf", tiff(o))),
			}
			for name, data := range files {
				for _, width := range []int{0, 31, 16} {
					what := fmt.Sprintf("%s of %v, orientation %d, width %d", name, size, o, width)
					result, got := one(t, data, Recipe{Width: width, Format: PNG})
					i := result.Info
					if i.Orientation != int(o) || i.Width != size.X || i.Height != size.Y {
						t.Errorf("%s: %+v", what, i)
					}
					_, want := one(t, asPNG(t, upright), Recipe{Width: width, Format: PNG})
					floor := 30.0 // chroma is halved, and compared pixel by pixel
					if name == "PNG" {
						floor = 50
					}
					if psnr := luma(t, want, got); psnr < floor {
						t.Errorf("%s: %.1f dB", what, psnr)
					}
				}
			}
		}
	}
}

// TestChromaStays asks that mirroring a picture with odd sides moves no colours:
// mirrored twice, nothing is left of it.
func TestChromaStays(t *testing.T) {
	m := photo(121, 91)
	for o := 1; o <= 8; o++ {
		s, err := planes(m, false)
		if err != nil {
			t.Fatal(err)
		}
		w, h := 121, 91
		if o >= 5 {
			w, h = h, w
		}
		once := s.resize(o, w, h)
		back := map[int]int{6: 8, 8: 6}[o]
		if back == 0 {
			back = o
		}
		twice := once.resize(back, 121, 91)
		if psnr := luma(t, colours{}.pixels(s.raster), colours{}.pixels(twice)); psnr < 42 {
			t.Errorf("orientation %d and back: %.1f dB", o, psnr)
		}
	}
}

func TestAlpha(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for i := range 40 * 40 {
		if i%40 < 20 {
			m.Pix[4*i], m.Pix[4*i+3] = 255, 128
		} // on the right all is transparent
	}
	data := asPNG(t, m)
	_, got := one(t, data, Recipe{Width: 20, Format: JPEG, Quality: 100})
	near(t, "on white", got, 3, 10, color.NRGBA{255, 127, 127, 255}, 3)
	near(t, "on white", got, 17, 10, color.NRGBA{255, 255, 255, 255}, 3)
	_, got = one(t, data, Recipe{Width: 20, Format: JPEG, Quality: 100, Ground: color.NRGBA{0, 0, 100, 255}})
	near(t, "on blue", got, 3, 10, color.NRGBA{128, 0, 50, 255}, 3)
	near(t, "on blue", got, 17, 10, color.NRGBA{0, 0, 100, 255}, 3)
	for _, f := range formats()[1:] {
		_, got = one(t, data, Recipe{Width: 20, Format: f})
		near(t, string(f), got, 3, 10, color.NRGBA{255, 0, 0, 128}, 4)
		if _, _, _, a := got.At(17, 10).RGBA(); a != 0 {
			t.Errorf("%s: transparent parts have alpha %d", f, a)
		}
	}
}

// TestPixels asks that each kind of pixel comes through.
func TestPixels(t *testing.T) {
	c := color.NRGBA{200, 90, 30, 255}
	fill := func(m interface {
		image.Image
		Set(int, int, color.Color)
	}, c color.Color) image.Image {
		for y := range 24 {
			for x := range 24 {
				m.Set(x, y, c)
			}
		}
		return m
	}
	r := image.Rect(0, 0, 24, 24)
	clear := color.NRGBA{200, 90, 30, 100}
	grey := color.NRGBA{120, 120, 120, 255}
	for _, k := range []struct {
		what string
		data []byte
		want color.NRGBA
	}{
		{"JPEG", asJPEG(t, fill(image.NewNRGBA(r), c), 98), c},
		{"grey JPEG", asJPEG(t, fill(image.NewGray(r), grey), 98), grey},
		{"PNG", asPNG(t, fill(image.NewNRGBA(r), c)), c},
		{"PNG with alpha", asPNG(t, fill(image.NewNRGBA(r), clear)), clear},
		{"PNG of 16 bits", asPNG(t, fill(image.NewNRGBA64(r), c)), c},
		{"PNG of 16 bits with alpha", asPNG(t, fill(image.NewNRGBA64(r), clear)), clear},
		{"grey PNG", asPNG(t, fill(image.NewGray(r), grey)), grey},
		{"grey PNG of 16 bits", asPNG(t, fill(image.NewGray16(r), grey)), grey},
		{"paletted PNG", asPNG(t, fill(image.NewPaletted(r, color.Palette{color.Black, c}), c)), c},
		{"paletted PNG with alpha", asPNG(t, fill(image.NewPaletted(r, color.Palette{color.Black, clear}), clear)), clear},
		{"GIF", asGIF(t, &gif.GIF{Image: []*image.Paletted{fill(image.NewPaletted(r, color.Palette{color.Black, c}), c).(*image.Paletted)}, Delay: []int{0}}), c},
	} {
		_, got := one(t, k.data, Recipe{Width: 10, Format: PNG})
		near(t, k.what, got, 5, 5, k.want, 3)
		_, got = one(t, k.data, Recipe{Format: PNG})
		near(t, k.what+", not resized", got, 23, 23, k.want, 3)
	}
}

// TestForeignColours compares one picture in many formats and subsamplings.
func TestForeignColours(t *testing.T) {
	files := foreign(t)
	_, want := one(t, files["testdata/video-001.png"], Recipe{Width: 75, Format: PNG})
	for name, floor := range map[string]float64{
		"video-001.jpeg": 33, "video-001.progressive.jpeg": 33, "video-001.rgb.jpeg": 30, "video-001.cmyk.jpeg": 30,
		"video-001.q50.420.jpeg": 30, "video-001.q50.422.jpeg": 30, "video-001.q50.440.jpeg": 30, "video-001.q50.444.jpeg": 30,
		"video-001.q50.411.jpeg": 30, "video-001.q50.410.jpeg": 30, "video-001.restart2.jpeg": 30, "video-001.gif": 24,
	} {
		result, got := one(t, files["testdata/"+name], Recipe{Width: 75, Format: PNG})
		want := want
		if name == "video-001.cmyk.jpeg" { // other colours: those of the conversion without a profile
			_, want = one(t, files["testdata/video-001.cmyk.png"], Recipe{Width: 75, Format: PNG})
		}
		if psnr := luma(t, want, got); psnr < floor {
			t.Errorf("%s: %.1f dB", name, psnr)
		}
		if (result.Colours == Approximated) != strings.Contains(name, "cmyk") {
			t.Errorf("%s: colours %q", name, result.Colours)
		}
	}
	_, want = one(t, files["testdata/blue-purple-pink.png"], Recipe{Width: 75, Format: PNG})
	for _, name := range []string{"blue-purple-pink.lossy.webp", "blue-purple-pink.lossless.webp", "blue-purple-pink-large.normal-filter.lossy.webp"} {
		_, got := one(t, files["testdata/"+name], Recipe{Width: 75, Format: PNG})
		if psnr := luma(t, want, got); psnr < 33 {
			t.Errorf("%s: %.1f dB", name, psnr)
		}
	}
}

func TestGIF(t *testing.T) {
	red, blue := color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 255, 255}
	palette := color.Palette{color.NRGBA{}, red, blue}
	frame := func(r image.Rectangle, c color.Color) *image.Paletted {
		m := image.NewPaletted(r, palette)
		for i := range m.Pix {
			m.Pix[i] = uint8(palette.Index(c))
		}
		return m
	}
	g := &gif.GIF{Config: image.Config{ColorModel: palette, Width: 30, Height: 20}, LoopCount: 3}
	for range 40 {
		g.Image = append(g.Image, frame(image.Rect(10, 5, 20, 15), red), frame(image.Rect(0, 0, 30, 20), blue))
		g.Delay = append(g.Delay, 5, 5)
	}
	data := asGIF(t, g)
	result, got := one(t, data, Recipe{Format: PNG})
	if !result.Info.Animated || !result.Info.Alpha || result.Info.Width != 30 || result.Info.Height != 20 {
		t.Errorf("%+v", result.Info)
	}
	near(t, "in the frame", got, 15, 10, red, 0)
	near(t, "around the frame", got, 2, 2, color.NRGBA{}, 0)
	// Only the first frame is decoded: what follows may be damaged.
	i := bytes.LastIndexByte(data, 0x2c)
	damaged := append(data[:i:i], 0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 12, 1, 0)
	one(t, damaged, Recipe{Format: PNG})
}

func TestPlaceholder(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 300, 300))
	for i := range 300 * 300 {
		copy(m.Pix[4*i:], []byte{byte(100 * (i / 300 / 100)), 20, 30, 255})
	}
	result, _ := one(t, asPNG(t, m), Recipe{Width: 50, Format: JPEG})
	if !regexp.MustCompile(`^#[0-9a-f]{6},#[0-9a-f]{6},#[0-9a-f]{6}$`).MatchString(result.Placeholder) {
		t.Fatalf("placeholder %q", result.Placeholder)
	}
	var c [3][3]int
	for i, part := range strings.Split(result.Placeholder, ",") {
		fmt.Sscanf(part, "#%02x%02x%02x", &c[i][0], &c[i][1], &c[i][2])
	}
	if c[0][0] > 20 || c[1][0] < 80 || c[1][0] > 120 || c[2][0] < 180 || c[1][1] != 20 || c[1][2] != 30 {
		t.Errorf("placeholder %s", result.Placeholder)
	}
}

// TestAlone asks that a variant does not depend on the others of its plan.
func TestAlone(t *testing.T) {
	data := withSegments(asJPEG(t, photo(800, 601), 90), exifSegment(6), profileSegment(profile("RGB ", primariesP3, curveSRGB())))
	var recipes []Recipe
	for _, w := range []int{390, 40, 100, 600, 0, 200} {
		recipes = append(recipes, Recipe{Width: w, Format: JPEG, Quality: 80}, Recipe{Width: w, Height: 50, FocusX: 0.3, FocusY: 0.4, Format: PNG})
	}
	all, err := Make(data, Plan{limit, recipes})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range recipes {
		alone, err := Make(data, Plan{limit, []Recipe{r}})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(alone.Variants[0].Data, all.Variants[i].Data) || alone.Placeholder != all.Placeholder {
			t.Errorf("%s is another when made alone", r.Key())
		}
	}
}

// TestBytes asks for the very bytes that variants had when their encoder's
// version was last counted up: on all machines, with any number of cores. When
// it fails on purpose, count up that version in encoders and take over the
// digests.
func TestBytes(t *testing.T) {
	turned := withSegments(asJPEG(t, photo(1201, 901), 91), exifSegment(6))
	wide := withSegments(asJPEG(t, photo(801, 601), 91), profileSegment(profile("RGB ", primariesP3, curveSRGB())))
	adobe := withSegments(asJPEG(t, photo(801, 601), 91), profileSegment(profile("RGB ", primariesAdobe, curveGamma(563))))
	clear := gradient(333, 222)
	for i := 3; i < len(clear.Pix); i += 4 {
		clear.Pix[i] = byte(i / 1000)
	}
	want := map[string]string{}
	for line := range strings.Lines(digests) {
		if f := strings.Fields(line); len(f) == 2 {
			want[f[0]] = f[1]
		}
	}
	for name, data := range map[string][]byte{"turned": turned, "wide": wide, "adobe": adobe, "clear": asPNG(t, clear)} {
		for _, f := range formats() {
			result, err := Make(data, Plan{limit, []Recipe{
				{Width: 480, Format: f, Quality: 80},
				{Width: 97, Format: f, Quality: 80},
				{Width: 300, Height: 157, FocusX: 0.31, FocusY: 0.77, Format: f, Quality: 80},
			}})
			if err != nil {
				t.Fatal(err)
			}
			h := sha256.New()
			for _, v := range result.Variants {
				h.Write(v.Data)
			}
			h.Write([]byte(result.Placeholder))
			name := name + "-" + string(f)
			if got := fmt.Sprintf("%x", h.Sum(nil)[:8]); got != want[name] {
				t.Errorf("other bytes:\n%s %s", name, got)
			}
		}
	}
}

const digests = `
adobe-jpeg 5f21e0b6e5cec250
adobe-png df4584da04f57478
adobe-webp 928041bf96c9d0b0
clear-jpeg a524d96dddb2d95a
clear-png 6dfd3354e20ec531
clear-webp f0fa476d088fdd8c
turned-jpeg 684b331e980ef81d
turned-png 1aca1cbfb0ba09da
turned-webp 24f2612635a4ef74
wide-jpeg 7fcf45cddbea7c98
wide-png b8cce3fcdd625212
wide-webp 7e3d4d8f1096346f
`

func TestKey(t *testing.T) {
	recipes := []Recipe{
		{Format: JPEG}, {Format: PNG}, {Format: WebP}, {Width: 1, Format: JPEG}, {Height: 1, Format: JPEG}, {FocusX: 1, Format: JPEG},
		{FocusY: 1, Format: JPEG}, {Quality: 1, Format: JPEG}, {Ground: color.NRGBA{1, 0, 0, 255}, Format: JPEG}, {FocusX: 0.1, FocusY: 0.25, Format: JPEG},
	}
	seen := map[string]bool{}
	for _, r := range recipes {
		if seen[r.Key()] {
			t.Errorf("%+v has the key of another: %s", r, r.Key())
		}
		seen[r.Key()] = true
	}
}

func TestUnwritten(t *testing.T) {
	data := asPNG(t, gradient(4, 4))
	for _, f := range []Format{GIF, "", "tiff"} {
		_, err := Make(data, Plan{limit, []Recipe{{Format: f}}})
		if e := (*Error)(nil); !errors.As(err, &e) || e.Kind != Unsupported {
			t.Errorf("%q: %v", f, err)
		}
	}
	tall := asPNG(t, image.NewGray(image.Rect(0, 0, 1, maxSide)))
	if _, err := Make(tall, Plan{limit, []Recipe{{Format: JPEG, Quality: 50}, {Format: JPEG, Width: 480, Height: 480}}}); err != nil {
		t.Error(err)
	}
	taller := asPNG(t, image.NewGray(image.Rect(0, 0, 1, maxSide+1)))
	if _, err := Make(taller, Plan{limit, nil}); kind(err) != TooLarge {
		t.Error(err)
	}
	if !slices.Contains(formats(), WebP) {
		if _, err := Make(data, Plan{limit, []Recipe{{Format: WebP}}}); err == nil {
			t.Error("WebP without an encoder")
		}
	}
}
