package build

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"bunting/internal/digest"
	"bunting/internal/release"
)

// A Shard is a share of a site's outputs, so that several machines make it
// together. The zero Shard is all of them.
type Shard struct {
	Index, Count int // which of how many, 1-based
}

// ParseShard reads "3/8".
func ParseShard(s string) (Shard, bool) {
	index, count, ok := strings.Cut(s, "/")
	i, err := strconv.Atoi(index)
	n, err2 := strconv.Atoi(count)
	return Shard{i, n}, ok && err == nil && err2 == nil && 1 <= i && i <= n
}

// String writes the shard as ParseShard reads it.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Count) }

// has tells whether the share holds the output at path. Every share has the
// file that marks a folder as a built site.
func (s Shard) has(path string) bool {
	if s.Count == 0 || path == markFile {
		return true
	}
	sum := digest.OfText(path)
	return int(binary.BigEndian.Uint64(sum[:8])%uint64(s.Count)) == s.Index-1
}

// A share's state tells which part of what it is: a digest of all that decides
// the whole site, and the shard's two numbers, big-endian.
const shareBase = 32 - 8

// shareOf returns the state of the folder that holds this share of s: equal in
// all but the numbers for the shares of one site.
func (m *memory) shareOf(o *Options, s *loaded) (state [32]byte) {
	parts := []string{"share", string(m.program[:]), fmt.Sprint(o.Drafts, o.Future)}
	for i := range s.outputs {
		out := &s.outputs[i]
		how := s.theme.Digest(out.Layout())
		parts = append(parts, out.Path, string(how[:]))
		if sum, ok := out.Key(); ok {
			parts = append(parts, string(sum[:]))
		}
	}
	state = digest.Key(parts...)
	binary.BigEndian.PutUint32(state[shareBase:], uint32(o.Shard.Index))
	binary.BigEndian.PutUint32(state[shareBase+4:], uint32(o.Shard.Count))
	return state
}

// ErrShares says that folders are not all the shares of one site.
var ErrShares = errors.New("not all the shares of one site")

// Merge publishes the site whose shares stand in the folders: all of them, in
// any order, as builds of the same sources by the same program made them. It
// returns the number of files. Errors are ErrShares, those of release.Stage,
// and faults of the disk.
func Merge(shares []string, output string) (files int, err error) {
	if err := whole(shares); err != nil {
		return 0, err
	}
	r, err := release.Stage(output, mine)
	if err != nil {
		return 0, err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	marked := false
	for _, dir := range shares {
		entries, err := release.Entries(dir)
		if err != nil {
			return 0, err
		}
		for e := range entries {
			if e.Path == markFile {
				if marked {
					continue
				}
				marked = true
			}
			if err := r.Link(e, dir); err != nil {
				return 0, err
			}
			files++
		}
	}
	_, err = r.Publish([32]byte{}) // no build of one machine has made it
	return files, err
}

// whole returns ErrShares unless the folders are all the shares of one site.
func whole(shares []string) error {
	seen := map[uint32]bool{}
	var first [32]byte
	for i, dir := range shares {
		state, ok := release.State(dir)
		index, count := binary.BigEndian.Uint32(state[shareBase:]), binary.BigEndian.Uint32(state[shareBase+4:])
		if i == 0 {
			first = state
		}
		switch {
		case !ok:
			return fmt.Errorf("%s: %w", dir, ErrShares)
		case [shareBase]byte(state[:]) != [shareBase]byte(first[:]), int(count) != len(shares), index < 1, index > count, seen[index]:
			return fmt.Errorf("%s: %w", dir, ErrShares)
		}
		seen[index] = true
	}
	return nil
}
