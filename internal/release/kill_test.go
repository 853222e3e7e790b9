package release

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bunting/internal/lacking"
)

// The tests below start this test binary again as another program that builds:
// TestMain does what these two variables say.
const (
	childTask = "RELEASE_TEST_TASK"
	childDir  = "RELEASE_TEST_DIR"
)

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	if err := child(task, os.Getenv(childDir)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// child holds the lock until killed, or builds again and again until killed,
// and says a line at each turn.
func child(task, dir string) error {
	if task == "hold" {
		r, err := Stage(dir, marked)
		if err != nil {
			return err
		}
		defer r.Close()
		fmt.Println("begin")
		select {}
	}
	for n := 0; ; n++ {
		fmt.Println("begin")
		r, err := Stage(dir, marked)
		if err != nil {
			return err
		}
		if task == "steps" {
			steps(r)
		}
		for name, data := range stampedSite(fmt.Sprintf("%d-%d", os.Getpid(), n)) {
			key := keyOf(data)
			if r.Keep(name, key) {
				continue
			}
			if err := r.Write(name, key, []byte(data)); err != nil {
				return err
			}
		}
		if _, err := r.Publish([32]byte{}); err != nil {
			return err
		}
		fmt.Println("live")
		if err := r.Close(); err != nil {
			return err
		}
		fmt.Println("done")
	}
}

func keyOf(data string) Key {
	sum := sha256.Sum256([]byte("key of " + data))
	return Key(sum[:])
}

// stampedSite is a site of which half the files hold the stamp, and some are
// at a path of their own.
func stampedSite(stamp string) map[string]string {
	site := map[string]string{mark: stamp}
	for n := range 40 {
		site[fmt.Sprintf("events/%d/%d.html", n%5, n)] = stamp
		site[fmt.Sprintf("places/%d/%d.html", n%5, n)] = "always the same"
	}
	site["only/"+stamp+"/a.html"] = stamp
	return site
}

// A program is a child at work.
type program struct {
	*exec.Cmd
	out  *bufio.Reader
	last string // what it said last
}

func startChild(t *testing.T, task, dir string) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{Cmd: cmd, out: bufio.NewReader(out)}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return p
}

// await returns once the child has said line.
func (p *program) await(t *testing.T, line string) {
	t.Helper()
	for p.last != line+"\n" {
		said, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatalf("the child says %q after %q: %v", said, p.last, err)
		}
		p.last = said
	}
}

