//go:build imgproxy

package main

import (
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "golang.org/x/image/webp"
)

// TestImgproxy asks a real imgproxy for the pictures of the sample site: each
// address that a page names brings one of the width that stands beside it, in its
// format, and one with another signature brings nothing. imgproxy cannot be had by a
// package manager: whoever has it runs this with -tags nodynamic,imgproxy.
func TestImgproxy(t *testing.T) {
	program, err := exec.LookPath("imgproxy")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	proxy := listener.Addr().String()
	listener.Close()
	out := t.TempDir()
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(out, "www"))))
	t.Cleanup(server.Close)

	signed := []string{"IMGPROXY_KEY=736563726574", "IMGPROXY_SALT=68656C6C6F"}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), append(signed, "IMGPROXY_BIND="+proxy, "IMGPROXY_ALLOW_LOOPBACK_SOURCE_ADDRESSES=true")...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })

	site := t.TempDir()
	if err := copyOf("../..", site, false); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(filepath.Join(site, "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(config), "https://kepu.example/2021/", server.URL+"/", 1)
	text += "\n[images]\nservice = \"imgproxy\"\nendpoint = \"http://" + proxy + "\"\nformats = [\"jpeg\", \"webp\"]\n"
	if err := os.WriteFile(filepath.Join(site, "config.toml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, site, signed, "--output", filepath.Join(out, "www"))

	get := func(address string) (*http.Response, error) {
		client := http.Client{Timeout: 20 * time.Second}
		return client.Get(address)
	}
	for range 100 {
		if r, err := get("http://" + proxy + "/health"); err == nil {
			r.Body.Close()
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	page, err := os.ReadFile(filepath.Join(out, "www/events/changji/radio-telescope.html"))
	if err != nil {
		t.Fatal(err)
	}
	candidate := regexp.MustCompile(`(http://` + regexp.QuoteMeta(proxy) + `/\S+) (\d+)w`)
	found := candidate.FindAllStringSubmatch(string(page), -1)
	share := regexp.MustCompile(`og:image" content="(http://` + regexp.QuoteMeta(proxy) + `[^"]+)"`).FindStringSubmatch(string(page))
	if len(found) < 10 || share == nil {
		t.Fatalf("the page has %d addresses", len(found))
	}
	for _, c := range append(found, []string{"", share[1], "1200"}) {
		r, err := get(c[1])
		if err != nil {
			t.Fatal(err)
		}
		m, format, err := image.DecodeConfig(r.Body)
		r.Body.Close()
		want := map[string]string{".jpg": "jpeg", ".webp": "webp", ".png": "png"}[filepath.Ext(c[1])]
		if err != nil || format != want || strconv.Itoa(m.Width) != c[2] {
			t.Errorf("%s: %s, %d × %d, %v (%s)", c[1], format, m.Width, m.Height, err, r.Status)
		}
		if c[2] == "1200" && strings.Contains(c[1], "fill") && m.Height != 630 {
			t.Errorf("the share picture is %d high", m.Height)
		}
	}
	r, err := get(strings.Replace(found[0][1], "/rs:", "/dpr:2/rs:", 1))
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	if r.StatusCode != http.StatusForbidden {
		t.Errorf("an address that bunting did not sign brings %s", r.Status)
	}
}
