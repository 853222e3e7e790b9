package content

import (
	"errors"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/digest"
)

// smallPhoto is the least length of a photo's longer side, in pixels, of which
// nobody is told.
const smallPhoto = 800

// listed reads what the facts say of photos.
func (k *asker) listed(p *page, list []rawPhoto) []campaign.Photo {
	var out []campaign.Photo
	for i, r := range list {
		at := strconv.Itoa(i)
		photo := campaign.Photo{File: r.File, Caption: r.Caption, Alt: r.Alt, Credit: r.Credit, Focus: [2]float64{0.5, 0.5}}
		if k.Has("photos", at, "focus") {
			if !isFocus(r.Focus) {
				k.Report(diag.BadFocus, []string{"photos", at, "focus"})
			} else {
				photo.Focus = [2]float64(r.Focus)
			}
		}
		if _, ok := k.beside(p, r.File, "photos", at, "file"); ok {
			photo.Name = path.Join(p.folder, r.File)
		}
		out = append(out, photo)
	}
	return out
}

// isFocus tells whether a point lies in a picture.
func isFocus(point []float64) bool {
	return len(point) == 2 && !slices.ContainsFunc(point, func(f float64) bool { return math.IsNaN(f) || f < 0 || f > 1 })
}

// inFolder returns the pictures of an event's own folder that are neither
// attachments nor posters.
func (l *loader) inFolder(p *page, e *campaign.Event) []campaign.Photo {
	if path.Base(p.src.Name) != "index.md" {
		return nil
	}
	var out []campaign.Photo
	for _, name := range l.names[p.folder] {
		if isPhoto(name) && !slices.ContainsFunc(e.Attachments, func(a campaign.Attachment) bool { return a.File == name }) &&
			!slices.ContainsFunc(e.Videos, func(v campaign.Video) bool { return v.Poster.File == name }) {
			out = append(out, campaign.Photo{File: name, Name: path.Join(p.folder, name), Focus: [2]float64{0.5, 0.5}})
		}
	}
	return out
}

// Photos calls each with the name of every photo below content/.
func Photos(fsys fs.FS, each func(name string)) error {
	return fs.WalkDir(fsys, "content", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && isPhoto(name) {
			each(name)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// isPhoto tells whether a file's name is that of a photo, of those also that
// must be saved as something else.
func isPhoto(name string) bool {
	return slices.Contains([]string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp"}, strings.ToLower(path.Ext(name)))
}

// look makes known what the files of an event's photos say, unless it stays
// hidden, and reports what is wrong with them.
func (k *asker) look(e *campaign.Event) error {
	if k.l.options.Photo == nil || k.l.hidden(e) {
		return nil
	}
	for i := range e.Photos {
		p := &e.Photos[i]
		if p.Name == "" {
			continue
		}
		place, at := diag.Span{File: p.Name}, strconv.Itoa(i)
		if k.Has("photos") {
			place = k.Place("photos", at, "file")
			if len(p.Alt) == 0 {
				k.List.Add(diag.MissingAlt, place, p.File)
			}
		}
		mistake, err := k.l.options.Photo(p, i == 0)
		switch {
		case err != nil:
			return err
		case mistake != nil:
			mistake.Span = place
			k.List = append(k.List, *mistake)
		case max(p.Width, p.Height) < smallPhoto:
			k.List.Add(diag.SmallPhoto, place, p.File, p.Width, p.Height, smallPhoto)
		}
	}
	if err := k.watch(e); err != nil {
		return err
	}
	e.ShowFiles()
	return nil
}

// hidden tells whether an event is not published.
func (l *loader) hidden(e *campaign.Event) bool {
	return e.Draft && !l.options.Drafts || !l.options.Future && e.PublishAt.After(l.options.Now)
}

// samePhotos tells whether a remembered event has the photos and videos that
// stand beside it now.
func (l *loader) samePhotos(p *page, r *remembered) (bool, error) {
	e := r.Event
	if !r.Listed && !slices.EqualFunc(l.inFolder(p, e), e.Photos, func(a, b campaign.Photo) bool { return a.Name == b.Name }) {
		return false, nil
	}
	same := func(name, file string, source digest.Sum) (bool, error) {
		if _, ok := l.files[path.Dir(name)][file]; !ok {
			return false, nil
		}
		if l.options.Photo == nil {
			return true, nil
		}
		shown := source != digest.Sum{}
		if l.hidden(e) == shown {
			return false, nil
		}
		if !shown {
			return true, nil
		}
		sum, err := l.digest(name)
		return sum == source, err
	}
	for i := range e.Photos {
		if ok, err := same(e.Photos[i].Name, e.Photos[i].File, e.Photos[i].Source); !ok || err != nil {
			return false, err
		}
	}
	for i := range e.Videos {
		v := &e.Videos[i]
		for _, f := range v.Files() {
			if ok, err := same(f.Name, f.File, f.Source); !ok || err != nil {
				return false, err
			}
		}
		if v.Poster.Name != "" {
			if ok, err := same(v.Poster.Name, v.Poster.File, v.Poster.Source); !ok || err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// digest returns the digest of a file, which is read when that is not known.
func (l *loader) digest(name string) (digest.Sum, error) {
	if fsys, ok := l.fsys.(known); ok {
		if sum, ok := fsys.Known(name); ok {
			return sum, nil
		}
	}
	data, err := fs.ReadFile(l.fsys, name)
	return digest.Of(data), err
}
