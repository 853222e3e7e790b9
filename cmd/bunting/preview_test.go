package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"bunting/internal/preview"
)

// shown is a preview of a copy of a site, that a browser looks at.
type shown struct {
	t    *testing.T
	ctx  context.Context
	dir  string // the site's folder
	web  *httptest.Server
	base string // the address of its home page
}

// show shows a site in a browser.
func show(t *testing.T, dir string, o preview.Options) *shown {
	t.Helper()
	s := &shown{t: t, ctx: browser(t), dir: dir}
	o.Build.Source, o.Build.NoCache = dir, true
	s.begin(o, httptest.NewUnstartedServer(nil), func(h http.Handler) http.Handler { return h })
	return s
}

// begin serves the site until the test ends or end is called. through stands
// between the browser and the preview.
func (s *shown) begin(o preview.Options, web *httptest.Server, through func(http.Handler) http.Handler) (end func()) {
	s.t.Helper()
	server, err := preview.New(o)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan struct{})
	go func() { server.Run(ctx); close(ended) }()
	web.Config.Handler = through(server)
	web.Start()
	end = sync.OnceFunc(func() {
		cancel()
		web.CloseClientConnections()
		web.Close()
		<-ended
		server.Close()
	})
	s.t.Cleanup(end)
	s.web, s.base = web, web.URL+server.Address()
	return end
}

// previewSite returns the folder of a small site with a copy of the default
// theme, a draft and an event long enough to be scrolled.
func previewSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for from, to := range map[string]string{"testdata/base/content": "content", "../../themes/festival": "themes/festival"} {
		if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	config, err := os.ReadFile("testdata/base/config.toml")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("config.toml", strings.Replace(string(config), `theme = "tiny"`, `theme = "festival"`, 1))
	fair, err := os.ReadFile("testdata/base/" + previewed)
	if err != nil {
		t.Fatal(err)
	}
	write(previewed, string(fair)+strings.Repeat("\n一段很长的文字。\n", 100))
	write("content/events/ili/hidden.md", strings.Replace(strings.Replace(string(fair), "+++\n", "+++\ndraft = true\n", 1), "碳账本集市", "未公开的活动", 1))
	return dir
}

// previewed is the file of an event.
const previewed = "content/events/ili/carbon-fair.md"

func (s *shown) do(steps ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, steps...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shown) evaluate(script string) string {
	s.t.Helper()
	got, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](script))
	if err != nil {
		s.t.Fatalf("%s: %v", script, err)
	}
	return got
}

