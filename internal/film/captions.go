package film

import (
	"bytes"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

// A Mistake is what is wrong with captions, and where.
type Mistake struct {
	Kind           string // one of the constants below
	Offset, Length int    // in bytes
}

// What can be wrong with captions.
const (
	NotUTF8     = "not UTF-8"
	NoSignature = "no signature" // WEBVTT
	SubRip      = "SubRip"
	BadTiming   = "timing"
	BackInTime  = "back in time" // it ends before it begins, or begins before the one above
	StrayArrow  = "arrow"        // --> in a text
	NoCues      = "no cues"
)

// timing is the line that says when a cue is shown (WebVTT, 4.1).
var timing = regexp.MustCompile(`^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?$`)

// subRip is the same line in the format from which captions often come.
var subRip = regexp.MustCompile(`^\d+:\d\d:\d\d,\d{3} *-->`)

// CheckCaptions returns what is wrong with a WebVTT file, nil when nothing is.
func CheckCaptions(data []byte) *Mistake {
	if !utf8.Valid(data) {
		return &Mistake{Kind: NotUTF8}
	}
	var last time.Duration
	cues, block := 0, 0 // lines of the block so far
	skip, text := false, false
	for n, l := range lines(data) {
		line := data[l.from:l.to]
		wrong := func(kind string) *Mistake { return &Mistake{kind, l.from, l.to - l.from} }
		switch arrow := bytes.Contains(line, []byte("-->")); {
		case n == 0:
			head, ok := bytes.CutPrefix(bytes.TrimPrefix(line, []byte("\ufeff")), []byte("WEBVTT"))
			if !ok || len(head) > 0 && head[0] != ' ' && head[0] != '\t' {
				if kind := first(data, subRip); kind {
					return wrong(SubRip)
				}
				return wrong(NoSignature)
			}
			skip, block = true, 1
		case len(line) == 0:
			skip, text, block = false, false, 0
		case skip && !arrow:
		case text && arrow:
			return wrong(StrayArrow)
		case text:
		case arrow:
			start, end, ok := times(line)
			switch {
			case !ok:
				return wrong(BadTiming)
			case end <= start || start < last:
				return wrong(BackInTime)
			}
			last, text, skip = start, true, false
			cues++
		case block == 0:
			word, _, _ := bytes.Cut(line, []byte(" "))
			switch string(bytes.TrimRight(word, "\t")) {
			case "NOTE", "STYLE", "REGION":
				skip = true
			}
			block++
		default: // a second line without a time
			return wrong(BadTiming)
		}
	}
	if cues == 0 {
		return &Mistake{Kind: NoCues}
	}
	return nil
}

// first tells whether a line of the beginning matches.
func first(data []byte, what *regexp.Regexp) bool {
	for n, l := range lines(data[:min(len(data), 1000)]) {
		if what.Match(data[l.from:l.to]) {
			return true
		}
		if n > 10 {
			break
		}
	}
	return false
}

func times(line []byte) (start, end time.Duration, ok bool) {
	m := timing.FindSubmatch(line)
	if m == nil {
		return 0, 0, false
	}
	at := func(m [][]byte) (d time.Duration) {
		for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second, time.Millisecond} {
			n, err := strconv.ParseInt(string(m[i]), 10, 32)
			if err != nil && len(m[i]) > 0 {
				return -1
			}
			d += time.Duration(n) * unit
		}
		return d
	}
	start, end = at(m[1:5]), at(m[5:9])
	return start, end, start >= 0 && end >= 0
}

type stretch struct{ from, to int }

// lines yields the lines of a text, which end with LF, CR or both.
func lines(data []byte) func(yield func(int, stretch) bool) {
	return func(yield func(int, stretch) bool) {
		for n, from := 0, 0; from <= len(data); n++ {
			i := bytes.IndexAny(data[from:], "\r\n")
			if i < 0 {
				yield(n, stretch{from, len(data)})
				return
			}
			if !yield(n, stretch{from, from + i}) {
				return
			}
			from += i + 1
			if data[from-1] == '\r' && from < len(data) && data[from] == '\n' {
				from++
			}
		}
	}
}
