package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bunting/internal/lacking"
)

// Files of tests are made here, by other code than what reads them.

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, g *gif.GIF) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withSegments puts segments after a JPEG's first marker.
func withSegments(data []byte, segments ...[]byte) []byte {
	return slices.Concat(data[:2], slices.Concat(segments...), data[2:])
}

func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

func chunk(kind, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// withChunks puts chunks after a PNG's header.
func withChunks(data []byte, chunks ...[]byte) []byte {
	return slices.Concat(data[:33], slices.Concat(chunks...), data[33:])
}

// tiff is an EXIF structure with an orientation, little-endian, and a secret.
func tiff(orientation byte) string {
	return "II*\x00\x08\x00\x00\x00\x02\x00" +
		"\x0e\x01\x02\x00\x06\x00\x00\x00\x26\x00\x00\x00" + // a description
		"\x12\x01\x03\x00\x01\x00\x00\x00" + string(orientation) + "\x00\x00\x00" +
		"\x00\x00\x00\x00SECRET GPS thumbnail"
}

func exifSegment(orientation byte) []byte {
	return segment(0xe1, "Exif\x00\x00"+tiff(orientation))
}

// gradient is a picture of which no two corners are alike.
func gradient(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{uint8(230 * x / w), uint8(220 * y / h), uint8(40 + 90*(x+y)/(w+h)), 255})
		}
	}
	for y := range h / 3 {
		for x := range w / 4 {
			m.SetNRGBA(x, y, color.NRGBA{240, 235, 20, 255})
		}
	}
	return m
}

// profile makes an ICC profile of primaries (X, Y, Z of red, green, blue, under
// D50) and a curve; space is "RGB " or "GRAY".
func profile(space string, primaries [9]float64, curve string, further ...string) []byte {
	type tag struct{ name, body string }
	var tags []tag
	if space == "GRAY" {
		tags = []tag{{"kTRC", curve}}
	} else {
		for i, name := range []string{"rXYZ", "gXYZ", "bXYZ"} {
			body := []byte("XYZ \x00\x00\x00\x00")
			for _, v := range primaries[3*i:][:3] {
				body = binary.BigEndian.AppendUint32(body, uint32(int32(v*65536)))
			}
			tags = append(tags, tag{name, string(body)})
		}
		tags = append(tags, tag{"rTRC", curve}, tag{"gTRC", curve}, tag{"bTRC", curve})
	}
	for _, name := range further {
		tags = append(tags, tag{name, "mft2\x00\x00\x00\x00 a table"})
	}
	head := make([]byte, 128)
	copy(head[12:], "mntr"+space+"XYZ ")
	copy(head[36:], "acsp")
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var bodies []byte
	for _, t := range tags {
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(132+12*len(tags)+len(bodies)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.body)))
		bodies = append(bodies, t.body...)
		for len(bodies)%4 != 0 {
			bodies = append(bodies, 0)
		}
	}
	p := slices.Concat(head, table, bodies)
	binary.BigEndian.PutUint32(p, uint32(len(p)))
	return p
}

// Primaries under D50.
var (
	primariesSRGB  = [9]float64{0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.71410}
	primariesP3    = [9]float64{0.51512, 0.24120, -0.00105, 0.29198, 0.69225, 0.04189, 0.15710, 0.06657, 0.78407}
	primariesAdobe = [9]float64{0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457}
)

// curveSRGB is sRGB's curve, parametric of type 3.
func curveSRGB() string {
	b := []byte("para\x00\x00\x00\x00\x00\x03\x00\x00")
	for _, v := range []float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045} {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(v*65536+0.5)))
	}
	return string(b)
}

// curveGamma is a plain power, in 1/256.
func curveGamma(gamma uint16) string {
	return string(binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), gamma))
}

func profileSegment(p []byte) []byte { return segment(0xe2, "ICC_PROFILE\x00\x01\x01"+string(p)) }

// foreign returns picture files that others made to try decoders.
func foreign(t testing.TB) map[string][]byte {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		lacking.Skip(t, "go is missing")
	}
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/image").Output()
	if err != nil {
		lacking.Skip(t, "the module cache is missing")
	}
	files := map[string][]byte{}
	for _, dir := range []string{
		filepath.Join(strings.TrimSpace(string(root)), "src/image/testdata"),
		filepath.Join(strings.TrimSpace(string(root)), "src/image/png/testdata"),
		filepath.Join(strings.TrimSpace(string(root)), "src/image/png/testdata/pngsuite"),
		filepath.Join(strings.TrimSpace(string(module)), "testdata"),
	} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			lacking.Skip(t, "%s is missing", dir)
		}
		for _, e := range entries {
			switch filepath.Ext(e.Name()) {
			case ".png", ".jpeg", ".gif", ".webp", ".tiff", ".bmp":
				data, err := os.ReadFile(filepath.Join(dir, e.Name()))
				if err != nil {
					t.Fatal(err)
				}
				files[filepath.Base(dir)+"/"+e.Name()] = data
			}
		}
	}
	return files
}
