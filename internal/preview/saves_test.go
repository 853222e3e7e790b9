package preview

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
	"golang.org/x/sync/errgroup"
)

// An author saves files at random, in every way in which programs save.
type author struct {
	*rand.Rand
	*previewed
	made int
	last string // what was done
}

// TestSaves: after each save the preview serves what a fresh build publishes, and
// after a mistake what it served before.
func TestSaves(t *testing.T) {
	steps := 19
	if n, err := strconv.Atoi(os.Getenv("BUNTING_EDITS")); err == nil {
		steps = n
	}
	seed := uint64(19)
	if n, err := strconv.ParseUint(os.Getenv("BUNTING_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("BUNTING_SEED=%d", seed)
	a := &author{Rand: rand.New(rand.NewPCG(seed, 2)), previewed: serve(t, Options{})}
	ways := []func(){
		a.atomic, a.atomic, a.truncate, a.truncate, a.checkout, a.folder, a.folder, a.renameFolder, a.removeFolder, a.replaceFolder,
		a.growingPhoto, a.static, a.style, a.layout, a.config, a.overflow, a.remove, a.mistake, a.sameAgain,
	}
	for range 3 {
		a.atomic()
		a.folder()
	}
	a.settled(0)
	order := a.Perm(len(ways))
	for step := range steps {
		ways[order[step%len(order)]]()
		a.settled(step)
	}
}

// until waits until something is so, and tells whether it is. It counts how often it
// asks and not how long it takes: a machine that does much else may stop for a while.
func until(is func() bool) bool {
	for range 4000 {
		if is() {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return false
}

// settled waits until what is served is what a fresh build publishes.
func (a *author) settled(step int) {
	a.t.Helper()
	want := a.built()
	if want == nil {
		a.t.Fatalf("step %d: %s: the site has mistakes", step, a.last)
	}
	wrong := ""
	if !until(func() bool { wrong = a.differs(want); return wrong == "" }) {
		a.t.Fatalf("step %d: %s: %s", step, a.last, wrong)
	}
}

// differs names a file that is not served as it should be.
func (a *author) differs(want map[string][]byte) string {
	v := a.server.variant(a.server.start)
	n := 0
	for name := range v.site.Files() {
		n++
		if want[name] == nil {
			return name + " should not be there"
		}
	}
	for name, data := range want {
		got, _, ok, err := v.site.File(name)
		if !ok || err != nil {
			return fmt.Sprintf("%s: %v, %v", name, ok, err)
		}
		if !bytes.Equal(got, data) {
			return name + " differs"
		}
	}
	if n != len(want) || v.list.Errors() > 0 || v.fault != nil {
		return fmt.Sprintf("%d files, not %d; %d errors; %v", n, len(want), v.list.Errors(), v.fault)
	}
	return ""
}

func (a *author) must(errs ...error) {
	a.t.Helper()
	if err := errors.Join(errs...); err != nil {
		a.t.Fatalf("%s: %v", a.last, err)
	}
}

func (a *author) at(name string) string { return filepath.Join(a.dir, filepath.FromSlash(name)) }

// event returns an event's file.
func (a *author) event() []byte {
	hour := 8 + a.IntN(9)
	return fmt.Appendf(nil, "+++\ntitle = \"活动 %d\"\nstart = 2021-09-%02dT%02d:00\nend = 2021-09-%02dT%02d:30\nvenue = \"science-hall\"\n+++\n\n第 %d 段。\n",
		a.IntN(50), 11+a.IntN(7), hour, 11+a.IntN(7)+7, hour, a.IntN(1000))
}

// files are those of all events, folders those that have a folder of their own.
func (a *author) files() (files, folders []string) {
	err := fs.WalkDir(os.DirFS(a.dir), "content/events", func(name string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".md") && !strings.HasSuffix(name, ".en.md") && !strings.Contains(name, "carbon-fair") {
			files = append(files, name)
		}
		if path.Base(name) == "index.md" {
			folders = append(folders, path.Dir(name))
		}
		return err
	})
	a.must(err)
	return files, folders
}

func (a *author) some(list []string) string { return list[a.IntN(len(list))] }

// file returns an event's file, mostly one that is there.
func (a *author) file() string {
	files, _ := a.files()
	if len(files) == 0 || a.IntN(3) == 0 {
		a.made++
		return fmt.Sprintf("content/events/ili/event-%d.md", a.made)
	}
	return a.some(files)
}

// atomic saves under another name first.
func (a *author) atomic() {
	name := a.file()
	a.last = "atomic save of " + name
	temporary := a.at(path.Dir(name) + "/" + a.some([]string{"4913", ".swp", "x.md~", "x.tmp"}))
	a.must(os.WriteFile(temporary, a.event(), 0o644), os.Rename(temporary, a.at(name)))
}

// truncate empties a file and writes it in two parts.
func (a *author) truncate() {
	name := a.file()
	a.last = "truncating " + name
	f, err := os.Create(a.at(name))
	a.must(err)
	data := a.event()
	time.Sleep(time.Duration(a.IntN(60)) * time.Millisecond)
	_, err = f.Write(data[:len(data)/2])
	time.Sleep(time.Duration(a.IntN(60)) * time.Millisecond)
	_, err2 := f.Write(data[len(data)/2:])
	a.must(err, err2, f.Close())
}

// checkout writes and removes hundreds of files at once.
func (a *author) checkout() {
	a.last = "a checkout"
	for i := range 150 {
		name := a.at(fmt.Sprintf("content/events/ili/branch-%d.md", i))
		if a.IntN(2) == 0 {
			if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
				a.must(err)
			}
		} else {
			a.must(os.WriteFile(name, a.event(), 0o644))
		}
	}
}

func (a *author) folder() {
	a.made++
	name := fmt.Sprintf("content/events/ili/own-%d", a.made)
	a.last = "the new folder " + name
	a.must(os.Mkdir(a.at(name), 0o755), os.WriteFile(a.at(name+"/index.md"), a.event(), 0o644))
}

func (a *author) renameFolder() {
	_, folders := a.files()
	if len(folders) == 0 {
		a.folder()
		return
	}
	a.made++
	from, to := a.some(folders), fmt.Sprintf("content/events/ili/own-%d", a.made)
	a.last = "renaming " + from + " to " + to
	a.must(os.Rename(a.at(from), a.at(to)))
	if a.IntN(2) == 0 { // what is in it is seen under its new name
		time.Sleep(time.Duration(a.IntN(50)) * time.Millisecond)
		a.must(os.WriteFile(a.at(to+"/index.md"), a.event(), 0o644))
	}
}

func (a *author) removeFolder() {
	_, folders := a.files()
	if len(folders) > 0 {
		name := a.some(folders)
		a.last = "removing " + name
		a.must(os.RemoveAll(a.at(name)))
	}
}

// replaceFolder puts another folder in the place of one.
func (a *author) replaceFolder() {
	_, folders := a.files()
	if len(folders) == 0 {
		a.folder()
		return
	}
	name := a.some(folders)
	a.last = "replacing " + name
	other := filepath.Join(a.t.TempDir(), "other")
	a.must(os.Mkdir(other, 0o755), os.WriteFile(filepath.Join(other, "index.md"), a.event(), 0o644))
	a.must(os.RemoveAll(a.at(name)), os.Rename(other, a.at(name)))
	time.Sleep(time.Duration(a.IntN(50)) * time.Millisecond)
	a.must(os.WriteFile(a.at(name+"/index.md"), a.event(), 0o644))
}

// growingPhoto copies a photo in, slowly.
func (a *author) growingPhoto() {
	_, folders := a.files()
	if len(folders) == 0 {
		a.folder()
		return
	}
	name := a.some(folders) + "/" + a.some([]string{"a.jpg", "b.jpg"})
	a.last = "the growing photo " + name
	img := image.NewYCbCr(image.Rect(0, 0, 900, 600), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = byte(i*7 + a.IntN(20))
	}
	var b bytes.Buffer
	a.must(jpeg.Encode(&b, img, nil))
	f, err := os.Create(a.at(name))
	a.must(err)
	for rest := b.Bytes(); len(rest) > 0; {
		n := min(len(rest), 1+len(b.Bytes())/4)
		_, err := f.Write(rest[:n])
		a.must(err)
		rest = rest[n:]
		time.Sleep(time.Duration(a.IntN(80)) * time.Millisecond)
	}
	a.must(f.Close())
}

func (a *author) static() {
	a.last = "a static file"
	name := a.at("static/" + a.some([]string{"a.txt", "below/b.txt", "below/c/d.txt"}))
	if a.IntN(4) == 0 {
		a.must(os.RemoveAll(filepath.Dir(name)))
		return
	}
	a.must(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, fmt.Appendf(nil, "text %d\n", a.IntN(1000)), 0o644))
}

func (a *author) style() {
	a.last = "a style sheet"
	a.must(os.WriteFile(a.at("themes/tiny/assets/css/main.css"), fmt.Appendf(nil, "body { margin: %dpx }\n", a.IntN(1000)), 0o644))
}

func (a *author) layout() {
	a.last = "a layout"
	name := a.at("layouts/event.html")
	if a.IntN(3) == 0 {
		a.must(os.RemoveAll(a.at("layouts")))
		return
	}
	a.must(os.MkdirAll(a.at("layouts"), 0o755), os.WriteFile(name, fmt.Appendf(nil, `{{template "base" .}}{{define "main"}}<p>%d {{.Title.Text}}</p>{{.Text.HTML}}{{end}}`, a.IntN(1000)), 0o644))
}

func (a *author) config() {
	a.last = "the config"
	name := a.at("config.toml")
	data, err := os.ReadFile(name)
	a.must(err)
	text := strings.TrimSuffix(string(data), "\n[params]\nx = 1\n")
	if text == string(data) {
		text += "\n[params]\nx = 1\n"
	}
	text = strings.Replace(text, `en = "Science Day"`, fmt.Sprintf(`en = "Science Day %d"`, a.IntN(1000)), 1)
	a.must(os.WriteFile(name, []byte(text), 0o644))
}

// overflow changes what nobody watches, then says that something was lost.
func (a *author) overflow() {
	a.last = "an overflow"
	a.must(a.server.watcher.notify.Remove(a.at("content/events/ili")))
	name := a.at("content/events/ili/lost.md")
	a.must(os.WriteFile(name, a.event(), 0o644))
	a.server.watcher.notify.Errors <- fsnotify.ErrEventOverflow
}

func (a *author) remove() {
	if files, _ := a.files(); len(files) > 0 {
		name := a.some(files)
		a.last = "removing " + name
		a.must(os.Remove(a.at(name)))
	}
}

// sameAgain changes nothing but times.
func (a *author) sameAgain() {
	if files, _ := a.files(); len(files) > 0 {
		name := a.at(a.some(files))
		a.last = "saving the same again: " + name
		data, err := os.ReadFile(name)
		a.must(err, os.WriteFile(name, data, 0o644))
	}
}

// mistake breaks a file, and mends it when the mistake was told: until then
// everything stays as it was.
func (a *author) mistake() {
	before := a.built()
	name := a.some([]string{"config.toml", "content/home.md", "content/pages/about.md", "content/events/ili/carbon-fair.md", "themes/tiny/layouts/home.html"})
	a.last = "a mistake in " + name
	good, err := os.ReadFile(a.at(name))
	a.must(err)
	bad := append([]byte("+++\nwrong = {{\n"), good...)
	if a.IntN(3) == 0 {
		bad = nil
	}
	if strings.HasSuffix(name, ".html") {
		bad = []byte("{{if}}")
	}
	a.must(os.WriteFile(a.at(name), bad, 0o644))
	if !until(func() bool { return a.server.variant(a.server.start).list.Errors() > 0 }) {
		a.t.Fatalf("%s: nothing is told", a.last)
	}
	for path, want := range before {
		r, body := a.ask("GET", "/2021/"+path)
		if body = element.ReplaceAllString(body, ""); r.StatusCode != http.StatusOK || body != string(want) {
			a.t.Fatalf("%s: %s is no longer what it was: %s", a.last, path, r.Status)
		}
	}
	a.must(os.WriteFile(a.at(name), good, 0o644))
}

// TestCheckout: git changes hundreds of files at once.
func TestCheckout(t *testing.T) {
	a := &author{Rand: rand.New(rand.NewPCG(1, 3)), previewed: serve(t, Options{})}
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", a.dir, "-c", "user.name=a", "-c", "user.email=a@kepu.example", "-c", "core.autocrlf=false"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	git("init", "--quiet", "--initial-branch=main")
	git("add", "--all")
	git("commit", "--quiet", "--message=begin")
	git("checkout", "--quiet", "-b", "other")
	for i := range 300 {
		dir := fmt.Sprintf("content/events/ili/branch-%d", i%7)
		a.must(os.MkdirAll(a.at(dir), 0o755), os.WriteFile(a.at(fmt.Sprintf("%s/event-%d.md", dir, i)), a.event(), 0o644))
	}
	a.must(os.WriteFile(a.at("content/events/ili/carbon-fair.md"), a.event(), 0o644))
	git("add", "--all")
	git("commit", "--quiet", "--message=hundreds")
	a.last = "what stands there"
	a.settled(0)
	for step, branch := range []string{"main", "other", "main", "other"} {
		a.last = "git checkout " + branch
		git("checkout", "--quiet", branch)
		a.settled(step + 1)
	}
}

// TestSeveralEditors: each sees the drafts and the date that they have chosen, at
// the same time and while files are saved.
func TestSeveralEditors(t *testing.T) {
	a := &author{Rand: rand.New(rand.NewPCG(1, 4)), previewed: serve(t, Options{})}
	write := func(name, front, text string) {
		a.must(os.WriteFile(a.at("content/events/ili/"+name+".md"), []byte("+++\ntitle = \"活动\"\nstart = 2021-09-12T10:00\nend = 2021-09-12T11:00\nvenue = \"science-hall\"\n"+front+"+++\n\n"+text+"\n"), 0o644))
	}
	editors := []struct {
		choice       string
		draft, later bool // what they see
	}{
		{"", false, false}, {"drafts=1", true, false}, {"drafts=0&now=2031-09-02T10:00", false, true}, {"drafts=1&now=2031-09-02T10:00", true, true},
	}
	for round := range 6 {
		text := fmt.Sprintf("第 %d 段。", round)
		write("plain", "", text)
		write("draft", "draft = true\n", text)
		write("later", "publishAt = 2031-09-01T00:00\n", text)
		var all errgroup.Group
		for _, e := range editors {
			all.Go(func() error {
				for page, seen := range map[string]bool{"plain": true, "draft": e.draft, "later": e.later} {
					var err error
					if !until(func() bool {
						var status int
						var body string
						if status, body, err = a.seen(page, e.choice); err != nil {
							return true
						}
						if !seen && status == http.StatusOK {
							err = errors.New("it is shown")
						}
						return err != nil || !seen && status == http.StatusNotFound || seen && strings.Contains(body, text)
					}) {
						err = errors.New("it does not come")
					}
					if err != nil {
						return fmt.Errorf("round %d: who asks for %q looks at %s: %w", round, e.choice, page, err)
					}
				}
				return nil
			})
		}
		if err := all.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

// seen asks for an event's page as somebody who has made a choice.
func (a *author) seen(page, choice string) (status int, body string, err error) {
	r, err := http.NewRequest("GET", a.web.URL+"/2021/events/ili/"+page+".html", nil)
	if err != nil {
		return 0, "", err
	}
	if choice != "" {
		r.AddCookie(&http.Cookie{Name: choiceCookie, Value: url.QueryEscape(choice)})
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	return response.StatusCode, string(data), err
}

// TestInspect: a mistake that another file makes in a page is told, though nobody
// asks for the page; and no longer when it is mended.
func TestInspect(t *testing.T) {
	p := serve(t, Options{})
	at := func(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }
	errorsNow := func() int {
		p.server.mu.Lock()
		defer p.server.mu.Unlock()
		return p.server.variants[p.server.start].all().Errors()
	}
	expect := func(what string, want int) {
		t.Helper()
		if !until(func() bool { return errorsNow() == want }) {
			t.Fatalf("%s: %d errors, not %d", what, errorsNow(), want)
		}
	}
	fair, err := os.ReadFile(at("content/events/ili/carbon-fair.md"))
	if err != nil {
		t.Fatal(err)
	}
	save := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(at(name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save("content/events/ili/other.md", fair)
	save("content/events/ili/linking.md", append(bytes.Clone(fair), "\n[见此](other.md)\n"...))
	if !until(func() bool {
		r, _ := p.ask("GET", "/2021/events/ili/linking.html")
		return r.StatusCode == http.StatusOK
	}) {
		t.Fatal("the page does not come")
	}
	if err := os.Remove(at("content/events/ili/other.md")); err != nil {
		t.Fatal(err)
	}
	expect("the page that it links to is gone", 1)
	save("content/events/ili/other.md", fair)
	expect("it is there again", 0)
	// The text itself: the site stays as it was.
	save("content/events/ili/linking.md", append(bytes.Clone(fair), "\n[见此](nowhere.md)\n"...))
	expect("a link that leads nowhere", 1)
	if _, body := p.ask("GET", "/2021/events/ili/linking.html"); !strings.Contains(body, "other.html") {
		t.Error("the last good page is gone")
	}
	save("content/events/ili/linking.md", fair)
	expect("the link is taken away", 0)
}
