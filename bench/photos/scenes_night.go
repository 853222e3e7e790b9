package main

import (
	"math"
	"math/rand/v2"
)

// nightRange is a mountain range in starlight.
func (c *canvas) nightRange(seed uint32, horizon, high float64, snow float64) {
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			return -0.2 + step(6, 16, z)*high*(0.4+ridged(x*0.16+float64(seed), z*0.16, 8, seed))
		},
		ground: func(x, y, z, flat float64) rgb {
			rock := mix(hex(0x565864), hex(0x7C7E88), 0.5+fbm(x*4, z*4, 4, 5))
			return mix(rock, hex(0xE8EEF6), snow*step(0.62, 0.85, flat+0.1*fbm(x*2, z*2, 3, 6))*step(high*0.45, high*0.75, y))
		},
		eye: [3]float64{0, 0.3, 0}, horizon: horizon, zoom: 1.1, near: 4, far: 45,
		sun: [3]float64{-0.7, 0.45, -0.2}, sunlight: hex(0x3E5078), skylight: hex(0x101A30),
		haze: func(float64) rgb { return hex(0x26345A) }, air: 0.028,
	})
}

// lakeNight is a lake below the Milky Way, yurts with light on its shore.
func lakeNight(c *canvas) {
	r := rand.New(rand.NewPCG(3, 3))
	c.all(func(x, y float64) rgb {
		return ramp(y/0.6, hex(0x050A1E), hex(0x0B1A3C), hex(0x17335E), hex(0x3A5C80)).
			plus(hex(0xE0A070).times(0.10 * bell(y-0.62, 0.14) * bell(x-0.9, 0.9)))
	})
	c.milkyWay(r, 0.95, 0.22, -0.95, 0.17, 1.2, 0.66, 112)
	c.stars(r, 1500, 0.62, 0.7)
	c.nightRange(61, 0.585, 1.5, 0.8)
	c.mirror(0.6, 0.016, 0.25, hex(0x0A1838), 5)
	shore := func(x float64) float64 { return 0.845 - 0.05*x + 0.012*fbm(x*3, 1, 4, 8) }
	c.wash(func(x, y float64) ink {
		k := mix(hex(0x0A0F0C), hex(0x1B241A), 0.5+fbm(x*20, y*60, 4, 9))
		warm := bell(math.Hypot(x-0.42, (y-0.88)*3), 0.3) + 0.7*bell(math.Hypot(x-1.06, (y-0.84)*3), 0.22)
		k = k.plus(hex(0xFFA050).times(0.16 * warm * (0.7 + 0.5*fbm(x*30, y*90, 3, 3))))
		return ink{k, step(shore(x)-0.002, shore(x)+0.003, y)}
	})
	c.yurt(1.08, 0.845, 0.15, hex(0x5A5248).times(0.4), hex(0xFFA956).times(0.75))
	c.yurt(0.42, 0.885, 0.25, hex(0x5A5248).times(0.4), hex(0xFFA956).times(0.8))
	dark, rim := hex(0x06080C), hex(0xFFA050).times(0.35)
	c.telescope(0.80, 0.92, 0.16, 0.9, 1, dark, rim)
	c.person(person{x: 0.735, foot: 0.925, tall: 0.165, lean: 0.1, wide: 1, hair: 4, right: 0.4, bend: 0.9}, dark, rim, -1, 0)
	c.person(person{x: 0.685, foot: 0.92, tall: 0.11, wide: 1, hair: 3, child: true}, dark, rim, -1, 0)
	c.person(person{x: 0.635, foot: 0.925, tall: 0.155, wide: 1, hair: 1}, dark, rim, -1, 0)
	c.grass(r, func(x float64) float64 { return shore(x) + 0.12 }, 0.06, 900, hex(0x05080A), hex(0x2A2C1E))
}

