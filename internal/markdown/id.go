package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// ids are the ids taken on a page.
type ids struct {
	taken map[string]bool
	last  map[string]int // the last number tried behind a base, so that many equal headings stay linear
}

func (s *ids) claim(id string) bool {
	if s.taken == nil {
		s.taken, s.last = map[string]bool{}, map[string]int{}
	}
	if s.taken[id] {
		return false
	}
	s.taken[id] = true
	return true
}

// unique claims base, or base-1, base-2 and so on.
func (s *ids) unique(base string) string {
	id := base
	for !s.claim(id) {
		s.last[base]++
		id = base + "-" + strconv.Itoa(s.last[base])
	}
	return id
}

// anchor makes an id from a heading's text: lower case, blanks to hyphens, and letters, marks and digits of any script.
func anchor(text string) string {
	var b strings.Builder
	for _, c := range strings.TrimSpace(text) {
		switch {
		case unicode.IsSpace(c):
			b.WriteByte('-')
		case idRune(c) && c != '.':
			b.WriteRune(unicode.ToLower(c))
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

func idRune(c rune) bool {
	return c == '-' || c == '_' || c == '.' || unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c)
}

// validName tells whether an author may use s as an id or class. A colon is kept for the page around.
func validName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return !idRune(c) }) < 0
}

// claimIDs gives every heading its id. Explicit ids go first, so that an equal heading above does not take them away.
func (r *reading) claimIDs(root ast.Node) {
	var headings []*ast.Heading
	blocksBelow(root, func(n ast.Node) {
		r.keepAttributes(n)
		if h, ok := n.(*ast.Heading); ok {
			headings = append(headings, h)
		}
	})
	for _, h := range headings {
		if attribute(h, "id") == "" {
			h.SetAttributeString("id", r.ids.unique(anchor(plain(h, r.source))))
		}
	}
}

func blocksBelow(n ast.Node, visit func(ast.Node)) {
	for c := n.FirstChild(); c != nil && c.Type() == ast.TypeBlock; c = c.NextSibling() {
		visit(c)
		blocksBelow(c, visit)
	}
}

// keepAttributes leaves a block with a free id and with clean classes only.
func (r *reading) keepAttributes(n ast.Node) {
	attributes := n.Attributes()
	if attributes == nil {
		return
	}
	n.RemoveAttributes()
	start, length := line(r.source, place(n))
	for _, a := range attributes {
		name, value := string(a.Name), attributeValue(a)
		switch {
		case name == alertAttribute && n.Kind() == ast.KindBlockquote && a.Value == value:
			n.SetAttributeString(alertAttribute, value)
		case name == "id" && validName(value):
			if !r.ids.claim(value) {
				r.report(Problem{Kind: DuplicateID, Offset: start, Length: length, Detail: value})
				continue
			}
			n.SetAttributeString("id", value)
		case name == "class" && validClass(value):
			n.SetAttributeString("class", value)
		default:
			r.report(Problem{Kind: DroppedHTML, Offset: start, Length: length, Detail: name})
		}
	}
}

func validClass(s string) bool {
	for name := range strings.FieldsSeq(s) {
		if !validName(name) {
			return false
		}
	}
	return s != ""
}

// attribute returns an attribute of a block as text; empty if it has none of that name.
func attribute(n ast.Node, name string) string {
	value, _ := n.AttributeString(name)
	return attributeValue(ast.Attribute{Value: value})
}

func attributeValue(a ast.Attribute) string {
	switch v := a.Value.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}
