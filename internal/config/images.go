package config

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/diag"
)

// images settles what is made of photos.
func (k *checker) images(c *campaign.Campaign, r *raw) {
	given := r.Images
	c.Images = campaign.Images{Widths: []int{480, 960, 1920}, Quality: 80, Formats: []string{"jpeg"}, MaxPixels: 60_000_000}
	if k.Has("images", "widths") {
		c.Images.Widths = nil
		for i, w := range given.Widths {
			if k.within(w, 1, maxWidth, "widths", strconv.Itoa(i)) {
				c.Images.Widths = append(c.Images.Widths, w)
			}
		}
		if len(given.Widths) == 0 {
			k.Report(diag.BadValue, []string{"images", "widths"}, "[]", "widths", "[480, 960, 1920], …")
		}
		if len(c.Images.Widths) == 0 {
			c.Images.Widths = []int{maxWidth}
		}
		slices.Sort(c.Images.Widths)
		c.Images.Widths = slices.Compact(c.Images.Widths)
	}
	if k.Has("images", "quality") && k.within(given.Quality, 1, 100, "quality") {
		c.Images.Quality = given.Quality
	}
	if k.Has("images", "maxPixels") && k.within(given.MaxPixels, 1, 1_000_000_000, "maxPixels") {
		c.Images.MaxPixels = given.MaxPixels
	}
	c.Images.Originals = given.Originals
	k.service(c, given.Service, given.Endpoint)
	for i := range given.Formats {
		k.Choice(&given.Formats[i], []string{"jpeg", "webp"}, "images", "formats", strconv.Itoa(i))
	}
	if slices.Contains(given.Formats, "jpeg") {
		c.Images.Formats = given.Formats
	} else if k.Has("images", "formats") {
		k.Report(diag.BadValue, []string{"images", "formats"}, strings.Join(given.Formats, ", "), "formats", `["jpeg"], ["jpeg", "webp"]`)
	}
}

// service settles who makes the variants of photos.
func (k *checker) service(c *campaign.Campaign, service, endpoint string) {
	if k.Has("images", "service") {
		services := []string{"oss", "cos", "imgproxy"}
		before := len(k.List)
		k.Required(service != "", `"imgproxy"`, "images", "service")
		if service != "" {
			k.Choice(&service, services, "images", "service")
		}
		if len(k.List) > before {
			return
		}
		k.Required(service != "imgproxy" || endpoint != "", `"https://img.kepu.example/"`, "images", "endpoint")
	} else {
		k.Required(endpoint == "", `"imgproxy"`, "images", "service")
	}
	k.WebAddress(endpoint, "images", "endpoint")
	if u, err := url.Parse(endpoint); err == nil && (u.RawQuery != "" || u.Fragment != "" || !isFolder(u.Path)) {
		k.Report(diag.BadURL, []string{"images", "endpoint"}, endpoint)
	}
	if endpoint != "" && !strings.HasSuffix(endpoint, "/") {
		endpoint += "/"
	}
	c.Images.Service, c.Images.Endpoint = service, endpoint
}

// within asks that a number of [images] is in a range.
func (k *checker) within(n, from, to int, path ...string) bool {
	if n < from || n > to {
		k.Report(diag.BadValue, append([]string{"images"}, path...), strconv.Itoa(n), path[0], fmt.Sprintf("%d … %d", from, to))
		return false
	}
	return true
}
