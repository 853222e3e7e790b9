package build

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/film"
	"bunting/internal/parallel"
	"bunting/internal/picture"
	"bunting/internal/release"
	"bunting/internal/site"
	"bunting/internal/source"
)

// A maker makes the outputs of a site, on several goroutines.
type maker struct {
	*loaded
	*memory
	o *Options
	r *release.Release // nil: only mistakes are looked for

	buffers sync.Pool // of *bytes.Buffer
	reused  atomic.Int64
	mu      sync.Mutex
	list    diag.List
}

// make makes every output that is not kept as it is, and returns how many are
// pages, files and kept.
func (s *loaded) make(o *Options, m *memory, r *release.Release) (Result, diag.List, error) {
	defer o.Stats.stage("make")()
	k := &maker{loaded: s, memory: m, o: o, r: r}
	k.buffers.New = func() any { return new(bytes.Buffer) }
	if o.Progress != nil {
		o.Progress.Total.Store(int64(len(s.outputs)))
	}
	err := parallel.For(o.Jobs, len(s.outputs), k.output)
	if err == nil && s.rest != nil && r != nil {
		return k.keepRest()
	}
	result := Result{Reused: int(k.reused.Load()), PicturesMade: int(s.photos.made.Load())}
	for i := range s.outputs {
		if path := s.outputs[i].Path; o.Shard.has(path) {
			result.Files++
			if strings.HasSuffix(path, ".html") {
				result.Pages++
			}
			if strings.HasPrefix(path, site.Pictures) {
				result.Pictures++
			}
		}
	}
	return result, k.list, err
}

// keepRest keeps all of the site that stands but for the outputs, with what was told
// of it.
func (k *maker) keepRest() (Result, diag.List, error) {
	if !k.r.KeepRest(*k.rest) {
		return Result{}, nil, fmt.Errorf("the output is another than when the build began: %w", source.ErrChanged)
	}
	for path, r := range k.past.Outputs {
		if slices.ContainsFunc(k.outputs, func(out site.Output) bool { return out.Path == path }) {
			continue
		}
		list, err := diag.Decode(r.Told)
		if err != nil {
			return Result{}, nil, fmt.Errorf("what is remembered of %s: %w", path, source.ErrChanged)
		}
		k.memory.next.Outputs[path] = r
		k.tell(list)
	}
	result := k.past.Result
	result.PicturesMade = int(k.loaded.photos.made.Load())
	result.Reused = result.Files - len(k.outputs) + int(k.reused.Load())
	return result, k.list, nil
}

// output makes one of the outputs, if it is of this share.
func (k *maker) output(i int) error {
	if out := &k.outputs[i]; k.o.Shard.has(out.Path) {
		buf := k.buffers.Get().(*bytes.Buffer)
		defer k.buffers.Put(buf)
		if err := k.one(out, buf); err != nil {
			return fmt.Errorf("making %s: %w", out.Path, err)
		}
	}
	if k.o.Progress != nil {
		k.o.Progress.Done.Add(1)
	}
	return nil
}

// one makes one output, unless it is kept.
func (k *maker) one(out *site.Output, buf *bytes.Buffer) error {
	begin := time.Now()
	key, known := k.key(out)
	if known && k.r != nil && !k.o.Verify {
		as, list := k.recall(out.Path, key)
		if k.r.Keep(out.Path, keyOf(as)) {
			k.reused.Add(1)
			if list != nil {
				k.remark(out.Path, key, list)
				k.tell(list)
			}
			return nil
		}
	}
	var list diag.List
	var fault error
	body := out.Body(site.Report{
		Mistake: func(d diag.Diagnostic) { list = append(list, d) },
		Fault: func(err error) {
			if fault == nil {
				fault = err
			}
		},
	})
	k.tell(list)
	if f, ok := body.(site.Copy); fault != nil || k.r == nil && !(ok && f.From == campaign.FromDocument) {
		return fault
	}
	buf.Reset()
	if err := k.render(buf, body); err != nil {
		return k.unreadable(body, err)
	}
	if k.r == nil {
		return nil
	}
	if !known && out.Copied() { // now it has been read
		key, known = k.key(out)
	}
	var as release.Key
	if len(list) > 0 {
		key = k.remark(out.Path, key, list)
	}
	if known {
		as = keyOf(key)
	}
	k.verify(out.Path, as, buf.Bytes())
	err := k.r.Write(out.Path, as, buf.Bytes())
	if k.o.Stats != nil {
		page, _ := body.(site.Page)
		k.o.Stats.output(out.Path, page.Layout, time.Since(begin))
	}
	return err
}

