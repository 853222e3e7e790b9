package release

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const mark = "made-by-bunting.txt"

// marked is the tests' idea of an earlier release.
func marked(old fs.FS) bool {
	_, err := fs.Stat(old, mark)
	return err == nil
}

func stage(t testing.TB, dir string) *Release {
	t.Helper()
	r, err := Stage(dir, marked)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func write(t testing.TB, r *Release, site map[string]string) {
	t.Helper()
	for name, data := range site {
		if err := r.Write(name, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
}

func publish(t testing.TB, dir string, site map[string]string) {
	t.Helper()
	r := stage(t, dir)
	write(t, r, site)
	if err := r.Publish(); err != nil {
		t.Fatal(err)
	}
}

// tree reads all files below dir; a folder without files is "name/".
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(dir, name)
		if !entry.IsDir() {
			data, err := os.ReadFile(path)
			found[name] = string(data)
			return err
		}
		if inside, err := os.ReadDir(path); err != nil || len(inside) > 0 || name == "." {
			return err
		}
		found[name+"/"] = ""
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func equal(t testing.TB, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", dir, diff)
	}
}

// onlyLock fails if anything but the lock file is left beside the output.
func onlyLock(t testing.TB, dir string) {
	t.Helper()
	parent, name := filepath.Split(dir)
	equal(t, filepath.Join(parent, "."+name+".bunting"), map[string]string{"lock": ""})
}

// steps makes a release behave as on a file system that knows no exchange.
func steps(r *Release) {
	r.exchange = func(string, string) error { return syscall.EINVAL }
}

var (
	before = map[string]string{mark: "1", "index.html": "old", "gone/a.html": "old"}
	after  = map[string]string{mark: "2", "index.html": "new", "en/events/ili/fair.html": "new"}
)

func TestFirstPublishThenReplace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "yet", "public")
	publish(t, dir, before)
	equal(t, dir, before)
	onlyLock(t, dir)
	publish(t, dir, after)
	equal(t, dir, after)
	onlyLock(t, dir)
}

func TestEmptyFolderIsTaken(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, after)
	equal(t, dir, after)
}

func TestRelativeOutputSurvivesChdir(t *testing.T) {
	top := t.TempDir()
	t.Chdir(top)
	r := stage(t, "public")
	write(t, r, after)
	t.Chdir(t.TempDir())
	if err := r.Publish(); err != nil {
		t.Fatal(err)
	}
	equal(t, filepath.Join(top, "public"), after)
}

func TestPublishBySteps(t *testing.T) {
	for _, refusal := range []error{syscall.EINVAL, syscall.ENOSYS, errors.ErrUnsupported} {
		dir := filepath.Join(t.TempDir(), "public")
		publish(t, dir, before)
		r := stage(t, dir)
		r.exchange = func(string, string) error { return refusal }
		write(t, r, after)
		if err := r.Publish(); err != nil {
			t.Fatalf("%v: %v", refusal, err)
		}
		equal(t, dir, after)
		onlyLock(t, dir)
	}
}

func TestOtherRefusalIsAnError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, before)
	r := stage(t, dir)
	r.exchange = func(string, string) error { return syscall.EACCES }
	write(t, r, after)
	err := r.Publish()
	if !errors.Is(err, syscall.EACCES) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("got %v, want EACCES with the path", err)
	}
	equal(t, dir, before)
}

// The old site is moved on whole: a removal cut short at old could be put back.
func TestStepsMoveTheOldSiteOn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, before)
	r := stage(t, dir)
	write(t, r, after)
	if err := r.closeTree(); err != nil {
		t.Fatal(err)
	}
	if err := swapInSteps(r.next, r.dir, r.old); err != nil {
		t.Fatal(err)
	}
	equal(t, r.dir, after)
	equal(t, r.next, before)
	if stands, err := exists(r.old); stands || err != nil {
		t.Fatalf("old is still there: %v, %v", stands, err)
	}
}

// The second of the renames fails: the old site goes back.
func TestStepsPutBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, before)
	r := stage(t, dir)
	steps(r)
	if err := os.Remove(r.next); err != nil {
		if runtime.GOOS == "windows" {
			t.Skipf("Windows keeps an open folder: %v", err)
		}
		t.Fatal(err)
	}
	if err := r.Publish(); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("got %v, want fs.ErrNotExist", err)
	}
	equal(t, dir, before)
}

