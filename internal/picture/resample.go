package picture

import (
	"encoding/binary"
	"math"
)

// A plane is one channel of a picture: 8-bit samples, step bytes apart in a row
// and stride bytes from row to row. A sample of a coarse plane (chroma, or one that
// was halved) spans spanX × spanY pixels; the last may reach beyond the picture.
type plane struct {
	pix           []byte
	width, height int // samples
	step, stride  int
	spanX, spanY  int
}

func (p plane) row(y int) []byte { return p.pix[y*p.stride:] }

// A raster is a picture as planes: Y; Y, Cb, Cr; R, G, B; or R, G, B, A, with
// R, G and B multiplied by A.
type raster struct {
	model         model
	width, height int // pixels
	planes        []plane
}

type model int

const (
	grey model = iota
	ycc        // JFIF's: full range, BT.601
	rgb
	rgba
)

// resize returns the picture, which lies as EXIF's orientation says, upright
// and in width × height pixels. Chroma comes out halved in both directions.
//
// Mirroring is done by the weights, not to the samples: so chroma stays where
// it belongs when a side is odd.
func (m raster) resize(orientation, width, height int) raster {
	out := raster{m.model, width, height, make([]plane, len(m.planes))}
	turned := orientation >= 5
	if turned {
		width, height = height, width
	}
	mirrorX := orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8
	mirrorY := orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7
	for i, p := range m.planes {
		span := 1
		if m.model == ycc && i > 0 {
			span = 2
		}
		x := newAxis(p.width, m.width, width, p.spanX, span, mirrorX)
		y := newAxis(p.height, m.height, height, p.spanY, span, mirrorY)
		q := y.pass(x.pass(p))
		if turned {
			q = q.transpose()
		}
		q.spanX, q.spanY = span, span
		out.planes[i] = q
	}
	return out
}

// transpose returns the plane with rows and columns exchanged.
func (p plane) transpose() plane {
	t := plane{pix: make([]byte, p.width*p.height), width: p.height, height: p.width, step: 1, stride: p.height}
	const block = 32 // rows and columns that the processor's cache holds together
	for y0 := 0; y0 < p.height; y0 += block {
		for x0 := 0; x0 < p.width; x0 += block {
			for y := y0; y < min(p.height, y0+block); y++ {
				row := p.row(y)
				for x := x0; x < min(p.width, x0+block); x++ {
					t.pix[x*t.stride+y] = row[x*p.step]
				}
			}
		}
	}
	return t
}

// An axis says how samples along one direction are made of samples: number i is
// the sum of those from first[i] times its weights, as many for each.
type axis struct {
	first   []int
	taps    int      // weights of a sample, a multiple of four
	weights []uint64 // two's complement; the sum of a sample's is one
}

// Three sums are kept in the lanes of one 64-bit number, so that one
// multiplication does three. A sum of 8-bit samples times weights of 11 bits
// takes 19 bits and a sign; the bias keeps lanes from borrowing of each other.
const (
	laneBits   = 21
	laneMask   = 1<<laneBits - 1
	weightBits = 11
	unity      = 1 << weightBits
	bias       = 128
	lanes      = 1 | 1<<laneBits | 1<<(2*laneBits)
)

// newAxis returns Lanczos weights for making a picture that is to pixels long of
// one that is from pixels long, in samples that span so many pixels.
//
// The weights are the same on every machine: what is computed in floating point
// has no product that a compiler could fuse with a sum, and is rounded to 11
// bits. They are rounded as a running sum, so none is lost however many there are.
func newAxis(samples, from, to, spanFrom, spanTo int, mirror bool) axis {
	scale := float64(from) * float64(spanTo) / float64(to*spanFrom)
	wide := max(scale, 1)
	taps := (int(math.Floor(float64(6*wide))) + 4) &^ 3
	n := (to + spanTo - 1) / spanTo
	a := axis{make([]int, n), taps, make([]uint64, n*taps)}
	kernel := make([]float64, 0, taps)
	for i := range n {
		at := (2*i + 1) * spanTo // the sample's middle, in half pixels
		if mirror {
			at = 2*to - at
		}
		middle := float64(at)*float64(from)/float64(2*to*spanFrom) - 0.5
		first := min(max(int(math.Ceil(middle-float64(3*wide))), 0), samples-1)
		last := min(max(int(math.Floor(middle+float64(3*wide))), first), samples-1)
		a.first[i] = first
		kernel = kernel[:0]
		sum := 0.0
		for k := first; k <= last; k++ {
			w := lanczos((float64(k) - middle) / wide)
			kernel = append(kernel, w)
			sum += w
		}
		running, before := 0.0, int64(0)
		for k, w := range kernel {
			running += w
			rounded := int64(math.Round(float64(running/sum) * unity)) // unity is a power of two: exact
			a.weights[i*taps+k] = uint64(rounded - before)
			before = rounded
		}
	}
	return a
}

