package main

import (
	"math"
	"math/rand/v2"
)

// person is somebody seen from behind or against the light: an outline.
type person struct {
	x, foot, tall float64
	left, right   float64 // the arms' angles: 0 hangs down, 1.57 straight out, 3 up
	bend          float64 // how far the elbows bend
	lean          float64
	stride        float64 // how far the feet stand apart
	wide          float64 // 0: slender; 1: in a thick coat
	hair          int     // 0 short, 1 long, 2 bun, 3 cap, 4 hood
	skirt         bool
	child         bool
	coat          rgb // the colour above the hips; black: as the rest
}

// figure is a person's outline.
func (p person) figure() *body {
	h := p.tall
	b := &body{soft: 0.026 * h}
	head, neck := 0.064, 0.865
	if p.child {
		head, neck = 0.092, 0.80
	}
	hip := 0.5
	if p.child {
		hip = 0.45
	}
	at := func(x, y float64) (float64, float64) { return p.x + (x+p.lean*y*y)*h, p.foot - y*h }
	add := func(x0, y0, r0, x1, y1, r1 float64) {
		ax, ay := at(x0, y0)
		bx, by := at(x1, y1)
		b.add(ax, ay, r0*h, bx, by, r1*h)
	}
	w := 1 + 0.18*p.wide
	top := neck - 0.075
	// Legs and shoes.
	s := 0.055 + p.stride
	for _, side := range []float64{-1, 1} {
		add(side*0.048, hip, 0.062*w, side*(0.05+p.stride*0.45), hip*0.52, 0.05)
		add(side*(0.05+p.stride*0.45), hip*0.52, 0.048, side*s, 0.045, 0.034)
		add(side*s, 0.03, 0.03, side*(s+0.025), 0.022, 0.024)
	}
	if p.skirt {
		for _, side := range []float64{-1, -0.3, 0.3, 1} {
			add(side*0.04, hip+0.03, 0.05*w, side*0.088*w, hip*0.56, 0.026)
		}
	}
	if p.wide > 0.5 && !p.skirt { // a coat to the thighs
		add(0, hip+0.08, 0.085*w, 0, hip-0.1, 0.088*w)
	}
	// Trunk, shoulders, neck, head.
	add(0, top-0.03, 0.088*w, 0, hip+0.05, 0.080*w)
	add(-0.082*w, top-0.004, 0.042*w, 0.082*w, top-0.004, 0.042*w)
	add(0, top, 0.04, 0, neck+0.02, 0.034)
	hy := 0.995 - head
	add(0, hy+0.012, head*0.93, 0, hy-0.022, head*0.78)
	switch p.hair {
	case 1:
		add(0, hy+0.01, head*1.05, 0, hy-0.1, head*0.85)
	case 2:
		add(0.01, hy+head+0.012, head*0.42, 0.01, hy+head, head*0.42)
	case 3:
		add(-0.02, hy+0.035, head*0.98, 0.02, hy+0.035, head*0.98)
		add(0.02, hy+0.02, head*0.25, head*1.6, hy+0.012, head*0.16)
	case 4:
		add(0, hy+0.02, head*1.16, 0, hy-0.05, head*1.25)
	}
	// Arms: upper, lower.
	for i, angle := range [2]float64{p.left, p.right} {
		side := float64(2*i - 1)
		sin, cos := math.Sincos(0.09 + angle)
		ex, ey := side*(0.104*w+0.165*sin), top-0.165*cos
		bend := p.bend
		if angle == 0 {
			bend = -0.1
		}
		sin, cos = math.Sincos(0.09 + angle + bend)
		hx, hy := ex+side*0.15*sin, ey-0.15*cos
		add(side*0.100*w, top-0.006, 0.038*w, ex, ey, 0.031*w)
		add(ex, ey, 0.030*w, hx, hy, 0.023)
	}
	return b
}

// person paints an outline against the light: dark, with a bright rim where
// the edge faces the light's direction.
func (c *canvas) person(p person, dark, rim rgb, lx, ly float64) {
	n := math.Hypot(lx, ly)
	edge := 0.0045*p.tall + 0.0008
	hem, collar := 0.47, 0.82
	if p.child {
		hem, collar = 0.42, 0.75
	}
	if p.skirt {
		hem = 0.30
	}
	c.grow(p.figure(), func(x, y, deep, nx, ny float64) ink {
		facing := math.Max(0, (nx*lx+ny*ly)/n)
		k := dark.times(1 + 0.4*fbm(x/p.tall*6, y/p.tall*6, 3, 5))
		v := (p.foot - y) / p.tall
		// Cloth falls in soft folds from the shoulders.
		cloth := p.coat.times(0.75 + 0.5*fbm(x/p.tall*16, y/p.tall*4, 3, 7) + 0.5*(v-0.6))
		if p.coat != (rgb{}) {
			k = mix(k, cloth, step(hem-0.006, hem+0.006, v)*step(collar+0.012, collar, v))
		}
		return ink{k.plus(rim.times(facing * math.Exp(-deep/edge))), 1}
	})
}

// crowd stands in a row with its backs to us; somebody here and there lifts an
// arm or is a child. Their coats are as light as lightness says, from 0 to 1.
func (c *canvas) crowd(r *rand.Rand, x0, x1, foot, tall, gap float64, dark, rim rgb, lx, ly, lightness float64) {
	for x := x0; x < x1; x += gap * (0.7 + 0.6*r.Float64()) {
		p := person{x: x, foot: foot + 0.02*tall*r.Float64(), tall: tall * (0.9 + 0.2*r.Float64()), hair: r.IntN(4), wide: 0.3 + 0.6*r.Float64(), lean: 0.04 * (r.Float64() - 0.5)}
		p.skirt = (p.hair == 1 || p.hair == 2) && r.IntN(2) == 0
		switch r.IntN(7) {
		case 0:
			p.right, p.bend = 2.3, 0.5
		case 1, 2:
			p.child, p.tall = true, p.tall*0.66
		}
		coats := []rgb{hex(0xB8483C), hex(0x3A6AA8), hex(0xD8A848), hex(0x4A8A70), hex(0xC8C4BC), hex(0x6A4A7A), hex(0x3A3E48), hex(0x8A5A3A)}
		p.coat = coats[r.IntN(len(coats))].times(lightness).plus(dark.times(0.4))
		c.person(p, dark.times(0.6+0.5*r.Float64()), rim, lx, ly)
	}
}
