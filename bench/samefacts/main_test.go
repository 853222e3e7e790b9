package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const page = `<!doctype html><title>x</title><header class="top"><a class="button" href="/">Home</a></header>
<h1>Soil %[1]s</h1><p class="lede">All about soil.</p><span class="badge badge-free">Free</span>
<p class="ticket-when"><time datetime="2021-09-11T10:00:00+08:00">%[2]s</time></p>
<dl><div class="fact fact-where"><dt>Where</dt><dd>Hall</dd><dd>%[3]s</dd></div></dl>
<ul><li class="session"><time datetime="2021-09-11T10:00:00+08:00">10:00</time><p class="item-room">Room 1</p></li></ul>
<div class="prose"><p>One %[4]s</p><ul><li>two <a href="/%[5]s">three</a></li></ul></div>
<a class="button" href="/book">Book</a><a class="button button-map" href="/map">%[6]s</a>
<section class="related"><h3>%[6]s</h3></section>`

func TestCompare(t *testing.T) {
	same := []any{"day", "Saturday 11 September, 10:00", "1 Main Street", "word", "there", "ours"}
	for _, c := range []struct {
		name      string
		change    int // of same, counted from 0
		to        string
		different bool
	}{
		{"nothing", 0, "day", false},
		{"title", 0, "night", true},
		{"words of a time", 1, "11 September, 10:00 (Sat)", false},
		{"numbers of a time", 1, "Saturday 12 September, 10:00", true},
		{"address", 2, "2 Main Street", true},
		{"text", 3, "sentence", true},
		{"link", 4, "elsewhere", true},
		{"what is left out", 5, "theirs", false},
	} {
		other := append([]any{}, same...)
		other[c.change] = c.to
		dirs := [2]string{t.TempDir(), t.TempDir()}
		for i, values := range [][]any{same, other} {
			for _, lang := range []string{"", "en"} {
				dir := filepath.Join(dirs[i], lang, "events", "ili")
				if err := os.MkdirAll(dir, 0o777); err != nil {
					t.Fatal(err)
				}
				for _, name := range []string{"soil.html", "index.html"} {
					if err := os.WriteFile(filepath.Join(dir, name), fmt.Appendf(nil, page, values...), 0o666); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		different, err := compare(dirs[0], dirs[1], 1)
		if err != nil {
			t.Fatal(err)
		}
		if different != c.different {
			t.Errorf("%s: different is %v", c.name, different)
		}
		if err := os.Rename(filepath.Join(dirs[1], "events", "ili", "soil.html"), filepath.Join(dirs[1], "events", "ili", "sand.html")); err != nil {
			t.Fatal(err)
		}
		if different, err := compare(dirs[0], dirs[1], 1000); err == nil && !different {
			t.Errorf("%s: a page of another name is not missed", c.name)
		}
	}
}
