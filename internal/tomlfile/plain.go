package tomlfile

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// A plain reader reads TOML as nearly every file has it, several times as fast
// as the parser: bare keys, tables of one level, texts on one line without
// escapes, numbers, dates, truth values, lists and inline tables.
//
// What it reads it reads as the parser would, value for value. It fails at
// anything else, at a mistake and at a limit; scan and the parser then have
// the word, so it reports nothing.
type plain struct {
	text   string
	i      int
	failed bool // and i is at the end
}

// readPlain returns the tree of text, or false where text is not plain.
func readPlain(text string) (tree map[string]any, ok bool) {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unplain) {
		return nil, false
	}
	p := plain{text: text}
	tree = map[string]any{}
	table := tree
	for p.space(); p.i < len(p.text); p.space() {
		if p.take('[') {
			table = p.header(tree)
		} else {
			p.pair(table, 0)
		}
		if p.blank(); p.i < len(p.text) && p.text[p.i] != '\n' && p.text[p.i] != '#' {
			p.fail()
		}
	}
	return tree, !p.failed
}

// unplain tells control characters, which the parser refuses or, as \r, takes
// for something else.
func unplain(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }

// fail gives the text up. What is read afterwards has no meaning.
func (p *plain) fail() { p.i, p.failed = len(p.text), true }

// take steps over c when it is at hand.
func (p *plain) take(c byte) bool {
	if p.i < len(p.text) && p.text[p.i] == c {
		p.i++
		return true
	}
	return false
}

func (p *plain) blank() {
	for p.take(' ') || p.take('\t') {
	}
}

// space steps over blanks, line breaks and comments.
func (p *plain) space() {
	for p.blank(); p.i < len(p.text); p.blank() {
		if p.text[p.i] == '#' {
			comment, _, _ := strings.Cut(p.text[p.i:], "\n")
			p.i += len(comment)
		} else if !p.take('\n') {
			return
		}
	}
}

// header reads the rest of [name] or [[name]] and returns the new table.
func (p *plain) header(tree map[string]any) map[string]any {
	array := p.take('[')
	name, table := p.key(), map[string]any{}
	before, taken := tree[name]
	if tables, ok := before.([]map[string]any); array && (ok || !taken) {
		tree[name] = append(tables, table)
	} else if tree[name] = table; array || taken {
		p.fail()
	}
	if !p.take(']') || array && !p.take(']') {
		p.fail()
	}
	return table
}

// key reads a key without quotation marks.
func (p *plain) key() string {
	start := p.i
	for p.i < len(p.text) && bareKey(p.text[p.i]) {
		p.i++
	}
	key := p.text[start:p.i]
	if key == "" || len(key) > maxKeyPart {
		p.fail()
	}
	return key
}

func bareKey(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// pair reads a key, = and a value into a table.
func (p *plain) pair(table map[string]any, depth int) {
	key := p.key()
	p.blank()
	if _, taken := table[key]; taken || !p.take('=') {
		p.fail()
	}
	p.blank()
	table[key] = p.value(depth)
}

func (p *plain) value(depth int) any {
	if p.i >= len(p.text) || depth > maxDepth {
		p.fail()
		return nil
	}
	switch c := p.text[p.i]; c {
	case '"', '\'':
		return p.quoted(c)
	case '[':
		return p.list(depth)
	case '{':
		return p.inlineTable(depth)
	}
	return p.bare()
}

func (p *plain) quoted(mark byte) string {
	rest := p.text[p.i+1:]
	end := strings.IndexByte(rest, mark)
	if end < 0 || strings.HasPrefix(rest[end+1:], string(mark)) || strings.ContainsAny(rest[:end], "\\\n") {
		p.fail()
		return ""
	}
	p.i += end + 2
	return rest[:end]
}

func (p *plain) list(depth int) []any {
	list := make([]any, 0, 2)
	p.take('[')
	for p.space(); !p.take(']'); p.space() {
		list = append(list, p.value(depth+1))
		if p.space(); !p.take(',') && (p.i >= len(p.text) || p.text[p.i] != ']') {
			p.fail()
			break
		}
	}
	return list
}

func (p *plain) inlineTable(depth int) map[string]any {
	table := map[string]any{}
	p.take('{')
	if p.blank(); p.take('}') {
		return table
	}
	for {
		p.blank()
		p.pair(table, depth+1)
		if p.blank(); p.take('}') {
			return table
		}
		if !p.take(',') {
			p.fail()
			return nil
		}
	}
}

// bare reads an unquoted value.
func (p *plain) bare() any {
	start := p.i
	for p.i < len(p.text) && (bareKey(p.text[p.i]) || p.text[p.i] == '.' || p.text[p.i] == ':') {
		p.i++
	}
	value := p.text[start:p.i]
	switch value {
	case "true":
		return true
	case "false":
		return false
	}
	if layout, zone := dateLayout(value); layout != "" {
		if t, err := time.ParseInLocation(layout, value, zone); err == nil {
			return t
		}
	} else if whole, decimal := number(value); whole {
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return n
		}
	} else if decimal && len(value) <= maxBare {
		if f, err := strconv.ParseFloat(value, 64); err == nil {
			return f
		}
	}
	p.fail()
	return nil
}

// The zones by which the parser marks dates that have none.
var localDate, localDateTime = zoneOf("2021-09-11"), zoneOf("2021-09-11T10:00")

func zoneOf(sample string) *time.Location {
	var file map[string]any
	toml.Decode("date = "+sample, &file)
	return file["date"].(time.Time).Location()
}

// dateLayout returns how a value is written that has a date's length and
// hyphen, and its zone.
func dateLayout(value string) (string, *time.Location) {
	if len(value) < len(time.DateOnly) || value[4] != '-' {
		return "", nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if len(value) == len(layout) {
			return layout, localDateTime
		}
	}
	return time.DateOnly, localDate
}

// number tells whether a value is a whole number or one with decimals, in
// plain digits.
func number(value string) (whole, decimal bool) {
	before, after, point := strings.Cut(strings.TrimPrefix(value, "-"), ".")
	if !digits(before) || before[0] == '0' && len(before) > 1 {
		return false, false
	}
	return !point, digits(after)
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
