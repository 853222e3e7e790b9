package cache

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"bunting/internal/digest"
	"bunting/internal/objectstore"
)

func TestAddresses(t *testing.T) {
	for _, good := range []string{"s3://bucket", "s3://bucket/a/b/", "file:///mnt/cache"} {
		if _, err := NewRemote(good, objectstore.Options{}); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "bucket", "s3:", "s3:///prefix", "s3://key:secret@bucket/prefix", "s3://bucket?secret", "s3://bucket#secret", "https://host/secret",
		"file://secret/path", "file:secret", "file://", "://secret",
	} {
		_, err := NewRemote(bad, objectstore.Options{})
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
// and deleted: what it sends then must not be the same once more.
func TestMergedElsewhere(t *testing.T) {
	shared := folder(t.TempDir())
	first := 0
	build := func(dir string, small int64, n int) {
		t.Helper()
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
	}
	dir := t.TempDir()
	build(dir, 0, 100)
	build(dir, 0, 10)
	build(t.TempDir(), smallTable, 500)
	if kept, _ := shared.List(t.Context()); len(kept) != 1 {
		t.Fatalf("the other machine has left %v", kept)
	}
	build(dir, 0, 105) // merged with the two small ones, but not with the large one
	kept, _ := shared.List(t.Context())
	if len(kept) != 2 {
		t.Fatalf("there are %v", kept)
	}
	const entry = entrySize + checksumSize + 9
	if n := slices.Min(slices.Collect(maps.Values(kept))); n < 105*entry || n > 110*entry {
		t.Errorf("%d bytes are sent for 105 new values", n)
	}
	build(t.TempDir(), 0, 0)
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
