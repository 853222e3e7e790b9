package cache

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"bunting/internal/digest"
)

// The records stand together in one table.
const (
	recordsKind = "records"
	recordsFile = recordsKind + tableSuffix
)

// Record returns what was set under name before the last Flush of this or any
// other store on the folder. Records do not travel to the remote.
func (s *Store) Record(name string) ([]byte, bool) {
	var value []byte
	var ok bool
	s.readRecords(func(t *table) {
		key := recordKey(name)
		v, _, found, err := t.get(&key)
		if err != nil {
			s.warn(ErrUnreadable, err)
		}
		value, ok = v, found
	})
	return value, ok
}

// SetRecord keeps value under name, in place of what is there, from the next
// Flush on; until then value must not be changed. All that is set before one
// Flush is replaced in one step. Of two stores that flush at once one may
// undo what the other has set: a record must be worth having, not needed.
// Every Flush after a SetRecord writes all records anew.
func (s *Store) SetRecord(name string, value []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed && len(value) <= maxValue {
		s.records[name] = value
	}
}

func recordKey(name string) digest.Sum { return digest.Key("record", name) }

// readRecords calls read with the table of records, if there is one.
func (s *Store) readRecords(read func(*table)) {
	t, err := openTable(filepath.Join(s.dir, recordsFile), recordsKind)
	switch {
	case err == nil:
		read(t)
		_ = t.file.Close()
	case !errors.Is(err, fs.ErrNotExist):
		s.warn(ErrUnreadable, err)
	}
}

// flushRecords writes the records that are set, and those there are already.
func (s *Store) flushRecords() {
	s.mu.Lock()
	set := s.records
	s.records = map[string][]byte{}
	s.mu.Unlock()
	if len(set) == 0 || s.ready() != nil || s.spoilt.Load() {
		return
	}
	if err := s.writeRecords(set); err != nil {
		s.spoil(err)
	}
}

func (s *Store) writeRecords(set map[string][]byte) error {
	w, err := newWriter(s.dir, recordsKind)
	if err != nil {
		return err
	}
	defer w.drop()
	known := map[digest.Sum]bool{}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		key := recordKey(name)
		known[key] = true
		if err := w.add(entry{key: key, day: s.today()}, set[name]); err != nil {
			return err
		}
	}
	s.readRecords(func(t *table) {
		for _, r := range s.rows([]*table{t}, nil, 0) {
			if known[r.key] {
				continue
			}
			if value, ok := s.sound(r, nil); ok {
				_ = w.add(r.entry, value) // its error comes again from seal
			}
		}
	})
	if _, _, err := w.seal(); err != nil {
		return err
	}
	return os.Rename(w.file.Name(), filepath.Join(s.dir, recordsFile))
}
