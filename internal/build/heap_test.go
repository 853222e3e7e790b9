package build

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"bunting/internal/lacking"
	"bunting/internal/parallel"
)

// TestRoomy: room takes no memory before it is used, the heap grows into it, and a
// small site asks for none.
func TestRoomy(t *testing.T) {
	if spare() == 0 {
		lacking.Skip(t, "no memory for the asking here")
	}
	mapped := func() int64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.Sys)
	}
	resident := func() int64 {
		statm, err := os.ReadFile("/proc/self/statm")
		if err != nil {
			t.Fatal(err)
		}
		pages, err := strconv.ParseInt(strings.Fields(string(statm))[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return pages * int64(os.Getpagesize())
	}
	const room = 512 << 20
	runtime.GC()
	before, used := mapped(), resident()
	roomy(held() + room/16)
	if more := mapped() - before; more > room/16 {
		t.Errorf("%d bytes of room for a small site", more)
	}
	roomy(held() + room)
	after := mapped()
	if more := after - before; more < room {
		t.Fatalf("%d bytes of room, not %d", more, room)
	}
	if more := resident() - used; more > room/8 {
		t.Errorf("%d bytes are used before anything is in them", more)
	}
	var list [][]byte
	for range room / 2 / 4096 {
		list = append(list, make([]byte, 4096))
	}
	if more := mapped() - after; more > room/8 {
		t.Errorf("the heap has grown by %d bytes beside the room", more)
	}
	runtime.KeepAlive(list)
}

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
	work := func(size int) {
		err := parallel.For(4, 400*often, func(int) error {
			return l.do(func() error {
				working.Add(1)
				defer working.Add(-1)
				made := make([]byte, size)
				garbage.Store(&made)
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if work(0); lulls.Load() > 0 {
		t.Errorf("%d lulls without garbage", lulls.Load())
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work(16 << 10)
	runtime.ReadMemStats(&after)
	if n := lulls.Load(); n < 2 || int64(after.NumGC-before.NumGC) > n+1 {
		t.Errorf("%d collections, %d of them lulls", after.NumGC-before.NumGC, n)
	}
}
