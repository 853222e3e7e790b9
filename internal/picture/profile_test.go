package picture

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"
)

// expected computes the sRGB sample of a colour by the textbook: light, XYZ under
// D65 by the primaries' own matrix, sRGB's matrix, sRGB's curve.
func expected(c [3]float64, toXYZ [3][3]float64, light func(float64) float64) color.NRGBA {
	var xyz, out [3]float64
	for i := range 3 {
		for k := range 3 {
			xyz[i] += toXYZ[i][k] * light(c[k]/255)
		}
	}
	fromXYZ := [3][3]float64{{3.2404542, -1.5371385, -0.4985314}, {-0.9692660, 1.8760108, 0.0415560}, {0.0556434, -0.2040259, 1.0572252}}
	for i := range 3 {
		v := 0.0
		for k := range 3 {
			v += fromXYZ[i][k] * xyz[k]
		}
		v = min(max(v, 0), 1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		out[i] = 255 * v
	}
	return color.NRGBA{uint8(out[0] + 0.5), uint8(out[1] + 0.5), uint8(out[2] + 0.5), 255}
}

var (
	xyzP3    = [3][3]float64{{0.4865709, 0.2656677, 0.1982173}, {0.2289746, 0.6917385, 0.0792869}, {0, 0.0451134, 1.0439444}}
	xyzAdobe = [3][3]float64{{0.5767309, 0.1855540, 0.1881852}, {0.2973769, 0.6273491, 0.0752741}, {0.0270343, 0.0706872, 0.9911085}}
)

func plain(c color.NRGBA) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, 24, 16))
	for i := 0; i < len(m.Pix); i += 4 {
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = c.R, c.G, c.B, c.A
	}
	return m
}

func TestProfiles(t *testing.T) {
	p3 := profile("RGB ", primariesP3, curveSRGB())
	adobe := profile("RGB ", primariesAdobe, curveGamma(563))
	gamma := func(v float64) float64 { return math.Pow(v, 2.19921875) }
	for _, c := range []color.NRGBA{
		{255, 255, 255, 255}, {0, 0, 0, 255}, {128, 128, 128, 255}, {200, 100, 100, 255}, {60, 150, 70, 255},
		{30, 60, 190, 255}, {255, 0, 0, 255}, {0, 255, 0, 255}, {240, 190, 20, 255},
	} {
		samples := [3]float64{float64(c.R), float64(c.G), float64(c.B)}
		for name, k := range map[string]struct {
			profile []byte
			want    color.NRGBA
		}{
			"Display P3": {p3, expected(samples, xyzP3, sRGB)},
			"Adobe RGB":  {adobe, expected(samples, xyzAdobe, gamma)},
		} {
			for _, f := range formats() {
				result, got := one(t, withPNGProfile(asPNG(t, plain(c)), k.profile), Recipe{Width: 12, Format: f, Quality: 98})
				tolerance := map[Format]int{PNG: 2, JPEG: 5, WebP: 9}[f]
				near(t, name+" in PNG, as "+string(f), got, 5, 5, k.want, tolerance)
				if result.Colours != Converted || bytes.Contains(result.Variants[0].Data, []byte("ICC")) {
					t.Errorf("%s: %q", name, result.Colours)
				}
			}
			_, got := one(t, withSegments(asJPEG(t, plain(c), 100), profileSegment(k.profile)), Recipe{Width: 12, Format: PNG})
			near(t, name+" in JPEG", got, 5, 5, k.want, 5)
		}
	}
}

// TestPiecesOfProfile asks that a profile in several segments, in any order, is
// put together.
func TestPiecesOfProfile(t *testing.T) {
	p := string(profile("RGB ", primariesP3, curveSRGB()))
	data := withSegments(asJPEG(t, plain(color.NRGBA{60, 150, 70, 255}), 100),
		segment(0xe2, "ICC_PROFILE\x00\x02\x02"+p[200:]), segment(0xe2, "ICC_PROFILE\x00\x01\x02"+p[:200]))
	result, got := one(t, data, Recipe{Format: PNG})
	near(t, "in pieces", got, 5, 5, expected([3]float64{60, 150, 70}, xyzP3, sRGB), 5)
	if result.Colours != Converted {
		t.Errorf("%q", result.Colours)
	}
}

