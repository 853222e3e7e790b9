package build

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bunting/internal/diag"
)

// TestIncremental edits a site at random, and builds it after each edit with
// a memory that is whole, gone, half gone or damaged: what stands at the
// output, and what is told, is what a build without a memory gives.
func TestIncremental(t *testing.T) {
	dir, seed := t.TempDir(), seed(t, 0)
	e := newEditor(seed, "tiny")
	maps.Copy(e.files, tinyTheme(t))
	warm := Options{Source: filepath.Join(dir, "site"), Output: filepath.Join(dir, "public"), Now: now}
	clean := warm
	clean.Output, clean.NoCache = filepath.Join(dir, "clean"), true
	done := []string{"begin"}
	standing := map[string]string{}
	reused := 0
	before := maps.Clone(e.files)
	for step := range edits(50) {
		syncFolder(t, warm.Source, standing, e.files)
		if e.IntN(3) == 0 {
			done = append(done, e.damage(t, dir))
		}
		if e.IntN(5) == 0 {
			warm.Preview = e.one("", "https://preview.example/", "https://preview.example/one/")
			clean.Preview = warm.Preview
			done = append(done, "it is looked at as "+warm.Preview)
		}
		result, list, err := Build(warm)
		_, want, cleanErr := Build(clean)
		if err != nil || cleanErr != nil {
			t.Fatalf("step %d: %v, %v", step, err, cleanErr)
		}
		reused += result.Reused
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.CacheDamaged })
		if got, want := printed(t, list), printed(t, want); got != want {
			t.Fatalf("step %d tells\n%s\ninstead of\n%s\nafter %q", step, got, want, done[max(0, len(done)-4):])
		}
		if list.Errors() == 0 {
			compareTrees(t, warm.Output, clean.Output, func() string {
				return fmt.Sprintf("step %d, seed %d, after %q", step, seed, done[max(0, len(done)-4):])
			})
			before = maps.Clone(e.files)
		} else {
			e.files = maps.Clone(before)
		}
		if e.IntN(6) == 0 {
			done = append(done, e.theme())
		} else if e.IntN(8) > 0 { // else nothing changes
			done = append(done, e.edit())
		}
	}
	if reused == 0 {
		t.Error("nothing was ever reused")
	}
}

// tinyTheme returns the files of the small theme.
func tinyTheme(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, data := range filesBelow(t, "../../cmd/bunting/testdata/base/themes/tiny") {
		out["themes/tiny/"+name] = string(data)
	}
	return out
}

// theme changes how the site looks and what the theme says.
func (e *editor) theme() string {
	e.last = nil
	n := e.IntN(9)
	switch e.IntN(5) {
	case 0:
		e.put("layouts/event.html", fmt.Sprintf(`{{template "base" .}}{{define "main"}}<p>%d {{.Title.Text}}</p>{{.Text.HTML}}{{range .Related}}<a href="{{.Path}}">{{.Title.Text}}</a>{{end}}{{end}}`, n))
	case 1:
		e.drop("layouts/event.html")
	case 2:
		e.put("themes/tiny/assets/css/main.css", fmt.Sprintf("body { margin: %dpx }\n", n))
	case 3:
		e.put("themes/tiny/static/humans.txt", fmt.Sprint("humans ", n, "\n"))
	case 4:
		e.put("themes/tiny/i18n/en.toml", e.files["themes/tiny/i18n/en.toml"]+fmt.Sprintf("\"extra.%d\" = \"x\"\n", e.made*10+n))
		e.made++
	}
	return strings.Join(e.last, "; ")
}

// damage spoils what is remembered: the cache, and what stands beside the
// output.
func (e *editor) damage(t *testing.T, dir string) string {
	t.Helper()
	var files []string
	for _, at := range []string{"site/.bunting", ".public.bunting"} {
		err := filepath.WalkDir(filepath.Join(dir, filepath.FromSlash(at)), func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && !strings.Contains(filepath.ToSlash(name), "/next/") && d.Name() != "lock" {
				files = append(files, name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	how := e.one("all of it is gone", "half of it is gone", "bits are flipped", "it is cut short")
	for _, name := range files {
		var err error
		switch data, _ := os.ReadFile(name); {
		case how == "all of it is gone", how == "half of it is gone" && e.IntN(2) == 0:
			err = os.Remove(name)
		case how == "bits are flipped" && len(data) > 0:
			for range 1 + e.IntN(3) {
				data[e.IntN(len(data))] ^= 1 << e.IntN(8)
			}
			err = os.WriteFile(name, data, 0o666)
		case how == "it is cut short" && len(data) > 0:
			err = os.Truncate(name, int64(e.IntN(len(data))))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprintf("%d files of what is remembered: %s", len(files), how)
}

// syncFolder brings a folder from the files that stand in it to others.
func syncFolder(t *testing.T, dir string, standing, files map[string]string) {
	t.Helper()
	for name := range standing {
		if _, ok := files[name]; !ok {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
			delete(standing, name)
		}
	}
	for name, text := range files {
		if old, ok := standing[name]; ok && old == text {
			continue
		}
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		standing[name] = text
	}
}

func printed(t *testing.T, list diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := list.WriteText(&b, diag.English); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// compareTrees fails unless two folders hold the same files.
func compareTrees(t *testing.T, got, want string, when func() string) {
	t.Helper()
	have, wanted := filesBelow(t, got), filesBelow(t, want)
	for name, data := range wanted {
		if other, ok := have[name]; !ok {
			t.Fatalf("%s is missing: %s", name, when())
		} else if !bytes.Equal(other, data) {
			t.Fatalf("%s differs: %s\n%s", name, when(), difference(string(data), string(other)))
		}
		delete(have, name)
	}
	if len(have) > 0 {
		t.Fatalf("%v should not be there: %s", slices.Sorted(maps.Keys(have)), when())
	}
}

// TestVerify: a build that verifies finds what is not as it was remembered.
func TestVerify(t *testing.T) {
	dir := t.TempDir()
	e := newEditor(1, "tiny")
	maps.Copy(e.files, tinyTheme(t))
	o := Options{Source: filepath.Join(dir, "site"), Output: filepath.Join(dir, "public"), Now: now}
	syncFolder(t, o.Source, map[string]string{}, e.files)
	build := func() error {
		t.Helper()
		_, list, err := Build(o)
		if list.Errors() > 0 {
			t.Fatal(printed(t, list))
		}
		return err
	}
	if err := build(); err != nil {
		t.Fatal(err)
	}
	o.Verify = true
	if err := build(); err != nil {
		t.Errorf("nothing differs, but: %v", err)
	}
}
