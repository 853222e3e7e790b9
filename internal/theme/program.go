package theme

import (
	"bunting/internal/view"
	"bytes"
	"html/template"
	"io"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"text/template/parse"
)

// A program is a layout in one language, translated so that it renders many
// pages fast: fields are looked up by index and constant text is in one piece.
//
// What it writes is what html/template writes, byte for byte:
//
//   - html/template parses the layout and puts in its escapers. To that end
//     all templates that are called are first written into one, each in the
//     place of its call, since html/template shows nobody the copies it makes
//     of templates that are called within an attribute. Escapers depend on
//     what stands before them only, so they are the same.
//   - Only what is known to the last detail is translated: the types of views,
//     the actions below, and escapers that are a plain replacement of bytes.
//     The first thing that is not refuses the layout; html/template then
//     renders it, as slowly as ever.
//   - A page that fails, as by an index out of range, is rendered again by
//     html/template, so partial pages and errors are also the same.
//
// Refused on purpose, being rare: break and continue, slice, assignments by
// range, numbers that are no plain integers, and values within scripts, styles
// and attributes without quotes.
type program struct {
	steps steps
	runs  sync.Pool // of *run
}

func newProgram(body steps, slots int) *program {
	return &program{body, sync.Pool{New: func() any { return &run{slots: make([]reflect.Value, slots)} }}}
}

// A step writes a part of a page. Dot is the value of the template's dot.
type step func(r *run, dot reflect.Value)

type steps []step

func (s steps) do(r *run, dot reflect.Value) {
	for _, step := range s {
		step(r, dot)
	}
}

// A run is one page being rendered.
type run struct {
	out    []byte
	slots  []reflect.Value // of variables
	failed bool
}

// render appends a page to buf, or nothing when it is not ok.
func (p *program) render(buf *bytes.Buffer, view any) (ok bool) {
	r := p.runs.Get().(*run)
	defer func() {
		clear(r.slots) // views are done with
		r.out = nil
		p.runs.Put(r)
	}()
	r.out, r.failed = buf.AvailableBuffer(), false
	p.steps.do(r, reflect.ValueOf(view))
	if !r.failed {
		buf.Write(r.out)
	}
	return !r.failed
}

// An escaped layout is one template, with the escapers in it.
type escaped struct {
	root  *parse.ListNode
	calls map[*parse.ListNode]*parse.TemplateNode // that a list stands for
	size  int                                     // roughly, in bytes
}

// maxEscaped bounds, in bytes, what the templates of one layout come to when
// each is counted as often as it is called. Those of the default theme come to
// an eightieth of it at most.
const maxEscaped = 1 << 20

// escape makes one template of a layout and has it escaped; nil when it is too
// large or html/template refuses it. The checker has seen to it that templates
// do not call themselves.
func escape(kind string, trees map[string]*parse.Tree) *escaped {
	e := &escaped{calls: map[*parse.ListNode]*parse.TemplateNode{}}
	tree := trees[kind].Copy()
	if e.expand(tree.Root, trees); e.size > maxEscaped {
		return nil
	}
	set, err := template.New(kind).AddParseTree(kind, tree)
	if err != nil {
		return nil
	}
	// Execution comes after escaping, and means nothing here: calls have lost
	// their values, so it may fail.
	_ = set.Execute(io.Discard, nil)
	if set.Tree == nil {
		return nil
	}
	e.root = set.Tree.Root
	return e
}

// expand puts templates in the place of their calls.
func (e *escaped) expand(list *parse.ListNode, trees map[string]*parse.Tree) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			e.size += len(n.Text)
		case *parse.IfNode:
			e.expand(n.List, trees)
			e.expand(n.ElseList, trees)
		case *parse.WithNode:
			e.expand(n.List, trees)
			e.expand(n.ElseList, trees)
		case *parse.RangeNode:
			e.expand(n.List, trees)
			e.expand(n.ElseList, trees)
		case *parse.TemplateNode:
			e.size += 100 // for what has no text
			if tree := trees[n.Name]; tree != nil && e.size <= maxEscaped {
				body := tree.Root.CopyList()
				e.expand(body, trees)
				e.calls[body] = n
				list.Nodes[i] = body
			}
		}
	}
}

// A translator makes a program of an escaped layout.
type translator struct {
	*escaped
	t     func(key string, args ...any) string
	asset func(name string) string

	scope   []slot
	slots   int
	refused bool
}

// A slot is where a variable's value is during a run.
type slot struct {
	name  string
	typ   reflect.Type
	index int
}

// translate returns the program of a layout that shows views of a type; nil
// when there is something in it that is not known, or no escaped layout.
func (e *escaped) translate(view reflect.Type, t func(string, ...any) string, asset func(string) string) *program {
	if e == nil {
		return nil
	}
	tr := &translator{escaped: e, t: t, asset: asset}
	body := tr.body(e.root, view)
	if tr.refused {
		return nil
	}
	return newProgram(body, tr.slots)
}

func (t *translator) declare(name string, typ reflect.Type) int {
	t.scope = append(t.scope, slot{name, typ, t.slots})
	t.slots++
	return t.slots - 1
}

// variable returns the slot of a variable; of one that must not be used the
// type is nil.
func (t *translator) variable(name string) slot {
	for _, s := range slices.Backward(t.scope) {
		if s.name == name {
			return s
		}
	}
	return slot{}
}

// body translates a whole template. The parser has seen that it names no
// variables but its own.
func (t *translator) body(list *parse.ListNode, dot reflect.Type) steps {
	mark := len(t.scope)
	root := t.declare("$", dot)
	steps := t.block(list, dot)
	t.scope = t.scope[:mark]
	return append([]step{func(r *run, dot reflect.Value) { r.slots[root] = dot }}, steps...)
}

