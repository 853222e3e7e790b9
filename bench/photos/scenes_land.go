package main

import (
	"math"
	"math/rand/v2"
)

// benches is the height of the old mine: terraces that wind down like a screw.
func benches(x, z float64) float64 {
	dx, dz := x, (z-5.6)*0.92
	d := math.Hypot(dx, dz) + 0.22*fbm(x*0.6, z*0.6, 3, 4)
	deep := clamp((3.9-d)/3.0, 0, 1) * 9
	deep += math.Atan2(dz, dx) / (2 * math.Pi) * step(0, 0.6, deep)
	whole := math.Floor(deep)
	deep = whole + step(0.55, 1, deep-whole)
	h := -deep*0.27 + 0.02*fbm(x*5, z*5, 5, 9)
	h = max(h, -2.28)
	out := step(4.1, 7, d)
	return h + out*(0.15+0.25*fbm(x*0.5, z*0.5, 5, 3)) + step(9, 26, z)*(3.2*ridged(x*0.12, z*0.12, 8, 31)) +
		step(4.6, 9, math.Abs(x))*(0.5+0.9*ridged(x*0.3, z*0.3, 7, 13))
}

func minePit(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.3, hex(0x3E7BC0), hex(0x8FB9E0), hex(0xDCE8EE))
		return mix(k, hex(0xFFFFFF), 0.85*clouds(x+0.4, y, 0.34, 0.5, 15))
	})
	c.terrain(terrain{
		height: benches,
		ground: func(x, y, z, flat float64) rgb {
			if y <= -2.275 {
				return mix(hex(0x2E8C86), hex(0x4FB6A6), 0.5+fbm(x*2, z*2, 3, 3))
			}
			n := fbm(x*3, z*3, 4, 7)
			rock := mix(hex(0x8C7A68), hex(0xD6CABA), 0.5+n)
			rock = mix(rock, hex(0xA5745A), 0.6*step(0.1, 0.5, fbm(x*0.9, y*4, 4, 17)))
			green := step(-0.1, 0.25, y) * step(0.7, 0.95, flat) * step(-0.2, 0.3, fbm(x*2, z*2, 4, 23)+0.1)
			tree := mix(hex(0x3C4E2A), hex(0x8F8444), step(-0.1, 0.4, fbm(x*6, z*6, 3, 29)))
			return mix(rock, tree, green)
		},
		eye: [3]float64{0, 1.9, -0.4}, horizon: 0.2, zoom: 0.95, near: 1.2, far: 50,
		sun: [3]float64{-0.75, 0.5, 0.1}, sunlight: hex(0xFFF0D8).times(1.2), skylight: hex(0x7F9CC8).times(0.5),
		haze: func(float64) rgb { return hex(0xC0D2E6) }, air: 0.022, settle: 6,
	})
}

// pitNight is people and telescopes on the rim below the Milky Way.
func pitNight(c *canvas) {
	r := rand.New(rand.NewPCG(2, 9))
	c.all(func(x, y float64) rgb {
		return ramp(y/0.78, hex(0x060B1C), hex(0x0C1730), hex(0x1A2A4A), hex(0x4A4A5E))
	})
	c.milkyWay(r, 0.72, 0.34, 1.05, 0.21, 1.1, 0.8, 12)
	c.stars(r, 1400, 0.75, 0.7)
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			return 0.06*fbm(x, z, 5, 2) - 0.1 + step(8, 22, z)*2.6*ridged(x*0.14+5, z*0.14, 8, 37)
		},
		ground: func(x, y, z, flat float64) rgb {
			return mix(hex(0x6A6258), hex(0x9A9084), 0.5+fbm(x*4, z*4, 4, 5))
		},
		eye: [3]float64{0, 0.5, 0}, horizon: 0.74, zoom: 1.1, near: 1.2, far: 40,
		sun: [3]float64{-0.6, 0.4, 0.5}, sunlight: hex(0x24324E), skylight: hex(0x0C1424),
		haze: func(float64) rgb { return hex(0x2A3450) }, air: 0.03,
	})
	dark, red := hex(0x05070C), hex(0xC23418).times(0.5)
	c.glow(0.36, 0.9, 0.1, hex(0xFF3A1A).times(0.10))
	c.glow(1.03, 0.9, 0.12, hex(0xFF3A1A).times(0.12))
	c.telescope(0.40, 0.93, 0.24, 0.85, 1, dark, red)
	c.person(person{x: 0.305, foot: 0.935, tall: 0.25, lean: 0.10, wide: 1, hair: 4, right: 0.5, bend: 0.8}, dark, red, 1, -0.2)
	c.person(person{x: 0.20, foot: 0.925, tall: 0.235, wide: 1, hair: 3, left: 0.15}, dark, red.times(0.5), 1, -0.1)
	c.person(person{x: 0.145, foot: 0.93, tall: 0.17, wide: 0.9, hair: 4, child: true}, dark, red.times(0.4), 1, -0.1)
	c.telescope(1.08, 0.945, 0.25, 1.0, -1, dark, red)
	c.person(person{x: 1.17, foot: 0.95, tall: 0.255, lean: -0.08, wide: 1, hair: 1, left: 0.4, bend: 0.9}, dark, red, -1, -0.2)
	c.person(person{x: 0.94, foot: 0.94, tall: 0.25, wide: 1, hair: 4, right: 2.4}, dark, red.times(0.6), 1, 0)
	c.glow(0.37, 0.905, 0.006, hex(0xFF5530).times(1.5))
	c.glow(1.05, 0.915, 0.006, hex(0xFF5530).times(1.5))
}

