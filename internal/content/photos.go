package content

import (
	"errors"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

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

// photos settles which photos a document has, and what translations call them:
// those that its facts list, or else those of its own folder.
func (k *asker) photos(w *work, d *campaign.Document, list []rawPhoto, videos ...campaign.Video) {
	w.listed = k.Has("photos")
	if d.Photos = k.listed(w.original, list); !w.listed {
		d.Photos = k.l.inFolder(w.original, d, videos)
	}
	for _, t := range w.translations {
		k.l.translatePhotos(t, d)
	}
}

// inFolder returns the pictures of a document's own folder that are neither
// attachments nor posters nor in its texts.
func (l *loader) inFolder(p *page, d *campaign.Document, videos []campaign.Video) []campaign.Photo {
	if path.Base(p.src.Name) != "index.md" {
		return nil
	}
	var out []campaign.Photo
	for _, name := range l.names[p.folder] {
		if isPhoto(name) && !inTexts(d, name) &&
			!slices.ContainsFunc(d.Attachments, func(a campaign.Attachment) bool { return a.File == name }) &&
			!slices.ContainsFunc(videos, func(v campaign.Video) bool { return v.Poster.File == name }) {
			out = append(out, photo(p, name))
		}
	}
	return out
}

// photo is a picture in the folder of a page, of which nothing is said.
func photo(p *page, name string) campaign.Photo {
	return campaign.Photo{File: name, Name: path.Join(p.folder, name), Focus: [2]float64{0.5, 0.5}}
}

// inTexts tells whether a document's texts name a picture.
func inTexts(d *campaign.Document, name string) bool {
	return slices.ContainsFunc(d.Prose, func(p campaign.Prose) bool {
		return slices.ContainsFunc(p.Pictures, func(r campaign.Reference) bool { return r.File == name })
	})
}

// pictures returns the pictures in a document's texts as far as they stand in
// its folder; of the others the pages tell.
func (l *loader) pictures(p *page, d *campaign.Document) []campaign.Photo {
	var out []campaign.Photo
	for _, name := range l.names[p.folder] {
		if inTexts(d, name) {
			out = append(out, photo(p, name))
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

// look makes known what the files of a document's photos say, and of the
// pictures in its texts, unless it stays hidden, and reports what is wrong with
// them.
func (k *asker) look(w *work, d *campaign.Document, hidden bool) error {
	d.Pictures = k.l.pictures(w.original, d)
	switch {
	case k.l.options.Photo == nil:
		d.Photos = nil
		return nil
	case hidden:
		return nil
	}
	for i := range d.Photos {
		p := &d.Photos[i]
		if p.Name == "" {
			continue
		}
		place, at := diag.Span{File: p.Name}, strconv.Itoa(i)
		if w.listed {
			place = k.Place("photos", at, "file")
			if len(p.Alt) == 0 {
				k.List.Add(diag.MissingAlt, place, p.File, `alt = "…"`)
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
	for i := range d.Pictures {
		mistake, err := k.l.options.Photo(&d.Pictures[i], false)
		if err != nil {
			return err
		}
		if mistake != nil {
			k.inText(w, d, d.Pictures[i].File, *mistake)
		}
	}
	d.ShowPhotos()
	d.Photos = slices.DeleteFunc(d.Photos, func(p campaign.Photo) bool { return !p.Shown() })
	return nil
}

// inText reports what is wrong with a picture wherever texts name it.
func (k *asker) inText(w *work, d *campaign.Document, name string, mistake diag.Diagnostic) {
	for _, prose := range d.Prose {
		for _, page := range w.pages() {
			for _, r := range prose.Pictures {
				if page.src.Name == prose.File && r.File == name {
					mistake.Span = page.src.Span(prose.Body+r.Offset, r.Length)
					k.List = append(k.List, mistake)
				}
			}
		}
	}
}

// hidden tells whether what is a draft, or for later, is not published.
func (l *loader) hidden(draft bool, at time.Time) bool {
	return draft && !l.options.Drafts || !l.options.Future && at.After(l.options.Now)
}

// samePhotos tells whether a remembered event has the photos and videos that
// stand beside it now.
func (l *loader) samePhotos(p *page, e *campaign.Event, listed bool) (bool, error) {
	alike := func(a, b campaign.Photo) bool { return a.Name == b.Name }
	if !slices.EqualFunc(l.pictures(p, &e.Document), e.Pictures, alike) ||
		!listed && !slices.EqualFunc(l.inFolder(p, &e.Document, e.Videos), e.Photos, alike) {
		return false, nil
	}
	hidden := l.hidden(e.Draft, e.PublishAt)
	same := func(name, file string, source digest.Sum) (bool, error) {
		if _, ok := l.files[path.Dir(name)][file]; !ok {
			return false, nil
		}
		if l.options.Photo == nil {
			return true, nil
		}
		shown := source != digest.Sum{}
		if hidden == shown {
			return false, nil
		}
		if !shown {
			return true, nil
		}
		sum, err := l.digest(name)
		return sum == source, err
	}
	for _, p := range slices.Concat(e.Photos, e.Pictures) {
		if ok, err := same(p.Name, p.File, p.Source); !ok || err != nil {
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
