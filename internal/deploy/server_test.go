package deploy

import (
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"bunting/internal/deploy/sshd"
)

// A shelf is a folder behind an SSH server, and a target in it.
type shelf struct {
	target Target
	root   string // the target's folder
	home   string // of the user
	// cut is after how many more bytes from the client its connections break; not
	// at all if negative.
	cut atomic.Int64
}

// openShelf starts a server that lets one key in.
func openShelf(t *testing.T) *shelf {
	s := &shelf{root: filepath.Join(t.TempDir(), "网站 2021"), home: t.TempDir()}
	s.cut.Store(-1)
	t.Setenv("HOME", s.home)
	t.Setenv("SSH_AUTH_SOCK", "")
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, hostPrivate, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	host, err := ssh.NewSignerFromKey(hostPrivate)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "id_ed25519", pem.EncodeToMemory(block))
	mine, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if string(key.Marshal()) != string(mine.Marshal()) {
			return nil, errors.New("not this key")
		}
		return nil, nil
	}}
	config.AddHostKey(host)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(cutConn{conn, s}, config)
		}
	}()
	address := listener.Addr().String()
	s.write(t, "known_hosts", []byte(knownhosts.Line([]string{address}, host.PublicKey())+"\n"))
	s.target = Target{Name: "live", URL: "sftp://clerk@" + address + strings.ReplaceAll(s.root, " ", "%20"), Grace: 0}
	return s
}

func (s *shelf) write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(s.home, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.home, ".ssh", name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// cutConn is a connection that breaks when the client has sent so much.
type cutConn struct {
	net.Conn
	s *shelf
}

func (c cutConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	for {
		left := c.s.cut.Load()
		switch {
		case left < 0:
			return n, err
		case left <= int64(n):
			c.Conn.Close()
			return 0, io.ErrUnexpectedEOF
		case c.s.cut.CompareAndSwap(left, left-int64(n)):
			return n, err
		}
	}
}

// serve speaks SFTP on a connection.
func serve(conn net.Conn, config *ssh.ServerConfig) {
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, requests, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		go func() {
			defer channel.Close()
			if server, err := sftp.NewServer(channel); err == nil {
				_ = server.Serve()
			}
		}()
	}
}

func (s *shelf) live(path string) (string, error) {
	data, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(path)))
	return string(data), err
}

func (s *shelf) deploy(site website, p patience) (Report, error) {
	return Run(context.Background(), s.target, site.dir, Options{Now: time.Now(), patience: p})
}

func TestServer(t *testing.T) {
	s := openShelf(t)
	sites := bothSites(t)
	s.target.Encodings = []string{"gzip", "br"}
	for i, site := range sites {
		if _, err := s.deploy(site, patience{}); err != nil {
			t.Fatal(err)
		}
		holds(t, s.live, site, sites[1-i])
	}
	if _, err := s.live("index.html.br"); err != nil {
		t.Error(err)
	}
	if _, err := s.live("events/old.html.gz"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the compressed file of a page that is gone is still there")
	}
	report, err := s.deploy(sites[1], patience{})
	if err != nil || len(report.Changes) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.root, ".bunting", "*")); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
	if err := os.WriteFile(filepath.Join(s.root, lockPath), []byte("another"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.deploy(sites[0], patience{}); !errors.Is(err, ErrLocked) {
		t.Errorf("%v", err)
	}
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(s.root, lockPath), long, long); err != nil {
		t.Fatal(err)
	}
	if _, err := s.deploy(sites[0], patience{}); err != nil {
		t.Error(err)
	}
	holds(t, s.live, sites[0], sites[1])
}

// TestServerCut breaks the connection ever later. The live site is whole, and
// the next deploy makes it the new one.
func TestServerCut(t *testing.T) {
	s := openShelf(t)
	sites := bothSites(t)
	if _, err := s.deploy(sites[0], patience{}); err != nil {
		t.Fatal(err)
	}
	cuts, to := 0, 1
	for bytes := int64(3000); ; bytes += 331 {
		is, was := sites[to], sites[1-to]
		s.cut.Store(bytes)
		_, err := s.deploy(is, patience{tries: 1, wait: time.Second})
		s.cut.Store(-1)
		crawl(t, s.live, is, was)
		if err == nil {
			break
		}
		cuts++
		if err := os.Remove(filepath.Join(s.root, lockPath)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if _, err := s.deploy(is, patience{}); err != nil {
			t.Fatal(err)
		}
		holds(t, s.live, is, was)
		if left, _ := filepath.Glob(filepath.Join(s.root, ".bunting", "*")); len(left) != 1 {
			t.Errorf("left: %v", left)
		}
		if t.Failed() {
			t.Fatalf("cut after %d bytes", bytes)
		}
		to = 1 - to
	}
	t.Logf("%d cuts", cuts)
	if cuts < 20 {
		t.Errorf("only %d cuts", cuts)
	}
}

// TestServerRefused asks whom a deploy trusts, and what it says.
func TestServerRefused(t *testing.T) {
	s := openShelf(t)
	site := bothSites(t)[0]
	key, err := os.ReadFile(filepath.Join(s.home, ".ssh", "id_ed25519"))
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, is error) {
		t.Helper()
		begin := time.Now()
		_, err := s.deploy(site, patience{})
		if !errors.Is(err, is) {
			t.Errorf("%s: %v", what, err)
		}
		if strings.Contains(fmt.Sprint(err), string(key[50:80])) {
			t.Errorf("%s: the message tells the key", what)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s: it took %v", what, took)
		}
	}
	known := filepath.Join(s.home, ".ssh", "known_hosts")
	right, err := os.ReadFile(known)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "known_hosts", nil)
	try("an unknown server", ErrHostKey)
	other, _, _ := ed25519.GenerateKey(nil)
	otherKey, err := ssh.NewPublicKey(other)
	if err != nil {
		t.Fatal(err)
	}
	address, _, _ := strings.Cut(string(right), " ")
	s.write(t, "known_hosts", []byte(address+" "+string(ssh.MarshalAuthorizedKey(otherKey))))
	try("another server", ErrHostKey)
	if err := os.Remove(known); err != nil {
		t.Fatal(err)
	}
	try("no known_hosts", ErrHostKey)
	s.write(t, "known_hosts", right)
	if err := os.Remove(filepath.Join(s.home, ".ssh", "id_ed25519")); err != nil {
		t.Fatal(err)
	}
	try("no key", ErrRefused)
	if _, err := os.Stat(s.root); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
}

// TestOpenSSH deploys to the server that most hosts run.
func TestOpenSSH(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("SSH_AUTH_SOCK", "")
	s := &shelf{root: filepath.Join(t.TempDir(), "网站 2021")}
	s.target = Target{Name: "live", URL: "sftp://" + sshd.Start(t, home) + strings.ReplaceAll(s.root, " ", "%20")}
	sites := bothSites(t)
	for i := range 3 {
		if _, err := s.deploy(sites[i%2], patience{}); err != nil {
			t.Fatal(err)
		}
		holds(t, s.live, sites[i%2], sites[1-i%2])
	}
}
