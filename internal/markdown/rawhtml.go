package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// Raw HTML is not passed through: each tag is read, and written anew if it is on the lists below, with the attributes on
// the lists and addresses held to the same rules as in Markdown. What authors open they can close only within the same
// Markdown element, and what they leave open is closed at its end.

// phrasing and flow are the elements that authors may write, with their own attributes. Inside a paragraph only phrasing
// is allowed: a block there would end it in the browser's eyes.
var phrasing = map[string][]string{
	"a": nil, "abbr": nil, "b": nil, "bdi": nil, "bdo": nil, "br": nil, "cite": nil, "code": nil, "del": {"datetime"},
	"dfn": nil, "em": nil, "i": nil, "img": nil, "ins": {"datetime"}, "kbd": nil, "mark": nil, "q": nil, "rp": nil,
	"rt": nil, "ruby": nil, "s": nil, "samp": nil, "small": nil, "span": nil, "strong": nil, "sub": nil, "sup": nil,
	"time": {"datetime"}, "u": nil, "var": nil, "wbr": nil,
}

var flow = map[string][]string{
	"address": nil, "article": nil, "aside": nil, "blockquote": nil, "caption": nil, "col": {"span"},
	"colgroup": {"span"}, "dd": nil, "details": {"open"}, "div": nil, "dl": nil, "dt": nil, "figcaption": nil,
	"figure": nil, "footer": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil, "header": nil, "hr": nil,
	"li": {"value"}, "ol": {"start", "reversed"}, "p": nil, "pre": nil, "section": nil, "summary": nil, "table": nil,
	"tbody": nil, "td": {"colspan", "rowspan"}, "tfoot": nil, "th": {"colspan", "rowspan", "scope"}, "thead": nil,
	"tr": nil, "ul": nil,
}

// everywhere are the attributes that any element may have. The id is looked after separately.
var everywhere = []string{"class", "dir", "lang", "title"}

// own are the elements and attributes that only this package writes, besides those of authors.
var own = map[string][]string{
	"a": {"href", "rel", "role", "aria-label"}, "aside": {"data-alert", "role"}, "div": {"tabindex", "role", "aria-label"},
	"img": {"src", "srcset", "sizes", "data-tint", "alt", "width", "height", "loading", "decoding"}, "picture": nil, "source": {"type", "srcset", "sizes"},
	"input": {"type", "disabled", "checked"}, "label": nil, "pre": {"tabindex"}, "section": {"role", "aria-label"}, "th": {"scope"},
}

var void = []string{"br", "col", "hr", "img", "wbr"}

// silent are the elements whose content goes away with them.
var silent = []string{"applet", "audio", "canvas", "frameset", "head", "iframe", "math", "noembed", "noframes",
	"noscript", "object", "plaintext", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp"}

// policy is a second, independent look at documents with raw HTML.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for _, list := range []map[string][]string{phrasing, flow, own} {
		for name, attributes := range list {
			p.AllowElements(name)
			p.AllowNoAttrs().OnElements(name)
			p.AllowAttrs(attributes...).OnElements(name)
		}
	}
	p.AllowAttrs(everywhere...).Globally()
	p.AllowAttrs("id").Globally()
	p.AllowURLSchemes(schemes...)
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}

// rawElement is an element of the author's that is still open.
type rawElement struct {
	name  string
	start int // where it began in the output, if it goes away with its content; otherwise -1
}

// rawBlock returns the bytes of a block of raw HTML.
func rawBlock(n *ast.HTMLBlock, source []byte) []byte {
	raw := n.Lines().Value(source)
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(source)...)
	}
	return raw
}

// rawHTML writes what may stay of a piece of raw HTML that begins at offset: a single tag if it is inline.
func (w *writer) rawHTML(raw []byte, offset int, inline bool) {
	z := html.NewTokenizer(bytes.NewReader(raw))
	for read := 0; w.over == nil; read += len(z.Raw()) {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if !inline {
				w.closeSilent()
			}
			return
		case html.TextToken:
			if t := z.Token().Data; len(w.raw) > 0 && w.raw[len(w.raw)-1].name == "style" {
				w.checkStyle(t, offset+read)
			} else {
				w.text(t)
			}
			continue
		case html.CommentToken, html.DoctypeToken:
			w.rawTags++
			continue
		}
		if w.rawTags++; w.rawTags > MaxRawTags {
			w.stop("raw HTML tags", offset+read)
		}
		if t := z.Token(); kind == html.EndTagToken {
			w.rawEnd(rename(t.Data))
		} else {
			w.rawStart(t, offset+read, inline)
		}
	}
}

// closeSilent ends what goes away at the end of its block, so that a forgotten end tag does not swallow the rest of the
// page.
func (w *writer) closeSilent() {
	for i := w.rawFloor; i < len(w.raw); i++ {
		if w.raw[i].start >= 0 {
			w.closeRaw(i)
		}
	}
}

// rename keeps the page's single h1.
func rename(element string) string {
	if element == "h1" {
		return "h2"
	}
	return element
}

