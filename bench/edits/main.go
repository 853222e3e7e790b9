// Command edits counts how many files of a built site one edit changes.
//
//	edits --source DIR --scratch DIR [--each 5] [--seed 1] bunting build --quiet
//
// The source is a campaign made by bench/generate. Each edit is made to one
// event drawn at random, the site is built anew into an empty folder with the
// command given (--source and --output are added), compared with the site
// before, and the edit undone. For each kind of edit a row says how many files
// differ: those of each edit, their mean and the maximum. Files that are only
// in one of the two sites count, too.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

func main() {
	var m measurement
	each := flag.Int("each", 5, "how many `edits` of each kind")
	seed := flag.Uint64("seed", 1, "draw other events")
	only := flag.String("only", "", "the `kind` of edit; all when empty")
	list := flag.Bool("list", false, "name the files that differ")
	flag.StringVar(&m.source, "source", "", "the `folder` of the campaign")
	flag.StringVar(&m.scratch, "scratch", "", "the `folder` for built sites; new or empty")
	flag.Parse()
	m.command = flag.Args()
	m.scratch, _ = filepath.Abs(m.scratch)
	if m.source == "" || m.scratch == "" || len(m.command) == 0 || *each < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := m.run(*each, *seed, *only, *list); err != nil {
		fmt.Fprintln(os.Stderr, "edits:", err)
		os.Exit(1)
	}
}

// A measurement compares a site before and after.
type measurement struct {
	source, scratch string
	command         []string
	events          []string // files of the default language
}

func (m *measurement) run(each int, seed uint64, only string, list bool) error {
	if entries, err := os.ReadDir(m.scratch); len(entries) > 0 {
		return fmt.Errorf("%s is not empty", m.scratch)
	} else if err != nil && !os.IsNotExist(err) {
		return err
	}
	all, err := filepath.Glob(filepath.Join(m.source, "content/events/*/*.md"))
	if err != nil {
		return err
	}
	for _, name := range all {
		if !strings.HasSuffix(name, ".en.md") {
			m.events = append(m.events, name)
		}
	}
	if len(m.events) == 0 {
		return fmt.Errorf("%s has no events", m.source)
	}
	if err := m.build("before"); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for _, kind := range kinds {
		if only != "" && kind.name != only {
			continue
		}
		var counts []int
		sum := 0
		for len(counts) < each {
			name := m.events[r.IntN(len(m.events))]
			changed, err := m.edit(kind, name)
			if err != nil {
				return err
			}
			if changed == nil {
				continue // the event has nothing of the kind
			}
			if list {
				fmt.Println(kind.name, name)
				for _, c := range changed {
					fmt.Println("\t" + c)
				}
			}
			counts = append(counts, len(changed))
			sum += len(changed)
		}
		fmt.Printf("%-8s mean %6.1f   maximum %4d   %v\n", kind.name, float64(sum)/float64(len(counts)), slices.Max(counts), counts)
	}
	return nil
}

func (m *measurement) build(name string) error {
	out := filepath.Join(m.scratch, name)
	args := append(slices.Clone(m.command[1:]), "--source", m.source, "--output", out)
	cmd := exec.Command(m.command[0], args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%v: %w", cmd.Args, err)
	}
	return nil
}

