package source

import (
	"encoding/binary"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"
)

// An index is, in big-endian numbers with strings behind their lengths:
//
//	"sources1" and when the folder was listed, in nanoseconds since 1970
//	for each folder, in the order of paths: path, number of entries
//	for each entry: name, mode, size, time, inode, one byte that says whether
//	its digest is known, digest
//
// Whoever keeps it guards it against damage; one that cannot be read is
// forgotten.
const indexMark = "sources1"

// How near to its last change a file may be looked at and still be known: the
// kernel's clock ticks in some milliseconds where times have nanoseconds, and
// FAT counts two seconds.
const (
	fineGrain   = 20 * time.Millisecond
	coarseGrain = 2 * time.Second
)

// Index returns what a later Open needs to know unchanged files again.
func (t *Tree) Index() []byte {
	b := make([]byte, 0, 128*t.Count(""))
	number := func(n int64) { b = binary.BigEndian.AppendUint64(b, uint64(n)) }
	text := func(s string) { b = append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...) }
	b = append(b, indexMark...)
	number(t.listed)
	for _, dir := range slices.Sorted(maps.Keys(t.folders)) {
		text(dir)
		number(int64(len(t.folders[dir])))
		for _, f := range t.folders[dir] {
			text(f.name)
			number(int64(f.mode))
			number(f.size)
			number(f.time)
			number(int64(f.inode))
			sum, ok := f.digest()
			if !ok {
				b = append(b, 0)
				continue
			}
			b = append(append(b, 1), sum[:]...)
		}
	}
	return b
}

// remember takes over what an index knows of unchanged files, notes which files
// may hold something else, and tells whether that is all: whether the index
// describes a tree of the same files.
func (t *Tree) remember(index []byte) bool {
	r := reader{rest: index}
	if string(r.take(len(indexMark))) != indexMark {
		return false
	}
	listed := r.number()
	same, seen := true, 0
	for len(r.rest) > 0 && !r.short {
		dir := r.text()
		files := t.folders[dir]
		seen++
		n := r.number()
		same = same && n == int64(len(files))
		at := 0
		for range n {
			old := file{name: r.text(), mode: fs.FileMode(r.number()), size: r.number(), time: r.number(), inode: uint64(r.number()), seen: listed}
			if known := r.take(1); len(known) == 1 && known[0] == 1 {
				old.known = true
				copy(old.sum[:], r.take(len(old.sum)))
			}
			if r.short {
				return false // an entry cut short may look like another
			}
			for at < len(files) && files[at].name < old.name {
				at++
			}
			switch {
			case at == len(files) || files[at].name != old.name || files[at].mode != old.mode:
				same = false
			case files[at].as(&old):
				if old.known {
					files[at].learn(old.sum)
				}
			case old.known:
				t.edited[path.Join(dir, old.name)] = old.sum
			default:
				same = false
			}
		}
	}
	return same && seen == len(t.folders)
}

// as tells whether f is certainly what old was when it was listed. What a
// folder holds has entries of its own, so its time says nothing more.
func (f *file) as(old *file) bool {
	if f.name != old.name || f.mode != old.mode {
		return false
	}
	if f.mode.IsDir() {
		return true
	}
	grain := fineGrain
	if f.time%int64(time.Second) == 0 {
		grain = coarseGrain
	}
	return f.size == old.size && f.time == old.time && f.inode == old.inode && f.time+int64(grain) < old.seen
}

// A reader takes an index apart; past its end it gives zeros and is short.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.short, r.rest = true, nil
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) number() int64 {
	if b := r.take(8); b != nil {
		return int64(binary.BigEndian.Uint64(b))
	}
	return 0
}

func (r *reader) text() string {
	if b := r.take(4); b != nil {
		return string(r.take(int(binary.BigEndian.Uint32(b))))
	}
	return ""
}
