package markdown

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// schemes are the ones that a link may have. A list of what is forbidden would never be complete: blob:, intent: and
// weixin: all do something.
var schemes = []string{"http", "https", "mailto", "tel"}

// address is a destination, ready to be written in an attribute once escaped.
type address struct {
	url      string
	absolute bool // has a scheme, or a host as in //host
	foreign  bool // names a host
	ok       bool // may be written at all
}

// readAddress cleans a destination the way browsers do before they look at its scheme: control characters and the
// blanks around vanish, a leading \ is a /. What cannot stand in a URL is percent-encoded.
func readAddress(destination string) address {
	s := strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7F {
			return -1
		}
		return c
	}, destination))
	for i := 0; i < len(s) && (s[i] == '\\' || s[i] == '/'); i++ {
		if s[i] == '\\' {
			s = s[:i] + "/" + s[i+1:]
		}
	}
	s = encode(s)
	u, err := url.Parse(s)
	if err != nil {
		return address{}
	}
	a := address{url: s, absolute: u.Scheme != "" || strings.HasPrefix(s, "//"), ok: u.Scheme == ""}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			a.ok = true
			a.foreign = strings.HasPrefix(scheme, "http")
		}
	}
	a.foreign = a.foreign || strings.HasPrefix(s, "//")
	return a
}

// encode percent-encodes what may not stand in a URL. Letters of other scripts may (URL Standard, 3.2 and 4.3), and
// stay readable.
func encode(s string) string {
	var b strings.Builder
	clean := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case ' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}':
		case '%':
			if i+2 < len(s) && hex(s[i+1]) && hex(s[i+2]) {
				continue
			}
		default:
			continue
		}
		b.WriteString(s[clean:i])
		b.WriteByte('%')
		b.WriteByte("0123456789ABCDEF"[s[i]>>4])
		b.WriteByte("0123456789ABCDEF"[s[i]&15])
		clean = i + 1
	}
	if clean == 0 {
		return s
	}
	return b.String() + s[clean:]
}

func hex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// link decides where a reference leads. Without a URL in the result the text stays without a link, and all that is wrong
// has been reported.
func (w *writer) link(ref Reference) (Target, bool) {
	report := func(kind Kind) (Target, bool) {
		w.report(Problem{Kind: kind, Offset: ref.Offset, Length: ref.Length, Detail: ref.Destination})
		return Target{}, false
	}
	w.destinations += len(ref.Destination)
	if len(ref.Destination) > MaxDestination || w.destinations > MaxDestinations {
		w.stop("destinations", ref.Offset)
		return Target{}, false
	}
	a := readAddress(ref.Destination)
	switch {
	case !a.ok:
		return report(UnsafeLink)
	case a.url == "":
		return report(EmptyLink)
	case ref.Image && a.absolute:
		return report(ForeignResource)
	case strings.HasPrefix(a.url, "#") && !ref.Image:
		w.pending = append(w.pending, pendingAnchor{ref, strings.TrimPrefix(a.url, "#")})
		return Target{URL: a.url}, false
	case a.absolute || w.options.Resolve == nil:
		return Target{URL: a.url}, a.foreign
	}
	t := w.options.Resolve(ref)
	resolved := readAddress(t.URL)
	if t.URL = resolved.url; !resolved.ok {
		return report(UnsafeLink)
	}
	return t, false
}

// pendingAnchor is a link inside the page, checked once all ids are known.
type pendingAnchor struct {
	reference Reference
	fragment  string
}

func (w *writer) checkAnchors() {
	for _, p := range w.pending {
		id, err := url.PathUnescape(p.fragment)
		if err != nil || id != "" && id != "top" && !w.ids.taken[id] { // HTML 7.4.6.4: # and #top are the page's top
			ref := p.reference
			w.report(Problem{Kind: BrokenAnchor, Offset: ref.Offset, Length: ref.Length, Detail: ref.Destination})
		}
	}
}

// reference says what a destination is and where it is written. The parser hands out pieces of the source, so their
// address in memory tells their place; only where it had to copy, the line is all that is known.
func (w *writer) reference(n ast.Node, written []byte, image bool) Reference {
	ref := Reference{Destination: string(decode(written)), Image: image}
	if at := cap(w.source) - cap(written); len(written) > 0 && at >= 0 && at < len(w.source) && &w.source[at] == &written[0] {
		ref.Offset, ref.Length = at, len(written)
	} else {
		ref.Offset, ref.Length = line(w.source, place(n))
	}
	return ref
}
