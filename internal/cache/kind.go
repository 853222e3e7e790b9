package cache

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"

	"bunting/internal/digest"
)

// A kind is what a store knows of one kind of values.
type kind struct {
	store *Store
	name  string

	opened sync.Once
	mu     sync.RWMutex // held, at least for reading, while a table is used
	tables []*table     // the latest first
	litter []string     // paths of files that are of no use any more

	puts   sync.Mutex
	closed bool
	put    batch // what came since the last Flush
}

// open opens the kind's tables, after fetching those that only the remote has.
// It does so once.
func (k *kind) open() {
	k.opened.Do(func() {
		k.store.fetch(k.name)
		k.mu.Lock()
		defer k.mu.Unlock()
		// A build beside this one may merge tables away between their listing
		// and their opening. What was in them is then in another.
		for range 3 {
			if !k.openListed() {
				break
			}
		}
		k.sort()
	})
}

// openListed opens the tables in the folder that are not open, and reports
// whether one had vanished.
func (k *kind) openListed() (vanished bool) {
	s := k.store
	for _, name := range s.list() {
		path := filepath.Join(s.dir, name.String())
		if name.kind != k.name || slices.ContainsFunc(k.tables, func(t *table) bool { return t.path == path }) {
			continue
		}
		if name.day < s.oldest() {
			k.litter = append(k.litter, path)
			continue
		}
		t, err := openTable(path, k.name)
		switch {
		case err == nil:
			k.tables = append(k.tables, t)
		case errors.Is(err, fs.ErrNotExist):
			vanished = true
		default:
			s.warn(ErrUnreadable, err)
			if errors.Is(err, errBroken) {
				k.litter = append(k.litter, path)
			}
		}
	}
	return vanished
}

// sort brings the latest tables to the front, as they hold the fresh entries;
// of equal ones the largest, as it holds most.
func (k *kind) sort() {
	slices.SortStableFunc(k.tables, func(a, b *table) int {
		return cmp.Or(cmp.Compare(b.latest, a.latest), cmp.Compare(b.n, a.n))
	})
}

// get returns the value of a key, and whether it was put so long ago that it
// must be put again to stay.
func (k *kind) get(key *digest.Sum) (value []byte, stale, ok bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	today := k.store.today()
	for _, t := range k.tables {
		v, e, found, err := t.get(key)
		switch {
		case err != nil:
			k.store.warn(ErrUnreadable, err)
		case found && int64(today)-int64(e.day) < refreshAfter:
			return v, false, true
		case found: // it stands in a later table too, or will
			t.copied.Add(e.size())
			value, stale, ok = v, true, true
		}
	}
	return value, stale, ok
}

// add takes a value for the next Flush.
func (k *kind) add(e entry, value []byte) error {
	k.puts.Lock()
	defer k.puts.Unlock()
	if k.closed {
		return nil
	}
	return k.put.add(e, value)
}

// taken returns what came since the last Flush.
func (k *kind) taken() batch {
	k.puts.Lock()
	defer k.puts.Unlock()
	b := k.put
	k.put.writers = nil
	return b
}

// swap takes tables in, and closes others.
func (k *kind) swap(out, in []*table) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := slices.DeleteFunc(slices.Clone(k.tables), func(t *table) bool { return slices.Contains(out, t) })
	k.tables = append(kept, in...)
	k.sort()
	for _, t := range out {
		_ = t.file.Close()
	}
}

// close closes the tables and drops what came since the last Flush.
func (k *kind) close() {
	k.opened.Do(func() {}) // wait for whoever opens; nobody does afterwards
	k.puts.Lock()
	k.closed = true
	k.put.drop()
	k.puts.Unlock()
	k.swap(k.tables, nil)
}
