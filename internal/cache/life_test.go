package cache

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"

	"bunting/internal/digest"
)

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

// TestRefresh asks that values still in use, and written again because they are
// old, do not stand twice: what is left of their old table is the others.
func TestRefresh(t *testing.T) {
	dir := t.TempDir()
	for day, used := range []int{0: 100, refreshAfter - 1: 80, refreshAfter: 80, 2 * refreshAfter: 80, keepFor: 80} {
		if used == 0 {
			continue
		}
		s := open(t, dir, nil)
		s.small = 0
		setDay(s, day)
		if day == 0 {
			put(s, 0, used)
		} else if n := has(t, s, 0, used); n != used {
			t.Errorf("on day %d there are %d values of %d", day, n, used)
		}
		s.Flush()
		quiet(t, s)
		s.Close()
		if n, bound := size(t, dir), int64(101*(entrySize+checksumSize+8)+3*(headSize+trailerSize)); n > bound {
			t.Errorf("on day %d the cache has %d bytes, want at most %d", day, n, bound)
		}
	}
	if n := len(tablesIn(t, dir)); n != 1 {
		t.Errorf("%d tables are left", n)
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
