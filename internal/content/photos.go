package content

import (
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

// inFolder returns the pictures of an event's own folder that are no
// attachments.
func (l *loader) inFolder(p *page, attachments []campaign.Attachment) []campaign.Photo {
	if path.Base(p.src.Name) != "index.md" {
		return nil
	}
	var out []campaign.Photo
	for _, name := range l.names[p.folder] {
		if isPhoto(name) && !slices.ContainsFunc(attachments, func(a campaign.Attachment) bool { return a.File == name }) {
			out = append(out, campaign.Photo{File: name, Name: path.Join(p.folder, name), Focus: [2]float64{0.5, 0.5}})
		}
	}
	return out
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
	e.ShowPhotos()
	return nil
}

// hidden tells whether an event is not published.
func (l *loader) hidden(e *campaign.Event) bool {
	return e.Draft && !l.options.Drafts || !l.options.Future && e.PublishAt.After(l.options.Now)
}

// samePhotos tells whether a remembered event has the photos that stand beside
// it now.
func (l *loader) samePhotos(p *page, e *campaign.Event, listed bool) (bool, error) {
	if !listed && !slices.EqualFunc(l.inFolder(p, e.Attachments), e.Photos, func(a, b campaign.Photo) bool { return a.Name == b.Name }) {
		return false, nil
	}
	for i := range e.Photos {
		p := &e.Photos[i]
		if _, ok := l.files[path.Dir(p.Name)][p.File]; !ok {
			return false, nil
		}
		if l.options.Photo == nil {
			continue
		}
		if l.hidden(e) == p.Shown() {
			return false, nil
		}
		if p.Shown() {
			sum, err := l.digest(p.Name)
			if err != nil || sum != p.Source {
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
