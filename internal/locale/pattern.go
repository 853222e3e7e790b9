package locale

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A pattern is a CLDR date pattern (UTS #35 part 4, section 8) cut into pieces.
// The letters used are y, M, d, E, H and m.
type pattern []piece

// piece is a literal text, or one field of a date or time.
type piece struct {
	field byte   // 0 for a literal, otherwise the CLDR letter
	width int    // how often the letter stands
	end   bool   // in a range: taken from its end, not its start
	text  string // the literal
}

// parsePattern reads a date pattern, or an interval pattern: as in CLDR, the
// end of a range begins at the first letter that comes a second time.
func parsePattern(s string) pattern {
	var p pattern
	var seen [128]bool
	end := false
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\'':
			text, _, _ := strings.Cut(s[i+1:], "'")
			p = append(p, piece{text: text})
			i += len(text) + 2
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			width := len(s[i:]) - len(strings.TrimLeft(s[i:], string(c)))
			end = end || seen[c]
			seen[c] = true
			p = append(p, piece{field: c, width: width, end: end})
			i += width
		default:
			n := strings.IndexFunc(s[i:], func(r rune) bool {
				return r == '\'' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
			})
			if n < 0 {
				n = len(s) - i
			}
			p = append(p, piece{text: s[i : i+n]})
			i += n
		}
	}
	return p
}

// learn finds the pattern behind a way of writing days. It fails if that lacks
// one of the fields, or if the pattern does not write other days the same.
func learn(write func(time.Time) string, n *names, fields string) (p pattern, ok bool) {
	// A Saturday: 日 and its like also stand for the day of the month. No two
	// of its numbers are alike, and they are below 10 to show a padding 0.
	day := time.Date(2032, time.September, 4, 0, 0, 0, 0, time.UTC)
	known := []struct {
		text  string
		field byte
		width int
	}{ // a longer text stands before one that begins it
		{n.weekdays[day.Weekday()], 'E', 4},
		{n.months[day.Month()-1], 'M', 4},
		{n.weekdaysShort[day.Weekday()], 'E', 3},
		{n.monthsShort[day.Month()-1], 'M', 3},
		{day.Format("2006"), 'y', 1},
		{day.Format("01"), 'M', 2},
		{day.Format("1"), 'M', 1},
		{day.Format("02"), 'd', 2},
		{day.Format("2"), 'd', 1},
	}
	missing := fields
search:
	for written := write(day); written != ""; {
		for _, k := range known {
			if rest, ok := strings.CutPrefix(written, k.text); ok {
				p = append(p, piece{field: k.field, width: k.width})
				missing = strings.ReplaceAll(missing, string(k.field), "")
				written = rest
				continue search
			}
		}
		p = append(p, piece{text: written[:1]})
		written = written[1:]
	}
	for range 28 { // all months and weekdays
		day = day.AddDate(0, 0, 13)
		if p.format(n, day, day) != write(day) {
			return nil, false
		}
	}
	return p, missing == ""
}

// span joins a pattern for the start of a range to itself for the end.
func span(p pattern, between string) pattern {
	both := slices.Concat(p, pattern{{text: between}})
	for _, x := range p {
		x.end = true
		both = append(both, x)
	}
	return both
}

// format writes a day, a time or a range; for a single one, end is start.
func (p pattern) format(n *names, start, end time.Time) string {
	var space [96]byte
	b := space[:0]
	for i := range p {
		x := &p[i]
		t := start
		if x.end {
			t = end
		}
		switch x.field {
		case 0:
			b = append(b, x.text...)
		case 'y':
			b = strconv.AppendInt(b, int64(t.Year()), 10)
		case 'M':
			switch x.width {
			case 4:
				b = append(b, n.months[t.Month()-1]...)
			case 3:
				b = append(b, n.monthsShort[t.Month()-1]...)
			default:
				b = appendPadded(b, int(t.Month()), x.width)
			}
		case 'd':
			b = appendPadded(b, t.Day(), x.width)
		case 'E':
			if x.width == 4 {
				b = append(b, n.weekdays[t.Weekday()]...)
			} else {
				b = append(b, n.weekdaysShort[t.Weekday()]...)
			}
		case 'H':
			b = appendPadded(b, t.Hour(), x.width)
		case 'm':
			b = appendPadded(b, t.Minute(), x.width)
		}
	}
	return string(b)
}

// appendPadded writes a number below 100 with at least width digits.
func appendPadded(b []byte, v, width int) []byte {
	if width > 1 && v < 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(v), 10)
}
