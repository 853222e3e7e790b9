package theme

import (
	"fmt"
	"reflect"
	"slices"
	"text/template/parse"

	"bunting/internal/diag"
)

// uses are what all templates together ask for.
type uses struct {
	messages []messageUse
	assets   []assetUse
}

// An assetUse is a call of asset.
type assetUse struct {
	name string
	at   diag.Span
}

// A checker walks the templates of one layout as html/template would execute
// them, with types in the place of values. It reports every mistake and goes
// on: a value whose type is in doubt after a mistake has the type nil, with
// which everything is allowed. (jba/templatecheck stops at the first mistake
// and looks at a partial only for the first type it is called with.)
type checker struct {
	*loader
	*uses
	trees   map[string]*parse.Tree
	whole   bool         // all files of the set parse
	sizes   map[call]int // of what was walked; -1 while being walked
	endless bool         // executing it would take too long, which was reported
}

// call is a template with the type it is called with.
type call struct {
	name string
	dot  reflect.Type
}

// maxSize bounds the calls of templates within a layout when each is counted
// as often as it is reached; loops count once. Doubling calls must not take a
// machine's day.
const maxSize = 10_000

// check checks all layouts and returns what they use.
func (l *loader) check(s *layouts) *uses {
	u := &uses{}
	for _, kind := range Layouts() {
		if s.files[kind] == nil {
			continue
		}
		c := &checker{loader: l, uses: u, sizes: map[call]int{}}
		c.trees, c.whole = s.set(kind)
		if tree := c.trees[kind]; tree != nil {
			before := len(l.found)
			c.template(tree, call{kind, kinds[kind]})
			if !c.endless {
				l.dryRun(kind, c.trees, !c.whole || len(l.found) > before)
			}
		}
	}
	// A partial is walked for every layout: one place is one use.
	slices.SortStableFunc(u.messages, func(a, b messageUse) int { return compareSpans(a.at, b.at) })
	u.messages = slices.CompactFunc(u.messages, func(a, b messageUse) bool { return a.at == b.at })
	slices.SortStableFunc(u.assets, func(a, b assetUse) int { return compareSpans(a.at, b.at) })
	u.assets = slices.CompactFunc(u.assets, func(a, b assetUse) bool { return a.at == b.at })
	return u
}

// template checks one template for one type and returns its size.
func (c *checker) template(tree *parse.Tree, id call) int {
	if size, done := c.sizes[id]; done {
		return size
	}
	c.sizes[id] = -1
	w := walker{checker: c, source: c.file(tree), vars: []variable{{"$", id.dot}}, size: 1}
	w.list(tree.Root, id.dot)
	c.sizes[id] = w.size
	return w.size
}

// A walker walks one template.
type walker struct {
	*checker
	source *diag.Source
	vars   []variable
	size   int
}

type variable struct {
	name string
	typ  reflect.Type
}

// report adds a mistake at a node: the text in both languages, and what
// fills it.
func (w *walker) report(node parse.Node, en, zh string, args ...any) *diag.Diagnostic {
	return w.reportAt(w.span(node), en, zh, args...)
}

func (w *walker) reportAt(at diag.Span, en, zh string, args ...any) *diag.Diagnostic {
	w.found = append(w.found, diag.New(diag.BadTemplate, at, both(en, zh, args...)))
	return &w.found[len(w.found)-1]
}

// both fills a text in both languages.
func both(en, zh string, args ...any) diag.Words {
	fill := func(format string, lang diag.Lang) string {
		filled := make([]any, len(args))
		for i, a := range args {
			if w, ok := a.(diag.Words); ok {
				a = w.In(lang)
			}
			filled[i] = a
		}
		return fmt.Sprintf(format, filled...)
	}
	return diag.Words{EN: fill(en, diag.English), ZH: fill(zh, diag.Chinese)}
}

func (w *walker) list(list *parse.ListNode, dot reflect.Type) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		w.node(node, dot)
	}
}

