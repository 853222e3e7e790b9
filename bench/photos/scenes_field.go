package main

import (
	"math"
	"math/rand/v2"
)

// rows is a field in rows that run to the horizon; crop paints a place from
// its distance across the rows (a row is 1 wide) and along them.
func (c *canvas) rowsOf(horizon, vanish, wide float64, crop func(across, along, far float64) ink) {
	c.box(0, horizon, c.wide, 1, func(x, y float64) ink {
		z := 1 / (y - horizon + 0.004)
		return crop((x-vanish)*z*wide, z, clamp((y-horizon)/(1-horizon), 0, 1))
	})
}

// lavender in rows at sunset.
func lavender(c *canvas) {
	r := rand.New(rand.NewPCG(21, 1))
	horizon := 0.40
	c.all(func(x, y float64) rgb {
		k := ramp(y/horizon, hex(0x5A6FB0), hex(0xB08CB8), hex(0xF4A988), hex(0xFFD9A0))
		k = mix(k, mix(hex(0xFFB48C), hex(0x8A78A8), step(0.3, 0, y)), 0.7*clouds(x, y, 0.46, 0.45, 131))
		return k.plus(hex(0xFFD890).times(0.7 * bell(math.Hypot(x-1.02, (y-0.37)*1.5), 0.24)))
	})
	c.glow(1.02, 0.365, 0.022, hex(0xFFF2D0).times(3))
	for i := range 4 { // hills
		f := float64(i) / 3
		edge := func(x float64) float64 {
			return 0.345 + 0.02*f - 0.07*(1-f*0.75)*(0.5+fbm(x*1.5+float64(i)*7, 2, 6, 31))
		}
		c.wash(func(x, y float64) ink {
			e := edge(x)
			k := mix(hex(0xC89AA8), hex(0x5A5A78), f)
			k = mix(k, hex(0xFFC090), 0.55*bell(x-1.02, 0.35)*(1-f*0.6))
			return ink{k, step(e-0.001, e+0.002, y)}
		})
	}
	c.box(0, horizon-0.02, c.wide, horizon+0.03, func(x, y float64) ink {
		e := horizon - 0.004 - 0.012*max(0, fbm(x*24, 1, 4, 9)+0.2)
		return hex(0x4A4660).alpha(step(e, e+0.002, y))
	})
	c.rowsOf(horizon, 0.93, 0.62, func(across, along, far float64) ink {
		row := across - math.Floor(across) - 0.5
		d := math.Abs(row)
		n := fbm(across*9, along*9, 4, 5)
		bush := step(0.40, 0.20, d+0.10*n)
		soil := mix(hex(0x4A3836), hex(0x8A6658), 0.5+n)
		shade := clamp(0.55+0.9*row*-1+0.55*n, 0.1, 1.2)
		k := mix(hex(0x2E2458), hex(0x9A6FD0), shade)
		k = mix(k, hex(0xE8A0C8), 0.45*step(0.15, 0.7, n+0.35*bell(row+0.15, 0.2)))
		k = mix(k, hex(0x4A5A3A), 0.5*step(0.24, 0.36, d))
		k = mix(soil.times(0.6), k, bush)
		return ink{mix(hex(0xC89AA0), k, step(0, 0.25, far+0.02)*0.9+0.1), 1}
	})
	// Flower spikes, larger and softer the nearer they are.
	for i := range 5200 {
		f := math.Pow(float64(i)/5200, 1.6)
		y := lerp(horizon+0.05, 1.05, f)
		z := 1 / (y - horizon + 0.004)
		rowIndex := math.Floor((r.Float64()*c.wide-0.93)*z*0.62) + 0.5 + 0.30*(r.Float64()+r.Float64()-1)
		x := rowIndex/(z*0.62) + 0.93
		h := 0.13 * (y - horizon) * (0.6 + 0.6*r.Float64())
		lean := h * 0.35 * (r.Float64() - 0.3)
		warm := bell(x-1.02, 0.5)
		k := mix(hex(0x4A3A90), hex(0xA884E0), r.Float64())
		k = mix(k, hex(0xF0A8C0), 0.4*warm*r.Float64())
		c.fill(stroke([]point{{x, y}, {x + lean*0.5, y - h*0.5}}, h*0.04, h*0.03), flat(hex(0x4C5A40).times(0.7)))
		c.fill(stroke(curve(x+lean*0.45, y-h*0.45, x+lean*0.75, y-h*0.75, x+lean, y-h), h*0.17, h*0.07), func(px, py float64) ink {
			return ink{k.times(0.65 + 0.6*clamp((y-h*0.4-py)/h, 0, 1) + 0.5*noise(px*260, py*260, 6)), 1}
		})
	}
}

