package theme

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"reflect"
	"sync"
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

// A page is what one layout is rendered with in one language.
type page struct {
	program   *program                           // nil when it cannot be translated
	reference func() (*template.Template, error) // does what program cannot
}

// pages returns what makes the pages of all layouts in all languages, each
// when it is first asked for: a build that changes little needs few.
func (l *loader) pages(s *layouts) map[pageKey]func() page {
	pages := map[pageKey]func() page{}
	small := minifier{}
	for _, kind := range Layouts() {
		trees, _ := s.set(kind)
		trees = small.set(trees, kind)
		escaped := sync.OnceValue(func() *escaped { return escape(kind, trees) })
		for _, lang := range l.Languages {
			pages[pageKey{kind, lang.Tag}] = sync.OnceValue(func() page {
				return newPage(kind, trees, escaped(), l.messages[lang.Tag].catalog.T, l.assetPath)
			})
		}
	}
	return pages
}

// newPage makes a page. Its reference takes memory and time and is rarely
// asked, so it is made then.
func newPage(kind string, trees map[string]*parse.Tree, e *escaped, t func(string, ...any) string, asset func(string) string) page {
	return page{e.translate(kinds[kind], t, asset), sync.OnceValues(func() (*template.Template, error) {
		return compile(kind, trees, template.FuncMap{"t": t, "asset": asset})
	})}
}

// render appends the page of a view to buf.
func (p page) render(buf *bytes.Buffer, view any) error {
	if p.program != nil && p.program.render(buf, view) {
		return nil
	}
	set, err := p.reference()
	if err != nil {
		return err
	}
	return set.Execute(buf, view)
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
