// Command preview measures how soon a preview shows what was saved.
//
//	preview --source DIR --event FILE --page URL --config FILE --template FILE
//	        [--rounds 5] [--edits 1000] COMMAND [ARGUMENT …]
//
// It starts the command, waits until it serves the page, saves the files in turn
// and asks for the page until it shows what was saved. It prints the seconds until
// the first page, the median seconds from a save to the new page for the event's
// text, its time, the template and the config, and the peak memory in MB after as
// many edits of texts. All files are put back. Nothing else is known of the
// command: it is ended by an interrupt.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	var m measurement
	flag.StringVar(&m.source, "source", "", "the site's `folder`")
	flag.StringVar(&m.event, "event", "", "the `file` of an event with one session, below the folder")
	flag.StringVar(&m.config, "config", "", "the `file` with the campaign's label, below the folder")
	flag.StringVar(&m.template, "template", "", "the `file` with the event's article, below the folder")
	flag.StringVar(&m.page, "page", "", "the `address` of the event's page")
	rounds := flag.Int("rounds", 5, "how often each file is saved")
	edits := flag.Int("edits", 1000, "how many texts are saved before memory is read")
	flag.Parse()
	m.command = flag.Args()
	if m.source == "" || m.event == "" || m.page == "" || m.config == "" || m.template == "" || len(m.command) == 0 || *rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := m.run(*rounds, *edits); err != nil {
		fmt.Fprintln(os.Stderr, "preview:", err)
		os.Exit(1)
	}
}

type measurement struct {
	source, event, config, template, page string
	command                               []string
}

// patience is how long a page is waited for.
const patience = 5 * time.Minute

func (m *measurement) run(rounds, edits int) (err error) {
	before := map[string][]byte{}
	for _, file := range []string{m.event, m.config, m.template} {
		if before[file], err = os.ReadFile(filepath.Join(m.source, file)); err != nil {
			return err
		}
	}
	defer func() {
		for file, data := range before {
			if e := os.WriteFile(filepath.Join(m.source, file), data, 0o666); err == nil {
				err = e
			}
		}
	}()
	cmd := exec.Command(m.command[0], m.command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait() // how it ends does not matter
	}()
	if err := m.until(""); err != nil {
		return err
	}
	fmt.Printf("%.2f", time.Since(begin).Seconds())
	time.Sleep(3 * time.Second) // what it still does after its start
	n := 0
	for _, kind := range []func(n int) (file, old, new, mark string){
		func(n int) (string, string, string, string) {
			return m.event, "", fmt.Sprintf("\n\n第%d次修改。\n", n), fmt.Sprintf("第%d次修改。", n)
		},
		func(n int) (string, string, string, string) {
			minute := fmt.Sprintf("T21:%02d:00", n%60)
			return m.event, end.FindString(string(before[m.event])), "end = 2021-12-30" + minute, minute
		},
		func(n int) (string, string, string, string) {
			mark := fmt.Sprintf("data-round=\"%d\"", n)
			return m.template, `<article class="event"`, `<article class="event" ` + mark, fmt.Sprint("data-round=", n)
		},
		func(n int) (string, string, string, string) {
			mark := fmt.Sprintf("科普日活动第%d版", n)
			return m.config, `label = { zh = "2021年全国科普日活动"`, `label = { zh = "` + mark + `"`, mark
		},
	} {
		var times []float64
		for range rounds {
			n++
			file, old, new, mark := kind(n)
			text := string(before[file]) + new
			if old != "" {
				text = strings.Replace(string(before[file]), old, new, 1)
			}
			if text == string(before[file]) {
				return fmt.Errorf("nothing to edit in %s", file)
			}
			saved := time.Now()
			if err := os.WriteFile(filepath.Join(m.source, file), []byte(text), 0o666); err != nil {
				return err
			}
			if err := m.until(mark); err != nil {
				return err
			}
			times = append(times, time.Since(saved).Seconds())
			time.Sleep(500 * time.Millisecond) // an editor looks at it
			if err := os.WriteFile(filepath.Join(m.source, file), before[file], 0o666); err != nil {
				return err
			}
			if err := m.awaits(func(page []byte) bool { return !shows(page, mark) }); err != nil { // or the next save waits for this
				return err
			}
			time.Sleep(1500 * time.Millisecond)
		}
		slices.Sort(times)
		fmt.Printf(" %.3f", times[len(times)/2])
	}
	for n := range edits {
		mark := fmt.Sprintf("第%d回修改。", n)
		if err := os.WriteFile(filepath.Join(m.source, m.event), append(slices.Clip(before[m.event]), "\n\n"+mark+"\n"...), 0o666); err != nil {
			return err
		}
		if err := m.until(mark); err != nil {
			return err
		}
	}
	fmt.Printf(" %s\n", peak(cmd.Process.Pid))
	return nil
}

var end = regexp.MustCompile(`(?m)^end = .*$`)

// until asks for the page until it shows a text.
func (m *measurement) until(mark string) error {
	return m.awaits(func(page []byte) bool { return shows(page, mark) })
}

// shows tells whether a page shows a text, however its attributes are quoted.
func shows(page []byte, mark string) bool {
	return bytes.Contains(bytes.ReplaceAll(page, []byte(`"`), nil), []byte(strings.ReplaceAll(mark, `"`, "")))
}

// awaits asks for the page until it is as wanted.
func (m *measurement) awaits(wanted func(page []byte) bool) error {
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(2 * time.Millisecond) {
		response, err := http.Get(m.page)
		if err != nil {
			continue // it does not serve yet
		}
		page, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err == nil && response.StatusCode == http.StatusOK && wanted(page) {
			return nil
		}
	}
	return fmt.Errorf("%s is not as it was saved after %v", m.page, patience)
}

// peak returns the largest resident set of a process in MB, where the system
// tells (Linux).
func peak(pid int) string {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			return strconv.Itoa(kilobytes * 1024 / 1e6)
		}
	}
	return "-"
}