// cotton field with a drone that sprays in the morning.
func drone(c *canvas) {
	r := rand.New(rand.NewPCG(22, 1))
	horizon := 0.52
	c.all(func(x, y float64) rgb {
		k := ramp(y/horizon, hex(0x4F86C0), hex(0xA6C4DE), hex(0xF6DEB8))
		k = mix(k, hex(0xFFF0DC), 0.6*clouds(x, y, 0.6, 0.4, 141))
		return k.plus(hex(0xFFE0A0).times(0.6 * bell(math.Hypot(x-0.3, (y-0.47)*1.4), 0.25)))
	})
	c.glow(0.3, 0.455, 0.02, hex(0xFFF4D8).times(2.4))
	c.box(0, 0.4, c.wide, horizon+0.02, func(x, y float64) ink { // a line of poplars
		col := math.Floor(x * 52)
		h := 0.03 + 0.035*chance(hash(int32(col), 3, 8)) + 0.01*noise(x*140, 1, 5)
		u := math.Abs(x*52-col-0.5) * 2
		top := horizon - h*math.Sqrt(max(0, 1-u*u*0.85))
		k := mix(hex(0x8C9A88), hex(0xE8CFA0), 0.7*bell(x-0.3, 0.3))
		return ink{k, 0.85 * step(top, top+0.004, y)}
	})
	c.rowsOf(horizon, 0.75, 0.8, func(across, along, far float64) ink {
		row := math.Abs(across-math.Floor(across)-0.5) * 2
		n := fbm(across*6, along*6, 4, 5)
		k := mix(hex(0x3A4424), hex(0x8A8A4A), clamp(0.5+n, 0, 1))
		k = mix(k, hex(0x6A4A34), 0.8*step(0.62, 0.9, row+0.2*n))
		return ink{mix(hex(0xD8C49A), k, step(0, 0.4, far+0.03)), 1}
	})
	for i := range 4200 {
		f := math.Pow(float64(i)/4200, 1.7)
		y := lerp(horizon+0.012, 1.05, f)
		z := 1 / (y - horizon + 0.004)
		across := math.Floor((r.Float64()*(c.wide+0.2)-0.85)*z*0.8) + 0.5 + 0.55*(r.Float64()-0.5)
		x := across/(z*0.8) + 0.75
		size := 0.034 * (y - horizon) * (0.6 + 0.6*r.Float64())
		if i%3 == 0 { // leaves
			c.fill(ellipse(x, y, size*1.7, size*0.9, r.Float64()*3), flat(mix(hex(0x3A4020), hex(0xA07A40), r.Float64()).times(0.8)))
			continue
		}
		c.boll(r, x, y-size, size)
	}
	// Spray below the drone, lit from behind.
	c.wash(func(x, y float64) ink {
		d := (y - 0.32) / 0.33
		if d < 0 || d > 1 {
			return ink{}
		}
		w := 0.16 + 0.14*d
		u := (x - 0.98) / w
		n := 0.6 + 0.6*fbm(x*14, y*5-x, 4, 3)
		return hex(0xFFF6E4).alpha(0.85 * bell(u, 0.7) * n * step(0, 0.1, d) * step(1, 0.55, d))
	})
	c.drone(0.98, 0.28, 0.34, hex(0x1E2228), hex(0xFFE0B0).times(0.5))
	dark, rim := hex(0x2A2A26), hex(0xFFE0A8).times(0.6)
	c.person(person{x: 0.17, foot: 0.63, tall: 0.21, wide: 0.4, hair: 3, left: 0.4, right: 0.4, bend: 0.9, coat: hex(0x3A6A9A).times(0.5)}, dark, rim, 1, -0.4)
	c.person(person{x: 0.235, foot: 0.628, tall: 0.20, wide: 0.4, hair: 2, coat: hex(0xB0503C).times(0.5)}, dark, rim, 1, -0.4)
}

