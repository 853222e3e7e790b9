package release

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var someFolder = identity{file: 7, born: 8, changed: 9}

// manifestAt writes entries, which are sorted, and reads them again.
func manifestAt(t rapid.TB, path string, entries []Entry, state [32]byte) *manifest {
	t.Helper()
	w, err := createManifest(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := w.add([]byte(e.Path), e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.finish(state, someFolder); err != nil {
		t.Fatal(err)
	}
	m := readManifest(path, someFolder)
	if m == nil {
		t.Fatal("not read again")
	}
	return m
}

func TestManifestHoldsWhatWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "manifest")
	names := rapid.StringMatching(`([ab]{1,3}/){0,3}[a-dé/]{0,5}`)
	rapid.Check(t, func(rt *rapid.T) {
		drawn := rapid.SliceOfNDistinct(names, 0, 100, rapid.ID[string]).Draw(rt, "paths")
		slices.Sort(drawn)
		var entries []Entry
		for _, name := range drawn {
			entries = append(entries, Entry{
				Path: name, Key: keyOf(name), Digest: DigestOf([]byte(name)), Size: rapid.Int64Min(0).Draw(rt, "size"),
			})
		}
		state := [32]byte(digestTwice(strings.Join(drawn, "\n")))
		m := manifestAt(rt, path, entries, state)
		if diff := cmp.Diff(entries, slices.Collect(m.all())); diff != "" {
			rt.Fatalf("all (-written +read):\n%s", diff)
		}
		if h, ok := headAt(path); !ok || h.state != state || h.tree != someFolder || h.count != len(entries) {
			rt.Fatalf("head: %+v, %v", h, ok)
		}
		// In any order, those that are there and others.
		for _, name := range rapid.Permutation(drawn).Draw(rt, "order") {
			at, _ := slices.BinarySearch(drawn, name)
			if e, n, ok := m.find(name); !ok || n != at || e != entries[at] {
				rt.Fatalf("find %q: %+v, %d, %v", name, e, n, ok)
			}
			other := names.Draw(rt, "other")
			if _, _, ok := m.find(other); ok != slices.Contains(drawn, other) {
				rt.Fatalf("find %q: %v", other, ok)
			}
			folder := strings.TrimSuffix(other, "/")
			below := slices.ContainsFunc(drawn, func(name string) bool { return strings.HasPrefix(name, folder+"/") })
			if m.holdsFolder(folder) != below {
				rt.Fatalf("holds folder %q: %v", folder, !below)
			}
		}
		for at := range entries {
			if m.isClaimed(at) || !m.claim(at) || m.claim(at) || !m.isClaimed(at) {
				rt.Fatalf("entry %d is not claimed once", at)
			}
			if m.disclaim(at); m.isClaimed(at) {
				rt.Fatalf("entry %d is still claimed", at)
			}
			m.claim(at)
		}
	})
}

func digestTwice(s string) []byte {
	d := DigestOf([]byte(s))
	return append(d[:], d[:]...)
}

func TestManifestRefusesDisorder(t *testing.T) {
	for _, paths := range [][]string{{"a", "a"}, {"b", "a"}, {"a/b", "a"}, {"a", "b", "c", "b"}} {
		w, err := createManifest(filepath.Join(t.TempDir(), "manifest"))
		if err != nil {
			t.Fatal(err)
		}
		defer w.file.Close()
		for _, path := range paths {
			err = w.add([]byte(path), Entry{})
		}
		if err == nil {
			t.Errorf("%q were taken", paths)
		}
	}
}

// Every byte of the files counts: none can be another, none can be missing.
func TestDamageIsFound(t *testing.T) {
	dir := t.TempDir()
	var entries []Entry
	for n := range 40 {
		entries = append(entries, Entry{Path: fmt.Sprintf("%02d/x", n), Size: int64(n)})
	}
	manifest, journal := filepath.Join(dir, "manifest"), filepath.Join(dir, "journal")
	manifestAt(t, manifest, entries, [32]byte{1})
	pair := [2]identity{{file: 1, born: 2}, {file: 3, born: 4}}
	j, err := createJournal(journal, pair, []string{"a", "b/c"})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"d", "", strings.Repeat("long", 99)} {
		if err := j.add(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.close(); err != nil {
		t.Fatal(err)
	}
	names := func() ([]string, bool) { return readJournal(journal, pair) }
	if got, ok := names(); !ok || len(got) != 5 || got[1] != "b/c" || got[4] != strings.Repeat("long", 99) {
		t.Fatalf("the journal reads %q, %v", got, ok)
	}
	if _, ok := readJournal(journal, [2]identity{pair[1], pair[0]}); !ok {
		t.Error("the journal is not that of the two trees exchanged")
	}
	if _, ok := readJournal(journal, [2]identity{pair[0], pair[0]}); ok {
		t.Error("the journal is that of other trees")
	}
	if readManifest(manifest, pair[0]) != nil {
		t.Error("the manifest is that of another tree")
	}
	for path, known := range map[string]func() bool{
		manifest: func() bool { return readManifest(manifest, someFolder) != nil },
		journal:  func() bool { _, ok := names(); return ok },
	} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		put := func(b []byte) {
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for at := range data {
			b := bytes.Clone(data)
			b[at] ^= 1 << (at % 8)
			if put(b); known() {
				t.Fatalf("%s: a bit of byte %d is another, and nobody notices", path, at)
			}
			if put(data[:at]); known() {
				t.Fatalf("%s: cut to %d bytes, and nobody notices", path, at)
			}
		}
		if put(append(bytes.Clone(data), 0)); known() {
			t.Fatalf("%s: a byte more, and nobody notices", path)
		}
		if put(data); !known() {
			t.Fatalf("%s: whole, and not read", path)
		}
	}
}

// A body with a right sum may still be nonsense: it gives no entries, or wrong
// ones, but no panic, and no end of them.
func FuzzManifest(f *testing.F) {
	path := filepath.Join(f.TempDir(), "manifest")
	var entries []Entry
	for n := range 40 {
		entries = append(entries, Entry{Path: fmt.Sprintf("%02d/x", n), Size: int64(n)})
	}
	m := manifestAt(f, path, entries, [32]byte{})
	f.Add(append(bytes.Clone(m.data), m.index...), m.count, int(m.blocks), "07/x")
	f.Add([]byte{}, 0, 0, "")
	f.Fuzz(func(t *testing.T, body []byte, count, blocks int, path string) {
		m := newManifest(head{count: count, blocks: int64(blocks), sum: crc32.Checksum(body, castagnoli)}, body)
		if m == nil {
			return
		}
		seen := 0
		for e := range m.all() {
			m.find(e.Path)
			m.holdsFolder(e.Path)
			seen++
		}
		m.find(path)
		m.holdsFolder(path)
		if seen > count {
			t.Fatalf("%d entries of %d", seen, count)
		}
	})
}
