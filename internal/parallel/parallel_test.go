package parallel

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
)

// TestFor: everything is done once, however many do it.
func TestFor(t *testing.T) {
	for _, jobs := range []int{0, 1, 2, 3, 7, 64} {
		for _, n := range []int{0, 1, 2, 5, 63, 64, 65, 10_007} {
			t.Run(fmt.Sprintf("%d by %d", n, jobs), func(t *testing.T) {
				done := make([]atomic.Int32, n)
				err := For(jobs, n, func(i int) error { done[i].Add(1); return nil })
				if err != nil {
					t.Fatal(err)
				}
				for i := range done {
					if times := done[i].Load(); times != 1 {
						t.Fatalf("%d is done %d times", i, times)
					}
				}
			})
		}
	}
}

// TestError: an error comes back, and who met it does no more.
func TestError(t *testing.T) {
	wrong := errors.New("wrong")
	var after atomic.Int32
	err := For(1, 100, func(i int) error {
		if i == 40 {
			return wrong
		}
		if i > 40 {
			after.Add(1)
		}
		return nil
	})
	if err != wrong || after.Load() > 0 {
		t.Errorf("error %v, and %d done after it", err, after.Load())
	}
	if err := For(4, 100, func(int) error { return wrong }); err != wrong {
		t.Errorf("error %v", err)
	}
}
