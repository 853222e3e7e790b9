// Package film looks at films and their captions: whether every browser can show
// them, and what they tell that nobody is to know.
//
// What it promises. A film is known by its content, and only MP4 with codecs that
// browsers play and WebM pass. What is published of it has no metadata: no place,
// camera or date. Metadata are overwritten where they stand, so that nothing
// moves: no length or offset in the file changes. Files may be hostile: whatever a
// file says of its own sizes is held to its length.
//
// Left out: making films smaller or of another kind, which is the work of
// programs such as ffmpeg; and tracks of data that run beside a film, such as an
// action camera's positions, with which a film is refused.
package film

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
)

// Media types of what passes.
const (
	MP4    = "video/mp4"
	WebM   = "video/webm"
	WebVTT = "text/vtt"
)

// What keeps a film from being shown.
const (
	Damaged   = "damaged"
	QuickTime = "QuickTime"
	Matroska  = "Matroska"
	HEVC      = "HEVC"
	DataTrack = "a track of data"
)

// Inspect returns the media type of a film; "" when it is not one to be shown, and
// then what it seems to be: one of the constants above, or "" where that is unknown.
func Inspect(data []byte) (mediaType, seems string) {
	switch {
	case len(data) >= 16 && string(data[4:8]) == "ftyp":
		return inspectMP4(data)
	case bytes.HasPrefix(data, []byte("\x1a\x45\xdf\xa3")):
		return inspectWebM(data)
	}
	return "", ""
}

// Clean overwrites the metadata of a film that Inspect has passed.
func Clean(data []byte) {
	if string(data[4:8]) == "ftyp" {
		cleanMP4(data)
	} else {
		cleanWebM(data)
	}
}

// brands are those of files that are played as MP4 (ISO/IEC 14496-12, annex E).
var brands = []string{"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "M4V ", "dash"}

func inspectMP4(data []byte) (mediaType, seems string) {
	if string(data[8:12]) == "qt  " {
		return "", QuickTime
	}
	ends, film, sound := 0, false, false
	var top []string
	for b := range boxes(data) {
		if b.kind == "ftyp" && len(top) == 0 {
			for i := 0; i+4 <= len(b.body); i += 4 {
				film = film || i != 4 && slices.Contains(brands, string(b.body[i:i+4]))
			}
		}
		top = append(top, b.kind)
		ends += len(b.head) + len(b.body)
	}
	if !film {
		return "", ""
	}
	if ends != len(data) || !slices.Contains(top, "moov") || !slices.Contains(top, "mdat") {
		return "", Damaged
	}
	film = false
	for b := range within(data) {
		switch {
		case b.kind == "hdlr" && len(b.body) >= 12:
			switch string(b.body[8:12]) {
			case "vide":
				film = true
			case "soun":
				sound = true
			case "meta":
				return "", DataTrack
			}
		case b.kind == "stsd" && len(b.body) >= 16:
			switch string(b.body[12:16]) {
			case "hvc1", "hev1", "dvh1", "dvhe":
				return "", HEVC
			}
		}
	}
	if !film {
		if sound {
			return "", ""
		}
		return "", Damaged
	}
	return MP4, ""
}

// cleanMP4 makes free space of what tells about a film, and takes the dates out of
// the headers.
func cleanMP4(data []byte) {
	for b := range within(data) {
		switch b.kind {
		case "udta", "meta", "uuid":
			copy(b.head[4:8], "free")
			clear(b.head[8:])
			if len(b.head) == 16 { // a long length: keep it
				binary.BigEndian.PutUint64(b.head[8:], uint64(len(b.head)+len(b.body)))
			}
			clear(b.body)
		case "free", "skip":
			clear(b.body)
		case "mvhd", "tkhd", "mdhd": // version, flags, then created and modified
			size := 8
			if len(b.body) > 0 && b.body[0] == 1 {
				size = 16
			}
			if len(b.body) >= 4+size {
				clear(b.body[4 : 4+size])
			}
		}
	}
}

// A box is a part of an MP4 file (ISO/IEC 14496-12, 4.2).
type box struct {
	kind       string
	head, body []byte // of the file itself
}

// boxes walks the boxes of one level up to the first damage.
func boxes(data []byte) iter.Seq[box] {
	return func(yield func(box) bool) {
		for len(data) >= 8 {
			size, head := uint64(binary.BigEndian.Uint32(data)), 8
			switch {
			case size == 1 && len(data) >= 16:
				size, head = binary.BigEndian.Uint64(data[8:]), 16
			case size == 0: // to the end
				size = uint64(len(data))
			}
			if size < uint64(head) || size > uint64(len(data)) {
				return
			}
			if !yield(box{string(data[4:8]), data[:head], data[head:size]}) {
				return
			}
			data = data[size:]
		}
	}
}

// containers are the boxes that hold what is looked at.
var containers = []string{"moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "mvex", "edts"}

// within walks all boxes, those in containers included.
func within(data []byte) iter.Seq[box] {
	var walk func(data []byte, depth int, yield func(box) bool) bool
	walk = func(data []byte, depth int, yield func(box) bool) bool {
		for b := range boxes(data) {
			if !yield(b) {
				return false
			}
			if depth < 8 && slices.Contains(containers, b.kind) && !walk(b.body, depth+1, yield) {
				return false
			}
		}
		return true
	}
	return func(yield func(box) bool) { walk(data, 0, yield) }
}
