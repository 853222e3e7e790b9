//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bunting/internal/lacking"
)

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
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
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
		lacking.Skip(t, "no small disk to fill: %v: %s", err, out)
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
