// Command edits counts how many files of a built site one edit writes.
//
//	edits --source DIR --output DIR [--each 5] [--seed 1] [--only KIND] [--list] bunting build --quiet
//
// The source is a campaign made by bench/generate. Each edit is made to one event
// drawn at random; then the site is built with the command given (--source and
// --output are added), the edit is undone and the site built again. A file counts
// when another stands in its place, or when it is there only before or only after.
// For each kind of edit a row says how many: the least, the mean and the most, and
// those of each edit in order.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	var m measurement
	each := flag.Int("each", 5, "how many `edits` of each kind")
	seed := flag.Uint64("seed", 1, "draw other events")
	only := flag.String("only", "", "the `kind` of edit; all when empty")
	list := flag.Bool("list", false, "name the files")
	flag.StringVar(&m.source, "source", "", "the `folder` of the campaign")
	flag.StringVar(&m.output, "output", "", "the `folder` for the built site; new or empty")
	flag.Parse()
	m.command = flag.Args()
	m.output, _ = filepath.Abs(m.output)
	if m.source == "" || m.output == "" || len(m.command) == 0 || *each < 1 {
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
	source, output string
	command        []string
	events         []string // files of the default language
	campaign
}

// files are those of a built site, by their paths.
type files map[string]fs.FileInfo

func (m *measurement) run(each int, seed uint64, only string, list bool) error {
	if entries, err := os.ReadDir(m.output); len(entries) > 0 {
		return fmt.Errorf("%s is not empty", m.output)
	} else if err != nil && !os.IsNotExist(err) {
		return err
	}
	all, err := filepath.Glob(filepath.Join(m.source, "content/events/*/*.md"))
	if err == nil {
		m.campaign, err = read(filepath.Join(m.source, "config.toml"))
	}
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
	if only != "" && !slices.ContainsFunc(kinds, func(k kind) bool { return k.name == only }) {
		return fmt.Errorf("there is no kind of edit %q", only)
	}
	before, err := m.build()
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		if only != "" && kind.name != only {
			continue
		}
		d := draw{m.campaign, rand.New(rand.NewPCG(seed, 0))}
		var counts []int
		sum := 0
		for tries := 0; len(counts) < each; tries++ {
			if tries == 100*each {
				return fmt.Errorf("%d of %d events have nothing of %q", tries-len(counts), tries, kind.name)
			}
			name := m.events[d.IntN(len(m.events))]
			var changed []string
			if changed, before, err = m.edit(d, kind, name, before); err != nil {
				return err
			}
			if changed == nil {
				continue // the event has nothing of the kind
			}
			if list {
				fmt.Printf("%s %s: %d\n\t%s\n", kind.name, name, len(changed), strings.Join(changed, "\n\t"))
			}
			counts = append(counts, len(changed))
			sum += len(changed)
		}
		fmt.Printf("%-8s least %3d   mean %5.1f   most %3d   %v\n", kind.name, slices.Min(counts), float64(sum)/float64(len(counts)), slices.Max(counts), counts)
	}
	return nil
}

// build builds the site and returns its files.
func (m *measurement) build() (files, error) {
	cmd := exec.Command(m.command[0], append(slices.Clone(m.command[1:]), "--source", m.source, "--output", m.output)...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%v: %w", cmd.Args, err)
	}
	out := files{}
	return out, filepath.WalkDir(m.output, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(m.output, name)
		if err == nil {
			out[rel], err = d.Info()
		}
		return err
	})
}

// edit makes an edit, builds, compares with the files before, undoes it and builds
// again. It returns the paths that count, or nil when the event has nothing that an
// edit of the kind could change, and the files that then stand.
func (m *measurement) edit(d draw, k kind, name string, before files) (changed []string, now files, err error) {
	translation := strings.TrimSuffix(name, ".md") + ".en.md"
	zh, err1 := os.ReadFile(name)
	en, err2 := os.ReadFile(translation)
	if err := errors.Join(err1, err2); err != nil {
		return nil, nil, err
	}
	// An added event stands beside the one drawn, a removed one goes.
	to, toTranslation := name, translation
	if k.name == "add" {
		to, toTranslation = strings.TrimSuffix(name, ".md")+"-again.md", strings.TrimSuffix(name, ".md")+"-again.en.md"
	}
	if k.change == nil {
		err = errors.Join(os.Remove(name), os.Remove(translation))
	} else {
		newZH, newEN := k.change(d, string(zh)), string(en)
		if k.name == "title" {
			newEN = k.change(d, newEN)
		}
		if to == name && newZH == string(zh) {
			return nil, before, nil
		}
		err = errors.Join(os.WriteFile(to, []byte(newZH), 0o666), os.WriteFile(toTranslation, []byte(newEN), 0o666))
	}
	after := before
	if err == nil {
		after, err = m.build()
	}
	var undone error
	if to != name {
		undone = errors.Join(os.Remove(to), os.Remove(toTranslation))
	} else {
		undone = errors.Join(os.WriteFile(name, zh, 0o666), os.WriteFile(translation, en, 0o666))
	}
	if undone != nil {
		return nil, nil, undone
	}
	if refused := (*exec.ExitError)(nil); errors.As(err, &refused) && refused.ExitCode() == 1 {
		return nil, before, nil // the site needs what was taken away
	}
	if err != nil {
		return nil, nil, err
	}
	changed = compare(before, after)
	now, err = m.build()
	return changed, now, err
}

// compare returns the paths at which not the same file stands.
func compare(before, after files) []string {
	out := []string{}
	for path, was := range before {
		if is := after[path]; is == nil || !os.SameFile(was, is) || !was.ModTime().Equal(is.ModTime()) {
			out = append(out, path)
		}
	}
	for path := range after {
		if before[path] == nil {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}
