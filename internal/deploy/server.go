package deploy

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/user"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/pkg/sftp"
	"github.com/skeema/knownhosts"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"bunting/internal/release"
)

// A server is a store on a host that speaks SFTP. A file is written under
// another name first, and renamed over the old one in one step, which the
// protocol leaves to an extension (posix-rename@openssh.com).
type server struct {
	host, user string
	folder     string // absolute, or relative to the user's home

	mu     sync.Mutex
	client *session            // nil: not connected
	made   map[string]struct{} // folders that are known to be there
}

func newServer(u *url.URL) (*server, error) {
	s := &server{host: u.Host, user: u.User.Username(), folder: path.Clean(u.Path)}
	if home, ok := strings.CutPrefix(s.folder, "/~/"); ok {
		s.folder = home
	}
	if u.Port() == "" {
		s.host = net.JoinHostPort(u.Hostname(), "22")
	}
	if s.user == "" {
		me, err := user.Current()
		if err != nil {
			return nil, err
		}
		s.user = me.Username
	}
	return s, nil
}

// A session is a connection that speaks SFTP.
type session struct {
	*sftp.Client
	conn *ssh.Client
}

// Close ends the connection, too, which the protocol's client would leave open.
func (s *session) Close() error { return s.conn.Close() }

// dial connects. Keys are those of ssh-agent and of ~/.ssh; the server must be
// in known_hosts.
func (s *server) dial(ctx context.Context) (*session, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, err
	}
	known, err := knownhosts.NewDB(filepath.Join(home, ".ssh", "known_hosts"))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHostKey, err)
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.host)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	auth, done := keys(home)
	defer done()
	transport, channels, requests, err := ssh.NewClientConn(conn, s.host, &ssh.ClientConfig{
		User: s.user, Auth: auth, HostKeyAlgorithms: known.HostKeyAlgorithms(s.host),
		HostKeyCallback: func(host string, remote net.Addr, key ssh.PublicKey) error {
			if err := known.HostKeyCallback()(host, remote, key); err != nil {
				return fmt.Errorf("%w: %w", ErrHostKey, err)
			}
			return nil
		},
	})
	if err != nil {
		conn.Close()
		if strings.Contains(err.Error(), "unable to authenticate") { // x/crypto/ssh has no error value for it
			err = fmt.Errorf("%w: %w", ErrRefused, err)
		}
		return nil, err
	}
	client := &session{conn: ssh.NewClient(transport, channels, requests)}
	client.Client, err = sftp.NewClient(client.conn, sftp.UseConcurrentWrites(true))
	if err != nil {
		client.Close()
		return nil, err
	}
	if _, ok := client.HasExtension("posix-rename@openssh.com"); !ok {
		client.Close()
		return nil, fmt.Errorf("%s cannot replace a file in one step (posix-rename@openssh.com): %w", s.host, errors.ErrUnsupported)
	}
	return client, nil
}

// keys returns what the user may prove to be with: the keys of ssh-agent, and
// those in ~/.ssh that need no passphrase.
func keys(home string) (methods []ssh.AuthMethod, done func()) {
	var signers []ssh.Signer
	done = func() {}
	if conn, err := net.Dial("unix", os.Getenv("SSH_AUTH_SOCK")); err == nil {
		done = func() { conn.Close() }
		signers, _ = agent.NewClient(conn).Signers()
	}
	for _, name := range []string{"id_ed25519", "id_ecdsa", "id_rsa"} {
		data, err := os.ReadFile(filepath.Join(home, ".ssh", name))
		if err != nil {
			continue
		}
		if signer, err := ssh.ParsePrivateKey(data); err == nil {
			signers = append(signers, signer)
		}
	}
	return []ssh.AuthMethod{ssh.PublicKeys(signers...)}, done
}

