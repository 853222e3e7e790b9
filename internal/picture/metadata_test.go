package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"slices"
	"strings"
	"testing"
)

// traces are bytes that no published picture may hold.
var traces = []string{"SECRET", "Exif", "eXIf", "http://ns.adobe.com", "xpacket", "Photoshop 3.0", "8BIM", "MPF\x00", "PK\x03\x04", "<script", "XMP "}

// bare fails the test unless a file has no trace of metadata: no known bytes, no
// segment or chunk but those that pixels need, and nothing behind its end. It
// reads the file by itself.
func bare(t *testing.T, what string, f Format, data []byte) {
	t.Helper()
	for _, s := range traces {
		if bytes.Contains(data, []byte(s)) {
			t.Errorf("%s: holds %q", what, s)
		}
	}
	switch f {
	case JPEG:
		i := 2
		for i < len(data)-2 {
			if data[i] != 0xff {
				t.Fatalf("%s: no marker at %d of %d", what, i, len(data))
			}
			m := data[i+1]
			if m >= 0xe0 && m != 0xe2 && m != 0xee {
				t.Errorf("%s: marker %x", what, m)
			}
			if m == 0xe2 && !bytes.HasPrefix(data[i+4:], []byte("ICC_PROFILE\x00")) {
				t.Errorf("%s: APP2 of another kind", what)
			}
			i += 2 + int(data[i+2])<<8 + int(data[i+3])
			if m == 0xda {
				for data[i] != 0xff || data[i+1] == 0 || data[i+1]&0xf8 == 0xd0 {
					i++
				}
			}
		}
		if i != len(data)-2 || data[i] != 0xff || data[i+1] != 0xd9 {
			t.Errorf("%s: does not end with its end", what)
		}
	case PNG:
		i := 8
		for i < len(data) {
			kind := string(data[i+4 : i+8])
			if !slices.Contains([]string{"IHDR", "PLTE", "tRNS", "IDAT", "IEND", "iCCP", "gAMA"}, kind) {
				t.Errorf("%s: chunk %s", what, kind)
			}
			i += 12 + int(binary.BigEndian.Uint32(data[i:]))
			if kind == "IEND" && i != len(data) {
				t.Errorf("%s: %d bytes behind its end", what, len(data)-i)
			}
		}
	case WebP:
		if n := int(binary.LittleEndian.Uint32(data[4:])); n+8 != len(data) {
			t.Errorf("%s: tells %d of %d bytes", what, n+8, len(data))
		}
		for i := 12; i < len(data); {
			if kind := string(data[i : i+4]); !slices.Contains([]string{"VP8 ", "VP8L", "VP8X", "ALPH", "ICCP"}, kind) {
				t.Errorf("%s: chunk %s", what, kind)
			}
			n := int(binary.LittleEndian.Uint32(data[i+4:]))
			i += 8 + n + n%2
		}
	}
}

