// Package tomlfile reads TOML that people write by hand: config.toml, front
// matter, theme.toml and message catalogues.
//
// It promises that every mistake which can be told apart is reported in one
// pass, with its place: the full-width punctuation of Chinese input methods,
// dates that do not exist, texts without quotation marks, values of the wrong
// type, unknown keys. BurntSushi/toml parses; what this package adds is the
// place of each key, the limits that keep a hostile file from taking the
// machine, and the words. It does not know what any key means.
package tomlfile

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"bunting/internal/diag"
)

// A File is TOML text within a source (front matter is a part of its file),
// parsed.
type File struct {
	source *diag.Source
	offset int // in bytes, where text begins in the source
	text   string
	tree   map[string]any
	broken [][]string // paths of values that were reported and left out
}

// Parse reads the TOML text source.Text[start:end]. Mistakes are reported in
// the list; the file then holds what could be read. A nil file means that
// nothing could.
func Parse(source *diag.Source, start, end int) (*File, diag.List) {
	f := &File{source: source, offset: start, text: source.Text[start:end]}
	if tree, ok := readPlain(f.text); ok {
		f.tree = tree
		return f, nil
	}
	var list diag.List
	s := scan(f.text, nil)
	if s.complex > 0 {
		list.Add(diag.TooComplex, f.span(s.complex-1, 1), source.Name)
		return nil, list
	}
	text := f.text
	for _, r := range s.repairs {
		list = append(list, f.explain(r))
		stand := "0"
		switch r.kind {
		case fullwidthMark:
			stand = Narrow(f.text[r.offset:r.end])
		case invisible:
			stand = " "
		default:
			f.broken = append(f.broken, r.path)
		}
		fill := strings.Repeat(" ", r.end-r.offset-len(stand))
		if r.closes {
			stand += fill
		} else {
			stand = fill + stand // a string must not begin with what fills
		}
		text = text[:r.offset] + stand + text[r.end:]
	}
	f.tree = map[string]any{}
	if _, err := toml.Decode(text, &f.tree); err != nil {
		if d := f.syntax(err); !slices.ContainsFunc(list, func(e diag.Diagnostic) bool { return e.Span.Line == d.Span.Line }) {
			list = append(list, d)
		}
		return nil, list
	}
	return f, list
}

// explain turns a repair into the diagnostic that asks for it.
func (f *File) explain(r repair) diag.Diagnostic {
	value := f.text[r.offset:r.end]
	at := f.span(r.offset, r.end-r.offset)
	switch r.kind {
	case fullwidthMark:
		return diag.New(diag.FullwidthPunctuation, at, Wide(value, Narrow(value)), Narrow(value))
	case invisible:
		return diag.New(diag.InvisibleCharacter, at, fmt.Sprintf("%U", []rune(value)[0]))
	case unclosed:
		return diag.New(diag.UnclosedList, f.span(r.offset, 1), map[byte]string{'[': "]", '{': "}"}[Narrow(value)[0]])
	}
	plain := Narrow(value)
	if known(plain) {
		return diag.New(diag.FullwidthPunctuation, at, Wide(value, plain), plain)
	}
	if looksLikeDate(plain) {
		why, write := explainDate(plain)
		return diag.New(diag.BadDate, at, value, why, write)
	}
	if write, kind, ok := meant(value); ok {
		key, write := assigned(r.path, write)
		return diag.New(diag.TypeMismatch, at, key, kind, foundKind(value), write)
	}
	return diag.New(diag.UnquotedText, at, value, strconv.Quote(strings.Trim(value, `"'“”`)))
}

var (
	definedTwice = regexp.MustCompile(`(?:[Kk]ey|[Tt]able) '?([^' ]+)'? has already been defined`)
	parserPrefix = regexp.MustCompile(`^toml: (?:line \d+)?(?: \(last key ".*?"\))?:? ?`)
	openString   = regexp.MustCompile(`newlines|unexpected EOF; expected '"'|expected a (?:string )?delimiter`)
)

// causes are the parser's messages in the reader's words, with what stands
// where it stopped; the first that matches is meant.
var causes = []struct {
	said, here *regexp.Regexp
	words      diag.Words
}{
	{regexp.MustCompile(`^expected '\.' or '='`), regexp.MustCompile(``),
		diag.Words{EN: "a = belongs between the key and its value", ZH: "键和值之间应为等号 ="}},
	{regexp.MustCompile(`^expected a top-level item|^expected a comma`), regexp.MustCompile(`^\s*//`),
		diag.Words{EN: "a comment begins with #, not with //", ZH: "注释应以 # 开头，而不是 //"}},
	{regexp.MustCompile(`^expected a top-level item`), regexp.MustCompile(`^[^#]*"`),
		diag.Words{EN: "there are quotation marks within quotation marks; write the inner ones as “ ”", ZH: "引号里又有英文引号；里面的引号请改用中文引号“ ”"}},
	{regexp.MustCompile(`^expected a top-level item`), regexp.MustCompile(``),
		diag.Words{EN: "something stands behind the value", ZH: "值的后面有多余的内容"}},
	{regexp.MustCompile(`^expected a comma \(','\) or array`), regexp.MustCompile(``),
		diag.Words{EN: "a comma is missing in the list", ZH: "列表的各项之间缺少英文逗号 ,"}},
	{regexp.MustCompile(`^expected a comma or an inline table`), regexp.MustCompile(``),
		diag.Words{EN: "a comma is missing between the entries in { }", ZH: "{ } 里的各项之间缺少英文逗号 ,"}},
	{regexp.MustCompile(`escape|hexadecimal digits after`), regexp.MustCompile(``),
		diag.Words{EN: `a \ has a meaning of its own between " "; write / instead, or single quotation marks '…'`, ZH: `双引号里的反斜杠 \ 有特殊含义；请改用 /，或改用单引号 '…'`}},
}

