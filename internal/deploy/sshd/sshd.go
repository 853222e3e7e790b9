// Package sshd runs a real SSH server for tests: OpenSSH's, which most hosts
// that take files by SFTP run.
package sshd

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

const program = "/usr/sbin/sshd" // it must be called by its whole path

// Start runs a server until the test ends, and returns "user@host:port" for
// whoever runs the test. It puts a key that the server lets in and known_hosts into
// home/.ssh.
func Start(t testing.TB, home string) string {
	t.Helper()
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("to run this test: apt-get install openssh-server")
	}
	me, err := user.Current()
	check(t, err)
	if me.Uid == "0" {
		check(t, os.MkdirAll("/run/sshd", 0o755)) // where it locks itself up
	}
	_, private, err := ed25519.GenerateKey(nil)
	check(t, err)
	signer, err := ssh.NewSignerFromKey(private)
	check(t, err)
	block, err := ssh.MarshalPrivateKey(private, "")
	check(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	address := listener.Addr().String()
	listener.Close()
	_, port, _ := net.SplitHostPort(address)
	dir := filepath.Join(home, ".ssh")
	check(t, os.MkdirAll(dir, 0o700))
	for name, data := range map[string][]byte{
		"id_ed25519":      pem.EncodeToMemory(block), // good enough for the server, too
		"authorized_keys": ssh.MarshalAuthorizedKey(signer.PublicKey()),
		"known_hosts":     []byte(knownhosts.Line([]string{address}, signer.PublicKey()) + "\n"),
		"sshd_config": fmt.Appendf(nil, "ListenAddress 127.0.0.1\nPort %s\nHostKey %[2]s/id_ed25519\nAuthorizedKeysFile %[2]s/authorized_keys\nPidFile none\nStrictModes no\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n",
			port, dir),
	} {
		check(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	cmd := exec.Command(program, "-D", "-e", "-f", filepath.Join(dir, "sshd_config"))
	var said bytes.Buffer
	cmd.Stderr = &said
	cmd.WaitDelay = time.Second
	check(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	for range 100 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return me.Username + "@" + address
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the SSH server does not answer")
	return ""
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
