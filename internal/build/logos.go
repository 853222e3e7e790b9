package build

import (
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/diag"
	"bunting/internal/picture"
	"bunting/internal/site"
	"bunting/internal/tomlfile"
)

// logos looks at the campaign's logos: an SVG must be a picture and nothing
// else; of the first that is none, the site's icons are made.
func (p *photos) logos(c *campaign.Campaign) (list diag.List, err error) {
	src := c.Config()
	for i, name := range c.Logos {
		logo := campaign.Photo{File: path.Base(name), Name: "static/" + name, Focus: [2]float64{0.5, 0.5}}
		place := tomlfile.Place(src, 0, len(src.Text), "campaign", "logos", strconv.Itoa(i))
		var mistake *diag.Diagnostic
		if strings.EqualFold(path.Ext(name), ".svg") {
			mistake, err = p.svg(&logo)
		} else if mistake, err = p.lookBy(&logo, site.IconRecipes); err == nil && mistake == nil && !c.Icon.Shown() {
			c.Icon = logo
			if largest := site.LargestIcon; max(logo.Width, logo.Height) < largest {
				list.Add(diag.SmallPhoto, place, logo.File, logo.Width, logo.Height, largest)
			}
		}
		switch {
		case errors.Is(err, fs.ErrNotExist): // config tells
		case err != nil:
			return nil, err
		case mistake != nil:
			mistake.Span = place
			list = append(list, *mistake)
		}
	}
	return list, nil
}

// svg asks that a logo runs and loads nothing.
func (p *photos) svg(logo *campaign.Photo) (*diag.Diagnostic, error) {
	data, err := p.tree.ReadFile(logo.Name)
	if err != nil {
		return nil, err
	}
	runs, err := picture.CheckSVG(data)
	if err != nil {
		return p.mistake(logo, err)
	}
	if runs != "" {
		d := diag.New(diag.UnsafeSVG, diag.Span{}, logo.File, runs)
		return &d, nil
	}
	return nil, nil
}
