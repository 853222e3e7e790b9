package deploy

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"

	"bunting/internal/release"
)

// A File is a file of a site as a target serves it.
type File struct {
	Path     string `json:"path"`               // slash path below the target
	Digest   sum    `json:"digest"`             // of its bytes before they are compressed
	Size     int64  `json:"size"`               // likewise, in bytes
	Encoding string `json:"encoding,omitempty"` // Content-Encoding (RFC 9110 8.4): "", "gzip" or "br"
	// Headers, where the target keeps them.
	Type  string `json:"type,omitempty"`  // Content-Type (RFC 9110 8.3)
	Cache string `json:"cache,omitempty"` // Cache-Control (RFC 9111 5.2)
}

// sum is a digest that JSON shows in hexadecimal.
type sum release.Digest

func (s sum) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

func (s *sum) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil || len(b) != len(s) {
		return errors.New("no digest")
	}
	*s = sum(b)
	return nil
}

// source returns the path of the file that f is made of, below the built site.
func (f File) source() string { return strings.TrimSuffix(f.Path, f.suffix()) }

// suffix is what the name of a compressed file that stands beside the plain one
// ends in.
func (f File) suffix() string {
	if s := suffixes[f.Encoding]; s != "" && strings.HasSuffix(f.Path, s) {
		return s
	}
	return ""
}

var suffixes = map[string]string{"gzip": ".gz", "br": ".br"}

// types are the media types of what a site is made of. The system's table is
// another on each machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".ics": "text/calendar; charset=utf-8", ".csv": "text/csv; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8", ".webmanifest": "application/manifest+json",
	".svg": "image/svg+xml", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
	".avif": "image/avif", ".ico": "image/x-icon", ".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf",
	".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav",
	".pdf": "application/pdf", ".zip": "application/zip", ".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

func typeOf(p string) string {
	switch path.Base(p) {
	case "feed.xml":
		return "application/atom+xml; charset=utf-8"
	case "_headers", "_redirects":
		return types[".txt"]
	}
	return defaulted(types[strings.ToLower(path.Ext(p))], "application/octet-stream")
}

// fingerprinted tells whether the file's name changes with its content.
func fingerprinted(p string) bool {
	return strings.HasPrefix(p, "assets/") || strings.HasPrefix(p, "pictures/")
}

// cacheOf says how long a browser may keep a file: what carries its digest in
// its name for a year, anything else as long as the server says it is the same.
func cacheOf(p string) string {
	if fingerprinted(p) {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// A text shorter than this fits in one packet, compressed or not.
const smallText = 1024 // bytes

// compressible tells whether compressing makes f smaller.
func compressible(f File) bool {
	kind, _, _ := strings.Cut(typeOf(f.Path), ";")
	return f.Size >= smallText && (strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "json"))
}

// encode compresses data: the same bytes everywhere, as pages are compressed
// once and read often.
func encode(encoding string, data []byte) ([]byte, error) {
	var b bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "gzip":
		w, _ = gzip.NewWriterLevel(&b, gzip.BestCompression)
	case "br":
		w = brotli.NewWriterLevel(&b, 9)
	default:
		return nil, fmt.Errorf("%q is no content encoding", encoding)
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}

// A body is what is sent of a file.
type body struct {
	bytes io.ReaderAt
	size  int64
}

// text returns data as a body.
func text(data []byte) body { return body{bytes.NewReader(data), int64(len(data))} }

// reader begins to read the body. A request that was given up may still be
// reading, so each has its own.
func (b body) reader() io.ReadSeeker { return io.NewSectionReader(b.bytes, 0, b.size) }

func (b body) Close() error {
	if file, ok := b.bytes.(*os.File); ok {
		return file.Close()
	}
	return nil
}

// open returns the bytes of f, from the site in dir. They are those that the
// site's manifest tells of, or the error is ErrSite: a file of a release is
// never written to, but another build may have replaced it.
func (f File) open(dir string) (body, error) {
	file, err := os.Open(filepath.Join(dir, filepath.FromSlash(f.source())))
	if err != nil {
		return body{}, err
	}
	if f.Encoding != "" {
		defer file.Close()
		data, err := io.ReadAll(io.LimitReader(file, f.Size+1))
		if err != nil {
			return body{}, err
		}
		if sum(release.DigestOf(data)) != f.Digest {
			return body{}, fmt.Errorf("%s: %w", f.Path, ErrSite)
		}
		data, err = encode(f.Encoding, data)
		return text(data), err
	}
	h := sha256.New()
	_, err = io.Copy(h, file)
	if err == nil && sum(h.Sum(nil)[:len(f.Digest)]) != f.Digest {
		err = fmt.Errorf("%s: %w", f.Path, ErrSite)
	}
	if err != nil {
		file.Close()
		return body{}, err
	}
	return body{file, f.Size}, nil
}
