package release

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// A Difference is what a release changed, against the site that was live
// before it. If nothing was known about that, every file is new.
type Difference struct {
	New, Changed, Gone, Unchanged int      // files, by path and bytes
	Written                       int      // files whose bytes were written to the disk
	Paths                         []string // of files new, changed or gone, sorted
}

// Publish puts the tree live in one step: the files kept, written and linked,
// and no others. If the live tree holds just these, it stays. state is what all
// was made from, for State. Every Keep, Write and Link must have returned. Nil
// means that the release is live; an error, that the old site stands. Either
// way Close is still due. (Where the file system cannot exchange, the old site
// may fail to go back; the error says so, and the next Stage tries again.)
//
// Errors: ErrForeign or ErrNotFolder if something else now stands at the
// output, the error of the first Write or Link that failed, fs.ErrExist for two
// files at one path, fs.ErrClosed after Publish or Close.
func (r *Release) Publish(state [32]byte) (Difference, error) {
	if r.done.Swap(true) {
		return Difference{}, &fs.PathError{Op: "publish", Path: r.dir, Err: fs.ErrClosed}
	}
	if r.failed != nil {
		return Difference{}, fmt.Errorf("publish %s: a file is missing: %w", r.dir, r.failed)
	}
	d, err := r.publish(state)
	if err != nil {
		return Difference{}, err
	}
	r.published = true
	return d, nil
}

func (r *Release) publish(state [32]byte) (Difference, error) {
	w, err := createManifest(r.upcoming)
	if err != nil {
		return Difference{}, err
	}
	d, gone, err := r.merge(w)
	same := len(d.Paths) == 0 && r.lives()
	id := r.base.tree
	if err == nil && !same {
		if err = r.complete(gone); err == nil {
			id, err = seal(r.next)
		}
	}
	if err != nil {
		return Difference{}, errors.Join(err, w.file.Close())
	}
	if err := w.finish(state, id); err != nil {
		return Difference{}, err
	}
	d.Written = int(r.tree.created.Load())
	if r.journal == nil && r.lives() {
		// What was not listed so far, because nobody would have believed it.
		// Without a journal there is no twin, but a release all the same.
		r.journal, _ = r.pairUp(d.Paths)
	}
	if same {
		return d, nil
	}
	// Windows renames no folder that is open.
	if err := r.closeTrees(); err != nil {
		return Difference{}, err
	}
	return d, r.putLive(id)
}

// merge writes the manifest of the release to come, and returns what makes it
// another than base, and what it leaves out of that.
func (r *Release) merge(w *manifestWriter) (d Difference, gone []string, err error) {
	slices.SortFunc(r.records, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	records := r.records
	c := r.base.from(0)
	var path []byte
	for more := c.next(); more || len(records) > 0; {
		order := -1
		if len(records) > 0 {
			path = append(path[:0], records[0].Path...)
			if order = 1; more {
				order = bytes.Compare(c.path, path)
			}
		}
		if order < 0 {
			if r.base.isClaimed(c.at) {
				err = w.add(c.path, c.entry(""))
				d.Unchanged++
			} else {
				gone = append(gone, string(c.path))
				d.Gone++
				d.Paths = append(d.Paths, gone[len(gone)-1])
			}
			more = c.next()
		} else {
			e := records[0]
			records = records[1:]
			err = w.add(path, e)
			switch {
			case order > 0:
				d.New++
				d.Paths = append(d.Paths, e.Path)
			case !e.sameBytes(c.entry("")):
				d.Changed++
				d.Paths = append(d.Paths, e.Path)
			default:
				d.Unchanged++
			}
			if order == 0 {
				more = c.next()
			}
		}
		if err != nil {
			return d, gone, err
		}
	}
	return d, gone, nil
}

// complete takes what is gone out of the tree, and adds what waited for that.
func (r *Release) complete(gone []string) error {
	if r.journal == nil {
		return nil
	}
	if err := r.journal.add(gone...); err != nil {
		return err
	}
	err := each(removers, gone, func(path string) error { return r.fail(path, r.tree.remove(path)) })
	if err != nil {
		return err
	}
	if err := r.tree.prune(gone); err != nil {
		return fmt.Errorf("remove empty folders in %s: %w", r.next, err)
	}
	for _, f := range r.late {
		if err := r.fail(f.Path, r.fill(f.Entry, f.data, f.from)); err != nil {
			return err
		}
	}
	return nil
}

// putLive exchanges the tree, which is now id, with what stands at the output.
func (r *Release) putLive(id identity) error {
	stands, err := r.admit()
	if err != nil {
		return err
	}
	if !r.lives() { // so it is no twin of this tree
		if err := os.Remove(r.notes); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if stands {
		err = r.swap()
	} else {
		err = os.Rename(r.next, r.dir)
	}
	if err == nil {
		id.reseal(r.dir)
	}
	return err
}

// lives reports whether base describes what stands at the output.
func (r *Release) lives() bool {
	id, err := identify(r.dir)
	return err == nil && id == r.base.tree && !r.doubt.Load()
}

// Close frees the lock. What is not published is discarded; after Publish, what
// was live before is made the twin of what is live now, which costs a hard link
// for each file changed; after a first build a tree that has grown with it is. It may be
// called again, and then does nothing. No other call may be under way.
func (r *Release) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	r.done.Store(true)
	err := r.closeTrees()
	return errors.Join(err, r.keepTwin(), r.lock.Unlock())
}
