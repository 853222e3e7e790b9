package locale

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// reader makes a catalogue of nested tables and notes what is wrong in them.
type reader struct {
	catalog  *Catalog
	problems []Problem
}

func (r *reader) problem(key string, kind ProblemKind, format string, args ...any) {
	r.problems = append(r.problems, Problem{key, kind, fmt.Sprintf(format, args...)})
}

// table reads the messages below a prefix, which is blank or ends in a dot.
func (r *reader) table(prefix string, messages map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(messages)) {
		key := prefix + name
		switch value := messages[name].(type) {
		case string:
			r.add(key, entry{text: r.template(key, value)})
		case map[string]any:
			if isPlural(value) {
				r.plural(key, value)
			} else {
				r.table(key+".", value)
			}
		default:
			r.problem(key, NotText, "a message is a text or a table of plural forms, not %T", value)
		}
	}
}

func (r *reader) add(key string, e entry) {
	if r.catalog.Has(key) {
		r.problem(key, DuplicateKey, "the key stands both in quotation marks and in a table")
		return
	}
	r.catalog.messages[key] = e
}

// isPlural tells plural forms from a table of messages. "other" alone does not
// decide: it is too good a name for a message.
func isPlural(table map[string]any) bool {
	for name := range table {
		if name != "other" && slices.Contains(categories[:], name) {
			return true
		}
	}
	_, other := table["other"]
	return other && len(table) == 1
}

func (r *reader) plural(key string, table map[string]any) {
	forms := make([]template, len(categories))
	var last template
	for _, name := range slices.Sorted(maps.Keys(table)) {
		form := slices.Index(categories[:], name)
		if form < 0 {
			r.problem(key, UnknownCategory, "%q is none of zero, one, two, few, many, other", name)
			continue
		}
		text, ok := table[name].(string)
		if !ok {
			r.problem(key, NotText, "the plural form %q is a text, not %T", name, table[name])
			continue
		}
		last = r.template(key, text)
		forms[form] = last
	}
	other := slices.Index(categories[:], "other")
	if _, ok := table["other"]; !ok {
		r.problem(key, WithoutOther, "plural forms need one named \"other\", for every number that no other form fits")
	}
	if forms[other] == nil {
		forms[other] = last
	}
	if forms[other] == nil {
		return
	}
	for i, text := range forms {
		if text == nil {
			forms[i] = forms[other]
		}
	}
	r.add(key, entry{forms: forms})
}

// template cuts a message at its placeholders. It never returns nil.
func (r *reader) template(key, text string) template {
	t := template{}
	var literal strings.Builder
	for rest := text; rest != ""; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			literal.WriteString(rest)
			break
		}
		literal.WriteString(rest[:i])
		brace := rest[i : i+1]
		rest = rest[i+1:]
		if strings.HasPrefix(rest, brace) {
			literal.WriteString(brace)
			rest = rest[1:]
			continue
		}
		name, after, closed := strings.Cut(rest, "}")
		if brace == "}" || !closed || !isName(name) {
			r.problem(key, BadPlaceholder, "%q: write {name} with letters, digits, - and _, or double a brace that is meant as such", text)
			return template{{text: text}}
		}
		if literal.Len() > 0 {
			t = append(t, part{text: literal.String()})
			literal.Reset()
		}
		t = append(t, part{text: name, name: true})
		rest = after
	}
	if literal.Len() > 0 || len(t) == 0 {
		t = append(t, part{text: literal.String()})
	}
	return t
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}
