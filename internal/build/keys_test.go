package build

import (
	"fmt"
	"maps"
	"testing"
	"testing/fstest"

	"bunting/internal/campaign"
	"bunting/internal/config"
	"bunting/internal/content"
	"bunting/internal/diag"
	"bunting/internal/digest"
	"bunting/internal/film"
	"bunting/internal/picture"
	"bunting/internal/site"
)

// TestKeys edits a site at random: whenever an output has the key that it had
// before, its body is what it was, whatever else has changed.
func TestKeys(t *testing.T) {
	steps := edits(120)
	type body struct {
		value string
		step  int
	}
	for seed := range uint64(3) {
		e := newEditor(seed, "festival")
		seen := map[string]body{} // by path and key
		remembered, done, before := 0, []string{"begin"}, maps.Clone(e.files)
		for step := range steps {
			bodies, list := bodiesOf(t, e.files)
			if step == 0 && bodies == nil {
				t.Fatal(list)
			}
			for path, made := range bodies {
				at := path + " " + made.key.String()
				old, ok := seen[at]
				if ok && old.value != made.value {
					t.Fatalf("seed %d, step %d: %s has the key of step %d, and another body. What changed:\n%s\n%s",
						seed, step, path, old.step, done[old.step+1:], difference(old.value, made.value))
				}
				if ok {
					remembered++
				}
				seen[at] = body{made.value, step}
			}
			if bodies == nil { // mistakes are mended at once
				e.files = before
			}
			before = maps.Clone(e.files)
			done = append(done, e.edit())
		}
		if remembered < steps {
			t.Errorf("seed %d: only %d outputs had a key that was seen before", seed, remembered)
		}
	}
}

type keyed struct {
	key   digest.Sum
	value string // the body, whole, and what was told
}

// bodiesOf makes all outputs with keys of the site in files; nil when it has
// errors.
func bodiesOf(t *testing.T, files map[string]string) (map[string]keyed, diag.List) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, _, list, err := config.Load(fsys)
	if err != nil || c == nil {
		t.Fatal(err, list)
	}
	look := func(p *campaign.Photo, _ bool) (*diag.Diagnostic, error) {
		data := fsys[p.Name].Data
		info, err := picture.Inspect(data, 1e6)
		if err != nil {
			d := diag.New(diag.DamagedPicture, diag.Span{}, p.File, "")
			return &d, nil
		}
		p.Format = string(info.Format)
		p.Source, p.Width, p.Height, p.Tint = digest.Of(data), info.Width, info.Height, fmt.Sprint(data[len(data)/2])
		return nil, nil
	}
	watch := func(f *campaign.MediaObject, captions bool) (*diag.Diagnostic, error) {
		f.Source, f.Type = digest.Of(fsys[f.Name].Data), map[bool]string{false: film.MP4, true: film.WebVTT}[captions]
		return nil, nil
	}
	docs, err := content.Load(fsys, c, content.Options{Now: now, Jobs: 1, Outline: site.Outline, Photo: look, Film: watch})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Logos) > 0 { // as logos does
		c.Icon = campaign.Photo{File: "logo.jpg", Name: "static/logo.jpg"}
		if mistake, err := look(&c.Icon, false); mistake != nil || err != nil {
			t.Fatal(mistake, err)
		}
	}
	tongues, _, err := speak(c)
	if err != nil {
		t.Fatal(err)
	}
	outputs, clashes := site.Compose(c, tongues, nil)
	if list = append(append(list, docs.Told()...), clashes...); list.Errors() > 0 {
		return nil, list
	}
	out := map[string]keyed{}
	for _, o := range outputs {
		key, ok := o.Key()
		if !ok {
			continue
		}
		var told diag.List
		made := o.Body(site.Report{Mistake: func(d diag.Diagnostic) { told = append(told, d) }, Fault: func(err error) { t.Fatal(err) }})
		if told.Errors() > 0 { // never published, so never remembered
			continue
		}
		switch b := made.(type) {
		case site.Bytes:
			made = site.Page{View: string(b(nil))}
		case site.Variant: // where the same photo stands is all the same
			b.Name = ""
			made = b
		case site.Original:
			b.Name = ""
			made = b
		case site.Media:
			b.Name = ""
			made = b
		}
		out[o.Path] = keyed{key, fmt.Sprintf("%+v\n%s", made, told.Encode())}
	}
	return out, list
}

// difference shows where two texts part.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-200)
	return fmt.Sprintf("before: …%s\nafter: …%s", a[from:min(len(a), i+200)], b[from:min(len(b), i+200)])
}
