package gitpush

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// command returns a git that works on the repository, with what a hook's
// environment says of objects that are not accepted yet, and without replaced
// objects.
func (r *Repo) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = r.Dir
	cmd.Env = append(os.Environ(), "GIT_DIR=.", "GIT_NO_REPLACE_OBJECTS=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return cmd
}

// maxAnswer bounds what git answers where little is expected, in bytes.
const maxAnswer = 64 << 20

// git runs git and returns what it printed.
func (r *Repo) git(ctx context.Context, args ...string) ([]byte, error) {
	var out []byte
	err := r.stream(ctx, nil, func(from io.Reader) (err error) {
		out, err = io.ReadAll(io.LimitReader(from, maxAnswer+1))
		if len(out) > maxAnswer {
			err = fmt.Errorf("git %s: more than %d bytes", args[0], maxAnswer)
		}
		return err
	}, args...)
	return out, err
}

// stream runs git with input, if any, and hands what it prints to read. When
// that returns an error git is killed, and the error returned.
func (r *Repo) stream(ctx context.Context, input io.Reader, read func(io.Reader) error, args ...string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := r.command(ctx, args...)
	cmd.Stdin = input
	var complaint bytes.Buffer
	cmd.Stderr = &limited{&complaint, 4096}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := read(out); err != nil {
		stop()
		_ = cmd.Wait() // it was killed
		return err
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(complaint.String()))
	}
	return nil
}

// limited is a writer that keeps the first bytes and drops the rest.
type limited struct {
	to   *bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.to.Write(p[:n])
	l.left -= n
	return len(p), nil
}

// zero tells whether an object's id stands for none.
func zero(id string) bool { return strings.Trim(id, "0") == "" }

// resolve returns the id of what a revision names; "" when there is none.
func (r *Repo) resolve(ctx context.Context, revision string) (string, error) {
	out, err := r.git(ctx, "rev-parse", "--quiet", "--verify", "--end-of-options", revision)
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}

// tip returns the commit at a branch; "" when there is none.
func (r *Repo) tip(ctx context.Context, branch string) (string, error) {
	return r.resolve(ctx, "refs/heads/"+branch+"^{commit}")
}

// base returns the newest commit of the live branch that a commit comes from,
// or "".
func (r *Repo) base(ctx context.Context, live, commit string) (string, error) {
	if live == "" {
		return "", nil
	}
	out, err := r.git(ctx, "merge-base", live, commit)
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return "", nil
	}
	return strings.TrimSpace(string(out)), err
}

// changed returns the paths in which two commits differ; a rename is two. An
// empty from has no files.
func (r *Repo) changed(ctx context.Context, from, to string) ([]string, error) {
	args := []string{"diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", from, to}
	if from == "" {
		args = []string{"ls-tree", "-r", "-z", "--name-only", "--full-tree", to}
	}
	out, err := r.git(ctx, args...)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), nil
}

// maxConfig bounds a config, in bytes: internal/config reads no larger one.
const maxConfig = 4 << 20

// config returns the site's config at a commit; nil when there is none.
func (r *Repo) config(ctx context.Context, commit string) ([]byte, error) {
	id, err := r.resolve(ctx, commit+":config.toml")
	if id == "" || err != nil {
		return nil, err
	}
	var data []byte
	err = r.stream(ctx, nil, func(from io.Reader) (err error) {
		data, err = io.ReadAll(io.LimitReader(from, maxConfig))
		if err == nil {
			_, err = io.Copy(io.Discard, from)
		}
		return err
	}, "cat-file", "blob", id)
	return data, err
}
