package cache

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bunting/internal/digest"
)

func TestAddresses(t *testing.T) {
	for _, good := range []string{"s3://bucket", "s3://bucket/a/b/", "file:///mnt/cache"} {
		if _, err := NewRemote(good, S3{}); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "bucket", "s3:", "s3:///prefix", "s3://key:secret@bucket/prefix", "s3://bucket?secret", "s3://bucket#secret", "https://host/secret",
		"file://secret/path", "file:secret", "file://", "://secret",
	} {
		_, err := NewRemote(bad, S3{})
		if err == nil {
			t.Errorf("%s is taken", bad)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error repeats a secret: %v", err)
		}
	}
}

// testRemote asks of a Remote what its interface says.
func testRemote(t *testing.T, r Remote) {
	t.Helper()
	ctx := t.Context()
	names := []string{"a.table", "b.table"}
	if kept, err := r.List(ctx); err != nil || len(kept) != 0 {
		t.Fatalf("an empty remote has %v, %v", kept, err)
	}
	if err := r.Read(ctx, "a.table", io.Discard); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading what is not there: %v", err)
	}
	if err := r.Delete(ctx, "a.table"); err != nil {
		t.Errorf("deleting what is not there: %v", err)
	}
	data := bytesOf(1, 3<<20)
	for _, name := range names {
		if err := r.Write(ctx, name, bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
		if err := r.Write(ctx, name, strings.NewReader("another")); err != nil {
			t.Errorf("writing what is there: %v", err)
		}
	}
	want := map[string]int64{"a.table": 3 << 20, "b.table": 3 << 20}
	if kept, err := r.List(ctx); err != nil || !maps.Equal(kept, want) {
		t.Errorf("it has %v, %v", kept, err)
	}
	var got bytes.Buffer
	if err := r.Read(ctx, "b.table", &got); err != nil || !bytes.Equal(got.Bytes(), data) {
		t.Errorf("%d bytes come back, %v", got.Len(), err)
	}
	for _, name := range names {
		if err := r.Delete(ctx, name); err != nil {
			t.Error(err)
		}
	}
	if kept, err := r.List(ctx); err != nil || len(kept) != 0 {
		t.Errorf("after everything was deleted there is %v, %v", kept, err)
	}
}

func TestFolder(t *testing.T) {
	testRemote(t, folder(filepath.Join(t.TempDir(), "not", "yet")))
}

// testRunners lets runners with empty folders, and one with a folder that
// lasts, share a remote over some months.
func testRunners(t *testing.T, r Remote, days int) {
	t.Helper()
	lasting := t.TempDir()
	for day := range days {
		dir := t.TempDir()
		if day%3 == 2 {
			dir = lasting
		}
		s := open(t, dir, r)
		s.small = 1000
		setDay(s, 4*day)
		if n := has(t, s, 0, 5*day); day > 0 && n != 5*day {
			t.Fatalf("on day %d %d values of %d", day, n, 5*day)
		}
		put(s, 5*day, 5*day+5)
		s.Flush()
		quiet(t, s)
		kept, err := r.List(t.Context())
		if err != nil || len(kept) > 6 {
			t.Fatalf("after %d days the remote has %d tables, %v", day, len(kept), err)
		}
		s.Close()
	}
}

func TestRunners(t *testing.T) {
	testRunners(t, folder(t.TempDir()), 40)
}

// TestMergedElsewhere lets one machine keep small tables that another has merged
// and deleted: it must neither keep what it has twice nor send it again.
func TestMergedElsewhere(t *testing.T) {
	shared := folder(t.TempDir())
	dir, first := t.TempDir(), 0
	build := func(dir string, small int64, n int) *Store {
		s := open(t, dir, shared)
		s.small = small
		if got := has(t, s, 0, first); got != first {
			t.Errorf("%d values of %d", got, first)
		}
		put(s, first, first+n)
		first += n
		s.Flush()
		quiet(t, s)
		s.Close()
		return s
	}
	for _, n := range []int{1000, 100, 10} { // each larger than the next together
		build(dir, 0, n)
	}
	build(t.TempDir(), 1<<20, 1)
	if kept, _ := shared.List(t.Context()); len(kept) != 1 {
		t.Fatalf("the other machine has left %v", kept)
	}
	build(dir, 1<<20, 1)
	before := size(t, dir)
	build(t.TempDir(), 0, 0)
	kept, _ := shared.List(t.Context())
	var total int64
	for _, n := range kept {
		total += n
	}
	const whole = 1112 * (entrySize + checksumSize + 10)
	if before > whole || total > whole {
		t.Errorf("%d values take %d bytes here and %d there, want at most %d", first, before, total, whole)
	}
}

// TestRemoteExpires asks that what nobody uses goes from the remote too.
func TestRemoteExpires(t *testing.T) {
	r := &faulty{Remote: folder(t.TempDir())}
	for _, day := range []int{0, 100} {
		s := open(t, t.TempDir(), r)
		setDay(s, day)
		has(t, s, 0, 3)
		put(s, day, day+3)
		s.Flush()
		quiet(t, s)
	}
	if n := r.reads.Load(); n != 0 {
		t.Errorf("%d tables were fetched that had expired", n)
	}
	if kept, err := r.List(t.Context()); err != nil || len(kept) != 1 {
		t.Errorf("the remote has %v, %v", kept, err)
	}
}

// A faulty remote counts calls, and refuses some.
type faulty struct {
	Remote
	reads, calls atomic.Int32
	err          map[string]error // by method
}