// trails is an hour of stars turning round the pole above a yurt.
func trails(c *canvas) {
	r := rand.New(rand.NewPCG(4, 4))
	c.all(func(x, y float64) rgb {
		return ramp(y, hex(0x0A1430), hex(0x122448), hex(0x24426C), hex(0x6A6880))
	})
	px, py := 0.40, 0.36
	for range 1500 {
		d := 0.012 + 1.35*math.Sqrt(r.Float64())
		from := r.Float64() * 2 * math.Pi
		bright := 0.14 + 0.86*math.Pow(r.Float64(), 4)
		tint := ramp(r.Float64(), hex(0xFFC080), hex(0xFFF0E0), hex(0xFFFFFF), hex(0xB0CCFF))
		var arc []point
		for i := range 34 {
			s, k := math.Sincos(from + float64(i)/33*0.62)
			arc = append(arc, point{px + d*k, py + d*s})
		}
		c.fill(stroke(arc, 0.0022, 0.0022), func(_, y float64) ink { return tint.times(0.9).alpha(bright * step(1.15, 0.7, y)) })
	}
	c.nightRange(83, 0.86, 1.1, 0.5)
	c.wash(func(x, y float64) ink {
		edge := 0.885 + 0.01*fbm(x*4, 1, 4, 3)
		k := mix(hex(0x0C1210), hex(0x222A1E), 0.5+fbm(x*18, y*40, 4, 5))
		return ink{k.plus(hex(0xFFA050).times(0.2 * bell(math.Hypot(x-0.5, (y-0.96)*2.5), 0.25))), step(edge, edge+0.004, y)}
	})
	c.yurt(0.5, 0.955, 0.27, hex(0x5A5248).times(0.5), hex(0xFFA956).times(0.85))
	c.grass(r, func(x float64) float64 { return 1.0 }, 0.05, 500, hex(0x05080A), hex(0x2A2C1E))
}

// moonView is the moon at the first quarter, as an eyepiece shows it.
func moonView(c *canvas) {
	c.all(func(x, y float64) rgb {
		return hex(0x04060C).plus(hex(0x202838).times(0.5 * bell(math.Hypot(x-0.5, y-0.5), 0.5)))
	})
	c.moon(0.5, 0.5, 0.40, 1.35, 7)
	c.tint(func(x, y float64, was rgb) rgb {
		return was.times(step(0.497, 0.485, math.Hypot(x-0.5, y-0.5)))
	})
}

// saturn is the planet in the eyepiece.
func saturn(c *canvas) {
	r := rand.New(rand.NewPCG(5, 5))
	cx, cy, size := c.wide/2, 0.5, 0.165
	c.all(func(x, y float64) rgb {
		return hex(0x05060C).plus(hex(0x2A2418).times(0.5 * bell(math.Hypot(x-cx, y-cy), 0.4)))
	})
	c.stars(r, 120, 1, 0.5)
	sin, cos := math.Sincos(-0.28)
	ring := func(x, y float64) (d, v float64) {
		u, w := (x-cx)*cos+(y-cy)*sin, -(x-cx)*sin+(y-cy)*cos
		return math.Hypot(u, w/0.30) / size, w
	}
	paint := func(front bool) {
		c.wash(func(x, y float64) ink {
			d, v := ring(x, y)
			if v > 0 != front || d < 1.2 || d > 2.35 {
				return ink{}
			}
			a := step(1.22, 1.3, d) * step(2.30, 2.24, d)
			a *= 1 - 0.93*bell(d-1.97, 0.035)
			a *= lerp(0.45, 1, step(1.4, 1.6, d)) * lerp(1, 0.72, step(1.98, 2.02, d))
			k := hex(0xD8C29A).times(0.9 + 0.12*noise(d*40, 0, 3) + 0.08*noise(d*120, 1, 4))
			// The planet's shadow lies across the far side.
			u := (x-cx)*cos + (y-cy)*sin
			if !front {
				k = k.times(1 - 0.9*step(0.03, -0.02, math.Abs(u-0.09)-0.12))
			}
			return ink{k, a}
		})
	}
	paint(false)
	c.ball(cx, cy, size, [3]float64{-0.35, -0.15, 1}, func(u, v, w float64) rgb {
		lat := (-u*sin + v*cos) + 0.12*(1-w)
		return ramp(0.5+0.5*noise(lat*7, 3, 6), hex(0xB89A6A), hex(0xE2C894), hex(0xF0DCB0)).times(0.95)
	}, hex(0x201810), 0)
	c.wash(func(x, y float64) ink { // the ring's shadow on the globe
		if math.Hypot(x-cx, y-cy) > size*0.995 {
			return ink{}
		}
		d, v := ring(x, y-0.022)
		if d < 1.3 || d > 2.2 || v < 0 {
			return ink{}
		}
		return hex(0x2A2014).alpha(0.55)
	})
	paint(true)
	c.blur(0.0016)
	for i, d := range []float64{-0.52, 0.47, 0.33} {
		c.glow(cx+d*cos, cy+d*sin*0.8+0.02*float64(i), 0.0035, hex(0xFFF0D8).times(1.1-0.3*float64(i)))
	}
}

