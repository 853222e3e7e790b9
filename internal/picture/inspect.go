package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/webp"
)

// A Kind says what is wrong with a file.
type Kind int

// What can be wrong with a file, and which fields of [Error] tell more.
const (
	Empty       Kind = iota + 1 // no bytes at all
	NotPicture                  // another format: Seems
	Damaged                     // truncated or against its format: Err
	TooLarge                    // more pixels than allowed, or a side of more than 65,535: Width, Height
	Unsupported                 // a valid file of a kind that is not read, or a variant that cannot be written: Err
)

// An Error says why no pictures are made of a file.
type Error struct {
	Kind          Kind
	Seems         string // what a file that is no picture seems to be, "HEIC"; "" if unknown
	Width, Height int    // pixels, as declared
	Err           error  // of the decoder or encoder
}

func (e *Error) Error() string {
	switch e.Kind {
	case Empty:
		return "the file is empty"
	case NotPicture:
		if e.Seems == "" {
			return "not a JPEG, PNG, GIF or WebP"
		}
		return "not a JPEG, PNG, GIF or WebP, but " + e.Seems
	case TooLarge:
		return fmt.Sprintf("too many pixels: %d × %d", e.Width, e.Height)
	case Unsupported:
		return fmt.Sprintf("not supported: %v", e.Err)
	default:
		return fmt.Sprintf("damaged: %v", e.Err)
	}
}

func (e *Error) Unwrap() error { return e.Err }

// Inspect reads the header of a picture's file, known by its content, and
// refuses one that declares more than maxPixels pixels. Nothing is made of the
// declared size, and pixels are not looked at: a file that passes may still be
// damaged. Errors are of type *[Error].
func Inspect(data []byte, maxPixels int64) (Info, error) {
	info, _, err := inspect(data, maxPixels)
	return info, err
}

// maxSide is how long a JPEG's side may be, in pixels. Others are held to it, too:
// what is needed for resizing grows with the sides.
const maxSide = 65535

// maxScans is how many passes over its pixels a progressive JPEG may make: ten
// are usual, and each costs time.
const maxScans = 100

func inspect(data []byte, maxPixels int64) (Info, told, error) {
	f, seems := sniff(data)
	switch {
	case len(data) == 0:
		return Info{}, told{}, &Error{Kind: Empty}
	case f == "":
		return Info{}, told{}, &Error{Kind: NotPicture, Seems: seems}
	}
	c, err := header(f, data)
	if err != nil {
		return Info{}, told{}, failure(err)
	}
	switch {
	case c.Width <= 0 || c.Height <= 0:
		return Info{}, told{}, &Error{Kind: Damaged, Err: fmt.Errorf("%d × %d pixels", c.Width, c.Height)}
	case int64(c.Width) > maxPixels/int64(c.Height), max(c.Width, c.Height) > maxSide:
		return Info{}, told{}, &Error{Kind: TooLarge, Width: c.Width, Height: c.Height}
	}
	t := read(f, data)
	if t.scans > maxScans {
		return Info{}, told{}, &Error{Kind: Unsupported, Err: fmt.Errorf("%d scans", t.scans)}
	}
	if t.orientation >= 5 {
		c.Width, c.Height = c.Height, c.Width
	}
	return Info{f, c.Width, c.Height, t.orientation, t.alpha, t.animated}, t, nil
}

// header returns what the decoder reads of the header.
func header(f Format, data []byte) (c image.Config, err error) {
	defer caught(&err)
	read := map[Format]func(io.Reader) (image.Config, error){
		JPEG: jpeg.DecodeConfig, PNG: png.DecodeConfig, GIF: gif.DecodeConfig, WebP: webp.DecodeConfig,
	}[f]
	return read(bytes.NewReader(data))
}

// caught makes an error of a decoder's panic.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic: %v", r)
	}
}

// failure sorts a decoder's error.
func failure(err error) *Error {
	switch err.(type) {
	case jpeg.UnsupportedError, png.UnsupportedError:
		return &Error{Kind: Unsupported, Err: err}
	}
	return &Error{Kind: Damaged, Err: err}
}

// sniff returns the format of a file, or else what it seems to be.
func sniff(data []byte) (f Format, seems string) {
	has := func(at int, s string) bool { return len(data) >= at+len(s) && string(data[at:at+len(s)]) == s }
	switch {
	case has(0, "\xff\xd8\xff"):
		return JPEG, ""
	case has(0, "\x89PNG\r\n\x1a\n"):
		return PNG, ""
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return GIF, ""
	case has(0, "RIFF") && has(8, "WEBP"):
		return WebP, ""
	case has(4, "ftyp"):
		switch brand := string(data[8:min(12, len(data))]); brand {
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
			return "", "HEIC"
		case "avif", "avis":
			return "", "AVIF"
		default:
			return "", "video"
		}
	case has(0, "\x1a\x45\xdf\xa3"), has(0, "\x00\x00\x01\xba"), has(0, "FLV"), has(0, "RIFF") && has(8, "AVI "):
		return "", "video"
	case has(0, "II*\x00"), has(0, "MM\x00*"):
		return "", "TIFF"
	case has(0, "BM") && has(6, "\x00\x00\x00\x00"):
		return "", "BMP"
	case has(0, "%PDF"):
		return "", "PDF"
	case has(0, "8BPS"):
		return "", "Photoshop"
	case has(0, "\x00\x00\x01\x00"):
		return "", "ICO"
	case has(0, "\xff\x0a"), has(4, "JXL "):
		return "", "JPEG XL"
	case has(4, "jP  "):
		return "", "JPEG 2000"
	case has(0, "PK\x03\x04"):
		return "", "ZIP"
	}
	text := strings.ToLower(string(data[:min(1024, len(data))]))
	switch {
	case strings.Contains(text, "<svg"):
		return "", "SVG"
	case strings.Contains(text, "<html"), strings.Contains(text, "<!doctype html"):
		return "", "HTML"
	}
	return "", ""
}
