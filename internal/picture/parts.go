package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"iter"
)

// A part is a segment of a JPEG, a chunk of a PNG or WebP, a block of a GIF.
// Its kind is the marker's second byte, the chunk's name, or the block's first
// byte (two for an extension); what stands before the first part is of kind "".
type part struct {
	kind string
	raw  []byte // all of it; with a scan's data after its header
	body []byte // without kind, length and checksum
}

// parts walks a file to its end or to the first damage; what follows the end of
// the picture is not part of it.
func parts(f Format, data []byte) iter.Seq[part] {
	switch f {
	case JPEG:
		return jpegParts(data)
	case PNG:
		return pngParts(data)
	case GIF:
		return gifParts(data)
	default:
		return webpParts(data)
	}
}

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	eoi   = "\xd9"
	sos   = "\xda"
	app0  = "\xe0"
	app1  = "\xe1"
	app2  = "\xe2"
	app14 = "\xee"

	comment = "\xfe"
)

func jpegParts(data []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		if len(data) < 2 || !yield(part{kind: "", raw: data[:2]}) {
			return
		}
		for data = data[2:]; len(data) >= 2; {
			switch marker := data[1]; {
			case data[0] != 0xff || marker == 0xff || marker == 0: // what decoders overlook, and filling
				data = data[1:]
				continue
			case marker == eoi[0]:
				yield(part{kind: eoi, raw: data[:2]})
				return
			case marker == 0x01 || marker >= 0xd0 && marker <= 0xd7: // alone
				data = data[2:]
				continue
			}
			if len(data) < 4 {
				return
			}
			kind := string(data[1:2])
			n := 2 + int(binary.BigEndian.Uint16(data[2:]))
			if n < 4 || n > len(data) {
				return
			}
			end := n
			if kind == sos {
				for ; end < len(data); end++ {
					if i := bytes.IndexByte(data[end:], 0xff); i < 0 || end+i+1 >= len(data) {
						end = len(data)
						break
					} else if end += i; data[end+1] != 0 && (data[end+1] < 0xd0 || data[end+1] > 0xd7) {
						break
					}
				}
			}
			if !yield(part{kind, data[:end], data[4:n]}) {
				return
			}
			data = data[end:]
		}
	}
}

func pngParts(data []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		if len(data) < 8 || !yield(part{kind: "", raw: data[:8]}) {
			return
		}
		for data = data[8:]; len(data) >= 12; {
			size := int64(binary.BigEndian.Uint32(data))
			if size > int64(len(data)-12) {
				return
			}
			n := int(size) + 12
			kind := string(data[4:8])
			if !yield(part{kind, data[:n], data[8 : n-4]}) || kind == "IEND" {
				return
			}
			data = data[n:]
		}
	}
}

func webpParts(data []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		if len(data) < 12 || !yield(part{kind: "", raw: data[:12]}) {
			return
		}
		if size := int64(binary.LittleEndian.Uint32(data[4:])) + 8; size < int64(len(data)) {
			data = data[:max(size, 12)]
		}
		for p := range riffChunks(data[12:]) {
			if !yield(p) {
				return
			}
		}
	}
}

func riffChunks(data []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		for len(data) >= 8 {
			size := int64(binary.LittleEndian.Uint32(data[4:]))
			if size > int64(len(data)-8) {
				return
			}
			end := min(8+int(size+size%2), len(data))
			if !yield(part{string(data[:4]), data[:end], data[8 : 8+size]}) {
				return
			}
			data = data[end:]
		}
	}
}

func gifParts(data []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		if len(data) < 13 {
			return
		}
		n := 13 + colorTable(data[10])
		if n > len(data) || !yield(part{kind: "", raw: data[:n]}) {
			return
		}
		for data = data[n:]; len(data) > 0; {
			kind, start := string(data[:1]), 0
			switch {
			case data[0] == 0x2c && len(data) > 10: // image: its place, its colours, the size of its codes
				start = 10 + colorTable(data[9]) + 1
			case data[0] == 0x21 && len(data) > 2: // extension
				kind, start = string(data[:2]), 2
			default: // the trailer, or damage
				return
			}
			end := start
			for end < len(data) && data[end] != 0 {
				end += 1 + int(data[end])
			}
			if end++; end > len(data) {
				return
			}
			if !yield(part{kind, data[:end], data[start:end]}) {
				return
			}
			data = data[end:]
		}
	}
}

// colorTable returns the length in bytes of the table that the flags announce.
func colorTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// told is what a file's parts tell beside its pixels.
type told struct {
	orientation     int // of EXIF, 1 to 8
	profile         []byte
	alpha, animated bool
	scans           int // of a JPEG
}

const maxProfile = 4 << 20 // bytes: those of printers take one or two megabytes

// read gathers what the parts of a file tell.
func read(f Format, data []byte) told {
	t := told{orientation: 1}
	pieces := map[byte][]byte{} // of a JPEG's profile, counted from 1
	images := 0
	for p := range parts(f, data) {
		switch f {
		case JPEG:
			if body, ok := bytes.CutPrefix(p.body, []byte("Exif\x00\x00")); ok && p.kind == app1 {
				t.orientation = orientation(body)
			} else if body, ok := bytes.CutPrefix(p.body, []byte("ICC_PROFILE\x00")); ok && p.kind == app2 && len(body) > 2 {
				pieces[body[0]] = body[2:]
			} else if p.kind == sos {
				t.scans++
			}
		case PNG:
			switch p.kind {
			case "IHDR":
				t.alpha = len(p.body) == 13 && p.body[9]&4 != 0
			case "tRNS":
				t.alpha = true
			case "acTL":
				t.animated = true
			case "eXIf":
				t.orientation = orientation(p.body)
			case "iCCP":
				t.profile = inflate(p.body)
			}
		case GIF:
			switch p.kind {
			case "!\xf9":
				t.alpha = t.alpha || images == 0 && len(p.body) > 1 && p.body[1]&1 != 0
			case ",":
				images++
				t.animated = images > 1
			}
		case WebP:
			switch p.kind {
			case "VP8X":
				t.alpha = len(p.body) > 0 && p.body[0]&0x10 != 0
			case "VP8L":
				t.alpha = t.alpha || len(p.body) > 4 && p.body[4]&0x10 != 0
			case "ANIM", "ANMF":
				t.animated = true
			case "ICCP":
				t.profile = p.body
			case "EXIF":
				t.orientation = orientation(bytes.TrimPrefix(p.body, []byte("Exif\x00\x00")))
			}
		}
	}
	for i := range len(pieces) {
		t.profile = append(t.profile, pieces[byte(i+1)]...)
	}
	return t
}

// inflate returns the profile of a PNG's iCCP chunk, nil when it is damaged or
// too large.
func inflate(body []byte) []byte {
	_, body, ok := bytes.Cut(body, []byte{0})
	if !ok || len(body) < 1 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(body[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil || len(profile) > maxProfile {
		return nil
	}
	return profile
}

// orientation returns what a TIFF structure says in its first directory (Exif
// 2.3, 4.6.4 A), 1 where it says nothing valid.
func orientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case len(tiff) < 8:
		return 1
	case tiff[0] == 'I':
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == 0x0112 && order.Uint16(entries[2:]) == 3 {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
		}
		entries = entries[12:]
	}
	return 1
}
