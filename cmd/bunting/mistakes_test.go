package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// entry matches a line of facts: the key with =, and the value.
var entry = regexp.MustCompile(`^(\w+ = )(.+)$`)

// TestMistakesAreReported spoils each line of the small site's facts in
// several ways. Whatever is wrong is told as such: the program neither breaks
// off nor hangs, and publishes nothing that has errors.
func TestMistakesAreReported(t *testing.T) {
	for _, file := range []string{"config.toml", "content/events/ili/carbon-fair.md"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			site := t.TempDir()
			if err := addMissing(site, "testdata/base"); err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(site, filepath.FromSlash(file))
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(string(data), "\n")
			for i, line := range lines {
				if strings.TrimSpace(line) == "" {
					continue
				}
				spoilt := []string{""}
				if m := entry.FindStringSubmatch(line); m != nil {
					spoilt = append(spoilt, m[1]+`""`, m[1]+"[{}]")
				}
				for _, s := range spoilt {
					text := strings.Join(append(append(append([]string{}, lines[:i]...), s), lines[i+1:]...), "\n")
					if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
					code, said := run(t, site, []string{"GOMEMLIMIT=512MiB"}, "build")
					_, err := os.Stat(filepath.Join(site, "public"))
					switch published := err == nil; {
					case code == 1 && strings.Contains(said, ": error: ") && !published:
					case code == 0 && published:
						if err := os.RemoveAll(filepath.Join(site, "public")); err != nil {
							t.Fatal(err)
						}
					default:
						t.Errorf("line %d is %q: exit code %d, published %v\n%.2000s", i+1, s, code, published, said)
					}
				}
			}
		})
	}
}
