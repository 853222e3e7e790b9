package picture

import "encoding/binary"

// decodeHalf decodes a JPEG to half its size, as if each 2 × 2 samples of the
// full size were one: of the 8 × 8 frequencies of a block only the lower 4 × 4
// are turned back into samples. That is what most of decoding costs.
//
// It reads what cameras write (ITU-T T.81: baseline, Huffman codes, 8 bits, one
// scan of one or three components, chroma as fine as luma or half of it) and is
// strict: ok is false for all else, and for the slightest damage. Then
// image/jpeg has the word, also about what is wrong.
func decodeHalf(data []byte) (m raster, ok bool) {
	var d halfDecoder
	scanned := false
	for p := range jpegParts(data) {
		switch {
		case p.kind == "" && string(p.raw) == "\xff\xd8":
		case scanned:
			return d.raster(), p.kind == eoi
		case p.kind == sos:
			if scanned = d.scan(p); !scanned {
				return raster{}, false
			}
		case p.kind == "" || !d.header(p):
			return raster{}, false
		}
	}
	return raster{}, false
}

type halfDecoder struct {
	width, height int
	components    []component
	restart       int // MCUs between restart markers
	quant         [4]*[64]int32
	codes         [2][4]*huffman // DC, AC
}

// A component is a plane of a JPEG in the making.
type component struct {
	id, h, v, table byte
	dc, ac          *huffman
	quant           *[64]int32
	plane           plane
	last            int32 // the DC value before
}

// header reads a segment before the scan.
func (d *halfDecoder) header(p part) bool {
	b := p.body
	switch p.kind[0] {
	case 0xc0:
		return d.frame(b)
	case 0xc4:
		for len(b) > 0 {
			n, h := newHuffman(b)
			if h == nil || b[0]>>4 > 1 || b[0]&15 > 3 {
				return false
			}
			d.codes[b[0]>>4][b[0]&15] = h
			b = b[n:]
		}
		return true
	case 0xdb:
		for ; len(b) >= 65; b = b[65:] {
			if b[0] > 3 { // of 16 bits, or more than four
				return false
			}
			t := new([64]int32)
			for i := range t {
				t[i] = int32(b[1+i])
			}
			d.quant[b[0]] = t
		}
		return len(b) == 0
	case 0xdd:
		if len(b) != 2 {
			return false
		}
		d.restart = int(binary.BigEndian.Uint16(b))
		return true
	case app14[0]:
		// 0 says that three components are R, G, B.
		return len(b) < 12 || string(b[:5]) != "Adobe" || b[11] == 1
	}
	return p.kind[0]&0xf0 == app0[0] || p.kind == comment
}

func (d *halfDecoder) frame(b []byte) bool {
	if d.components != nil || len(b) < 6 || b[0] != 8 || (b[5] != 1 && b[5] != 3) || len(b) != 6+3*int(b[5]) {
		return false
	}
	d.height, d.width = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))
	for i := range int(b[5]) {
		s := b[6+3*i:]
		c := component{id: s[0], h: s[1] >> 4, v: s[1] & 15, table: s[2]}
		switch {
		case c.table > 3 || c.h < 1 || c.h > 2 || c.v < 1 || c.v > 2:
			return false
		case i > 0 && (c.h != 1 || c.v != 1 || c.id == d.components[0].id || c.id == d.components[i-1].id):
			return false
		case b[5] == 3 && c.id == "RGB"[i]:
			return false
		}
		d.components = append(d.components, c)
	}
	if b[5] == 1 { // a single component's blocks come one by one, whatever it says
		d.components[0].h, d.components[0].v = 1, 1
	}
	return d.width > 0 && d.height > 0
}

