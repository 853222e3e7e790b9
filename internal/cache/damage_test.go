package cache

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bunting/internal/digest"
	"bunting/internal/lacking"

	"github.com/zeebo/xxh3"
)

// sound makes a folder with a table of 12 values and one record, and returns
// the path and the bytes of the table.
func sound(t testing.TB) (dir, path string, data []byte) {
	t.Helper()
	dir = t.TempDir()
	s := open(t, dir, nil)
	put(s, 0, 12)
	s.SetRecord("sources", []byte("all of them"))
	s.Flush()
	quiet(t, s)
	path = tablesIn(t, dir)[0]
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return dir, path, data
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// survives asks that a store on a damaged folder finds what is sound and at
// least so many values, says once that something is not, and that putting the
// missing values makes the folder sound again.
func survives(t *testing.T, dir string, atLeast int, what string) {
	t.Helper()
	s := Open(dir, nil)
	n := has(t, s, 0, 12)
	has(t, s, 0, 12)
	if n < atLeast {
		t.Errorf("%s: %d values are left, want %d", what, n, atLeast)
	}
	if w := s.Warnings(); len(w) > 1 || n < 12 && len(w) == 0 {
		t.Errorf("%s: %d values are left, warnings %q", what, n, w)
	}
	put(s, 0, 12)
	s.Flush()
	quiet(t, s)
	s.Close()
	s = Open(dir, nil)
	defer s.Close()
	if n := has(t, s, 0, 12); n != 12 {
		t.Errorf("%s: %d values after they were put again", what, n)
	}
	quiet(t, s)
}

func TestFlippedBits(t *testing.T) {
	dir, path, data := sound(t)
	values := len(data) - trailerSize - 12*entrySize
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 1 << (i % 8)
		for _, other := range tablesIn(t, dir) {
			if err := os.Remove(other); err != nil {
				t.Fatal(err)
			}
		}
		write(t, path, bad)
		atLeast := 0
		if headSize <= i && i < values {
			atLeast = 11
		}
		if 8 <= i && i < 12 && bad[i] > data[i] { // it seems to be of a newer version
			s := Open(dir, nil)
			if n := has(t, s, 0, 12); n != 0 {
				t.Errorf("byte %d: %d values of a newer version", i, n)
			}
			warnsOnce(t, s, ErrUnreadable)
			s.Close()
			continue
		}
		survives(t, dir, atLeast, fmt.Sprintf("byte %d", i))
		if t.Failed() {
			return
		}
	}
}

func TestCutShort(t *testing.T) {
	dir, path, data := sound(t)
	for n := range data {
		for _, other := range tablesIn(t, dir) {
			if err := os.Remove(other); err != nil {
				t.Fatal(err)
			}
		}
		write(t, path, data[:n])
		survives(t, dir, 0, fmt.Sprintf("%d bytes", n))
		if t.Failed() {
			return
		}
	}
	write(t, path, append(data, 0))
	survives(t, dir, 0, "a byte too many")
}

func TestDamagedRecords(t *testing.T) {
	dir, _, _ := sound(t)
	path := filepath.Join(dir, recordsFile)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(bad []byte) {
		t.Helper()
		write(t, path, bad)
		s := Open(dir, nil)
		defer s.Close()
		if v, ok := s.Record("sources"); ok {
			t.Fatalf("a damaged record is read: %q", v)
		}
		s.SetRecord("theme", []byte("blue"))
		s.Flush()
		if v, ok := s.Record("theme"); !ok || string(v) != "blue" {
			t.Fatalf("beside a damaged record none can be set: %q, %v", v, ok)
		}
		warnsOnce(t, s, ErrUnreadable)
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 1 << (i % 8)
		check(bad)
		check(data[:i])
	}
}

