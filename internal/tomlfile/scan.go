package tomlfile

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of what is read. The parser behind needs memory that grows with the
// square of a dotted key's length and stack that grows with nesting, so both
// are bounded before it sees the text.
const (
	maxDepth   = 16  // arrays and inline tables within each other
	maxKeyPart = 64  // bytes of one part of a key
	maxParts   = 8   // parts of a dotted key
	maxBare    = 128 // bytes of an unquoted value
)

// An entry is one key with its value, as the text has them: byte offsets.
type entry struct {
	path       []string // keys and array indexes from the root
	key, value [2]int   // offset and end; an element of an array has no key of its own
}

// A repair is a mistake that can be read over: where it stands, and the bytes
// of equal length that let the parser go on.
type repair struct {
	offset, end int
	kind        repairKind
	path        []string
	closes      bool // it ends a string: what fills up to its length stands behind it
}

type repairKind int

const (
	fullwidthMark repairKind = iota // a full-width = , " [ ] { } . in the structure
	invisible                       // characters in the structure that nobody sees
	badValue                        // an unquoted value that TOML does not know
	unclosed                        // a list or an inline table without its end
)

// A scanner walks TOML text as people write it: it follows the structure,
// tolerates the full-width punctuation of Chinese input methods, and stops at
// what it cannot follow; the parser behind reports that.
type scanner struct {
	text    string
	i       int
	visit   func(entry) // nil: only limits and repairs
	repairs []repair
	complex int // offset+1 of what is beyond a limit; 0: nothing
	table   []string
	counts  map[string]int // how many elements each array of tables has so far
}

// ascii gives for a full-width mark what was meant. Quotation marks included:
// they open and close a string in Chinese text.
var ascii = map[rune]byte{
	'＝': '=', '，': ',', '、': ',', '［': '[', '］': ']', '【': '[', '】': ']',
	'｛': '{', '｝': '}', '．': '.', '“': '"', '”': '"', '＂': '"', '：': ':', '－': '-', '／': '/',
	'０': '0', '１': '1', '２': '2', '３': '3', '４': '4', '５': '5', '６': '6', '７': '7', '８': '8', '９': '9', '\u3000': ' ',
}

// scan walks the whole text.
func scan(text string, visit func(entry)) *scanner {
	s := &scanner{text: text, visit: visit, counts: map[string]int{}}
	for s.i < len(s.text) && s.complex == 0 {
		s.line()
	}
	return s
}

// line reads one line: a header, a key with its value (which may run over
// several lines), a comment or nothing.
func (s *scanner) line() {
	s.blank()
	switch s.peek() {
	case 0, '\n', '\r', '#':
	case '[':
		s.header()
	default:
		s.pair(s.table, 0)
	}
	s.blank()
	s.skipLine()
}

// peek returns the byte at hand, or what a full-width mark stands for; 0 at
// the end.
func (s *scanner) peek() byte {
	if s.i >= len(s.text) {
		return 0
	}
	if c := s.text[s.i]; c < utf8.RuneSelf {
		return c
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.i:])
	return ascii[r] // 0 for any other character, which no structure begins with
}

// take steps over the mark at hand, and notes it when it is full-width.
func (s *scanner) take(path []string) {
	_, n := utf8.DecodeRuneInString(s.text[s.i:])
	if n > 1 {
		s.repairs = append(s.repairs, repair{offset: s.i, end: s.i + n, kind: fullwidthMark, path: path})
	}
	s.i += n
}

// unseen are characters that look like a blank or like nothing.
const unseen = "\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\u3000"

func (s *scanner) blank() {
	for s.i < len(s.text) {
		start := s.i
		rest := strings.TrimLeft(s.text[start:], unseen)
		if s.i = len(s.text) - len(rest); s.i > start {
			s.repairs = append(s.repairs, repair{offset: start, end: s.i, kind: invisible})
		} else if s.text[start] == ' ' || s.text[start] == '\t' {
			s.i++
		} else {
			return
		}
	}
}

