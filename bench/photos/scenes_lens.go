package main

import (
	"math"
	"math/rand/v2"
)

// lens darkens all that lies outside a round field of view.
func (c *canvas) lens(x, y, radius float64) {
	c.tint(func(px, py float64, was rgb) rgb {
		d := math.Hypot(px-x, py-y) / radius
		k := was.times(1 - 0.35*d*d)
		k = k.plus(hex(0x6080A0).times(0.06 * bell(d-1, 0.02)))
		return mix(k, hex(0x030405), step(0.985, 1.0, d))
	})
}

// grains of sand, lit from the side on a dark stage.
func grains(c *canvas) {
	r := rand.New(rand.NewPCG(31, 1))
	c.all(func(x, y float64) rgb {
		return mix(hex(0x1A222C), hex(0x0A0D12), math.Hypot(x-0.6, y-0.4)).times(1 + 0.2*fbm(x*3, y*3, 3, 3))
	})
	tints := []rgb{hex(0xE8C088), hex(0xF4E4C4), hex(0xC87840), hex(0xF8F0E4), hex(0xD8A060), hex(0x9A4A30), hex(0xB8B4AC), hex(0x4A4440)}
	var placed [][3]float64
	paint := func(l *canvas, x, y, size float64, seed uint32) {
		var xy []float64
		n := 9 + int(seed%4)
		round := 0.07 + 0.22*chance(hash(int32(seed), 1, 5))
		for i := range n {
			a := float64(i) / float64(n) * 2 * math.Pi
			rr := size * (1 + round*(2*chance(hash(int32(seed), int32(i), 9))-1))
			xy = append(xy, x+rr*math.Cos(a)*1.12, y+rr*math.Sin(a)*0.92)
		}
		tint := tints[hash(int32(seed), 7, 3)%uint32(len(tints))]
		clear := chance(hash(int32(seed), 9, 3))
		l.fill(ellipse(x+size*0.25, y+size*0.35, size*1.15, size*0.9, 0), func(_, _ float64) ink { return hex(0x020304).alpha(0.5) })
		l.fill(smooth(xy...), func(px, py float64) ink {
			u, v := (px-x)/size, (py-y)/size
			d := math.Hypot(u, v)
			facet, edge, id := cells(u*1.6+float64(seed), v*1.6, seed)
			tilt := 0.5 * (chance(id) - 0.5)
			lit := clamp(0.55-0.45*u*0.8-0.5*v*0.8+tilt-0.35*d*d, 0.03, 1.3)
			k := tint.times(lit * (0.75 + 0.35*fbm(u*3, v*3+float64(seed), 4, seed)))
			// Light that has passed through gathers on the far side.
			k = k.plus(tint.times(0.55 * clear * bell(math.Hypot(u-0.42, v-0.45), 0.42)))
			k = k.plus(rgb{1, 0.96, 0.9}.times(0.9 * bell(math.Hypot(u+0.38, v+0.42), 0.14) * (0.4 + clear)))
			k = k.plus(tint.times(0.25 * bell(edge-facet, 0.06)))
			return ink{k, 1}
		})
	}
	deep := c.layer()
	for i := range 70 {
		paint(deep, r.Float64()*c.wide, r.Float64(), 0.035+0.03*r.Float64(), uint32(900+i))
	}
	deep.blur(0.012)
	c.add(deep, 0.45)
	for i := range 900 {
		size := 0.035 + 0.055*r.Float64()
		x, y := r.Float64()*c.wide, r.Float64()
		free := true
		for _, p := range placed {
			if math.Hypot(p[0]-x, p[1]-y) < (p[2]+size)*0.98 {
				free = false
				break
			}
		}
		if free {
			placed = append(placed, [3]float64{x, y, size})
			paint(c, x, y, size, uint32(i+1))
		}
	}
}

