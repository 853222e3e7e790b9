package main

import (
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bunting/internal/locale"
	"bunting/internal/view"

	"github.com/BurntSushi/toml"
	"github.com/evanw/esbuild/pkg/api"
	"github.com/jba/templatecheck"
)

const themeDir = "themes/festival"

func must[T any](v T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return v
}

var out string

type cfg struct {
	Actions, Strands, Regions, Series, Venues, Organizers []struct {
		ID, Role             string
		Name, Summary, Motto map[string]string
	}
}

func main() {
	out = os.Args[1]
	os.MkdirAll(out+"/assets/css", 0o755)
	r := api.Build(api.BuildOptions{EntryPoints: []string{themeDir + "/assets/css/main.css", themeDir + "/assets/js/main.js"}, Bundle: true, Outdir: out + "/assets", Outbase: themeDir + "/assets", Write: true,
		Loader: map[string]api.Loader{".svg": api.LoaderFile}, AssetNames: "img/[name]-[hash]", Format: api.FormatESModule, MinifyWhitespace: true, MinifySyntax: true,
		Engines: []api.Engine{{Name: api.EngineChrome, Version: "67"}, {Name: api.EngineSafari, Version: "12"}}})
	for _, e := range append(r.Errors, r.Warnings...) {
		fmt.Println("esbuild:", e.Text, e.Location)
	}
	for _, f := range r.OutputFiles {
		fmt.Println(f.Path, len(f.Contents))
	}
	os.CopyFS(out, os.DirFS("static"))
	os.RemoveAll(out + "/assets/raw")
	os.CopyFS(out+"/assets/raw", os.DirFS(themeDir+"/assets/img"))
	var c cfg
	must(toml.DecodeFile("config.toml", &c))
	for _, lang := range []string{"zh", "en", "ug"} {
		tag := map[string]string{"zh": "zh-Hans-CN", "en": "en-GB", "ug": "ug"}[lang]
		l := must(locale.New(tag))
		messages := map[string]any{}
		must(toml.DecodeFile(themeDir+"/i18n/"+lang+".toml", &messages))
		cat, problems := locale.NewCatalog(l, messages)
		for _, p := range problems {
			fmt.Println(lang, p)
		}
		used := map[string]bool{}
		funcs := template.FuncMap{
			"t": func(key string, args ...any) string {
				used[key] = true
				s := cat.T(key, args...)
				if strings.Contains(s, "⟦") {
					fmt.Println(lang, s)
				}
				return s
			},
			"asset": func(p string) string {
				if strings.HasPrefix(p, "img/") {
					return "/assets/raw/" + p[4:]
				}
				return "/assets/" + p
			},
		}
		d := newSample(lang, l, c)
		for name, v := range d.pages() {
			t := template.New("root").Funcs(funcs)
			filepath.WalkDir(themeDir+"/layouts", func(p string, e fs.DirEntry, err error) error {
				if e.IsDir() {
					return err
				}
				n := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(p), themeDir+"/layouts/"), ".html")
				kind, _, _ := strings.Cut(name, "~")
				if n != "base" && n != kind && !strings.HasPrefix(n, "partials/") {
					return nil
				}
				must(t.New(n).Parse(string(must(os.ReadFile(p)))))
				return nil
			})
			kind, _, _ := strings.Cut(name, "~")
			tt := t.Lookup(kind)
			if err := templatecheck.CheckHTML(must(tt.Clone()), v); err != nil {
				fmt.Println(name, err)
			}
			f := must(os.Create(out + "/" + lang + "-" + name + ".html"))
			if err := tt.Execute(f, v); err != nil {
				fmt.Println(name, err)
			}
			f.Close()
		}
		for _, k := range cat.Keys() {
			if !used[k] {
				fmt.Println("unused", lang, k)
			}
		}
	}
}

type sample struct {
	lang string
	l    *locale.Locale
	c    cfg
}

func newSample(lang string, l *locale.Locale, c cfg) *sample { return &sample{lang, l, c} }

// s picks the text of the language; ug falls back to zh.
func (d *sample) s(zh, en, ug string) string {
	switch d.lang {
	case "en":
		return en
	case "ug":
		if ug != "" {
			return ug
		}
	}
	return zh
}
func (d *sample) x(zh, en, ug string) view.Text {
	if d.lang == "ug" && ug == "" {
		return view.Text{Text: zh, Lang: "zh-Hans-CN", Dir: "ltr"}
	}
	return view.Text{Text: d.s(zh, en, ug)}
}
func (d *sample) m(m map[string]string) view.Text {
	if t := m[d.lang]; t != "" {
		return view.Text{Text: t}
	}
	return view.Text{Text: m["zh"], Lang: "zh-Hans-CN", Dir: "ltr"}
}

var zone = time.FixedZone("CST", 8*3600)

// year lets the preview move the campaign to now.
var shift = os.Getenv("SHIFT")

func day(n, h, mi int) time.Time {
	t := time.Date(2021, 9, n, h, mi, 0, 0, zone)
	if shift != "" {
		now := time.Now().In(zone)
		t = time.Date(now.Year(), now.Month(), now.Day()-1+n-11, h, mi, 0, 0, zone)
	}
	return t
}
func (d *sample) span(n, h, mi, h2, mi2 int) view.Span {
	a, b := day(n, h, mi), day(n, h2, mi2)
	return view.Span{Start: a.Format(time.RFC3339), End: b.Format(time.RFC3339), Text: d.l.MonthDayWeekday(a) + " " + d.l.TimeRange(a, b)}
}
func (d *sample) times(n, h, mi, h2, mi2 int) view.Span {
	s := d.span(n, h, mi, h2, mi2)
	s.Text = d.l.TimeRange(day(n, h, mi), day(n, h2, mi2))
	return s
}
func (d *sample) days(a, b int) view.Span {
	return view.Span{Start: day(a, 0, 0).Format("2006-01-02"), End: day(b, 0, 0).Format("2006-01-02"), Text: d.l.DateRange(day(a, 0, 0), day(b, 0, 0))}
}
func (d *sample) counted(n int) string {
	return d.s(fmt.Sprintf("%d场活动", n), fmt.Sprintf("%d events", n), fmt.Sprintf("%d پائالىيەت", n))
}