// space steps over blanks, line breaks and comments: what may stand between
// the elements of an array.
func (s *scanner) space() {
	for s.blank(); s.i < len(s.text); s.blank() {
		switch s.text[s.i] {
		case '\n', '\r':
			s.i++
		case '#':
			s.skipLine()
		default:
			return
		}
	}
}

func (s *scanner) skipLine() {
	if n := strings.IndexByte(s.text[s.i:], '\n'); n >= 0 {
		s.i += n + 1
	} else {
		s.i = len(s.text)
	}
}

func (s *scanner) header() {
	start := s.i
	s.take(nil)
	array := s.peek() == '['
	if array {
		s.take(nil)
	}
	s.blank()
	path := s.key(nil)
	for range 2 {
		if s.blank(); s.peek() == ']' {
			s.take(nil)
		}
	}
	// A part that names an array of tables means its newest element.
	var full []string
	for i, p := range path {
		full = append(full, p)
		name := strings.Join(full, "\x00")
		if n, ok := s.counts[name]; array && i == len(path)-1 {
			s.counts[name] = n + 1
			full = append(full, strconv.Itoa(n))
		} else if ok {
			full = append(full, strconv.Itoa(n-1))
		}
	}
	s.table = full
	if s.visit != nil {
		s.visit(entry{full, [2]int{start, s.i}, [2]int{start, s.i}})
	}
}

// key reads a dotted key and returns its parts behind prefix.
func (s *scanner) key(prefix []string) []string {
	path := prefix[:len(prefix):len(prefix)]
	for {
		start := s.i
		switch c := s.peek(); c {
		case '"', '\'':
			path = append(path, s.quoted(c, nil))
		default:
			for s.i < len(s.text) && !strings.ContainsRune(" \t\r\n=.[]{}#,\"", rune(s.peek())) {
				_, n := utf8.DecodeRuneInString(s.text[s.i:])
				s.i += n
			}
			path = append(path, s.text[start:s.i])
		}
		if s.i-start > maxKeyPart || len(path)-len(prefix) > maxParts {
			s.complex = start + 1
			return path
		}
		if s.blank(); s.peek() != '.' || s.complex > 0 {
			return path
		}
		s.take(path)
		s.blank()
	}
}

// pair reads a key, = and a value.
func (s *scanner) pair(table []string, depth int) {
	start := s.i
	path := s.key(table)
	end := start + len(strings.TrimRight(s.text[start:s.i], " \t"))
	if s.blank(); s.peek() != '=' || s.complex > 0 {
		return
	}
	s.take(path)
	s.blank()
	s.value(path, [2]int{start, end}, depth)
}

// value reads one value of any kind and reports it.
func (s *scanner) value(path []string, key [2]int, depth int) {
	if depth > maxDepth {
		s.complex = s.i + 1
		return
	}
	start := s.i
	switch c := s.peek(); c {
	case '"', '\'':
		s.quoted(c, path)
	case '[':
		s.sequence(path, depth, ']', func(n int) {
			s.value(append(path[:len(path):len(path)], strconv.Itoa(n)), [2]int{}, depth+1)
		})
	case '{':
		s.sequence(path, depth, '}', func(int) { s.pair(path, depth+1) })
	default:
		s.bare(path, depth)
	}
	if s.visit != nil {
		s.visit(entry{path, key, [2]int{start, s.i}})
	}
}

// nextEntry matches where a line begins an entry or a table of its own.
var nextEntry = regexp.MustCompile(`^(?:[A-Za-z][\w-]*[ \t]*[=＝]|\[\[?[A-Za-z][\w.-]*\]\]?[ \t]*(?:\n|$))`)

