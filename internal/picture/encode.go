package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// colours is what remains to be done about a picture's colours once it has its
// size: to convert them, to keep their profile, or nothing.
type colours struct {
	conversion *conversion
	kept       []byte // a profile
}

// newColours decides about a source's colours.
func newColours(s source, profile []byte) (colours, Colours) {
	switch {
	case s.cmyk:
		return colours{}, Approximated
	case profile == nil:
		return colours{}, Plain
	case len(profile) < 132 || len(profile) > maxProfile || string(profile[36:40]) != "acsp":
		return colours{}, Unreadable
	}
	space := "RGB "
	if s.model == grey {
		space = "GRAY"
	}
	if string(profile[16:20]) != space {
		return colours{}, Unreadable
	}
	c, err := newConversion(profile)
	switch {
	case err != nil:
		return colours{kept: profile}, Kept
	case c == nil:
		return colours{}, Plain
	case c.grey:
		p := s.planes[0]
		for i := 0; i < len(p.pix); i += p.step {
			p.pix[i], _, _ = c.convert(p.pix[i], p.pix[i], p.pix[i])
		}
		return colours{}, Converted
	}
	return colours{conversion: c}, Converted
}

// pixels puts a picture together again, in sRGB unless its profile is kept.
func (c colours) pixels(m raster) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, m.width, m.height))
	for y := range m.height {
		row := out.Pix[y*out.Stride:][:out.Stride]
		m.fill(row, y)
		if c.conversion != nil {
			for ; len(row) >= 4; row = row[4:] {
				row[0], row[1], row[2] = c.conversion.convert(row[0], row[1], row[2])
			}
		}
	}
	return out
}

// fill writes the pixels of row y: R, G, B, A, not multiplied by A.
func (m raster) fill(row []byte, y int) {
	sample := func(p plane, x int) byte { return p.pix[y/p.spanY*p.stride+x/p.spanX*p.step] }
	for x := range m.width {
		p := row[4*x:][:4]
		p[3] = 255
		switch m.model {
		case grey:
			v := sample(m.planes[0], x)
			p[0], p[1], p[2] = v, v, v
		case ycc:
			p[0], p[1], p[2] = color.YCbCrToRGB(sample(m.planes[0], x), sample(m.planes[1], x), sample(m.planes[2], x))
		case rgb:
			p[0], p[1], p[2] = sample(m.planes[0], x), sample(m.planes[1], x), sample(m.planes[2], x)
		case rgba:
			a := int(sample(m.planes[3], x))
			for i := range 3 {
				p[i] = byte(min(255, (int(sample(m.planes[i], x))*255+a/2)/max(a, 1)))
			}
			p[3] = byte(a)
		}
	}
}

// over returns the pixels on a ground, white unless it has alpha; in place.
func over(m *image.NRGBA, ground color.NRGBA) *image.RGBA {
	if ground.A == 0 {
		ground = color.NRGBA{255, 255, 255, 255}
	}
	under := [3]int{int(ground.R), int(ground.G), int(ground.B)}
	for p := m.Pix; len(p) >= 4; p = p[4:] {
		if a := int(p[3]); a < 255 {
			for i := range 3 {
				p[i] = byte((int(p[i])*a + under[i]*(255-a) + 127) / 255)
			}
			p[3] = 255
		}
	}
	return &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
}

// encode returns the file of a variant, that part of a picture.
func encode(m raster, crop image.Rectangle, r Recipe, c colours) ([]byte, error) {
	var b bytes.Buffer
	switch r.Format {
	case JPEG:
		if err := jpeg.Encode(&b, m.forJPEG(crop, r.Ground, c), &jpeg.Options{Quality: r.Quality}); err != nil {
			return nil, err
		}
		return withProfile(b.Bytes(), c.kept), nil
	case PNG:
		var out image.Image = c.pixels(m).SubImage(crop)
		switch {
		case r.Within > 0:
			out = icon(c.pixels(m), r)
		case m.model == grey:
			out = m.gray().SubImage(crop)
		}
		if err := png.Encode(&b, out); err != nil {
			return nil, err
		}
		return withPNGProfile(b.Bytes(), c.kept), nil
	case WebP:
		full := c.pixels(m)
		out := image.NewNRGBA(image.Rect(0, 0, crop.Dx(), crop.Dy())) // the encoder knows no stride
		for y := range crop.Dy() {
			copy(out.Pix[y*out.Stride:][:out.Stride], full.Pix[full.PixOffset(crop.Min.X, crop.Min.Y+y):])
		}
		data, err := encodeWebP(out, r.Quality)
		if err != nil {
			return nil, err
		}
		return withWebPProfile(data, crop, c.kept), nil
	}
	return nil, fmt.Errorf("format %q is not written", r.Format)
}

// icon puts a picture into the middle of an icon.
func icon(m *image.NRGBA, r Recipe) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, r.Width, r.Height))
	if r.Ground.A > 0 {
		for p := out.Pix; len(p) >= 4; p = p[4:] {
			p[0], p[1], p[2], p[3] = r.Ground.R, r.Ground.G, r.Ground.B, 255
		}
		m.Pix = over(m, r.Ground).Pix
	}
	left, top := (r.Width-m.Rect.Dx())/2, (r.Height-m.Rect.Dy())/2
	for y := range m.Rect.Dy() {
		copy(out.Pix[out.PixOffset(left, top+y):], m.Pix[y*m.Stride:][:4*m.Rect.Dx()])
	}
	return out
}

// forJPEG returns the picture in the form that image/jpeg encodes fastest.
func (m raster) forJPEG(crop image.Rectangle, ground color.NRGBA, c colours) image.Image {
	switch {
	case m.model == grey:
		return m.gray().SubImage(crop)
	case m.model == ycc && c.conversion == nil:
		y, cb, cr := m.planes[0], m.planes[1], m.planes[2]
		out := &image.YCbCr{
			Y: y.pix, Cb: cb.pix, Cr: cr.pix, YStride: y.stride, CStride: cb.stride,
			SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: image.Rect(0, 0, m.width, m.height),
		}
		return out.SubImage(crop)
	}
	return over(c.pixels(m), ground).SubImage(crop)
}

func (m raster) gray() *image.Gray {
	return &image.Gray{Pix: m.planes[0].pix, Stride: m.planes[0].stride, Rect: image.Rect(0, 0, m.width, m.height)}
}

// withProfile puts a profile into a JPEG (ICC.1:2022, annex B.4).
func withProfile(data, profile []byte) []byte {
	if profile == nil {
		return data
	}
	const room = 65535 - 2 - 14
	count := (len(profile) + room - 1) / room
	out := append([]byte(nil), data[:2]...)
	for i := range count {
		piece := profile[i*room : min(len(profile), (i+1)*room)]
		out = append(out, 0xff, app2[0])
		out = binary.BigEndian.AppendUint16(out, uint16(2+14+len(piece)))
		out = append(out, "ICC_PROFILE\x00"...)
		out = append(out, byte(i+1), byte(count))
		out = append(out, piece...)
	}
	return append(out, data[2:]...)
}
