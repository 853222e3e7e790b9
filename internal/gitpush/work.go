package gitpush

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"

	"bunting/internal/diag"
)

// cacheFolder is what a build keeps in the site's folder; no tree may name it.
const cacheFolder = ".bunting"

// A held is a file of the work folder.
type held struct {
	id   string
	size int64
}

// bring makes the work folder hold the files of a tree, whose names were
// judged. The list says that they are too large; then nothing has changed. The
// lock is held.
func (r *Repo) bring(ctx context.Context, files []file) (diag.List, error) {
	have := r.held()
	want := make(map[string]held, len(files))
	var changed []file
	for _, f := range files {
		want[f.path] = have[f.path]
		if have[f.path].id != f.id {
			changed = append(changed, f)
		}
	}
	sizes, err := r.sizes(ctx, changed)
	if err != nil {
		return nil, err
	}
	for i, f := range changed {
		want[f.path] = held{f.id, sizes[i]}
	}
	var list diag.List
	var total int64
	for _, f := range files {
		size := want[f.path].size
		if total += size; size > r.Limits.FileSize && len(list) < maxTold {
			list.Add(diag.PushLimit, diag.Span{File: shown(f.path)}, limitWords["file-size"], r.Limits.FileSize)
		}
	}
	if total > r.Limits.Size {
		list.Add(diag.PushLimit, diag.Span{File: whole}, limitWords["size"], r.Limits.Size)
	}
	if len(list) > 0 || have != nil && len(changed) == 0 && len(want) == len(have) {
		return list, nil
	}
	if err := r.forget("files"); err != nil {
		return nil, err
	}
	root, err := r.openWork(have == nil)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	for name := range have {
		if _, stays := want[name]; !stays {
			if err := removeFile(root, name); err != nil {
				return nil, err
			}
		}
	}
	if err := r.write(ctx, root, changed); err != nil {
		return nil, err
	}
	return nil, r.hold(files, want)
}

// openWork opens the work folder, emptied if nothing is known about it.
func (r *Repo) openWork(empty bool) (*os.Root, error) {
	if err := os.MkdirAll(r.path("source"), 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(r.path("source"))
	if err != nil || !empty {
		return root, err
	}
	entries, err := fs.ReadDir(root.FS(), ".")
	for _, e := range entries {
		if e.Name() != cacheFolder && err == nil {
			err = root.RemoveAll(e.Name())
		}
	}
	return root, err
}

// removeFile removes a file, and the folders that it leaves empty.
func removeFile(root *os.Root, name string) error {
	if err := root.Remove(name); err != nil {
		return err
	}
	for dir := path.Dir(name); dir != "." && root.Remove(dir) == nil; dir = path.Dir(dir) {
	}
	return nil
}

// sizes returns how long the contents of files are, in bytes.
func (r *Repo) sizes(ctx context.Context, files []file) ([]int64, error) {
	var out []int64
	err := r.batch(ctx, files, "--batch-check", func(_ file, size int64, _ io.Reader) error {
		out = append(out, size)
		return nil
	})
	return out, err
}

// write writes files, each in one step.
func (r *Repo) write(ctx context.Context, root *os.Root, files []file) error {
	const temporary = cacheFolder + "/incoming"
	if err := root.MkdirAll(cacheFolder, 0o755); err != nil {
		return err
	}
	made := ""
	return r.batch(ctx, files, "--batch", func(f file, size int64, content io.Reader) error {
		out, err := root.Create(temporary)
		if err != nil {
			return err
		}
		_, err = io.CopyN(out, content, size)
		if err = errors.Join(err, out.Close()); err != nil {
			return err
		}
		if dir := path.Dir(f.path); dir != made {
			if err := root.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			made = dir
		}
		return root.Rename(temporary, f.path)
	})
}

// batch asks git for the contents of files, one after the other. each reads as
// much of a content as it says is there.
func (r *Repo) batch(ctx context.Context, files []file, how string, each func(f file, size int64, content io.Reader) error) error {
	if len(files) == 0 {
		return nil
	}
	var ids bytes.Buffer
	for _, f := range files {
		ids.WriteString(f.id + "\n")
	}
	return r.stream(ctx, &ids, func(from io.Reader) error {
		in := bufio.NewReaderSize(from, 1<<16)
		for _, f := range files {
			line, err := in.ReadString('\n')
			if err != nil {
				return fmt.Errorf("git cat-file: %w", err)
			}
			fields := strings.Fields(line)
			if len(fields) != 3 || fields[1] != "blob" {
				return fmt.Errorf("git cat-file: %s is %q", shown(f.path), line)
			}
			size, err := strconv.ParseInt(fields[2], 10, 64)
			if err != nil {
				return fmt.Errorf("git cat-file: %q", line)
			}
			if err := each(f, size, in); err != nil {
				return err
			}
			if how == "--batch" {
				if _, err := in.Discard(1); err != nil {
					return fmt.Errorf("git cat-file: %w", err)
				}
			}
		}
		return nil
	}, "cat-file", how)
}

// held returns what the work folder holds, by path; nil when that is not known.
func (r *Repo) held() map[string]held {
	data := r.noted("files")
	body, whole := strings.CutSuffix(data, "\x00.")
	if !whole {
		return nil
	}
	out := map[string]held{}
	for entry := range strings.SplitSeq(body, "\x00") {
		id, rest, ok := strings.Cut(entry, " ")
		number, name, ok2 := strings.Cut(rest, "\t")
		size, err := strconv.ParseInt(number, 10, 64)
		if entry == "" {
			continue
		}
		if !ok || !ok2 || err != nil {
			return nil
		}
		out[name] = held{id, size}
	}
	return out
}

// hold notes what the work folder holds: for each file its id, blank, its size,
// tab, path, NUL; then a dot.
func (r *Repo) hold(files []file, have map[string]held) error {
	b := []byte{}
	for _, f := range files {
		b = fmt.Appendf(b, "%s %d\t%s\x00", f.id, have[f.path].size, f.path)
	}
	if len(b) == 0 {
		b = append(b, 0)
	}
	return r.note("files", append(b, '.'))
}
