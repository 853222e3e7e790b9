package build

import (
	"runtime"
	"runtime/debug"
)

// patient lets garbage wait until the program holds as much as at the end of
// the last build, in bytes; 0 says nothing. Up to there nearly all that a build
// makes is facts, and a small edit would spend a fifth of its time to find that
// out again and again. Then collecting goes on as it was set before.
func patient(bytes int64) {
	if bytes == 0 {
		return
	}
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(-1)
	if bytes >= limit {
		debug.SetGCPercent(percent)
		return
	}
	debug.SetMemoryLimit(bytes)
	// The first collection ends it.
	runtime.AddCleanup(new([16]byte), func(percent int) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}, percent)
}

// held returns how much memory the program holds, as debug.SetMemoryLimit
// counts it.
func held() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased)
}
