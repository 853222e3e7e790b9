package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// blocks makes a JPEG of each subsampling that cameras use.
func blocks(t testing.TB) map[string][]byte {
	files := foreign(t)
	return map[string][]byte{
		"made here":   asJPEG(t, photo(301, 187), 91),
		"made grey":   asJPEG(t, image.NewGray(image.Rect(0, 0, 9, 30)), 91),
		"one pixel":   asJPEG(t, photo(1, 1), 91),
		"4:2:0":       files["testdata/video-001.q50.420.jpeg"],
		"4:2:2":       files["testdata/video-001.q50.422.jpeg"],
		"4:4:0":       files["testdata/video-001.q50.440.jpeg"],
		"4:4:4":       files["testdata/video-001.q50.444.jpeg"],
		"grey":        files["testdata/video-005.gray.q50.jpeg"],
		"grey, 2 × 2": files["testdata/video-005.gray.q50.2x2.jpeg"],
		"restarts":    files["testdata/video-001.restart2.jpeg"],
	}
}

// halves returns what decodeHalf makes of a file and the mean of four samples of
// what image/jpeg makes.
func halves(t testing.TB, data []byte) (got, want raster) {
	t.Helper()
	got, ok := decodeHalf(data)
	if !ok {
		t.Fatal("not decoded")
	}
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	s, err := planes(m, false)
	if err != nil {
		t.Fatal(err)
	}
	return got, s.halve()
}

func TestHalf(t *testing.T) {
	for name, data := range blocks(t) {
		t.Run(name, func(t *testing.T) {
			got, want := halves(t, data)
			if got.model != want.model || got.width != want.width || got.height != want.height || len(got.planes) != len(want.planes) {
				t.Fatalf("%v, %d × %d, %d planes", got.model, got.width, got.height, len(got.planes))
			}
			for i, p := range got.planes {
				q := want.planes[i]
				if p.width != q.width || p.height != q.height || p.spanX != q.spanX || p.spanY != q.spanY {
					t.Fatalf("plane %d: %d × %d of %d × %d, want %d × %d of %d × %d", i, p.width, p.height, p.spanX, p.spanY, q.width, q.height, q.spanX, q.spanY)
				}
				grey := func(p plane) image.Image {
					return &image.Gray{Pix: p.pix, Stride: p.stride, Rect: image.Rect(0, 0, p.width, p.height)}
				}
				if psnr := luma(t, grey(p), grey(q)); psnr < 32 { // another filter
					t.Errorf("plane %d: %.1f dB", i, psnr)
				}
			}
		})
	}
}

// TestHalfFlat asks for the exact samples where there is nothing to filter.
func TestHalfFlat(t *testing.T) {
	for v := 0; v < 256; v += 5 {
		m := image.NewGray(image.Rect(0, 0, 16, 16))
		for i := range m.Pix {
			m.Pix[i] = byte(v)
		}
		got, want := halves(t, asJPEG(t, m, 100))
		for i, s := range got.planes[0].pix {
			if int(s) < int(want.planes[0].pix[0])-1 || int(s) > int(want.planes[0].pix[0])+1 {
				t.Fatalf("%d: sample %d is %d, want %d", v, i, s, want.planes[0].pix[0])
			}
		}
	}
}

// TestHalfLeaves asks that what is not read is left to image/jpeg.
func TestHalfLeaves(t *testing.T) {
	files := foreign(t)
	for _, name := range []string{"video-001.progressive.jpeg", "video-001.cmyk.jpeg", "video-001.rgb.jpeg", "video-001.q50.411.jpeg", "video-001.q50.410.jpeg", "video-001.separate.dc.progression.jpeg"} {
		if _, ok := decodeHalf(files["testdata/"+name]); ok {
			t.Errorf("%s is read", name)
		}
	}
	data := asJPEG(t, photo(64, 48), 80)
	for n := range len(data) - 1 {
		if _, ok := decodeHalf(data[:n]); ok {
			t.Errorf("cut to %d of %d bytes it is read", n, len(data))
		}
	}
}

// TestHalfIsStrict asks that damage which image/jpeg finds is not overlooked.
func TestHalfIsStrict(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 300
	}
	for name, data := range blocks(t) {
		if len(data) > 20000 {
			continue
		}
		r := rand.New(rand.NewPCG(3, 4))
		for range rounds {
			mutant := bytes.Clone(data)
			for range 1 + r.IntN(3) {
				switch i := r.IntN(len(mutant)); r.IntN(3) {
				case 0:
					mutant[i] = byte(r.Uint32())
				case 1:
					mutant[i] ^= 1 << r.IntN(8)
				case 2:
					mutant = append(mutant[:i:i], mutant[min(len(mutant)-1, i+r.IntN(5)):]...)
				}
			}
			c, err := jpeg.DecodeConfig(bytes.NewReader(mutant))
			if err == nil && c.Width*c.Height > 1e5 || err == nil && c.ColorModel == color.CMYKModel {
				continue
			}
			m, ok := decodeHalf(mutant)
			if _, err := jpeg.Decode(bytes.NewReader(mutant)); ok && err != nil {
				t.Fatalf("%s: image/jpeg says %v: %q", name, err, mutant)
			}
			if ok && (m.width != c.Width || m.height != c.Height) {
				t.Fatalf("%s: %d × %d, not %d × %d", name, m.width, m.height, c.Width, c.Height)
			}
		}
	}
}