// scan decodes the one scan.
func (d *halfDecoder) scan(p part) bool {
	n := len(d.components)
	if n == 0 || len(p.body) != 1+2*n+3 || int(p.body[0]) != n {
		return false
	}
	maxH, maxV := int(d.components[0].h), int(d.components[0].v)
	across, down := (d.width+8*maxH-1)/(8*maxH), (d.height+8*maxV-1)/(8*maxV)
	for i := range d.components {
		c := &d.components[i]
		s := p.body[1+2*i:]
		if s[0] != c.id || s[1]>>4 > 3 || s[1]&15 > 3 {
			return false
		}
		c.dc, c.ac, c.quant = d.codes[0][s[1]>>4], d.codes[1][s[1]&15], d.quant[c.table]
		if c.dc == nil || c.ac == nil || c.quant == nil {
			return false
		}
		stride := across * int(c.h) * 4
		spanX, spanY := maxH/int(c.h), maxV/int(c.v)
		c.plane = plane{
			make([]byte, stride*down*int(c.v)*4),
			(d.width + 2*spanX - 1) / (2 * spanX), (d.height + 2*spanY - 1) / (2 * spanY), 1, stride, 2 * spanX, 2 * spanY,
		}
	}
	if tail := p.body[1+2*n:]; tail[0] != 0 || tail[1] != 63 || tail[2] != 0 {
		return false
	}
	r := bits{data: p.raw[len(p.body)+4:]}
	left, next := d.restart, byte(0)
	for y := range down {
		for x := range across {
			if d.restart > 0 && left == 0 {
				if !r.restart(0xd0 + next) {
					return false
				}
				left, next = d.restart, (next+1)%8
				for i := range d.components {
					d.components[i].last = 0
				}
			}
			left--
			for i := range d.components {
				c := &d.components[i]
				for v := range int(c.v) {
					for h := range int(c.h) {
						at := (y*int(c.v)+v)*4*c.plane.stride + (x*int(c.h)+h)*4
						if !r.block(c, c.plane.pix[at:]) {
							return false
						}
					}
				}
			}
		}
	}
	return r.atEnd()
}

func (d *halfDecoder) raster() raster {
	m := raster{grey, d.width, d.height, nil}
	if len(d.components) == 3 {
		m.model = ycc
	}
	for _, c := range d.components {
		m.planes = append(m.planes, c.plane)
	}
	return m
}

// quarter says where the frequencies of a block stand in its lower quarter, in
// the order of the file (T.81, figure A.6); -1 for the others.
var quarter = func() (q [64]int8) {
	x, y := 0, 0
	for i := range 64 {
		q[i] = -1
		if x < 4 && y < 4 {
			q[i] = int8(4*y + x)
		}
		switch up := (x+y)%2 == 0; {
		case up && x == 7, !up && y != 7 && x == 0:
			y++
		case up && y == 0, !up && y == 7:
			x++
		case up:
			x, y = x+1, y-1
		default:
			x, y = x-1, y+1
		}
	}
	return q
}()

// bits reads a scan's bits.
type bits struct {
	data []byte
	acc  uint64 // the bits to come are its upper ones
	n    int    // that are there
	lent int    // of them, those made up behind the end
}

// fill sees to it that 32 bits are there; behind a marker or the end they are
// zeros, of which none may be used.
func (r *bits) fill() {
	for r.n <= 56 {
		var b byte
		switch {
		case len(r.data) > 0 && r.data[0] != 0xff:
			b, r.data = r.data[0], r.data[1:]
		case len(r.data) > 1 && r.data[1] == 0:
			b, r.data = 0xff, r.data[2:]
		default:
			r.lent += 8
		}
		r.acc |= uint64(b) << (56 - r.n)
		r.n += 8
	}
}

func (r *bits) drop(n int) {
	r.acc <<= n
	r.n -= n
}

// restart reads a restart marker, which must be that.
func (r *bits) restart(marker byte) bool {
	if !r.spent() || len(r.data) < 2 || r.data[0] != 0xff || r.data[1] != marker {
		return false
	}
	*r = bits{data: r.data[2:]}
	return true
}

// spent reports whether all bits have been used but those that fill the last byte.
func (r *bits) spent() bool {
	r.fill()
	return r.n-r.lent >= 0 && r.n-r.lent < 8
}

func (r *bits) atEnd() bool { return r.spent() && len(r.data) == 0 }

// value reads a number of so many bits (T.81, F.2.2.1), at most 16.
func (r *bits) value(size int) int32 {
	if size == 0 {
		return 0
	}
	v := int32(r.acc >> (64 - size))
	if r.acc>>63 == 0 {
		v += -1<<size + 1
	}
	r.drop(size)
	return v
}

