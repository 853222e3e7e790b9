package release

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
)

// manifestWriter writes a manifest: entries in the order of their paths, then
// the head, so that what is cut short has none.
type manifestWriter struct {
	head
	file  *os.File
	buf   *bufio.Writer
	index []byte
	path  []byte // of the last entry
	entry []byte
}

// createManifest begins a manifest at path, in place of what stands there.
func createManifest(path string) (*manifestWriter, error) {
	file, err := createAnew(path)
	if err != nil {
		return nil, err
	}
	w := &manifestWriter{file: file, buf: bufio.NewWriterSize(file, 1<<18)}
	_, err = w.buf.Write(make([]byte, headSize))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return w, nil
}

// createAnew makes a new file at path. What stands there is removed, not
// written to: it may be a link.
func createAnew(path string) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
}

// add writes an entry, the Path of which is not looked at. It says fs.ErrExist
// for a path that does not sort behind the one before.
func (w *manifestWriter) add(path []byte, e Entry) error {
	if w.count > 0 && bytes.Compare(path, w.path) <= 0 {
		return &fs.PathError{Op: "write", Path: string(path), Err: fs.ErrExist}
	}
	shared := 0
	if w.count%blockEntries == 0 {
		w.index = binary.BigEndian.AppendUint64(w.index, uint64(w.blocks))
	} else {
		for shared < min(len(path), len(w.path)) && path[shared] == w.path[shared] {
			shared++
		}
	}
	b := binary.AppendUvarint(w.entry[:0], uint64(shared))
	b = binary.AppendUvarint(b, uint64(len(path)-shared))
	b = append(b, path[shared:]...)
	b = binary.AppendUvarint(b, uint64(e.Size))
	b = append(b, e.Key[:]...)
	b = append(b, e.Digest[:]...)
	w.entry = b
	w.path = append(w.path[:shared], path[shared:]...)
	w.count++
	w.blocks += int64(len(b))
	return w.write(b)
}

func (w *manifestWriter) write(b []byte) error {
	w.sum = crc32.Update(w.sum, castagnoli, b)
	_, err := w.buf.Write(b)
	return err
}

// finish ends the manifest of the tree that id is.
func (w *manifestWriter) finish(state [32]byte, id identity) error {
	w.state, w.tree = state, id
	err := w.write(w.index)
	if err == nil {
		err = w.buf.Flush()
	}
	if err == nil {
		_, err = w.file.WriteAt(w.head.append(nil), 0)
	}
	return errors.Join(err, w.file.Close())
}
