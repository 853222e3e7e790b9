package parallel

import (
	"runtime/metrics"
	"sync"
	"sync/atomic"
)

// A lull lets garbage be collected while nobody works. Beside the work that would take
// several times as long, every pointer that is written would cost more, and all that is
// made meanwhile would stay until the next time (while the pages of 500,000 events are
// made, a quarter of the room for garbage).
type lull struct {
	collect func() // runtime.GC
	begun   atomic.Int64
	working sync.RWMutex
}

// often is how many pieces of work are begun before the heap is looked at again.
const often = 64

// do does the i-th piece of work, after a lull when it is time for one.
func (l *lull) do(work func(i int) error, i int) error {
	if l.begun.Add(1)%often == 0 && nearlyFull() {
		l.working.Lock()
		if nearlyFull() { // else another was faster
			l.collect()
		}
		l.working.Unlock()
	}
	l.working.RLock()
	defer l.working.RUnlock()
	return work(i)
}

// nearlyFull says whether the heap has grown so far that it will soon be collected, lull
// or not: four fifths of the way from what is in use to the size that the collector aims
// at. By itself it begins somewhere between seven tenths and 95 hundredths
// (runtime/mgcpacer.go); that it does so before is no harm but the time it takes.
func nearlyFull() bool {
	m := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/goal:bytes"}}
	metrics.Read(m)
	live, now, goal := m[0].Value.Uint64(), m[1].Value.Uint64(), m[2].Value.Uint64()
	return now > live+(goal-min(goal, live))/5*4
}