// block translates a list whose variables end with it.
func (t *translator) block(list *parse.ListNode, dot reflect.Type) steps {
	if list == nil {
		return nil
	}
	var out steps
	var text []byte // constant, and not yet in out
	flush := func() {
		if len(text) > 0 {
			constant := text
			out, text = append(out, func(r *run, _ reflect.Value) { r.out = append(r.out, constant...) }), nil
		}
	}
	mark := len(t.scope)
	for _, node := range list.Nodes {
		step, constant := t.node(node, dot)
		text = append(text, constant...)
		if step != nil {
			flush()
			out = append(out, step)
		}
	}
	flush()
	t.scope = t.scope[:mark]
	return out
}

// node translates a node to constant text or a step.
func (t *translator) node(node parse.Node, dot reflect.Type) (step, []byte) {
	if t.refused {
		return nil, nil
	}
	mark := len(t.scope)
	switch n := node.(type) {
	case *parse.TextNode:
		return nil, n.Text
	case *parse.ActionNode:
		return t.action(n.Pipe, dot)
	case *parse.IfNode:
		e := t.pipe(n.Pipe, dot)
		yes, no := t.block(n.List, dot), t.block(n.ElseList, dot)
		t.scope = t.scope[:mark]
		return func(r *run, dot reflect.Value) {
			if e.truth(r, dot) {
				yes.do(r, dot)
			} else {
				no.do(r, dot)
			}
		}, nil
	case *parse.WithNode:
		e := t.typed(t.pipe(n.Pipe, dot))
		yes, no := t.block(n.List, e.typ), t.block(n.ElseList, dot)
		t.scope = t.scope[:mark]
		return func(r *run, dot reflect.Value) {
			if v := e.value(r, dot); truth(v) {
				yes.do(r, v)
			} else {
				no.do(r, dot)
			}
		}, nil
	case *parse.RangeNode:
		step := t.rangeNode(n, dot)
		t.scope = t.scope[:mark]
		return step, nil
	case *parse.ListNode:
		return t.call(n, dot), nil
	}
	t.refused = true
	return nil, nil
}

// action translates what a pipeline writes, or a declaration or assignment.
func (t *translator) action(n *parse.PipeNode, dot reflect.Type) (step, []byte) {
	if len(n.Decl) > 0 {
		e := t.pipe(n, dot)
		return func(r *run, dot reflect.Value) { e.value(r, dot) }, nil
	}
	cmds, names := cutEscapers(n.Cmds)
	e := t.commands(cmds, dot)
	escape := appender(e.typ, names)
	if escape == nil || t.refused {
		t.refused = true
		return nil, nil
	}
	step := func(r *run, dot reflect.Value) { r.out = escape(r.out, e.text(r, dot)) }
	if e.typ == intType {
		step = func(r *run, dot reflect.Value) {
			r.out = strconv.AppendInt(r.out, e.value(r, dot).Int(), 10)
		}
	}
	if e.constant {
		r := &run{}
		step(r, reflect.Value{})
		return nil, r.out
	}
	return step, nil
}

// rangeNode translates range over a list.
func (t *translator) rangeNode(n *parse.RangeNode, dot reflect.Type) step {
	list := t.typed(t.commands(n.Pipe.Cmds, dot))
	if t.refused || list.typ.Kind() != reflect.Slice || n.Pipe.IsAssign {
		t.refused = true
		return nil
	}
	index, item := -1, -1
	if d := n.Pipe.Decl; len(d) > 0 {
		if len(d) > 1 {
			index = t.declare(d[0].Ident[0], intType)
		}
		item = t.declare(d[len(d)-1].Ident[0], list.typ.Elem())
	}
	mark := len(t.scope)
	body := t.block(n.List, list.typ.Elem())
	for i := range n.Pipe.Decl { // html/template has odd values in them now
		t.scope[mark-1-i].typ = nil
	}
	none := t.block(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		v := list.value(r, dot)
		for i := range v.Len() {
			element := v.Index(i)
			if index >= 0 {
				r.slots[index] = reflect.ValueOf(i)
			}
			if item >= 0 {
				r.slots[item] = element
			}
			body.do(r, element)
		}
		if v.Len() == 0 {
			none.do(r, dot)
		}
	}
}

// call translates a template in the place of its call.
func (t *translator) call(list *parse.ListNode, dot reflect.Type) step {
	n := t.calls[list]
	if n.Pipe == nil { // without a value
		body := t.body(list, nil)
		return func(r *run, _ reflect.Value) { body.do(r, reflect.Value{}) }
	}
	if len(n.Pipe.Decl) > 0 {
		t.refused = true
		return nil
	}
	e := t.typed(t.pipe(n.Pipe, dot))
	if t.refused {
		return nil
	}
	body := t.body(list, e.typ)
	if e.typ == siteType {
		return once(body, e)
	}
	return func(r *run, dot reflect.Value) { body.do(r, e.value(r, dot)) }
}

var (
	siteType   = reflect.TypeFor[view.Site]()
	siteKey, _ = siteType.FieldByName("Key")
)

// once writes what a template makes of a site, which all pages of a language
// share, as it was made for the page before.
func once(body steps, e expression) step {
	type made struct {
		key  string
		html []byte
	}
	var last atomic.Pointer[made]
	return func(r *run, dot reflect.Value) {
		site := e.value(r, dot)
		key := site.FieldByIndex(siteKey.Index).String()
		if m := last.Load(); m != nil && m.key == key {
			r.out = append(r.out, m.html...)
			return
		}
		from := len(r.out)
		if body.do(r, site); key != "" && !r.failed {
			last.Store(&made{key, bytes.Clone(r.out[from:])})
		}
	}
}
