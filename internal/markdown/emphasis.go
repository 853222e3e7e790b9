package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// emphasisParser reads *, _ and ~ by CommonMark 6.2 and GFM 6.5, with one change: CommonMark's flanking rules take for
// granted that words stand between blanks, so **粗体（注）**接着 would stay as it is. Here East Asian punctuation counts as a
// letter, and other punctuation opens and closes next to an East Asian character as it does next to a blank
// (the "CJK-friendly" amendment to CommonMark).
type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte("*_~") }

func (emphasisParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	stretch, segment := block.PeekLine()
	d := parser.ScanDelimiter(stretch, before, 1, delimiters{stretch[0]})
	if d == nil || d.Char == '~' && (d.OriginalLength > 2 || before == '~') {
		return nil
	}
	after := ' '
	if len(stretch) > d.OriginalLength {
		after, _ = utf8.DecodeRune(stretch[d.OriginalLength:])
	}
	d.CanOpen, d.CanClose = flanking(d.Char, before, after)
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

func flanking(mark byte, before, after rune) (opens, closes bool) {
	left := flanks(after, before)
	right := flanks(before, after)
	if mark != '_' {
		return left, right
	}
	return left && (!right || punctuation(before)), right && (!left || punctuation(after))
}

// flanks tells whether a run of marks belongs to the text on one side, given the characters on both.
func flanks(this, other rune) bool {
	if unicode.IsSpace(this) {
		return false
	}
	if !punctuation(this) || eastAsian(this) {
		return true
	}
	return unicode.IsSpace(other) || punctuation(other) || eastAsian(other)
}

func punctuation(c rune) bool { return unicode.IsPunct(c) || unicode.IsSymbol(c) }

// delimiters pairs runs of one mark.
type delimiters struct{ mark byte }

func (d delimiters) IsDelimiter(c byte) bool { return c == d.mark }

func (delimiters) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char && (opener.Char != '~' || opener.Length == closer.Length)
}

func (d delimiters) OnMatch(consumed int) ast.Node {
	if d.mark == '~' {
		return extast.NewStrikethrough()
	}
	return ast.NewEmphasis(consumed)
}

// eastAsian tells letters and punctuation of scripts that are written without blanks, and of Korean, whose particles
// follow a closing mark at once.
func eastAsian(c rune) bool {
	return unspaced(c) || unicode.Is(unicode.Hangul, c)
}

// unspaced tells characters between which a line break stands for nothing (CSS Text 3, 4.1.3): East Asian letters, their
// punctuation, and full-width forms.
func unspaced(c rune) bool {
	if c < 0x2E80 {
		return false
	}
	return c >= 0x3000 && c <= 0x303F || c >= 0xFE30 && c <= 0xFE4F || c >= 0xFF00 && c <= 0xFF60 ||
		c >= 0xFFE0 && c <= 0xFFE6 || unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo)
}

// joins tells whether a line break between two characters leaves no blank. Quotation marks, dashes and dots of ambiguous
// width go with their neighbour.
func joins(last, next rune) bool {
	loose := func(c rune) bool { return c >= 0x2010 && c <= 0x2027 || c == '·' }
	return unspaced(last) && (unspaced(next) || loose(next)) || loose(last) && unspaced(next)
}
