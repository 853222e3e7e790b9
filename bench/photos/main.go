// Command photos paints the sample site's photos.
//
//	go run ./bench/photos --only lavender
//
// Every picture is drawn from noise, gradients and outlines; nothing is taken
// from anywhere. It promises the same bytes each time, a JPEG of at most
// 118,000 bytes, and that each picture stands beside its event, venue, news item
// or page under content. What a camera would add is added to some: pixels stored on
// their side with an EXIF orientation, the place where the picture was taken,
// a palette. Captions and alternative texts are in the texts' own files.
//
// The pictures are committed, so the program need only run when one changes.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	only := flag.String("only", "", "paint only pictures whose name contains this `text`")
	scale := flag.Float64("scale", 1, "paint smaller, to try things out; with --output")
	output := flag.String("output", "content", "the `folder` of the texts")
	flag.Parse()
	if flag.NArg() > 0 || *scale <= 0 || *scale > 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := paintAll(*output, *only, *scale); err != nil {
		fmt.Fprintln(os.Stderr, "photos:", err)
		os.Exit(1)
	}
}

// paintAll writes the chosen pictures into the folder of the texts.
func paintAll(dir, only string, scale float64) error {
	found := false
	for _, p := range pictures {
		if !strings.Contains(p.file, only) {
			continue
		}
		found = true
		data, err := p.encode(scale)
		if err != nil {
			return fmt.Errorf("%s: %w", p.file, err)
		}
		name := filepath.Join(dir, filepath.FromSlash(p.file))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
		fmt.Println(p.file, len(data))
	}
	if !found {
		return errors.New("no picture's name contains " + only)
	}
	return nil
}

// picture is one photo of the sample site.
type picture struct {
	file   string // below content
	w, h   int    // upright, in pixels
	paint  func(c *canvas)
	film   film
	camera camera
}

// encode paints the picture and returns its file.
func (p picture) encode(scale float64) ([]byte, error) {
	c := newCanvas(int(float64(p.w)*scale), int(float64(p.h)*scale))
	p.paint(c)
	m := c.develop(p.film, uint32(len(strings.TrimPrefix(p.file, "events/"))))
	if strings.HasSuffix(p.file, ".png") {
		return paletted(m)
	}
	data, err := compress(p.camera.turn(m))
	if err != nil {
		return nil, err
	}
	return p.camera.stamp(data), nil
}

// compress makes the best JPEG that keeps to the promised size.
func compress(m image.Image) ([]byte, error) {
	const most = 117_000
	var b bytes.Buffer
	for quality := 90; ; quality -= 3 {
		b.Reset()
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if b.Len() <= most || quality <= 30 {
			return b.Bytes(), nil
		}
	}
}
