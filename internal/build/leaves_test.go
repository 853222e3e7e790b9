package build

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A leaf is one value in an output, as a parser that knows nothing of bunting
// reads it: where it stands, and what it is.
type leaf struct{ path, value string }

// leaves reads an output by its name.
func leaves(name string, data []byte) ([]leaf, error) {
	switch path.Ext(name) {
	case ".html":
		return htmlLeaves(data)
	case ".json", ".webmanifest":
		return jsonLeaves("", data)
	case ".xml":
		return xmlLeaves(data)
	case ".ics":
		return icsLeaves(data)
	case ".csv":
		return csvLeaves(data)
	}
	if !utf8.Valid(data) {
		return nil, errors.New("not UTF-8")
	}
	var out []leaf
	for i, line := range strings.Split(string(data), "\n") {
		out = append(out, leaf{strconv.Itoa(i), line})
	}
	return out, nil
}

func parseHTML(data []byte) (*html.Node, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("not UTF-8")
	}
	if !bytes.HasPrefix(data, []byte("<!doctype html>")) {
		return nil, errors.New("no doctype")
	}
	return html.Parse(bytes.NewReader(data))
}

// htmlLeaves returns elements, attributes and texts in the order of the
// document; JSON-LD is read as JSON.
func htmlLeaves(data []byte) ([]leaf, error) {
	doc, err := parseHTML(data)
	if err != nil {
		return nil, err
	}
	var out []leaf
	var visit func(n *html.Node, at string) error
	visit = func(n *html.Node, at string) error {
		switch n.Type {
		case html.ElementNode:
			at += ">" + n.Data
			out = append(out, leaf{at, ""})
			named := at
			if n.DataAtom == atom.Meta {
				named += "[" + attribute(n, "name") + attribute(n, "property") + attribute(n, "http-equiv") + "]"
			}
			for _, a := range n.Attr {
				out = append(out, leaf{named + "@" + a.Key, a.Val})
			}
			if n.DataAtom == atom.Script && attribute(n, "type") == "application/ld+json" {
				if n.FirstChild == nil || n.FirstChild.NextSibling != nil {
					return errors.New("JSON-LD without one text")
				}
				found, err := jsonLeaves(at, []byte(n.FirstChild.Data))
				out = append(out, found...)
				return err
			}
		case html.TextNode:
			out = append(out, leaf{at + "#text", n.Data})
		case html.CommentNode:
			out = append(out, leaf{at + "#comment", n.Data})
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if err := visit(c, at); err != nil {
				return err
			}
		}
		return nil
	}
	err = visit(doc, "")
	return out, err
}

// attribute returns the value of an element's attribute, or "".
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func jsonLeaves(at string, data []byte) ([]leaf, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	var out []leaf
	var visit func(at string, v any)
	visit = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				visit(at+"."+k, v[k])
			}
		case []any:
			for i, e := range v {
				visit(fmt.Sprintf("%s[%d]", at, i), e)
			}
		default:
			out = append(out, leaf{at, fmt.Sprint(v)})
		}
	}
	visit(at, v)
	return out, nil
}

func xmlLeaves(data []byte) ([]leaf, error) {
	var out []leaf
	d := xml.NewDecoder(bytes.NewReader(data))
	at := []string{}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		here := strings.Join(at, ">")
		switch t := t.(type) {
		case xml.StartElement:
			at = append(at, t.Name.Local)
			here = strings.Join(at, ">")
			out = append(out, leaf{here, ""})
			for _, a := range t.Attr {
				out = append(out, leaf{here + "@" + a.Name.Local, a.Value})
			}
		case xml.EndElement:
			at = at[:len(at)-1]
		case xml.CharData:
			out = append(out, leaf{here + "#text", string(t)})
		case xml.ProcInst:
			out = append(out, leaf{here + "?" + t.Target, string(t.Inst)})
		default:
			return nil, fmt.Errorf("unexpected %T", t)
		}
	}
}