// sequence reads comma-separated items up to the closing mark. A list whose
// next line begins another entry was not closed, nor was a table without a
// comma before it.
func (s *scanner) sequence(path []string, depth int, closing byte, item func(n int)) {
	open := s.i
	s.take(path)
	last, comma := s.i, true // the end of what belongs to the sequence
	for n := 0; s.complex == 0; n++ {
		if s.space(); s.peek() == closing {
			s.take(path)
			return
		}
		if s.i >= len(s.text) || strings.Contains(s.text[last:s.i], "\n") && nextEntry.MatchString(s.text[s.i:]) && (closing == ']' || !comma) {
			s.unclosed(open, last, path)
			return
		}
		before := s.i
		item(n)
		last, comma = s.i, false
		if s.space(); s.peek() == ',' {
			s.take(path)
			last, comma = s.i, true
		} else if s.peek() != closing && s.i == before {
			return // not TOML; the parser says so
		}
	}
}

// unclosed notes that the sequence from open to end lacks its closing mark;
// of several within each other the outermost stands for all.
func (s *scanner) unclosed(open, end int, path []string) {
	if n := len(s.repairs) - 1; n >= 0 && s.repairs[n].kind == unclosed && s.repairs[n].offset > open {
		s.repairs = s.repairs[:n]
	}
	s.repairs = append(s.repairs, repair{offset: open, end: end, kind: unclosed, path: path})
	s.i = end
}

// quoted reads a string and returns its text between the marks, escapes left
// as they are. A string on one line that opens with a full-width mark ends at
// the last such mark of the line, or at an ASCII one.
func (s *scanner) quoted(mark byte, path []string) string {
	full := s.text[s.i] >= utf8.RuneSelf
	if long := strings.Repeat(string(mark), 3); !full && strings.HasPrefix(s.text[s.i:], long) {
		start := s.i + 3
		for s.i = start; s.i < len(s.text); s.i++ {
			if s.text[s.i] == '\\' && mark == '"' {
				s.i++
			} else if strings.HasPrefix(s.text[s.i:], long) {
				text := s.text[start:s.i]
				for s.i += 3; s.i < len(s.text) && s.text[s.i] == mark; s.i++ {
				}
				return text
			}
		}
		s.i = min(s.i, len(s.text))
		return s.text[start:]
	}
	s.take(path)
	start := s.i
	for s.i < len(s.text) && s.text[s.i] != '\n' {
		switch c := s.text[s.i]; {
		case c == '\\' && mark == '"':
			s.i++
		case c == mark || full && strings.HasPrefix(s.text[s.i:], "”"):
			text, before := s.text[start:s.i], len(s.repairs)
			s.take(path)
			if len(s.repairs) > before {
				s.repairs[before].closes = true
			}
			return text
		}
		s.i++
	}
	s.i = min(s.i, len(s.text))
	return s.text[start:s.i]
}

// bare reads an unquoted value: a number, a date or a truth value. What TOML
// does not know becomes a repair. Outside of arrays it runs to the end of the
// line.
func (s *scanner) bare(path []string, depth int) {
	start := s.i
	for s.i < len(s.text) && !strings.ContainsRune("#\r\n", rune(s.text[s.i])) {
		r, n := utf8.DecodeRuneInString(s.text[s.i:])
		mark := ascii[r]
		if mark == 0 && n == 1 {
			mark = byte(r)
		}
		if depth > 0 && (mark == ',' || mark == ']' || mark == '}') {
			break
		}
		s.i += n
	}
	value := strings.TrimRight(s.text[start:s.i], " \t"+unseen)
	s.i = start + len(value)
	if len(value) > maxBare {
		s.complex = start + 1
		return
	}
	if value != "" && !known(value) {
		s.repairs = append(s.repairs, repair{offset: start, end: s.i, kind: badValue, path: path})
	}
}

// Narrow replaces the full-width punctuation and digits of Chinese input
// methods by the ASCII characters that they stand for.
func Narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if a := ascii[r]; a != 0 {
			return rune(a)
		}
		return r
	}, s)
}

// Wide returns the characters of s that are others in narrow, which is as
// long in characters, each once.
func Wide(s, narrow string) string {
	var out []string
	plain := []rune(narrow)
	for i, r := range []rune(s) {
		if r != plain[i] && !slices.Contains(out, string(r)) {
			out = append(out, string(r))
		}
	}
	return strings.Join(out, " ")
}
