package site

import (
	"cmp"
	"html/template"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/markdown"
	"bunting/internal/view"
)

// title returns a document's title in the page's language.
func (g *tongue) title(d *campaign.Document) view.Text {
	p := d.In(g.lang)
	if p == nil {
		return view.Text{}
	}
	return g.mark(p.Title, p.Lang)
}

// summary returns a document's summary: what the author wrote, or else the
// text's first paragraph.
func (g *tongue) summary(d *campaign.Document) view.Text {
	p := d.In(g.lang)
	if p == nil {
		return view.Text{}
	}
	return g.mark(cmp.Or(p.Summary, p.Lead), p.Lang)
}

// maxSummary bounds a summary made from a text, in characters.
const maxSummary = 200

// Outline returns what the site asks of a text before it is rendered, its lead
// only where that is asked for.
func Outline(text string, lead bool) campaign.Outline {
	var out campaign.Outline
	if lead {
		out.Lead = clip(markdown.Summary(text), maxSummary)
	}
	if linksWithin(text) {
		markdown.Render(text, markdown.Options{Resolve: func(ref markdown.Reference) markdown.Target {
			out.Links = append(out.Links, ref.Destination)
			if name, _ := destination(ref.Destination); ref.Image || campaign.IsPicture(name) {
				out.Pictures = append(out.Pictures, campaign.Reference{File: name, Offset: ref.Offset, Length: ref.Length})
			}
			return markdown.Target{URL: "#"}
		}})
	}
	return out
}

// linksWithin tells whether a text may link to another address of the site:
// most do not, and need not be parsed to know. What stands before a
// destination is ]( or ]: in Markdown, and an attribute in HTML.
func linksWithin(text string) bool {
	for _, mark := range []string{"](", "]:"} {
		for rest := text; ; {
			_, after, found := strings.Cut(rest, mark)
			if !found {
				break
			}
			if rest = strings.TrimLeft(after, " \t\n<"); !outside.MatchString(rest) {
				return true
			}
		}
	}
	return strings.Contains(text, "<") && attribute.MatchString(text)
}

var (
	outside   = regexp.MustCompile(`^(?i:https?://|mailto:|tel:|#)`)
	attribute = regexp.MustCompile(`(?i)(?:href|src)\s*=`)
)

// prose renders a document's text.
func (g *tongue) prose(d *campaign.Document, report Report) view.Prose {
	p := d.In(g.lang)
	if p == nil {
		return view.Prose{}
	}
	src, err := g.k.c.Open(p.File)
	if err != nil {
		report.Fault(err)
		return view.Prose{}
	}
	text := src.Text[p.Body:]
	if strings.TrimSpace(text) == "" {
		return view.Prose{}
	}
	own := g // the words around a text are in the text's language
	for _, o := range g.k.tongues {
		if o.lang == p.Lang {
			own = o
		}
	}
	r := resolver{g: g, d: d, p: p, source: src, report: report}
	doc := markdown.Render(text, markdown.Options{
		Resolve: r.resolve,
		Labels: markdown.Labels{
			Note: own.say("markdown.note"), Tip: own.say("markdown.tip"), Important: own.say("markdown.important"),
			Warning: own.say("markdown.warning"), Caution: own.say("markdown.caution"),
			Table: own.say("markdown.table"), Footnotes: own.say("markdown.footnotes"), FootnoteBack: own.say("markdown.back"),
		},
	})
	r.problems(doc)
	out := view.Prose{HTML: template.HTML(doc.HTML)}
	if p.Lang != g.lang {
		out.Lang, out.Dir = g.k.tag(p.Lang)
		out.Fallback = g.locale.LanguageName(out.Lang)
	}
	return out
}

// A resolver answers where the links of one text lead.
type resolver struct {
	g      *tongue
	d      *campaign.Document
	p      *campaign.Prose
	source *diag.Source
	report Report
}

func (r *resolver) add(code *diag.Code, offset, length int, args ...any) {
	r.report.Mistake(diag.New(code, r.source.Span(r.p.Body+offset, length), args...))
}

// problems reports what markdown found wrong in the text.
func (r *resolver) problems(doc markdown.Document) {
	for _, p := range doc.Problems {
		if windowsPath(p.Detail) {
			r.add(diag.LocalPath, p.Offset, p.Length, p.Detail)
			continue
		}
		switch p.Kind {
		case markdown.TooComplex:
			r.add(diag.TooComplex, p.Offset, p.Length, p.Detail)
		case markdown.UnsafeLink:
			r.add(diag.UnsafeLink, p.Offset, p.Length, p.Detail)
		case markdown.ForeignResource:
			r.add(diag.ForeignResource, p.Offset, p.Length, p.Detail)
		case markdown.BrokenAnchor:
			anchor := strings.TrimPrefix(p.Detail, "#")
			bad := diag.New(diag.BrokenAnchor, r.source.Span(r.p.Body+p.Offset, p.Length), anchor, r.p.File, known(doc.Anchors))
			r.report.Mistake(bad.WithGuess(diag.Closest(anchor, doc.Anchors)))
		case markdown.EmptyLink:
			r.add(diag.BrokenLink, p.Offset, p.Length, "")
		case markdown.DuplicateID:
			r.add(diag.DuplicateAnchor, p.Offset, p.Length, p.Detail)
		case markdown.DroppedHTML:
			r.add(diag.DroppedHTML, p.Offset, p.Length, p.Detail)
		case markdown.MisplacedAttributes:
			r.add(diag.MisplacedAttributes, p.Offset, p.Length)
		}
	}
}

