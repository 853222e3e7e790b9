package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Here the writer writes what stands within a block: texts, links and pictures.

func (w *writer) inline(n ast.Node) {
	if w.inlineDepth++; w.inlineDepth > MaxDepth {
		w.stop("nesting", place(n))
		return
	}
	defer func() { w.inlineDepth-- }()
	switch n := n.(type) {
	case *ast.Text:
		w.textRun(n)
	case *ast.CodeSpan:
		w.span("code", n)
	case *ast.Emphasis:
		w.span([...]string{"em", "strong"}[n.Level-1], n)
	case *extast.Strikethrough:
		w.span("del", n)
	case *ast.Link:
		w.anchorElement(w.reference(n, n.Destination, false), string(decode(n.Title)), func() { w.children(n) })
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		ref := w.imageReference(n)
		target, _ := w.link(ref)
		w.image(target, ref.Alt, string(decode(n.Title)), 0, 0)
	case *ast.RawHTML:
		w.rawHTML(n.Segments.Value(w.source), n.Segments.At(0).Start, true)
	case *extast.TaskCheckBox:
		w.tag(`<input type="checkbox" disabled`)
		if n.IsChecked {
			w.tag(" checked")
		}
		w.tag("> ")
	case *extast.FootnoteLink:
		number := strconv.Itoa(n.Index)
		w.tag(`<sup id="`, footnoteID(n.Index, n.RefIndex), `">`)
		if w.links == 0 {
			w.tag(`<a href="#fn:`, number, `" class="footnote-ref" role="doc-noteref">`, number, "</a>")
		} else {
			w.tag(number)
		}
		w.tag("</sup>")
	case *extast.FootnoteBacklink:
		w.tag(` <a href="#`, footnoteID(n.Index, n.RefIndex), `" class="footnote-back" role="doc-backlink"`)
		w.attribute("aria-label", w.options.Labels.FootnoteBack)
		w.tag(">↩\uFE0E</a>")
	}
}

func (w *writer) span(name string, n ast.Node) {
	w.tag("<", name, ">")
	w.children(n)
	w.tag("</", name, ">")
}

func (w *writer) textRun(n *ast.Text) {
	value := n.Segment.Value(w.source)
	if n.IsRaw() {
		w.out = appendText(w.out, value)
		return
	}
	w.out = appendText(w.out, decode(value))
	if breaks(n) {
		w.trim()
	}
	if n.HardLineBreak() {
		w.tag("<br>\n")
	} else if n.SoftLineBreak() && breakSeparates(n, w.source) {
		w.tag("\n")
	}
}

// trim takes blanks off the end of what is written, down to where an element begins that goes away.
func (w *writer) trim() {
	end := len(bytes.TrimRight(w.out, blanks))
	for _, e := range w.raw {
		end = max(end, e.start)
	}
	w.out = w.out[:end]
}

func (w *writer) autoLink(n *ast.AutoLink) {
	label := n.Label(w.source)
	ref := w.reference(n, label, false)
	ref.Destination = string(n.URL(w.source)) // there are no escapes in an autolink (CommonMark 6.5)
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(ref.Destination), "mailto:") {
		ref.Destination = "mailto:" + ref.Destination
	}
	w.anchorElement(ref, "", func() { w.out = appendText(w.out, label) })
}

// anchorElement writes a link around its content, or the content alone where there may be no link.
func (w *writer) anchorElement(ref Reference, title string, content func()) {
	target, foreign := w.link(ref)
	if target.URL == "" || w.links > 0 {
		content()
		return
	}
	w.tag("<a")
	w.hyperlink(target, foreign)
	w.attribute("title", title)
	w.tag(">")
	w.links++
	content()
	w.links--
	w.tag("</a>")
}

func (w *writer) hyperlink(target Target, foreign bool) {
	w.attribute("href", target.URL)
	if foreign {
		w.tag(` rel="noopener"`)
	}
}

// alone returns the image that is all of a paragraph, or nil.
func alone(p *ast.Paragraph) *ast.Image {
	image, ok := p.FirstChild().(*ast.Image)
	if !ok || image.NextSibling() != nil {
		return nil
	}
	return image
}

// figure writes an image that stands alone, with its title below. One that is not shown is a paragraph of words.
func (w *writer) figure(p *ast.Paragraph, image *ast.Image) {
	ref := w.imageReference(image)
	target, _ := w.link(ref)
	name := "figure"
	if target.URL == "" {
		name = "p"
	}
	w.open(name, "", p)
	w.tag(">")
	w.image(target, ref.Alt, "", 0, 0)
	if title := oneLine(string(decode(image.Title))); title != "" && target.URL != "" {
		w.tag("<figcaption>")
		w.text(title)
		w.tag("</figcaption>")
	}
	w.tag("</", name, ">\n")
}

func (w *writer) imageReference(n *ast.Image) Reference {
	ref := w.reference(n, n.Destination, true)
	ref.Alt = oneLine(plain(n, w.source))
	return ref
}

// image writes an image, or its alternative text. The size given by the target goes before that of the author.
func (w *writer) image(target Target, alt, title string, width, height int) {
	if target.URL == "" {
		w.text(alt)
		return
	}
	if target.WebP != "" {
		w.tag(`<picture><source type="image/webp"`)
		w.attribute("srcset", target.WebP)
		w.attribute("sizes", target.Sizes)
		w.tag(">")
		defer w.tag("</picture>")
	}
	w.tag("<img")
	w.attribute("src", target.URL)
	w.attribute("srcset", target.Srcset)
	w.attribute("sizes", target.Sizes)
	w.attribute("data-tint", target.Tint)
	w.tag(` alt="`) // also when empty: it says that the image is an ornament
	w.text(alt)
	w.tag(`"`)
	w.attribute("title", title)
	if target.Width > 0 && target.Height > 0 {
		width, height = target.Width, target.Height
	}
	if width > 0 && height > 0 {
		w.attribute("width", strconv.Itoa(width))
		w.attribute("height", strconv.Itoa(height))
	}
	w.tag(` loading="lazy" decoding="async">`)
}