// fort is a ruined stone fort on its hill under the moon.
func fort(c *canvas) {
	r := rand.New(rand.NewPCG(6, 6))
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.7, hex(0x0B1B44), hex(0x1D3A70), hex(0x4A6496), hex(0xA78E9C))
		return k.plus(hex(0xC8D4F0).times(0.35 * bell(math.Hypot(x-1.12, y-0.2), 0.22)))
	})
	c.stars(r, 700, 0.6, 0.7)
	c.nightRange(97, 0.66, 2.0, 1)
	c.moon(1.12, 0.20, 0.042, 0.75, 7)
	c.glow(0.74, 0.185, 0.0035, hex(0xFFE8B8).times(2))
	c.glow(0.52, 0.215, 0.0055, hex(0xFFF4E0).times(2.6))
	wall := func(x float64) float64 {
		h := 0.60 - 0.17*bell(x-0.42, 0.42) + 0.006*noise(x*60, 3, 4) + 0.02*fbm(x*9, 1, 4, 6)
		for _, t := range [][3]float64{{0.10, 0.05, 0.03}, {0.29, 0.045, 0.07}, {0.47, 0.06, 0.085}, {0.66, 0.04, 0.05}, {0.82, 0.035, 0.03}} {
			h -= t[2] * step(t[1]*1.05, t[1]*0.92, math.Abs(x-t[0])) * (0.82 + 0.3*noise(x*24, t[0]*9, 8))
		}
		return h - 0.03*step(0.95, 0.9, x)*(0.7+0.6*noise(x*16, 9, 3))
	}
	c.wash(func(x, y float64) ink {
		top := wall(x)
		deep := y - top
		k := mix(hex(0x2A2836), hex(0x4A4450), 0.5+fbm(x*9, y*12, 5, 12))
		course := step(0.35, 0.1, math.Abs(math.Mod(y*90+noise(x*20, y*8, 3), 1)-0.5))
		k = k.times(1 - 0.15*course*step(0.12, 0.02, deep))
		// Light from the right catches the stones' edges.
		e := 0.004
		k = k.times(lerp(1, clamp(1+(wall(x-e)-wall(x+e))*-14, 0.5, 1.9), math.Exp(-deep/0.05)) * lerp(1, 0.45, step(0.08, 0.22, deep)))
		k = k.plus(hex(0xFFB060).times(0.25 * bell(math.Hypot(x-0.44, (y-0.66)*1.2), 0.24) * (0.85 + 0.25*fbm(x*30, y*30, 3, 7))))
		return ink{k, step(-0.001, 0.002, deep)}
	})
	c.wash(func(x, y float64) ink {
		edge := 0.80 + 0.015*fbm(x*3, 0, 4, 5)
		k := mix(hex(0x10141A), hex(0x2C2E28), 0.5+fbm(x*22, y*60, 4, 5))
		return ink{k, step(edge, edge+0.006, y)}
	})
	dark, rim := hex(0x05070C), hex(0xA8B8E0).times(0.3)
	for i, x := range []float64{0.30, 0.78, 1.22} {
		c.telescope(x, 0.93+0.01*float64(i%2), 0.17, 0.55, 1, dark, rim)
		c.person(person{x: x - 0.075, foot: 0.935, tall: 0.175, lean: 0.1, wide: 1, hair: []int{4, 1, 3}[i], right: 0.4, bend: 0.9}, dark, rim, 1, -0.4)
		c.person(person{x: x - 0.14, foot: 0.93, tall: 0.16, wide: 1, hair: []int{3, 4, 2}[i]}, dark, rim, 1, -0.4)
	}
	c.person(person{x: 1.01, foot: 0.935, tall: 0.12, wide: 1, hair: 4, child: true, right: 2.5}, dark, rim, 1, -0.4)
	c.person(person{x: 0.96, foot: 0.93, tall: 0.17, wide: 1, hair: 0}, dark, rim, 1, -0.4)
	c.grass(r, func(float64) float64 { return 1 }, 0.07, 500, hex(0x05070A), hex(0x2C3030))
}

