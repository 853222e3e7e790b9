package deploy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"bunting/internal/objectstore"
	"bunting/internal/objectstore/gateway"
	"bunting/internal/release"
)

const secretKey = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"

// credentials sets the environment that the SDK looks at, and no more.
func credentials(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", secretKey)
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

// A website is a site's files by path, and the folder where they were published.
type website struct {
	dir   string
	files map[string]string
}

func publish(t testing.TB, files map[string]string) website {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "public")
	r, err := release.Stage(dir, func(fs.FS) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range files {
		if err := r.Write(path, release.Key{}, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Publish([32]byte{}); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return website{dir, files}
}

// page returns a page that leads to some paths.
func page(words string, refs ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<p>%s\n", words)
	for _, r := range refs {
		fmt.Fprintf(&b, "<a href=%q>\n", r)
	}
	b.WriteString(strings.Repeat("<p>A long page is worth compressing.\n", 50))
	return b.String()
}

// oldSite and newSite differ in all ways that there are.
func bothSites(t testing.TB) [2]website {
	return [2]website{
		publish(t, map[string]string{
			"index.html":               page("one", "assets/css/s-1.css", "events/old.html", "events/same.html", "events/changed.html", "data/events.json", "logo.svg"),
			"assets/css/s-1.css":       "p{color:red}",
			"events/old.html":          page("an event that is taken back", "assets/css/s-1.css", "pictures/1.jpg"),
			"events/changed.html":      page("one", "assets/css/s-1.css", "events/same.html"),
			"events/same.html":         page("one", "logo.svg"),
			"data/events.json":         `["events/old.html"]`,
			"pictures/1.jpg":           "\xff\xd8 one",
			"logo.svg":                 "<svg>1</svg>",
			"attachments/科普 手册+附件.pdf": "%PDF-1",
		}),
		publish(t, map[string]string{
			"index.html":               page("two", "assets/css/s-2.css", "events/new.html", "events/same.html", "events/changed.html", "data/events.json", "logo.svg"),
			"assets/css/s-2.css":       "p{color:blue}",
			"events/new.html":          page("an event more", "assets/css/s-2.css", "pictures/2.jpg", "events/new.ics"),
			"events/new.ics":           "BEGIN:VCALENDAR",
			"events/changed.html":      page("two", "assets/css/s-2.css", "events/new.html", "events/same.html"),
			"events/same.html":         page("one", "logo.svg"),
			"data/events.json":         `["events/new.html"]`,
			"pictures/2.jpg":           "\xff\xd8 two",
			"logo.svg":                 "<svg>2</svg>",
			"attachments/科普 手册+附件.pdf": "%PDF-2",
		}),
	}
}

var hrefs = regexp.MustCompile(`(?:href="|\[")([^"]+)`)

// crawl follows all references of a live site. Each must be answered as one of
// the sites has it.
func crawl(t *testing.T, live func(path string) (string, error), sites ...website) {
	t.Helper()
	seen, queue := map[string]bool{}, []string{"index.html"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		text, err := live(path)
		right := false
		for _, s := range sites {
			right = right || err == nil && s.files[path] == text
		}
		if !right {
			t.Errorf("%s: %v, %.60q", path, err, text)
		}
		for _, ref := range hrefs.FindAllStringSubmatch(text, -1) {
			queue = append(queue, ref[1])
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %d files can be reached", len(seen))
	}
}

// holds asks that a live site is exactly this.
func holds(t *testing.T, live func(path string) (string, error), is, was website) {
	t.Helper()
	for path, want := range is.files {
		if text, err := live(path); err != nil || text != want {
			t.Errorf("%s: %v, %.60q", path, err, text)
		}
	}
	for path := range was.files {
		if _, err := live(path); is.files[path] == "" && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", path, err)
		}
	}
}

// A fault is what may happen to a request on its way.
type fault func(w http.ResponseWriter, r *http.Request, forward http.Handler)

var faults = map[string]fault{
	"dropped before": func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) },
	"dropped after": func(_ http.ResponseWriter, r *http.Request, forward http.Handler) {
		forward.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	},
	"500": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(500) },
	"503": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(503) },
	"cut body": func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
		data, _ := io.ReadAll(r.Body)
		if len(data) > 0 { // of the request
			r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(data[:len(data)/2]), broken{}))
			forward.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		answer := httptest.NewRecorder()
		forward.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Length", fmt.Sprint(answer.Body.Len()+1))
		w.WriteHeader(answer.Code)
		w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
		panic(http.ErrAbortHandler)
	},
	"hang": func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		io.Copy(io.Discard, r.Body) // or the server does not see the client leave
		<-r.Context().Done()
	},
}

