package main

import (
	"math"
	"math/rand/v2"
)

// foliage paints leaves out of focus with light between them.
func (c *canvas) foliage(r *rand.Rand, dark, light rgb, gleams int) {
	c.all(func(x, y float64) rgb {
		n := fbm(x*3, y*3, 5, 3)
		return mix(dark, light, clamp(0.42+0.9*n+0.35*(0.5-y), 0, 1))
	})
	c.blur(0.02)
	for range gleams {
		k := mix(light.times(1.3), hex(0xFFF8D0), r.Float64())
		c.bokeh(r.Float64()*c.wide, r.Float64()*0.85, 0.012+0.045*r.Float64(), k.times(0.04+0.2*r.Float64()*r.Float64()))
	}
}

// leaf with its midrib, lit from above.
func (c *canvas) leaf(x, y, long, turn, broad float64, k rgb, seed uint32) {
	sin, cos := math.Sincos(turn)
	var xy []float64
	for _, p := range []point{{0, 0}, {0.25, 0.75}, {0.55, 1}, {0.82, 0.6}, {1, 0}, {0.82, -0.6}, {0.55, -1}, {0.25, -0.75}} {
		u, v := p.x*long, p.y*long*broad*0.5
		xy = append(xy, x+u*cos-v*sin, y+u*sin+v*cos)
	}
	c.fill(smooth(xy...), func(px, py float64) ink {
		u, v := ((px-x)*cos+(py-y)*sin)/long, (-(px-x)*sin+(py-y)*cos)/(long*broad*0.5)
		vein := 0.5*bell(v, 0.07) + 0.25*step(0.1, 0.0, math.Abs(math.Mod(u*9-math.Abs(v)*1.6+10, 1)-0.5))
		side := 1.0
		if v > 0 {
			side = 0.72
		}
		q := k.times(side * (0.8 + 0.35*fbm(px*20, py*20, 3, seed)))
		return ink{mix(q, k.times(1.5).plus(hex(0x506020).times(0.4)), 0.5*vein), 1}
	})
}

// apples on a wild tree.
func apples(c *canvas) {
	r := rand.New(rand.NewPCG(61, 1))
	c.foliage(r, hex(0x24401A), hex(0xA8C060), 110)
	back := c.layer()
	for range 50 {
		back.leaf(r.Float64()*c.wide, 0.7*r.Float64(), 0.14, r.Float64()*6, 0.55, mix(hex(0x3A5A24), hex(0x8AA848), r.Float64()), 3)
	}
	for range 9 {
		back.ball(r.Float64()*c.wide, 0.1+0.6*r.Float64(), 0.05, [3]float64{-0.5, -0.8, 0.5}, func(_, _, _ float64) rgb { return hex(0xD87A40) }, hex(0x6A8A40).times(0.4), 0)
	}
	back.blur(0.02)
	c.over(back)
	branch := &body{soft: 0.01}
	branch.line(curve(-0.05, 0.16, 0.3, 0.22, 0.62, 0.17, 0.95, 0.25, 1.30, 0.20, 1.60, 0.27), 0.026, 0.012)
	branch.line(curve(0.55, 0.18, 0.66, 0.27, 0.72, 0.33), 0.010, 0.006)
	branch.line(curve(0.95, 0.25, 1.02, 0.33, 1.05, 0.38), 0.009, 0.006)
	branch.line(curve(0.30, 0.22, 0.34, 0.30, 0.36, 0.38), 0.009, 0.006)
	c.grow(branch, func(x, y, deep, nx, ny float64) ink {
		k := mix(hex(0x3A2A20), hex(0xA88868), clamp(0.4-0.5*ny+0.6*fbm(x*20, y*40, 4, 4), 0, 1))
		return ink{k, 1}
	})
	skin := func(seed uint32, blush float64) func(u, v, w float64) rgb {
		return func(u, v, w float64) rgb {
			streak := noise(math.Atan2(u, w)*14, v*1.4, seed)
			red := step(0.15, 0.9, blush-0.5*v-0.45*u+0.35*streak+0.3*fbm(u*2, v*2, 3, seed))
			k := mix(hex(0xD8C850), hex(0xC83A2A), red)
			if d, _, _ := cells(u*9+3, v*9, seed); d < 0.09 {
				k = mix(k, hex(0xF8E8B0), 0.6)
			}
			// The hollow where the stalk stands.
			return k.times(1 - 0.75*bell(math.Hypot(u-0.05, (v+0.86)*2.2), 0.28))
		}
	}
	for i, a := range [][3]float64{{0.36, 0.50, 0.125}, {1.06, 0.53, 0.15}, {0.73, 0.49, 0.165}} {
		c.fill(stroke(curve(a[0]+0.01, a[1]-a[2]*0.82, a[0]+0.012, a[1]-a[2]*1.05, a[0]-0.005, a[1]-a[2]*1.2), 0.012, 0.009), flat(hex(0x5A4028)))
		c.ball(a[0], a[1], a[2], [3]float64{-0.55, -0.7, 0.55}, skin(uint32(i*7+3), 0.55+0.12*float64(i)), hex(0x9AB060).times(0.4), 0.42)
	}
	for i, l := range [][4]float64{{0.30, 0.24, 0.19, 2.2}, {0.46, 0.20, 0.18, 0.5}, {0.58, 0.17, 0.20, -0.9}, {0.70, 0.30, 0.20, -0.25}, {0.93, 0.25, 0.21, 0.15}, {1.04, 0.35, 0.17, -0.5}, {1.20, 0.22, 0.2, 0.8}, {0.12, 0.18, 0.2, 1.3}, {1.36, 0.21, 0.2, 0.3}, {0.80, 0.20, 0.17, -1.3}} {
		c.leaf(l[0], l[1], l[2], l[3], 0.52, mix(hex(0x3E6A24), hex(0x88AE48), chance(hash(int32(i), 3, 3))), uint32(i))
	}
	front := c.layer()
	for _, l := range [][4]float64{{0.0, 0.85, 0.34, -0.4}, {1.52, 0.9, 0.36, 3.5}, {1.2, 1.05, 0.3, 3.9}} {
		front.leaf(l[0], l[1], l[2], l[3], 0.55, hex(0x4A7A2C), 3)
	}
	front.blur(0.02)
	c.over(front)
}

