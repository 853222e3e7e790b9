package release

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"bunting/internal/lacking"
)

// smallDisk mounts a memory disk of the given options, where that is allowed.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	at := t.TempDir()
	if err := unix.Mount("tmpfs", at, "tmpfs", 0, options); err != nil {
		lacking.Skip(t, "a full disk is not tested, because that takes root: mount: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(at, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return at
}

func TestFullDisk(t *testing.T) {
	for _, test := range []struct {
		name, options string
		data          []byte
	}{
		{"no room", "size=512k", make([]byte, 50_000)},
		{"no inodes", "nr_inodes=40", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(smallDisk(t, test.options), "public")
			publish(t, dir, before)
			r := stage(t, dir)
			var err error
			written := 0
			for ; err == nil && written < 1000; written++ {
				err = r.Write("events/"+strings.Repeat("x", written+1)[:min(written+1, 200)]+".html", Key{}, test.data)
			}
			if !errors.Is(err, unix.ENOSPC) || !strings.Contains(err.Error(), dir[:len(dir)-len("public")]) {
				t.Fatalf("after %d files: got %v, want ENOSPC with the path", written, err)
			}
			if _, err := r.Publish([32]byte{}); !errors.Is(err, unix.ENOSPC) {
				t.Fatalf("Publish: %v, want ENOSPC", err)
			}
			equal(t, dir, before)
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			publish(t, dir, after) // the room is free again
			equal(t, dir, after)
			settled(t, dir)
		})
	}
}

func TestModesFollowTheUmask(t *testing.T) {
	for _, umask := range []int{0o022, 0o027, 0} {
		dir := filepath.Join(t.TempDir(), "public")
		was := unix.Umask(umask)
		publish(t, dir, map[string]string{"a/b.html": "x"})
		unix.Umask(was)
		for path, want := range map[string]os.FileMode{"": 0o755, "a": 0o755, "a/b.html": 0o644} {
			info, err := os.Stat(filepath.Join(dir, path))
			if err != nil {
				t.Fatal(err)
			}
			if want &^= os.FileMode(umask); info.Mode().Perm() != want {
				t.Errorf("umask %o: %q has %o, want %o", umask, path, info.Mode().Perm(), want)
			}
		}
	}
}
