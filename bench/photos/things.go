package main

import (
	"math"
	"math/rand/v2"
)

// telescope on its tripod, as an outline; it points to the upper right, or to
// the left where way is -1.
func (c *canvas) telescope(x, foot, tall, tilt, way float64, dark, rim rgb) {
	b := &body{soft: 0.01 * tall}
	top := foot - 0.62*tall
	for _, leg := range []float64{-0.26, 0.02, 0.27} {
		b.add(x, top, 0.018*tall, x+leg*tall, foot, 0.01*tall)
	}
	b.add(x, top-0.02*tall, 0.045*tall, x, top+0.06*tall, 0.03*tall)
	sin, cos := math.Sincos(tilt)
	cos *= way
	b.add(x-0.30*tall*cos, top+0.30*tall*sin, 0.055*tall, x+0.42*tall*cos, top-0.42*tall*sin, 0.06*tall)
	b.add(x+0.42*tall*cos, top-0.42*tall*sin, 0.07*tall, x+0.48*tall*cos, top-0.48*tall*sin, 0.072*tall)
	// Eyepiece, bent upwards, and the finder.
	ex, ey := x-0.33*tall*cos, top+0.33*tall*sin
	b.add(ex, ey, 0.028*tall, ex-0.05*tall*way, ey-0.07*tall, 0.022*tall)
	fx, fy := x-0.2*tall*cos-0.07*tall*sin*way, top+0.2*tall*sin-0.09*tall
	b.add(fx, fy, 0.016*tall, fx+0.18*tall*cos, fy-0.18*tall*sin, 0.018*tall)
	c.grow(b, func(_, _, deep, nx, ny float64) ink {
		return ink{dark.plus(rim.times(max(0, -ny*0.8+0.3*nx) * math.Exp(-deep/(0.006*tall)))), 1}
	})
}

// yurt with light behind its felt; glow is the colour of the light.
func (c *canvas) yurt(x, foot, size float64, felt, glow rgb) {
	wall := foot - 0.36*size
	outline := smooth(x-0.52*size, foot, x-0.53*size, foot-0.2*size, x-0.5*size, wall, x-0.3*size, foot-0.58*size,
		x-0.08*size, foot-0.70*size, x, foot-0.715*size, x+0.08*size, foot-0.70*size, x+0.3*size, foot-0.58*size,
		x+0.5*size, wall, x+0.53*size, foot-0.2*size, x+0.52*size, foot, x, foot+0.015*size)
	c.fill(outline, func(px, py float64) ink {
		u := (px - x) / (0.53 * size)
		round := math.Sqrt(max(0, 1-u*u))
		v := (foot - py) / size
		// The lattice shows faintly through the felt.
		a, b := math.Abs(math.Sin((u*4.2+v*9)*2.6)), math.Abs(math.Sin((u*4.2-v*9)*2.6))
		lattice := step(0.12, 0.02, min(a, b)) * step(0.37, 0.34, v)
		poles := step(0.1, 0.02, math.Abs(math.Sin(math.Atan2(px-x, py-(foot-0.74*size))*14))) * step(0.36, 0.38, v)
		inside := bell(v-0.18, 0.3)*0.5*round + 0.1
		k := felt.times(0.35 + 0.65*round).plus(glow.times(inside * (1 - 0.45*lattice - 0.3*poles)))
		band := bell(v-0.365, 0.014) + bell(v-0.30, 0.006) + bell(v-0.02, 0.02)
		return ink{mix(k, glow.times(0.12).plus(felt.times(0.15)), 0.8*band), 1}
	})
	door := polygon(x-0.1*size, foot, x-0.095*size, foot-0.29*size, x+0.095*size, foot-0.29*size, x+0.1*size, foot)
	c.fill(door, func(px, py float64) ink {
		return ink{mix(glow.times(1.5), glow.times(0.75), (foot-py)/(0.3*size)), 1}
	})
	c.fill(ellipse(x, foot-0.705*size, 0.05*size, 0.014*size, 0), flat(glow.times(1.1)))
}

// grass grows in blades along a line; its colours go from dark to light.
func (c *canvas) grass(r *rand.Rand, line func(x float64) float64, tall float64, count int, dark, light rgb) {
	for range count {
		x := r.Float64()*(c.wide+0.1) - 0.05
		foot := line(x) + r.Float64()*tall*0.5
		h := tall * (0.4 + 0.9*r.Float64())
		bend := (r.Float64() - 0.4) * h * 0.9
		k := mix(dark, light, r.Float64()*r.Float64())
		c.fill(stroke(curve(x, foot, x+bend*0.3, foot-h*0.6, x+bend, foot-h), 0.05*tall, 0.004*tall), func(_, y float64) ink {
			return ink{mix(k, dark, (y-foot+h)/h), 1}
		})
	}
}