func csvLeaves(data []byte) ([]leaf, error) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []leaf
	for i, row := range rows {
		for j, cell := range row {
			if strings.TrimLeft(cell, "=+-@\t\n\r") != cell {
				return nil, fmt.Errorf("row %d: %q is a formula", i, cell)
			}
			out = append(out, leaf{fmt.Sprintf("%d.%s", i, rows[0][j]), cell})
		}
	}
	return out, nil
}

var icsName = regexp.MustCompile(`^[A-Z-]+$`)

// A property is a content line (RFC 5545 3.1), its value as it is written.
type property struct {
	component, name string
	params          []leaf
	value           string
}

// readICS reads a calendar strictly: CRLF, lines of at most 75 octets, no
// control characters, components nested, values quoted as they must be.
func readICS(data []byte) ([]property, error) {
	text, ok := strings.CutSuffix(string(data), "\r\n")
	if !ok || !utf8.ValidString(text) {
		return nil, errors.New("no UTF-8 that ends with CRLF")
	}
	var lines []string
	for _, line := range strings.Split(text, "\r\n") {
		switch {
		case len(line) > 75:
			return nil, fmt.Errorf("a line of %d octets: %q", len(line), line)
		case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			return nil, fmt.Errorf("a control character in %q", line)
		case strings.HasPrefix(line, " ") && len(lines) > 0:
			lines[len(lines)-1] += line[1:]
		default:
			lines = append(lines, line)
		}
	}
	var out []property
	var open []string
	for _, line := range lines {
		p, err := readLine(line)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", line, err)
		}
		switch {
		case p.name == "BEGIN":
			open = append(open, p.value)
		case p.name == "END" && (len(open) == 0 || open[len(open)-1] != p.value):
			return nil, fmt.Errorf("%q closes what is not open", line)
		case p.name == "END":
			open = open[:len(open)-1]
		case len(open) == 0:
			return nil, fmt.Errorf("%q is in no component", line)
		}
		p.component = strings.Join(open, ">")
		out = append(out, p)
	}
	if len(open) > 0 || len(out) == 0 {
		return nil, errors.New("a component is not closed")
	}
	return out, nil
}

func readLine(line string) (property, error) {
	end := strings.IndexAny(line, ":;")
	if end < 0 || !icsName.MatchString(line[:end]) {
		return property{}, errors.New("no name")
	}
	p := property{name: line[:end]}
	rest := line[end:]
	for rest[0] == ';' {
		name, after, ok := strings.Cut(rest[1:], "=")
		if !ok || !icsName.MatchString(name) {
			return p, errors.New("a parameter without a name")
		}
		var value string
		if strings.HasPrefix(after, `"`) {
			value, after, ok = strings.Cut(after[1:], `"`)
		} else {
			i := strings.IndexAny(after, `:;"`)
			ok = i >= 0 && after[i] != '"'
			value, after = after[:max(i, 0)], after[max(i, 0):]
		}
		if !ok || after == "" || after[0] != ':' && after[0] != ';' {
			return p, errors.New("a parameter without an end")
		}
		p.params = append(p.params, leaf{name, strings.NewReplacer("^n", "\n", "^'", `"`, "^^", "^").Replace(value)})
		rest = after
	}
	p.value = rest[1:]
	return p, nil
}

