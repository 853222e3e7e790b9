package feed

import (
	"fmt"
	"strings"
)

// Manifest is a Web App Manifest, site.webmanifest.
type Manifest struct {
	Name            string `json:"name"`
	ShortName       string `json:"short_name,omitempty"`
	Description     string `json:"description,omitempty"`
	Lang            string `json:"lang,omitempty"` // BCP 47
	Dir             string `json:"dir,omitempty"`  // "ltr" or "rtl"
	ID              string `json:"id,omitempty"`
	StartURL        string `json:"start_url"`
	Scope           string `json:"scope,omitempty"`
	Display         string `json:"display,omitempty"` // "standalone", "minimal-ui", "browser"
	ThemeColor      string `json:"theme_color,omitempty"`
	BackgroundColor string `json:"background_color,omitempty"`
	Icons           []Icon `json:"icons,omitempty"`
}

// Icon is a picture of the site in a Manifest.
type Icon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes,omitempty"` // "192x192", or "any"
	Type    string `json:"type,omitempty"`
	Purpose string `json:"purpose,omitempty"` // "any", "maskable", "monochrome"
}

// WebManifest returns m as application/manifest+json (W3C Web Application
// Manifest).
func WebManifest(m Manifest) []byte {
	for _, text := range []*string{&m.Name, &m.ShortName, &m.Description, &m.Lang, &m.Dir, &m.Display,
		&m.ThemeColor, &m.BackgroundColor} {
		*text = clean(*text)
	}
	for _, address := range []*string{&m.ID, &m.StartURL, &m.Scope} {
		*address = uri(*address)
	}
	icons := make([]Icon, len(m.Icons))
	for i, icon := range m.Icons {
		icons[i] = Icon{uri(icon.Src), clean(icon.Sizes), clean(icon.Type), clean(icon.Purpose)}
	}
	m.Icons = icons
	return append(marshal(m), '\n')
}

// HeaderRule adds headers to the answers below or at a path.
type HeaderRule struct {
	Path    string // "/data/events.json", or with a star for all that follows: "/assets/*"
	Headers []Header
}

// Header is one field of an HTTP answer.
type Header struct {
	Name, Value string
}

// Headers returns a _headers file as Netlify and Cloudflare Pages read it. A
// header whose name is no token (RFC 9110 5.6.2) is left out.
func Headers(rules []HeaderRule) []byte {
	var b []byte
	for _, rule := range rules {
		b = append(append(b, sitePath(rule.Path, ruleChars)...), '\n')
		for _, h := range rule.Headers {
			if token(h.Name) {
				b = fmt.Appendf(b, "  %s: %s\n", h.Name, line(h.Value))
			}
		}
	}
	return b
}

// Redirect sends one address to another.
type Redirect struct {
	From   string // path, taken literally
	To     string // path or absolute address
	Status int    // 301, 302, 303, 307 or 308; any other: 301
}

// Redirects returns a _redirects file as Netlify and Cloudflare Pages read it.
func Redirects(list []Redirect) []byte {
	var b []byte
	for _, r := range list {
		to := uri(r.To)
		if to == "" {
			continue
		}
		// A colon after a slash would begin a placeholder.
		to = strings.ReplaceAll(to, "/:", "/%3A")
		status := r.Status
		switch status {
		case 301, 302, 303, 307, 308:
		default:
			status = 301
		}
		b = fmt.Appendf(b, "%s %s %d\n", sitePath(r.From, literalChars), to, status)
	}
	return b
}

// What may stand in a path. A colon would begin a placeholder, "#" a comment, "?"
// a query; only where rules are meant does a star stand for all that follows.
var (
	literalChars = alphanumericAnd("-._~/@!$&'()+,;=")
	ruleChars    = alphanumericAnd("-._~/@!$&'()+,;=*")
)

// sitePath returns path from the root, with all but keep percent-encoded.
func sitePath(path string, keep *charset) string {
	return "/" + strings.TrimLeft(escape(clean(path), keep), "/")
}

// token reports whether s may be the name of a header.
func token(s string) bool {
	for i := range len(s) {
		if !alphanumeric(s[i]) && strings.IndexByte("!#$%&'*+-.^_`|~", s[i]) < 0 {
			return false
		}
	}
	return s != ""
}