// loaded returns files full of what nobody is to see.
func loaded(t *testing.T) map[Format][]byte {
	m := gradient(60, 40)
	table := profile("RGB ", primariesP3, curveSRGB(), "A2B0")
	thumbnail := string(asJPEG(t, gradient(16, 16), 30))
	j := withSegments(asJPEG(t, m, 90),
		segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x01\x01SECRET"+thumbnail),
		segment(0xe0, "JFXX\x00\x10SECRET"+thumbnail),
		segment(0xe1, "Exif\x00\x00"+tiff(1)+thumbnail),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<?xpacket SECRET?>"),
		segment(0xed, "Photoshop 3.0\x008BIM SECRET"),
		segment(0xe2, "MPF\x00SECRET"),
		segment(0xef, "SECRET"),
		segment(0xfe, "SECRET comment"),
		profileSegment(table),
	)
	p := withChunks(asPNG(t, m), chunk("eXIf", tiff(1)), chunk("tEXt", "a\x00SECRET"), chunk("zTXt", "a\x00\x00SECRET"),
		chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<?xpacket SECRET"), chunk("tIME", "SECRET "), chunk("prVt", "SECRET"),
		chunk("gAMA", "\x00\x00\xb1\x8f"))
	paletted := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
	g := asGIF(t, &gif.GIF{Image: []*image.Paletted{paletted, paletted}, Delay: []int{3, 3}, LoopCount: 7})
	i := bytes.Index(g, []byte("!\xff\x0bNETSCAPE"))
	g = slices.Concat(g[:i], []byte("!\xfe\x06SECRET\x00"), []byte("!\xff\x0bXMP DataXMP\x06SECRET\x00"), []byte("!\x01\x0cSECRETSECRET\x06SECRET\x00"), g[i:])
	w := webpFile()
	header := append([]byte{0x0c, 0, 0, 0}, 15, 0, 0, 7, 0, 0)
	w = riffLength(slices.Concat(w[:12], riffChunk("VP8X", header), w[12:], riffChunk("EXIF", []byte("Exif\x00\x00"+tiff(1))),
		riffChunk("XMP ", []byte("<?xpacket SECRET")), riffChunk("NOPE", []byte("SECRET"))))
	files := map[Format][]byte{JPEG: j, PNG: p, GIF: g, WebP: w}
	for f := range files { // polyglots: a ZIP and a page stand behind the picture
		files[f] = append(files[f], "PK\x03\x04<script>SECRET</script>"...)
	}
	return files
}

func TestNoMetadata(t *testing.T) {
	for f, data := range loaded(t) {
		for _, r := range []Recipe{{Width: 30, Quality: 80}, {Quality: 80}, {Width: 9, Height: 9, Quality: 80}} {
			for _, r.Format = range formats() {
				result, err := Make(data, Plan{limit, []Recipe{r}})
				if err != nil {
					t.Fatalf("%s: %v", f, err)
				}
				bare(t, string(f)+" as "+r.Key(), r.Format, result.Variants[0].Data)
			}
		}
	}
}

func TestOriginal(t *testing.T) {
	for f, data := range loaded(t) {
		clean, format, err := Original(data, limit)
		if err != nil || format != f {
			t.Fatalf("%s: %s, %v", f, format, err)
		}
		bare(t, string(f), f, clean)
		_, want := one(t, data, Recipe{Format: PNG})
		result, got := one(t, clean, Recipe{Format: PNG})
		if psnr := luma(t, want, got); psnr < 90 {
			t.Errorf("%s: other pixels, %.1f dB", f, psnr)
		}
		if f == GIF && (!result.Info.Animated || !bytes.Contains(clean, []byte("NETSCAPE2.0\x03\x01\x07\x00"))) {
			t.Error("a GIF that moved does not, or not as often")
		}
		if f == JPEG && result.Colours != Kept {
			t.Errorf("the profile has become %q", result.Colours)
		}
		again, _, err := Original(clean, limit)
		if err != nil || !bytes.Equal(again, clean) {
			t.Errorf("%s: cleaned twice it is another, %v", f, err)
		}
	}
	for o := byte(2); o <= 8; o++ {
		for f, data := range map[Format][]byte{
			JPEG: withSegments(asJPEG(t, turned(gradient(60, 41), o), 95), exifSegment(o)),
			PNG:  withChunks(asPNG(t, turned(gradient(60, 41), o)), chunk("eXIf", tiff(o))),
		} {
			clean, format, err := Original(data, limit)
			if err != nil || format != f {
				t.Fatalf("%s: %s, %v", f, format, err)
			}
			// How it is to be turned is the only thing that it tells, and its pixels
			// are those that were stored.
			only := segment(0xe1, "Exif\x00\x00"+orientationOnly(o))
			if f == PNG {
				only = chunk("eXIf", orientationOnly(o))
			}
			if n := bytes.Count(clean, only); n != 1 {
				t.Errorf("%s, orientation %d is told %d times", f, o, n)
			}
			bare(t, string(f), f, bytes.Replace(clean, only, nil, 1))
			for _, kind := range []string{sos, "IDAT"} {
				if !slices.EqualFunc(ofKind(f, data, kind), ofKind(f, clean, kind), bytes.Equal) {
					t.Errorf("%s, orientation %d: other data", f, o)
				}
			}
			result, got := one(t, clean, Recipe{Format: PNG})
			if psnr := luma(t, gradient(60, 41), got); psnr < 30 || result.Info.Orientation != int(o) {
				t.Errorf("%s, orientation %d: %.1f dB", f, o, psnr)
			}
			if again, _, err := Original(clean, limit); err != nil || !bytes.Equal(again, clean) {
				t.Errorf("%s, orientation %d: cleaned twice it is another, %v", f, o, err)
			}
		}
	}
	// Adobe's segment says how the colours are to be read.
	cmyk := foreign(t)["testdata/video-001.cmyk.jpeg"]
	clean, _, err := Original(cmyk, limit)
	if err != nil {
		t.Fatal(err)
	}
	result, _ := one(t, clean, Recipe{Format: PNG})
	if !strings.Contains(string(clean), "Adobe") || result.Colours != Approximated {
		t.Errorf("CMYK has become %q", result.Colours)
	}
}

