// Package preview shows a site to those who write it: it serves what a build
// would publish, makes it anew when a file is saved, and tells the open pages.
//
// Promises:
//   - What is served is what a build of the same files publishes, byte for byte;
//     a page has one element more, the script that keeps it up to date (added).
//   - Mistakes do not stop it: the last good site stays, and every page tells.
//   - Only the site's files are served: a path is looked up among them and never
//     opened. A request that another site may have caused is refused (guard).
//   - The watcher only says where to look. What has changed is what package source
//     finds, and from time to time everything is looked at.
//
// Left out on purpose: anything that writes the site to disk.
package preview

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"bunting/internal/build"
	"bunting/internal/diag"
	"bunting/internal/source"
)

// Options say what is shown, and to whom.
type Options struct {
	Build    build.Options // of which Drafts, Future and Now are where every visitor begins
	Lang     diag.Lang     // of what is said to editors
	Navigate bool          // open pages go to the page that was changed
	Editor   string        // a command that opens a file: {file}, {line} and {column} are filled in; may be empty
	Token    string        // what others than this machine must know; empty: they are refused
	Tell     func(Round)   // called after every round, by one goroutine
}

// A Round is what came of looking at the sources.
type Round struct {
	Changed []string  // files; nil for the first round
	List    diag.List // what is to be told of the site now
	Stays   bool      // the last good site is shown, as there is none of these sources
	Fault   error     // of the machine, because of which the list is not known
	Took    time.Duration
}

// A Server shows one site.
type Server struct {
	o     Options
	live  *build.Live
	start choice
	words words

	work sync.Mutex // held by who looks or makes: build.Live is for one at a time

	mu       sync.Mutex
	round    int
	ended    chan struct{} // closed, and made anew, at the end of each round
	variants map[choice]*variant
	going    []string       // where pages that follow go: the pages changed in this round
	statics  map[string]int // by path in the site: the round in which a file that is copied has changed
	served   served
	streams  int

	watcher *watcher
}

// A choice is what a visitor asked to see.
type choice struct {
	drafts, future bool
	now            time.Time // zero: by the clock
}

// A variant is the site that a choice makes of the sources.
type variant struct {
	site    *build.Site // the last good one; nil: none yet
	list    diag.List   // of the newest try
	fault   error
	round   int                  // of the newest try
	pending map[string]bool      // files changed since site was made
	pages   map[string]diag.List // what pages told when they were made, by path
	used    time.Time
}

// Bounds of what is kept for visitors.
const (
	maxVariants = 4
	forgetAfter = 10 * time.Minute // a variant that nobody asks for
)

// New loads the site. Run is due next, and Close at the end. The error is a
// fault of the machine; errors.Is tells fs.ErrNotExist when there is no such
// folder.
func New(o Options) (*Server, error) {
	live, err := build.Open(o.Build)
	if err != nil {
		return nil, err
	}
	s := &Server{
		o: o, live: live, start: choice{o.Build.Drafts, o.Build.Future, o.Build.Now}, words: wordsIn(o.Lang),
		ended: make(chan struct{}), variants: map[choice]*variant{}, statics: map[string]int{},
	}
	s.watcher = watch(o.Build.Source)
	s.watcher.follow(live.Folders())
	begin := time.Now()
	s.makeStart()
	s.tell(nil, begin)
	return s, nil
}

// Close ends all, and keeps what the next start will want to know.
func (s *Server) Close() diag.List {
	s.watcher.close()
	s.work.Lock()
	defer s.work.Unlock()
	return s.live.Close()
}

// Run looks at the sources whenever they may have changed, until ctx is done.
func (s *Server) Run(ctx context.Context) {
	var beside sync.WaitGroup
	beside.Go(s.live.Keep)
	beside.Go(func() { s.inspect(ctx) })
	for {
		folders, ok := s.watcher.wait(ctx, s.patience())
		if !ok {
			beside.Wait()
			return
		}
		s.look(folders)
	}
}

// pause is how long after a round, when nobody saves anything, the pages are
// inspected that nobody asks for.
const pause = time.Second

