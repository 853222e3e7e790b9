package release

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func mapFS(files map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, data := range files {
		m[name] = &fstest.MapFile{Data: []byte(data), Mode: 0o644}
	}
	return m
}

var hostile = []string{
	"", ".", "..", "/", "/etc/passwd", "../out.html", "a/../../out.html", "a/../b.html", "./a.html",
	"a//b.html", "a/", `a\b.html`, `..\out.html`, `C:\out.html`, "a\x00b.html", "a\xffb.html", "\x00",
}

func TestHostilePathsAreRefused(t *testing.T) {
	for _, name := range hostile {
		t.Run(fmt.Sprintf("%q", name), func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			r := stage(t, dir)
			if err := r.Write(name, []byte("x")); !errors.Is(err, fs.ErrInvalid) {
				t.Fatalf("got %v, want fs.ErrInvalid", err)
			}
			equal(t, top, map[string]string{".public.bunting/lock": "", ".public.bunting/next/": ""})
			if err := r.Publish(); !errors.Is(err, fs.ErrInvalid) {
				t.Fatalf("published without a file: %v", err)
			}
		})
	}
}

// A link inside the tree, which only another program can have put there, leads
// no file out.
func TestLinksLeadNowhere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege on Windows")
	}
	outside := t.TempDir()
	r := stage(t, filepath.Join(t.TempDir(), "public"))
	for link, target := range map[string]string{"folder": outside, "file.html": filepath.Join(outside, "f")} {
		if err := os.Symlink(target, filepath.Join(r.next, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"folder/a.html", "folder/b/a.html", "file.html"} {
		if err := r.Write(name, []byte("x")); err == nil {
			t.Errorf("%s was written through a link", name)
		}
	}
	equal(t, outside, map[string]string{})
}

func TestSecondFileAtOnePath(t *testing.T) {
	for _, test := range []struct{ name, first, second string }{
		{"same", "ground/b.html", "ground/b.html"},
		{"folder over a file", "ground", "ground/b.html"},
		{"file over a folder", "ground/b.html", "ground"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			publish(t, dir, before)
			r := stage(t, dir)
			write(t, r, map[string]string{test.first: "1"})
			err := r.Write(test.second, []byte("2"))
			if err == nil || strings.Count(err.Error(), filepath.FromSlash(test.second)) != 1 {
				t.Fatalf("got %v, want an error that names the path once", err)
			}
			if got := r.Publish(); !errors.Is(got, err) {
				t.Fatalf("Publish: %v, want the error of Write", got)
			}
			equal(t, dir, before)
		})
	}
}

// Many goroutines, few and many folders, more busy folders than handles.
func TestWriteFromManyGoroutines(t *testing.T) {
	const writers = 8
	dir := filepath.Join(t.TempDir(), "public")
	r := stage(t, dir)
	want := map[string]string{}
	for n := range (maxHandles + 20) * (busyFiles + 2) {
		name := fmt.Sprintf("%d/sub/%d.html", n%(maxHandles+20), n)
		want[name] = name
	}
	names := make(chan string)
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for name := range names {
				if err := r.Write(name, []byte(name)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for name := range want {
		names <- name
	}
	close(names)
	all.Wait()
	open := 0
	for _, in := range r.folders {
		if in.root.Load() != nil {
			open++
		}
	}
	if open != maxHandles {
		t.Errorf("%d folders are open, want %d", open, maxHandles)
	}
	if err := r.Publish(); err != nil {
		t.Fatal(err)
	}
	equal(t, dir, want)
}

func FuzzWrite(f *testing.F) {
	for _, name := range append(hostile, "index.html", "en/events/ili/科普.html", "a/...", "NUL", "a:b", " ") {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		top := t.TempDir()
		r := stage(t, filepath.Join(top, "public"))
		want := map[string]string{".public.bunting/lock": ""}
		if err := r.Write(name, []byte("x")); err == nil {
			want[".public.bunting/next/"+name] = "x"
		}
		got := tree(t, top)
		maps.DeleteFunc(got, func(path, _ string) bool { return strings.HasSuffix(path, "/") }) // folders of a name too long
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", name, diff)
		}
	})
}

// BenchmarkWrite writes 4 KB files into the folders of a large bilingual site.
// Its time depends on the disk more than on this package: compare with TMPDIR
// on a memory disk.
func BenchmarkWrite(b *testing.B) {
	data := make([]byte, 4096)
	name := func(n int) string {
		return fmt.Sprintf("en/events/region-%02d/event-%d.html", n/1000%40, n)
	}
	perFile := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "µs/file")
	}
	b.Run("one", func(b *testing.B) {
		r := stage(b, filepath.Join(b.TempDir(), "public"))
		names := make([]string, b.N)
		for n := range names {
			names[n] = name(n)
		}
		b.ReportAllocs()
		b.ResetTimer()
		for _, name := range names {
			if err := r.Write(name, data); err != nil {
				b.Fatal(err)
			}
		}
		perFile(b)
	})
	b.Run("all", func(b *testing.B) {
		r := stage(b, filepath.Join(b.TempDir(), "public"))
		var mu sync.Mutex
		next := 0
		b.ReportAllocs()
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				mu.Lock()
				n := next
				next++
				mu.Unlock()
				if err := r.Write(name(n), data); err != nil {
					b.Fatal(err)
				}
			}
		})
		perFile(b)
	})
}