// dish is a radio telescope at dusk.
func dish(c *canvas) {
	r := rand.New(rand.NewPCG(7, 7))
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.85, hex(0x10204E), hex(0x2F4C8C), hex(0x8A7FA8), hex(0xF0A98A), hex(0xFFD2A0))
		return mix(k, hex(0xE89A90), 0.45*clouds(x, y, 0.95, 0.3, 91)*step(0.2, 0.6, y))
	})
	c.stars(r, 420, 0.45, 0.7)
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			return 0.05*fbm(x, z, 5, 3) - 0.15 + step(7, 20, z)*1.9*ridged(x*0.15+3, z*0.15, 8, 47)
		},
		ground: func(x, y, z, flat float64) rgb {
			return mix(hex(0x4A4638), hex(0x8A8468), 0.5+fbm(x*4, z*6, 5, 5))
		},
		eye: [3]float64{0, 0.45, 0}, horizon: 0.83, zoom: 1.1, near: 1.5, far: 50,
		sun: [3]float64{0.8, 0.2, 0.5}, sunlight: hex(0xFFB080), skylight: hex(0x46527C).times(0.6),
		haze: func(float64) rgb { return hex(0xC49AA0) }, air: 0.026,
	})
	x, y, size := 0.70, 0.40, 0.30
	turn := -0.62
	sin, cos := math.Sincos(turn)
	at := func(u, v float64) (float64, float64) { return x + size*(u*cos-v*sin), y + size*(u*sin+v*cos) }
	// The mount: a tower on rails, with braces.
	for i := range 2 {
		k := mix(hex(0x39405A), hex(0xB8A4A4), float64(i)*0.5)
		f := float64(i)*0.06 - 0.03
		c.fill(straight(x-0.21+f, 0.905, x+f*0.5, 0.50, 0.02, 0.014), flat(k))
		c.fill(straight(x+0.21+f, 0.905, x+f*0.5, 0.50, 0.02, 0.014), flat(k))
		for j := range 4 {
			t, s := float64(j)/4, float64(j+1)/4
			c.fill(straight(x-0.21*(1-t)+f, 0.905-0.405*t, x+0.21*(1-s)+f, 0.905-0.405*s, 0.006, 0.006), flat(k))
			c.fill(straight(x+0.21*(1-t)+f, 0.905-0.405*t, x-0.21*(1-s)+f, 0.905-0.405*s, 0.006, 0.006), flat(k))
		}
	}
	c.fill(polygon(x-0.27, 0.90, x+0.27, 0.90, x+0.28, 0.93, x-0.28, 0.93), func(px, _ float64) ink {
		return ink{mix(hex(0x3A3C4C), hex(0xA08C84), (px-x)*1.5+0.5), 1}
	})
	// The back of the bowl, ribbed, then its open face.
	var back []float64
	for i := range 13 {
		u := -1 + float64(i)/6
		px, py := at(u, 0.40*(1-u*u)+0.0)
		back = append(back, px, py)
	}
	c.fill(polygon(back...), func(px, py float64) ink {
		u := ((px-x)*cos + (py-y)*sin) / size
		v := (-(px-x)*sin + (py-y)*cos) / size
		rib := math.Abs(math.Mod(math.Asin(clamp(u/math.Sqrt(max(0.02, 1-v*2.2)), -1, 1))*7+40, 1) - 0.5)
		hoop := math.Abs(math.Mod(v*16, 1) - 0.5)
		k := mix(hex(0x2C3450), hex(0xE8B8A0), step(-0.7, 1.1, u+0.3*v))
		return ink{k.times(0.75 + 0.4*step(0.1, 0.25, rib) - 0.12*step(0.4, 0.47, hoop)), 1}
	})
	c.fill(ellipse(x, y, size, size*0.23, turn), func(px, py float64) ink {
		u := ((px-x)*cos + (py-y)*sin) / size
		v := (-(px-x)*sin + (py-y)*cos) / size / 0.23
		d, a := math.Hypot(u, v), math.Atan2(v, u)
		panel := step(0.42, 0.49, math.Abs(math.Mod(a*9+90, 1)-0.5)) + step(0.42, 0.49, math.Abs(math.Mod(d*8, 1)-0.5))
		k := mix(hex(0xF6D8C4), hex(0x6A7298), step(-0.9, 0.8, u-0.4*v))
		return ink{k.times(1 - 0.10*min(panel, 1)).times(0.9 + 0.15*d), 1}
	})
	// The focus cabin on its legs.
	fx, fy := at(0, -0.78)
	for _, u := range []float64{-0.72, -0.2, 0.35, 0.75} {
		side := -1.0
		if math.Abs(u) < 0.5 {
			side = 1
		}
		lx, ly := at(u, 0.16*math.Sqrt(1-u*u)*side)
		c.fill(straight(lx, ly, fx, fy, 0.006, 0.005), flat(hex(0x4A4C66)))
	}
	c.fill(ellipse(fx, fy, 0.042, 0.020, turn), flat(hex(0xE8C4B0)))
	gx, gy := at(0, -0.70)
	c.fill(straight(fx, fy, gx, gy, 0.03, 0.045), flat(hex(0x6A6880)))
	c.glow(fx, fy-0.03, 0.006, hex(0xFF4030).times(2.2))
	c.glow(fx, fy-0.03, 0.03, hex(0xFF4030).times(0.2))
	c.fill(polygon(1.18, 0.91, 1.18, 0.865, 1.23, 0.85, 1.30, 0.865, 1.30, 0.91), flat(hex(0x2A2C3C)))
	for i := range 3 {
		c.glow(1.20+0.035*float64(i), 0.885, 0.006, hex(0xFFC060).times(1.4))
	}
	dark := hex(0x14141E)
	c.person(person{x: 0.23, foot: 0.965, tall: 0.11, wide: 0.6, right: 2.2}, dark, hex(0xFFB080).times(0.4), 1, -0.3)
	c.person(person{x: 0.18, foot: 0.967, tall: 0.08, child: true, wide: 0.5, hair: 3}, dark, hex(0xFFB080).times(0.4), 1, -0.3)
	c.person(person{x: 0.285, foot: 0.965, tall: 0.105, wide: 0.6, hair: 1}, dark, hex(0xFFB080).times(0.4), 1, -0.3)
	c.grass(r, func(float64) float64 { return 1 }, 0.06, 700, hex(0x16141A), hex(0x6A5A4A))
}

