package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collation is a collator with its buffer; neither may be shared while in use.
type collation struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

func newCollation(tag language.Tag) *collation { return &collation{collator: collate.New(tag)} }

// order is what a language needs beyond x/text.
type order struct {
	script *unicode.RangeTable // the letters that come before all others, or nil
	mend   func(string) string // makes of a text one that x/text orders rightly, or nil
}

func orderOf(base, script string) order {
	var o order
	switch base + "-" + script {
	case "zh-Hans":
		o.mend = pinyinMend.Replace
	case "ug-Arab":
		o.mend = uyghurMend
	}
	switch script {
	case "Hans", "Hant":
		o.script = unicode.Han
	case "Arab":
		o.script = unicode.Arabic
	case "Cyrl":
		o.script = unicode.Cyrillic
	}
	return o
}

// SortKey returns bytes that sort as the text does in this language: by pinyin
// in Chinese, by the Uyghur alphabet in Uyghur. Compare keys with
// bytes.Compare. Only equal texts have equal keys, so any sort by key gives
// one order. Make the keys once, before sorting.
//
// As in CLDR, a language's own script comes after digits and signs and before
// other scripts, here by what a text begins with.
func (l *Locale) SortKey(text string) []byte {
	c := l.collator.Get().(*collation)
	defer l.collator.Put(c)
	c.buffer.Reset()
	weighed := text
	if l.order.mend != nil {
		weighed = l.order.mend(text)
	}
	key := append([]byte{l.order.class(text)}, c.collator.KeyFromString(&c.buffer, weighed)...)
	// No weight is 0, so the text itself decides only between equal keys.
	return append(append(key, 0), text...)
}

// class is the first byte of a text's key.
func (o order) class(text string) byte {
	r, _ := utf8.DecodeRuneInString(text)
	switch {
	case o.script == nil || !unicode.IsLetter(r):
		return 1
	case unicode.Is(o.script, r):
		return 2
	}
	return 3
}

// pinyinMend replaces what CLDR 23 reads otherwise than CLDR 48 (Zhongqing,
// Chen) by characters of the right sound: a city and a common surname.
var pinyinMend = strings.NewReplacer("重庆", "崇庆", "沈", "审")

// x/text has no Uyghur order, and the default one goes by the Arabic alphabet.
// CLDR's (common/collation/ug.xml) is that of the letters below.
const uyghurLetters = "ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي"

// uyghurMend puts for each Uyghur letter a private-use character, which means
// nothing else and sorts by its code point: U+E000 and the letter's place,
// counted in bytes, two a letter.
func uyghurMend(text string) string {
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune(uyghurLetters, r); i >= 0 {
			return '\uE000' + rune(i)
		}
		return r
	}, text)
}
