package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the package gives into testdata")

var labels = Labels{
	Note: "注意", Tip: "提示", Important: "重要", Warning: "警告", Caution: "当心",
	Table: "表格", Footnotes: "脚注", FootnoteBack: "返回正文",
}

// resolve stands for a site with a picture, two pages and nothing else.
func resolve(ref Reference) Target {
	switch {
	case ref.Image && ref.Destination == "opening.jpg":
		return Target{URL: "/p/opening-960.jpg", Srcset: "/p/opening-480.jpg 480w, /p/opening-960.jpg 960w", Sizes: "100vw", Width: 960, Height: 640}
	case ref.Image && ref.Destination == "night.jpg":
		return Target{URL: "/p/night.jpg", Srcset: "/p/night.jpg 480w", WebP: "/p/night.webp 480w", Sizes: "100vw", Width: 480, Height: 320, Tint: "#001,#112,#223"}
	case ref.Destination == "carbon-fair.md" || ref.Destination == "碳 展.md":
		return Target{URL: "/events/" + strings.TrimSuffix(ref.Destination, ".md") + ".html"}
	}
	return Target{}
}

// TestGolden compares what testdata holds: for each name.md its name.html, name.txt and, if there are any, name.problems.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			name, isSource := strings.CutSuffix(f.Name, ".md")
			if !isSource {
				continue
			}
			src := string(f.Data)
			doc := Render(src, Options{resolve, labels})
			add := func(suffix, data string) {
				if data != "" {
					got.Files = append(got.Files, txtar.File{Name: name + suffix, Data: []byte(strings.TrimRight(data, "\n") + "\n")})
				}
			}
			got.Files = append(got.Files, f)
			add(".html", doc.HTML)
			add(".txt", Text(src))
			add(".problems", problemLines(src, doc.Problems))
		}
		want, have := string(txtar.Format(archive)), string(txtar.Format(got))
		if diff := cmp.Diff(want, have); diff != "" {
			if *update {
				if err := os.WriteFile(file, []byte(have), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func problemLines(src string, problems []Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s %q at %q\n", p.Kind, p.Detail, src[p.Offset:p.Offset+p.Length])
	}
	return b.String()
}
