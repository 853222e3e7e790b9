package source

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// Again returns the site's folder as it stands now, for a program that looks at
// it again and again, and the names of the files that are not certainly what
// they were in t: new, gone or changed. Of the folders named only what each
// holds itself is looked at, and all that is below one that is new; nil is
// everything. t stays what it was; what was opened for it is shared, and closed
// with the Tree that Open returned. The errors are those of Open.
func (t *Tree) Again(folders []string) (*Tree, []string, error) {
	n := &Tree{path: t.path, parts: t.parts, root: t.root, folders: maps.Clone(t.folders), listed: t.listed}
	if folders == nil {
		if err := n.settle(); err != nil {
			return nil, nil, err
		}
		folders = slices.Collect(maps.Keys(t.folders))
	}
	var changed []string
	for _, dir := range folders {
		if _, known := n.folders[dir]; !known { // gone with one above, or never part of the site
			continue
		}
		if err := n.renew(dir, &changed); err != nil {
			return nil, nil, fmt.Errorf("listing %s: %w", t.path, err)
		}
	}
	slices.Sort(changed)
	return n, slices.Compact(changed), nil
}

// settle opens the site's folder again when another one has its name now.
func (t *Tree) settle() error {
	now, err := os.Stat(t.path)
	if err != nil {
		return err
	}
	if was, err := t.root.Stat("."); err == nil && os.SameFile(was, now) {
		return nil
	}
	t.root, err = os.OpenRoot(t.path)
	return err
}

// renew lists one folder again, and notes what has changed.
func (t *Tree) renew(dir string, changed *[]string) error {
	old := t.folders[dir]
	now, err := t.list(dir)
	if gone(err) {
		t.drop(dir, changed)
		return nil
	}
	if err != nil {
		return err
	}
	t.folders[dir] = now
	find := func(list []*file, name string) *file {
		if i, ok := slices.BinarySearchFunc(list, name, func(f *file, name string) int { return cmp.Compare(f.name, name) }); ok {
			return list[i]
		}
		return nil
	}
	for _, f := range now {
		was, name := find(old, f.name), path.Join(dir, f.name)
		switch {
		case was != nil && f.as(was) && (!f.mode.IsDir() || f.inode == was.inode):
			if sum, ok := was.digest(); ok {
				f.learn(sum)
			}
			continue
		case was != nil && was.mode.IsDir():
			t.drop(name, changed)
		}
		*changed = append(*changed, name)
		if f.mode.IsDir() {
			if err := t.below(name); err != nil {
				return err
			}
			*changed = append(*changed, t.files(name)...)
		}
	}
	for _, f := range old {
		if find(now, f.name) == nil {
			*changed = append(*changed, path.Join(dir, f.name))
			if f.mode.IsDir() {
				t.drop(path.Join(dir, f.name), changed)
			}
		}
	}
	return nil
}

// drop takes away a folder that is gone.
func (t *Tree) drop(dir string, changed *[]string) {
	*changed = append(*changed, t.files(dir)...)
	maps.DeleteFunc(t.folders, func(name string, _ []*file) bool { return name == dir || strings.HasPrefix(name, dir+"/") })
}

// files returns the names of all that is below a folder.
func (t *Tree) files(dir string) []string {
	var out []string
	for folder, list := range t.folders {
		if folder == dir || strings.HasPrefix(folder, dir+"/") {
			for _, f := range list {
				out = append(out, path.Join(folder, f.name))
			}
		}
	}
	return out
}

// Count returns how many files have a name that ends in suffix.
func (t *Tree) Count(suffix string) (n int) {
	for _, list := range t.folders {
		for _, f := range list {
			if strings.HasSuffix(f.name, suffix) {
				n++
			}
		}
	}
	return n
}

// Folders returns the names of all folders of the site, "." among them.
func (t *Tree) Folders() iter.Seq[string] { return maps.Keys(t.folders) }
