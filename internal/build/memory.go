package build

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/zeebo/xxh3"

	"bunting/internal/cache"
	"bunting/internal/campaign"
	"bunting/internal/config"
	"bunting/internal/content"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/objectstore"
	"bunting/internal/release"
	"bunting/internal/source"
	"bunting/internal/tomlfile"
)

// A memory is what a build knows of earlier ones. All of it may be missing,
// damaged or of another site; then everything is made anew.
//
// It is kept in two places. The site's .bunting/cache holds parsed documents,
// by the digest of all that they are made from, and the record of the newest
// build. What outputs were made from stands in the release's manifest, beside
// the very files: to keep their bytes a second time would cost more than to
// make them again.
type memory struct {
	store   *cache.Store // nil: nothing is remembered
	shared  *cache.Store // of documents: store itself, or one that many machines share
	scratch *scratch     // of pictures, when nothing is remembered
	where   config.Cache // that one
	site    string       // the site's folder
	program digest.Sum   // of the program itself: another one makes other files
	past    record
	budget  int64         // of the cache, in bytes; 0: it may grow
	events  *content.Held // of a program that builds again and again
	looks   theming       // likewise

	mu    sync.Mutex
	next  record
	held  map[string]release.Entry // to be verified: what the output is said to hold
	stale []string                 // what is not as it was remembered
}

// A record is what the newest build leaves for the next.
type record struct {
	Options  string
	Until    int64 // when something hidden is to be published, in seconds since 1970; 0: never
	Result   Result
	Told     []byte             // what was told, as diag.List.Encode has it
	Composed []byte             // of it, what composing told
	Outputs  map[string]remarks // by path: outputs of which something was told
	Index    []byte             // of the sources
}

// remarks are what is told of an output whenever it is made.
type remarks struct {
	Key  digest.Sum // zero where it is not known
	Told []byte
}

// cacheFolder is where a site's cache stands, below the site's folder.
const cacheFolder = ".bunting/cache"

const recordName = "build"

// remember opens the memory of the site that o names.
func remember(o *Options) *memory {
	m := &memory{site: o.Source, program: program(), next: record{Outputs: map[string]remarks{}}}
	if o.NoCache {
		return m
	}
	m.store = cache.Open(o.cache(), nil)
	if data, ok := m.store.Record(recordName); ok && !o.forget {
		if err := msgpack.Unmarshal(data, &m.past); err != nil || m.past.Options != o.key() {
			m.past = record{Index: m.past.Index}
		}
	}
	return m
}

// share opens the cache that the config says many machines share.
func (m *memory) share(o *Options, c *campaign.Campaign, where config.Cache) (list diag.List) {
	if m.store == nil {
		return nil
	}
	m.budget = where.Bytes
	switch {
	case where.URL == "":
		m.shared = m.store
		return nil
	case m.shared != nil && m.where == where: // by the round before
		return nil
	}
	m.shared, m.where = m.store, where
	remote, err := cache.NewRemote(where.URL, objectstore.Options{Endpoint: where.Endpoint, Region: where.Region, PathStyle: where.PathStyle})
	if err != nil {
		src := c.Config()
		at := tomlfile.Place(src, 0, len(src.Text), "cache", "url")
		list.Add(diag.BadValue, at, where.URL, "url", "s3://bucket/folder, file:///folder")
		return list
	}
	m.shared = cache.Open(o.cache(), remote)
	return nil
}

// cache returns the folder of the site's cache.
func (o *Options) cache() string { return filepath.Join(o.Source, filepath.FromSlash(cacheFolder)) }

// program returns the digest of the running program.
var program = sync.OnceValue(func() digest.Sum {
	var sum digest.Sum
	name, err := os.Executable()
	if err != nil {
		return sum
	}
	f, err := os.Open(name)
	if err != nil {
		return sum
	}
	defer f.Close()
	h := xxh3.New() // fast, for it is the start of every build; no stranger chooses the program
	if _, err := io.Copy(h, f); err != nil {
		return sum
	}
	whole := h.Sum128().Bytes()
	return digest.Of(whole[:])
})

// key says which options decide what is built.
func (o *Options) key() string {
	signed := digest.Key(os.Getenv(imgproxyKey), os.Getenv(imgproxySalt))
	return fmt.Sprint(o.Drafts, o.Future, o.Shard, o.Preview, signed)
}

// close keeps what is worth it, and returns what is to be told of the cache.
func (m *memory) close() (list diag.List) {
	if m.scratch != nil {
		m.scratch.Close()
		_ = os.RemoveAll(m.scratch.dir)
	}
	if m.store == nil {
		return nil
	}
	var warnings []error
	for _, s := range []*cache.Store{m.store, m.shared} {
		if s == nil {
			continue
		}
		s.Flush()
		warnings = append(warnings, s.Warnings()...)
		s.Close()
		if m.shared == m.store {
			break
		}
	}
	if m.budget > 0 {
		if _, _, err := Prune(m.site, m.budget); err != nil && len(warnings) == 0 {
			warnings = append(warnings, err)
		}
	}
	for _, w := range warnings {
		for fault, code := range faults {
			if errors.Is(w, fault) {
				list.Add(code, diag.Span{File: cacheFolder}, strings.TrimPrefix(w.Error(), fault.Error()+": "))
			}
		}
	}
	return list
}

// faults are those of a cache, and what is told of them.
var faults = map[error]*diag.Code{
	cache.ErrUnreadable: diag.CacheDamaged, cache.ErrUnwritable: diag.CacheUnwritable, cache.ErrRemote: diag.CacheRemote,
}

