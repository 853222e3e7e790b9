package theme

import (
	"fmt"
	"html/template"
	"io"
	"reflect"
	"text/template/parse"
)

// pages makes the template sets that pages are rendered with: one for each
// layout and language, minified and escaped.
func (l *loader) pages(s *layouts) (map[page]*template.Template, error) {
	pages := map[page]*template.Template{}
	for _, kind := range Layouts() {
		trees, _ := s.set(kind)
		for _, lang := range l.Languages {
			set, err := l.compile(kind, trees, l.messages[lang.Tag].catalog)
			if err != nil {
				return nil, fmt.Errorf("layout %s in %s: %w", kind, lang.Tag, err)
			}
			pages[page{kind, lang.Tag}] = set
		}
	}
	return pages, nil
}

// compile makes one set and executes it once, which escapes it.
func (l *loader) compile(kind string, trees map[string]*parse.Tree, messages *catalog) (*template.Template, error) {
	set := template.New(kind).Funcs(template.FuncMap{"t": messages.T, "asset": l.assetPath})
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
