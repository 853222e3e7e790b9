package content

import (
	"path"
	"slices"
	"strconv"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

// maxFilm bounds a film, in bytes: some eight minutes as phones show them, and
// what a visitor may be asked to fetch.
const maxFilm = 100_000_000

// videos reads what the facts say of videos.
func (k *asker) videos(p *page, list []rawVideo) []campaign.Video {
	var out []campaign.Video
	for i, r := range list {
		at := strconv.Itoa(i)
		v := campaign.Video{Title: r.Title, Description: r.Description, Credit: r.Credit, URL: r.URL}
		media := func(name string, key ...string) campaign.MediaObject {
			return k.media(p, name, append([]string{"videos", at}, key...))
		}
		k.Required(len(r.Title) > 0, `"…"`, "videos", at, "title")
		if k.Has("videos", at, "file") {
			k.Required(r.File != "", `"film.mp4"`, "videos", at, "file")
			v.Film = media(r.File, "file")
			for _, w := range r.Captions {
				c := campaign.Captions{Lang: w.Lang}
				if w.Lang == "" {
					c.Lang, c.Text = k.l.c.Default(), media(w.Text, "captions")
				} else {
					c.Text = media(w.Text, "captions", string(w.Lang))
				}
				v.Captions = append(v.Captions, c)
			}
			k.Required(r.Poster != "", `"film.jpg"`, "videos", at, "poster")
			if k.Has("videos", at, "url") {
				k.Report(diag.ConflictingKeys, []string{"videos", at, "url"}, "file", "url")
			}
		} else {
			k.Required(r.URL != "", `"https://…"`, "videos", at, "url")
			if k.Has("videos", at, "captions") {
				k.Report(diag.ConflictingKeys, []string{"videos", at, "captions"}, "url", "captions")
			}
		}
		k.WebAddress(r.URL, "videos", at, "url")
		if m := media(r.Poster, "poster"); r.Poster != "" && m.Name != "" {
			v.Poster = campaign.Photo{File: r.Poster, Name: m.Name, Focus: [2]float64{0.5, 0.5}}
		}
		out = append(out, v)
	}
	return out
}

// media asks that a file stands beside the page.
func (k *asker) media(p *page, name string, at []string) (m campaign.MediaObject) {
	if name == "" {
		return m
	}
	if f, ok := k.beside(p, name, at...); ok {
		m = campaign.MediaObject{File: name, Name: path.Join(p.folder, name), Size: f.size}
	}
	return m
}

// watch makes known what the files of an event's videos say, and reports what is
// wrong with them.
func (k *asker) watch(e *campaign.Event) error {
	if k.l.options.Photo == nil {
		return nil
	}
	for i := range e.Videos {
		v, at := &e.Videos[i], strconv.Itoa(i)
		tell := func(mistake *diag.Diagnostic, err error, key ...string) error {
			if mistake != nil {
				if mistake.Span == (diag.Span{}) {
					mistake.Span = k.Place(append([]string{"videos", at}, key...)...)
				}
				k.List = append(k.List, *mistake)
			}
			return err
		}
		same := slices.IndexFunc(e.Photos, func(p campaign.Photo) bool { return p.Name == v.Poster.Name && p.Shown() })
		if same >= 0 { // all that a poster needs is made of it
			v.Poster = e.Photos[same]
		} else if v.Poster.Name != "" {
			mistake, err := k.l.options.Photo(&v.Poster, false)
			if err := tell(mistake, err, "poster"); err != nil {
				return err
			}
		}
		if v.Film.Size > maxFilm {
			k.Report(diag.LargeFilm, []string{"videos", at, "file"}, v.Film.File, v.Film.Size/1e6, int64(maxFilm/1e6))
			continue
		}
		if v.Film.Name != "" && len(v.Captions) == 0 {
			k.Report(diag.MissingCaptions, []string{"videos", at, "file"}, v.Film.File)
		}
		for j, f := range v.Files() {
			key := []string{"file"}
			if j > 0 {
				key = []string{"captions", string(v.Captions[j-1].Lang)}
				if !k.Has("videos", at, "captions", key[1]) {
					key = key[:1]
				}
			}
			if f.Name == "" {
				continue
			}
			mistake, err := k.l.options.Film(f, j > 0)
			if err := tell(mistake, err, key...); err != nil {
				return err
			}
		}
	}
	e.ShowVideos()
	return nil
}
