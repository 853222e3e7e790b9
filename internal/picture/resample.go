package picture

import "math"

// A plane is one channel of a picture: 8-bit samples, step bytes apart in a row
// and stride bytes from row to row. A sample of a coarse plane (chroma) spans
// spanX × spanY pixels.
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
// the sum of weights[i] times those from first[i].
type axis struct {
	first   []int
	weights [][]uint64 // two's complement, their sum is one
}

// Three sums are kept in the lanes of one 64-bit number, so that one
// multiplication does three. A sum of 8-bit samples times weights of 11 bits
// takes 19 bits and a sign; the bias keeps lanes from borrowing of each other.
const (
	laneBits   = 21
	laneMask   = 1<<laneBits - 1
	weightBits = 11
	one        = 1 << weightBits
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
	n := (to + spanTo - 1) / spanTo
	a := axis{make([]int, n), make([][]uint64, n)}
	scale := float64(from*spanTo) / float64(to*spanFrom)
	wide := max(scale, 1)
	var kernel []float64
	for i := range n {
		at := (2*i + 1) * spanTo // the sample's middle, in half pixels
		if mirror {
			at = 2*to - at
		}
		middle := float64(at*from)/float64(2*to*spanFrom) - 0.5
		first := min(max(int(math.Ceil(middle-float64(3*wide))), 0), samples-1)
		last := min(max(int(math.Floor(middle+float64(3*wide))), first), samples-1)
		kernel = kernel[:0]
		sum := 0.0
		for k := first; k <= last; k++ {
			w := lanczos((float64(k) - middle) / wide)
			kernel = append(kernel, w)
			sum += w
		}
		weights := make([]uint64, len(kernel))
		running, before := 0.0, int64(0)
		for k, w := range kernel {
			running += w
			rounded := int64(math.Round(float64(running/sum) * one)) // one is a power of two: exact
			weights[k] = uint64(rounded - before)
			before = rounded
		}
		for len(weights) > 1 && weights[0] == 0 {
			weights, first = weights[1:], first+1
		}
		for len(weights) > 1 && weights[len(weights)-1] == 0 {
			weights = weights[:len(weights)-1]
		}
		a.first[i], a.weights[i] = first, weights
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
// passes make a picture that lies as before, and both read along rows.
func (a axis) pass(p plane) plane {
	stride := (p.height + 2) / 3 * 3
	t := plane{pix: make([]byte, stride*len(a.first)), width: p.height, height: len(a.first), step: 1, stride: stride}
	packed := make([]uint64, p.width)
	for y := 0; y < p.height; y += 3 {
		p.pack(packed, y)
		for i, first := range a.first {
			weights := a.weights[i]
			samples := packed[first:][:len(weights)]
			sum := uint64(lanes * (bias<<weightBits + one/2))
			for k, w := range weights {
				sum += samples[k] * w
			}
			out := t.pix[i*stride+y:][:3]
			out[0] = sample(sum)
			out[1] = sample(sum >> laneBits)
			out[2] = sample(sum >> (2 * laneBits))
		}
	}
	return t
}

// pack writes the three rows from y into the lanes of one; a row that is not
// there repeats the last.
func (p plane) pack(packed []uint64, y int) {
	n := (p.width-1)*p.step + 1
	r0 := p.row(y)[:n]
	r1 := p.row(min(y+1, p.height-1))[:n]
	r2 := p.row(min(y+2, p.height-1))[:n]
	if p.step == 1 {
		for x := range packed {
			packed[x] = uint64(r0[x]) | uint64(r1[x])<<laneBits | uint64(r2[x])<<(2*laneBits)
		}
		return
	}
	for x := range packed {
		i := x * p.step
		packed[x] = uint64(r0[i]) | uint64(r1[i])<<laneBits | uint64(r2[i])<<(2*laneBits)
	}
}

// sample returns the lowest lane as a sample.
func sample(sum uint64) byte {
	return byte(min(max(int(sum&laneMask)>>weightBits-bias, 0), 255))
}
