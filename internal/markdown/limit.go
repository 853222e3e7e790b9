package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The limits. They stand far above what people write, and low enough that the worst text for each takes some tens of
// milliseconds and megabytes. The parser takes no context and cannot be stopped from outside, so they are enforced around
// each of its steps, and the one that passes a limit unwinds it.
const (
	// MaxSource is the size of a source in bytes.
	MaxSource = 256 << 10
	// MaxOutput is the size of the HTML in bytes: long destinations behind short reference links multiply.
	MaxOutput = 1 << 20
	// MaxDepth is how many blocks may stand inside one another (a list counts as two), and how many inline elements.
	MaxDepth = 48
	// MaxBlocks is the number of blocks.
	MaxBlocks = 20_000
	// MaxSteps is the number of lines, each counted once for every block that is open there.
	MaxSteps = 250_000
	// MaxCells is the number of table cells. The parser fills short rows up, so a table of n bytes could have n² / 16.
	MaxCells = 10_000
	// MaxEscapedPipes is the number of \| in tables: the parser compares each with each cell.
	MaxEscapedPipes = 1_000
	// MaxFootnotes is the number of footnotes: the parser compares each reference with each.
	MaxFootnotes = 500
	// MaxWork bounds the parsing of inline marks. Each may look through the rest of its block, so it counts as the
	// block's length in bytes, plus markCost for what it allocates.
	MaxWork = 64 << 20
	// MaxDestination is the length of a destination in bytes: what browsers, proxies and messengers let pass.
	MaxDestination = 2048
	// MaxDestinations is the length of all destinations together, each counted wherever it is referred to.
	MaxDestinations = 1 << 20
	// MaxRawTags is the number of raw HTML tags.
	MaxRawTags = 2_000
	// MaxProblems is how many problems are reported for one source.
	MaxProblems = 200
)

const markCost = 2048 // bytes: some ten small objects each

// marks weighs the bytes at which the inline parsers start to look. A brace may begin attributes, whose parser is the
// slowest by far.
var marks = func() (weight [256]int) {
	for _, c := range []byte("*_~[]()<`@\\") {
		weight[c] = 1
	}
	weight['{'] = 32
	return weight
}()

// reading is the state of one parse, carried in the parser's context.
type reading struct {
	source   []byte
	ids      ids
	problems []Problem
	over     *Problem // the limit that was passed

	blocks, steps, work, cells, pipes, footnotes int
	attributeLines                               []*attributeLine
}

var readingKey = parser.NewContextKey()

func readingOf(pc parser.Context) *reading { return pc.Get(readingKey).(*reading) }

// passed unwinds the parser. It never leaves parse.
type passed struct{}

// spend adds to one of the sums, and ends the parse if that is beyond its limit.
func (r *reading) spend(sum *int, amount, limit int, name string, offset int) {
	if *sum += amount; *sum > limit {
		start, length := line(r.source, offset)
		r.over = &Problem{Kind: TooComplex, Offset: start, Length: length, Detail: name}
		panic(passed{})
	}
}

// spendWork accounts for inline marks in a stretch that will be parsed as one block of length bytes.
func (r *reading) spendWork(stretch []byte, length, offset int) {
	n := 0
	for _, c := range stretch {
		n += marks[c]
	}
	r.spend(&r.work, n*(length+markCost), MaxWork, "inline marks", offset)
}

// bounded counts what a block parser opens, and the lines that it goes on for.
type bounded struct{ parser.BlockParser }

func (b bounded) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	r := readingOf(pc)
	_, at := reader.Position()
	depth := len(pc.OpenedBlocks())
	r.spend(&depth, 1, MaxDepth, "nesting", at.Start)
	n, state := b.BlockParser.Open(parent, reader, pc)
	if n != nil {
		r.spend(&r.blocks, 1, MaxBlocks, "blocks", at.Start)
	}
	return n, state
}

func (b bounded) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	r := readingOf(pc)
	_, at := reader.Position()
	r.spend(&r.steps, 1, MaxSteps, "lines", at.Start)
	return b.BlockParser.Continue(n, reader, pc)
}

// boundedHeading weighs a heading before its attributes are parsed: that takes time by the square as well.
type boundedHeading struct{ parser.BlockParser }

func (b boundedHeading) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	stretch, at := reader.PeekLine()
	readingOf(pc).spendWork(stretch, len(stretch), at.Start)
	return b.BlockParser.Open(parent, reader, pc)
}

// boundedFootnote counts footnotes, and takes them at the top level only: inside other blocks the parser loses them.
type boundedFootnote struct{ parser.BlockParser }

func (b boundedFootnote) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if parent.Kind() != ast.KindDocument {
		return nil, parser.NoChildren
	}
	r := readingOf(pc)
	_, at := reader.Position()
	n, state := b.BlockParser.Open(parent, reader, pc)
	if n != nil {
		r.spend(&r.footnotes, 1, MaxFootnotes, "footnotes", at.Start)
	}
	return n, state
}

// weighDefinitions runs before a paragraph is searched for link reference definitions: each looks through the rest.
type weighDefinitions struct{}

func (weighDefinitions) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	r, lines := readingOf(pc), p.Lines()
	length := lengthOf(lines)
	for i := range lines.Len() {
		segment := lines.At(i)
		if bytes.HasPrefix(bytes.TrimLeft(segment.Value(reader.Source()), " "), []byte("[")) {
			r.spend(&r.work, length+markCost, MaxWork, "link definitions", segment.Start)
		}
	}
}

// weighParagraph runs on what is still a paragraph after definitions and tables are taken out.
type weighParagraph struct{}

func (weighParagraph) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	r, lines := readingOf(pc), p.Lines()
	length := lengthOf(lines)
	for i := range lines.Len() {
		segment := lines.At(i)
		r.spendWork(segment.Value(reader.Source()), length, segment.Start)
	}
}

func lengthOf(lines *text.Segments) (sum int) {
	for i := range lines.Len() {
		segment := lines.At(i)
		sum += segment.Len()
	}
	return sum
}

// boundedTable weighs a paragraph that may become a table: it counts the cells, whose marks see no further than their
// row.
type boundedTable struct{ parser.ParagraphTransformer }

func (b boundedTable) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	r, lines := readingOf(pc), p.Lines()
	cells, pipes := 0, 0
	for i := range lines.Len() {
		segment := lines.At(i)
		value := segment.Value(reader.Source())
		pipes += bytes.Count(value, []byte(`\|`))
		if len(bytes.Trim(value, "-|: \t\r\n")) == 0 {
			cells = max(cells, (bytes.Count(value, []byte("|"))+1)*(lines.Len()-i))
		}
	}
	if cells == 0 {
		return
	}
	for i := range lines.Len() {
		segment := lines.At(i)
		r.spendWork(segment.Value(reader.Source()), segment.Len(), segment.Start)
	}
	first := lines.At(0)
	r.spend(&r.cells, cells, MaxCells, "table cells", first.Start)
	r.spend(&r.pipes, pipes, MaxEscapedPipes, `\| in tables`, first.Start)
	b.ParagraphTransformer.Transform(p, reader, pc)
}
