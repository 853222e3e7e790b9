package theme

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"bunting/internal/diag"
	"bunting/internal/locale"
	"bunting/internal/tomlfile"
)

// messages are what templates say in one language.
type messages struct {
	catalog *locale.Catalog
	tree    map[string]any // what the catalogue is made of
	file    *tomlfile.File // the theme's; may be nil
	broken  bool           // the file cannot be read, which was reported
	name    string         // of that file in reports
}

// fallbacks are the languages whose messages stand in for a language that
// the theme does not speak.
var fallbacks = []string{"en", "zh"}

// readMessages makes a catalogue for each language of the site.
func (l *loader) readMessages() error {
	l.messages = map[string]*messages{}
	for _, lang := range l.Languages {
		m, err := l.readLanguage(lang)
		if err != nil {
			return err
		}
		l.messages[lang.Tag] = m
	}
	return nil
}

func (l *loader) readLanguage(lang Language) (*messages, error) {
	core := l.Core[lang.Tag]
	if _, problems := locale.NewCatalog(lang.Locale, core); len(problems) > 0 {
		return nil, fmt.Errorf("core message %q in %s: %s", problems[0].Key, lang.Tag, problems[0].Detail)
	}
	folder, file := l.theme.sub("i18n"), lang.Tag+".toml"
	for _, f := range fallbacks {
		if !folder.has(file) && folder.has(f+".toml") {
			file = f + ".toml"
		}
	}
	m := &messages{name: path.Join(folder.name, file), tree: core}
	if folder.has(file) {
		source, err := l.text(folder, file)
		if err != nil {
			return nil, err
		}
		if source != nil {
			var list diag.List
			m.file, list = tomlfile.Parse(source, 0, len(source.Text))
			l.found = append(l.found, list...)
		}
		m.broken = m.file == nil
	}
	if m.file != nil {
		m.tree = over(core, m.file.Tree())
	}
	var problems []locale.Problem
	m.catalog, problems = locale.NewCatalog(lang.Locale, m.tree)
	for _, p := range problems { // the core has none, so these are the file's
		at := m.file.Place(strings.Split(p.Key, ".")...)
		l.found.Add(diag.BadMessage, at, p.Key, diag.Words{EN: p.Detail, ZH: problemWords[p.Kind]})
	}
	return m, nil
}

// problemWords say in Chinese what the catalogue says in English.
var problemWords = map[locale.ProblemKind]string{
	locale.NotText:         "应为文字或复数形式表",
	locale.UnknownCategory: "复数形式只能是 zero、one、two、few、many、other",
	locale.WithoutOther:    "复数形式表缺少 other",
	locale.BadPlaceholder:  "花括号应写成 {name}，名称由字母、数字、- 和 _ 组成；花括号本身请写两个",
	locale.DuplicateKey:    "同一个键既写在引号中，又写在表中",
}

// over returns the messages of core with those of own in their place.
func over(core, own map[string]any) map[string]any {
	all := maps.Clone(core)
	if all == nil {
		all = map[string]any{}
	}
	for key, value := range own {
		below, ok := all[key].(map[string]any)
		table, isTable := value.(map[string]any)
		if ok && isTable && !plural(table) && !plural(below) {
			value = over(below, table)
		}
		all[key] = value
	}
	return all
}

// plural tells the plural forms of one message from a table of messages.
func plural(table map[string]any) bool {
	for key := range table {
		if !slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, key) {
			return false
		}
	}
	return len(table) > 0
}

// A messageUse is a call of t with a key in quotation marks.
type messageUse struct {
	key   string
	names []string // of the arguments
	at    diag.Span
}

// checkMessages compares what templates ask for with what there is: a key
// that a language lacks is reported at its first use, a placeholder that a
// template does not fill where the message stands.
func (l *loader) checkMessages(uses []messageUse) {
	missing := map[string]bool{}
	for _, use := range uses {
		wanted, found := []string{"n"}, false // n chooses a plural form also where it is not shown
		for _, lang := range l.Languages {
			m := l.messages[lang.Tag]
			if !m.catalog.Has(use.key) {
				if id := m.name + " " + use.key; !m.broken && !missing[id] {
					missing[id] = true
					l.found = append(l.found, diag.New(diag.MissingMessage, use.at, use.key, m.name).
						WithGuess(diag.Closest(use.key, m.catalog.Keys())))
				}
				continue
			}
			found = true
			for _, name := range m.catalog.Placeholders(use.key) {
				wanted = append(wanted, name)
				if !slices.Contains(use.names, name) {
					l.found.Add(diag.BadMessage, m.place(use), use.key, diag.Words{
						EN: "{" + name + "} is not filled at " + use.at.String(),
						ZH: use.at.String() + " 没有提供 {" + name + "}",
					})
				}
			}
		}
		for _, name := range use.names {
			if found && !slices.Contains(wanted, name) {
				l.found = append(l.found, diag.New(diag.BadTemplate, use.at, diag.Words{
					EN: fmt.Sprintf("the message %q has no {%s} in any language", use.key, name),
					ZH: fmt.Sprintf("词条“%s”在任何语言中都没有 {%s}", use.key, name),
				}).WithGuess(diag.Closest(name, wanted[1:])))
			}
		}
	}
}

// place returns where a message stands: in the theme's file or, for one of
// the core's, where it is used.
func (m *messages) place(use messageUse) diag.Span {
	if path := strings.Split(use.key, "."); m.file != nil && m.file.Has(path...) {
		return m.file.Place(path...)
	}
	return use.at
}