// texts are the properties whose values are TEXT (RFC 5545 3.3.11).
var texts = []string{"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "CATEGORIES", "CONTACT", "UID", "PRODID", "TZID"}

func icsLeaves(data []byte) ([]leaf, error) {
	properties, err := readICS(data)
	if err != nil {
		return nil, err
	}
	var out []leaf
	for _, p := range properties {
		at := p.component + ">" + p.name
		for _, q := range p.params {
			out = append(out, leaf{at + ";" + q.path, q.value})
		}
		values := []string{p.value}
		if slices.Contains(texts, p.name) {
			if values, err = unescape(p.value); err != nil {
				return nil, fmt.Errorf("%s: %w", at, err)
			}
			if len(values) > 1 && p.name != "CATEGORIES" {
				return nil, fmt.Errorf("%s: a bare comma in %q", at, p.value)
			}
		}
		for _, v := range values {
			out = append(out, leaf{at, v})
		}
	}
	return out, nil
}

// unescape reads a list of TEXT values.
func unescape(s string) ([]string, error) {
	out := []string{""}
	last := &out[0]
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ',':
			out = append(out, "")
			last = &out[len(out)-1]
		case s[i] == ';':
			return nil, errors.New("a bare semicolon")
		case s[i] != '\\':
			*last += s[i : i+1]
		case i+1 == len(s):
			return nil, errors.New("a backslash at the end")
		default:
			i++
			switch s[i] {
			case 'n', 'N':
				*last += "\n"
			case '\\', ',', ';':
				*last += s[i : i+1]
			default:
				return nil, fmt.Errorf("a backslash before %q", s[i])
			}
		}
	}
	return out, nil
}

// risky says what in a page runs, loads or leads where it must not. base is
// the path of the site's root.
func risky(doc *html.Node, base string) []string {
	var out []string
	bad := func(n *html.Node, format string, args ...any) {
		out = append(out, "<"+n.Data+">: "+fmt.Sprintf(format, args...))
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Script:
			src, kind := attribute(n, "src"), attribute(n, "type")
			if !(kind == "application/ld+json" && src == "") && !(src != "" && n.FirstChild == nil) {
				bad(n, "a script in the page")
			}
		case atom.Style, atom.Iframe, atom.Frame, atom.Object, atom.Embed, atom.Applet, atom.Form, atom.Math, atom.Svg:
			bad(n, "an element that no page has")
		case atom.Input: // of a task list
			if attribute(n, "type") != "checkbox" || attribute(n, "name") != "" {
				bad(n, "a field to fill in")
			}
		case atom.Base:
			if attribute(n, "href") != "" {
				bad(n, "changes where links lead")
			}
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction", a.Key == "action", a.Key == "ping", a.Key == "background":
				bad(n, "the attribute %s=%q", a.Key, a.Val)
			case a.Key == "src" || a.Key == "poster" || n.DataAtom == atom.Link && a.Key == "href" && loads(n):
				if !strings.HasPrefix(a.Val, base) || strings.HasPrefix(a.Val, "//") {
					bad(n, "loads %q", a.Val)
				}
			case a.Key == "srcset" || a.Key == "imagesrcset":
				for part := range strings.SplitSeq(a.Val, ",") {
					if !strings.HasPrefix(strings.TrimSpace(part), base) {
						bad(n, "loads %q", part)
					}
				}
			case a.Key == "href" || a.Key == "xlink:href" || a.Key == "cite" || a.Key == "data" || a.Key == "longdesc" || a.Key == "manifest":
				if u, err := url.Parse(a.Val); err != nil || !slices.Contains([]string{"", "http", "https", "mailto", "tel"}, strings.ToLower(u.Scheme)) {
					bad(n, "leads to %q", a.Val)
				}
			case n.DataAtom == atom.Meta && a.Key == "http-equiv" && strings.EqualFold(a.Val, "refresh"):
				_, to, _ := strings.Cut(attribute(n, "content"), "url=")
				if !strings.HasPrefix(to, base) || strings.HasPrefix(to, "//") {
					bad(n, "refreshes to %q", to)
				}
			}
		}
	}
	return out
}

// loads tells whether a link element makes the browser fetch what it names.
func loads(n *html.Node) bool {
	for rel := range strings.FieldsSeq(attribute(n, "rel")) {
		switch rel {
		case "canonical", "alternate", "license", "author", "help", "prev", "next", "search":
		default:
			return true
		}
	}
	return false
}
