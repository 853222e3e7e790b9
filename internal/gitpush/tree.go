package gitpush

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"bunting/internal/diag"
)

// A file is a file of a tree.
type file struct {
	path string
	id   string // of its content, as git counts it
}

// Limits of a tree that nobody needs to change.
const (
	maxDepth = 16   // folders, one in the other
	maxPath  = 1024 // in bytes
)

// maxTold bounds how many mistakes of a kind are told of one push.
const maxTold = 20

// errRefused ends the reading of a tree that is refused whatever follows.
var errRefused = errors.New("refused")

// A lister reads and judges a tree. It holds the names of one folder of each
// depth, not of all.
type lister struct {
	limits  Limits
	files   []file
	entries int
	list    diag.List
	stack   []level
}

// A level is a folder that is being read.
type level struct {
	name  string
	names map[string]named // by what the names in it are folded to
}

type named struct {
	name   string
	folder bool
}

// tree reads the files of a commit's tree, in git's order, and what is wrong
// with their names and kinds. The error is a fault of the machine.
func (r *Repo) tree(ctx context.Context, commit string) ([]file, diag.List, error) {
	l := &lister{limits: r.Limits}
	err := r.stream(ctx, nil, l.read, "ls-tree", "-r", "-t", "-z", "--full-tree", commit)
	if errors.Is(err, errRefused) {
		err = nil
	}
	return l.files, l.list, err
}

// read reads what git ls-tree -r -t -z prints. It returns errRefused when it
// need not read on.
func (l *lister) read(from io.Reader) error {
	const longest = 64 + 2*maxPath // a longer one is refused, whatever it is
	in := bufio.NewReaderSize(from, longest)
	for {
		line, err := in.ReadSlice(0)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return l.stop("path-length", string(line), maxPath)
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil
		case err != nil:
			return fmt.Errorf("git ls-tree: %w", err)
		}
		if err := l.entry(line[:len(line)-1]); err != nil {
			return err
		}
	}
}

// entry judges one line: mode, blank, kind, blank, id, tab, path.
func (l *lister) entry(line []byte) error {
	head, path, ok := bytes.Cut(line, []byte("\t"))
	fields := strings.Fields(string(head))
	if !ok || len(fields) != 3 || len(path) == 0 {
		return fmt.Errorf("git ls-tree: %q", line)
	}
	mode, id, name := fields[0], fields[2], string(path)
	l.entries++
	switch depth := strings.Count(name, "/"); {
	case l.entries > l.limits.Files:
		return l.stop("files", "", l.limits.Files)
	case len(name) > maxPath:
		return l.stop("path-length", name, maxPath)
	case depth >= maxDepth:
		return l.stop("depth", name, maxDepth)
	}
	if !l.name(name, mode == "040000") {
		return l.enough()
	}
	at := diag.Span{File: shown(name)}
	switch mode {
	case "040000":
	case "100644", "100755":
		l.files = append(l.files, file{name, id})
	case "120000":
		l.list.Add(diag.SymbolicLink, at)
	case "160000":
		l.list.Add(diag.Submodule, at)
	default:
		l.list.Add(diag.UnsafeName, at, diag.Words{EN: "its mode is " + mode, ZH: "其类型为 " + mode})
	}
	return l.enough()
}

// name judges the last part of a path, and tells whether it may be used. Git
// tells of a folder before what is in it; a path whose folder was not told of
// comes from a name with slashes in it, or its folder was refused.
func (l *lister) name(path string, folder bool) bool {
	parts := strings.Split(path, "/")
	last := len(parts) - 1
	at := diag.Span{File: shown(path)}
	if l.stack == nil {
		l.stack = []level{{names: map[string]named{}}}
	}
	depth := 0
	for depth < last && depth+1 < len(l.stack) && l.stack[depth+1].name == parts[depth] {
		depth++
	}
	l.stack = l.stack[:depth+1]
	if depth < last-1 || depth < last && l.stack[depth].names[fold(parts[depth])] != (named{parts[depth], true}) {
		if len(l.list) == 0 {
			l.list.Add(diag.UnsafeName, at, diag.Words{EN: "it holds a slash", ZH: "名称含有斜杠"})
		}
		return false
	}
	if depth < last {
		l.stack = append(l.stack, level{parts[depth], map[string]named{}})
	}
	name := parts[last]
	if why := fault(name); why.EN != "" {
		l.list.Add(diag.UnsafeName, at, why)
		return false
	}
	names, key := l.stack[last].names, fold(name)
	if other, taken := names[key]; taken {
		l.list.Add(diag.NameClash, at, shown(other.name))
		return false
	}
	names[key] = named{name, folder}
	return true
}

// enough returns errRefused when enough is told.
func (l *lister) enough() error {
	if len(l.list) >= maxTold {
		return errRefused
	}
	return nil
}

// stop refuses a tree that is beyond a limit.
func (l *lister) stop(what, path string, most int) error {
	l.list.Add(diag.PushLimit, diag.Span{File: cmp.Or(shown(path), whole)}, limitWords[what], most)
	return errRefused
}

var limitWords = map[string]diag.Words{
	"files":       {EN: "files and folders", ZH: "文件和文件夹（个）"},
	"depth":       {EN: "folders in each other", ZH: "文件夹层数"},
	"path-length": {EN: "bytes in a path", ZH: "路径长度（字节）"},
	"file-size":   {EN: "bytes in a file", ZH: "单个文件大小（字节）"},
	"size":        {EN: "bytes in all files", ZH: "全部文件大小（字节）"},
}
