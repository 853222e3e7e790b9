//go:build linux

package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"bunting/internal/lacking"
)

// blocks returns the code blocks of a page of the documentation.
func blocks(t *testing.T, file string) []string {
	t.Helper()
	var out []string
	for i, part := range strings.Split("\n"+read(t, "../../docs", file), "\n```\n") {
		if i%2 == 1 {
			out = append(out, part+"\n")
		}
	}
	return out
}

// A step is what a job does, as GitHub, Gitea and Forgejo write it.
type step struct {
	If, Uses, Run string
	With, Env     map[string]string
}

// TestHosting takes the recipes out of docs/hosting.md, and does what they say in a
// fresh clone: the site comes out, and works below its path.
func TestHosting(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("bunting")
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	releases := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(binary) }))
	t.Cleanup(releases.Close)
	if _, err := exec.LookPath("curl"); err != nil {
		lacking.Skip(t, "no curl: %v", err)
	}
	variables := map[string]string{
		"vars.BUNTING_URL": releases.URL, "vars.BUNTING_SHA256": fmt.Sprintf("%x", sha256.Sum256(binary)),
		"secrets.AWS_ACCESS_KEY_ID": "nobody", "secrets.AWS_SECRET_ACCESS_KEY": "hush",
	}
	usual := []string{"BUNTING_URL=" + releases.URL, "BUNTING_SHA256=" + variables["vars.BUNTING_SHA256"]}

	s := server{t: t}
	site := linked(t)
	www := filepath.Join(t.TempDir(), "www")
	put(t, site, "config.toml", read(t, site, "config.toml")+fmt.Sprintf("\n[[deploy.targets]]\nname = \"live\"\nurl = %q\n", "file://"+www))
	files, below := map[string]string{}, ""
	named := regexp.MustCompile(`^# (\S+\.(?:sh|toml|yml))\n`)
	for _, block := range blocks(t, "hosting.md") {
		if name := named.FindStringSubmatch(block); name != nil {
			files[name[1]] = block
			put(t, site, name[1], block)
		} else if strings.HasPrefix(block, "./bunting") {
			below = block
		}
	}
	if len(files) != 5 || below == "" {
		t.Fatalf("the page has the files %v", slices.Sorted(maps.Keys(files)))
	}
	s.git(site, "init", "-q", "-b", "main")
	s.commit(site, "begin")
	mustBuild(t, site, nil)
	want := tree(t, filepath.Join(site, "public"))
	clone := func(t *testing.T) string {
		t.Helper()
		dir := t.TempDir()
		s.git(dir, "clone", "-q", site, ".")
		return dir
	}
	sh := func(dir, script string, env ...string) (string, error) {
		cmd := exec.Command("sh", "-e", "-c", script)
		cmd.Dir = dir
		cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}, env...)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	built := func(t *testing.T, dir, public string) {
		t.Helper()
		if d := cmp.Diff(want, tree(t, filepath.Join(dir, public))); d != "" {
			t.Errorf("the site is not what a build makes (-want +got):\n%s", d)
		}
	}

	t.Run("build.sh", func(t *testing.T) {
		dir := clone(t)
		if out, err := sh(dir, "sh build.sh", usual[0], "BUNTING_SHA256="+strings.Repeat("0", 64)); err == nil {
			t.Errorf("another program is run:\n%s", out)
		}
		put(t, dir, "content/events/ili/wrong.md", event("错", "nobody"))
		if out, err := sh(dir, "sh build.sh", usual...); err == nil || !strings.Contains(out, "unknown-office") {
			t.Errorf("a site with a mistake: %v\n%s", err, out)
		}
	})
	t.Run("below a path", func(t *testing.T) {
		dir := clone(t)
		script, _, ok := strings.Cut(files["build.sh"], "./bunting build\n")
		if !ok {
			t.Fatal("build.sh does not build")
		}
		if out, err := sh(dir, script+below, usual...); err != nil {
			t.Fatal(out)
		}
		built(t, dir, "public/2021")
		public := filepath.Join(dir, "public")
		for _, name := range []string{"_headers", "_redirects"} {
			if read(t, public, name) != read(t, public, "2021/"+name) {
				t.Errorf("%s is not at the root", name)
			}
		}
		crawlBelow(t, http.FileServer(http.Dir(public)))
	})
	t.Run("netlify.toml", func(t *testing.T) {
		var config struct {
			Build struct{ Command, Publish string }
		}
		if err := toml.Unmarshal([]byte(files["netlify.toml"]), &config); err != nil {
			t.Fatal(err)
		}
		dir := clone(t)
		if out, err := sh(dir, config.Build.Command, usual...); err != nil {
			t.Fatal(out)
		}
		built(t, dir, config.Build.Publish)
	})
	t.Run(".gitlab-ci.yml", func(t *testing.T) {
		var config struct {
			Pages struct {
				Script           []string
				Cache, Artifacts struct{ Paths []string }
			}
		}
		if err := yaml.Unmarshal([]byte(files[".gitlab-ci.yml"]), &config); err != nil {
			t.Fatal(err)
		}
		dir := clone(t)
		for _, line := range config.Pages.Script {
			if out, err := sh(dir, line, usual...); err != nil {
				t.Fatal(out)
			}
		}
		built(t, dir, config.Pages.Artifacts.Paths[0])
		if _, err := os.Stat(filepath.Join(dir, config.Pages.Cache.Paths[0], "cache")); err != nil {
			t.Errorf("what is kept: %v", err)
		}
	})
	for _, file := range []string{".github/workflows/site.yml", ".gitea/workflows/site.yml"} {
		t.Run(file, func(t *testing.T) {
			var workflow struct {
				Jobs map[string]struct{ Steps []step }
			}
			if err := yaml.Unmarshal([]byte(files[file]), &workflow); err != nil {
				t.Fatal(err)
			}
			expression := regexp.MustCompile(`\$\{\{ (\S+) \}\}`)
			// do runs the steps of all jobs in a folder, and returns what they say.
			do := func(dir string) (said string, failed bool) {
				for _, job := range workflow.Jobs {
					for _, step := range job.Steps {
						if step.Run == "" || failed != (step.If == "failure()") {
							continue
						}
						var env []string
						for name, value := range step.Env {
							env = append(env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
								value, ok := variables[expression.FindStringSubmatch(e)[1]]
								if !ok {
									t.Errorf("nobody sets %s", e)
								}
								return value
							}))
						}
						out, err := sh(dir, step.Run, env...)
						said += out
						failed = failed || err != nil
					}
				}
				return said, failed
			}
			dir := clone(t)
			if said, failed := do(dir); failed {
				t.Fatal(said)
			}
			built(t, dir, "public")
			for _, job := range workflow.Jobs {
				for _, step := range job.Steps {
					if path := step.With["path"]; step.Uses != "" && path != "" {
						if _, err := os.Stat(filepath.Join(dir, path)); err != nil {
							t.Errorf("%s: %v", step.Uses, err)
						}
					}
				}
			}
			dir = clone(t)
			put(t, dir, "content/events/ili/wrong.md", event("错", "nobody"))
			if said, failed := do(dir); !failed || !strings.Contains(said, "::error file=content/events/ili/wrong.md,") {
				t.Errorf("a site with a mistake: failed is %v\n%s", failed, said)
			}
		})
	}
	if d := cmp.Diff(want, tree(t, filepath.Join(www, "current")+"/.")); d != "" {
		t.Errorf("what was deployed (-want +got):\n%s", d)
	}
	crawlBelow(t, http.StripPrefix("/2021", http.FileServer(http.Dir(filepath.Join(www, "current")))))

	// Cloudflare Pages takes no more than this.
	rules := 0
	for line := range strings.Lines(read(t, site, "public/_headers")) {
		if strings.HasPrefix(line, "/") {
			rules++
		}
		if len(line) > 2000 {
			t.Errorf("a header of %d bytes", len(line))
		}
	}
	if rules == 0 || rules > 100 {
		t.Errorf("%d rules for headers", rules)
	}
}

// crawlBelow follows all links from the front page at /2021/.
func crawlBelow(t *testing.T, site http.Handler) {
	t.Helper()
	crawl(t, func(name string) string {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest("GET", "/2021/"+strings.TrimSuffix(name, "index.html"), nil))
		body, err := io.ReadAll(answer.Body)
		if answer.Code != 200 || err != nil {
			t.Errorf("%s: %d, %v", name, answer.Code, err)
		}
		return string(body)
	})
}
