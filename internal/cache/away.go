package cache

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bunting/internal/digest"

	"golang.org/x/sync/errgroup"
)

// A Remote is a place that machines share. What travels are whole tables: a
// table never changes, and its name tells the SHA-256 value of its bytes, so
// whoever has fetched one knows whether it is the right one.
//
// Calls come from many goroutines, and end with an error when their context
// does.
type Remote interface {
	// List returns the size in bytes of everything kept, by name.
	List(ctx context.Context) (map[string]int64, error)
	// Read copies what is kept under name to w. Where nothing is, the error is
	// fs.ErrNotExist.
	Read(ctx context.Context, name string, w io.Writer) error
	// Write keeps what r holds under name; what is there already stays.
	Write(ctx context.Context, name string, r io.ReadSeeker) error
	// Delete removes what is kept under name, if anything is.
	Delete(ctx context.Context, name string) error
}

// A remote that is not done, and has moved fewer than leastMoved bytes in the
// time patience, has failed.
const (
	patience   = 10 * time.Second
	leastMoved = 1 << 16
)

// mergedRecord holds the names of tables that this machine has merged away and
// the remote still keeps, one a line: they are not to be fetched again.
const mergedRecord = "merged tables"

// away is the remote in one run. It follows the folder: a table that a Flush
// writes is uploaded, one that it merges away is deleted. So there are few
// tables there too. After the first failure it is off.
type away struct {
	Remote
	patience time.Duration

	listing sync.Once
	off     atomic.Bool

	mu   sync.Mutex
	kept map[string]int64 // what the remote has, by name, in bytes; nil while not known

	merged []string // names of tables merged away since the last Flush
}

// known returns what the remote has, nil if that is not known.
func (a *away) known() map[string]int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.kept)
}

func (a *away) setKnown(kept map[string]int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kept = kept
}

// fail turns the remote off.
func (s *Store) fail(err error) {
	s.away.off.Store(true)
	s.warn(ErrRemote, err)
}

// fetch downloads the tables of a kind that only the remote has.
func (s *Store) fetch(kind string) {
	a := s.away
	if a == nil {
		return
	}
	a.listing.Do(func() {
		err := a.watch(0, func(ctx context.Context, _ *meter) error {
			kept, err := a.List(ctx)
			a.setKnown(kept)
			return err
		})
		if err != nil {
			s.fail(err)
		}
	})
	have := s.mergedAway()
	for _, name := range s.list() {
		have[name.String()] = true
	}
	var group errgroup.Group
	group.SetLimit(4)
	for listed, size := range a.known() {
		if name, ok := parseTableName(listed); ok && name.kind == kind && name.day >= s.oldest() && !have[listed] {
			group.Go(func() error { s.download(name, size); return nil })
		}
	}
	_ = group.Wait()
}

// download brings a table of size bytes into the folder.
func (s *Store) download(name tableName, size int64) {
	if s.away.off.Load() || s.ready() != nil || s.spoilt.Load() {
		return
	}
	file, err := createTemp(s.dir)
	if err != nil {
		s.spoil(err)
		return
	}
	defer os.Remove(file.Name()) // gone by then, if all goes well
	defer file.Close()
	sum := sha256.New()
	var full error // of the disk
	disk := writerFunc(func(p []byte) (n int, err error) {
		n, full = file.Write(p)
		return n, full
	})
	err = s.away.watch(size, func(ctx context.Context, m *meter) error {
		return s.away.Read(ctx, name.String(), io.MultiWriter(m, sum, disk))
	})
	switch {
	case full != nil:
		s.spoil(full)
	case errors.Is(err, fs.ErrNotExist): // another machine has merged it away
	case err != nil:
		s.fail(err)
	case digest.Sum(sum.Sum(nil)) != name.sum:
		s.fail(fmt.Errorf("%s: its bytes have another digest", name))
	default:
		if err := errors.Join(file.Close(), os.Rename(file.Name(), filepath.Join(s.dir, name.String()))); err != nil {
			s.spoil(err)
		}
	}
}

