package cache

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
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

// TestFewTables asks that many builds leave few tables, and do not write
// everything anew each time.
func TestFewTables(t *testing.T) {
	dir := t.TempDir()
	const builds, perBuild = 300, 10
	var written int64
	for build := range builds {
		s := Open(dir, nil)
		s.small = 2000
		put(s, build*perBuild, (build+1)*perBuild)
		before := tablesIn(t, dir)
		s.Flush()
		quiet(t, s)
		s.Close()
		after := tablesIn(t, dir)
		if len(after) > 9 {
			t.Fatalf("%d tables after %d builds", len(after), build)
		}
		for _, path := range after {
			if !slices.Contains(before, path) {
				info, err := os.Stat(path)
				if err != nil {
					t.Fatal(err)
				}
				written += info.Size()
			}
		}
	}
	var total int64
	for _, path := range tablesIn(t, dir) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if written > 12*total {
		t.Errorf("%d bytes written for a cache of %d", written, total)
	}
	if n := has(t, open(t, dir, nil), 0, builds*perBuild); n != builds*perBuild {
		t.Errorf("%d values of %d", n, builds*perBuild)
	}
}

// TestDue asks which tables are written anew.
func TestDue(t *testing.T) {
	type fake struct {
		size, expired, copied int64
		damaged               bool
	}
	sizes := func(sizes ...int64) (tables []fake) {
		for _, n := range sizes {
			tables = append(tables, fake{size: n})
		}
		return tables
	}
	for _, c := range []struct {
		tables []fake
		want   string // sizes
	}{
		{nil, "[]"},
		{sizes(50), "[]"},
		{sizes(5000), "[]"},
		{sizes(50, 60), "[50 60]"},
		{sizes(100, 201), "[]"},
		{sizes(100, 200), "[100 200]"},
		{sizes(1000, 10, 2000, 20), "[10 20]"},
		{sizes(1000, 900, 2001), "[900 1000]"},
		{sizes(1000, 900, 2000, 9000), "[900 1000 2000]"},
		{sizes(9999, 10_000, 10_000), "[]"}, // full
		{sizes(9999, 9999), "[9999 9999]"},
		{[]fake{{size: 5000, expired: 2499}}, "[]"},
		{[]fake{{size: 5000, expired: 2501}}, "[5000]"},
		{[]fake{{size: 5000, copied: 2501}}, "[5000]"},
		{[]fake{{size: 5000, expired: 5000, copied: 5000}, {size: 101}}, "[5000]"},
		{[]fake{{size: 5000, expired: 4950}, {size: 150}, {size: 300}}, "[5000 150 300]"},
		{[]fake{{size: 50_000, copied: 30_000}, {size: 60_000}}, "[50000]"},
		{[]fake{{size: 50_000, damaged: true}, {size: 60_000}}, "[50000]"},
	} {
		s := open(t, t.TempDir(), nil)
		s.small, s.full = 100, 10_000
		setDay(s, 0)
		var tables []*table
		for _, f := range c.tables {
			t := &table{size: f.size, days: map[uint32]int64{s.today(): f.size - f.expired, s.today() - keepFor: f.expired}}
			t.copied.Store(f.copied)
			t.damaged.Store(f.damaged)
			tables = append(tables, t)
		}
		got := []int64{}
		for _, t := range s.due(tables) {
			got = append(got, t.size)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("of %v are due %v, want %s", c.tables, got, c.want)
		}
	}
}

// TestFullTables asks that tables stop growing, whatever is put or merged.
func TestFullTables(t *testing.T) {
	dir := t.TempDir()
	for build := range 10 {
		s := Open(dir, nil)
		s.full = 10_000
		for i := range 50 {
			s.Put("pictures", digest.Key(fmt.Sprint(build, i)), bytesOf(uint64(i), 1000))
		}
		s.Flush()
		quiet(t, s)
		s.Close()
	}
	for _, path := range tablesIn(t, dir) {
		if info, err := os.Stat(path); err != nil || info.Size() > 2*10_000 {
			t.Errorf("%s: %v, %v", path, info.Size(), err)
		}
	}
	s := open(t, dir, nil)
	for build := range 10 {
		for i := range 50 {
			if _, ok := s.Get("pictures", digest.Key(fmt.Sprint(build, i))); !ok {
				t.Fatalf("picture %d of build %d is missing", i, build)
			}
		}
	}
}

// size returns how many bytes a folder holds.
func size(t testing.TB, dir string) (n int64) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		n += info.Size()
	}
	return n
}

