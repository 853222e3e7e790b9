package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"testing"

	"github.com/disintegration/imaging"
)

// photo draws what costs and looks like a photo: noise of every size, edges,
// colours, the same each time.
func photo(w, h int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	state := uint32(1)
	random := func(n int) int {
		state = state*1664525 + 1013904223
		return int(state>>8) % n
	}
	fill := func(pix []byte, stride, w, h, strength int, middle func(x, y int) int) {
		coarse := make([]int, (w/8+2)*(h/8+2))
		for i := range coarse {
			coarse[i] = random(2*strength+1) - strength
		}
		at := func(x, y int) int { return coarse[y*(w/8+2)+x] }
		for y := range h {
			for x := range w {
				fx, fy, cx, cy := x%8, y%8, x/8, y/8
				v := (at(cx, cy)*(8-fx)+at(cx+1, cy)*fx)*(8-fy) + (at(cx, cy+1)*(8-fx)+at(cx+1, cy+1)*fx)*fy
				pix[y*stride+x] = byte(min(max(middle(x, y)+v/64+random(9)-4, 0), 255))
			}
		}
	}
	fill(m.Y, m.YStride, w, h, 40, func(x, y int) int {
		if (x*7/w+y*5/h)%2 == 0 {
			return 70 + 60*x/w
		}
		return 190 - 80*y/h
	})
	cw, ch := (w+1)/2, (h+1)/2
	fill(m.Cb, m.CStride, cw, ch, 10, func(x, y int) int { return 90 + 70*x/cw })
	fill(m.Cr, m.CStride, cw, ch, 10, func(x, y int) int { return 160 - 70*y/ch })
	return m
}

func asJPEG(t testing.TB, m image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// luma returns the difference of two pictures' luma as PSNR in dB.
func luma(t testing.TB, a, b image.Image) float64 {
	t.Helper()
	if a.Bounds().Size() != b.Bounds().Size() {
		t.Fatalf("sizes %v and %v", a.Bounds().Size(), b.Bounds().Size())
	}
	at := func(m image.Image, x, y int) float64 {
		r, g, b, _ := m.At(x+m.Bounds().Min.X, y+m.Bounds().Min.Y).RGBA()
		return (0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)) / 257
	}
	sum := 0.0
	w, h := a.Bounds().Dx(), a.Bounds().Dy()
	for y := range h {
		for x := range w {
			d := at(a, x, y) - at(b, x, y)
			sum += d * d
		}
	}
	return 10 * math.Log10(255*255*float64(w*h)/max(sum, 1e-9))
}

// TestAgainstImaging asks that pictures are as those of imaging's Lanczos, made
// directly of the full size.
func TestAgainstImaging(t *testing.T) {
	w := 4032
	if testing.Short() {
		w = 2016
	}
	baseline := asJPEG(t, photo(w, w*3/4), 92)
	full, err := jpeg.Decode(bytes.NewReader(baseline))
	if err != nil {
		t.Fatal(err)
	}
	for _, whole := range []bool{false, true} { // decoded to half the size, where large enough, and as other files are
		d := decoded{data: baseline, info: Info{Format: JPEG, Width: w, Height: w * 3 / 4, Orientation: 1}, whole: whole}
		for _, width := range []int{w / 2, w * 10 / 21, w / 3, w * 5 / 21, w * 5 / 42, 97} {
			height := width * 3 / 4
			want := imaging.Resize(full, width, height, imaging.Lanczos)
			m, err := d.scaled(width, height)
			if err != nil {
				t.Fatal(err)
			}
			psnr := luma(t, want, colours{}.pixels(m))
			t.Logf("%d pixels: %.1f dB", width, psnr)
			if psnr < 45 {
				t.Errorf("%d pixels: %.1f dB beside imaging's", width, psnr)
			}
		}
		if d.whole != whole {
			t.Error("not decoded to half the size")
		}
	}
}

// The cost of a phone's photo of 12 megapixels, in all and by stage.
func BenchmarkPhoto(b *testing.B) {
	data := asJPEG(b, photo(4032, 3024), 91)
	m, ok := decodeHalf(data)
	if !ok {
		b.Fatal("not decoded")
	}
	large := m.resize(1, 1920, 1440)
	b.Run("all", func(b *testing.B) {
		p := Plan{MaxPixels: 60e6}
		for _, w := range []int{480, 960, 1920} {
			p.Recipes = append(p.Recipes, Recipe{Width: w, Format: JPEG, Quality: 80})
		}
		for b.Loop() {
			if _, err := Make(data, p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("inspect", func(b *testing.B) {
		for b.Loop() {
			inspect(data, 60e6)
		}
	})
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			decodeImage(data, JPEG)
		}
	})
	b.Run("decode to half", func(b *testing.B) {
		for b.Loop() {
			decodeHalf(data)
		}
	})
	b.Run("resize to 1920", func(b *testing.B) {
		for b.Loop() {
			m.resize(1, 1920, 1440)
		}
	})
	b.Run("halve", func(b *testing.B) {
		for b.Loop() {
			m.halve()
		}
	})
	b.Run("resize to 960", func(b *testing.B) {
		for b.Loop() {
			m.resize(1, 960, 720)
		}
	})
	b.Run("encode 1920", func(b *testing.B) {
		for b.Loop() {
			encode(large, image.Rect(0, 0, 1920, 1440), Recipe{Format: JPEG, Quality: 80}, colours{})
		}
	})
}
