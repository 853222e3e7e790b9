package release

import (
	"errors"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strings"
)

// Keep reports whether the release has the file which key once made at path,
// and takes it. False: the file is still to be written. A zero key never
// matches.
//
// Keep, Write and Link may be called from many goroutines at once. Nearly in the
// order of paths they are fastest.
func (r *Release) Keep(path string, key Key) bool {
	if key == (Key{}) || r.done.Load() {
		return false
	}
	e, at, ok := r.base.find(path)
	if !ok || e.Key != key || !r.base.claim(at) {
		return false
	}
	if r.journal != nil || r.take(e) {
		return true
	}
	r.base.disclaim(at)
	return false
}

// take brings e from the live tree. If that fails, the tree is not what it is
// said to be.
func (r *Release) take(e Entry) bool {
	if err := r.tree.bring(e, r.live); err != nil {
		r.doubt.Store(true)
		return false
	}
	return true
}

// KeepRest takes all files of the live site that have not been named; none may be
// named afterwards. False: the live site was not made from state, or this system
// keeps no second tree, so each file has to be named.
func (r *Release) KeepRest(state [32]byte) bool {
	if r.base.state != state || r.journal == nil || r.done.Load() {
		return false
	}
	for i := range r.base.claimed {
		r.base.claimed[i].Store(math.MaxUint32)
	}
	return true
}

// Write puts a file of these bytes at path, a slash path below the output,
// valid by io/fs.ValidPath and on this system, without a backslash anywhere;
// its folders are made. A file of the same bytes that stands there is taken
// instead. key is what it was made from, for Keep in a later build, or zero.
// Files get mode 0644, folders 0755, less the umask. Write does not keep data.
//
// Errors: fs.ErrInvalid for a path that is not allowed, fs.ErrExist for one
// named before, also where only case differs and the file system takes the two
// for one, fs.ErrClosed after Publish or Close, and faults of the disk, such as
// syscall.ENOSPC. After any error the release cannot be published. What stands
// in the way in the twin may be a file that is about to go: then the error, if
// it is one, comes from Publish.
func (r *Release) Write(path string, key Key, data []byte) error {
	e := Entry{Path: path, Key: key, Digest: DigestOf(data), Size: int64(len(data))}
	return r.fail(path, r.place(e, data, nil))
}

// Link puts the file at e.Path below the folder from there, too: by a hard
// link, or by a copy where none is possible. So neither may be written to any
// more. e is believed, as Entries gives it for that folder; when its Digest is
// zero, the file is read, and only Path and Key are used. Otherwise Link is as
// Write is; it fails if the file is missing or has another size.
func (r *Release) Link(e Entry, from string) error {
	return r.fail(e.Path, r.linkFrom(e, from))
}

func (r *Release) linkFrom(e Entry, from string) error {
	if err := r.allowed(e.Path); err != nil {
		return err
	}
	source, err := r.source(from)
	if err != nil {
		return err
	}
	if e.Digest == (Digest{}) {
		data, err := source.read(e.Path)
		if err != nil {
			return err
		}
		e.Digest, e.Size = DigestOf(data), int64(len(data))
	}
	return r.place(e, nil, source)
}

// source returns the tree of a folder that files are linked from.
func (r *Release) source(from string) (*tree, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.sources[from]; t != nil {
		return t, nil
	}
	t, err := r.openTree(from)
	if err != nil {
		return nil, err
	}
	if r.sources == nil {
		r.sources = map[string]*tree{}
	}
	r.sources[from] = t
	return t, nil
}

// fail remembers the first error about a file and returns err with its path.
func (r *Release) fail(path string, err error) error {
	if err == nil {
		return nil
	}
	err = &fs.PathError{Op: "write", Path: filepath.Join(r.next, filepath.FromSlash(path)), Err: reason(err)}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
	return err
}

func (r *Release) allowed(path string) error {
	if r.done.Load() {
		return fs.ErrClosed
	}
	// A backslash is a letter on Unix and a separator on Windows: a site that
	// builds on one system must build on all.
	if _, err := filepath.Localize(path); err != nil || path == "." || strings.Contains(path, `\`) {
		return fs.ErrInvalid
	}
	return nil
}

// late is a file that waits until what stands in its way is gone.
type late struct {
	Entry
	data []byte
	from *tree
}

// place takes e from base, or makes it of data, or of the file at its path in
// from if that is not nil.
func (r *Release) place(e Entry, data []byte, from *tree) error {
	if err := r.allowed(e.Path); err != nil {
		return err
	}
	was, at, found := r.base.find(e.Path)
	if found && !r.base.claim(at) {
		return fs.ErrExist
	}
	same := found && e.sameBytes(was)
	if !same || was.Key != e.Key {
		r.mu.Lock()
		r.records = append(r.records, e)
		r.mu.Unlock()
	}
	if r.journal == nil {
		if same && r.take(e) {
			return nil
		}
		err := r.fill(e, data, from)
		if err == nil {
			r.double(e.Path)
		}
		return err
	}
	if same {
		return nil
	}
	if err := r.journal.add(e.Path); err != nil {
		return err
	}
	if found {
		if err := r.tree.remove(e.Path); err != nil {
			return err
		}
	}
	err := r.fill(e, data, from)
	// A file or a folder of the old site: it may be one that goes, or stays.
	if !found && errors.Is(err, fs.ErrExist) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.late = append(r.late, late{e, slices.Clone(data), from})
		return nil
	}
	return err
}

// double puts a file that was just made into the second tree, too, while the
// system still has both of them at hand.
func (r *Release) double(path string) {
	if r.second != nil && !r.alone.Load() && r.second.hardlink(path, r.tree) != nil {
		r.alone.Store(true)
	}
}

// fill makes a new file.
func (r *Release) fill(e Entry, data []byte, from *tree) error {
	if from != nil {
		return r.tree.bring(e, from)
	}
	return r.tree.create(e.Path, data)
}