// bunting is a line of small flags between two points.
func (c *canvas) bunting(x0, y0, x1, y1, sag, size float64, shade func(k rgb, x float64) rgb) {
	colours := []rgb{hex(0xD2382E), hex(0xF0B429), hex(0x2F8F6B), hex(0x2A6FB0), hex(0xF2EEE2), hex(0xE0752D)}
	at := func(t float64) (float64, float64) { return lerp(x0, x1, t), lerp(y0, y1, t) + sag*4*t*(1-t) }
	var line []point
	for i := range 41 {
		x, y := at(float64(i) / 40)
		line = append(line, point{x, y})
	}
	c.fill(stroke(line, 0.003, 0.003), flat(shade(hex(0x40352C), x0)))
	n := int(math.Hypot(x1-x0, y1-y0) / (size * 1.25))
	for i := range n {
		t := (float64(i) + 0.5) / float64(n)
		x, y := at(t)
		sway := 0.25 * size * noise(float64(i)*0.9, x0*7, 77)
		k := shade(colours[i%len(colours)], x)
		c.fill(polygon(x-size/2, y, x+size/2, y, x+sway, y+size*1.15), func(px, py float64) ink {
			return ink{k.times(0.8 + 0.35*noise((px-x)/size*2+float64(i), (py-y)/size, 4) + 0.2*(px-x)/size), 1}
		})
	}
}

// tripod of a spotting scope, lower than a telescope's.
func (c *canvas) scope(x, foot, tall, way float64, dark, rim rgb) {
	b := &body{soft: 0.012 * tall}
	top := foot - 0.8*tall
	for _, leg := range []float64{-0.2, 0.03, 0.22} {
		b.add(x, top+0.05*tall, 0.016*tall, x+leg*tall, foot, 0.01*tall)
	}
	b.add(x, top, 0.03*tall, x, top+0.08*tall, 0.026*tall)
	b.add(x-0.17*tall*way, top-0.035*tall, 0.03*tall, x+0.08*tall*way, top-0.03*tall, 0.04*tall)
	b.add(x+0.08*tall*way, top-0.03*tall, 0.045*tall, x+0.26*tall*way, top-0.02*tall, 0.055*tall)
	c.grow(b, func(_, _, deep, nx, ny float64) ink {
		return ink{dark.plus(rim.times(max(0, nx*way*0.7-ny*0.5) * math.Exp(-deep/(0.008*tall)))), 1}
	})
}

// bird in flight, seen from the side; beat is the wings' height, -1 to 1.
func (c *canvas) bird(x, y, size, beat float64, k rgb) {
	b := &body{soft: 0.05 * size}
	b.add(x-0.42*size, y+0.02*size, 0.012*size, x-0.12*size, y, 0.07*size)
	b.add(x-0.12*size, y, 0.085*size, x+0.16*size, y-0.02*size, 0.06*size)
	b.add(x+0.16*size, y-0.02*size, 0.035*size, x+0.5*size, y-0.04*size, 0.024*size)
	b.add(x+0.5*size, y-0.04*size, 0.034*size, x+0.6*size, y-0.035*size, 0.006*size)
	for _, side := range []float64{1, 0.72} {
		mx, my := x-0.02*size, y-beat*0.33*size*side
		b.line(curve(x+0.05*size, y-0.02*size, mx+0.05*size, my, x-0.28*size*side, y-beat*0.62*size*side-0.08*size), 0.06*size, 0.012*size)
	}
	c.grow(b, func(_, _, _, _, _ float64) ink { return ink{k, 1} })
}

// bicycle on a stand with a rider.
func (c *canvas) bicycle(x, foot, size float64, dark, rim rgb) {
	b := &body{soft: 0.004}
	for _, dx := range []float64{-0.30, 0.34} {
		wx, wy, rad := x+dx*size, foot-0.22*size, 0.20*size
		c.fill(stroke(ellipse(wx, wy, rad, rad, 0)[0], 0.012*size*1.6, 0.012*size*1.6), flat(dark))
		for i := range 12 {
			s, k := math.Sincos(float64(i) * math.Pi / 6)
			c.fill(straight(wx, wy, wx+rad*k, wy+rad*s, 0.0012, 0.0012), flat(dark))
		}
	}
	seg := func(x0, y0, x1, y1, r float64) {
		b.add(x+x0*size, foot-y0*size, r*size, x+x1*size, foot-y1*size, r*size)
	}
	seg(-0.30, 0.22, 0.0, 0.22, 0.012)
	seg(0.0, 0.22, -0.10, 0.52, 0.012)
	seg(-0.30, 0.22, -0.09, 0.48, 0.010)
	seg(0.0, 0.22, 0.25, 0.50, 0.013)
	seg(-0.09, 0.47, 0.25, 0.52, 0.012)
	seg(0.34, 0.22, 0.24, 0.60, 0.012)
	seg(0.24, 0.60, 0.30, 0.62, 0.012)
	seg(-0.16, 0.54, -0.04, 0.54, 0.016)
	seg(-0.36, 0.01, -0.18, 0.01, 0.012)
	// The rider.
	seg(-0.09, 0.60, 0.06, 0.86, 0.062)
	seg(0.07, 0.88, 0.09, 0.90, 0.055)
	seg(0.115, 1.0, 0.12, 1.025, 0.055)
	seg(0.08, 0.87, 0.20, 0.74, 0.028)
	seg(0.20, 0.74, 0.29, 0.64, 0.022)
	seg(-0.08, 0.58, 0.10, 0.46, 0.05)
	seg(0.10, 0.46, 0.04, 0.24, 0.034)
	seg(0.04, 0.20, 0.10, 0.19, 0.02)
	seg(-0.08, 0.57, 0.02, 0.38, 0.042)
	seg(0.02, 0.38, -0.06, 0.18, 0.03)
	c.grow(b, func(_, _, deep, nx, ny float64) ink {
		return ink{dark.plus(rim.times(max(0, 0.7*nx-0.7*ny) * math.Exp(-deep/0.0025))), 1}
	})
}
