package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"io"
	"iter"
	"os"
	"sort"
	"sync/atomic"
)

// Key names what a file was made from, as its caller counts it: one key, one
// content. The zero Key names nothing.
type Key [16]byte

// Digest is the first half of a SHA-256 value (FIPS 180-4). Whether a page is
// published hangs on it, and its content may be chosen by somebody who would
// like it not to be, so a faster sum made for accidents is not enough.
type Digest [16]byte

// DigestOf returns the digest of a file's bytes.
func DigestOf(data []byte) Digest {
	sum := sha256.Sum256(data)
	return Digest(sum[:])
}

// An Entry is a file of a release.
type Entry struct {
	Path   string // slash path below the output
	Key    Key    // zero if its maker gave none
	Digest Digest // of its bytes
	Size   int64  // in bytes
}

func (e Entry) sameBytes(other Entry) bool { return e.Digest == other.Digest && e.Size == other.Size }

// A manifest file is, numbers big-endian:
//
//	head    magic [16], state [32], the tree's identity [24],
//	        entries uint64, length of blocks uint64,
//	        sum of all behind the head uint32, sum of the head so far uint32
//	blocks  of blockEntries entries each, sorted by path
//	index   where each block begins in blocks, uint64 each
//
// and an entry of a block
//
//	how many bytes of the path before it begins with, uvarint, 0 at a block's start
//	the rest of the path, its length before it, uvarint
//	size uvarint, key [16], digest [16]
//
// Sums are CRC-32C: they find accidents. Who could forge one could as well
// change the site.
const (
	magic        = "bunting files 1\n"
	stateAt      = len(magic)
	identityAt   = stateAt + 32
	countAt      = identityAt + identitySize
	headSize     = countAt + 8 + 8 + 4 + 4
	blockEntries = 16
	smallest     = 1 + 1 + 1 + 16 + 16 // an entry, in bytes
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// head is what is known of a tree without its entries.
type head struct {
	state  [32]byte
	tree   identity
	count  int
	blocks int64 // length, in bytes
	sum    uint32
}

// readHead reads a manifest's head.
func readHead(r io.Reader) (h head, ok bool) {
	var b [headSize]byte
	if _, err := io.ReadFull(r, b[:]); err != nil || string(b[:stateAt]) != magic {
		return h, false
	}
	if crc32.Checksum(b[:headSize-4], castagnoli) != binary.BigEndian.Uint32(b[headSize-4:]) {
		return h, false
	}
	h = head{
		state:  [32]byte(b[stateAt:]),
		tree:   identityFrom(b[identityAt:]),
		count:  int(binary.BigEndian.Uint64(b[countAt:])),
		blocks: int64(binary.BigEndian.Uint64(b[countAt+8:])),
		sum:    binary.BigEndian.Uint32(b[countAt+16:]),
	}
	return h, true
}

func (h head) append(b []byte) []byte {
	b = append(b, magic...)
	b = append(b, h.state[:]...)
	b = h.tree.append(b)
	b = binary.BigEndian.AppendUint64(b, uint64(h.count))
	b = binary.BigEndian.AppendUint64(b, uint64(h.blocks))
	b = binary.BigEndian.AppendUint32(b, h.sum)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// A manifest says what a tree holds. The zero manifest says nothing.
type manifest struct {
	head
	data    []byte          // the blocks
	index   []byte          // where they begin
	recent  atomic.Int64    // the block of the last path found; the next is near
	claimed []atomic.Uint32 // a bit for each entry
}

// headAt reads the head of the manifest at path.
func headAt(path string) (h head, ok bool) {
	file, err := os.Open(path)
	if err != nil {
		return h, false
	}
	defer file.Close()
	return readHead(file)
}

// readManifest reads the manifest of the tree that id is. Nil: the file is
// missing or damaged, or of another tree.
func readManifest(path string, id identity) *manifest {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	h, ok := readHead(file)
	if !ok || h.tree != id {
		return nil
	}
	info, err := file.Stat()
	if err != nil {
		return nil
	}
	body := make([]byte, max(info.Size()-int64(headSize), 0))
	if _, err := io.ReadFull(file, body); err != nil {
		return nil
	}
	return newManifest(h, body)
}

// newManifest checks the body that belongs to a head; nil if it does not.
func newManifest(h head, body []byte) *manifest {
	blocks := h.count/blockEntries + (h.count%blockEntries+blockEntries-1)/blockEntries
	if h.count < 0 || h.blocks < 0 || h.blocks > int64(len(body)) || h.count > int(h.blocks)/smallest || int64(len(body))-h.blocks != int64(blocks)*8 ||
		crc32.Checksum(body, castagnoli) != h.sum {
		return nil
	}
	return &manifest{
		head: h, data: body[:h.blocks], index: body[h.blocks:],
		claimed: make([]atomic.Uint32, (h.count+31)/32),
	}
}

// claim marks an entry as a file of the release to come. False: it was before.
func (m *manifest) claim(at int) bool {
	bit := uint32(1) << (at % 32)
	return m.claimed[at/32].Or(bit)&bit == 0
}

func (m *manifest) disclaim(at int)       { m.claimed[at/32].And(^(uint32(1) << (at % 32))) }
func (m *manifest) isClaimed(at int) bool { return m.claimed[at/32].Load()>>(at%32)&1 != 0 }

// cursor goes through entries in the order of their paths.
type cursor struct {
	rest  []byte
	at    int // the entry's number; -1 before the first
	count int
	path  []byte // overwritten by next
	piece []byte // the end of path which is not in the path before
	size  int64
	sums  []byte // key and digest
}

// entry returns the entry, with the path given.
func (c *cursor) entry(path string) Entry {
	return Entry{Path: path, Key: Key(c.sums), Digest: Digest(c.sums[len(Key{}):]), Size: c.size}
}

// from returns a cursor before the first entry of a block.
func (m *manifest) from(block int) cursor {
	c := cursor{at: block*blockEntries - 1, count: m.count}
	if block*8 < len(m.index) {
		if begin := binary.BigEndian.Uint64(m.index[block*8:]); begin < uint64(len(m.data)) {
			c.rest = m.data[begin:]
		}
	}
	return c
}

// step reads the next entry but for its path, and returns how much of that is
// in the path before. False: there is none, or no sense in it.
func (c *cursor) step() (shared int, ok bool) {
	if c.at+1 >= c.count {
		return 0, false
	}
	var numbers [3]uint64 // shared, length of the piece, size
	for i := range numbers {
		n, used := binary.Uvarint(c.rest)
		if used <= 0 {
			return 0, false
		}
		c.rest = c.rest[used:]
		if numbers[i] = n; i != 1 {
			continue
		}
		if n > uint64(len(c.rest)) {
			return 0, false
		}
		c.piece, c.rest = c.rest[:n], c.rest[n:]
	}
	const sums = len(Key{}) + len(Digest{})
	if len(c.rest) < sums {
		return 0, false
	}
	c.size, c.sums, c.rest = int64(numbers[2]), c.rest[:sums], c.rest[sums:]
	c.at++
	return int(min(numbers[0], 1<<30)), true
}

// next goes to the next entry.
func (c *cursor) next() bool {
	shared, ok := c.step()
	if !ok || shared > len(c.path) {
		return false
	}
	c.path = append(c.path[:shared], c.piece...)
	return true
}

// all returns the entries in the order of their paths.
func (m *manifest) all() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for c := m.from(0); c.next(); {
			if !yield(c.entry(string(c.path))) {
				return
			}
		}
	}
}