// share uploads what this store has written. Only if something was does it
// delete what it has merged away and what has expired: a machine that cannot
// write must not make others find less than before.
func (s *Store) share(kinds []*kind) {
	a := s.away
	if a == nil {
		return
	}
	kept := a.known()
	uploaded := kept != nil && !a.off.Load() && s.upload(kinds, kept)
	recorded := s.mergedAway()
	merged := maps.Clone(recorded)
	for _, name := range a.merged {
		merged[name] = true
	}
	a.merged = nil
	if uploaded {
		s.delete(kept, merged)
	}
	if kept != nil {
		maps.DeleteFunc(merged, func(name string, _ bool) bool { _, still := kept[name]; return !still })
		a.setKnown(kept)
	}
	if !maps.Equal(merged, recorded) {
		s.SetRecord(mergedRecord, []byte(strings.Join(slices.Sorted(maps.Keys(merged)), "\n")))
	}
}

// delete deletes from the remote, and from kept, the tables that have expired
// and those merged away.
func (s *Store) delete(kept map[string]int64, merged map[string]bool) {
	for _, listed := range slices.Sorted(maps.Keys(kept)) {
		name, ok := parseTableName(listed)
		if !ok || !merged[listed] && name.day >= s.oldest() {
			continue
		}
		err := s.away.watch(0, func(ctx context.Context, _ *meter) error { return s.away.Delete(ctx, listed) })
		if err != nil {
			s.fail(err)
			return
		}
		delete(kept, listed)
	}
}

// upload sends the tables that this store has written and the remote has not,
// adds them to kept, and reports whether there was one and all were sent.
func (s *Store) upload(kinds []*kind, kept map[string]int64) (uploaded bool) {
	a := s.away
	for _, k := range kinds {
		for _, t := range k.tables {
			name := filepath.Base(t.path)
			if _, there := kept[name]; there || !t.mine {
				continue
			}
			file, err := os.Open(t.path)
			if err != nil { // another build has merged it away
				continue
			}
			err = a.watch(t.size, func(ctx context.Context, m *meter) error {
				return a.Write(ctx, name, &metered{file, m})
			})
			_ = file.Close()
			if err != nil {
				s.fail(err)
				return false
			}
			kept[name] = t.size
			uploaded = true
		}
	}
	return uploaded
}

// mergedAway returns the names in mergedRecord.
func (s *Store) mergedAway() map[string]bool {
	names := map[string]bool{}
	text, _ := s.Record(mergedRecord)
	for name := range strings.FieldsSeq(string(text)) {
		names[name] = true
	}
	return names
}

// watch calls do with a context that ends when do is too slow, and a meter that
// takes up to limit bytes.
func (a *away) watch(limit int64, do func(context.Context, *meter) error) error {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	m := &meter{limit: limit}
	done := make(chan struct{})
	defer close(done)
	go func() {
		tick := time.NewTicker(a.patience)
		defer tick.Stop()
		var last int64
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			moved := m.moved.Load()
			if moved-last < leastMoved {
				cancel(errSlow)
				return
			}
			last = moved
		}
	}()
	err := do(ctx, m)
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", context.Cause(ctx), err)
	}
	return err
}

var (
	errSlow = errors.New("it does not answer in time")
	errLong = errors.New("it sends more than it has listed")
)

// A meter counts the bytes written to it, and refuses those past its limit.
type meter struct {
	moved atomic.Int64
	limit int64
}

func (m *meter) Write(p []byte) (int, error) {
	if m.moved.Add(int64(len(p))) > m.limit {
		return 0, errLong
	}
	return len(p), nil
}

// metered counts the bytes read through it.
type metered struct {
	io.ReadSeeker
	meter *meter
}

func (r *metered) Read(p []byte) (int, error) {
	n, err := r.ReadSeeker.Read(p)
	r.meter.moved.Add(int64(n))
	return n, err
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