// unreadable tells of a picture that a document offers and nobody can read; err
// is what came of it.
func (k *maker) unreadable(body site.Body, err error) error {
	f, ok := body.(site.Copy)
	var wrong *picture.Error
	if !ok || !errors.As(err, &wrong) {
		return err
	}
	mistake, err := k.loaded.photos.mistake(&campaign.Photo{File: path.Base(f.Name)}, err)
	if err == nil {
		mistake.Span = diag.Span{File: f.Name}
		k.tell(diag.List{*mistake})
	}
	return err
}

// keyOf returns as much of a key as a manifest holds.
func keyOf(key digest.Sum) release.Key { return release.Key(key[:]) }

// tell notes mistakes.
func (k *maker) tell(list diag.List) {
	if len(list) > 0 {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.list = append(k.list, list...)
	}
}

// key returns the digest of all that an output is made from; false when that
// is not known before it is made.
func (k *maker) key(out *site.Output) (digest.Sum, bool) {
	if sum, ok := out.Key(); ok {
		if k.theme == nil {
			return digest.Sum{}, false
		}
		how := k.theme.Digest(out.Layout())
		return digest.Key(string(k.program[:]), string(how[:]), string(sum[:])), true
	}
	if !out.Copied() {
		return digest.Sum{}, false
	}
	f := out.Body(site.Report{}).(site.Copy)
	if f.From == campaign.FromTheme { // they are few
		return digest.Sum{}, false
	}
	sum, ok := k.tree.Known(f.Name)
	return digest.Key("bare copy", string(sum[:])), ok
}

// render turns a body into bytes.
func (s *loaded) render(buf *bytes.Buffer, body site.Body) error {
	switch b := body.(type) {
	case site.Page:
		return s.theme.Render(buf, b.Layout, string(b.Lang), b.View)
	case site.Bytes:
		buf.Write(b(buf.AvailableBuffer()))
	case site.Variant:
		data, err := s.photos.variant(b)
		if err != nil {
			return err
		}
		buf.Write(data)
	case site.Original:
		data, err := s.photos.original(b)
		if err != nil {
			return err
		}
		buf.Write(data)
	case site.Media:
		data, err := fileOf(s.tree, b)
		if err != nil {
			return err
		}
		buf.Write(data)
	case site.Copy:
		fsys := fs.FS(s.tree)
		if b.From == campaign.FromTheme {
			fsys = s.theme.StaticFS
		}
		data, err := fs.ReadFile(fsys, b.Name)
		if err == nil && b.From == campaign.FromDocument {
			data, err = s.bare(b.Name, data)
		}
		if err != nil {
			return err
		}
		buf.Write(data)
	}
	return nil
}

// bare takes out of a picture or film what a camera has written into it; other
// files stay as they are. The error is a *picture.Error when it is a picture that
// cannot be read.
func (s *loaded) bare(name string, data []byte) ([]byte, error) {
	if kind, _ := film.Inspect(data); kind != "" {
		film.Clean(data)
		return data, nil
	}
	clean, _, err := picture.Original(data, int64(s.campaign.Images.MaxPixels))
	var wrong *picture.Error
	if errors.As(err, &wrong) && !campaign.IsPicture(name) {
		return data, nil
	}
	return clean, err
}
