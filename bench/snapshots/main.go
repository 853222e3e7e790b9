// Command snapshots writes pictures that cost a program what photos of a phone
// cost it, the same bytes each time: 12 megapixels, 4:2:0, detail of every size
// down to the sensor's noise, 3 to 5 MB each, lying on their side as often as
// not, with the place where they were "taken" inside.
//
//	snapshots --count 24 --output DIR
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
)

func main() {
	count := flag.Int("count", 24, "how many photos")
	width := flag.Int("width", 4032, "pixels; the height is three quarters of it")
	output := flag.String("output", "", "folder, made where missing")
	flag.Parse()
	if err := run(*count, *width, *output); err != nil {
		fmt.Fprintln(os.Stderr, "snapshots:", err)
		os.Exit(1)
	}
}

func run(count, width int, output string) error {
	if output == "" {
		return errors.New("--output is missing")
	}
	if err := os.MkdirAll(output, 0o755); err != nil {
		return err
	}
	for i := range count {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, photo(uint64(i), width, width*3/4), &jpeg.Options{Quality: 91}); err != nil {
			return err
		}
		orientation := []uint16{1, 6, 1, 8, 3, 6}[i%6]
		data := append([]byte{0xff, 0xd8}, exif(orientation)...)
		data = append(data, b.Bytes()[2:]...)
		if err := os.WriteFile(filepath.Join(output, fmt.Sprintf("photo-%03d.jpg", i)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// photo draws a sky, ridges of hills before it, and a meadow of people: layers
// of noise whose strength falls with its fineness, as it does in photos.
func photo(seed uint64, w, h int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	r := rand.New(rand.NewPCG(seed, 4))
	var octaves []noise
	for cell := w / 4; cell >= 2; cell /= 2 {
		octaves = append(octaves, noise{r.Uint32(), float64(cell)})
	}
	ridge, hue := noise{r.Uint32(), float64(w) / 7}, noise{r.Uint32(), float64(w) / 9}
	warm := r.Float64()*30 - 15
	row := make([]float64, w)
	for y := range h {
		clear(row)
		strength := 34.0
		for _, o := range octaves {
			o.add(row, y, strength)
			strength *= 0.74
		}
		for x := range w {
			fy := float64(y) / float64(h)
			horizon := 0.4 + 0.1*ridge.at(float64(x), 0)
			light, detail, cb, cr := 205-90*fy, 0.3, 22-20*fy, -14.0
			if fy > horizon { // hills, then the meadow
				light, detail, cb, cr = 88+40*(fy-horizon), 1, -22, warm/2
			}
			sensor := float64(int(hash(uint32(x), uint32(y), uint32(seed)))%9-4) * 1.7
			m.Y[y*m.YStride+x] = clamp(light + detail*row[x] + sensor)
			if x%2 == 0 && y%2 == 0 {
				i := y/2*m.CStride + x/2
				shade := 14 * hue.at(float64(x), float64(y))
				m.Cb[i] = clamp(128 + cb + shade + sensor/2 + row[x]/8)
				m.Cr[i] = clamp(128 + cr + warm/2 - shade - sensor/2 + row[x]/9)
			}
		}
	}
	for range 140 { // people and lanterns: hard edges, strong colours
		x, y, size := r.IntN(w), h/2+r.IntN(h/2), w/200+r.IntN(w/60)
		disc(m, x, y, size, uint8(r.IntN(230)+15), uint8(r.IntN(140)+58), uint8(r.IntN(140)+58))
	}
	return m
}

// disc draws a filled circle with a little of what lies under it.
func disc(m *image.YCbCr, cx, cy, radius int, l, cb, cr uint8) {
	for y := max(0, cy-radius); y < min(m.Rect.Dy(), cy+radius); y++ {
		for x := max(0, cx-radius); x < min(m.Rect.Dx(), cx+radius); x++ {
			if (x-cx)*(x-cx)+(y-cy)*(y-cy) < radius*radius {
				at := &m.Y[m.YOffset(x, y)]
				*at = uint8((int(*at) + 3*int(l)) / 4)
				i := m.COffset(x, y)
				m.Cb[i], m.Cr[i] = cb, cr
			}
		}
	}
}

// noise is smooth noise from -1 to 1, of one size of detail in pixels.
type noise struct {
	seed uint32
	cell float64
}

func (n noise) at(x, y float64) float64 {
	x, y = x/n.cell, y/n.cell
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	top := mix(n.corner(x0, y0), n.corner(x0+1, y0), fx)
	return mix(top, mix(n.corner(x0, y0+1), n.corner(x0+1, y0+1), fx), fy)
}

// add adds a row of the noise, times strength: as at, but with the corners of
// each cell drawn once.
func (n noise) add(row []float64, y int, strength float64) {
	cell := int(n.cell)
	fy := float64(y%cell) / n.cell
	y0 := float64(y / cell)
	edge := func(x int) float64 { return mix(n.corner(float64(x), y0), n.corner(float64(x), y0+1), fy) }
	left := edge(0)
	for x := 0; x < len(row); x += cell {
		right := edge(x/cell + 1)
		for i := range min(cell, len(row)-x) {
			row[x+i] += strength * mix(left, right, float64(i)/n.cell)
		}
		left = right
	}
}

func (n noise) corner(x, y float64) float64 {
	return float64(hash(uint32(int32(x)), uint32(int32(y)), n.seed)%2001)/1000 - 1
}

func mix(a, b, t float64) float64 { return a + (b-a)*t*t*(3-2*t) }

func clamp(v float64) uint8 { return uint8(max(0, min(255, v))) }

func hash(x, y, seed uint32) uint32 {
	v := x*0x9e3779b1 ^ y*0x85ebca77 ^ seed*0xc2b2ae3d
	v ^= v >> 15
	v *= 0x2c1b3c6d
	v ^= v >> 12
	v *= 0x297a2d39
	return v ^ v>>15
}

// exif returns an APP1 segment (Exif 2.3, 4.7.2) with the orientation and a
// place.
func exif(orientation uint16) []byte {
	entry := func(tag, kind uint16, count, value uint32) (e []byte) {
		e = binary.BigEndian.AppendUint16(e, tag)
		e = binary.BigEndian.AppendUint16(e, kind)
		e = binary.BigEndian.AppendUint32(e, count)
		return binary.BigEndian.AppendUint32(e, value)
	}
	const gps = 8 + 2 + 2*12 + 4 // where the second directory begins
	t := []byte("MM\x00*\x00\x00\x00\x08\x00\x02")
	t = append(t, entry(0x0112, 3, 1, uint32(orientation)<<16)...)
	t = append(t, entry(0x8825, 4, 1, gps)...)
	t = append(t, 0, 0, 0, 0, 0, 2)
	t = append(t, entry(1, 2, 2, 'N'<<24)...)
	t = append(t, entry(2, 5, 3, gps+2+2*12+4)...)
	t = append(t, 0, 0, 0, 0)
	for _, v := range []uint32{24, 1, 28, 1, 0, 1} {
		t = binary.BigEndian.AppendUint32(t, v)
	}
	s := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(2+6+len(t)))
	return append(append(s, "Exif\x00\x00"...), t...)
}