// rings of a trunk turned to stone, polished.
func rings(c *canvas) {
	c.all(func(x, y float64) rgb {
		dx, dy := x-0.46, y-0.62
		a := math.Atan2(dy, dx)
		d := math.Hypot(dx, dy*1.08)
		d += 0.05*fbm(dx*2.2, dy*2.2, 4, 3) + 0.022*math.Sin(a*5+1)*d
		year := d * 34
		n := math.Floor(year)
		f := year - n
		wide := 0.6 + 0.8*chance(hash(int32(n), 1, 3))
		line := math.Pow(f, 2+2*wide)
		base := ramp(math.Mod(d*1.35+0.08*fbm(x*2, y*2, 3, 8), 1), hex(0x7A2E1E), hex(0xC8622E), hex(0xE8B070), hex(0xF0DCB8), hex(0xC87848), hex(0x8A4030), hex(0x5A3A34), hex(0xB4886A))
		k := base.times(1.05 - 0.55*line + 0.18*fbm(x*40, y*40, 3, 5))
		// Rays of the wood, then veins of agate.
		ray := bell(math.Mod(a*38+1.6*noise(d*22, a*4, 9)+400, 1)-0.5, 0.1)
		k = mix(k, hex(0xF4D8B0), 0.12*ray)
		vein := ridged(x*1.7+0.4, y*1.7, 5, 14)
		k = mix(k, hex(0xBFD2D8), 0.8*step(0.70, 0.86, vein)*step(0.25, 0.5, d))
		k = mix(k, hex(0x2E1C18), 0.8*step(0.035, 0.0, math.Abs(fbm(x*1.3+9, y*1.3, 5, 22)))*step(0.1, 0.4, d))
		// A soft window's reflection on the polish.
		sheen := bell(math.Hypot((x-1.1)*0.9, y-0.16), 0.42)
		k = k.plus(hex(0xD8E4F0).times(0.20 * sheen))
		bark := step(0.80, 0.86, d)
		rough := mix(hex(0x2A1E18), hex(0x8A6A50), clamp(0.5+fbm(x*14, y*14, 5, 31), 0, 1))
		return mix(k, rough, bark).times(1 - 0.85*step(0.90, 1.0, d))
	})
}

// pores is bone under a lens.
func pores(c *canvas) {
	c.all(func(x, y float64) rgb {
		u, v := x*7+0.6*fbm(x*3, y*3, 3, 4), y*7+0.6*fbm(x*3+9, y*3, 3, 5)
		a, b, id := cells(u, v, 7)
		a2, b2, _ := cells(u*2.1, v*2.1, 8)
		wall := step(0.17+0.1*chance(id), 0.04, b-a)
		small := step(0.14, 0.03, b2-a2)
		dense := step(0.15, 0.55, fbm(x*1.4, y*1.4, 3, 6)+0.9*(x-0.72))
		solid := clamp(max(wall, max(0.75*small, dense*1.2)), 0, 1)
		bone := mix(hex(0xB8814E), hex(0xF2D8AC), clamp(0.55+0.7*fbm(x*16, y*16, 4, 9), 0, 1))
		hole := mix(hex(0x1C0F0A), hex(0x5A2E1A), clamp(0.4+fbm(u*1.4, v*1.4, 3, 10), 0, 1)*(0.4+chance(id)))
		// Walls catch the light on their upper left.
		a3, b3, _ := cells(u-0.05, v-0.05, 7)
		relief := clamp(((b3-a3)-(b-a))*7, -0.5, 0.6)
		k := mix(hole, bone.times(0.85+0.5*relief), solid)
		k = mix(k, hex(0xA8C8D8), 0.5*step(0.72, 0.8, chance(id*13))*(1-solid)*bell(a, 0.3))
		canal := math.Hypot(math.Mod(u*0.9, 1)-0.5, math.Mod(v*0.9, 1)-0.5)
		k = mix(k, hex(0x3A1E12), 0.8*dense*step(0.1, 0.06, canal))
		return k.times(1.1 - 0.3*math.Hypot(x-0.6, y-0.4))
	})
	c.lens(c.wide/2, 0.5, 0.485)
}

