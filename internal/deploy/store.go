package deploy

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// A store is a target that holds one site, file by file. Paths are slash paths
// below it. What a method does it does whole or not at all.
type store interface {
	// Get returns a small file; fs.ErrNotExist if there is none.
	Get(ctx context.Context, path string) (object, error)
	// Put writes f, whose bytes are b.
	Put(ctx context.Context, f File, b body) error
	// PutIf writes a small file if what is there has this tag, or is missing if
	// the tag is empty; else errTaken.
	PutIf(ctx context.Context, path string, data []byte, tag string) error
	// Delete removes a file; it is no error if there is none.
	Delete(ctx context.Context, path string) error
	Close() error
}

// An object is a small file of a store.
type object struct {
	data []byte
	tag  string        // names this version of it
	age  time.Duration // since it was written
}

// errTaken says that a file is not as PutIf was told.
var errTaken = errors.New("somebody else has written this")

// Bookkeeping files of a store.
const (
	lockPath     = ".bunting/lock"
	manifestPath = ".bunting/manifest"
	journalPath  = ".bunting/journal"
)

// atOnce is how many files are sent at the same time. Most are small, so they
// wait for answers rather than for bandwidth.
const atOnce = 16

// run is a deploy to a store.
type run struct {
	store store
	dir   string // the built site
	o     Options
	grace time.Duration
	bytes atomic.Int64
}

func (r *run) deploy(ctx context.Context, site []File) (report Report, err error) {
	if !r.o.DryRun {
		locked, unlock, err := lock(ctx, r.store, r.o.lease)
		if err != nil {
			return report, err
		}
		defer unlock()
		ctx = locked
	}
	var held manifest
	var doubt journal
	tag, err := r.read(ctx, manifestPath, &held)
	if err == nil {
		_, err = r.read(ctx, journalPath, &doubt)
	}
	if err != nil {
		return report, err
	}
	p := difference(site, held, doubt, r.o.Now, r.grace)
	report.Changes = p.inOrder()
	report.Waiting = len(p.next.Gone)
	if r.o.DryRun {
		return report, nil
	}
	if r.o.Progress != nil {
		r.o.Progress.Total.Store(int64(len(p.changes)))
	}
	for _, s := range p.steps() {
		switch {
		case s.journal != nil:
			err = r.note(ctx, *s.journal)
		case s.manifest:
			err = r.commit(ctx, p.next, tag)
		default:
			err = r.apply(ctx, s.changes)
		}
		if err != nil {
			return report, err
		}
	}
	report.Sent = p.sends()
	report.Bytes = r.bytes.Load()
	return report, nil
}

// apply makes changes, in any order.
func (r *run) apply(ctx context.Context, changes []Change) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, c := range changes {
		g.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := r.change(ctx, c); err != nil {
				return fmt.Errorf("%s %s: %w", c.Verb, c.Path, err)
			}
			if r.o.Progress != nil {
				r.o.Progress.Done.Add(1)
			}
			return nil
		})
	}
	return g.Wait()
}

func (r *run) change(ctx context.Context, c Change) error {
	if c.Verb == Remove {
		return r.store.Delete(ctx, c.Path)
	}
	b, err := c.file.open(r.dir)
	if err != nil {
		return err
	}
	defer b.Close()
	r.bytes.Add(b.size)
	return r.store.Put(ctx, c.file, b)
}

// note writes the journal, or removes an empty one. The lock keeps others away
// from it.
func (r *run) note(ctx context.Context, j journal) error {
	if len(j.There)+len(j.Maybe) == 0 {
		return r.store.Delete(ctx, journalPath)
	}
	data, err := pack(j)
	if err != nil {
		return err
	}
	return r.store.Put(ctx, bookkeeping(journalPath), text(data))
}

// commit writes the manifest where the one with this tag stands.
func (r *run) commit(ctx context.Context, m manifest, tag string) error {
	data, err := pack(m)
	if err != nil {
		return err
	}
	err = r.store.PutIf(ctx, manifestPath, data, tag)
	if !errors.Is(err, errTaken) {
		return err
	}
	// Perhaps by us: the answer went astray, or was given up while the store was
	// still at work.
	for n := range 5 {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(time.Duration(n) * 200 * time.Millisecond):
		}
		switch now, err := r.store.Get(ctx, manifestPath); {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		case bytes.Equal(now.data, data):
			return nil
		}
	}
	return ErrMoved
}

// read reads a bookkeeping file into v and returns its tag; a missing one says
// nothing.
func (r *run) read(ctx context.Context, path string, v any) (tag string, err error) {
	o, err := r.store.Get(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err == nil && len(o.data) > 0 { // an empty one was claimed, and never written
		err = unpack(o.data, v)
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return o.tag, nil
}

// bookkeeping returns a file of our own, which nobody is to keep a copy of.
func bookkeeping(path string) File {
	return File{Path: path, Type: "application/octet-stream", Cache: "no-store"}
}

// pack writes v as gzipped JSON.
func pack(v any) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	err := errors.Join(json.NewEncoder(z).Encode(v), z.Close())
	return b.Bytes(), err
}

// maxBook bounds what a bookkeeping file unpacks to, in bytes: some ten million
// files.
const maxBook = 4 << 30

func unpack(data []byte, v any) error {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return json.NewDecoder(io.LimitReader(z, maxBook)).Decode(v)
}