// lanczos is the Lanczos kernel with three lobes.
func lanczos(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1e-9:
		return 1
	case x >= 3:
		return 0
	}
	x = float64(x * math.Pi)
	return float64(3*math.Sin(x)*math.Sin(x/3)) / float64(x*x)
}

// pass makes the samples along the rows of p and returns them transposed: two
// passes make a picture that lies as before, and both read along rows. Six rows
// go together, three to a number.
func (a axis) pass(p plane) plane {
	stride := (p.height + 5) / 6 * 6
	t := plane{pix: make([]byte, stride*len(a.first)), width: p.height, height: len(a.first), step: 1, stride: stride}
	packed := make([][2]uint64, p.width+a.taps) // the last weights, which are zero, may fall beyond the row
	const start = lanes * (bias<<weightBits + unity/2)
	for y := 0; y < p.height; y += 6 {
		p.pack(packed[:p.width], y)
		weights := a.weights
		for i, first := range a.first {
			w := weights[:a.taps]
			weights = weights[a.taps:]
			s := packed[first:][:len(w)]
			upper, lower := uint64(start), uint64(start)
			for k := 0; k+4 <= len(w) && k+4 <= len(s); k += 4 { // in fours, which the compiler does not do by itself
				s, w := (*[4][2]uint64)(s[k:]), (*[4]uint64)(w[k:])
				upper += s[0][0]*w[0] + s[1][0]*w[1] + s[2][0]*w[2] + s[3][0]*w[3]
				lower += s[0][1]*w[0] + s[1][1]*w[1] + s[2][1]*w[2] + s[3][1]*w[3]
			}
			out := (*[6]byte)(t.pix[i*stride+y:])
			out[0], out[1], out[2] = sample(upper), sample(upper>>laneBits), sample(upper>>(2*laneBits))
			out[3], out[4], out[5] = sample(lower), sample(lower>>laneBits), sample(lower>>(2*laneBits))
		}
	}
	return t
}

// pack writes the six rows from y into the lanes of two numbers for each column;
// a row that is not there repeats the last.
func (p plane) pack(packed [][2]uint64, y int) {
	row := func(i int) []byte { return p.row(min(y+i, p.height-1))[:(p.width-1)*p.step+1] }
	r0, r1, r2, r3, r4, r5 := row(0), row(1), row(2), row(3), row(4), row(5)
	if n := len(packed); p.step == 1 && n == len(r0) && n == len(r1) && n == len(r2) && n == len(r3) && n == len(r4) && n == len(r5) {
		for x := range packed { // the same, without the checks of bounds
			packed[x] = [2]uint64{three(r0[x], r1[x], r2[x]), three(r3[x], r4[x], r5[x])}
		}
		return
	}
	for x := range packed {
		i := x * p.step
		packed[x] = [2]uint64{three(r0[i], r1[i], r2[i]), three(r3[i], r4[i], r5[i])}
	}
}

func three(a, b, c byte) uint64 {
	return uint64(a) | uint64(b)<<laneBits | uint64(c)<<(2*laneBits)
}

// sample returns the lowest lane as a sample.
func sample(sum uint64) byte {
	return byte(min(max(int(sum&laneMask)>>weightBits-bias, 0), 255))
}

// halve returns the picture, of as many pixels, with half the samples in each
// direction, rounded up: each is the mean of four.
func (m raster) halve() raster {
	out := raster{m.model, m.width, m.height, make([]plane, len(m.planes))}
	for i, p := range m.planes {
		out.planes[i] = p.halve()
	}
	return out
}

func (p plane) halve() plane {
	w, h := (p.width+1)/2, (p.height+1)/2
	t := plane{make([]byte, w*h), w, h, 1, w, 2 * p.spanX, 2 * p.spanY}
	for y := range h {
		r0, r1, out := p.row(2*y), p.row(min(2*y+1, p.height-1)), t.row(y)
		x := 0
		if p.step == 1 {
			// Four means at once, in the lanes of a 64-bit number.
			const even = 0x00ff00ff00ff00ff
			for ; 2*x+8 <= p.width; x += 4 {
				a, b := binary.LittleEndian.Uint64(r0[2*x:]), binary.LittleEndian.Uint64(r1[2*x:])
				v := (a&even + a>>8&even + b&even + b>>8&even + 0x0002000200020002) >> 2 & even
				v = (v | v>>8) & 0x0000ffff0000ffff
				binary.LittleEndian.PutUint32(out[x:], uint32(v|v>>16))
			}
		}
		for ; x < w; x++ {
			left, right := 2*x*p.step, min(2*x+1, p.width-1)*p.step
			out[x] = byte((int(r0[left]) + int(r0[right]) + int(r1[left]) + int(r1[right]) + 2) / 4)
		}
	}
	return t
}
