package main

import (
	"math"
	"math/rand/v2"
)

// ikat is atlas silk: pattern tied and dyed into the threads.
func ikat(c *canvas) {
	red, gold, black, white, blue, green := hex(0xA8182C), hex(0xF0B020), hex(0x16121A), hex(0xF4ECDC), hex(0x1E4E9A), hex(0x1A7A50)
	pattern := func(x, y float64) rgb {
		band := math.Floor(x / 0.30)
		u := (x/0.30 - band - 0.5) * 2 // -1 to 1 across a band
		// Each thread took the dye a little higher or lower.
		thread := math.Floor(x * 420)
		slip := 0.017*(chance(hash(int32(thread), 1, 3))-0.5) + 0.013*noise(thread*0.13, 2, 5)
		v := y + slip + 0.24*math.Mod(band+10, 2)
		t := math.Mod(v/0.48+10, 1)*2 - 1
		base := [3]rgb{red, blue, green}[int(band+9)%3]
		m := math.Abs(u)
		drop := math.Abs(t) + 0.55*m*m - 0.22*math.Cos(m*3)
		k := base
		switch {
		case drop < 0.16:
			k = gold
		case drop < 0.26:
			k = black
		case drop < 0.40:
			k = white
		case drop < 0.48:
			k = [3]rgb{blue, gold, red}[int(band+9)%3]
		case drop < 0.58:
			k = black
		}
		comb := math.Mod(t*7+20, 1)
		if m > 0.72 && comb < 0.55-1.2*(1-m) {
			k = white
		}
		if m > 0.93 {
			k = gold
		}
		return k
	}
	c.all(func(x, y float64) rgb {
		// Folds: the cloth sways over and its light goes with it.
		fold := 0.5*math.Sin(x*5.2+1.4*math.Sin(y*2.1+0.5)+0.7) + 0.35*fbm(x*1.8+y*0.5, y*0.9, 3, 9)
		e := 0.01
		fold2 := 0.5*math.Sin((x+e)*5.2+1.4*math.Sin(y*2.1+0.5)+0.7) + 0.35*fbm((x+e)*1.8+y*0.5, y*0.9, 3, 9)
		slope := (fold2 - fold) / e
		px, py := x*0.95+0.045*fold+0.10*(y-0.5), y*0.95+0.03*fold
		k := rgb{}
		for i := range 4 { // the dye's edges run along the thread
			k = k.plus(pattern(px, py+0.006*(float64(i)-1.5)).times(0.25))
		}
		lit := clamp(0.62-0.18*slope, 0.10, 1.25)
		weave := 1 + 0.07*math.Sin(px*2640) + 0.05*noise(px*420, py*60, 3)
		k = k.times(lit * weave)
		sheen := bell(slope+0.9, 0.6)
		return k.plus(hex(0xFFF0DC).times(0.20 * sheen * (0.6 + 0.6*noise(px*420, py*20, 8)))).plus(k.times(0.5 * sheen))
	})
}