// waterfall is a pulsar's signal: time runs down, frequency across.
func waterfall(c *canvas) {
	c.all(func(x, y float64) rgb {
		u := x / c.wide
		phase := math.Mod(y*9-1.5*u*u-0.6*u+9, 1)
		pulse := bell(phase-0.5, 0.055) + 0.5*bell(phase-0.585, 0.03)
		pulse *= 0.65 + 0.35*noise(u*14, math.Floor(y*9-1.5*u*u), 3)
		n := 0.22 + 0.13*noise(x*160, y*160, 5) + 0.1*noise(x*80, y*80, 6)
		for _, k := range []float64{0.22, 0.235, 0.63, 0.88} {
			n += 0.5 * bell(u-k, 0.003) * (0.6 + 0.4*noise(y*40, k*50, 7))
		}
		v := clamp(n+0.85*pulse*(0.6+0.5*math.Sin(u*3.1)), 0, 1)
		return ramp(v, hex(0x000000), hex(0x000055), hex(0x0055AA), hex(0x00AAAA), hex(0xFFAA55), hex(0xFFFFAA))
	})
}

// roofMoon is a telescope on the roof, the moon beside it.
func roofMoon(c *canvas) {
	r := rand.New(rand.NewPCG(8, 8))
	c.all(func(x, y float64) rgb {
		k := ramp(y, hex(0x0C1C4A), hex(0x23407E), hex(0x6A6FA4), hex(0xD89A86))
		return k.plus(hex(0xE8E0D0).times(0.4 * bell(math.Hypot(x-0.5, y-0.23), 0.2)))
	})
	c.stars(r, 260, 0.6, 0.6)
	c.moon(0.5, 0.23, 0.085, 1.05, 7)
	for range 90 { // the town's lights below, out of focus
		x, y := r.Float64()*c.wide, 0.80+0.13*r.Float64()*r.Float64()
		k := ramp(r.Float64(), hex(0xFF9A40), hex(0xFFC880), hex(0xFFE8C8), hex(0x80C0FF))
		c.bokeh(x, y, 0.008+0.014*r.Float64(), k.times(0.12+0.4*r.Float64()))
	}
	dark, rim := hex(0x04060E), hex(0xF0D8C0).times(0.3)
	c.fill(polygon(0, 0.925, c.wide, 0.915, c.wide, 1, 0, 1), func(x, y float64) ink {
		return ink{mix(hex(0x0A0C16), hex(0x1C1E2C), fbm(x*9, y*40, 3, 4)+0.4), 1}
	})
	for i := range 14 {
		x := float64(i) * 0.055
		c.fill(straight(x, 0.92, x, 0.83, 0.004, 0.004), flat(hex(0x0C0E18)))
	}
	c.fill(straight(0, 0.83, c.wide, 0.823, 0.009, 0.009), flat(hex(0x141624)))
	c.telescope(0.34, 0.945, 0.58, 1.05, 1, dark, rim)
	c.person(person{x: 0.165, foot: 0.955, tall: 0.47, lean: 0.12, wide: 0.8, hair: 1, right: 0.25, bend: 0.9}, dark, rim, 1, -0.5)
	c.person(person{x: 0.565, foot: 0.96, tall: 0.31, wide: 0.8, hair: 3, child: true, left: 0.3}, dark, rim, -0.3, -1)
}

