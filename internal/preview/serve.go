package preview

import (
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bunting/internal/digest"
	"bunting/internal/site"
	"bunting/internal/source"
)

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.guard(w, r) {
		return
	}
	if name, own := strings.CutPrefix(r.URL.EscapedPath(), "/.bunting/"); own {
		s.own(w, r, name)
		return
	}
	if !reads(w, r) {
		return
	}
	s.page(w, r)
}

// reads asks that a request only reads.
func reads(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	refuse(w, http.StatusMethodNotAllowed)
	return false
}

func refuse(w http.ResponseWriter, status int) { http.Error(w, http.StatusText(status), status) }

// files are the server's own, below /.bunting/ like the routes.
//
//go:embed web
var files embed.FS

// routes answer for what is the server's own and no file.
var routes = map[string]func(*Server, http.ResponseWriter, *http.Request){
	"open":   (*Server).open,
	"events": (*Server).stream,
	"state":  (*Server).state,
}

// own answers for what is the server's own.
func (s *Server) own(w http.ResponseWriter, r *http.Request, name string) {
	if name != "open" && !reads(w, r) {
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	if answer, ok := routes[name]; ok {
		answer(s, w, r)
		return
	}
	data, err := files.ReadFile("web/" + name)
	if err != nil {
		refuse(w, http.StatusNotFound)
		return
	}
	if strings.HasSuffix(name, ".js") {
		words, _ := json.Marshal(s.words) // strings
		data = fmt.Appendf(nil, "(() => {\nconst words = %s;\n%s})();\n", words, data)
	}
	send(w, path.Ext(name), data)
}

// resolve returns the path in the site, as outputs have it, that an escaped
// path of a request asks for below base; folder says that it ends in a slash.
// Only one way to write a path is known: no ".", "..", "//", "\" and no byte 0,
// however escaped.
func resolve(escaped, base string) (name string, folder, ok bool) {
	rest, ok := strings.CutPrefix(escaped, base)
	if !ok {
		return "", false, false
	}
	name, err := url.PathUnescape(rest)
	if err != nil || !utf8.ValidString(name) || strings.ContainsAny(name, "\\\x00") {
		return "", false, false
	}
	name, folder = strings.CutSuffix(name, "/")
	if name == "" && !folder {
		return "", true, true // the root itself
	}
	return name, folder, fs.ValidPath(name) && name != "."
}

// page answers with a file of the site.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	c := s.choice(r)
	v := s.variant(c)
	if v.site == nil {
		s.waiting(w, v, c)
		return
	}
	name, folder, ok := resolve(r.URL.EscapedPath(), v.address())
	switch {
	case r.URL.EscapedPath() == "/" && !ok:
		http.Redirect(w, r, v.address(), http.StatusFound)
		return
	case ok && !folder && !v.site.Has(name) && v.site.Has(path.Join(name, "index.html")):
		http.Redirect(w, r, v.address()+(&url.URL{Path: name}).EscapedPath()+"/", http.StatusFound)
		return
	case ok && folder:
		name = path.Join(name, "index.html")
	}
	status := http.StatusOK
	if !ok || !v.site.Has(name) {
		name, status = s.missing(v, name), http.StatusNotFound
	}
	data, v, err := s.file(r, c, v, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		refuse(w, http.StatusNotFound)
		return
	case err != nil:
		w.Header().Set("Retry-After", "1")
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	head := w.Header()
	head.Set("Content-Security-Policy", v.site.Policy())
	head.Set("Cache-Control", "no-store")
	if strings.HasPrefix(name, "assets/") || strings.HasPrefix(name, site.Pictures) { // named by their content
		head.Set("Cache-Control", "max-age=31536000, immutable")
	}
	if path.Ext(name) == ".html" {
		sum := s.served.keep(data)
		data = add(data, s.pageState(v, c, sum))
	}
	head.Set("Content-Type", contentType(path.Ext(name)))
	head.Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // who has gone away needs nothing
}

// missing returns the page that says that there is none, in the language of the
// address.
func (s *Server) missing(v view, name string) string {
	lang, _, _ := strings.Cut(name, "/")
	if page := path.Join(lang, "404.html"); v.site.Has(page) {
		return page
	}
	return "404.html"
}

// retries is how long a file that is being changed is waited for.
const retries = 5 * time.Second

// file makes a file of the site. One that is another by now is made when that
// has been looked at.
func (s *Server) file(r *http.Request, c choice, v view, name string) ([]byte, view, error) {
	for end := time.Now().Add(retries); ; {
		data, list, ok, err := v.site.File(name)
		if !ok {
			return nil, v, fs.ErrNotExist
		}
		if err == nil {
			s.note(v, name, list)
			return data, v, nil
		}
		if !errors.Is(err, source.ErrChanged) || time.Now().After(end) {
			return nil, v, err
		}
		s.mu.Lock()
		ended := s.ended
		s.mu.Unlock()
		s.watcher.poke()
		select {
		case <-ended:
		case <-time.After(time.Second):
		case <-r.Context().Done():
			return nil, v, r.Context().Err()
		}
		v = s.variant(c)
	}
}

// pageState is what the script on a page must know.
func (s *Server) pageState(v view, c choice, sum digest.Sum) pageState {
	p := pageState{Digest: sum.String(), Round: v.round, Drafts: c.drafts}
	if v.site != nil {
		p.now(c.now, v.site.Zone())
	}
	return p
}

// waiting answers while there is no good site yet.
func (s *Server) waiting(w http.ResponseWriter, v view, c choice) {
	page := fmt.Appendf(nil, "<!doctype html>\n<html lang=%q>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"+
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>bunting</title>\n</head>\n<body>\n<h1>%s</h1>\n</body>\n</html>\n", s.words["lang"], s.words["waiting"])
	w.Header().Set("Content-Security-Policy", v.site.Policy())
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", contentType(".html"))
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write(add(page, s.pageState(v, c, s.served.keep(page))))
}

// choice returns what a visitor asked to see: a cookie that the bar sets.
func (s *Server) choice(r *http.Request) choice {
	c := s.start
	cookie, err := r.Cookie(choiceCookie)
	if err != nil {
		return c
	}
	text, err := url.QueryUnescape(cookie.Value)
	if err != nil {
		return c
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		return c
	}
	if values.Has("drafts") {
		c.drafts = values.Get("drafts") == "1"
	}
	if values.Has("now") {
		c.now = time.Time{}
		if t, err := time.ParseInLocation(minutes, values.Get("now"), s.zone()); err == nil {
			c.now = t
		}
	}
	return c
}

const choiceCookie = "bunting-preview"

// zone returns the campaign's zone, as far as it is known.
func (s *Server) zone() *time.Location {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.variants[s.start]; v != nil && v.site != nil {
		return v.site.Zone()
	}
	return time.UTC
}

// types are those of a site's files; the system's own table may say anything.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".ics": "text/calendar; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
	".gif": "image/gif", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".pdf": "application/pdf", ".mp4": "video/mp4", ".webm": "video/webm",
	"": "text/plain; charset=utf-8",
}

func contentType(ext string) string {
	return cmp.Or(types[strings.ToLower(ext)], mime.TypeByExtension(ext), "application/octet-stream")
}

func send(w http.ResponseWriter, ext string, data []byte) {
	w.Header().Set("Content-Type", contentType(ext))
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data)
}
