// Package internal_test holds the program to its plan: which package may know
// which.
package internal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A room is a package with what it may import of the module.
type room struct {
	name    string
	pure    bool // values in, values out: no disk, no network, no processes, no clock
	imports []string
}

// allowed is the table of arrows: what each package may import of the module.
// Whoever wants a new arrow argues for it here, in review. Data goes one way,
// so a package may only name those above it.
var allowed = []room{
	// Vocabulary: plain types.
	{"internal/diag", true, nil},
	{"internal/digest", true, nil},
	{"internal/parallel", true, nil},
	{"internal/tomlfile", true, []string{"internal/diag"}},
	{"internal/campaign", true, []string{"internal/diag", "internal/digest", "internal/tomlfile"}},
	{"internal/view", true, nil},

	// Pure: values in, values out.
	{"internal/markdown", true, nil},
	{"internal/picture", true, nil},
	{"internal/film", true, nil},
	{"internal/locale", true, nil},
	{"internal/theme", true, []string{"internal/diag", "internal/digest", "internal/tomlfile", "internal/locale", "internal/view"}},
	{"internal/feed", true, nil},
	{"internal/site", true, []string{"internal/campaign", "internal/diag", "internal/digest", "internal/feed", "internal/locale", "internal/markdown", "internal/parallel", "internal/picture", "internal/view"}},

	// Edges: the world's formats and machines. They know the vocabulary only.
	{"internal/config", true, []string{"internal/campaign", "internal/diag", "internal/tomlfile"}},
	{"internal/content", true, []string{"internal/campaign", "internal/diag", "internal/digest", "internal/parallel", "internal/tomlfile"}},
	{"internal/folder", false, nil},
	{"internal/source", false, []string{"internal/digest", "internal/folder"}},
	{"internal/lacking", false, nil}, // for tests
	{"internal/objectstore", false, nil},
	{"internal/objectstore/gateway", false, nil}, // for tests
	{"internal/cache", false, []string{"internal/digest", "internal/objectstore"}},
	{"internal/release", false, []string{"internal/folder", "internal/parallel"}},
	{"internal/deploy", false, []string{"internal/objectstore", "internal/release"}},
	{"internal/deploy/sshd", false, nil}, // for tests
	{"internal/gitpush", false, []string{"internal/campaign", "internal/diag"}},

	// Wiring.
	{"themes", true, nil},
	{"internal/build", false, []string{
		"internal/cache", "internal/campaign", "internal/config", "internal/content", "internal/diag", "internal/digest", "internal/film", "internal/locale", "internal/objectstore", "internal/parallel", "internal/picture", "internal/release", "internal/site", "internal/source",
		"internal/theme", "internal/tomlfile", "themes",
	}},
	{"internal/preview", false, []string{"internal/build", "internal/diag", "internal/digest", "internal/site", "internal/source"}},
	{"internal/cli", false, []string{"internal/build", "internal/campaign", "internal/config", "internal/deploy", "internal/diag", "internal/gitpush", "internal/preview", "internal/release", "internal/source"}},
	{"cmd/bunting", false, []string{"internal/cli"}},

	// Measuring stands beside the program and knows nothing of its inside.
	{"bench/generate", false, nil},
	{"bench/edits", false, nil},
	{"bench/measure", false, nil},
	{"bench/photos", false, nil},
	{"bench/preview", false, nil},
	{"bench/snapshots", false, nil},
	{"bench/variants", false, []string{"internal/picture"}},
	{"bench/samefacts", false, nil},
}

// machine are the packages that no pure one may import: they reach the disk,
// the network, other processes or chance. The interface io/fs and embedded
// files are values.
var machine = []string{
	"os", "os/exec", "os/signal", "os/user", "io/ioutil", "path/filepath", "net", "net/http", "syscall", "unsafe", "plugin", "log", "log/slog",
	"flag", "runtime/debug", "math/rand", "math/rand/v2", "crypto/rand",
}

// clock are what package time takes from the machine.
var clock = []string{"Now", "Since", "Until", "Local", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

const module = "bunting/"

// A goPackage is what go list tells of a package.
type goPackage struct {
	Dir, ImportPath string
	GoFiles         []string
	Imports         []string
}

func list(t *testing.T) []goPackage {
	t.Helper()
	c := exec.Command("go", "list", "-json=Dir,ImportPath,GoFiles,Imports", "./...")
	c.Dir = ".."
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var packages []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) == 0 {
			continue // only tests, as this folder
		}
		packages = append(packages, p)
	}
}

func TestImports(t *testing.T) {
	packages := list(t)
	if len(packages) < 10 {
		t.Fatalf("go list names only %d packages", len(packages))
	}
	for _, p := range packages {
		name := strings.TrimPrefix(p.ImportPath, module)
		i := slices.IndexFunc(allowed, func(r room) bool { return r.name == name })
		if i < 0 {
			t.Errorf("package %s is not in the table of allowed imports", name)
			continue
		}
		for _, path := range p.Imports {
			own, inModule := strings.CutPrefix(path, module)
			switch {
			case inModule && !slices.Contains(allowed[i].imports, own):
				t.Errorf("new arrow: %s imports %s", name, own)
			case allowed[i].pure && slices.Contains(machine, path):
				t.Errorf("%s is pure, but imports %s", name, path)
			}
		}
		for _, path := range allowed[i].imports {
			if !slices.Contains(p.Imports, module+path) {
				t.Errorf("the table lets %s import %s, which it does not", name, path)
			}
		}
		if allowed[i].pure {
			noClock(t, name, p)
		}
	}
}

// noClock asks that no file of a pure package looks at the machine's clock or
// zone.
func noClock(t *testing.T, name string, p goPackage) {
	t.Helper()
	for _, file := range p.GoFiles {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, s.Sel.Name) {
				t.Errorf("%s is pure, but uses time.%s at %s", name, s.Sel.Name, fset.Position(s.Pos()))
			}
			return true
		})
	}
}

// TestTable asks that the table itself keeps the plan: arrows point upwards,
// and only to packages that exist.
func TestTable(t *testing.T) {
	exists := map[string]bool{}
	for _, p := range list(t) {
		exists[strings.TrimPrefix(p.ImportPath, module)] = true
	}
	above := map[string]bool{}
	for _, r := range allowed {
		if !exists[r.name] {
			t.Errorf("the table names %s, which does not exist", r.name)
		}
		for _, path := range r.imports {
			if !above[path] {
				t.Errorf("the table lets %s import %s, which is not above it", r.name, path)
			}
		}
		above[r.name] = true
	}
}