// dome is a planetarium while the sky turns.
func dome(c *canvas) {
	r := rand.New(rand.NewPCG(9, 9))
	cx, cy := c.wide/2, 0.80
	c.all(func(x, y float64) rgb {
		d := math.Hypot((x-cx)/0.86, (y-cy)/0.80)
		k := ramp(1-d, hex(0x3A3A66), hex(0x1A2450), hex(0x0C1434), hex(0x070C22))
		k = k.plus(hex(0xF08A50).times(0.5 * bell((d-1)*1.6, 0.17) * bell(x-0.25, 0.5)))
		k = k.plus(hex(0x4060A0).times(0.25 * bell(d-1, 0.12)))
		// The seams of the dome's panels.
		a := math.Atan2(y-cy, (x-cx)*0.93)
		seam := step(0.485, 0.5, math.Abs(math.Mod(a*7.6+50, 1)-0.5)) + step(0.48, 0.5, math.Abs(math.Mod(d*6.5, 1)-0.5))
		return k.times(1 - 0.12*min(seam, 1))
	})
	c.milkyWay(r, cx+0.06, 0.34, -0.85, 0.14, 1.3, 0.85, 212)
	c.stars(r, 1500, 0.8, 0.8)
	// Lines that join the bright stars of the summer triangle.
	tri := []point{{0.58, 0.17}, {1.02, 0.25}, {0.86, 0.50}}
	for i, p := range tri {
		q := tri[(i+1)%3]
		c.fill(straight(p.x, p.y, q.x, q.y, 0.0018, 0.0018), func(_, _ float64) ink { return hex(0x8FD0FF).alpha(0.45) })
		c.glow(p.x, p.y, 0.0045, rgb{2.2, 2.3, 2.6})
		c.glow(p.x, p.y, 0.02, rgb{0.10, 0.12, 0.18})
	}
	c.moon(0.30, 0.50, 0.030, 1.2, 7)
	c.glow(0.30, 0.50, 0.06, hex(0x8090B0).times(0.2))
	// The rim of the dome and the rows of seats.
	c.wash(func(x, y float64) ink {
		d := math.Hypot((x-cx)/0.86, (y-cy)/0.80)
		edge := cy + 0.02 - 0.05*((x-cx)*(x-cx))
		k := hex(0x05060C).plus(hex(0x304070).times(0.2 * bell(y-edge, 0.012)))
		return ink{k, max(step(edge, edge+0.004, y), step(1.0, 1.012, d))}
	})
	c.glow(cx, 0.815, 0.05, hex(0x4060C0).times(0.25))
	for row := range 3 {
		f := float64(row)
		size := 0.05 + 0.028*f
		y := 0.885 + 0.06*f
		for i := -8; i <= 8; i++ {
			x := cx + (float64(i)+0.5*float64(row%2))*size*2.1
			b := &body{soft: 0.01}
			b.add(x-size*0.55, y+size*0.5, size*0.3, x+size*0.55, y+size*0.5, size*0.3)
			b.add(x-size*0.5, y+size*1.4, size*0.35, x+size*0.5, y+size*1.4, size*0.35)
			taken := hash(int32(i), int32(row), 5)%7 > 1
			if taken {
				tilt := 0.25 * size * (chance(hash(int32(i), int32(row), 9)) - 0.5)
				hr := size * (0.36 + 0.1*chance(hash(int32(i), int32(row), 3)))
				b.add(x+tilt, y-size*0.28, hr, x+tilt, y-size*0.12, hr)
			}
			c.grow(b, func(_, _, deep, nx, ny float64) ink {
				rim := hex(0x6A88D0).times(0.4 * max(0, -ny) * math.Exp(-deep/0.004))
				warm := hex(0xF08A50).times(0.25 * max(0, -nx) * math.Exp(-deep/0.004))
				return ink{hex(0x070810).plus(rim).plus(warm), 1}
			})
		}
	}
}
