// Package locale writes dates, times, numbers, lists and messages the way a
// reader's language does, and sorts by its alphabet.
//
// What decides, in this order:
//
//   - languages.go: one row a language, taken from CLDR 48, for the languages
//     that sites use. A regional tag takes the row of its nearest CLDR parent:
//     en-AU that of en-001. A parent never has another script: kk-CN, which is
//     in Arabic letters, does not take the row of kk.
//   - github.com/bep/golocales (CLDR 48.1): the names of months and weekdays
//     of every language, and the long and full date of those without a row.
//     Such a language says less briefly what CLDR says more briefly: a day
//     without its year is the long date, with its weekday the full date; a
//     month is 2021-09; a range is two whole dates; a list has commas only.
//   - golang.org/x/text: grouping of digits, plural categories, names of
//     languages (CLDR 32) and collation (CLDR 23: pinyin for zh).
//   - What none of them knows is written in ISO 8601.
//
// Promises: a Locale and a Catalog never change and may be used by many
// goroutines at once; the same input gives the same bytes; nothing here reads
// the clock, the environment or the machine's locale.
//
// Left out on purpose: calendars other than the Gregorian one, digits other
// than 0 to 9 and the 12-hour clock, because a page should show one system
// throughout; time zones, because a time is written as its time.Time has it.
package locale

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/bep/golocales"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Locale is the habits of one language in one place. Make it with New.
type Locale struct {
	tag      string
	lang     language.Tag // without extensions, as the libraries know it
	dir      string
	names    names
	forms    forms
	digits   grouping
	many     bool // see manyMillions
	namer    display.Namer
	named    sync.Map // what LanguageName has returned, by tag: x/text takes too long for every page
	order    order
	collator sync.Pool // of *collation
}

// names are what a language calls the months and the days of the week.
type names struct {
	months, monthsShort     [12]string // from January, as within a date
	weekdays, weekdaysShort [7]string  // from Sunday, as within a date
	aloneLong, aloneShort   [7]string  // from Sunday, standing alone
}

// New returns the locale of a BCP 47 tag such as "zh-Hans-CN", in any case.
// A malformed tag is an error. A well-formed one of an unknown language, or of
// one that CLDR does not describe, is no error: its dates are in ISO 8601.
func New(tag string) (*Locale, error) {
	if strings.Contains(tag, "_") {
		return nil, fmt.Errorf("language tag %q: BCP 47 separates with hyphens: write %q", tag, strings.ReplaceAll(tag, "_", "-"))
	}
	parsed, err := language.Parse(tag)
	var unknown language.ValueError
	if err != nil && !errors.As(err, &unknown) {
		return nil, fmt.Errorf("language tag %q: %w", tag, err)
	}
	l := &Locale{tag: parsed.String(), dir: "ltr"}
	if err != nil {
		l.tag = tag
	}
	if canonical, err := language.All.Canonicalize(parsed); err == nil {
		parsed = canonical // cmn to zh, no to nb: the names that the tables use
	}
	base, script, region := parsed.Raw()
	if l.lang, err = language.Compose(base, script, region); err != nil {
		l.lang = language.Und
	}
	script, _ = parsed.Script() // the likely one, if none is written
	if slices.Contains(rightToLeft, script.String()) {
		l.dir = "rtl"
	}
	l.order = orderOf(base.String(), script.String())
	l.names, l.forms = habits(l.lang)
	l.digits = learnGrouping(l.lang)
	l.many = slices.Contains(manyMillions, base.String())
	l.namer = display.Languages(l.lang)
	l.collator.New = func() any { return newCollation(parsed) }
	return l, nil
}

// rightToLeft are the scripts in use today that run from right to left (ISO
// 15924; CLDR script metadata).
var rightToLeft = []string{"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}

// Tag returns the tag in canonical form, fit for the HTML attribute lang. A
// tag with subtags that no registry knows is returned as it was given.
func (l *Locale) Tag() string { return l.tag }

// Dir returns "ltr" or "rtl", the value of the HTML attribute dir. It follows
// the script, written or likely: "rtl" for ug, and for kk-CN but not for kk.
func (l *Locale) Dir() string { return l.dir }

// LanguageName returns what this language calls the language of a BCP 47 tag:
// "英语" for "en" in Chinese. A language that names no languages uses the
// English names; for one without a name the tag itself is returned.
func (l *Locale) LanguageName(tag string) string {
	name, ok := l.named.Load(tag)
	if !ok {
		name, _ = l.named.LoadOrStore(tag, l.languageName(tag))
	}
	return name.(string)
}

func (l *Locale) languageName(tag string) string {
	of, err := language.Parse(tag)
	if err != nil || l.namer == nil {
		return tag
	}
	if base, _ := of.Base(); base.String() == "und" {
		return tag
	}
	if name := l.namer.Name(of); name != "" {
		return name
	}
	return tag
}

// habits returns the names and the date forms of a language: those of its own
// row, or of the nearest parent's.
func habits(tag language.Tag) (names, forms) {
	var translator golocales.Translator
	var row *row
	for t := tag; !t.IsRoot(); t = t.Parent() {
		if translator == nil {
			translator = golocales.New(t.String())
		}
		if row == nil {
			row = rowOf(t.String())
		}
	}
	if translator == nil || unnamed(translator.MonthsWide()) || unnamed(translator.WeekdaysWide()) {
		return rootNames, root.compile()
	}
	n := names{
		months:   [12]string(translator.MonthsWide()),
		weekdays: [7]string(translator.WeekdaysWide()),
	}
	n.monthsShort, n.weekdaysShort = n.months, n.weekdays
	// CLDR lets the short names inherit the long ones; golocales leaves such blank.
	if short := translator.MonthsAbbreviated(); !unnamed(short) {
		n.monthsShort = [12]string(short)
	}
	if short := translator.WeekdaysAbbreviated(); !unnamed(short) {
		n.weekdaysShort = [7]string(short)
	}
	n.aloneLong, n.aloneShort = n.weekdays, n.weekdaysShort
	if row == nil {
		if f, ok := learnForms(translator, &n); ok {
			return n, f
		}
		return rootNames, root.compile()
	}
	if row.weekdays != "" {
		n.aloneLong = [7]string(strings.Fields(row.weekdays))
	}
	if row.weekdaysShort != "" {
		n.aloneShort = [7]string(strings.Fields(row.weekdaysShort))
	}
	return n, row.compile()
}

// unnamed reports whether a list of names is blank or CLDR's root ("M01"),
// which stands for a language that has none.
func unnamed(list []string) bool { return slices.Contains(list, "") || list[0] == "M01" }

// learnForms reads the two date patterns that golocales knows but does not
// hand out from one day that it writes, and makes the other forms of them. It
// fails where golocales loses a part of the date (the month in Yoruba).
func learnForms(translator golocales.Translator, n *names) (f forms, ok bool) {
	long, ok := learn(translator.FormatDateLong, n, "yMd")
	if !ok {
		return f, false
	}
	full, ok := learn(translator.FormatDateFull, n, "yMdE")
	if !ok { // Finnish, whose full date golocales begins with "cccc"
		full = slices.Concat(long, pattern{{text: " ("}, {field: 'E', width: 3}, {text: ")"}})
	}
	f = root.compile()
	f.full, f.long = full, long
	f.monthDay, f.monthDayWeekday = long, full
	for i := range f.ranges {
		f.ranges[i] = span(long, " – ")
	}
	f.monthDayRanges = [2]pattern{f.ranges[0], f.ranges[0]}
	return f, true
}
