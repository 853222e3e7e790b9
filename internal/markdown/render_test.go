package markdown

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReferences(t *testing.T) {
	const src = "一 [a](x.md) ![b](<p q.jpg> \"t\") [c][r]\n\n> - [d](a\\*b&amp;.md)\n\n| h |\n|---|\n| [e](t.md) |\n\n<a href=\"raw.md\">r</a>\n\n[r]: ref.md\n"
	var got []Reference
	Render(src, Options{Resolve: func(ref Reference) Target {
		got = append(got, ref)
		return Target{}
	}})
	at := func(written, destination string, image bool) Reference {
		alt := ""
		if image {
			alt = "b"
		}
		return Reference{destination, image, alt, strings.Index(src, written), len(written)}
	}
	want := []Reference{
		at("x.md", "x.md", false), at("p q.jpg", "p q.jpg", true), at("ref.md", "ref.md", false),
		at(`a\*b&amp;.md`, "a*b&.md", false), at("t.md", "t.md", false), at(`<a href="raw.md">r</a>`, "raw.md", false),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestResolvedTargetIsChecked(t *testing.T) {
	for _, src := range []string{"[a](./javascript:alert%281%29)", "<a href='./javascript:alert(1)'>a</a>"} {
		doc := Render(src, Options{Resolve: func(ref Reference) Target {
			return Target{URL: strings.TrimPrefix(ref.Destination, "./")}
		}})
		if strings.Contains(doc.HTML, "javascript") || len(doc.Problems) != 1 || doc.Problems[0].Kind != UnsafeLink {
			t.Errorf("%s gives %+v", src, doc)
		}
	}
}

func TestWithoutOptions(t *testing.T) {
	const src = "> [!TIP]\n> [a](b.md)\n"
	const want = "<aside class=\"alert alert-tip\" data-alert=\"tip\" role=\"note\">\n<p><a href=\"b.md\">a</a></p>\n</aside>\n"
	if got := Render(src, Options{}).HTML; got != want {
		t.Errorf("got %s", got)
	}
}

func TestHeadingsAndAnchors(t *testing.T) {
	const src = "# 甲 *乙*[^1]\n\n## 甲 乙\n\ntext\n{#intro}\n\n<p id=\"raw\">x</p>\n\n###### Deep {#intro2 .c}\n\n[^1]: n\n"
	doc := Render(src, Options{})
	if diff := cmp.Diff([]Heading{{2, "甲-乙", "甲 乙"}, {3, "甲-乙-1", "甲 乙"}, {4, "intro2", "Deep"}}, doc.Headings); diff != "" {
		t.Error(diff)
	}
	want := []string{"甲-乙", "甲-乙-1", "intro", "raw", "intro2"}
	if diff := cmp.Diff(want, doc.Anchors); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, Anchors(src)); diff != "" {
		t.Error(diff)
	}
}

func TestHeadingAroundTable(t *testing.T) {
	const want = "<h2 id=\"words\">words</h2>\n"
	if doc := Render("words  \nhead@\n|-|\ncell\n=", Options{}); !strings.Contains(doc.HTML, want) {
		t.Errorf("got %s", doc.HTML)
	}
}

func TestSummary(t *testing.T) {
	long := strings.Repeat("长", 2000) + "。"
	for _, c := range []struct{ name, src, want string }{
		{"empty", "", ""},
		{"none", "# only\n\n- a list\n\n> a quote\n", ""},
		{"first paragraph", "# Title\n\n![](a.jpg)\n\n> [!NOTE]\n> no\n\n**一**\n二[链接](x.md)&amp;<b>三</b>[^1] `四`\n\nnext\n\n[^1]: n\n", "一二链接&三 四"},
		{"longer than the first stretch", "# T\n\n" + long + "\n\nnext\n", long},
		{"a term where the first stretch ends", strings.Repeat("长", 340) + "\n\n: explained\n\nthen this\n\n" + long, "then this"},
		{"defined far below", "[here][r] and[^n] more\n\n" + strings.Repeat("x\n\n", 5000) + "[r]: /a\n[^n]: note\n", "here and more"},
		{"after a long list", strings.Repeat("- item\n", 3000) + "\nthen *this*\n", "then this"},
		{"too large", strings.Repeat("- a\n\n", MaxSource/5+1), ""},
	} {
		if got := Summary(c.src); got != c.want {
			t.Errorf("%s: got %.80q, want %.80q", c.name, got, c.want)
		}
	}
}

func TestTooComplexNamesThePlace(t *testing.T) {
	src := "fine\n\n" + strings.Repeat("> ", MaxDepth+1) + "deep\n\nfine\n"
	doc := Render(src, Options{})
	if len(doc.Problems) != 1 || doc.HTML != "" || doc.Headings != nil {
		t.Fatalf("got %+v", doc)
	}
	p := doc.Problems[0]
	if p.Kind != TooComplex || p.Detail != "nesting" || strings.Count(src[:p.Offset], "\n") != 2 {
		t.Errorf("got %+v", p)
	}
	if Text(src) != "" || Anchors(src) != nil {
		t.Error("text or anchors of what is too complex")
	}
}

func TestProblemsAreCapped(t *testing.T) {
	doc := Render(strings.Repeat("[a](x:y)\n\n", 2*MaxProblems), Options{})
	if len(doc.Problems) != MaxProblems || doc.HTML == "" {
		t.Errorf("%d problems", len(doc.Problems))
	}
}

// TestWithinLimits holds what offices may well write against the limits.
func TestWithinLimits(t *testing.T) {
	var programme strings.Builder
	programme.WriteString("| 时间 | 活动 | 地点 | 单位 | 对象 | 预约 | 电话 | 备注 |\n|--|--|--|--|--|--|--|--|\n")
	for range 600 {
		programme.WriteString("| 09-11 | **碳中和**[展](carbon.md) | 科技馆 | 科协 | 公众 | 免 | 0991-1 | `A\\|B` |\n")
	}
	for name, src := range map[string]string{
		"programme":  programme.String(),
		"links":      strings.Repeat("- [活动](events/a.md)（*新*）\n", 2000),
		"long prose": strings.Repeat(strings.Repeat("科学普及，**重在**参与人人受益；见[通知](notice.md)，不再另行通知。", 20)+"\n\n", 100),
		"code":       "```json\n" + strings.Repeat("{\"a\": [1, 2, {\"b\": \"c_d*e\"}]},\n", 5000) + "```\n",
	} {
		if doc := Render(src, Options{}); len(doc.Problems) > 0 {
			t.Errorf("%s (%d bytes): %+v", name, len(src), doc.Problems[0])
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	want := Render(eventBody, Options{Labels: labels}).HTML
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if Render(eventBody, Options{Labels: labels}).HTML != want {
					t.Error("another goroutine's text")
				}
			}
		})
	}
	group.Wait()
}

