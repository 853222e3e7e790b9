package tomlfile

import (
	"reflect"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"bunting/internal/diag"
)

// frontMatter is that of an event with all that is usual.
const frontMatter = `title = "可可托海三号矿脉：一座矿坑的八十多种矿物"
summary = "围着巨大的矿坑走一圈，认锂辉石和绿柱石，听地质老工人讲当年的“功勋矿”，晚上到广场看星空。"
place = { zh = "可可托海国家地质公园三号矿坑观景台", en = "Viewpoint, Pit No. 3, Koktokay Geopark" }
location = [47.208, 89.817]
organizers = ["xj-resources", "nuclear-industry", { zh = "富蕴县自然资源局", en = "Fuyun Natural Resources Bureau" }]
actions = ["nuclear", "resources"] # of the year
audience = [
  "students",
  "adults",
]
attendance = 'offline'
featured = true
registration = { booking = "required", url = "https://book.kepu.example/altay/koktokay", opens = 2021-09-01T10:00:00, capacity = 60 }
free = false
contact = {}

[[sessions]]
start = 2021-09-11T11:00
end = 2021-09-11T13:30:00
speakers = [{ name = { zh = "地质工程师", en = "Geological engineer" }, affiliation = { zh = "第四地质大队", en = "No. 4 Geological Party" } }]

[[sessions]]
from = 2021-09-11
to = 2021-09-12
hours = "10:00-18:00"
weight = -3

[params]
x = 0.5
`

func BenchmarkParse(b *testing.B) {
	src := &diag.Source{Name: "a.md", Text: frontMatter}
	b.ReportAllocs()
	for b.Loop() {
		if _, list := Parse(src, 0, len(src.Text)); list != nil {
			b.Fatal(list)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	src := &diag.Source{Name: "a.md", Text: "title = \"碳\"\nstart = 2021-09-11T10:00\nfree = true\nweight = 3\nactions = [\"carbon\", 'water']\n" +
		"location = [43, 87.5]\nregistration = { url = \"https://a.example\", capacity = 20 }\n[[sessions]]\nstart = 2021-09-12T14:00:30\n"}
	f, _ := Parse(src, 0, len(src.Text))
	b.ReportAllocs()
	for b.Loop() {
		var s sample
		if list := f.Decode(&s, Options{}); list != nil {
			b.Fatal(list)
		}
	}
}

func TestPlainIsWhatPeopleWrite(t *testing.T) {
	if _, ok := readPlain(frontMatter); !ok {
		t.Error("the fast reader left a usual file to the parser")
	}
}

// comparePlain asks of the fast reader that it reads only what has no mistake
// and is within the limits, and that exactly as the parser does.
func comparePlain(t *testing.T, text string) {
	t.Helper()
	tree, ok := readPlain(text)
	if !ok {
		return
	}
	if s := scan(text, nil); s.complex > 0 || len(s.repairs) > 0 {
		t.Fatalf("%q: read over %v, limit at %d", text, s.repairs, s.complex-1)
	}
	want := map[string]any{}
	if _, err := toml.Decode(text, &want); err != nil {
		t.Fatalf("%q: read what the parser refuses: %v", text, err)
	}
	if !reflect.DeepEqual(tree, want) {
		t.Fatalf("%q:\n got %#v\nwant %#v", text, tree, want)
	}
}

var notPlain = []string{
	"a", "a =", "a = ", "= 1", "a = 1 b = 2", "a = 1\na = 2", "a = {b = 1, b = 2}", "a = {b = 1,}", "a = [1 2]", "a = [,]", "a = [1,,2]", "a = [1",
	"a = {", "a = {b", "a = {b = 1", "a = {b = 1,\nc = 2}", "[a]\n[a]", "a = 1\n[a]", "a = 1\n[[a]]", "a = []\n[[a]]", "[a]\n[[a]]", "[[a]]\n[a]", "[a", "[[a]", "[a]b = 1", "[]",
	"a.b = 1", "[a.b]", `"a" = 1`, "[ a ]", `a = "\n"`, `a = "x`, `a = 'x"`, "a = \"\"\"x\"\"\"", "a = '''x'''", "a = \"x\ny\"", "a = 1\r\nb = 2\r\n", "a = \"\x01\"", "a = 1 # \x7f",
	"a = \"\xff\"", "\ufeffa = 1", "a = 01", "a = +1", "a = 1_0", "a = 0x1", "a = 1e5", "a = .5", "a = 5.", "a = -", "a = 1.2.3", "a = nan", "a = 9223372036854775808", "a = 1" + strings.Repeat("0", 400) + ".0",
	"a = 2021-02-30", "a = 2021-9-1", "a = 2021-09-11T1:00", "a = 2021-09-11 10:00", "a = 2021-09-11T10:00Z", "a = 2021-09-11T10:00:00.5", "a = 10:00", "a = 2021-09-11T24:00", "a = 2021-09-11t10:00", "a = True",
	"a ＝ 1", "a = “x”", "a = 1\u00a0", strings.Repeat("k", maxKeyPart+1) + " = 1", "a = " + strings.Repeat("[", 2<<20), "a = " + strings.Repeat("{a=", 100_000),
	"a = " + strings.Repeat("[", maxDepth+1) + "1" + strings.Repeat("]", maxDepth+1),
}

func TestPlainLeavesTheRest(t *testing.T) {
	for _, text := range notPlain {
		if tree, ok := readPlain(text); ok {
			t.Errorf("%.80q read as %v", text, tree)
		}
	}
}

func TestPlainAsTheParser(t *testing.T) {
	for _, text := range []string{
		frontMatter, "", "\n\n# nothing", "a = 1", "a=1#b", "a = -0", "a = -0.0", "a = \"\"", "a = ''\nb = [[], [[1]], {}]", "[a]\n[b]\nc = 1",
		"[[a]]\n[b]\nc = 1\n[[a]]\nd = 2", "a = \"\t“x”\"", "a = { b = { c = [ { d = 1 } ] } }", "a = [{b = 1}, {b = 2}]", "-_ = 0001-01-01",
		"a = [\n1, # one\n\n2 # two\n,]", "a = " + strings.Repeat("[", maxDepth) + "1" + strings.Repeat("]", maxDepth),
	} {
		if _, ok := readPlain(text); !ok {
			t.Errorf("%q left to the parser", text)
		}
		comparePlain(t, text)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(frontMatter)
	for _, text := range notPlain {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 64<<10 {
			comparePlain(t, text)
		}
	})
}