// grapes under a trellis, the sun behind them.
func grapes(c *canvas) {
	r := rand.New(rand.NewPCG(62, 1))
	c.foliage(r, hex(0x28401A), hex(0xC8D070), 140)
	for i := range 11 {
		x, y := r.Float64()*c.wide, 0.18*r.Float64()-0.06
		c.vineLeaf(x, y, 0.13+0.06*r.Float64(), r.Float64()*6, mix(hex(0x4A7A28), hex(0xB8D060), r.Float64()), uint32(i))
	}
	bunch := func(l *canvas, cx, top, tall, rad float64) {
		l.fill(stroke(curve(cx+0.02, top-0.16, cx, top-0.04, cx, top+0.1), 0.010, 0.007), flat(hex(0x7A8A40)))
		type berry struct{ x, y, z float64 }
		var list []berry
		for range 2600 {
			v := r.Float64()
			w := tall * 0.36 * (0.35 + math.Sin(math.Pi*math.Pow(v, 0.62))*0.85) * (1 - 0.25*v)
			b := berry{cx + w*(2*r.Float64()-1), top + v*tall, r.Float64()}
			ok := true
			for _, o := range list {
				if math.Hypot(o.x-b.x, o.y-b.y) < rad*(1.55-0.75*math.Abs(o.z-b.z)) {
					ok = false
					break
				}
			}
			if ok {
				list = append(list, b)
			}
		}
		for pass := range 4 {
			for i, b := range list {
				if int(b.z*4) != pass {
					continue
				}
				size := rad * (0.86 + 0.2*chance(hash(int32(i), 1, 3)))
				seed := uint32(i)
				near := 0.5 + 0.5*b.z
				l.ball(b.x, b.y, size, [3]float64{-0.45, -0.75, 0.5}, func(u, v, w float64) rgb {
					k := mix(hex(0x7A9A2C), hex(0xD0D858), clamp(0.5+0.6*fbm(u+float64(seed), v, 3, 4), 0, 1))
					// Light gathers on the side turned from the sun, as in a lens.
					k = k.plus(hex(0xF0F080).times(0.55 * bell(math.Hypot(u-0.38, v-0.5), 0.42)))
					return k.times(near)
				}, hex(0xB0C850).times(0.5*near), 0.5)
			}
		}
	}
	back := c.layer()
	bunch(back, 0.22, 0.16, 0.42, 0.036)
	bunch(back, 1.30, 0.12, 0.46, 0.038)
	back.blur(0.012)
	c.over(back)
	bunch(c, 0.76, 0.20, 0.66, 0.048)
	for i, p := range [][4]float64{{0.55, 0.13, 0.17, 0.4}, {0.98, 0.10, 0.18, 2.0}, {0.76, 0.06, 0.15, 1.2}} {
		c.vineLeaf(p[0], p[1], p[2], p[3], mix(hex(0x5A8A2C), hex(0x9ABE50), float64(i)/2), uint32(i))
	}
}

