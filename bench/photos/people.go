package main

import "math"

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
}

// figure is a person's outline.
func (p person) figure() *body {
	h := p.tall
	b := &body{soft: 0.035 * h}
	head, neck := 0.068, 0.865
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
	w := 1 + 0.22*p.wide
	top := neck - 0.075
	// Legs and shoes.
	s := 0.055 + p.stride
	for _, side := range []float64{-1, 1} {
		add(side*0.048, hip, 0.062*w, side*(0.05+p.stride*0.45), hip*0.52, 0.05)
		add(side*(0.05+p.stride*0.45), hip*0.52, 0.048, side*s, 0.045, 0.034)
		add(side*s, 0.03, 0.03, side*(s+0.025), 0.022, 0.024)
	}
	if p.skirt {
		add(0, hip+0.04, 0.085*w, 0, hip*0.62, 0.125*w)
	}
	if p.wide > 0.5 && !p.skirt { // a coat to the thighs
		add(0, hip+0.08, 0.1*w, 0, hip-0.1, 0.095*w)
	}
	// Trunk, shoulders, neck, head.
	add(0, top-0.03, 0.102*w, 0, hip+0.05, 0.088*w)
	add(-0.098*w, top, 0.046*w, 0.098*w, top, 0.046*w)
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
		sin, cos := math.Sincos(0.12 + angle)
		ex, ey := side*(0.128*w+0.165*sin), top-0.165*cos
		bend := p.bend
		if angle == 0 {
			bend = -0.1
		}
		sin, cos = math.Sincos(0.12 + angle + bend)
		hx, hy := ex+side*0.15*sin, ey-0.15*cos
		add(side*0.122*w, top, 0.043*w, ex, ey, 0.036*w)
		add(ex, ey, 0.035*w, hx, hy, 0.026)
	}
	return b
}

// person paints an outline against the light: dark, with a bright rim where
// the edge faces the light's direction.
func (c *canvas) person(p person, dark, rim rgb, lx, ly float64) {
	n := math.Hypot(lx, ly)
	edge := 0.0045*p.tall + 0.0008
	c.grow(p.figure(), func(x, y, deep, nx, ny float64) ink {
		facing := math.Max(0, (nx*lx+ny*ly)/n)
		k := rim.times(facing * math.Exp(-deep/edge))
		shade := 1 + 0.5*fbm(x*30/p.tall*0.2, y*30/p.tall*0.2, 3, 5)
		return ink{dark.times(shade).plus(k), 1}
	})
}
