package locale

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// grouping is how a language writes whole numbers.
type grouping struct {
	minus, separator string
	first, other     int // digits in the last group, and in those before it
	fewest           int // digits that a number needs to be grouped at all
}

// learnGrouping reads a language's grouping from numbers that x/text writes,
// once, because x/text itself takes too long for every number of a page.
func learnGrouping(tag language.Tag) grouping {
	if latin, err := tag.SetTypeForKey("nu", "latn"); err == nil {
		tag = latin
	}
	p := message.NewPrinter(tag)
	sample := p.Sprint(number.Decimal(-1111111111))
	start := strings.IndexByte(sample, '1')
	g := grouping{minus: sample[:start]}
	groups := strings.FieldsFunc(sample[start:], func(r rune) bool { return r != '1' })
	if len(groups) < 3 {
		g.fewest = math.MaxInt
		return g
	}
	g.separator = sample[start+len(groups[0]):][:strings.IndexByte(sample[start+len(groups[0]):], '1')]
	g.first = len(groups[len(groups)-1])
	g.other = len(groups[len(groups)-2])
	for g.fewest = g.first + 1; !strings.Contains(p.Sprint(number.Decimal(math.Pow10(g.fewest-1))), g.separator); {
		g.fewest++
	}
	return g
}

// Number returns a whole number with its digits grouped: "1,234,567". Years
// and document numbers are not quantities: leave those to strconv.
func (l *Locale) Number(n int64) string {
	var space [48]byte
	return string(l.appendNumber(space[:0], n))
}

func (l *Locale) appendNumber(b []byte, n int64) []byte {
	var space [20]byte
	digits := strconv.AppendUint(space[:0], magnitude(n), 10)
	if n < 0 {
		b = append(b, l.digits.minus...)
	}
	for i, c := range digits {
		left := len(digits) - i
		if i > 0 && len(digits) >= l.digits.fewest && left >= l.digits.first && (left-l.digits.first)%l.digits.other == 0 {
			b = append(b, l.digits.separator...)
		}
		b = append(b, c)
	}
	return b
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n) // right also for the smallest int64
	}
	return uint64(n)
}

// categories are CLDR's names of the plural forms, in the order of plural.Form.
var categories = [...]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}

// manyMillions are the languages in which CLDR, since version 38, has a form
// for whole millions ("un million de visiteurs"); x/text has older rules.
var manyMillions = []string{"ca", "es", "fr", "it", "pt"}

// Plural returns the CLDR plural category of a whole number of things: zero,
// one, two, few, many or other (UTS #35 part 3, section 5).
func (l *Locale) Plural(n int64) string { return categories[l.pluralForm(n)] }

func (l *Locale) pluralForm(n int64) plural.Form {
	const known = 10_000_000 // x/text looks at the last seven digits
	m := magnitude(n)
	if l.many && m != 0 && m%1_000_000 == 0 {
		return plural.Many
	}
	if m >= known {
		m = known + m%known // so that ten million does not pass for nought
	}
	return plural.Cardinal.MatchPlural(l.lang, int(m), 0, 0, 0, 0)
}
