package main

import (
	"fmt"
	"math/rand/v2"
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
	length := shortest + min(r.IntN(longest-shortest), r.IntN(longest-shortest))
	stocks := []*stock{newStock(r, seeing), newStock(r, doing), newStock(r, explaining), newStock(r, people)}
	p.add(newStock(r, openings).take(1+r.IntN(2)), "\n\n")
	const tail = 250 // what follows the loop at most, with the loop's last paragraph
	for i := r.IntN(4); utf8.RuneCountInString(p.zh.String()) < length-tail; i++ {
		s := stocks[i%4]
		if len(s.order) == 0 {
			continue
		}
		switch k := r.IntN(10); {
		case k < 2:
			p.add(text{"## " + headings[i%len(headings)].zh, "## " + headings[i%len(headings)].en}, "\n\n")
			p.add(s.take(2+r.IntN(3)), "\n\n")
		case k < 3 && len(s.order) > 2:
			for range 3 {
				p.add(text{"- ", "- "}, "")
				p.add(s.take(1), "\n")
			}
			p.add(text{}, "\n")
		default:
			p.add(s.take(2+r.IntN(3)), "\n\n")
		}
	}
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
	return text{p.zh.String(), p.en.String()}
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
