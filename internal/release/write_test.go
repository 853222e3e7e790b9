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

	"bunting/internal/lacking"
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
			if err := r.Write(name, Key{}, []byte("x")); !errors.Is(err, fs.ErrInvalid) {
				t.Fatalf("got %v, want fs.ErrInvalid", err)
			}
			equal(t, top, map[string]string{".public.bunting/lock": "", ".public.bunting/next/": "", ".public.bunting/twin/": ""})
			if _, err := r.Publish([32]byte{}); !errors.Is(err, fs.ErrInvalid) {
				t.Fatalf("published without a file: %v", err)
			}
		})
	}
}

// A link inside the tree, which only another program can have put there, leads
// no file out.
func TestLinksLeadNowhere(t *testing.T) {
	if runtime.GOOS == "windows" {
		lacking.Skip(t, "links need a privilege on Windows")
	}
	outside := t.TempDir()
	r := stage(t, filepath.Join(t.TempDir(), "public"))
	for link, target := range map[string]string{"folder": outside, "file.html": filepath.Join(outside, "f")} {
		if err := os.Symlink(target, filepath.Join(r.next, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"folder/a.html", "folder/b/a.html", "file.html"} {
		if err := r.Write(name, Key{}, []byte("x")); err == nil {
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
		for _, base := range []struct {
			name string
			site map[string]string // nil: a first build
		}{
			{"first build", nil},
			{"neither stands", before},
			{"the first stands", map[string]string{mark: "1", test.first: "old"}},
			{"the first stands as it is", map[string]string{mark: "1", test.first: "1"}},
			{"the second stands", map[string]string{mark: "1", test.second: "2"}},
		} {
			t.Run(test.name+", "+base.name, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "public")
				if base.site != nil {
					publish(t, dir, base.site)
				}
				r := stage(t, dir)
				write(t, r, map[string]string{test.first: "1"})
				err := r.Write(test.second, Key{}, []byte("2"))
				_, published := r.Publish([32]byte{})
				if err != nil && !errors.Is(published, err) {
					t.Fatalf("Publish: %v, want the error of Write", published)
				}
				if !errors.Is(published, fs.ErrExist) || !strings.Contains(published.Error(), "ground") {
					t.Fatalf("got %v, want fs.ErrExist with the path", published)
				}
				if base.site == nil && err == nil {
					t.Error("in an empty tree, Write itself can tell")
				}
				if base.site != nil {
					equal(t, dir, base.site)
				}
				if err := r.Close(); err != nil {
					t.Fatal(err)
				}
				if base.site != nil {
					settled(t, dir)
				}
			})
		}
	}
}

// Many goroutines, more folders than are kept open, and none of their handles
// left in the end.
func TestWriteFromManyGoroutines(t *testing.T) {
	const writers, folders = 8, 3 * slots
	dir := filepath.Join(t.TempDir(), "public")
	want := map[string]string{mark: ""}
	for n := range folders * 10 {
		want[fmt.Sprintf("%d/sub/%d.html", n%folders, n)] = fmt.Sprint(n)
	}
	for range 2 {
		r := stage(t, dir)
		work := make(chan string)
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for name := range work {
					if err := r.Write(name, Key{}, []byte(want[name])); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for name := range want {
			work <- name
		}
		close(work)
		all.Wait()
		tree := r.tree
		finish(t, r)
		if users := tree.root.users.Load(); users != 0 {
			t.Errorf("%d users of the tree are left", users)
		}
		for i := range tree.slots {
			if tree.slots[i].open != nil {
				t.Errorf("%s is still open", tree.slots[i].dir)
			}
		}
		equal(t, dir, want)
		settled(t, dir)
		for name := range want { // next time, all others
			if len(name)%2 == 0 {
				want[name] += " changed"
			}
		}
	}
}

func FuzzWrite(f *testing.F) {
	for _, name := range append(hostile, "index.html", "en/events/ili/科普.html", "a/...", "NUL", "a:b", " ") {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		top := t.TempDir()
		r := stage(t, filepath.Join(top, "public"))
		want := map[string]string{".public.bunting/lock": ""}
		if err := r.Write(name, Key{}, []byte("x")); err == nil {
			want[".public.bunting/next/"+name], want[".public.bunting/twin/"+name] = "x", "x"
		}
		got := files(t, top)
		maps.DeleteFunc(got, func(path, _ string) bool { return strings.HasSuffix(path, "/") }) // folders of a name too long
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", name, diff)
		}
	})
}
