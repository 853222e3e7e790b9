package theme

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"bunting/internal/diag"
	"bunting/internal/digest"
)

// assets are the files of assets/ and what is published of them.
type assets struct {
	*folder
	published map[string]Asset // by file
}

// buildAssets publishes what templates name, and what that refers to.
func (l *loader) buildAssets(uses []assetUse) error {
	l.assets = &assets{l.theme.sub("assets"), map[string]Asset{}}
	tried := map[string]bool{}
	for _, use := range uses {
		if !l.assets.has(use.name) {
			l.found = append(l.found, diag.New(diag.MissingAsset, use.at, use.name, l.assets.name).
				WithGuess(diag.Closest(use.name, l.assets.files)))
			continue
		}
		if tried[use.name] {
			continue
		}
		tried[use.name] = true
		var err error
		switch path.Ext(use.name) {
		case ".css", ".js", ".mjs":
			err = l.bundle(use.name)
		default:
			_, err = l.publish(use.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// publish publishes a file as it is and returns its path; blank when it is
// too large, which was reported.
func (l *loader) publish(file string) (string, error) {
	if a, done := l.assets.published[file]; done {
		return a.Path, nil
	}
	data, ok, err := l.read(l.assets.folder, file, maxAsset)
	if !ok {
		return "", err
	}
	return l.assets.add(file, data), nil
}

// add publishes data under a file's name and returns the path, which holds a
// digest of the data.
func (a *assets) add(file string, data []byte) string {
	ext := path.Ext(file)
	p := "assets/" + strings.TrimSuffix(file, ext) + "-" + digest.Of(data).Short() + ext
	a.published[file] = Asset{p, data}
	return p
}

// outputs returns what is published, sorted by path.
func (a *assets) outputs() []Asset {
	list := make([]Asset, 0, len(a.published))
	for _, asset := range a.published {
		list = append(list, asset)
	}
	slices.SortFunc(list, func(a, b Asset) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

// assetPath is the function asset of templates.
func (l *loader) assetPath(name string) string { return l.BasePath + l.assets.published[name].Path }
