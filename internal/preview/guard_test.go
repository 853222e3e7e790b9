package preview

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"bunting/internal/build"
)

const base = "../../cmd/bunting/testdata/base"

// A previewed site is served to a test.
type previewed struct {
	t      testing.TB
	dir    string
	server *Server
	web    *httptest.Server
}

func serve(t testing.TB, o Options) *previewed {
	t.Helper()
	p := &previewed{t: t, dir: t.TempDir()}
	if err := os.CopyFS(p.dir, os.DirFS(base)); err != nil {
		t.Fatal(err)
	}
	o.Build = build.Options{Source: p.dir, NoCache: true, Drafts: o.Build.Drafts, Future: o.Build.Future, Now: o.Build.Now}
	var err error
	if p.server, err = New(o); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { p.server.Run(ctx); close(ended) }()
	p.web = httptest.NewServer(p.server)
	t.Cleanup(func() {
		cancel()
		p.web.CloseClientConnections()
		p.web.Close()
		<-ended
		p.server.Close()
	})
	return p
}

// ask makes a request with header fields, written "Name: value".
func (p *previewed) ask(method, at string, fields ...string) (*http.Response, string) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.web.URL+at, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		if r.Header.Set(name, value); name == "Host" {
			r.Host = value
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: 20 * time.Second}
	response, err := client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		return response, "" // it does not end
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response, string(body)
}

// addresses are one of each kind, and all of the server's own but the one that
// opens files.
func addresses(t testing.TB) []string {
	out := []string{"/", "/2021/", "/2021/events/ili/carbon-fair.html", "/2021/nowhere.html", "/2021/feed.xml", "/.bunting/state?path=/2021/", "/.bunting/nothing", "/elsewhere"}
	for name := range routes {
		if name != "open" {
			out = append(out, "/.bunting/"+name)
		}
	}
	own, err := files.ReadDir("web")
	if err != nil || len(own) < 6 || len(routes) < 3 {
		t.Fatal(err, own)
	}
	for _, f := range own {
		out = append(out, "/.bunting/"+f.Name())
	}
	return out
}

// TestForeignRequests: what another site makes a browser ask for is refused,
// everywhere.
func TestForeignRequests(t *testing.T) {
	p := serve(t, Options{})
	own := p.web.Listener.Addr().String()
	_, port, _ := strings.Cut(own, ":")
	for _, foreign := range []string{"Host: evil.example", "Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"} {
		if r, _ := p.ask("POST", "/.bunting/open?id=x", foreign); r.StatusCode != http.StatusForbidden {
			t.Errorf("opening a file with %q: %s", foreign, r.Status)
		}
	}
	for _, at := range addresses(t) {
		for _, fields := range [][]string{
			{"Host: evil.example"}, {"Host: evil.example:" + port}, {"Host: 127.0.0.1.evil.example:" + port}, {"Host: 127.0.0.1:1"}, {"Host: 127.0.0.1"}, {"Host: 127.0.0.2:" + port},
			{"Host: localhost.:" + port}, {"Host: "}, {"Host: @" + own}, {"Host: evil.example@" + own},
			{"Origin: http://evil.example"}, {"Origin: null"}, {"Origin: https://" + own}, {"Origin: http://127.0.0.1:1"}, {"Origin: http://" + own + ".evil.example"},
			{"Sec-Fetch-Site: cross-site"}, {"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"},
			{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"},
		} {
			if fields[0] == "Host: " {
				continue // the client writes its own
			}
			if r, body := p.ask("GET", at, fields...); r.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %q: %s\n%.200s", at, fields, r.Status, body)
			}
		}
		for _, fields := range [][]string{
			{}, {"Host: localhost:" + port}, {"Origin: http://" + own}, {"Sec-Fetch-Site: same-origin"}, {"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"},
			{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"},
		} {
			if r, body := p.ask("GET", at, fields...); r.StatusCode == http.StatusForbidden {
				t.Errorf("%s with %q: %s\n%.200s", at, fields, r.Status, body)
			}
		}
		for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE"} {
			if r, _ := p.ask(method, at, "Origin: http://"+own); r.StatusCode != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %s", method, at, r.Status)
			}
		}
	}
}