// duneHeight is long crests with a gentle and a steep side, and ripples.
func duneHeight(x, z float64) float64 {
	crest := func(x, z, turn, size float64, seed uint32) float64 {
		sin, cos := math.Sincos(turn)
		u := (x*cos+z*sin)/size + 0.7*fbm(x/size*0.45, z/size*0.45, 3, seed)
		v := u - math.Floor(u)
		rise := v / 0.68
		if v > 0.68 {
			rise = (1 - v) / 0.32
		}
		rise = rise * rise * (1.6 - 0.6*rise)
		return size * rise * (0.75 + 0.5*noise(x/size*0.35, z/size*0.35, seed+9))
	}
	h := 0.30*crest(x, z, 0.35, 5.2, 5) + 0.15*crest(x, z, -0.25, 1.9, 25)
	sin, cos := math.Sincos(0.3)
	ripple := math.Sin((x*cos+z*sin)*58 + 5*fbm(x*1.3, z*1.3, 3, 41))
	return h + 0.0042*ripple*step(16, 2, z)
}

func dunes(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.36, hex(0x5E86B8), hex(0xB9C2CC), hex(0xF6D9AE))
		return mix(k, hex(0xFFE6BE), 0.75*bell(math.Hypot(x-0.12, (y-0.25)*1.3), 0.4))
	})
	c.glow(0.12, 0.235, 0.03, hex(0xFFF0D0).times(2.2))
	c.terrain(terrain{
		height: duneHeight,
		ground: func(x, y, z, flat float64) rgb {
			return mix(hex(0xC8935A), hex(0xE9C189), 0.5+0.6*fbm(x*1.5, z*1.5, 4, 3)).times(1 + 0.12*noise(x*130, z*130, 8))
		},
		eye: [3]float64{3.2, 2.9, 9.5}, horizon: 0.27, zoom: 1.0, near: 1.1, far: 80,
		sun: [3]float64{-0.85, 0.3, 0.4}, sunlight: hex(0xFFD49A).times(1.5), skylight: hex(0x8C94B8).times(0.42),
		haze: func(x float64) rgb { return mix(hex(0xD8C2B0), hex(0xFBDCAE), 1-x/1.4) }, air: 0.024, settle: 5, soft: 0.12,
	})
}

// badlands is banded rock with trunks of stone lying in it.
func badlands(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.42, hex(0x2F6DB4), hex(0x7FB0DC), hex(0xE6E4D8))
		return mix(k, hex(0xFFFFFF), 0.8*clouds(x, y, 0.46, 0.42, 33))
	})
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			far := step(5, 11, z+1.2*fbm(x*0.35, 2, 3, 3))
			hills := 1.5*ridged(x*0.34, z*0.3, 6, 12) + 0.5*fbm(x*0.4, z*0.4, 4, 19)
			gully := 0.10 * ridged(x*1.9, z*1.9, 5, 27)
			return 0.05*fbm(x*1.2, z*1.2, 6, 8) + far*max(0, hills-0.25) + far*gully
		},
		ground: func(x, y, z, flat float64) rgb {
			v := y*3.4 + 0.35*fbm(x*0.5, z*0.5, 3, 44)
			band := ramp(v-math.Floor(v), hex(0xB4573C), hex(0xD98A5E), hex(0xE6CFAE), hex(0x9C8C86), hex(0x8E4A3A), hex(0xC9714C))
			gravel := mix(hex(0xA88C70), hex(0xCDB596), 0.5+fbm(x*6, z*6, 4, 5)).times(1 + 0.25*noise(x*40, z*40, 6))
			return mix(gravel, band, step(0.03, 0.14, y+0.05*fbm(x*4, z*4, 3, 6)))
		},
		eye: [3]float64{0, 0.85, 0}, horizon: 0.43, zoom: 1.05, near: 0.9, far: 45,
		sun: [3]float64{-0.8, 0.42, -0.1}, sunlight: hex(0xFFE2B8).times(1.3), skylight: hex(0x7D96C2).times(0.5),
		haze: func(float64) rgb { return hex(0xD5DCE2) }, air: 0.018,
	})
	c.log(0.26, 0.79, 1.16, 0.70, 0.075, 5)
	c.log(1.18, 0.90, 1.46, 0.86, 0.085, 9)
	c.log(0.62, 0.60, 0.86, 0.592, 0.022, 13)
	c.log(0.98, 0.575, 1.10, 0.572, 0.014, 15)
}

