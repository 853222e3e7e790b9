//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bunting/internal/lacking"
)

// A server is a repository that publishes, with the folder it publishes to.
type server struct {
	t         *testing.T
	repo, www string
}

const previewAddress = "https://preview.example/"

// offices is what the tests' config says of who may change what.
const offices = `
[[regions]]
id = "hami"
name = "哈密"

[[offices]]
id = "hami"
name = "哈密市科协"
paths = ["content/events/hami/**"]

[[offices]]
id = "xjast"
name = "自治区科协"
paths = ["**"]
`

// newServer prepares a repository in which the small site is live, with events
// of two offices.
func newServer(t *testing.T) server {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		lacking.Skip(t, "no git: %v", err)
	}
	dir := t.TempDir()
	s := server{t, filepath.Join(dir, "site.git"), filepath.Join(dir, "www")}
	if code, said := run(t, dir, nil, "publish", "init", "--lang", "en", "--repo", s.repo, "--output", s.www, "--preview-url", previewAddress); code != 0 {
		t.Fatal(said)
	}
	site := filepath.Join(dir, "site")
	if err := addMissing(site, "testdata/base"); err != nil {
		t.Fatal(err)
	}
	config := read(t, site, "config.toml")
	config = strings.Replace(config, "id = \"ili\"\nname = { zh = \"伊犁州科协\"", "id = \"ili\"\npaths = [\"content/events/ili/**\"]\nname = { zh = \"伊犁州科协\"", 1)
	put(t, site, "config.toml", config+offices)
	put(t, site, "content/events/hami/melon.md", event("哈密瓜", "hami"))
	s.git(site, "init", "-q", "-b", "main")
	s.git(site, "remote", "add", "origin", s.repo)
	s.commit(site, "begin")
	if ok, said := s.push(site, "*", "main"); !ok {
		t.Fatal(said)
	}
	return s
}

// event is an event's file.
func event(title, office string) string {
	return fmt.Sprintf("+++\ntitle = %q\nstart = 2021-09-11T10:00:00\nend = 2021-09-11T12:00:00\nvenue = \"science-hall\"\noffice = %q\n+++\n\n正文。\n", title, office)
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// command is git in a folder, as somebody of an office; "" if nobody says whose.
func (s server) command(dir, office string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=/no-home", "TMPDIR=" + os.TempDir(), "BUNTING_OFFICE=" + office, "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=somebody", "GIT_AUTHOR_EMAIL=somebody@example.cn", "GIT_COMMITTER_NAME=somebody", "GIT_COMMITTER_EMAIL=somebody@example.cn",
	}
	return cmd
}

func (s server) git(dir string, args ...string) string {
	s.t.Helper()
	return s.gitWith(dir, "", args...)
}

// gitWith runs git with an input.
func (s server) gitWith(dir, input string, args ...string) string {
	s.t.Helper()
	cmd := s.command(dir, "", args...)
	cmd.Stdin = strings.NewReader(input)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("git %v: %v\n%s", args, err, complaint.String())
	}
	return strings.TrimSpace(string(out))
}

func (s server) commit(dir, message string) {
	s.t.Helper()
	s.git(dir, "add", "-A")
	s.git(dir, "commit", "-q", "--allow-empty", "-m", message)
}

// push pushes refs, and tells whether that was accepted and what was said.
func (s server) push(dir, office string, refs ...string) (ok bool, said string) {
	s.t.Helper()
	out, err := s.command(dir, office, append([]string{"push", "-f", "origin"}, refs...)...).CombinedOutput()
	return err == nil, string(out)
}

// clone returns a folder of somebody who works on the site.
func (s server) clone() string {
	s.t.Helper()
	dir := s.t.TempDir()
	s.git(dir, "clone", "-q", s.repo, ".")
	return dir
}

// isTip asks that the live site is what a clean build makes of the tip.
func (s server) isTip() {
	s.t.Helper()
	dir := s.clone()
	mustBuild(s.t, dir, nil, "--no-cache")
	if d := cmp.Diff(tree(s.t, filepath.Join(dir, "public")), tree(s.t, s.www)); d != "" {
		s.t.Errorf("the live site is not the tip (-tip +live):\n%s", d)
	}
}

