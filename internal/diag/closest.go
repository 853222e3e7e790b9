package diag

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Closest returns the known name that name was probably meant to be, or ""
// when none is near: at most one edit for every three characters, counting up
// (an exchange of two letters counts as two), and none in a name of one or
// two, which would guess at random. Of two equally near names the first wins.
func Closest(name string, known []string) string {
	limit := (utf8.RuneCountInString(name) + 1) / 3
	if utf8.RuneCountInString(name) < 3 {
		limit = 0
	}
	best := ""
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(k)); d <= limit {
			best, limit = k, d-1
		}
	}
	return best
}
