package cache

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"bunting/internal/digest"
)

// The measure of the package: a site of 100,000 documents of 1 kB.
const documents = 100_000

// keysOf returns n keys.
func keysOf(n int) []digest.Sum {
	keys := make([]digest.Sum, n)
	for i := range keys {
		keys[i] = digest.Key(strconv.Itoa(i))
	}
	return keys
}

// bytesOf returns n bytes, made of seed.
func bytesOf(seed uint64, n int) []byte {
	b := binary.LittleEndian.AppendUint64(make([]byte, 0, n+8), seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for len(b) < n {
		b = binary.LittleEndian.AppendUint64(b, r.Uint64())
	}
	return b[:n]
}

// filled returns a folder with values of size bytes under keys.
func filled(tb testing.TB, keys []digest.Sum, size int) string {
	dir := filepath.Join(tb.TempDir(), "cache")
	s := Open(dir, nil)
	defer s.Close()
	value := bytesOf(1, size)
	for _, key := range keys {
		s.Put("documents", key, value)
	}
	s.Flush()
	if w := s.Warnings(); len(w) > 0 {
		tb.Fatal(w)
	}
	return dir
}

// inTwo calls do with 0 to n-1 from two goroutines.
func inTwo(n int, do func(int)) {
	var group sync.WaitGroup
	for half := range 2 {
		group.Go(func() {
			for i := half; i < n; i += 2 {
				do(i)
			}
		})
	}
	group.Wait()
}

// BenchmarkGet looks values up from two goroutines, in the order in which they
// were put and in none; where there is one table, and where there are eight.
func BenchmarkGet(b *testing.B) {
	keys := keysOf(documents)
	dir := filled(b, keys, 1024)
	measure := func(b *testing.B, dir string, order []int) {
		s := Open(dir, nil)
		defer s.Close()
		s.Get("documents", keys[0])
		b.ReportAllocs()
		b.ResetTimer()
		inTwo(b.N, func(i int) {
			if _, ok := s.Get("documents", keys[order[i%len(order)]]); !ok {
				b.Error("a value is missing")
			}
		})
	}
	ordered := make([]int, len(keys))
	for i := range ordered {
		ordered[i] = i
	}
	b.Run("in order", func(b *testing.B) { measure(b, dir, ordered) })
	b.Run("at random", func(b *testing.B) { measure(b, dir, rand.Perm(len(keys))) })

	several := filepath.Join(b.TempDir(), "cache")
	for part := range 8 {
		s := Open(several, nil)
		s.small = 0
		for i := len(keys) >> (part + 1); i < len(keys)>>part; i++ {
			s.Put("documents", keys[i], bytesOf(1, 1024))
		}
		s.Flush()
		s.Close()
	}
	first := len(keys) >> 8
	b.Run("in eight tables", func(b *testing.B) { measure(b, several, ordered[first:]) })
	b.Run("missing", func(b *testing.B) {
		s := Open(dir, nil)
		defer s.Close()
		absent := digest.Key("absent", "too")
		for b.Loop() {
			if _, ok := s.Get("documents", absent); ok {
				b.Fatal("found what was never put")
			}
		}
	})
}

// BenchmarkPutFlush writes a whole new cache.
func BenchmarkPutFlush(b *testing.B) {
	keys := keysOf(documents)
	value := bytesOf(1, 1024)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s := Open(filepath.Join(b.TempDir(), fmt.Sprint(i)), nil)
		inTwo(len(keys), func(i int) { s.Put("documents", keys[i], value) })
		s.Flush()
		s.Close()
		if w := s.Warnings(); len(w) > 0 {
			b.Fatal(w)
		}
	}
}

// BenchmarkOpen opens a cache with one table of 120 MB and gets one value.
func BenchmarkOpen(b *testing.B) {
	keys := keysOf(documents)
	dir := filled(b, keys, 1200-entrySize-checksumSize)
	for b.Loop() {
		s := Open(dir, nil)
		if _, ok := s.Get("documents", keys[7]); !ok {
			b.Fatal("a value is missing")
		}
		s.Close()
	}
}