// cocoons float in a copper basin; threads rise from them.
func cocoons(c *canvas) {
	r := rand.New(rand.NewPCG(41, 1))
	cx, cy := c.wide/2, 0.60
	c.all(func(x, y float64) rgb {
		d := math.Hypot((x-cx)/0.72, (y-cy)/0.50)
		wood := mix(hex(0x1E120C), hex(0x5A3A24), clamp(0.45+fbm(x*2, y*14, 5, 3), 0, 1)).times(0.9)
		copper := mix(hex(0x5A2814), hex(0xF0A870), clamp(0.5+0.5*math.Sin(math.Atan2(y-cy, x-cx)*2+0.8)+0.2*fbm(x*8, y*8, 3, 4), 0, 1))
		ripple := 0.5 + 0.5*math.Sin(d*46+2*fbm(x*4, y*4, 3, 5))
		water := mix(hex(0x3E2A1E), hex(0xA87C50), 0.35*ripple+0.5*bell(math.Hypot(x-0.55, y-0.36), 0.32))
		water = water.plus(hex(0xFFF0D8).times(0.4 * bell(math.Hypot((x-0.50)*1.2, (y-0.30)*2.2), 0.16) * (0.6 + 0.7*noise(x*14, y*50, 6))))
		k := mix(water, copper, step(0.90, 0.915, d))
		return mix(k, wood, step(1.02, 1.028, d)).times(1 - 0.6*step(1.22, 1.02, d)*step(1.02, 1.025, d))
	})
	type cocoon struct{ x, y, s, turn float64 }
	var list []cocoon
	for range 1000 {
		x, y := cx+1.2*(r.Float64()-0.5), cy+0.86*(r.Float64()-0.5)
		s := 0.052 + 0.016*r.Float64()
		ok := math.Hypot((x-cx)/0.72, (y-cy)/0.50) < 0.78
		for _, o := range list {
			ok = ok && math.Hypot(o.x-x, o.y-y) > 0.15
		}
		if ok && len(list) < 26 {
			list = append(list, cocoon{x, y, s, r.Float64() * 3})
		}
	}
	for i, o := range list {
		sin, cos := math.Sincos(o.turn)
		c.fill(ellipse(o.x+0.012, o.y+0.026, o.s*1.5, o.s*0.95, o.turn), func(_, _ float64) ink { return hex(0x1A0C06).alpha(0.45) })
		b := &body{soft: o.s * 1.1}
		b.add(o.x-0.55*o.s*cos, o.y-0.55*o.s*sin, o.s*0.86, o.x+0.55*o.s*cos, o.y+0.55*o.s*sin, o.s*0.86)
		seed := uint32(i)
		c.grow(b, func(x, y, deep, nx, ny float64) ink {
			u, v := ((x-o.x)*cos+(y-o.y)*sin)/o.s, (-(x-o.x)*sin+(y-o.y)*cos)/o.s
			round := 1 - min(1, deep/(o.s*0.9))
			lit := clamp(0.80-0.42*round*(0.55*nx+0.75*ny)-0.22*round*round, 0.1, 1.1)
			fuzz := 0.09*noise(u*9+3*v, v*16, seed) + 0.06*noise(u*24, v*24+u*9, seed+4)
			k := mix(hex(0x9A7A5C), hex(0xFFF8E8), clamp(lit+fuzz, 0, 1))
			return ink{k, 1}
		})
	}
	for i, o := range list {
		if i > 9 {
			break
		}
		x1, y1 := 0.98+0.012*math.Sin(float64(i)), -0.02
		c.fill(stroke(curve(o.x, o.y-o.s*0.4, lerp(o.x, x1, 0.45), lerp(o.y, y1, 0.5)+0.03, x1, y1), 0.0016, 0.0014), func(_, _ float64) ink { return hex(0xFFF6E4).alpha(0.7) })
	}
	steam := c.layer()
	steam.wash(func(x, y float64) ink {
		n := fbm(x*2.2+0.7*fbm(x*2, y*1.5, 3, 7), y*1.3, 5, 61)
		return hex(0xF4ECE4).alpha(0.34 * step(0.05, 0.8, n+0.1) * step(0.75, 0.15, y))
	})
	steam.blur(0.02)
	c.over(steam)
}

