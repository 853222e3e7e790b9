package build

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/site"
)

// make makes every output and hands it to write, on several goroutines; with
// a nil write only mistakes are looked for.
func (s *loaded) make(jobs int, write func(path string, data []byte) error) (diag.List, error) {
	var mu sync.Mutex
	var list diag.List
	var next atomic.Int64
	var g errgroup.Group
	for range cmp.Or(jobs, runtime.GOMAXPROCS(0)) {
		g.Go(func() error {
			var buf bytes.Buffer
			var fault error
			report := site.Report{
				Mistake: func(d diag.Diagnostic) {
					mu.Lock()
					defer mu.Unlock()
					list = append(list, d)
				},
				Fault: func(err error) { fault = cmp.Or(fault, err) },
			}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(s.outputs) {
					return nil
				}
				o := &s.outputs[i]
				body := o.Body(report)
				if fault != nil {
					return fmt.Errorf("making %s: %w", o.Path, fault)
				}
				if write == nil {
					continue
				}
				buf.Reset()
				if err := s.render(&buf, body); err != nil {
					return fmt.Errorf("making %s: %w", o.Path, err)
				}
				if err := write(o.Path, buf.Bytes()); err != nil {
					return err
				}
			}
		})
	}
	err := g.Wait()
	return list, err
}

// render turns a body into bytes.
func (s *loaded) render(buf *bytes.Buffer, body site.Body) error {
	switch b := body.(type) {
	case site.Page:
		return s.theme.Render(buf, b.Layout, string(b.Lang), b.View)
	case site.Bytes:
		buf.Write(b)
	case site.Copy:
		fsys := fs.FS(s.tree)
		if b.From == campaign.FromTheme {
			fsys = s.theme.StaticFS
		}
		data, err := fs.ReadFile(fsys, b.Name)
		if err != nil {
			return err
		}
		buf.Write(data)
	}
	return nil
}
