package content

import (
	"fmt"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/tomlfile"
)

// Limits of what is read, in bytes.
const (
	maxFront = 64 << 10
	maxFile  = maxFront + 256<<10
)

// A page is one Markdown file, read: its facts and its text.
type page struct {
	data    string // of the file, as it is; empty before it is read, and after
	section string // events, venues, actions, strands, regions, news, pages; or home, notice
	path    string // below the section, without suffix
	lang    campaign.Lang
	folder  string // of the file
	src     *diag.Source
	front   *tomlfile.File // nil when it could not be read
	raw     any            // its facts as written: a pointer to one of the structs of facts.go
	start   int            // of the facts, in bytes
	end     int            // of the facts
	body    int            // begin of the text, in bytes
	list    diag.List
}

// text returns what a file holds as text, however its editor writes marks at the
// begin and ends of lines.
func text(data string) string {
	return strings.ReplaceAll(strings.TrimPrefix(data, "\ufeff"), "\r\n", "\n")
}

// readText reads a file, without a copy where the file system can do so.
func readText(fsys fs.FS, name string) (string, error) {
	if t, ok := fsys.(interface {
		ReadText(name string) (string, error)
	}); ok {
		return t.ReadText(name)
	}
	data, err := fs.ReadFile(fsys, name)
	return string(data), err
}

// load reads the file, unless that is done.
func (p *page) load(fsys fs.FS) (err error) {
	if p.data == "" {
		p.data, err = readText(fsys, p.src.Name)
	}
	return err
}

