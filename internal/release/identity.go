package release

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"time"
)

// identity tells a folder from every other, also from one that was deleted, as
// far as the system can: a number may be given again to a new folder, a time
// may be copied. Device numbers are left out, because they change from one
// mount to the next; all that is compared lies on one file system.
type identity struct {
	file    uint64 // inode or file index; 0: not known
	born    int64  // when it was made, in nanoseconds; 0: not known
	changed int64  // when a name in it was last made or removed, in nanoseconds
}

// identitySize is the size of an identity in a file.
const identitySize = 24

func (id identity) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint64(b, id.file)
	b = binary.BigEndian.AppendUint64(b, uint64(id.born))
	return binary.BigEndian.AppendUint64(b, uint64(id.changed))
}

func identityFrom(b []byte) identity {
	return identity{
		file:    binary.BigEndian.Uint64(b),
		born:    int64(binary.BigEndian.Uint64(b[8:])),
		changed: int64(binary.BigEndian.Uint64(b[16:])),
	}
}

// folder is the part that stays when the folder's content changes; zero when
// the system does not know it.
func (id identity) folder() identity {
	id.changed = 0
	if id.file == 0 {
		return identity{}
	}
	return id
}

// seal gives the folder at path a time of change of its own, so that it is not
// taken for what it was before or will be after another change, nor a copy of
// it, with its times, for the folder itself.
func seal(path string) (identity, error) {
	now := time.Now()
	id, err := sealAt(path, now)
	if err != nil || now.Sub(time.Unix(0, id.changed)).Abs() < time.Millisecond {
		return id, err
	}
	// The file system counts seconds, in which much can happen: rather a moment
	// of the past half year, at which nothing will.
	return sealAt(path, now.Add(-time.Duration(1+rand.N(1<<24))*time.Second))
}

func sealAt(path string, at time.Time) (identity, error) {
	if err := os.Chtimes(path, at, at); err != nil {
		return identity{}, err
	}
	return identify(path)
}

// reseal puts the time of change back: some file systems (XFS) take a move
// from one folder to another for a change. If it fails, the folder is no longer
// known as what it is, which costs time only.
func (id identity) reseal(path string) {
	if is, err := identify(path); err == nil && is != id && is.folder() == id.folder() {
		at := time.Unix(0, id.changed)
		_ = os.Chtimes(path, at, at)
	}
}