// jade on a torch: light goes through it and shows its felt of fibres.
func jade(c *canvas) {
	r := rand.New(rand.NewPCG(42, 1))
	c.all(func(x, y float64) rgb {
		k := mix(hex(0x14181A), hex(0x07090A), math.Hypot(x-0.7, y-0.6))
		return k.times(1 + 0.3*fbm(x*40, y*40, 3, 4)).plus(hex(0xBFE8B0).times(0.12 * bell(math.Hypot(x-0.72, (y-0.9)*2), 0.5)))
	})
	for range 16 {
		c.bokeh(r.Float64()*c.wide, 0.3*r.Float64(), 0.02+0.04*r.Float64(), mix(hex(0xFFC890), hex(0xA0D0FF), r.Float64()).times(0.02+0.07*r.Float64()))
	}
	stone := smooth(0.28, 0.56, 0.34, 0.36, 0.52, 0.23, 0.76, 0.20, 1.00, 0.26, 1.18, 0.42, 1.21, 0.60, 1.10, 0.76, 0.86, 0.83, 0.58, 0.82, 0.38, 0.73)
	c.wash(func(x, y float64) ink { // its shadow on the cloth
		return ink{a: 0.85 * bell(math.Hypot((x-0.78)/0.50, (y-0.80)/0.10), 0.9)}
	})
	c.fill(stone, func(x, y float64) ink {
		d := math.Hypot((x-0.75)/0.46, (y-0.52)/0.32)
		beam := bell(math.Hypot(x-0.68, (y-0.70)*1.15), 0.30)
		w := 0.6 * fbm(x*3, y*3, 3, 11)
		felt := 0.5*fbm(x*9+w*3, y*22+w*5, 6, 5) + 0.5*fbm(x*24+y*9+w*4, y*8-x*6, 5, 6)
		deep := mix(hex(0x1E4A34), hex(0x6AA878), clamp(0.5+0.5*felt, 0, 1))
		k := deep.times(0.34).plus(mix(hex(0x78C890), hex(0xF4FFDC), beam).times(1.25 * beam * clamp(0.72+0.7*felt, 0.1, 1.4)))
		k = mix(k, hex(0x8A5A2A).times(0.5+beam), 0.55*step(0.25, 0.7, fbm(x*2.4, y*2.4, 4, 15)+0.45*(d-0.4)))
		crack := step(0.02, 0, math.Abs(fbm(x*1.7+4, y*1.7, 4, 19)))
		k = k.times(1 - 0.35*crack)
		gloss := bell(math.Hypot((x-0.54)*0.8, (y-0.31)*1.9), 0.10) + 0.6*bell(math.Hypot((x-0.98)*1.2, (y-0.36)*2.2), 0.08)
		edge := step(0.80, 1.02, d)
		k = k.times(1 - 0.45*edge).plus(hex(0xB8D8C0).times(0.18 * edge * step(0.55, 0.2, y)))
		return ink{k.plus(hex(0xE8F4FF).times(0.5 * gloss)), 1}
	})
	// The torch that shines from below.
	b := &body{}
	b.add(0.60, 0.94, 0.055, 0.36, 1.16, 0.06)
	c.grow(b, func(x, y, deep, nx, ny float64) ink {
		return ink{hex(0x0C0D10).plus(hex(0xC8E8C0).times(0.35 * max(0, 0.7*nx-0.7*ny) * math.Exp(-deep/0.01))), 1}
	})
	c.fill(ellipse(0.625, 0.905, 0.058, 0.022, 0.75), flat(hex(0xFFFFF0).times(1.8)))
	c.glow(0.64, 0.87, 0.07, hex(0xF0FFD8).times(0.55))
}

