package picture

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8">`

func TestCheckSVG(t *testing.T) {
	for _, c := range []struct{ inside, runs string }{
		{`<path d="M0 0h8v8z" fill="url(#g)"/><linearGradient id="g"/>`, ""},
		{`<style>.a { fill: url( "#g" ) }</style><use xlink:href="#a"/><image href="data:image/png;base64,AA=="/>`, ""},
		{`<title>脚本 javascript</title><!-- <script> -->`, ""},
		{`<script>alert(1)</script>`, "script"},
		{`<g xmlns:s="http://www.w3.org/2000/svg"><s:script href="#a"/></g>`, "script"},
		{`<g><foreignObject/></g>`, "foreignObject"},
		{`<g onclick="alert(1)"/>`, "onclick"},
		{`<set attributeName="href" to=" java&#10;script:alert(1)"/>`, " java\nscript:alert(1)"},
		{`<a xlink:href="https://evil.example/"/>`, "https://evil.example/"},
		{`<image href="//evil.example/a.png"/>`, "//evil.example/a.png"},
		{`<image href="data:image/svg+xml,&lt;svg onload='alert(1)'/&gt;"/>`, "data:image/svg+xml,<svg onload='alert(1)'/>"},
		{`<rect style="fill:url(https://evil.example/#g)"/>`, "fill:url(https://evil.example/#g)"},
		{`<style>@import "a.css";</style>`, `@import "a.css";`},
		{`<style><![CDATA[a{background:u\72l(x)}]]></style>`, `a{background:u\72l(x)}`},
		{`<?xml-stylesheet href="a.css"?>`, "xml-stylesheet"},
	} {
		runs, err := CheckSVG([]byte(svg + c.inside + "</svg>"))
		if runs != c.runs || err != nil {
			t.Errorf("%s: %q, %v", c.inside, runs, err)
		}
	}
	for data, want := range map[string]Kind{
		"": Empty, "<!-- x -->": Empty, svg: Damaged, svg + "<g></svg>": Damaged, svg + "&x;</svg>": Damaged,
		"<html></html>": NotPicture, "\xff\xd8\xff": Damaged,
	} {
		if _, err := CheckSVG([]byte(data)); kind(err) != want {
			t.Errorf("%q: %v", data, err)
		}
	}
	if runs, _ := CheckSVG([]byte(`<!DOCTYPE svg [<!ENTITY x "<script/>">]>` + svg + "&x;</svg>")); runs != "ENTITY" {
		t.Errorf("an entity runs %q", runs)
	}
	files, err := filepath.Glob("../../static/logos/*.svg")
	if err != nil || len(files) == 0 {
		t.Fatal("no logos", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if runs, err := CheckSVG(data); runs != "" || err != nil {
			t.Errorf("%s: %q, %v", name, runs, err)
		}
	}
}

// FuzzCheckSVG: what passes holds no script and no handler, as another reader
// sees it.
func FuzzCheckSVG(f *testing.F) {
	f.Add(svg + `<script>alert(1)</script></svg>`)
	f.Add(svg + `<g onload="x"/></svg>`)
	f.Add(svg + `<path d="M0 0"/></svg>`)
	f.Fuzz(func(t *testing.T, data string) {
		runs, err := CheckSVG([]byte(data))
		if runs != "" || err != nil {
			return
		}
		if strings.Contains(data, "<!-->") || strings.Contains(data, "<!--->") { // comments to XML, not to HTML
			return
		}
		z := html.NewTokenizer(strings.NewReader(data))
		z.AllowCDATA(true)
		for z.Next() != html.ErrorToken {
			tag := z.Token()
			if tag.Type != html.StartTagToken && tag.Type != html.SelfClosingTagToken {
				continue
			}
			handler := slices.ContainsFunc(tag.Attr, func(a html.Attribute) bool { return strings.HasPrefix(a.Key, "on") })
			if tag.Data == "script" || handler {
				t.Errorf("%q passes", data)
			}
		}
	})
}