// rest returns what is left of the line where the parser stopped.
func (f *File) rest(err error) string {
	e, ok := err.(toml.ParseError)
	if !ok {
		return ""
	}
	line, _, _ := strings.Cut(f.text[min(max(e.Position.Start, 0), len(f.text)):], "\n")
	return line
}

// syntax turns the parser's error into a diagnostic.
func (f *File) syntax(err error) diag.Diagnostic {
	var at diag.Span
	message := err.Error()
	if e, ok := err.(toml.ParseError); ok {
		at = f.span(e.Position.Start, max(1, e.Position.Len))
		message = e.Message
		if message == "" {
			message = parserPrefix.ReplaceAllString(err.Error(), "")
		}
	} else {
		at = f.span(0, 1)
	}
	if m := definedTwice.FindStringSubmatch(message); m != nil {
		return diag.New(diag.DuplicateKey, at, m[1])
	}
	if openString.MatchString(message) {
		return diag.New(diag.UnclosedString, at)
	}
	for _, c := range causes {
		if c.said.MatchString(message) && c.here.MatchString(f.rest(err)) {
			return diag.New(diag.BadTOML, at, c.words)
		}
	}
	return diag.New(diag.BadTOML, at, message)
}

func (f *File) span(offset, length int) diag.Span {
	return f.source.Span(f.offset+offset, length)
}

// Has tells whether the file sets the key at path, arrays by decimal index.
func (f *File) Has(path ...string) bool {
	_, ok := f.lookup(path)
	return ok
}

// lookup returns the value at path.
func (f *File) lookup(path []string) (any, bool) {
	var v any = f.tree
	for _, p := range path {
		n, err := strconv.Atoi(p)
		switch t := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = t[p]; !ok {
				return nil, false
			}
		case []map[string]any:
			if err != nil || n >= len(t) {
				return nil, false
			}
			v = t[n]
		case []any:
			if err != nil || n >= len(t) {
				return nil, false
			}
			v = t[n]
		default:
			return nil, false
		}
	}
	return v, true
}

// Place is the function of the same name on this file.
func (f *File) Place(path ...string) diag.Span {
	return Place(f.source, f.offset, f.offset+len(f.text), path...)
}

// Key returns where the key at path stands.
func (f *File) Key(path ...string) diag.Span {
	at := find(f.text, path, true)
	return f.span(at[0], at[1]-at[0])
}

// Place returns where the value at path stands in the TOML text
// source.Text[start:end]. When the text does not hold that path, it returns
// the longest part of the path that it holds, and at worst the text's first
// line. The text is walked anew at each call: only mistakes need places.
func Place(source *diag.Source, start, end int, path ...string) diag.Span {
	at := find(source.Text[start:end], path, false)
	return source.Span(start+at[0], at[1]-at[0])
}

// find returns the offsets of the value (or key) of the longest prefix of
// path that the text holds. An array of tables stands where its first header
// does.
func find(text string, path []string, key bool) (at [2]int) {
	depth, exact := 0, false
	scan(text, func(e entry) {
		n := 0
		for n < len(e.path) && n < len(path) && e.path[n] == path[n] {
			n++
		}
		whole := n == len(e.path)
		if n < depth || n == 0 || n == depth && (exact || !whole) {
			return
		}
		depth, exact, at = n, whole, e.value
		if key && whole && e.key[1] > 0 {
			at = e.key
		}
	})
	return at
}

// Options say how a file is decoded.
type Options struct {
	// Languages are the keys that a text's table may have; nil allows any.
	Languages []string
	// Unknown, when it is set, is asked about each key that the struct does
	// not know: false leaves the key to be reported as unknown.
	Unknown func(path []string, at diag.Span) (diag.Diagnostic, bool)
}

// Decode fills the struct that into points to; see decode.go for the types it
// knows.
func (f *File) Decode(into any, options Options) diag.List {
	to := reflect.ValueOf(into).Elem()
	d := decoder{file: f, Options: options, root: to.Type()}
	d.table(f.tree, to, make([]string, 0, maxDepth))
	return d.list
}

// Tree returns the parsed values as maps, slices and plain values.
func (f *File) Tree() map[string]any { return f.tree }

// name writes a path as people read it: sessions[2].start, counted from one.
func name(path []string) string {
	var b strings.Builder
	for i, p := range path {
		if n, err := strconv.Atoi(p); err == nil && i > 0 {
			fmt.Fprintf(&b, "[%d]", n+1)
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(p)
	}
	return b.String()
}
