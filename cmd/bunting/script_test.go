package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"
)

var update = flag.Bool("update", false, "write what the program says into the scripts and goldens")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bunting": main})
}

// TestScripts runs the real program as the scripts say. Each script's folder
// is a site: the small one of testdata/base, with the script's own files over
// it. $SAMPLE is the repository's own site, $SHAPOTOU the one of testdata.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			sample, err := filepath.Abs("../..")
			if err != nil {
				return err
			}
			shapotou, err := filepath.Abs("testdata/shapotou")
			if err != nil {
				return err
			}
			e.Setenv("SAMPLE", sample)
			e.Setenv("SHAPOTOU", shapotou)
			return addMissing(e.WorkDir, "testdata/base")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":      exits,
			"edit":       edit,
			"add":        add,
			"repeat":     repeat,
			"notepad":    notepad,
			"gb18030":    gb18030,
			"copy":       copySite,
			"alternates": alternates,
			"spoil":      spoil,
			"photo":      photo,
			"preview":    showPreview,
			"receives":   receives,
			"pushes":     pushes,
		},
	})
}

// addMissing copies the files of from that to does not have.
func addMissing(to, from string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}

// arguments stops a script that gives a command the wrong number of them.
func arguments(ts *testscript.TestScript, neg bool, args []string, n int, usage string) {
	if neg || len(args) != n {
		ts.Fatalf("usage: %s", usage)
	}
}

// exits N COMMAND… runs a command that must end with the exit code N.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s did not run: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// edit FILE OLD NEW replaces a text that stands once in a file; \n in NEW is
// a line break.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 3, "edit FILE OLD NEW")
	change(ts, args[0], func(text string) string {
		if n := strings.Count(text, args[1]); n != 1 {
			ts.Fatalf("%q stands %d times in %s", args[1], n, args[0])
		}
		return strings.Replace(text, args[1], strings.ReplaceAll(args[2], `\n`, "\n"), 1)
	})
}

// add FILE MORE puts the text of the file MORE at the end of FILE.
func add(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 2, "add FILE MORE")
	change(ts, args[0], func(text string) string { return text + ts.ReadFile(args[1]) })
}

// spoil FOLDER writes something else over the middle of each file below it.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 1, "spoil FOLDER")
	spoilt := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil || len(data) == 0 {
			return err
		}
		spoilt++
		for i := len(data) / 4; i < len(data)*3/4; i++ {
			data[i] += 0x55
		}
		return os.WriteFile(name, data, 0o644)
	}))
	if spoilt == 0 {
		ts.Fatalf("there is nothing to spoil in %s", args[0])
	}
}

// photo FILE WIDTH HEIGHT [CUT] writes a JPEG as a phone makes it, with Exif in
// it; with CUT only the first half of it.
func photo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: photo FILE WIDTH HEIGHT [CUT]")
	}
	width, err := strconv.Atoi(args[1])
	ts.Check(err)
	height, err := strconv.Atoi(args[2])
	ts.Check(err)
	img := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = byte(i / width)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = 128, 140
	}
	var b bytes.Buffer
	ts.Check(jpeg.Encode(&b, img, nil))
	const exif = "\xff\xe1\x00\x21Exif\x00\x00GPS 43.9N 81.3E, A. Phone"
	data := b.String()
	data = data[:2] + exif + data[2:]
	if len(args) > 3 {
		data = data[:len(data)/2]
	}
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o755))
	ts.Check(os.WriteFile(name, []byte(data), 0o644))
}

// preview STATUS DIR ARGUMENT… [/PATH] runs bunting serve, asks it for a page (the
// home page, when no path is named), which must be answered with the status, and
// ends it as Ctrl+C does. The page, and what was said, are in DIR. TAKEN
// stands for a port that is taken.
func showPreview(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: preview STATUS DIR ARGUMENT… [/PATH]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	dir, args := ts.MkAbs(args[1]), slices.Clone(args[2:])
	ts.Check(os.MkdirAll(dir, 0o755))
	path := ""
	if n := len(args) - 1; n >= 0 && strings.HasPrefix(args[n], "/") {
		path, args = args[n], args[:n]
	}
	for i := range args {
		if strings.HasSuffix(args[i], ":TAKEN") {
			taken, err := net.Listen("tcp", strings.Replace(args[i], "TAKEN", "0", 1))
			ts.Check(err)
			defer taken.Close()
			args[i] = taken.Addr().String()
		}
	}
	cmd := exec.Command(filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "bunting"), append([]string{"serve"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	lines := bufio.NewReader(stdout)
	first, _ := lines.ReadString('\n')
	address, err := url.Parse(strings.TrimSpace(first))
	ts.Check(err)
	if path != "" {
		address.Path = path
	}
	response, err := http.Get(address.String())
	ts.Check(err)
	page, err := io.ReadAll(response.Body)
	response.Body.Close()
	ts.Check(err)
	ts.Check(cmd.Process.Signal(os.Interrupt))
	rest, err := io.ReadAll(lines)
	ts.Check(err)
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("%v: %s", err, stderr.String())
	}
	for name, data := range map[string][]byte{"page": page, "stdout": []byte(first + string(rest)), "stderr": stderr.Bytes()} {
		ts.Check(os.WriteFile(filepath.Join(dir, name), data, 0o644))
	}
	if response.StatusCode != want {
		ts.Fatalf("%s: %s", address, response.Status)
	}
}

// repeat FILE N TEXT puts TEXT at the end of FILE, N times.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 3, "repeat FILE N TEXT")
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	change(ts, args[0], func(text string) string { return text + strings.Repeat(args[2], n) })
}