// TestOtherMachines: who comes from another machine needs the token, once.
func TestOtherMachines(t *testing.T) {
	p := serve(t, Options{Token: "secret"})
	ask := func(method, at string, fields ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, at, nil).WithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, addr("192.168.1.2:1313")))
		r.RemoteAddr, r.Host = "192.168.1.9:5000", "192.168.1.2:1313"
		for _, f := range fields {
			name, value, _ := strings.Cut(f, ": ")
			if r.Header.Set(name, value); name == "Host" {
				r.Host = value
			}
		}
		w := httptest.NewRecorder()
		ctx, cancel := context.WithTimeout(r.Context(), 100*time.Millisecond)
		defer cancel()
		p.server.ServeHTTP(w, r.WithContext(ctx))
		return w
	}
	for _, at := range addresses(t) {
		for _, fields := range [][]string{{}, {"Cookie: bunting-token=wrong"}, {"Cookie: bunting-token="}, {"Cookie: bunting-token=secret", "Host: evil.example:1313"}, {"Cookie: bunting-token=secret", "Host: localhost:1313"}, {"Cookie: bunting-token=secret", "Origin: http://evil.example"}} {
			if w := ask("GET", at, fields...); w.Code != http.StatusForbidden {
				t.Errorf("%s with %q: %d", at, fields, w.Code)
			}
		}
		if w := ask("GET", at, "Cookie: bunting-token=secret"); w.Code == http.StatusForbidden {
			t.Errorf("%s with the token: %d", at, w.Code)
		}
	}
	w := ask("GET", "/2021/events/?a=b&token=secret")
	if cookie := w.Header().Get("Set-Cookie"); w.Code != http.StatusFound || w.Header().Get("Location") != "/2021/events/?a=b" || cookie != "bunting-token=secret; Path=/; HttpOnly; SameSite=Strict" {
		t.Errorf("the token in the address: %d, %q", w.Code, w.Header())
	}
	if w := ask("GET", "//evil.example/?token=secret"); strings.HasPrefix(w.Header().Get("Location"), "//") {
		t.Errorf("leads to %s", w.Header().Get("Location"))
	}
	if w := ask("POST", "/.bunting/open?id=x", "Cookie: bunting-token=secret", "Origin: http://192.168.1.2:1313"); w.Code != http.StatusForbidden {
		t.Errorf("a phone opens an editor: %d", w.Code)
	}
}

type addr string

func (a addr) Network() string { return "tcp" }
func (a addr) String() string  { return string(a) }

