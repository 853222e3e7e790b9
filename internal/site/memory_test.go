package site

import (
	"sync"
	"testing"
	"time"
)

// TestMemory: what is remembered is what would be made, from several
// goroutines and with more keys than there are places.
func TestMemory(t *testing.T) {
	m := newMemory[int, int](64)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 5 * len(m.places) {
				for range 2 {
					if got := m.of(i, func(i int) int { return i * i }); got != i*i {
						t.Errorf("of %d there is %d", i, got)
					}
				}
			}
		})
	}
	wg.Wait()
	made := 0
	for range 10 {
		m.of(-1, func(int) int { made++; return 1 })
	}
	if made != 1 {
		t.Errorf("what is asked for ten times in turn is made %d times", made)
	}
}

func BenchmarkMemory(b *testing.B) {
	m := newMemory[[2]time.Time, string](64)
	start := time.Date(2021, 9, 11, 10, 0, 0, 0, zone)
	for b.Loop() {
		m.of([2]time.Time{start, start}, func(t [2]time.Time) string { return stamp(t[0]) })
	}
}
