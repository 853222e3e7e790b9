package build

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bunting/internal/diag"
	"bunting/internal/site"
)

// A made site is one that a test holds in memory: its files, and the views
// that its pages were made of.
type made struct {
	*loaded
	files map[string][]byte
	views map[string]site.Page
	list  diag.List
}

// now is the time of publication in tests.
var now = time.Date(2021, 9, 12, 12, 0, 0, 0, time.UTC)

// folder writes files into a new folder.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// sample copies the sample site, the repository's own, into a new folder and
// lets change its config and add files. Its pictures are small, which is quick.
func sample(t testing.TB, config func(string) string, more map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"content", "static"} {
		sub, err := fs.Sub(os.DirFS("../.."), name)
		if err == nil {
			err = os.CopyFS(filepath.Join(dir, name), sub)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile("../../config.toml")
	if err != nil {
		t.Fatal(err)
	}
	if more == nil {
		more = map[string]string{}
	}
	more["config.toml"] = config(string(text)) + "\n[images]\nwidths = [240, 480]\n"
	for name, text := range more {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// fresh returns the files that a build without a memory publishes, nil when there
// are errors; what is told of the sources, and of all. Nothing is written to disk,
// which takes long.
func fresh(t testing.TB, o Options) (files map[string][]byte, told, all diag.List) {
	t.Helper()
	o.NoCache = true
	tree, list, err := openTree(&o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if tree == nil {
		return nil, list, list
	}
	defer tree.Close()
	m := remember(&o)
	defer m.close()
	s, told, err := compose(tree, &o, m, "")
	if err != nil {
		t.Fatal(err)
	}
	told = told.Sorted()
	if s == nil || told.Errors() > 0 {
		return nil, told, told
	}
	_, found, err := s.make(&o, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	if all = slices.Concat(told, found); all.Errors() > 0 {
		return nil, told, all
	}
	files = map[string][]byte{}
	for i := range s.outputs {
		var buf bytes.Buffer
		if err := s.render(&buf, s.outputs[i].Body(site.Report{Mistake: func(diag.Diagnostic) {}, Fault: func(err error) { t.Error(err) }})); err != nil {
			t.Fatal(err)
		}
		files[s.outputs[i].Path] = buf.Bytes()
	}
	return files, told, all
}

// tryMake makes the site in a folder; the list says what is wrong with it.
// Mistakes in texts leave files all the same.
func tryMake(t testing.TB, dir string) *made {
	t.Helper()
	o := Options{Source: dir, Now: now, NoCache: true}
	m := &made{files: map[string][]byte{}, views: map[string]site.Page{}}
	tree, list, err := openTree(&o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if m.list = list; tree == nil {
		return m
	}
	defer tree.Close()
	memory := remember(&o)
	defer memory.close()
	if m.loaded, m.list, err = compose(tree, &o, memory, ""); err != nil {
		t.Fatal(err)
	}
	if m.loaded == nil || m.list.Errors() > 0 {
		return m
	}
	report := site.Report{Mistake: func(d diag.Diagnostic) { m.list = append(m.list, d) }, Fault: func(err error) { t.Error(err) }}
	for _, out := range m.outputs {
		var buf bytes.Buffer
		body := out.Body(report)
		if err := m.render(&buf, body); err != nil {
			t.Fatal(err)
		}
		m.files[out.Path] = buf.Bytes()
		if p, ok := body.(site.Page); ok {
			m.views[out.Path] = p
		}
	}
	m.list = m.list.Sorted()
	return m
}

// photoFile returns a small JPEG of one colour, which number says.
func photoFile(number int) string {
	img := image.NewGray(image.Rect(0, 0, 24+number%3, 16))
	for i := range img.Pix {
		img.Pix[i] = byte(37 * number)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.String()
}

// filmFile returns what passes as an MP4 that shows nothing, with a place in it.
func filmFile(data string) string {
	box := func(kind string, body ...string) string {
		b := strings.Join(body, "")
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(b)))) + kind + b
	}
	handler := box("hdlr", "\x00\x00\x00\x00\x00\x00\x00\x00vide", strings.Repeat("\x00", 13))
	return box("ftyp", "isom\x00\x00\x02\x00isomavc1") +
		box("moov", box("trak", box("mdia", handler)), box("udta", "+43.9+81.3/")) + box("mdat", data)
}

// filesBelow reads all files below a folder.
func filesBelow(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out[name], err = fs.ReadFile(fsys, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// mustMake makes the site in a folder, which has no errors.
func mustMake(t testing.TB, dir string) *made {
	t.Helper()
	m := tryMake(t, dir)
	if m.list.Errors() > 0 {
		var b strings.Builder
		m.list.WriteText(&b, diag.English)
		t.Fatalf("the site has errors:\n%s", b.String())
	}
	return m
}
