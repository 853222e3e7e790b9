//go:build nodynamic

package picture

import (
	"bytes"
	"image"

	"github.com/gen2brain/webp"
)

// webpEncoder names the encoder: libwebp, compiled to WebAssembly, with its
// effort.
const webpEncoder = "gen2brain/webp 0.5.5 m2"

// encodeWebP encodes a picture whose rows follow one another without a gap.
//
// Two encoders do without cgo. Of the 1920 pixels of a photo, gen2brain/webp
// 0.5.5 makes 104 KB in 700 to 900 ms at effort 2 (98 KB in 1,300 at 4), and
// deepteams/webp 1.1.0 in plain Go 118 KB in 550 (84 to 92 KB in 700 at 4). But
// the latter makes other bytes from one call to the next, with another number of
// cores again others, and has assembly of its own for each processor. The
// former's bytes are the same everywhere, which is what counts here. It makes a
// program four megabytes larger than the other would.
//
// Without the build tag nodynamic it would make the program depend on the C
// library, and use a libwebp of the system where there is one, with other
// bytes. So WebP is only written by a program built with -tags nodynamic.
func encodeWebP(m *image.NRGBA, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := webp.Encode(&b, m, webp.Options{Quality: min(quality, 99), Method: 2}) // 100 would mean lossless
	return b.Bytes(), err
}