// still is glass with lavender oil in it, lit by a window.
func still(c *canvas) {
	r := rand.New(rand.NewPCG(43, 1))
	c.all(func(x, y float64) rgb {
		k := ramp(x/c.wide, hex(0xE8E0EE), hex(0xB8A8D0), hex(0x6A5A8A))
		return k.times(1.05 - 0.5*y + 0.06*fbm(x*2, y*2, 3, 3))
	})
	back := c.layer()
	for range 900 { // bunches hung to dry
		x := 0.05 + c.wide*r.Float64()
		y := 0.34*r.Float64() - 0.05
		back.fill(ellipse(x, y, 0.008, 0.022, 0.2*(r.Float64()-0.5)), flat(mix(hex(0x4A3A8A), hex(0xA890D8), r.Float64())))
	}
	back.fill(polygon(0.02, 0.0, 0.24, 0.0, 0.24, 0.62, 0.02, 0.62), flat(hex(0xFFFDF4).times(1.3)))
	back.blur(0.022)
	c.over(back)
	c.box(0, 0.78, c.wide, 1, func(x, y float64) ink {
		k := mix(hex(0x5A3A26), hex(0xC89868), clamp(0.5+fbm(x*2, y*26, 5, 5), 0, 1))
		k = k.plus(hex(0xFFF4E0).times(0.35 * bell(x-0.22, 0.25) * bell(y-0.80, 0.1)))
		return ink{k.times(1.1 - 0.35*x), step(0.79, 0.80, y)}
	})
	cx := c.wide * 0.52
	// Condenser: a tube with cool water round a coil.
	c.glass(polygon(cx-0.06, -0.05, cx-0.06, 0.30, cx-0.02, 0.36, cx+0.02, 0.36, cx+0.06, 0.30, cx+0.06, -0.05), cx, 0.06, hex(0xC8E0F0), 0.25)
	var coil []float64
	for i := range 44 {
		s, _ := math.Sincos(float64(i) * math.Pi / 4)
		coil = append(coil, cx+0.034*s, -0.05+0.34*float64(i)/43)
	}
	c.fill(stroke(curve(coil...), 0.010, 0.010), func(x, y float64) ink { return mix(hex(0x8AA8C0), hex(0xFFFFFF), 0.5-(x-cx)*9).alpha(0.75) })
	c.fill(straight(cx, 0.35, cx, 0.415, 0.016, 0.010), func(x, _ float64) ink { return mix(hex(0x8AA8C0), hex(0xFFFFFF), 0.5-(x-cx)*40).alpha(0.8) })
	// The falling drop.
	c.fill(smooth(cx, 0.425, cx+0.009, 0.447, cx+0.011, 0.458, cx, 0.470, cx-0.011, 0.458, cx-0.009, 0.447), func(x, y float64) ink {
		return ink{mix(hex(0xFFF0B0), hex(0xB87818), (y-0.43)*14).plus(hex(0xFFFFFF).times(bell(math.Hypot(x-cx+0.004, y-0.452), 0.004))), 1}
	})
	// Flask: water below, gold oil above.
	flask := func(inset float64) region {
		return smooth(cx-0.055+inset, 0.50, cx-0.055+inset, 0.60, cx-0.16+inset, 0.72, cx-0.20+inset, 0.84, cx-0.16+inset, 0.905-inset, cx, 0.915-inset, cx+0.16-inset, 0.905-inset, cx+0.20-inset, 0.84, cx+0.16-inset, 0.72, cx+0.055-inset, 0.60, cx+0.055-inset, 0.50)
	}
	c.fill(ellipse(cx+0.14, 0.925, 0.34, 0.035, 0), func(x, _ float64) ink { return mix(hex(0xC88A20), hex(0x2A1A14), (x-cx)*2.4).alpha(0.55) })
	c.glass(flask(0), cx, 0.2, hex(0xE4ECF4), 0.22)
	c.fill(flask(0.014), func(x, y float64) ink {
		u := (x - cx) / 0.19
		if y < 0.715 {
			return ink{}
		}
		oil := step(0.775, 0.77, y)
		k := mix(mix(hex(0xA8B8D0), hex(0xF0F4FA), clamp(0.6-0.5*u, 0, 1)), mix(hex(0xB87410), hex(0xFFD860), clamp(0.65-0.55*u+0.3*bell(u+0.5, 0.2), 0, 1)), oil)
		k = k.plus(hex(0xFFFFFF).times(0.35*bell(y-0.7725, 0.002) + 0.5*bell(y-0.718, 0.003)))
		k = k.plus(hex(0xFFE890).times(0.4 * bell(math.Hypot(u-0.45, (y-0.86)*5), 0.35)))
		return k.alpha(0.85)
	})
	for range 12 { // oil drops still rising
		x, y := cx+0.24*(r.Float64()-0.5), 0.79+0.09*r.Float64()
		c.ball(x, y, 0.004+0.004*r.Float64(), [3]float64{-0.6, -0.5, 0.6}, func(_, _, _ float64) rgb { return hex(0xF0B030) }, hex(0xFFF0C0).times(0.5), 0.6)
	}
	// A sprig on the table.
	for s := range 3 {
		x0, y0 := 0.08+0.05*float64(s), 0.965-0.02*float64(s)
		line := curve(x0, y0, x0+0.12, y0-0.02, x0+0.22, y0-0.015*float64(s)-0.03)
		c.fill(stroke(line, 0.005, 0.003), flat(hex(0x6A7A5A)))
		for i := len(line) / 2; i < len(line); i++ {
			for range 3 {
				px, py := line[i].x+0.014*(r.Float64()-0.5), line[i].y+0.026*(r.Float64()-0.5)
				c.ball(px, py, 0.006+0.005*r.Float64(), [3]float64{-0.6, -0.6, 0.5}, func(_, _, _ float64) rgb { return mix(hex(0x4A3A8A), hex(0xA080D8), float64(i%5)/4) }, hex(0xC0B0E0).times(0.5), 0)
			}
		}
	}
}

