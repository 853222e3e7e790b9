package cache

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"bunting/internal/objectstore"
)

// NewRemote returns the remote at an address: "s3://bucket/prefix" in an object
// store, or "file:///folder" on a shared disk. Nothing is asked of it yet. The
// error says what is wrong with the address, and does not repeat it, as there
// may be a password in it.
func NewRemote(address string, options objectstore.Options) (Remote, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, errors.New("it is not a URL")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("it may only have a scheme, a bucket and a path; credentials come from the environment")
	case u.Scheme == "s3" && u.Host != "":
		return newS3(u.Host, u.Path, options), nil
	case u.Scheme == "file" && u.Host == "" && strings.HasPrefix(u.Path, "/"):
		path := u.Path
		if runtime.GOOS == "windows" { // file:///C:/folder
			path = strings.TrimPrefix(path, "/")
		}
		return folder(filepath.FromSlash(path)), nil
	}
	return nil, errors.New(`it must be like "s3://bucket/prefix" or "file:///folder"`)
}

// A folder is a Remote on a shared disk. A disk that hangs holds the build up:
// no context reaches it.
type folder string

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

func (f folder) List(context.Context) (map[string]int64, error) {
	files, err := os.ReadDir(string(f))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	sizes := map[string]int64{}
	for _, file := range files {
		if info, err := file.Info(); err == nil { // or somebody has just removed it
			sizes[file.Name()] = info.Size()
		}
	}
	return sizes, nil
}

func (f folder) Read(_ context.Context, name string, w io.Writer) error {
	file, err := os.Open(f.path(name))
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(w, file)
	return err
}

// Write goes through a temporary file whose name is made from the table's. Only
// the machine that has written a table sends it, so the name has one user.
func (f folder) Write(_ context.Context, name string, r io.ReadSeeker) error {
	if _, err := os.Lstat(f.path(name)); err == nil {
		return nil
	}
	if err := os.MkdirAll(string(f), 0o755); err != nil {
		return err
	}
	file, err := os.Create(f.path(tempPrefix + name))
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), f.path(name))
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

func (f folder) Delete(_ context.Context, name string) error {
	err := os.Remove(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
