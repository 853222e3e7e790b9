package gitpush

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// hooks are those that git is to call; each is a command of the program.
var hooks = []string{"pre-receive", "post-receive"}

// hookMark tells a hook of this program from somebody else's.
const hookMark = "# Written by bunting publish init."

// ErrForeignHook says that somebody else's hook stands where one must be.
var ErrForeignHook = errors.New("a hook that bunting did not write")

// How git itself is to treat pushes. What it takes no part in judging is judged
// by the hook: which refs may be deleted or forced.
var gitConfig = [][2]string{
	{"receive.fsckObjects", "true"},
	{"receive.maxInputSize", "2g"},
	{"receive.advertisePushOptions", "true"}, // git push -o lang=en
	{"receive.autogc", "false"},
	{"receive.shallowUpdate", "false"},
	{"receive.denyNonFastForwards", "false"},
	{"receive.denyDeletes", "false"},
	{"core.protectHFS", "true"},
	{"core.protectNTFS", "true"},
	{"gc.auto", "0"},
}

// Prepare makes the repository at r.Dir one that publishes, or mends it: git's
// settings, the hooks, which call the program, and those of settings that are
// given as "key=value" below [bunting]; others stay. hookDir is where the server
// looks for hooks, below the repository; empty for git itself, and for Gitea
// and Forgejo. Errors are ErrForeignHook and faults of the machine.
func (r *Repo) Prepare(ctx context.Context, program, hookDir string, settings []string) error {
	if _, err := os.Stat(filepath.Join(r.Dir, "HEAD")); errors.Is(err, fs.ErrNotExist) {
		branch := "main"
		for _, s := range settings {
			if name, ok := strings.CutPrefix(s, "branch="); ok {
				branch = name
			}
		}
		if out, err := exec.CommandContext(ctx, "git", "init", "--quiet", "--bare", "--initial-branch="+branch, r.Dir).CombinedOutput(); err != nil {
			return fmt.Errorf("git init: %w: %s", err, bytes.TrimSpace(out))
		}
	} else if err != nil {
		return err
	}
	if err := os.MkdirAll(r.path("."), 0o755); err != nil {
		return err
	}
	config := slices.Clone(gitConfig)
	if hookDir == "" {
		config = append(config, [2]string{"core.hooksPath", "hooks"}) // whatever the machine's is
	}
	for _, s := range settings {
		key, value, _ := strings.Cut(s, "=")
		if other, ok := map[string]string{"output": "target", "target": "output"}[key]; ok { // one takes the place of the other
			if _, err := r.git(ctx, "config", "bunting."+other, ""); err != nil {
				return err
			}
		}
		config = append(config, [2]string{"bunting." + key, value})
	}
	for _, c := range config {
		args := []string{"config", c[0], c[1]}
		if user, _, ok := strings.Cut(c[1], "="); c[0] == "bunting.user" && ok {
			args = append(args, "^"+strings.ReplaceAll(user, ".", `\.`)+"=")
		}
		if _, err := r.git(ctx, args...); err != nil {
			return err
		}
	}
	if err := r.Load(ctx); err != nil {
		return err
	}
	for _, hook := range hooks {
		if err := r.hook(program, hookDir, hook); err != nil {
			return err
		}
	}
	return errors.Join(r.forget("built"), r.forget("live")) // another program may make other files
}

// hook writes a hook. Gitea and Forgejo have hooks of their own, which call all
// that is in a folder.
func (r *Repo) hook(program, dir, name string) error {
	if dir == "" {
		dir = "hooks"
	}
	file := filepath.Join(r.Dir, dir, name)
	if info, err := os.Stat(file + ".d"); err == nil && info.IsDir() {
		file = filepath.Join(file+".d", "bunting")
	}
	if old, err := os.ReadFile(file); err == nil && !bytes.Contains(old, []byte(hookMark)) {
		return &fs.PathError{Op: "write", Path: file, Err: ErrForeignHook}
	}
	text := fmt.Sprintf("#!/bin/sh\n%s Run it again when the program has moved.\nexec '%s' publish %s\n", hookMark, strings.ReplaceAll(program, "'", `'\''`), name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file+".new", []byte(text), 0o755); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