// read reads and splits the file; mistakes go to its list, the error is a
// fault of the world.
func (p *page) read(fsys fs.FS) error {
	if err := p.load(fsys); err != nil {
		return err
	}
	p.src.Text, p.data = text(p.data), ""
	if len(p.src.Text) > maxFile {
		p.list.Add(diag.TooLarge, p.src.Whole(), p.src.Name, len(p.src.Text), maxFile)
		return nil
	}
	for _, o := range otherFormats {
		if strings.HasPrefix(p.src.Text, o.begin) {
			p.src.Text = ""
			p.list.Add(diag.NotText, p.src.Whole(), o.name)
			return nil
		}
	}
	if !utf8.ValidString(p.src.Text) {
		at := 0
		for at < len(p.src.Text) {
			r, n := utf8.DecodeRuneInString(p.src.Text[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		clean := &diag.Source{Name: p.src.Name, Text: p.src.Text[:at] + strings.ToValidUTF8(p.src.Text[at:], "·")}
		p.list.Add(diag.NotUTF8, clean.Span(at, 1))
		return nil
	}
	if !p.split() {
		return nil
	}
	if p.end > maxFront {
		p.list.Add(diag.TooLarge, p.src.Whole(), p.src.Name, p.end, maxFront)
		return nil
	}
	p.front, p.list = tomlfile.Parse(p.src, p.start, p.end)
	return nil
}

// otherFormats are files that were given the name of a text.
var otherFormats = []struct{ begin, name string }{
	{"PK\x03\x04", "Word (.docx)"}, {"\xd0\xcf\x11\xe0", "Word (.doc)"}, {"%PDF-", "PDF"},
}

// decode fills raw from the facts. A translation may not set what its
// original may.
func (p *page) decode(languages []string, original campaign.Lang) {
	if p.front == nil {
		return
	}
	facts := factsOf(p.section)
	options := tomlfile.Options{Languages: languages}
	p.raw = facts
	if p.lang != original {
		p.raw = new(rawTranslation)
		options.Unknown = func(path []string, at diag.Span) (diag.Diagnostic, bool) {
			return diag.New(diag.FactInTranslation, at, path[len(path)-1], p.originalName()), tomlfile.Knows(facts, path)
		}
	}
	p.list = append(p.list, joined(p.front.Decode(p.raw, options))...)
}

// joined returns the list with all facts in a translation as one diagnostic,
// at the first of them: who copies a whole file makes one mistake.
func joined(list diag.List) diag.List {
	var out diag.List
	var keys []any
	at := -1
	for _, d := range list.Sorted() {
		if d.Code != diag.FactInTranslation {
			out = append(out, d)
			continue
		}
		if at < 0 {
			at = len(out)
			out = append(out, d)
		}
		if !slices.Contains(keys, d.Args[0]) {
			keys = append(keys, d.Args[0])
		}
	}
	if at >= 0 {
		names := strings.TrimSuffix(fmt.Sprintf(strings.Repeat("%v, ", len(keys)), keys...), ", ")
		out[at] = diag.New(diag.FactInTranslation, out[at].Span, names, out[at].Args[1])
	}
	return out
}

// originalName returns the name of the file that p translates.
func (p *page) originalName() string {
	return strings.TrimSuffix(p.src.Name, "."+string(p.lang)+".md") + ".md"
}

// factsOf returns an empty struct for the facts of a section's documents.
func factsOf(section string) any {
	switch section {
	case "events":
		return new(rawEvent)
	case "news":
		return new(rawNews)
	case "notice":
		return new(rawNotice)
	case "pages":
		return new(rawPage)
	case "venues":
		return new(rawVenue)
	}
	return new(rawTopic)
}

const fence = "+++\n"

// Lines that were meant as a fence, and those that can be part of the facts.
var (
	otherFence = regexp.MustCompile(`^\s*(?:[+＋]+(?:\s+[+＋]+)*|-{3,}|—+)\s*$`)
	factLine   = regexp.MustCompile(`^\s*(?:$|[\[\]{}"'#\d,“”［］]|.*[=＝])`)
)

// split finds the facts between two lines +++. Blank lines before do no harm.
func (p *page) split() bool {
	text := p.src.Text
	first := len(text) - len(strings.TrimLeft(text, " \t\n"))
	if !strings.HasPrefix(text[first:], fence) || first > 0 && !strings.Contains(text[:first], "\n") {
		line, _, _ := strings.Cut(text[first:], "\n")
		d := diag.New(diag.NoFrontMatter, p.src.Span(first, max(1, len(line))))
		if otherFence.MatchString(line) {
			d = d.WithGuess("+++")
		}
		p.list = append(p.list, d)
		return false
	}
	p.start = first + len(fence)
	for at, line := range lines(text, p.start) {
		if strings.TrimRight(line, " \t") == "+++" {
			p.end, p.body = at, min(at+len(line)+1, len(text))
			return true
		}
	}
	strange := -1
	for at, line := range lines(text, p.start) {
		if !factLine.MatchString(line) {
			strange = at
			break
		}
	}
	if strange < 0 {
		p.list.Add(diag.OpenFrontMatter, p.src.Span(first, len("+++")))
		return false
	}
	line, _, _ := strings.Cut(text[strange:], "\n")
	d := diag.New(diag.OpenFrontMatter, p.src.Span(strange, len(line)))
	if otherFence.MatchString(line) {
		d = d.WithGuess("+++")
	}
	p.list = append(p.list, d)
	return false
}

// lines goes through the lines of a text from an offset on, without their ends.
func lines(text string, from int) iter.Seq2[int, string] {
	return func(yield func(at int, line string) bool) {
		for at := from; at < len(text); {
			line, _, _ := strings.Cut(text[at:], "\n")
			if !yield(at, line) {
				return
			}
			at += len(line) + 1
		}
	}
}

// sections with a document for each file, and those for what the config
// lists.
var sections = map[string]bool{"events": true, "news": true, "pages": true, "venues": true, "actions": true, "strands": true, "regions": true}

// classify says which page the file name below content/ is, if any.
func (l *loader) classify(name string) (*page, diag.List) {
	p := &page{src: &diag.Source{Name: name}, folder: path.Dir(name), lang: l.c.Default()}
	rel := strings.TrimSuffix(strings.TrimPrefix(name, "content/"), ".md")
	stem, suffix := rel, ""
	if i := strings.LastIndexByte(rel, '.'); i > strings.LastIndexByte(rel, '/') {
		stem, suffix = rel[:i], rel[i+1:]
	}
	var list diag.List
	if suffix != "" {
		p.lang = campaign.Lang(suffix)
		if !l.languages.Has(suffix) {
			list = append(list, diag.New(diag.UnknownLanguage, p.src.Whole(), suffix, l.languages.String()))
			return nil, list
		}
	}
	section, rest, nested := strings.Cut(stem, "/")
	switch {
	case !nested && (stem == "home" || stem == "notice"):
		p.section, p.path = stem, stem
		return p, nil
	case !nested || !sections[section]:
		list.Add(diag.StrayFile, p.src.Whole(), strayHelp)
		return nil, list
	}
	p.section, p.path = section, rest
	if i := strings.LastIndexByte(rest, '/'); rest[i+1:] == "index" && i > 0 {
		p.path = rest[:i]
	}
	for part := range strings.SplitSeq(p.path, "/") {
		if !isName(part) {
			list.Add(diag.BadName, p.src.Whole(), part, suggestName(part))
			return nil, list
		}
	}
	return p, nil
}

var strayHelp = diag.Words{
	EN: "events belong in content/events/REGION/, news in content/news/, pages in content/pages/",
	ZH: "活动请放在 content/events/地区/，新闻放在 content/news/，页面放在 content/pages/",
}

// isName tells whether s can stand in an address without escapes that people
// stumble over: letters of any script, digits, hyphens and underscores.
func isName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}) < 0
}

// suggestName turns s into a name.
func suggestName(s string) string {
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isName(string(r)) || r == '-' })
	if len(parts) == 0 {
		return "carbon-fair"
	}
	return strings.Join(parts, "-")
}