// state returns what a release with this index is made from.
func (m *memory) state(o *Options, index []byte) [32]byte {
	sources := digest.Of(index)
	return digest.Key("state", string(m.program[:]), o.key(), string(sources[:]))
}

// stands tells whether what stands at output is the site of the newest build, and
// would be made now of the same sources, and returns its state.
func (m *memory) stands(o *Options, output string) (state [32]byte, ok bool) {
	if m.store == nil || o.Verify || m.past.Until > 0 && o.Now.Unix() >= m.past.Until {
		return state, false
	}
	state, ok = release.State(output)
	return state, ok && state == m.state(o, m.past.Index)
}

// unchanged returns what the build that stands at output told, when nothing
// has changed since.
func (m *memory) unchanged(o *Options, tree *source.Tree, output string) (Result, diag.List, bool) {
	if !tree.Same() {
		return Result{}, nil, false
	}
	if _, ok := m.stands(o, output); !ok {
		return Result{}, nil, false
	}
	list, err := diag.Decode(m.past.Told)
	if err != nil {
		return Result{}, nil, false
	}
	result := m.past.Result
	result.Reused, result.PicturesMade, result.New, result.Changed, result.Gone = result.Files, 0, 0, 0, 0
	return result, list, true
}

// publish puts the site live, and keeps what the next build will know of this
// one. list is what is told of it.
func (m *memory) publish(o *Options, s *loaded, r *release.Release, list diag.List, result Result) (Result, error) {
	m.next.Options, m.next.Told, m.next.Composed, m.next.Index = o.key(), list.Sorted().Encode(), s.composed.Encode(), s.tree.Index()
	if !s.next.IsZero() {
		m.next.Until = s.next.Unix()
	}
	state := m.state(o, m.next.Index)
	if o.Shard.Count > 0 {
		state = m.shareOf(o, s)
	}
	d, err := r.Publish(state)
	if err != nil {
		return Result{}, err
	}
	result.New, result.Changed, result.Gone = d.New, d.Changed, d.Gone
	m.next.Result = result
	if m.store == nil {
		return result, nil
	}
	data, err := msgpack.Marshal(&m.next)
	if err == nil {
		m.store.SetRecord(recordName, data)
	}
	return result, err
}

// keepIndex lets a later start know the sources again. What stands at the output
// was made from another index, so no build takes it for that.
func (m *memory) keepIndex(index []byte) {
	m.past.Index = index
	if data, err := msgpack.Marshal(&m.past); err == nil {
		m.store.SetRecord(recordName, data)
	}
}

// remark notes what was told of an output, and returns the key under which
// its file is kept: whoever knows only the output's own key makes it again,
// and hears it.
func (m *memory) remark(path string, key digest.Sum, list diag.List) digest.Sum {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next.Outputs[path] = remarks{key, list.Encode()}
	return told(key)
}

// told is the key of an output of which something is told.
func told(key digest.Sum) digest.Sum { return digest.Key("told", string(key[:])) }

// recall returns the key under which an output's file may be kept, and what
// is told of it then.
func (m *memory) recall(path string, key digest.Sum) (digest.Sum, diag.List) {
	r, ok := m.past.Outputs[path]
	if !ok || r.Key != key {
		return key, nil
	}
	list, err := diag.Decode(r.Told)
	if err != nil || len(list) == 0 {
		return key, nil
	}
	return told(key), list
}

// parsed is the memory of package content.
type parsed struct {
	*memory
	verify bool
}

func (d parsed) Get(key digest.Sum) (string, bool) {
	if d.verify {
		return "", false
	}
	value, ok := d.shared.Get("documents", d.key(key))
	return unsafe.String(unsafe.SliceData(value), len(value)), ok // which nobody else has
}

func (d parsed) Put(key digest.Sum, value []byte) {
	key = d.key(key)
	if d.verify {
		if old, ok := d.shared.Get("documents", key); ok {
			if !bytes.Equal(old, value) {
				d.differs("a document: " + key.String())
			}
			return
		}
	}
	d.shared.Put("documents", key, value)
}

func (d parsed) key(key digest.Sum) digest.Sum {
	return digest.Key(string(d.program[:]), string(key[:]))
}

// ErrStale says that what is remembered differs from what is made anew. That
// is a mistake in the program, or a damage that no checksum has shown.
var ErrStale = errors.New("the cache or the output is not what this site makes")

// differs notes that something is not as it was remembered.
func (m *memory) differs(what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stale = append(m.stale, what)
}

// hold reads what is remembered of the output, to be verified.
func (m *memory) hold(output string) error {
	entries, err := release.Entries(output)
	if errors.Is(err, release.ErrUnknown) {
		return nil
	}
	m.held = map[string]release.Entry{}
	for e := range entries {
		m.held[e.Path] = e
	}
	return err
}

// verify notes when the output is said to hold, made from the same, another
// file than is made now.
func (m *memory) verify(path string, key release.Key, data []byte) {
	if e, ok := m.held[path]; ok && key != (release.Key{}) && e.Key == key && e.Digest != release.DigestOf(data) {
		m.differs(path)
	}
}

// maxStale is how many differences an error names.
const maxStale = 20

// verified returns ErrStale when there are differences.
func (m *memory) verified() error {
	if len(m.stale) == 0 {
		return nil
	}
	slices.Sort(m.stale)
	text := strings.Join(m.stale[:min(len(m.stale), maxStale)], "\n  ")
	return fmt.Errorf("%w (%d differences)\n  %s", ErrStale, len(m.stale), text)
}
