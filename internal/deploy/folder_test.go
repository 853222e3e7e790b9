package deploy

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A stand is a target in a folder.
type stand struct {
	target Target
	root   string
	now    time.Time
}

func openStand(t *testing.T) *stand {
	root := filepath.Join(t.TempDir(), "www")
	return &stand{Target{Name: "live", URL: "file://" + filepath.ToSlash(root), Keep: 3}, root, noon}
}

func (s *stand) live(path string) (string, error) {
	data, err := os.ReadFile(filepath.Join(s.root, "current", filepath.FromSlash(path)))
	return string(data), err
}

// deploy deploys a minute later.
func (s *stand) deploy(t *testing.T, site website) Report {
	t.Helper()
	s.now = s.now.Add(time.Minute)
	report, err := Run(t.Context(), s.target, site.dir, Options{Now: s.now})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (s *stand) names(t *testing.T) (names []string) {
	t.Helper()
	releases, err := Releases(s.target)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range releases {
		if r.Live {
			r.Name += " live"
		}
		names = append(names, r.Name)
	}
	return names
}

func TestFolder(t *testing.T) {
	s := openStand(t)
	s.target.Encodings = []string{"br"}
	sites := bothSites(t)
	if got := s.names(t); len(got) != 0 {
		t.Errorf("releases before the first: %v", got)
	}
	for i := range 5 {
		is, was := sites[i%2], sites[1-i%2]
		report := s.deploy(t, is)
		if want := s.now.Format(nameLayout); report.Release != want {
			t.Errorf("release %s, want %s", report.Release, want)
		}
		holds(t, s.live, is, was)
		// What an interrupted deploy left goes, also where there is nothing to do.
		if err := os.MkdirAll(filepath.Join(s.root, "releases", ".new", "events"), 0o755); err != nil {
			t.Fatal(err)
		}
		if again := s.deploy(t, is); len(again.Changes) > 0 || again.Release != report.Release {
			t.Errorf("deployed again: %+v", again)
		}
	}
	want := []string{"20210911-120900 live", "20210911-120700", "20210911-120500"}
	if d := cmp.Diff(want, s.names(t)); d != "" {
		t.Errorf("releases (-want +got):\n%s", d)
	}
	entries, err := os.ReadDir(filepath.Join(s.root, "releases"))
	if err != nil || len(entries) != 6 { // and their manifests
		t.Errorf("%v, %v", entries, err)
	}

	// What is the same is the same file.
	inode := func(release, path string) os.FileInfo {
		info, err := os.Stat(filepath.Join(s.root, "releases", release, path))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	for path, same := range map[string]bool{"events/same.html": true, "events/same.html.br": true, "index.html": false} {
		if os.SameFile(inode("20210911-120900", path), inode("20210911-120700", path)) != same {
			t.Errorf("%s: the same file? want %v", path, same)
		}
	}

	// Back, further back, to a certain one, and no further.
	back := func(to, want string) {
		t.Helper()
		if name, err := Rollback(s.target, to); err != nil || name != want {
			t.Errorf("back to %q: %s, %v; want %s", to, name, err, want)
		}
	}
	back("", "20210911-120700")
	holds(t, s.live, sites[1], sites[0])
	back("", "20210911-120500")
	holds(t, s.live, sites[0], sites[1])
	for _, to := range []string{"", "20210911-120100", "../../etc"} {
		if name, err := Rollback(s.target, to); !errors.Is(err, ErrNoRelease) {
			t.Errorf("back to %q: %s, %v", to, name, err)
		}
	}
	back("20210911-120900", "20210911-120900")
	back("20210911-120500", "20210911-120500")

	// A deploy after that is a new release, and later than all, whatever the clock says.
	s.now = noon.Add(-time.Hour)
	if report := s.deploy(t, sites[1]); report.Release != "20210911-120901" {
		t.Errorf("release %s", report.Release)
	}
	holds(t, s.live, sites[1], sites[0])
}

// TestFolderDamaged takes away what the next deploy would build on.
func TestFolderDamaged(t *testing.T) {
	s := openStand(t)
	sites := bothSites(t)
	for what, damage := range map[string]func(release string) error{
		"no manifest":      func(r string) error { return os.Remove(r + manifestSuffix) },
		"half a manifest":  func(r string) error { return os.Truncate(r+manifestSuffix, 20) },
		"a file is gone":   func(r string) error { return os.Remove(filepath.Join(r, "events/same.html")) },
		"half a file":      func(r string) error { return os.WriteFile(filepath.Join(r, "events/same.html"), []byte("<p>"), 0o644) },
		"half a release":   func(r string) error { return os.MkdirAll(filepath.Join(filepath.Dir(r), ".new/index.html"), 0o755) },
		"nothing is wrong": func(string) error { return nil },
	} {
		for i, is := range sites {
			report := s.deploy(t, is)
			holds(t, s.live, is, sites[1-i])
			if err := damage(filepath.Join(s.root, "releases", report.Release)); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
		s.deploy(t, sites[0])
		holds(t, s.live, sites[0], sites[1])
		if t.Failed() {
			t.Fatal(what)
		}
		s.deploy(t, sites[1])
	}
}

func TestFolderRefuses(t *testing.T) {
	s := openStand(t)
	site := bothSites(t)[0]
	if err := os.MkdirAll(filepath.Join(s.root, "current"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), s.target, site.dir, Options{Now: noon}); !errors.Is(err, ErrForeign) {
		t.Errorf("a folder at current: %v", err)
	}
	if err := os.Remove(filepath.Join(s.root, "current")); err != nil {
		t.Fatal(err)
	}
	f, _ := s.target.folder()
	unlock, err := f.lock()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), s.target, site.dir, Options{Now: noon}); !errors.Is(err, ErrLocked) {
		t.Errorf("two deploys: %v", err)
	}
	if _, err := Rollback(s.target, ""); !errors.Is(err, ErrLocked) {
		t.Errorf("a rollback meanwhile: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := Rollback(Target{URL: "s3://bucket"}, ""); !errors.Is(err, ErrNoReleases) {
		t.Errorf("a bucket: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, s.target, site.dir, Options{Now: noon}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if _, err := s.live("index.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something is live: %v", err)
	}
}

// TestSwitches reads while releases are switched: no read fails, and none that
// goes through one look at the link is mixed. BUNTING_FAULTS makes it long.
func TestSwitches(t *testing.T) {
	switches, least := 100, int64(10_000)
	if os.Getenv("BUNTING_FAULTS") != "" {
		switches, least = 1000, 100_000
	}
	s := openStand(t)
	sites := bothSites(t)
	for _, site := range sites {
		s.deploy(t, site)
	}
	var done atomic.Bool
	var reads atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for !done.Load() {
				root, err := os.OpenRoot(filepath.Join(s.root, "current"))
				if err != nil {
					t.Error(err)
					return
				}
				var got [2]bool
				for _, path := range []string{"index.html", "events/changed.html", "data/events.json"} {
					data, err := root.ReadFile(path)
					for i, site := range sites {
						got[i] = got[i] || err == nil && string(data) == site.files[path]
					}
					if err != nil {
						t.Error(err)
					}
					reads.Add(1)
				}
				root.Close()
				if got[0] == got[1] {
					t.Errorf("a mixed site, or none: %v", got)
					return
				}
			}
		})
	}
	releases := s.names(t)
	for n := range switches {
		if _, err := Rollback(s.target, releases[n%2][:len(nameLayout)]); err != nil {
			t.Fatal(err)
		}
		// The switches are spread over the reads.
		for reads.Load() < least*int64(n+1)/int64(switches) && !t.Failed() {
			time.Sleep(100 * time.Microsecond)
		}
	}
	done.Store(true)
	wg.Wait()
	t.Logf("%d reads during %d switches", reads.Load(), switches)
}
