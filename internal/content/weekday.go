package content

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"bunting/internal/diag"
)

// A dated is a day to which a text gives a weekday: 9月11日（周六）,
// 2021年9月11日星期六, Saturday 11 September, 11 September (Saturday).
type dated struct {
	from, to         int // in bytes of the text
	year, month, day int // the year is 0 when the text has none
	said             time.Weekday
}

// reach is how far from its weekday a date is looked for, in bytes.
const reach = 48

const englishDate = `(\d{1,2})(?:st|nd|rd|th)?\s+(january|february|march|april|may|june|july|august|september|october|november|december)(?:\s+(\d{4}))?`

var (
	chineseBefore = regexp.MustCompile(`(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*[（(，,]?\s*$`)
	englishBefore = regexp.MustCompile(`(?i)\b` + englishDate + `,?\s*\(?$`)
	englishAfter  = regexp.MustCompile(`(?i)^,?\s+` + englishDate)
)

// datedIn finds the days of a text that have a weekday. It looks for weekdays
// first, which are rare, and then around them.
func datedIn(text string) []dated {
	var out []dated
	for _, name := range []string{"周", "星期", "礼拜"} {
		for i := range each(text, name) {
			after := []rune(text[i+len(name) : min(i+len(name)+4, len(text))])
			if len(after) == 0 {
				continue
			}
			said := strings.IndexRune("日一二三四五六", after[0])
			if after[0] == '天' {
				said = 0
			}
			begin := max(0, i-reach)
			if m := chineseBefore.FindStringSubmatchIndex(text[begin:i]); m != nil && said >= 0 {
				get := func(n int) int { return number(text[begin:], m, n) }
				end := i + len(name) + len(string(after[0]))
				out = append(out, dated{begin + m[0], end, get(1), get(2), get(3), time.Weekday(said / len("日"))})
			}
		}
	}
	for i := range each(text, "day") {
		begin, end := i, i+len("day")
		for begin > 0 && isLetter(text[begin-1]) {
			begin--
		}
		said, ok := weekdayNames[strings.ToLower(text[begin:end])]
		if !ok {
			continue
		}
		window, from := text[end:min(end+reach, len(text))], max(0, begin-reach)
		if m := englishAfter.FindStringSubmatchIndex(window); m != nil {
			out = append(out, dated{begin, end + m[1], number(window, m, 3), month(window, m, 2), number(window, m, 1), said})
		} else if m := englishBefore.FindStringSubmatchIndex(text[from:begin]); m != nil {
			window := text[from:]
			out = append(out, dated{from + m[0], end, number(window, m, 3), month(window, m, 2), number(window, m, 1), said})
		}
	}
	return out
}

// each yields the places of word in text.
func each(text, word string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; ; at += len(word) {
			i := strings.Index(text[at:], word)
			if i < 0 {
				return
			}
			at += i
			if !yield(at) {
				return
			}
		}
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// number returns the n-th group of a match as a number, 0 when it is empty.
func number(text string, m []int, n int) int {
	if m[2*n] < 0 {
		return 0
	}
	v, _ := strconv.Atoi(text[m[2*n]:m[2*n+1]])
	return v
}

// month returns the month that the n-th group of a match names.
func month(text string, m []int, n int) int {
	name := text[m[2*n]:m[2*n+1]]
	for i := time.January; i <= time.December; i++ {
		if strings.EqualFold(i.String(), name) {
			return int(i)
		}
	}
	return 0
}

var weekdayNames = func() map[string]time.Weekday {
	out := map[string]time.Weekday{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		out[strings.ToLower(d.String())] = d
	}
	return out
}()

func weekdayWords(d time.Weekday) diag.Words {
	return diag.Words{EN: d.String(), ZH: []string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}[d]}
}

// weekdays reports the dates of a page whose weekday does not fit. A date
// without a year is in the year of the campaign.
func (l *loader) weekdays(p *page) {
	for _, d := range datedIn(p.src.Text) {
		if d.year == 0 {
			d.year = l.c.Start.In(time.UTC).Year()
		}
		t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
		if int(t.Month()) == d.month && t.Day() == d.day && t.Weekday() != d.said {
			p.list.Add(diag.WeekdayMismatch, p.src.Span(d.from, d.to-d.from), t.Format(time.DateOnly), weekdayWords(d.said), weekdayWords(t.Weekday()))
		}
	}
}
