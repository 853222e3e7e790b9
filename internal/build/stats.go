package build

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// Stats says what took how long. A nil one takes no note.
type Stats struct {
	mu        sync.Mutex
	stages    []Cost
	templates map[string]Cost
	files     []Cost // the slowest, in no order
}

// A Cost is the time that something took.
type Cost struct {
	Name  string
	Count int           // how often
	Time  time.Duration // in all; of work done at once by several cores, their sum
}

// slowest is how many templates and files are worth a line.
const slowest = 10

// stage begins a stage; calling what it returns ends it.
func (s *Stats) stage(name string) (end func()) {
	if s == nil {
		return func() {}
	}
	begin := time.Now()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stages = append(s.stages, Cost{name, 1, time.Since(begin)})
	}
}

// output notes what making one output took; layout is empty for what is no
// page.
func (s *Stats) output(path, layout string, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if layout != "" {
		if s.templates == nil {
			s.templates = map[string]Cost{}
		}
		c := s.templates[layout]
		s.templates[layout] = Cost{layout, c.Count + 1, c.Time + took}
	}
	if s.files = append(s.files, Cost{path, 1, took}); len(s.files) >= 100*slowest {
		s.files = top(s.files)
	}
}

// Stages returns the stages in the order in which they ended.
func (s *Stats) Stages() []Cost { return s.stages }

// Templates returns the layouts that took most, the slowest first: making the
// view, rendering and writing.
func (s *Stats) Templates() []Cost { return top(slices.Collect(maps.Values(s.templates))) }

// Files returns the files that took most, the slowest first.
func (s *Stats) Files() []Cost { return top(s.files) }

// top returns the costliest of list.
func top(list []Cost) []Cost {
	slices.SortFunc(list, func(a, b Cost) int { return cmp.Or(cmp.Compare(b.Time, a.Time), cmp.Compare(a.Name, b.Name)) })
	return list[:min(len(list), slowest)]
}