// TestOffices pushes all kinds of changes as all kinds of people: each can change
// what is theirs, and nothing else, whatever the way.
func TestOffices(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const own, other = "content/events/ili/", "content/events/hami/"
	edit := func(files ...string) func(dir string) string {
		return func(dir string) string {
			for _, name := range files {
				if name, gone := strings.CutPrefix(name, "-"); gone {
					s.git(dir, "rm", "-q", name)
				} else if strings.HasSuffix(name, ".toml") {
					put(t, dir, name, read(t, dir, name)+"\n# changed\n")
				} else {
					put(t, dir, name, event("改过", ""))
				}
			}
			s.commit(dir, "edit")
			return "main"
		}
	}
	move := func(from, to string) func(dir string) string {
		return func(dir string) string {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, to)), 0o755); err != nil {
				t.Fatal(err)
			}
			s.git(dir, "mv", from, to)
			s.commit(dir, "move")
			return "main"
		}
	}
	to := func(ref string, change func(string) string) func(string) string {
		return func(dir string) string { change(dir); return "HEAD:" + ref }
	}
	// back makes a merge that takes back what the site holds, in one path.
	back := func(path string) func(string) string {
		return func(dir string) string {
			s.git(dir, "checkout", "-q", "-b", "side", "HEAD~1")
			s.commit(dir, "side")
			s.git(dir, "checkout", "-q", "main")
			s.git(dir, "merge", "-q", "--no-commit", "--no-ff", "side")
			s.git(dir, "checkout", "-q", "HEAD~1", "--", path)
			s.commit(dir, "merge")
			return "main"
		}
	}
	dir := s.clone()
	for _, name := range []string{own + "second.md", other + "second.md"} {
		put(t, dir, name, event("第二", ""))
	}
	s.commit(dir, "second")
	for _, name := range []string{own + "second.md", other + "second.md"} {
		put(t, dir, name, event("第二，改过", ""))
	}
	s.commit(dir, "second, changed")
	if ok, said := s.push(dir, "xjast", "main"); !ok {
		t.Fatal(said)
	}
	anybody := map[string]bool{}
	editors := map[string]bool{"*": true, "xjast": true}
	ili := map[string]bool{"*": true, "xjast": true, "ili": true}
	hami := map[string]bool{"*": true, "xjast": true, "hami": true}
	for i, c := range []struct {
		what    string
		change  func(dir string) string // returns what to push
		may     map[string]bool
		refusal string // what is told if not
	}{
		{"add", edit(own + "new.md"), ili, "foreign-path"},
		{"change", edit(own + "second.md"), ili, "foreign-path"},
		{"delete", edit("-" + own + "second.md"), ili, "foreign-path"},
		{"rename", move(own+"second.md", own+"third.md"), ili, "foreign-path"},
		{"add and take back", func(dir string) string {
			edit(other + "new.md")(dir)
			edit("-"+other+"new.md", own+"new.md")(dir)
			return "main"
		}, ili, "foreign-path"},
		{"change the other's", edit(other + "second.md"), hami, "foreign-path"},
		{"change both", edit(own+"second.md", other+"second.md"), editors, "foreign-path"},
		{"rename to the other", move(own+"second.md", other+"third.md"), editors, "foreign-path"},
		{"rename from the other", move(other+"second.md", own+"third.md"), editors, "foreign-path"},
		{"merge that takes back", back(own + "second.md"), ili, "foreign-path"},
		{"merge that takes back the other's", back(other + "second.md"), hami, "foreign-path"},
		{"config", edit("config.toml"), editors, "foreign-path"},
		{"a page", edit("-content/pages/about.en.md"), editors, "foreign-path"},
		{"force", func(dir string) string { s.git(dir, "reset", "-q", "--hard", "HEAD~1"); return "main" }, anybody, "live-past"},
		{"force something else", func(dir string) string {
			s.git(dir, "reset", "-q", "--hard", "HEAD~1")
			return edit(own + "second.md")(dir)
		}, anybody, ""},
		{"another root", func(dir string) string {
			s.git(dir, "checkout", "-q", "--orphan", "new")
			s.commit(dir, "new")
			return "new:main"
		}, anybody, ""},
		{"delete the live branch", func(string) string { return ":main" }, anybody, "live-past"},
		{"tag", func(dir string) string { s.git(dir, "tag", "v1"); return "v1" }, anybody, "foreign-ref"},
		{"a tag as the live branch", func(dir string) string {
			s.git(dir, "tag", "-a", "-m", "x", "v2")
			return "v2:main"
		}, anybody, ""},
		{"another branch", to("refs/heads/other", edit(own+"new.md")), anybody, "foreign-ref"},
		{"notes", to("refs/notes/commits", edit(own+"new.md")), anybody, "foreign-ref"},
		{"replace", func(dir string) string {
			return "HEAD:refs/replace/" + s.git(dir, "rev-parse", "HEAD~1")
		}, anybody, "foreign-ref"},
		{"a preview of no good name", to("refs/heads/preview/a/b", edit(own+"new.md")), anybody, "foreign-ref"},
		{"a preview", to("refs/heads/preview/new", edit(own+"new.md")), ili, "foreign-path"},
		{"a preview of another root", func(dir string) string {
			s.git(dir, "checkout", "-q", "--orphan", "new")
			s.commit(dir, "new")
			return "new:preview/root"
		}, editors, "foreign-path"},
	} {
		for _, office := range []string{"ili", "hami", "xjast", "*", "nobody", ""} {
			if i > 0 && (office == "nobody" || office == "") || i%4 > 0 && office == "*" { // as before
				continue
			}
			one := s
			if c.may[office] { // so that nothing follows from it
				one.repo = filepath.Join(t.TempDir(), "site.git")
				if err := os.CopyFS(one.repo, os.DirFS(s.repo)); err != nil {
					t.Fatal(err)
				}
			}
			dir := one.clone()
			ref := c.change(dir)
			before := s.git(one.repo, "for-each-ref")
			ok, said := one.push(dir, office, ref)
			code := c.refusal
			switch office {
			case "nobody":
				code = "unknown-office"
			case "":
				code = "unknown-pusher"
			}
			switch after := s.git(one.repo, "for-each-ref"); {
			case ok != c.may[office]:
				t.Errorf("%s by %q: accepted is %v\n%s", c.what, office, ok, said)
			case ok == (before == after):
				t.Errorf("%s by %q: accepted is %v, but the refs were\n%s\nand are\n%s", c.what, office, ok, before, after)
			case !ok && !strings.Contains(said, "["+code):
				t.Errorf("%s by %q: it does not say %s:\n%s", c.what, office, code, said)
			}
		}
	}
}