// notepad FILE… saves files as Windows' editor does: with a byte order mark
// and CRLF.
func notepad(ts *testscript.TestScript, neg bool, args []string) {
	for _, file := range args {
		change(ts, file, func(text string) string { return "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n") })
	}
}

// gb18030 FILE saves a file in the encoding of older Chinese programs.
func gb18030(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 1, "gb18030 FILE")
	change(ts, args[0], func(text string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
		ts.Check(err)
		return out
	})
}

func change(ts *testscript.TestScript, file string, to func(string) string) {
	name := ts.MkAbs(file)
	text := to(ts.ReadFile(file))
	ts.Check(os.WriteFile(name, []byte(text), 0o644))
}

// copy FROM TO copies the files of a site: what a fresh checkout holds.
func copySite(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 2, "copy FROM TO")
	ts.Check(copyOf(ts.MkAbs(args[0]), ts.MkAbs(args[1]), false))
}

// copyOf copies the files of a site, without what is built from it or hidden;
// in reverse order where asked.
func copyOf(from, to string, reverse bool) error {
	var files []string
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != from && (strings.HasPrefix(d.Name(), ".") || filepath.Dir(name) == from && !siteFolders[d.Name()]):
			return fs.SkipDir
		case d.Type().IsRegular() && (filepath.Dir(name) != from || d.Name() == "config.toml"):
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if reverse {
		slices.Reverse(files)
	}
	for _, name := range files {
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// siteFolders are the folders that make a site.
var siteFolders = map[string]bool{"content": true, "static": true, "layouts": true, "themes": true}

// receives OUTPUT prepares the repository site.git, which publishes the script's
// site to OUTPUT.
func receives(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, neg, args, 1, "receives OUTPUT")
	if _, err := exec.LookPath("git"); err != nil {
		ts.Fatalf("no git: %v", err)
	}
	for key, value := range map[string]string{
		"GIT_AUTHOR_NAME": "somebody", "GIT_AUTHOR_EMAIL": "a@example.cn", "GIT_COMMITTER_NAME": "somebody", "GIT_COMMITTER_EMAIL": "a@example.cn",
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_SYSTEM": os.DevNull,
	} {
		ts.Setenv(key, value)
	}
	ts.Check(ts.Exec("bunting", "publish", "init", "--quiet", "--repo", "site.git", "--output", args[0], "--preview-url", "https://preview.example/"))
	ts.Check(ts.Exec("git", "init", "--quiet", "--initial-branch=main"))
}

// pushes OFFICE ARG… commits the script's site and pushes it to site.git as
// somebody of an office; what the server says is then in the file said.
func pushes(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: pushes OFFICE ARG…")
	}
	ts.Setenv("BUNTING_OFFICE", args[0])
	site := []string{"add", "--all", "config.toml"}
	for name := range siteFolders {
		if _, err := os.Stat(ts.MkAbs(name)); err == nil {
			site = append(site, name)
		}
	}
	ts.Check(ts.Exec("git", site...))
	ts.Check(ts.Exec("git", "commit", "--quiet", "--allow-empty", "--message=the site"))
	git := exec.Command("git", append([]string{"push", "--force"}, args[1:]...)...)
	git.Dir = ts.MkAbs(".")
	for _, key := range []string{"PATH", "HOME", "TMPDIR", "BUNTING_OFFICE", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"} {
		git.Env = append(git.Env, key+"="+ts.Getenv(key))
	}
	out, err := git.CombinedOutput()
	if ts.Logf("%s", out); (err == nil) == neg {
		ts.Fatalf("git push: %v", err)
	}
	var said strings.Builder
	for line := range strings.Lines(string(out)) {
		if text, ok := strings.CutPrefix(line, "remote: "); ok {
			said.WriteString(strings.TrimRight(text, " \n") + "\n")
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs("said"), []byte(said.String()), 0o644))
}
