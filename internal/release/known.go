package release

import (
	"errors"
	"io/fs"
	"iter"
	"os"
)

// State returns what the tree at the output folder dir was made from, as its
// Publish was told. False: the folder is missing, or not as it was published.
// It reads only the head of a manifest and takes no lock.
func State(dir string) (state [32]byte, ok bool) {
	p, err := placesOf(dir)
	if err != nil {
		return state, false
	}
	id, err := identify(p.dir)
	if err != nil {
		return state, false
	}
	for _, path := range []string{p.upcoming, p.manifest} {
		if h, ok := headAt(path); ok && h.tree == id {
			return h.state, true
		}
	}
	return state, false
}

// Entries returns the files of the release at the output folder dir, in the
// order of their paths. It reads the manifest alone and takes no lock; a
// Publish meanwhile changes nothing of what it returns. The error is ErrUnknown.
func Entries(dir string) (iter.Seq[Entry], error) {
	p, err := placesOf(dir)
	if err != nil {
		return nil, err
	}
	m, _ := p.describe()
	if m == nil {
		return nil, &fs.PathError{Op: "read the manifest of", Path: dir, Err: ErrUnknown}
	}
	return m.all(), nil
}

// describe returns the manifest of what stands at the output, or nil, and where
// it was found.
func (p places) describe() (m *manifest, path string) {
	id, err := identify(p.dir)
	if err != nil {
		return nil, ""
	}
	for _, path := range []string{p.upcoming, p.manifest} {
		if m := readManifest(path, id); m != nil {
			return m, path
		}
	}
	return nil, ""
}

// known returns the manifest of what stands at the output, or nil. Any other is
// removed, before the tree that it may describe is touched.
func (r *Release) known() (*manifest, error) {
	m, path := r.describe()
	if path == r.upcoming {
		return m, os.Rename(r.upcoming, r.manifest)
	}
	stale := []string{r.upcoming}
	if m == nil {
		stale = append(stale, r.manifest)
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return m, nil
}