// vineLeaf has five lobes.
func (c *canvas) vineLeaf(x, y, size, turn float64, k rgb, seed uint32) {
	var xy []float64
	for i := range 40 {
		a := float64(i) / 40 * 2 * math.Pi
		rr := size * (0.70 + 0.24*math.Cos(5*a) + 0.05*math.Cos(25*a))
		if i > 17 && i < 23 {
			rr *= 0.6
		}
		xy = append(xy, x+rr*math.Cos(a+turn), y+rr*math.Sin(a+turn)*0.86)
	}
	c.fill(smooth(xy...), func(px, py float64) ink {
		d, a := math.Hypot(px-x, (py-y)/0.86)/size, math.Atan2((py-y)/0.86, px-x)-turn
		arm := math.Abs(math.Mod(a*5/(2*math.Pi)+20.5, 1) - 0.5)
		vein := step(0.10, 0.0, arm*d*2.2) + 0.4*step(0.12, 0.0, math.Abs(math.Mod(d*9+arm*5, 1)-0.5))
		q := k.times(0.75 + 0.4*fbm(px*14, py*14, 4, seed) + 0.35*(0.5-(py-y)/size)*0.6)
		return ink{mix(q, k.times(1.4).plus(hex(0x607030).times(0.3)), 0.4*min(vein, 1)), 1}
	})
}

// dryingHouse is the inside: beams of light through the holes of its walls.
func dryingHouse(c *canvas) {
	r := rand.New(rand.NewPCG(63, 1))
	// One wall in perspective: holes row by row towards a far end.
	vx, vy := 1.18, 0.50
	hole := func(x, y float64) float64 {
		z := 0.62 / max(0.05, vx-x)
		v := (y - vy) * z
		if math.Abs(v) > 0.46 {
			return 0
		}
		row := math.Floor(v * 14)
		a := z*5.2 + 0.5*math.Mod(row+40, 2)
		u, w := math.Abs(a-math.Floor(a)-0.5), math.Abs(v*14-row-0.5)
		return step(0.27, 0.24, u) * step(0.30, 0.26, w)
	}
	c.all(func(x, y float64) rgb {
		z := 0.62 / max(0.05, vx-x)
		v := (y - vy) * z
		brick := mix(hex(0x3A2618), hex(0x8A6040), clamp(0.5+fbm(z*9, v*16, 5, 4), 0, 1))
		k := brick.times(0.45)
		edge := hole(x-0.006, y+0.004) - hole(x+0.004, y-0.004)
		k = k.plus(hex(0xFFC880).times(0.4 * clamp(edge, 0, 1)))
		k = mix(k, hex(0xFFF0CC).times(1.6), hole(x, y))
		switch {
		case x > vx-0.04:
			far := bell(math.Hypot((x-vx)*2.2, y-0.5), 0.2)
			side := mix(hex(0x2E1C12), hex(0x6A4830), clamp(0.4+fbm(x*9, y*16, 4, 9), 0, 1)).times(0.4)
			k = mix(side, hex(0xFFE0A8), 0.75*far)
		case v > 0.5:
			k = mix(hex(0x3A2818), hex(0x8A6844), clamp(0.4+fbm(z*8, v*8, 5, 7), 0, 1)).times(0.5)
		case v < -0.48:
			k = hex(0x1A100A).times(0.8 + 0.6*noise(z*16, v*3, 6))
		}
		return k
	})
	beams := c.layer()
	for row := range 9 {
		for col := range 16 {
			z := (float64(col) + 0.5 + 0.5*float64(row%2)) / 5.2
			v := (float64(row)-4+0.5)/14 - 0.02
			x, y := vx-0.62/z, vy+v/z
			if x < -0.2 || x > vx-0.12 {
				continue
			}
			s := 0.022 / z
			long := 0.62 / z
			much := 0.06 + 0.16*chance(hash(int32(row), int32(col), 3))
			beams.fill(polygon(x-s, y-s, x+s, y-s*0.6, x+long+s*2.6, y+long*0.60+s, x+long-s, y+long*0.60+s*2.4), func(px, py float64) ink {
				d := clamp((px-x)/long, 0, 1)
				return hex(0xFFD898).alpha(much * (1 - d) * (0.7 + 0.5*fbm(px*6, py*6, 3, 5)))
			})
		}
	}
	beams.blur(0.005)
	c.add(beams, 1)
	// Bunches on their hanging poles, the near ones large.
	for col := range 9 {
		f := float64(col) / 8
		z := lerp(2.1, 0.62, f)
		x := lerp(1.12, 0.62, f*f*0.6+f*0.4) + 0.30*f
		top := vy - 0.46/z*0.62 - 0.12*f
		tall := 0.72 / z * 0.62
		k := lerp(0.35, 1, f)
		c.fill(straight(x, top-0.3, x, top+tall, 0.012/z, 0.012/z), flat(hex(0x2A1A10).times(k)))
		for i := range 300 {
			t := float64(i) / 300
			w := 0.075 / z * (0.75 + 0.35*math.Sin(t*37+f*9))
			px := x + w*(2*r.Float64()-1)
			py := top + tall*t + 0.012*r.Float64()/z
			depth := 0.55 + 0.45*r.Float64()
			shade := mix(hex(0x6A7A24), hex(0xC8C850), r.Float64()).times(k * depth)
			c.ball(px, py, (0.0095+0.004*r.Float64())/z, [3]float64{-0.9, -0.35, 0.1}, func(u, v, _ float64) rgb {
				return shade.plus(shade.times(0.9 * bell(math.Hypot(u-0.3, v-0.3), 0.5)))
			}, shade.times(0.4), 0.35*k)
		}
	}
	for range 160 { // dust in the light
		x, y := 0.1+1.0*r.Float64(), r.Float64()
		c.bokeh(x, y, 0.001+0.003*r.Float64()*r.Float64(), hex(0xFFE8B8).times(0.12+0.4*beams.at(x, y).luma()*4))
	}
}

