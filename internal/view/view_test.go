package view

import (
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// pages are the structs that layouts show. TestPages holds the list to the
// theme's own table.
var pages = []reflect.Type{
	reflect.TypeFor[Home](), reflect.TypeFor[Events](), reflect.TypeFor[Event](), reflect.TypeFor[Schedule](), reflect.TypeFor[Day](),
	reflect.TypeFor[Programme](), reflect.TypeFor[Venues](), reflect.TypeFor[Actions](), reflect.TypeFor[Subject](), reflect.TypeFor[Regions](),
	reflect.TypeFor[Online](), reflect.TypeFor[Changes](), reflect.TypeFor[Gallery](), reflect.TypeFor[Print](), reflect.TypeFor[NewsList](), reflect.TypeFor[Article](),
	reflect.TypeFor[Notice](), reflect.TypeFor[Embed](), reflect.TypeFor[NotFound](), reflect.TypeFor[Redirect](),
}

// safe are the types that html/template does not escape. Each is named here on
// purpose.
var safe = map[string]reflect.Type{"Prose.HTML": reflect.TypeFor[template.HTML](), "Chrome.JSONLD": reflect.TypeFor[[]template.JS]()}

// reach returns all structs that can be reached from the pages.
func reach() map[reflect.Type]bool {
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(t reflect.Type) {
		switch {
		case t.Kind() == reflect.Slice:
			visit(t.Elem())
		case t.Kind() == reflect.Struct && !seen[t]:
			seen[t] = true
			for i := range t.NumField() {
				visit(t.Field(i).Type)
			}
		}
	}
	for _, t := range pages {
		visit(t)
	}
	return seen
}

// TestPlain asks that a view is a plain value: what is copied is whole, and two
// equal views give two equal pages.
func TestPlain(t *testing.T) {
	var plain func(where string, typ reflect.Type)
	plain = func(where string, typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Slice:
			plain(where, typ.Elem())
		case reflect.Struct:
			if typ.PkgPath() != reflect.TypeFor[Card]().PkgPath() {
				t.Errorf("%s is a %v, of another package", where, typ)
			}
		case reflect.String, reflect.Bool, reflect.Int:
			if typ.PkgPath() != "" && safe[where] == nil {
				t.Errorf("%s is a %v: only strings, bools and ints are plain", where, typ)
			}
		default:
			t.Errorf("%s is a %v", where, typ)
		}
	}
	for typ := range reach() {
		for i := range typ.NumField() {
			f := typ.Field(i)
			where := typ.Name() + "." + f.Name
			if !f.IsExported() || f.Anonymous {
				t.Errorf("%s: templates see exported, named fields only", where)
			}
			if want := safe[where]; want != nil && f.Type != want {
				t.Errorf("%s is a %v, not a %v", where, f.Type, want)
			}
			plain(where, f.Type)
		}
	}
}

// TestUsed asks that every struct of the package belongs to a page that a
// layout shows.
func TestUsed(t *testing.T) {
	reached := map[string]bool{}
	for typ := range reach() {
		reached[typ.Name()] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.TypeSpec); ok {
				declared++
				if !reached[s.Name.Name] {
					t.Errorf("%s: no layout shows %s", name, s.Name.Name)
				}
			}
			return true
		})
	}
	if declared != len(reached) {
		t.Errorf("%d types are declared, %d reached", declared, len(reached))
	}
}

// TestPages asks that the list above is the theme's table.
func TestPages(t *testing.T) {
	text, err := os.ReadFile("../theme/kinds.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, m := range regexp.MustCompile(`TypeFor\[view\.(\w+)\]`).FindAllSubmatch(text, -1) {
		shown[string(m[1])] = true
	}
	for _, typ := range pages {
		if !shown[typ.Name()] {
			t.Errorf("no layout shows %s", typ.Name())
		}
		delete(shown, typ.Name())
	}
	for name := range shown {
		t.Errorf("a layout shows %s, which the list lacks", name)
	}
}