// TestCutShortWhileOpen cuts a table short, and empties it, while it is in use:
// where it was mapped nothing is left.
func TestCutShortWhileOpen(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	for i := range 100 {
		s.Put("pictures", digest.Key(fmt.Sprint(i)), bytesOf(uint64(i), 10_000))
	}
	s.Flush()
	found := func() (n int) {
		for i := range 100 {
			if v, ok := s.Get("pictures", digest.Key(fmt.Sprint(i))); ok && !bytes.Equal(v, bytesOf(uint64(i), 10_000)) {
				t.Fatal("a wrong value")
			} else if ok {
				n++
			}
		}
		return n
	}
	if n := found(); n != 100 {
		t.Fatalf("%d of 100", n)
	}
	path := tablesIn(t, dir)[0]
	if err := os.Truncate(path, 500_000); err != nil {
		lacking.Skip(t, "this system does not cut a file that is mapped: %v", err)
	}
	if n := found(); n != 0 {
		t.Errorf("%d values, without an index", n)
	}
	warnsOnce(t, s, ErrUnreadable)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	if n := found(); n != 0 {
		t.Errorf("%d values in an empty file", n)
	}
	s.Put("pictures", digest.Key("1"), bytesOf(1, 10_000))
	s.Flush() // merges, or tries to
	if n := found(); n != 1 {
		t.Errorf("%d values after one was put", n)
	}
	quiet(t, s)
}

// TestForeignFiles asks that what is not ours is neither read nor removed, and
// that what calls itself ours is not believed.
func TestForeignFiles(t *testing.T) {
	_, _, data := sound(t)
	sum := strings.Repeat("0f", 32)
	for _, c := range []struct {
		name string
		data string
		warn bool
		stay bool
	}{
		{"README", "hello", false, true},
		{"documents-1-" + sum, "no suffix", false, true},
		{"documents-01-" + sum + ".table", "a zero too many", false, true},
		{"Documents-1-" + sum + ".table", "not a kind", false, true},
		{"documents-20000-" + strings.ToUpper(sum) + ".table", "not our way to write digests", false, true},
		{"documents-1-" + sum + ".table", "expired", false, false},
		{"documents-99999-" + sum + ".table", "", true, false},
		{"documents-99999-" + sum + ".table", strings.Repeat("hello ", 1000), true, false},
		{"documents-99999-" + sum + ".table", magic + "\x00\x00\x00\x00" + strings.Repeat("old ", 1000), true, false},
		{"documents-99999-" + sum + ".table", magic + "\x00\x00\x00\x02" + strings.Repeat("new ", 1000), true, true},
		{"pictures-99999-" + sum + ".table", string(data), true, false}, // of another kind
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, c.name)
		write(t, path, []byte(c.data))
		s := open(t, dir, nil)
		has(t, s, 0, 12)
		s.Get("pictures", digest.Sum{})
		put(s, 0, 12)
		s.Flush()
		if c.warn {
			warnsOnce(t, s, ErrUnreadable)
		} else {
			quiet(t, s)
		}
		if _, err := os.Lstat(path); (err == nil) != c.stay {
			t.Errorf("%.40s, %.10q: %v; want it to stay: %v", c.name, c.data, err, c.stay)
		}
		if n := has(t, s, 0, 12); n != 12 {
			t.Errorf("%.40s, %.10q: %d values", c.name, c.data, n)
		}
	}
}

