package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"
)

// WriteText prints the list for people: place, severity, reason and code, the
// excerpt with the place underlined, and the mend.
func (l List) WriteText(w io.Writer, lang Lang) error {
	var b strings.Builder
	for _, d := range l {
		d.text(&b, lang)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var severityWords = map[Severity]Words{
	Error:   {"error", "错误"},
	Warning: {"warning", "警告"},
}

func (d Diagnostic) text(b *strings.Builder, lang Lang) {
	fmt.Fprintf(b, "%s: %s: %s [%s]\n", d.Span, severityWords[d.Code.Severity].In(lang), plain(d.Reason(lang)), d.Code.Name)
	if d.Span.Line > 0 && d.Span.Excerpt != "" {
		number := fmt.Sprint(d.Span.Line)
		excerpt := []rune(plain(d.Span.Excerpt))
		from := min(d.Span.Column-1, len(excerpt))
		to := min(from+d.Span.Width, len(excerpt))
		marks := "^" + strings.Repeat("~", max(0, cells(excerpt[from:to])-1))
		fmt.Fprintf(b, "  %s | %s\n", number, string(excerpt))
		fmt.Fprintf(b, "  %*s | %s%s\n", len(number), "", strings.Repeat(" ", cells(excerpt[:from])), marks)
	}
	if mend := d.Mend(lang); mend != "" {
		for line := range strings.Lines(plain(mend)) {
			fmt.Fprintf(b, "  %s\n", strings.TrimSuffix(line, "\n"))
		}
	}
}

// String returns "file:line:column", as editors understand it.
func (s Span) String() string {
	if s.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Line, s.Column)
}

// plain replaces what would steer a terminal: an excerpt is a stranger's text.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '·'
		}
		return r
	}, s)
}

// cells returns how many terminal cells text takes: two for a wide character
// (UAX #11).
func cells(text []rune) int {
	n := 0
	for _, r := range text {
		n++
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n++
		}
	}
	return n
}

// record is a diagnostic as JSON.
type record struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Width    int    `json:"width,omitempty"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Reason   string `json:"reason"`
	Mend     string `json:"mend,omitempty"`
	Excerpt  string `json:"excerpt,omitempty"`
}

// WriteJSON prints the list as one JSON object: diagnostics in order, and how
// many are errors and warnings.
func (l List) WriteJSON(w io.Writer, lang Lang) error {
	out := struct {
		Diagnostics []record `json:"diagnostics"`
		Errors      int      `json:"errors"`
		Warnings    int      `json:"warnings"`
	}{make([]record, 0, len(l)), l.Errors(), len(l) - l.Errors()}
	for _, d := range l {
		out.Diagnostics = append(out.Diagnostics, record{
			d.Span.File, d.Span.Line, d.Span.Column, d.Span.Width, d.Code.Severity.String(),
			d.Code.Name, d.Reason(lang), d.Mend(lang), d.Span.Excerpt,
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// Escapes of GitHub's workflow commands: data, and properties, which also
// end at a comma or colon.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WriteGitHub prints the list as workflow commands, which GitHub, Gitea and
// Forgejo show beside the changed lines.
func (l List) WriteGitHub(w io.Writer, lang Lang) error {
	var b strings.Builder
	for _, d := range l {
		text := d.Reason(lang)
		if mend := d.Mend(lang); mend != "" {
			text += "\n" + mend
		}
		fmt.Fprintf(&b, "::%s file=%s", d.Code.Severity, githubProperty.Replace(d.Span.File))
		if d.Span.Line > 0 {
			fmt.Fprintf(&b, ",line=%d,col=%d", d.Span.Line, d.Span.Column)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", githubProperty.Replace(d.Code.Name), githubData.Replace(text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
