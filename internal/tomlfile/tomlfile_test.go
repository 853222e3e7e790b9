package tomlfile

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bunting/internal/diag"
)

type sample struct {
	Title    string         `toml:"title"`
	Start    time.Time      `toml:"start"`
	Free     bool           `toml:"free"`
	Weight   int            `toml:"weight"`
	Actions  []string       `toml:"actions"`
	Spot     []float64      `toml:"location"`
	Sessions []session      `toml:"sessions"`
	Booking  *booking       `toml:"registration"`
	Photos   []photo        `toml:"photos"`
	Params   map[string]any `toml:"params"`
}

type session struct {
	Start time.Time `toml:"start"`
	Room  string    `toml:"room"`
}

type photo struct {
	File string `toml:"file"`
}

type booking struct {
	URL      string `toml:"url"`
	Capacity int    `toml:"capacity"`
}

// read decodes text and returns the diagnostics as "line:column code | mend".
func read(text string) (sample, []string) {
	src := &diag.Source{Name: "a.md", Text: "+++\n" + text}
	f, list := Parse(src, 4, len(src.Text))
	var s sample
	if f != nil {
		list = append(list, f.Decode(&s, Options{})...)
	}
	var out []string
	for _, d := range list.Sorted() {
		out = append(out, fmt.Sprintf("%d:%d+%d %s | %s", d.Span.Line-1, d.Span.Column, d.Span.Width, d.Code.Name, d.Mend(diag.English)))
	}
	return s, out
}

