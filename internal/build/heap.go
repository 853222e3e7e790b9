package build

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// patient lets garbage wait until the program holds as much as at the end of
// the last build, in bytes; 0 says nothing. Up to there nearly all that a build
// makes is facts, and a small edit would spend a fifth of its time to find that
// out again and again. Then collecting goes on as it was set before.
// A program that builds more than once waits once.
func patient(bytes int64) {
	if limit := debug.SetMemoryLimit(-1); bytes > 0 && bytes < limit {
		waiting.Do(func() {
			percent := debug.SetGCPercent(-1)
			debug.SetMemoryLimit(bytes)
			// The first collection ends it.
			runtime.AddCleanup(new([16]byte), func(percent int) {
				debug.SetGCPercent(percent)
				debug.SetMemoryLimit(limit)
			}, percent)
		})
	}
}

var waiting sync.Once

// held returns how much memory the program holds, as debug.SetMemoryLimit
// counts it.
func held() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased)
}
