package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"bunting/internal/lacking"
)

// TestDiagnostics states each mistake with the place that is reported.
func TestDiagnostics(t *testing.T) {
	const (
		event = "themes/tiny/layouts/event.html"
		foot  = "themes/tiny/layouts/partials/foot.html"
		en    = "themes/tiny/i18n/en.toml"
		css   = "themes/tiny/assets/css/main.css"
	)
	// main is the event's layout with a body that begins in line 2, column 1.
	main := func(body string) files {
		return files{event: "{{define \"main\"}}\n" + body + "\n{{end}}{{template \"base\" .}}"}
	}
	at := func(column, rest string) string { return event + ":2:" + column + ": " + rest + "\n" }
	for _, test := range []struct {
		name    string
		changes files
		want    string
	}{
		{"nothing wrong", nil, ""},

		{"unknown field", main(`<h1>{{.Titel.Text}}</h1>`), at("7", `bad-template: Event has no field "Titel" (Title?)`)},
		{"unknown field of a field", main(`汉<h1>{{.Title.Txt}}</h1>`), at("14", `bad-template: Text has no field "Txt" (Text?)`)},
		{"field in an argument", main(`{{t "cards" "n" .Title.Zahl}}`), at("23", `bad-template: Text has no field "Zahl"; it has Text, Lang, Dir`)},
		{"field of a variable", main(`{{$x := .Title}}{{$x.Long.Y}}`), at("21", `bad-template: Text has no field "Long" (Lang?)`)},
		{"field of a call", main(`{{(index .Related 0).Pth}}`), at("21", `bad-template: Card has no field "Pth" (Path?)`)},
		{"field of a text", main(`{{.Label.Text}}`), at("9", `bad-template: a text has no fields, so no "Text"`)},
		{"field of an item", main(`{{range .Related}}{{.Pat}}{{end}}`), at("21", `bad-template: Card has no field "Pat" (Path?)`)},
		{"every mistake at once", main(`{{.A}}{{with .Titl}}{{.Any}}{{else}}{{.Phon}}{{end}}{{range .Label}}{{.X}}{{end}}`),
			at("3", `bad-template: Event has no field "A"; it has `+fieldList(kinds["event"])) +
				at("14", `bad-template: Event has no field "Titl" (Title?)`) +
				at("39", `bad-template: Event has no field "Phon" (Phone?)`) +
				at("61", `bad-template: range needs a list, not a text`)},
		{"a mistake in a partial is reported once", files{foot: "<footer>{{.Sponser}}</footer>"},
			foot + ":1:11: bad-template: Site has no field \"Sponser\" (Sponsor?)\n"},
		{"a partial with two types", main(`{{template "partials/foot" .Chrome.Site}}{{template "partials/foot" .Title}}`),
			foot + ":1:30: bad-template: Text has no field \"Sponsor\"; it has Text, Lang, Dir\n"},
		{"a partial without a value", main(`{{template "partials/foot"}}`),
			foot + ":1:30: bad-template: nothing has no fields, so no \"Sponsor\"\n"},

		{"shown as Go syntax", main(`{{.Title}}`), at("3", `bad-template: Text is not a text; show one of its fields: Text, Lang, Dir`)},
		{"list shown", main(`{{.Related}}`), at("3", `bad-template: a list is not a text; go through it with range`)},
		{"always true", main(`{{if .Title}}x{{end}}`), at("6", `bad-template: Text is always true; ask one of its fields: Text, Lang, Dir`)},
		{"always true in or", main(`{{if or .Title .Label}}x{{end}}`), at("9", `bad-template: Text is always true; ask one of its fields: Text, Lang, Dir`)},
		{"arguments for a field", main(`{{.Label "x"}}`), at("3", `bad-template: .Label is not a function and takes no arguments`)},
		{"piped into a field", main(`{{.Label | .Phone}}`), at("12", `bad-template: .Phone is not a function and takes no arguments`)},
		{"too few arguments", main(`{{if eq .Label}}{{end}}`), at("6", `bad-template: too few arguments for eq: 1, at least 2`)},
		{"too many arguments", main(`{{len .Label .Label}}`), at("3", `bad-template: too many arguments for len: 2, at most 1`)},
		{"unknown functions, all of them", main(`{{safeHTML .Label}}{{lne .Label}}`),
			at("3", `bad-template: there is no function "safeHTML"`) + at("22", `bad-template: there is no function "lne" (le?)`)},
		{"comparison of kinds", main(`{{if eq .Label 3}}{{end}}`), at("16", `bad-template: eq compares a text with a number`)},
		{"comparison of structs", main(`{{if eq .Title .Note}}{{end}}`), at("9", `bad-template: eq cannot compare Text`)},
		{"order of booleans", main(`{{if lt .Off true}}{{end}}`), at("9", `bad-template: lt cannot compare true or false`)},
		{"index of a text", main(`{{index .Label 0}}`), at("9", `bad-template: index needs a list, not a text`)},
		{"index by a text", main(`{{if .Badges}}{{(index .Badges "a").Text}}{{end}}`), at("32", `bad-template: a number belongs here, not a text`)},
		{"length of a number", main(`{{len 3}}`), at("7", `bad-template: a list or a text belongs here, not a number`)},
		{"variable of two types", main(`{{$x := 1}}{{$x = .Label}}`), at("14", `bad-template: $x holds a number and cannot become a text`)},
		{"field of several types", main(`{{with or .Label .Title}}{{.Text}}{{end}}`), at("28", `bad-template: a value of several types has no fields, so no "Text"`)},
		{"unknown template", main(`{{template "partials/foo" .}}`), at("12", `bad-template: there is no template "partials/foo" (partials/foot?)`)},
		{"recursion", main(`{{template "main" .}}`), at("12", `bad-template: the template "main" calls itself; views are not trees`)},
		{"blank view fails", main(`{{(index .Related 0).Path}}`), at("4", `bad-template: error calling index: reflect: slice index out of range`)},
		{"parse error", main(`{{if .Off}}x{{.Label}`), at("21", `bad-template: bad character U+007D '}'`)},
		{"undefined variable", main(`a {{$nope}}`), at("5", `bad-template: undefined variable "$nope"`)},
		{"one parse error hides nothing elsewhere", files{event: "{{end}}", foot: "{{.Sponser}}"},
			event + ":1:1: bad-template: unexpected {{end}}\n" + foot + ":1:3: bad-template: Site has no field \"Sponser\" (Sponsor?)\n"},
		{"unsafe place", main(`<p {{if .Off}}title="a"{{else}}title='b{{end}}>x</p>`),
			at("9", `bad-template: {{if}} branches end in different contexts`)},

		{"unknown message", main(`{{t "sponsr" "name" .Label}}`),
			at("5", `missing-message: there is no message "sponsr" in themes/tiny/i18n/en.toml (sponsor?)`) +
				at("5", `missing-message: there is no message "sponsr" in themes/tiny/i18n/zh.toml (sponsor?)`)},
		{"message of one language, once", main(`{{t "x"}}{{t "x"}}`).with(files{en: "x = \"x\"\nsponsor = \"{name}\"\n[cards]\nother=\"{n}\""}),
			at("5", `missing-message: there is no message "x" in themes/tiny/i18n/zh.toml`)},
		{"placeholder not filled", files{en: "sponsor = \"{name} in {town}\"\n[cards]\nother=\"{n}\""},
			en + ":1:11: bad-message: the message \"sponsor\" is malformed: {town} is not filled at " + foot + ":1:13\n"},
		{"placeholder that is none", main(`{{t "sponsor" "name" .Label "nam" .Phone}}`),
			at("5", `bad-template: the message "sponsor" has no {nam} in any language (name?)`)},
		{"values without names", main(`{{t "sponsor" "name"}}`), at("3", `bad-template: t takes a key, then names and values by turns`)},
		{"malformed message", files{en: "sponsor = \"{name}\"\nbad = \"{\"\n[cards]\nother=\"{n}\""},
			en + ":2:7: bad-message: the message \"bad\" is malformed: \"{\": write {name} with letters, digits, - and _, or double a brace that is meant as such\n"},
		{"malformed catalogue", files{en: "sponsor = \"\n"}, en + ":1:12: unclosed-string: a quotation mark is missing\n"},

		{"unknown asset", main(`{{asset "css/man.css"}}`), at("9", `missing-asset: there is no asset "css/man.css" in themes/tiny/assets (css/main.css?)`)},
		{"computed asset", main(`{{asset .Label}}`), at("9", `bad-template: asset takes a name in quotation marks`)},
		{"missing import", files{css: "\n@import \"x.css\";\n"},
			css + ":2:9: bad-asset: there is no file \"css/x.css\" in themes/tiny/assets\n"},
		{"missing picture", files{css: "b {\n  background: url(../img/none.svg);\n}\n"},
			css + ":2:15: bad-asset: there is no file \"img/none.svg\" in themes/tiny/assets\n"},
		{"foreign picture", files{css: "b { background: url(https://cdn.example/a.png) }"},
			css + ":1:17: bad-asset: \"https://cdn.example/a.png\" would make the page load from another host\n"},
		{"outside assets", files{css: "b { background: url(../../layouts/base.html) }"},
			css + ":1:17: bad-asset: there is no file \"../layouts/base.html\" in themes/tiny/assets\n"},
		{"absolute path", files{css: "b { background: url(/a.png) }"}, css + ":1:17: bad-asset: \"/a.png\": write it relative to this file\n"},
		{"style sheet with a slip", files{css: "b {\n  color red;\n}\n"},
			css + ":2:8: doubtful-asset: Expected \":\"\n"},
		{"script with a slip", main(`{{asset "js/main.js"}}`).with(files{"themes/tiny/assets/js/main.js": "let a = 1;\nlet b = ;\n"}),
			"themes/tiny/assets/js/main.js:2:9: bad-asset: Unexpected \";\"\n"},
		{"script that imports a style sheet", main(`{{asset "js/main.js"}}`).with(files{"themes/tiny/assets/js/main.js": "import \"../css/main.css\"\n"}),
			"themes/tiny/assets/js/main.js:1:8: bad-asset: \"../css/main.css\" cannot be imported here\n"},

		{"missing layout", files{event: ""}, "themes/tiny: missing-layout: the theme has no layout \"event.html\"\n"},
		{"missing base", files{"themes/tiny/layouts/base.html": ""}, "themes/tiny: missing-layout: the theme has no layout \"base.html\"\n"},
		{"misnamed layout", files{"layouts/evnt.html": "x"}, "layouts/evnt.html: stray-file: this file belongs to no page and is not published\n"},
		{"no theme.toml", files{"themes/tiny/theme.toml": ""}, "themes/tiny: missing-file: there is no file \"theme.toml\"\n"},
		{"unknown key", files{"themes/tiny/theme.toml": "name = \"x\"\nlicence = \"y\""},
			"themes/tiny/theme.toml:2:1: unknown-key: unknown key \"licence\" (license?)\n"},
		{"no name", files{"themes/tiny/theme.toml": "license = \"y\""}, "themes/tiny/theme.toml:1:1: missing-key: \"name\" is missing\n"},
		{"not UTF-8", main("\xff"), event + ": not-utf8: this text is not UTF-8\n"},
		{"large template", main(strings.Repeat("x", maxText)), event + ": too-large: this is 1048623 bytes long; at most 1048576 are read\n"},
		{"large picture", files{"themes/tiny/assets/img/dot.svg": strings.Repeat("x", maxAsset+1)},
			"themes/tiny/assets/img/dot.svg: too-large: this is 16777217 bytes long; at most 16777216 are read\n"},
		{"hidden file", files{"layouts/.gitkeep": "x"}, ""},
		{"doubling calls", main(`{{template "d60" .}}`).with(files{"layouts/partials/d.html": doubling(60)}),
			"layouts/partials/d.html:14:48: too-complex: this is too complex to be read safely\n"},
		{"unclosed action", main(`{{.Label`).with(files{foot: "a\n{{.Sponsor\nb"}),
			event + ":3:1: bad-template: unexpected \"{\" in operand\n" + foot + ":2:1: bad-template: unclosed action started at partials/foot:2\n"},
		{"unclosed block", files{foot: "a\n{{if .Sponsor}}\nb"}, foot + ":3:2: bad-template: unexpected EOF\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			theme, list, err := Load(options(t, tiny().with(test.changes).fs()))
			if err != nil {
				t.Fatal(err)
			}
			if got := show(list); got != test.want {
				t.Error(cmp.Diff(test.want, got))
			}
			if (theme == nil) != (list.Errors() > 0) {
				t.Errorf("theme = %v with %d errors", theme, list.Errors())
			}
			for _, d := range list {
				if d.Span.Line > 0 && d.Span.Excerpt == "" {
					t.Errorf("%s has no excerpt", d.Span)
				}
			}
		})
	}
}

