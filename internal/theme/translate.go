package theme

import (
	"cmp"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// An expression is a translated pipeline or a part of one.
type expression struct {
	typ      reflect.Type // nil when only its truth can be asked for
	value    func(r *run, dot reflect.Value) reflect.Value
	truth    func(r *run, dot reflect.Value) bool
	text     func(r *run, dot reflect.Value) string // of a kind of string
	constant bool                                   // the same in every run
}

// valued makes an expression of what returns its value.
func valued(typ reflect.Type, value func(*run, reflect.Value) reflect.Value) expression {
	return expression{
		typ:   typ,
		value: value,
		truth: func(r *run, dot reflect.Value) bool { return truth(value(r, dot)) },
		text:  func(r *run, dot reflect.Value) string { return value(r, dot).String() },
	}
}

func textual(text func(*run, reflect.Value) string) expression {
	e := valued(stringType, func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(text(r, dot)) })
	e.text = text
	return e
}

func logical(truth func(*run, reflect.Value) bool) expression {
	e := valued(boolType, func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(truth(r, dot)) })
	e.truth = truth
	return e
}

func constant(value any) expression {
	v := reflect.ValueOf(value)
	e := valued(v.Type(), func(*run, reflect.Value) reflect.Value { return v })
	e.constant = true
	return e
}

// truth is what if and the like take a value for.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String, reflect.Slice:
		return v.Len() > 0
	case reflect.Bool:
		return v.Bool()
	case reflect.Int:
		return v.Int() != 0
	}
	return true // a struct
}

// refuse gives the layout up; what is returned has no meaning.
func (t *translator) refuse() expression {
	t.refused = true
	return constant("")
}

// typed refuses an expression without a type.
func (t *translator) typed(e expression) expression {
	if e.typ == nil {
		return t.refuse()
	}
	return e
}

// known tells whether everything about values of a type is known here: none
// has methods, which templates would call or print by.
func known(typ reflect.Type) bool {
	if typ == nil || reflect.PointerTo(typ).NumMethod() > 0 {
		return false
	}
	switch typ.Kind() {
	case reflect.Struct, reflect.Slice, reflect.String, reflect.Bool, reflect.Int:
		return true
	}
	return false
}

// pipe translates a pipeline with its declarations or assignment.
func (t *translator) pipe(n *parse.PipeNode, dot reflect.Type) expression {
	e := t.commands(n.Cmds, dot)
	for _, v := range n.Decl {
		e = t.typed(e)
		index := 0
		if n.IsAssign {
			s := t.variable(v.Ident[0])
			if index = s.index; s.typ != e.typ {
				return t.refuse()
			}
		} else {
			index = t.declare(v.Ident[0], e.typ)
		}
		value := e.value
		e = valued(e.typ, func(r *run, dot reflect.Value) reflect.Value {
			v := value(r, dot)
			r.slots[index] = v
			return v
		})
	}
	return e
}

func (t *translator) commands(cmds []*parse.CommandNode, dot reflect.Type) expression {
	var piped []expression
	for _, cmd := range cmds {
		var e expression
		if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
			var args []expression
			for _, a := range cmd.Args[1:] {
				args = append(args, t.operand(a, dot))
			}
			e = t.function(f.Ident, append(args, piped...))
		} else if len(cmd.Args) > 1 || len(piped) > 0 {
			e = t.refuse()
		} else {
			e = t.operand(cmd.Args[0], dot)
		}
		piped = []expression{e}
	}
	if len(piped) == 0 {
		return t.refuse()
	}
	return piped[0]
}

func (t *translator) operand(node parse.Node, dot reflect.Type) expression {
	switch n := node.(type) {
	case *parse.DotNode:
		return t.dot(dot)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.NumberNode:
		if i := int(n.Int64); strconv.Itoa(i) == n.Text {
			return constant(i)
		}
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return t.commands(n.Cmds, dot)
		}
	case *parse.FieldNode:
		return t.fields(t.dot(dot), n.Ident)
	case *parse.VariableNode:
		s := t.variable(n.Ident[0])
		if !known(s.typ) {
			return t.refuse()
		}
		return t.fields(valued(s.typ, func(r *run, _ reflect.Value) reflect.Value { return r.slots[s.index] }), n.Ident[1:])
	case *parse.ChainNode:
		return t.fields(t.operand(n.Node, dot), n.Field)
	}
	return t.refuse()
}

func (t *translator) dot(typ reflect.Type) expression {
	if !known(typ) {
		return t.refuse()
	}
	return valued(typ, func(_ *run, dot reflect.Value) reflect.Value { return dot })
}

// fields follows names from a value.
func (t *translator) fields(e expression, names []string) expression {
	for _, name := range names {
		if !known(e.typ) || e.typ.Kind() != reflect.Struct {
			return t.refuse()
		}
		field, ok := e.typ.FieldByName(name)
		if !ok || !field.IsExported() || len(field.Index) > 1 || !known(field.Type) {
			return t.refuse()
		}
		value, index := e.value, field.Index[0]
		e = valued(field.Type, func(r *run, dot reflect.Value) reflect.Value { return value(r, dot).Field(index) })
	}
	return e
}

