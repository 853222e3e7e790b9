package build

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// A key is one that a file may set: its path, "[]" after what is a list and
// "*" for a name that is free, and the Go type that reads it.
type key struct{ path, kind string }

// A schema knows the structs that files are read into, from their source: so
// a key that is added there is a key here.
type schema map[string]ast.Expr

func readSchema(t testing.TB) schema {
	t.Helper()
	s := schema{}
	for _, pkg := range []string{"campaign", "config", "content"} {
		names, err := filepath.Glob("../" + pkg + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if d, ok := n.(*ast.TypeSpec); ok {
					s[pkg+"."+d.Name.Name] = d.Type
				}
				return true
			})
		}
	}
	return s
}

// keys returns the keys that a struct such as content.rawEvent reads.
func (s schema) keys(t testing.TB, name string) []key {
	t.Helper()
	pkg, _, _ := strings.Cut(name, ".")
	typ, ok := s[name].(*ast.StructType)
	if !ok {
		t.Fatalf("there is no struct %s", name)
	}
	return s.walk(t, pkg, typ, "")
}

func (s schema) walk(t testing.TB, pkg string, typ ast.Expr, path string) []key {
	t.Helper()
	switch typ := typ.(type) {
	case *ast.StarExpr:
		return s.walk(t, pkg, typ.X, path)
	case *ast.ArrayType:
		return s.walk(t, pkg, typ.Elt, path+"[]")
	case *ast.MapType:
		if v, ok := typ.Value.(*ast.Ident); ok && v.Name == "any" {
			return []key{{path, "map"}}
		}
		return s.walk(t, pkg, typ.Value, path+".*")
	case *ast.SelectorExpr:
		return s.named(t, typ.X.(*ast.Ident).Name, typ.Sel.Name, path)
	case *ast.Ident:
		if !ast.IsExported(typ.Name) && s[pkg+"."+typ.Name] == nil {
			return []key{{path, typ.Name}}
		}
		return s.named(t, pkg, typ.Name, path)
	case *ast.StructType:
		var out []key
		for _, f := range typ.Fields.List {
			if len(f.Names) == 0 { // embedded: its keys are the struct's own
				out = append(out, s.walk(t, pkg, f.Type, path)...)
				continue
			}
			if f.Tag == nil {
				continue
			}
			tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("toml")
			if tag == "" {
				continue
			}
			out = append(out, s.walk(t, pkg, f.Type, strings.TrimPrefix(path+"."+tag, "."))...)
		}
		return out
	}
	t.Fatalf("%s: no rule for %T", path, typ)
	return nil
}

func (s schema) named(t testing.TB, pkg, name, path string) []key {
	t.Helper()
	if typ, ok := s[pkg+"."+name].(*ast.StructType); ok {
		return s.walk(t, pkg, typ, path)
	}
	return []key{{path, pkg + "." + name}}
}

// literal reads one TOML value.
func literal(t testing.TB, text string) any {
	t.Helper()
	var v map[string]any
	if _, err := toml.Decode("v = "+text, &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v["v"]
}

// put sets the key at path, each list with one entry.
func put(tree map[string]any, path string, value any) {
	name, rest, nested := strings.Cut(path, ".")
	name, isList := strings.CutSuffix(name, "[]")
	switch {
	case isList && nested:
		list, _ := tree[name].([]map[string]any)
		if list == nil {
			list = []map[string]any{{}}
		}
		tree[name] = list
		put(list[0], rest, value)
	case isList:
		tree[name] = []any{value}
	case nested:
		below, _ := tree[name].(map[string]any)
		if below == nil {
			below = map[string]any{}
		}
		tree[name] = below
		put(below, rest, value)
	default:
		tree[name] = value
	}
}

func write(t testing.TB, tree map[string]any) string {
	t.Helper()
	var b strings.Builder
	e := toml.NewEncoder(&b)
	e.Indent = ""
	if err := e.Encode(tree); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A document is one file of a site in which every string is hostile. Fixed
// holds what must be of a certain form, as TOML; a key that ends with a star
// fixes all keys with its beginning. Without are the keys that contradict
// others.
type document struct {
	file, read string // read: the struct that it is read into
	fixed      map[string]string
	without    []string
	body       string
}

// text returns the file in which each string that may say anything says what
// value makes of the key.
func (d document) text(t testing.TB, s schema, value func(file, path string) string) string {
	t.Helper()
	tree := map[string]any{}
	used := map[string]bool{}
	for _, k := range s.keys(t, d.read) {
		if slices.ContainsFunc(d.without, func(w string) bool {
			return w == k.path || strings.HasPrefix(k.path, w+".") || strings.HasPrefix(k.path, w+"[]")
		}) {
			continue
		}
		paths := []string{k.path}
		if strings.Contains(k.path, "*") {
			paths = []string{strings.Replace(k.path, "*", "zh", 1), strings.Replace(k.path, "*", "en", 1)}
		}
		for _, path := range paths {
			fixed, ok := d.fixed[path]
			switch {
			case ok:
				used[path] = true
				if fixed != "" {
					put(tree, path, literal(t, fixed))
				}
			case k.kind == "string":
				put(tree, path, value(d.file, path))
			case k.kind == "campaign.Text":
				put(tree, path, map[string]any{"zh": value(d.file, path+" zh"), "en": value(d.file, path+" en")})
			default:
				t.Errorf("%s: %s, a %s, needs a fixed value", d.file, path, k.kind)
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(d.fixed)) {
		if !used[path] {
			t.Errorf("%s: %s is fixed, but there is no such key", d.file, path)
		}
	}
	if d.file == "config.toml" {
		return write(t, tree)
	}
	return "+++\n" + write(t, tree) + "+++\n\n" + d.body
}
