package locale

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
)

// Catalog is the messages of one language. It never changes.
type Catalog struct {
	locale   *Locale
	messages map[string]entry
}

// entry is one message: a template, or a template for each plural.Form.
type entry struct {
	text  template
	forms []template
}

// template is a message cut at its placeholders.
type template []part

// part is a literal text, or the name of a placeholder.
type part struct {
	text string
	name bool
}

// Problem is a mistake in the messages that a catalogue is made of.
type Problem struct {
	Key    string // dotted
	Kind   ProblemKind
	Detail string // in English: what was found
}

// ProblemKind says what is wrong with a message.
type ProblemKind string

const (
	NotText         ProblemKind = "not-text"         // neither a string nor a table
	UnknownCategory ProblemKind = "unknown-category" // not a CLDR plural category
	WithoutOther    ProblemKind = "without-other"    // plural forms without "other"
	BadPlaceholder  ProblemKind = "bad-placeholder"  // a brace that is no {name}
	DuplicateKey    ProblemKind = "duplicate-key"    // "a.b" both quoted and as b of table a
)

// NewCatalog makes a catalogue of messages as TOML decodes them. A table
// within a table adds its name and a dot to the keys. A table that has one of
// the keys zero, one, two, few and many, or other and nothing else, holds the
// plural forms of one message; the argument n chooses among them. In a text
// {name} is a placeholder, {{ and }} are braces.
//
// Problems come sorted by key. A message with a bad placeholder is kept as it
// stands, plural forms without "other" use another one, and what is not text
// is left out; so the catalogue can be used all the same.
func NewCatalog(l *Locale, messages map[string]any) (*Catalog, []Problem) {
	r := reader{catalog: &Catalog{locale: l, messages: map[string]entry{}}}
	r.table("", messages)
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return strings.Compare(a.Key, b.Key) })
	return r.catalog, r.problems
}

// T returns the message of a key, its placeholders filled from args: names and
// values by turns, as in T("count", "n", 3). Whole numbers are written as
// Number does, other values as fmt.Sprint does. A missing key is shown as
// ⟦key⟧, a missing argument as {name}: visible, but no reason to fail.
func (c *Catalog) T(key string, args ...any) string {
	m, ok := c.messages[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	text := m.text
	if m.forms != nil {
		form := plural.Other
		if v, ok := argument(args, "n"); ok {
			if n, ok := wholeNumber(v); ok {
				form = c.locale.pluralForm(n)
			}
		}
		text = m.forms[form]
	}
	if len(text) == 1 && !text[0].name {
		return text[0].text
	}
	var space [128]byte
	b := space[:0]
	for _, p := range text {
		if !p.name {
			b = append(b, p.text...)
		} else if v, ok := argument(args, p.text); ok {
			b = c.appendValue(b, v)
		} else {
			b = append(append(append(b, '{'), p.text...), '}')
		}
	}
	return string(b)
}

func (c *Catalog) appendValue(b []byte, v any) []byte {
	if s, ok := v.(string); ok {
		return append(b, s...)
	}
	if n, ok := wholeNumber(v); ok {
		return c.locale.appendNumber(b, n)
	}
	return append(b, fmt.Sprint(v)...)
}

// argument finds a value among names and values by turns.
func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if s, ok := args[i].(string); ok && s == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// wholeNumber reports whether v is an integer and no type with a text of its
// own, such as time.Month.
func wholeNumber(v any) (int64, bool) {
	if n, ok := v.(int); ok {
		return int64(n), true
	}
	if _, ok := v.(fmt.Stringer); ok {
		return 0, false
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return r.Int(), true
	case r.CanUint() && r.Uint() < 1<<63:
		return int64(r.Uint()), true
	}
	return 0, false
}

// Has reports whether the catalogue has a message of this key.
func (c *Catalog) Has(key string) bool {
	_, ok := c.messages[key]
	return ok
}

// Keys returns the dotted keys of all messages, sorted.
func (c *Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.messages)) }

// Placeholders returns the names that a message uses in any of its plural
// forms, sorted, each once: two languages of one message should agree.
func (c *Catalog) Placeholders(key string) []string {
	m := c.messages[key]
	var names []string
	for _, text := range append([]template{m.text}, m.forms...) {
		for _, p := range text {
			if p.name {
				names = append(names, p.text)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
