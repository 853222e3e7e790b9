package theme

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"bunting/internal/diag"
)

// Stand-ins for types that no value has.
type (
	mixed   struct{} // one of several types: it can be shown and asked, no more
	nothing struct{} // nil, or a template called without a value
)

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	floatType  = reflect.TypeFor[float64]()
	boolType   = reflect.TypeFor[bool]()
)

// pipe returns the type of a pipeline and declares or assigns its variables.
func (w *walker) pipe(n *parse.PipeNode, dot reflect.Type) reflect.Type {
	var typ reflect.Type
	for i, cmd := range n.Cmds {
		var piped []operand
		if i > 0 {
			piped = []operand{{n.Cmds[i-1], typ}}
		}
		typ = w.command(cmd, dot, piped)
	}
	for _, v := range n.Decl {
		if !n.IsAssign {
			w.vars = append(w.vars, variable{v.Ident[0], typ})
			continue
		}
		if old := w.variable(v.Ident[0]); old != nil && typ != nil && old != typ {
			w.report(n, "%s holds %s and cannot become %s", "%s 是%s，不能变成%s", v.Ident[0], nameOf(old), nameOf(typ))
		}
	}
	return typ
}

// variable returns the type of a variable; the parser has seen that it is
// declared.
func (w *walker) variable(name string) reflect.Type {
	for _, v := range slices.Backward(w.vars) {
		if v.name == name {
			return v.typ
		}
	}
	return nil
}

// An operand is an argument of a function.
type operand struct {
	node parse.Node
	typ  reflect.Type
}

func (w *walker) command(cmd *parse.CommandNode, dot reflect.Type, piped []operand) reflect.Type {
	first := cmd.Args[0]
	if f, ok := first.(*parse.IdentifierNode); ok {
		var args []operand
		for _, a := range cmd.Args[1:] {
			args = append(args, operand{a, w.value(a, dot)})
		}
		return w.function(f, append(args, piped...))
	}
	if len(cmd.Args) > 1 || len(piped) > 0 {
		w.report(first, "%s is not a function and takes no arguments", "%s 不是函数，不能带参数", first)
		return nil
	}
	return w.value(first, dot)
}

// value returns the type of an operand.
func (w *walker) value(node parse.Node, dot reflect.Type) reflect.Type {
	switch n := node.(type) {
	case *parse.DotNode:
		return dot
	case *parse.NilNode:
		return reflect.TypeFor[nothing]()
	case *parse.BoolNode:
		return boolType
	case *parse.StringNode:
		return stringType
	case *parse.NumberNode:
		if n.IsInt {
			return intType
		}
		return floatType
	case *parse.PipeNode:
		return w.pipe(n, dot)
	case *parse.IdentifierNode:
		return w.function(n, nil)
	case *parse.FieldNode:
		at, _ := extent(n)
		return w.fields(dot, n.Ident, at)
	case *parse.VariableNode:
		at, _ := extent(n)
		return w.fields(w.variable(n.Ident[0]), n.Ident[1:], at+len(n.Ident[0]))
	case *parse.ChainNode:
		return w.fields(w.value(n.Node, dot), n.Field, int(n.Pos))
	}
	return nil
}

// fields follows names from a type; the first stands at the offset at.
func (w *walker) fields(typ reflect.Type, names []string, at int) reflect.Type {
	for _, name := range names {
		if typ == nil {
			return nil
		}
		var field reflect.StructField
		ok := false
		if typ.Kind() == reflect.Struct {
			field, ok = typ.FieldByName(name)
		}
		if !ok {
			place := w.source.Span(at, 1+len(name))
			guess := diag.Closest(name, fieldNames(typ))
			switch {
			case typ.Kind() != reflect.Struct || typ.NumField() == 0:
				w.reportAt(place, "%s has no fields, so no %q", "%s没有字段，也就没有“%s”", nameOf(typ), name)
			case guess == "":
				w.reportAt(place, "%s has no field %q; it has %s", "%s没有字段“%s”；可用的有：%s", nameOf(typ), name, fieldList(typ))
			default:
				w.reportAt(place, "%s has no field %q", "%s没有字段“%s”", nameOf(typ), name).Guess = guess
			}
			return nil
		}
		typ = field.Type
		at += 1 + len(name)
	}
	return typ
}

// nameOf names a type to the authors of templates.
func nameOf(typ reflect.Type) diag.Words {
	switch {
	case typ == nil || typ == reflect.TypeFor[mixed]():
		return diag.Words{EN: "a value of several types", ZH: "多种类型的值"}
	case typ == reflect.TypeFor[nothing]():
		return diag.Words{EN: "nothing", ZH: "空值"}
	case typ.Kind() == reflect.Struct:
		return diag.Words{EN: typ.Name(), ZH: typ.Name()}
	}
	switch typ.Kind() {
	case reflect.Slice:
		return diag.Words{EN: "a list", ZH: "列表"}
	case reflect.String:
		return diag.Words{EN: "a text", ZH: "文字"}
	case reflect.Bool:
		return diag.Words{EN: "true or false", ZH: "真假值"}
	}
	return diag.Words{EN: "a number", ZH: "数字"}
}

func fieldNames(typ reflect.Type) []string {
	var names []string
	if typ.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(typ) {
			names = append(names, f.Name)
		}
	}
	return names
}

func fieldList(typ reflect.Type) string { return strings.Join(fieldNames(typ), ", ") }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