// waterFlea is a Daphnia, with algae around it, in transmitted light.
func waterFlea(c *canvas) {
	r := rand.New(rand.NewPCG(32, 1))
	c.all(func(x, y float64) rgb {
		k := mix(hex(0xE8F2E6), hex(0x9CC2B8), math.Hypot(x-0.66, y-0.5)*0.95)
		return k.times(1 + 0.05*fbm(x*4, y*4, 4, 3))
	})
	blurry := c.layer()
	for range 26 {
		x, y, s := r.Float64()*c.wide, r.Float64(), 0.02+0.05*r.Float64()
		blurry.fill(ellipse(x, y, s, s*0.7, r.Float64()*3), flat(mix(hex(0x4A9A5A), hex(0xA8C070), r.Float64())))
	}
	blurry.blur(0.022)
	c.over(blurry)
	for range 14 { // threads of algae, their cells in a row
		x, y, a := r.Float64()*c.wide, r.Float64(), r.Float64()*6.3
		var xy []float64
		for range 7 {
			xy = append(xy, x, y)
			a += 0.7 * (r.Float64() - 0.5)
			x, y = x+0.07*math.Cos(a), y+0.07*math.Sin(a)
		}
		line := curve(xy...)
		c.fill(stroke(line, 0.016, 0.016), func(_, _ float64) ink { return hex(0x5AA86A).alpha(0.45) })
		for i := 2; i < len(line); i += 4 {
			c.fill(ellipse(line[i].x, line[i].y, 0.0058, 0.0058, 0), func(_, _ float64) ink { return hex(0x1E6A38).alpha(0.75) })
		}
	}
	for range 50 { // diatoms and green balls
		x, y, s, a := r.Float64()*c.wide, r.Float64(), 0.008+0.014*r.Float64(), r.Float64()*3
		if r.IntN(2) == 0 {
			c.fill(ellipse(x, y, s*2, s*0.5, a), func(_, _ float64) ink { return hex(0x8A7A30).alpha(0.6) })
			c.fill(ellipse(x, y, s*1.5, s*0.2, a), func(_, _ float64) ink { return hex(0xE8E0A0).alpha(0.7) })
			continue
		}
		c.ball(x, y, s, [3]float64{-0.3, -0.5, 0.8}, func(u, v, w float64) rgb { return hex(0x4A9A4A).times(0.8 + 0.4*noise(u*3, v*3, 4)) }, hex(0xD8F0D0), 0.2)
	}
	body := smooth(0.60, 0.20, 0.74, 0.19, 0.88, 0.28, 0.96, 0.46, 0.95, 0.64, 0.86, 0.77, 0.80, 0.83, 0.83, 0.94, 0.76, 0.84, 0.64, 0.80, 0.53, 0.70, 0.48, 0.54, 0.49, 0.40, 0.46, 0.33, 0.50, 0.25)
	c.fill(body, func(x, y float64) ink {
		u, v := (x-0.72)/0.24, (y-0.52)/0.30
		d := math.Hypot(u, v)
		k := mix(hex(0xE8DCC0), hex(0xB89A78), step(0.4, 1.05, d))
		net := step(0.42, 0.5, math.Abs(math.Mod((x+y)*46, 1)-0.5)) + step(0.42, 0.5, math.Abs(math.Mod((x-y)*46+40, 1)-0.5))
		return k.times(1 - 0.07*net + 0.1*fbm(x*12, y*12, 3, 6)).alpha(0.62 + 0.3*step(0.75, 1.05, d))
	})
	line := func(w float64, k rgb, a float64, xy ...float64) {
		c.fill(stroke(curve(xy...), w, w*0.6), func(_, _ float64) ink { return k.alpha(a) })
	}
	line(0.045, hex(0x7A9A3A), 0.75, 0.55, 0.38, 0.62, 0.44, 0.66, 0.56, 0.63, 0.66, 0.70, 0.74, 0.79, 0.72)
	line(0.02, hex(0x5A6A20), 0.7, 0.56, 0.385, 0.62, 0.44, 0.655, 0.56, 0.63, 0.66, 0.70, 0.735)
	for i, p := range []point{{0.83, 0.42}, {0.88, 0.50}, {0.82, 0.52}, {0.87, 0.60}, {0.80, 0.61}, {0.84, 0.68}} {
		c.ball(p.x, p.y, 0.036-0.002*float64(i), [3]float64{-0.4, -0.5, 0.8}, func(u, v, w float64) rgb {
			return mix(hex(0xC89858), hex(0x8A5A2A), 0.5+fbm(u*2, v*2+float64(i), 3, 4))
		}, hex(0xF0E0C0).times(0.7), 0.25)
	}
	c.ball(0.71, 0.325, 0.028, [3]float64{-0.3, -0.5, 0.9}, func(_, _, _ float64) rgb { return hex(0xC86A4A) }, hex(0xF0D0C0).times(0.6), 0.2)
	c.ball(0.545, 0.315, 0.037, [3]float64{-0.3, -0.6, 0.9}, func(u, v, w float64) rgb {
		return mix(hex(0x0A0A0C), hex(0x3A2A24), step(0.6, 1, math.Hypot(u, v)))
	}, hex(0x605040), 0.9)
	for i := range 6 { // the legs that filter
		f := float64(i) * 0.045
		line(0.010, hex(0x8A7050), 0.6, 0.62+0.3*f, 0.47+f, 0.57+0.2*f, 0.50+f, 0.53+0.35*f, 0.49+f)
	}
	for _, branch := range [][]float64{{0.60, 0.29, 0.52, 0.20, 0.42, 0.13}, {0.42, 0.13, 0.34, 0.08, 0.27, 0.07}, {0.42, 0.13, 0.37, 0.17, 0.30, 0.18}} {
		line(0.024, hex(0xB89A78), 0.85, branch...)
	}
	for i := range 9 {
		f := float64(i) / 8
		line(0.004, hex(0x8A7050), 0.7, lerp(0.40, 0.27, f), lerp(0.12, 0.07, f), lerp(0.33, 0.19, f), lerp(0.05, 0.03, f), lerp(0.29, 0.12, f), 0.01)
		line(0.004, hex(0x8A7050), 0.7, lerp(0.40, 0.30, f), lerp(0.14, 0.18, f), lerp(0.33, 0.22, f), lerp(0.19, 0.22, f), lerp(0.27, 0.15, f), lerp(0.25, 0.28, f))
	}
	c.lens(c.wide/2, 0.5, 0.6)
}

