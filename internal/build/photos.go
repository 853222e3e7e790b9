package build

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/vmihailenco/msgpack/v5"

	"bunting/internal/cache"
	"bunting/internal/campaign"
	"bunting/internal/content"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/picture"
	"bunting/internal/site"
	"bunting/internal/source"
	"bunting/internal/tomlfile"
)

// photos makes the site's photos. Whatever is made of one is made at once, when
// it is first seen, and kept in the cache; a site that remembers nothing keeps
// it in a temporary one.
type photos struct {
	tree   *source.Tree
	images campaign.Images
	store  *cache.Store
	memory *memory
	verify bool
	slots  chan struct{} // as many as are decoded at once
	made   atomic.Int64  // variants
	seen   sync.Map      // of *look, by key: what this build makes of photos, each once however many events show it
	done   *atomic.Int64 // photos; nil when nobody asks
}

// A look is what was found in a photo.
type look struct {
	once    sync.Once
	seen    seen
	mistake *diag.Diagnostic
	err     error
}

// A scratch is a cache that lasts as long as the build.
type scratch struct {
	*cache.Store
	dir string
}

// Kinds of what is kept of photos: variants by photo and recipe, and what pages
// must know of a photo.
const (
	variantKind = "pictures"
	photoKind   = "photos"
)

// seen is what is known of a photo whose variants are made.
type seen struct {
	Format        string
	Width, Height int
	Alpha         bool
	Tint          string
}

