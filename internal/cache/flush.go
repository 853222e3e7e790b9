package cache

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Flush makes what was put and set since the last Flush findable, in this
// store and in those opened later, and shares it with the remote. Where there
// are many tables of a kind, or much in them has expired, it merges them. With
// nothing put or set, and nothing to be cleared away, it writes nothing. What
// goes wrong is told by Warnings.
func (s *Store) Flush() {
	s.flushing.Lock()
	defer s.flushing.Unlock()
	kinds := s.opened()
	for _, k := range kinds {
		s.flush(k)
	}
	s.share(kinds)
	s.flushRecords()
}

// opened returns the kinds asked for in this run, by name, their tables opened;
// none after Close. Who holds s.flushing may look at the tables without their
// lock: nobody else changes them from then on.
func (s *Store) opened() []*kind {
	s.mu.RLock()
	kinds := slices.SortedFunc(maps.Values(s.kinds), func(a, b *kind) int { return cmp.Compare(a.name, b.name) })
	s.mu.RUnlock()
	for _, k := range kinds {
		k.open()
	}
	return kinds
}

func (s *Store) flush(k *kind) {
	fresh := k.taken()
	damaged := slices.ContainsFunc(k.tables, func(t *table) bool { return t.damaged.Load() })
	if len(fresh.writers) == 0 && len(k.litter) == 0 && !damaged {
		return
	}
	written, err := fresh.publish()
	if err != nil {
		s.spoil(err)
	}
	k.swap(nil, written)
	removeAll(k.litter)
	k.litter = nil
	s.rewrite(k, s.due(k.tables), s.oldest())
}

// due returns the tables that should be written anew, as one: of the tables in
// order of size the smallest, up to the last that is no larger than all before
// it together. Each of those left is then larger than all before it, so there
// are few. Also due is a table of which some is damaged or most is of no use,
// and never one that is full and sound.
func (s *Store) due(tables []*table) []*table {
	oldest := s.oldest()
	var rotten, sound []*table
	var sum int64 // of what is of use in the rotten ones and the sound ones passed
	for _, t := range tables {
		if live := t.live(oldest); t.damaged.Load() || live < t.size/2 {
			rotten = append(rotten, t)
			sum += live
		} else if t.size < s.full {
			sound = append(sound, t)
		}
	}
	slices.SortStableFunc(sound, func(a, b *table) int { return cmp.Compare(a.live(oldest), b.live(oldest)) })
	take := 0
	for i, t := range sound {
		live := t.live(oldest)
		if live <= sum+s.small {
			take = i + 1
		}
		sum += live
	}
	if len(rotten) == 0 && take == 1 {
		return nil // one small table is as it should be
	}
	return append(rotten, sound[:take]...)
}

// A row is an entry and the table it stands in.
type row struct {
	entry
	in *table
}

// rewrite replaces tables of a kind by new ones. Left out are entries from
// before the day oldest, and those that stand as fresh in a table that stays.
func (s *Store) rewrite(k *kind, out []*table, oldest uint32) {
	if len(out) == 0 || s.ready() != nil || s.spoilt.Load() {
		return
	}
	stay := slices.DeleteFunc(slices.Clone(k.tables), func(t *table) bool { return slices.Contains(out, t) })
	merged := batch{dir: s.dir, kind: k.name, full: s.full}
	for _, r := range s.rows(out, stay, oldest) {
		value, ok := s.sound(r, out)
		if !ok {
			continue
		}
		if err := merged.add(r.entry, value); err != nil {
			s.spoil(err)
			merged.drop()
			return
		}
	}
	in, err := merged.publish()
	if err != nil { // what stands twice does no harm
		s.spoil(err)
		k.swap(nil, in)
		return
	}
	k.swap(out, in)
	var paths []string
	for _, t := range out {
		paths = append(paths, t.path)
		if s.away != nil {
			s.away.merged = append(s.away.merged, filepath.Base(t.path))
		}
	}
	removeAll(paths)
}

// removeAll removes tables of which nothing is needed any more. One that
// another build has open stays on Windows, and is found again by the next.
func removeAll(paths []string) {
	for _, path := range paths {
		_ = os.Remove(path)
	}
}

// sound returns the value of a row, if need be from another of the tables.
func (s *Store) sound(r row, tables []*table) ([]byte, bool) {
	value, err := r.in.value(&r.entry)
	if err == nil {
		return value, true
	}
	s.warn(ErrUnreadable, err)
	for _, t := range tables {
		if value, _, ok, _ := t.get(&r.key); ok {
			return value, true
		}
	}
	return nil, false
}

// rows returns what is to be kept of tables, each key once, in the order in
// which it stands on the disk.
func (s *Store) rows(tables, stay []*table, oldest uint32) []row {
	var rows []row
	for _, t := range tables {
		err := guarded(func() error {
			for e := range t.entries {
				if e.day >= oldest && !slices.ContainsFunc(stay, func(o *table) bool { return o.holds(&e) }) {
					rows = append(rows, row{e, t})
				}
			}
			return nil
		})
		if err != nil {
			s.warn(ErrUnreadable, &fs.PathError{Op: "read", Path: t.path, Err: err})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(bytes.Compare(a.key[:], b.key[:]), cmp.Compare(b.day, a.day)) })
	rows = slices.CompactFunc(rows, func(a, b row) bool { return a.key == b.key })
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.in.path, b.in.path), cmp.Compare(a.offset, b.offset)) })
	return rows
}

// Size returns how large the folder is, in bytes.
func (s *Store) Size() (n int64) {
	files, _ := os.ReadDir(s.dir)
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			n += info.Size()
		}
	}
	return n
}

// Prune makes the folder no larger than budget, in bytes: it flushes, and then
// drops what was used longest ago, by whole days, and the records if they
// alone are too large. Open the store without a remote: what there is in one,
// the next build that has it fetches again.
func (s *Store) Prune(budget int64) {
	s.Flush()
	s.flushing.Lock()
	defer s.flushing.Unlock()
	for _, name := range s.list() {
		s.kind(name.kind)
	}
	kinds := s.opened()
	records := filepath.Join(s.dir, recordsFile)
	if info, err := os.Stat(records); err == nil && info.Size() > budget {
		_ = os.Remove(records)
	} else if err == nil {
		budget -= info.Size()
	}
	days := map[uint32]int64{}
	for _, k := range kinds {
		for _, t := range k.tables {
			budget -= headSize + trailerSize
			for day, n := range t.days {
				days[day] += n
			}
		}
	}
	oldest := s.oldest()
	for _, day := range slices.Backward(slices.Sorted(maps.Keys(days))) {
		if budget -= days[day]; budget < 0 {
			oldest = max(oldest, day+1)
			break
		}
	}
	for _, k := range kinds {
		removeAll(k.litter)
		k.litter = nil
		s.rewrite(k, slices.DeleteFunc(slices.Clone(k.tables), func(t *table) bool { return t.live(oldest) == t.size }), oldest)
	}
}