// TestHostileTrees pushes trees that no git makes: all are refused, in little
// time and memory, and none leaves a file.
func TestHostileTrees(t *testing.T) {
	t.Parallel()
	// A process that is begun by a large one counts as large itself (getrusage(2)),
	// and this one has grown by other tests.
	if os.Getenv("BUNTING_SMALL") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestHostileTrees$", "-test.count=1")
		cmd.Env = append(os.Environ(), "BUNTING_SMALL=1")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	s := newServer(t)
	// Git's own check is off, which would refuse some of them before: this asks what
	// stands behind it.
	s.git(s.repo, "config", "receive.fsckObjects", "false")
	dir := s.clone()
	s.git(dir, "config", "core.protectNTFS", "false")
	tip := s.git(dir, "rev-parse", "HEAD")
	text := s.gitWith(dir, "text", "hash-object", "-w", "--stdin")
	empty := s.gitWith(dir, "", "hash-object", "-t", "tree", "-w", "--stdin")
	type entry struct{ mode, name, id string }
	object := func(entries ...entry) string {
		var b strings.Builder
		for _, e := range entries {
			fmt.Fprintf(&b, "%s %s\x00", e.mode, e.name)
			for i := 0; i < len(e.id); i += 2 {
				n, err := strconv.ParseUint(e.id[i:i+2], 16, 8)
				if err != nil {
					t.Fatal(err)
				}
				b.WriteByte(byte(n))
			}
		}
		return s.gitWith(dir, b.String(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
	}
	deep := func(levels, wide int, mode, id string) string {
		for range levels {
			var entries []entry
			for i := range wide {
				entries = append(entries, entry{mode, fmt.Sprintf("d%02d", i), id})
			}
			mode, id = "40000", object(entries...)
		}
		return id
	}
	plain := func(name string) string { return object(entry{"100644", name, text}) }
	trees := map[string]struct{ tree, code string }{
		"a link":               {object(entry{"120000", "link", text}), "symbolic-link"},
		"a submodule":          {object(entry{"160000", "module", tip}), "submodule"},
		"an odd mode":          {object(entry{"100666", "odd", text}), ""},
		"dots":                 {object(entry{"40000", "..", object(entry{"100644", "x", text})}), "unsafe-name"},
		"a dot":                {object(entry{"40000", ".", plain("x")}), "unsafe-name"},
		"a slash":              {plain("../../x"), "unsafe-name"},
		"from the root":        {plain("/tmp/x"), ""},
		"no name":              {plain(""), ""},
		"git":                  {object(entry{"40000", ".git", plain("config")}), "unsafe-name"},
		"Git":                  {object(entry{"40000", ".GiT", plain("config")}), "unsafe-name"},
		"git for HFS":          {object(entry{"40000", ".g\u200cit", plain("config")}), "unsafe-name"},
		"git for NTFS":         {object(entry{"40000", "GIT~1", plain("config")}), "unsafe-name"},
		"git and a dot":        {object(entry{"40000", ".git.", plain("config")}), "unsafe-name"},
		"git and a stream":     {object(entry{"40000", ".git::$INDEX_ALLOCATION", plain("config")}), "unsafe-name"},
		"the program's folder": {object(entry{"40000", ".bunting", plain("cache")}), "unsafe-name"},
		"a line break":         {plain("a\nb"), "unsafe-name"},
		"a tab":                {plain("a\tb"), "unsafe-name"},
		"an escape":            {plain("a\x1b[2Jb"), "unsafe-name"},
		"from right to left":   {plain("a\u202egpj.md"), "unsafe-name"},
		"no UTF-8":             {plain("a\xff"), "unsafe-name"},
		"a device":             {plain("aux.md"), "unsafe-name"},
		"another device":       {plain("Com¹.txt"), "unsafe-name"},
		"a blank at the end":   {plain("a "), "unsafe-name"},
		"a backslash":          {plain(`a\b`), "unsafe-name"},
		"a long name":          {plain(strings.Repeat("n", 256)), "unsafe-name"},
		"a very long name":     {plain(strings.Repeat("n", 100_000)), "push-limit"},
		"case":                 {object(entry{"100644", "A.md", text}, entry{"100644", "a.md", text}), "name-clash"},
		"case of folders":      {object(entry{"40000", "A", plain("x")}, entry{"40000", "a", plain("y")}), "name-clash"},
		"normal form":          {object(entry{"100644", "e\u0301", text}, entry{"100644", "\u00e9", text}), "name-clash"},
		"sharp s":              {object(entry{"100644", "STRASSE", text}, entry{"100644", "straße", text}), "name-clash"},
		"twice":                {object(entry{"100644", "a", text}, entry{"100644", "a", text}), "name-clash"},
		"twice, apart":         {object(entry{"40000", "a", plain("x")}, entry{"100644", "b", text}, entry{"40000", "a", plain("x")}), "name-clash"},
		"deep":                 {deep(100, 1, "100644", text), "push-limit"},
		"10^10 files":          {deep(10, 10, "100644", text), "push-limit"},
		"10^10 empty folders":  {deep(10, 10, "40000", empty), "push-limit"},
		"no site":              {plain("readme.md"), "missing-config"},
	}
	if _, err := os.Stat(filepath.Join(s.repo, "..", "x")); err == nil {
		t.Fatal("x is there already")
	}
	before := tree(t, s.www)
	for name, c := range trees {
		commit := s.git(dir, "commit-tree", "-p", tip, "-m", name, c.tree)
		cmd := s.command(dir, "*", "push", "origin", commit+":refs/heads/main")
		out, err := cmd.CombinedOutput()
		usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		seconds := (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		megabytes := float64(usage.Maxrss) / 1024
		if err == nil || !strings.Contains(string(out), "["+c.code) {
			t.Errorf("%s: %v, no %q in\n%s", name, err, c.code, out)
		}
		// Whoever looked at each of 10^10 files would need hours; what remains is git
		// and the start of the program, on a machine that may be slow.
		if c.code != "missing-config" && (seconds > 10 || megabytes > 100) {
			t.Errorf("%s took %.2f s and %.0f MB", name, seconds, megabytes)
		}
		for _, control := range "\x1b\u202e" {
			if strings.ContainsRune(string(out), control) {
				t.Errorf("%s: the terminal is told %q", name, control)
			}
		}
	}
	if d := cmp.Diff(before, tree(t, s.www)); d != "" {
		t.Errorf("the live site has changed:\n%s", d)
	}
	dir = s.clone() // and all is well for the next one
	put(t, dir, "content/events/ili/next.md", event("下一个", "ili"))
	s.commit(dir, "next")
	if ok, said := s.push(dir, "ili", "main"); !ok {
		t.Fatal(said)
	}
	s.isTip()
}

// TestInterleavedPushes lets ten people push at the same time. Whatever was
// accepted is in the branch, and the live site is its tip. BUNTING_PUSHES says
// how many pushes there are.
func TestInterleavedPushes(t *testing.T) {
	t.Parallel()
	pushes := 12
	if n, err := strconv.Atoi(os.Getenv("BUNTING_PUSHES")); err == nil {
		pushes = n
	}
	const people = 10
	s := newServer(t)
	var mu sync.Mutex
	var accepted []string
	var group sync.WaitGroup
	for person := range people {
		office, dir := []string{"ili", "hami"}[person%2], s.clone()
		group.Go(func() {
			for n := person; n < pushes; n += people {
				name := fmt.Sprintf("content/events/%s/of-%d-%d.md", office, person, n)
				put(t, dir, name, event(fmt.Sprintf("活动 %d", n), office))
				s.commit(dir, name)
				for tries := 0; ; tries++ {
					time.Sleep(rand.N(50 * time.Millisecond))
					if out, err := s.command(dir, office, "pull", "-q", "--rebase", "origin", "main").CombinedOutput(); err != nil {
						t.Errorf("pull: %v\n%s", err, out)
						return
					}
					out, err := s.command(dir, office, "push", "origin", "main").CombinedOutput()
					if err == nil {
						mu.Lock()
						accepted = append(accepted, name)
						mu.Unlock()
						break
					}
					if tries == 200 || !strings.Contains(string(out), "rejected") {
						t.Errorf("push: %v\n%s", err, out)
						return
					}
				}
			}
		})
	}
	group.Wait()
	if len(accepted) != pushes {
		t.Errorf("%d of %d pushes were accepted", len(accepted), pushes)
	}
	s.isTip()
	dir := s.clone()
	for _, name := range accepted {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("an accepted push is lost: %v", err)
		}
	}
	if shown := strings.Count(read(t, s.repo, "bunting/pushes.jsonl"), `"verdict":"shown"`); shown != pushes+1 {
		t.Errorf("the log says %d times that something was shown", shown)
	}
}

// TestPushThatNobodyWaitsFor ends the connection as soon as a push is accepted: it is published
// all the same.
func TestPushThatNobodyWaitsFor(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	dir := s.clone()
	put(t, dir, "content/events/ili/gone.md", event("人已走", "ili"))
	s.commit(dir, "gone")
	cmd := s.command(dir, "ili", "push", "origin", "main")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tip := s.git(dir, "rev-parse", "HEAD")
	for end := time.Now().Add(time.Minute); s.git(s.repo, "rev-parse", "main") != tip; {
		if time.Now().After(end) {
			t.Fatal("the push was never accepted")
		}
	}
	_ = cmd.Process.Kill() // git push only; the server's side goes on
	_ = cmd.Wait()
	waitFor(t, filepath.Join(s.repo, "bunting/live"), tip)
	s.isTip()
}

// TestPreviews pushes previews: each has its own folder and address, asks not to
// be found, and goes with its branch or with time.
func TestPreviews(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	before := tree(t, s.www)
	dir := s.clone()
	put(t, dir, "content/events/ili/maybe.md", event("也许", "ili"))
	s.commit(dir, "maybe")
	for _, name := range []string{"one", "two"} {
		ok, said := s.push(dir, "ili", "HEAD:refs/heads/preview/"+name)
		if !ok || !strings.Contains(said, previewAddress+name+"/") {
			t.Fatalf("%s: %v\n%s", name, ok, said)
		}
	}
	previews := filepath.Join(s.repo, "bunting", "previews")
	for _, name := range []string{"one/events/ili/maybe.html", "one/index.html", "two/en/index.html"} {
		page := read(t, previews, name)
		if !strings.Contains(page, `"/`+name[:3]+`/assets/`) || strings.Contains(page, "/2021/") {
			t.Errorf("%s has not the preview's address:\n%s", name, page)
		}
	}
	if headers := read(t, previews, "one/_headers"); !strings.Contains(headers, "/one/*\n") || !strings.Contains(headers, "X-Robots-Tag: noindex") {
		t.Errorf("the headers are\n%s", headers)
	}
	if ok, said := s.push(dir, "hami", ":preview/one"); ok || !strings.Contains(said, "[foreign-path]") {
		t.Errorf("another office takes the preview away: %v\n%s", ok, said)
	}
	if ok, said := s.push(dir, "ili", ":preview/one"); !ok {
		t.Errorf("its own office cannot take the preview away:\n%s", said)
	}
	if _, err := os.Stat(filepath.Join(previews, "one")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the preview is still there: %v", err)
	}
	// The other one gets old.
	old := time.Now().AddDate(0, 0, -31)
	if err := os.Chtimes(filepath.Join(previews, ".two.bunting"), old, old); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, tree(t, s.www)); d != "" {
		t.Errorf("a preview has changed the live site:\n%s", d)
	}
	if code, said := run(t, dir, nil, "publish", "live", "--repo", s.repo); code != 0 {
		t.Fatal(said)
	}
	if left, err := os.ReadDir(previews); err != nil || len(left) > 0 {
		t.Errorf("what is left of previews: %v, %v", left, err)
	}
	if refs := s.git(s.repo, "for-each-ref", "--format=%(refname)"); refs != "refs/heads/main" {
		t.Errorf("the refs are %s", refs)
	}
	s.isTip()
}

// TestLimitedBuild gives a build too little of everything: the push is refused
// with a reason, and the site stands.
func TestLimitedBuild(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	before := tree(t, s.www)
	for key, want := range map[string]string{
		"bunting.memoryMegabytes": "takes more than 20 MB of memory",
		"bunting.fileMegabytes":   "bytes in a file",
		"bunting.megabytes":       "bytes in all files",
		"bunting.files":           "files and folders",
	} {
		value := map[string]string{"bunting.memoryMegabytes": "20", "bunting.files": "9"}[key]
		if value == "" {
			value = "1"
		}
		s.git(s.repo, "config", key, value)
		dir := s.clone()
		put(t, dir, "content/events/ili/large/index.md", event("很大", "ili"))
		put(t, dir, "content/events/ili/large/noise.bin", strings.Repeat("noise", 300_000))
		s.commit(dir, "large")
		if ok, said := s.push(dir, "ili", "main"); ok || !strings.Contains(said, want) {
			t.Errorf("%s: accepted is %v\n%s", key, ok, said)
		}
		s.git(s.repo, "config", "--unset", key)
	}
	// What was accepted may fail later; the text that says why stays.
	s.git(s.repo, "config", "bunting.memoryMegabytes", "2")
	code, said := run(t, s.repo, nil, "publish", "live", "--repo", s.repo)
	if code != 1 || !strings.Contains(said, "the live site is as it was") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	if log := read(t, s.repo, "bunting/logs/"+s.git(s.repo, "rev-parse", "main")+".txt"); !strings.Contains(log, "[check-limit]") {
		t.Errorf("the log says\n%s", log)
	}
	if d := cmp.Diff(before, tree(t, s.www)); d != "" {
		t.Errorf("the live site has changed:\n%s", d)
	}
	s.git(s.repo, "config", "--unset", "bunting.memoryMegabytes")
	if code, said := run(t, s.repo, nil, "publish", "live", "--repo", s.repo); code != 0 {
		t.Error(said)
	}
	s.isTip()
}

// TestPushToTarget deploys what is pushed to a target of the pushed config.
func TestPushToTarget(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	releases := t.TempDir()
	dir := s.clone()
	put(t, dir, "config.toml", read(t, dir, "config.toml")+fmt.Sprintf("\n[[deploy.targets]]\nname = \"live\"\nurl = %q\n", "file://"+releases))
	s.commit(dir, "target")
	if ok, said := s.push(dir, "*", "main"); !ok {
		t.Fatal(said)
	}
	if code, said := run(t, dir, nil, "publish", "init", "--repo", s.repo, "--target", "live"); code != 0 {
		t.Fatal(said)
	}
	s.www = filepath.Join(releases, "current")
	for _, title := range []string{"第一版", "第二版"} {
		put(t, dir, "content/events/ili/target.md", event(title, "ili"))
		s.commit(dir, title)
		ok, said := s.push(dir, "ili", "main")
		if page := read(t, s.www, "events/ili/target.html"); !ok || !strings.Contains(page, title) ||
			title == "第二版" && !strings.Contains(said, "  https://kepu.example/2021/events/ili/target.html") {
			t.Fatalf("%s: %v\n%s\n%s", title, ok, said, page)
		}
		live, err := os.Readlink(s.www)
		if record := fmt.Sprintf(`"verdict":"shown","release":%q,`, filepath.Base(live)); err != nil || strings.Count(read(t, s.repo, "bunting/pushes.jsonl"), record) != 1 {
			t.Errorf("%v: the log does not say %s", err, record)
		}
	}
	s.www, _ = filepath.EvalSymlinks(s.www)
	s.isTip()
}

// TestPreparedAgain runs init on what is there: it mends what is missing, keeps
// what it was told before, and leaves somebody else's hook alone.
func TestPreparedAgain(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	hook := filepath.Join(s.repo, "hooks", "pre-receive")
	if err := errors.Join(os.Remove(hook), os.RemoveAll(filepath.Join(s.repo, "bunting"))); err != nil {
		t.Fatal(err)
	}
	s.git(s.repo, "config", "gc.auto", "6700")
	if code, said := run(t, s.repo, nil, "publish", "init", "--repo", s.repo, "--user", "li=ili", "--user", "wang=*"); code != 0 {
		t.Fatal(said)
	}
	if gc := s.git(s.repo, "config", "gc.auto"); gc != "0" {
		t.Errorf("gc.auto is %s", gc)
	}
	dir := s.clone()
	for i, user := range []string{"GL_USERNAME=li", "GITEA_PUSHER_NAME=li", "GL_USERNAME=ili", "GITEA_PUSHER_NAME=wang"} {
		put(t, dir, "content/events/ili/again.md", event(fmt.Sprintf("第 %d 次", i), "ili"))
		s.commit(dir, user)
		cmd := s.command(dir, "", "push", "origin", "main")
		cmd.Env = append(cmd.Env, user)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", user, err, out)
		}
		cmd = s.command(dir, "hami", "push", "origin", "HEAD~1:refs/heads/preview/x") // the forced command goes first
		cmd.Env = append(cmd.Env, user)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("as hami: %v\n%s", err, out)
		}
	}
	s.isTip()
	put(t, filepath.Dir(hook), "pre-receive", "#!/bin/sh\necho mine\n")
	if code, said := run(t, s.repo, nil, "publish", "init", "--repo", s.repo); code != 3 || !strings.Contains(said, "another hook stands") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	if text := read(t, filepath.Dir(hook), "pre-receive"); text != "#!/bin/sh\necho mine\n" {
		t.Errorf("somebody's hook is now\n%s", text)
	}
	// A forge has hooks of its own, which call all in a folder.
	if err := errors.Join(os.Remove(hook), os.Mkdir(hook+".d", 0o755)); err != nil {
		t.Fatal(err)
	}
	if code, said := run(t, s.repo, nil, "publish", "init", "--repo", s.repo); code != 0 {
		t.Fatal(said)
	}
	if _, err := os.Stat(filepath.Join(hook+".d", "bunting")); err != nil {
		t.Error(err)
	}
	for name, args := range map[string][]string{
		"write either --output or --target": {"--repo", s.repo, "--output", "a", "--target", "b"},
		"\"li\" is not a value of --user":   {"--repo", s.repo, "--user", "li"},
		"the option --repo needs a value":   {},
	} {
		if code, said := run(t, s.repo, nil, append([]string{"publish", "init"}, args...)...); code != 2 || !strings.Contains(said, name) {
			t.Errorf("%v: exit code %d\n%s", args, code, said)
		}
	}
	code, said := run(t, s.repo, nil, "publish", "live", "--repo", dir)
	if code != 3 || !strings.Contains(said, "this repository does not publish") {
		t.Errorf("exit code %d\n%s", code, said)
	}
}