// plainFunctions are html/template's own that take anything and return text.
var plainFunctions = map[string]func(...any) string{
	"print": fmt.Sprint, "println": fmt.Sprintln,
	"html": template.HTMLEscaper, "js": template.JSEscaper, "urlquery": template.URLQueryEscaper,
}

func (t *translator) function(name string, args []expression) expression {
	if takes, ok := functions[name]; !ok || len(args) < takes.least || takes.most >= 0 && len(args) > takes.most {
		return t.refuse()
	}
	switch name {
	case "and", "or":
		return t.either(name == "or", args)
	case "not":
		return logical(func(r *run, dot reflect.Value) bool { return !args[0].truth(r, dot) })
	}
	for i := range args {
		args[i] = t.typed(args[i])
	}
	if t.refused {
		return t.refuse()
	}
	if call := plainFunctions[name]; call != nil {
		return t.pure(args, func(r *run, dot reflect.Value) string { return call(boxed(r, dot, args)...) })
	}
	switch first := args[0]; name {
	case "t", "printf":
		call := fmt.Sprintf
		if name == "t" {
			call = t.t
		}
		if first.typ != stringType {
			return t.refuse()
		}
		return t.pure(args, func(r *run, dot reflect.Value) string {
			return call(first.text(r, dot), boxed(r, dot, args[1:])...)
		})
	case "asset":
		if first.typ != stringType {
			return t.refuse()
		}
		return t.pure(args, func(r *run, dot reflect.Value) string { return t.asset(first.text(r, dot)) })
	case "eq", "ne", "lt", "le", "gt", "ge":
		return t.compare(name, args)
	case "len":
		if kind := first.typ.Kind(); kind == reflect.Slice || kind == reflect.String {
			return valued(intType, func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(first.value(r, dot).Len()) })
		}
	case "index":
		return t.index(first, args[1:])
	}
	return t.refuse()
}

// pure makes an expression of a function without state; with constants it is
// called now.
func (t *translator) pure(args []expression, text func(*run, reflect.Value) string) expression {
	for _, a := range args {
		if !a.constant {
			return textual(text)
		}
	}
	return constant(text(nil, reflect.Value{}))
}

func boxed(r *run, dot reflect.Value, args []expression) []any {
	values := make([]any, len(args))
	for i, a := range args {
		if a.typ == stringType {
			values[i] = a.text(r, dot)
		} else {
			values[i] = a.value(r, dot).Interface()
		}
	}
	return values
}

// either translates and, or: the first argument that decides, or the last.
func (t *translator) either(or bool, args []expression) expression {
	last := args[len(args)-1]
	e := expression{typ: args[0].typ, truth: func(r *run, dot reflect.Value) bool {
		for _, a := range args {
			if a.truth(r, dot) == or {
				return or
			}
		}
		return !or
	}}
	for _, a := range args {
		if a.typ != e.typ {
			e.typ = nil
		}
	}
	if e.typ != nil {
		e = valued(e.typ, func(r *run, dot reflect.Value) reflect.Value {
			for _, a := range args[:len(args)-1] {
				if v := a.value(r, dot); truth(v) == or {
					return v
				}
			}
			return last.value(r, dot)
		})
	}
	return e
}

// compare translates comparisons of texts, of integers and, for equality, of
// truth values. All arguments are looked at, as one of them may fail.
func (t *translator) compare(name string, args []expression) expression {
	kind := args[0].typ.Kind()
	for _, a := range args {
		if a.typ.Kind() != kind {
			return t.refuse()
		}
	}
	var compare func(a, b reflect.Value) int
	switch {
	case kind == reflect.String:
		compare = func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) }
	case kind == reflect.Int:
		compare = func(a, b reflect.Value) int { return cmp.Compare(a.Int(), b.Int()) }
	case kind == reflect.Bool && (name == "eq" || name == "ne"):
		compare = func(a, b reflect.Value) int {
			if a.Bool() == b.Bool() {
				return 0
			}
			return 1
		}
	default:
		return t.refuse()
	}
	holds := map[string]func(order int) bool{
		"eq": func(order int) bool { return order == 0 },
		"ne": func(order int) bool { return order != 0 },
		"lt": func(order int) bool { return order < 0 },
		"le": func(order int) bool { return order <= 0 },
		"gt": func(order int) bool { return order > 0 },
		"ge": func(order int) bool { return order >= 0 },
	}[name]
	return logical(func(r *run, dot reflect.Value) bool {
		first, found := args[0].value(r, dot), false
		for _, a := range args[1:] {
			found = holds(compare(first, a.value(r, dot))) || found
		}
		return found
	})
}

// index translates index of a list.
func (t *translator) index(list expression, indexes []expression) expression {
	for _, index := range indexes {
		if list.typ.Kind() != reflect.Slice || index.typ != intType || !known(list.typ.Elem()) {
			return t.refuse()
		}
		outer, item := list.value, list.typ.Elem()
		list = valued(item, func(r *run, dot reflect.Value) reflect.Value {
			v, i := outer(r, dot), index.value(r, dot).Int()
			if i < 0 || i >= int64(v.Len()) {
				r.failed = true
				return reflect.Zero(item)
			}
			return v.Index(int(i))
		})
	}
	return list
}
