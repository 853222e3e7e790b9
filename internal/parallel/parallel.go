// Package parallel does the same to many things on every core.
package parallel

import (
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// For calls do for 0 to n-1 on several goroutines: jobs of them, or as many as run
// at once (GOMAXPROCS) where jobs is 0. Every one has a stretch of its own, so that
// those at work on what lies side by side (files of one folder, which the system lets
// only one of them change at a time) do not wait for each other; who is done with it
// helps with the next stretch. From time to time all wait while garbage is collected.
// It returns the first error, after which that goroutine stops and the others go on.
func For(jobs, n int, do func(i int) error) error {
	return (&lull{collect: runtime.GC}).each(jobs, n, do)
}

// each does what For says.
func (l *lull) each(jobs, n int, do func(i int) error) error {
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	jobs = min(jobs, n)
	next := make([]atomic.Int64, jobs) // in each stretch
	var g errgroup.Group
	for own := range jobs {
		g.Go(func() error {
			for ahead := range jobs {
				stretch := (own + ahead) % jobs
				from, to := stretch*n/jobs, (stretch+1)*n/jobs
				for {
					i := from + int(next[stretch].Add(1)) - 1
					if i >= to {
						break
					}
					if err := l.do(do, i); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return g.Wait()
}
