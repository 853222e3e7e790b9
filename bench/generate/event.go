package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A generator makes one event after another. Each draws from a source of its
// own; only free rooms and the latest event of each region pass from one to
// the next, so what comes later changes nothing before.
type generator struct {
	seed      uint64
	provinces []*province
	latest    map[string]*named // by region
}

// A named event can be linked to from its region's folder.
type named struct {
	slug  string
	title text
}

// Streams of random numbers that belong to no event.
const (
	placesStream = 1<<63 + iota // of the first province
	newsStream
	furtherStream // of the second province, and so on
)

// newGenerator returns a generator with room for that many events.
func newGenerator(seed uint64, events int) *generator {
	return &generator{seed, newProvinces(seed, events), map[string]*named{}}
}

// An event while it is made: what later parts depend on, and the facts
// written so far.
type event struct {
	named
	r        *rand.Rand
	region   *region
	county   *county
	subject  *subject
	form     *form
	summary  text
	venue    *venue // nil for another place or none
	remote   bool   // online or mixed
	sessions []session
	before   *named // an earlier event of the region

	facts, tables bytes.Buffer // TOML: tables come last
	translated    bytes.Buffer // tables of the translation
	text          text
}

// event makes the event with the given number, counted from 0; numbers must
// come in order.
func (g *generator) event(number int) *event {
	e := g.subject(number)
	p := newProse(e.r, e.subject, e.county.name)
	if !chance(e.r, 10) {
		e.summary = p.fill(pick(e.r, summaries))
	}
	online := chance(e.r, 5) || e.form.online && chance(e.r, 80)
	e.place(online)
	e.times()
	e.classes(number)
	e.status(number)
	e.registration(number)
	e.later(number)
	e.text = e.body(p)
	last := e.named // a copy: a pointer into e would keep all events
	g.latest[e.region.id] = &last
	return e
}

// subject settles what the event is about. Titles are counted out rather than
// drawn, so that no two are equal: stride has no factor in common with the
// number of titles.
func (g *generator) subject(number int) *event {
	const stride = 514229 // a prime, near the golden section of all: neighbours differ in each part
	e := &event{r: rand.New(rand.NewPCG(g.seed, uint64(number)))}
	provinces := len(g.provinces)
	counties := g.provinces[number/perProvince%provinces].counties
	own := number/perProvince/provinces*perProvince + number%perProvince // counted within the province
	all := len(counties) * len(subjects) * len(forms) * len(angles)
	n := (own%all*stride + int(g.seed%uint64(all))) % all
	shift := 0 // each part shifts the next, or neighbouring counties would be given the same subjects
	next := func(size int) int {
		k := (n + shift) % size
		n /= size
		shift = 7 * (shift + k)
		return k
	}
	e.county = counties[next(len(counties))]
	e.subject = &subjects[next(len(subjects))]
	e.form = &forms[next(len(forms))]
	angle := angles[next(len(angles))]
	e.region = e.county.region
	e.before = g.latest[e.region.id]
	e.slug = e.subject.id + "-" + e.form.id + "-" + strconv.Itoa(number)
	e.title = text{
		e.county.name.zh + e.subject.name.zh + e.form.name.zh + "：" + angle.zh,
		e.form.name.en + " on " + e.subject.name.en + ": " + angle.en + " (" + e.county.name.en + ")",
	}
	if round := own/all + 1; round > 1 {
		e.title.zh += fmt.Sprintf("（第%d期）", round)
		e.title.en += fmt.Sprintf(", edition %d", round)
	}
	return e
}

// set writes a fact; the format is that of its value.
func (e *event) set(key, format string, args ...any) {
	fmt.Fprintf(&e.facts, key+" = "+format+"\n", args...)
}

