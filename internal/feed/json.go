package feed

import "sync"

// A jsonWriter builds JSON of cleaned texts that may stand inside a script
// element: as encoding/json does, it escapes <, > and &.
type jsonWriter struct{ out []byte }

// writersLD are used again and again: each page has a description or two.
var writersLD = sync.Pool{New: func() any { return new(jsonWriter) }}

// newLD begins a description in the terms of schema.org.
func newLD() *jsonWriter {
	w := writersLD.Get().(*jsonWriter)
	w.out = w.out[:0]
	w.begin('{')
	w.text("@context", schemaContext)
	return w
}

// done ends and returns the description; the writer is another's then.
func (w *jsonWriter) done() string {
	defer writersLD.Put(w)
	w.end('}')
	return string(w.out)
}

// begin opens an object, {, or a list, [.
func (w *jsonWriter) begin(mark byte) {
	w.comma()
	w.out = append(w.out, mark)
}

// end closes an object, }, or a list, ].
func (w *jsonWriter) end(mark byte) { w.out = append(w.out, mark) }

// comma parts what is next from what stands before it.
func (w *jsonWriter) comma() {
	if len(w.out) == 0 {
		return
	}
	switch w.out[len(w.out)-1] {
	case '{', '[', ':':
	default:
		w.out = append(w.out, ',')
	}
}

// key writes a key that needs no escaping.
func (w *jsonWriter) key(name string) {
	w.comma()
	w.out = append(append(append(w.out, '"'), name...), '"', ':')
}

// value writes a text.
func (w *jsonWriter) value(s string) {
	w.comma()
	w.out = append(appendJSON(append(w.out, '"'), s), '"')
}

// text writes a key with a text.
func (w *jsonWriter) text(key, s string) {
	w.key(key)
	w.value(s)
}

// some writes a key with a text unless that is empty.
func (w *jsonWriter) some(key, s string) {
	if s != "" {
		w.text(key, s)
	}
}

// list writes a key with a list of texts unless that is empty.
func (w *jsonWriter) list(key string, texts []string) {
	if len(texts) == 0 {
		return
	}
	w.key(key)
	w.begin('[')
	for _, s := range texts {
		w.value(s)
	}
	w.end(']')
}

// raw writes a key with what is JSON already.
func (w *jsonWriter) raw(key, json string) {
	w.key(key)
	w.out = append(w.out, json...)
}

// appendJSON escapes cleaned text.
func appendJSON(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	written := 0
	for i := range len(s) {
		c := s[i]
		switch c {
		case '"', '\\', '\t', '\n', '<', '>', '&':
		default:
			continue
		}
		dst = append(dst, s[written:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\t':
			dst = append(dst, `\t`...)
		case '\n':
			dst = append(dst, `\n`...)
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		written = i + 1
	}
	return append(dst, s[written:]...)
}