// begins reports whether a block begins at path or before it.
func (m *manifest) begins(block int, path string) bool {
	c := m.from(block)
	_, ok := c.step()
	return ok && string(c.piece) <= path
}

// block returns the last block that begins at path or before it, or -1. It
// looks near the last one found, then in steps that double.
func (m *manifest) block(path string) int {
	blocks := len(m.index) / 8
	low := int(m.recent.Load()) // begins at path or before it, once found
	high := low + 1             // begins behind path, or is none
	if blocks == 0 {
		return -1
	}
	for step := 1; low >= 0 && !m.begins(low, path); step *= 2 {
		low, high = low-step, low
	}
	for step := 1; high < blocks && m.begins(high, path); step *= 2 {
		low, high = high, high+step
	}
	low, high = max(low, -1), min(high, blocks)
	low += sort.Search(high-low-1, func(i int) bool { return !m.begins(low+1+i, path) })
	if low >= 0 && int64(low) != m.recent.Load() {
		m.recent.Store(int64(low))
	}
	return low
}

// find returns the entry at path and its number.
func (m *manifest) find(path string) (e Entry, at int, ok bool) {
	block := m.block(path)
	if block < 0 {
		return e, 0, false
	}
	c := m.from(block)
	// Entries ascend, so path is compared with none of their bytes twice: one
	// that shares more with the entry before than path does lies before path,
	// too, and one that shares less lies behind it.
	for equal, last := 0, (block+1)*blockEntries; c.at+1 < last; {
		shared, ok := c.step()
		if !ok || shared < equal {
			return e, 0, false
		}
		if shared > equal {
			continue
		}
		rest := path[equal:]
		n := 0
		for n < len(rest) && n < len(c.piece) && rest[n] == c.piece[n] {
			n++
		}
		switch {
		case n == len(rest) && n == len(c.piece):
			return c.entry(path), c.at, true
		case n == len(rest) || n < len(c.piece) && rest[n] < c.piece[n]:
			return e, 0, false
		}
		equal += n
	}
	return e, 0, false
}

// holdsFolder reports whether there is an entry below the folder dir.
func (m *manifest) holdsFolder(dir string) bool {
	below := dir + "/"
	c := m.from(max(m.block(below), 0))
	for c.next() {
		if string(c.path) >= below {
			return bytes.HasPrefix(c.path, []byte(below))
		}
	}
	return false
}
