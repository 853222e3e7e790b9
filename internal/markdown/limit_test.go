package markdown

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// bombs are texts that would take the parser seconds or gigabytes, each filled up to the largest source.
var bombs = func() map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, (MaxSource-512)/len(unit)) }
	half := func(unit string) string { return strings.Repeat(unit, (MaxSource/2-512)/len(unit)) }
	return map[string]string{
		"table, wide and short rows": strings.Repeat("|a", 4000) + "|\n" + strings.Repeat("|-", 4000) + "|\n" + strings.Repeat("a\n", 7000),
		"table, many pipes in code":  "|a|\n|-|\n" + fill("|`\\|\\|\\|`|\n"),
		"many small tables":          fill("|a\n|-\n|b\n\n"),
		"reference links":            "[a]: /" + strings.Repeat("x", 32<<10) + "\n\n" + strings.Repeat("[a]", 10<<10),
		"reference links, short":     "[a]: /" + strings.Repeat("x", 2000) + "\n\n" + fill("[a] ")[:200<<10],
		"reference links, unsafe":    "[a]: x:" + strings.Repeat("x", 2000) + "\n\n" + fill("[a]\n\n")[:200<<10],
		"titles":                     "[a]: b \"" + strings.Repeat("x", 30<<10) + "\"\n\n" + strings.Repeat("[a]\n\n", 5000),
		"definitions":                fill("[a]: b\n"),
		"a**b":                       fill("a**b"),
		"*a_":                        fill("*a_"),
		"*a ":                        half("*a ") + half(" a*"),
		"_ at words":                 fill("_a"),
		"brackets":                   fill("["),
		"brackets closed":            half("[a") + half("]"),
		"brackets with emphasis":     half("[*a*") + half("]"),
		"links unfinished":           fill("[a](b"),
		"links angle":                fill("[a](<b"),
		"link titles unfinished":     fill("[a](b \""),
		"images":                     fill("![a](b)"),
		"- - -":                      fill("- ") + "a",
		"- - -, then blank lines":    strings.Repeat("- ", 20) + "a\n" + fill("\n"),
		"- - -, then lazy lines":     strings.Repeat("> ", 40) + "a\n" + fill("a\n"),
		">>>":                        fill(">"),
		"list items":                 fill("-\n"),
		"headings":                   fill("#\n"),
		"headings, equal":            fill("# a\n"),
		"heading with braces":        "# " + fill("{a="),
		"heading with arrays":        "# {a=" + fill("["),
		"attribute lines":            fill("a\n{.b}\n"),
		"attribute line with braces": "a\n{a=" + fill("[") + "}",
		"footnotes":                  half("[^a]:b\n\n") + half("[^c]"),
		"footnotes, one":             "[^a]: b\n\n" + fill("[^a]"),
		"backticks":                  fill("`a``b```"),
		"raw tags":                   fill("<b>"),
		"raw tags in a block":        "<div>\n" + fill("<b>"),
		"raw tags unfinished":        fill("<a b='"),
		"comments unfinished":        fill("<!--"),
		"silent tags":                fill("<svg>\n\n"),
		"autolinks":                  fill("<a:b>"),
		"bare URLs":                  fill("http://a.b/- "),
		"hosts unfinished":           fill("http://a."),
		"addresses":                  fill("a@b.c "),
		"entities":                   fill("&amp"),
		"quotes to escape":           fill("\""),
		"one long word":              fill("a"),
		"lines":                      fill("a\n"),
		"line breaks":                fill("a\\\n"),
		"definition lists":           fill("a\n: b\n"),
		"alerts":                     fill("> [!NOTE]\n\n"),
		"rules":                      fill("***\n"),
		"fences":                     fill("```\n"),
		"tabs":                       fill("\t"),
		"strikethrough":              fill("~a~~b"),
		"over the size":              strings.Repeat("a", MaxSource+1),
	}
}()

// TestBombs also halves each bomb until it is small, since the worst for a limit is just below it.
func TestBombs(t *testing.T) {
	for name, src := range bombs {
		t.Run(name, func(t *testing.T) {
			for ; len(src) > 1000; src = src[:len(src)/2] {
				explode(t, src)
			}
		})
	}
}

func explode(t *testing.T, src string) {
	t.Helper()
	var before, after runtime.MemStats
	var doc Document
	elapsed := time.Hour
	for range 3 { // the machine may be busy with something else
		runtime.ReadMemStats(&before)
		start := time.Now()
		doc = Render(src, Options{Labels: labels})
		elapsed = min(elapsed, time.Since(start))
		runtime.ReadMemStats(&after)
		if elapsed < 200*time.Millisecond {
			break
		}
	}
	spent := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%d bytes: %v, %d MB, %d bytes of HTML, %v", len(src), elapsed, spent, len(doc.HTML), first(doc.Problems))
	if elapsed > 200*time.Millisecond {
		t.Errorf("took %v", elapsed)
	}
	if spent > 64 {
		t.Errorf("allocated %d MB", spent)
	}
	if len(doc.HTML) > MaxOutput {
		t.Errorf("wrote %d bytes", len(doc.HTML))
	}
}

func first(problems []Problem) string {
	if len(problems) == 0 {
		return ""
	}
	return problems[0].Kind.String() + ": " + problems[0].Detail[:min(len(problems[0].Detail), 40)]
}
