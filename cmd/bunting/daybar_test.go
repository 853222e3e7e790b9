package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestDaybar: on a phone the bar of days shows the day that the page is about, from
// left to right and from right to left, and the page stays at its top.
func TestDaybar(t *testing.T) {
	ctx := browser(t)
	site := linked(t)
	put(t, site, "config.toml", strings.Replace(read(t, site, "config.toml"), "[campaign]", "[languages.ug]\nname = \"ئۇيغۇرچە\"\nlocale = \"ug-CN\"\n\n[campaign]", 1))
	const first, last = 9, 19 // of September
	for day := first; day <= last; day++ {
		on := fmt.Sprintf("2021-09-%02d", day)
		put(t, site, "content/events/ili/on-"+on+".md", strings.ReplaceAll(event(on, "ili"), "2021-09-11", on))
	}
	mustBuild(t, site, nil, "--output", "public/2021")
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(site, "public"))))
	t.Cleanup(server.Close)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844)); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"", "en/", "ug/"} {
		for day := first; day <= last; day++ {
			page := fmt.Sprintf("%s/2021/%sschedule/2021-09-%02d/", server.URL, lang, day)
			const seen = `(() => {
				const day = document.querySelector(".daybar [aria-current]").getBoundingClientRect();
				return day.width > 0 && day.left >= 0 && day.right <= innerWidth && scrollY === 0 && document.documentElement.scrollWidth <= innerWidth;
			})()`
			if err := chromedp.Do(ctx, chromedp.Navigate(page)); err != nil {
				t.Fatal(err)
			}
			if shown, err := chromedp.Run(ctx, chromedp.Evaluate[bool](seen)); err != nil || !shown {
				t.Errorf("%s does not show its day: %v", page, err)
			}
		}
	}
}
