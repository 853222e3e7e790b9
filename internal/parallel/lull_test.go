package parallel

import (
	"runtime"
	"sync/atomic"
	"testing"
)

// TestLull: garbage is collected while nobody works, again and again before the collector
// would begin by itself, and not without need.
func TestLull(t *testing.T) {
	inUse := make([]byte, 64<<20)
	runtime.GC()
	defer runtime.KeepAlive(inUse)
	var working, lulls atomic.Int64
	l := lull{collect: func() {
		lulls.Add(1)
		if n := working.Load(); n != 0 {
			t.Errorf("%d are at work", n)
		}
		runtime.GC()
	}}
	var garbage atomic.Pointer[[]byte]
	work := func(each func(jobs, n int, do func(int) error) error, size int) {
		err := each(4, 400*often, func(int) error {
			working.Add(1)
			defer working.Add(-1)
			made := make([]byte, size)
			garbage.Store(&made)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if work(l.each, 0); lulls.Load() > 0 {
		t.Errorf("%d lulls without garbage", lulls.Load())
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work(l.each, 16<<10)
	runtime.ReadMemStats(&after)
	if n := lulls.Load(); n < 2 || int64(after.NumGC-before.NumGC) > n+1 {
		t.Errorf("%d collections, %d of them lulls", after.NumGC-before.NumGC, n)
	}
	work(For, 16<<10)
	runtime.ReadMemStats(&before)
	if before.NumForcedGC == after.NumForcedGC {
		t.Error("For has no lulls")
	}
}
