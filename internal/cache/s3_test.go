package cache

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bunting/internal/digest"
	"bunting/internal/objectstore"
)

// An s3Server is an object store with what a test asks of it.
type s3Server struct {
	mu       sync.Mutex
	objects  map[string][]byte
	requests []string // METHOD path
	// answer may answer a request itself, and says whether it has.
	answer func(w http.ResponseWriter, r *http.Request) bool
}

func (s *s3Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r.Method+" "+r.URL.Path)
	answer := s.answer
	s.mu.Unlock()
	if answer != nil && answer(w, r) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.TrimPrefix(r.URL.Path, "/bucket/")
	switch data, there := s.objects[key]; {
	case r.Method == "GET" && r.URL.Query().Has("list-type"):
		fmt.Fprint(w, "<ListBucketResult>")
		for _, key := range slices.Sorted(maps.Keys(s.objects)) {
			if strings.HasPrefix(key, r.URL.Query().Get("prefix")) {
				fmt.Fprintf(w, "<Contents><Key>%s</Key><Size>%d</Size></Contents>", key, len(s.objects[key]))
			}
		}
		fmt.Fprint(w, "</ListBucketResult>")
	case r.Method == "GET" && there:
		w.Write(data)
	case r.Method == "PUT" && there && r.Header.Get("If-None-Match") == "*":
		w.WriteHeader(http.StatusPreconditionFailed)
	case r.Method == "PUT":
		s.objects[key], _ = io.ReadAll(r.Body)
	case r.Method == "DELETE":
		delete(s.objects, key)
		w.WriteHeader(http.StatusNoContent)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

const secretKey = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"

// credentials sets the environment that the SDK looks at, and no more.
func credentials(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", secretKey)
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

// serve starts an object store with the tables of a build, and returns a remote.
func serve(t *testing.T) (*s3Server, Remote) {
	t.Helper()
	credentials(t)
	server := &s3Server{objects: map[string][]byte{}}
	h := httptest.NewServer(server)
	t.Cleanup(h.Close)
	remote, err := NewRemote("s3://bucket/some/prefix", objectstore.Options{Endpoint: h.URL, PathStyle: true})
	if err != nil {
		t.Fatal(err)
	}
	return server, remote
}

func TestS3(t *testing.T) {
	server, remote := serve(t)
	server.objects["some/prefixed"] = []byte("not ours")
	testRemote(t, remote)
	testRunners(t, remote, 10)
	for key := range server.objects {
		if _, ok := parseTableName(strings.TrimPrefix(key, "some/prefix/")); !ok && key != "some/prefixed" {
			t.Errorf("the store holds %s", key)
		}
	}
}

// TestS3WithoutConditions is for stores that know no If-None-Match.
func TestS3WithoutConditions(t *testing.T) {
	server, remote := serve(t)
	server.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("If-None-Match") != "" {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusNotImplemented)
			return true
		}
		return false
	}
	testRunners(t, remote, 3)
}

// TestS3Fails asks of every way for a server to be of no use that the build
// loses little time, that the person is told once, and that nobody asks again.
func TestS3Fails(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) bool {
		_, _ = io.Copy(io.Discard, r.Body) // or the server does not see the client leave
		<-r.Context().Done()
		return true
	}
	status := func(code int) func(w http.ResponseWriter, r *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(code); return true }
	}
	list := func(r *http.Request) bool { return r.URL.Query().Has("list-type") }
	only := func(when func(*http.Request) bool, do func(http.ResponseWriter, *http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool { return when(r) && do(w, r) }
	}
	reading := func(r *http.Request) bool { return r.Method == "GET" && !list(r) }
	writing := func(r *http.Request) bool { return r.Method == "PUT" }
	for what, c := range map[string]struct {
		answer   func(http.ResponseWriter, *http.Request) bool
		requests int
		found    int
	}{
		"500 to all":         {status(500), 1, 0},
		"503 to all":         {status(503), 1, 0},
		"403 to all":         {status(403), 1, 0},
		"nonsense":           {func(w http.ResponseWriter, r *http.Request) bool { fmt.Fprint(w, "<html>log in first"); return true }, 1, 0},
		"a hanging list":     {only(list, hang), 1, 0},
		"a hanging read":     {only(reading, hang), 2, 0},
		"a hanging write":    {only(writing, hang), 3, 3},
		"a refused write":    {only(writing, status(403)), 3, 3},
		"a read without end": {only(reading, func(w http.ResponseWriter, r *http.Request) bool { return drip(w, r, time.Millisecond, 1<<20) }), 2, 0},
		"a dripping read":    {only(reading, func(w http.ResponseWriter, r *http.Request) bool { return drip(w, r, 70*time.Millisecond, 1) }), 2, 0},
		"a read cut short": {only(reading, func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "abc")
			return true
		}), 2, 0},
	} {
		t.Run(what, func(t *testing.T) {
			server, remote := serve(t)
			first := open(t, t.TempDir(), remote)
			put(first, 0, 3)
			first.Flush()
			quiet(t, first)
			server.mu.Lock()
			server.requests, server.answer = nil, c.answer
			server.mu.Unlock()
			s := open(t, t.TempDir(), remote)
			if strings.Contains(what, "ing ") { // hanging, dripping
				s.away.patience = 500 * time.Millisecond
			}
			begin := time.Now()
			if n := has(t, s, 0, 3); n != c.found {
				t.Errorf("%d values, want %d", n, c.found)
			}
			s.Get("pictures", digest.Sum{})
			put(s, 3, 6)
			s.Flush()
			if n := has(t, s, 3, 6); n != 3 {
				t.Errorf("%d values of 3", n)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			w := s.Warnings()
			if len(w) != 1 || !errors.Is(w[0], ErrRemote) {
				t.Errorf("warnings %v", w)
			}
			if strings.Contains(fmt.Sprint(w), secretKey) {
				t.Error("the warning tells the secret key")
			}
			server.mu.Lock()
			defer server.mu.Unlock()
			if len(server.requests) != c.requests {
				t.Errorf("requests %q, want %d", server.requests, c.requests)
			}
			if orphans(t, s.dir) != 0 {
				t.Error("temporary files are left")
			}
		})
	}
}

// drip sends n bytes a time without end.
func drip(w http.ResponseWriter, r *http.Request, pause time.Duration, n int) bool {
	for r.Context().Err() == nil {
		if _, err := w.Write(make([]byte, n)); err != nil {
			break
		}
		w.(http.Flusher).Flush()
		time.Sleep(pause)
	}
	return true
}

// TestUnreachable is for a host where nobody listens, and for a machine without
// credentials.
func TestUnreachable(t *testing.T) {
	credentials(t)
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	try := func(endpoint string) {
		t.Helper()
		remote, err := NewRemote("s3://bucket", objectstore.Options{Endpoint: endpoint, PathStyle: true})
		if err != nil {
			t.Fatal(err)
		}
		s := open(t, t.TempDir(), remote)
		has(t, s, 0, 3)
		put(s, 0, 3)
		s.Flush()
		warnsOnce(t, s, ErrRemote)
		if n := has(t, s, 0, 3); n != 3 {
			t.Errorf("%d values of 3", n)
		}
	}
	try(server.URL)
	try("not an address")
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	try(server.URL)
	t.Setenv("AWS_PROFILE", "nobody")
	try(server.URL)
}
