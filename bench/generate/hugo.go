package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// The same campaign as a Hugo site: the same texts and facts, where and how
// Hugo expects them. Hugo's pages inherit nothing from their translations, so
// each has all facts, in its own language; and Hugo can gather pages quickly
// only by taxonomies, so what bunting derives (days, the region above, what is
// online or changed) stands in the front matter. config.toml becomes a data
// file, byte for byte.

// hugoName returns where Hugo has the document that bunting has at name.
func hugoName(name string) string {
	section, rest, _ := strings.Cut(strings.TrimPrefix(name, "content/"), "/")
	switch section {
	case "home":
		return "content/_index"
	case "notice":
		return "content/pages/notice"
	case "venues", "actions", "strands", "regions":
		return "content/" + section + "/" + rest + "/_index"
	}
	return name
}

// forHugo returns a document without translated tables with all facts in both
// languages.
func (d document) forHugo() document {
	en := d.front.en
	for line := range strings.Lines(d.front.zh) {
		if !strings.HasPrefix(line, "title = ") && !strings.HasPrefix(line, "summary = ") {
			en += line
		}
	}
	return document{text{inLanguage(d.front.zh, 1), inLanguage(en, 2)}, d.body}
}

// hugoRegions writes the pages of regions that have no longer text: Hugo
// knows no region but by its page.
func (g *generator) hugoRegions(w *writer) {
	for _, p := range g.provinces {
		if p.several {
			w.write("content/regions/"+p.id, titled(p.name, text{}))
		}
		for _, c := range p.counties {
			w.write("content/regions/"+c.id, titled(c.name, text{}).withOutputs("html", "ics", "print", "json", "csv", "schedule"))
		}
	}
}

// withOutputs names the formats in which Hugo writes a page.
func (d document) withOutputs(formats ...string) document {
	d.front.zh += "outputs = " + quoted(formats) + "\n"
	return d
}

// manyLasting tells whether some day has so many events that are open over several days
// (100, as bunting has it) that these have a list of their own, and do not stand in each
// day's.
func manyLasting(seed uint64, events int) bool {
	const most = 100
	g, on := newGenerator(seed, events), map[time.Time]int{}
	for i := range events {
		e := g.event(i)
		if e.private() {
			continue
		}
		for _, s := range e.sessions {
			if !s.lasting() {
				continue
			}
			for _, d := range s.days() {
				if on[d]++; on[d] > most {
					return true
				}
			}
		}
	}
	return false
}

// lastingList is that list.
var lastingList = func() document {
	d := titled(text{"多日开放", "Open over several days"}, text{})
	d.front.zh += "url = \"/schedule/open/\"\n"
	d.front.en += "url = \"/en/schedule/open/\"\n"
	return d
}()

// lasting tells whether the session is open over several days.
func (s session) lasting() bool { return s.hours != "" }

// forHugo returns the event's two files for Hugo; apart: those open over several days
// have a list of their own.
func (e *event) forHugo(apart bool) document {
	zh, en := heading(e.title, e.summary)
	facts, tables := hugoFacts(e.facts.String()), e.openDays(e.tables.String())
	var derived strings.Builder
	set := func(key, value string) { fmt.Fprintf(&derived, "%s = %s\n", key, value) }
	regions := []string{e.region.id}
	if strings.Contains(facts, "\nregion = ") {
		regions = []string{e.county.id, e.region.id}
	}
	if p := e.county.province; p.several {
		regions = append(regions, p.id)
	}
	set("date", e.first().Format(stamp))
	set("regions", quoted(regions))
	set("days", quoted(e.days(apart)))
	all := e.days(false)
	set("span", quoted([]string{all[0], all[len(all)-1]}))
	if e.venue != nil {
		set("venues", quoted([]string{e.venue.id}))
	}
	var lists []string
	if e.remote || strings.Contains(facts, `status = "moved-online"`) {
		lists = append(lists, "online")
	}
	if strings.Contains(facts, "\nstatus = ") || strings.Contains(facts, "full = true") {
		lists = append(lists, "changes")
	}
	if apart && slices.ContainsFunc(e.sessions, session.lasting) {
		lists = append(lists, "open")
	}
	if lists != nil {
		set("lists", quoted(lists))
	}
	if e.private() {
		tables += "\n[build]\nlist = \"never\"\n"
	}
	return document{text{
		zh + inLanguage(facts, 1) + derived.String() + inLanguage(tables, 1),
		en + inLanguage(facts, 2) + derived.String() + translatedTitles(inLanguage(tables, 2), e.translated.String()),
	}, text{hugoLinks(e.text.zh), hugoLinks(e.text.en)}}
}

