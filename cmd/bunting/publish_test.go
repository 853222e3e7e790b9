//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// unavailable says that the machine lacks what a test needs: reason enough to
// skip it, but not where the project's own checks run.
func unavailable(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// TestTwoBuilds stops a build half-way. Another on the same output is told
// so, changes nothing, and the first ends as if nothing had been.
func TestTwoBuilds(t *testing.T) {
	site := freshCopy(t, shapotou)
	mustBuild(t, site, nil)
	before := tree(t, filepath.Join(site, "public"))
	touch(t, site, "改名以后")

	first := bunting(site, nil, "build", "--jobs", "1")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, filepath.Join(site, ".public.bunting", "next", "404.html"), "改名以后") // the first file of all
	if err := first.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer first.Process.Kill()

	for lang, want := range map[string]string{
		"en": "another build is at work on this folder; wait until it is done",
		"zh": "另一个生成任务正在使用此文件夹，请等它结束",
	} {
		code, said := run(t, site, nil, "build", "--lang", lang)
		if code != 3 || !strings.Contains(said, want) {
			t.Errorf("the second build, in %s: exit code %d\n%s", lang, code, said)
		}
	}
	if d := cmp.Diff(before, tree(t, filepath.Join(site, "public"))); d != "" {
		t.Errorf("the site that was there has changed (-before +now):\n%s", d)
	}
	// Another output is nobody's business.
	mustBuild(t, site, nil, "--output", "other")

	if err := first.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(); err != nil {
		t.Fatalf("the first build: %v", err)
	}
	if d := cmp.Diff(tree(t, filepath.Join(site, "other")), tree(t, filepath.Join(site, "public"))); d != "" {
		t.Errorf("the first build made something else (-want +got):\n%s", d)
	}
}

// waitFor returns once the file at path holds text.
func waitFor(t *testing.T, path, text string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		if data, err := os.ReadFile(path); err == nil && bytes.Contains(data, []byte(text)) {
			return
		}
	}
	t.Fatalf("%s never held %q", path, text)
}