// saltCubes is crystals of salt, their edges lit.
func saltCubes(c *canvas) {
	r := rand.New(rand.NewPCG(33, 1))
	c.all(func(x, y float64) rgb {
		k := mix(hex(0x2A4A6A), hex(0x0C1420), math.Hypot(x-0.5, y-0.3))
		return k.plus(hex(0xFFB070).times(0.35 * bell(math.Hypot(x-1.25, y-0.1), 0.5)))
	})
	for range 46 {
		c.bokeh(r.Float64()*c.wide, 0.45*r.Float64(), 0.015+0.045*r.Float64(), mix(hex(0xFFC890), hex(0x90C0F0), r.Float64()).times(0.03+0.16*r.Float64()))
	}
	cube := func(l *canvas, x, y, s, turn float64, seed uint32) {
		sin, cos := math.Sincos(turn)
		// Three axes of the cube on the canvas.
		a, b, up := point{s * cos, s * 0.42 * sin}, point{-s * sin, s * 0.42 * cos}, point{0, -s * (0.75 + 0.3*chance(hash(int32(seed), 1, 1)))}
		if b.y < 0 {
			b = point{-b.x, -b.y}
		}
		if a.y < 0 {
			a = point{-a.x, -a.y}
		}
		top := []point{{x + up.x, y + up.y}, {x + up.x - a.x, y + up.y - a.y}, {x + up.x - a.x - b.x, y + up.y - a.y - b.y}, {x + up.x - b.x, y + up.y - b.y}}
		one := []point{{x, y}, {x - a.x, y - a.y}, {x - a.x + up.x, y - a.y + up.y}, {x + up.x, y + up.y}}
		two := []point{{x, y}, {x - b.x, y - b.y}, {x - b.x + up.x, y - b.y + up.y}, {x + up.x, y + up.y}}
		face := func(p []point, k rgb, light float64) {
			l.fill(region{p}, func(px, py float64) ink {
				u, v := (px-x)/s, (py-y)/s
				stair := math.Floor(4.5 * max(math.Abs(u+0.1*float64(seed%3)), math.Abs(v+0.5)))
				inner := 0.5 + 0.5*fbm(u*2+float64(seed), v*2, 4, seed)
				q := k.times(light * (0.55 + 0.5*inner + 0.06*math.Mod(stair, 2)))
				q = q.plus(hex(0xFFD8B0).times(0.5 * light * bell(u-0.5+0.6*v, 0.25)))
				return ink{q, 0.86}
			})
			for i := range p {
				q := p[(i+1)%len(p)]
				l.fill(straight(p[i].x, p[i].y, q.x, q.y, 0.0035+0.008*s, 0.0035+0.008*s), func(_, _ float64) ink { return hex(0xFFF4E8).alpha(0.45 * light) })
			}
		}
		face(one, hex(0x7EA0C0), 0.75)
		face(two, hex(0xA8B8CC), 0.95)
		face(top, hex(0xE4ECF4), 1.1)
	}
	back := c.layer()
	for i := range 40 {
		cube(back, r.Float64()*c.wide, 0.40+0.2*r.Float64(), 0.06+0.06*r.Float64(), r.Float64()*1.5, uint32(i))
	}
	back.blur(0.014)
	c.over(back)
	for i := range 44 {
		f := float64(i) / 44
		cube(c, r.Float64()*(c.wide+0.2)-0.1, 0.60+0.36*f, 0.07+0.09*r.Float64()+0.05*f, r.Float64()*1.5, uint32(100+i))
	}
	cube(c, 0.80, 0.86, 0.30, 0.62, 777)
	front := c.layer()
	for i := range 9 {
		cube(front, r.Float64()*c.wide, 1.08+0.1*r.Float64(), 0.14+0.1*r.Float64(), r.Float64()*1.5, uint32(200+i))
	}
	front.blur(0.016)
	c.over(front)
}

