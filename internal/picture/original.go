package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"slices"
)

// Original returns a picture's file without metadata, for publishing as it is:
// only the parts that its pixels and their colours need are taken over, so
// places, cameras, thumbnails, texts and whatever follows the picture are gone.
// A picture that does not lie upright is encoded anew, a JPEG with quality 95
// (and a WebP as a JPEG or PNG: see the format returned), for what turned it
// was metadata.
//
// The pixels are not looked at: call it for files of which [Make] has made
// something. Errors are of type *[Error].
func Original(data []byte, maxPixels int64) ([]byte, Format, error) {
	info, _, err := inspect(data, maxPixels)
	if err != nil {
		return nil, "", err
	}
	if info.Orientation != 1 {
		r := Recipe{Format: JPEG, Quality: 95}
		if info.Format == PNG || info.Alpha {
			r.Format = PNG
		}
		result, err := Make(data, Plan{maxPixels, []Recipe{r}})
		if err != nil {
			return nil, "", err
		}
		return result.Variants[0].Data, r.Format, nil
	}
	var out []byte
	for p := range parts(info.Format, data) {
		if keeps(info.Format, p) {
			out = append(out, clean(info.Format, p)...)
		}
	}
	switch info.Format {
	case GIF:
		out = append(out, 0x3b)
	case WebP:
		out = riffLength(out)
	}
	if _, err := Inspect(out, maxPixels); err != nil {
		return nil, "", err // decoders had overlooked damage
	}
	return out, info.Format, nil
}

// keeps reports whether pixels, their colours or their timing need a part. All
// that is not known to be needed goes.
func keeps(f Format, p part) bool {
	if p.kind == "" {
		return true
	}
	switch f {
	case JPEG:
		switch p.kind {
		case app2:
			return bytes.HasPrefix(p.body, []byte("ICC_PROFILE\x00"))
		case app14:
			return bytes.HasPrefix(p.body, []byte("Adobe"))
		}
		return p.kind < app0 // applications' segments, JFIF's among them, and comments are above
	case PNG:
		return slices.Contains([]string{
			"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "acTL", "fcTL", "fdAT",
		}, p.kind)
	case GIF:
		return p.kind == "," || p.kind == "!\xf9" ||
			p.kind == "!\xff" && (bytes.HasPrefix(p.body, []byte("\x0bNETSCAPE2.0\x03")) || bytes.HasPrefix(p.body, []byte("\x0bANIMEXTS1.0\x03")))
	default:
		return slices.Contains([]string{"VP8X", "VP8 ", "VP8L", "ALPH", "ICCP", "ANIM", "ANMF"}, p.kind)
	}
}

// clean returns a part that is kept without what can hide in it.
func clean(f Format, p part) []byte {
	raw := p.raw
	switch {
	case f == JPEG && p.kind == app14 && len(p.body) > 12: // version, flags, transform
		raw = slices.Concat([]byte{0xff, app14[0], 0, 14}, p.body[:12])
	case f == PNG && p.kind == "IEND":
		raw = pngChunk("IEND", nil)
	case f == GIF && p.kind == "!\xff":
		raw = append(slices.Clone(p.raw[:18]), 0) // one block of three bytes: the loops
	case f == GIF && p.kind == "!\xf9" && len(p.raw) > 8:
		raw = append(slices.Clone(p.raw[:7]), 0)
	case f == WebP && p.kind == "VP8X" && len(p.body) >= 10:
		raw = bytes.Clone(p.raw[:18])
		binary.LittleEndian.PutUint32(raw[4:], 10)
		raw[8] &^= 0x0c // no EXIF, no XMP
	case f == WebP && p.kind == "ANMF" && len(p.body) >= 16:
		frame := slices.Clone(p.body[:16])
		for c := range riffChunks(p.body[16:]) {
			if keeps(WebP, c) {
				frame = append(frame, c.raw...)
			}
		}
		raw = riffChunk("ANMF", frame)
	}
	return raw
}

// pngChunk returns a chunk with its length and checksum.
func pngChunk(kind string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// riffChunk returns a chunk with its length, filled up to an even one.
func riffChunk(kind string, body []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))
	b = append(b, body...)
	return append(b, make([]byte, len(body)%2)...)
}

// riffLength sets the length that a RIFF file tells of itself.
func riffLength(file []byte) []byte {
	binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8))
	return file
}

// withPNGProfile puts a profile into a PNG, after its header.
func withPNGProfile(data, profile []byte) []byte {
	if profile == nil {
		return data
	}
	var b bytes.Buffer
	b.WriteString("ICC\x00\x00")
	z := zlib.NewWriter(&b)
	z.Write(profile)
	z.Close()
	const header = 8 + 25
	return slices.Concat(data[:header], pngChunk("iCCP", b.Bytes()), data[header:])
}

// withWebPProfile puts a profile into a WebP.
func withWebPProfile(data []byte, size image.Rectangle, profile []byte) []byte {
	if profile == nil {
		return data
	}
	w, h := size.Dx()-1, size.Dy()-1
	header := []byte{0x20, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}
	var rest []byte
	for p := range parts(WebP, data) {
		switch p.kind {
		case "":
		case "VP8X":
			header[0] |= p.body[0]
		default:
			rest = append(rest, p.raw...)
		}
	}
	return riffLength(slices.Concat(data[:12], riffChunk("VP8X", header), riffChunk("ICCP", profile), rest))
}