// block walks a list whose variables end with it.
func (w *walker) block(list *parse.ListNode, dot reflect.Type) {
	mark := len(w.vars)
	w.list(list, dot)
	w.vars = w.vars[:mark]
}

func (w *walker) node(node parse.Node, dot reflect.Type) {
	mark := len(w.vars)
	switch n := node.(type) {
	case *parse.ActionNode: // its variables last until the block ends
		if typ := w.pipe(n.Pipe, dot); len(n.Pipe.Decl) == 0 {
			w.printable(n.Pipe, typ)
		}
	case *parse.IfNode:
		w.condition(n.Pipe, w.pipe(n.Pipe, dot))
		w.block(n.List, dot)
		w.block(n.ElseList, dot)
		w.vars = w.vars[:mark]
	case *parse.WithNode:
		w.block(n.List, w.pipe(n.Pipe, dot))
		w.block(n.ElseList, dot)
		w.vars = w.vars[:mark]
	case *parse.RangeNode:
		w.rangeNode(n, dot)
		w.vars = w.vars[:mark]
	case *parse.TemplateNode:
		w.call(n, dot)
	}
}

func (w *walker) rangeNode(n *parse.RangeNode, dot reflect.Type) {
	typ := w.pipe(n.Pipe, dot)
	var item reflect.Type
	switch {
	case typ == nil:
	case typ.Kind() == reflect.Slice:
		item = typ.Elem()
	default:
		w.report(n.Pipe, "range needs a list, not %s", "range 需要列表，而不是%s", nameOf(typ))
	}
	if d := n.Pipe.Decl; len(d) > 0 {
		types := []reflect.Type{reflect.TypeFor[int](), item}[2-len(d):]
		for i := range d {
			w.vars[len(w.vars)-len(d)+i].typ = types[i]
		}
	}
	w.block(n.List, item)
	w.block(n.ElseList, dot)
}

// call checks a call of a template, and the template for what it is given.
func (w *walker) call(n *parse.TemplateNode, dot reflect.Type) {
	typ := reflect.TypeFor[nothing]()
	if n.Pipe != nil {
		typ = w.pipe(n.Pipe, dot)
	}
	tree := w.trees[n.Name]
	if tree == nil {
		if w.whole {
			d := w.report(n, "there is no template %q", "没有模板“%s”", n.Name)
			d.Guess = diag.Closest(n.Name, sortedKeys(w.trees))
		}
		return
	}
	size := w.template(tree, call{n.Name, typ})
	if size < 0 {
		w.endless = true
		w.report(n, "the template %q calls itself; views are not trees", "模板“%s”调用了自身；视图没有树形结构", n.Name)
		return
	}
	if w.size += size; w.size > maxSize && !w.endless { // reported where it begins
		w.endless = true
		w.found.Add(diag.TooComplex, w.span(n), w.source.Name)
	}
	w.size = min(w.size, maxSize)
}

// printable reports a value that shows as Go syntax on the page.
func (w *walker) printable(n parse.Node, typ reflect.Type) {
	switch {
	case typ == nil || typ == reflect.TypeFor[mixed]():
	case typ.Kind() == reflect.Struct:
		w.report(n, "%s is not a text; show one of its fields: %s", "%s不是文字，请显示它的某个字段：%s", nameOf(typ), fieldList(typ))
	case typ.Kind() == reflect.Slice:
		w.report(n, "a list is not a text; go through it with range", "列表不是文字，请用 range 逐项显示")
	}
}

// condition reports a condition that is always true: a struct never counts as
// empty.
func (w *walker) condition(n parse.Node, typ reflect.Type) {
	if typ != nil && typ.Kind() == reflect.Struct && typ != reflect.TypeFor[mixed]() {
		w.report(n, "%s is always true; ask one of its fields: %s", "%s恒为真，请判断它的某个字段：%s", nameOf(typ), fieldList(typ))
	}
}