// snowflake on dark wool, close up.
func snowflake(c *canvas) {
	r := rand.New(rand.NewPCG(34, 1))
	c.all(func(x, y float64) rgb {
		k := mix(hex(0x1C3A6A), hex(0x0A1428), math.Hypot(x-0.5, y-0.45)*1.1)
		return k.times(1 + 0.5*fbm(x*3, y*3, 4, 4))
	})
	wool := c.layer()
	for range 240 {
		x, y, a := r.Float64()*c.wide, r.Float64(), r.Float64()*6.3
		var xy []float64
		for range 5 {
			xy = append(xy, x, y)
			a += 1.2 * (r.Float64() - 0.5)
			x, y = x+0.12*math.Cos(a), y+0.12*math.Sin(a)
		}
		k := mix(hex(0x16305C), hex(0x4A78B8), r.Float64()*r.Float64())
		wool.fill(stroke(curve(xy...), 0.005, 0.004), func(_, _ float64) ink { return k.alpha(0.5) })
	}
	wool.blur(0.006)
	c.over(wool)
	for range 26 {
		c.bokeh(r.Float64()*c.wide, r.Float64(), 0.01+0.03*r.Float64(), hex(0x9CC4F4).times(0.03+0.1*r.Float64()))
	}
	cx, cy, size := c.wide*0.5, 0.5, 0.40
	for arm := range 6 {
		turn := float64(arm)*math.Pi/3 + 0.22
		sin, cos := math.Sincos(turn)
		at := func(u, v float64) (float64, float64) { return cx + size*(u*cos-v*sin), cy + size*(u*sin+v*cos) }
		seg := func(u0, v0, u1, v1, w0, w1 float64) {
			x0, y0 := at(u0, v0)
			x1, y1 := at(u1, v1)
			c.fill(straight(x0, y0, x1, y1, w0*size, w1*size), func(x, y float64) ink {
				off := ((x-x0)*-(y1-y0) + (y-y0)*(x1-x0)) / math.Hypot(x1-x0, y1-y0) / (w0 * size / 2)
				k := mix(hex(0x6A9CDC), hex(0xFFFFFF), clamp(0.55-0.4*off+0.3*noise(x*60, y*60, 3), 0, 1))
				k = k.plus(rgb{1, 1, 1}.times(0.6 * bell(math.Abs(off)-0.8, 0.15)))
				return k.alpha(0.80)
			})
		}
		for _, b := range [][3]float64{{0.30, 0.16, 0.055}, {0.42, 0.26, 0.05}, {0.55, 0.30, 0.05}, {0.68, 0.24, 0.042}, {0.79, 0.16, 0.036}, {0.88, 0.085, 0.03}} {
			for _, s := range []float64{-1, 1} {
				seg(b[0], 0, b[0]+b[1]*0.5, s*b[1]*0.866, b[2], b[2]*0.5)
				if b[1] > 0.2 {
					for _, f := range []float64{0.45, 0.7} {
						u, v := b[0]+b[1]*0.5*f, s*b[1]*0.866*f
						seg(u, v, u+0.085*(1.2-f), v, 0.028, 0.012)
						seg(u, v, u-0.042*(1.2-f), v+s*0.074*(1.2-f), 0.026, 0.012)
					}
				}
			}
		}
		seg(0.06, 0, 1.0, 0, 0.07, 0.03)
	}
	for k, rad := range []float64{0.24, 0.17, 0.09} {
		var xy []float64
		for i := range 6 {
			s, q := math.Sincos(float64(i)*math.Pi/3 + 0.22)
			xy = append(xy, cx+rad*size*q, cy+rad*size*s)
		}
		c.fill(polygon(xy...), func(x, y float64) ink {
			a := math.Atan2(y-cy, x-cx)
			facet := 0.5 + 0.5*math.Sin(math.Floor((a-0.22)/(math.Pi/3))*2.4+float64(k))
			return mix(hex(0x7AA8E4), hex(0xFFFFFF), facet*0.7+0.2*float64(k)).alpha(0.75)
		})
	}
}

