package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/feed"
)

// manifest adds the web app manifest.
func (k *composer) manifest(g *tongue) {
	k.addSmall(g.prefix+string(manifestRoute), func() []byte {
		m := feed.Manifest{
			Name: g.frame.site.Name.Text, ShortName: clip(g.frame.site.Name.Text, 12), Description: g.frame.site.Slogan.Text, Lang: g.locale.Tag(), Dir: g.locale.Dir(),
			ID: g.path(""), StartURL: g.path(""), Scope: g.path(""), Display: "minimal-ui", Icons: g.icons(),
		}
		return feed.WebManifest(m)
	})
}

const robotsFile = "robots.txt"

// hosting adds what hosts and crawlers read at the root.
func (k *composer) hosting() {
	g := k.tongues[0]
	if !slices.ContainsFunc(k.c.Files, func(f campaign.File) bool { return f.Path == robotsFile }) { // the site's own goes first
		k.addSmall(robotsFile, func() []byte { return feed.RobotsTxt(feed.Robots{Sitemap: k.c.BaseURL + sitemapFile}) })
	}
	k.addSmall("_headers", func() []byte {
		field := func(pairs ...string) (out []feed.Header) {
			for i := 0; i < len(pairs); i += 2 {
				out = append(out, feed.Header{Name: pairs[i], Value: pairs[i+1]})
			}
			return out
		}
		every := field("Content-Security-Policy", Policy(k.c), "X-Content-Type-Options", "nosniff",
			"Referrer-Policy", "strict-origin-when-cross-origin", "Permissions-Policy", "camera=(), microphone=(), payment=()")
		if k.c.Preview {
			every = append(every, field("X-Robots-Tag", "noindex")...)
		}
		return slices.Concat([]byte(Mark), feed.Headers([]feed.HeaderRule{
			{Path: g.base + "*", Headers: every},
			{Path: g.base + "assets/*", Headers: field("Cache-Control", "public, max-age=31536000, immutable")},
			{Path: g.base + Pictures + "*", Headers: field("Cache-Control", "public, max-age=31536000, immutable")},
			{Path: g.base + Originals + "*", Headers: field("Cache-Control", "public, max-age=31536000, immutable")},
			{Path: g.base + Films + "*", Headers: field("Cache-Control", "public, max-age=31536000, immutable")},
			{Path: g.base + "*.vtt", Headers: field("Content-Type", "text/vtt; charset=utf-8")},
			{Path: g.base + "data/*", Headers: field("Access-Control-Allow-Origin", "*")},
			{Path: g.base + "*.ics", Headers: field("Content-Type", "text/calendar; charset=utf-8")},
		}))
	})
	k.addSmall("_redirects", func() []byte {
		var list []feed.Redirect
		for _, o := range k.outputs {
			if r, ok := o.Making.(*redirect); ok {
				alias := o.origin.Aliases[r.alias]
				for _, t := range k.tongues {
					if strings.HasPrefix(o.Path, t.prefix) && o.Path == t.prefix+aliasFile(alias) {
						list = append(list, feed.Redirect{
							From: g.base + t.prefix + strings.TrimPrefix(alias, "/"),
							To:   t.path(r.to), Status: 301,
						})
					}
				}
			}
		}
		return feed.Redirects(list)
	})
}

// Mark is the first line of a site's _headers: it tells a built site from a
// folder of somebody's own.
const Mark = "# Built by bunting. Do not edit: the next build replaces this folder.\n"

// files adds what is copied: static files, and what documents offer of their
// folders. Pictures are never copied. It returns a warning for each other file
// that nothing publishes: its author may have meant to.
func (k *composer) files() diag.List {
	for _, f := range k.c.Files {
		k.outputs = append(k.outputs, Output{Path: f.Path, Making: &copied{file: f}})
	}
	folders := map[string][]string{} // their files
	published := map[string]bool{}   // by source
	for d, r := range k.documents() {
		if len(d.Files) == 0 {
			continue
		}
		folder := path.Dir(d.File())
		folders[folder] = d.Files
		for _, name := range offers(d) {
			source, to := path.Join(folder, name), string(r.beside(name))
			published[source] = true
			k.outputs = append(k.outputs, Output{Path: to, Making: &copied{file: campaign.File{Name: source, Path: to, From: campaign.FromDocument}}})
		}
	}
	for _, e := range k.c.Events {
		for i := range e.Videos {
			for _, m := range e.Videos[i].Files() {
				published[m.Name] = true
			}
		}
	}
	var list diag.List
	for folder, files := range folders {
		for _, name := range files {
			source := path.Join(folder, name)
			if published[source] || campaign.IsPicture(name) || !campaign.Publishable(name) {
				continue
			}
			words := diag.Words{EN: "offer it with [[attachments]] file = %q, or link to it in a text", ZH: "请用 [[attachments]] file = %q 作为附件发布，或在正文中链接到它"}
			if ext := path.Ext(name); strings.EqualFold(ext, ".mp4") || strings.EqualFold(ext, ".webm") {
				words = diag.Words{EN: "show it on an event's page with [[videos]] file = %q", ZH: "请用 [[videos]] file = %q 在活动页面播放"}
			}
			list.Add(diag.StrayFile, diag.Span{File: source}, diag.Words{EN: fmt.Sprintf(words.EN, name), ZH: fmt.Sprintf(words.ZH, name)})
		}
	}
	return list
}

// offers returns the files of its folder that a document publishes, each once:
// its attachments, and what its texts link to.
func offers(d *campaign.Document) []string {
	var out []string
	for _, a := range d.Attachments {
		out = append(out, a.File)
	}
	for _, p := range d.Prose {
		for _, l := range p.Links {
			name, _ := destination(l)
			if _, ok := slices.BinarySearch(d.Files, name); ok && !campaign.IsPicture(name) && campaign.Publishable(name) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