// glass paints a clear vessel about an axis: bright and dark edges.
func (c *canvas) glass(p region, axis, half float64, tint rgb, body float64) {
	c.fill(p, func(x, y float64) ink {
		u := (x - axis) / half
		edge := step(0.72, 1.0, math.Abs(u))
		k := mix(tint, hex(0x5A6478), 0.6*edge)
		k = k.plus(rgb{1, 1, 1}.times(0.9*bell(u+0.62, 0.09) + 0.35*bell(u-0.72, 0.06)))
		return k.alpha(body + 0.45*edge + 0.4*bell(u+0.62, 0.1))
	})
	for _, line := range p {
		c.fill(stroke(append(append([]point{}, line...), line[0]), 0.0028, 0.0028), func(_, y float64) ink { return hex(0x6A7488).alpha(0.5) })
	}
}

// bottles is three rivers' water on a bench by a window.
func bottles(c *canvas) {
	r := rand.New(rand.NewPCG(44, 1))
	c.all(func(x, y float64) rgb {
		k := ramp(x/c.wide, hex(0xF4F8FA), hex(0xC8DCE4), hex(0x8CA8B8))
		return k.times(1.05 - 0.25*y)
	})
	back := c.layer()
	back.all(func(x, y float64) rgb {
		k := ramp(x/c.wide, hex(0xF4F8FA), hex(0xC8DCE4), hex(0x8CA8B8)).times(1.05 - 0.25*y)
		win := step(0.02, 0.03, x) * step(0.66, 0.65, x) * step(0.0, 0.01, y) * step(0.60, 0.59, y)
		bars := max(step(0.016, 0.012, math.Abs(x-0.34)), step(0.012, 0.008, math.Abs(y-0.28)))
		out := ramp(y/0.6, hex(0xE8F4FF), hex(0xD0E8F4), mix(hex(0x8AB078), hex(0xC8D8A0), 0.5+fbm(x*9, y*9, 4, 3))).times(1.25)
		return mix(k, mix(out, hex(0xF8F8F4), bars), win)
	})
	for i := range 9 { // shelves with books and jars, far back
		x := 0.86 + 0.075*float64(i)
		back.fill(polygon(x, 0.18+0.05*r.Float64(), x+0.05, 0.18, x+0.05, 0.36, x, 0.36), flat(mix(hex(0x3A6A8A), hex(0xD8A060), r.Float64())))
		back.fill(polygon(x, 0.44+0.06*r.Float64(), x+0.055, 0.46, x+0.055, 0.60, x, 0.60), flat(mix(hex(0x8AA8A0), hex(0xE0E8E4), r.Float64())))
	}
	back.fill(polygon(0.80, 0.36, 1.6, 0.36, 1.6, 0.38, 0.80, 0.38), flat(hex(0xB89878)))
	back.fill(polygon(0.80, 0.60, 1.6, 0.60, 1.6, 0.62, 0.80, 0.62), flat(hex(0xB89878)))
	back.blur(0.02)
	c.over(back)
	c.box(0, 0.7, c.wide, 1, func(x, y float64) ink {
		k := mix(hex(0xB8C4C8), hex(0xF4F6F6), bell(x-0.3, 0.6)*0.8+0.2*fbm(x*3, y*20, 4, 5))
		return ink{k.times(1 - 0.25*(y-0.72)), step(0.735, 0.745, y)}
	})
	for i, w := range []struct {
		x          float64
		top, below rgb
		haze       float64
	}{
		{0.40, hex(0xD4DEDC), hex(0xB4C4C4), 0.92},
		{0.75, hex(0xD8B070), hex(0x9A6E38), 0.85},
		{1.10, hex(0xD0F0EE), hex(0x98D8DC), 0.45},
	} {
		x, foot, wide := w.x, 0.90, 0.105
		c.fill(ellipse(x+0.14, foot+0.002, 0.22, 0.022, 0.03), func(px, _ float64) ink { return mix(w.below, hex(0x6A7880), 0.5).alpha(0.5 * step(0.36, 0.0, px-x)) })
		shape := smooth(x-0.04, 0.30, x-0.042, 0.37, x-0.06, 0.41, x-wide+0.006, 0.47, x-wide, 0.55, x-wide, 0.84, x-wide+0.012, foot-0.012, x, foot+0.006, x+wide-0.012, foot-0.012, x+wide, 0.84, x+wide, 0.55, x+wide-0.006, 0.47, x+0.06, 0.41, x+0.042, 0.37, x+0.04, 0.30)
		c.fill(shape, func(px, py float64) ink {
			u := (px - x) / wide
			if py < 0.50 {
				return ink{}
			}
			v := (py - 0.50) / 0.4
			swirl := fbm(px*7+0.8*fbm(px*5, py*5, 3, uint32(i)), py*9, 5, uint32(i+4))
			k := mix(w.top, w.below, v+0.35*swirl)
			k = k.times(1.12 - 0.32*u - 0.25*math.Pow(math.Abs(u), 6))
			k = k.plus(hex(0xFFFFFF).times(0.5 * bell(py-0.503, 0.003)))
			if i == 2 && v > 0.9 {
				k = mix(k, hex(0xA8A090), 0.5*step(0.9, 1, v+0.1*noise(px*60, 1, 3)))
			}
			return k.alpha(w.haze + 0.08*math.Abs(u))
		})
		c.glass(shape, x, wide, hex(0xF0F8FA), 0.10)
		c.fill(polygon(x-0.046, 0.235, x+0.046, 0.235, x+0.046, 0.305, x-0.046, 0.305), func(px, _ float64) ink {
			rib := 0.85 + 0.15*math.Sin(px*520)
			return ink{mix(hex(0xF4F8FA), hex(0x3A78A8), clamp(0.5+(px-x)*9, 0, 1)).times(rib), 1}
		})
		c.fill(polygon(x-wide*0.72, 0.63, x+wide*0.72, 0.63, x+wide*0.72, 0.76, x-wide*0.72, 0.76), func(px, py float64) ink {
			line := step(0.012, 0.008, math.Abs(math.Mod(py*34, 1)-0.5)*0.1) * step(0.6, 0.58, math.Abs((px-x)/wide))
			return mix(hex(0xFDFBF4).times(1.02-0.25*(px-x)/wide), hex(0x6A7A90), 0.55*line).alpha(0.95)
		})
	}
	// A dropper and a dish of test strips.
	c.fill(ellipse(0.16, 0.95, 0.12, 0.035, 0), flat(hex(0xF8FAFA)))
	c.fill(ellipse(0.16, 0.945, 0.105, 0.026, 0), flat(hex(0xDCE6E8)))
	for i := range 5 {
		x := 0.09 + 0.03*float64(i)
		c.fill(straight(x, 0.955, x+0.035, 0.925, 0.011, 0.011), flat(ramp(float64(i)/4, hex(0xE88A4A), hex(0xE8D04A), hex(0x8AC05A), hex(0x3A9A8A), hex(0x4A6AB0))))
	}
}