// kill ends the child as kill -9 does, and returns the last whole line that it
// said. It fails if the child had ended by itself.
func (p *program) kill(t *testing.T) string {
	t.Helper()
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for {
		said, err := p.out.ReadString('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		p.last = said
	}
	if p.Wait(); p.ProcessState.ExitCode() == 1 && p.ProcessState.Exited() {
		t.Fatalf("the child failed before it was killed: %s", p.last)
	}
	return p.last
}

func TestLockExcludes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	locked := func(dir string) {
		t.Helper()
		if _, err := Stage(dir, marked); !errors.Is(err, ErrLocked) {
			t.Fatalf("got %v, want ErrLocked", err)
		}
	}
	t.Run("in one process", func(t *testing.T) {
		r := stage(t, dir)
		locked(dir)
		locked(dir + string(filepath.Separator) + ".")
		stage(t, dir+"-2") // another output is free
		write(t, r, before)
		if _, err := r.Publish([32]byte{}); err != nil {
			t.Fatal(err)
		}
		locked(dir) // the twin is still to be made
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if err := stage(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("from another process", func(t *testing.T) {
		holder := startChild(t, "hold", dir)
		holder.await(t, "begin")
		locked(dir)
		equal(t, dir, before)
		holder.kill(t)
		publish(t, dir, after) // the kernel freed the lock
		equal(t, dir, after)
		settled(t, dir)
	})
}

func TestKillLeavesOldOrNew(t *testing.T) {
	for _, task := range []string{"exchange", "steps"} {
		t.Run(task, func(t *testing.T) { testKills(t, task) })
	}
}

// testKills kills builds until enough of them were at work, however long they
// take on this machine: how far one has come is what it says, not the time.
func testKills(t *testing.T, task string) {
	const enough, most = 24, 1000
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, stampedSite("first"))
	watch := startReader(t, dir, true)
	watch.awaitMore(t)
	at := map[string]int{} // kills, by what the child had said
	for round := 0; at["begin\n"] < enough || at["live\n"] < enough; round++ {
		if round == most {
			t.Fatalf("of %d kills hardly one hit a build: %v", most, at)
		}
		if round%6 == 5 { // a first build
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		builder := startChild(t, task, dir)
		for range rand.N(3) {
			builder.await(t, "begin")
			builder.await(t, "done")
		}
		builder.await(t, []string{"begin", "live"}[round%2])
		time.Sleep(rand.N(4 * time.Millisecond)) // or what else the machine makes of it
		at[builder.kill(t)]++
		if task == "exchange" {
			wholeOrAbsent(t, dir)
		}
		r := stage(t, dir)
		wholeOrAbsent(t, dir)
		if round%3 == 0 { // otherwise the next child goes on where this one was killed
			site := stampedSite(fmt.Sprint("round-", round))
			write(t, r, site)
			finish(t, r)
			equal(t, dir, site)
			settled(t, dir)
			continue
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		wholeOrAbsent(t, dir)
	}
	publish(t, dir, stampedSite("last"))
	watch.awaitMore(t)
	watch.end(t)
	t.Logf("kills by what was said last: %v", at)
}

// wholeOrAbsent fails if dir holds anything but one complete release.
func wholeOrAbsent(t *testing.T, dir string) {
	t.Helper()
	stamp, err := os.ReadFile(filepath.Join(dir, mark))
	if errors.Is(err, fs.ErrNotExist) {
		if stands, err := exists(dir); stands || err != nil {
			t.Fatalf("a release without its mark: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	equal(t, dir, stampedSite(string(stamp)))
}

// A reader compares files of a stamped site all the time.
type reader struct {
	stop     chan struct{}
	all      sync.WaitGroup
	compared atomic.Int64
	err      error
}

// startReader reads the site at dir, which may be missing at times if gaps.
func startReader(t *testing.T, dir string, gaps bool) *reader {
	w := &reader{stop: make(chan struct{})}
	w.all.Go(func() {
		for {
			select {
			case <-w.stop:
				return
			default:
			}
			same, err := sameStamp(dir, "events/4/39.html")
			if err != nil && !(gaps && errors.Is(err, fs.ErrNotExist)) {
				w.err = err
				return
			}
			if same {
				w.compared.Add(1)
			}
		}
	})
	t.Cleanup(func() { w.halt() })
	return w
}

func (w *reader) halt() {
	select {
	case <-w.stop:
	default:
		close(w.stop)
	}
	w.all.Wait()
}

// end stops the reader and fails if it saw a mixture or a gap.
func (w *reader) end(t *testing.T) {
	t.Helper()
	w.halt()
	if w.err != nil {
		t.Error(w.err)
	}
	t.Logf("%d pairs of files compared", w.compared.Load())
}

// awaitMore returns once the reader has compared again, while nobody builds.
func (w *reader) awaitMore(t *testing.T) {
	t.Helper()
	was := w.compared.Load()
	for end := time.Now().Add(time.Minute); w.compared.Load() == was; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			w.end(t)
			t.Fatal("the reader compares nothing")
		}
	}
}

// sameStamp reads the stamp, another file, and the stamp again. No release
// comes back, so if both stamps are equal the same one was live all the time.
// It reports false if they are not.
func sameStamp(dir, name string) (bool, error) {
	first, err := os.ReadFile(filepath.Join(dir, mark))
	if err != nil {
		return false, err
	}
	other, missing := os.ReadFile(filepath.Join(dir, name))
	again, err := os.ReadFile(filepath.Join(dir, mark))
	if err != nil || string(first) != string(again) {
		return false, err
	}
	if missing == nil && string(first) != string(other) {
		missing = fmt.Errorf("a mixture: the stamp is %q, %s holds %q", first, name, other)
	}
	return missing == nil, missing
}

// A path below the output is always there, and always of one release.
func TestReadersNeverSeeAGap(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		lacking.Skip(t, "this system has no exchange in one step")
	}
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, stampedSite("first"))
	watch := startReader(t, dir, false)
	for n := range 150 {
		publish(t, dir, stampedSite(fmt.Sprint(n)))
	}
	watch.awaitMore(t)
	watch.end(t)
}
