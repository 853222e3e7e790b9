package cache

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"bunting/internal/digest"

	"github.com/zeebo/xxh3"
)

// tempPrefix begins the name of a file that is being written.
const tempPrefix = "tmp-"

// createTemp creates a temporary file in dir. Others may read it, as what it
// becomes is no secret of one user.
func createTemp(dir string) (*os.File, error) {
	name := tempPrefix + strconv.FormatUint(rand.Uint64(), 36)
	return os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// A writer writes a table to a temporary file. Values go to the file as they
// come; what stays in memory is the index.
type writer struct {
	file    *os.File
	sum     hash.Hash // of all bytes
	out     *bufio.Writer
	head    []byte
	offset  uint64
	entries []entry

	sumBytes [checksumSize]byte // of the value being added
}

// newWriter begins a table of a kind in a new temporary file in dir.
func newWriter(dir, kind string) (*writer, error) {
	file, err := createTemp(dir)
	if err != nil {
		return nil, err
	}
	w := &writer{file: file, sum: sha256.New(), offset: headSize}
	w.out = bufio.NewWriterSize(io.MultiWriter(file, w.sum), 1<<18)
	w.head = order.AppendUint64(head(kind), rand.Uint64())
	_, _ = w.out.Write(w.head) // here and below: bufio keeps its error until the end
	return w, nil
}

// add appends a value. Of e the key and the day count.
func (w *writer) add(e entry, value []byte) error {
	e.offset, e.length = w.offset, uint32(len(value))
	w.entries = append(w.entries, e)
	w.offset += checksumSize + uint64(len(value))
	order.PutUint64(w.sumBytes[:], checksum(&e.key, value))
	_, _ = w.out.Write(w.sumBytes[:])
	_, err := w.out.Write(value)
	return err
}

// seal writes index and trailer, and closes the file. It returns the latest day
// of an entry and the digest of the file's bytes. The file is still temporary.
func (w *writer) seal() (day uint32, sum digest.Sum, err error) {
	slices.SortFunc(w.entries, func(a, b entry) int { return bytes.Compare(a.key[:], b.key[:]) })
	w.entries = slices.CompactFunc(w.entries, func(a, b entry) bool { return a.key == b.key })
	index := xxh3.New()
	var b []byte
	for i := range w.entries {
		b = w.entries[i].appendTo(b[:0])
		index.Write(b)
		_, _ = w.out.Write(b)
		day = max(day, w.entries[i].day)
	}
	b = order.AppendUint64(w.head, w.offset)
	b = order.AppendUint64(b, uint64(len(w.entries)))
	b = order.AppendUint64(b, index.Sum64())
	b = order.AppendUint64(b, xxh3.Hash(b))
	_, _ = w.out.Write(b[headSize:])
	err = errors.Join(w.out.Flush(), w.file.Close())
	w.sum.Sum(sum[:0])
	return day, sum, err
}

// drop removes the temporary file, if it is still there.
func (w *writer) drop() {
	_ = w.file.Close()
	_ = os.Remove(w.file.Name())
}

// A batch is values of a kind on their way into new tables.
type batch struct {
	dir, kind string
	full      int64     // size in bytes from which on a table takes no more
	writers   []*writer // the last one takes what is added
}

// add appends a value. Of e the key and the day count.
func (b *batch) add(e entry, value []byte) error {
	if n := len(b.writers); n == 0 || int64(b.writers[n-1].offset) >= b.full {
		w, err := newWriter(b.dir, b.kind)
		if err != nil {
			return err
		}
		b.writers = append(b.writers, w)
	}
	return b.writers[len(b.writers)-1].add(e, value)
}

// errMerged says that a table was merged away by another build as soon as it
// had its name. Its values are not lost, only missed by this store.
var errMerged = errors.New("merged away")

// publish makes tables of the batch, each in one step, and opens them. What
// could not be published is dropped; the error tells why.
func (b *batch) publish() (tables []*table, err error) {
	for _, w := range b.writers {
		switch t, failed := b.publishOne(w); {
		case failed == nil:
			tables = append(tables, t)
		case !errors.Is(failed, errMerged):
			err = failed
		}
	}
	b.drop()
	return tables, err
}

func (b *batch) publishOne(w *writer) (*table, error) {
	day, sum, err := w.seal()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(b.dir, tableName{b.kind, day, sum}.String())
	if err := os.Rename(w.file.Name(), path); err != nil {
		return nil, err
	}
	t, err := openTable(path, b.kind)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errMerged
	}
	if err != nil {
		return nil, err
	}
	t.mine = true
	return t, nil
}

// drop removes what is not published.
func (b *batch) drop() {
	for _, w := range b.writers {
		w.drop()
	}
	b.writers = nil
}
