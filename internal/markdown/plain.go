package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// maxPlain is the size of a source that passes no limit as long as it is plain, in bytes.
const maxPlain = 32 << 10

// plainTree returns the tree of a source as most are: paragraphs, headings and nothing else. It is the parser's, node for
// node, at a quarter of the cost; nil for a source in which anything might be more.
func plainTree(source []byte) *ast.Document {
	if len(source) > maxPlain || mayAutolink(source) {
		return nil
	}
	for _, c := range source {
		if notPlain[c] {
			return nil
		}
	}
	root := ast.NewDocument()
	var open *ast.Paragraph
	for at := 0; at < len(source); {
		end := len(source)
		if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
			end = at + i
		}
		switch line := source[at:end]; {
		case len(line) == 0:
			open = nil
		case line[len(line)-1] == ' ': // a line break, or nothing
			return nil
		case line[0] == '#':
			level := plainHeading(line)
			if level == 0 {
				return nil
			}
			h := ast.NewHeading(level)
			appendLine(root, h, at, at+level+1, end)
			open = nil
		case !plainStart(line):
			return nil
		case open != nil:
			before := open.Lines().At(open.Lines().Len() - 1)
			open.Lines().Set(open.Lines().Len()-1, before.WithStop(at)) // the line break is part of all lines but the last
			open.LastChild().(*ast.Text).SetSoftLineBreak(true)
			addText(open, at, end)
		default:
			open = ast.NewParagraph()
			appendLine(root, open, at, at, end)
		}
		at = end + 1
	}
	return root
}

// appendLine adds a block that begins at pos, with a line of text.
func appendLine(root, block ast.Node, pos, start, stop int) {
	block.SetPos(pos)
	root.AppendChild(root, block)
	addText(block, start, stop)
}

func addText(block ast.Node, start, stop int) {
	segment := text.NewSegment(start, stop)
	block.Lines().Append(segment)
	block.AppendChild(block, ast.NewTextSegment(segment))
}

// notPlain are the bytes that may mean something within a line, and those that are no text.
var notPlain = func() (set [256]bool) {
	for c := range ' ' {
		set[c] = c != '\n'
	}
	for _, c := range []byte("*_~[]<`\\{") {
		set[c] = true
	}
	return set
}()

// plainStart tells whether a line can only be text of a paragraph, by how it begins: no list, rule, quote, table, term or
// underline of a heading does so.
func plainStart(line []byte) bool {
	i := 0
	for i < len(line) && line[i] >= '0' && line[i] <= '9' {
		i++
	}
	if i > 0 {
		return i == len(line) || line[i] != '.' && line[i] != ')'
	}
	c := line[0]
	return c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '"' || c == '('
}

// plainHeading returns the level of a heading that is marked at its beginning only; 0 for any other line.
func plainHeading(line []byte) int {
	words := bytes.TrimLeft(line, "#")
	level := len(line) - len(words)
	if level > 6 || len(words) < 2 || words[0] != ' ' || words[1] == ' ' || bytes.IndexByte(words, '#') >= 0 {
		return 0
	}
	return level
}
