// Package diag holds what bunting tells a person about a mistake in their
// files: where it is, what is wrong, and what to write instead.
//
// A diagnostic is a value. It is collected, never thrown: one mistake must
// not hide the next. Faults of the world (disk, network) are not diagnostics
// but errors. Every message exists in English and in Chinese; the texts stand
// in codes.go, one entry a code, so that a translator reads them in one place.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Lang is a language that messages are written in.
type Lang int

// The languages of messages.
const (
	English Lang = iota
	Chinese
)

// Severity says whether a diagnostic stops a build.
type Severity int

// Errors stop a build, warnings never do.
const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning", as printed in both languages' machine
// formats.
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Words is a text in both languages. As an argument of a diagnostic it is
// printed in the reader's.
type Words struct{ EN, ZH string }

// In returns the text in lang.
func (w Words) In(lang Lang) string {
	if lang == Chinese {
		return w.ZH
	}
	return w.EN
}

// A Source is a text file that diagnostics point into.
type Source struct {
	Name string // slash-separated path below the site's folder
	Text string
}

// Span is a place in a file.
type Span struct {
	File    string
	Line    int    // 1-based; 0 when the diagnostic is about the whole file
	Column  int    // 1-based, in characters
	Width   int    // in characters, within the line; at least 1
	Excerpt string // the line's text, without its line break
}

// maxExcerpt bounds an excerpt, in bytes. A minified or hostile line must not
// flood a terminal.
const maxExcerpt = 160

// Span returns the place of length bytes at the byte offset. A place that
// runs over a line break ends with its first line.
func (s *Source) Span(offset, length int) Span {
	offset = min(max(offset, 0), len(s.Text))
	start := strings.LastIndexByte(s.Text[:offset], '\n') + 1
	end := len(s.Text)
	if i := strings.IndexByte(s.Text[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	line := strings.TrimSuffix(s.Text[start:end], "\r")
	offset = min(offset, start+len(line))
	stop := min(max(offset+length, offset), start+len(line))
	return Span{
		File:    s.Name,
		Line:    1 + strings.Count(s.Text[:start], "\n"),
		Column:  1 + utf8.RuneCountInString(s.Text[start:offset]),
		Width:   max(1, utf8.RuneCountInString(s.Text[offset:stop])),
		Excerpt: clip(line),
	}
}

// Whole returns the place that stands for the whole file.
func (s *Source) Whole() Span { return Span{File: s.Name} }

func clip(line string) string {
	if len(line) <= maxExcerpt {
		return line
	}
	n := maxExcerpt
	for n > 0 && !utf8.RuneStart(line[n]) {
		n--
	}
	return line[:n] + "…"
}

// A Diagnostic is one mistake: a code, its place and what fills the code's
// texts.
type Diagnostic struct {
	Code  *Code
	Span  Span
	Args  []any  // fill the code's reason and mend; Words are printed in the reader's language
	Guess string // what was probably meant; offered instead of the code's mend
}

// New returns a diagnostic of code at span; args fill the code's texts.
func New(code *Code, span Span, args ...any) Diagnostic {
	return Diagnostic{Code: code, Span: span, Args: args}
}

// WithGuess returns d offering guess as what was meant. An empty guess
// changes nothing.
func (d Diagnostic) WithGuess(guess string) Diagnostic {
	d.Guess = guess
	return d
}

// Reason says what is wrong, in one line without a final stop.
func (d Diagnostic) Reason(lang Lang) string { return d.fill(d.Code.Reason, lang) }

// Mend says what to write instead; it may be empty.
func (d Diagnostic) Mend(lang Lang) string {
	if d.Guess == "" {
		return d.fill(d.Code.Mend, lang)
	}
	if lang == Chinese {
		return "是否应为“" + d.Guess + "”？"
	}
	return fmt.Sprintf("did you mean %q?", d.Guess)
}

func (d Diagnostic) fill(text Words, lang Lang) string {
	format := text.In(lang)
	if !strings.Contains(format, "%") {
		return format
	}
	args := make([]any, len(d.Args))
	for i, a := range d.Args {
		if w, ok := a.(Words); ok {
			a = w.In(lang)
		}
		args[i] = a
	}
	return fmt.Sprintf(format, args...)
}

// A List collects diagnostics.
type List []Diagnostic

// Add appends a diagnostic of code at span.
func (l *List) Add(code *Code, span Span, args ...any) {
	*l = append(*l, New(code, span, args...))
}

// Errors returns how many of the list are errors.
func (l List) Errors() int {
	n := 0
	for _, d := range l {
		if d.Code.Severity == Error {
			n++
		}
	}
	return n
}

// Sorted returns the list in the order of files, lines and columns, each
// diagnostic once: a page that exists in two languages is composed twice from
// one text.
func (l List) Sorted() List {
	type keyed struct {
		Diagnostic
		text string
	}
	rows := make([]keyed, len(l))
	for i, d := range l {
		rows[i] = keyed{d, d.Code.Name + "\x00" + d.Reason(English)}
	}
	slices.SortFunc(rows, func(a, b keyed) int {
		return cmp.Or(
			cmp.Compare(a.Span.File, b.Span.File),
			cmp.Compare(a.Span.Line, b.Span.Line),
			cmp.Compare(a.Span.Column, b.Span.Column),
			cmp.Compare(a.text, b.text),
		)
	})
	rows = slices.CompactFunc(rows, func(a, b keyed) bool { return a.Span == b.Span && a.text == b.text })
	out := make(List, len(rows))
	for i, r := range rows {
		out[i] = r.Diagnostic
	}
	return out
}