// inspect finds what is wrong with pages that nobody has asked for: at first with
// all, then after each round with those that link to others. It gives way to who
// saves or asks. Garbage is collected then, too, and not while somebody waits.
func (s *Server) inspect(ctx context.Context) {
	var done *build.Site
	first := true
	for {
		s.mu.Lock()
		ended := s.ended
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-ended:
			continue
		case <-time.After(pause):
		}
		runtime.GC()
		v := s.variant(s.start)
		if v.site != nil && v.site != done && s.inspectAll(ctx, v, ended, first) {
			done, first = v.site, false
		}
		select {
		case <-ctx.Done():
			return
		case <-ended:
		}
	}
}

// inspectAll inspects the pages of a site until a round ends.
func (s *Server) inspectAll(ctx context.Context, v view, ended chan struct{}, all bool) (complete bool) {
	found := false
	for _, path := range v.site.Texts(!all) {
		s.work.Lock() // who saves goes first
		begin := time.Now()
		list, err := v.site.Check(path)
		s.work.Unlock()
		if err == nil {
			found = s.note(v, path, list) || found
		}
		select {
		case <-ctx.Done():
			return false
		case <-ended:
			return false
		case <-time.After(time.Since(begin)):
		}
	}
	if found {
		s.work.Lock()
		defer s.work.Unlock()
		s.tell(nil, time.Now())
	}
	return true
}

// How long the watcher is believed: then everything is looked at.
const (
	attentive = 3 * time.Second  // while somebody looks at a page
	drowsy    = 30 * time.Second // otherwise
)

// patience returns how long to wait for the watcher.
func (s *Server) patience() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	wait := drowsy
	if s.streams > 0 {
		wait = attentive
	}
	for _, v := range s.variants {
		if v.site != nil && !v.site.Next().IsZero() {
			wait = min(wait, max(time.Second, time.Until(v.site.Next()))) // it may have stayed hidden for a mistake
		}
	}
	return wait
}

// look looks at some folders, nil for all, and makes anew what has changed.
func (s *Server) look(folders []string) {
	s.work.Lock()
	defer s.work.Unlock()
	begin := time.Now()
	changed, err := s.live.Look(folders)
	if err == nil {
		fresh := s.watcher.follow(s.live.Folders())
		if len(fresh) > 0 { // what came into a new folder before it was watched
			var more []string
			more, err = s.live.Look(fresh)
			changed = append(changed, more...)
		}
	}
	if len(changed) == 0 && err == nil && !s.due() {
		return
	}
	s.mu.Lock()
	s.round++
	for _, v := range s.variants {
		for _, name := range changed {
			v.pending[name] = true
		}
	}
	for _, name := range changed {
		if path := staticPath(name); path != "" {
			s.statics[path] = s.round
		}
	}
	s.mu.Unlock()
	s.makeStart()
	s.mu.Lock()
	s.going = nil
	if v := s.variants[s.start]; s.o.Navigate && v.site != nil && v.list.Errors() == 0 {
		s.going = v.site.PagesOf(changed, maxGoing+1)
		if len(s.going) > maxGoing {
			s.going = nil
		}
	}
	others := s.others()
	s.mu.Unlock()
	for _, c := range others {
		s.make(c)
	}
	s.tell(changed, begin)
}

// maxGoing is how many pages may have changed for one of them to be gone to:
// those of one document in some languages.
const maxGoing = 8

// due tells whether something hidden is to be shown by now, or the last round
// has failed.
func (s *Server) due() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.variants {
		if v.fault != nil || v.site != nil && over(v.site.Next()) {
			return true
		}
	}
	return false
}

func over(t time.Time) bool { return !t.IsZero() && !time.Now().Before(t) }

// others returns the variants that somebody looks at, beside the first, and
// forgets the rest.
func (s *Server) others() (list []choice) {
	for c, v := range s.variants {
		switch {
		case c == s.start:
		case time.Since(v.used) > forgetAfter:
			delete(s.variants, c)
		default:
			list = append(list, c)
		}
	}
	return list
}

// makeStart makes the site that visitors begin with.
func (s *Server) makeStart() { s.make(s.start) }

// attempts is how often a site is made that is changed meanwhile.
const attempts = 6

