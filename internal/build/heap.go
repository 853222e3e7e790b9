package build

import (
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"unsafe"
)

// heldByText is about how much memory a build holds for each text, in bytes, when it makes few pages.
const heldByText = 7 << 10

// small is how much memory makes no difference, in bytes.
const small = 64 << 20

// A program that builds more than once makes room and waits once.
var ready sync.Once

// makeReady prepares the heap for a site of so many texts, of which all are read anew or,
// as an earlier build left what it knows, few.
func makeReady(texts int, anew bool) {
	ready.Do(func() {
		room := int64(texts) * heldByText
		roomy(room)
		if !anew {
			patient(room)
		}
	})
}

// roomy lets the heap grow into large pages, as long as it is below so many bytes:
// what a program first touches costs a fault for each page, with small ones as much
// as all else that a small edit asks for. Nobody has touched the room yet, so it
// takes no memory.
func roomy(bytes int64) {
	bytes = min(bytes, debug.SetMemoryLimit(-1), spare()) - held()
	if bytes < small {
		return
	}
	var room strings.Builder // what it has grown by, nobody has filled with zeros
	room.Grow(int(bytes))
	room.WriteByte(0)
	inLargePages(unsafe.Slice(unsafe.StringData(room.String()), room.Cap()))
	room.Reset()
	runtime.GC() // now it is the heap's
}

// patient lets garbage wait until the program holds so many bytes. Up to there
// nearly all that a build makes is facts, unless it begins from nothing, and a
// small edit would spend a fifth of its time to find that out again and again.
// Then collecting goes on as it was set before.
func patient(bytes int64) {
	bytes = max(bytes, small)
	if limit := debug.SetMemoryLimit(-1); bytes < limit {
		percent := debug.SetGCPercent(-1)
		debug.SetMemoryLimit(bytes)
		// The first collection ends it.
		runtime.AddCleanup(new([16]byte), func(percent int) {
			debug.SetGCPercent(percent)
			debug.SetMemoryLimit(limit)
		}, percent)
	}
}

// held returns how much memory the program holds, as debug.SetMemoryLimit
// counts it.
func held() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased)
}
