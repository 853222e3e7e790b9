package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"bunting/internal/diag"
)

// TestEveryCodeHasACase asks that each kind of mistake is made by a script
// testdata/script/diag-<code>.txtar, which holds what the program says about
// it in both languages; and that no script is left over from a code that is
// gone.
func TestEveryCodeHasACase(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/diag-*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]string{}
	for _, file := range scripts {
		code := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "diag-"), ".txtar")
		left[code] = file
	}
	for _, code := range diag.Codes() {
		file, ok := left[code.Name]
		if !ok {
			t.Errorf("no script makes the mistake %s", code.Name)
			continue
		}
		delete(left, code.Name)
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for golden, line := range map[string]string{
			"en": ": " + code.Severity.String() + ": ",
			"zh": ": " + map[diag.Severity]string{diag.Error: "错误", diag.Warning: "警告"}[code.Severity] + ": ",
		} {
			if !says(archive, golden, line, "["+code.Name+"]") {
				t.Errorf("%s: the file %s in it does not show the %s", file, golden, code.Severity)
			}
			if !strings.Contains(string(archive.Comment), "cmp stdout "+golden) && !strings.Contains(string(archive.Comment), "cmp stderr "+golden) {
				t.Errorf("%s: nothing is compared with the file %s in it", file, golden)
			}
		}
		if code.Severity == diag.Error && !strings.Contains(string(archive.Comment), "! exists public") {
			t.Errorf("%s: it does not ask that a build writes nothing", file)
		}
	}
	for code, file := range left {
		t.Errorf("%s: there is no code %s", file, code)
	}
}

// says tells whether a line of a file in the archive holds all texts.
func says(archive *txtar.Archive, file string, texts ...string) bool {
	for _, f := range archive.Files {
		if f.Name != file {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			ok := true
			for _, text := range texts {
				ok = ok && strings.Contains(line, text)
			}
			if ok {
				return true
			}
		}
	}
	return false
}
