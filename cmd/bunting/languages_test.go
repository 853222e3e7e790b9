package main

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
)

// alternates PUBLIC PAGE asks of a page of the sample site in its three
// languages: is it its own canonical address, does it name all its languages
// and the default for all others, and does its switch lead to each.
func alternates(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 2, "alternates PUBLIC PAGE")
	const root = "https://kepu.example/2021/"
	page := args[1]
	file := page
	if page == "" || strings.HasSuffix(page, "/") {
		file += "index.html"
	}
	prefixes := map[string]string{"zh-Hans-CN": "", "en-GB": "en/", "ug-CN": "ug/"}
	want := []string{"x-default " + root + page}
	var links []string
	for tag, prefix := range prefixes {
		want = append(want, tag+" "+root+prefix+page)
		links = append(links, tag+" /2021/"+prefix+page)
	}
	slices.Sort(want)
	slices.Sort(links)
	for tag, prefix := range prefixes {
		name := path.Join(args[0], prefix, file)
		doc, err := html.Parse(bytes.NewReader([]byte(ts.ReadFile(name))))
		ts.Check(err)
		canonical, found, leads := "", []string{}, []string{}
		for n := range doc.Descendants() {
			a := map[string]string{}
			for _, attr := range n.Attr {
				a[attr.Key] = attr.Val
			}
			switch {
			case n.Data == "link" && a["rel"] == "canonical":
				canonical += a["href"]
			case n.Data == "link" && a["hreflang"] != "":
				found = append(found, a["hreflang"]+" "+a["href"])
			case n.Data == "a" && a["hreflang"] != "":
				leads = append(leads, a["hreflang"]+" "+a["href"])
				if (a["aria-current"] != "") != (a["hreflang"] == tag) {
					ts.Fatalf("%s: the switch to %s says current %q", name, a["hreflang"], a["aria-current"])
				}
			}
		}
		slices.Sort(found)
		slices.Sort(leads)
		if canonical != root+prefix+page {
			ts.Fatalf("%s: canonical %q", name, canonical)
		}
		if d := cmp.Diff(want, found); d != "" {
			ts.Fatalf("%s: hreflang (-want +got):\n%s", name, d)
		}
		if d := cmp.Diff(links, slices.Compact(leads)); d != "" {
			ts.Fatalf("%s: switch (-want +got):\n%s", name, d)
		}
	}
}
