package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// allowed says, apart from the lists that the package itself works with, what its output may hold.
var allowed = map[string]string{
	"a": "href rel role aria-label", "aside": "data-alert role", "div": "tabindex role aria-label",
	"img":   "src srcset sizes alt width height loading decoding",
	"input": "type disabled checked", "pre": "tabindex", "section": "role aria-label", "th": "scope colspan rowspan",
	"td": "colspan rowspan", "ol": "start reversed", "li": "value", "col": "span", "colgroup": "span", "details": "open",
	"time": "datetime", "del": "datetime", "ins": "datetime",
}

const plainElements = " abbr b bdi bdo br cite code dfn em i kbd label mark q rp rt ruby s samp small span strong sub sup u var wbr " +
	"address article blockquote caption dd dl dt figcaption figure footer h2 h3 h4 h5 h6 header hr p summary table tbody " +
	"tfoot thead tr ul "

// checkHTML fails unless the HTML is balanced, of allowed elements and attributes only, with safe addresses and unique ids.
func checkHTML(t interface{ Fatalf(string, ...any) }, doc string) {
	var open []string
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(doc))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		written := string(z.Raw())
		token := z.Token()
		switch kind {
		case html.TextToken:
			if strings.ContainsRune(written, '<') {
				t.Fatalf("stray < in %q", written)
			}
		case html.StartTagToken:
			checkTag(t, token)
			for _, a := range token.Attr {
				if a.Key == "id" && ids[a.Val] {
					t.Fatalf("id %q twice", a.Val)
				} else if a.Key == "id" {
					ids[a.Val] = true
				}
			}
			if !slices.Contains([]string{"br", "col", "hr", "img", "input", "wbr"}, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		default:
			t.Fatalf("unexpected %q", written)
		}
	}
	if len(open) > 0 {
		t.Fatalf("left open: %v", open)
	}
}