// broken is a body whose sender has gone.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A proxy stands before the object store.
type proxy struct {
	mu       sync.Mutex
	requests []string // METHOD /path
	fault    fault    // of request number at, the first is 1; from there on if lasting
	at       int
	lasting  bool
}

func (p *proxy) start(t *testing.T, store string) (address string) {
	to, err := url.Parse(store)
	if err != nil {
		t.Fatal(err)
	}
	forward := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) {},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.requests = append(p.requests, r.Method+" "+r.URL.Path)
		n, fault := len(p.requests), p.fault
		hit := fault != nil && (n == p.at || p.lasting && n > p.at)
		p.mu.Unlock()
		if hit {
			fault(w, r, forward)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// set sets the fault of the requests to come, and returns those so far.
func (p *proxy) set(f fault, at int, lasting bool) (before []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before, p.requests = p.requests, nil
	p.fault, p.at, p.lasting = f, at, lasting
	return before
}

// A shop is a bucket behind a proxy, and a target in it.
type shop struct {
	proxy
	target Target
	client *s3.Client // not through the proxy
}

func openShop(t *testing.T) *shop {
	credentials(t)
	s := &shop{}
	address := gateway.Start(t)
	s.target = Target{Name: "live", URL: "s3://bucket/2021", Endpoint: s.start(t, address), Region: gateway.Region, PathStyle: true}
	var err error
	s.client, err = objectstore.Client(t.Context(), objectstore.Options{Endpoint: address, Region: gateway.Region, PathStyle: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shop) object(path string) (*s3.GetObjectOutput, error) {
	o, err := s.client.GetObject(context.Background(), &s3.GetObjectInput{Bucket: aws.String("bucket"), Key: aws.String("2021/" + path)})
	return o, because(err)
}

func (s *shop) live(path string) (string, error) {
	o, err := s.object(path)
	if err != nil {
		return "", err
	}
	defer o.Body.Close()
	data, err := io.ReadAll(o.Body)
	return string(data), err
}

// quick is patience for tests.
var quick = patience{tries: 3, pause: 2 * time.Millisecond, wait: 400 * time.Millisecond}

func (s *shop) deploy(site website, p patience) (Report, error) {
	return Run(context.Background(), s.target, site.dir, Options{Now: time.Now(), patience: p})
}

func (s *shop) mustDeploy(t *testing.T, site website) Report {
	t.Helper()
	report, err := s.deploy(site, patience{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestFaults brings a fault on each request of a deploy in turn: once, so that
// the deploy gets over it, and for good, so that it ends there. The live site is
// whole each time, and the next deploy makes it the new one. Where
// BUNTING_FAULTS is not set, only some requests have one.
func TestFaults(t *testing.T) {
	s := openShop(t)
	sites := bothSites(t)
	s.mustDeploy(t, sites[0])
	every := 7
	if os.Getenv("BUNTING_FAULTS") != "" {
		every = 1
	}
	to := 1
	runs := 0
	for name, fault := range faults {
		for _, lasting := range []bool{false, true} {
			for at := 1 + runs%every; ; at += every {
				what := fmt.Sprintf("%s at request %d, lasting %v", name, at, lasting)
				s.set(fault, at, lasting)
				is, was := sites[to], sites[1-to]
				_, err := s.deploy(is, quick)
				requests := s.set(nil, 0, false)
				if len(requests) < at {
					break
				}
				runs++
				unlocking := requests[at-1] == "DELETE /bucket/2021/"+lockPath
				if err != nil != lasting && !unlocking {
					t.Errorf("%s: %v", what, err)
				}
				crawl(t, s.live, is, was)
				// A lock that was not given back ends by itself; nobody waits here.
				if err := newStore(t, s.target).Delete(t.Context(), lockPath); err != nil {
					t.Fatal(err)
				}
				if err != nil {
					s.mustDeploy(t, is)
				}
				holds(t, s.live, is, was)
				if report := s.mustDeploy(t, is); len(report.Changes) > 0 {
					t.Errorf("%s: afterwards there is still %v", what, report.Changes)
				}
				if t.Failed() {
					t.Fatalf("%s: %v, requests %q", what, err, requests)
				}
				to = 1 - to
			}
		}
	}
	t.Logf("%d faults", runs)
	if runs < 30 {
		t.Errorf("only %d faults were tried", runs)
	}
}

func newStore(t *testing.T, target Target) store {
	t.Helper()
	s, err := target.store()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
