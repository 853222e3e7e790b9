package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser starts a Chromium without a window; the test is skipped where none
// is installed, but not in CI.
func browser(t *testing.T) context.Context {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		unavailable(t, "no Chromium is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.WindowSize(1024, 768))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func TestLightbox(t *testing.T) {
	ctx := browser(t)
	out := t.TempDir()
	mustBuild(t, "../..", nil, "--no-cache", "--output", filepath.Join(out, "2021"))
	server := httptest.NewServer(http.FileServer(http.Dir(out)))
	t.Cleanup(server.Close)
	page := server.URL + "/2021/events/altay/koktokay-pit.html"

	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatal(err)
		}
	}
	evaluate := func(script string) string {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](script))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	open := func(address string) { t.Helper(); do(chromedp.Navigate("about:blank"), chromedp.Navigate(address)) }
	// expect compares what a visitor meets: the photo shown, the address, and
	// the photo that has the focus when none is shown.
	expect := func(after, want string) {
		t.Helper()
		const script = `(() => {
			const dialog = document.querySelector(".lightbox[open]");
			const shown = dialog ? dialog.querySelector(".lightbox-count").textContent : "none";
			const focused = dialog ? "" : document.activeElement.closest("figure")?.id ?? "";
			return [shown, location.hash, focused].filter(Boolean).join(", ");
		})()`
		got := evaluate(script)
		for range 50 { // closing takes effect a little later
			if got == want {
				break
			}
			time.Sleep(20 * time.Millisecond)
			got = evaluate(script)
		}
		if got != want {
			t.Errorf("after %s: %s; want %s", after, got, want)
		}
	}
	first := chromedp.Click("#photo-1 .photo-link")
	shown := chromedp.WaitVisible(".lightbox")

	open(page)
	expect("loading", "none")
	do(first, shown)
	expect("a click", "1 / 3, #photo-1")
	for _, step := range []struct{ key, want string }{
		{kb.ArrowRight, "2 / 3, #photo-2"},
		{kb.ArrowLeft, "1 / 3, #photo-1"},
		{kb.ArrowLeft, "3 / 3, #photo-3"},
		{kb.Home, "1 / 3, #photo-1"},
		{kb.End, "3 / 3, #photo-3"},
		{kb.Escape, "none, photo-3"},
	} {
		do(chromedp.KeyEvent(step.key))
		expect("a key", step.want)
	}

	open(page + "#photo-2")
	do(shown)
	expect("an address of a photo", "2 / 3, #photo-2")
	do(chromedp.DragAndDropXY(600, 300, 300, 300))
	expect("a swipe to the left", "3 / 3, #photo-3")
	do(chromedp.DragAndDropXY(300, 300, 600, 300))
	expect("a swipe to the right", "2 / 3, #photo-2")
	do(chromedp.KeyEvent("+"))
	if got := evaluate(`document.querySelector(".lightbox-zoom").ariaPressed`); got != "true" {
		t.Errorf("after +: enlarged is %s", got)
	}
	do(chromedp.Click(".lightbox-close"))
	expect("closing", "none, photo-2")

	open(page)
	evaluate(`document.documentElement.dir = "rtl"`)
	do(first, shown, chromedp.KeyEvent(kb.ArrowLeft))
	expect("an arrow to the left, from right to left", "2 / 3, #photo-2")

	do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	open(page)
	response, err := chromedp.RunResponse(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(response.URL, "/2021/pictures/") {
		t.Errorf("without scripts a photo leads to %s", response.URL)
	}
}
