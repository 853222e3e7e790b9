package theme

import (
	"path"
	"strings"

	"bunting/internal/digest"
)

// assets are the files of assets/ and what is published of them.
type assets struct {
	*folder
	published map[string]Asset // by file
}

func (l *loader) openAssets() (*assets, error) {
	folder, err := l.open(l.theme, path.Join(l.root, "assets"), path.Join(l.name, "assets"))
	return &assets{folder, map[string]Asset{}}, err
}

func (l *loader) buildAssets(uses []assetUse) error {
	for _, use := range uses {
		data, _, err := l.read(l.assets.folder, use.name, maxAsset)
		if err != nil {
			continue
		}
		l.assets.published[use.name] = Asset{fingerprint(use.name, data), data}
	}
	return nil
}

// fingerprint returns the path that an asset is published at.
func fingerprint(file string, data []byte) string {
	ext := path.Ext(file)
	return "assets/" + strings.TrimSuffix(file, ext) + "-" + digest.Of(data).Short() + ext
}

func (a *assets) outputs() []Asset {
	var list []Asset
	for _, file := range sortedKeys(a.published) {
		list = append(list, a.published[file])
	}
	return list
}

// assetPath is the function asset of templates.
func (l *loader) assetPath(name string) string { return l.BasePath + l.assets.published[name].Path }
