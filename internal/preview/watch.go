package preview

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A watcher says in which folders something may have changed. It may say too
// much, and after an overflow or a fault says so of all. Where the system cannot
// watch, it says so of all again and again.
type watcher struct {
	root    string
	notify  *fsnotify.Watcher // nil: the system cannot
	watched map[string]bool   // folders, by their names in the site
	blind   bool              // not every folder is watched
	poked   chan struct{}     // somebody knows of a change
}

// How long to wait for more: until it is quiet, and no longer than patience.
const (
	quiet    = 20 * time.Millisecond
	patience = time.Second
	polling  = time.Second // between looks of who is blind
)

// watch begins to watch the site in a folder.
func watch(root string) *watcher {
	w := &watcher{root: root, watched: map[string]bool{}, poked: make(chan struct{}, 1)}
	var err error
	if w.notify, err = fsnotify.NewWatcher(); err != nil {
		w.blind = true
	}
	return w
}

func (w *watcher) close() {
	if w.notify != nil {
		w.notify.Close()
	}
}

// follow watches just these folders, and returns those that are new.
func (w *watcher) follow(folders iter.Seq[string]) []string {
	if w.notify == nil {
		return nil
	}
	now := maps.Collect(func(yield func(string, bool) bool) {
		for name := range folders {
			if !yield(name, true) {
				return
			}
		}
	})
	var fresh []string
	for name := range now {
		if w.watched[name] {
			continue
		}
		if err := w.notify.Add(filepath.Join(w.root, filepath.FromSlash(name))); err != nil {
			w.blind = w.blind || !errors.Is(err, fs.ErrNotExist) // there may be too many for the system
			continue
		}
		w.watched[name] = true
		fresh = append(fresh, name)
	}
	for name := range w.watched {
		if !now[name] {
			_ = w.notify.Remove(filepath.Join(w.root, filepath.FromSlash(name))) // mostly gone by itself
			delete(w.watched, name)
		}
	}
	return fresh
}

// wait returns the folders in which something may have changed, nil for all of
// them, after at most so long; false when ctx is done.
func (w *watcher) wait(ctx context.Context, atMost time.Duration) (folders []string, ok bool) {
	if w.blind {
		atMost = min(atMost, polling)
	}
	var events chan fsnotify.Event
	var faults chan error
	if w.notify != nil {
		events, faults = w.notify.Events, w.notify.Errors
	}
	end := time.NewTimer(atMost)
	defer end.Stop()
	marked, all := map[string]bool{}, false
	result := func() ([]string, bool) {
		if all {
			return nil, true
		}
		return slices.Collect(maps.Keys(marked)), true
	}
	var still *time.Timer
	var rest <-chan time.Time // until it is quiet; nil before the first event
	noticed := func() {
		if still == nil {
			still = time.NewTimer(quiet)
			rest = still.C
			end.Reset(patience)
			return
		}
		still.Reset(quiet)
	}
	for {
		select {
		case <-ctx.Done():
			return nil, false
		case e := <-events:
			if w.mark(marked, e) {
				noticed()
			}
		case <-faults: // an overflow, mostly: a folder may be another one by now
			w.forget(".")
			all = true
			noticed()
		case <-w.poked:
			all = true
			noticed()
		case <-rest:
			return result()
		case <-end.C:
			all = all || still == nil
			return result()
		}
	}
}

// mark notes the folders in which an event says that something has changed.
func (w *watcher) mark(marked map[string]bool, e fsnotify.Event) bool {
	rel, err := filepath.Rel(w.root, e.Name)
	if err != nil {
		return false
	}
	name := filepath.ToSlash(rel)
	if base := path.Base(name); name != "." && strings.HasPrefix(base, ".") {
		return false // no part of a site
	}
	dir := path.Dir(name)
	if !w.watched[dir] {
		return false
	}
	if dir == "." && !w.watched[name] && e.Has(fsnotify.Write) && name != "config.toml" {
		return false
	}
	marked[dir] = true
	if !w.watched[name] || e.Op == fsnotify.Write || e.Op == fsnotify.Chmod {
		return true
	}
	// A folder was moved, removed or replaced. What is watched is the folder, not
	// its name, so all of it is watched anew.
	for _, below := range w.forget(name) {
		marked[below] = true
	}
	return true
}

// forget ends the watch of a folder and all below it, and returns their names.
func (w *watcher) forget(name string) []string {
	var out []string
	for below := range w.watched {
		if name == "." || below == name || strings.HasPrefix(below, name+"/") {
			_ = w.notify.Remove(filepath.Join(w.root, filepath.FromSlash(below))) // mostly gone by itself
			delete(w.watched, below)
			out = append(out, below)
		}
	}
	return out
}

// poke asks for a look at everything.
func (w *watcher) poke() {
	select {
	case w.poked <- struct{}{}:
	default:
	}
}