// doubling returns templates d0 to dn, a line each, of which each calls the
// one before twice.
func doubling(n int) string {
	s := "{{define \"d0\"}}x{{end}}\n"
	for i := range n {
		s += fmt.Sprintf("{{define \"d%d\"}}{{template \"d%[2]d\" .}}{{template \"d%[2]d\" .}}{{end}}\n", i+1, i)
	}
	return s
}

func TestMissingTheme(t *testing.T) {
	o := options(t, tiny().fs())
	o.Embedded = fstest.MapFS{"festival/theme.toml": {Data: []byte("name = \"festival\"")}}
	for _, test := range []struct{ name, want string }{
		{"tyni", "config.toml: missing-theme: there is no theme \"tyni\"\n"},
		{"festivla", "config.toml: missing-theme: there is no theme \"festivla\" (festival?)\n"},
		{"..", "config.toml: missing-theme: there is no theme \"..\"\n"},
		{"", "config.toml: missing-theme: there is no theme \"\"\n"},
	} {
		o.Name = test.name
		theme, list, err := Load(o)
		if theme != nil || err != nil || show(list) != test.want {
			t.Errorf("%q: %v, %v\n%s", test.name, theme, err, show(list))
		}
	}
}

// TestSymbolicLinks: what a link leads to is neither read nor published.
func TestSymbolicLinks(t *testing.T) {
	dir := t.TempDir()
	for name, text := range tiny().with(files{"secret.txt": "secret"}) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{
		"themes/tiny/static/secret.txt":            "../../../secret.txt",
		"themes/tiny/assets/img/folder":            "../../../..",
		"themes/tiny/layouts/partials/secret.html": "../../../../secret.txt",
		"layouts":          "themes/tiny/static",
		"themes/elsewhere": "tiny",
	} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			if runtime.GOOS == "windows" {
				lacking.Skip(t, "links need a privilege on Windows: %v", err)
			}
			t.Fatal(err)
		}
	}
	_, list, err := Load(options(t, os.DirFS(dir)))
	if err != nil {
		t.Fatal(err)
	}
	want := `layouts: symbolic-link: this is a symbolic link; links are not followed
themes/tiny/assets/img/folder: symbolic-link: this is a symbolic link; links are not followed
themes/tiny/layouts/partials/secret.html: symbolic-link: this is a symbolic link; links are not followed
themes/tiny/static/secret.txt: symbolic-link: this is a symbolic link; links are not followed
`
	if got := show(list); got != want {
		t.Error(cmp.Diff(want, got))
	}
	o := options(t, os.DirFS(dir))
	o.Name = "elsewhere"
	if theme, _, err := Load(o); theme != nil || err != nil {
		t.Errorf("a linked theme was loaded: %v, %v", theme, err)
	}
}

// TestFault: a fault of the file system is an error, not a diagnostic.
func TestFault(t *testing.T) {
	site := tiny().fs()
	for _, name := range []string{"themes/tiny/layouts/event.html", "themes/tiny/i18n/en.toml", "themes/tiny/assets/css/parts/card.css", "themes/tiny/assets/img/dot.svg"} {
		if theme, _, err := Load(options(t, failing{site, name})); theme != nil || err == nil || !strings.Contains(err.Error(), "disk on fire") {
			t.Errorf("%s: theme %v, error %v", name, theme, err)
		}
	}
}

// failing is a file system in which one file cannot be opened.
type failing struct {
	fstest.MapFS
	name string
}

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("disk on fire")}
	}
	return f.MapFS.Open(name)
}
