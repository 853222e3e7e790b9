package deploy

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// usualLease is how long a lock holds that nobody renews.
const usualLease = 2 * time.Minute

// A lockedError is ErrLocked, and says how long the lock still holds.
type lockedError struct{ left time.Duration }

func (e lockedError) Error() string {
	return fmt.Sprintf("%v; if that one was killed, its lock ends in %v", ErrLocked, e.left.Round(time.Second))
}

func (e lockedError) Unwrap() error { return ErrLocked }

// lock takes the store's lock and renews it until unlock is called. The context
// returned ends with ErrLost before somebody else may take it.
//
// A lock is a file with a number of chance. One that was not written to for a
// lease is dead, and is replaced on the condition that it still is the same. On
// a server that cannot make this one step (SFTP), two deploys that find a dead
// lock in the same instant may both believe to have it; the manifest's condition
// then stops one of them.
func lock(ctx context.Context, s store, lease time.Duration) (locked context.Context, unlock func(), err error) {
	id := []byte(rand.Text())
	tag := ""
	for range 3 {
		taken := time.Now()
		if err := s.PutIf(ctx, lockPath, id, tag); err != nil && !errors.Is(err, errTaken) {
			return nil, nil, fmt.Errorf("lock: %w", err)
		}
		// A store may know no conditions, and an answer may have gone astray: what
		// it holds now decides.
		o, err := s.Get(ctx, lockPath)
		switch {
		case errors.Is(err, fs.ErrNotExist): // it has just been released
			tag = ""
		case err != nil:
			return nil, nil, fmt.Errorf("lock: %w", err)
		case bytes.Equal(o.data, id):
			locked, unlock = renew(ctx, s, id, o.tag, taken, lease)
			return locked, unlock, nil
		case o.age < lease:
			return nil, nil, lockedError{lease - o.age}
		default:
			tag = o.tag
		}
	}
	return nil, nil, lockedError{lease}
}

// renew keeps a lock alive that was taken at that time.
func renew(ctx context.Context, s store, id []byte, tag string, taken time.Time, lease time.Duration) (context.Context, func()) {
	locked, lose := context.WithCancelCause(ctx)
	quit, done := make(chan struct{}), make(chan struct{})
	alive := time.AfterFunc(time.Until(taken.Add(lease*3/4)), func() { lose(ErrLost) })
	go func() {
		defer close(done)
		again := time.NewTicker(lease / 4)
		defer again.Stop()
		for {
			select {
			case <-quit:
				return
			case <-locked.Done():
				return
			case <-again.C:
			}
			taken := time.Now()
			err := s.PutIf(locked, lockPath, id, tag)
			o, reading := s.Get(locked, lockPath)
			switch {
			case reading == nil && !bytes.Equal(o.data, id), errors.Is(reading, fs.ErrNotExist):
				lose(ErrLost)
				return
			case reading == nil && err == nil:
				alive.Reset(time.Until(taken.Add(lease * 3 / 4)))
			}
			if reading == nil {
				tag = o.tag
			}
		}
	}()
	return locked, func() {
		close(quit)
		held := alive.Stop() && !errors.Is(context.Cause(locked), ErrLost)
		lose(context.Canceled)
		<-done
		if held {
			// Whoever has broken the deploy off still wants the lock gone; so much of
			// the lease is left.
			free, cancel := context.WithTimeout(context.WithoutCancel(ctx), lease/4)
			defer cancel()
			_ = s.Delete(free, lockPath) // else it ends by itself
		}
	}
}
