package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestFilm: nothing of a film is fetched before it is played; then it plays under
// the site's policy, with the captions in the page's language.
func TestFilm(t *testing.T) {
	ctx := browser(t)
	out := t.TempDir()
	mustBuild(t, "../..", nil, "--no-cache", "--output", filepath.Join(out, "2021"))
	var mu sync.Mutex
	var asked []string
	files := http.FileServer(http.Dir(out))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/2021/films/") {
			mu.Lock()
			asked = append(asked, filepath.Ext(r.URL.Path))
			mu.Unlock()
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/2021/en/events/changji/radio-telescope.html")); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	if slices.Contains(asked, ".mp4") {
		t.Error("the film is fetched though nobody asked for it")
	}
	mu.Unlock()
	const play = `(async () => {
		const film = document.querySelector("video");
		film.muted = true;
		await film.play();
		for (let i = 0; i < 200 && !(film.textTracks[0].activeCues?.length && film.currentTime > 0); i++) await new Promise((done) => setTimeout(done, 50));
		const cue = film.textTracks[0].activeCues[0].text;
		return [film.textTracks[0].language, film.textTracks[0].mode, film.textTracks[1].mode, cue.split(",")[0], film.videoWidth, Math.round(film.duration)].join("; ");
	})()`
	awaited := func(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](play, awaited))
	if err != nil {
		t.Fatal(err)
	}
	if want := "en-GB; showing; disabled; The first; 640; 14"; got != want {
		t.Errorf("played: %s, not %s", got, want)
	}
}