// photos returns the maker of the campaign's photos.
func (m *memory) photos(o *Options, tree *source.Tree, c *campaign.Campaign) (*photos, error) {
	p := &photos{tree: tree, images: c.Images, store: m.shared, memory: m, verify: o.Verify, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
	if o.Progress != nil {
		p.done = &o.Progress.PhotosDone
		err := content.Photos(tree, func(name string) {
			if _, known := tree.Known(name); !known { // else it has been made before
				o.Progress.Photos.Add(1)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if p.store == nil && m.scratch != nil { // of the round before
		p.store = m.scratch.Store
	} else if p.store == nil {
		dir, err := os.MkdirTemp("", "bunting-")
		if err != nil {
			return nil, err
		}
		m.scratch = &scratch{cache.Open(dir, nil), dir}
		p.store = m.scratch.Store
	}
	return p, nil
}

// unwritable reports the formats that this program cannot write, and goes on
// without them.
func unwritable(c *campaign.Campaign) (list diag.List) {
	if i := slices.Index(c.Images.Formats, string(picture.WebP)); i >= 0 && c.Images.Service == "" && !picture.Writes(picture.WebP) {
		src := c.Config()
		at := tomlfile.Place(src, 0, len(src.Text), "images", "formats", strconv.Itoa(i))
		list.Add(diag.BadValue, at, "webp", "formats", diag.Words{
			EN: "jpeg (WebP needs a bunting that is built with -tags nodynamic)", ZH: "jpeg（WebP 需要用 -tags nodynamic 编译的 bunting）",
		})
		c.Images.Formats = slices.Delete(slices.Clone(c.Images.Formats), i, i+1)
	}
	return list
}

// sign takes over the key and salt with which addresses of imgproxy are signed, in
// hexadecimal as imgproxy itself takes them from its environment, and reports
// those that are not.
func sign(c *campaign.Campaign, getenv func(string) string) (list diag.List) {
	if c.Images.Service != "imgproxy" {
		return nil
	}
	var wrong, wrongSalt error
	c.Images.Key, wrong = hex.DecodeString(getenv(imgproxyKey))
	c.Images.Salt, wrongSalt = hex.DecodeString(getenv(imgproxySalt))
	if wrong != nil || wrongSalt != nil || len(c.Images.Key) == 0 != (len(c.Images.Salt) == 0) {
		src := c.Config()
		list.Add(diag.BadServiceKey, tomlfile.Place(src, 0, len(src.Text), "images", "service"), imgproxyKey, imgproxySalt)
	}
	return list
}

// The variables of the environment that sign reads.
const (
	imgproxyKey  = "IMGPROXY_KEY"
	imgproxySalt = "IMGPROXY_SALT"
)

// look fills in what pages show of a photo, and makes its variants unless they
// are kept.
func (p *photos) look(photo *campaign.Photo, first bool) (*diag.Diagnostic, error) {
	return p.lookBy(photo, func(photo *campaign.Photo) []picture.Recipe { return site.Recipes(&p.images, photo, first) })
}

// lookBy does so by recipes that are asked for once a photo's size is known.
func (p *photos) lookBy(photo *campaign.Photo, asked func(*campaign.Photo) []picture.Recipe) (*diag.Diagnostic, error) {
	var data []byte
	sum, ok := p.tree.Known(photo.Name)
	if !ok {
		var err error
		if data, err = p.tree.ReadFile(photo.Name); err != nil {
			return nil, err
		}
		sum = digest.Of(data)
	}
	key := p.key(photo, sum, asked)
	kept, _ := p.seen.LoadOrStore(key, new(look))
	l := kept.(*look)
	l.once.Do(func() {
		if value, ok := p.store.Get(photoKind, key); ok && !p.verify && msgpack.Unmarshal(value, &l.seen) == nil {
			p.seen.Delete(key) // the store keeps it
			return
		}
		l.mistake, l.err = p.make(photo, asked, key, sum, data, &l.seen)
	})
	l.seen.fill(photo, sum)
	if l.mistake == nil {
		return nil, l.err
	}
	photo.Source = digest.Sum{}
	mistake := *l.mistake
	mistake.Args = slices.Concat([]any{photo.File}, mistake.Args[1:])
	return &mistake, nil
}

// make looks at a photo and makes its variants. data may be nil.
func (p *photos) make(photo *campaign.Photo, asked func(*campaign.Photo) []picture.Recipe, key, sum digest.Sum, data []byte, s *seen) (*diag.Diagnostic, error) {
	p.slots <- struct{}{}
	defer func() { <-p.slots }()
	if data == nil {
		var err error
		if data, err = p.tree.ReadFile(photo.Name); err != nil {
			return nil, err
		}
	}
	info, err := picture.Inspect(data, int64(p.images.MaxPixels))
	if err != nil {
		return p.mistake(photo, err)
	}
	*s = seen{string(info.Format), info.Width, info.Height, info.Alpha, ""}
	upright := *photo
	s.fill(&upright, sum)
	recipes := asked(&upright)
	r, err := picture.Make(data, picture.Plan{MaxPixels: int64(p.images.MaxPixels), Recipes: recipes})
	if err == nil && p.images.Originals {
		_, _, err = picture.Original(data, int64(p.images.MaxPixels)) // which sees more damage
	}
	if err != nil {
		return p.mistake(photo, err)
	}
	for i, v := range r.Variants {
		p.put(variantKind, variantKey(sum, recipes[i]), v.Data)
	}
	p.made.Add(int64(len(recipes)))
	if p.done != nil {
		p.done.Add(1)
	}
	s.Tint = r.Placeholder
	value, err := msgpack.Marshal(s)
	p.put(photoKind, key, value)
	return nil, err
}

func (s *seen) fill(p *campaign.Photo, sum digest.Sum) {
	p.Source, p.Format, p.Width, p.Height, p.Alpha, p.Tint = sum, s.Format, s.Width, s.Height, s.Alpha, s.Tint
}

// key is the digest of all that is made of a photo, whatever its size and
// transparency turn out to be.
func (p *photos) key(photo *campaign.Photo, sum digest.Sum, asked func(*campaign.Photo) []picture.Recipe) digest.Sum {
	parts := []string{"photo 2", string(sum[:]), strconv.Itoa(p.images.MaxPixels), strconv.FormatBool(p.images.Originals)}
	for _, alpha := range []bool{false, true} {
		any := campaign.Photo{Focus: photo.Focus, Width: int(^uint(0) >> 1), Alpha: alpha}
		for _, r := range asked(&any) {
			parts = append(parts, r.Key())
		}
	}
	return digest.Key(parts...)
}

func variantKey(sum digest.Sum, r picture.Recipe) digest.Sum {
	return digest.Key(string(sum[:]), r.Key())
}

// put keeps a value, after it has been compared with the kept one when all is
// verified.
func (p *photos) put(kind string, key digest.Sum, value []byte) {
	if p.verify {
		if old, ok := p.store.Get(kind, key); ok {
			if !bytes.Equal(old, value) {
				p.memory.differs("a picture: " + key.String())
			}
			return
		}
	}
	p.store.Put(kind, key, value)
}

// flush lets what was made be found.
func (p *photos) flush() {
	if p.made.Load() > 0 {
		p.store.Flush()
	}
}

// variant returns a variant's file, which is made again when it is not kept
// any more.
func (p *photos) variant(v site.Variant) ([]byte, error) {
	key := variantKey(v.Source, v.Recipe)
	if data, ok := p.store.Get(variantKind, key); ok {
		return data, nil
	}
	p.slots <- struct{}{}
	defer func() { <-p.slots }()
	data, err := p.tree.ReadFile(v.Name)
	if err != nil {
		return nil, err
	}
	r, err := picture.Make(data, picture.Plan{MaxPixels: int64(p.images.MaxPixels), Recipes: []picture.Recipe{v.Recipe}})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", v.Name, err)
	}
	p.made.Add(1)
	p.store.Put(variantKind, key, r.Variants[0].Data)
	return r.Variants[0].Data, nil
}

// original returns a photo's file without metadata.
func (p *photos) original(o site.Original) ([]byte, error) {
	data, err := p.tree.ReadFile(o.Name)
	if err == nil {
		data, _, err = picture.Original(data, int64(p.images.MaxPixels))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Name, err)
	}
	return data, nil
}

// mistake says what is wrong with a photo.
func (p *photos) mistake(photo *campaign.Photo, err error) (*diag.Diagnostic, error) {
	var wrong *picture.Error
	if !errors.As(err, &wrong) {
		return nil, err
	}
	var d diag.Diagnostic
	switch wrong.Kind {
	case picture.NotPicture:
		seems := diag.Words{}
		if wrong.Seems != "" {
			seems = diag.Words{EN: ", but " + wrong.Seems, ZH: "，而是 " + wrong.Seems}
		}
		d = diag.New(diag.NotPicture, diag.Span{}, photo.File, seems)
	case picture.TooLarge:
		d = diag.New(diag.TooManyPixels, diag.Span{}, photo.File, wrong.Width, wrong.Height, p.images.MaxPixels)
	case picture.Empty:
		d = diag.New(diag.DamagedPicture, diag.Span{}, photo.File, diag.Words{EN: "it is empty", ZH: "文件是空的"})
	case picture.Unsupported:
		d = diag.New(diag.DamagedPicture, diag.Span{}, photo.File, diag.Words{EN: "it is of a kind that is not supported", ZH: "不支持这种格式"})
	default:
		d = diag.New(diag.DamagedPicture, diag.Span{}, photo.File, diag.Words{EN: "it is damaged or incomplete", ZH: "文件已损坏或不完整"})
	}
	return &d, nil
}
