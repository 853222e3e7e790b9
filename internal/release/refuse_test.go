package release

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"bunting/internal/lacking"
)

func TestForeignIsRefusedAndUntouched(t *testing.T) {
	own := map[string]string{"diary.txt": "mine", "photos/a.jpg": "x", "empty/": ""}
	place := func(t *testing.T, dir string) {
		t.Helper()
		if err := os.CopyFS(dir, mapFS(map[string]string{"diary.txt": "mine", "photos/a.jpg": "x"})); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(t *testing.T, err error, dir string) {
		t.Helper()
		if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), dir) {
			t.Fatalf("got %v, want ErrForeign with the path", err)
		}
		equal(t, dir, own)
	}
	t.Run("at first", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "home")
		place(t, dir)
		_, err := Stage(dir, marked)
		refused(t, err, dir)
		if beside, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(beside) != 1 {
			t.Fatalf("left a trace: %v, %v", beside, err)
		}
	})
	t.Run("where a site was", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "home")
		publish(t, dir, before)
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		place(t, dir)
		for range 2 { // the refusal frees the lock
			_, err := Stage(dir, marked)
			refused(t, err, dir)
		}
	})
	t.Run("while building", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "home")
		r := stage(t, dir)
		write(t, r, after)
		place(t, dir)
		_, err := r.Publish([32]byte{})
		refused(t, err, dir)
	})
	t.Run("root of a file system", func(t *testing.T) {
		root := filepath.VolumeName(t.TempDir()) + string(filepath.Separator)
		if _, err := Stage(root, func(fs.FS) bool { return true }); !errors.Is(err, ErrForeign) {
			t.Fatalf("got %v, want ErrForeign", err)
		}
	})
}

func TestNotFolder(t *testing.T) {
	link := func(t *testing.T, target, name string) {
		t.Helper()
		if err := os.Symlink(target, name); err != nil {
			if runtime.GOOS == "windows" {
				lacking.Skip(t, "links need a privilege on Windows: %v", err)
			}
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name, at string
		place    func(t *testing.T, at, site string)
	}{
		{"file", "public", func(t *testing.T, at, _ string) {
			if err := os.WriteFile(at, []byte("mine"), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
		{"link to a release", "public", func(t *testing.T, at, site string) { link(t, site, at) }},
		{"link to nothing", "public", func(t *testing.T, at, _ string) { link(t, "nowhere", at) }},
		{"link at the hidden folder", ".public.bunting", func(t *testing.T, at, site string) { link(t, site, at) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			top := t.TempDir()
			site := filepath.Join(top, "site")
			publish(t, site, before)
			at := filepath.Join(top, test.at)
			test.place(t, at, site)
			was, err := os.Lstat(at)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Stage(filepath.Join(top, "public"), marked)
			if !errors.Is(err, ErrNotFolder) || !strings.Contains(err.Error(), at) {
				t.Fatalf("got %v, want ErrNotFolder with the path", err)
			}
			if is, err := os.Lstat(at); err != nil || !os.SameFile(was, is) {
				t.Fatalf("replaced: %v, %v", is, err)
			}
			equal(t, site, before)
		})
	}
	t.Run("link placed while building", func(t *testing.T) {
		top := t.TempDir()
		site := filepath.Join(top, "site")
		publish(t, site, before)
		dir := filepath.Join(top, "public")
		r := stage(t, dir)
		write(t, r, after)
		link(t, site, dir)
		if _, err := r.Publish([32]byte{}); !errors.Is(err, ErrNotFolder) {
			t.Fatalf("got %v, want ErrNotFolder", err)
		}
		equal(t, site, before)
	})
}

// A file may be renamed by case only. Two names that differ so may stand side by
// side unless the file system takes them for one.
func TestCaseOfNames(t *testing.T) {
	probe := t.TempDir()
	if err := os.WriteFile(filepath.Join(probe, "Aa"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	folds, err := exists(filepath.Join(probe, "aA"))
	if err != nil || names(t, probe)[0] != "Aa" {
		lacking.Skip(t, "this file system forgets how names are written: %v", err)
	}
	for _, test := range []struct {
		name        string
		first, then map[string]string
		clash       bool
	}{
		{"file renamed", map[string]string{"News.html": "1"}, map[string]string{"news.html": "1"}, false},
		{"file renamed and changed", map[string]string{"News.html": "1"}, map[string]string{"news.html": "2"}, false},
		{"folder renamed", map[string]string{"News/a.html": "1"}, map[string]string{"news/a.html": "1"}, false},
		{"folder renamed, another file", map[string]string{"x/News/a.html": "1"}, map[string]string{"x/news/b.html": "1"}, false},
		{"file beside", map[string]string{"News.html": "1"}, map[string]string{"News.html": "1", "news.html": "1"}, true},
		{"folder beside", map[string]string{"News/a.html": "1"}, map[string]string{"News/a.html": "1", "news/b.html": "1"}, true},
		{"in a first build", nil, map[string]string{"News/a.html": "1", "news/a.html": "1"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			if test.first != nil {
				test.first[mark] = "1"
				publish(t, dir, test.first)
			}
			test.then[mark] = "1"
			clash := test.clash && folds
			r := stage(t, dir)
			var failed error
			for name, data := range test.then {
				failed = errors.Join(failed, r.Write(name, Key{}, []byte(data)))
			}
			if _, err := r.Publish([32]byte{}); errors.Is(err, fs.ErrExist) != clash || !clash && err != nil {
				t.Fatalf("got %v and %v, want a clash: %v", failed, err, clash)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			want := test.then
			if clash {
				want = test.first
			}
			if want != nil {
				equal(t, dir, want)
				settled(t, dir)
			}
		})
	}
}