// orientationOnly is an EXIF structure of one tag, big-endian.
func orientationOnly(o byte) string {
	return "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(o) + "\x00\x00\x00\x00\x00\x00"
}

// ofKind returns the parts of a kind.
func ofKind(f Format, data []byte, kind string) (out [][]byte) {
	for p := range parts(f, data) {
		if p.kind == kind {
			out = append(out, p.raw)
		}
	}
	return out
}

// TestTurnedWebP: a WebP that is to be turned, with a header of its own and
// without, says that and nothing else.
func TestTurnedWebP(t *testing.T) {
	plain := webpFile()
	exif := riffChunk("EXIF", []byte("Exif\x00\x00"+tiff(6)))
	extended := append([]byte{0x08, 0, 0, 0}, 15, 0, 0, 7, 0, 0)
	for what, data := range map[string][]byte{
		"extended": riffLength(slices.Concat(plain[:12], riffChunk("VP8X", extended), plain[12:], exif)),
		"simple":   riffLength(slices.Concat(plain, exif)),
	} {
		clean, format, err := Original(data, limit)
		if err != nil || format != WebP {
			t.Fatalf("%s: %s, %v", what, format, err)
		}
		info, err := Inspect(clean, limit)
		if err != nil || info.Orientation != 6 || info.Width != 8 || info.Height != 16 {
			t.Errorf("%s: %+v, %v", what, info, err)
		}
		if head := ofKind(WebP, clean, "VP8X"); len(head) != 1 || head[0][8]&0x08 == 0 || head[0][12] != 15 || head[0][15] != 7 {
			t.Errorf("%s: header %x", what, head)
		}
		bare(t, what, WebP, riffLength(bytes.Replace(clean, riffChunk("EXIF", []byte(orientationOnly(6))), nil, 1)))
	}
}

// FuzzOriginal: whatever is cleaned is a picture of the same size, has no part
// that could tell anything, and has nothing to be cleaned.
func FuzzOriginal(f *testing.F) {
	for _, data := range small(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const maxPixels = 1e6
		before, err := Inspect(data, maxPixels)
		if err != nil {
			return
		}
		clean, format, err := Original(data, maxPixels)
		if err != nil {
			return
		}
		after, err := Inspect(clean, maxPixels)
		if err != nil || format != before.Format || after.Width != before.Width || after.Height != before.Height || after.Orientation != before.Orientation {
			t.Fatalf("%+v has become %+v, %v", before, after, err)
		}
		for p := range parts(format, clean) {
			exif := p.kind == app1 && format == JPEG || p.kind == "eXIf" || p.kind == "EXIF"
			if !keeps(format, p) && !exif || exif && (after.Orientation == 1 || !bytes.Equal(p.raw, turn(after))) {
				t.Fatalf("a part %q is left: %q", p.kind, p.raw)
			}
		}
		again, _, err := Original(clean, maxPixels)
		if err != nil || !bytes.Equal(again, clean) {
			t.Fatalf("cleaned twice it is another, %v", err)
		}
	})
}