// fibres is cross-sections of silk among cotton and polyester.
func fibres(c *canvas) {
	r := rand.New(rand.NewPCG(35, 1))
	c.all(func(x, y float64) rgb {
		return mix(hex(0x2C1A44), hex(0x120A20), math.Hypot(x-0.7, y-0.5)).times(1 + 0.25*fbm(x*3, y*3, 4, 4))
	})
	var placed [][3]float64
	for i := range 1500 {
		size := 0.036 + 0.02*r.Float64()
		x, y := r.Float64()*c.wide, r.Float64()
		free := true
		for _, p := range placed {
			if math.Hypot(p[0]-x, p[1]-y) < (p[2]+size)*0.92 {
				free = false
				break
			}
		}
		if !free {
			continue
		}
		placed = append(placed, [3]float64{x, y, size})
		turn := r.Float64() * 6.3
		var xy []float64
		var k rgb
		switch {
		case x < 0.62+0.05*noise(y*3, 1, 4): // silk: rounded triangles
			k = mix(hex(0xF8C860), hex(0xFF8AA0), r.Float64())
			for j := range 9 {
				a := float64(j) / 9 * 2 * math.Pi
				rr := size * (0.86 + 0.24*math.Cos(3*a))
				xy = append(xy, x+rr*math.Cos(a+turn), y+rr*math.Sin(a+turn))
			}
		case x < 1.08+0.05*noise(y*3, 5, 4): // cotton: beans
			k = mix(hex(0x7AD8C0), hex(0x4AA8E0), r.Float64())
			for j := range 12 {
				a := float64(j) / 12 * 2 * math.Pi
				rr := size * (0.72 + 0.32*math.Abs(math.Cos(a)) - 0.28*bell(a-math.Pi/2, 0.6))
				xy = append(xy, x+rr*math.Cos(a+turn), y+rr*math.Sin(a+turn))
			}
		default: // polyester: round
			k = mix(hex(0xC0A0FF), hex(0x8A70E8), r.Float64())
			for j := range 8 {
				a := float64(j) / 8 * 2 * math.Pi
				xy = append(xy, x+size*0.82*math.Cos(a), y+size*0.82*math.Sin(a))
			}
		}
		seed := uint32(i)
		c.fill(smooth(xy...), func(px, py float64) ink {
			d := math.Hypot(px-x, py-y) / size
			q := k.times(0.25 + 0.75*step(0.2, 0.95, d) + 0.12*noise(px*90, py*90, seed))
			q = q.plus(rgb{1, 1, 1}.times(0.45 * bell(math.Hypot(px-x+size*0.3, py-y+size*0.3)/size, 0.22)))
			return ink{q, 0.94}
		})
	}
	c.blur(0.0012)
	c.lens(c.wide/2, 0.5, 0.66)
}

