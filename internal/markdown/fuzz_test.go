package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
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
	if source := validUTF8(src); !mayAutolink(source) {
		html := func(p parser.Parser) string {
			root, r := parseBy(p, source)
			if r.over != nil {
				return r.over.Detail
			}
			w := &writer{source: source, options: o, ids: r.ids}
			w.block(root)
			return string(w.out)
		}
		if got, want := html(noAutolinks), html(language); got != want {
			t.Fatalf("without autolinks:\n%s\nwith:\n%s", got, want)
		}
	}
	s := Summary(src)
	if strings.ContainsRune(s, '\n') || !utf8.ValidString(s) || !utf8.ValidString(Text(src)) {
		t.Fatalf("summary %q", s)
	}
	if _, r := parse(src); r.over == nil {
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
