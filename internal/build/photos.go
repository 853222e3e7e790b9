package build

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/vmihailenco/msgpack/v5"

	"bunting/internal/cache"
	"bunting/internal/campaign"
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
	Width, Height int
	Alpha         bool
	Tint          string
}

// photos returns the maker of the campaign's photos.
func (m *memory) photos(o *Options, tree *source.Tree, c *campaign.Campaign) (*photos, error) {
	p := &photos{tree: tree, images: c.Images, store: m.shared, memory: m, verify: o.Verify, slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
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
	if i := slices.Index(c.Images.Formats, string(picture.WebP)); i >= 0 && !picture.Writes(picture.WebP) {
		src := c.Config()
		at := tomlfile.Place(src, 0, len(src.Text), "images", "formats", strconv.Itoa(i))
		list.Add(diag.BadValue, at, "webp", "formats", diag.Words{
			EN: "jpeg (WebP needs a bunting that is built with -tags nodynamic)", ZH: "jpeg（WebP 需要用 -tags nodynamic 编译的 bunting）",
		})
		c.Images.Formats = slices.Delete(slices.Clone(c.Images.Formats), i, i+1)
	}
	return list
}

// look fills in what pages show of a photo, and makes its variants unless they
// are kept.
func (p *photos) look(photo *campaign.Photo, first bool) (*diag.Diagnostic, error) {
	var data []byte
	sum, ok := p.tree.Known(photo.Name)
	if !ok {
		var err error
		if data, err = p.tree.ReadFile(photo.Name); err != nil {
			return nil, err
		}
		sum = digest.Of(data)
	}
	key := p.key(photo, sum, first)
	if value, ok := p.store.Get(photoKind, key); ok && !p.verify {
		var s seen
		if msgpack.Unmarshal(value, &s) == nil {
			s.fill(photo, sum)
			return nil, nil
		}
	}
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
	s := seen{info.Width, info.Height, info.Alpha, ""}
	s.fill(photo, digest.Sum{})
	recipes := site.Recipes(&p.images, photo, first)
	r, err := picture.Make(data, picture.Plan{MaxPixels: int64(p.images.MaxPixels), Recipes: recipes})
	if err != nil {
		return p.mistake(photo, err)
	}
	for i, v := range r.Variants {
		p.put(variantKind, variantKey(sum, recipes[i]), v.Data)
	}
	p.made.Add(int64(len(recipes)))
	s.Tint = r.Placeholder
	s.fill(photo, sum)
	value, err := msgpack.Marshal(&s)
	p.put(photoKind, key, value)
	return nil, err
}

func (s *seen) fill(p *campaign.Photo, sum digest.Sum) {
	p.Source, p.Width, p.Height, p.Alpha, p.Tint = sum, s.Width, s.Height, s.Alpha, s.Tint
}

// key is the digest of all that is made of a photo, whatever its size and
// transparency turn out to be.
func (p *photos) key(photo *campaign.Photo, sum digest.Sum, first bool) digest.Sum {
	parts := []string{"photo 1", string(sum[:]), strconv.Itoa(p.images.MaxPixels)}
	for _, alpha := range []bool{false, true} {
		any := campaign.Photo{Focus: photo.Focus, Width: int(^uint(0) >> 1), Alpha: alpha}
		for _, r := range site.Recipes(&p.images, &any, first) {
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
