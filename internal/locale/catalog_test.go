package locale

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func newCatalog(t testing.TB, tag string, messages map[string]any) *Catalog {
	t.Helper()
	c, problems := NewCatalog(newLocale(t, tag), messages)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	return c
}

var english = map[string]any{
	"home":  "Home",
	"empty": "",
	"on":    "On {date}, at {place}",
	"set":   "a {{b}} }}{{ {x}{x}",
	"events": map[string]any{
		"count": map[string]any{"one": "One event in {region}", "other": "{n} events"},
		"total": map[string]any{"other": "{n} in all"},
	},
	"audience": map[string]any{"families": "Families", "other": "Everybody"},
}

func TestCatalog(t *testing.T) {
	c := newCatalog(t, "en-GB", english)
	for _, x := range []struct {
		want, key string
		args      []any
	}{
		{"Home", "home", nil},
		{"Home", "home", []any{"unused", 1}},
		{"", "empty", nil},
		{"On Monday, at home", "on", []any{"place", "home", "date", "Monday"}},
		{"On Monday, at {place}", "on", []any{"date", "Monday", "place"}},
		{"On September, at 1,234", "on", []any{"date", time.September, "place", uint16(1234)}},
		{"On 1.5, at <nil>", "on", []any{"date", 1.5, "place", nil}},
		{"On 18446744073709551615, at [1]", "on", []any{"date", uint64(math.MaxUint64), "place", []int{1}}},
		{"On {date}, at here", "on", []any{1, 2, "place", "here"}},
		{"a {b} }{ {y}{y}", "set", []any{"x", "{y}"}},
		{"One event in Ili", "events.count", []any{"n", 1, "region", "Ili"}},
		{"12,345 events", "events.count", []any{"n", int64(12345)}},
		{"{n} events", "events.count", nil},
		{"1 events", "events.count", []any{"n", "1"}},
		{"1 in all", "events.total", []any{"n", 1}},
		{"Everybody", "audience.other", nil},
		{"⟦events⟧", "events", nil},
		{"⟦no⟧", "no", nil},
	} {
		if got := c.T(x.key, x.args...); got != x.want {
			t.Errorf("T(%q, %v) = %q, want %q", x.key, x.args, got, x.want)
		}
	}
	if got, want := c.Keys(), []string{"audience.families", "audience.other", "empty", "events.count", "events.total", "home", "on", "set"}; !slices.Equal(got, want) {
		t.Errorf("Keys() = %q, want %q", got, want)
	}
	if !c.Has("empty") || c.Has("events") || c.Has("no") {
		t.Error("Has is wrong")
	}
	for key, want := range map[string]string{"home": "", "on": "date place", "set": "x", "events.count": "n region", "no": ""} {
		if got := strings.Join(c.Placeholders(key), " "); got != want {
			t.Errorf("Placeholders(%q) = %q, want %q", key, got, want)
		}
	}
}

// Each number gets the form of its category, or other where it has none.
func TestPluralForms(t *testing.T) {
	for tag, want := range map[string]string{
		"ar": "zero one two few few many other", "en": "other one other other other other other", "zh": "other other other other other other other",
	} {
		forms := map[string]any{}
		for _, category := range categories {
			forms[category] = category
		}
		c := newCatalog(t, tag, map[string]any{"k": forms})
		var got []string
		for _, n := range []int{0, 1, 2, 3, 10, 11, 100} {
			got = append(got, c.T("k", "n", n))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func TestProblems(t *testing.T) {
	messages := map[string]any{
		"number":   int64(3),
		"list":     []any{"a"},
		"open":     "a {b",
		"close":    "a } b",
		"blank":    "{}",
		"spaced":   "{ n }",
		"nested":   "{a{b}}",
		"a.b":      "quoted",
		"a":        map[string]any{"b": "in a table"},
		"category": map[string]any{"one": "1", "other": "{n}", "lots": "99"},
		"section":  map[string]any{"fews": map[string]any{"one": "only {x"}},
		"typed":    map[string]any{"one": "1", "other": int64(2)},
		"nothing":  map[string]any{"one": false},
		"good":     "fine",
	}
	var want = []string{
		"a.b duplicate-key", "blank bad-placeholder", "category unknown-category", "close bad-placeholder", "list not-text",
		"nested bad-placeholder", "nothing not-text", "nothing without-other", "number not-text", "open bad-placeholder",
		"section.fews bad-placeholder", "section.fews without-other", "spaced bad-placeholder", "typed not-text",
	}
	c, problems := NewCatalog(newLocale(t, "en-GB"), messages)
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%s %s", p.Key, p.Kind))
		if p.Detail == "" {
			t.Errorf("%s has no detail", p.Key)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems:\n%q, want\n%q", got, want)
	}
	for key, want := range map[string]string{
		"open": "a {b", "good": "fine", "section.fews": "only {x", "category": "1", "typed": "1", "nothing": "⟦nothing⟧", "number": "⟦number⟧",
	} {
		if got := c.T(key, "n", 1); got != want {
			t.Errorf("T(%q) = %q, want %q", key, got, want)
		}
	}
}

// A text without braces comes back as it is; with its braces doubled, too.
func TestTextsSurvive(t *testing.T) {
	l := newLocale(t, "zh-Hans-CN")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab{}中n "))).Draw(t, "text")
		doubled := strings.NewReplacer("{", "{{", "}", "}}").Replace(text)
		c, problems := NewCatalog(l, map[string]any{"k": doubled})
		if got := c.T("k", "n", 1); got != text || len(problems) > 0 {
			t.Fatalf("%q became %q, problems %v", doubled, got, problems)
		}
	})
}

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"", "a {b} c", "{{}}", "{", "}", "{a}{b}", "{a{b}}", "一{n}场"} {
		f.Add(s)
	}
	l := newLocale(f, "en-GB")
	f.Fuzz(func(t *testing.T, text string) {
		c, problems := NewCatalog(l, map[string]any{"k": text})
		if len(problems) > 0 && c.T("k", "a", "b") != text {
			t.Errorf("%q, malformed, became %q", text, c.T("k"))
		}
		var args []any
		for _, name := range c.Placeholders("k") {
			if !isName(name) {
				t.Errorf("%q: placeholder %q", text, name)
			}
			args = append(args, name, "{"+name+"}")
		}
		if c.T("k", args...) != c.T("k") {
			t.Errorf("%q: %q with its placeholders, %q without", text, c.T("k", args...), c.T("k"))
		}
	})
}

func BenchmarkT(b *testing.B) {
	c := newCatalog(b, "en-GB", english)
	b.ReportAllocs()
	for b.Loop() {
		c.T("events.count", "n", 12345)
	}
}

func BenchmarkTPlain(b *testing.B) {
	c := newCatalog(b, "en-GB", english)
	b.ReportAllocs()
	for b.Loop() {
		c.T("home")
	}
}
