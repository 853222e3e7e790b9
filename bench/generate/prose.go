package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Lengths of a body, in characters of the Chinese text.
const (
	shortest = 400
	longest  = 1500
)

// prose writes a body in both languages at once.
type prose struct {
	r      *rand.Rand
	slots  [2]*strings.Replacer
	zh, en strings.Builder
}

func newProse(r *rand.Rand, s *subject, place text) *prose {
	n, m := strconv.Itoa(20+5*r.IntN(9)), strconv.Itoa(2+r.IntN(8))
	return &prose{r: r, slots: [2]*strings.Replacer{
		strings.NewReplacer("{subject}", s.name.zh, "{thing}", s.thing.zh, "{tool}", s.tool.zh, "{county}", place.zh, "{n}", n, "{m}", m),
		strings.NewReplacer("{subject}", s.name.en, "{thing}", s.thing.en, "{tool}", s.tool.en, "{county}", place.en, "{n}", n, "{m}", m),
	}}
}

func (p *prose) fill(t text) text { return text{p.slots[0].Replace(t.zh), p.slots[1].Replace(t.en)} }

// add writes t, then end.
func (p *prose) add(t text, end string) {
	t = p.fill(t)
	p.zh.WriteString(t.zh + end)
	p.en.WriteString(t.en + end)
}

// A stock gives each of its sentences once.
type stock struct {
	list  []text
	order []int
}

func newStock(r *rand.Rand, list []text) *stock { return &stock{list, r.Perm(len(list))} }

// take returns up to n sentences that were not given before, joined to a
// paragraph.
func (s *stock) take(n int) text {
	var zh, en []string
	for _, i := range s.order[:min(n, len(s.order))] {
		zh, en = append(zh, s.list[i].zh), append(en, s.list[i].en)
	}
	s.order = s.order[len(zh):]
	return text{strings.Join(zh, ""), strings.Join(en, " ")}
}

// body writes an event's body: an opening, as many paragraphs as the length
// asks for, what to know before coming, and a close.
func (e *event) body(p *prose) text {
	r := p.r
	end := &prose{r: r, slots: p.slots}
	e.writeEnd(end)
	const paragraph = 200 // at most
	length := longest - shortest - paragraph
	length = shortest + min(r.IntN(length), r.IntN(length)) - utf8.RuneCountInString(end.zh.String())
	p.add(newStock(r, openings).take(1+r.IntN(2)), "\n\n")
	stocks := []*stock{newStock(r, seeing), newStock(r, doing), newStock(r, explaining), newStock(r, people)}
	for i := r.IntN(len(stocks)); len(stocks) > 0 && utf8.RuneCountInString(p.zh.String()) < length; i++ {
		n := i % len(stocks)
		p.paragraph(stocks[n])
		if len(stocks[n].order) == 0 {
			stocks = slices.Delete(stocks, n, n+1)
		}
	}
	p.add(text{end.zh.String(), end.en.String()}, "")
	return text{p.zh.String(), p.en.String()}
}

// paragraph writes some sentences of s: plainly, under a heading, or as a list.
func (p *prose) paragraph(s *stock) {
	switch k := p.r.IntN(10); {
	case k < 2:
		h := pick(p.r, headings)
		p.add(text{"## " + h.zh, "## " + h.en}, "\n\n")
		p.add(s.take(2+p.r.IntN(3)), "\n\n")
	case k < 3 && len(s.order) > 2:
		for range 3 {
			p.add(text{"- ", "- "}, "")
			p.add(s.take(1), "\n")
		}
		p.add(text{}, "\n")
	default:
		p.add(s.take(2+p.r.IntN(3)), "\n\n")
	}
}

// writeEnd writes what to know before coming, and a close.
func (e *event) writeEnd(p *prose) {
	r := p.r
	if chance(r, 12) {
		p.add(pick(r, tables), "\n")
	}
	if chance(r, 20) {
		p.add(text{"> [!NOTE]\n> ", "> [!NOTE]\n> "}, "")
		p.add(pick(r, safety), "\n\n")
	}
	p.add(newStock(r, practical).take(2+r.IntN(2)), "\n\n")
	p.add(e.pointers(r), "")
	p.add(newStock(r, closings).take(1+r.IntN(2)), "\n")
}

// pointers tells the day again, as people do, and leads to the venue and to
// another event.
func (e *event) pointers(r *rand.Rand) text {
	var t text
	if chance(r, 30) {
		d := e.sessions[0].day()
		t.zh += fmt.Sprintf("请记住日子：%d月%d日（周%s）。", d.Month(), d.Day(), weekdayNames[d.Weekday()])
		t.en += fmt.Sprintf("Remember the day: %s. ", d.Format("Monday 2 January"))
	}
	if e.venue != nil && chance(r, 25) {
		link := "](../../venues/" + e.venue.id + ".md)"
		t.zh += "怎么走请看[" + e.venue.name.zh + link + "的介绍。"
		t.en += "The way is told under [" + e.venue.name.en + link + ". "
	}
	if e.before != nil && chance(r, 15) {
		link := "](" + e.before.slug + ".md)"
		t.zh += "感兴趣的朋友也可以看看[" + e.before.title.zh + link + "。"
		t.en += "You may also like [" + e.before.title.en + link + ". "
	}
	if t.zh != "" {
		t.zh, t.en = t.zh+"\n\n", strings.TrimSuffix(t.en, " ")+"\n\n"
	}
	return t
}

var weekdayNames = map[time.Weekday]string{
	time.Monday: "一", time.Tuesday: "二", time.Wednesday: "三", time.Thursday: "四", time.Friday: "五", time.Saturday: "六", time.Sunday: "日",
}