// juice is one red juice at six acidities.
func juice(c *canvas) {
	r := rand.New(rand.NewPCG(45, 1))
	c.all(func(x, y float64) rgb { return ramp(y, hex(0x120C14), hex(0x2A1818), hex(0x1A0E0C)) })
	for range 130 {
		k := ramp(r.Float64(), hex(0xFF8A30), hex(0xFFC060), hex(0xFFE8B0), hex(0xFF5A40), hex(0x40A0E0))
		c.bokeh(r.Float64()*c.wide, 0.62*r.Float64(), 0.014+0.045*r.Float64(), k.times(0.05+0.32*r.Float64()*r.Float64()))
	}
	c.box(0, 0.74, c.wide, 1, func(x, y float64) ink {
		k := mix(hex(0x1E120C), hex(0x6A4428), clamp(0.45+fbm(x*2.5, y*30, 5, 5), 0, 1))
		return ink{k.plus(hex(0xFFB060).times(0.12 * bell(y-0.78, 0.05))), step(0.755, 0.762, y)}
	})
	colours := []rgb{hex(0xE81838), hex(0xE04080), hex(0x9A4AA8), hex(0x3A58C0), hex(0x1A9A90), hex(0x9AB830)}
	for i, k := range colours {
		x, half, foot := 0.22+0.213*float64(i), 0.078, 0.86+0.012*math.Sin(float64(i)*1.7)
		c.wash(func(px, py float64) ink { // the colour that falls on the table
			return k.alpha(0.5 * bell((px-x)/0.085, 1) * bell((py-foot-0.03)/0.055, 1) * step(0.76, 0.8, py))
		})
		shape := polygon(x-half, 0.44, x-half*0.80, foot, x+half*0.80, foot, x+half, 0.44)
		c.fill(polygon(x-half*0.94, 0.53, x-half*0.76, foot-0.022, x+half*0.76, foot-0.022, x+half*0.94, 0.53), func(px, py float64) ink {
			u := (px - x) / half
			q := k.times(0.35 + 0.5*bell(u-0.25, 0.5) + 0.7*step(0.5, 0.9, (py-0.5)/0.36)*bell(u-0.1, 0.6))
			return q.plus(k.times(0.4 * bell(py-0.55, 0.03))).alpha(0.93)
		})
		c.fill(ellipse(x, 0.53, half*0.94, 0.013, 0), func(px, py float64) ink { return mix(k, hex(0xFFFFFF), 0.25+0.3*bell(px-x+0.02, 0.02)).alpha(0.9) })
		c.glass(shape, x, half, hex(0x8090A0), 0.06)
		c.fill(stroke(ellipse(x, 0.44, half, 0.014, 0)[0], 0.004, 0.004), func(px, _ float64) ink { return hex(0xF8F0E8).alpha(0.75) })
		for range 5 {
			c.glow(x+half*1.2*(r.Float64()-0.5), 0.56+0.24*r.Float64(), 0.0025, k.plus(rgb{0.3, 0.3, 0.3}).times(0.6))
		}
	}
	mist := c.layer()
	mist.wash(func(x, y float64) ink {
		n := fbm(x*2+0.6*fbm(x*2, y*2, 3, 5), y*2.4, 5, 71)
		return hex(0xD8D0D8).alpha(0.20 * step(0, 0.7, n) * step(0.75, 0.95, y+0.12*n))
	})
	mist.blur(0.012)
	c.over(mist)
}