// known lists anchors for a message.
func known(anchors []string) any {
	if len(anchors) == 0 {
		return diag.Words{EN: "none", ZH: "无"}
	}
	return strings.Join(anchors[:min(len(anchors), 12)], ", ")
}

// resolve turns a destination as written into an address of the site: a
// content file into its page, a file in the document's own folder into what
// is published of it, a path from the site's root into itself.
func (r *resolver) resolve(ref markdown.Reference) markdown.Target {
	name, anchor := destination(ref.Destination)
	switch {
	case ref.Image || campaign.IsPicture(name):
		return r.picture(ref, name)
	case strings.HasPrefix(name, "/"):
		return r.root(ref, name)
	}
	if windowsPath(ref.Destination) {
		r.add(diag.LocalPath, ref.Offset, ref.Length, ref.Destination)
		return markdown.Target{}
	}
	file := path.Join(path.Dir(r.p.File), name)
	if t, ok := r.g.k.targets[file]; ok {
		return markdown.Target{URL: r.g.path(t.route) + r.anchor(ref, t.document, anchor)}
	}
	if path.Dir(name) == "." && slices.Contains(r.d.Files, name) {
		if !campaign.Publishable(name) {
			r.add(diag.AttachmentType, ref.Offset, ref.Length, name)
			return markdown.Target{}
		}
		return markdown.Target{URL: r.g.static(string(r.g.k.targets[r.d.File()].route.beside(name)))}
	}
	code := diag.New(diag.BrokenLink, r.source.Span(r.p.Body+ref.Offset, ref.Length), ref.Destination)
	r.report.Mistake(code.WithGuess(r.nearest(name)))
	return markdown.Target{}
}

// destination takes what a link leads to apart: the file or path, and the
// anchor. Editors write blanks in names as %20.
func destination(link string) (name, anchor string) {
	name, anchor, _ = strings.Cut(link, "#")
	name, _, _ = strings.Cut(name, "?")
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./"), anchor
}

// nearest returns the file in the document's folder or among its siblings
// that a broken link probably meant.
func (r *resolver) nearest(name string) string {
	dir := path.Dir(r.p.File)
	want := path.Join(dir, name)
	var near []string
	for d := range r.g.k.documents() {
		for _, p := range d.Prose {
			if path.Dir(p.File) == path.Dir(want) {
				near = append(near, path.Base(p.File))
			}
		}
	}
	near = append(near, r.d.Files...)
	slices.Sort(near)
	guess := diag.Closest(path.Base(name), near)
	if guess == "" {
		return ""
	}
	return path.Join(path.Dir(name), guess)
}

// anchor checks that the page linked to has the anchor.
func (r *resolver) anchor(ref markdown.Reference, d *campaign.Document, anchor string) string {
	if anchor == "" {
		return ""
	}
	p := d.In(r.g.lang)
	src, err := r.g.k.c.Open(p.File)
	if err != nil {
		r.report.Fault(err)
		return ""
	}
	anchors := markdown.Anchors(src.Text[p.Body:])
	if !slices.Contains(anchors, anchor) {
		bad := diag.New(diag.BrokenAnchor, r.source.Span(r.p.Body+ref.Offset, ref.Length), anchor, p.File, known(anchors))
		r.report.Mistake(bad.WithGuess(diag.Closest(anchor, anchors)))
	}
	return "#" + anchor
}

// root resolves a path from the site's root.
func (r *resolver) root(ref markdown.Reference, name string) markdown.Target {
	at := route(strings.TrimPrefix(name, "/"))
	if !r.g.k.exists(r.g.prefix+at.file()) && !r.g.k.exists(at.file()) {
		r.add(diag.BrokenLink, ref.Offset, ref.Length, ref.Destination)
		return markdown.Target{}
	}
	prefix := r.g.base
	if r.g.k.exists(r.g.prefix + at.file()) {
		prefix += r.g.prefix
	}
	return markdown.Target{URL: prefix + strings.TrimPrefix(ref.Destination, "/")}
}

// exists tells whether the site has a file at path. It may be asked once all
// outputs are composed.
func (k *composer) exists(path string) bool {
	_, ok := k.search(path)
	return ok
}

// picture answers for a picture in a text: it must be a file beside the
// document. A link to one leads to the largest of its variants. What is wrong
// with the file itself has been told.
func (r *resolver) picture(ref markdown.Reference, name string) markdown.Target {
	if !slices.Contains(r.d.Files, name) {
		where := diag.Words{EN: "beside this one", ZH: "与本文件相同的文件夹"}
		bad := diag.New(diag.MissingFile, r.source.Span(r.p.Body+ref.Offset, ref.Length), ref.Destination, where)
		r.report.Mistake(bad.WithGuess(diag.Closest(name, r.d.Files)))
	}
	p := r.d.Picture(name)
	switch {
	case p == nil:
		return markdown.Target{}
	case !ref.Image:
		return markdown.Target{URL: r.g.photo(p).Picture.Full}
	case ref.Alt == "":
		r.add(diag.MissingAlt, ref.Offset, ref.Length, name, "![…]("+ref.Destination+")")
	}
	v := r.g.photo(p).Picture
	return markdown.Target{URL: v.Src, Srcset: v.Srcset, WebP: v.WebP, Sizes: textSizes, Width: v.Width, Height: v.Height, Tint: v.Tint}
}

// textSizes is how wide a picture in a text is shown: a line's width or the
// screen's. Browsers that know auto ask the layout.
const textSizes = "auto, (width >= 48rem) 42rem, 100vw"

// windowsPath tells whether an address is a file on somebody's own computer.
func windowsPath(s string) bool {
	drive := len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/')
	return drive || strings.HasPrefix(s, `\\`) || strings.HasPrefix(strings.ToLower(s), "file:")
}