// hugoLinks makes links to a venue's file into links to its page.
func hugoLinks(body string) string { return venueLink.ReplaceAllString(body, "](/venues/$1)") }

var (
	byLanguage = regexp.MustCompile(`\{ zh = ("(?:[^"\\]|\\.)*"), en = ("(?:[^"\\]|\\.)*") \}`)
	venueLink  = regexp.MustCompile(`\]\(\.\./\.\./venues/([a-z0-9-]+)\.md\)`)
	openSpan   = regexp.MustCompile(`(?m)^from = .*\nto = .*$`)
	titleLine  = regexp.MustCompile(`(?m)^title = .*$`)
)

// inLanguage replaces each table by language in toml with its nth text.
func inLanguage(toml string, nth int) string {
	return byLanguage.ReplaceAllString(toml, fmt.Sprintf("$%d", nth))
}

// openDays narrows each span of open hours in tables to its first and its
// last open day, which bunting finds out by itself.
func (e *event) openDays(tables string) string {
	open := slices.DeleteFunc(slices.Clone(e.sessions), func(s session) bool { return s.hours == "" })
	return openSpan.ReplaceAllStringFunc(tables, func(string) string {
		days := open[0].days()
		open = open[1:]
		return fmt.Sprintf("from = %s\nto = %s", days[0].Format(time.DateOnly), days[len(days)-1].Format(time.DateOnly))
	})
}

// translatedTitles replaces the titles in tables with those of the
// translation, which has the same ones in the same order.
func translatedTitles(tables, translation string) string {
	titles := titleLine.FindAllString(translation, -1)
	return titleLine.ReplaceAllStringFunc(tables, func(string) string {
		title := titles[0]
		titles = titles[1:]
		return title
	})
}

// hugoFacts renames what means something else to Hugo.
func hugoFacts(facts string) string {
	return strings.NewReplacer("\nurl = ", "\nonline = ", "\npublishAt = ", "\npublishDate = ").Replace("\n" + facts)[1:]
}

// private tells whether the event is by invitation, so that no list shows it.
func (e *event) private() bool { return strings.Contains(e.facts.String(), "public = false") }

// days returns the days on which a session of the event begins, sorted; without those
// of lasting ones, if these are apart.
func (e *event) days(apart bool) []string {
	var out []string
	for _, s := range e.sessions {
		if apart && s.lasting() {
			continue
		}
		for _, d := range s.days() {
			out = append(out, d.Format(time.DateOnly))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// days returns the days on which the session takes place.
func (s *session) days() []time.Time {
	if s.hours == "" {
		return []time.Time{s.day()}
	}
	var out []time.Time
	for d := s.start; !d.After(s.end); d = d.AddDate(0, 0, 1) {
		weekday := strings.ToLower(d.Weekday().String()[:3])
		if !d.Equal(s.except) && (s.weekdays == nil || slices.Contains(s.weekdays, weekday)) {
			out = append(out, d)
		}
	}
	return out
}

// first returns when the event begins.
func (e *event) first() time.Time {
	return slices.MinFunc(e.sessions, func(a, b session) int { return a.first().Compare(b.first()) }).first()
}

// first returns when the session begins for the first time.
func (s session) first() time.Time {
	if s.hours == "" {
		return s.start
	}
	clock, _ := time.Parse("15:04", s.hours[:5])
	return s.days()[0].Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
}