func checkTag(t interface{ Fatalf(string, ...any) }, token html.Token) {
	list, ok := allowed[token.Data]
	if !ok && !strings.Contains(plainElements, " "+token.Data+" ") {
		t.Fatalf("element %s", token.Data)
	}
	for _, a := range token.Attr {
		if !slices.Contains(strings.Fields(list+" id class dir lang title"), a.Key) {
			t.Fatalf("attribute %s of %s", a.Key, token.Data)
		}
		value := strings.ToLower(strings.Map(func(c rune) rune { // what a browser does before it looks at the scheme
			if c <= ' ' {
				return -1
			}
			return c
		}, a.Val))
		scheme, _, absolute := strings.Cut(value, ":")
		absolute = absolute && !strings.ContainsAny(scheme, "/?#")
		switch {
		case a.Key == "href" && absolute && !slices.Contains([]string{"http", "https", "mailto", "tel"}, scheme):
			t.Fatalf("link to %q", a.Val)
		case a.Key == "src" && (absolute || strings.HasPrefix(strings.ReplaceAll(value, `\`, "/"), "//")):
			t.Fatalf("picture from %q", a.Val)
		}
	}
}

// checkParsers asks that a source is read alike by all parsers that may read it.
func checkParsers(t interface{ Fatalf(string, ...any) }, source []byte, o Options) {
	if mayAutolink(source) {
		return
	}
	html := func(root ast.Node, r *reading) string {
		if r.over != nil {
			return r.over.Detail
		}
		w := &writer{source: source, options: o, ids: r.ids}
		w.block(root)
		return string(w.out) + Text(string(source))
	}
	want := html(parseBy(language, source))
	if got := html(parseBy(noAutolinks, source)); got != want {
		t.Fatalf("without autolinks:\n%s\nwith:\n%s\nsource: %q", got, want, source)
	}
	in := rooms.Get().(*room)
	defer rooms.Put(in)
	root, r := in.parse(string(source))
	other, by := parseBy(noAutolinks, source)
	if new(nodes).plainTree(source) == nil || by.over != nil { // what costs the parser too much need not be much here
		return
	}
	if got := html(root, r); got != want {
		t.Fatalf("read as plain:\n%s\nby the parser:\n%s\nsource: %q", got, want, source)
	}
	if got, want := dump(root), dump(other); got != want {
		t.Fatalf("read as plain:\n%s\nby the parser:\n%s\nsource: %q", got, want, source)
	}
	if len(by.problems) > 0 {
		t.Fatalf("read as plain, but the parser tells: %v", by.problems)
	}
}

// dump writes all that the package asks of a tree. Texts side by side are one.
func dump(n ast.Node) string {
	var b strings.Builder
	var walk func(n ast.Node, depth int)
	walk = func(n ast.Node, depth int) {
		head := fmt.Sprintf("%*s%s at %d", depth, "", n.Kind(), n.Pos())
		switch n := n.(type) {
		case *ast.Text:
			segment := n.Segment
			if t, ok := n.PreviousSibling().(*ast.Text); ok && t.Segment.Stop == segment.Start || segment.IsEmpty() && n.NextSibling() == nil {
				return
			}
			for t, ok := n.NextSibling().(*ast.Text); ok && t.Segment.Start == segment.Stop; t, ok = n.NextSibling().(*ast.Text) {
				n, segment = t, segment.WithStop(t.Segment.Stop)
			}
			fmt.Fprintf(&b, "%s %v soft %v hard %v raw %v", head, segment, n.SoftLineBreak(), n.HardLineBreak(), n.IsRaw())
		case *ast.List:
			fmt.Fprintf(&b, "%s marked %c from %d tight %v", head, n.Marker, n.Start, n.IsTight)
		case *ast.ListItem:
			fmt.Fprintf(&b, "%s offset %d", head, n.Offset)
		case *ast.Link:
			fmt.Fprintf(&b, "%s to %q %q", head, n.Destination, n.Title)
		case *ast.Heading:
			fmt.Fprintf(&b, "%s level %d", head, n.Level)
		case *extast.Table:
			fmt.Fprintf(&b, "%s aligned %v", head, n.Alignments)
		case *extast.TableCell:
			fmt.Fprintf(&b, "%s aligned %v", head, n.Alignment)
		default:
			b.WriteString(head)
		}
		if n.Type() == ast.TypeBlock {
			fmt.Fprintf(&b, " %v", n.Lines().Sliced(0, n.Lines().Len()))
		}
		fmt.Fprintf(&b, " %v\n", n.Attributes())
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			walk(c, depth+1)
		}
	}
	walk(n, 0)
	return b.String()
}

// TestPlain: what is read as plain is what the parser reads, for lines of all kinds, near the edge of what is plain.
func TestPlain(t *testing.T) {
	plain, other := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SampledFrom([]string{
			"\n", "\n", "\n", "\n\n", "words", "字", "（注）", " ", " ", "#", "# ", "\n# a", "\n### b", "1", "12", ".", ")", "(", "\"", "'", "-", "=", "+", ":", "|", "!", "&amp;", ">",
			"é", "\u3000", "\u00a0", "\ufeff", "a", "\n1. ", "\n- ", "\n---", "\n===", "\n: ", "\n> ", "\n    ", "  \n", "www", "/", "\x7f",
			"[a](b)", "[字（注）](../x.md#y)", "[", "]", "](", "](c)", "[a]", "[^1]", "!", "\n[a](b)", "[a](b c)", "[a](<b>)", "[ ](x)", "[x](y)", "[a&amp;b](c&amp;d)", "[a]: b",
			"\n- a", "\n- 字", "\n- [a](b)", "\n- a [b](c)", "- ", "-", "\n\n- b", "\n# c\n", "\n- [x](y)",
			"\n> a", "\n> ", "> b", "\n>", "\n\n> 字", "\n> [a](b)", "\n> [!NOTE]", "> [!Tip]\n> a", "\n\n> [!note]\n",
			"\n| a |", "\n|a|b|", "\n|-|", "\n|:-:|--:|", "|a|", "| - |", "\n| [a](b) | c |", "\n\n|a|\n|-|\n|b|", "\n\n| a | b |\n|:-|--:|\n| c |  |", "||", "\n|",
			"*a*", "_a_", "`a`", "~~a~~", "<b>", "\\*", "{#a}", "[^1](a)",
		})
		for _, drawn := range rapid.SliceOfN(rapid.SliceOfN(pieces, 0, 12), 200, 200).Draw(t, "sources") {
			source := []byte(strings.Join(drawn, ""))
			checkParsers(t, source, Options{Resolve: echo, Labels: labels})
			if new(nodes).plainTree(source) != nil {
				plain++
			} else {
				other++
			}
		}
	})
	if plain < 5 || other < 5 {
		t.Errorf("%d sources were plain, %d were not", plain, other)
	}
	rows := func(n int) string { return "|a|\n|-|\n" + strings.Repeat("|b|\n", n-1) }
	for source, want := range map[string]bool{
		strings.Repeat("a\n\n", maxPlain/3): true, strings.Repeat("# a\n", maxPlain/4): true, strings.Repeat("a\n", maxPlain/2): true,
		strings.Repeat("\"", maxPlain): true, strings.Repeat("> a\n", maxPlain/4): true, rows(MaxCells / 3): true, rows(MaxCells/3 + 1): false,
		"- a\n\n> b\n\n- c\n\n|a|b|\n|:-|-|\n|c| d |\n\n- e\n\n> [!NOTE]\n> f": true,
		"|a|b|c|\n|:-:|:-|--:|\n|d|e|f|":                                       true, "> [!NOTE]\n": false, "||\n|-|": false, "|a||\n|-|-|": false, "|a|\n|-|\nbc|": false, "|a|\n|-|\n|b|c|": false, "a\n|a|\n|-|": false, "> a\nb": false,
	} {
		if got := new(nodes).plainTree([]byte(source)) != nil; got != want {
			t.Errorf("%.20q… is plain: %v, want %v", source, got, want)
		}
		check(t, source)
	}
}

// echo resolves every destination to itself, so that nothing but the package stands between an author and a browser.
func echo(ref Reference) Target { return Target{URL: ref.Destination} }

func check(t interface{ Fatalf(string, ...any) }, src string) {
	o := Options{Resolve: echo, Labels: labels}
	doc := Render(src, o)
	if !utf8.ValidString(doc.HTML) {
		t.Fatalf("not UTF-8")
	}
	checkHTML(t, doc.HTML)
	if limit := min(64*len(src)+1024, MaxOutput); len(doc.HTML) > limit {
		t.Fatalf("%d bytes from %d", len(doc.HTML), len(src))
	}
	top := strings.ReplaceAll(doc.HTML, ` href="#"`, ` href="#top"`) // the same place; the policy takes an empty fragment for no address
	if looked := tags(policy.Sanitize(top)); looked != tags(top) {
		t.Fatalf("the policy disagrees:\n%s\n%s", tags(top), looked)
	}
	for _, p := range doc.Problems {
		if p.Kind.String() == "unknown" || p.Offset < 0 || p.Length < 0 || p.Offset+p.Length > len(src) {
			t.Fatalf("problem %v outside of %d bytes", p, len(src))
		}
	}
	if again := Render(src, o); again.HTML != doc.HTML || len(again.Problems) != len(doc.Problems) {
		t.Fatalf("not the same twice")
	}
	checkParsers(t, validUTF8(nil, src), o)
	s := Summary(src)
	if strings.ContainsRune(s, '\n') || !utf8.ValidString(s) || !utf8.ValidString(Text(src)) {
		t.Fatalf("summary %q", s)
	}
	if _, r := new(room).parse(src); r.over == nil {
		for _, size := range []int{1, 10, 30} {
			if got, want := summary(src, size), summary(src, len(src)); got != want {
				t.Fatalf("summary from %d bytes %q, from all %q", size, got, want)
			}
		}
	}
}

// tags returns the elements of a document with the names of their attributes.
func tags(doc string) string {
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(doc)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken, html.EndTagToken:
			token := z.Token()
			fmt.Fprintf(&b, "%v %s", kind, token.Data)
			for _, a := range token.Attr {
				b.WriteString(" " + a.Key)
			}
			b.WriteByte('\n')
		}
	}
}

func FuzzRender(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for part := range strings.SplitSeq(string(data), "\n\n") {
			f.Add(part)
		}
	}
	f.Fuzz(func(t *testing.T, src string) { check(t, src) })
}

// TestSafe puts pieces together that mean something, which bytes at random seldom do.
func TestSafe(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"\n", "\n\n", " ", "    ", "\t", "a", "中", "（", "**", "*", "_", "~~", "`", "```\n", "[", "](", ")", "!", "<", ">", "> ", "- ",
		"1. ", "- [x] ", "# ", "===\n", "---\n", "|", "|-|\n", "[^1]", "[^1]: ", "[a]: ", ": ", "{#a .b}\n", "{style=\"x\"}", "> [!NOTE]\n",
		"javascript:", "java\tscript:", "&#x6a;avascript:", "//evil.example", `\\evil.example`, "https://", "data:", "x.md", "#a", `\`, "&",
		"&lt;", "\"", "'", "<a href=\"", "\">", "</a>", "<img src=", " onerror=x>", "<script>", "</script>", "<style>", "</style>", "<div>",
		"</div>", "<p>", "</p>", "<svg>", "<math>", "<table>", "<td>", "</li>", "<li>", "<textarea>", "<!--", "-->", "<![CDATA[", "<?", "<b>",
		"</b>", "<i class=x id=a>", "<iframe src=//evil.example>", "<plaintext>", "<template>", "\x00", "\xff", "\r", "\u2028", "ئۇ",
	})
	rapid.Check(t, func(t *rapid.T) {
		check(t, strings.Join(rapid.SliceOfN(pieces, 0, 60).Draw(t, "pieces"), ""))
	})
}
