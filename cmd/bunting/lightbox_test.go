package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"bunting/internal/lacking"
)

// browser starts a Chromium without a window; the test is skipped where none
// is installed, but not in CI.
func browser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.WindowSize(1024, 768))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// chromium returns the program of a browser.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	lacking.Skip(t, "no Chromium is installed")
	return ""
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

	touch := func(kind input.DispatchTouchEventType, points ...[2]float64) {
		t.Helper()
		var fingers []*input.TouchPoint
		for i, p := range points {
			id := float64(i)
			fingers = append(fingers, &input.TouchPoint{X: p[0], Y: p[1], ID: &id})
		}
		do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: fingers})
			return err
		}))
	}
	const down, move, up = input.DispatchTouchEventTypeTouchStart, input.DispatchTouchEventTypeTouchMove, input.DispatchTouchEventTypeTouchEnd
	drag := func(from, to [2]float64) {
		t.Helper()
		touch(down, from)
		for i := range 4 {
			f := float64(i+1) / 4
			touch(move, [2]float64{from[0] + f*(to[0]-from[0]), from[1] + f*(to[1]-from[1])})
		}
		touch(up)
	}
	tap := func(at [2]float64) { t.Helper(); touch(down, at); touch(up) }
	// twice taps two times, which enlarges the photo or ends that. On a machine that is
	// too slow just then they are two single taps, which do nothing: once more.
	twice := func(at [2]float64) {
		t.Helper()
		size := func() string {
			return evaluate(`String(document.querySelector(".lightbox-image").getBoundingClientRect().width)`)
		}
		for before, tries := size(), 0; tries < 20 && size() == before; tries++ {
			if tries > 0 {
				time.Sleep(400 * time.Millisecond) // so that no tap goes with one of those before
			}
			tap(at)
			tap(at)
		}
	}
	// zoomed tells how much the photo is enlarged, in percent, and what point of it
	// stands under one of the screen, in percent of its width and height.
	zoomed := func(after string, x, y int, want string) {
		t.Helper()
		got := evaluate(fmt.Sprintf(`(() => {
			const image = document.querySelector(".lightbox-image"), box = image.getBoundingClientRect();
			const at = (point, begin, size) => Math.round(100 * (point - begin) / size);
			return [Math.round(100 * box.width / image.offsetWidth), at(%d, box.left, box.width), at(%d, box.top, box.height)].join(" ");
		})()`, x, y))
		if got != want {
			t.Errorf("after %s: %s; want %s", after, got, want)
		}
	}
	open(page + "#photo-2")
	do(shown)
	size := evaluate(`(() => { const s = document.querySelector(".lightbox-stage"); return s.clientWidth + " " + s.clientHeight; })()`)
	var wide, high float64
	if _, err := fmt.Sscan(size, &wide, &high); err != nil {
		t.Fatal(err)
	}
	corner := [2]float64{wide / 4, high / 4}
	twice(corner)
	zoomed("two taps", int(corner[0]), int(corner[1]), "250 25 25")
	drag([2]float64{wide / 2, high / 2}, [2]float64{wide/2 - 100, high / 2})
	expect("a finger that moves what is enlarged", "2 / 3, #photo-2")
	zoomed("moving it", int(corner[0])-100, int(corner[1]), "250 25 25")
	twice(corner)
	zoomed("two more taps", int(corner[0]), int(corner[1]), "100 25 25")

	left, right := [2]float64{wide * 0.7, high / 2}, [2]float64{wide * 0.8, high / 2}
	touch(down, left)
	touch(down, left, right)
	for _, apart := range []float64{0.05, 0.1} {
		touch(move, [2]float64{wide * (0.75 - apart), high / 2}, [2]float64{wide * (0.75 + apart), high / 2})
	}
	touch(up)
	zoomed("two fingers that part", int(wide*0.75), int(high/2), "200 75 50")
	expect("two fingers", "2 / 3, #photo-2")
	touch(down, left)
	touch(down, left, right)
	touch(move, [2]float64{wide * 0.74, high / 2}, [2]float64{wide * 0.76, high / 2})
	touch(up)
	zoomed("two fingers that meet", int(wide/2), int(high/2), "100 50 50")
	expect("two fingers that meet", "2 / 3, #photo-2")
	drag([2]float64{wide / 2, high / 2}, [2]float64{wide/2 - 200, high / 2})
	expect("a finger to the left", "3 / 3, #photo-3")
	drag([2]float64{wide / 2, high / 2}, [2]float64{wide / 2, high/2 - 200})
	expect("a finger upwards", "3 / 3, #photo-3")

	// Letters of twice the size (WCAG 1.4.4) make no page wider than a phone.
	do(chromedp.EmulateViewport(390, 844))
	for _, path := range []string{"", "notice.html", "main-venue/", "gallery/", "events/altay/koktokay-pit.html"} {
		open(server.URL + "/2021/en/" + path)
		evaluate(`document.documentElement.style.fontSize = "200%"`)
		if got := evaluate(`String(document.documentElement.scrollWidth)`); got != "390" {
			t.Errorf("/%s is %s pixels wide in large print", path, got)
		}
	}
	// On a wide screen all titles of a list stand in one line, with a photo or without.
	do(chromedp.EmulateViewport(1440, 900))
	open(server.URL + "/2021/events/")
	const titles = `(() => {
		const left = (cards) => [...new Set([...document.querySelectorAll(cards)].map((c) => Math.round(c.querySelector(".card-title").getBoundingClientRect().left)))].join(" ");
		return left(".card:has(.card-picture)") + " / " + left(".card:not(:has(.card-picture), .card-off)");
	})()`
	if with, without, _ := strings.Cut(evaluate(titles), " / "); with != without || with == "" || strings.Contains(with, " ") {
		t.Errorf("titles of a list begin at %s pixels where there is a photo, at %s where there is none", with, without)
	}
	do(chromedp.EmulateReset())

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
