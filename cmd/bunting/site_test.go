package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// bunting returns the real program, ready to run in a folder. Nothing of this
// machine's environment reaches it but what env says.
func bunting(dir string, env []string, args ...string) *exec.Cmd {
	cmd := exec.Command("bunting", args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}, env...)
	return cmd
}

// run runs the program and returns its exit code and what it said to people.
func run(t *testing.T, dir string, env []string, args ...string) (code int, said string) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := bunting(dir, env, args...)
	cmd.Stderr = &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stderr.String()
}

// mustBuild builds a site that has no mistakes.
func mustBuild(t *testing.T, dir string, env []string, args ...string) (said string) {
	t.Helper()
	code, said := run(t, dir, env, append([]string{"build"}, args...)...)
	if code != 0 {
		t.Fatalf("exit code %d:\n%s", code, said)
	}
	return said
}

// tree returns the digest of each file below dir, by its path.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// freshCopy copies a site to a folder of the test's own.
func freshCopy(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := copyOf(from, to, false); err != nil {
		t.Fatal(err)
	}
	return to
}

// linked returns the small site with the theme whose pages lead to each other.
func linked(t *testing.T) string {
	t.Helper()
	site := t.TempDir()
	if err := addMissing(site, "testdata/base"); err != nil {
		t.Fatal(err)
	}
	put(t, site, "config.toml", strings.Replace(read(t, site, "config.toml"), `"tiny"`, `"festival"`, 1))
	return site
}

const shapotou = "testdata/shapotou"

// TestShapotou builds the small district's campaign and compares what it says
// about its events.
func TestShapotou(t *testing.T) {
	site := freshCopy(t, shapotou)
	said := mustBuild(t, site, nil)
	// The texts are in Chinese only, and that is all there is to warn of.
	if !strings.Contains(said, "12 of 12 pages have no text in English") || !strings.HasSuffix(said, "MB: public; 1 warning\n") {
		t.Errorf("the build said:\n%s", said)
	}
	pages := map[string]int{}
	for name := range tree(t, filepath.Join(site, "public")) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		kind, _, nested := strings.Cut(strings.TrimPrefix(name, "en/"), "/")
		if !nested {
			kind = "top"
		}
		pages[kind]++
	}
	want := map[string]int{ // in two languages each
		"top":        2 * 3,  // home, notice, not found
		"events":     2 * 11, // ten events and their list
		"schedule":   2 * 6,  // five days and their overview
		"actions":    2 * 11,
		"venues":     2 * 2,
		"main-venue": 2, "regions": 2 * 2, "print": 2, "online": 2, "changes": 2, "news": 2 * 2, "embed": 2,
	}
	if d := cmp.Diff(want, pages); d != "" {
		t.Errorf("pages by kind (-want +got):\n%s", d)
	}
	for _, name := range []string{"data/events.csv", "calendar.ics", "events/shapotou/congress.ics"} {
		data, err := os.ReadFile(filepath.Join(site, "public", name))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, data)
	}
	for _, name := range []string{"events/shapotou/main-venue.html", "en/events/shapotou/earthquake.html", "notice.html"} {
		golden(t, strings.TrimSuffix(name, ".html")+".txt", mainText(t, filepath.Join(site, "public", name)))
	}

	// The congress is by invitation: it has a page, and no list, calendar or
	// data shows it.
	const congress = "events/shapotou/congress.html"
	for name := range tree(t, filepath.Join(site, "public")) {
		data, err := os.ReadFile(filepath.Join(site, "public", name))
		if err != nil {
			t.Fatal(err)
		}
		its := strings.HasSuffix(name, "events/shapotou/congress.html") || strings.HasSuffix(name, "events/shapotou/congress.ics")
		if !its && bytes.Contains(data, []byte("shapotou/congress")) {
			t.Errorf("%s names %s", name, congress)
		}
		if its && strings.HasSuffix(name, ".html") && !bytes.Contains(data, []byte(`<meta name="robots" content="noindex`)) {
			t.Errorf("%s can be found by search engines", name)
		}
	}
}

// golden compares data with a file of testdata/golden, byte by byte.
func golden(t *testing.T, name string, data []byte) {
	t.Helper()
	file := filepath.Join("testdata/golden", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(data)); d != "" {
		t.Errorf("%s (-want +got); run with -update if this is meant:\n%s", file, d)
	}
}

// mainText returns the words of a page's main part, each text on a line of
// its own: what it says, whatever it looks like.
func mainText(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for n := range doc.Descendants() {
		if n.Type != html.TextNode || strings.TrimSpace(n.Data) == "" {
			continue
		}
		for up := n.Parent; up != nil; up = up.Parent {
			if up.Data == "main" {
				fmt.Fprintln(&out, strings.Join(strings.Fields(n.Data), " "))
			}
		}
	}
	return out.Bytes()
}

// TestSameBytes builds the sample site and Shapotou under circumstances that
// must not show: zone, language, cores, jobs, folder, how the source is named,
// and the order in which the files were made.
func TestSameBytes(t *testing.T) {
	for name, from := range map[string]string{"sample": "../..", "shapotou": shapotou} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := freshCopy(t, from)
			reversed := filepath.Join(t.TempDir(), "of", "another", "name")
			if err := copyOf(site, reversed, true); err != nil {
				t.Fatal(err)
			}
			elsewhere := t.TempDir()
			relative, err := filepath.Rel(elsewhere, reversed)
			if err != nil {
				t.Fatal(err)
			}
			mustBuild(t, site, []string{"TZ=UTC", "LC_ALL=C", "GOMAXPROCS=1"}, "--jobs", "1")
			mustBuild(t, elsewhere, []string{"TZ=America/St_Johns", "LC_ALL=zh_CN.GB18030", "GOMAXPROCS=4"}, "--jobs", "7", "--source", relative)
			want, got := tree(t, filepath.Join(site, "public")), tree(t, filepath.Join(reversed, "public"))
			for _, file := range slices.Sorted(maps.Keys(want)) {
				if want[file] != got[file] {
					t.Errorf("%s differs", file)
				}
			}
			if len(want) != len(got) || len(want) < 100 {
				t.Errorf("%d files and %d files", len(want), len(got))
			}
			if name == "sample" {
				return // one comparison of the large site is enough
			}
			again := filepath.Join(elsewhere, "www")
			mustBuild(t, "/", []string{"TZ=Asia/Urumqi", "LANG=ug_CN.UTF-8", "GODEBUG=randautoseed=0"}, "--source", site, "--output", again)
			if d := cmp.Diff(want, tree(t, again)); d != "" {
				t.Errorf("built from / into another folder (-want +got):\n%s", d)
			}
		})
	}
}
