package picture

import (
	"encoding/binary"
	"errors"
	"math"
)

// A conversion brings colours of an RGB or grey space to sRGB. All that is done
// to a pixel is done in whole numbers.
type conversion struct {
	linear  [3][256]int64 // light of a sample, 0 to 65535
	matrix  [3][3]int64   // to sRGB's primaries, in 1/4096
	encoded []uint8       // the sRGB sample of light
	grey    bool          // the profile is of grey pictures
}

var errProfile = errors.New("not a profile of a matrix and curves")

// A curve gives the light of a sample, both from 0 to 1.
type curve func(float64) float64

// newConversion returns how colours of an ICC profile (ICC.1:2022) are brought to
// sRGB; nil when they are sRGB's already. Profiles with tables instead of a
// matrix give errProfile.
func newConversion(profile []byte) (*conversion, error) {
	if len(profile) < 132 || string(profile[36:40]) != "acsp" || string(profile[20:24]) != "XYZ " {
		return nil, errProfile
	}
	tags := map[string][]byte{}
	entries := profile[132:]
	for range min(binary.BigEndian.Uint32(profile[128:]), 100) {
		if len(entries) < 12 {
			break
		}
		at, size := int64(binary.BigEndian.Uint32(entries[4:])), int64(binary.BigEndian.Uint32(entries[8:]))
		if at+size <= int64(len(profile)) {
			tags[string(entries[:4])] = profile[at : at+size]
		}
		entries = entries[12:]
	}
	if tags["A2B0"] != nil {
		return nil, errProfile
	}
	c := &conversion{encoded: encodeTable()}
	curves := []string{"rTRC", "gTRC", "bTRC"}
	switch string(profile[16:20]) {
	case "GRAY":
		c.grey = true
		curves = []string{"kTRC", "kTRC", "kTRC"}
		for i := range 3 {
			c.matrix[i][i] = 4096
		}
	case "RGB ":
		// From the connection space, whose white is D50, to sRGB's primaries.
		fromXYZ := [3][3]float64{
			{3.1338561, -1.6168667, -0.4906146},
			{-0.9787684, 1.9161415, 0.0334540},
			{0.0719453, -0.2289914, 1.4052427},
		}
		for column, tag := range []string{"rXYZ", "gXYZ", "bXYZ"} {
			body := tags[tag]
			if len(body) < 20 {
				return nil, errProfile
			}
			for row := range 3 {
				sum := 0.0
				for k := range 3 {
					sum += float64(fromXYZ[row][k] * fixed(body[8+4*k:]))
				}
				c.matrix[row][column] = int64(math.Round(sum * 4096))
			}
		}
	default:
		return nil, errProfile
	}
	for i, tag := range curves {
		f := readCurve(tags[tag])
		if f == nil {
			return nil, errProfile
		}
		for v := range 256 {
			light := f(float64(v) / 255)
			if math.IsNaN(light) {
				return nil, errProfile
			}
			c.linear[i][v] = int64(math.Round(min(max(light, 0), 1) * 65535))
		}
	}
	if c.trivial() {
		return nil, nil
	}
	return c, nil
}

// trivial reports whether the conversion changes no colour by more than one
// step.
func (c *conversion) trivial() bool {
	near := func(a, b uint8) bool { return a-b+1 <= 2 }
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				if c.grey && (r != g || g != b) {
					continue
				}
				x, y, z := c.convert(uint8(r), uint8(g), uint8(b))
				if !near(x, uint8(r)) || !near(y, uint8(g)) || !near(z, uint8(b)) {
					return false
				}
			}
		}
	}
	return true
}

// convert returns a colour in sRGB; what lies outside is brought to its border.
func (c *conversion) convert(r, g, b uint8) (x, y, z uint8) {
	l0, l1, l2 := c.linear[0][r], c.linear[1][g], c.linear[2][b]
	at := func(m *[3]int64) uint8 {
		v := (m[0]*l0 + m[1]*l1 + m[2]*l2 + 2048) >> 12
		return c.encoded[min(max(v, 0), 65535)]
	}
	return at(&c.matrix[0]), at(&c.matrix[1]), at(&c.matrix[2])
}

// encodeTable returns the sRGB sample nearest to each amount of light (IEC
// 61966-2-1).
func encodeTable() []uint8 {
	table := make([]uint8, 65536)
	from := 0
	for v := range 256 {
		to := 65536
		if v < 255 {
			to = int(math.Round(sRGB((float64(v)+0.5)/255) * 65535))
		}
		for ; from < to; from++ {
			table[from] = uint8(v)
		}
	}
	return table
}

// sRGB returns the light of an sRGB sample.
func sRGB(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// readCurve reads a curveType or a parametricCurveType (ICC.1:2022, 10.6 and
// 10.18), nil when it is neither.
func readCurve(b []byte) curve {
	if len(b) < 12 {
		return nil
	}
	switch string(b[:4]) {
	case "curv":
		n := int64(binary.BigEndian.Uint32(b[8:]))
		b = b[12:]
		switch {
		case n == 0:
			return func(v float64) float64 { return v }
		case int64(len(b)) < 2*n:
			return nil
		case n == 1:
			gamma := float64(binary.BigEndian.Uint16(b)) / 256
			return func(v float64) float64 { return math.Pow(v, gamma) }
		}
		return func(v float64) float64 {
			at := float64(v * float64(n-1))
			i := min(int64(at), n-2)
			low, high := float64(binary.BigEndian.Uint16(b[2*i:])), float64(binary.BigEndian.Uint16(b[2*i+2:]))
			return (low + float64((high-low)*(at-float64(i)))) / 65535
		}
	case "para":
		kind := binary.BigEndian.Uint16(b[8:])
		if kind > 4 {
			return nil
		}
		var p [7]float64 // g a b c d e f
		for i := range []int{1, 3, 4, 5, 7}[kind] {
			if len(b) < 16+4*i {
				return nil
			}
			p[i] = fixed(b[12+4*i:])
		}
		g, a, bb, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
		switch kind {
		case 0:
			a = 1
			d = -1 // the power holds everywhere
		case 1, 2: // below -b/a only the offset
			if a == 0 {
				return nil
			}
			d, e, f, c = -bb/a, c, c, 0
		}
		return func(v float64) float64 {
			if v >= d {
				return math.Pow(float64(a*v)+bb, g) + e
			}
			return float64(c*v) + f
		}
	}
	return nil
}