// do makes a request. No context reaches into the protocol: when ctx ends, the
// connection does. One that fails is not used again.
func (s *server) do(ctx context.Context, request func(*session) error) error {
	client, err := s.connect(ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	err = request(client)
	if _, answered := errors.AsType[*sftp.StatusError](err); err != nil && !answered && !errors.Is(err, errTaken) && !errors.Is(err, fs.ErrNotExist) {
		client.Close()
		s.mu.Lock()
		if s.client == client {
			s.client = nil
		}
		s.mu.Unlock()
	}
	if ctx.Err() != nil && err != nil {
		return ctx.Err()
	}
	return err
}

func (s *server) connect(ctx context.Context) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client == nil {
		client, err := s.dial(ctx)
		if err != nil {
			return nil, err
		}
		s.client, s.made = client, map[string]struct{}{}
	}
	return s.client, nil
}

func (s *server) path(p string) string { return path.Join(s.folder, p) }

func (s *server) Get(ctx context.Context, p string) (o object, err error) {
	err = s.do(ctx, func(c *session) error {
		file, err := c.Open(s.path(p))
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		var data bytes.Buffer
		_, err = file.WriteTo(&data) // several pieces at once
		o = object{data.Bytes(), tagOf(data.Bytes()), time.Since(info.ModTime())}
		return err
	})
	return o, err
}

// tagOf names a version of a file by its bytes.
func tagOf(data []byte) string {
	sum := release.DigestOf(data)
	return hex.EncodeToString(sum[:])
}

func (s *server) Put(ctx context.Context, f File, b body) error {
	return s.do(ctx, func(c *session) error {
		if err := s.makeFolder(c, path.Dir(s.path(f.Path))); err != nil {
			return err
		}
		if err := s.makeFolder(c, s.path(".bunting")); err != nil {
			return err
		}
		temp := s.temp(f.Path)
		file, err := c.Create(temp)
		if err != nil {
			return err
		}
		n, err := file.ReadFrom(b.reader())
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
		if n != b.size {
			return io.ErrShortWrite
		}
		return c.PosixRename(temp, s.path(f.Path))
	})
}

// temp is where a file is written. The name is made from the file's, so that the
// next deploy writes over what a killed one left.
func (s *server) temp(p string) string { return s.path(".bunting/new-" + tagOf([]byte(p))) }

// makeFolder makes a folder and those above it.
func (s *server) makeFolder(c *session, dir string) error {
	s.mu.Lock()
	_, known := s.made[dir]
	s.mu.Unlock()
	if known {
		return nil
	}
	err := c.MkdirAll(dir)
	if err == nil {
		s.mu.Lock()
		s.made[dir] = struct{}{}
		s.mu.Unlock()
	}
	return err
}

// PutIf claims a missing file by making an empty one, which the protocol can do
// in one step. To look at one that is there and replace it takes two.
func (s *server) PutIf(ctx context.Context, p string, data []byte, tag string) error {
	if tag != "" {
		switch now, err := s.Get(ctx, p); {
		case errors.Is(err, fs.ErrNotExist), err == nil && now.tag != tag:
			return errTaken
		case err != nil:
			return err
		}
	} else if err := s.do(ctx, func(c *session) error { return s.claim(c, p) }); err != nil {
		return err
	}
	return s.Put(ctx, bookkeeping(p), text(data))
}

func (s *server) claim(c *session, p string) error {
	if err := s.makeFolder(c, path.Dir(s.path(p))); err != nil {
		return err
	}
	file, err := c.OpenFile(s.path(p), os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err == nil {
		return file.Close()
	}
	if _, there := c.Lstat(s.path(p)); there == nil { // the protocol has no code for it
		return errTaken
	}
	return err
}

func (s *server) Delete(ctx context.Context, p string) error {
	return s.do(ctx, func(c *session) error {
		for _, name := range []string{s.temp(p), s.path(p)} {
			if err := c.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		for dir := path.Dir(s.path(p)); strings.HasPrefix(dir, s.folder+"/"); dir = path.Dir(dir) {
			if c.RemoveDirectory(dir) != nil { // it is not empty
				break
			}
			s.mu.Lock()
			delete(s.made, dir)
			s.mu.Unlock()
		}
		return nil
	})
}

func (s *server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client == nil {
		return nil
	}
	return s.client.Close()
}