// TestHidden asks that nothing hides in parts that are kept, or between them.
func TestHidden(t *testing.T) {
	files := small(t)
	end := func(data []byte, of string) int { return bytes.LastIndex(data, []byte(of)) }
	j := withSegments(asJPEG(t, gradient(9, 9), 80), segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x01SECRET"), []byte("SECRET"), []byte("\xff\x00\xff\xff"))
	p := asPNG(t, gradient(9, 9))
	p = append(p[:end(p, "IEND")-4:end(p, "IEND")-4], chunk("IEND", "SECRET")...)
	g := files[GIF]
	loops := end(g, "!\xff\x0bNETSCAPE2.0\x03")
	g = slices.Concat(g[:loops+18], []byte("\x06SECRET"), g[loops+18:])
	control := end(g, "!\xf9\x04")
	g = slices.Concat(g[:control+7], []byte("\x06SECRET"), g[control+7:])
	frame := append(slices.Concat([]byte{0, 0, 0, 0, 0, 0, 15, 0, 0, 7, 0, 0, 10, 0, 0, 0}, webpFile()[12:]), riffChunk("EXIF", []byte("SECRET"))...)
	w := riffLength(slices.Concat([]byte("RIFF\x00\x00\x00\x00WEBP"), riffChunk("VP8X", []byte("\x0e\x00\x00\x00\x0f\x00\x00\x07\x00\x00SECRET")),
		riffChunk("ANIM", make([]byte, 6)), riffChunk("ANMF", frame)))
	for f, data := range map[Format][]byte{JPEG: j, PNG: p, GIF: g, WebP: w} {
		if !bytes.Contains(data, []byte("SECRET")) {
			t.Fatalf("%s: no secret", f)
		}
		// What the decoder refuses need not be made clean, only refused.
		clean, _, err := Original(data, limit)
		if err == nil && bytes.Contains(clean, []byte("SECRET")) {
			t.Errorf("%s: the secret is published: %q", f, clean)
		}
		if err != nil && f != WebP {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// TestMovingAlpha takes the first frame of a moving WebP that is partly
// transparent.
func TestMovingAlpha(t *testing.T) {
	still := foreign(t)["testdata/yellow_rose.lossy-with-alpha.webp"]
	var header, frame []byte
	for p := range parts(WebP, still) {
		switch p.kind {
		case "VP8X":
			header = bytes.Clone(p.body)
		case "ALPH", "VP8 ":
			frame = append(frame, p.raw...)
		}
	}
	header[0] |= 2
	frame = slices.Concat(make([]byte, 6), header[4:10], make([]byte, 4), frame)
	moving := riffLength(slices.Concat([]byte("RIFF\x00\x00\x00\x00WEBP"), riffChunk("VP8X", header),
		riffChunk("ANIM", make([]byte, 6)), riffChunk("ANMF", frame), riffChunk("ANMF", frame)))
	_, want := one(t, still, Recipe{Format: PNG})
	result, got := one(t, moving, Recipe{Format: PNG})
	if psnr := luma(t, want, got); psnr < 90 || !result.Info.Animated || !result.Info.Alpha {
		t.Errorf("%+v, %.1f dB", result.Info, psnr)
	}
	clean, _, err := Original(moving, limit)
	if err != nil || !bytes.Equal(clean, moving) {
		t.Errorf("a moving picture without metadata is changed, %v", err)
	}
}
