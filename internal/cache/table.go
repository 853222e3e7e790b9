package cache

import (
	"bytes"
	"io/fs"
	"math/bits"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"bunting/internal/digest"

	"github.com/zeebo/xxh3"
	"golang.org/x/exp/mmap"
)

// A table is an open file. It is mapped into memory instead of read: a value is
// found at half the cost of the system calls that it would take, and an index
// of a million keys takes none of the program's own memory. The index is
// verified when the table is opened, a value each time it is read.
//
// Where a file is cut short while it is mapped, or its disk fails, reading is
// a fault of memory, so all reading happens in guarded. It cannot fail
// otherwise, because nothing is read but what lies inside the file.
type table struct {
	file   *mmap.ReaderAt
	path   string
	size   int64            // in bytes
	index  int64            // offset of the index
	n      int              // entries
	days   map[uint32]int64 // bytes by the day of their last known use
	latest uint32           // the last of these days
	mine   bool             // written by this store

	copied  atomic.Int64 // bytes known to stand in a newer table too
	damaged atomic.Bool  // a value did not pass
}

// openTable opens the table of a kind at path. Errors: errNewer, errBroken, and
// faults of the disk.
func openTable(path, kind string) (*table, error) {
	file, err := mmap.Open(path)
	if err != nil {
		return nil, err
	}
	t := &table{file: file, path: path, size: int64(file.Len()), days: map[uint32]int64{}}
	if err := guarded(func() error { return t.verify(kind) }); err != nil {
		file.Close()
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return t, nil
}

// verify reads the head, the trailer and the index.
func (t *table) verify(kind string) error {
	if t.size < headSize+trailerSize {
		return errBroken
	}
	var ends [headSize + trailerSize]byte
	first, last := ends[:headSize], ends[headSize:]
	t.file.ReadAt(first, 0)
	t.file.ReadAt(last, t.size-trailerSize)
	if string(first[:len(magic)]) == magic && order.Uint32(first[8:]) > version {
		return errNewer
	}
	index, n := order.Uint64(last), order.Uint64(last[8:])
	room := uint64(t.size-trailerSize) - index // for the index; huge where there is less than none
	if !bytes.HasPrefix(first, head(kind)) || xxh3.Hash(ends[:len(ends)-checksumSize]) != order.Uint64(last[24:]) ||
		index < headSize || room > uint64(t.size) || room%entrySize != 0 || room/entrySize != n {
		return errBroken
	}
	t.index, t.n = int64(index), int(n)
	if err := t.verifyIndex(order.Uint64(last[16:])); err != nil {
		return err
	}
	for day := range t.days {
		t.latest = max(t.latest, day)
	}
	return nil
}

// verifyIndex asks that the index has the checksum, and adds up its days.
func (t *table) verifyIndex(sum uint64) error {
	h := xxh3.New()
	var day uint32
	var bytes int64 // of the entries since the day was another
	for block := range t.blocks {
		h.Write(block)
		for ; len(block) > 0; block = block[entrySize:] {
			var e entry
			if e.decodePlace(block); e.day != day {
				t.days[day] += bytes
				day, bytes = e.day, 0
			}
			bytes += e.size()
		}
	}
	t.days[day] += bytes
	if h.Sum64() != sum {
		return errBroken
	}
	return nil
}

// live returns how many bytes of the file are of use: not those of entries from
// before the day oldest, nor those known to stand elsewhere.
func (t *table) live(oldest uint32) int64 {
	n := t.size - t.copied.Load()
	for day, bytes := range t.days {
		if day < oldest {
			n -= bytes
		}
	}
	return max(0, n) // some may be both
}

// holds reports whether the table has e's key, used as late or later.
func (t *table) holds(e *entry) bool {
	own, ok := t.find(&e.key)
	return ok && own.day >= e.day
}

// blocks yields the index piece by piece, in whole entries.
func (t *table) blocks(yield func([]byte) bool) {
	block := make([]byte, min(t.n, 1024)*entrySize)
	for i := 0; i < t.n; i += 1024 {
		b := block[:min(t.n-i, 1024)*entrySize]
		t.file.ReadAt(b, t.index+int64(i)*entrySize)
		if !yield(b) {
			return
		}
	}
}

// entries yields the entries in the order of their keys.
func (t *table) entries(yield func(entry) bool) {
	var e entry
	for b := range t.blocks {
		for ; len(b) > 0; b = b[entrySize:] {
			if e.decode(b); !yield(e) {
				return
			}
		}
	}
}

// find returns the entry of a key.
func (t *table) find(key *digest.Sum) (e entry, ok bool) {
	i := t.search(key)
	if i == t.n {
		return e, false
	}
	var b [entrySize]byte
	t.file.ReadAt(b[:], t.index+int64(i)*entrySize)
	e.decode(b[:])
	return e, e.key == *key
}

// search returns the place of the first key that is not below key. Keys are
// digests and lie evenly: key stands some √n places from where its first bytes
// say, and from the key found there some √√n places from where the difference
// of the two says. From there the search widens, then halves. What costs time is
// the number of places looked at, each a miss of the processor's cache.
func (t *table) search(key *digest.Sum) int {
	if t.n == 0 {
		return 0
	}
	var b [len(key)]byte
	at := func(i int) []byte {
		t.file.ReadAt(b[:], t.index+int64(i)*entrySize)
		return b[:]
	}
	below := func(i int) bool { return bytes.Compare(at(i), key[:]) < 0 }
	places := func(distance uint64) int {
		n, _ := bits.Mul64(distance, uint64(t.n))
		return int(n)
	}
	first := order.Uint64(key[:])
	guess := places(first)
	if there := order.Uint64(at(guess)); there < first {
		guess = min(t.n-1, guess+places(first-there))
	} else {
		guess = max(0, guess-places(there-first))
	}
	lo, hi := 0, t.n // all before lo are below key, none from hi on is
	if below(guess) {
		lo = guess + 1
		for step := 4; lo+step < hi; step *= 2 {
			if !below(lo + step) {
				hi = lo + step
				break
			}
			lo += step + 1
		}
	} else {
		hi = guess
		for step := 4; lo < hi-step; step *= 2 {
			if below(hi - step) {
				lo = hi - step + 1
				break
			}
			hi -= step
		}
	}
	for lo < hi {
		if middle := (lo + hi) / 2; below(middle) {
			lo = middle + 1
		} else {
			hi = middle
		}
	}
	return lo
}

// read copies a value and verifies it.
func (t *table) read(e *entry) ([]byte, error) {
	room := uint64(t.index) - e.offset // huge where the offset is behind the values
	if e.offset < headSize || room > uint64(t.index) || room < checksumSize+uint64(e.length) {
		return nil, errBroken
	}
	var sum [checksumSize]byte
	t.file.ReadAt(sum[:], int64(e.offset))
	value := make([]byte, e.length)
	t.file.ReadAt(value, int64(e.offset)+checksumSize)
	if checksum(&e.key, value) != order.Uint64(sum[:]) {
		return nil, errBroken
	}
	return value, nil
}

// value returns the value of an entry of the table.
func (t *table) value(e *entry) (value []byte, err error) {
	err = guarded(func() error { value, err = t.read(e); return err })
	if err != nil {
		t.damaged.Store(true)
		return nil, &fs.PathError{Op: "read", Path: t.path, Err: err}
	}
	return value, nil
}

// get returns the value of a key and its entry. The error is not nil where the
// table has the key, but not a sound value.
func (t *table) get(key *digest.Sum) (value []byte, e entry, ok bool, err error) {
	err = guarded(func() (err error) {
		if e, ok = t.find(key); ok {
			value, err = t.read(&e)
		}
		return err
	})
	if err != nil {
		t.damaged.Store(true)
		return nil, e, false, &fs.PathError{Op: "read", Path: t.path, Err: err}
	}
	return value, e, ok, nil
}

// guarded calls read, and returns as an error the fault of memory that comes
// where a mapped file has lost bytes since it was opened.
func guarded(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case interface {
			runtime.Error
			Addr() uintptr
		}:
			err = errBroken
		default:
			panic(fault)
		}
	}()
	return read()
}
