package main

import (
	"bytes"
	"image"
	"io/fs"
	"maps"
	"math"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const content = "../../content"

// The committed photos are what the program paints. Elsewhere than on amd64
// the compiler may join a multiplication and an addition, which rounds
// otherwise; there, nearly the same is enough.
func TestPaintsWhatIsCommitted(t *testing.T) {
	for _, name := range []string{"events/changji/radio-telescope/pulses.png", "events/ili/moon-dome/roof.jpg"} {
		t.Run(path.Base(name), func(t *testing.T) {
			i := slices.IndexFunc(pictures, func(p picture) bool { return p.file == name })
			got, err := pictures[i].encode(1)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(content, name))
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case bytes.Equal(got, want):
			case runtime.GOARCH == "amd64":
				t.Errorf("the committed file differs: go run ./bench/photos --only %s", name)
			case difference(t, got, want) > 2:
				t.Errorf("the committed picture looks different: go run ./bench/photos --only %s", name)
			}
		})
	}
}

// difference is how far two pictures' pixels are apart on average, of 255.
func difference(t *testing.T, a, b []byte) float64 {
	t.Helper()
	var m [2]image.Image
	for i, data := range [][]byte{a, b} {
		var err error
		if m[i], _, err = image.Decode(bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
	}
	if m[0].Bounds() != m[1].Bounds() {
		return 255
	}
	sum, bounds := 0.0, m[0].Bounds()
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			_, g, _, _ := m[0].At(x, y).RGBA()
			_, h, _, _ := m[1].At(x, y).RGBA()
			sum += math.Abs(float64(g)-float64(h)) / 257
		}
	}
	return sum / float64(bounds.Dx()*bounds.Dy())
}

// Each photo under content is painted by the program and named by a text beside
// it, and each picture of the program is there, in its promised size.
func TestAllPhotosAreOurs(t *testing.T) {
	ours := map[string]bool{}
	for _, p := range pictures {
		if ours[p.file] {
			t.Errorf("%s is painted twice", p.file)
		}
		ours[p.file] = true
		texts, err := filepath.Glob(filepath.Join(content, path.Dir(p.file), "*.md"))
		named := slices.ContainsFunc(texts, func(text string) bool {
			data, err := os.ReadFile(text)
			name := path.Base(p.file)
			return err == nil && (bytes.Contains(data, []byte(`file = "`+name+`"`)) || bytes.Contains(data, []byte("]("+name)))
		})
		if err != nil || !named {
			t.Errorf("no text beside %s names it: %v", p.file, err)
		}
	}
	there := map[string]bool{}
	err := filepath.WalkDir(content, func(name string, entry fs.DirEntry, err error) error {
		switch strings.ToLower(filepath.Ext(name)) {
		case ".jpg", ".jpeg", ".png", ".gif", ".webp":
			rel, err := filepath.Rel(content, name)
			if err != nil {
				return err
			}
			there[filepath.ToSlash(rel)] = true
			if info, err := entry.Info(); err != nil || info.Size() > 118_000 {
				t.Errorf("%s is larger than promised", rel)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ours["events/changji/radio-telescope/pulsars.jpg"] = true // by bench/film.sh
	if !maps.Equal(ours, there) {
		for name := range ours {
			if !there[name] {
				t.Errorf("%s is not in the repository", name)
			}
		}
		for name := range there {
			if !ours[name] {
				t.Errorf("nobody paints %s", name)
			}
		}
	}
}

// A picture stored on its side has its pixels where EXIF says.
func TestTurn(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 3, 2))
	m.Pix[0] = 200 // the upper left corner
	for orientation, corner := range map[int]image.Point{1: {0, 0}, 6: {0, 2}, 8: {1, 0}} {
		side := camera{orientation: orientation}.turn(m)
		if r, _, _, _ := side.At(corner.X, corner.Y).RGBA(); r>>8 != 200 {
			t.Errorf("orientation %d: the upper left corner is not at %v", orientation, corner)
		}
	}
}