// karez is the underground channel, daylight at its end.
func karez(c *canvas) {
	cx, cy := 0.56, 0.40
	arch := func(x, y float64) float64 { // 1 at the picture's edge, 0 far off
		u, v := (x-cx)/0.56, (y-cy)/0.60
		if v < 0 {
			return math.Hypot(u, v*1.05)
		}
		return math.Abs(u) + 0.12*v*v
	}
	c.all(func(x, y float64) rgb {
		d := arch(x, y) + 0.035*fbm(x*5, y*5, 4, 3)*arch(x, y)
		z := 1 / (d + 0.03)
		a := math.Atan2(y-cy, x-cx)
		rock := fbm(a*2.6, math.Log(z)*3.4, 6, 5) + 0.5*ridged(a*3+5, math.Log(z)*4.5, 5, 8) - 0.25
		e := 0.02
		lit := clamp(0.5+2.2*(rock-fbm(a*2.6+e, math.Log(z)*3.4+e, 6, 5)-0.5*ridged(a*3+5+e, math.Log(z)*4.5+e, 5, 8)+0.25), 0.1, 1.3)
		clay := mix(hex(0x6A4426), hex(0xD8A468), clamp(0.5+rock, 0, 1))
		light := 0.10 + 1.1*math.Exp(-d*3.4) + 0.28*bell(math.Hypot(x-0.97, y-0.2), 0.3)
		k := clay.times(lit * light)
		return mix(k, hex(0xFFF8E4).times(1.8), step(0.135, 0.085, d))
	})
	was := c.clone()
	c.box(0, 0.45, c.wide, 1, func(x, y float64) ink {
		half := 0.035 + (y-0.475)*0.66
		bank := half*(1+0.10*fbm(y*9, x*0.5, 4, 13)) - math.Abs(x-cx-0.02)
		if y < 0.478 {
			return ink{}
		}
		depth := y - 0.47
		far := 1 / (depth + 0.05)
		wave := 0.5*fbm(x*1.6*far, 30*math.Log(depth+0.05), 4, 15) + 0.5*noise(x*4*far+3, 70*math.Log(depth+0.05), 16)
		k := was.at(clamp(x+0.03*wave, 0, c.wide), clamp(0.94-y*0.98+0.05*wave, 0.0, 0.47)).times(0.85)
		k = mix(k, hex(0x0E3A40), 0.35+0.3*depth)
		k = k.plus(hex(0xFFF0D0).times(0.55 * bell((x-cx)/(0.05+0.35*depth), 1) * step(-0.05, 0.5, wave)))
		return ink{k, step(0, 0.008, bank)}
	})
	// A lamp in a niche, as the diggers set it.
	c.glow(0.97, 0.235, 0.05, hex(0xFFA850).times(0.5))
	c.fill(ellipse(0.97, 0.25, 0.022, 0.010, 0), flat(hex(0x3A2416)))
	c.fill(smooth(0.97, 0.20, 0.978, 0.225, 0.97, 0.242, 0.962, 0.225), flat(hex(0xFFE8A8).times(2)))
}

