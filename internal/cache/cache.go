// Package cache keeps what was computed before, so that it need not be computed
// again: byte values by kind and key, and a few named records.
//
// Promises:
//   - A value comes back as it was put, or not at all. Every value is verified
//     when it is read; what is damaged, cut short, foreign or of a newer version
//     is a miss. Nothing that stands in the folder or in a remote stops a build.
//   - A person is told once a run about each of three faults: something cannot
//     be read, nothing can be written, the remote does not answer (Warnings).
//   - The folder may be deleted at any moment, shared by branches and by builds
//     that run at once, and copied to another machine: it holds no paths, no
//     machine's byte order, and file times mean nothing.
//   - A reader sees a file whole or not at all, and a killed build leaves at
//     most temporary files, which the next one that writes clears away.
//   - A value stays for a month after its last use at least, and goes some time
//     after that.
//   - Values wait for Flush on the disk; for each, 48 bytes wait in memory.
//
// A kind is kept as a few immutable tables. Flush writes what a build has put
// as one new table, and merges the small ones such that a kind of n bytes has
// some log n of them, each value being copied some log n times in its life. An
// entry carries the day of its last use, give or take: one that is asked for
// and was written more than a fortnight ago is written again, as if it were
// new, and a merge leaves out what is 45 days old. So use is remembered without
// being written down at every build.
//
// A remote holds the same tables as the folders of those who share it: what one
// machine writes the others fetch, whole, and what it merges away goes there too.
//
// Whoever can write to the folder or the remote decides what a build shows:
// checksums stand against accidents. A server that builds what others push
// must not take the folder from the push.
//
// Deliberately left out:
//   - Power cuts. Nothing is fsynced: a file that was lost is a miss.
//   - A value before the Flush that follows its Put: keeping a million keys at
//     hand for the rare second question costs more than answering it anew.
//   - Compression. Values are small, and who puts large ones knows them better.
package cache

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bunting/internal/digest"

	"github.com/gofrs/flock"
)

// The faults that Warnings tells of. Each warning wraps one of them.
var (
	// ErrUnreadable says that a file of the cache, or a value in it, cannot be
	// read: it is damaged, foreign or written by a newer version.
	ErrUnreadable = errors.New("part of the cache cannot be read")
	// ErrUnwritable says that the cache's folder cannot be used, or no longer be
	// written; what this run computes is not kept.
	ErrUnwritable = errors.New("the cache cannot be written")
	// ErrRemote says that the remote failed and is off for the rest of the run.
	ErrRemote = errors.New("the remote cache is off for this run")
)

// How long values stay, in days.
const (
	refreshAfter = 15 // a value used at this age is written again
	keepFor      = 45 // a value of this age goes
)

// Sizes of tables, in bytes. Small ones are always merged: to write that much
// costs less than to look into another table for a whole run. Full ones take no
// more: merging giants is dear, and object stores take no more than 5 GB at once.
const (
	smallTable = 1 << 20
	fullTable  = 1 << 30
)

// maxValue bounds a value, in bytes.
const maxValue = 1 << 30

// Store is a cache's folder, and perhaps a remote. Its methods may be called
// from many goroutines at once.
type Store struct {
	dir         string
	now         func() time.Time
	small, full int64 // smallTable, fullTable

	away *away // nil without a remote

	ready    func() error // readies the folder for writing, once
	lock     *flock.Flock // held, shared, while this store may have temporary files
	spoilt   atomic.Bool  // a write has failed: write no more
	flushing sync.Mutex   // held by Flush, Prune and Close

	mu      sync.RWMutex
	closed  bool
	kinds   map[string]*kind
	records map[string][]byte // set since the last Flush

	warnings struct {
		sync.Mutex
		known map[error]bool // the faults told of
		fresh []error        // not yet returned
	}
}

// Open returns the cache kept in the folder dir, which need not exist: it is
// made at the first Put. The remote may be nil. Nothing is read yet; a kind's
// tables are opened, and fetched from the remote, at the first Get of the kind.
// Close is due at the end.
func Open(dir string, remote Remote) *Store {
	s := &Store{
		dir:     dir,
		now:     time.Now,
		small:   smallTable,
		full:    fullTable,
		lock:    flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o644)),
		kinds:   map[string]*kind{},
		records: map[string][]byte{},
	}
	s.ready = sync.OnceValue(s.makeReady)
	if remote != nil {
		s.away = &away{Remote: remote, patience: patience}
	}
	s.warnings.known = map[error]bool{}
	return s
}

