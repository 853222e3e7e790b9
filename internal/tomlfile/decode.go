package tomlfile

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"bunting/internal/diag"
)

// A Value is a type that reads itself from a parsed TOML value. It returns
// false when v is of another kind; Kind then says what was expected.
type Value interface {
	DecodeTOML(v any) bool
	// Kind names what the type is in words, and shows how one is written.
	Kind() (words diag.Words, example string)
}

// A Localized value has a table by language; the decoder checks the keys.
type Localized interface{ Languages() []string }

var (
	timeType  = reflect.TypeFor[time.Time]()
	valueType = reflect.TypeFor[Value]()
)

// A decoder fills structs from parsed values. Fields carry the tag
// toml:"key". Known types: string, bool, int, float64, time.Time (a date with
// a time), Value, structs, pointers to structs, slices and maps by string of
// these, and any.
type decoder struct {
	file *File
	Options
	root reflect.Type
	list diag.List
}

func (d *decoder) broken(path []string) bool {
	return slices.ContainsFunc(d.file.broken, func(p []string) bool { return slices.Equal(p, path) })
}

func (d *decoder) value(v any, to reflect.Value, path []string) {
	if d.broken(path) {
		return
	}
	if own, ok := to.Addr().Interface().(Value); ok {
		d.own(v, own, path)
		return
	}
	if to.Type() == timeType {
		t, ok := v.(time.Time)
		if !ok || t.Location().String() == "date-local" || t.Location().String() == "time-local" {
			d.mismatch(v, to.Type(), path)
			return
		}
		to.Set(reflect.ValueOf(t))
		return
	}
	switch to.Kind() {
	case reflect.Interface:
		to.Set(reflect.ValueOf(v))
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		d.value(v, to.Elem(), path)
	case reflect.Struct:
		if t, ok := v.(map[string]any); ok {
			d.table(t, to, path)
			return
		}
		d.mismatch(v, to.Type(), path)
	case reflect.Slice:
		d.slice(v, to, path)
	case reflect.Map:
		t, ok := v.(map[string]any)
		if !ok {
			d.mismatch(v, to.Type(), path)
			return
		}
		to.Set(reflect.MakeMapWithSize(to.Type(), len(t)))
		for _, k := range sortedKeys(t) {
			e := reflect.New(to.Type().Elem()).Elem()
			d.value(t[k], e, join(path, k))
			to.SetMapIndex(reflect.ValueOf(k), e)
		}
	default:
		d.plain(v, to, path)
	}
}

func (d *decoder) own(v any, to Value, path []string) {
	if !to.DecodeTOML(v) {
		d.mismatch(v, reflect.TypeOf(to).Elem(), path)
		return
	}
	l, ok := to.(Localized)
	if !ok || d.Languages == nil {
		return
	}
	for _, lang := range l.Languages() {
		if lang != "" && !slices.Contains(d.Languages, lang) {
			at := d.file.Key(join(path, lang)...)
			d.list = append(d.list, diag.New(diag.UnknownLanguage, at, lang, strings.Join(d.Languages, ", ")).WithGuess(diag.Closest(lang, d.Languages)))
		}
	}
}

func (d *decoder) plain(v any, to reflect.Value, path []string) {
	switch v := v.(type) {
	case string:
		if to.Kind() == reflect.String {
			to.SetString(strings.Clone(v)) // a part of the text would hold all of it in memory
			return
		}
	case bool:
		if to.Kind() == reflect.Bool {
			to.SetBool(v)
			return
		}
	case int64:
		if to.CanInt() && !to.OverflowInt(v) {
			to.SetInt(v)
			return
		}
		if to.CanFloat() {
			to.SetFloat(float64(v))
			return
		}
	case float64:
		if to.CanFloat() {
			to.SetFloat(v)
			return
		}
	}
	d.mismatch(v, to.Type(), path)
}