// edit makes an edit, builds, compares and undoes it; nil when the event has
// nothing that an edit of the kind could change.
func (m *measurement) edit(k kind, name string) (changed []string, err error) {
	translation := strings.TrimSuffix(name, ".md") + ".en.md"
	zh, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	en, err := os.ReadFile(translation)
	if err != nil {
		return nil, err
	}
	// An added event stands beside the one drawn, a removed one goes.
	to, toTranslation := name, translation
	if k.name == "add" {
		to, toTranslation = strings.TrimSuffix(name, ".md")+"-again.md", strings.TrimSuffix(name, ".md")+"-again.en.md"
	}
	undo := func() error {
		if to != name {
			return firstOf(os.Remove(to), os.Remove(toTranslation))
		}
		return firstOf(os.WriteFile(name, zh, 0o666), os.WriteFile(translation, en, 0o666))
	}
	if k.change == nil {
		err = firstOf(os.Remove(name), os.Remove(translation))
	} else {
		newZH, newEN := k.change(string(zh)), string(en)
		if k.name == "title" {
			newEN = k.change(newEN)
		}
		if to == name && newZH == string(zh) {
			return nil, nil
		}
		err = firstOf(os.WriteFile(to, []byte(newZH), 0o666), os.WriteFile(toTranslation, []byte(newEN), 0o666))
	}
	if err == nil {
		err = m.build("after")
	}
	if err := undo(); err != nil {
		return nil, err
	}
	if refused := (*exec.ExitError)(nil); errors.As(err, &refused) && refused.ExitCode() == 1 {
		return nil, nil // the site needs what was taken away
	}
	if err != nil {
		return nil, err
	}
	changed, err = compare(filepath.Join(m.scratch, "before"), filepath.Join(m.scratch, "after"))
	return changed, firstOf(err, os.RemoveAll(filepath.Join(m.scratch, "after")))
}

func firstOf(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// A kind of edit changes the file of an event; remove changes nothing.
type kind struct {
	name   string
	change func(file string) string
}

var kinds = []kind{
	{"body", func(s string) string { return s + "\n\nOne more paragraph.\n" }},
	{"title", func(s string) string { return strings.Replace(s, "title = \"", "title = \"* ", 1) }},
	{"fee", func(s string) string {
		if !free.MatchString(s) {
			return s
		}
		return free.ReplaceAllString(s, `fee = "10"`)
	}},
	{"place", func(s string) string { return venue.ReplaceAllString(s, `place = "elsewhere"`) }},
	{"status", func(s string) string {
		if strings.Contains(s, "\nstatus = ") {
			return s
		}
		return strings.Replace(s, "+++\n", "+++\nstatus = \"cancelled\"\nstatusNote = \"rain\"\nstatusChanged = 2021-09-10T18:00:00\n", 1)
	}},
	{"hour", func(s string) string { return moments.ReplaceAllStringFunc(s, shift(time.Hour)) }},
	{"day", func(s string) string { return moments.ReplaceAllStringFunc(s, shift(24*time.Hour)) }},
	{"add", func(s string) string { return aliases.ReplaceAllString(s, "") }},
	{"remove", nil},
}

var (
	free    = regexp.MustCompile(`(?m)^free = true$`)
	venue   = regexp.MustCompile(`(?m)^venue = .*$`)
	aliases = regexp.MustCompile(`(?m)^aliases = .*\n`)
	moments = regexp.MustCompile(`(?m)^(start|end) = 2021-\d\d-\d\dT\d\d:\d\d:\d\d$`)
)

// shift moves a start or an end.
func shift(by time.Duration) func(line string) string {
	return func(line string) string {
		key, value, _ := strings.Cut(line, " = ")
		const stamp = "2006-01-02T15:04:05"
		t, err := time.Parse(stamp, value)
		if err != nil {
			return line
		}
		return key + " = " + t.Add(by).Format(stamp)
	}
}

// compare returns the files that are not the same in both folders.
func compare(before, after string) ([]string, error) {
	var out []string
	walk := func(dir, other string, differs func(a, b string) bool) error {
		return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(dir, name)
			if err == nil && differs(name, filepath.Join(other, rel)) {
				out = append(out, rel)
			}
			return err
		})
	}
	err := walk(before, after, func(a, b string) bool {
		x, err1 := os.ReadFile(a)
		y, err2 := os.ReadFile(b)
		return err1 != nil || err2 != nil || !bytes.Equal(x, y)
	})
	if err != nil {
		return nil, err
	}
	err = walk(after, before, func(_, b string) bool {
		_, err := os.Lstat(b)
		return err != nil
	})
	return out, err
}