// touch gives the campaign another name, which every page shows.
func touch(t *testing.T, site, name string) {
	t.Helper()
	file := filepath.Join(site, "config.toml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), "[campaign]\nname = ")
	_, rest, ok2 := strings.Cut(rest, "\n")
	if !ok || !ok2 {
		t.Fatal("the config begins otherwise")
	}
	if err := os.WriteFile(file, fmt.Appendf(nil, "%s[campaign]\nname = %q\n%s", head, name, rest), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestKilledBuild kills builds at moments all over their course. The output
// is the old site or the new one, whole, and the next build needs no help.
func TestKilledBuild(t *testing.T) {
	const builds = 20
	site := freshCopy(t, shapotou)
	public := filepath.Join(site, "public")
	touch(t, site, "stamp-0.")
	start := time.Now()
	mustBuild(t, site, nil)
	whole := time.Since(start)
	files := len(tree(t, public))
	old, killed := 0, 0
	for n := 1; n <= builds; n++ {
		touch(t, site, fmt.Sprintf("stamp-%d.", n))
		cmd := bunting(site, nil, "build")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole*time.Duration(n)/12 + rand.N(whole/12))
		_ = cmd.Process.Kill() // it may have ended by itself
		err := cmd.Wait()
		if err != nil {
			killed++
		}
		now := stampOf(t, public, files)
		t.Logf("build %d: %v, now %d", n, err, now)
		switch {
		case now == n:
			old = n
		case now != old || err == nil:
			t.Fatalf("after build %d (%v) the site is that of build %d, not of %d", n, err, now, old)
		}
	}
	if killed < 3 {
		t.Errorf("only %d of %d builds were killed", killed, builds)
	}
	touch(t, site, fmt.Sprintf("stamp-%d.", builds+1))
	mustBuild(t, site, nil)
	if now := stampOf(t, public, files); now != builds+1 {
		t.Errorf("the last build's site is that of build %d", now)
	}
	left, err := os.ReadDir(filepath.Join(site, ".public.bunting"))
	if err != nil || slices.ContainsFunc(left, func(e fs.DirEntry) bool {
		return !slices.Contains([]string{"journal", "lock", "manifest", "next"}, e.Name())
	}) {
		t.Errorf("left beside the output: %v, %v", left, err)
	}
}

// TestKilledDeploy kills deploys to a folder at moments all over their course.
// What is live is one site, whole, and the next deploy needs no help.
func TestKilledDeploy(t *testing.T) {
	const deploys = 12
	site := freshCopy(t, shapotou)
	www := filepath.Join(t.TempDir(), "www")
	live := filepath.Join(www, "current") + "/."
	config := filepath.Join(site, "config.toml")
	target := readFile(t, config) + fmt.Sprintf("\n[[deploy.targets]]\nname = \"live\"\nurl = %q\nencodings = [\"gzip\"]\n", "file://"+www)
	if err := os.WriteFile(config, []byte(target), 0o644); err != nil {
		t.Fatal(err)
	}
	deploy := func() *exec.Cmd { return bunting(site, nil, "deploy", "--no-build") }
	touch(t, site, "stamp-0.")
	mustBuild(t, site, nil)
	start := time.Now()
	if out, err := deploy().CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(start)
	files := len(tree(t, live))
	old, killed := 0, 0
	for n := 1; n <= deploys; n++ {
		touch(t, site, fmt.Sprintf("stamp-%d.", n))
		mustBuild(t, site, nil)
		cmd := deploy()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole*time.Duration(n)/deploys + rand.N(whole/deploys))
		_ = cmd.Process.Kill() // it may have ended by itself
		err := cmd.Wait()
		if err != nil {
			killed++
		}
		now := stampOf(t, live, files)
		if now == n {
			old = n
		} else if now != old || err == nil {
			t.Fatalf("after deploy %d (%v) the site is that of %d, not of %d", n, err, now, old)
		}
	}
	if killed < 3 {
		t.Errorf("only %d of %d deploys were killed", killed, deploys)
	}
	if out, err := deploy().CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if now := stampOf(t, live, files); now != deploys {
		t.Errorf("the last site is that of %d", now)
	}
	if left, err := filepath.Glob(filepath.Join(www, "releases", ".*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// stampOf returns the number in the campaign's name, which all pages of a
// whole site share.
func stampOf(t *testing.T, public string, files int) int {
	t.Helper()
	count, stamp := 0, -1
	err := filepath.WalkDir(public, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		count++
		if filepath.Ext(name) != ".html" {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		_, rest, ok := bytes.Cut(data, []byte("stamp-"))
		n := 0
		if _, err := fmt.Sscanf(string(rest), "%d.", &n); !ok || err != nil {
			t.Errorf("%s has no stamp", name)
		}
		if stamp >= 0 && stamp != n {
			t.Errorf("%s is of build %d, others of build %d", name, n, stamp)
		}
		stamp = n
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count != files {
		t.Errorf("%d files, not %d", count, files)
	}
	return stamp
}

// TestFullDisk builds onto a disk with room for one site, not for two.
func TestFullDisk(t *testing.T) {
	site := freshCopy(t, shapotou)
	mustBuild(t, site, nil)
	const block = 4096
	room := 0
	for name := range tree(t, filepath.Join(site, "public")) {
		info, err := os.Stat(filepath.Join(site, "public", name))
		if err != nil {
			t.Fatal(err)
		}
		room += (int(info.Size())/block + 1) * block
	}
	disk := t.TempDir()
	mount := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d", room*3/2), "tmpfs", disk)
	if out, err := mount.CombinedOutput(); err != nil {
		unavailable(t, "no small disk to fill: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	output := filepath.Join(disk, "public")
	mustBuild(t, site, nil, "--output", output)
	before := tree(t, output)
	touch(t, site, "第二版")
	for lang, want := range map[string]string{"en": "the disk is full; the site that was there is untouched", "zh": "磁盘已满；原有网站未受影响"} {
		code, said := run(t, site, nil, "build", "--lang", lang, "--output", output)
		if code != 3 || !strings.Contains(said, want) {
			t.Errorf("in %s: exit code %d\n%s", lang, code, said)
		}
		if d := cmp.Diff(before, tree(t, output)); d != "" {
			t.Errorf("the site that was there has changed (-before +now):\n%s", d)
		}
		// What stands beside it shares its files, and takes no room of its own.
		for name := range tree(t, filepath.Join(disk, ".public.bunting", "next")) {
			one, err := os.Stat(filepath.Join(output, name))
			other, err2 := os.Stat(filepath.Join(disk, ".public.bunting", "next", name))
			if err != nil || err2 != nil || !os.SameFile(one, other) {
				t.Errorf("%s still takes the room of the half-written site", name)
			}
		}
	}
	if err := os.RemoveAll(output); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, site, nil, "--output", output) // with room again, all is well
	if d := cmp.Diff(before, tree(t, output)); d == "" {
		t.Error("the new site is the old one")
	}
}
