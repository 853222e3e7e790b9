package film

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math/bits"
)

// Elements of WebM (RFC 9559).
const (
	ebmlID        = 0x1a45dfa3
	docTypeID     = 0x4282
	segmentID     = 0x18538067
	infoID        = 0x1549a966
	tracksID      = 0x1654ae6b
	clusterID     = 0x1f43b675
	dateID        = 0x4461
	titleID       = 0x7ba9
	fileNameID    = 0x7384
	tagsID        = 0x1254c367
	attachmentsID = 0x1941a469
	voidID        = 0xec
)

func inspectWebM(data []byte) (mediaType, seems string) {
	kind, tracks, cluster, ends := "", false, false, 0
	for e := range elements(data) {
		switch e.id {
		case ebmlID:
			for c := range elements(e.body) {
				if c.id == docTypeID {
					kind = string(bytes.TrimRight(c.body, "\x00"))
				}
			}
		case segmentID:
			for c := range elements(e.body) {
				tracks, cluster = tracks || c.id == tracksID, cluster || c.id == clusterID
			}
		}
		ends += len(e.head) + len(e.body)
	}
	switch {
	case kind == "matroska":
		return "", Matroska
	case kind != "webm":
		return "", ""
	case !tracks || !cluster || ends != len(data):
		return "", Damaged
	}
	return WebM, ""
}

// cleanWebM makes voids of what tells about a film.
func cleanWebM(data []byte) {
	for e := range elements(data) {
		switch {
		case e.id == voidID:
			clear(e.body)
		case e.id != segmentID:
			continue
		}
		for c := range elements(e.body) {
			switch c.id {
			case tagsID, attachmentsID, voidID:
				c.void()
			case infoID:
				for d := range elements(c.body) {
					if d.id == dateID || d.id == titleID || d.id == fileNameID {
						d.void()
					}
				}
			}
		}
	}
}

// An element is a part of a WebM file (RFC 8794, 3).
type element struct {
	id         uint32
	head, body []byte // of the file itself, one behind the other
}

// void makes a Void of the element, as long as it was.
func (e *element) void() {
	head := e.head[:len(e.head)+len(e.body)]
	clear(head)
	head[0] = voidID
	if n := len(head) - 2; n < 127 {
		head[1] = 0x80 | byte(n)
	} else {
		binary.BigEndian.PutUint64(head[1:], 1<<56|uint64(len(head)-9))
	}
}

// elements walks the elements of one level up to the first damage. One of unknown
// length, as it comes from a broadcast, is taken to go to the end: so it holds what
// follows it.
func elements(data []byte) iter.Seq[element] {
	return func(yield func(element) bool) {
		for len(data) > 0 {
			id, n := vint(data, 4, false)
			size, m := vint(data[n:], 8, true)
			if n == 0 || m == 0 {
				return
			}
			rest := uint64(len(data) - n - m)
			if size == 1<<(7*m)-1 {
				size = rest
			}
			if size > rest {
				return
			}
			end := n + m + int(size)
			if !yield(element{uint32(id), data[: n+m : end], data[n+m : end]}) {
				return
			}
			data = data[end:]
		}
	}
}

// vint reads a number of variable length (RFC 8794, 4), with its marker or without.
// It returns how many bytes that took, 0 where there is none.
func vint(data []byte, most int, bare bool) (v uint64, n int) {
	if len(data) == 0 {
		return 0, 0
	}
	n = bits.LeadingZeros8(data[0]) + 1
	if n > most || n > len(data) {
		return 0, 0
	}
	for _, b := range data[:n] {
		v = v<<8 | uint64(b)
	}
	if bare {
		v &= 1<<(7*n) - 1
	}
	return v, n
}
