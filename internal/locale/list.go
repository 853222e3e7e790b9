package locale

import "strings"

// And joins items into a list that means all of them: "甲、乙和丙", "A, B and C".
func (l *Locale) And(items []string) string { return l.forms.and.join(items) }

// Or joins items into a list that means one of them: "甲、乙或丙", "A, B or C".
func (l *Locale) Or(items []string) string { return l.forms.or.join(items) }

func (s series) join(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return items[0] + s.pair + items[1]
	}
	end := len(items) - 1
	return strings.Join(items[:end], s.middle) + s.last + items[end] + s.tail
}