// TestNothingElseIsServed: no path leads out of the site, however it is written.
func TestNothingElseIsServed(t *testing.T) {
	p := serve(t, Options{})
	if err := os.WriteFile(filepath.Join(p.dir, "secret.txt"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	var source []string
	err := fs.WalkDir(os.DirFS(p.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			source = append(source, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(source, "etc/passwd", "secret.txt", ".bunting/cache/lock") {
		for _, up := range []string{"", "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "%252e%252e%252f", "..%c0%af", "..;/", "./", "/", "%00", "..%00/", ".%2e/", "content/../", "events/../../"} {
			for _, n := range []int{1, 3} {
				at := "/2021/" + strings.Repeat(up, n) + name
				if r := p.raw(at); !strings.Contains(r, " 404 ") && !strings.Contains(r, " 400 ") {
					t.Errorf("%s: %.100s", at, r)
				}
				at = "/" + strings.Repeat(up, n) + name
				if r := p.raw(at); !strings.Contains(r, " 404 ") && !strings.Contains(r, " 400 ") {
					t.Errorf("%s: %.100s", at, r)
				}
			}
		}
	}
}

// raw asks for a path as it is written, and returns the first line of the answer.
func (p *previewed) raw(at string) string {
	p.t.Helper()
	conn, err := net.Dial("tcp", p.web.Listener.Addr().String())
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", at, p.web.Listener.Addr())
	line, _ := bufio.NewReader(conn).ReadString('\n')
	return line
}

// FuzzResolve: what a path asks for is below the site's root, written in its one
// way.
func FuzzResolve(f *testing.F) {
	for _, at := range []string{"/2021/", "/2021/events/ili/%E4%B8%AD.html", "/2021/../x", "/2021/%2e%2e/x", "/2021/a//b", "/2021/a%2f..%2fb", "/2021/%00", "/2021/%5c..", "/2021/a/", "/", ""} {
		f.Add(at, "/2021/")
		f.Add(at, "/")
	}
	f.Fuzz(func(t *testing.T, escaped, base string) {
		name, folder, ok := resolve(escaped, base)
		if !ok {
			return
		}
		if !strings.HasPrefix(escaped, base) {
			t.Errorf("%q is not below %q", escaped, base)
		}
		if name == "" && folder {
			return
		}
		if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) || path.Clean("/"+name) != "/"+name || strings.ContainsAny(name, "\\\x00") {
			t.Errorf("%q asks for %q", escaped, name)
		}
	})
}

// FuzzPaths: whatever path a client writes, it gets a file of the site, one of the
// server's own, or nothing.
func FuzzPaths(f *testing.F) {
	for _, at := range []string{"/2021/", "/2021/en/", "/2021/../config.toml", "/2021/%2e%2e/config.toml", "/2021/..%2fconfig.toml", "/2021/%252e%252e/config.toml", "/2021/..%5cconfig.toml", "//config.toml",
		"/2021//content/home.md", "/.bunting/../config.toml", "/.bunting/%2e%2e/serve.go", "/.bunting/web/preview.js", "/.bunting/preview.js%00", "/2021/content/home.md", "/2021/index.html/../../config.toml", "/2021/\xff"} {
		f.Add(at)
	}
	p := serve(f, Options{})
	served := map[string]bool{}
	for _, data := range p.built() {
		served[string(data)] = true
	}
	for _, at := range addresses(f) {
		if strings.HasPrefix(at, "/.bunting/") && at != "/.bunting/events" {
			if r, body := p.ask("GET", at); r.StatusCode == http.StatusOK && !strings.HasPrefix(at, "/.bunting/state") {
				served[body] = true
			}
		}
	}
	local := context.WithValue(context.Background(), http.LocalAddrContextKey, p.web.Listener.Addr())
	f.Fuzz(func(t *testing.T, at string) {
		u, err := url.ParseRequestURI(at)
		if err != nil || !strings.HasPrefix(at, "/") {
			return
		}
		ctx, cancel := context.WithTimeout(local, 50*time.Millisecond) // a stream does not end
		defer cancel()
		r := (&http.Request{Method: "GET", URL: u, Host: p.web.Listener.Addr().String(), RemoteAddr: "127.0.0.1:5000", Header: http.Header{}}).WithContext(ctx)
		w := httptest.NewRecorder()
		p.server.ServeHTTP(w, r)
		kind, body := w.Header().Get("Content-Type"), element.ReplaceAllString(w.Body.String(), "")
		switch {
		case w.Code == http.StatusOK && !served[body] && u.Path != "/.bunting/events" && u.Path != "/.bunting/state":
			t.Errorf("%q is answered with %s\n%.300s", at, kind, body)
		case w.Code == http.StatusFound && (!strings.HasPrefix(w.Header().Get("Location"), "/2021/") || strings.Contains(w.Header().Get("Location"), "..")):
			t.Errorf("%q leads to %q", at, w.Header().Get("Location"))
		}
	})
}

// element matches what is added to a page.
var element = regexp.MustCompile(`<script src="/\.bunting/preview\.js" data-page="[^"]*"></script>`)

// TestPagesAreTheSites: what is served is what a build publishes, but for the one
// element.
func TestPagesAreTheSites(t *testing.T) {
	p := serve(t, Options{})
	for name, want := range p.built() {
		r, body := p.ask("GET", "/2021/"+name)
		if strings.HasSuffix(name, ".html") {
			if n := len(element.FindAllString(body, -1)); n != 1 {
				t.Errorf("%s has %d elements more", name, n)
			}
			body = element.ReplaceAllString(body, "")
		}
		if r.StatusCode != http.StatusOK || body != string(want) {
			t.Errorf("%s is not what a build publishes: %s", name, r.Status)
		}
	}
	r, body := p.ask("GET", "/2021/en/nowhere.html")
	if _, notFound := p.ask("GET", "/2021/en/404.html"); r.StatusCode != http.StatusNotFound || element.ReplaceAllString(body, "") != element.ReplaceAllString(notFound, "") {
		t.Errorf("what is not there: %s", r.Status)
	}
	for at, want := range map[string]string{"/": "/2021/", "/2021/events": "/2021/events/"} {
		if r, _ := p.ask("GET", at); r.StatusCode != http.StatusFound || r.Header.Get("Location") != want {
			t.Errorf("%s leads to %q: %s", at, r.Header.Get("Location"), r.Status)
		}
	}
}

// built returns the files of a fresh build of the site.
func (p *previewed) built() map[string][]byte {
	p.t.Helper()
	out := filepath.Join(p.t.TempDir(), "public")
	_, list, err := build.Build(build.Options{Source: p.dir, Output: out, NoCache: true, Now: time.Now()})
	if err != nil {
		p.t.Fatal(err)
	}
	if list.Errors() > 0 {
		return nil
	}
	files := map[string][]byte{}
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name], err = os.ReadFile(filepath.Join(out, name))
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return files
}

// TestEditor: only what was told is opened, by a page of this server.
func TestEditor(t *testing.T) {
	opened := filepath.Join(t.TempDir(), "opened")
	p := serve(t, Options{Editor: "touch " + opened + " {file}"})
	own := "Origin: http://" + p.web.Listener.Addr().String()
	for _, id := range []string{"", "x", "../../etc/passwd", "content/home.md"} {
		if r, _ := p.ask("POST", "/.bunting/open?id="+id, own); r.StatusCode != http.StatusNotFound {
			t.Errorf("opening %q: %s", id, r.Status)
		}
	}
	if r, _ := p.ask("POST", "/.bunting/open?id=x"); r.StatusCode != http.StatusForbidden {
		t.Errorf("no origin: %s", r.Status)
	}
	if r, _ := p.ask("GET", "/.bunting/open?id=x"); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("reading: %s", r.Status)
	}
	if _, err := os.Stat(opened); err == nil {
		t.Error("an editor was started")
	}
}
