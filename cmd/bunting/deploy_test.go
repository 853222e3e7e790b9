package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"bunting/internal/objectstore"
	"bunting/internal/objectstore/gateway"
)

// TestDeployToStore deploys the small district's site to a real object store,
// changes one event, and deploys again: exactly what changed in the built site
// is sent. Every file then is served as it was built, with the headers that the
// site's own _headers asks for, also where its name is odd.
func TestDeployToStore(t *testing.T) {
	env := storeCredentials(t)
	store := gateway.Start(t)
	to, err := url.Parse(store)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	sent := map[string]bool{}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
		if key, ok := strings.CutPrefix(r.In.URL.Path, "/bucket/2021/"); ok && r.In.Method == http.MethodPut && !strings.HasPrefix(key, ".bunting/") {
			mu.Lock()
			defer mu.Unlock()
			sent[key] = true
		}
	}}
	server := httptest.NewServer(proxy)
	defer server.Close()

	site := freshCopy(t, shapotou)
	const odd = "附件/科普 手册+2021.pdf"
	for name, text := range map[string]string{
		"static/" + odd: "%PDF-1.4",
		"config.toml": readFile(t, filepath.Join(site, "config.toml")) + "\n[[deploy.targets]]\nname = \"live\"\nurl = \"s3://bucket/2021\"\nendpoint = \"" +
			server.URL + "\"\nregion = \"" + gateway.Region + "\"\npathStyle = true\n",
	} {
		name = filepath.Join(site, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	deploy := func() []string {
		t.Helper()
		sent = map[string]bool{}
		var stdout, stderr bytes.Buffer
		cmd := bunting(site, env, "deploy", "--json")
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v\n%s", err, stderr.String())
		}
		var report struct {
			Changes []struct{ Do, Path string }
			Sent    int
		}
		if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, c := range report.Changes {
			if c.Do == "send" {
				paths = append(paths, c.Path)
			}
		}
		if report.Sent != len(paths) {
			t.Errorf("%d sent of %d", report.Sent, len(paths))
		}
		return paths
	}
	public := filepath.Join(site, "public")
	if paths := deploy(); len(paths) != len(tree(t, public)) || len(sent) != len(paths) || !sent[odd] {
		t.Errorf("the first deploy sent %d of %d files", len(sent), len(paths))
	}

	before := tree(t, public)
	events, err := filepath.Glob(filepath.Join(site, "content/events/*/*.md"))
	if err != nil || len(events) == 0 {
		t.Fatal("no events", err)
	}
	if err := os.WriteFile(events[0], []byte(readFile(t, events[0])+"\n再添一句。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	paths := deploy()
	want, got := map[string]bool{}, map[string]bool{}
	after := tree(t, public)
	for name, sum := range after {
		if before[name] != sum {
			want[name] = true
		}
	}
	for _, path := range paths {
		got[path] = true
	}
	if d := cmp.Diff(want, got); d != "" || len(want) == 0 || len(want) > len(after)/4 {
		t.Errorf("changes (-built +told):\n%s", d)
	}
	if d := cmp.Diff(want, sent); d != "" {
		t.Errorf("changes (-built +sent):\n%s", d)
	}

	client, err := objectstore.Client(t.Context(), objectstore.Options{Endpoint: store, Region: gateway.Region, PathStyle: true})
	if err != nil {
		t.Fatal(err)
	}
	rules := rulesOf(t, filepath.Join(public, "_headers"))
	immutable := 0
	for name := range after {
		o, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("bucket"), Key: aws.String("2021/" + name)})
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		_, err = body.ReadFrom(o.Body)
		o.Body.Close()
		if err != nil || body.String() != readFile(t, filepath.Join(public, name)) {
			t.Errorf("%s is not what was built: %v", name, err)
		}
		wantCache := "no-cache"
		for folder, value := range rules {
			if strings.HasPrefix(name, folder) {
				wantCache = value
				immutable++
			}
		}
		if got := aws.ToString(o.CacheControl); got != wantCache {
			t.Errorf("%s: Cache-Control %q, want %q", name, got, wantCache)
		}
		if got := aws.ToString(o.ContentType); got == "" || got == "application/octet-stream" {
			t.Errorf("%s: Content-Type %q", name, got)
		}
	}
	if immutable < 3 {
		t.Errorf("only %d files may be kept for a year", immutable)
	}
}

// storeCredentials sets and returns the environment of who speaks to an object
// store.
func storeCredentials(t *testing.T) []string {
	env := []string{
		"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
	}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		t.Setenv(name, value)
	}
	return env
}

// rulesOf returns the Cache-Control of each folder of which a _headers file
// speaks.
func rulesOf(t *testing.T, file string) map[string]string {
	t.Helper()
	rules := map[string]string{}
	path := ""
	for line := range strings.Lines(readFile(t, file)) {
		line = strings.TrimRight(line, "\n")
		if value, ok := strings.CutPrefix(line, "  Cache-Control: "); ok {
			parts := strings.Split(strings.TrimSuffix(path, "*"), "/") // below the site's own folder
			rules[strings.Join(parts[len(parts)-2:], "/")] = value
		} else if strings.HasPrefix(line, "/") {
			path = line
		}
	}
	if len(rules) < 2 {
		t.Fatalf("%s has rules for %v", file, rules)
	}
	return rules
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
