package cache

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bunting/internal/digest"

	"pgregory.net/rapid"
)

// open opens a store that is closed with the test.
func open(t testing.TB, dir string, remote Remote) *Store {
	t.Helper()
	s := Open(dir, remote)
	t.Cleanup(s.Close)
	return s
}

// setDay makes a store believe that it is so many days after the first day of
// the test.
func setDay(s *Store, day int) {
	s.now = func() time.Time { return time.Unix(0, 0).AddDate(50, 0, day) }
}

// quiet fails if a store has something to tell.
func quiet(t testing.TB, s *Store) {
	t.Helper()
	if w := s.Warnings(); len(w) > 0 {
		t.Errorf("warned without need: %v", w)
	}
}

// warnsOnce fails unless a store tells of this fault, once, and of no other.
func warnsOnce(t testing.TB, s *Store, fault error) {
	t.Helper()
	if w := s.Warnings(); len(w) != 1 || !errors.Is(w[0], fault) {
		t.Errorf("warnings %q, want one of %q", w, fault)
	}
	if w := s.Warnings(); len(w) != 0 {
		t.Errorf("warned again: %v", w)
	}
}

// put puts values numbered from first to last-1; has tells how many of them a
// store has, and fails if one is wrong.
func put(s *Store, first, last int) {
	for i := first; i < last; i++ {
		s.Put("documents", digest.Key("key", fmt.Sprint(i)), fmt.Appendf(nil, "value %d", i))
	}
}

func has(t testing.TB, s *Store, first, last int) int {
	t.Helper()
	n := 0
	for i := first; i < last; i++ {
		value, ok := s.Get("documents", digest.Key("key", fmt.Sprint(i)))
		if ok && string(value) != fmt.Sprintf("value %d", i) {
			t.Fatalf("value %d comes back as %q", i, value)
		}
		if ok {
			n++
		}
	}
	return n
}

// tablesIn returns the paths of the tables of values in a folder.
func tablesIn(t testing.TB, dir string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*-*-*"+tableSuffix))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestEmpty(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none", "cache")
	s := open(t, dir, nil)
	if n := has(t, s, 0, 3); n != 0 {
		t.Errorf("%d values in a cache that does not exist", n)
	}
	if _, ok := s.Record("sources"); ok {
		t.Error("a record in a cache that does not exist")
	}
	s.Flush()
	s.Prune(0)
	s.Close()
	s.Close()
	quiet(t, s)
	if _, err := os.Lstat(dir); err == nil {
		t.Error("asking made a folder")
	}
}

func TestSizesOfValues(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	sizes := []int{0, 1, 7, 8, 9, 4095, 4096, 1 << 20}
	for _, n := range sizes {
		s.Put("pictures", digest.Key(fmt.Sprint(n)), bytesOf(uint64(n), n))
	}
	s.Flush()
	for _, n := range sizes {
		if v, ok := s.Get("pictures", digest.Key(fmt.Sprint(n))); !ok || !bytes.Equal(v, bytesOf(uint64(n), n)) {
			t.Errorf("a value of %d bytes does not come back", n)
		}
		if _, ok := s.Get("documents", digest.Key(fmt.Sprint(n))); ok {
			t.Error("a value is found under another kind")
		}
	}
	quiet(t, s)
}

func TestKindsAreChecked(t *testing.T) {
	for _, kind := range []string{"", "Documents", "a-b", "../x", strings.Repeat("a", 21)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is taken for a kind", kind)
				}
			}()
			open(t, t.TempDir(), nil).Put(kind, digest.Sum{}, nil)
		}()
	}
}

func TestClosedStore(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	put(s, 0, 3)
	s.Flush()
	put(s, 3, 6)
	s.Close()
	if n := has(t, s, 0, 6); n != 0 {
		t.Errorf("%d values in a closed store", n)
	}
	put(s, 6, 9)
	s.SetRecord("sources", []byte("x"))
	s.Flush()
	quiet(t, s)
	if n := has(t, open(t, dir, nil), 0, 9); n != 3 {
		t.Errorf("%d values, want the 3 that were flushed", n)
	}
}

// A model is what a sequence of operations must have left.
type model struct {
	day   int
	used  map[int]int       // values flushed, by number: the day on which they were last put or found
	names map[string]string // records
}

