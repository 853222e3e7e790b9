package tomlfile

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bunting/internal/diag"
)

// A Checker asks of a file's values what their types cannot say. Each method
// takes the path of the value it asks about and reports into List.
type Checker struct {
	*File
	List diag.List
}

// Names is a set of ids that values may refer to.
type Names struct {
	set   map[string]bool
	list  []string
	words map[string][]string // what people call an id
}

// NamesOf returns the set of list, which is also the order of suggestions.
func NamesOf(list []string) Names {
	n := Names{set: make(map[string]bool, len(list)), list: list}
	for _, s := range list {
		n.set[s] = true
	}
	return n
}

// Called returns the set with the words that people use for each id, which
// are understood in Guess.
func (n Names) Called(words map[string][]string) Names {
	n.words = words
	return n
}

// Guess returns the id that was probably meant: the one with this name, then
// the only one whose name holds this or is held by it, then the closest id;
// "" when none is near.
func (n Names) Guess(said string) string {
	var within []string
	for _, id := range n.list {
		for _, word := range n.words[id] {
			if word == said {
				return id
			}
			if utf8.RuneCountInString(said) > 1 && utf8.RuneCountInString(word) > 1 && !slices.Contains(within, id) &&
				(strings.Contains(word, said) || strings.Contains(said, word)) {
				within = append(within, id)
			}
		}
	}
	if near := diag.Closest(said, n.list); near != "" || len(within) != 1 {
		return near
	}
	return within[0]
}

// Has tells whether id is in the set.
func (n Names) Has(id string) bool { return n.set[id] }

// shown bounds how many known names a message lists.
const shown = 20

func (n Names) String() string {
	if len(n.list) == 0 {
		return "—"
	}
	if len(n.list) > shown {
		return strings.Join(n.list[:shown], ", ") + ", …"
	}
	return strings.Join(n.list, ", ")
}

// Report adds a diagnostic of code at the value of path.
func (k *Checker) Report(code *diag.Code, path []string, args ...any) {
	k.List.Add(code, k.Place(path...), args...)
}

// Ref asks that id is one of known; an empty id is not asked about.
func (k *Checker) Ref(code *diag.Code, id string, known Names, path ...string) bool {
	if id == "" || known.Has(id) {
		return true
	}
	k.List = append(k.List, diag.New(code, k.Place(path...), id, known.String()).WithGuess(known.Guess(id)))
	return false
}

// Choice asks that *value is one of allowed; an empty one becomes the first.
func (k *Checker) Choice(value *string, allowed []string, path ...string) {
	switch {
	case *value == "":
		*value = allowed[0]
	case !slices.Contains(allowed, *value):
		k.List = append(k.List, diag.New(diag.BadValue, k.Place(path...), *value, name(path), strings.Join(allowed, ", ")).
			WithGuess(diag.Closest(*value, allowed)))
	}
}

// Required reports that the key at path is missing when ok is false; example
// shows what to write. A blank text counts as missing; keys whose value was
// already reported are left alone.
func (k *Checker) Required(ok bool, example string, path ...string) {
	if ok {
		return
	}
	last := len(path) - 1
	switch v, found := k.lookup(path); {
	case !found:
		k.List.Add(diag.MissingKey, k.Key(path[:last]...), path[last], example)
	case v == "":
		k.Report(diag.MissingKey, path, path[last], example)
	}
}

var idShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ID asks that id is well-formed and not in seen, and adds it there.
func (k *Checker) ID(id string, seen map[string]bool, path ...string) {
	switch {
	case id == "":
		k.Required(false, `"…"`, path...)
	case !idShape.MatchString(id):
		k.Report(diag.BadID, path, id)
	case seen[id]:
		k.Report(diag.DuplicateID, path, id)
	}
	seen[id] = true
}

// WebAddress asks that s is empty or an absolute http or https URL.
func (k *Checker) WebAddress(s string, path ...string) {
	if s == "" || k.narrow(s, path) {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(s, " \t\r\n\"<>\\^`{|}") {
		k.Report(diag.BadURL, path, s)
	}
}

// Email asks that s is empty or an e-mail address (RFC 5322 addr-spec).
func (k *Checker) Email(s string, path ...string) {
	if s == "" || k.narrow(s, path) {
		return
	}
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		k.Report(diag.BadEmail, path, s)
	}
}

// narrow reports full-width punctuation in s and tells whether there was any.
func (k *Checker) narrow(s string, path []string) bool {
	n := Narrow(s)
	if n != s {
		k.Report(diag.FullwidthPunctuation, path, Wide(s, n), strconv.Quote(n))
	}
	return n != s
}

// List returns the names in their order.
func (n Names) List() []string { return n.list }
