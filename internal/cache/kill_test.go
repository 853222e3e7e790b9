package cache

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The tests below start this test binary again as another build: TestMain does
// what these two variables say.
const (
	childTask = "CACHE_TEST_TASK"
	childDir  = "CACHE_TEST_DIR"
)

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	child(task, os.Getenv(childDir))
}

// child puts values, and then waits or flushes again and again until killed.
func child(task, dir string) {
	s := Open(dir, nil)
	s.small = 1000
	put(s, 0, 10)
	fmt.Println("ready")
	for n := 0; ; n++ {
		if task == "hold" {
			time.Sleep(time.Hour)
		}
		put(s, 10*n, 10*n+10)
		s.SetRecord("sources", fmt.Appendf(nil, "%0100000d", n))
		s.Flush()
		if w := s.Warnings(); len(w) > 0 {
			fmt.Fprintln(os.Stderr, w)
			os.Exit(1)
		}
	}
}

// startChild returns once the child is at work.
func startChild(t *testing.T, task, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}
	return cmd
}

// kill ends a child as kill -9 does, and fails if it had ended by itself.
func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if cmd.Wait(); cmd.ProcessState.Exited() {
		t.Fatal("the child failed before it was killed, see above")
	}
}

func orphans(t *testing.T, dir string) int {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, tempPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(paths)
}

// TestOrphans asks that the temporary files of a killed build are cleared away,
// and those of one at work are not.
func TestOrphans(t *testing.T) {
	dir := t.TempDir()
	other := startChild(t, "hold", dir)
	if n := orphans(t, dir); n != 1 {
		t.Fatalf("the child has %d temporary files", n)
	}
	s := open(t, dir, nil)
	put(s, 0, 3)
	if n := orphans(t, dir); n != 2 {
		t.Errorf("%d temporary files of two builds", n)
	}
	kill(t, other)
	s.Flush()
	s.Close()
	if n := orphans(t, dir); n != 1 {
		t.Errorf("%d temporary files of a killed build", n)
	}
	s = open(t, dir, nil)
	put(s, 3, 6)
	if n := orphans(t, dir); n != 1 {
		t.Errorf("%d temporary files, want the new one", n)
	}
	s.Flush()
	if n := orphans(t, dir); n != 0 {
		t.Errorf("%d temporary files after Flush", n)
	}
	quiet(t, s)
	if n := has(t, s, 0, 6); n != 6 {
		t.Errorf("%d values of 6", n)
	}
}

// TestKills kills builds at any moment, two of which are at work at once. What
// they leave is read without a word.
func TestKills(t *testing.T) {
	dir := t.TempDir()
	cut := 0
	for range 30 {
		builds := []*exec.Cmd{startChild(t, "flush", dir), startChild(t, "flush", dir)}
		for _, b := range builds {
			time.Sleep(rand.N(15 * time.Millisecond))
			kill(t, b)
		}
		if orphans(t, dir) > 0 {
			cut++
		}
		s := open(t, dir, nil)
		has(t, s, 0, 1000)
		if v, ok := s.Record("sources"); ok && len(v) != 100_000 {
			t.Errorf("a record of %d bytes", len(v))
		}
		put(s, 2000, 2001)
		s.Flush()
		quiet(t, s)
		if n := has(t, s, 2000, 2001); n != 1 {
			t.Error("a killed build does harm")
		}
		s.Close()
		if n := orphans(t, dir); n != 0 {
			t.Errorf("%d temporary files are left", n)
		}
	}
	t.Logf("%d of 30 rounds cut a build short", cut)
	if cut == 0 {
		t.Error("no kill hit a build at work")
	}
	if n := has(t, open(t, dir, nil), 0, 10); n != 10 {
		t.Errorf("%d values of 10", n)
	}
}
