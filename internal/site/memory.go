package site

import (
	"hash/maphash"
	"sync/atomic"
)

// A memory keeps what was last made of some keys, so that what many pages show
// is not made for each. It holds few: two keys with one place in it drive each
// other out, and what it does not hold is made again. What is made must depend
// on the key alone. Any goroutine may ask it.
type memory[K comparable, V any] struct {
	seed   maphash.Seed
	places []atomic.Pointer[remembered[K, V]]
}

// How much memories hold.
const (
	few  = 1 << 8
	many = 1 << 10
)

type remembered[K comparable, V any] struct {
	key   K
	value V
}

func newMemory[K comparable, V any](places int) *memory[K, V] {
	return &memory[K, V]{maphash.MakeSeed(), make([]atomic.Pointer[remembered[K, V]], places)}
}

// of returns what create makes of a key.
func (m *memory[K, V]) of(key K, create func(K) V) V {
	place := &m.places[maphash.Comparable(m.seed, key)%uint64(len(m.places))]
	if r := place.Load(); r != nil && r.key == key {
		return r.value
	}
	r := &remembered[K, V]{key, create(key)}
	place.Store(r)
	return r.value
}
