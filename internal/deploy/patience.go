package deploy

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"time"

	"bunting/internal/objectstore"
)

// patience says how long a target may take.
type patience struct {
	tries int           // of each request
	pause time.Duration // before the second try; it doubles, up to 32 of it
	wait  time.Duration // for an answer to a request without a body; n times that at try n, as the line may be slow
}

func (p patience) orUsual() patience {
	return defaulted(p, patience{tries: 6, pause: 250 * time.Millisecond, wait: 30 * time.Second})
}

// slowest is the least speed at which a file may be sent, in bytes a second.
const slowest = 16 << 10

// patient is a store that is asked again when it fails.
type patient struct {
	store
	patience
}

func (p patient) Get(ctx context.Context, path string) (o object, err error) {
	err = p.try(ctx, 0, func(ctx context.Context) error {
		o, err = p.store.Get(ctx, path)
		return err
	})
	return o, err
}

func (p patient) Put(ctx context.Context, f File, b body) error {
	return p.try(ctx, b.size, func(ctx context.Context) error { return p.store.Put(ctx, f, b) })
}

func (p patient) PutIf(ctx context.Context, path string, data []byte, tag string) error {
	return p.try(ctx, int64(len(data)), func(ctx context.Context) error { return p.store.PutIf(ctx, path, data, tag) })
}

func (p patient) Delete(ctx context.Context, path string) error {
	return p.try(ctx, 0, func(ctx context.Context) error { return p.store.Delete(ctx, path) })
}

// try makes a request that sends size bytes, again and again with growing
// pauses. Chance in the pauses keeps those who failed together from coming back
// together.
func (p patient) try(ctx context.Context, size int64, request func(context.Context) error) error {
	pause := p.pause
	for n := 1; ; n++ {
		attempt, cancel := context.WithTimeout(ctx, time.Duration(n)*p.wait+time.Duration(size/slowest)*time.Second)
		err := request(attempt)
		cancel()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case n == p.tries || hopeless(err):
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause/2 + rand.N(pause)):
		}
		pause = min(2*pause, 32*p.pause)
	}
}

// hopeless tells whether a request would fail again.
func hopeless(err error) bool {
	for _, known := range []error{errTaken, fs.ErrNotExist, fs.ErrPermission, ErrHostKey, ErrRefused} {
		if errors.Is(err, known) {
			return true
		}
	}
	switch status := objectstore.Status(err); status {
	case http.StatusBadRequest, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests: // what was cut short is a bad request, too
		return false
	default:
		return status >= 400 && status < 500
	}
}
