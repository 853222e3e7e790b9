package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

func kind(err error) Kind {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

func TestNotPictures(t *testing.T) {
	for _, c := range []struct {
		data, seems string
		kind        Kind
	}{
		{"", "", Empty},
		{"\x00", "", NotPicture},
		{strings.Repeat("\x00", 4000), "", NotPicture},
		{"\xff\xd8", "", NotPicture},
		{"\x89PNG", "", NotPicture},
		{`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "SVG", NotPicture},
		{"\xef\xbb\xbf <SVG onload=alert(1)>", "SVG", NotPicture},
		{"<!DOCTYPE html><img>", "HTML", NotPicture},
		{"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC", NotPicture},
		{"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "AVIF", NotPicture},
		{"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "video", NotPicture},
		{"\x00\x00\x00\x18ftyp", "video", NotPicture},
		{"\x1a\x45\xdf\xa3\x01", "video", NotPicture},
		{"RIFF\x00\x00\x00\x00AVI LIST", "video", NotPicture},
		{"RIFF\x00\x00\x00\x00WAVEfmt ", "", NotPicture},
		{"II*\x00\x08\x00\x00\x00", "TIFF", NotPicture},
		{"MM\x00*\x00\x00\x00\x08", "TIFF", NotPicture},
		{"BM\x00\x01\x00\x00\x00\x00\x00\x00", "BMP", NotPicture},
		{"%PDF-1.7", "PDF", NotPicture},
		{"PK\x03\x04\x14\x00", "ZIP", NotPicture},
		{"8BPS\x00\x01", "Photoshop", NotPicture},
		{"\xff\xd8\xff", "", Damaged},
		{"\x89PNG\r\n\x1a\n", "", Damaged},
		{"GIF89a", "", Damaged},
		{"RIFF\x00\x00\x00\x00WEBP", "", Damaged},
	} {
		_, err := Inspect([]byte(c.data), limit)
		e := (*Error)(nil)
		if !errors.As(err, &e) || e.Kind != c.kind || e.Seems != c.seems {
			t.Errorf("%.20q: %v", c.data, err)
		}
		if _, err := Make([]byte(c.data), Plan{limit, nil}); kind(err) != c.kind {
			t.Errorf("Make of %.20q: %v", c.data, err)
		}
		if _, _, err := Original([]byte(c.data), limit); kind(err) != c.kind {
			t.Errorf("Original of %.20q: %v", c.data, err)
		}
	}
}

// small returns a small file of each format.
func small(t testing.TB) map[Format][]byte {
	m := gradient(19, 13)
	p := image.NewPaletted(image.Rect(0, 0, 19, 13), color.Palette{color.NRGBA{}, color.Black, color.White})
	for i := range p.Pix {
		p.Pix[i] = byte(i % 3)
	}
	files := map[Format][]byte{
		JPEG: withSegments(asJPEG(t, m, 80), exifSegment(6), profileSegment(profile("RGB ", primariesP3, curveSRGB()))),
		PNG:  withChunks(asPNG(t, m), chunk("eXIf", tiff(5)), chunk("tEXt", "Comment\x00SECRET")),
		GIF:  asGIF(t, &gif.GIF{Image: []*image.Paletted{p, p}, Delay: []int{1, 1}}),
		WebP: webpFile(),
	}
	return files
}

// webpFile is a lossless WebP of 16 × 8 pixels of one colour (WebP Lossless
// Bitstream Specification): five codes of one symbol each, no bits for pixels.
func webpFile() []byte {
	var bits []byte
	n := 0
	put := func(value, width int) {
		for i := range width {
			if n%8 == 0 {
				bits = append(bits, 0)
			}
			bits[n/8] |= byte(value>>i&1) << (n % 8)
			n++
		}
	}
	put(0x2f, 8)
	put(15, 14)
	put(7, 14)
	put(0, 1)                                           // no alpha
	put(0, 3)                                           // version
	put(0, 1)                                           // no transform
	put(0, 1)                                           // no colour cache
	put(0, 1)                                           // one group of codes
	for _, symbol := range []int{90, 200, 30, 255, 0} { // green, red, blue, alpha, distance
		put(1, 1) // a simple code
		put(0, 1) // of one symbol
		put(1, 1) // in eight bits
		put(symbol, 8)
	}
	return riffLength(append([]byte("RIFF\x00\x00\x00\x00WEBP"), riffChunk("VP8L", bits)...))
}

func TestWebPFile(t *testing.T) {
	result, got := one(t, webpFile(), Recipe{Format: PNG})
	if i := result.Info; i.Format != WebP || i.Width != 16 || i.Height != 8 || i.Alpha || i.Animated {
		t.Errorf("%+v", i)
	}
	near(t, "WebP", got, 3, 3, color.NRGBA{200, 90, 30, 255}, 0)
	// The same as the first frame of a moving one.
	frame := append([]byte{0, 0, 0, 0, 0, 0, 15, 0, 0, 7, 0, 0, 10, 0, 0, 0}, webpFile()[12:]...)
	header := []byte{0x02, 0, 0, 0, 15, 0, 0, 7, 0, 0}
	moving := riffLength(append(append(append(append([]byte("RIFF\x00\x00\x00\x00WEBP"), riffChunk("VP8X", header)...),
		riffChunk("ANIM", make([]byte, 6))...), riffChunk("ANMF", frame)...), riffChunk("ANMF", frame)...))
	result, got = one(t, moving, Recipe{Format: PNG})
	if !result.Info.Animated {
		t.Error("does not move")
	}
	near(t, "moving WebP", got, 3, 3, color.NRGBA{200, 90, 30, 255}, 0)
}

var tries = []Recipe{
	{Width: 7, Format: JPEG, Quality: 80},
	{Width: 5, Height: 9, FocusX: 0.5, FocusY: 0.5, Format: PNG},
}

// try runs a file through everything. What is refused is refused with an *Error;
// what is made can be decoded.
func try(t testing.TB, data []byte, maxPixels int64) error {
	t.Helper()
	original := bytes.Clone(data)
	info, inspected := Inspect(data, maxPixels)
	result, err := Make(data, Plan{maxPixels, tries})
	if err != nil {
		if kind(err) == 0 {
			t.Errorf("not an *Error: %v", err)
		}
		if inspected != nil && err.Error() != inspected.Error() {
			t.Errorf("Inspect: %v; Make: %v", inspected, err)
		}
	} else {
		if info != result.Info {
			t.Errorf("Inspect: %+v; Make: %+v", info, result.Info)
		}
		for i, v := range result.Variants {
			decodeVariant(t, v, tries[i].Format)
		}
	}
	if clean, f, err := Original(data, maxPixels); err == nil && result.Variants != nil {
		if _, err := Make(clean, Plan{maxPixels, nil}); err != nil {
			t.Errorf("the %s stripped of metadata: %v", f, err)
		}
	}
	if !bytes.Equal(original, data) {
		t.Error("the source has been changed")
	}
	return err
}

func TestTruncated(t *testing.T) {
	for f, data := range small(t) {
		if err := try(t, data, limit); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		for n := range len(data) - 13 {
			if err := try(t, data[:n], limit); err == nil && f != GIF { // a GIF's second frame is not needed
				t.Errorf("%s cut to %d of %d bytes is a picture", f, n, len(data))
			}
		}
	}
}

func TestMutations(t *testing.T) {
	rounds := 1500
	if testing.Short() {
		rounds = 100
	}
	for f, data := range small(t) {
		r := rand.New(rand.NewPCG(1, 2))
		for range rounds {
			mutant := bytes.Clone(data)
			for range 1 + r.IntN(4) {
				switch i := r.IntN(len(mutant)); r.IntN(4) {
				case 0:
					mutant[i] = byte(r.Uint32())
				case 1:
					mutant[i] ^= 1 << r.IntN(8)
				case 2:
					mutant = append(mutant[:i:i], mutant[min(len(mutant)-1, i+r.IntN(9)):]...)
				case 3:
					mutant[i] = 0xff
				}
			}
			try(t, mutant, 1e5)
			if t.Failed() {
				t.Fatalf("%s: %q", f, mutant)
			}
		}
	}
}

// TestForeign runs the files with which others try decoders through the reader.
func TestForeign(t *testing.T) {
	files := foreign(t)
	if len(files) < 100 {
		t.Fatalf("only %d files", len(files))
	}
	for name, data := range files {
		err := try(t, data, limit)
		wrong := strings.Contains(name, "invalid") && !strings.Contains(name, "palette") || strings.HasSuffix(name, ".tiff") || strings.HasSuffix(name, ".bmp")
		if (err != nil) != wrong {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDeclared asks that nothing is made of what a header merely declares.
func TestDeclared(t *testing.T) {
	files := small(t)
	huge := func(f Format, change func(data []byte)) []byte {
		data := bytes.Clone(files[f])
		change(data)
		return data
	}
	vp8 := append([]byte{0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f}, make([]byte, 40)...)
	for name, data := range map[string][]byte{
		"JPEG": huge(JPEG, func(d []byte) {
			i := bytes.Index(d, []byte{0xff, 0xc0})
			binary.BigEndian.PutUint16(d[i+5:], 50000)
			binary.BigEndian.PutUint16(d[i+7:], 50000)
		}),
		"PNG": func() []byte {
			d := bytes.Clone(files[PNG])
			copy(d[8:], chunk("IHDR", "\x00\x00\xc3\x50\x00\x00\xc3\x50"+string(d[24:29])))
			return d
		}(),
		"PNG of 2^31": func() []byte {
			d := bytes.Clone(files[PNG])
			copy(d[8:], chunk("IHDR", "\x7f\xff\xff\xff\x7f\xff\xff\xff"+string(d[24:29])))
			return d
		}(),
		"GIF": huge(GIF, func(d []byte) {
			binary.LittleEndian.PutUint16(d[6:], 50000)
			binary.LittleEndian.PutUint16(d[8:], 50000)
		}),
		"WebP": riffLength(append([]byte("RIFF\x00\x00\x00\x00WEBP"), riffChunk("VP8 ", vp8)...)),
		"WebP, extended": riffLength(append([]byte("RIFF\x00\x00\x00\x00WEBP"),
			riffChunk("VP8X", []byte{0, 0, 0, 0, 0x40, 0x9c, 0, 0x40, 0x9c, 0})...)),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Make(data, Plan{limit, tries})
		runtime.ReadMemStats(&after)
		if k := kind(err); k != TooLarge && !(strings.HasPrefix(name, "PNG of") && k == Unsupported) {
			t.Errorf("%s: %v", name, err)
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 1<<20 {
			t.Errorf("%s: %d bytes allocated", name, spent)
		}
	}
	if _, err := Inspect(files[PNG], 19*13); err != nil {
		t.Errorf("as many pixels as allowed: %v", err)
	}
	if _, err := Inspect(files[PNG], 19*13-1); kind(err) != TooLarge {
		t.Errorf("one pixel too many: %v", err)
	}
}

// TestPalette asks that an index beyond the palette ends no process.
func TestPalette(t *testing.T) {
	m := image.NewPaletted(image.Rect(0, 0, 40, 40), color.Palette{color.White, color.Black})
	for i := range m.Pix {
		m.Pix[i] = byte(i)
	}
	if _, err := planes(m, false); err != nil {
		t.Error(err)
	}
	long := image.NewPaletted(m.Rect, make(color.Palette, 256))
	for i := range long.Palette {
		long.Palette[i] = color.Gray{uint8(i)}
	}
	copy(long.Pix, m.Pix)
	data := asPNG(t, long)
	i := bytes.Index(data, []byte("PLTE")) - 4
	data = append(append(data[:i:i], chunk("PLTE", "\xff\xff\xff\x00\x00\x00")...), data[i+12+768:]...)
	if err := try(t, data, limit); err != nil {
		t.Error(err)
	}
	g := asGIF(t, &gif.GIF{Image: []*image.Paletted{long}, Delay: []int{0}})
	g[10] &^= 7 // says two colours, where 256 are
	try(t, g, limit)
}

func TestManyScans(t *testing.T) {
	files := foreign(t)
	data := files["testdata/video-001.progressive.jpeg"]
	if err := try(t, data, limit); err != nil {
		t.Error(err)
	}
	scan := append(segment(0xda, "\x01\x01\x00\x01\x05\x00"), 0x00)
	i := bytes.LastIndex(data, []byte{0xff, 0xd9})
	bomb := append(append(data[:i:i], bytes.Repeat(scan, maxScans)...), data[i:]...)
	if err := try(t, bomb, limit); kind(err) != Unsupported {
		t.Error(err)
	}
}

// TestProfileBomb asks that a profile is not inflated without end.
func TestProfileBomb(t *testing.T) {
	m := asPNG(t, gradient(8, 8))
	bomb := withPNGProfile(m, make([]byte, 40<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result, err := Make(bomb, Plan{limit, nil})
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; err != nil || spent > 5*maxProfile {
		t.Errorf("%v, %v, %d bytes allocated", result.Colours, err, spent)
	}
}

func FuzzMake(f *testing.F) {
	for _, data := range small(f) {
		f.Add(data)
	}
	f.Add(asJPEG(f, image.NewGray(image.Rect(0, 0, 9, 9)), 50))
	f.Add(withSegments(asJPEG(f, image.NewGray(image.Rect(0, 0, 9, 9)), 50), profileSegment(profile("GRAY", [9]float64{}, curveGamma(300)))))
	f.Add([]byte("<svg>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		try(t, data, 4096)
	})
}