// boll is a tuft of cotton.
func (c *canvas) boll(r *rand.Rand, x, y, size float64) {
	for k := range 4 {
		a := float64(k)*1.57 + r.Float64()
		px, py := x+0.45*size*math.Cos(a), y+0.4*size*math.Sin(a)
		rad := size * (0.5 + 0.2*r.Float64())
		c.fill(ellipse(px, py, rad, rad*0.9, 0), func(qx, qy float64) ink {
			l := clamp(0.62-(qy-y)/size*0.28-(qx-x)/size*0.12, 0.2, 1)
			return ink{mix(hex(0x9A93A0), hex(0xFFF8EA), l), 1}
		})
	}
}

// drone with its arms and turning blades.
func (c *canvas) drone(x, y, wide float64, dark, rim rgb) {
	b := &body{soft: 0.012}
	b.add(x-0.10*wide, y, 0.05*wide, x+0.10*wide, y, 0.05*wide)
	b.add(x-0.06*wide, y+0.10*wide, 0.07*wide, x+0.06*wide, y+0.10*wide, 0.07*wide)
	for _, s := range []float64{-1, 1} {
		b.add(x, y, 0.016*wide, x+s*0.44*wide, y-0.05*wide, 0.012*wide)
		b.add(x, y+0.01*wide, 0.018*wide, x+s*0.30*wide, y+0.035*wide, 0.014*wide)
		b.add(x+s*0.44*wide, y-0.05*wide, 0.02*wide, x+s*0.44*wide, y-0.09*wide, 0.018*wide)
		b.add(x+s*0.30*wide, y+0.035*wide, 0.024*wide, x+s*0.30*wide, y-0.01*wide, 0.02*wide)
		b.add(x+s*0.11*wide, y+0.05*wide, 0.008*wide, x+s*0.18*wide, y+0.24*wide, 0.008*wide)
		b.add(x+s*0.24*wide, y+0.24*wide, 0.009*wide, x+s*0.08*wide, y+0.24*wide, 0.009*wide)
	}
	c.grow(b, func(_, _, deep, nx, ny float64) ink {
		return ink{dark.plus(rim.times(max(0, -0.6*nx-0.6*ny) * math.Exp(-deep/0.004))), 1}
	})
	for _, p := range []point{{-0.44, -0.095}, {0.44, -0.095}, {-0.30, -0.02}, {0.30, -0.02}} {
		c.fill(ellipse(x+p.x*wide, y+p.y*wide, 0.17*wide, 0.012*wide, 0), func(px, _ float64) ink {
			return dark.alpha(0.30 + 0.35*step(0.2, 0.9, math.Abs(math.Sin((px-x)*60))))
		})
	}
}

// melonSkin is netted, with paler grooves.
func melonSkin(seed uint32, turn float64) func(u, v, w float64) rgb {
	return func(u, v, w float64) rgb {
		s, k := math.Sincos(turn)
		u, v = u*k-v*s, u*s+v*k
		lon := math.Atan2(u, w+0.001)
		lat := math.Asin(clamp(v, -1, 1))
		px, py := lon*3.2, lat*3.2
		a, b, _ := cells(px+0.4*noise(px*3, py*3, seed), py+0.4*noise(px*3, py*3, seed+1), seed+2)
		net := step(0.16, 0.03, b-a)
		a, b, _ = cells(px*2.6, py*2.6, seed+5)
		net = max(net, 0.7*step(0.12, 0.02, b-a))
		skin := mix(hex(0x9A9A3C), hex(0xE6BE58), 0.5+fbm(px, py, 3, seed+7))
		skin = mix(skin, hex(0x6A7A34), 0.5*step(0.8, 1, math.Abs(math.Sin(lon*3.5))))
		return mix(skin, hex(0xF2E6C4), 0.85*net)
	}
}

