package theme

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"text/template/parse"

	"bunting/internal/diag"
)

// layouts are the effective template files: the site's over the theme's.
type layouts struct {
	files  map[string]*layout // by name: the path below layouts/ without .html
	shared []string           // base, and the partials, sorted
}

// A layout is one template file, parsed.
type layout struct {
	source *diag.Source
	trees  map[string]*parse.Tree // the file's own template and those it defines
	broken bool                   // it does not parse, which was reported
}

const extension = ".html"

// layouts reads and parses all template files.
func (l *loader) layouts() (*layouts, error) {
	s := &layouts{files: map[string]*layout{}, shared: []string{base}}
	theme := l.theme.sub("layouts")
	site, err := l.open(l.Site, "layouts", "layouts")
	if err != nil {
		return nil, err
	}
	for _, folder := range []*folder{theme, site} {
		for _, file := range folder.files {
			if strings.HasPrefix(path.Base(file), ".") { // as .gitkeep
				continue
			}
			name, ok := strings.CutSuffix(file, extension)
			if !ok || kinds[name] == nil && !isShared(name) {
				l.found.Add(diag.StrayFile, diag.Span{File: path.Join(folder.name, file)}, strayWords)
				continue
			}
			if folder == theme && site.has(file) {
				continue
			}
			source, err := l.text(folder, file)
			if err != nil {
				return nil, err
			}
			s.files[name] = l.parse(name, source)
			if name != base && isShared(name) {
				s.shared = append(s.shared, name)
			}
		}
	}
	slices.Sort(s.shared[1:])
	for _, name := range append(Layouts(), base) {
		if s.files[name] == nil {
			l.found.Add(diag.MissingLayout, diag.Span{File: l.theme.name}, name+extension)
		}
	}
	return s, nil
}

// base is the file that every set has, beside the partials.
const base = "base"

func isShared(name string) bool { return name == base || strings.HasPrefix(name, "partials/") }

var strayWords = diag.Words{
	EN: "templates are base.html, files in partials/ and " + strings.Join(Layouts(), ", ") + ", each with .html",
	ZH: "模板文件为 base.html、partials/ 中的文件，以及 " + strings.Join(Layouts(), "、") + "（扩展名 .html）",
}

// parse parses one file. Names of functions are left to the checker, which
// reports all that are unknown, not the first.
func (l *loader) parse(name string, source *diag.Source) *layout {
	f := &layout{source: source, trees: map[string]*parse.Tree{}, broken: true}
	if source == nil {
		return f
	}
	l.sources[name] = source
	trees, err := parseText(name, source.Text)
	if err != nil {
		l.found = append(l.found, l.locate(err))
		return f
	}
	f.trees, f.broken = trees, false
	return f
}

func parseText(name, text string) (map[string]*parse.Tree, error) {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	_, err := tree.Parse(text, "", "", trees)
	return trees, err
}

// set returns the templates of a layout: base, partials and its own file, of
// which the last definition of a name counts. Whole is false when one of the
// files is missing or does not parse.
func (s *layouts) set(kind string) (trees map[string]*parse.Tree, whole bool) {
	trees, whole = map[string]*parse.Tree{}, true
	for _, name := range append(s.shared[:len(s.shared):len(s.shared)], kind) {
		f := s.files[name]
		if f == nil {
			whole = false
			continue
		}
		whole = whole && !f.broken
		maps.Copy(trees, f.trees)
	}
	return trees, whole
}

var (
	// located matches the errors of text/template, its parser and
	// html/template: template, line, perhaps column (0-based, in bytes).
	located = regexp.MustCompile(`(?s)^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: (?:template: )?(?:executing ".*?" at <.*?>: )?(.*)$`)
	// internals are what html/template says of its own states.
	internals = regexp.MustCompile(`: \{state.*`)
)

// locate turns an error of the template packages into a diagnostic.
func (l *loader) locate(err error) diag.Diagnostic {
	m := located.FindStringSubmatch(err.Error())
	if m == nil || l.sources[m[1]] == nil {
		return diag.New(diag.BadTemplate, diag.Span{File: l.theme.name}, err.Error())
	}
	source := l.sources[m[1]]
	line, _ := strconv.Atoi(m[2])
	start, text := lineOf(source.Text, line)
	at, width := 0, len(text)
	if m[3] != "" {
		at, _ = strconv.Atoi(m[3])
	} else {
		at, width = parseMistake(m[1], source.Text, start, len(text), err)
		at -= start
	}
	return diag.New(diag.BadTemplate, source.Span(start+at, width), internals.ReplaceAllString(m[4], ""))
}

// parseMistake finds where in its line the parser stopped, which it does not
// say: at the end of the shortest text that gives the same error. (Closing
// that text keeps half an action from being the mistake.)
func parseMistake(name, text string, start, length int, err error) (at, width int) {
	switch message := err.Error(); {
	case strings.Contains(message, "unclosed action"), strings.HasSuffix(message, "unclosed comment"):
		return strings.LastIndex(text, "{{"), 2
	case strings.HasSuffix(message, "unexpected EOF"):
		return start + length, 1
	}
	end := start + sort.Search(length, func(n int) bool {
		_, e := parseText(name, text[:start+n]+"}}")
		return e != nil && e.Error() == err.Error()
	})
	token := quoted.FindString(err.Error())
	if s, err := strconv.Unquote(token); err == nil {
		token = s
	}
	token = strings.TrimSuffix(token, "}}")
	if i := strings.LastIndex(text[start:end], token); i >= 0 && token != "" {
		return start + i, len(token)
	}
	return max(start, end-1), 1
}

// quoted matches what a parser's error names: a token, a character, or a
// whole action.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'.+?'|\{\{\w+\}\}`)

// lineOf returns a line, counted from 1, and where it begins.
func lineOf(text string, line int) (start int, content string) {
	for ; line > 1; line-- {
		i := strings.IndexByte(text[start:], '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	content, _, _ = strings.Cut(text[start:], "\n")
	return start, content
}

// file returns the source of a tree.
func (l *loader) file(tree *parse.Tree) *diag.Source { return l.sources[tree.ParseName] }