func TestKindNames(t *testing.T) {
	seen := map[string]bool{}
	for k := TooComplex; k <= MisplacedAttributes; k++ {
		if name := k.String(); name == "" || name == "unknown" || seen[name] {
			t.Errorf("kind %d is %q", k, name)
		} else {
			seen[name] = true
		}
	}
	if Kind(0).String() != "unknown" || (MisplacedAttributes+1).String() != "unknown" {
		t.Error("kinds that do not exist have names")
	}
}

// eventBody is a body as offices write them, about 1.5 KB.
const eventBody = `## 活动简介

为深入贯彻落实《全民科学素质行动规划纲要》，**伊犁州科协**联合州生态环境局，在科技馆举办“碳达峰、碳中和”主题科普展。
展览分为*认识碳*、*减少碳*、*吸收碳*三个展区，共有互动展品 42 件，适合家庭和中小学生参观。

> [!NOTE]
> 请携带本人身份证，并配合测量体温。

## 日程

| 时间 | 内容 | 主讲 |
|------|------|------|
| 10:00–10:30 | 开幕式 | 州科协 |
| 10:30–11:30 | 讲座：**双碳目标与我们的生活** | 张教授 |
| 14:00–16:00 | 亲子实验：*水果电池* | 志愿者 |

## 参观须知

1. 免费参观，团体请提前两天[预约](booking.md)。
2. 儿童须有成人陪同。
3. 公交 1、5、9 路“科技馆”站下车即到[^1]。

- 无障碍通道：东门
- 手语讲解：每天 11:00
- 母婴室：一层

![展厅](opening.jpg)

更多信息见 https://kepu.example/ 或致电 [0999-8000000](tel:+869998000000)。

[^1]: 9 路末班车 19:30。
`

func BenchmarkRender(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(eventBody)))
	for b.Loop() {
		Render(eventBody, Options{Labels: labels})
	}
}

func BenchmarkSummary(b *testing.B) {
	for name, src := range map[string]string{"usual": strings.Repeat(eventBody, 2), "long": strings.Repeat(eventBody, 100)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Summary(src)
			}
		})
	}
}