// place settles where the event is.
func (e *event) place(online bool) {
	r := e.r
	mixed := !online && chance(r, 6)
	switch {
	case online:
		e.set("attendance", `"online"`)
	case mixed:
		e.set("attendance", `"mixed"`)
	}
	e.remote = online || mixed
	if e.remote {
		e.set("url", `"https://live.kepu.example/%s/%s"`, e.region.id, e.slug)
		if chance(r, 30) {
			e.set("replay", `"https://live.kepu.example/%s/%s/replay"`, e.region.id, e.slug)
		}
	}
	switch {
	case online:
	case chance(r, 65):
		e.venue = pick(r, e.county.venues)
		e.set("venue", "%q", e.venue.id)
	default:
		spot := pick(r, outdoors)
		e.set("place", "%s", text{e.county.name.zh + spot.zh, e.county.name.en + ", " + spot.en}.toml())
		e.set("address", "%s", e.county.address(r).toml())
		if chance(r, 70) {
			lat, lon := e.county.spot(r)
			e.set("location", "[%.4f, %.4f]", lat, lon)
		}
	}
	if chance(r, 60) { // the others belong to the whole prefecture
		e.set("region", "%q", e.county.id)
	}
}

// classes writes what lists sort events by.
func (e *event) classes(number int) {
	r := e.r
	organizers := []string{strconv.Quote(e.subject.lead)}
	if chance(r, 40) && e.subject.lead != "xjast" {
		organizers = append(organizers, `"xjast"`)
	}
	if chance(r, 70) {
		organizers = append(organizers, text{e.county.name.zh + "科协", e.county.name.en + " Association for Science and Technology"}.toml())
	}
	e.set("organizers", "[%s]", strings.Join(organizers, ", "))
	joined := []string{e.subject.action}
	if second := pick(r, actions); chance(r, 35) && second.id != e.subject.action {
		joined = append(joined, second.id)
	}
	e.set("actions", "%s", quoted(joined))
	e.set("strands", "[%q]", e.subject.strand)
	e.set("audience", "%s", quoted(e.form.audience))
	if chance(r, 50) {
		e.set("accessibility", "%s", quoted(pick(r, accessibility)))
	}
	e.set("spoken", "%s", quoted(pick(r, spoken)))
	// As many as an editor would choose, however large the programme: the
	// powers of two.
	if number&(number-1) == 0 {
		e.set("featured", "true")
	}
	switch k := r.IntN(100); {
	case k < 92:
		e.set("free", "true")
	case k < 96:
		fee := strconv.Itoa(5 * (1 + r.IntN(8)))
		e.set("fee", "%s", text{"每人" + fee + "元", fee + " yuan each"}.toml())
	}
	if chance(r, 1) {
		e.set("public", "false")
	}
}

// Repeated entries are likelier.
var (
	bookings      = []string{"", "none", "none", "none", "on-the-day", "on-the-day", "preferred", "required", "required"}
	accessibility = [][]string{{"wheelchair"}, {"wheelchair"}, {"wheelchair", "large-print"}, {"captions"}, {"wheelchair", "captions", "hearing-loop"}, {"sign-language", "captions"}}
	spoken        = [][]string{{"zh"}, {"zh"}, {"zh"}, {"zh"}, {"zh", "ug"}, {"zh", "ug"}, {"zh", "kk"}, {"ug"}, {"zh", "mn"}, {"zh", "ky"}}
)

// status writes what became of the plan.
func (e *event) status(number int) {
	status := ""
	switch k := e.r.IntN(200); {
	case k < 4:
		status = "cancelled"
	case k < 6:
		status = "postponed"
	case k < 9:
		status = "rescheduled"
	case k < 11 && !e.remote:
		status = "moved-online"
		e.set("url", `"https://live.kepu.example/moved/%d"`, number)
	default:
		return
	}
	e.set("status", "%q", status)
	e.set("statusNote", "%s", pick(e.r, notes[status]).toml())
	e.set("statusChanged", "%s", e.sessions[0].day().Add(-time.Duration(6+24*e.r.IntN(3))*time.Hour).Format(stamp))
}

