package diag

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

var unknown = &Code{"unknown-action", Error,
	Words{"unknown action %[1]q", "未知的联合行动“%[1]s”"}, Words{"known: %[2]s", "可用：%[2]s"}}

func TestText(t *testing.T) {
	src := &Source{"content/events/ili/carbon-fair.md", "+++\ntitle = \"碳\"\nactions = [\"carbn\"]\n"}
	at := strings.Index(src.Text, `"carbn"`)
	d := New(unknown, src.Span(at, 7), "carbn", "carbon").WithGuess("carbon")
	var b strings.Builder
	if err := (List{d}).WriteText(&b, English); err != nil {
		t.Fatal(err)
	}
	want := `content/events/ili/carbon-fair.md:3:12: error: unknown action "carbn" [unknown-action]
  3 | actions = ["carbn"]
    |            ^~~~~~~
  did you mean "carbon"?
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

// A wide character takes two cells of a terminal, so the mark stands under
// what it means.
func TestTextMarksWideCharacters(t *testing.T) {
	src := &Source{"a.md", "place = 新疆，乌鲁木齐\n"}
	at := strings.Index(src.Text, "，")
	var b strings.Builder
	List{New(unknown, src.Span(at, len("，")), "，", "")}.WriteText(&b, Chinese)
	lines := strings.Split(b.String(), "\n")
	if want := "a.md:1:11: 错误: 未知的联合行动“，” [unknown-action]"; lines[0] != want {
		t.Errorf("got %q, want %q", lines[0], want)
	}
	if want := "    |             ^~"; lines[2] != want {
		t.Errorf("got %q, want %q", lines[2], want)
	}
}

func TestExcerptCannotSteerTheTerminal(t *testing.T) {
	src := &Source{"a.md", "x = \"\x1b[2J\u202e\"\n"}
	var b strings.Builder
	List{New(unknown, src.Span(4, 3), "\x1b[2J", "")}.WriteText(&b, English)
	if strings.ContainsAny(b.String(), "\x1b\u202e") {
		t.Errorf("control characters pass: %q", b.String())
	}
}

func TestSpanAtEdges(t *testing.T) {
	src := &Source{"a", "one\r\ntwo"}
	for _, c := range []struct{ offset, length, line, column, width int }{
		{0, 3, 1, 1, 3}, {3, 9, 1, 4, 1}, {5, 99, 2, 1, 3}, {8, 0, 2, 4, 1}, {99, 9, 2, 4, 1}, {-4, 2, 1, 1, 2},
	} {
		s := src.Span(c.offset, c.length)
		if s.Line != c.line || s.Column != c.column || s.Width != c.width {
			t.Errorf("Span(%d, %d) = %d:%d+%d, want %d:%d+%d", c.offset, c.length, s.Line, s.Column, s.Width, c.line, c.column, c.width)
		}
	}
}

func TestSorted(t *testing.T) {
	at := func(file string, line int) Span { return Span{File: file, Line: line, Column: 1} }
	l := List{New(unknown, at("b", 1), "x"), New(unknown, at("a", 9), "x"), New(unknown, at("a", 2), "y"), New(unknown, at("a", 9), "x")}
	var got []string
	for _, d := range l.Sorted() {
		got = append(got, d.Span.String())
	}
	if s := strings.Join(got, " "); s != "a:2:1 a:9:1 b:1:1" {
		t.Errorf("order is %s", s)
	}
}

func TestClosest(t *testing.T) {
	known := []string{"carbon", "youth", "water", "rural"}
	for name, want := range map[string]string{"carbn": "carbon", "Water": "water", "wather": "water", "nuclear": "", "": "", "yuoth": "youth"} {
		if got := Closest(name, known); got != want {
			t.Errorf("Closest(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestMachineFormats(t *testing.T) {
	l := List{New(unknown, Span{File: "a,b:c.md", Line: 3, Column: 5, Width: 2}, "x\ny", "carbon")}
	var b strings.Builder
	l.WriteGitHub(&b, English)
	if want := "::error file=a%2Cb%3Ac.md,line=3,col=5,title=unknown-action::unknown action \"x\\ny\"%0Aknown: carbon\n"; b.String() != want {
		t.Errorf("GitHub: got %q, want %q", b.String(), want)
	}
	b.Reset()
	l.WriteJSON(&b, Chinese)
	var out struct {
		Diagnostics []struct{ File, Code, Reason, Mend, Severity string }
		Errors      int
	}
	if err := json.Unmarshal([]byte(b.String()), &out); err != nil || out.Errors != 1 || out.Diagnostics[0].Mend != "可用：carbon" {
		t.Errorf("JSON: %v, %+v", err, out)
	}
}

// Every code reads well in both languages: both texts stand, and use the same
// arguments.
func TestCodesAreBilingual(t *testing.T) {
	seen := map[string]bool{}
	verb := regexp.MustCompile(`%\[(\d)\][a-z]`)
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, c := range Codes() {
		if !name.MatchString(c.Name) || seen[c.Name] {
			t.Errorf("%s: malformed or used twice", c.Name)
		}
		seen[c.Name] = true
		for _, w := range []Words{c.Reason, c.Mend} {
			if (w.EN == "") != (w.ZH == "") {
				t.Errorf("%s: %q has no counterpart in the other language (%q)", c.Name, w.EN, w.ZH)
			}
			used := [2]map[string]bool{{}, {}}
			for i, s := range []string{w.EN, w.ZH} {
				for _, m := range verb.FindAllStringSubmatch(s, -1) {
					used[i][m[1]] = true
				}
				if strings.Contains(verb.ReplaceAllString(s, ""), "%") {
					t.Errorf("%s: %q has a verb without an index", c.Name, s)
				}
			}
			if len(used[0]) != len(used[1]) {
				t.Errorf("%s: the languages use different arguments: %q, %q", c.Name, w.EN, w.ZH)
			}
		}
		if c.Reason.EN == "" {
			t.Errorf("%s: no reason", c.Name)
		}
	}
}