var errFault = errors.New("fault")

func (f *faulty) List(ctx context.Context) (map[string]int64, error) {
	f.calls.Add(1)
	if err := f.err["List"]; err != nil {
		return nil, err
	}
	return f.Remote.List(ctx)
}

func (f *faulty) Read(ctx context.Context, name string, w io.Writer) error {
	f.calls.Add(1)
	f.reads.Add(1)
	if err := f.err["Read"]; err != nil {
		return err
	}
	return f.Remote.Read(ctx, name, w)
}

func (f *faulty) Write(ctx context.Context, name string, r io.ReadSeeker) error {
	f.calls.Add(1)
	if err := f.err["Write"]; err != nil {
		return err
	}
	return f.Remote.Write(ctx, name, r)
}

func (f *faulty) Delete(ctx context.Context, name string) error {
	f.calls.Add(1)
	if err := f.err["Delete"]; err != nil {
		return err
	}
	return f.Remote.Delete(ctx, name)
}

// TestRemoteFails asks of each method's failure that the build goes on, the
// person is told once, and the remote is asked no more.
func TestRemoteFails(t *testing.T) {
	for method, calls := range map[string]int32{"List": 1, "Read": 2, "Write": 3, "Delete": 4} {
		shared := folder(t.TempDir())
		s := open(t, t.TempDir(), shared)
		put(s, 0, 3)
		s.Flush()
		f := &faulty{Remote: shared, err: map[string]error{method: errFault}}
		s = open(t, t.TempDir(), f)
		has(t, s, 0, 3)
		put(s, 3, 6)
		s.Flush()
		warnsOnce(t, s, ErrRemote)
		if n := f.calls.Load(); n != calls {
			t.Errorf("%s: the remote was called %d times, want %d", method, n, calls)
		}
		if n := has(t, s, 3, 6); n != 3 {
			t.Errorf("%s: %d values of 3 that were put", method, n)
		}
		put(s, 6, 9)
		s.Get("pictures", digest.Sum{})
		s.Flush()
		quiet(t, s)
		if n := f.calls.Load(); n != calls {
			t.Errorf("%s: after its failure the remote was called again", method)
		}
		if method != "Delete" {
			continue
		}
		// What was merged away and could not be deleted is not fetched again.
		f = &faulty{Remote: shared}
		again := open(t, s.dir, f)
		if n := has(t, again, 0, 9); n != 9 {
			t.Errorf("%d values of 9", n)
		}
		if n := f.reads.Load(); n != 0 {
			t.Errorf("%d tables are fetched, though all is here", n)
		}
		put(again, 9, 12)
		again.Flush()
		quiet(t, again)
		if kept, _ := shared.List(t.Context()); len(kept) != 1 {
			t.Errorf("at last the remote has %v", kept)
		}
		if text, _ := again.Record(mergedRecord); len(text) != 0 {
			t.Errorf("still recorded as merged: %s", text)
		}
	}
}

// TestFetchedAgain asks that a table damaged here, and sound there, comes back.
func TestFetchedAgain(t *testing.T) {
	shared := folder(t.TempDir())
	dir := t.TempDir()
	s := open(t, dir, shared)
	put(s, 0, 3)
	s.Flush()
	s.Close()
	write(t, tablesIn(t, dir)[0], []byte("damaged"))
	s = open(t, dir, shared)
	if n := has(t, s, 0, 3); n != 0 {
		t.Errorf("%d values", n)
	}
	s.Flush()
	warnsOnce(t, s, ErrUnreadable)
	s = open(t, dir, shared)
	if n := has(t, s, 0, 3); n != 3 {
		t.Errorf("%d values of 3", n)
	}
	quiet(t, s)
}

// TestTableVanishes lets another machine merge a table away between the listing
// and the reading: no fault of the remote.
func TestTableVanishes(t *testing.T) {
	shared := folder(t.TempDir())
	s := open(t, t.TempDir(), shared)
	put(s, 0, 3)
	s.Flush()
	s = open(t, t.TempDir(), &faulty{Remote: shared, err: map[string]error{"Read": fs.ErrNotExist}})
	if n := has(t, s, 0, 3); n != 0 {
		t.Errorf("%d values", n)
	}
	s.Flush()
	quiet(t, s)
}

// TestRemoteLies lets a remote hold other bytes than their name says.
func TestRemoteLies(t *testing.T) {
	for what, lie := range map[string]func([]byte) []byte{
		"changed": func(b []byte) []byte { b[headSize+checksumSize] ^= 1; return b },
		"short":   func(b []byte) []byte { return b[:len(b)/2] },
		"empty":   func([]byte) []byte { return nil },
	} {
		shared := folder(t.TempDir())
		s := open(t, t.TempDir(), shared)
		put(s, 0, 3)
		s.Flush()
		path := tablesIn(t, string(shared))[0]
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, lie(data))
		dir := t.TempDir()
		s = open(t, dir, shared)
		if n := has(t, s, 0, 3); n != 0 {
			t.Errorf("%s: %d values", what, n)
		}
		warnsOnce(t, s, ErrRemote)
		if len(tablesIn(t, dir)) != 0 || orphans(t, dir) != 0 {
			t.Errorf("%s: what came is kept", what)
		}
	}
}

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
	remote, err := NewRemote("s3://bucket/some/prefix", S3{Endpoint: h.URL, PathStyle: true})
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
				s.away.patience = 100 * time.Millisecond
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
		remote, err := NewRemote("s3://bucket", S3{Endpoint: endpoint, PathStyle: true})
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
