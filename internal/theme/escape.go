package theme

import (
	"bytes"
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"
)

// The escapers that html/template puts at the end of pipelines, as far as
// they are known here: for plain text those that replace bytes, whatever is
// around them, and for finished HTML and JS where it is written as it is.
const escaperPrefix = "_html_template_"

// cutEscapers cuts a pipeline where its escapers begin and returns their
// names.
func cutEscapers(cmds []*parse.CommandNode) (rest []*parse.CommandNode, names string) {
	for len(cmds) > 0 {
		last := cmds[len(cmds)-1]
		f, ok := last.Args[0].(*parse.IdentifierNode)
		if !ok || len(last.Args) > 1 || !strings.HasPrefix(f.Ident, escaperPrefix) {
			break
		}
		names = strings.TrimRight(strings.TrimPrefix(f.Ident, escaperPrefix)+" "+names, " ")
		cmds = cmds[:len(cmds)-1]
	}
	return cmds, names
}

var (
	htmlType = reflect.TypeFor[template.HTML]()
	jsType   = reflect.TypeFor[template.JS]()
)

// writer returns what writes a text of a type behind escapers; nil when that
// is not known. For a number it only tells that its digits need no escaping.
func writer(typ reflect.Type, escapers string) func(*bytes.Buffer, string) {
	switch typ {
	case stringType:
		switch escapers {
		case "": // after a function that escapes
			return writeText
		case "htmlescaper", "attrescaper", "rcdataescaper":
			return writeHTML
		case "urlnormalizer attrescaper":
			return writeURL
		case "urlfilter urlnormalizer attrescaper":
			return func(out *bytes.Buffer, s string) { writeURL(out, safeURL(s)) }
		case "urlfilter attrescaper": // in what meta refreshes to
			return func(out *bytes.Buffer, s string) { writeHTML(out, safeURL(s)) }
		}
	case intType:
		switch escapers {
		case "", "htmlescaper", "attrescaper", "rcdataescaper":
			return writeText
		}
	case htmlType:
		if escapers == "htmlescaper" {
			return writeText
		}
	case jsType:
		if escapers == "jsvalescaper" {
			return writeText
		}
	}
	return nil
}

func writeText(out *bytes.Buffer, s string) { out.WriteString(s) }

// writeHTML escapes text for HTML and for attributes in quotes. Bytes that
// are no UTF-8 stay.
func writeHTML(out *bytes.Buffer, s string) {
	written := 0
	for i := range len(s) {
		var entity string
		switch s[i] {
		case 0:
			entity = "\uFFFD"
		case '"':
			entity = "&#34;"
		case '&':
			entity = "&amp;"
		case '\'':
			entity = "&#39;"
		case '+':
			entity = "&#43;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		default:
			continue
		}
		out.WriteString(s[written:i])
		out.WriteString(entity)
		written = i + 1
	}
	out.WriteString(s[written:])
}

// safeURL returns a URL with a scheme that cannot run a script, or none; any
// other becomes a mark.
func safeURL(s string) string {
	scheme, _, ok := strings.Cut(s, ":")
	if ok && !strings.Contains(scheme, "/") && !strings.EqualFold(scheme, "http") &&
		!strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
		return "#ZgotmplZ"
	}
	return s
}

// writeURL writes a URL in an attribute in quotes: bytes that URLs do not hold
// (RFC 3986, section 2) become %xx, and those that attributes do not, entities.
func writeURL(out *bytes.Buffer, s string) {
	const hex = "0123456789abcdef"
	written := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9',
			strings.IndexByte("!#$*,/:;=?@[]-._~", c) >= 0,
			c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			continue
		}
		out.WriteString(s[written:i])
		written = i + 1
		switch c {
		case '&':
			out.WriteString("&amp;")
		case '+':
			out.WriteString("&#43;")
		default:
			out.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	out.WriteString(s[written:])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