// specimen is a beryl crystal in its rock, with a book of mica beside it.
func specimen(c *canvas) {
	r := rand.New(rand.NewPCG(46, 1))
	c.all(func(x, y float64) rgb {
		k := mix(hex(0x4A5058), hex(0x101216), math.Hypot(x-0.5, y-0.25)*0.95)
		return k.times(1 + 0.1*fbm(x*2, y*2, 3, 3))
	})
	c.fill(ellipse(0.74, 0.87, 0.62, 0.07, 0), func(x, y float64) ink {
		return hex(0x020203).alpha(0.7 * step(1, 0.3, math.Hypot((x-0.74)/0.62, (y-0.87)/0.07)))
	})
	rock := smooth(0.16, 0.82, 0.20, 0.68, 0.32, 0.60, 0.48, 0.62, 0.62, 0.56, 0.80, 0.60, 0.98, 0.56, 1.16, 0.64, 1.26, 0.76, 1.24, 0.87, 0.9, 0.90, 0.5, 0.90, 0.22, 0.89)
	c.fill(rock, func(x, y float64) ink {
		wx, wy := x+0.03*fbm(x*9, y*9, 3, 2), y+0.03*fbm(x*9+5, y*9, 3, 3)
		a, b, id := cells(wx*30, wy*34, 5)
		k := mix(hex(0xD8CCC0), hex(0xB08C7C), step(0.3, 0.7, chance(id)+0.3*fbm(x*5, y*5, 3, 8)))
		k = mix(k, hex(0x34302E), step(0.90, 0.94, chance(id*7)))
		tilt := chance(id*3) - 0.5
		lit := clamp(0.85-1.7*(y-0.62)+0.45*tilt+0.35*fbm(x*9, y*9, 4, 6), 0.10, 1.15)
		return ink{k.times(lit * (1 - 0.25*step(0.06, 0.0, b-a))), 1}
	})
	// Six-sided prisms; u runs across the faces.
	prism := func(x, foot, w, h, lean float64, k rgb, seed uint32) {
		tx, ty := x+lean*h, foot-h
		edges := []float64{-1, -0.56, 0.38, 1}
		light := []float64{1.15, 0.72, 0.34}
		cap := []float64{0.06, 0.22, 0.16, -0.02}
		for i := range 3 {
			p := polygon(x+edges[i]*w, foot, x+edges[i+1]*w, foot, tx+edges[i+1]*w, ty+cap[i+1]*w, tx+edges[i]*w, ty+cap[i]*w)
			c.fill(p, func(px, py float64) ink {
				v := (foot - py) / h
				u := (px - lerp(x, tx, v)) / w
				streak := 0.10*noise(u*26, v*1.5, seed) + 0.06*noise(u*70, v*2, seed+1)
				cloud := 0.5 + 0.5*fbm(u*1.6, v*3.4, 4, seed+2)
				q := k.times(light[i] * (0.55 + 0.5*cloud + streak))
				q = q.plus(hex(0xD8F8F0).times(0.30 * bell(u-edges[i]-0.16, 0.07) * light[i]))
				crack := step(0.012, 0, math.Abs(fbm(u*1.2, v*4+float64(seed), 3, seed+5)))
				q = q.plus(hex(0xE8FFFA).times(0.22 * crack))
				return ink{q.times(step(-0.15, 0.2, v)*0.6 + 0.4), 0.97}
			})
		}
		top := polygon(tx-w, ty+cap[0]*w, tx-0.56*w, ty+cap[1]*w, tx+0.38*w, ty+cap[2]*w, tx+w, ty+cap[3]*w, tx+0.52*w, ty-0.24*w, tx-0.42*w, ty-0.20*w)
		c.fill(top, func(px, py float64) ink {
			return ink{mix(k, hex(0xF0FFFA), 0.45+0.3*noise((px-tx)/w*3, (py-ty)/w*3, seed)).times(1.05), 1}
		})
	}
	prism(0.98, 0.70, 0.055, 0.30, 0.28, hex(0x5AB8A0), 3)
	prism(0.50, 0.70, 0.06, 0.34, -0.30, hex(0x6AC0A8), 5)
	prism(0.73, 0.72, 0.115, 0.55, 0.06, hex(0x48B0A0), 7)
	prism(0.86, 0.74, 0.05, 0.22, 0.2, hex(0x80CCB0), 9)
	prism(0.59, 0.75, 0.042, 0.17, -0.12, hex(0x70C4B0), 11)
	for range 260 { // chips of rock in front of the crystals' feet
		x := 0.44 + 0.62*r.Float64()
		y := 0.71 + 0.09*r.Float64()
		s := 0.008 + 0.016*r.Float64()
		k := mix(hex(0xE8E0D4), hex(0xB89080), r.Float64()).times(0.75 - (y-0.70)*3)
		c.fill(polygon(x-s, y, x-0.3*s, y-s*0.8, x+s*0.8, y-s*0.5, x+s, y+s*0.4, x-0.2*s, y+s*0.6), func(px, py float64) ink { return ink{k.times(1 - 9*(py-y)), 1} })
	}
}
