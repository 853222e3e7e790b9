package main

import (
	"math"
	"runtime"
	"slices"
	"sync"
)

// rgb is a colour in linear light; 1 is paper white, light may be above it.
type rgb struct{ r, g, b float32 }

// hex reads an sRGB colour such as 0xE0C080.
func hex(v uint32) rgb {
	part := func(shift int) float32 {
		s := float64(v>>shift&255) / 255
		if s <= 0.04045 {
			return float32(s / 12.92)
		}
		return float32(math.Pow((s+0.055)/1.055, 2.4))
	}
	return rgb{part(16), part(8), part(0)}
}

func (c rgb) times(k float64) rgb {
	f := float32(k)
	return rgb{c.r * f, c.g * f, c.b * f}
}

func (c rgb) plus(d rgb) rgb { return rgb{c.r + d.r, c.g + d.g, c.b + d.b} }

func (c rgb) filter(d rgb) rgb { return rgb{c.r * d.r, c.g * d.g, c.b * d.b} }

func (c rgb) luma() float64 {
	return 0.2126*float64(c.r) + 0.7152*float64(c.g) + 0.0722*float64(c.b)
}

// mix goes from a at 0 to b at 1.
func mix(a, b rgb, t float64) rgb {
	f := float32(clamp(t, 0, 1))
	return rgb{a.r + (b.r-a.r)*f, a.g + (b.g-a.g)*f, a.b + (b.b-a.b)*f}
}

// ramp is a gradient through evenly spaced colours, from 0 to 1.
func ramp(t float64, colours ...rgb) rgb {
	t = clamp(t, 0, 1) * float64(len(colours)-1)
	i := min(int(t), len(colours)-2)
	return mix(colours[i], colours[i+1], t-float64(i))
}

// ink is a colour that covers what is below it by a, from 0 to 1.
type ink struct {
	rgb
	a float64
}

func (c rgb) alpha(a float64) ink { return ink{c, a} }

// flat paints one colour everywhere.
func flat(c rgb) func(x, y float64) ink {
	return func(_, _ float64) ink { return ink{c, 1} }
}

// canvas is a picture being painted, or a layer of one. Places are given with
// the height as the unit: y from 0 at the top to 1, x from 0 to wide.
type canvas struct {
	w, h int
	unit float64 // pixels in a picture's height
	wide float64
	pix  []pixel
}

// pixel is premultiplied.
type pixel struct {
	rgb
	a float32
}

func newCanvas(w, h int) *canvas {
	return &canvas{w: w, h: h, unit: float64(h), wide: float64(w) / float64(h), pix: make([]pixel, w*h)}
}

// layer is an empty canvas of the same size.
func (c *canvas) layer() *canvas { return newCanvas(c.w, c.h) }

// rows calls f for each row, on all processors; f touches its own row alone.
func (c *canvas) rows(f func(y int)) { split(c.h, f) }

func split(n int, f func(i int)) {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		wait.Go(func() {
			for i := k; i < n; i += workers {
				f(i)
			}
		})
	}
	wait.Wait()
}

// all paints every pixel.
func (c *canvas) all(f func(x, y float64) rgb) {
	c.tint(func(x, y float64, _ rgb) rgb { return f(x, y) })
}

// tint paints every pixel over from what it was.
func (c *canvas) tint(f func(x, y float64, was rgb) rgb) {
	c.rows(func(row int) {
		y := (float64(row) + 0.5) / c.unit
		for i := range c.w {
			p := &c.pix[row*c.w+i]
			*p = pixel{f((float64(i)+0.5)/c.unit, y, p.rgb), 1}
		}
	})
}

// wash lays an ink over every pixel.
func (c *canvas) wash(f func(x, y float64) ink) {
	c.box(0, 0, c.wide, 1, f)
}

// box lays an ink over the pixels of a rectangle, which may be large.
func (c *canvas) box(x0, y0, x1, y1 float64, f func(x, y float64) ink) {
	left, right := max(0, int(x0*c.unit)), min(c.w, int(math.Ceil(x1*c.unit)))
	top, bottom := max(0, int(y0*c.unit)), min(c.h, int(math.Ceil(y1*c.unit)))
	paint := func(row int) {
		y := (float64(row) + 0.5) / c.unit
		for i := left; i < right; i++ {
			if k := f((float64(i)+0.5)/c.unit, y); k.a > 0 {
				c.pix[row*c.w+i].lay(k, 1)
			}
		}
	}
	if (right-left)*(bottom-top) > 40_000 {
		split(bottom-top, func(i int) { paint(top + i) })
		return
	}
	for row := top; row < bottom; row++ {
		paint(row)
	}
}

