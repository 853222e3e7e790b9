package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// appendText escapes cleaned text (RFC 5545 3.3.11).
func appendText(dst []byte, s string) []byte {
	written := 0
	for i := range len(s) {
		c := s[i]
		switch c {
		case '\n':
			c = 'n'
		case '\\', ';', ',':
		default:
			continue
		}
		dst = append(append(dst, s[written:i]...), '\\', c)
		written = i + 1
	}
	return append(dst, s[written:]...)
}

// appendParameter writes a parameter's value, quoted where it must be, with
// RFC 6868 for what even quotes cannot hold.
func appendParameter(dst []byte, s string) []byte {
	s = clean(s)
	quoted := strings.ContainsAny(s, ":;,")
	if quoted {
		dst = append(dst, '"')
	}
	for i := range len(s) {
		switch c := s[i]; c {
		case '\n':
			dst = append(dst, "^n"...)
		case '^':
			dst = append(dst, "^^"...)
		case '"':
			dst = append(dst, "^'"...)
		default:
			dst = append(dst, c)
		}
	}
	if quoted {
		dst = append(dst, '"')
	}
	return dst
}

// foldWidth is the length of a line in octets, without its CRLF (RFC 5545 3.1).
const foldWidth = 75

// appendFolded writes line and CRLF to dst, broken with CRLF and a blank so that
// none is longer than foldWidth: never inside a character, and inside what a
// reader sees as one character (an emoji sequence, a base with its marks) only
// where that alone is longer than a line.
func appendFolded(dst, line []byte) []byte {
	for width := foldWidth; len(line) > width; width = foldWidth - 1 {
		cut := width
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		for i := cut; i > 0; {
			if !joined(line, i) {
				cut = i
				break
			}
			_, size := utf8.DecodeLastRune(line[:i])
			i -= size
		}
		dst = append(append(dst, line[:cut]...), "\r\n "...)
		line = line[cut:]
	}
	return append(append(dst, line...), "\r\n"...)
}

// joined reports whether what stands before line[i:] and what begins there are
// seen as one character: the greater part of UAX #29, without Hangul letters.
func joined(line []byte, i int) bool {
	if line[i] < utf8.RuneSelf {
		return false
	}
	const joiner = '\u200d'
	r, _ := utf8.DecodeRune(line[i:])
	before, size := utf8.DecodeLastRune(line[:i])
	switch {
	case before == joiner, r == joiner, unicode.Is(unicode.M, r):
		return true
	case r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xe0020 && r <= 0xe007f: // skin tones, flag tags
		return true
	case flagLetter(r) && flagLetter(before):
		// Flags are pairs of letters: joined when an odd number stands before.
		odd := true
		for i -= size; i > 0; i -= size {
			if before, size = utf8.DecodeLastRune(line[:i]); !flagLetter(before) {
				break
			}
			odd = !odd
		}
		return odd
	}
	return false
}

func flagLetter(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
