package theme

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"text/template/parse"
)

// dryRun executes a layout with a blank view, and reports what only
// html/template knows: whether it can escape what is shown where it is shown.
// Of a layout with mistakes of types, which fails, nothing else is reported.
func (l *loader) dryRun(kind string, trees map[string]*parse.Tree, mistaken bool) {
	_, err := compile(kind, trees, template.FuncMap{
		"t":     func(string, ...any) string { return "" },
		"asset": func(string) string { return "" },
	})
	var escape *template.Error
	if err == nil || mistaken && !(errors.As(err, &escape) && escape.ErrorCode != template.ErrNoSuchTemplate) {
		return
	}
	l.found = append(l.found, l.locate(err))
}

// pages makes the template sets that pages are rendered with: one for each
// layout and language, minified and escaped.
func (l *loader) pages(s *layouts) (map[page]*template.Template, error) {
	pages := map[page]*template.Template{}
	for _, kind := range Layouts() {
		trees, _ := s.set(kind)
		trees = minified(trees, kind)
		for _, lang := range l.Languages {
			set, err := compile(kind, trees, template.FuncMap{"t": l.messages[lang.Tag].catalog.T, "asset": l.assetPath})
			if err != nil {
				return nil, fmt.Errorf("layout %s in %s: %w", kind, lang.Tag, err)
			}
			pages[page{kind, lang.Tag}] = set
		}
	}
	return pages, nil
}

// compile makes one set and executes it once with a blank view, which escapes
// it.
func compile(kind string, trees map[string]*parse.Tree, functions template.FuncMap) (*template.Template, error) {
	set := template.New(kind).Funcs(functions)
	for _, name := range reachable(kind, trees) {
		if _, err := set.AddParseTree(name, trees[name].Copy()); err != nil {
			return nil, err
		}
	}
	set = set.Lookup(kind)
	return set, set.Execute(io.Discard, reflect.Zero(kinds[kind]).Interface())
}

// reachable returns the names of the templates that a layout calls, itself
// included, sorted.
func reachable(kind string, trees map[string]*parse.Tree) []string {
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		if tree := trees[name]; tree != nil && !seen[name] {
			seen[name] = true
			visitNodes(tree.Root, func(n parse.Node) {
				if call, ok := n.(*parse.TemplateNode); ok {
					visit(call.Name)
				}
			})
		}
	}
	visit(kind)
	return sortedKeys(seen)
}

// visitNodes calls f for all that is written in a list, blocks included.
func visitNodes(list *parse.ListNode, f func(parse.Node)) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		f(n)
		switch n := n.(type) {
		case *parse.IfNode:
			visitNodes(n.List, f)
			visitNodes(n.ElseList, f)
		case *parse.WithNode:
			visitNodes(n.List, f)
			visitNodes(n.ElseList, f)
		case *parse.RangeNode:
			visitNodes(n.List, f)
			visitNodes(n.ElseList, f)
		}
	}
}
