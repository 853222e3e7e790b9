package tomlfile

import (
	"regexp"
	"strings"

	"bunting/internal/diag"
)

// truths are the words that people write for true and false, in lower case.
var truths = map[string]string{
	"true": "true", "yes": "true", "是": "true", "真": "true", "对": "true",
	"false": "false", "no": "false", "否": "false", "不是": "false", "假": "false",
}

var counted = regexp.MustCompile(`^约?\s*(\d+)\s*(?:余|多)?\s*(?:人次|人|名|位|个|座|席|元|岁|people|persons|seats)(?:左右)?$`)

// meant returns the truth value or number that a value was meant to be, with
// a comment behind // kept as a comment, and what kind that is. It returns
// false for everything else.
func meant(value string) (write string, kind diag.Words, ok bool) {
	value, comment, commented := strings.Cut(Narrow(value), "//")
	value = strings.TrimRight(value, " \t。；;,.!！")
	if write, ok = truths[strings.ToLower(value)]; ok {
		kind = foundKind(true)
	} else {
		kind = foundKind(int64(0))
		if m := counted.FindStringSubmatch(value); m != nil {
			write, ok = strings.TrimLeft(m[1][:len(m[1])-1], "0")+m[1][len(m[1])-1:], true
		} else if numberShape.MatchString(value) {
			write, ok = value, true
		}
	}
	if comment = strings.TrimSpace(comment); ok && commented && comment != "" {
		write += " # " + comment
	}
	return write, kind, ok
}
