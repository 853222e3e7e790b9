package main

import (
	"bufio"
	"bytes"
	"context"
	"image"
	"image/color"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"bunting/internal/lacking"
)

// running is bunting serve while it runs.
type running struct {
	said *lines // on standard error
	web  *bufio.Reader
}

// lines are what a program says.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// runServe runs bunting serve in a site until the test ends; env is added to the
// environment.
func runServe(t *testing.T, dir string, env []string, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, "bunting", append([]string{"serve", "--no-cache"}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Dir, cmd.Env = dir, append(append(os.Environ(), "LC_ALL=C"), env...)
	r := &running{said: new(lines)}
	cmd.Stderr = r.said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // an interrupt ends it
	})
	r.web = bufio.NewReader(out)
	return r
}

func (r *running) line(t *testing.T) string {
	t.Helper()
	line, err := r.web.ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, r.said)
	}
	return strings.TrimSpace(line)
}

// TestPhone scans the code in the terminal, and does what a phone does with what it
// says: it is let in, and nobody else of its network is.
func TestPhone(t *testing.T) {
	r := runServe(t, previewSite(t), nil, "--lan", "--addr", "0.0.0.0:0")
	r.line(t) // for this machine
	invitation := make(chan string, 1)
	go func() {
		line, _ := r.web.ReadString('\n')
		invitation <- strings.TrimSpace(line)
	}()
	var link string
	select {
	case link = <-invitation:
	case <-time.After(20 * time.Second):
		lacking.Skip(t, "this machine has no address for others: %s", r.said)
	}
	for range 1000 { // the code follows the address
		if strings.Contains(r.said.String(), "Ctrl+C") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	scanned, err := qrcode.NewQRCodeReader().Decode(terminal(r.said.String()), map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		t.Fatalf("%v\n%s", err, r.said)
	}
	if scanned.GetText() != link {
		t.Fatalf("the code says %q, the terminal %q", scanned.GetText(), link)
	}
	at, err := url.Parse(link)
	if err != nil || at.Query().Get("token") == "" {
		t.Fatal(link, err)
	}
	token := at.RawQuery
	get := func(client *http.Client, path, query string) int {
		t.Helper()
		response, err := client.Get("http://" + at.Host + path + query)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode == http.StatusOK && path != "/.bunting/events" {
			if _, err := io.Copy(io.Discard, response.Body); err != nil {
				t.Fatal(err)
			}
		}
		return response.StatusCode
	}
	paths := []string{at.Path, "/.bunting/events", "/.bunting/worker.js", "/.bunting/preview.js", "/.bunting/state?path=" + at.Path}
	for _, path := range paths {
		if status := get(http.DefaultClient, path, ""); status != http.StatusForbidden {
			t.Errorf("%s without the token: %d", path, status)
		}
	}
	if status := get(http.DefaultClient, at.Path, "?token=WRONG"); status != http.StatusForbidden {
		t.Errorf("a wrong token: %d", status)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	phone := &http.Client{Jar: jar}
	if status := get(phone, at.Path, "?"+token); status != http.StatusOK {
		t.Errorf("the scanned address: %d", status)
	}
	for _, path := range paths {
		if status := get(phone, path, ""); status != http.StatusOK {
			t.Errorf("%s on the phone that was let in: %d", path, status)
		}
	}
}

// terminal is the picture of a code that is drawn with half blocks: light where a
// terminal shows ink.
func terminal(text string) *gozxing.BinaryBitmap {
	var rows [][]bool // whether a module is dark
	for line := range strings.Lines(text) {
		if !strings.ContainsAny(line, "█▀▄") {
			continue
		}
		var upper, lower []bool
		for _, sign := range strings.TrimSuffix(line, "\n") {
			upper, lower = append(upper, sign == ' ' || sign == '▄'), append(lower, sign == ' ' || sign == '▀')
		}
		if rows = append(rows, upper); slices.Contains(lower, false) { // else the line ends with the upper half
			rows = append(rows, lower)
		}
	}
	const size, quiet = 4, 4 // of a module in pixels, and the margin in modules
	img := image.NewGray(image.Rect(0, 0, (len(rows[0])+2*quiet)*size, (len(rows)+2*quiet)*size))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y, row := range rows {
		for x, dark := range row {
			for i := range size * size {
				if dark {
					img.SetGray((x+quiet)*size+i%size, (y+quiet)*size+i/size, color.Gray{})
				}
			}
		}
	}
	bitmap, _ := gozxing.NewBinaryBitmapFromImage(img)
	return bitmap
}

// TestOpen: --open shows the page in the system's browser, here a real one that
// xdg-open is made to start.
func TestOpen(t *testing.T) {
	if runtime.GOOS != "linux" {
		lacking.Skip(t, "xdg-open is of freedesktop.org's systems")
	}
	program := chromium(t)
	dir := t.TempDir()
	shown := filepath.Join(dir, "shown")
	script := "#!/bin/sh\n" + program + " --headless --no-sandbox --disable-gpu --user-data-dir=" + filepath.Join(dir, "profile") +
		" --virtual-time-budget=3000 --dump-dom \"$1\" >" + shown + ".new 2>/dev/null && printf '%s\\n' \"$@\" >>" + shown + ".new && mv " + shown + ".new " + shown + "\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	r := runServe(t, previewSite(t), []string{"PATH=" + dir + string(filepath.ListSeparator) + os.Getenv("PATH")}, "--open", "--addr", "127.0.0.1:0")
	link := r.line(t)
	var page []byte
	for range 3000 {
		if page, _ = os.ReadFile(shown); page != nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if text := string(page); !strings.Contains(text, "<bunting-preview") || !strings.Contains(text, "科普日") || !strings.HasSuffix(text, "\n"+link+"\n") {
		t.Errorf("the browser was given %s, and shows\n%s\n%s", link, text, r.said)
	}
}