// TestRandomOperations runs random sequences of everything that a store can be
// asked for, by two builds that take turns, over days.
func TestRandomOperations(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		m := model{used: map[int]int{}, names: map[string]string{}}
		small := rapid.SampledFrom([]int64{0, 300, smallTable}).Draw(r, "small")
		full := rapid.SampledFrom([]int64{200, 2000, fullTable}).Draw(r, "full")
		fresh := func() *Store {
			s := Open(dir, nil)
			s.small, s.full = small, full
			return s
		}
		stores := []*Store{fresh(), fresh()}
		defer func() { stores[0].Close(); stores[1].Close() }()
		pending := []map[int]int{{}, {}}
		set := []map[string]string{{}, {}}
		number := rapid.IntRange(0, 30)
		which := rapid.IntRange(0, 1)
		flush := func(i int) {
			setDay(stores[i], m.day)
			stores[i].Flush()
			maps.Copy(m.names, set[i])
			for n, day := range pending[i] {
				m.used[n] = max(m.used[n], day)
			}
			pending[i], set[i] = map[int]int{}, map[string]string{}
		}
		reopen := func(i int) {
			stores[i].Close()
			stores[i] = fresh()
			pending[i], set[i] = map[int]int{}, map[string]string{}
		}
		r.Repeat(map[string]func(*rapid.T){
			"put": func(r *rapid.T) {
				i, n := which.Draw(r, "store"), number.Draw(r, "value")
				setDay(stores[i], m.day)
				put(stores[i], n, n+1)
				pending[i][n] = m.day
			},
			"get": func(r *rapid.T) {
				i, n := which.Draw(r, "store"), number.Draw(r, "value")
				reopen(i) // or it knows nothing of what the other has written
				setDay(stores[i], m.day)
				found := has(t, stores[i], n, n+1) == 1
				used, known := m.used[n]
				switch {
				case found && !known:
					r.Fatalf("value %d is found, and was never flushed", n)
				case !found && known && m.day-used <= keepFor-refreshAfter:
					r.Fatalf("value %d is gone %d days after its last use", n, m.day-used)
				case found:
					flush(i)
					m.used[n] = m.day
				}
			},
			"set": func(r *rapid.T) {
				i, name := which.Draw(r, "store"), rapid.SampledFrom([]string{"a", "b"}).Draw(r, "name")
				set[i][name] = rapid.String().Draw(r, "value")
				stores[i].SetRecord(name, []byte(set[i][name]))
			},
			"flush":  func(r *rapid.T) { flush(which.Draw(r, "store")) },
			"reopen": func(r *rapid.T) { reopen(which.Draw(r, "store")) },
			"sleep":  func(r *rapid.T) { m.day += rapid.IntRange(1, 20).Draw(r, "days") },
			"prune": func(r *rapid.T) {
				i := which.Draw(r, "store")
				flush(i)
				stores[i].Prune(1 << 40)
			},
			"": func(r *rapid.T) {
				for i, s := range stores {
					if w := s.Warnings(); len(w) > 0 {
						r.Fatalf("store %d warns: %v", i, w)
					}
				}
				for name, want := range m.names {
					if got, ok := stores[0].Record(name); !ok || string(got) != want {
						r.Fatalf("record %q is %q, want %q", name, got, want)
					}
				}
			},
		})
	})
}

func TestRecords(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	s.SetRecord("sources", []byte("one"))
	s.SetRecord("theme", []byte("blue"))
	if _, ok := s.Record("sources"); ok {
		t.Error("a record is found before Flush")
	}
	s.Flush()
	s.SetRecord("sources", []byte("two"))
	s.Flush()
	for name, want := range map[string]string{"sources": "two", "theme": "blue"} {
		if got, ok := open(t, dir, nil).Record(name); !ok || string(got) != want {
			t.Errorf("%s is %q, %v; want %q", name, got, ok, want)
		}
	}
	quiet(t, s)
}

// TestConcurrency lets many goroutines do everything at once to two stores on
// one folder. It is for the race detector too.
func TestConcurrency(t *testing.T) {
	dir := t.TempDir()
	stores := []*Store{open(t, dir, nil), open(t, dir, nil)}
	var group sync.WaitGroup
	for g := range 8 {
		s := stores[g%2]
		group.Go(func() {
			for i := range 50 {
				put(s, 50*g+i, 50*g+i+1)
				has(t, s, 50*g, 50*g+i)
				if i%10 == g {
					s.SetRecord("r", bytesOf(uint64(g), 100))
					s.Flush()
				}
				s.Record("r")
			}
		})
	}
	group.Wait()
	for _, s := range stores {
		s.Flush()
		quiet(t, s)
	}
	if n := has(t, open(t, dir, nil), 0, 400); n != 400 {
		t.Errorf("%d values of 400", n)
	}
	stores[0].Put("documents", digest.Key("last"), nil)
	group.Go(func() { has(t, stores[0], 0, 400) })
	group.Go(stores[0].Flush)
	group.Go(stores[0].Close)
	group.Wait()
}