// TestAge lets two branches take turns for a year, each with values of its own,
// some of them changing every day.
func TestAge(t *testing.T) {
	dir := t.TempDir()
	const shared, own = 100, 20
	build := func(day, branch int) (missing int) {
		s := Open(dir, nil)
		defer s.Close()
		setDay(s, day)
		use := func(first, last int) {
			for i := first; i < last; i++ {
				if has(t, s, i, i+1) == 0 {
					missing++
					put(s, i, i+1)
				}
			}
		}
		use(0, shared)
		use(1000*branch, 1000*branch+own)
		use(10_000+10*day, 10_000+10*day+10) // of this day only
		s.Flush()
		quiet(t, s)
		return missing
	}
	var at100, largest int64
	for day := range 365 {
		missing := build(day, 1+day%2)
		if day > 1 && missing != 10 {
			t.Fatalf("on day %d %d values were missing, want 10", day, missing)
		}
		switch n := size(t, dir); {
		case day == 100:
			at100 = n
		case day > 100:
			largest = max(largest, n)
		}
	}
	if largest > 2*at100 {
		t.Errorf("the cache grows: %d bytes after 100 days, up to %d after that", at100, largest)
	}
	// The changing values of 45 days, and the rest, each at most twice.
	entries := int64(45*10 + shared + 2*own)
	if bound := 2 * entries * (entrySize + checksumSize + 12); largest > bound {
		t.Errorf("the cache has %d bytes, want at most %d", largest, bound)
	}
	// After a long time without builds all has expired; the next build clears up.
	if missing := build(1000, 1); missing != shared+own+10 {
		t.Errorf("%d values were missing", missing)
	}
	if n := len(tablesIn(t, dir)); n != 1 {
		t.Errorf("%d tables are left, want the new one", n)
	}
}

// TestWrongClock asks that values from the future are found, and stay.
func TestWrongClock(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	setDay(s, 5000)
	put(s, 0, 3)
	s.Flush()
	for day := range 3 {
		s := open(t, dir, nil)
		setDay(s, 20*day)
		if n := has(t, s, 0, 3); n != 3 {
			t.Errorf("%d values of 3", n)
		}
		put(s, 10*day+10, 10*day+20)
		s.Flush()
		quiet(t, s)
	}
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	for day := range 10 {
		s := open(t, dir, nil)
		s.small = 0
		setDay(s, day)
		for i := range 10 {
			s.Put("pictures", digest.Key(fmt.Sprint(day, i)), bytesOf(1, 1000))
		}
		s.SetRecord("sources", bytesOf(2, 5000))
		s.Flush()
	}
	count := func() (days []int) {
		s := open(t, dir, nil)
		setDay(s, 9)
		for day := range 10 {
			if _, ok := s.Get("pictures", digest.Key(fmt.Sprint(day, 0))); ok {
				days = append(days, day)
			}
		}
		return days
	}
	prune := func(budget int64) {
		t.Helper()
		s := open(t, dir, nil)
		setDay(s, 9)
		s.Prune(budget)
		quiet(t, s)
		s.Close()
		if n := size(t, dir); n > budget {
			t.Errorf("%d bytes are left of a budget of %d", n, budget)
		}
	}
	prune(1 << 30)
	if days := count(); len(days) != 10 {
		t.Errorf("a budget that suffices leaves the days %v", days)
	}
	prune(50_000)
	if days := count(); !slices.Equal(days, []int{6, 7, 8, 9}) {
		t.Errorf("the days %v are left", days)
	}
	if _, ok := open(t, dir, nil).Record("sources"); !ok {
		t.Error("the records are gone, though they fit")
	}
	prune(4000)
	if days := count(); days != nil {
		t.Errorf("the days %v are left", days)
	}
	if _, ok := open(t, dir, nil).Record("sources"); ok {
		t.Error("records larger than the budget are left")
	}
}

// TestMemory asks that values do not wait for Flush in memory, and that opening
// a table does not read it.
func TestMemory(t *testing.T) {
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	dir := t.TempDir()
	const n = 50_000
	before := heap()
	s := open(t, dir, nil)
	value := bytesOf(1, 1024)
	for i := range n {
		s.Put("documents", digest.Key(fmt.Sprint(i)), value)
	}
	if got := heap() - before; got > n*100 {
		t.Errorf("%d values put and not flushed take %d bytes of memory", n, got)
	}
	s.Flush()
	s.Close()
	before = heap()
	again := open(t, dir, nil)
	if _, ok := again.Get("documents", digest.Key("7")); !ok {
		t.Fatal("a value is missing")
	}
	if got := heap() - before; got > 1<<20 {
		t.Errorf("an open table takes %d bytes of memory", got)
	}
}
