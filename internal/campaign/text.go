package campaign

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unique"

	"bunting/internal/diag"
)

// Lang is a language as a site names it: a BCP 47 tag in lower case, such as
// "zh", "en" or "ug".
type Lang string

// A Text says one thing in one or several languages. The empty language
// stands for all of them: a name that is written alike everywhere.
type Text []Wording

// A Wording is a text in one language.
type Wording struct {
	Lang Lang
	Text string
}

// In returns the text in lang, or else in fallback, or else in the first
// language it has; and the language of what it returns ("" when it is the
// same in all). An empty text returns "".
func (t Text) In(lang, fallback Lang) (string, Lang) {
	for _, want := range []Lang{lang, "", fallback} {
		for _, w := range t {
			if w.Lang == want {
				return w.Text, w.Lang
			}
		}
	}
	if len(t) > 0 {
		return t[0].Text, t[0].Lang
	}
	return "", ""
}

// With returns the text with its wording in lang replaced or added. A text
// for all languages becomes one in fallback.
func (t Text) With(lang Lang, text string, fallback Lang) Text {
	out := make(Text, 0, len(t)+1)
	for _, w := range t {
		if w.Lang == "" {
			w.Lang = fallback
		}
		if w.Lang != lang {
			out = append(out, w)
		}
	}
	return append(out, Wording{lang, text})
}

// DecodeTOML reads a string (all languages) or a table by language.
func (t *Text) DecodeTOML(v any) bool {
	switch v := v.(type) {
	case string:
		if v != "" {
			*t = Text{{"", strings.Clone(v)}} // the text around it may go
		}
		return true
	case map[string]any:
		for lang, text := range v {
			s, ok := text.(string)
			if !ok {
				return false
			}
			*t = append(*t, Wording{unique.Make(Lang(lang)).Value(), strings.Clone(s)})
		}
		slices.SortFunc(*t, func(a, b Wording) int { return compare(a.Lang, b.Lang) })
		return true
	}
	return false
}

// Kind implements tomlfile.Value.
func (Text) Kind() (diag.Words, string) {
	return diag.Words{EN: "a text, or a table by language", ZH: "文字，或按语言列出的表"}, `"…"`
}

// Languages returns the languages of the text, "" for all.
func (t *Text) Languages() []string {
	var out []string
	for _, w := range *t {
		out = append(out, string(w.Lang))
	}
	return out
}

func compare(a, b Lang) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Date is a day of the Gregorian calendar, as days since 1970-01-01. The zero
// value stands for no date.
type Date int32

// DateOf returns the day of t where t is.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// In returns the begin of the day in zone.
func (d Date) In(zone *time.Location) time.Time {
	t := time.Unix(int64(d)*24*60*60, 0).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

// String returns the day as ISO 8601 writes it: 2021-09-11.
func (d Date) String() string { return d.In(time.UTC).Format(time.DateOnly) }

// DecodeTOML reads a local date.
func (d *Date) DecodeTOML(v any) bool {
	t, ok := v.(time.Time)
	if !ok || t.Location().String() != "date-local" {
		return false
	}
	*d = DateOf(t)
	return true
}

// Kind implements tomlfile.Value.
func (Date) Kind() (diag.Words, string) {
	return diag.Words{EN: "a date", ZH: "日期"}, "2021-09-11"
}

// Hours are the hours of a day at which something is open, in minutes since
// midnight. Closes may be 24:00 (1440); when it is not after Opens, it is on
// the next day.
type Hours struct{ Opens, Closes int }

var hoursShape = regexp.MustCompile(`^(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)$`)

// ParseHours reads "10:00-18:00", hours to 24:00.
func ParseHours(s string) (Hours, bool) {
	m := hoursShape.FindStringSubmatch(s)
	if m == nil {
		return Hours{}, false
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	h := Hours{n[0]*60 + n[1], n[2]*60 + n[3]}
	return h, n[0] < 24 && n[1] < 60 && n[3] < 60 && h.Closes <= 24*60
}

// Overnight tells whether the hours end on the day after they begin.
func (h Hours) Overnight() bool { return h.Closes <= h.Opens }
