package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// writer writes one tree as HTML: its blocks here, what stands within them in inline.go.
type writer struct {
	source   []byte
	options  Options
	out      []byte
	ids      ids
	headings []Heading
	outline  []int // the author's levels of the headings that the next may stand under
	anchors  []string
	pending  []pendingAnchor
	problems []Problem
	over     *Problem

	inlineDepth  int
	destinations int // their length so far
	links        int // open a elements: they must not nest
	raw          []rawElement
	rawFloor     int // the raw elements that belong to the Markdown element being written start here
	rawTags      int
}

func (w *writer) report(p Problem) {
	if len(w.problems) < MaxProblems {
		w.problems = append(w.problems, p)
	}
}

// stop gives up: the source passes a limit at this place.
func (w *writer) stop(limit string, offset int) {
	if w.over == nil {
		start, length := line(w.source, offset)
		w.over = &Problem{Kind: TooComplex, Offset: start, Length: length, Detail: limit}
	}
}

func (w *writer) tag(parts ...string) {
	for _, s := range parts {
		w.out = append(w.out, s...)
	}
}

func (w *writer) text(s string) { w.out = appendText(w.out, s) }

// appendText escapes everything that HTML might take for markup, in text and in attributes.
func appendText[T string | []byte](out []byte, s T) []byte {
	clean := 0
	for i := 0; i < len(s); i++ {
		var escaped string
		switch c := s[i]; {
		case c == '&':
			escaped = "&amp;"
		case c == '<':
			escaped = "&lt;"
		case c == '>':
			escaped = "&gt;"
		case c == '"':
			escaped = "&#34;"
		case c == '\r':
		case c < ' ' && c != '\t' && c != '\n':
			escaped = "\uFFFD"
		default:
			continue
		}
		out = append(append(out, s[clean:i]...), escaped...)
		clean = i + 1
	}
	return append(out, s[clean:]...)
}

// attribute writes an attribute unless its value is empty.
func (w *writer) attribute(name, value string) {
	if value != "" {
		w.tag(" ", name, `="`)
		w.text(value)
		w.tag(`"`)
	}
}

// open starts an element with the id of its block, and its classes behind those of the element itself.
func (w *writer) open(name, class string, n ast.Node) {
	id := attribute(n, "id")
	if id != "" {
		w.anchors = append(w.anchors, id)
	}
	w.tag("<", name)
	w.attribute("id", id)
	w.attribute("class", strings.TrimSpace(class+" "+attribute(n, "class")))
}

// children writes what is below n. Raw elements opened there end there.
func (w *writer) children(n ast.Node) {
	floor := w.rawFloor
	w.rawFloor = len(w.raw)
	for c := n.FirstChild(); c != nil && w.over == nil; c = c.NextSibling() {
		if len(w.out) > MaxOutput {
			w.stop("output", place(c))
		} else if c.Type() == ast.TypeBlock {
			w.block(c)
		} else {
			w.inline(c)
		}
	}
	w.closeRaw(w.rawFloor)
	w.rawFloor = floor
}

// element writes a block that is one element around its children.
func (w *writer) element(name string, n ast.Node) {
	w.open(name, "", n)
	w.tag(">")
	w.children(n)
	w.tag("</", name, ">\n")
}

func (w *writer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Document:
		w.children(n)
	case *ast.Paragraph:
		if image := alone(n); image != nil {
			w.figure(n, image)
			return
		}
		w.open("p", "", n)
		w.tag(">")
		w.labelled(n)
		w.tag("</p>\n")
	case *ast.TextBlock:
		w.labelled(n)
		if n.NextSibling() != nil {
			w.tag("\n")
		}
	case *ast.Heading:
		w.heading(n)
	case *ast.Blockquote:
		w.quote(n)
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.item(n)
	case *ast.ThematicBreak:
		w.open("hr", "", n)
		w.tag(">\n")
	case *ast.CodeBlock:
		w.code(n, "")
	case *ast.FencedCodeBlock:
		w.code(n, string(decode(n.Language(w.source))))
	case *ast.HTMLBlock:
		w.rawHTML(rawBlock(n, w.source), place(n), false)
		w.tag("\n")
	case *extast.DefinitionList:
		w.element("dl", n)
	case *extast.DefinitionTerm:
		w.element("dt", n)
	case *extast.DefinitionDescription:
		w.element("dd", n)
	case *extast.Table:
		w.table(n)
	case *extast.FootnoteList:
		w.footnotes(n)
	}
}

