package release

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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
		if err := r.Write(name, Key{}, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
}

// finish publishes and closes.
func finish(t testing.TB, r *Release) Difference {
	t.Helper()
	d, err := r.Publish([32]byte{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

func publish(t testing.TB, dir string, site map[string]string) Difference {
	t.Helper()
	r := stage(t, dir)
	write(t, r, site)
	return finish(t, r)
}

// files reads all files below dir; a folder without files is "name/".
func files(t rapid.TB, dir string) map[string]string {
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

func equal(t rapid.TB, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, files(t, dir)); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", dir, diff)
	}
}

// settled fails unless the hidden folder is as a build leaves it: twinned, and
// the twin made of the same files.
func settled(t rapid.TB, dir string) {
	t.Helper()
	twinned(t, dir)
	p, err := placesOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name := range files(t, dir) {
		one, errOne := os.Stat(filepath.Join(dir, name))
		two, errTwo := os.Stat(filepath.Join(p.next, name))
		if err := errors.Join(errOne, errTwo); err != nil || !one.IsDir() && !os.SameFile(one, two) {
			t.Fatalf("%s is not one file in both trees: %v", name, err)
		}
	}
}

// twinned fails unless the hidden folder holds a twin of the live tree, a
// manifest that describes both, and a journal without a path.
func twinned(t rapid.TB, dir string) {
	t.Helper()
	p, err := placesOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	live := files(t, dir)
	equal(t, p.next, live)
	described(t, dir, live)
	pair, ok := (&Release{places: p}).pair()
	if paths, known := readJournal(p.notes, pair); !ok || !known || len(paths) > 0 {
		t.Fatalf("the trees are not known to be equal: %v, %v, %q", ok, known, paths)
	}
	want := []string{"journal", "lock", "manifest", "next"}
	if diff := cmp.Diff(want, names(t, p.work)); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", p.work, diff)
	}
}

// single fails unless the hidden folder holds no second tree, nor anything that
// tells of one: a build has found that the live tree was not what it was said to
// be. The next one makes it.
func single(t rapid.TB, dir string) {
	t.Helper()
	p, err := placesOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"lock", "manifest"}, names(t, p.work)); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", p.work, diff)
	}
}

// described fails unless the manifest of dir says what site is.
func described(t rapid.TB, dir string, site map[string]string) {
	t.Helper()
	entries, err := Entries(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{}
	for _, name := range slices.Sorted(maps.Keys(site)) {
		want = append(want, Entry{Path: name, Digest: DigestOf([]byte(site[name])), Size: int64(len(site[name]))})
	}
	if diff := cmp.Diff(want, slices.AppendSeq([]Entry{}, entries), cmpopts.IgnoreFields(Entry{}, "Key")); diff != "" {
		t.Fatalf("the manifest of %s (-want +got):\n%s", dir, diff)
	}
}

// names returns the names in a folder.
func names(t rapid.TB, dir string) []string {
	t.Helper()
	found := []string{}
	inside, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range inside {
		found = append(found, entry.Name())
	}
	return found
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
	settled(t, dir)
	publish(t, dir, after)
	equal(t, dir, after)
	settled(t, dir)
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
	finish(t, r)
	equal(t, filepath.Join(top, "public"), after)
}

func TestPublishBySteps(t *testing.T) {
	for _, refusal := range []error{syscall.EINVAL, syscall.ENOSYS, errors.ErrUnsupported} {
		dir := filepath.Join(t.TempDir(), "public")
		publish(t, dir, before)
		r := stage(t, dir)
		r.exchange = func(string, string) error { return refusal }
		write(t, r, after)
		finish(t, r)
		equal(t, dir, after)
		settled(t, dir)
	}
}

func TestOtherRefusalIsAnError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, before)
	r := stage(t, dir)
	r.exchange = func(string, string) error { return syscall.EACCES }
	write(t, r, after)
	_, err := r.Publish([32]byte{})
	if !errors.Is(err, syscall.EACCES) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("got %v, want EACCES with the path", err)
	}
	equal(t, dir, before)
}

// The second of the renames fails: the old site goes back.
func TestStepsPutBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, before)
	r := stage(t, dir)
	r.exchange = func(next, _ string) error {
		if err := os.RemoveAll(next); err != nil {
			t.Fatal(err)
		}
		return syscall.EINVAL
	}
	write(t, r, after)
	if _, err := r.Publish([32]byte{}); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("got %v, want fs.ErrNotExist", err)
	}
	equal(t, dir, before)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	publish(t, dir, after)
	equal(t, dir, after)
}

// Every state in which a kill can leave the names, and what the next Stage
// makes of it.
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
			equal(t, mended.work, map[string]string{"lock": ""})
			publish(t, dir, after)
			equal(t, dir, after)
			settled(t, dir)
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
	settled(t, dir)
	if _, err := r.Publish([32]byte{}); !errors.Is(err, fs.ErrClosed) {
		t.Fatalf("Publish after Close: %v, want fs.ErrClosed", err)
	}
	if err := r.Write("late.html", Key{}, nil); !errors.Is(err, fs.ErrClosed) {
		t.Fatalf("Write after Close: %v, want fs.ErrClosed", err)
	}
}

// Close after Publish must not touch a build that has begun since.
func TestCloseAfterPublish(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	first := stage(t, dir)
	write(t, first, before)
	finish(t, first)
	second := stage(t, dir)
	write(t, second, after)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Stage(dir, marked); !errors.Is(err, ErrLocked) {
		t.Fatalf("got %v, want ErrLocked", err)
	}
	finish(t, second)
	equal(t, dir, after)
}
