package preview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"bunting/internal/diag"
	"bunting/internal/digest"
)

// heartbeat is how often a stream says that it is still there.
const heartbeat = 15 * time.Second

// retry is how long a page waits before it connects again.
const retry = time.Second

// stream tells of rounds as they end (server-sent events, HTML 9.2): first of
// the one that has, so that who slept or was cut off misses nothing.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.streams++
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.streams--
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	fmt.Fprintf(w, "retry: %d\n\n", retry.Milliseconds())
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for first := true; ; first = false {
		s.mu.Lock()
		round, ended, going := s.round, s.ended, s.going
		base := "/"
		if v := s.variants[s.start]; v.site != nil {
			base = v.site.Base()
		}
		s.mu.Unlock()
		event := struct {
			Round int      `json:"round"`
			Go    []string `json:"go,omitempty"`
		}{Round: round}
		for _, path := range going {
			if !first {
				event.Go = append(event.Go, base+(&url.URL{Path: strings.TrimSuffix(path, "index.html")}).EscapedPath())
			}
		}
		data, _ := json.Marshal(event) // numbers, strings
		if _, err := fmt.Fprintf(w, "event: round\ndata: %s\n\n", data); err != nil {
			return
		}
		for waiting := true; waiting; {
			if out.Flush() != nil {
				return
			}
			select {
			case <-ended:
				waiting = false
			case <-r.Context().Done():
				return
			case <-beat.C:
				if _, err := fmt.Fprint(w, "event: beat\ndata:\n\n"); err != nil {
					return
				}
			}
		}
	}
}

// A state says what has become of a page since it was served.
type state struct {
	Round    int         `json:"round"`
	Digest   string      `json:"digest,omitempty"` // of the page as it is now
	Reload   bool        `json:"reload"`           // it is another
	Styles   [][2]string `json:"styles,omitempty"` // it is the same but for these style sheets: addresses, old and new
	Stays    bool        `json:"stays"`            // the last good site is shown
	Errors   int         `json:"errors"`
	Warnings int         `json:"warnings"`
	List     []mistake   `json:"list"`
}

// A mistake is a diagnostic as the overlay shows it.
type mistake struct {
	ID       string `json:"id"`
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Code     string `json:"code,omitempty"`
	Reason   string `json:"reason"`
	Mend     string `json:"mend,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Width    int    `json:"width,omitempty"`
	Excerpt  string `json:"excerpt,omitempty"`
	Opens    bool   `json:"opens,omitempty"` // the server opens the file in an editor
	Link     string `json:"link,omitempty"`  // or else this address does
}

// state tells a page, which says its address, the digest of what it was served
// and the round in which it was, whether it is still the same.
func (s *Server) state(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	c := s.choice(r)
	v := s.variant(c)
	out := state{Round: v.round}
	name := ""
	if v.site != nil {
		var folder, ok bool
		if name, folder, ok = resolve(query.Get("path"), v.address()); folder && ok {
			name += "/index.html"
			name = strings.TrimPrefix(name, "/")
		}
		if !ok || !v.site.Has(name) {
			name = s.missing(v, name)
		}
		data, now, err := s.file(r, c, v, name)
		v = now
		if err == nil {
			since, _ := strconv.Atoi(query.Get("round"))
			out.Round = v.round
			out.Digest = s.served.keep(data).String()
			out.Reload, out.Styles = s.compare(v, query.Get("digest"), since, data)
		}
	}
	s.mu.Lock()
	list := v.variant.all()
	out.Stays = v.variant.stays()
	s.mu.Unlock()
	out.Errors = list.Errors()
	out.Warnings = len(list) - out.Errors
	out.List = s.mistakes(list, isLocal(r))
	if v.fault != nil {
		out.Errors++
		out.List = append(out.List, mistake{Severity: s.words["error"], Reason: v.fault.Error()})
	}
	data, _ := json.Marshal(out) // strings, numbers
	send(w, ".json", data)
}

// compare tells what has become of a page that was served with a digest in a
// round.
func (s *Server) compare(v view, was string, since int, now []byte) (reload bool, styles [][2]string) {
	if digest.Of(now).String() != was {
		old := s.served.get(was)
		if old == nil {
			return true, nil
		}
		for name, path := range v.site.Styles() {
			for _, before := range regexp.MustCompile(regexp.QuoteMeta(name)+`-[0-9a-f]{10}\.css`).FindAll(old, 1) {
				if string(before) != path {
					styles = append(styles, [2]string{v.address() + string(before), v.address() + path})
					old = bytes.ReplaceAll(old, before, []byte(path))
				}
			}
		}
		if len(styles) == 0 || !bytes.Equal(old, now) {
			return true, nil
		}
		return false, styles
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for path, round := range s.statics {
		if round > since && bytes.Contains(now, []byte(v.address()+(&url.URL{Path: path}).EscapedPath())) {
			return true, nil
		}
	}
	return false, nil
}

// staticPath returns where a source file is copied to as it is; "" for others.
func staticPath(name string) string {
	if path, ok := strings.CutPrefix(name, "static/"); ok {
		return path
	}
	if rest, ok := strings.CutPrefix(name, "themes/"); ok {
		if _, path, ok := strings.Cut(rest, "/static/"); ok {
			return path
		}
	}
	return ""
}

// served are the pages that were served last, by the digest of each.
type served struct {
	mu    sync.Mutex
	pages map[string][]byte
	order []string // of their digests, the oldest first
}

// maxServed bounds how many are kept: as many as may be open at once.
const maxServed = 64

func (p *served) keep(data []byte) digest.Sum {
	sum := digest.Of(data)
	key := sum.String()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pages == nil {
		p.pages = map[string][]byte{}
	}
	if _, ok := p.pages[key]; !ok {
		p.pages[key] = data
		p.order = append(p.order, key)
	}
	if len(p.order) > maxServed {
		delete(p.pages, p.order[0])
		p.order = p.order[1:]
	}
	return sum
}

func (p *served) get(key string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pages[key]
}

// mistakes turns diagnostics into what the overlay shows. Only who sits at this
// machine is offered to open a file.
func (s *Server) mistakes(list diag.List, local bool) []mistake {
	out := []mistake{}
	for _, d := range list {
		m := mistake{
			ID: idOf(d), Place: d.Span.String(), Severity: s.words[d.Code.Severity.String()], Code: d.Code.Name,
			Reason: d.Reason(s.o.Lang), Mend: d.Mend(s.o.Lang), Line: d.Span.Line, Column: d.Span.Column, Width: d.Span.Width, Excerpt: d.Span.Excerpt,
		}
		if file := s.onDisk(d); file != "" && local {
			if m.Opens = s.o.Editor != ""; !m.Opens {
				at := filepath.ToSlash(file)
				if !strings.HasPrefix(at, "/") {
					at = "/" + at // C:/…
				}
				m.Link = "vscode://file" + (&url.URL{Path: at}).EscapedPath() + fmt.Sprintf(":%d:%d", max(1, d.Span.Line), max(1, d.Span.Column))
			}
		}
		out = append(out, m)
	}
	return out
}

// idOf names a diagnostic.
func idOf(d diag.Diagnostic) string {
	return digest.Key(d.Span.String(), d.Code.Name, d.Reason(diag.English)).Short()
}
