package markdown

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	xhtml "golang.org/x/net/html"
)

// Text returns the plain text of a source, for lint and search: one line for each paragraph, heading, line of code or
// table row, cells apart by tabs, alternative texts for images. A source too complex to render has none.
func Text(src string) string {
	in := rooms.Get().(*room)
	defer rooms.Put(in)
	root, r := in.parse(src)
	if r.over != nil {
		return ""
	}
	var lines []string
	appendLines(&lines, root, r.source)
	return strings.Join(lines, "\n")
}

// summaryStretch is how much of a source is looked at for its summary at first, in bytes.
const summaryStretch = 1 << 10

// Summary returns the plain text of the first paragraph outside quotes, lists and tables that is no figure, on one line. It looks at no
// more of a long source than it needs. It is empty if there is no such paragraph or the source is too complex.
func Summary(src string) string { return summary(src, summaryStretch) }

func summary(src string, size int) string {
	in := rooms.Get().(*room)
	defer rooms.Put(in)
	for ; ; size *= 4 {
		stretch := src
		if size < len(src) {
			stretch = src[:strings.LastIndexByte(src[:size], '\n')+1]
		}
		root, r := in.parse(stretch)
		if r.over != nil {
			return ""
		}
		for c := root.FirstChild(); c != nil; c = c.NextSibling() {
			if p, ok := c.(*ast.Paragraph); !ok || alone(p) != nil {
				continue
			}
			if len(stretch) < len(src) && !settled(c, r.source) {
				break
			}
			if text := oneLine(plain(c, r.source)); text != "" {
				return text
			}
		}
		if len(stretch) == len(src) {
			return ""
		}
	}
}

// settled tells whether a paragraph is the same whatever comes behind the source: a line below it has begun another
// block, so that it cannot become a heading, a table or a term, and no reference in it waits for its definition.
func settled(paragraph ast.Node, source []byte) bool {
	lines := paragraph.Lines()
	end := lines.At(lines.Len() - 1).Stop
	next := paragraph.NextSibling()
	return next != nil && place(next) >= end && bytes.IndexByte(lines.Value(source), '[') < 0
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func appendLines(lines *[]string, n ast.Node, source []byte) {
	add := func(s string) {
		if s != "" {
			*lines = append(*lines, s)
		}
	}
	switch n.Kind() {
	case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading, extast.KindDefinitionTerm:
		add(oneLine(plain(n, source)))
	case ast.KindCodeBlock, ast.KindFencedCodeBlock:
		for i := range n.Lines().Len() {
			segment := n.Lines().At(i)
			add(strings.TrimRight(string(segment.Value(source)), " \r\n"))
		}
	case ast.KindHTMLBlock:
		add(oneLine(htmlText(rawBlock(n.(*ast.HTMLBlock), source))))
	case extast.KindTableRow, extast.KindTableHeader:
		var cells []string
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, oneLine(plain(c, source)))
		}
		add(strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			appendLines(lines, c, source)
		}
	}
}

// plain returns the text below a block, with its line breaks as far as they separate words.
func plain(n ast.Node, source []byte) string {
	return string(appendPlain(nil, n, source))
}

func appendPlain(b []byte, n ast.Node, source []byte) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Segment.Value(source)
			if !c.IsRaw() {
				value = decode(value)
			}
			b = append(b, value...)
			if breaks(c) {
				b = bytes.TrimRight(b, blanks)
			}
			if c.HardLineBreak() || c.SoftLineBreak() && breakSeparates(c, source) {
				b = append(b, '\n')
			}
		case *ast.AutoLink:
			b = append(b, c.Label(source)...)
		case *ast.RawHTML, *extast.FootnoteLink, *extast.FootnoteBacklink:
		default:
			b = appendPlain(b, c, source)
		}
	}
	return b
}

const blanks = " \t\v\f"

// breaks tells whether a line ends behind a text. What stands before it may end in blanks, which the parser leaves where it
// has looked for an autolink: they say nothing (CommonMark 6.7 and 6.8).
func breaks(t *ast.Text) bool { return t.HardLineBreak() || t.SoftLineBreak() }

// breakSeparates tells whether a line break in the source is a blank to the reader.
func breakSeparates(t *ast.Text, source []byte) bool {
	last, _ := utf8.DecodeLastRune(bytes.TrimRight(edge(t, ast.Node.PreviousSibling, ast.Node.LastChild, source), blanks))
	first, _ := utf8.DecodeRune(edge(t.NextSibling(), ast.Node.NextSibling, ast.Node.FirstChild, source))
	return !joins(last, first)
}

// edge returns the text nearest to a line break on one side: that of n, or what step and into lead to where n is empty.
// It is empty where something else than words stands there.
func edge(n ast.Node, step, into func(ast.Node) ast.Node, source []byte) []byte {
	for n != nil {
		t, ok := n.(*ast.Text)
		switch {
		case ok && !t.Segment.IsEmpty():
			return decode(t.Segment.Value(source))
		case ok:
			n = step(n)
		default:
			n = into(n)
		}
	}
	return nil
}

// htmlText returns the text in raw HTML, without scripts and styles.
func htmlText(raw []byte) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(bytes.NewReader(raw))
	skip := ""
	for {
		switch kind := z.Next(); kind {
		case xhtml.ErrorToken:
			return b.String()
		case xhtml.StartTagToken, xhtml.EndTagToken:
			name, _ := z.TagName()
			b.WriteByte(' ')
			if kind == xhtml.StartTagToken && (string(name) == "script" || string(name) == "style") {
				skip = string(name)
			} else if string(name) == skip {
				skip = ""
			}
		case xhtml.TextToken:
			if skip == "" {
				b.Write(z.Text())
			}
		}
	}
}

// decode resolves backslash escapes and character references (CommonMark 2.4 and 2.5). Where there are none it returns
// what it was given.
func decode(written []byte) []byte {
	if bytes.IndexByte(written, '\\') < 0 && bytes.IndexByte(written, '&') < 0 {
		return written
	}
	b := make([]byte, 0, len(written))
	for i := 0; i < len(written); i++ {
		switch c := written[i]; {
		case c == '\\' && i+1 < len(written) && asciiPunctuation(written[i+1]):
			i++
			b = append(b, written[i])
		case c == '&':
			length := referenceLength(written[i:])
			b = append(b, character(string(written[i:i+length]))...)
			i += length - 1
		default:
			b = append(b, c)
		}
	}
	return b
}

// character returns what a character reference stands for. HTML would also take the start of an unknown one.
func character(reference string) string {
	if c := html.UnescapeString(reference); c == ";" || !strings.HasSuffix(c, ";") {
		return c
	}
	return reference
}

func asciiPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// referenceLength returns the length of the character reference at the start of s, or 1 for an ampersand that begins
// none: unlike in HTML, the semicolon is needed.
func referenceLength(s []byte) int {
	const longest = 33 // &CounterClockwiseContourIntegral;
	for i := 1; i < len(s) && i < longest; i++ {
		switch c := s[i]; {
		case c == ';':
			return i + 1
		case c == '#' && i == 1, c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z':
		default:
			return 1
		}
	}
	return 1
}