// TestShell asks what a key may do that is bound to an office.
func TestShell(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	dir := s.clone()
	shell := func(office string) []string {
		ssh := filepath.Join(t.TempDir(), "ssh")
		put(t, filepath.Dir(ssh), "ssh", fmt.Sprintf("#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\nexport SSH_ORIGINAL_COMMAND=\"$1\"\nexec bunting publish shell --repo '%s' %s\n", s.repo, office))
		if err := os.Chmod(ssh, 0o755); err != nil {
			t.Fatal(err)
		}
		return []string{"-c", "core.sshCommand=" + ssh}
	}
	put(t, dir, "content/events/ili/by-ssh.md", event("走 SSH", "ili"))
	s.commit(dir, "by ssh")
	for _, c := range []struct {
		office string
		ok     bool
		said   string
	}{
		{"--office hami", false, "hami may not change this"},
		{"--office hami --lang zh", false, "“hami”无权修改此文件"},
		{"--office ili --lang zh", true, "已发布"},
	} {
		out, err := s.command(dir, "*", append(shell(c.office), "push", "git@server:any.git", "main")...).CombinedOutput()
		if (err == nil) != c.ok || !strings.Contains(string(out), c.said) {
			t.Errorf("%s: %v\n%s", c.office, err, out)
		}
	}
	if out, err := s.command(dir, "*", append(shell("--office ili"), "fetch", "git@server:any.git", "main")...).CombinedOutput(); err != nil {
		t.Errorf("fetch: %v\n%s", err, out)
	}
	for _, command := range []string{"", "sh", "git-upload-archive 'x'", "git-receive-pack; sh", "scp -t /"} {
		code, said := run(t, dir, []string{"SSH_ORIGINAL_COMMAND=" + command}, "publish", "shell", "--repo", s.repo, "--office", "ili")
		if code != 2 || !strings.Contains(said, "this key is for git push and git fetch") {
			t.Errorf("%q: exit code %d\n%s", command, code, said)
		}
	}
	s.isTip()
}