func TestDecode(t *testing.T) {
	s, problems := read(`title = "碳"
start = 2021-09-11T10:00
free = true
weight = 3
actions = ["carbon", 'water']
location = [43, 87.5]
registration = { url = "https://a.example", capacity = 20 }
[[sessions]]
start = 2021-09-12T14:00:30
[[sessions]]
room = "hall-a"
[params.deep]
x = 1
`)
	if problems != nil {
		t.Fatal(problems)
	}
	if s.Title != "碳" || s.Start.Hour() != 10 || !s.Free || s.Weight != 3 || s.Actions[1] != "water" || s.Spot[0] != 43 ||
		s.Booking.Capacity != 20 || s.Sessions[0].Start.Second() != 30 || s.Sessions[1].Room != "hall-a" || s.Params["deep"] == nil {
		t.Errorf("%+v", s)
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`titel = "x"`, `1:1+5 unknown-key | did you mean "title"?`},
		{"free = true\n[[sessions]]\n[[sessions]]\nrom = 'x'", `4:1+3 unknown-key | did you mean "room"?`},
		{`registration = { link = "x" }`, `1:18+4 unknown-key | known here: url, capacity`},
		{`start = 2021-9-31`, `1:9+9 bad-date | write 2021-09-30`},
		{`start = 2021-09-31T10:00`, `1:9+16 bad-date | write 2021-09-30T10:00`},
		{`start = 2021/9/11 10:00`, `1:9+15 bad-date | write 2021-09-11T10:00`},
		{`start = 2021年9月11日`, `1:9+10 bad-date | write 2021-09-11`},
		{`start = 2021-13-01`, `1:9+10 bad-date | write 2021-12-01`},
		{`start = 2021-09-11T25:00`, `1:9+16 bad-date | write 2021-09-11T10:00`},
		{`start = 2021-09-16T24:00:00`, `1:9+19 bad-date | write 2021-09-17T00:00`},
		{`start = 2021-12-31T24:00`, `1:9+16 bad-date | write 2022-01-01T00:00`},
		{`start = 9月16日`, `1:9+5 bad-date | write YYYY-09-16`},
		{`start = 9月16日下午4点半`, `1:9+10 bad-date | write YYYY-09-16T16:30`},
		{`start = 9月16日下午4：30`, `1:9+11 bad-date | write YYYY-09-16T16:30`},
		{`start = "9月16日"`, `1:9+7 type-mismatch | write start = YYYY-09-16T10:00`},
		{`start = "2021-09-16 下午4点半"`, `1:9+18 type-mismatch | write start = 2021-09-16T16:30`},
		{`location = [200人]`, `1:13+4 type-mismatch | write location = [200]`},
		{`free = 是`, `1:8+1 type-mismatch | write free = true`},
		{`free = True`, `1:8+4 type-mismatch | write free = true`},
		{`free = true。`, `1:8+5 type-mismatch | write free = true`},
		{`free = true // 免费`, `1:8+10 type-mismatch | write free = true # 免费`},
		{`free = "否"`, `1:8+3 type-mismatch | write free = false`},
		{`weight = 200人`, `1:10+4 type-mismatch | write weight = 200`},
		{`weight = "约200人"`, `1:10+7 type-mismatch | write weight = 200`},
		{`title = 3D打印`, `1:9+4 unquoted-text | write "3D打印"`},
		{`title = 西气东输：第一站`, `1:9+8 unquoted-text | write "西气东输：第一站"`},
		{"actions = [\"a\"\nfree = true\nweight = 'x'", "1:11+1 unclosed-list | write ] where it ends\n3:10+3 type-mismatch | write weight = 200"},
		{"actions = [\"a\", # first\n[[sessions]]\nroom = 1", "1:11+1 unclosed-list | write ] where it ends\n3:8+1 type-mismatch | write room = \"1\""},
		{"registration = { url = 'https://a.example'\nfree = true", "1:16+1 unclosed-list | write } where it ends"},
		{"location = [[1,\ntitle = 'a'", "1:12+1 unclosed-list | write ] where it ends"},
		{"[[sessions]]\nroom = 'x'\nfree = false", "3:1+4 misplaced-key | put this line above the first line with [ ] or [[ ]]"},
		{`title = "西气"东输"站"`, `1:13+1 bad-toml | write one entry a line, such as title = "…"`},
		{"free = true\u00a0\u200b", "1:12+2 invisible-character | delete the invisible character, or write an ordinary space"},
		{"\u3000free = true", "1:1+1 invisible-character | delete the invisible character, or write an ordinary space"},
		{`photos = ["1.jpg", "2.jpg"]`, `1:10+18 type-mismatch | write photos = [{ file = "1.jpg" }, { file = "2.jpg" }]`},
		{`photos = "1.jpg"`, `1:10+7 type-mismatch | write photos = [{ file = "1.jpg" }]`},
		{`start = 2021-09-11T10：00`, `1:9+16 fullwidth-punctuation | write 2021-09-11T10:00`},
		{`start ＝ 2021-09-11T10:00`, `1:7+1 fullwidth-punctuation | write =`},
		{`title = “碳”`, "1:9+1 fullwidth-punctuation | write \"\n1:11+1 fullwidth-punctuation | write \""},
		{`actions = ["a"，"b"]`, `1:15+1 fullwidth-punctuation | write ,`},
		{`start = 2021-09-11`, `1:9+10 type-mismatch | write start = 2021-09-11T10:00`},
		{`start = "2021-09-11T10:00"`, `1:9+18 type-mismatch | write start = 2021-09-11T10:00`},
		{`actions = "carbon"`, `1:11+8 type-mismatch | write actions = ["carbon"]`},
		{`actions = ["a", 2]`, `1:17+1 type-mismatch | write actions = ["2"]`},
		{`title = 12`, `1:9+2 type-mismatch | write title = "12"`},
		{`weight = "12"`, `1:10+4 type-mismatch | write weight = 12`},
		{"[[sessions]]\nroom = 1\n[[sessions]]\nroom = true", "2:8+1 type-mismatch | write room = \"1\"\n4:8+4 type-mismatch | write room = \"…\""},
		{`title = 碳集市`, `1:9+3 unquoted-text | write "碳集市"`},
		{`status = cancelled # really`, "1:1+6 unknown-key | known here: title, start, free, weight, actions, location, sessions, registration, photos, params\n1:10+9 unquoted-text | write \"cancelled\""},
		{"title = \"a\nfree = true", "1:11+1 unclosed-string | put \" before and after the text, on the same line; for several lines use \"\"\""},
		{`title = """a\`, `1:13+1 bad-toml | write one entry a line, such as title = "…"`},
		{`title = "a\`, `1:11+1 bad-toml | write one entry a line, such as title = "…"`},
		{"title = 'a'\ntitle = 'b'", `2:1+5 duplicate-key | keep one of them`},
		{"title", `1:5+1 bad-toml | write one entry a line, such as title = "…"`},
	} {
		_, got := read(c.text)
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

// The parser's messages are told in both languages.
func TestSyntaxInWords(t *testing.T) {
	for text, want := range map[string]string{
		`title = "西气"东输"站"`:                      "引号里又有英文引号",
		`title = "a" // b`:                       "注释应以 # 开头",
		`title = "a" b`:                          "多余的内容",
		`actions = ["a" "b"]`:                    "缺少英文逗号",
		`title = "C:\Users\a"`:                   "反斜杠",
		`registration = {url = "a" phone = "b"}`: "{ } 里的各项",
		`title "a"`:                              "等号",
	} {
		src := &diag.Source{Name: "a.md", Text: text}
		if _, list := Parse(src, 0, len(text)); len(list) != 1 || !strings.Contains(list[0].Reason(diag.Chinese), want) {
			t.Errorf("%s: %v, want %s", text, list, want)
		}
	}
}

// One pass names every mistake that can be told apart.
func TestMistakesDoNotHideEachOther(t *testing.T) {
	_, got := read("start = 2021-9-31\ntitle = 碳\nweight = true\nfree ＝ true\nactoins = []")
	if len(got) != 5 {
		t.Errorf("%d mistakes: %s", len(got), strings.Join(got, "\n"))
	}
}

// Each ends well under a second and without memory that matters.
func TestBombs(t *testing.T) {
	for name, text := range map[string]string{
		"dotted key":     strings.Repeat("a.", 10_000) + "b = 1",
		"nested arrays":  "a = " + strings.Repeat("[", 2<<20),
		"nested tables":  "a = " + strings.Repeat("{a=", 100_000),
		"long key":       strings.Repeat("k", 1<<20) + " = 1",
		"long bare":      "a = " + strings.Repeat("1", 1<<20),
		"dotted headers": "[" + strings.Repeat("a.", 10_000) + "b]",
	} {
		if _, got := read(text); len(got) != 1 || !strings.Contains(got[0], "too-complex") {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestPlace(t *testing.T) {
	src := &diag.Source{Name: "a", Text: "x\ntitle = 'a'\nmap = { zh = '中', en = 'e' }\n[[s]]\nr = ['a', 'bb']\n[[s]]\nr = 1\n[[s.t]]\nu = 2\n"}
	for path, want := range map[string]string{
		"title": "2:9+3", "map.en": "3:24+3", "map": "3:7+22", "map.xx": "3:7+22", "s": "4:1+5", "s.0.r.1": "5:11+4", "s.1.r": "7:5+1",
		"s.1.t.0.u": "9:5+1", "s.1": "6:1+5", "nothing": "2:1+1",
	} {
		s := Place(src, 2, len(src.Text), strings.Split(path, ".")...)
		if got := fmt.Sprintf("%d:%d+%d", s.Line, s.Column, s.Width); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("title = \"a\"\nstart = 2021-09-11T10:00\n[[sessions]]\nroom = 'x'\n")
	f.Add("a. = 200人\n")
	f.Add("a = \"\"\"b\\")
	f.Add("a ＝ [“x”， 2021-9-31, {b.c = 1}]\n\"q\".r = '''x'''\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 64<<10 {
			read(text)
		}
	})
}
