package theme

import (
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

// appender returns what appends a text of a type behind escapers; nil when
// that is not known. For a number it only tells that its digits need no
// escaping.
func appender(typ reflect.Type, escapers string) func([]byte, string) []byte {
	switch typ {
	case stringType:
		switch escapers {
		case "": // after a function that escapes
			return appendText
		case "htmlescaper", "attrescaper", "rcdataescaper":
			return appendHTML
		case "urlnormalizer attrescaper":
			return appendURL
		case "urlfilter urlnormalizer attrescaper":
			return func(out []byte, s string) []byte { return appendURL(out, safeURL(s)) }
		case "srcsetescaper attrescaper":
			return appendSrcset
		case "urlfilter attrescaper": // in what meta refreshes to
			return func(out []byte, s string) []byte { return appendHTML(out, safeURL(s)) }
		}
	case intType:
		switch escapers {
		case "", "htmlescaper", "attrescaper", "rcdataescaper", "urlnormalizer attrescaper", "urlfilter urlnormalizer attrescaper":
			return appendText
		}
	case htmlType:
		if escapers == "htmlescaper" {
			return appendText
		}
	case jsType:
		if escapers == "jsvalescaper" {
			return appendText
		}
	}
	return nil
}

func appendText(out []byte, s string) []byte { return append(out, s...) }

// entities are what stands for a byte in HTML; most stand for themselves.
var entities = [256]string{
	0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
}

// special tells which bytes have an entity: small enough to stay near.
var special = func() (set [256]bool) {
	for c, entity := range entities {
		set[c] = entity != ""
	}
	return set
}()

// appendHTML escapes text for HTML and for attributes in quotes. Bytes that
// are no UTF-8 stay.
func appendHTML(out []byte, s string) []byte {
	written := 0
	for i := range len(s) {
		if special[s[i]] {
			out = append(append(out, s[written:i]...), entities[s[i]]...)
			written = i + 1
		}
	}
	return append(out, s[written:]...)
}

// unsafeURL is the mark of html/template.
const unsafeURL = "#ZgotmplZ"

// safeURL returns a URL with a scheme that cannot run a script, or none; any
// other becomes a mark.
func safeURL(s string) string {
	scheme, _, ok := strings.Cut(s, ":")
	if ok && !strings.Contains(scheme, "/") && !strings.EqualFold(scheme, "http") &&
		!strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
		return unsafeURL
	}
	return s
}

// appendURL escapes a URL for an attribute in quotes: bytes that URLs do not
// hold (RFC 3986, section 2) become %xx, and those that attributes do not,
// entities.
func appendURL(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	written := 0
	for i := range len(s) {
		c := s[i]
		if inURL[c] || c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			continue
		}
		out = append(out, s[written:i]...)
		written = i + 1
		switch c {
		case '&', '+':
			out = append(out, entities[c]...)
		default:
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return append(out, s[written:]...)
}

// appendSrcset escapes candidates for srcset, each a URL and a size. One that
// is neither becomes a mark.
func appendSrcset(out []byte, s string) []byte {
	const space = " \t\n\f\r"
	for i, candidate := range strings.Split(s, ",") {
		if i > 0 {
			out = append(out, ',')
		}
		rest := strings.TrimLeft(candidate, space)
		end := strings.IndexAny(rest, space)
		if end < 0 {
			end = len(rest)
		}
		url, size := rest[:end], rest[end:]
		if safeURL(url) != url || strings.Trim(size, space+alphanumeric) != "" {
			out = append(out, unsafeURL...)
			continue
		}
		out = append(out, candidate[:len(candidate)-len(rest)]...)
		out = append(appendURL(out, url), size...)
	}
	return out
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// inURL are the bytes that stand for themselves in a URL in an attribute.
var inURL = func() (set [256]bool) {
	for _, c := range []byte("!#$*,/:;=?@[]-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") {
		set[c] = true
	}
	return set
}()

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
