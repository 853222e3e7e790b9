package main

import (
	"math"
	"math/rand/v2"
)

// clouds are the share of cloud at a place in a sky that reaches down to the
// horizon, seen in perspective; cover is from 0 to 1.
func clouds(x, y, horizon, cover float64, seed uint32) float64 {
	far := 0.16 / (max(horizon-y, 0) + 0.045)
	u, v := (x-0.75)*far*1.6, far*3.4
	warp := fbm(u*0.7, v*0.7, 3, seed+50)
	n := fbm(u+0.6*warp, v*1.5+0.6*warp, 6, seed)
	return step(0.55-cover, 1.25-cover, n+0.45)
}

// stars scatters points of light above a line, more faint ones than bright.
func (c *canvas) stars(r *rand.Rand, count int, bottom, gain float64) {
	for range count {
		x, y := r.Float64()*c.wide, r.Float64()*bottom
		c.star(r, x, y, gain*math.Pow(r.Float64(), 12)*3)
	}
}

// star is one star, white, bluish or amber; faint ones are smaller.
func (c *canvas) star(r *rand.Rand, x, y, bright float64) {
	tint := ramp(r.Float64(), hex(0xFFC890), hex(0xFFF4E8), hex(0xFFFFFF), hex(0xD8E4FF), hex(0xB8D0FF))
	radius := 0.00085 + 0.0006*min(bright, 1.6)
	c.glow(x, y, radius, tint.times(0.12+bright))
	if bright > 1.1 {
		c.glow(x, y, radius*4, tint.times(0.05*bright))
	}
}

// milkyWay adds the band of the galaxy along a line through (x, y), leaning by
// an angle, with its dust lanes and its crowd of faint stars.
func (c *canvas) milkyWay(r *rand.Rand, x, y, angle, width, gain, bottom float64, seed uint32) {
	sin, cos := math.Sincos(angle)
	across := func(px, py float64) (along, off float64) {
		dx, dy := px-x, py-y
		along = dx*cos + dy*sin
		off = (-dx*sin+dy*cos)/width + 0.25*fbm(along*1.6, 7, 3, seed+3)
		return along, off
	}
	density := func(px, py float64) (light, dust float64) {
		along, off := across(px, py)
		core := bell(along, 0.75)
		n := fbm(px*4, py*4, 5, seed)
		light = (bell(off, 0.75)*0.55 + bell(off, 0.3)*(0.35+0.75*core)) * (0.85 + 0.7*n)
		lane := fbm(along*2.2+9, off*2.4, 5, seed+7) + 0.45*fbm(px*9, py*9, 4, seed+8)
		dust = step(-0.05, 0.55, lane+0.32*bell(off+0.12, 0.22)) * bell(off, 0.5)
		return max(0, light), dust
	}
	c.tint(func(px, py float64, was rgb) rgb {
		light, dust := density(px, py)
		along, off := across(px, py)
		warm := bell(along, 0.6) * bell(off, 0.45)
		k := mix(hex(0x8FA6D8), hex(0xF2D2B0), warm).times(light * gain * 0.2)
		k = k.filter(mix(rgb{1, 1, 1}, rgb{0.32, 0.22, 0.2}, dust))
		fade := step(bottom, bottom-0.35, py)
		// Faint stars that only just part from the glow.
		if h := hash(int32(px*1100), int32(py*1100), seed+5); chance(h) < 0.05*light {
			k = k.plus(rgb{0.8, 0.85, 1}.times(0.14 * chance(h*31+7) * (1 - dust*0.7)))
		}
		return was.plus(k.times(fade))
	})
	for range int(2600 * gain) {
		px, py := r.Float64()*c.wide, r.Float64()*bottom
		if light, dust := density(px, py); r.Float64() < light*(1-0.8*dust) {
			c.star(r, px, py, 0.35*math.Pow(r.Float64(), 5))
		}
	}
}

// moon paints a lit moon; phase is the angle of the sun from the full moon.
func (c *canvas) moon(x, y, radius, phase float64, seed uint32) {
	sin, cos := math.Sincos(phase)
	relief := func(u, v float64) float64 {
		h := 0.012 * fbm(u*5, v*5, 6, seed+20)
		for i := range 4 {
			size := 2.3 * math.Pow(2.3, float64(i))
			d, _, id := cells(u*size+7, v*size+3, seed+uint32(i)*5)
			if id%5 > 1 || fbm(u*1.3, v*1.3, 2, seed+40) > 0.3 {
				continue
			}
			reach := 0.16 + 0.26*chance(id*7+1)
			rim := d / reach
			h += 0.05 / size * (1.2*bell(rim-1, 0.22) - 0.9*step(1, 0.6, rim) + 0.5*bell(rim, 0.15))
		}
		return h
	}
	px := 1 / c.unit
	c.box(x-radius-px, y-radius-px, x+radius+px, y+radius+px, func(cx, cy float64) ink {
		u, v := (cx-x)/radius, (cy-y)/radius
		d := math.Hypot(u, v)
		if d > 1+px/radius {
			return ink{}
		}
		w := math.Sqrt(max(0, 1-d*d))
		// The surface seen at the limb is foreshortened.
		su, sv := math.Asin(clamp(u, -1, 1))*0.9, math.Asin(clamp(v, -1, 1))*0.9
		e := max(px/radius, 0.004)
		h := relief(su, sv)
		gx, gy := (relief(su+e, sv)-h)/e, (relief(su, sv+e)-h)/e
		n := unit3([3]float64{u - gx*0.9, v - gy*0.9, w + 0.05})
		lit := clamp((n[0]*sin+n[2]*cos)*1.5, 0, 1)
		lit *= step(-0.06, 0.12, u*sin+w*cos)
		sea := step(0.02, 0.42, fbm(su*1.3+1.7*float64(seed), sv*1.3, 4, seed+40)+0.12)
		k := mix(hex(0xE9E4DA), hex(0x8F8E92), sea*0.75).times(0.86 + 0.25*fbm(su*9, sv*9, 4, seed+60))
		return ink{k.times(lit).plus(hex(0x0A0D14)), clamp((1-d)*radius/px+0.5, 0, 1)}
	})
}

// mirror makes everything below the line a lake that reflects what is above.
func (c *canvas) mirror(line, waves, dark float64, colour rgb, seed uint32) {
	was := c.clone()
	c.box(0, line, c.wide, 1, func(x, y float64) ink {
		depth := (y - line) / (1 - line)
		far := 1 / (depth + 0.03)
		ripple := fbm(x*2.2*far+3, 26*math.Log(depth+0.02)*3, 3, seed) +
			0.5*noise(x*9*far, 90*math.Log(depth+0.02), seed+5)
		shift := waves * ripple * (0.15 + depth)
		k := was.at(x+shift*0.25, clamp(2*line-y-shift+0.002, 0.002, line-0.002))
		k = mix(k.times(1-dark), colour, 0.12+0.35*depth*depth)
		return ink{k, 1}
	})
}