// heading writes a heading one level below the one that it stands under,
// whatever marks the author chose: the page around has the h1, and no level
// may be skipped (WCAG 1.3.1).
func (w *writer) heading(n *ast.Heading) {
	for len(w.outline) > 0 && w.outline[len(w.outline)-1] >= n.Level {
		w.outline = w.outline[:len(w.outline)-1]
	}
	w.outline = append(w.outline, n.Level)
	level := min(len(w.outline)+1, 6)
	w.headings = append(w.headings, Heading{level, attribute(n, "id"), oneLine(plain(n, w.source))})
	name := "h" + strconv.Itoa(level)
	w.open(name, "", n)
	w.tag(">")
	w.children(n)
	w.trim() // the parser leaves blanks where it takes a table out of a heading
	w.tag("</", name, ">\n")
}

func (w *writer) quote(n *ast.Blockquote) {
	kind := attribute(n, alertAttribute)
	if kind == "" {
		w.element("blockquote", n)
		return
	}
	// role: an aside inside main would otherwise be a landmark of its own
	w.open("aside", "alert alert-"+kind, n)
	w.tag(` data-alert="`, kind, `" role="note">`, "\n")
	if label, _ := w.options.Labels.alert(kind); label != "" {
		w.tag(`<p class="alert-label">`)
		w.text(label)
		w.tag("</p>\n")
	}
	w.children(n)
	w.tag("</aside>\n")
}

func (w *writer) list(n *ast.List) {
	if !n.IsOrdered() {
		w.element("ul", n)
		return
	}
	w.open("ol", "", n)
	if n.Start != 1 {
		w.attribute("start", strconv.Itoa(n.Start))
	}
	w.tag(">")
	w.children(n)
	w.tag("</ol>\n")
}

func (w *writer) item(n *ast.ListItem) {
	class := ""
	if first := n.FirstChild(); first != nil && isTask(first) {
		class = "task"
	}
	w.open("li", class, n)
	w.tag(">")
	w.children(n)
	w.tag("</li>\n")
}

func isTask(block ast.Node) bool {
	first := block.FirstChild()
	return first != nil && first.Kind() == extast.KindTaskCheckBox
}

// labelled writes the inlines of a block; those of a task name its check box (WCAG 4.1.2).
func (w *writer) labelled(n ast.Node) {
	if !isTask(n) {
		w.children(n)
		return
	}
	w.tag("<label>")
	w.children(n)
	w.tag("</label>")
}

// code writes a block that can be scrolled with the keyboard (WCAG 2.1.1), as long lines do not wrap.
func (w *writer) code(n ast.Node, language string) {
	w.open("pre", "", n)
	w.tag(` tabindex="0"><code`)
	if language != "" {
		w.attribute("class", "language-"+language)
	}
	w.tag(">")
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		w.out = appendText(w.out, segment.Value(w.source))
	}
	w.tag("</code></pre>\n")
}

func (w *writer) table(n *extast.Table) {
	w.tag(`<div class="table-scroll" tabindex="0" role="region"`)
	w.attribute("aria-label", w.options.Labels.Table)
	w.tag(">")
	w.open("table", "", n)
	w.tag(">\n")
	for row := n.FirstChild(); row != nil && w.over == nil; row = row.NextSibling() {
		switch {
		case row.Kind() == extast.KindTableHeader:
			w.tag("<thead>\n")
			w.row(row, `<th scope="col"`, "</th>")
			w.tag("</thead>\n")
			continue
		case row.PreviousSibling().Kind() == extast.KindTableHeader:
			w.tag("<tbody>\n")
		}
		w.row(row, "<td", "</td>")
		if row.NextSibling() == nil {
			w.tag("</tbody>\n")
		}
	}
	w.tag("</table></div>\n")
}

func (w *writer) row(row ast.Node, begin, end string) {
	w.tag("<tr>")
	for c := row.FirstChild(); c != nil && w.over == nil; c = c.NextSibling() {
		w.tag(begin)
		if cell := c.(*extast.TableCell); cell.Alignment != extast.AlignNone {
			w.attribute("class", "align-"+cell.Alignment.String())
		}
		w.tag(">")
		w.children(c)
		w.tag(end)
	}
	w.tag("</tr>\n")
}

func (w *writer) footnotes(n *extast.FootnoteList) {
	w.tag(`<section class="footnotes" role="doc-endnotes"`)
	w.attribute("aria-label", w.options.Labels.Footnotes)
	w.tag("><hr>\n<ol>")
	for c := n.FirstChild(); c != nil && w.over == nil; c = c.NextSibling() {
		w.tag(`<li id="fn:`, strconv.Itoa(c.(*extast.Footnote).Index), `">`)
		w.children(c)
		w.tag("</li>\n")
	}
	w.tag("</ol></section>\n")
}

// footnoteID names the place of a reference; the second and later references to one footnote carry their number.
func footnoteID(index, reference int) string {
	id := "fnref:" + strconv.Itoa(index)
	if reference > 0 {
		id += ":" + strconv.Itoa(reference+1)
	}
	return id
}
