package cache

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// versityGateway is an object store that speaks S3 and keeps its objects as
// files.
const versityGateway = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"

// gateway returns the program, which in CI is installed if it is missing.
func gateway(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("versitygw")
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "true" {
		t.Skip("to run this test: go install ", versityGateway)
	}
	cmd := exec.Command("go", "install", versityGateway)
	dir := t.TempDir()
	cmd.Dir = dir // not this module
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go install: %v\n%s", err, out)
	}
	return filepath.Join(dir, "versitygw")
}

// TestGateway lets runners share a real object store.
func TestGateway(t *testing.T) {
	program := gateway(t)
	credentials(t)
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
	cmd := exec.Command(program, "--quiet", "--port", address, "--region", "cn-test-1",
		"--access", os.Getenv("AWS_ACCESS_KEY_ID"), "--secret", secretKey, "posix", "--sidecar", meta, root)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for range 100 {
		if answer, err := http.Get("http://" + address); err == nil {
			answer.Body.Close()
			break
		}
		time.Sleep(100 * time.Millisecond)
	}

	options := S3{Endpoint: "http://" + address, Region: "cn-test-1", PathStyle: true}
	remote := func(address string) Remote {
		r, err := NewRemote(address, options)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Run("remote", func(t *testing.T) { testRemote(t, remote("s3://bucket/one")) })
	t.Run("runners", func(t *testing.T) { testRunners(t, remote("s3://bucket/two/three"), 20) })
	t.Run("no bucket", func(t *testing.T) {
		s := open(t, t.TempDir(), remote("s3://another"))
		has(t, s, 0, 3)
		warnsOnce(t, s, ErrRemote)
	})
	t.Run("wrong secret", func(t *testing.T) {
		t.Setenv("AWS_SECRET_ACCESS_KEY", "guess")
		s := open(t, t.TempDir(), remote("s3://bucket/two/three"))
		has(t, s, 0, 3)
		warnsOnce(t, s, ErrRemote)
	})
}
