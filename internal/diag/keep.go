package diag

import (
	"encoding/json"
	"strings"
)

// A kept diagnostic has its texts filled in.
type kept struct {
	Name         string
	Severity     Severity
	Reason, Mend Words
	Span         Span
}

// Encode returns the list as bytes from which Decode makes one that prints
// the same. They mean nothing to another version of the program.
func (l List) Encode() []byte {
	out := make([]kept, len(l))
	for i, d := range l {
		out[i] = kept{
			d.Code.Name, d.Code.Severity, Words{d.Reason(English), d.Reason(Chinese)}, Words{d.Mend(English), d.Mend(Chinese)}, d.Span,
		}
	}
	data, _ := json.Marshal(out) // strings and numbers always encode
	return data
}

// Decode returns the list that Encode was given.
func Decode(data []byte) (List, error) {
	var in []kept
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, err
	}
	var out List
	for _, k := range in {
		out.Add(&Code{Name: k.Name, Severity: k.Severity, Reason: k.Reason.verbatim(), Mend: k.Mend.verbatim()}, k.Span)
	}
	return out, nil
}

// verbatim returns the format that prints w.
func (w Words) verbatim() Words {
	return Words{strings.ReplaceAll(w.EN, "%", "%%"), strings.ReplaceAll(w.ZH, "%", "%%")}
}