// block decodes a block into 4 × 4 samples.
func (r *bits) block(c *component, out []byte) bool {
	var f [16]int32
	r.fill()
	size := r.symbol(c.dc)
	if size < 0 || size > 11 {
		return false
	}
	c.last += r.value(size)
	f[0] = c.last * c.quant[0]
	for k := 1; k < 64; k++ {
		if r.n < 32 {
			r.fill()
		}
		symbol := r.symbol(c.ac)
		if symbol < 0 {
			return false
		}
		run, size := symbol>>4, symbol&15
		if size == 0 {
			if run != 15 {
				if run != 0 {
					return false
				}
				break
			}
			k += 15
			continue
		}
		if k += run; k > 63 || size > 10 {
			return false
		}
		if at := quarter[k]; at >= 0 {
			f[at] = r.value(size) * c.quant[k]
		} else {
			r.drop(size)
		}
	}
	samples(&f, out, c.plane.stride)
	return r.n >= r.lent
}

// samples turns 4 × 4 frequencies of a block of 8 × 8 into samples: the inverse
// cosine transform, in 1/8192, halved for the smaller block.
func samples(f *[16]int32, out []byte, stride int) {
	const (
		half = 4096 // 1/2
		a    = 5352 // cos(π/8)/√2
		b    = 2217 // cos(3π/8)/√2
	)
	line := func(f0, f1, f2, f3 int32) (int32, int32, int32, int32) {
		even, odd := (f0+f2)*half, (f0-f2)*half
		s, t := f1*a+f3*b, f1*b-f3*a
		return even + s, odd + t, odd - t, even - s
	}
	var rows [16]int32
	for x := range 4 {
		f0, f1, f2, f3 := line(f[x], f[4+x], f[8+x], f[12+x])
		rows[x], rows[4+x], rows[8+x], rows[12+x] = (f0+512)>>10, (f1+512)>>10, (f2+512)>>10, (f3+512)>>10
	}
	for y := range 4 {
		row := (*[4]byte)(out[y*stride:])
		f0, f1, f2, f3 := line(rows[4*y], rows[4*y+1], rows[4*y+2], rows[4*y+3])
		for x, v := range [4]int32{f0, f1, f2, f3} {
			row[x] = byte(min(max((v+1<<16)>>17+128, 0), 255))
		}
	}
}

// A huffman table finds symbols by the bits to come.
type huffman struct {
	short [512]uint16 // by nine bits: length << 8 | symbol, 0 when it is longer
	// By length: what the codes of that length lie below, as 16 bits, and where
	// their symbols stand.
	below   [17]int32
	first   [17]int32
	symbols []byte
}

// newHuffman reads a table (T.81, B.2.4.2 and C.2) and returns its length in bytes;
// nil when it is none.
func newHuffman(b []byte) (int, *huffman) {
	if len(b) < 17 {
		return 0, nil
	}
	h := new(huffman)
	code, n := int32(0), int32(0)
	for length := 1; length <= 16; length++ {
		count := int32(b[length])
		h.first[length] = n - code
		if int(17+n+count) > len(b) || code+count > 1<<length {
			return 0, nil
		}
		if length <= 9 {
			for i := range count {
				entry := uint16(length)<<8 | uint16(b[17+n+i])
				for k := range int32(1) << (9 - length) {
					h.short[(code+i)<<(9-length)+k] = entry
				}
			}
		}
		code, n = code+count, n+count
		h.below[length] = code << (16 - length)
		code <<= 1
	}
	h.symbols = b[17 : 17+n]
	return int(17 + n), h
}

// symbol reads a symbol, -1 when the bits are none.
func (r *bits) symbol(h *huffman) int {
	if e := h.short[r.acc>>55]; e != 0 {
		r.drop(int(e >> 8))
		return int(e & 255)
	}
	code := int32(r.acc >> 48)
	for length := 10; length <= 16; length++ {
		if code < h.below[length] {
			r.drop(length)
			return int(h.symbols[h.first[length]+code>>(16-length)])
		}
	}
	return -1
}
