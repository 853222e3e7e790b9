package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// maxPlain is the size of a source that needs no other limit as long as it is plain, in bytes.
const maxPlain = 32 << 10

// nodes are those of which plain sources have many, in room that the next tree is built in again.
type nodes struct {
	texts      slab[ast.Text]
	paragraphs slab[ast.Paragraph]
	items      slab[ast.ListItem]
	lines      slab[ast.TextBlock] // of items
	cells      slab[extast.TableCell]
}

// A slab is room for many values of one type.
type slab[T any] struct {
	room []T
	used int
}

// put returns where a value stands until the slab is emptied.
func (s *slab[T]) put(value T) *T {
	if s.used == len(s.room) {
		s.room, s.used = make([]T, max(16, 2*len(s.room))), 0 // what is used keeps the old one
	}
	s.used++
	s.room[s.used-1] = value
	return &s.room[s.used-1]
}

// plainTree returns the tree of a source as most are: paragraphs, headings, lists of lines, quotes and alerts of one paragraph, tables,
// simple links and nothing else.
// It is the parser's, node for node, at a third of the cost; nil for a source in which anything might be more. It stands until
// the next one is asked for.
func (in *nodes) plainTree(source []byte) *ast.Document {
	in.texts.used, in.paragraphs.used, in.items.used, in.lines.used, in.cells.used = 0, 0, 0, 0, 0
	if len(source) > maxPlain || mayAutolink(source) {
		return nil
	}
	for _, c := range source {
		if notPlain[c] {
			return nil
		}
	}
	root := ast.NewDocument()
	var paragraph *ast.Paragraph // the one that the next line may go on
	var list *ast.List           // likewise
	var quote *ast.Blockquote    // that the paragraph stands in
	blank := false               // whether a blank line stands behind the list
	cells := 0                   // of all tables, as boundedTable counts them
	for at := 0; at < len(source); {
		end := len(source)
		if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
			end = at + i
		}
		var block ast.Node // what the line is added to
		start := at
		switch line := source[at:end]; {
		case len(line) == 0:
			paragraph, quote, blank = nil, nil, true
			at = end + 1
			continue
		case line[len(line)-1] == ' ': // a line break, or nothing
			return nil
		case quote != nil || bytes.HasPrefix(line, []byte("> ")):
			if !bytes.HasPrefix(line, []byte("> ")) || !plainStart(line[2:]) || quote == nil && (paragraph != nil || list != nil && !blank) {
				return nil
			}
			if quote == nil {
				quote, list = ast.NewBlockquote(), nil
				add(root, quote, at)
				paragraph = in.paragraphs.put(*ast.NewParagraph())
				add(quote, paragraph, at+2)
				if kind := alertKind(line[2:]); kind != "" {
					if end++; end >= len(source) || source[end] != '>' { // an alert of nothing
						return nil
					}
					quote.SetAttributeString(alertAttribute, kind)
					at = end
					continue
				}
			} else if paragraph.HasChildren() {
				goOn(paragraph, at)
			}
			block, start = paragraph, at+2
		case line[0] == '|':
			if paragraph != nil || list != nil && !blank {
				return nil
			}
			table, stop := in.table(source, at)
			if table == nil {
				return nil
			}
			add(root, table, at)
			if cells += (len(table.Alignments) + 2) * table.ChildCount(); cells > MaxCells {
				return nil
			}
			list, at = nil, stop
			continue
		case line[0] == '#':
			level := plainHeading(line)
			if level == 0 {
				return nil
			}
			block, start = ast.NewHeading(level), at+level+1
			add(root, block, at)
			paragraph, list = nil, nil
		case bytes.HasPrefix(line, []byte("- ")):
			if list != nil && blank || len(line) == 2 || line[2] == '[' || !plainStart(line[2:]) {
				return nil
			}
			if list == nil {
				list = ast.NewList('-')
				list.IsTight = true
				add(root, list, at)
			}
			item := in.items.put(*ast.NewListItem(2))
			add(list, item, at)
			block, start = in.lines.put(*ast.NewTextBlock()), at+2
			add(item, block, start)
			paragraph, blank = nil, false
		case !plainStart(line) || list != nil && !blank:
			return nil
		case paragraph != nil:
			goOn(paragraph, at)
			block = paragraph
		default:
			paragraph, list = in.paragraphs.put(*ast.NewParagraph()), nil
			block = paragraph
			add(root, block, at)
		}
		if !in.addLine(block, source, start, end) {
			return nil
		}
		at = end + 1
	}
	return root
}

// add adds a block that begins at pos.
func add(parent, block ast.Node, pos int) {
	block.SetPos(pos)
	parent.AppendChild(parent, block)
}

// goOn makes room in a paragraph for a line that begins at pos.
func goOn(paragraph *ast.Paragraph, pos int) {
	lines := paragraph.Lines()
	before := lines.At(lines.Len() - 1)
	lines.Set(lines.Len()-1, before.WithStop(pos)) // the line break is part of all lines but the last
	paragraph.LastChild().(*ast.Text).SetSoftLineBreak(true)
}