func (w *writer) rawStart(t html.Token, offset int, inline bool) {
	name := rename(t.Data)
	start, length := line(w.source, offset)
	dropped := func(what string) {
		w.report(Problem{Kind: DroppedHTML, Offset: start, Length: length, Detail: what})
	}
	w.checkForeign(t, start, length)
	attributes, allowed := phrasing[name]
	if !allowed && !inline {
		attributes, allowed = flow[name]
	}
	switch {
	case slices.Contains(silent, name):
		dropped(name)
		w.raw = append(w.raw, rawElement{name, len(w.out)})
		return
	case !allowed:
		dropped(name)
		return
	case name == "img":
		w.rawImage(t, start, length)
		return
	case name == "a" && w.links > 0:
		return
	}
	mark := len(w.out)
	w.tag("<", name)
	for _, a := range t.Attr {
		switch {
		case a.Key == "href" && name == "a":
			target, foreign := w.link(Reference{Destination: a.Val, Offset: start, Length: length})
			w.hyperlink(target, foreign)
		case a.Key == "id" && validName(a.Val):
			if !w.ids.claim(a.Val) {
				w.report(Problem{Kind: DuplicateID, Offset: start, Length: length, Detail: a.Val})
				continue
			}
			w.anchors = append(w.anchors, a.Val)
			w.attribute("id", a.Val)
		case a.Key == "class" && !validClass(a.Val), a.Key != "class" && !slices.Contains(everywhere, a.Key) && !slices.Contains(attributes, a.Key):
			dropped(a.Key)
		default:
			w.tag(" ", a.Key, `="`)
			w.text(a.Val)
			w.tag(`"`)
		}
	}
	w.tag(">")
	if slices.Contains(void, name) {
		return
	}
	if len(w.raw) >= MaxDepth {
		w.out = w.out[:mark]
		w.stop("nesting", offset)
		return
	}
	if name == "a" {
		w.links++
	}
	w.raw = append(w.raw, rawElement{name, -1})
}

func (w *writer) rawImage(t html.Token, start, length int) {
	ref := Reference{Image: true, Offset: start, Length: length}
	var title string
	var width, height int
	for _, a := range t.Attr {
		switch a.Key {
		case "src":
			ref.Destination = a.Val
		case "alt":
			ref.Alt = a.Val
		case "title":
			title = a.Val
		case "width":
			width, _ = strconv.Atoi(a.Val)
		case "height":
			height, _ = strconv.Atoi(a.Val)
		default:
			w.report(Problem{Kind: DroppedHTML, Offset: start, Length: length, Detail: a.Key})
		}
	}
	target, _ := w.link(ref)
	w.image(target, ref.Alt, title, width, height)
}

// rawEnd closes the innermost element of that name which the author opened within the Markdown element being written,
// and all inside it.
func (w *writer) rawEnd(name string) {
	for i := len(w.raw) - 1; i >= w.rawFloor; i-- {
		if w.raw[i].name == name {
			w.closeRaw(i)
			return
		}
	}
}

// closeRaw closes open raw elements down to the given number.
func (w *writer) closeRaw(floor int) {
	for len(w.raw) > floor {
		last := w.raw[len(w.raw)-1]
		w.raw = w.raw[:len(w.raw)-1]
		if last.start >= 0 {
			w.out = w.out[:last.start]
			continue
		}
		if last.name == "a" {
			w.links--
		}
		w.tag("</", last.name, ">")
	}
}

// loading are the attributes whose address a browser loads by itself. The src of an img is judged where it is written.
var loading = []string{"src", "srcset", "poster", "data", "background", "xlink:href"}

// checkForeign reports what a tag would load from another host, whether or not the tag stays.
func (w *writer) checkForeign(t html.Token, start, length int) {
	for _, a := range t.Attr {
		loads := slices.Contains(loading, a.Key) && !(t.Data == "img" && a.Key == "src") ||
			a.Key == "href" && (t.Data == "link" || t.Data == "image" || t.Data == "use" || t.Data == "base")
		foreign := loads && slices.ContainsFunc(strings.FieldsFunc(a.Val, separatesCandidates), func(candidate string) bool {
			return readAddress(candidate).foreign
		})
		if foreign || a.Key == "style" && foreignStyle(a.Val) {
			w.report(Problem{Kind: ForeignResource, Offset: start, Length: length, Detail: a.Val})
		}
	}
}

// separatesCandidates splits a srcset; a single address without blanks and commas stays whole.
func separatesCandidates(c rune) bool { return c == ' ' || c == ',' || c == '\n' || c == '\t' }

func (w *writer) checkStyle(css string, offset int) {
	if foreignStyle(css) {
		offset += len(css) - len(strings.TrimLeft(css, " \t\n"))
		start, length := line(w.source, offset)
		w.report(Problem{Kind: ForeignResource, Offset: start, Length: length, Detail: strings.TrimSpace(css)})
	}
}

// foreignStyle tells whether a style may load from another host. None is kept; this is for the message only.
func foreignStyle(css string) bool {
	css = strings.ToLower(css)
	return strings.Contains(css, "//") && (strings.Contains(css, "url(") || strings.Contains(css, "@import"))
}