// melons in the field, one of them in focus.
func melons(c *canvas) {
	r := rand.New(rand.NewPCG(23, 1))
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.5, hex(0xBFD6E8), hex(0xF2E8C8), hex(0xC8C486))
		return mix(k, hex(0xFFE8B0), 0.6*bell(math.Hypot(x-1.3, y), 0.6))
	})
	back := c.layer()
	back.wash(func(x, y float64) ink {
		n := fbm(x*6, y*16, 5, 3)
		k := mix(hex(0x5A6A2C), hex(0xA8B45A), clamp(0.5+n, 0, 1))
		k = mix(k, hex(0x8A6A48), step(0.1, 0.5, fbm(x*3, y*9, 3, 6)))
		return ink{k, step(0.24+0.02*n, 0.28, y)}
	})
	for i := range 26 {
		y := 0.30 + 0.26*float64(i)/26
		s := 0.02 + 0.16*(y-0.27)
		back.ball(r.Float64()*c.wide, y, s, [3]float64{0.6, -0.8, 0.5}, melonSkin(uint32(i), 1.3), hex(0x6A7A50).times(0.5), 0.1)
	}
	back.blur(0.02)
	c.over(back)
	for range 40 {
		c.bokeh(r.Float64()*c.wide, 0.08+0.28*r.Float64(), 0.015+0.03*r.Float64(), hex(0xFFF0B8).times(0.06+0.14*r.Float64()))
	}
	c.box(0, 0.5, c.wide, 1, func(x, y float64) ink {
		n := fbm(x*7, y*14, 6, 13)
		k := mix(hex(0x5E4630), hex(0xB08E68), clamp(0.5+n, 0, 1)).times(1 + 0.25*noise(x*90, y*140, 5))
		return ink{k, step(0.52, 0.66, y+0.03*n)}
	})
	leaf := func(l *canvas, x, y, s, turn float64, k rgb) {
		var xy []float64
		for i := range 20 {
			a := float64(i) / 20 * 2 * math.Pi
			rr := s * (0.82 + 0.18*math.Cos(5*a) + 0.05*math.Sin(13*a))
			if i == 15 {
				rr *= 0.45
			}
			px, py := rr*math.Cos(a), rr*math.Sin(a)*0.62
			sin, cos := math.Sincos(turn)
			xy = append(xy, x+px*cos-py*sin, y+px*sin+py*cos)
		}
		l.fill(smooth(xy...), func(px, py float64) ink {
			d, a := math.Hypot(px-x, (py-y)/0.62), math.Atan2(py-y, px-x)-turn
			vein := step(0.12, 0.0, math.Abs(math.Mod(a*5/(2*math.Pi)+20.5, 1)-0.5)*d/s*2.2)
			q := k.times(0.75 + 0.5*(0.5-(py-y)/s) + 0.25*fbm(px*40, py*40, 4, 3))
			return ink{mix(q, hex(0xC8D08A), 0.35*vein), 1}
		})
	}
	for range 26 {
		x, y := r.Float64()*c.wide, 0.56+0.16*r.Float64()
		leaf(c, x, y, 0.05+0.05*r.Float64(), r.Float64()*6, mix(hex(0x3A5420), hex(0x7A9A44), r.Float64()))
	}
	for _, m := range [][3]float64{{1.16, 0.66, 0.155}, {0.58, 0.70, 0.24}} {
		c.wash(func(x, y float64) ink {
			return hex(0x22180C).alpha(0.75 * bell(math.Hypot((x-m[0]+0.06)/1.35, (y-m[1]-m[2]*0.92)*2.6), m[2]*0.8))
		})
		c.ball(m[0], m[1], m[2], [3]float64{0.62, -0.6, 0.55}, melonSkin(uint32(m[0]*100), 1.35), hex(0x8A9A6A).times(0.45), 0.18)
	}
	c.fill(stroke(curve(0.36, 0.70, 0.28, 0.62, 0.16, 0.64, 0.02, 0.58), 0.022, 0.012), func(x, y float64) ink {
		return ink{mix(hex(0x5A6A30), hex(0xB0B870), clamp((0.64-y)*12, 0, 1)), 1}
	})
	for range 18 {
		x, y := r.Float64()*c.wide, 0.88+0.16*r.Float64()
		leaf(c, x, y, 0.07+0.07*r.Float64(), r.Float64()*6, mix(hex(0x34501C), hex(0x86A44A), r.Float64()))
	}
	front := c.layer()
	for _, p := range [][3]float64{{0.05, 0.98, 0.2}, {1.42, 1.0, 0.24}, {0.95, 1.06, 0.2}} {
		leaf(front, p[0], p[1], p[2], p[0]*3, hex(0x4A6A28))
	}
	front.blur(0.018)
	c.over(front)
}