// table returns the table that begins at a line, and where the blank line behind it does; nil where a line has not one cell
// between two bars for each column.
func (in *nodes) table(source []byte, at int) (table *extast.Table, stop int) {
	_, below, _ := bytes.Cut(source[at:], []byte("\n"))
	rule, _, _ := bytes.Cut(below, []byte("\n"))
	table = extast.NewTable()
	table.Alignments = alignments(rule)
	for n := 0; at < len(source) && source[at] != '\n'; n++ {
		line, _, _ := bytes.Cut(source[at:], []byte("\n"))
		if n != 1 {
			row := in.row(source, at, at+len(line), table.Alignments)
			switch {
			case row == nil:
				return nil, 0
			case n == 0:
				table.AppendChild(table, extast.NewTableHeader(row))
			default:
				table.AppendChild(table, row)
			}
		}
		at += len(line) + 1
	}
	return table, at
}

// row returns the row that a line is; nil for another number of cells.
func (in *nodes) row(source []byte, start, stop int, columns []extast.Alignment) *extast.TableRow {
	if len(columns) == 0 || source[start] != '|' {
		return nil
	}
	row := extast.NewTableRow(columns)
	row.SetPos(start)
	start++
	for _, alignment := range columns {
		length := bytes.IndexByte(source[start:stop], '|')
		if length < 1 {
			return nil
		}
		cell := in.cells.put(*extast.NewTableCell())
		cell.Alignment = alignment
		add(row, cell, start)
		words := text.NewSegment(start, start+length)
		words = words.TrimLeftSpace(source)
		words = words.TrimRightSpace(source)
		if !in.addLine(cell, source, words.Start, words.Stop) {
			return nil
		}
		start += length + 1
	}
	if start != stop {
		return nil
	}
	return row
}

// alignments returns those of a table's columns by the line below its heads; none for any other line.
func alignments(line []byte) (out []extast.Alignment) {
	if len(line) < 2 || line[0] != '|' || line[len(line)-1] != '|' {
		return nil
	}
	for column := range bytes.SplitSeq(line[1:len(line)-1], []byte("|")) {
		column = bytes.Trim(column, " ")
		left, right := bytes.HasPrefix(column, []byte(":")), bytes.HasSuffix(column, []byte(":"))
		dashes := bytes.TrimSuffix(bytes.TrimPrefix(column, []byte(":")), []byte(":"))
		if len(dashes) == 0 || len(bytes.Trim(dashes, "-")) > 0 {
			return nil
		}
		alignment := extast.AlignNone
		switch {
		case left && right:
			alignment = extast.AlignCenter
		case left:
			alignment = extast.AlignLeft
		case right:
			alignment = extast.AlignRight
		}
		out = append(out, alignment)
	}
	return out
}

// addLine adds a line to a block; false when a bracket in it is not that of a link [text](destination).
func (in *nodes) addLine(block ast.Node, source []byte, start, stop int) bool {
	block.Lines().Append(text.NewSegment(start, stop))
	for {
		open := bytes.IndexByte(source[start:stop], '[')
		if open < 0 {
			break
		}
		open += start
		label, rest, ok := bytes.Cut(source[open+1:stop], []byte("]("))
		destination, _, closed := bytes.Cut(rest, []byte(")"))
		if !ok || !closed || len(label) == 0 || len(label) > maxPlainLabel || bytes.ContainsAny(label, "[]") ||
			len(destination) == 0 || bytes.ContainsAny(destination, " ([]") ||
			open > 0 && source[open-1] == '!' || bytes.IndexByte(source[start:open], ']') >= 0 {
			return false
		}
		if open > start {
			in.addText(block, start, open)
		}
		end := open + 1 + len(label)
		link := ast.NewLink()
		link.Destination = source[end+2 : end+2+len(destination)]
		link.SetPos(open)
		in.addText(link, open+1, end)
		block.AppendChild(block, link)
		start = end + 2 + len(destination) + 1
	}
	in.addText(block, start, stop) // also when it is empty: it ends the line
	return bytes.IndexByte(source[start:stop], ']') < 0
}

// maxPlainLabel is the length of a link's text that no parser takes for too long, in bytes (CommonMark 6.3).
const maxPlainLabel = 900

func (in *nodes) addText(parent ast.Node, start, stop int) {
	parent.AppendChild(parent, in.texts.put(*ast.NewTextSegment(text.NewSegment(start, stop))))
}

// notPlain are the bytes that may mean something within a line, and those that are no text.
var notPlain = func() (set [256]bool) {
	for c := range ' ' {
		set[c] = c != '\n'
	}
	for _, c := range []byte("*_~<`\\{") {
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
	return c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '"' || c == '(' || c == '['
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
