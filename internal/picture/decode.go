package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// A source is a decoded picture, as stored.
type source struct {
	raster
	cmyk bool // its colours came from CMYK
}

// decode decodes a picture of which inspect approved.
func decode(data []byte, info Info) (source, error) {
	m, err := decodeImage(data, info.Format)
	if err != nil {
		return source{}, failure(err)
	}
	width, height := info.Width, info.Height
	if info.Orientation >= 5 {
		width, height = height, width
	}
	if b := m.Bounds(); info.Format == GIF { // a frame need not fill the screen
		m = onScreen(m, width, height)
	} else if b.Dx() != width || b.Dy() != height {
		return source{}, failure(fmt.Errorf("%d × %d pixels, declared %d × %d", b.Dx(), b.Dy(), width, height))
	}
	return planes(m, info.Format == WebP)
}

func decodeImage(data []byte, f Format) (m image.Image, err error) {
	defer caught(&err)
	r := bytes.NewReader(data)
	switch f {
	case JPEG:
		return jpeg.Decode(r)
	case PNG:
		return png.Decode(r)
	case GIF:
		return gif.Decode(r) // reads no further than the first frame
	}
	if still := firstFrame(data); still != nil {
		r = bytes.NewReader(still)
	}
	return webp.Decode(r)
}

// onScreen returns a GIF's first frame on its screen.
func onScreen(m image.Image, width, height int) image.Image {
	if m.Bounds() == image.Rect(0, 0, width, height) {
		return m
	}
	p, ok := m.(*image.Paletted)
	if !ok {
		return m
	}
	screen := image.NewNRGBA(image.Rect(0, 0, width, height))
	b := p.Rect.Intersect(screen.Rect)
	straight := fromPalette(p)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		n := 4 * b.Dx()
		copy(screen.Pix[screen.PixOffset(b.Min.X, y):][:n], straight.Pix[4*(b.Min.X-p.Rect.Min.X)+(y-p.Rect.Min.Y)*straight.Stride:])
	}
	return screen
}

