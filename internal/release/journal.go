package release

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"sync"
)

// A journal says of two folders that their trees are equal but for the paths
// in it. It is written before a tree is touched and holds whichever of the two
// is the live one, so it is right at every moment, also after a kill and across
// an exchange.
//
// Its file is the magic line, the two identities, each path with its length
// before it, and a CRC-32C sum of all that. A path and the new sum are written
// in one go over the old sum: what is cut short or damaged has no sum.
type journal struct {
	mu   sync.Mutex
	file *os.File
	size int64 // without the sum
	sum  uint32
}

const (
	journalMagic = "bunting trees 1\n"
	journalHead  = len(journalMagic) + 2*identitySize
	sumSize      = 4
)

// createJournal begins the journal of two folders at path, in place of what
// stands there.
func createJournal(path string, pair [2]identity, names []string) (*journal, error) {
	file, err := createAnew(path)
	if err != nil {
		return nil, err
	}
	j := &journal{file: file}
	b := append(make([]byte, 0, journalHead+sumSize), journalMagic...)
	b = pair[1].append(pair[0].append(b))
	if err := j.write(b, names); err != nil {
		j.close()
		return nil, err
	}
	return j, nil
}

// add writes paths that are about to be touched.
func (j *journal) add(names ...string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.write(nil, names)
}

func (j *journal) write(b []byte, names []string) error {
	for _, name := range names {
		b = binary.AppendUvarint(b, uint64(len(name)))
		b = append(b, name...)
	}
	sum := crc32.Update(j.sum, castagnoli, b)
	if _, err := j.file.WriteAt(binary.BigEndian.AppendUint32(b, sum), j.size); err != nil {
		return err
	}
	j.size += int64(len(b))
	j.sum = sum
	return nil
}

func (j *journal) close() error { return j.file.Close() }

// readJournal returns the paths in which two folders may differ. False: the
// journal is missing or damaged, or of others.
func readJournal(path string, pair [2]identity) (names []string, ok bool) {
	b, err := os.ReadFile(path)
	if err != nil || len(b) < journalHead+sumSize || string(b[:len(journalMagic)]) != journalMagic {
		return nil, false
	}
	end := len(b) - sumSize
	if crc32.Checksum(b[:end], castagnoli) != binary.BigEndian.Uint32(b[end:]) {
		return nil, false
	}
	first, second := identityFrom(b[len(journalMagic):]), identityFrom(b[len(journalMagic)+identitySize:])
	if pair != [2]identity{first, second} && pair != [2]identity{second, first} {
		return nil, false
	}
	for b = b[journalHead:end]; len(b) > 0; {
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b)-used) {
			return nil, false
		}
		names = append(names, string(b[used:used+int(n)]))
		b = b[used+int(n):]
	}
	return names, true
}
