package release

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
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

// child holds the lock until killed, or builds again and again until killed.
func child(task, dir string) error {
	if task == "hold" {
		r, err := Stage(dir, marked)
		if err != nil {
			return err
		}
		defer r.Close()
		fmt.Println("ready")
		select {}
	}
	fmt.Println("ready")
	for n := 0; ; n++ {
		r, err := Stage(dir, marked)
		if err != nil {
			return err
		}
		if task == "steps" {
			steps(r)
		}
		for name, data := range stampedSite(fmt.Sprintf("%d-%d", os.Getpid(), n)) {
			if err := r.Write(name, []byte(data)); err != nil {
				return err
			}
		}
		if err := r.Publish(); err != nil {
			return err
		}
	}
}

// stampedSite is a site whose every file holds the stamp.
func stampedSite(stamp string) map[string]string {
	site := map[string]string{mark: stamp}
	for n := range 40 {
		site[fmt.Sprintf("events/%d/%d.html", n%5, n)] = stamp
	}
	return site
}

// startChild returns once the child has said that it is ready.
func startChild(t *testing.T, task, dir string) *exec.Cmd {
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
	if cmd.Wait(); cmd.ProcessState.ExitCode() == 1 && cmd.ProcessState.Exited() {
		t.Fatal("the child failed before it was killed")
	}
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
		if err := r.Publish(); err != nil {
			t.Fatal(err)
		}
		if err := stage(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("from another process", func(t *testing.T) {
		holder := startChild(t, "hold", dir)
		locked(dir)
		equal(t, dir, before)
		kill(t, holder)
		publish(t, dir, after) // the kernel freed the lock
		equal(t, dir, after)
		onlyLock(t, dir)
	})
}

func TestKillLeavesOldOrNew(t *testing.T) {
	for _, task := range []string{"exchange", "steps"} {
		t.Run(task, func(t *testing.T) { testKills(t, task) })
	}
}

func testKills(t *testing.T, task string) {
	const rounds = 60
	dir := filepath.Join(t.TempDir(), "public")
	work := filepath.Join(filepath.Dir(dir), ".public.bunting")
	stop := make(chan struct{})
	var readers sync.WaitGroup
	var compared int
	readers.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			same, err := sameStamp(dir, mark, "events/4/39.html")
			if err != nil && !errors.Is(err, fs.ErrNotExist) { // no release yet, or between two renames
				t.Error(err)
				return
			}
			if same {
				compared++
			}
		}
	})
	cut := 0
	for round := range rounds {
		if round%8 == 0 { // a first build
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		cmd := startChild(t, task, dir)
		time.Sleep(rand.N(25 * time.Millisecond))
		kill(t, cmd)
		if stands, err := exists(filepath.Join(work, "next")); err != nil {
			t.Fatal(err)
		} else if stands {
			cut++
		}
		if task == "exchange" {
			wholeOrAbsent(t, dir)
		}
		r := stage(t, dir)
		wholeOrAbsent(t, dir)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		onlyLock(t, dir)
	}
	close(stop)
	readers.Wait()
	t.Logf("%d of %d kills cut a build short; %d pairs of files compared", cut, rounds, compared)
	// With two renames the first kill may fall into the gap before a reader
	// has found anything; each round has looked at the folder itself.
	if cut == 0 || task == "exchange" && compared == 0 {
		t.Error("no kill hit a build, or no reader found a release")
	}
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