// log is a trunk of stone, its sawn-looking end towards us on the left.
func (c *canvas) log(x0, y0, x1, y1, r float64, seed uint32) {
	dx, dy := x1-x0, y1-y0
	n := math.Hypot(dx, dy)
	dx, dy = dx/n, dy/n
	c.fill(stroke([]point{{x0 + 0.02*r, y0 + r*0.95}, {x1, y1 + r*0.8}}, r*0.9, r*0.4), func(x, y float64) ink {
		return hex(0x2A1E1A).alpha(0.5 * step(y0+r*1.5, y0+r*0.9, y-(x-x0)/dx*dy))
	})
	c.fill(stroke([]point{{x0, y0}, {x1, y1}}, 2*r, 1.5*r), func(x, y float64) ink {
		along, off := (x-x0)*dx+(y-y0)*dy, -(x-x0)*dy+(y-y0)*dx
		v := off / (r * lerp(1, 0.75, along/n))
		bark := 0.5 * fbm(along/r*0.5, v*6+0.4*noise(along/r*2, v, seed), 6, seed)
		k := mix(hex(0x6E5648), hex(0xB8967A), 0.5+bark)
		k = mix(k, hex(0xB4624A), 0.5*step(0.1, 0.6, fbm(along/r*0.6+5, v, 3, seed+2)))
		crack := step(0.06, 0.0, math.Abs(math.Mod(along/r+0.3*noise(v*2, along, seed)+40, 2.3)-1.1))
		k = k.times(clamp(0.75-0.65*v, 0.16, 1.25)).times(1 - 0.6*crack)
		return ink{k, 1}
	})
	c.fill(ellipse(x0, y0, r*0.42, r, math.Atan2(dy, dx)), func(x, y float64) ink {
		u, v := (x-x0)/(r*0.42), (y-y0)/r
		d := math.Hypot(u, v) + 0.06*fbm(u*2, v*2, 3, seed)
		ring := 0.5 + 0.5*math.Sin(d*34+2*fbm(u, v, 3, seed+1))
		k := ramp(d, hex(0xD0B494), hex(0xB48460), hex(0xA0694E), hex(0x70564A)).times(0.72 + 0.3*ring + 0.3*fbm(u*3, v*3, 4, seed+5))
		return ink{k, 1}
	})
}