// make brings a variant up to date. The caller holds s.work.
func (s *Server) make(c choice) *variant {
	s.mu.Lock()
	v := s.variants[c]
	if v == nil {
		v = &variant{round: -1, pending: map[string]bool{}, pages: map[string]diag.List{}, used: time.Now()}
		s.variants[c] = v
		s.makeRoom(c)
	}
	last := v.site
	s.mu.Unlock()
	if v.round == s.round && v.fault == nil {
		return v
	}
	var made *build.Site
	var list diag.List
	var err error
	for i := range attempts {
		var changed []string
		for name := range v.pending {
			changed = append(changed, name)
		}
		slices.Sort(changed)
		if last != nil && over(last.Next()) {
			last = nil
		}
		made, list, err = s.live.Make(build.Choice{Drafts: c.drafts, Future: c.future, Now: c.now}, last, changed)
		if !errors.Is(err, source.ErrChanged) && !errors.Is(err, fs.ErrNotExist) {
			break
		}
		time.Sleep(time.Millisecond << i) // a file is being written, or was taken away
		more, lookErr := s.live.Look(nil)
		if lookErr != nil {
			err = lookErr
			break
		}
		s.mu.Lock()
		for _, other := range s.variants {
			for _, name := range more {
				other.pending[name] = true
			}
		}
		s.mu.Unlock()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v.list, v.fault, v.round = list, err, s.round
	if err == nil && made != nil && list.Errors() == 0 {
		v.site = made
		clear(v.pending)
		for path, told := range made.Tried() {
			v.pages[path] = told
		}
		maps.DeleteFunc(v.pages, func(path string, _ diag.List) bool { return !made.Has(path) })
	}
	return v
}

// makeRoom forgets the variant that nobody has asked for longest when there are
// too many. The caller holds s.mu.
func (s *Server) makeRoom(keep choice) {
	for len(s.variants) > maxVariants {
		var oldest choice
		for c, v := range s.variants {
			if c != keep && c != s.start && (oldest == (choice{}) || v.used.Before(s.variants[oldest].used)) {
				oldest = c
			}
		}
		delete(s.variants, oldest)
	}
}

// tell ends a round.
func (s *Server) tell(changed []string, begin time.Time) {
	s.mu.Lock()
	close(s.ended)
	s.ended = make(chan struct{})
	v := s.variants[s.start]
	r := Round{Changed: changed, List: v.all(), Stays: v.stays(), Fault: v.fault, Took: time.Since(begin)}
	s.mu.Unlock()
	if s.o.Tell != nil {
		s.o.Tell(r)
	}
}

// variant returns what a visitor who made a choice sees.
func (s *Server) variant(c choice) view {
	s.mu.Lock()
	v := s.variants[c]
	s.mu.Unlock()
	if v == nil {
		s.work.Lock()
		v = s.make(c)
		s.work.Unlock()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v.used = time.Now()
	return view{v, v.site, v.list, v.fault, s.round}
}

// A view is a variant at one moment.
type view struct {
	variant *variant
	site    *build.Site
	list    diag.List
	fault   error
	round   int
}

// note keeps what a page told when it was made, and tells whether that is
// something else than before.
func (s *Server) note(v view, path string, list diag.List) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.variant.site != v.site {
		return false // it is another by now
	}
	before := v.variant.pages[path]
	if len(list) == 0 {
		delete(v.variant.pages, path)
	} else {
		v.variant.pages[path] = list
	}
	return !slices.EqualFunc(before, list, func(a, b diag.Diagnostic) bool { return idOf(a) == idOf(b) })
}

// stays tells whether the last good site is shown. The caller holds Server.mu.
func (v *variant) stays() bool { return v.fault != nil || v.list.Errors() > 0 }

// all returns all that is to be told: of the sources, and of the pages that were
// made. The caller holds Server.mu.
func (v *variant) all() diag.List {
	list := slices.Clone(v.list)
	for _, told := range v.pages {
		list = append(list, told...)
	}
	return list.Sorted()
}

// address returns where the site begins, as a path.
func (v view) address() string {
	if v.site == nil {
		return "/"
	}
	return v.site.Base()
}

// Address returns the path of the site's home page: "/" or such as "/2021/".
func (s *Server) Address() string { return s.variant(s.start).address() }
