// Package gateway runs a real object store for tests: versitygw, which speaks
// S3 and keeps its objects as files.
package gateway

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const program = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"

// Region is where the store says it stands.
const Region = "cn-test-1"

// find returns the program, which in CI is installed if it is missing.
func find(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("versitygw")
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "true" {
		t.Skip("to run this test: go install ", program)
	}
	cmd := exec.Command("go", "install", program)
	dir := t.TempDir()
	cmd.Dir = dir // not this module
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go install: %v\n%s", err, out)
	}
	return filepath.Join(dir, "versitygw")
}

// Start runs a store with an empty bucket named "bucket" until the test ends,
// and returns its address, "http://host:port". It takes the credentials that
// the environment has; they must be there.
func Start(t testing.TB) string {
	t.Helper()
	program := find(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	root, meta := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "bucket"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--quiet", "--port", address, "--region", Region,
		"--access", os.Getenv("AWS_ACCESS_KEY_ID"), "--secret", os.Getenv("AWS_SECRET_ACCESS_KEY"), "posix", "--sidecar", meta, root)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 100 {
		if answer, err := http.Get("http://" + address); err == nil {
			answer.Body.Close()
			return "http://" + address
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the object store does not answer")
	return ""
}
