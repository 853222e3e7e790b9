package theme

import (
	"bytes"
	"strings"
	"text/template/parse"
)

// minify returns the templates of a set with less blank space in what they
// write: a run of it becomes one character, and none where a browser shows
// none, beside the tags of paragraphs, lists, tables and sections. What is
// inside tags, pre, textarea, script and style stays as it is. (A general
// HTML minifier saves 2 % more here, and mistakes templates in tag names and
// textareas for text.)
func minify(trees map[string]*parse.Tree, root string) map[string]*parse.Tree {
	m := minifier{keep: map[string]bool{}}
	for _, tree := range trees { // finds what is called where blank space counts
		m.tree(tree.Copy(), false)
	}
	for again := true; again; { // and what is called from there
		again = false
		for name, tree := range trees {
			if m.keep[name] {
				visitNodes(tree.Root, func(n parse.Node) {
					if call, ok := n.(*parse.TemplateNode); ok && !m.keep[call.Name] {
						m.keep[call.Name], again = true, true
					}
				})
			}
		}
	}
	small := map[string]*parse.Tree{}
	for name, tree := range trees {
		small[name] = tree.Copy()
		if !m.keep[name] {
			m.tree(small[name], name == root)
		}
	}
	return small
}

// A minifier walks a template in the order of its text. html/template demands
// that all ways through a template leave off at the same place in HTML, so
// only gap can differ between branches.
type minifier struct {
	keep map[string]bool // templates that are called within tags or raw text
	at   place
	raw  string // within raw: the element's name
	tag  string // within a tag: its name, with a slash if it is an end tag
	gap  bool   // blank space would show nothing here
}

// place is where in HTML a minifier is.
type place byte

const (
	inText place = iota
	inTag
	inSingle // a quoted attribute value
	inDouble
	inRaw
	inComment
)

func (m *minifier) tree(tree *parse.Tree, atStart bool) {
	*m = minifier{keep: m.keep, gap: atStart}
	m.list(tree.Root)
}

func (m *minifier) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			n.Text = m.text(n.Text)
		case *parse.ActionNode:
			m.gap = m.gap && len(n.Pipe.Decl) > 0 // a declaration shows nothing
		case *parse.TemplateNode:
			m.gap = false
			if m.at != inText {
				m.keep[n.Name] = true
			}
		case *parse.IfNode:
			m.branches(n.List, n.ElseList)
		case *parse.WithNode:
			m.branches(n.List, n.ElseList)
		case *parse.RangeNode: // it may begin where it ends, or leave off anywhere
			m.gap = false
			m.branches(n.List, n.ElseList)
			m.gap = false
		}
	}
}

func (m *minifier) branches(list, elseList *parse.ListNode) {
	before := *m
	m.list(list)
	after := *m
	*m = before
	m.list(elseList)
	m.gap = m.gap && after.gap
	m.at, m.raw, m.tag = after.at, after.raw, after.tag
}

// text minifies a piece of text.
func (m *minifier) text(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c, rest := text[i], text[i:]
		switch {
		case m.at == inText && isBlank(c):
			if !m.gap {
				out = append(out, c)
			} else if n := len(out); c == '\n' && n > 0 && isBlank(out[n-1]) {
				out[n-1] = c // of a run, the line break stays
			}
			m.gap = true
			continue
		case m.at == inText && bytes.HasPrefix(rest, []byte("<!--")):
			m.at = inComment
		case m.at == inText && c == '<' && isTag(rest):
			m.at, m.tag = inTag, tagName(rest)
			if n := len(out); blocks[strings.TrimPrefix(m.tag, "/")] && n > 0 && isBlank(out[n-1]) {
				out = out[:n-1]
			}
			m.gap = false
		case m.at == inText:
			m.gap = false
		case m.at == inTag && c == '>':
			m.at, m.gap = inText, blocks[strings.TrimPrefix(m.tag, "/")]
			if raws[m.tag] {
				m.at, m.raw = inRaw, m.tag
			}
		case m.at == inTag && c == '"':
			m.at = inDouble
		case m.at == inTag && c == '\'':
			m.at = inSingle
		case m.at == inDouble && c == '"', m.at == inSingle && c == '\'':
			m.at = inTag
		case m.at == inRaw && c == '<' && tagName(rest) == "/"+m.raw:
			m.at, m.tag = inTag, "/"+m.raw
		case m.at == inComment && bytes.HasPrefix(rest, []byte("-->")):
			m.at, m.gap = inText, false
			out = append(out, "-->"...)
			i += 2
			continue
		}
		out = append(out, c)
	}
	return out
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// isTag tells a tag or doctype from a less-than sign.
func isTag(text []byte) bool {
	return len(text) > 1 && (text[1] == '/' || text[1] == '!' || 'a' <= text[1]|0x20 && text[1]|0x20 <= 'z')
}

// tagName returns the name of the tag that text begins with, in lower case,
// with a slash if it is an end tag.
func tagName(text []byte) string {
	end := bytes.IndexFunc(text[1:], func(r rune) bool {
		return r != '/' && r != '!' && r != '-' && (r < '0' || '9' < r) && (r|0x20 < 'a' || 'z' < r|0x20)
	})
	if end < 0 {
		end = len(text) - 1
	}
	return strings.TrimRight(strings.ToLower(string(text[1:1+end])), "/")
}

// raws are the elements whose text is not for minifying.
var raws = set("pre textarea script style")

// blocks are the elements beside whose tags blank space is never shown. Those
// that style sheets like to put in a line, as li and div, are not among them,
// nor those that show nothing and may stand within a line.
var blocks = set("!doctype html head body title header footer main nav section article aside h1 h2 h3 h4 h5 h6 " +
	"p ul ol dl table caption colgroup col thead tbody tfoot tr th td form fieldset hr figure figcaption blockquote address")

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}