func TestTableNames(t *testing.T) {
	want := tableName{kind: "documents", day: 20778, sum: digest.Of([]byte("x"))}
	if got, ok := parseTableName(want.String()); !ok || got != want {
		t.Errorf("%s is read as %v, %v", want, got, ok)
	}
	hex := hex.EncodeToString(want.sum[:])
	for _, bad := range []string{
		"", ".table", "--.table", "documents-20778-" + hex, "documents--" + hex + ".table", "documents-+1-" + hex + ".table",
		"documents-4294967296-" + hex + ".table", "documents-1-" + hex[1:] + ".table", "documents-1-" + hex[1:] + "x.table",
		"../documents-1-" + hex + ".table", "documents-1-" + hex + ".table.table", "a/b-1-" + hex + ".table",
	} {
		if got, ok := parseTableName(bad); ok {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}

// TestFolderIsNone puts files and folders where the cache would have the other.
func TestFolderIsNone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	write(t, dir, []byte("a file"))
	s := open(t, dir, nil)
	put(s, 0, 3)
	s.SetRecord("sources", nil)
	s.Flush()
	warnsOnce(t, s, ErrUnwritable)
	if n := has(t, s, 0, 3); n != 0 {
		t.Errorf("%d values out of nowhere", n)
	}

	dir = t.TempDir()
	for _, name := range []string{recordsFile, "lock", "documents-99999-" + strings.Repeat("0f", 32) + ".table"} {
		if err := os.MkdirAll(filepath.Join(dir, name, "full"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, dir, nil)
	put(s, 0, 3)
	s.Flush()
	if n := has(t, s, 0, 3); n != 3 {
		t.Errorf("%d values beside folders", n)
	}
	warnsOnce(t, s, ErrUnreadable)
	s.SetRecord("sources", nil)
	s.Flush()
	warnsOnce(t, s, ErrUnwritable)
}

// TestDiskFails lets writing fail in the middle.
func TestDiskFails(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, nil)
	put(s, 0, 3)
	s.Flush()
	put(s, 3, 6)
	s.Put("pictures", digest.Sum{}, bytesOf(1, 100))
	if err := s.kind("documents").put.writers[0].file.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		s.Put("documents", digest.Key(fmt.Sprint(i)), bytesOf(1, 1000))
	}
	s.Flush()
	warnsOnce(t, s, ErrUnwritable)
	put(s, 6, 9)
	s.Flush()
	quiet(t, s)
	s.Close()
	again := open(t, dir, nil)
	if n := has(t, again, 0, 9); n != 3 {
		t.Errorf("%d values, want the 3 that could be written", n)
	}
	if _, ok := again.Get("pictures", digest.Sum{}); !ok {
		t.Error("what had been written well is lost too")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, tempPrefix+"*")); left != nil {
		t.Errorf("temporary files are left: %v", left)
	}
}

// TestDeletedWhileOpen deletes the folder under a store.
func TestDeletedWhileOpen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	s := open(t, dir, nil)
	put(s, 0, 3)
	s.Flush()
	put(s, 3, 6)
	if err := os.RemoveAll(dir); err != nil {
		lacking.Skip(t, "this system does not remove a file that is open: %v", err)
	}
	s.Flush()
	warnsOnce(t, s, ErrUnwritable)
	s.Close()
	s = open(t, dir, nil)
	put(s, 0, 3)
	s.Flush()
	quiet(t, s)
	if n := has(t, s, 0, 6); n != 3 {
		t.Errorf("%d values, want 3", n)
	}
}

// FuzzTable reads any bytes as a table. With mend its checksums are made right,
// so that what is behind them is reached.
func FuzzTable(f *testing.F) {
	_, _, data := sound(f)
	f.Add(data, false)
	f.Add(data, true)
	f.Add(data[:headSize], true)
	f.Add(append(append(bytes.Clone(data[:headSize]), make([]byte, 3*entrySize)...), data[len(data)-trailerSize:]...), true)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte, mend bool) {
		if mend && len(data) >= headSize+trailerSize {
			data = bytes.Clone(data)
			copy(data, head("documents"))
			end := data[len(data)-trailerSize:]
			index := min(order.Uint64(end), uint64(len(data)-trailerSize))
			order.PutUint64(end[16:], xxh3.Hash(data[index:len(data)-trailerSize]))
			order.PutUint64(end[24:], xxh3.Hash(append(bytes.Clone(data[:headSize]), end[:24]...)))
		}
		path := filepath.Join(dir, fmt.Sprintf("documents-99999-%s.table", digest.Of(data)))
		write(t, path, data)
		defer os.Remove(path)
		if table, err := openTable(path, "documents"); err == nil {
			for e := range table.entries {
				if v, found, ok, err := table.get(&e.key); err == nil && ok && len(v) != int(found.length) {
					t.Errorf("a value of %d bytes, not %d", len(v), found.length)
				}
			}
			table.file.Close()
		}
		s := Open(dir, nil)
		defer s.Close()
		has(t, s, 0, 12) // fails where a value is not the right one
		put(s, 0, 1)
		s.Flush()
		if len(s.Warnings()) > 1 {
			t.Error("more than one warning")
		}
		if n := has(t, s, 0, 1); n != 1 {
			t.Error("what was put beside it is not found")
		}
		s.Prune(0)
	})
}
