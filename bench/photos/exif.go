package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"
)

// camera is what a phone writes into a file beside the pixels. The zero value
// writes nothing.
type camera struct {
	orientation int        // as in EXIF: 6 and 8 are stored on their side
	place       [2]float64 // latitude and longitude in degrees (WGS 84)
}

// turn lays the pixels as the orientation says that they are stored.
func (k camera) turn(m *image.RGBA) image.Image {
	if k.orientation != 6 && k.orientation != 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	side := image.NewRGBA(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			if k.orientation == 6 { // shown after a quarter turn clockwise
				side.SetRGBA(y, w-1-x, m.RGBAAt(x, y))
			} else {
				side.SetRGBA(h-1-y, x, m.RGBAAt(x, y))
			}
		}
	}
	return side
}

// stamp puts an EXIF segment (APP1) behind the JPEG's first marker.
func (k camera) stamp(data []byte) []byte {
	if k.orientation == 0 && k.place == [2]float64{} {
		return data
	}
	body := append([]byte("Exif\x00\x00"), k.tiff()...)
	segment := append([]byte{0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return slices.Concat(data[:2], segment, body, data[2:])
}

// tiff is the EXIF data: TIFF 6.0, big-endian, one directory and, with a
// place, one for GPS (EXIF 2.3, 4.6.6).
func (k camera) tiff() []byte {
	const ascii, short, long, rational = 2, 3, 4, 5
	made, model := "Bunting\x00", "Sample phone\x00"
	b := []byte("MM\x00\x2A\x00\x00\x00\x08")
	entry := func(tag, kind uint16, count, value uint32) {
		b = binary.BigEndian.AppendUint16(b, tag)
		b = binary.BigEndian.AppendUint16(b, kind)
		b = binary.BigEndian.AppendUint32(b, count)
		if kind == short {
			value <<= 16 // values stand on the left of their four bytes
		}
		b = binary.BigEndian.AppendUint32(b, value)
	}
	located := k.place != [2]float64{}
	entries := uint32(3)
	if located {
		entries++
	}
	after := 8 + 2 + 12*entries + 4
	gps := after + uint32(len(made)+len(model))
	gps += gps & 1

	b = binary.BigEndian.AppendUint16(b, uint16(entries))
	entry(0x010F, ascii, uint32(len(made)), after)
	entry(0x0110, ascii, uint32(len(model)), after+uint32(len(made)))
	entry(0x0112, short, 1, uint32(max(k.orientation, 1)))
	if located {
		entry(0x8825, long, 1, gps)
	}
	b = append(b, 0, 0, 0, 0)
	b = append(b, made+model...)
	if !located {
		return b
	}
	for len(b) < int(gps) {
		b = append(b, 0)
	}
	values := gps + 2 + 12*4 + 4
	b = binary.BigEndian.AppendUint16(b, 4)
	entry(1, ascii, 2, 'N'<<24)
	entry(2, rational, 3, values)
	entry(3, ascii, 2, 'E'<<24)
	entry(4, rational, 3, values+24)
	b = append(b, 0, 0, 0, 0)
	for _, degrees := range k.place {
		whole, rest := math.Modf(degrees)
		minutes, rest := math.Modf(rest * 60)
		for _, v := range [][2]uint32{{uint32(whole), 1}, {uint32(minutes), 1}, {uint32(rest*6000 + 0.5), 100}} {
			b = binary.BigEndian.AppendUint32(b, v[0])
			b = binary.BigEndian.AppendUint32(b, v[1])
		}
	}
	return b
}

// paletted is a PNG of at most 64 colours: 4 levels of each part.
func paletted(m image.Image) ([]byte, error) {
	var colours color.Palette
	for i := range 64 {
		colours = append(colours, color.RGBA{byte(i >> 4 * 85), byte(i >> 2 & 3 * 85), byte(i & 3 * 85), 255})
	}
	p := image.NewPaletted(m.Bounds(), colours)
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			p.Set(x, y, m.At(x, y))
		}
	}
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, p)
	return b.Bytes(), err
}