// Every state in which a kill can leave the hidden folder, and what the next
// Stage makes of it.
func TestMend(t *testing.T) {
	site := func(n string) map[string]string { return map[string]string{mark: n} }
	for _, test := range []struct {
		name           string
		dir, next, old map[string]string // nil: not there
		want           map[string]string
	}{
		{name: "while writing", dir: site("1"), next: site("half"), want: site("1")},
		{name: "while writing the first", next: site("half")},
		{name: "between two renames", next: site("2"), old: site("1"), want: site("1")},
		{name: "after both renames", dir: site("2"), old: site("1"), want: site("2")},
		{name: "while removing", dir: site("2"), next: site("half"), want: site("2")},
		{name: "while mending", dir: site("2"), next: site("half"), old: site("1"), want: site("2")},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			r := stage(t, dir)
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			for at, files := range map[string]map[string]string{r.dir: test.dir, r.next: test.next, r.old: test.old} {
				if files != nil {
					if err := os.CopyFS(at, mapFS(files)); err != nil {
						t.Fatal(err)
					}
				}
			}
			mended := stage(t, dir)
			equal(t, mended.next, map[string]string{})
			if stands, err := exists(mended.old); stands || err != nil {
				t.Fatalf("old is still there: %v, %v", stands, err)
			}
			if test.want != nil {
				equal(t, dir, test.want)
			} else if stands, err := exists(dir); stands || err != nil {
				t.Fatalf("an output came from nowhere: %v, %v", stands, err)
			}
			if err := mended.Close(); err != nil {
				t.Fatal(err)
			}
			onlyLock(t, dir)
		})
	}
}

func TestCloseDiscards(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, before)
	r := stage(t, dir)
	write(t, r, after)
	for range 2 {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, dir, before)
	onlyLock(t, dir)
	if err := r.Publish(); !errors.Is(err, fs.ErrClosed) {
		t.Fatalf("Publish after Close: %v, want fs.ErrClosed", err)
	}
	if err := r.Write("late.html", nil); !errors.Is(err, fs.ErrClosed) {
		t.Fatalf("Write after Close: %v, want fs.ErrClosed", err)
	}
}

// Close after Publish must not touch a build that has begun since.
func TestCloseAfterPublish(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	first := stage(t, dir)
	write(t, first, before)
	if err := first.Publish(); err != nil {
		t.Fatal(err)
	}
	second := stage(t, dir)
	write(t, second, after)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Stage(dir, marked); !errors.Is(err, ErrLocked) {
		t.Fatalf("got %v, want ErrLocked", err)
	}
	if err := second.Publish(); err != nil {
		t.Fatal(err)
	}
	equal(t, dir, after)
}

// A reader that finds a release finds all of it, and always finds one.
func TestReadersNeverSeeAGap(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("this system has no exchange in one step")
	}
	dir := filepath.Join(t.TempDir(), "public")
	stamped := func(n int) map[string]string {
		stamp := fmt.Sprint(n)
		return map[string]string{mark: stamp, "z/last.html": stamp}
	}
	publish(t, dir, stamped(0))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	var compared int
	readers.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			same, err := sameStamp(dir, mark, "z/last.html")
			switch {
			case err != nil:
				t.Error(err)
				return
			case same:
				compared++
			}
		}
	})
	for n := range 300 {
		publish(t, dir, stamped(n+1))
	}
	close(stop)
	readers.Wait()
	if compared == 0 {
		t.Error("the reader compared nothing")
	}
}

// sameStamp opens dir once and reads two files through that handle. It reports
// false if the release was replaced and removed meanwhile, and an error if the
// folder was missing or the two files come from different releases.
func sameStamp(dir, a, b string) (bool, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false, err
	}
	defer root.Close()
	first, errA := root.ReadFile(a)
	second, errB := root.ReadFile(b)
	err = errors.Join(errA, errB)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err == nil && string(first) != string(second):
		err = fmt.Errorf("a mixture: %s holds %q, %s holds %q", a, first, b, second)
	}
	return err == nil, err
}

// Whatever is written is what is published.
func TestPublishesWhatWasWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	names := rapid.StringMatching(`([a-c]{1,2}/){0,3}[a-zé中 ]{0,4}x\.html`)
	rapid.Check(t, func(rt *rapid.T) {
		site := rapid.MapOf(names, rapid.String()).Draw(rt, "site")
		site[mark] = "x"
		r, err := Stage(dir, marked)
		if err != nil {
			rt.Fatal(err)
		}
		defer r.Close()
		if rapid.Bool().Draw(rt, "by steps") {
			steps(r)
		}
		for name, data := range site {
			if err := r.Write(name, []byte(data)); err != nil {
				rt.Fatal(err)
			}
		}
		if err := r.Publish(); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(site, tree(t, dir)); diff != "" {
			rt.Fatalf("-written +published:\n%s", diff)
		}
	})
	onlyLock(t, dir)
}