// fromPalette returns the picture with its colours at its pixels. An index beyond the
// palette, over which others panic, is transparent.
func fromPalette(p *image.Paletted) *image.NRGBA {
	var colors [256]color.NRGBA
	for i, c := range p.Palette[:min(256, len(p.Palette))] {
		colors[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
	m := image.NewNRGBA(image.Rect(0, 0, p.Rect.Dx(), p.Rect.Dy()))
	for y := range p.Rect.Dy() {
		row := m.Pix[y*m.Stride:]
		for x, i := range p.Pix[y*p.Stride:][:p.Rect.Dx()] {
			c := colors[i]
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = c.R, c.G, c.B, c.A
		}
	}
	return m
}

// planes takes a decoded picture apart. Its samples are not copied, and changed
// in place.
func planes(m image.Image, fromWebP bool) (source, error) {
	b := m.Bounds()
	s := source{raster: raster{width: b.Dx(), height: b.Dy()}}
	take := func(model model, pix []byte, stride, step, count, size int) {
		s.model = model
		for i := range count {
			s.planes = append(s.planes, plane{pix[i*size:], s.width, s.height, step, stride, 1, 1})
		}
	}
	switch m := m.(type) {
	case *image.YCbCr:
		s.model = ycc
		if fromWebP {
			fullRange(m)
		}
		spanX, spanY := spans(m.SubsampleRatio)
		w, h := (s.width+spanX-1)/spanX, (s.height+spanY-1)/spanY
		s.planes = []plane{
			{m.Y, s.width, s.height, 1, m.YStride, 1, 1},
			{m.Cb, w, h, 1, m.CStride, spanX, spanY},
			{m.Cr, w, h, 1, m.CStride, spanX, spanY},
		}
	case *image.NYCbCrA:
		fullRange(&m.YCbCr)
		return planes(straight(m), false)
	case *image.Gray:
		take(grey, m.Pix, m.Stride, 1, 1, 1)
	case *image.Gray16:
		take(grey, m.Pix, m.Stride, 2, 1, 1)
	case *image.RGBA: // decoders give it to opaque pictures only
		take(rgb, m.Pix, m.Stride, 4, 3, 1)
	case *image.RGBA64:
		take(rgb, m.Pix, m.Stride, 8, 3, 2)
	case *image.NRGBA:
		if m.Opaque() {
			take(rgb, m.Pix, m.Stride, 4, 3, 1)
			break
		}
		for p := m.Pix; len(p) >= 4; p = p[4:] {
			a := uint32(p[3])
			for i := range 3 {
				p[i] = byte((uint32(p[i])*a + 127) / 255)
			}
		}
		take(rgba, m.Pix, m.Stride, 4, 4, 1)
	case *image.NRGBA64: // the high byte comes first: it is the sample in 8 bits
		if m.Opaque() {
			take(rgb, m.Pix, m.Stride, 8, 3, 2)
			break
		}
		for p := m.Pix; len(p) >= 8; p = p[8:] {
			a := uint32(p[6])
			for i := range 3 {
				p[2*i] = byte((uint32(p[2*i])*a + 127) / 255)
			}
		}
		take(rgba, m.Pix, m.Stride, 8, 4, 2)
	case *image.Paletted:
		return planes(fromPalette(m), false)
	case *image.CMYK:
		for p := m.Pix; len(p) >= 4; p = p[4:] {
			light := 255 - uint32(p[3])
			for i := range 3 {
				p[i] = byte(((255-uint32(p[i]))*light + 127) / 255)
			}
		}
		take(rgb, m.Pix, m.Stride, 4, 3, 1)
		s.cmyk = true
	default:
		return source{}, &Error{Kind: Unsupported, Err: fmt.Errorf("pixels as %T", m)}
	}
	return s, nil
}

// spans returns how many pixels a chroma sample covers.
func spans(r image.YCbCrSubsampleRatio) (x, y int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

// fullRange stretches samples of a WebP, where black is 16 and white 235 (RFC
// 6386, 9.2), to those of JPEG, which is how package image understands them.
func fullRange(m *image.YCbCr) {
	var luma, chroma [256]byte
	for i := range 256 {
		luma[i] = byte(min(max(((i-16)*255*2+219)/(2*219), 0), 255))
		chroma[i] = byte(min(max(((i-128)*255*2+224+448*256)/448-128, 0), 255)) // all above zero: division rounds down
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i, v := range m.Cb {
		m.Cb[i] = chroma[v]
	}
	for i, v := range m.Cr {
		m.Cr[i] = chroma[v]
	}
}

func straight(m *image.NYCbCrA) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, m.Rect.Dx(), m.Rect.Dy()))
	i := 0
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			at := m.COffset(x, y)
			p := out.Pix[i:][:4]
			p[0], p[1], p[2] = color.YCbCrToRGB(m.Y[m.YOffset(x, y)], m.Cb[at], m.Cr[at])
			p[3] = m.A[m.AOffset(x, y)]
			i += 4
		}
	}
	return out
}

// firstFrame returns the first frame of a moving WebP as a file of its own, which
// the decoder can read; nil for a still.
func firstFrame(data []byte) []byte {
	const head = 16 // bytes of an ANMF chunk before its picture
	for p := range parts(WebP, data) {
		if p.kind != "ANMF" || len(p.body) < head {
			continue
		}
		frame := p.body[head:]
		file := []byte("RIFF\x00\x00\x00\x00WEBP")
		if bytes.HasPrefix(frame, []byte("ALPH")) {
			file = append(file, "VP8X\x0a\x00\x00\x00\x10\x00\x00\x00"...)
			file = append(file, p.body[6:12]...) // width and height, less one
		}
		return riffLength(append(file, frame...))
	}
	return nil
}
