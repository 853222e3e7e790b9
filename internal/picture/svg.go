package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// CheckSVG looks for what an SVG might run or load when somebody opens it: SVG
// files are published as they are, never drawn here. It returns the first of
// that as it is written, such as "script" or "onload", or "" for a picture and
// nothing else. An error of type *[Error] says that the file is no SVG.
//
// The list is one of what is refused, so it stays on the strict side: entities
// and references to other files are refused whatever they hold.
func CheckSVG(data []byte) (runs string, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	root := false
	style := 0 // how many open elements are inside of a style
	for {
		t, err := d.Token()
		switch t := t.(type) {
		case xml.StartElement:
			if !root && t.Name.Local != "svg" {
				_, seems := sniff(data)
				return "", &Error{Kind: NotPicture, Seems: seems}
			}
			root = true
			if what := runsIn(t); what != "" {
				return what, nil
			}
			if style > 0 || strings.EqualFold(t.Name.Local, "style") {
				style++
			}
		case xml.EndElement:
			style = max(0, style-1)
		case xml.CharData:
			if style > 0 && loads(string(t)) {
				return short(string(t)), nil
			}
		case xml.Directive:
			if bytes.Contains(t, []byte("ENTITY")) {
				return "ENTITY", nil
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				return t.Target, nil
			}
		}
		switch {
		case errors.Is(err, io.EOF) && root:
			return "", nil
		case errors.Is(err, io.EOF):
			return "", &Error{Kind: Empty}
		case err != nil:
			return "", &Error{Kind: Damaged, Err: err}
		}
	}
}

// active are elements that run something, or hold what does.
var active = []string{"script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "audio", "video"}

// runsIn returns what an element would run or load.
func runsIn(e xml.StartElement) string {
	if slices.Contains(active, strings.ToLower(e.Name.Local)) {
		return e.Name.Local
	}
	for _, a := range e.Attr {
		name := strings.ToLower(a.Name.Local)
		value := strings.ToLower(strings.Map(func(r rune) rune {
			if r <= ' ' {
				return -1
			}
			return r
		}, a.Value))
		refers := name == "href" || name == "src"
		switch {
		case strings.HasPrefix(name, "on"):
			return a.Name.Local
		case strings.Contains(value, "script:"), refers && !within(value), loads(a.Value):
			return short(a.Value)
		}
	}
	return ""
}

// short returns as much of a text as a message has room for.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// within tells whether an address is a part of the same file, or a picture in
// itself.
func within(address string) bool {
	inside := []string{"#", "data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"}
	return address == "" || slices.ContainsFunc(inside, func(s string) bool { return strings.HasPrefix(address, s) })
}

// loads tells whether CSS refers to another file. What CSS escapes is not read,
// but refused.
func loads(css string) bool {
	css = strings.ToLower(css)
	if strings.Contains(css, "@import") || strings.Contains(css, `\`) {
		return true
	}
	for rest := css; ; {
		_, after, found := strings.Cut(rest, "url(")
		if !found {
			return false
		}
		rest = after
		if !within(strings.TrimLeft(after, " \t\r\n\"'")) {
			return true
		}
	}
}