// tower is a solar tower among its mirrors.
func tower(c *canvas) {
	horizon := 0.60
	c.all(func(x, y float64) rgb {
		k := ramp(y/horizon, hex(0x1F4E94), hex(0x5E90C8), hex(0xC8D2D4), hex(0xF2DCB8))
		return mix(k, hex(0xFFF4E4), 0.4*clouds(x, y, 0.66, 0.3, 151))
	})
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			return 0.02*fbm(x, z, 5, 3) + step(18, 45, z)*2.0*ridged(x*0.09, z*0.09, 8, 57)
		},
		ground: func(x, y, z, flat float64) rgb { return mix(hex(0x9A7C60), hex(0xCBB294), 0.5+fbm(x*6, z*6, 5, 5)) },
		eye:    [3]float64{0, 0.8, 0}, horizon: horizon, zoom: 1.1, near: 1.2, far: 80,
		sun: [3]float64{-0.7, 0.5, 0.1}, sunlight: hex(0xFFE8C8).times(1.1), skylight: hex(0x86A0C8).times(0.45),
		haze: func(float64) rgb { return hex(0xE0D4C4) }, air: 0.02,
	})
	tx, ty := 0.78, 0.17
	// Light in the dusty air runs from the field to the receiver.
	c.wash(func(x, y float64) ink {
		if y < ty || y > 0.66 {
			return ink{}
		}
		d := (y - ty) / 0.47
		u := (x - tx) / (0.02 + 0.75*d)
		ray := 0.55 + 0.45*noise(math.Atan2(x-tx, y-ty)*38, 1, 5)
		return hex(0xFFF6DC).alpha(0.34 * bell(u, 0.72) * ray * (1 - d) * step(0, 0.1, d))
	})
	c.fill(polygon(tx-0.021, 0.64, tx-0.014, 0.20, tx+0.014, 0.20, tx+0.021, 0.64), func(x, y float64) ink {
		return ink{ramp((x-tx)/0.036+0.5, hex(0xE8DCCC), hex(0xC8BCB0), hex(0x8A8488)), 1}
	})
	c.fill(polygon(tx-0.018, 0.205, tx-0.018, 0.13, tx+0.018, 0.13, tx+0.018, 0.205), flat(hex(0xFFFDF4).times(2.6)))
	c.fill(polygon(tx-0.015, 0.13, tx-0.012, 0.10, tx+0.012, 0.10, tx+0.015, 0.13), flat(hex(0x8A8890)))
	c.glow(tx, 0.17, 0.035, hex(0xFFF4D8).times(1.8))
	c.glow(tx, 0.17, 0.15, hex(0xFFE8B8).times(0.35))
	for i := range 26 {
		z := 19 * math.Pow(0.885, float64(i)) // far rows first
		y := horizon + 0.8*1.1/z
		s := 0.30 / z
		for k := -14; k <= 14; k++ {
			x := tx + (float64(k)+0.5*float64(i%2))*1.15*1.1/z*0.62
			if x < -0.3 || x > c.wide+0.3 {
				continue
			}
			c.heliostat(x, y, s, tx, hash(int32(i), int32(k), 3))
		}
	}
}