// Get returns the value that was put under kind and key before the last Flush
// of this or any other store on the folder or the remote. The value is the
// caller's. kind is 1 to 20 letters a–z; anything else panics, as it is a
// mistake in the program.
func (s *Store) Get(kind string, key digest.Sum) ([]byte, bool) {
	k := s.kind(kind)
	if k == nil {
		return nil, false
	}
	k.open()
	value, stale, ok := k.get(&key)
	if stale {
		s.Put(kind, key, value)
	}
	return value, ok
}

// Put keeps a value, to be found after the next Flush. The value is written
// before Put returns, and not kept in memory. One that is longer than 1 GiB is
// not kept. Of two values under one key either may be found: a key must tell
// all that its value is made of. kind is as for Get.
func (s *Store) Put(kind string, key digest.Sum, value []byte) {
	k := s.kind(kind)
	if k == nil || s.spoilt.Load() || len(value) > maxValue {
		return
	}
	if err := s.ready(); err != nil {
		return
	}
	if err := k.add(entry{key: key, day: s.today()}, value); err != nil {
		s.spoil(err)
	}
}

// Warnings returns what a person should be told, and has not been returned
// before. Over the life of a store there is at most one for each of
// ErrUnreadable, ErrUnwritable and ErrRemote, which it wraps. Ask after Flush.
func (s *Store) Warnings() []error {
	s.warnings.Lock()
	defer s.warnings.Unlock()
	fresh := s.warnings.fresh
	s.warnings.fresh = nil
	return fresh
}

// Close ends the store. What was put or set since the last Flush is dropped.
// From then on every Get misses. It may be called again.
func (s *Store) Close() {
	s.flushing.Lock()
	defer s.flushing.Unlock()
	s.mu.Lock()
	kinds := s.kinds
	s.closed, s.kinds, s.records = true, nil, nil
	s.mu.Unlock()
	for _, k := range kinds {
		k.close()
	}
	_ = s.lock.Unlock() // the end of the program frees it otherwise
}

// kind returns what the store knows of a kind, nil after Close.
func (s *Store) kind(name string) *kind {
	s.mu.RLock()
	k, closed := s.kinds[name], s.closed
	s.mu.RUnlock()
	if k != nil || closed {
		return k
	}
	if !validKind(name) {
		panic(fmt.Sprintf("cache: %q is not a kind", name))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.kinds[name] != nil {
		return s.kinds[name]
	}
	k = &kind{store: s, name: name, put: batch{dir: s.dir, kind: name, full: s.full}}
	s.kinds[name] = k
	return k
}

// today returns the day in UTC, counted from 1 January 1970.
func (s *Store) today() uint32 { return uint32(max(0, s.now().Unix()/(24*60*60))) }

// oldest returns the first day whose entries are kept.
func (s *Store) oldest() uint32 { return uint32(max(0, int64(s.today())-keepFor+1)) }

// makeReady makes the folder, and clears away what killed builds left in it. A
// store that may have temporary files holds the lock, shared with other such
// stores; so whoever gets it alone knows that every such file is an orphan.
func (s *Store) makeReady() error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return s.spoil(err)
	}
	if alone, err := s.lock.TryLock(); err == nil && alone {
		s.clear()
		_ = s.lock.Unlock()
	}
	// Go on without the lock where there is none to be had: at worst another
	// build clears this one's temporary files away, and Flush will say so.
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, _ = s.lock.TryRLockContext(ctx, time.Millisecond)
	return nil
}

// list returns the names of the tables in the folder.
func (s *Store) list() []tableName {
	files, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.spoil(err)
	}
	var names []tableName
	for _, f := range files {
		if name, ok := parseTableName(f.Name()); ok {
			names = append(names, name)
		}
	}
	return names
}

// clear removes the temporary files in the folder.
func (s *Store) clear() {
	files, _ := os.ReadDir(s.dir)
	for _, f := range files {
		if strings.HasPrefix(f.Name(), tempPrefix) {
			_ = os.Remove(filepath.Join(s.dir, f.Name()))
		}
	}
}

// spoil ends all writing of the run, and tells of it.
func (s *Store) spoil(err error) error {
	s.spoilt.Store(true)
	return s.warn(ErrUnwritable, err)
}

// warn tells of a fault, unless it has been told of.
func (s *Store) warn(fault, err error) error {
	err = fmt.Errorf("%w: %w", fault, err)
	s.warnings.Lock()
	defer s.warnings.Unlock()
	if !s.warnings.known[fault] {
		s.warnings.known[fault] = true
		s.warnings.fresh = append(s.warnings.fresh, err)
	}
	return err
}
