// Command generate writes a synthetic campaign, for measuring how bunting
// bears many events.
//
//	go run ./bench/generate --events 10000 --seed 1 --output DIR
//
// It promises that the same seed and count give the same bytes, that a larger
// count leaves the earlier events as they were, that regions and venues grow
// with the events (by a province for each 20,000), that no two events share a
// title, that each event has both languages, and that the site loads without a
// single diagnostic. Photos and attachments are left out: their cost is that
// of the pictures, not of the number of events. No theme is written: the site
// uses the one that bunting carries.
//
// With --hugo the same campaign is written for Hugo: content/, data/ and
// static/ of a site whose layouts and configuration are in bench/hugo.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	events := flag.Int("events", 1000, "how many `events` to write")
	seed := flag.Uint64("seed", 1, "choose another campaign of the same kind")
	hugo := flag.Bool("hugo", false, "write the site for Hugo")
	output := flag.String("output", "", "the `folder` to write; new or empty")
	flag.Parse()
	if *output == "" || *events < 0 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := generate(*output, *events, *seed, *hugo); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate writes a campaign with that many events into dir, which must be
// empty or not there yet: files left from a larger campaign would count as
// events.
func generate(dir string, events int, seed uint64, hugo bool) error {
	switch entries, err := os.ReadDir(dir); {
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty", dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	g := newGenerator(seed, events)
	w := writer{dir: dir, hugo: hugo, made: map[string]bool{}}
	g.site(&w)
	apart := hugo && manyLasting(seed, events)
	if apart {
		w.put("content/lists/open/_index", lastingList)
	}
	for i := range events {
		e := g.event(i)
		name := "content/events/" + e.region.id + "/" + e.slug
		if hugo {
			w.put(name, e.forHugo(apart))
		} else {
			w.put(name, e.document())
		}
	}
	return w.err
}

// A writer writes files below dir until the first fault, which it keeps.
type writer struct {
	dir  string
	hugo bool
	made map[string]bool // folders
	err  error
}

func (w *writer) file(name string, data []byte) {
	if w.err != nil {
		return
	}
	name = filepath.Join(w.dir, filepath.FromSlash(name))
	if folder := filepath.Dir(name); !w.made[folder] {
		w.err = os.MkdirAll(folder, 0o777)
		w.made[folder] = true
	}
	if w.err == nil {
		w.err = os.WriteFile(name, data, 0o666)
	}
}

// A document is a Markdown file's front matter and body in both languages.
type document struct {
	front, body text
}

// write writes a document of the site itself; name is as bunting has it,
// without suffix.
func (w *writer) write(name string, d document) {
	if w.hugo {
		name, d = hugoName(name), d.forHugo()
	}
	w.put(name, d)
}

// put writes a document's two files; name has no suffix.
func (w *writer) put(name string, d document) {
	w.file(name+".md", []byte("+++\n"+d.front.zh+"+++\n\n"+d.body.zh))
	w.file(name+".en.md", []byte("+++\n"+d.front.en+"+++\n\n"+d.body.en))
}
