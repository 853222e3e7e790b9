package site

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"bunting/internal/campaign"
	"bunting/internal/picture"
)

// What is published for a resizing service to make variants of: one master of
// each photo, upright and bare, which it makes smaller but never larger.
const (
	masterWidth   = 2560 // pixels, or the largest of the config's widths
	masterQuality = 90
)

// master is the one thing that is made of a photo where a service makes the rest.
func master(c *campaign.Images, p *campaign.Photo) picture.Recipe {
	return picture.Recipe{Width: max(masterWidth, c.Widths[len(c.Widths)-1]), Format: main(p), Quality: masterQuality}
}

// address returns where a variant is fetched: root and the variant's path, or the
// URL at which a service makes it. root is the site's, as a URL or as a path.
func (k *composer) address(root string, p *campaign.Photo, r picture.Recipe) string {
	c := &k.c.Images
	if c.Service == "" {
		return root + variantFile(p, r)
	}
	m := master(c, p)
	file := variantFile(p, m)
	info := picture.Info{Format: m.Format, Width: p.Width, Height: p.Height}
	info.Width, info.Height = m.Size(info)
	if c.Endpoint != "" {
		root = c.Endpoint
	}
	switch c.Service {
	case "oss":
		return root + file + "?x-oss-process=" + ossProcess(r, info)
	case "cos":
		return root + file + "?" + imageMogr2(r, info)
	default:
		return root + imgproxyPath(c, r, info, k.c.BaseURL+file)
	}
}

// ossProcess is what Aliyun's object storage does with a picture
// (help.aliyun.com, Object Storage Service, image processing), step by step. The
// format comes last, and Q is the quality itself: q would be a share of the
// master's.
func ossProcess(r picture.Recipe, i picture.Info) string {
	w, h := r.Size(i)
	out := "image"
	if part := r.Part(i); r.Height > 0 {
		out += fmt.Sprintf("/crop,x_%d,y_%d,w_%d,h_%d/resize,m_fixed,w_%d,h_%d", part.Min.X, part.Min.Y, part.Dx(), part.Dy(), w, h)
	} else {
		out += fmt.Sprintf("/resize,w_%d", w)
	}
	out += fmt.Sprintf("/quality,Q_%d", r.Quality)
	if r.Format != i.Format {
		out += "/format," + shortNames[r.Format]
	}
	return out
}

// imageMogr2 is what Tencent's object storage does with a picture
// (cloud.tencent.com, Cloud Infinite, imageMogr2), step by step.
func imageMogr2(r picture.Recipe, i picture.Info) string {
	w, h := r.Size(i)
	out := "imageMogr2"
	if part := r.Part(i); r.Height > 0 {
		out += fmt.Sprintf("/cut/%dx%dx%dx%d/thumbnail/%dx%d!", part.Dx(), part.Dy(), part.Min.X, part.Min.Y, w, h)
	} else {
		out += fmt.Sprintf("/thumbnail/%dx", w)
	}
	out += fmt.Sprintf("/quality/%d", r.Quality)
	if r.Format != i.Format {
		out += "/format/" + shortNames[r.Format]
	}
	return out
}

// imgproxyPath is the path at which imgproxy (docs.imgproxy.net, usage) makes a
// variant of the picture at source. Its focus point means what a recipe's does.
// The source is in Base64: servers in between like to make one slash of two.
func imgproxyPath(c *campaign.Images, r picture.Recipe, i picture.Info, source string) string {
	w, h := r.Size(i)
	out := fmt.Sprintf("/rs:fit:%d:0", w)
	if r.Height > 0 {
		out = fmt.Sprintf("/rs:fill:%d:%d/g:fp:%g:%g", w, h, r.FocusX, r.FocusY)
	}
	out += fmt.Sprintf("/q:%d/%s.%s", r.Quality, base64.RawURLEncoding.EncodeToString([]byte(source)), shortNames[r.Format])
	signature := "insecure"
	if len(c.Key) > 0 {
		mac := hmac.New(sha256.New, c.Key)
		mac.Write(c.Salt)
		mac.Write([]byte(out))
		signature = base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
	return signature + out
}

// shortNames are what services call formats.
var shortNames = map[picture.Format]string{picture.JPEG: "jpg", picture.PNG: "png", picture.WebP: "webp"}

// Policy returns the Content-Security-Policy under which every page works, as a
// header here and as a meta element in the theme's pages. The host of a resizing
// service is the only one beside the site's own.
func Policy(c *campaign.Campaign) string {
	images := "img-src 'self' data:"
	if own, err := url.Parse(c.BaseURL); err == nil && c.Images.Endpoint != "" {
		if u, err := url.Parse(c.Images.Endpoint); err == nil && (u.Scheme != own.Scheme || !strings.EqualFold(u.Host, own.Host)) {
			images += " " + u.Scheme + "://" + strings.ToLower(u.Host)
		}
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; " + images + "; media-src 'self'; font-src 'self'; " +
		"manifest-src 'self'; form-action 'self'; base-uri 'none'"
}