// registration writes how to take part.
func (e *event) registration(number int) {
	r := e.r
	var f []string
	add := func(format string, args ...any) { f = append(f, fmt.Sprintf(format, args...)) }
	booking := pick(r, bookings)
	if booking == "" {
		return
	}
	add("booking = %q", booking)
	if booking == "preferred" || booking == "required" {
		first := e.sessions[0].day()
		add(`url = "https://book.kepu.example/%d"`, number)
		if chance(r, 50) {
			add(`phone = "%s-12345"`, e.region.code)
		}
		add("opens = %s", first.AddDate(0, 0, -7-r.IntN(4)).Add(10*time.Hour).Format(stamp))
		add("closes = %s", first.AddDate(0, 0, -1).Add(18*time.Hour).Format(stamp))
	}
	if booking != "none" || chance(r, 30) {
		add("capacity = %d", 20+10*r.IntN(19))
	}
	if booking == "required" && chance(r, 8) {
		add("full = true")
	}
	e.set("registration", "{ %s }", strings.Join(f, ", "))
}

// later writes whom to ask, and what is added when the event is over.
func (e *event) later(number int) {
	r := e.r
	if chance(r, 60) {
		e.set("contact", `{ phone = "%s-12345", email = "%s@kepu.example" }`, e.region.code, e.region.id)
	}
	if chance(r, 3) {
		e.set("publishAt", "2021-09-%02dT09:00:00", 1+r.IntN(10))
	}
	if chance(r, 1) {
		e.set("aliases", `["/2020/%s/"]`, e.slug)
	}
	e.set("office", "%q", e.region.id)
	if chance(r, 3) {
		e.table("videos", e.subject.name.zh+"短片", "A short film on "+e.subject.name.en)
		fmt.Fprintf(&e.tables, "url = \"https://live.kepu.example/films/%d\"\n", number)
	}
	if chance(r, 2) {
		e.table("coverage", e.county.name.zh+"的科普日", "The science day in "+e.county.name.en)
		fmt.Fprintf(&e.tables, "url = \"https://news.kepu.example/%d\"\nsource = %s\ndate = %s\n", number, text{"示例日报", "Sample Daily"}.toml(), e.sessions[0].day().Format(time.DateOnly))
	}
	if chance(r, 3) {
		fmt.Fprintf(&e.tables, "\n[results]\nparticipants = %d\nvolunteers = %d\n", 20+r.IntN(400), 2+r.IntN(30))
	}
}

// table begins an entry of an array of tables, with its title in the
// translation.
func (e *event) table(key, zh, en string) {
	fmt.Fprintf(&e.tables, "\n[[%s]]\ntitle = %q\n", key, zh)
	fmt.Fprintf(&e.translated, "\n[[%s]]\ntitle = %q\n", key, en)
}

// document returns the event's two files.
func (e *event) document() document {
	zh, en := heading(e.title, e.summary)
	return document{text{zh + e.facts.String() + e.tables.String(), en + e.translated.String()}, e.text}
}

// heading returns the TOML of title and summary in each language; the summary
// may be left out.
func heading(title, summary text) (zh, en string) {
	zh, en = fmt.Sprintf("title = %q\n", title.zh), fmt.Sprintf("title = %q\n", title.en)
	if summary.zh != "" {
		zh += fmt.Sprintf("summary = %q\n", summary.zh)
		en += fmt.Sprintf("summary = %q\n", summary.en)
	}
	return zh, en
}

// toml returns t as a table by language.
func (t text) toml() string { return fmt.Sprintf("{ zh = %q, en = %q }", t.zh, t.en) }

func quoted(list []string) string {
	list = slices.Clone(list)
	for i := range list {
		list[i] = strconv.Quote(list[i])
	}
	return "[" + strings.Join(list, ", ") + "]"
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance is true in that many of a hundred cases.
func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }
