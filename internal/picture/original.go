package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"slices"
)

// Original returns a picture's file without metadata, for publishing as it is:
// only the parts that its pixels and their colours need are taken over, so
// places, cameras, thumbnails, texts and whatever follows the picture are gone.
// Pixels stay as they are stored: of a picture that does not lie upright, an
// EXIF structure that says how it is to be turned, and nothing else, is put in.
//
// The pixels are not looked at: call it for files of which [Make] has made
// something. Errors are of type *[Error].
func Original(data []byte, maxPixels int64) ([]byte, Format, error) {
	info, _, err := inspect(data, maxPixels)
	if err != nil {
		return nil, "", err
	}
	var out []byte
	for p := range parts(info.Format, data) {
		if !keeps(info.Format, p) {
			continue
		}
		out = append(out, clean(info.Format, p)...)
		if info.Orientation != 1 && (info.Format == JPEG && p.kind == "" || info.Format == PNG && p.kind == "IHDR") {
			out = append(out, turn(info)...)
		}
	}
	switch info.Format {
	case GIF:
		out = append(out, 0x3b)
	case WebP:
		if info.Orientation != 1 {
			out = withWebPParts(out, info, 0x08, nil, turn(info))
		}
		out = riffLength(out)
	}
	if again, err := Inspect(out, maxPixels); err != nil {
		return nil, "", err // decoders had overlooked damage
	} else if again.Width != info.Width || again.Height != info.Height {
		return nil, "", &Error{Kind: Damaged, Err: errors.New("parts in disorder")}
	}
	return out, info.Format, nil
}

// turn returns the part that says how a picture is to be turned: EXIF with the
// one tag (Exif 2.3, 4.6.4 A).
func turn(i Info) []byte {
	exif := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(i.Orientation)) + "\x00\x00\x00\x00\x00\x00")
	switch i.Format {
	case JPEG:
		exif = append([]byte("Exif\x00\x00"), exif...)
		return append([]byte{0xff, app1[0], 0, byte(2 + len(exif))}, exif...)
	case PNG:
		return pngChunk("eXIf", exif)
	default:
		return riffChunk("EXIF", exif)
	}
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
		return p.kind == "," || p.kind == "!\xf9" && p.body[0] == 4 ||
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
	return riffLength(withWebPParts(data, Info{Width: size.Dx(), Height: size.Dy()}, 0x20, riffChunk("ICCP", profile), nil))
}

// withWebPParts puts parts before and behind a WebP's picture, of which flags tell
// in the header. Its length remains to be set.
func withWebPParts(data []byte, i Info, flags byte, before, behind []byte) []byte {
	w, h := i.Width-1, i.Height-1
	if i.Orientation >= 5 { // as stored
		w, h = h, w
	}
	if i.Alpha {
		flags |= 0x10
	}
	header := []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}
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
	return slices.Concat(data[:12], riffChunk("VP8X", header), before, rest, behind)
}