// heliostat is a mirror on a post that faces the tower.
func (c *canvas) heliostat(x, y, s, tx float64, h uint32) {
	tilt := clamp((tx-x)*0.28, -0.25, 0.25)
	c.fill(ellipse(x+0.3*s, y, 0.7*s, 0.09*s, 0), func(_, _ float64) ink { return hex(0x4A3A30).alpha(0.55) })
	c.fill(straight(x, y, x, y-0.55*s, 0.05*s, 0.05*s), flat(hex(0x6A6460)))
	w := 0.62 * s
	top, bottom := y-1.0*s, y-0.28*s
	c.fill(polygon(x-w, top+tilt*s, x+w, top-tilt*s, x+w*0.96, bottom-tilt*s, x-w*0.96, bottom+tilt*s), func(px, py float64) ink {
		u, v := (px-x)/w, (py-top)/(bottom-top)
		k := ramp(v, hex(0x3A68A8), hex(0x86AED8), hex(0xE6E0D0))
		k = k.plus(hex(0xFFF8E8).times(0.9 * bell(u-(chance(h)-0.5), 0.5) * bell(v-0.3, 0.3) * step(0.55, 1, chance(h*3))))
		grid := step(0.46, 0.5, math.Abs(math.Mod(u*2+9, 1)-0.5)) + step(0.46, 0.5, math.Abs(math.Mod(v*2+9, 1)-0.5))
		return ink{k.times(1 - 0.45*min(1, grid)), 1}
	})
}

// lakeDawn is a salt lake at sunrise with birds over it.
func lakeDawn(c *canvas) {
	r := rand.New(rand.NewPCG(24, 1))
	line := 0.60
	c.all(func(x, y float64) rgb {
		k := ramp(y/line, hex(0x5878B0), hex(0xA694B8), hex(0xF2A88C), hex(0xFFD898))
		k = mix(k, mix(hex(0xFF9C78), hex(0x7A6C98), step(0.45, 0.05, y)), 0.75*clouds(x, y, 0.68, 0.46, 161))
		return k.plus(hex(0xFFD080).times(0.8 * bell(math.Hypot(x-0.52, (y-0.56)*1.5), 0.26)))
	})
	c.glow(0.52, 0.545, 0.026, hex(0xFFF4D4).times(3))
	for i := range 3 {
		f := float64(i) / 2
		c.wash(func(x, y float64) ink {
			e := 0.585 - 0.07*(1-f)*(0.5+0.9*fbm(x*2.2+float64(i)*5, 1, 6, 7)) - 0.004
			k := mix(hex(0xC08E98), hex(0x6A5A78), f)
			return ink{mix(k, hex(0xFFC488), 0.6*bell(x-0.52, 0.3)), step(e, e+0.002, y)}
		})
	}
	c.mirror(line, 0.03, 0.1, hex(0x8A6C88), 8)
	c.wash(func(x, y float64) ink { // salt on the shore
		e := 0.80 + 0.10*(x-0.75)*(x-0.75) + 0.02*fbm(x*4, 1, 4, 3)
		z := 1 / (y - 0.55)
		n := 0.5*fbm(x*z*5, z*16, 6, 5) + 0.8*ridged(x*z*3, z*9, 4, 6) - 0.3
		k := mix(hex(0x8C7078), hex(0xFFE6D2), clamp(0.45+0.9*n, 0, 1))
		return ink{k.times(1 - 0.3*(y-0.8)/0.2), 0.93 * step(e, e+0.012, y+0.02*n)}
	})
	for range 9 { // standing in the shallows
		x, y := 0.25+1.1*r.Float64(), 0.72+0.09*r.Float64()
		s := 0.035 + 0.12*(y-0.7)
		for _, up := range []float64{-1, 1} {
			k := hex(0x2A2430)
			a := 1.0
			if up > 0 {
				a = 0.35
			}
			b := &body{soft: 0.004}
			b.add(x-0.3*s, y+up*0.62*s, 0.14*s, x+0.2*s, y+up*0.7*s, 0.15*s)
			b.add(x+0.25*s, y+up*0.75*s, 0.06*s, x+0.42*s, y+up*1.15*s, 0.045*s)
			b.add(x+0.42*s, y+up*1.18*s, 0.07*s, x+0.68*s, y+up*1.12*s, 0.015*s)
			b.add(x, y+up*0.6*s, 0.02*s, x-0.03*s, y, 0.018*s)
			b.add(x+0.1*s, y+up*0.6*s, 0.02*s, x+0.12*s, y, 0.018*s)
			c.grow(b, func(_, _, _, _, _ float64) ink { return k.alpha(a) })
		}
	}
	for i := range 64 { // the flock rises in a long bow
		t := r.Float64()
		x := 0.42 + 1.05*t + 0.09*(r.Float64()-0.5)
		y := 0.46 - 0.30*math.Sin(t*1.7) + 0.12*(r.Float64()-0.5)
		c.bird(x, y, 0.022+0.034*t*r.Float64()+0.012*t, math.Sin(float64(i)*1.7), mix(hex(0x3A3040), hex(0x1E1A26), t))
	}
	for range 150 { // reeds
		x := r.Float64() * 0.36
		if r.IntN(3) == 0 {
			x = c.wide - 0.24*r.Float64()
		}
		h := 0.22 + 0.26*r.Float64()
		lean := 0.09 * (r.Float64() - 0.3)
		foot := 1.02
		k := mix(hex(0x1A1418), hex(0x4A3230), r.Float64())
		c.fill(stroke(curve(x, foot, x+lean*0.3, foot-h*0.6, x+lean, foot-h), 0.006, 0.002), flat(k))
		c.fill(stroke(curve(x+lean, foot-h+0.01, x+lean*1.25, foot-h-0.025, x+lean*1.6, foot-h-0.045), 0.012, 0.003), func(px, py float64) ink {
			return mix(k, hex(0xD89060), 0.5+0.4*noise(px*300, py*300, 3)).alpha(0.9)
		})
	}
}

