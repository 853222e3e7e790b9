package theme

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"

	"bunting/internal/diag"
)

// arity is how many arguments a function takes; most below 0 is any number.
type arity struct{ least, most int }

// functions are all that templates may call: t, asset and html/template's own
// but for call, since no view holds a function.
var functions = map[string]arity{
	"t": {1, -1}, "asset": {1, 1},
	"and": {1, -1}, "or": {1, -1}, "not": {1, 1},
	"eq": {2, -1}, "ne": {2, 2}, "lt": {2, 2}, "le": {2, 2}, "gt": {2, 2}, "ge": {2, 2},
	"len": {1, 1}, "index": {2, -1}, "slice": {1, 3},
	"print": {0, -1}, "printf": {1, -1}, "println": {0, -1},
	"html": {1, -1}, "js": {1, -1}, "urlquery": {1, -1},
}

// function checks a call and returns the type of its result.
func (w *walker) function(n *parse.IdentifierNode, args []operand) reflect.Type {
	takes, ok := functions[n.Ident]
	switch {
	case !ok:
		w.report(n, "there is no function %q", "没有函数“%s”", n.Ident).Guess = diag.Closest(n.Ident, sortedKeys(functions))
		return nil
	case len(args) < takes.least:
		w.report(n, "too few arguments for %s: %d, at least %d", "%s 的参数太少：%d 个，至少 %d 个", n.Ident, len(args), takes.least)
		return nil
	case takes.most >= 0 && len(args) > takes.most:
		w.report(n, "too many arguments for %s: %d, at most %d", "%s 的参数太多：%d 个，最多 %d 个", n.Ident, len(args), takes.most)
		return nil
	}
	switch n.Ident {
	case "t":
		w.message(n, args)
	case "asset":
		w.asset(args[0])
	case "and", "or":
		return w.either(args)
	case "not":
		w.condition(args[0].node, args[0].typ)
		return boolType
	case "eq", "ne", "lt", "le", "gt", "ge":
		w.compare(n, args)
		return boolType
	case "len":
		w.listOrText(args[0])
		return intType
	case "index", "slice":
		return w.part(n, args)
	case "printf":
		w.want(args[0], stringType)
		fallthrough
	default:
		for _, a := range args {
			w.printable(a.node, a.typ)
		}
	}
	return stringType
}

// message checks a call of t and notes what it asks for.
func (w *walker) message(n parse.Node, args []operand) {
	if len(args)%2 == 0 {
		w.report(n, "t takes a key, then names and values by turns", "t 的参数依次为键名，然后是成对的名称和值")
		return
	}
	w.want(args[0], stringType)
	var use messageUse
	for i := 1; i < len(args); i += 2 {
		name, ok := args[i].node.(*parse.StringNode)
		if !ok {
			w.report(args[i].node, "a name in quotation marks belongs here", "此处应为加引号的名称")
			return
		}
		use.names = append(use.names, name.Text)
		w.printable(args[i+1].node, args[i+1].typ)
	}
	if key, ok := args[0].node.(*parse.StringNode); ok {
		use.key, use.at = key.Text, w.span(key)
		w.uses.messages = append(w.uses.messages, use)
	}
}

// asset notes the asset that a template names. A name that is computed could
// not be looked up before a page is made.
func (w *walker) asset(arg operand) {
	name, ok := arg.node.(*parse.StringNode)
	if !ok {
		w.report(arg.node, "asset takes a name in quotation marks", "asset 需要加引号的文件名")
		return
	}
	w.uses.assets = append(w.uses.assets, assetUse{name.Text, w.span(name)})
}

// either returns the type of and, or: the arguments' if they have one type.
func (w *walker) either(args []operand) reflect.Type {
	typ := args[0].typ
	for i, a := range args {
		if i < len(args)-1 {
			w.condition(a.node, a.typ)
		}
		if a.typ == nil {
			return nil
		}
		if a.typ != typ {
			typ = reflect.TypeFor[mixed]()
		}
	}
	return typ
}

// compare checks that values are of one basic kind, and have an order if that
// is asked for.
func (w *walker) compare(n *parse.IdentifierNode, args []operand) {
	for _, a := range args {
		if a.typ == nil {
			return
		}
	}
	first := args[0].typ
	for _, a := range args {
		kind := a.typ.Kind()
		switch {
		case kind == reflect.Struct || kind == reflect.Slice,
			kind == reflect.Bool && n.Ident != "eq" && n.Ident != "ne":
			w.report(a.node, "%s cannot compare %s", "%s 不能比较%s", n.Ident, nameOf(a.typ))
			return
		case kind != first.Kind():
			w.report(a.node, "%s compares %s with %s", "%s 比较的是%s和%s", n.Ident, nameOf(first), nameOf(a.typ))
			return
		}
	}
}

// part checks index and slice and returns the type of their result.
func (w *walker) part(n *parse.IdentifierNode, args []operand) reflect.Type {
	for _, a := range args[1:] {
		w.want(a, intType)
	}
	typ := args[0].typ
	if n.Ident == "slice" {
		w.listOrText(args[0])
		return typ
	}
	for range args[1:] {
		switch {
		case typ == nil:
			return nil
		case typ.Kind() == reflect.Slice:
			typ = typ.Elem()
		default:
			w.report(args[0].node, "index needs a list, not %s", "index 需要列表，而不是%s", nameOf(typ))
			return nil
		}
	}
	return typ
}

func (w *walker) listOrText(a operand) {
	if a.typ != nil && a.typ.Kind() != reflect.Slice && a.typ.Kind() != reflect.String {
		w.report(a.node, "a list or a text belongs here, not %s", "此处应为列表或文字，而不是%s", nameOf(a.typ))
	}
}

// want reports an argument of another kind than the type's.
func (w *walker) want(a operand, typ reflect.Type) {
	if a.typ != nil && a.typ.Kind() != typ.Kind() {
		w.report(a.node, "%s belongs here, not %s", "此处应为%s，而不是%s", nameOf(typ), nameOf(a.typ))
	}
}

// span returns the place of a node.
func (w *walker) span(n parse.Node) diag.Span {
	at, width := extent(n)
	return w.source.Span(at, width)
}

// extent returns where a node begins and how long it is, in bytes. The parser
// places a chain of fields at its second one, and a parenthesised pipeline at
// what it holds.
func extent(node parse.Node) (at, width int) {
	at, width = int(node.Position()), len(node.String())
	switch n := node.(type) {
	case *parse.FieldNode:
		if len(n.Ident) > 1 {
			at -= 1 + len(n.Ident[0])
		}
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			at -= len(n.Ident[0])
		}
	case *parse.ChainNode:
		width = 1 + len(strings.Join(n.Field, "."))
	case *parse.TemplateNode:
		width = len(fmt.Sprintf("%q", n.Name))
	}
	return at, width
}

func compareSpans(a, b diag.Span) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
