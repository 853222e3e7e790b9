package release

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"

	"bunting/internal/parallel"
)

// Times depend on the disk more than on this package: compare with TMPDIR on a
// memory disk. A thousand files a folder are as in a large bilingual site.

const large = 300_000

func eventPath(n int) string {
	return fmt.Sprintf("en/events/region-%03d/event-%06d.html", n/1000, n)
}

func numberKey(n int) (k Key) {
	copy(k[:], strconv.Itoa(n+1))
	return k
}

func eventPaths(count int) []string {
	paths := make([]string, count)
	for n := range paths {
		paths[n] = eventPath(n)
	}
	return paths
}

// largeSite publishes empty files at paths, and the mark.
func largeSite(b *testing.B, dir string, paths []string) {
	b.Helper()
	r := stage(b, dir)
	write(b, r, map[string]string{mark: "1"})
	err := parallel.For(0, len(paths), func(n int) error { return r.Write(paths[n], numberKey(n), nil) })
	if err != nil {
		b.Fatal(err)
	}
	finish(b, r)
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkWrite writes 4 KB files, as a first build does.
func BenchmarkWrite(b *testing.B) {
	data := make([]byte, 4096)
	report := func(b *testing.B, r *Release, before uint64) {
		b.StopTimer()
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "µs/file")
		b.ReportMetric(float64(inUse()-before)/float64(b.N), "heap-B/file")
		runtime.KeepAlive(r)
	}
	b.Run("one", func(b *testing.B) {
		r := stage(b, filepath.Join(b.TempDir(), "public"))
		paths := eventPaths(b.N)
		before := inUse()
		b.ReportAllocs()
		b.ResetTimer()
		for n, path := range paths {
			if err := r.Write(path, numberKey(n), data); err != nil {
				b.Fatal(err)
			}
		}
		report(b, r, before)
	})
	b.Run("all", func(b *testing.B) {
		r := stage(b, filepath.Join(b.TempDir(), "public"))
		paths := eventPaths(b.N)
		before := inUse()
		var next atomic.Int64
		b.ReportAllocs()
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				n := int(next.Add(1)) - 1
				if err := r.Write(paths[n], numberKey(n), data); err != nil {
					b.Fatal(err)
				}
			}
		})
		report(b, r, before)
	})
}

// BenchmarkFirst is all of a first build of 4 KB files, the twin too.
func BenchmarkFirst(b *testing.B) {
	data := make([]byte, 4096)
	paths := eventPaths(30_000)
	for b.Loop() {
		r := stage(b, filepath.Join(b.TempDir(), "public"))
		err := parallel.For(0, len(paths), func(n int) error { return r.Write(paths[n], numberKey(n), data) })
		if err != nil {
			b.Fatal(err)
		}
		finish(b, r)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(paths)), "µs/file")
}

// BenchmarkLarge works on a site of 300,000 files.
func BenchmarkLarge(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "public")
	paths := eventPaths(large)
	largeSite(b, dir, paths)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			r := stage(b, dir)
			b.StopTimer()
			if err := r.Close(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	b.Run("Keep", func(b *testing.B) {
		r := stage(b, dir)
		b.ResetTimer()
		for n := range b.N {
			if n%large == 0 {
				for i := range r.base.claimed {
					r.base.claimed[i].Store(0)
				}
			}
			if !r.Keep(paths[n%large], numberKey(n%large)) {
				b.Fatalf("%s is not kept", paths[n%large])
			}
		}
	})
	for _, changed := range []int{0, 10, 3000} {
		round := 0
		b.Run(fmt.Sprint("publish/", changed), func(b *testing.B) {
			var written int
			for b.Loop() {
				round++
				r := stage(b, dir)
				write(b, r, map[string]string{mark: "1"})
				err := parallel.For(0, large, func(n int) error {
					if n%(large/10000) == 0 && n/(large/10000) < changed {
						return r.Write(paths[n], Key{}, []byte(strconv.Itoa(round*large+n)))
					}
					if key := numberKey(n); !r.Keep(paths[n], key) {
						return r.Write(paths[n], key, nil)
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				d := finish(b, r)
				written += d.Written
			}
			b.ReportMetric(float64(written)/float64(b.N), "written")
		})
	}
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			before := inUse()
			r := stage(b, dir)
			b.ReportMetric(float64(inUse()-before)/large, "heap-B/file")
			if err := r.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
