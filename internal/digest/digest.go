// Package digest names bytes by their SHA-256 value.
//
// A key made of several parts length-prefixes each part, so that ("ab", "c")
// and ("a", "bc") never share a key.
package digest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Sum is a SHA-256 value (FIPS 180-4), 32 bytes.
type Sum [sha256.Size]byte

// Of returns the digest of data.
func Of(data []byte) Sum { return sha256.Sum256(data) }

// Key returns the digest of parts, each prefixed with its length in bytes as
// a 64-bit big-endian number.
func Key(parts ...string) Sum {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	var s Sum
	h.Sum(s[:0])
	return s
}

// String returns the value as 64 lower-case hexadecimal digits.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Short returns the first 10 hexadecimal digits: enough to name a file's
// version, not to identify content.
func (s Sum) Short() string { return hex.EncodeToString(s[:5]) }