// mildew is a melon leaf, and the white of its sickness under a magnifier.
func mildew(c *canvas) {
	leaf := func(x, y, near float64) rgb {
		u, v := x*near, y*near
		a, b, _ := cells(u*9, v*9, 4)
		a2, b2, _ := cells(u*26, v*26, 6)
		k := mix(hex(0x3A6A1E), hex(0x88B03C), clamp(0.5+0.8*fbm(u*3, v*3, 5, 7), 0, 1))
		k = mix(k, hex(0xB8CC70), 0.5*step(0.1, 0.0, b-a)+0.22*step(0.12, 0, b2-a2))
		mid := math.Abs(v - 0.5*u - 0.32)
		rib := bell(mid, 0.014)
		for i := range 7 {
			f := float64(i) * 0.26
			rib = max(rib, 0.8*bell((v-0.5*f-0.32)-1.5*(u-f)*1.0, 0.013)*step(0, 0.02, math.Abs(v-0.5*u-0.32)))
		}
		k = mix(k, hex(0xD0DC98), 0.75*rib)
		spot := 0.0
		for i := range 15 {
			px, py := chance(hash(int32(i), 1, 3))*1.6, chance(hash(int32(i), 2, 3))
			size := 0.03 + 0.09*chance(hash(int32(i), 3, 3))
			d := math.Hypot(u-px, v-py) / size
			spot = max(spot, step(1.1, 0.3, d+0.5*fbm(u*14, v*14, 4, uint32(i))))
		}
		powder := mix(hex(0xC8D0B8), hex(0xFFFFFA), clamp(0.5+fbm(u*60, v*60, 4, 9), 0, 1))
		return mix(k, powder, 0.88*spot)
	}
	c.all(func(x, y float64) rgb {
		return leaf(x, y, 1).times(1.05 - 0.5*math.Hypot(x-0.4, y-0.2)*0.6)
	})
	c.blur(0.006)
	gx, gy, rad := 0.84, 0.47, 0.34
	c.wash(func(x, y float64) ink {
		return hex(0x0A1406).alpha(0.55 * step(rad*1.3, rad*0.9, math.Hypot(x-gx-0.03, y-gy-0.05)))
	})
	b := &body{}
	b.add(gx+rad*0.72, gy+rad*0.72, 0.022, 1.32, 0.98, 0.03)
	b.add(1.22, 0.87, 0.035, 1.7, 1.4, 0.045)
	c.grow(b, func(x, y, deep, nx, ny float64) ink {
		return ink{hex(0x1A1614).plus(hex(0xF0E0D0).times(0.25 * max(0, -0.5*nx-0.85*ny) * math.Exp(-deep/0.012))), 1}
	})
	c.wash(func(x, y float64) ink {
		dx, dy := x-gx, y-gy
		d := math.Hypot(dx, dy) / rad
		if d > 1.075 {
			return ink{}
		}
		if d > 0.985 { // the rim, of brass
			a := math.Atan2(dy, dx)
			k := mix(hex(0x4A3A20), hex(0xF4DCA0), 0.5+0.5*math.Sin(a*2-2.2))
			return ink{k.times(0.6 + 0.6*bell(d-1.03, 0.03)), step(1.075, 1.068, d)}
		}
		bend := 0.36 + 0.12*d*d*d
		k := leaf(gx-0.02+dx*bend, gy+0.02+dy*bend, 1).times(1.12 - 0.25*d*d)
		k = k.plus(rgb{1, 1, 1}.times(0.22 * bell(math.Hypot(dx+0.14, dy+0.19), 0.09)))
		return ink{k, 1}
	})
}