func (d *decoder) slice(v any, to reflect.Value, path []string) {
	var items []any
	switch v := v.(type) {
	case []any:
		items = v
	case []map[string]any:
		for _, t := range v {
			items = append(items, t)
		}
	default:
		d.mismatch(v, to.Type(), path)
		return
	}
	if _, ok := tablesOf(to.Type(), items); ok {
		d.mismatch(v, to.Type(), path)
		return
	}
	to.Set(reflect.MakeSlice(to.Type(), len(items), len(items)))
	for i, item := range items {
		d.value(item, to.Index(i), join(path, strconv.Itoa(i)))
	}
}

// tablesOf writes texts as the tables that a list of want holds, each with
// its first key. It returns false when those are no tables that begin with a
// text, or the items are not all texts.
func tablesOf(want reflect.Type, items []any) (string, bool) {
	e := want.Elem()
	if e.Kind() != reflect.Struct || e == timeType || reflect.PointerTo(e).Implements(valueType) || len(items) == 0 {
		return "", false
	}
	f := fieldsOf(e)
	if len(f.names) == 0 || e.FieldByIndex(f.index[f.names[0]]).Type.Kind() != reflect.String {
		return "", false
	}
	var out []string
	for _, item := range items {
		s, ok := item.(string)
		if !ok {
			return "", false
		}
		out = append(out, fmt.Sprintf("{ %s = %q }", f.names[0], s))
	}
	return "[" + strings.Join(out, ", ") + "]", true
}

func (d *decoder) table(t map[string]any, to reflect.Value, path []string) {
	fields := fieldsOf(to.Type())
	for _, k := range sortedKeys(t) {
		if i, ok := fields.index[k]; ok {
			d.value(t[k], to.FieldByIndex(i), join(path, k))
			continue
		}
		at := join(path, k)
		if d.Unknown != nil {
			if known, ok := d.Unknown(at, d.file.Key(at...)); ok {
				d.list = append(d.list, known)
				continue
			}
		}
		if _, ok := fieldsOf(d.root).index[k]; ok {
			d.list.Add(diag.MisplacedKey, d.file.Key(at...), k)
			continue
		}
		d.list = append(d.list, diag.New(diag.UnknownKey, d.file.Key(at...), name(at), strings.Join(fields.names, ", ")).
			WithGuess(diag.Closest(k, fields.names)))
	}
}

// Knows tells whether the struct type of example has the key at path, array
// indexes included.
func Knows(example any, path []string) bool {
	t := reflect.TypeOf(example)
	for _, p := range path {
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if _, err := strconv.Atoi(p); err == nil {
			continue
		}
		if t.Kind() != reflect.Struct {
			return false
		}
		i, ok := fieldsOf(t).index[p]
		if !ok {
			return false
		}
		t = t.FieldByIndex(i).Type
	}
	return true
}

// fields are the keys that a struct knows.
type fields struct {
	names []string
	index map[string][]int
}

var fieldCache sync.Map // reflect.Type to fields

func fieldsOf(t reflect.Type) fields {
	if f, ok := fieldCache.Load(t); ok {
		return f.(fields)
	}
	f := fields{index: map[string][]int{}}
	for _, sf := range reflect.VisibleFields(t) {
		if key := sf.Tag.Get("toml"); key != "" {
			f.names = append(f.names, key)
			f.index[key] = sf.Index
		}
	}
	fieldCache.Store(t, f)
	return f
}

