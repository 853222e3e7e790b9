package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"
)

// TestIcon: a logo stands whole in the middle of its icon, never enlarged.
func TestIcon(t *testing.T) {
	red := color.NRGBA{200, 0, 0, 255}
	logo := image.NewNRGBA(image.Rect(0, 0, 400, 200)) // its left half is red, the rest is nothing
	draw.Draw(logo, image.Rect(0, 0, 200, 200), image.NewUniform(red), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, logo); err != nil {
		t.Fatal(err)
	}
	white := color.NRGBA{255, 255, 255, 255}
	recipes := []Recipe{
		{Width: 100, Height: 100, Within: 100, Format: PNG},
		{Width: 100, Height: 100, Within: 50, Format: PNG, Ground: white},
		{Width: 1000, Height: 1000, Within: 100, Format: PNG},
	}
	r, err := Make(b.Bytes(), Plan{limit, recipes})
	if err != nil {
		t.Fatal(err)
	}
	none := color.NRGBA{}
	for i, want := range []map[image.Point]color.NRGBA{
		{{10, 50}: red, {10, 20}: none, {90, 50}: none},
		{{35, 50}: red, {35, 30}: white, {65, 50}: white, {10, 50}: white},
		{{310, 500}: red, {290, 500}: none, {310, 390}: none},
	} {
		if w, h := recipes[i].Size(r.Info); w != recipes[i].Width || h != recipes[i].Height {
			t.Errorf("icon %d has %d × %d pixels", i, w, h)
		}
		m, err := png.Decode(bytes.NewReader(r.Variants[i].Data))
		if err != nil {
			t.Fatal(err)
		}
		if m.Bounds() != image.Rect(0, 0, recipes[i].Width, recipes[i].Height) {
			t.Errorf("icon %d: %v", i, m.Bounds())
		}
		for at, colour := range want {
			if got := color.NRGBAModel.Convert(m.At(at.X, at.Y)); got != colour {
				t.Errorf("icon %d at %v: %v, want %v", i, at, got, colour)
			}
		}
	}
}
