package cache

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"bunting/internal/digest"

	"github.com/zeebo/xxh3"
)

// A table is one file:
//
//	head     40 bytes: magic 8, version 4, kind 20, filled up with zeros,
//	         and 8 by chance, so that no two tables are equal
//	values   each: checksum 8, then its bytes; in the order in which they came
//	index    each 48 bytes: key 32, offset of the checksum 8, length of the
//	         value 4, day of the last known use 4; sorted by key, each key once
//	trailer  32 bytes: offset of the index 8, entries 8, checksum of the index 8,
//	         checksum of the head and of the trailer so far 8
//
// Numbers are big-endian, checksums XXH3 of 64 bits, days counted from 1
// January 1970 in UTC. A table is written from front to back without seeking.
const (
	magic   = "bunTABLE"
	version = 1

	headSize     = 40
	checksumSize = 8
	entrySize    = 48
	trailerSize  = 32
)

var order = binary.BigEndian

// errNewer says that a table was written by a newer version, which may still
// want it.
var errNewer = errors.New("it was written by a newer version of bunting")

// errBroken says that a file is not a table, or no longer.
var errBroken = errors.New("it is damaged")

// checksum returns the checksum of a value. It is seeded with the key, so that
// a sound value in a wrong place does not pass.
func checksum(key *digest.Sum, value []byte) uint64 {
	return xxh3.HashSeed(value, order.Uint64(key[:]))
}

// head returns the head of a table of a kind, without the part that is chance.
func head(kind string) []byte {
	b := make([]byte, 32)
	copy(b, magic)
	order.PutUint32(b[8:], version)
	copy(b[12:], kind)
	return b
}

func validKind(kind string) bool {
	return kind != "" && len(kind) <= 20 && strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz") == ""
}

// A tableName is the name of a table's file: its kind, the latest day of its
// entries, and the SHA-256 value of its bytes.
type tableName struct {
	kind string
	day  uint32
	sum  digest.Sum
}

const tableSuffix = ".table"

func (n tableName) String() string {
	return fmt.Sprintf("%s-%d-%s%s", n.kind, n.day, n.sum, tableSuffix)
}

// parseTableName reads what String writes, and nothing else.
func parseTableName(name string) (n tableName, ok bool) {
	parts := strings.Split(strings.TrimSuffix(name, tableSuffix), "-")
	if len(parts) != 3 || !validKind(parts[0]) || len(parts[2]) != hex.EncodedLen(len(n.sum)) {
		return n, false
	}
	day, err := strconv.ParseUint(parts[1], 10, 32)
	if err != nil {
		return n, false
	}
	if _, err := hex.Decode(n.sum[:], []byte(parts[2])); err != nil {
		return n, false
	}
	n.kind, n.day = parts[0], uint32(day)
	return n, n.String() == name
}

// An entry is a row of a table's index.
type entry struct {
	key    digest.Sum
	offset uint64 // of the checksum, which the value follows
	length uint32 // of the value, in bytes
	day    uint32 // of the last known use
}

func (e *entry) appendTo(b []byte) []byte {
	b = append(b, e.key[:]...)
	b = order.AppendUint64(b, e.offset)
	b = order.AppendUint32(b, e.length)
	return order.AppendUint32(b, e.day)
}

func (e *entry) decode(b []byte) {
	copy(e.key[:], b)
	e.decodePlace(b)
}

// decodePlace decodes all but the key.
func (e *entry) decodePlace(b []byte) {
	e.offset = order.Uint64(b[32:])
	e.length = order.Uint32(b[40:])
	e.day = order.Uint32(b[44:])
}

// size returns how many bytes of its file the entry is answerable for.
func (e *entry) size() int64 { return entrySize + checksumSize + int64(e.length) }
