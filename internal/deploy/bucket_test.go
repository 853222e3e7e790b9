package deploy

import (
	"bytes"
	"compress/gzip"
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
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

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
var quick = patience{tries: 3, pause: 2 * time.Millisecond, wait: 300 * time.Millisecond}

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
	every := 11
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
				to = 1 - to
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
			}
		}
	}
	t.Logf("%d faults", runs)
	if runs < 24 {
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

// TestBucket sends a site and then another: only what differs, with headers, and
// the least number of requests.
func TestBucket(t *testing.T) {
	s := openShop(t)
	s.target.Encodings = []string{"gzip"}
	s.target.Grace = time.Hour
	sites := bothSites(t)
	if report := s.mustDeploy(t, sites[0]); len(report.Changes) != len(sites[0].files) || report.Sent != len(sites[0].files) {
		t.Errorf("the first deploy: %+v", report)
	}
	s.set(nil, 0, false)
	report := s.mustDeploy(t, sites[1])
	const k = "/bucket/2021/"
	want := []string{
		"PUT " + k + "assets/css/s-2.css", "PUT " + k + "attachments/科普 手册+附件.pdf", "PUT " + k + "data/events.json", "PUT " + k + "events/changed.html",
		"PUT " + k + "events/new.html", "PUT " + k + "events/new.ics", "PUT " + k + "index.html", "PUT " + k + "logo.svg", "PUT " + k + "pictures/2.jpg",
		"DELETE " + k + "events/old.html",
	}
	var got []string
	for _, r := range s.set(nil, 0, false) {
		if !strings.Contains(r, ".bunting") {
			got = append(got, r)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("requests (-want +got):\n%s", d)
	}
	if report.Sent != 9 || report.Waiting != 2 {
		t.Errorf("%+v", report)
	}
	s.mustDeploy(t, sites[1])
	if requests := s.set(nil, 0, false); len(requests) != 5 {
		t.Errorf("a deploy of nothing: %q", requests)
	}
	for path, want := range map[string][3]string{
		"index.html":               {"text/html; charset=utf-8", "no-cache", "gzip"},
		"data/events.json":         {"application/json", "no-cache", ""},
		"events/new.ics":           {"text/calendar; charset=utf-8", "no-cache", ""},
		"assets/css/s-2.css":       {"text/css; charset=utf-8", "public, max-age=31536000, immutable", ""},
		"assets/css/s-1.css":       {"text/css; charset=utf-8", "public, max-age=31536000, immutable", ""}, // waits
		"pictures/2.jpg":           {"image/jpeg", "public, max-age=31536000, immutable", ""},
		"attachments/科普 手册+附件.pdf": {"application/pdf", "no-cache", ""},
	} {
		o, err := s.object(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		defer o.Body.Close()
		if got := [3]string{aws.ToString(o.ContentType), aws.ToString(o.CacheControl), aws.ToString(o.ContentEncoding)}; got != want {
			t.Errorf("%s: headers %q, want %q", path, got, want)
		}
		data, err := io.ReadAll(o.Body)
		if want[2] == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if data, err = io.ReadAll(z); err != nil || len(data) < smallText {
				t.Errorf("%s: %v", path, err)
			}
		}
		if text := sites[1].files[path] + sites[0].files[path]; err != nil || !strings.Contains(text, string(data)) {
			t.Errorf("%s: %v, %.60q", path, err, data)
		}
	}
	// Another encoding changes no bytes of the site, but what the store keeps.
	s.target.Encodings = []string{"br"}
	report = s.mustDeploy(t, sites[1])
	for _, c := range report.Changes {
		if c.Reason != Headers || !strings.HasSuffix(c.Path, ".html") {
			t.Errorf("%+v", c)
		}
	}
	if len(report.Changes) != 4 {
		t.Errorf("%+v", report)
	}
	// The grace is over.
	s.target.Grace = 0
	if report = s.mustDeploy(t, sites[1]); report.Waiting != 0 || len(report.Changes) != 2 {
		t.Errorf("%+v", report)
	}
	if _, err := s.live("assets/css/s-1.css"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an old asset: %v", err)
	}
}

// TestDryRun changes nothing, the lock included.
func TestDryRun(t *testing.T) {
	s := openShop(t)
	sites := bothSites(t)
	s.mustDeploy(t, sites[0])
	s.set(nil, 0, false)
	report, err := Run(t.Context(), s.target, sites[1].dir, Options{Now: noon, DryRun: true})
	if err != nil || len(report.Changes) != 12 || report.Sent != 0 {
		t.Errorf("%+v, %v", report, err)
	}
	for _, r := range s.set(nil, 0, false) {
		if !strings.HasPrefix(r, "GET ") {
			t.Errorf("a dry run asks %s", r)
		}
	}
	holds(t, s.live, sites[0], sites[1])
}

// TestLock lets deploys meet.
func TestLock(t *testing.T) {
	s := openShop(t)
	sites := bothSites(t)
	s.mustDeploy(t, sites[0])
	store := newStore(t, s.target)
	t.Run("a lock of another", func(t *testing.T) {
		if err := store.PutIf(t.Context(), lockPath, []byte("another"), ""); err != nil {
			t.Fatal(err)
		}
		if _, err := s.deploy(sites[1], patience{}); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "ends in") {
			t.Errorf("%v", err)
		}
		holds(t, s.live, sites[0], sites[1])
	})
	t.Run("a lock of the dead", func(t *testing.T) {
		time.Sleep(5 * time.Second)
		if _, err := Run(t.Context(), s.target, sites[1].dir, Options{Now: time.Now(), lease: 4 * time.Second}); err != nil {
			t.Fatal(err)
		}
		holds(t, s.live, sites[1], sites[0])
		if _, err := store.Get(t.Context(), lockPath); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the lock is still there: %v", err)
		}
	})
	t.Run("a lock is kept alive", func(t *testing.T) {
		ctx, unlock, err := lock(t.Context(), store, 2*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		if _, _, err := lock(t.Context(), store, 2*time.Second); !errors.Is(err, ErrLocked) {
			t.Errorf("a second lock: %v", err)
		}
		if ctx.Err() != nil {
			t.Error(context.Cause(ctx))
		}
		unlock()
	})
	t.Run("a lock that is taken away", func(t *testing.T) {
		ctx, unlock, err := lock(t.Context(), store, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Put(t.Context(), bookkeeping(lockPath), text([]byte("another"))); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(3 * time.Second):
		}
		if !errors.Is(context.Cause(ctx), ErrLost) {
			t.Errorf("%v", context.Cause(ctx))
		}
		unlock()
		if o, err := store.Get(t.Context(), lockPath); err != nil || string(o.data) != "another" {
			t.Errorf("the other's lock: %q, %v", o.data, err)
		}
		if err := store.Delete(t.Context(), lockPath); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("many at once", func(t *testing.T) {
		var wg sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			wg.Go(func() { _, results[i] = s.deploy(sites[i%2], patience{}) })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			} else if !errors.Is(err, ErrLocked) {
				t.Error(err)
			}
		}
		if won == 0 {
			t.Error("nobody could deploy")
		}
		crawl(t, s.live, sites[:]...)
		s.mustDeploy(t, sites[0])
		holds(t, s.live, sites[0], sites[1])
	})
	t.Run("the manifest of another", func(t *testing.T) {
		r := &run{store: store}
		err := r.commit(t.Context(), manifest{}, `"00000000000000000000000000000000"`)
		if !errors.Is(err, ErrMoved) {
			t.Errorf("%v", err)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s.set(func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
			cancel()
			forward.ServeHTTP(w, r)
		}, 7, false)
		if _, err := Run(ctx, s.target, sites[1].dir, Options{Now: time.Now()}); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		crawl(t, s.live, sites[:]...)
		s.mustDeploy(t, sites[1]) // the lock was given back
	})
}

// TestRefused asks what is said of wrong credentials, a missing bucket and a
// store that is not there: no secret, and no false hope.
func TestRefused(t *testing.T) {
	s := openShop(t)
	site := bothSites(t)[0]
	try := func(what string, is error, requests int) {
		t.Helper()
		s.set(nil, 0, false)
		_, err := s.deploy(site, quick)
		if err == nil || is != nil && !errors.Is(err, is) || errors.Is(err, ErrLocked) {
			t.Errorf("%s: %v", what, err)
		}
		for _, secret := range []string{secretKey, "guess"} {
			if strings.Contains(fmt.Sprint(err), secret) {
				t.Errorf("%s: the message tells the secret key: %v", what, err)
			}
		}
		if asked := s.set(nil, 0, false); len(asked) != requests {
			t.Errorf("%s: %q", what, asked)
		}
	}
	right := s.target
	s.target.URL = "s3://another/2021"
	try("no bucket", nil, 1)
	s.target = right
	s.target.Endpoint = "http://127.0.0.1:9"
	try("no store", nil, 0)
	s.target = right
	t.Setenv("AWS_SECRET_ACCESS_KEY", "guess")
	try("a wrong key", ErrRefused, 1)
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	try("no key", ErrRefused, 0)
}

// TestNoConditions is for stores that say they know no conditions.
func TestNoConditions(t *testing.T) {
	s := openShop(t)
	sites := bothSites(t)
	s.set(func(w http.ResponseWriter, r *http.Request, forward http.Handler) {
		if r.Header.Get("If-None-Match")+r.Header.Get("If-Match") != "" {
			io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		forward.ServeHTTP(w, r)
	}, 1, true)
	for _, site := range sites {
		s.mustDeploy(t, site)
	}
	holds(t, s.live, sites[1], sites[0])
}

// TestChangedSite is for a build that runs while its site is sent.
func TestChangedSite(t *testing.T) {
	s := openShop(t)
	sites := bothSites(t)
	s.mustDeploy(t, sites[0])
	if err := os.WriteFile(filepath.Join(sites[1].dir, "index.html"), []byte("half a page"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.deploy(sites[1], patience{}); !errors.Is(err, ErrSite) {
		t.Errorf("%v", err)
	}
	crawl(t, s.live, sites[:]...)
	if _, err := Run(t.Context(), s.target, t.TempDir(), Options{Now: noon}); !errors.Is(err, release.ErrUnknown) {
		t.Errorf("no site at all: %v", err)
	}
}