// market is the bazaar at night: lamps, steam, people at the stalls.
func market(c *canvas) {
	r := rand.New(rand.NewPCG(64, 1))
	c.all(func(x, y float64) rgb {
		k := ramp(y, hex(0x0C1438), hex(0x2A2044), hex(0x5A3424), hex(0x2A1812))
		return k.plus(hex(0xFF9A40).times(0.35 * bell(math.Hypot((x-0.75)*0.8, y-0.58), 0.36)))
	})
	// Old houses with carved arches on both sides.
	for i, h := range [][3]float64{{-0.05, 0.30, 0.12}, {0.25, 0.20, 0.24}, {0.45, 0.10, 0.34}, {0.95, 0.11, 0.33}, {1.06, 0.21, 0.22}, {1.27, 0.32, 0.10}} {
		x0, x1, top := h[0], h[0]+h[1], h[2]
		c.fill(polygon(x0, top, x1, top+0.01, x1, 0.72, x0, 0.72), func(x, y float64) ink {
			brick := step(0.40, 0.5, math.Abs(math.Mod(y*46, 1)-0.5)) * 0.2
			k := mix(hex(0x4A2E1E), hex(0xB87840), step(0.15, 0.65, y)*0.8).times(1 - brick)
			return ink{k.times(0.45 + 0.3*fbm(x*9, y*9, 4, 5) + 0.6*step(0.25, 0.7, y)*bell(x-0.75, 0.6)), 1}
		})
		for k := range 3 {
			ax, ay := lerp(x0, x1, (float64(k)+0.5)/3), top+0.10+0.02*float64(i%2)
			w := h[1] * 0.06
			k2 := hex(0xFFA850).times(0.25 + 0.7*chance(hash(int32(i), int32(k), 4)))
			c.fill(smooth(ax-w, ay+w*3, ax-w, ay+w*0.6, ax, ay-w*0.9, ax+w, ay+w*0.6, ax+w, ay+w*3), func(_, y float64) ink { return ink{k2.times(1.15 - (y-ay)*2), 1} })
		}
	}
	far := c.layer()
	for range 120 {
		x := 0.75 + 0.24*(r.Float64()+r.Float64()-1)
		far.bokeh(x, 0.40+0.22*r.Float64(), 0.006+0.012*r.Float64(), ramp(r.Float64(), hex(0xFF7A28), hex(0xFFC060), hex(0xFFF0C8), hex(0x60B0F0)).times(0.2+0.5*r.Float64()))
	}
	c.add(far, 1)
	for k := range 4 { // strings of lamps over the lane
		y0 := 0.07 + 0.085*float64(k)
		w := 0.80 - 0.14*float64(k)
		for i := range 22 {
			t := float64(i) / 21
			x, y := 0.75+w*(2*t-1), y0+0.09*4*t*(1-t)*(1-0.18*float64(k))
			size := 0.012 - 0.0022*float64(k)
			c.glow(x, y, size, hex(0xFFE0A0).times(1.6))
			c.glow(x, y, size*4, hex(0xFF9A40).times(0.10))
		}
	}
	c.box(0, 0.66, c.wide, 1, func(x, y float64) ink {
		k := mix(hex(0x1A100C), hex(0xC87838), bell((x-0.75)/(0.15+0.9*(y-0.6)), 1)*0.7).times(0.8 + 0.35*fbm(x*12, y*44, 4, 5))
		return ink{k, step(0.685, 0.70, y)}
	})
	stall := func(x, foot, w float64, k rgb) {
		top := foot - w*0.92
		c.fill(polygon(x-w*0.56, top+w*0.17, x-w*0.44, top, x+w*0.44, top, x+w*0.56, top+w*0.17), func(px, py float64) ink {
			stripe := math.Mod(math.Floor((px-x)/w*9+40), 2)
			return ink{mix(k, hex(0xF0E0C8), stripe).times(0.35 + 0.5*(py-top)/w*4), 1}
		})
		for _, s := range []float64{-0.46, 0.46} {
			c.fill(straight(x+s*w, foot, x+s*w, top+w*0.16, 0.007, 0.007), flat(hex(0x2A1A12)))
		}
		c.fill(polygon(x-w*0.44, top+w*0.17, x+w*0.44, top+w*0.17, x+w*0.44, foot-w*0.3, x-w*0.44, foot-w*0.3), func(px, py float64) ink {
			return hex(0xFFB050).alpha(0.55 * bell((px-x)/w, 0.45))
		})
		c.glow(x, top+w*0.24, 0.02, hex(0xFFF0C0).times(1.6))
		c.glow(x, top+w*0.30, 0.10, hex(0xFFB050).times(0.35))
		c.fill(polygon(x-w*0.50, foot-w*0.30, x+w*0.50, foot-w*0.30, x+w*0.50, foot, x-w*0.50, foot), func(px, py float64) ink {
			return ink{mix(hex(0x3A2016), hex(0xD89048), 0.6*bell(py-(foot-w*0.3), 0.03)), 1}
		})
		for i := range 15 {
			px := x - w*0.44 + w*0.88*float64(i)/14
			c.ball(px, foot-w*0.325-0.012*float64(i%2), w*0.033, [3]float64{0, -0.9, 0.4}, func(u, v, _ float64) rgb {
				return []rgb{hex(0xE0A050), hex(0xC8402E), hex(0xE8C878)}[i/5].times(0.9 + 0.3*noise(u*3, v*3, uint32(i)))
			}, hex(0xFFB060).times(0.3), 0.25)
		}
	}
	stall(0.30, 0.80, 0.36, hex(0x2A6A8A))
	stall(1.22, 0.81, 0.38, hex(0xA83028))
	dark, rim := hex(0x0C0808), hex(0xFFB868).times(0.5)
	c.crowd(r, 0.56, 0.98, 0.775, 0.17, 0.065, hex(0x2A1812), rim, 0, -1, 0.10)
	c.person(person{x: 0.77, foot: 0.92, tall: 0.25, wide: 0.5, hair: 0, left: 0.6, right: 0.6, bend: -0.2, coat: hex(0xE8E4DC).times(0.3)}, dark.plus(hex(0x2A1A14)), rim, 0, -1)
	// The science table, its white vapour rolling over the edge.
	c.fill(polygon(0.58, 0.83, 0.96, 0.83, 0.98, 0.93, 0.56, 0.93), func(x, y float64) ink {
		return ink{mix(hex(0x1A3A5A), hex(0x0C1A2C), (y-0.83)*8).plus(hex(0xFFB060).times(0.15 * bell(y-0.835, 0.01))), 1}
	})
	for i, k := range []rgb{hex(0xE83050), hex(0x8A50C0), hex(0x2A90B0)} {
		x := 0.64 + 0.13*float64(i)
		c.fill(polygon(x-0.022, 0.775, x-0.018, 0.83, x+0.018, 0.83, x+0.022, 0.775), func(px, _ float64) ink { return k.times(0.9 + 0.6*bell(px-x, 0.012)).alpha(0.92) })
		c.glow(x, 0.80, 0.035, k.times(0.22))
	}
	vapour := c.layer()
	vapour.wash(func(x, y float64) ink {
		n := fbm(x*5+0.8*fbm(x*5, y*4, 3, 5), y*4, 5, 81)
		low := bell(x-0.77, 0.24) * step(0.76, 0.82, y) * step(0.97, 0.86, y)
		up := 0.55 * bell(x-0.30-0.1*(0.7-y), 0.10) * step(0.72, 0.62, y) * step(0.2, 0.5, y)
		up += 0.45 * bell(x-1.22+0.1*(0.7-y), 0.10) * step(0.72, 0.62, y) * step(0.25, 0.5, y)
		return hex(0xF4E8E0).alpha(clamp((low+up)*(0.55+0.9*n), 0, 0.75))
	})
	vapour.blur(0.006)
	c.over(vapour)
	c.crowd(r, 0.06, 0.54, 0.99, 0.29, 0.12, dark, rim, 0.6, -0.8, 0.10)
	c.crowd(r, 1.02, 1.48, 0.995, 0.29, 0.12, dark, rim, -0.6, -0.8, 0.10)
}