func TestColours(t *testing.T) {
	m := gradient(20, 20)
	gray := image.NewGray(m.Rect)
	for i := range gray.Pix {
		gray.Pix[i] = 120
	}
	table := profile("RGB ", primariesP3, curveSRGB(), "A2B0")
	for _, c := range []struct {
		what    string
		picture image.Image
		profile []byte
		want    Colours
	}{
		{"no profile", m, nil, Plain},
		{"sRGB", m, profile("RGB ", primariesSRGB, curveSRGB()), Plain},
		{"a table", m, table, Kept},
		{"CMYK's in RGB", m, bytes.Replace(table, []byte("RGB "), []byte("CMYK"), 1), Unreadable},
		{"damaged", m, []byte("nonsense"), Unreadable},
		{"cut", m, table[:140], Kept}, // others may make something of it
		{"grey", gray, profile("GRAY", [9]float64{}, curveGamma(256)), Converted},
		{"grey, as sRGB", gray, profile("GRAY", [9]float64{}, curveSRGB()), Plain},
		{"RGB's in grey", gray, profile("RGB ", primariesP3, curveSRGB()), Unreadable},
	} {
		for _, f := range formats() {
			for source, data := range map[string][]byte{
				"PNG":  withPNGProfile(asPNG(t, c.picture), c.profile),
				"JPEG": withProfile(asJPEG(t, c.picture, 95), c.profile),
			} {
				result, got := one(t, data, Recipe{Width: 10, Format: f, Quality: 95})
				if result.Colours != c.want {
					t.Errorf("%s in %s: %q, want %q", c.what, source, result.Colours, c.want)
				}
				kept := read(f, result.Variants[0].Data).profile
				if (c.want == Kept) != (kept != nil) || kept != nil && !bytes.Equal(kept, c.profile) {
					t.Errorf("%s in %s, as %s: a profile of %d bytes", c.what, source, f, len(kept))
				}
				if c.what == "grey" {
					near(t, c.what, got, 5, 5, color.NRGBA{182, 182, 182, 255}, 2) // 120/255 of the light
				}
			}
		}
	}
	// A profile that takes several segments.
	long := append(bytes.Clone(table), make([]byte, 200000)...)
	result, _ := one(t, withProfile(asJPEG(t, m, 90), long), Recipe{Width: 10, Format: JPEG})
	if kept := read(JPEG, result.Variants[0].Data).profile; !bytes.Equal(kept, long) {
		t.Errorf("%d of %d bytes", len(kept), len(long))
	}
}

func TestCurves(t *testing.T) {
	params := func(kind byte, v ...float64) string {
		b := "para\x00\x00\x00\x00\x00" + string(kind) + "\x00\x00"
		for _, x := range v {
			n := uint32(int32(math.Round(x * 65536)))
			b += string([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		}
		return b
	}
	for _, c := range []struct {
		what, curve string
		at, want    float64
	}{
		{"identity", "curv\x00\x00\x00\x00\x00\x00\x00\x00", 0.3, 0.3},
		{"gamma", curveGamma(512), 0.5, 0.25},
		{"table", "curv\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x40\x00\xff\xff", 0.75, 0.625},
		{"table's end", "curv\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x40\x00\xff\xff", 1, 1},
		{"type 0", params(0, 2), 0.5, 0.25},
		{"type 1", params(1, 2, 1, -0.5), 0.75, 0.0625},
		{"type 1, below", params(1, 2, 1, -0.5), 0.25, 0},
		{"type 2", params(2, 2, 1, -0.5, 0.125), 0.75, 0.1875},
		{"type 2, below", params(2, 2, 1, -0.5, 0.125), 0.25, 0.125},
		{"type 3", params(3, 2, 1, 0, 0.5, 0.25), 0.5, 0.25},
		{"type 3, below", params(3, 2, 1, 0, 0.5, 0.25), 0.125, 0.0625},
		{"type 4", params(4, 2, 1, 0, 0.5, 0.25, 0.125, 0.0625), 0.5, 0.375},
		{"type 4, below", params(4, 2, 1, 0, 0.5, 0.25, 0.125, 0.0625), 0.125, 0.125},
	} {
		if f := readCurve([]byte(c.curve)); f == nil {
			t.Errorf("%s: not read", c.what)
		} else if got := f(c.at); math.Abs(got-c.want) > 1e-4 {
			t.Errorf("%s: %v at %v, want %v", c.what, got, c.at, c.want)
		}
	}
	for _, curve := range []string{"", "curv", "para\x00\x00\x00\x00\x00\x05\x00\x00", params(3, 1, 1), "curv\x00\x00\x00\x00\xff\xff\xff\xff", "mft2\x00\x00\x00\x00\x00\x00\x00\x00"} {
		if readCurve([]byte(curve)) != nil {
			t.Errorf("%q is read", curve)
		}
	}
}