// steppe with wind turbines at dusk.
func windFarm(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.72, hex(0x2B3F78), hex(0x6A6FA4), hex(0xD08C8A), hex(0xFFC27A))
		band := clouds(x*0.8, y, 0.85, 0.42, 55)
		k = mix(k, mix(hex(0xFF9A6A), hex(0x5A4C74), step(0.5, 0.05, y)), 0.75*band)
		return k.plus(hex(0xFFD08A).times(0.8 * bell(math.Hypot(x-0.38, (y-0.70)*1.6), 0.3)))
	})
	c.glow(0.38, 0.695, 0.022, hex(0xFFF0C8).times(3))
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			return 0.03*fbm(x*1.4, z*1.4, 6, 3) + step(14, 40, z)*1.5*ridged(x*0.12, z*0.12, 8, 23)
		},
		ground: func(x, y, z, flat float64) rgb {
			n := fbm(x*9, z*9, 4, 5)
			return mix(hex(0x6E5A4C), hex(0xA88A70), 0.5+n+0.3*noise(x*60, z*60, 9))
		},
		eye: [3]float64{0, 0.4, 0}, horizon: 0.715, zoom: 1.1, near: 0.9, far: 70,
		sun: [3]float64{-0.35, 0.13, 0.9}, sunlight: hex(0xFFAE6A).times(1.5), skylight: hex(0x6A6C9A).times(0.5),
		haze: func(x float64) rgb { return mix(hex(0xF0A878), hex(0x9A7C98), math.Abs(x-0.38)/1.1) }, air: 0.03,
	})
	haze := hex(0xC98E84)
	for i, t := range [][3]float64{{1.36, 0.737, 0.10}, {1.22, 0.735, 0.11}, {0.62, 0.735, 0.10}, {0.14, 0.735, 0.10}, {1.06, 0.745, 0.17}, {0.50, 0.745, 0.16}, {0.86, 0.765, 0.28}, {0.22, 0.79, 0.42}, {1.20, 0.86, 0.70}} {
		far := clamp(1-t[2]*1.5, 0, 0.75)
		c.turbine(t[0], t[1], t[2], float64(i)*0.71+0.3, mix(hex(0xD8C8C4), haze, far), mix(hex(0x3C3448), haze, far))
	}
}

// turbine is a tower with three blades; lit is its side towards the sun.
func (c *canvas) turbine(x, foot, tall, turn float64, lit, dark rgb) {
	hub := foot - tall
	c.fill(polygon(x-0.016*tall, foot, x-0.009*tall, hub, x+0.009*tall, hub, x+0.016*tall, foot), func(px, _ float64) ink {
		return ink{mix(lit, dark, step(-0.009, 0.007, (px-x)/tall)), 1}
	})
	c.fill(ellipse(x+0.008*tall, hub, 0.034*tall, 0.016*tall, 0), flat(mix(lit, dark, 0.55)))
	for k := range 3 {
		sin, cos := math.Sincos(turn + float64(k)*2*math.Pi/3)
		var line []point
		for i := range 9 {
			s := float64(i) / 8 * 0.62 * tall
			line = append(line, point{x + s*cos - 0.02*tall*sin*math.Pow(float64(i)/8, 2), hub + s*sin + 0.02*tall*cos*math.Pow(float64(i)/8, 2)})
		}
		c.fill(stroke(line, 0.026*tall, 0.004*tall), flat(mix(lit, dark, 0.35+0.3*sin)))
	}
	c.fill(ellipse(x, hub, 0.017*tall, 0.017*tall, 0), flat(lit))
}

// bladesAbove is a turbine seen from its foot.
func bladesAbove(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y, hex(0x1E5CA8), hex(0x3F86CC), hex(0x8FC0E6))
		n := fbm(x*2.2+0.6*fbm(x*1.5, y*1.5, 3, 8), y*2.6, 6, 71)
		return mix(k, hex(0xFFFFFF), 0.9*step(0.0, 0.62, n+0.25*(y-0.4)))
	})
	hx, hy := 0.34, 0.30
	c.fill(smooth(0.30, 1.2, 0.315, 0.7, hx-0.018, hy+0.02, hx+0.018, hy+0.02, 0.50, 0.7, 0.62, 1.2), func(x, y float64) ink {
		l := lerp(hx-0.018, 0.30, (y-hy)/0.9)
		w := lerp(0.036, 0.30, (y-hy)/0.9)
		u := (x - l) / w
		k := ramp(u, hex(0xB8C0C8), hex(0xFAFAF6), hex(0xC2CAD4), hex(0x76869C))
		seam := bell(math.Mod(math.Log(y-hy+0.3)*5.2, 1)-0.5, 0.012)
		return ink{k.times(1 - 0.25*seam), 1}
	})
	for i := range 3 {
		sin, cos := math.Sincos(-0.62 + float64(i)*2*math.Pi/3)
		var line []point
		for k := range 13 {
			s := float64(k) / 12
			d := s * 0.40
			line = append(line, point{hx + d*cos*0.9 - 0.05*s*s*sin, hy + d*sin + 0.05*s*s*cos})
		}
		c.fill(stroke(line, 0.052, 0.006), func(x, y float64) ink {
			off := -(x-hx)*sin + (y-hy)*cos
			return ink{mix(hex(0xFBFBF8), hex(0x8E9EB2), 0.5+off*22), 1}
		})
	}
	c.ball(hx, hy, 0.036, [3]float64{-0.5, -0.7, 0.6}, func(_, _, _ float64) rgb { return hex(0xE8ECEF) }, hex(0x9CC0E4), 0.3)
}
