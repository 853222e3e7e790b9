package main

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
)

// TestHugoHasAll asks that each file of bunting's site has its twin for Hugo,
// with the same text.
func TestHugoHasAll(t *testing.T) {
	_, files := generated(t, 300, 1)
	_, hugo := written(t, 300, 1, true)
	venues := regexp.MustCompile(`\]\(\.\./\.\./venues/([a-z0-9-]+)\.md\)`)
	for name, data := range files {
		twin := name
		switch base, _, _ := strings.Cut(name, "."); {
		case name == "config.toml":
			twin = "data/campaign.toml"
		case strings.HasPrefix(name, "content/"):
			twin = hugoName(base) + strings.TrimPrefix(name, base)
		}
		other, ok := hugo[twin]
		if !ok {
			t.Errorf("Hugo has no %s for %s", twin, name)
			continue
		}
		if strings.HasPrefix(name, "content/") {
			_, data = cut(t, data)
			_, other = cut(t, other)
			data = venues.ReplaceAll(data, []byte("](/venues/$1)"))
		}
		if !bytes.Equal(data, other) {
			t.Errorf("%s and %s differ", name, twin)
		}
	}
}

// cut returns a file's front matter and its body.
func cut(t *testing.T, data []byte) (front map[string]any, body []byte) {
	t.Helper()
	parts := bytes.SplitN(data, []byte("+++\n"), 3)
	if len(parts) != 3 {
		t.Fatalf("no front matter in %q", data)
	}
	if _, err := toml.Decode(string(parts[1]), &front); err != nil {
		t.Fatalf("%v in %s", err, parts[1])
	}
	return front, parts[2]
}

// TestHugoFacts asks that both languages of an event carry all of bunting's
// facts in their own words, and what Hugo gathers pages by.
func TestHugoFacts(t *testing.T) {
	_, files := generated(t, 300, 1)
	_, hugo := written(t, 300, 1, true)
	renamed := map[string]string{"url": "online", "publishAt": "publishDate"}
	for name, data := range files {
		base, ok := strings.CutSuffix(name, ".md")
		if !ok || !strings.HasPrefix(name, "content/events/") || strings.HasSuffix(base, ".en") {
			continue
		}
		facts, _ := cut(t, data)
		translation, _ := cut(t, files[base+".en.md"])
		for lang, name := range map[string]string{"zh": name, "en": base + ".en.md"} {
			front, _ := cut(t, hugo[name])
			want := inWords(facts, lang).(map[string]any)
			if lang == "en" {
				translate(want, translation)
			}
			for key, value := range want {
				if to, ok := renamed[key]; ok {
					key = to
				}
				if key == "sessions" { // spans of open hours are narrowed
					dropSpans(value)
					dropSpans(front[key])
				}
				if !reflect.DeepEqual(front[key], value) {
					t.Errorf("%s: %s is %v, not %v", name, key, front[key], value)
				}
			}
			for _, key := range []string{"date", "days", "span", "regions"} {
				if front[key] == nil {
					t.Errorf("%s has no %s", name, key)
				}
			}
			if venue, ok := facts["venue"]; ok && !reflect.DeepEqual(front["venues"], []any{venue}) {
				t.Errorf("%s: venues %v, not %v", name, front["venues"], venue)
			}
		}
	}
}

// TestHugoOutputs asks which formats Hugo writes of regions: those without regions
// below have a programme to print.
func TestHugoOutputs(t *testing.T) {
	_, hugo := written(t, 1, 1, true)
	for name, want := range map[string]string{
		"content/regions/hami/_index.md":                        "[html ics json csv schedule]",
		"content/regions/hami/_index.en.md":                     "[html ics json csv schedule]",
		"content/regions/hami-yizhou-district/_index.md":        "[html ics print json csv schedule]",
		"content/regions/hami-yizhou-district/_index.en.md":     "[html ics print json csv schedule]",
		"content/venues/yizhou-district-farm-station/_index.md": "<nil>",
	} {
		front, _ := cut(t, hugo[name])
		if got := fmt.Sprint(front["outputs"]); got != want {
			t.Errorf("%s has %s, not %s", name, got, want)
		}
	}
}

// inWords returns a value in which each table by language is its text.
func inWords(value any, lang string) any {
	switch v := value.(type) {
	case map[string]any:
		if text, ok := v[lang]; ok {
			return text
		}
		out := map[string]any{}
		for key, item := range v {
			out[key] = inWords(item, lang)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = inWords(v[i], lang)
		}
		return out
	case []map[string]any:
		out := make([]map[string]any, len(v))
		for i := range v {
			out[i] = inWords(v[i], lang).(map[string]any)
		}
		return out
	}
	return value
}

// translate puts a translation's texts over the facts.
func translate(facts, translation map[string]any) {
	for key, value := range translation {
		if list, ok := value.([]map[string]any); ok {
			for i := range list {
				translate(facts[key].([]map[string]any)[i], list[i])
			}
		} else {
			facts[key] = value
		}
	}
}

func dropSpans(sessions any) {
	for _, s := range sessions.([]map[string]any) {
		delete(s, "from")
		delete(s, "to")
	}
}

// TestOpenDays asks for the days on which open hours begin.
func TestOpenDays(t *testing.T) {
	day := func(n int) session {
		return session{start: opening.AddDate(0, 0, n).Add(20 * time.Hour), end: opening.AddDate(0, 0, n).Add(21 * time.Hour)}
	}
	open := func(from, to int, weekdays ...string) session {
		return session{start: opening.AddDate(0, 0, from), end: opening.AddDate(0, 0, to), hours: "10:30-19:30", weekdays: weekdays}
	}
	closed := open(0, 2) // Saturday to Monday
	closed.except = opening
	for _, c := range []struct {
		sessions []session
		days     string
		first    string
	}{
		{[]session{day(1)}, "[2021-09-12]", "2021-09-12T20:00:00"},
		{[]session{day(1), day(1), day(-1)}, "[2021-09-10 2021-09-12]", "2021-09-10T20:00:00"},
		{[]session{open(0, 2)}, "[2021-09-11 2021-09-12 2021-09-13]", "2021-09-11T10:30:00"},
		{[]session{open(0, 9, "tue", "thu")}, "[2021-09-14 2021-09-16]", "2021-09-14T10:30:00"},
		{[]session{closed, day(0)}, "[2021-09-11 2021-09-12 2021-09-13]", "2021-09-11T20:00:00"},
	} {
		e := event{sessions: c.sessions}
		if got := fmt.Sprint(e.days(false)); got != c.days {
			t.Errorf("%s, not %s", got, c.days)
		}
		if got := e.first().Format(stamp); got != c.first {
			t.Errorf("begins %s, not %s", got, c.first)
		}
	}
	if got := fmt.Sprint((&event{sessions: []session{open(0, 2), day(5)}}).days(true)); got != "[2021-09-16]" {
		t.Errorf("without what is open over several days: %s", got)
	}
	if manyLasting(1, 2000) || !manyLasting(1, 2500) {
		t.Error("more than 100 events are open on a day among 2,000, or not among 2,500")
	}
}
