package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The parsers, made once; many goroutines may use them. Autolinks are looked for at every blank, which costs a fifth of
// the whole, so a text without what they are known by is read by a parser that knows none.
var (
	language    = newParser(rank(extension.NewLinkifyParser(), 999))
	noAutolinks = newParser()
)

// mayAutolink tells whether there may be autolinks in a source (GFM 6.9).
func mayAutolink(source []byte) bool {
	return bytes.IndexByte(source, '@') >= 0 || bytes.Contains(source, []byte("://")) || bytes.Contains(source, []byte("www."))
}

var rank = util.Prioritized

// newParser returns a parser of the language, with more inlines.
func newParser(more ...util.PrioritizedValue) parser.Parser {
	bound := func(p parser.BlockParser) parser.BlockParser { return bounded{p} }
	attributes := parser.WithHeadingAttribute()
	return parser.NewParser(
		parser.WithBlockParsers(
			rank(bound(parser.NewSetextHeadingParser(attributes)), 100),
			rank(bound(extension.NewDefinitionListParser()), 101),
			rank(bound(extension.NewDefinitionDescriptionParser()), 102),
			rank(bound(parser.NewThematicBreakParser()), 200),
			rank(bound(parser.NewListParser()), 300),
			rank(bound(parser.NewListItemParser()), 400),
			rank(bound(parser.NewCodeBlockParser()), 500),
			rank(bound(boundedHeading{parser.NewATXHeadingParser(attributes)}), 600),
			rank(bound(parser.NewFencedCodeBlockParser()), 700),
			rank(bound(parser.NewBlockquoteParser()), 800),
			rank(bound(attributeLineParser{}), 850),
			rank(bound(parser.NewHTMLBlockParser()), 900),
			rank(bound(boundedFootnote{extension.NewFootnoteBlockParser()}), 999),
			rank(bound(parser.NewParagraphParser()), 1000),
		),
		parser.WithInlineParsers(append(more,
			rank(extension.NewTaskCheckBoxParser(), 0),
			rank(parser.NewCodeSpanParser(), 100),
			rank(extension.NewFootnoteParser(), 101),
			rank(parser.NewLinkParser(), 200),
			rank(parser.NewAutoLinkParser(), 300),
			rank(parser.NewRawHTMLParser(), 400),
			rank(emphasisParser{}, 500),
		)...),
		parser.WithParagraphTransformers(
			rank(weighDefinitions{}, 1),
			rank(alert{}, 2),
			rank(parser.LinkReferenceParagraphTransformer, 100),
			rank(boundedTable{extension.NewTableParagraphTransformer()}, 200),
			rank(weighParagraph{}, 300),
		),
		parser.WithASTTransformers(
			rank(extension.NewTableASTTransformer(), 0),
			rank(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// parse returns the tree of a source, with attributes at their blocks and ids at their headings, unless a limit was passed.
func (in *room) parse(src string) (ast.Node, *reading) {
	in.source = validUTF8(in.source[:0], src)
	if root := in.nodes.plainTree(in.source); root != nil {
		r := &reading{source: in.source}
		r.claimIDs(root)
		return root, r
	}
	if mayAutolink(in.source) {
		return parseBy(language, in.source)
	}
	return parseBy(noAutolinks, in.source)
}

func parseBy(p parser.Parser, source []byte) (root ast.Node, r *reading) {
	r = &reading{source: source}
	defer func() {
		if e := recover(); e != nil && e != (passed{}) {
			panic(e)
		}
	}()
	size := 0
	r.spend(&size, len(source), MaxSource, "bytes", MaxSource)
	pc := parser.NewContext()
	pc.Set(readingKey, r)
	root = p.Parse(text.NewReader(r.source), parser.WithContext(pc))
	r.applyAttributeLines()
	r.claimIDs(root)
	return root, r
}

// validUTF8 appends a source to an empty slice, with a question mark for each byte that is not UTF-8: one for one, so that
// places stay right.
func validUTF8(source []byte, src string) []byte {
	source = append(source, src...)
	if utf8.Valid(source) {
		return source
	}
	for i := 0; i < len(source); {
		c, size := utf8.DecodeRune(source[i:])
		if c == utf8.RuneError && size == 1 {
			source[i] = '?'
		}
		i += size
	}
	return source
}

// alertAttribute marks a block quote as an alert; its value is the lower-case kind.
const alertAttribute = "alert"

// alert finds the [!KIND] line that opens an alert (GitHub's extension), marks the quote and takes the line away.
type alert struct{}

func (alert) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := p.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != p {
		return
	}
	first := p.Lines().At(0)
	kind := alertKind(first.Value(reader.Source()))
	if kind == "" {
		return
	}
	quote.SetAttributeString(alertAttribute, kind)
	if p.Lines().Len() == 1 {
		quote.RemoveChild(quote, p)
		return
	}
	p.Lines().SetSliced(1, p.Lines().Len())
}

// alertKind returns the kind of alert that a line opens, in lower case, if any.
func alertKind(line []byte) string {
	kind, opens := bytes.CutPrefix(bytes.TrimSpace(line), []byte("[!"))
	kind, closes := bytes.CutSuffix(kind, []byte("]"))
	if !opens || !closes {
		return ""
	}
	lower := strings.ToLower(string(kind))
	if _, ok := (Labels{}).alert(lower); !ok {
		return ""
	}
	return lower
}

func (l Labels) alert(kind string) (label string, ok bool) {
	switch kind {
	case "note":
		return l.Note, true
	case "tip":
		return l.Tip, true
	case "important":
		return l.Important, true
	case "warning":
		return l.Warning, true
	case "caution":
		return l.Caution, true
	}
	return "", false
}

// attributeLine is a line {#id .class} below the block that it belongs to.
type attributeLine struct {
	ast.BaseBlock
	attributes parser.Attributes
}

var kindAttributeLine = ast.NewNodeKind("AttributeLine")

func (*attributeLine) Kind() ast.NodeKind     { return kindAttributeLine }
func (*attributeLine) IsRaw() bool            { return true }
func (l *attributeLine) Dump(s []byte, d int) { ast.DumpHelper(l, s, d, nil, nil) }

type attributeLineParser struct{}

func (attributeLineParser) Trigger() []byte { return []byte{'{'} }

func (attributeLineParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	stretch, at := reader.PeekLine()
	stretch = bytes.TrimSpace(stretch)
	r := readingOf(pc)
	if !bytes.HasSuffix(stretch, []byte("}")) {
		return nil, parser.NoChildren
	}
	r.spendWork(stretch, len(stretch), at.Start)
	rest := text.NewReader(stretch)
	attributes, ok := parser.ParseAttributes(rest)
	if tail, _ := rest.PeekLine(); !ok || len(attributes) == 0 || len(tail) > 0 {
		return nil, parser.NoChildren
	}
	l := &attributeLine{attributes: attributes}
	r.attributeLines = append(r.attributeLines, l)
	reader.AdvanceToEOL()
	return l, parser.NoChildren
}

func (attributeLineParser) Continue(ast.Node, text.Reader, parser.Context) parser.State {
	return parser.Close
}
func (attributeLineParser) Close(ast.Node, text.Reader, parser.Context) {}
func (attributeLineParser) CanInterruptParagraph() bool                 { return true }
func (attributeLineParser) CanAcceptIndentedLine() bool                 { return false }

// applyAttributeLines waits until the parse is done, since a paragraph becomes a table only when it is closed.
func (r *reading) applyAttributeLines() {
	for _, l := range r.attributeLines {
		target := l.PreviousSibling()
		if target == nil || r.blankAbove(l.Pos()) || target.Kind() == kindAttributeLine {
			start, length := line(r.source, l.Pos())
			r.report(Problem{Kind: MisplacedAttributes, Offset: start, Length: length})
			continue
		}
		if target.Kind() == ast.KindTextBlock { // a tight item has no paragraph of its own
			target = target.Parent()
		}
		for _, a := range l.attributes {
			target.SetAttribute(a.Name, a.Value)
		}
	}
}

// blankAbove tells whether the line above a place is blank, but for the marks of quotes. (The parser's own answer is
// wrong below blocks that end themselves, such as headings.)
func (r *reading) blankAbove(offset int) bool {
	end := bytes.LastIndexByte(r.source[:offset], '\n')
	if end < 0 {
		return true
	}
	begin := bytes.LastIndexByte(r.source[:end], '\n') + 1
	return len(bytes.Trim(r.source[begin:end], "> \t\r")) == 0
}

func (r *reading) report(p Problem) {
	if len(r.problems) < MaxProblems {
		r.problems = append(r.problems, p)
	}
}
