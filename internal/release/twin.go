package release

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"bunting/internal/parallel"
)

// pair returns the identities of the two trees' folders. False: the system does
// not know them.
func (r *Release) pair() (pair [2]identity, ok bool) {
	for i, path := range []string{r.dir, r.next} {
		id, err := identify(path)
		if pair[i] = id.folder(); err != nil || pair[i] == (identity{}) {
			return pair, false
		}
	}
	return pair, true
}

// pairUp begins a journal which says that the two trees differ in paths only.
func (r *Release) pairUp(paths []string) (*journal, error) {
	pair, ok := r.pair()
	if !ok {
		return nil, ErrUnknown
	}
	return createJournal(r.notes, pair, paths)
}

// settle makes the tree at next equal to the live one again, in the paths that
// the journal lists, and begins that anew. An error means that there is no twin.
func (r *Release) settle(live *manifest) (*journal, error) {
	pair, ok := r.pair()
	if !ok {
		return nil, ErrUnknown
	}
	paths, ok := readJournal(r.notes, pair)
	if !ok {
		return nil, ErrUnknown
	}
	if len(paths) > 0 {
		if err := r.refresh(live, paths); err != nil {
			return nil, err
		}
	}
	return r.pairUp(nil)
}

// refresh makes paths of the tree at next what they are in the live one.
func (r *Release) refresh(live *manifest, paths []string) error {
	return r.between(func(from, to *tree) error {
		slices.Sort(paths)
		paths = slices.Compact(paths)
		// First all removals: where case does not count, or a folder becomes a
		// file, a path may stand in another's way.
		if err := each(removers, paths, to.remove); err != nil {
			return err
		}
		if err := to.prune(paths); err != nil {
			return err
		}
		return each(0, paths, func(path string) error {
			e, _, ok := live.find(path)
			if !ok {
				return nil
			}
			return to.bring(e, from)
		})
	})
}

// adopt makes the tree that grew beside the live one its twin.
func (r *Release) adopt() (*journal, error) {
	if r.alone.Load() {
		return nil, ErrUnknown
	}
	if err := os.RemoveAll(r.next); err != nil {
		return nil, err
	}
	if err := os.Rename(r.twin, r.next); err != nil {
		return nil, err
	}
	return r.pairUp(nil)
}

// between opens the live tree and the one at next for the time of a call.
func (r *Release) between(do func(from, to *tree) error) error {
	from, err := r.openTree(r.dir)
	if err != nil {
		return err
	}
	to, err := r.openTree(r.next)
	if err != nil {
		return errors.Join(err, from.close())
	}
	return errors.Join(do(from, to), from.close(), to.close())
}

// keepTwin leaves a twin of the live tree at next, or nothing.
func (r *Release) keepTwin() error {
	live, err := r.known()
	if err == nil && live != nil {
		j, err := r.settle(live)
		if err != nil && r.published {
			j, err = r.adopt()
		}
		if err == nil {
			return j.close()
		}
	}
	return errors.Join(err, r.drop())
}

// drop removes all trees but the live one, and before them what says that one
// is a twin.
func (r *Release) drop() error {
	if err := os.Remove(r.notes); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return errors.Join(os.RemoveAll(r.next), os.RemoveAll(r.twin))
}

// removers are how many goroutines remove files: a disk that is told at once which of
// its blocks are free lets each of them wait for that.
const removers = 16

// each calls do for all paths on some goroutines; 0: on every core.
func each(jobs int, paths []string, do func(string) error) error {
	const portion = 128 // mostly of one folder
	portions := slices.Collect(slices.Chunk(paths, portion))
	return parallel.For(jobs, len(portions), func(i int) error {
		for _, path := range portions[i] {
			if err := do(path); err != nil {
				return err
			}
		}
		return nil
	})
}
