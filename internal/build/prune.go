package build

import (
	"bunting/internal/cache"
	"bunting/internal/config"
	"bunting/internal/source"
)

// A Pruned says how large a site's cache was and is, in bytes, against its budget.
type Pruned struct {
	Budget int64 `json:"budget"`
	Before int64 `json:"before"`
	After  int64 `json:"after"`
}

// Prune makes the cache of the site in a folder no larger than budget, in bytes:
// what was used longest ago goes. A build that runs meanwhile, or later, makes anew
// what it misses. A budget of 0 is the config's; where there is none either, ok is
// false and nothing is done.
func Prune(dir string, budget int64) (p Pruned, ok bool, err error) {
	if budget == 0 {
		tree, err := source.Open(dir, parts[:1], nil)
		if err != nil {
			return p, false, err
		}
		defer tree.Close()
		_, settings, _, err := config.Load(tree)
		if budget = settings.Cache.Bytes; err != nil || budget == 0 {
			return p, false, err
		}
	}
	o := Options{Source: dir}
	s := cache.Open(o.cache(), nil)
	defer s.Close()
	p = Pruned{Budget: budget, Before: s.Size()}
	if p.Before > budget {
		s.Prune(budget)
	}
	p.After = s.Size()
	for _, w := range s.Warnings() {
		err = w
	}
	return p, true, err
}