func sortedKeys(t map[string]any) []string {
	keys := make([]string, 0, len(t))
	for k := range t {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// join returns a path with another part. The next join to the same path may
// overwrite that part, so whoever keeps a path makes a copy.
func join(path []string, part string) []string { return append(path, part) }

// mismatch reports a value of another kind than the type wants, and shows how
// the same value would be written right where that can be guessed.
func (d *decoder) mismatch(v any, want reflect.Type, path []string) {
	words, example := kindOf(want)
	found := foundKind(v)
	if s, ok := v.(string); ok {
		plain := Narrow(s)
		isDate := dateShape.MatchString(plain) && known(plain)
		switch _, isNumber := strconv.Atoi(plain); {
		case want == timeType && isDate && len(plain) > len(time.DateOnly), strings.Count(example, "-") == 2 && isDate && len(plain) == len(example):
			example = plain
		case looksLikeDate(plain) && strings.Count(example, "-") == 2:
			_, example = explainDate(plain)
			switch whole := len(example) > len(time.DateOnly); {
			case want == timeType && !whole && len(example) == len(time.DateOnly):
				example += "T10:00"
			case want != timeType && whole:
				example = example[:len(time.DateOnly)]
			}
		case want.Kind() == reflect.Slice:
			if tables, ok := tablesOf(want, []any{s}); ok {
				example = tables
			} else {
				example = fmt.Sprintf("[%q]", s)
			}
		case isNumber == nil && (want.Kind() == reflect.Int || want.Kind() == reflect.Float64):
			example = plain
		default:
			truth := want.Kind() == reflect.Bool
			if write, kind, ok := meant(s); ok && (truth || want.Kind() == reflect.Int) && truth == (kind == foundKind(true)) {
				example = write
			}
		}
	}
	if items, ok := v.([]any); ok && want.Kind() == reflect.Slice {
		if tables, ok := tablesOf(want, items); ok {
			example = tables
			words = diag.Words{EN: "a list of tables", ZH: "由表组成的列表"}
			found = diag.Words{EN: "a list of texts", ZH: "文字的列表"}
		}
	}
	if t, ok := v.(time.Time); ok && want == timeType {
		example = t.Format(time.DateOnly) + "T10:00"
	}
	switch v.(type) {
	case int64, float64:
		if want.Kind() == reflect.String {
			example = fmt.Sprintf("\"%v\"", v)
		}
	}
	key, example := assigned(path, example)
	d.list.Add(diag.TypeMismatch, d.file.Place(path...), key, words, found, example)
}

// assigned returns the key that a mend for the value at path names, and what
// to write there: the elements of a list have no key of their own.
func assigned(path []string, value string) (key, write string) {
	last := len(path) - 1
	for last > 0 && path[last] != "" && path[last][0] >= '0' && path[last][0] <= '9' {
		last--
	}
	if last < len(path)-1 {
		value = "[" + value + "]"
	}
	return path[last], value
}

// kindOf says in words what a type wants, and shows one.
func kindOf(t reflect.Type) (diag.Words, string) {
	if reflect.PointerTo(t).Implements(valueType) {
		return reflect.New(t).Interface().(Value).Kind()
	}
	if t == timeType {
		return diag.Words{EN: "a date with a time", ZH: "日期和时间"}, "2021-09-11T10:00"
	}
	switch t.Kind() {
	case reflect.String:
		return diag.Words{EN: "a text in quotation marks", ZH: "加引号的文字"}, `"…"`
	case reflect.Bool:
		return diag.Words{EN: "true or false", ZH: "真假值（true 或 false）"}, "true"
	case reflect.Int:
		return diag.Words{EN: "a whole number", ZH: "整数"}, "200"
	case reflect.Float64:
		return diag.Words{EN: "a number", ZH: "数字"}, "43.8"
	case reflect.Slice:
		_, example := kindOf(t.Elem())
		return diag.Words{EN: "a list in square brackets", ZH: "方括号中的列表"}, "[" + example + "]"
	case reflect.Pointer:
		return kindOf(t.Elem())
	}
	return diag.Words{EN: "a table", ZH: "表"}, "{ … }"
}

func foundKind(v any) diag.Words {
	switch v := v.(type) {
	case string:
		return diag.Words{EN: "a text", ZH: "文字"}
	case bool:
		return diag.Words{EN: "true or false", ZH: "真假值（true 或 false）"}
	case int64, float64:
		return diag.Words{EN: "a number", ZH: "数字"}
	case time.Time:
		switch v.Location().String() {
		case "date-local":
			return diag.Words{EN: "a date without a time", ZH: "没有时间的日期"}
		case "time-local":
			return diag.Words{EN: "a time without a date", ZH: "没有日期的时间"}
		}
		return diag.Words{EN: "a date with a time", ZH: "日期和时间"}
	case []any, []map[string]any:
		return diag.Words{EN: "a list", ZH: "列表"}
	}
	return diag.Words{EN: "a table", ZH: "表"}
}