func (p *pixel) lay(k ink, cover float64) {
	a := float32(clamp(k.a*cover, 0, 1))
	p.r += (k.r - p.r) * a
	p.g += (k.g - p.g) * a
	p.b += (k.b - p.b) * a
	if p.a < 1 {
		// On a layer the colour below is premultiplied already.
		p.a += (1 - p.a) * a
	}
}

// over lays a whole layer on the canvas.
func (c *canvas) over(l *canvas) {
	c.rows(func(row int) {
		for i := row * c.w; i < (row+1)*c.w; i++ {
			p, q := &c.pix[i], l.pix[i]
			k := 1 - q.a
			p.r, p.g, p.b, p.a = q.r+p.r*k, q.g+p.g*k, q.b+p.b*k, q.a+p.a*k
		}
	})
}

// add adds a layer's light.
func (c *canvas) add(l *canvas, much float64) {
	k := float32(much)
	c.rows(func(row int) {
		for i := row * c.w; i < (row+1)*c.w; i++ {
			p, q := &c.pix[i], l.pix[i]
			p.r, p.g, p.b = p.r+q.r*k, p.g+q.g*k, p.b+q.b*k
		}
	})
}

// light adds light that f gives within a box.
func (c *canvas) light(x, y, reach float64, f func(dx, dy float64) rgb) {
	left, right := max(0, int((x-reach)*c.unit)), min(c.w, int((x+reach)*c.unit)+1)
	top, bottom := max(0, int((y-reach)*c.unit)), min(c.h, int((y+reach)*c.unit)+1)
	for row := top; row < bottom; row++ {
		for i := left; i < right; i++ {
			k := f((float64(i)+0.5)/c.unit-x, (float64(row)+0.5)/c.unit-y)
			p := &c.pix[row*c.w+i]
			p.rgb = p.plus(k)
		}
	}
}

// glow is a soft light, of that radius.
func (c *canvas) glow(x, y, radius float64, colour rgb) {
	c.light(x, y, 3*radius, func(dx, dy float64) rgb {
		return colour.times(math.Exp(-(dx*dx + dy*dy) / (radius * radius)))
	})
}

// bokeh is a point of light out of focus: a disc with a brighter rim.
func (c *canvas) bokeh(x, y, radius float64, colour rgb) {
	edge := 1.5/c.unit + 0.04*radius
	c.light(x, y, radius+edge, func(dx, dy float64) rgb {
		d := math.Hypot(dx, dy)
		return colour.times(step(radius+edge, radius-edge, d) * (0.75 + 0.35*math.Pow(d/radius, 4)))
	})
}

// blur softens the canvas by about that radius: three box blurs, which come
// near to a Gaussian.
func (c *canvas) blur(radius float64) {
	if r := int(radius*c.unit*0.6 + 0.5); r > 0 {
		for range 3 {
			split(c.h, func(y int) { boxBlur(c.pix[y*c.w:], c.w, 1, r) })
			split(c.w, func(x int) { boxBlur(c.pix[x:], c.h, c.w, r) })
		}
	}
}

// boxBlur averages n pixels that stand stride apart over 2r+1 neighbours.
func boxBlur(pix []pixel, n, stride, r int) {
	line := make([]pixel, n)
	for i := range line {
		line[i] = pix[i*stride]
	}
	at := func(i int) pixel { return line[max(0, min(n-1, i))] }
	var sum [4]float64
	count := func(p pixel, k float64) {
		sum[0] += k * float64(p.r)
		sum[1] += k * float64(p.g)
		sum[2] += k * float64(p.b)
		sum[3] += k * float64(p.a)
	}
	for i := -r; i <= r; i++ {
		count(at(i), 1)
	}
	k := 1 / float64(2*r+1)
	for i := range line {
		pix[i*stride] = pixel{rgb{float32(sum[0] * k), float32(sum[1] * k), float32(sum[2] * k)}, float32(sum[3] * k)}
		count(at(i+r+1), 1)
		count(at(i-r), -1)
	}
}

// at is the colour at a place, between the pixels.
func (c *canvas) at(x, y float64) rgb {
	px, py := clamp(x*c.unit-0.5, 0, float64(c.w)-1.001), clamp(y*c.unit-0.5, 0, float64(c.h)-1.001)
	i, j := int(px), int(py)
	fx, fy := px-float64(i), py-float64(j)
	p := c.pix[j*c.w+i:]
	top := mix(p[0].rgb, p[1].rgb, fx)
	if j+1 >= c.h {
		return top
	}
	return mix(top, mix(p[c.w].rgb, p[c.w+1].rgb, fx), fy)
}

// clone is a copy, to read from while the canvas is painted.
func (c *canvas) clone() *canvas {
	d := *c
	d.pix = slices.Clone(c.pix)
	return &d
}