// hide is people with scopes behind a wooden rail, birds beyond.
func hide(c *canvas) {
	r := rand.New(rand.NewPCG(25, 1))
	back := c.layer()
	back.all(func(x, y float64) rgb {
		k := ramp(y/0.8, hex(0xC8D8E4), hex(0xF4E6CC), hex(0xE8C89A))
		water := ramp((y-0.5)/0.3, hex(0xE8D4B4), hex(0xA8B8C4))
		k = mix(k, water.times(0.95+0.14*noise(x*8, y*90, 4)), step(0.49, 0.505, y))
		shore := 0.47 - 0.02*fbm(x*3, 1, 4, 6)
		return mix(k, mix(hex(0x9A9A84), hex(0xC8B890), 0.5+fbm(x*9, y*30, 4, 8)), step(shore, shore+0.008, y)*step(0.51, 0.50, y))
	})
	for i := range 40 {
		back.bird(0.1+1.4*r.Float64(), 0.10+0.28*r.Float64(), 0.03+0.025*r.Float64(), math.Sin(float64(i)*2.1), hex(0x6A6460))
	}
	for range 30 {
		x, y := r.Float64()*c.wide, 0.53+0.12*r.Float64()
		back.fill(ellipse(x, y, 0.014, 0.007, 0), flat(hex(0xF8F4EC)))
		back.fill(ellipse(x+0.012, y-0.01, 0.004, 0.004, 0), flat(hex(0x8A6A4A)))
	}
	back.blur(0.005)
	c.over(back)
	c.box(0, 0, c.wide, 1, func(x, y float64) ink { // the hide's frame
		n := fbm(x*4, y*60, 4, 3)
		k := mix(hex(0x1C1410), hex(0x3C2A1E), 0.5+n)
		top := step(0.085, 0.08, y+0.02*(x-0.7))
		posts := max(step(0.03, 0.028, math.Abs(x-0.06)), step(0.024, 0.022, math.Abs(x-1.46)))
		sill := step(0.775, 0.78, y)
		k = k.plus(hex(0xE8C898).times(0.5 * bell(y-0.783, 0.005)))
		return ink{k, max(top, max(posts, sill))}
	})
	dark, rim := hex(0x14100E), hex(0xFFE8C4).times(0.8)
	c.scope(0.50, 1.06, 0.52, 1, dark, rim)
	c.scope(1.12, 1.06, 0.46, -1, dark, rim)
	c.person(person{x: 0.32, foot: 1.5, tall: 1.02, lean: 0.07, wide: 0.7, hair: 3, right: 0.5, bend: 1.3}, dark, rim, 0.8, -0.6)
	c.person(person{x: 1.30, foot: 1.42, tall: 0.86, lean: -0.06, wide: 0.7, hair: 1, left: 0.5, bend: 1.3}, dark, rim, -0.8, -0.6)
	c.person(person{x: 0.82, foot: 1.28, tall: 0.62, wide: 0.8, hair: 2, child: true}, dark, rim, 0, -1)
}

