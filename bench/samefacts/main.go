// Command samefacts checks that the event pages of two built sites tell the
// same facts, so that what it costs to build them can be compared.
//
//	go run ./bench/samefacts --every 50 BUNTING HUGO
//
// It reads every nth event page of the first site and the page of the same
// address in the second, and prints what only one of them says: title,
// summary, status, times, place, address, booking, fee, audience, languages,
// access, organisers, contact, sessions with rooms and speakers, results,
// films, press, actions, strands, office, links and each paragraph of the
// text. It also compares how many event pages there are. Words between the
// facts, and their order, may differ; times are compared by their numbers.
// It ends with status 1 when anything differs.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

func main() {
	every := flag.Int("every", 50, "read one of so many pages")
	flag.Parse()
	if flag.NArg() != 2 || *every < 1 {
		flag.Usage()
		os.Exit(2)
	}
	different, err := compare(flag.Arg(0), flag.Arg(1), *every)
	if err != nil {
		fmt.Fprintln(os.Stderr, "samefacts:", err)
		os.Exit(3)
	}
	if different {
		os.Exit(1)
	}
}

// compare prints how the event pages of two sites differ.
func compare(one, other string, every int) (different bool, err error) {
	pages, err := eventPages(one)
	if err != nil {
		return false, err
	}
	others, err := eventPages(other)
	if err != nil {
		return false, err
	}
	if !slices.Equal(pages, others) {
		fmt.Printf("%d event pages in %s, %d in %s\n", len(pages), one, len(others), other)
		different = true
	}
	read := 0
	for i := 0; i < len(pages); i += every {
		a, err := readFacts(filepath.Join(one, pages[i]))
		if err != nil {
			return false, err
		}
		b, err := readFacts(filepath.Join(other, pages[i]))
		if err != nil {
			return false, err
		}
		for _, line := range difference(a, b) {
			fmt.Printf("%s: %s\n", pages[i], line)
			different = true
		}
		read++
	}
	fmt.Printf("%d of %d event pages read\n", read, len(pages))
	return different, nil
}

// eventPages returns the names of a site's event pages, sorted.
func eventPages(site string) ([]string, error) {
	var out []string
	for _, dir := range []string{"events", "en/events"} {
		err := fs.WalkDir(os.DirFS(site), dir, func(name string, d fs.DirEntry, err error) error {
			if filepath.Ext(name) == ".html" && d.Name() != "index.html" && !strings.Contains(name, "/page/") {
				out = append(out, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return out, nil
}

// facts are what a page says, each with what it is about.
type facts map[string]bool

// difference returns what only one of a and b holds, sorted.
func difference(a, b facts) []string {
	var out []string
	for fact := range a {
		if !b[fact] {
			out = append(out, "only the first says "+fact)
		}
	}
	for fact := range b {
		if !a[fact] {
			out = append(out, "only the second says "+fact)
		}
	}
	slices.Sort(out)
	return out
}

func readFacts(name string) (facts, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	doc, err := html.Parse(f)
	if err != nil {
		return nil, err
	}
	out := facts{}
	out.collect(doc)
	return out, nil
}

// told are the classes whose elements each state one fact. Both sites use
// those of the theme.
var told = []string{
	"label", "badge", "ticket-note", "ticket-changed", "session-title", "item-room", "speaker-name", "speaker-from",
	"contact-name", "contact-phone", "contact-email",
}

// collect adds the facts of an element's content.
func (f facts) collect(e *html.Node) {
	switch classes := strings.Fields(attribute(e, "class")); {
	case has(classes, "related"), has(classes, "foot"), has(classes, "top"), e.Data == "head":
		return // cards of other events, and what surrounds every page
	case e.Data == "h1":
		f.add("title", text(e))
	case has(classes, "ticket-when"), has(classes, "session"):
		f.times(e)
	case has(classes, "fact"):
		var label string
		for c := e.FirstChild; c != nil; c = c.NextSibling {
			if c.Data == "dt" {
				label = text(c)
			} else {
				f.add(label, text(c))
			}
		}
	case has(classes, "figures"), has(classes, "links"), has(classes, "videos"):
		for c := e.FirstChild; c != nil; c = c.NextSibling {
			f.add(classes[0], text(c))
		}
	case has(classes, "prose"):
		f.paragraphs(e)
		return
	case e.Data == "a" && has(classes, "button") && !has(classes, "button-map"):
		f.add("link", text(e)+" "+attribute(e, "href"))
	case has(classes, "lede"):
		f.add("summary", beginning(text(e)))
	default:
		for _, class := range classes {
			if slices.Contains(told, class) {
				f.add(class, text(e))
			}
		}
	}
	for c := e.FirstChild; c != nil; c = c.NextSibling {
		f.collect(c)
	}
}

func (f facts) add(about, what string) {
	if what != "" {
		f[about+": "+what] = true
	}
}

// beginning returns a summary made of a paragraph as far as all generators
// show it: each shortens a long one at another character.
func beginning(summary string) string {
	r := []rune(summary)
	return string(r[:min(len(r), 100)])
}

var number = regexp.MustCompile(`\d+(:\d\d)?`)

// times adds the beginning of a time, and each number of its text.
func (f facts) times(e *html.Node) {
	for d := range e.Descendants() {
		if d.Data == "time" {
			f.add("begins", attribute(d, "datetime"))
		}
	}
	for _, n := range number.FindAllString(text(e), -1) {
		f.add("time", n)
	}
}

// paragraphs adds each block of a text, and where its links lead.
func (f facts) paragraphs(e *html.Node) {
	for d := range e.Descendants() {
		switch d.Data {
		case "p", "li", "h2", "h3", "td", "th", "dt", "dd":
			f.add("text", text(d))
		case "a":
			f.add("leads to", attribute(d, "href"))
		}
	}
}

func attribute(e *html.Node, key string) string {
	for _, a := range e.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(classes []string, class string) bool { return slices.Contains(classes, class) }

// text returns an element's text, with single blanks.
func text(e *html.Node) string {
	if e.Type == html.TextNode {
		return strings.TrimSpace(e.Data)
	}
	var b strings.Builder
	for d := range e.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
