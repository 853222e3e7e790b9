package theme

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/tdewolff/minify/v2"
	minifyhtml "github.com/tdewolff/minify/v2/html"
	"golang.org/x/net/html"
)

// A minifier makes templates of a set that have less blank space in what they
// write: a run of it becomes one character. A library does it, and is trusted
// with nothing: what it makes of a template must have the same tags,
// attributes and text, but for such runs where they show as one blank, and the
// actions between the same texts; otherwise the author's text stays. Blank
// space is never taken away whole, because a style sheet may put any element
// in a line. Nodes keep their positions, so that errors point at what the
// author wrote.
//
// It remembers the trees that it has seen, since most are in every set.
type minifier map[*parse.Tree]minifiedTree

type minifiedTree struct {
	small *parse.Tree
	calls []string // of templates, where blank space counts
	whole bool     // it leaves off in plain text, as it begins
}

// tree minifies one template; page tells that it is a set's root.
func (m minifier) tree(tree *parse.Tree, page bool) minifiedTree {
	t, done := m[tree]
	if !done {
		t.small = tree.Copy()
		o := outlineOf(t.small)
		if t.calls, t.whole = o.calls(); t.whole {
			o.minify(page)
		}
		m[tree] = t
	}
	return t
}

// set returns the templates of a set, minified, but for those that are called
// where blank space counts.
func (m minifier) set(trees map[string]*parse.Tree, root string) map[string]*parse.Tree {
	keep := map[string]bool{}
	var visit func(name string)
	visit = func(name string) { // what a template calls there is there, too
		if tree := trees[name]; tree != nil && !keep[name] {
			keep[name] = true
			visitNodes(tree.Root, func(n parse.Node) {
				if call, ok := n.(*parse.TemplateNode); ok {
					visit(call.Name)
				}
			})
		}
	}
	small := map[string]*parse.Tree{}
	for name, tree := range trees {
		t := m.tree(tree, name == root)
		if !t.whole {
			return trees
		}
		small[name] = t.small
		for _, call := range t.calls {
			visit(call)
		}
	}
	for name := range keep {
		small[name] = trees[name]
	}
	return small
}

// An outline is what a template writes, in one text, with a mark for every
// action, else and end.
type outline struct {
	text  strings.Builder
	texts []*parse.TextNode // before each mark and after the last; nil where nothing is written
	marks []marked
}

type marked struct {
	kind markKind
	call string // the template's name, for a call
}

type markKind byte

const (
	alone markKind = iota
	opens
	turns
	closes
	leaves // break and continue
)

// Marks are of private-use characters, which are part of a word or a name to
// all that read HTML, and an action to the minifier.
const (
	markStart, markEnd = "\uE000", "\uE001"
	mark               = markStart + markEnd
)

func outlineOf(tree *parse.Tree) *outline {
	o := &outline{texts: []*parse.TextNode{nil}}
	o.list(tree.Root)
	return o
}

func (o *outline) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			if o.texts[len(o.texts)-1] != nil { // a comment was between them
				o.mark(alone, "")
			}
			o.texts[len(o.texts)-1] = n
			o.text.Write(n.Text)
		case *parse.IfNode:
			o.branches(n.List, n.ElseList)
		case *parse.WithNode:
			o.branches(n.List, n.ElseList)
		case *parse.RangeNode:
			o.branches(n.List, n.ElseList)
		case *parse.BreakNode, *parse.ContinueNode:
			o.mark(leaves, "")
		case *parse.TemplateNode:
			o.mark(alone, n.Name)
		default:
			o.mark(alone, "")
		}
	}
}

func (o *outline) branches(list, elseList *parse.ListNode) {
	o.mark(opens, "")
	o.list(list)
	o.mark(turns, "")
	o.list(elseList)
	o.mark(closes, "")
}

func (o *outline) mark(kind markKind, call string) {
	o.text.WriteString(mark)
	o.texts = append(o.texts, nil)
	o.marks = append(o.marks, marked{kind, call})
}

// calls returns the templates that are called elsewhere than in plain text,
// within a tag or raw text. Whole tells that each way through the template
// leaves off where it began: in plain text, and in no element of raws.
func (o *outline) calls() (calls []string, whole bool) {
	pieces, depth := piecesOf(o.text.String())
	if depth != 0 || strings.Count(o.text.String(), mark) != len(o.marks) {
		return nil, false
	}
	marks := o.marks
	var blocks []int // the depths at which they began
	for _, p := range pieces {
		n := strings.Count(p.text, mark)
		for _, m := range marks[:n] {
			last := len(blocks) - 1
			switch {
			case m.kind == opens:
				blocks = append(blocks, p.depth)
			case m.kind == leaves && p.depth > 0, (m.kind == turns || m.kind == closes) && blocks[last] != p.depth:
				return nil, false
			case m.kind == closes:
				blocks = blocks[:last]
			case m.call != "" && !p.plain:
				calls = append(calls, m.call)
			}
		}
		marks = marks[n:]
	}
	return calls, true
}

// minify changes the texts of the outline's template. In a page, blank space
// before the first tag shows nothing.
func (o *outline) minify(page bool) {
	text := o.text.String()
	if page {
		text = strings.TrimLeft(text, blanks)
	}
	// The marks around it stand for what a caller writes beside it.
	small, err := reduce(mark + text + mark)
	if err != nil || !sameHTML(mark+text+mark, small) {
		return
	}
	texts := strings.Split(small, mark)[1:]
	for i, node := range o.texts {
		if node != nil {
			node.Text = []byte(texts[i])
		}
	}
}

func reduce(text string) (string, error) {
	var small bytes.Buffer
	err := (&minifyhtml.Minifier{
		KeepDefaultAttrVals: true,
		KeepDocumentTags:    true,
		KeepEndTags:         true,
		KeepQuotes:          true,
		KeepWhitespace:      true,
		TemplateDelims:      [2]string{markStart, markEnd},
	}).Minify(minify.New(), &small, strings.NewReader(text), nil)
	return small.String(), err
}

// A piece is a tag, or the text between two.
type piece struct {
	text  string
	plain bool // text in which a run of blank space shows as one blank
	depth int  // how many elements of raws it stands in
}

// piecesOf cuts HTML into pieces. Comments are left out, since html/template
// leaves them out. Depth is that of the end, and not 0 within a tag.
func piecesOf(text string) (pieces []piece, depth int) {
	z := html.NewTokenizer(strings.NewReader(text))
	for read := 0; ; {
		kind := z.Next()
		raw := string(z.Raw())
		read += len(raw)
		p := piece{text: raw, depth: depth}
		switch kind {
		case html.ErrorToken:
			if raw != "" || read != len(text) {
				depth = -1
			}
			return pieces, depth
		case html.TextToken:
			p.plain = depth == 0
		case html.CommentToken:
			if !strings.Contains(raw, mark) {
				continue
			}
		case html.DoctypeToken:
			p.text = strings.ToLower(raw)
		default:
			token := z.Token()
			name, _, _ := strings.Cut(token.Data, markStart)
			if kind == html.StartTagToken && raws[name] {
				depth++
			} else if kind == html.EndTagToken && raws[name] {
				depth--
			}
			p.text = token.String()
			if strings.Contains(raw, mark) { // an action may write a part of a name; each counts once
				p.text = strings.ReplaceAll(p.text, mark, markStart) + oneBlank(raw)
			}
		}
		if last := len(pieces) - 1; p.plain && last >= 0 && pieces[last].plain {
			pieces[last].text += raw
		} else {
			pieces = append(pieces, p)
		}
	}
}

// sameHTML tells whether two texts are the same but for how long runs of
// blank space are in plain text.
func sameHTML(a, b string) bool {
	before, _ := piecesOf(a)
	after, _ := piecesOf(b)
	return slices.EqualFunc(before, after, func(a, b piece) bool {
		return a == b || a.plain && b.plain && oneBlank(a.text) == oneBlank(b.text)
	})
}

// oneBlank makes every run of blank space one blank.
func oneBlank(text string) string { return blankRun.ReplaceAllLiteralString(text, " ") }

const blanks = " \t\n\f\r"

var blankRun = regexp.MustCompile("[" + blanks + "]+")

// raws are the elements whose text is not for minifying.
var raws = set("pre listing textarea title script style iframe noembed noframes noscript plaintext xmp")

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}
