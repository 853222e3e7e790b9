// Package digest names bytes by their SHA-256 value.
//
// A key made of several parts length-prefixes each part, so that ("ab", "c")
// and ("a", "bc") never share a key.
package digest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"sync"
)

// Sum is a SHA-256 value (FIPS 180-4), 32 bytes.
type Sum [sha256.Size]byte

// Of returns the digest of data.
func Of(data []byte) Sum { return sha256.Sum256(data) }

// OfText returns the digest of a text's bytes.
func OfText(s string) Sum {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	*room = append((*room)[:0], s...)
	return sha256.Sum256(*room)
}

// OfEach returns the digest of n sums, one after the other.
func OfEach(n int, sum func(i int) *Sum) Sum {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	b := (*room)[:0]
	for i := range n {
		b = append(b, sum(i)[:]...)
	}
	*room = b
	return sha256.Sum256(b)
}

// Key returns the digest of parts, each prefixed with its length in bytes as
// a 64-bit big-endian number.
func Key(parts ...string) Sum {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	b := (*room)[:0]
	for _, p := range parts {
		b = append(binary.BigEndian.AppendUint64(b, uint64(len(p))), p...)
	}
	*room = b
	return sha256.Sum256(b)
}

// rooms are where texts stand as bytes, parts one after the other.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// String returns the value as 64 lower-case hexadecimal digits.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Short returns the first 10 hexadecimal digits: enough to name a file's
// version, not to identify content.
func (s Sum) Short() string { return hex.EncodeToString(s[:5]) }
