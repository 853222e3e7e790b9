package feed

// xmlHead is the declaration of a document.
const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// An xmlWriter builds a document of cleaned texts, one element a line.
type xmlWriter struct {
	out   []byte
	open  []string // elements, the innermost last
	empty bool     // nothing is in the innermost yet
}

// newXML begins a document behind dst.
func newXML(dst []byte) *xmlWriter { return &xmlWriter{out: append(dst, xmlHead...)} }

// begin opens an element. Attributes are names and values by turns.
func (w *xmlWriter) begin(name string, attributes ...string) {
	if len(w.open) > 0 {
		w.line()
	}
	w.out = append(append(w.out, '<'), name...)
	for i := 0; i < len(attributes); i += 2 {
		w.out = append(append(append(w.out, ' '), attributes[i]...), `="`...)
		w.out = append(appendXML(w.out, attributes[i+1]), '"')
	}
	w.out = append(w.out, '>')
	w.open, w.empty = append(w.open, name), true
}

// end closes the innermost element.
func (w *xmlWriter) end() {
	last := len(w.open) - 1
	name := w.open[last]
	w.open = w.open[:last]
	if !w.empty {
		w.line()
	}
	w.out = append(append(append(w.out, "</"...), name...), '>')
	w.empty = false
}

// element writes an element that holds text.
func (w *xmlWriter) element(name, text string, attributes ...string) {
	w.begin(name, attributes...)
	w.out = appendXML(w.out, text)
	w.end()
}

// some writes an element unless its text is empty.
func (w *xmlWriter) some(name, text string) {
	if text != "" {
		w.element(name, text)
	}
}

// line begins a line for what is next within the open elements.
func (w *xmlWriter) line() {
	w.out = append(w.out, '\n')
	for range w.open {
		w.out = append(w.out, ' ')
	}
}

// document returns what was written, behind what stood there.
func (w *xmlWriter) document() []byte { return append(w.out, '\n') }

// appendXML escapes cleaned text for elements and attributes.
func appendXML(dst []byte, s string) []byte {
	written := 0
	for i := range len(s) {
		var entity string
		switch s[i] {
		case '"':
			entity = "&#34;"
		case '\'':
			entity = "&#39;"
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '\t':
			entity = "&#x9;"
		case '\n':
			entity = "&#xA;"
		default:
			continue
		}
		dst = append(append(dst, s[written:i]...), entity...)
		written = i + 1
	}
	return append(dst, s[written:]...)
}