// until waits until a script gives what is wanted. It counts how often it asks and
// not how long it takes: a machine that does much else may stop for a while.
func (s *shown) until(what, script, want string) {
	s.t.Helper()
	got := ""
	for range 1000 {
		var err error
		got, err = chromedp.Run(s.ctx, chromedp.Evaluate[string](script))
		if err == nil && got == want { // while a page is loaded there may be nothing to ask
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.t.Fatalf("%s: %s is %q, not %q", what, script, got, want)
}

// edit replaces a text that stands once in a file.
func (s *shown) edit(file, old, new string) {
	s.t.Helper()
	name := filepath.Join(s.dir, filepath.FromSlash(file))
	data, err := os.ReadFile(name)
	if err != nil {
		s.t.Fatal(err)
	}
	if n := strings.Count(string(data), old); n != 1 {
		s.t.Fatalf("%q stands %d times in %s", old, n, file)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(data), old, new, 1)), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// Of the shadow tree of the bar and the overlay.
const (
	shadow  = `document.querySelector("bunting-preview").shadowRoot`
	count   = shadow + `.querySelector(".count")`
	overlay = shadow + `.querySelector("dialog")`
	focused = shadow + `.activeElement?.className ?? ""`
)

func TestPreview(t *testing.T) {
	opened := filepath.Join(t.TempDir(), "opened")
	editor := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\nprintf '%s\\n' \"$@\" >"+opened+".new && mv "+opened+".new "+opened+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	dir := previewSite(t)
	s := show(t, dir, preview.Options{Navigate: true, Editor: editor + " --at {line}:{column} {file}"})
	fair := s.base + "events/ili/carbon-fair.html"

	ready := func() { t.Helper(); s.until("loading", `"" + (`+count+`.textContent !== "…")`, "true") }

	s.do(chromedp.Navigate(fair))
	ready()

	// A text: the page is loaded again, and stays where it was.
	s.evaluate(`scrollTo({ top: 900, behavior: "instant" }); window.mark = "kept"; "" + scrollY`)
	s.edit(previewed, "乘 5 路车", "乘 6 路车")
	s.until("saving a text", `document.body.innerText.includes("乘 6 路车") && (window.mark ?? "gone") + scrollY`, "gone900")

	// A style sheet: it is changed in the page.
	s.evaluate(`window.mark = "kept"; ""`)
	s.edit("themes/festival/assets/css/tokens.css", "--ink: #122033;", "--ink: rgb(1, 2, 3);")
	s.until("saving a style sheet", `window.mark + getComputedStyle(document.body).color`, "keptrgb(1, 2, 3)")

	// The connection is lost, and comes again.
	s.web.CloseClientConnections()
	s.edit(previewed, "乘 6 路车", "乘 7 路车")
	s.until("saving while nobody listens", `"" + document.body.innerText.includes("乘 7 路车")`, "true")

	// A page elsewhere: the browser goes there.
	ready()
	s.edit("content/pages/about.md", "title = ", "weight = 3\ntitle = ")
	s.until("saving another page", `location.pathname`, "/2021/about.html")
	s.do(chromedp.Navigate(fair))

	// A mistake: the page stays, and the overlay tells.
	ready()
	s.edit(previewed, `actions = ["carbon"]`, `actions = ["carbn"]`)
	s.until("a mistake", overlay+`.open && `+overlay+`.querySelector("li").innerText.replace(/\s+/g, " ")`,
		previewed+`:7:12 error unknown action "carbn" unknown-action 7 │ actions = ["carbn"] did you mean "carbon"?`)
	s.until("a mistake", overlay+`.querySelector("mark").textContent + document.body.innerText.includes("乘 7 路车")`, `"carbn"true`)
	// Everything with the keyboard alone.
	s.do(chromedp.KeyEvent(kb.Escape))
	s.until("Escape", `"" + `+overlay+`.open`, "false")
	s.evaluate(count + `.focus(); ""`)
	s.do(chromedp.KeyEvent(kb.Enter))
	s.until("Enter on the count", focused, "place")
	s.do(chromedp.KeyEvent(kb.Enter))
	var got []byte
	for range 1000 {
		if got, _ = os.ReadFile(opened); got != nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if want := "--at\n7:12\n" + filepath.Join(dir, filepath.FromSlash(previewed)) + "\n"; string(got) != want {
		t.Errorf("the editor was given %q, not %q", got, want)
	}
	s.do(chromedp.KeyEvent(kb.Escape))
	s.until("Escape in the overlay", focused, "count bad")
	s.edit(previewed, `actions = ["carbn"]`, `actions = ["carbon"]`)
	s.until("the mend", `"" + `+overlay+`.open + `+count+`.textContent`, "falseNo mistakes")
	s.edit("themes/festival/layouts/event.html", "{{define", "{{if}}{{define")
	s.until("a broken template", `"" + `+overlay+`.open + document.body.innerText.includes("乘 7 路车")`, "truetrue")
	s.edit("themes/festival/layouts/event.html", "{{if}}{{define", "{{define")
	s.until("its mend", `"" + `+overlay+`.open`, "false")

	// The bar.
	control := func(name string) string { return shadow + `.querySelector("[name=` + name + `]")` }
	change := func(name, value string) {
		t.Helper()
		ready()
		s.evaluate(`(() => { const c = ` + control(name) + `; c.value = ` + value + `; c.dispatchEvent(new Event("change")); return ""; })()`)
	}
	paper := `getComputedStyle(document.body).backgroundColor`
	light := s.evaluate(paper)
	change("display", `"dark"`)
	if dark := s.evaluate(paper); dark == light {
		t.Errorf("the dark page is as light as the light one: %s", dark)
	}
	change("display", `"light"`)
	s.until("the light page", paper, light)
	change("language", `[...c.options].find((o) => o.lang === "en-GB").value`)
	s.until("another language", `document.documentElement.lang`, "en-GB")
	s.do(chromedp.Navigate(s.base + "events/ili/hidden.html"))
	s.until("a draft", `document.title.includes("未公开") ? "shown" : "hidden"`, "hidden")
	ready()
	s.evaluate(control("drafts") + `.focus(); ""`)
	s.do(chromedp.KeyEvent(" "))
	s.until("a draft that is asked for", `document.title.includes("未公开") ? "shown" : "hidden"`, "shown")
	change("date", `"2021-09-11T10:30"`)
	s.until("during the event", `"" + !!document.querySelector(".badge-now") + (Date.now() - Date.parse("2021-09-11T02:30Z") < 60e3) + Date().slice(0, 15)`, "truetrueSat Sep 11 2021")
	ready()
	s.evaluate(shadow + `.querySelector(".phone").focus(); ""`)
	s.do(chromedp.KeyEvent(kb.Enter))
	s.until("the phone", `frames[0].innerWidth + frames[0].document.title.slice(0, 3)`, "390未公开")
	s.edit("content/events/ili/hidden.md", "未公开的活动", "未公开的晚会")
	s.until("saving what the phone shows", `frames[0].document.title.slice(0, 6)`, "未公开的晚会")
}

// A dozing writer is that of a stream over a connection that has died in a sleep:
// nothing comes through any more, and nobody is told.
type dozing struct {
	http.ResponseWriter
	asleep *atomic.Bool
	lost   *atomic.Int32 // writes
	dead   bool
}

func (d *dozing) Unwrap() http.ResponseWriter { return d.ResponseWriter }

func (d *dozing) Write(data []byte) (int, error) {
	if d.dead = d.dead || d.asleep.Load(); d.dead {
		d.lost.Add(1)
		return len(data), nil
	}
	return d.ResponseWriter.Write(data)
}

// TestSleep: a page shows what was saved while it, its connection or the server
// slept.
func TestSleep(t *testing.T) {
	var asleep atomic.Bool
	var lost atomic.Int32
	s := &shown{t: t, ctx: browser(t), dir: previewSite(t)}
	o := preview.Options{}
	o.Build.Source, o.Build.NoCache = s.dir, true
	through := func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/.bunting/events":
				w = &dozing{ResponseWriter: w, asleep: &asleep, lost: &lost}
			case "/.bunting/worker.js": // half a minute would be long for a test
				answer := httptest.NewRecorder()
				h.ServeHTTP(answer, r)
				script := strings.Replace(answer.Body.String(), "patience = 40e3", "patience = 4e3", 1)
				if script == answer.Body.String() {
					t.Error("the worker has another patience")
				}
				w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
				_, _ = io.WriteString(w, script)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
	end := s.begin(o, httptest.NewUnstartedServer(nil), through)
	s.do(chromedp.Navigate(s.base + "events/ili/carbon-fair.html"))
	ready := func() { t.Helper(); s.until("loading", count+`.textContent`, "No mistakes") }
	shows := func(text string) string { return `"" + document.body.innerText.includes("` + text + `")` }
	ready()

	// The connection of the stream dies and nobody is told.
	asleep.Store(true)
	s.edit(previewed, "乘 5 路车", "乘 6 路车")
	for range 1000 {
		if lost.Load() > 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if got := s.evaluate(shows("乘 5 路车")); lost.Load() == 0 || got != "true" {
		t.Fatalf("%d writes are lost; the page shows the old text: %s", lost.Load(), got)
	}
	asleep.Store(false)
	s.until("waking with a dead connection", shows("乘 6 路车"), "true")

	// The page is frozen, as those in the background of a phone are.
	ready()
	state := func(is page.SetWebLifecycleStateState) {
		t.Helper()
		s.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: is})
			return err
		}))
	}
	state(page.SetWebLifecycleStateStateFrozen)
	s.edit(previewed, "乘 6 路车", "乘 7 路车")
	time.Sleep(time.Second)
	state(page.SetWebLifecycleStateStateActive)
	s.until("a frozen page that is shown again", shows("乘 7 路车"), "true")

	// The preview is ended, and begun again at the same port.
	ready()
	at := s.web.Listener.Addr().String()
	end()
	s.until("a preview that has ended", count+`.textContent`, "The preview has ended")
	s.edit(previewed, "乘 7 路车", "乘 9 路车")
	listener, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewUnstartedServer(nil)
	web.Listener.Close()
	web.Listener = listener
	s.begin(o, web, through)
	s.until("a preview that is begun again", shows("乘 9 路车"), "true")
	ready()
}