// ridges is snow on a slope, marked off with flags.
func snowSlope(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.5, hex(0x1C4E9C), hex(0x4F8ACC), hex(0xB8D6F0))
		return mix(k, hex(0xFFFFFF), 0.7*clouds(x, y, 0.6, 0.3, 171))
	})
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			h := step(3, 17, z+0.8*x)*3.2 + 1.6*(ridged(x*0.22+1, z*0.2, 7, 67)-0.4)*step(5, 12, z) + 0.12*fbm(x*0.8, z*0.8, 4, 4)
			// The slab broke off along a line and slid.
			edge := 8.2 + 0.5*math.Sin(x*1.3) + 0.35*fbm(x*2, 1, 4, 9)
			h -= 0.12 * step(edge, edge-0.06, z) * step(2.4, 2.2, math.Abs(x-0.6+0.2*fbm(z*1.2, 1, 3, 8))) * step(4.2, 4.7, z)
			debris := step(4.8, 4.2, z) * step(3.1, 3.5, z) * step(2.3, 1.6, math.Abs(x-0.5))
			return h + debris*0.14*max(0, ridged(x*2.6, z*2.6, 4, 6)-0.15) + 0.004*math.Sin(x*30+z*22+4*fbm(x*2, z*2, 3, 5))
		},
		ground: func(x, y, z, flat float64) rgb {
			rock := mix(hex(0x3E3A3C), hex(0x6E6866), 0.5+fbm(x*4, z*7, 4, 7))
			return mix(rock, hex(0xF4F7FB), step(0.38, 0.58, flat+0.08*fbm(x*4, z*4, 3, 2)))
		},
		eye: [3]float64{0, 1.1, 0}, horizon: 0.52, zoom: 1.05, near: 0.9, far: 45,
		sun: [3]float64{0.75, 0.4, 0.25}, sunlight: hex(0xFFF2DC).times(1.15), skylight: hex(0x6E9CDC).times(0.62),
		haze: func(float64) rgb { return hex(0xB4D0EC) }, air: 0.012, soft: 0.15,
	})
	for _, p := range [][2]float64{{0.16, 0.98}, {0.46, 0.88}, {0.70, 0.815}, {0.88, 0.772}, {1.01, 0.745}} {
		h := (p[1] - 0.64) * 0.62
		c.fill(straight(p[0], p[1], p[0], p[1]-h, h*0.04, h*0.03), flat(hex(0x4A3A30)))
		c.fill(smooth(p[0], p[1]-h, p[0]+h*0.25, p[1]-h*0.96, p[0]+h*0.48, p[1]-h*0.86, p[0]+h*0.22, p[1]-h*0.76, p[0], p[1]-h*0.68), func(x, y float64) ink {
			return ink{hex(0xD83A28).times(0.85 + 0.4*math.Sin((x-p[0])/h*14)), 1}
		})
		c.fill(ellipse(p[0]-h*0.35, p[1]+h*0.04, h*0.36, h*0.02, 0.05), func(_, _ float64) ink { return hex(0x4A78B8).alpha(0.4) })
	}
}
