package main

import (
	"math"
	"math/rand/v2"
)

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

// skeleton of a long-necked dinosaur in a lit hall, visitors before it.
func skeleton(c *canvas) {
	r := rand.New(rand.NewPCG(51, 1))
	c.all(func(x, y float64) rgb {
		k := mix(hex(0x3A4A58), hex(0x0E141A), math.Hypot((x-0.75)*0.8, (y-0.42)*1.1))
		k = k.plus(hex(0xF0B878).times(0.42 * bell(math.Hypot(x-0.80, (y-0.50)*1.4), 0.40)))
		// Spotlights come down through the dust.
		for i, s := range []float64{0.22, 0.70, 1.22} {
			d := (x - s - (float64(i)-1)*0.10*y) / (0.035 + 0.20*y)
			k = k.plus(hex(0xFFE2B4).times(0.16 * bell(d, 0.8) * (1 - 0.7*y) * (0.8 + 0.3*fbm(x*4, y*4, 4, 3))))
		}
		floor := step(0.80, 0.83, y)
		shine := hex(0xE8B080).times(0.30 * bell(math.Hypot(x-0.78, (y-0.86)*3), 0.5))
		return mix(k, hex(0x14100E).plus(shine).times(0.9+0.2*noise(x*6, y*60, 5)), floor)
	})
	for _, s := range []float64{0.22, 0.70, 1.22} {
		c.glow(s, 0.0, 0.018, hex(0xFFF4DC).times(2.4))
	}
	bone := func(b *body, k float64) {
		c.grow(b, func(x, y, deep, nx, ny float64) ink {
			lit := clamp(0.45-0.55*ny-0.25*nx, 0.05, 1.1)
			q := mix(hex(0x3A2618), hex(0xE8C490), lit).times(k)
			return ink{q.times(0.85 + 0.3*fbm(x*30, y*30, 3, 4)), 1}
		})
	}
	spine := curve(0.07, 0.60, 0.20, 0.55, 0.34, 0.475, 0.48, 0.42, 0.62, 0.395, 0.76, 0.405, 0.90, 0.415, 1.00, 0.37, 1.08, 0.28, 1.16, 0.19, 1.25, 0.135, 1.32, 0.125)
	n := len(spine) - 1
	// Ribs, the far ones darker.
	for _, far := range []bool{true, false} {
		for i := range 15 {
			p := spine[int(float64(n)*(0.335+0.28*float64(i)/14))]
			long := 0.20 * (0.55 + 0.45*math.Sin(math.Pi*(float64(i)+1.5)/17))
			b := &body{}
			dx := 0.012
			k := 1.0
			if far {
				dx, k = -0.016, 0.42
			}
			b.line(curve(p.x, p.y, p.x-0.025+dx, p.y+long*0.35, p.x-0.03+dx*2, p.y+long*0.75, p.x+0.005+dx*2, p.y+long), 0.0055, 0.003)
			bone(b, k)
		}
	}
	leg := func(k float64, r0 float64, xy ...float64) {
		b := &body{soft: 0.01}
		for i := 0; i+3 < len(xy); i += 2 {
			f := 1 - 0.18*float64(i)/2
			b.add(xy[i], xy[i+1], r0*1.25*f, lerp(xy[i], xy[i+2], 0.25), lerp(xy[i+1], xy[i+3], 0.25), r0*0.72*f)
			b.add(lerp(xy[i], xy[i+2], 0.25), lerp(xy[i+1], xy[i+3], 0.25), r0*0.72*f, lerp(xy[i], xy[i+2], 0.8), lerp(xy[i+1], xy[i+3], 0.8), r0*0.75*f)
			b.add(lerp(xy[i], xy[i+2], 0.8), lerp(xy[i+1], xy[i+3], 0.8), r0*0.75*f, xy[i+2], xy[i+3], r0*1.15*f)
		}
		bone(b, k)
	}
	leg(0.42, 0.016, 0.535, 0.43, 0.57, 0.60, 0.53, 0.74, 0.56, 0.80)
	leg(0.42, 0.015, 0.90, 0.49, 0.87, 0.63, 0.91, 0.75, 0.93, 0.80)
	b := &body{soft: 0.004}
	for i := range 58 { // vertebrae with their spines
		t := float64(i) / 57
		p := spine[int(t*float64(n))]
		q := spine[min(n, int(t*float64(n))+2)]
		d := math.Hypot(q.x-p.x, q.y-p.y) + 1e-9
		size := 0.0045 + 0.0135*bell(t-0.5, 0.30)
		b.add(p.x, p.y, size, p.x+(q.x-p.x)/d*size*0.8, p.y+(q.y-p.y)/d*size*0.8, size*0.85)
		up := size * 2.6
		b.add(p.x, p.y, size*0.4, p.x+(q.y-p.y)/d*up-0.3*size, p.y-(q.x-p.x)/d*up, size*0.32)
	}
	bone(b, 1)
	pelvis := &body{soft: 0.015}
	pelvis.add(0.47, 0.425, 0.018, 0.56, 0.405, 0.024)
	pelvis.add(0.50, 0.44, 0.016, 0.44, 0.52, 0.009)
	pelvis.add(0.54, 0.44, 0.016, 0.58, 0.525, 0.009)
	bone(pelvis, 0.95)
	blade := &body{soft: 0.012}
	blade.add(0.84, 0.42, 0.013, 0.94, 0.50, 0.022)
	bone(blade, 0.95)
	leg(1, 0.019, 0.515, 0.45, 0.49, 0.61, 0.455, 0.745, 0.47, 0.815)
	leg(1, 0.018, 0.945, 0.50, 0.98, 0.64, 0.955, 0.755, 0.975, 0.815)
	skull := &body{soft: 0.01}
	skull.add(1.325, 0.118, 0.020, 1.365, 0.125, 0.017)
	skull.add(1.365, 0.125, 0.016, 1.405, 0.140, 0.010)
	skull.add(1.33, 0.140, 0.008, 1.395, 0.160, 0.006)
	bone(skull, 1)
	c.fill(ellipse(1.338, 0.114, 0.007, 0.006, 0), flat(hex(0x140E0A)))
	c.fill(ellipse(1.372, 0.122, 0.007, 0.004, 0.2), flat(hex(0x2A1C12)))
	for _, x := range []float64{0.30, 0.70, 1.06} { // the stand
		y := spine[int(float64(n)*clamp((x-0.07)/1.25, 0, 1))].y
		c.fill(straight(x, 0.83, x, y, 0.004, 0.004), flat(hex(0x1A1614)))
	}
	c.fill(smooth(0.02, 0.82, 0.5, 0.80, 1.2, 0.80, 1.47, 0.825, 1.3, 0.855, 0.3, 0.86), func(x, y float64) ink {
		return ink{hex(0x5A4028).times(0.5 + 0.9*bell(x-0.75, 0.45) + 0.4*fbm(x*20, y*40, 4, 6)), 1}
	})
	dark, rim := hex(0x060506), hex(0xFFC890).times(0.35)
	c.crowd(r, 0.10, 0.42, 0.985, 0.27, 0.10, dark, rim, 0.6, -0.8, 0.04)
	c.crowd(r, 0.66, 0.88, 0.99, 0.27, 0.11, dark, rim, 0, -1, 0.04)
	c.crowd(r, 1.12, 1.42, 0.985, 0.27, 0.10, dark, rim, -0.6, -0.8, 0.04)
}

// brush clears a bone from its sandstone.
func brush(c *canvas) {
	r := rand.New(rand.NewPCG(52, 1))
	stone := func(x, y float64) float64 {
		return fbm(x*4, y*4, 6, 3) + 0.25*noise(x*60, y*60, 5) + 0.15*noise(x*130, y*130, 6)
	}
	c.all(func(x, y float64) rgb {
		e := 0.003
		lit := clamp(0.62+3.4*(stone(x, y)-stone(x-e, y-e)), 0.15, 1.25)
		k := mix(hex(0xA87850), hex(0xD8B488), clamp(0.5+0.6*fbm(x*3, y*8, 4, 8), 0, 1))
		return k.times(lit * (1.15 - 0.7*math.Hypot(x-0.30, y-0.40)))
	})
	bone := &body{soft: 0.05}
	bone.line(curve(0.13, 0.86, 0.22, 0.66, 0.34, 0.48, 0.49, 0.30), 0.052, 0.045)
	bone.add(0.09, 0.93, 0.058, 0.15, 0.85, 0.06)
	bone.add(0.17, 0.95, 0.05, 0.15, 0.87, 0.05)
	bone.add(0.48, 0.31, 0.05, 0.51, 0.21, 0.055)
	bone.add(0.50, 0.31, 0.05, 0.58, 0.25, 0.05)
	c.wash(func(x, y float64) ink { // the groove round it
		d := bone.distance(x, y) + 0.012*fbm(x*12, y*12, 4, 12)
		return hex(0x2A160C).alpha(0.72 * step(0.035, 0.0, d))
	})
	c.grow(bone, func(x, y, deep, nx, ny float64) ink {
		round := 1 - min(1, deep/0.05)
		lit := clamp(0.72-0.75*round*(0.55*nx+0.7*ny), 0.10, 1.2)
		grain := 0.10*noise(x*30+y*14, (x-y)*160, 4) + 0.2*fbm(x*9, y*9, 4, 5)
		k := mix(hex(0x5A3422), hex(0xE8CFA4), clamp(lit*0.8+grain, 0, 1))
		crack := step(0.014, 0, math.Abs(fbm(x*5+3, y*3, 4, 15)))
		// Sand still clings where the brush has not been.
		sand := step(0.05, 0.3, fbm(x*7, y*7, 5, 19)+0.9*(y-0.62))
		k = mix(k.times(1-0.5*crack), mix(hex(0xB08458), hex(0xDCBC90), clamp(0.5+stone(x, y), 0, 1)).times(lit), sand)
		return ink{k.plus(hex(0xFFF0D8).times(0.14 * bell(nx*0.6+ny*0.8+0.6, 0.3) * round)), 1}
	})
	for range 420 { // loose grains
		x, y := c.wide*r.Float64(), r.Float64()
		s := 0.0015 + 0.004*r.Float64()*r.Float64()
		if bone.distance(x, y) < 0.01 {
			continue
		}
		c.fill(ellipse(x+s*0.7, y+s*0.7, s*1.2, s, 0), func(_, _ float64) ink { return hex(0x2A1A10).alpha(0.5) })
		c.fill(ellipse(x, y, s, s*0.8, r.Float64()*3), flat(mix(hex(0x9A6A44), hex(0xF0D8B0), r.Float64())))
	}
	// The brush: soft hairs, a ferrule, the handle out of focus.
	c.wash(func(x, y float64) ink {
		b := &body{}
		b.add(0.42, 0.53, 0.05, 0.62, 0.78, 0.05)
		return hex(0x180C06).alpha(0.5 * step(0.06, -0.03, b.distance(x, y)))
	})
	for range 520 {
		a := r.Float64() - 0.5
		x0, y0 := 0.515+0.085*a*0.75, 0.60-0.055*a*0.9
		x1, y1 := 0.385+0.17*a+0.01*r.Float64(), 0.46-0.10*a+0.02*r.Float64()
		k := mix(hex(0x5A3A20), hex(0xF4DCB4), r.Float64()*(0.9-0.7*a*a)).times(0.95 - 0.5*a)
		c.fill(stroke(curve(x0, y0, (x0+x1)/2+0.02*a, (y0+y1)/2-0.02*a, x1, y1), 0.0034, 0.0012), func(_, _ float64) ink { return k.alpha(0.85) })
	}
	handle := c.layer()
	h := &body{}
	h.add(0.50, 0.585, 0.036, 0.55, 0.64, 0.033)
	handle.grow(h, func(x, y, deep, nx, ny float64) ink {
		u := 0.8*nx - 0.6*ny
		w := 1 - min(1, deep/0.034)
		return ink{mix(hex(0x5A5A60), hex(0xF8F4EC), clamp(0.6-0.5*u*w+0.4*bell(u*w+0.4, 0.2), 0, 1)), 1}
	})
	h = &body{soft: 0.01}
	h.add(0.555, 0.645, 0.031, 0.64, 0.76, 0.022)
	h.add(0.64, 0.76, 0.022, 0.86, 1.06, 0.026)
	handle.grow(h, func(x, y, deep, nx, ny float64) ink {
		u := (0.8*nx - 0.6*ny) * (1 - min(1, deep/0.026))
		return ink{mix(hex(0x3A1008), hex(0xD8542C), clamp(0.6-0.5*u, 0, 1)).plus(hex(0xFFE8D8).times(0.5 * bell(u+0.45, 0.14))), 1}
	})
	handle.blur(0.0035)
	c.over(handle)
}

// table is children round a table with glassware, from behind, a bright
// window before them.
func table(c *canvas) {
	r := rand.New(rand.NewPCG(53, 1))
	back := c.layer()
	back.all(func(x, y float64) rgb {
		k := mix(hex(0xC8B8A0), hex(0x8A7A6C), y)
		for i := range 3 {
			u := (x - 0.20 - 0.44*float64(i)) / 0.34
			if u > 0 && u < 1 && y > 0.05 && y < 0.52 {
				pane := max(step(0.02, 0.015, math.Abs(u-0.5)), step(0.012, 0.008, math.Abs(y-0.24)))
				out := ramp((y-0.05)/0.47, hex(0xE0F0FF), hex(0xF4F8F0), mix(hex(0x8AB06A), hex(0xD0DCA0), 0.5+fbm(x*8, y*8, 4, 3))).times(1.5)
				k = mix(out, hex(0xF4F0E8), pane)
			}
		}
		return k
	})
	back.blur(0.014)
	c.over(back)
	c.wash(func(x, y float64) ink { return hex(0xFFF4DC).alpha(0.25 * bell(y-0.3, 0.35)) })
	// People on the far side, against the light.
	far, rim := hex(0x4A3A34), hex(0xFFF4E0).times(0.9)
	for i, x := range []float64{0.30, 0.58, 0.84, 1.14} {
		c.person(person{x: x, foot: 1.02 - 0.03*float64(i%2), tall: []float64{0.55, 0.50, 0.72, 0.52}[i], child: i != 2, hair: []int{0, 2, 1, 3}[i], wide: 0.5, coat: []rgb{hex(0x6A4A44), hex(0x4A5A6A), hex(0xD8D4CC).times(0.45), hex(0x5A6A4A)}[i]}, far, rim, 0, -1)
	}
	c.box(0, 0.6, c.wide, 1, func(x, y float64) ink {
		k := mix(hex(0xB89070), hex(0xF8E8D0), bell(x-0.75, 0.7)*bell(y-0.68, 0.25)+0.14*fbm(x*2, y*24, 4, 5))
		return ink{k, step(0.668, 0.674, y)}
	})
	tints := []rgb{hex(0xE86A4A), hex(0xF0C040), hex(0x5AB070), hex(0x3A90C0), hex(0x8A60B8)}
	for i := range 12 {
		x := 0.14 + 0.11*float64(i) + 0.02*r.Float64()
		foot := 0.72 + 0.07*r.Float64()
		tall := 0.09 + 0.05*r.Float64()
		half := 0.02 + 0.012*r.Float64()
		k := tints[r.IntN(len(tints))]
		c.fill(ellipse(x+0.01, foot+0.012, half*2, 0.012, 0), func(_, _ float64) ink { return mix(k, hex(0x6A4A30), 0.5).alpha(0.5) })
		if i%3 == 1 { // a flask
			p := polygon(x-half*0.4, foot-tall, x-half*0.4, foot-tall*0.55, x-half*1.6, foot, x+half*1.6, foot, x+half*0.4, foot-tall*0.55, x+half*0.4, foot-tall)
			c.fill(polygon(x-half*1.0, foot-tall*0.3, x-half*1.5, foot-0.004, x+half*1.5, foot-0.004, x+half*1.0, foot-tall*0.3), func(px, _ float64) ink { return k.times(1.1 - 0.2*(px-x)/half).alpha(0.9) })
			c.glass(p, x, half*1.6, hex(0xF4F8FA), 0.15)
			continue
		}
		c.fill(polygon(x-half*0.9, foot-tall*0.55, x-half*0.9, foot-0.004, x+half*0.9, foot-0.004, x+half*0.9, foot-tall*0.55), func(px, _ float64) ink { return k.times(1.1 - 0.25*(px-x)/half).alpha(0.9) })
		c.glass(polygon(x-half, foot-tall, x-half, foot, x+half, foot, x+half, foot-tall), x, half, hex(0xF4F8FA), 0.12)
	}
	for range 7 {
		x, y, a := 0.15+1.2*r.Float64(), 0.80+0.05*r.Float64(), 0.3*(r.Float64()-0.5)
		c.fill(polygon(x, y, x+0.12, y+0.12*a, x+0.13, y+0.04+0.12*a, x-0.01, y+0.04), flat(hex(0xFFFCF4)))
	}
	near, edge := hex(0x1C1614), hex(0xFFF0D8).times(0.7)
	for i, x := range []float64{0.10, 0.46, 1.0, 1.36} {
		p := person{x: x, foot: 1.62, tall: 0.86, child: true, hair: []int{1, 0, 2, 3}[i], wide: 0.5, left: 0.5, right: 0.5, bend: 0.5, coat: []rgb{hex(0xA83A34), hex(0x2A5A9A), hex(0xC89A3A), hex(0x2E7A5A)}[i].times(0.7)}
		c.person(p, near, edge, 0.15, -1)
	}
}

// plaza is the opening: a crowd, letters of light, bunting.
func plaza(c *canvas) {
	r := rand.New(rand.NewPCG(54, 1))
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.7, hex(0x2F74C0), hex(0x84B4E0), hex(0xE8EEF0))
		return mix(k, hex(0xFFFFFF), 0.85*clouds(x, y, 0.75, 0.45, 191))
	})
	c.terrain(terrain{ // the snow mountains behind the town
		height: func(x, z float64) float64 {
			return step(8, 16, z) * (0.4 + 2.3*ridged(x*0.19+2.4, z*0.19, 8, 71)*(0.7+0.5*bell(x+3, 3)))
		},
		ground: func(x, y, z, flat float64) rgb {
			snow := step(0.45, 0.7, flat+0.1*fbm(x*3, z*3, 3, 2)) * step(0.7, 1.2, y)
			return mix(mix(hex(0x5A6670), hex(0x7C8690), 0.5+fbm(x*4, z*6, 4, 7)), hex(0xF6F8FB), snow)
		},
		eye: [3]float64{0, 0.3, 0}, horizon: 0.54, zoom: 1.9, near: 6, far: 40,
		sun: [3]float64{-0.7, 0.5, -0.2}, sunlight: hex(0xFFF2E0).times(1.1), skylight: hex(0x86A8D4).times(0.6),
		haze: func(float64) rgb { return hex(0xBCD0E4) }, air: 0.035,
	})
	c.wash(func(x, y float64) ink {
		e := 0.475 - 0.05*fbm(x*1.9+8, 2, 5, 11)
		tree := mix(hex(0x5A7448), hex(0x93A56C), clamp(0.5+fbm(x*30, y*50, 4, 5), 0, 1))
		return ink{tree, step(e, e+0.004, y+0.006*fbm(x*50, y*50, 3, 9))}
	})
	// The hall: a low glass building with a dome.
	c.fill(ellipse(1.16, 0.50, 0.15, 0.15, 0), func(x, y float64) ink {
		u, v := (x-1.16)/0.15, (y-0.50)/0.15
		rib := step(0.45, 0.5, math.Abs(math.Mod(math.Atan2(u, 1.1-v*0.3)*9+40, 1)-0.5))
		return ink{mix(hex(0xF4F4F0), hex(0x7A8CA0), clamp(0.45+0.6*u-0.2*v, 0, 1)).times(1 - 0.12*rib), 1}
	})
	c.fill(polygon(0.26, 0.46, 1.40, 0.44, 1.40, 0.68, 0.26, 0.68), func(x, y float64) ink {
		pane := max(step(0.44, 0.48, math.Abs(math.Mod(x*26, 1)-0.5)), step(0.44, 0.49, math.Abs(math.Mod(y*17+0.2, 1)-0.5)))
		h := hash(int32(x*26), int32(y*17+0.2), 3)
		k := mix(hex(0x5A88B4), hex(0xB8D8F0), 0.6*chance(h)+0.4*(1-(y-0.44)/0.24))
		return ink{mix(k, hex(0xE8ECEC), pane), 1}
	})
	c.fill(polygon(0.23, 0.455, 1.43, 0.432, 1.43, 0.46, 0.23, 0.482), flat(hex(0xF4F2EC)))
	c.box(0, 0.66, c.wide, 1, func(x, y float64) ink {
		z := 1 / (y - 0.60)
		tile := max(step(0.46, 0.5, math.Abs(math.Mod((x-0.75)*z*0.9+50, 1)-0.5)), step(0.46, 0.5, math.Abs(math.Mod(z*2.2, 1)-0.5)))
		k := mix(hex(0xD8CCBC), hex(0xB0A08E), y-0.2+0.2*fbm(x*3, y*9, 3, 4))
		return ink{k.times(1 - 0.12*tile), step(0.672, 0.676, y)}
	})
	// The stage, and the bulbs that the dynamos light, not all of them yet.
	c.fill(polygon(0.40, 0.50, 1.08, 0.50, 1.08, 0.70, 0.40, 0.70), func(x, y float64) ink {
		return ink{mix(hex(0x14284E), hex(0x24508A), (y-0.5)/0.2), 1}
	})
	for row := range 7 {
		for col := range 30 {
			x, y := 0.425+0.0217*float64(col), 0.522+0.0265*float64(row)
			wave := math.Sin(float64(col)*0.42+1.2)*2.2 + 3 - float64(row)
			on := math.Abs(wave) < 1.1 || (col+row*3)%11 == 0
			if on && col < 23 {
				c.glow(x, y, 0.0065, hex(0xFFE8A0).times(1.6))
				c.glow(x, y, 0.02, hex(0xFFC860).times(0.12))
			} else {
				c.fill(ellipse(x, y, 0.004, 0.004, 0), flat(hex(0x5A78A0)))
			}
		}
	}
	c.fill(polygon(0.36, 0.70, 1.12, 0.70, 1.14, 0.735, 0.34, 0.735), flat(hex(0xB43830)))
	kids, krim := hex(0x34303C), hex(0xFFF0DC).times(0.7)
	for i := range 10 {
		c.person(person{x: 0.42 + 0.073*float64(i), foot: 0.712, tall: 0.10, child: true, hair: i % 4, right: 0.9, left: 0.5, bend: 0.9}, mix(kids, []rgb{hex(0xC83A30), hex(0xE8E0D0), hex(0x2A6AB0)}[i%3], 0.5), krim.times(0.5), -0.6, -0.8)
	}
	plain := func(k rgb, x float64) rgb { return k.times(1.02) }
	c.bunting(-0.05, 0.06, 0.80, 0.20, 0.05, 0.034, plain)
	c.bunting(0.80, 0.20, 1.56, 0.03, 0.055, 0.034, plain)
	c.bunting(-0.05, 0.27, 0.80, 0.20, 0.035, 0.028, plain)
	c.bunting(0.80, 0.20, 1.56, 0.30, 0.035, 0.028, plain)
	c.fill(straight(0.80, 0.72, 0.80, 0.185, 0.010, 0.007), flat(hex(0xE8E8E4)))
	for row := range 3 {
		f := float64(row)
		dark := []rgb{hex(0x5A5460), hex(0x3A3440), hex(0x1E1A22)}[row]
		c.crowd(r, -0.02+0.03*f, 1.54, 0.80+0.10*f+0.06*f*f, 0.15+0.055*f+0.03*f*f, 0.062+0.022*f+0.012*f*f, dark, hex(0xFFF0DC).times(0.55), -0.6, -0.9, 0.42)
	}
}

// lecture is a full hall before a lit screen that shows a glacier's retreat.
func lecture(c *canvas) {
	r := rand.New(rand.NewPCG(55, 1))
	sx0, sx1, sy0, sy1 := 0.33, 1.17, 0.12, 0.54
	c.all(func(x, y float64) rgb {
		d := math.Hypot(max(0, math.Abs(x-0.75)-0.42), max(0, math.Abs(y-0.33)-0.21))
		k := mix(hex(0x2A1C18), hex(0x0C0A0C), math.Hypot(x-0.75, y-0.3))
		panel := step(0.42, 0.5, math.Abs(math.Mod(x*11, 1)-0.5))
		k = k.times(1 - 0.4*panel)
		k = k.plus(hex(0xA8D0F0).times(0.30 * math.Exp(-d*7)))
		for i := range 7 { // lamps over the aisle
			lx := 0.09 + 0.22*float64(i)
			k = k.plus(hex(0xFFC080).times(0.12 * bell(x-lx, 0.045) * step(0.35, 0, y)))
		}
		return k
	})
	screen := newCanvas(840, 420)
	glacier(screen)
	c.fill(polygon(sx0, sy0, sx1, sy0, sx1, sy1, sx0, sy1), func(x, y float64) ink {
		u, v := (x-sx0)/(sx1-sx0), (y-sy0)/(sy1-sy0)
		k := screen.at(u*screen.wide, v)
		for i, e := range []float64{0.74, 0.58, 0.44} { // where the ice once ended
			edge := e + 0.25*(u-0.5)*(u-0.5) + 0.015*math.Sin(u*22+float64(i))
			on := step(0.02, 0.04, math.Mod(u*24, 1)-0.3)
			k = mix(k, hex(0xFF5A3A), 0.95*on*bell(v-edge, 0.006)*step(0.12, 0.16, u)*step(0.88, 0.84, u))
		}
		return ink{k.times(1.35), 1}
	})
	c.box(0.2, 0.5, 1.3, 0.7, func(x, y float64) ink {
		return ink{hex(0x2A201C).plus(hex(0xA8D0F0).times(0.25 * bell(x-0.75, 0.35) * step(0.66, 0.60, y))), step(0.598, 0.602, y)}
	})
	c.person(person{x: 0.245, foot: 0.635, tall: 0.25, right: 1.25, bend: 0.4, wide: 0.4}, hex(0x14120F), hex(0xC8E4F8).times(0.7), 1, -0.3)
	c.fill(polygon(0.13, 0.635, 0.14, 0.51, 0.21, 0.51, 0.215, 0.635), flat(hex(0x3A2418)))
	for row := range 7 {
		f := float64(row) / 6
		y := lerp(0.66, 0.99, f*f*0.55+f*0.45)
		size := lerp(0.016, 0.055, f)
		gap := size * 2.7
		for i := -28; i <= 28; i++ {
			x := 0.75 + (float64(i)+0.5*float64(row%2))*gap + 0.15*gap*(r.Float64()-0.5)
			if x < -0.1 || x > 1.6 || math.Abs(x-0.75) < gap*0.35 && row < 6 {
				continue
			}
			b := &body{soft: size * 0.22}
			tilt := 0.25 * size * (r.Float64() - 0.5)
			hr := size * (0.48 + 0.08*r.Float64())
			b.add(x+tilt, y-size*0.55, hr, x+tilt, y-size*0.25, hr*0.85)
			b.add(x-size*0.72, y+size*0.95, size*0.36, x+size*0.72, y+size*0.95, size*0.36)
			b.add(x, y, size*0.26, x, y+size*0.7, size*0.3)
			b.add(x, y+size*1.1, size*0.8, x, y+size*1.8, size*0.95)
			if r.IntN(5) == 0 {
				b.add(x, y+0.1*size, hr*0.9, x+0.1*size, y+size*0.7, hr*0.7)
			}
			if r.IntN(26) == 0 { // a hand up
				b.add(x+size*0.8, y+size*0.7, size*0.26, x+size*0.95, y-size*0.9, size*0.2)
			}
			tint := mix(hex(0x0A0A0E), ramp(r.Float64(), hex(0x3A2420), hex(0x20304A), hex(0x3A3428)), 0.35*(1-f))
			c.grow(b, func(px, py, deep, nx, ny float64) ink {
				k := tint.plus(hex(0xB8DCF8).times(0.55 * max(0, -ny+0.3*nx*(0.75-x)) * math.Exp(-deep/(0.0015+0.05*size))))
				return ink{k, 1}
			})
		}
		if row < 6 { // the backs of the next seats
			c.wash(func(x, yy float64) ink {
				e := y + size*1.35
				return ink{hex(0x1A0E10).plus(hex(0x90B8D8).times(0.10 * bell(yy-e, 0.003))), step(e, e+0.003, yy) * 0.92}
			})
		}
	}
}

// iceCore is a length of old ice on a light table.
func iceCore(c *canvas) {
	r := rand.New(rand.NewPCG(56, 1))
	c.all(func(x, y float64) rgb {
		k := mix(hex(0x14304A), hex(0x040A12), math.Hypot(x-0.37, y-0.5)*1.15)
		return k.plus(hex(0x60C0F0).times(0.42 * bell(x-0.37, 0.22)))
	})
	for range 30 {
		c.bokeh(r.Float64()*c.wide, r.Float64(), 0.01+0.03*r.Float64(), hex(0x70B8E8).times(0.02+0.06*r.Float64()))
	}
	x0, half := 0.372, 0.125
	wob := func(y float64) float64 { return 0.003 * fbm(y*6, 1, 4, 3) }
	var xy []float64
	for i := range 30 {
		y := 0.05 + 0.90*float64(i)/29
		xy = append(xy, x0-half+wob(y), y)
	}
	for i := range 9 {
		u := -1 + 2*float64(i)/8
		xy = append(xy, x0+half*u, 0.95+0.03*math.Sqrt(max(0, 1-u*u))+0.008*noise(u*4, 3, 5))
	}
	for i := range 30 {
		y := 0.95 - 0.90*float64(i)/29
		xy = append(xy, x0+half+wob(y+7), y)
	}
	c.fill(polygon(xy...), func(x, y float64) ink {
		u := (x - x0) / half
		bend := y - 0.022*math.Sqrt(max(0, 1-u*u)) + 0.006*fbm(x*8, y*3, 3, 6)
		// Summer and winter: clear and cloudy years, thinner further down.
		age := math.Pow(bend, 1.5) * 26
		year := math.Floor(age)
		f := age - year
		cloud := bell(f-0.3-0.3*chance(hash(int32(year), 1, 3)), 0.16+0.2*chance(hash(int32(year), 2, 3)))
		k := mix(hex(0x3FA4DC), hex(0xD8F4FF), clamp(0.30+0.55*cloud+0.35*fbm(x*12, y*12, 5, 8), 0, 1))
		dust := 0.0
		for _, d := range []float64{0.29, 0.515, 0.55, 0.78} {
			dust = max(dust, bell(bend-d-0.003*noise(x*22, d*40, 4), 0.0045)*(0.6+0.5*noise(x*50, y*9, 7)))
		}
		k = mix(k, hex(0x8A6E4A), 0.75*dust)
		k = k.times(0.55 + 0.65*math.Sqrt(max(0, 1-u*u))).plus(hex(0xE8FAFF).times(0.55*bell(u+0.55, 0.13) + 0.25*bell(u-0.72, 0.08)))
		crack := step(0.012, 0, math.Abs(fbm(x*6+2, y*4, 4, 22))) * step(0.2, 0.5, fbm(x*3, y*3, 2, 24)+0.3)
		return ink{k.plus(hex(0xF0FCFF).times(0.5 * crack)), 0.97}
	})
	c.fill(ellipse(x0, 0.05, half, 0.030, 0), func(x, y float64) ink {
		u, v := (x-x0)/half, (y-0.05)/0.03
		k := mix(hex(0x9CD8F4), hex(0xF4FCFF), clamp(0.5+0.6*fbm(u*3, v*3, 4, 4)-0.2*v, 0, 1))
		return ink{k.plus(hex(0xFFFFFF).times(0.3 * step(0.85, 1, math.Hypot(u, v)))), 1}
	})
	for range 900 { // bubbles of old air
		x := x0 + half*0.94*(2*r.Float64()-1)
		y := 0.09 + 0.86*r.Float64()
		s := 0.001 + 0.0032*r.Float64()*r.Float64()
		c.fill(ellipse(x, y, s, s*1.5, 0), func(_, _ float64) ink { return hex(0x1A5A8A).alpha(0.45) })
		c.fill(ellipse(x-s*0.3, y-s*0.4, s*0.45, s*0.45, 0), func(_, _ float64) ink { return hex(0xF8FFFF).alpha(0.9) })
	}
	// A scale beside it.
	c.fill(polygon(0.565, 0.06, 0.615, 0.06, 0.615, 0.97, 0.565, 0.97), flat(hex(0xE8DCB8).times(0.8)))
	for i := range 91 {
		w := 0.012
		if i%10 == 0 {
			w = 0.028
		} else if i%5 == 0 {
			w = 0.02
		}
		y := 0.065 + 0.01*float64(i)
		c.fill(straight(0.565, y, 0.565+w, y, 0.0018, 0.0018), flat(hex(0x1A1A1A)))
	}
}

// fair is tents and flags in the afternoon, people against the light.
func fair(c *canvas) {
	r := rand.New(rand.NewPCG(57, 1))
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.62, hex(0x6A9AC8), hex(0xC8D4D0), hex(0xFFE4B0))
		return k.plus(hex(0xFFD890).times(0.75 * bell(math.Hypot(x-0.80, (y-0.42)*1.2), 0.34)))
	})
	c.glow(0.80, 0.40, 0.04, hex(0xFFF6DC).times(2.2))
	trees := c.layer()
	trees.wash(func(x, y float64) ink {
		e := 0.46 - 0.10*(0.4+fbm(x*4, 1, 5, 3)) - 0.03*math.Abs(x-0.8)
		k := mix(hex(0x8A8C58), hex(0xFFD890), 0.85*bell(x-0.80, 0.30))
		leaf := fbm(x*26, y*26, 4, 8)
		return mix(k, hex(0x5A6C3C), clamp(0.35+leaf, 0, 0.7)).alpha(step(e, e+0.02, y+0.02*leaf))
	})
	trees.blur(0.006)
	c.over(trees)
	c.box(0, 0.6, c.wide, 1, func(x, y float64) ink {
		streak := bell((x-0.80)/(0.12+0.6*(y-0.6)), 1)
		k := mix(hex(0x8A7458), hex(0xFFE0A8), 0.75*streak).times(1 + 0.12*fbm(x*9, y*40, 4, 5))
		return ink{k, step(0.635, 0.65, y)}
	})
	tent := func(x, foot, w float64, k rgb) {
		top := foot - w*0.78
		eave := foot - w*0.46
		c.fill(polygon(x-w*0.5, eave, x-w*0.46, foot, x+w*0.46, foot, x+w*0.5, eave), func(px, py float64) ink {
			u := (px - x) / w
			return ink{mix(hex(0x2A221E), hex(0x6A5238), bell(u-(0.8-x)*0.6, 0.4)+0.3*(py-eave)/w), 1}
		})
		c.fill(region{append(curve(x-w*0.58, eave, x-w*0.24, eave-w*0.14, x, top), curve(x, top, x+w*0.24, eave-w*0.14, x+w*0.58, eave)...)}, func(px, py float64) ink {
			u := (px - x) / (w * 0.58) / (0.08 + 0.92*(py-top)/(eave-top))
			stripe := step(0.42, 0.5, math.Abs(math.Mod(u*2.5+10.25, 1)-0.5)*1.0+0.21)
			q := mix(k, hex(0xF8F0E0), stripe)
			through := 0.55 + 0.75*bell(u-(0.8-x)*1.4, 0.8)
			return ink{q.times(through), 1}
		})
		for i := range 9 {
			px := x - w*0.58 + w*1.16*(float64(i)+0.5)/9
			q := k
			if i%2 == 1 {
				q = hex(0xF8F0E0)
			}
			c.fill(smooth(px-w*0.066, eave-0.002, px+w*0.066, eave-0.002, px+w*0.055, eave+w*0.05, px, eave+w*0.085, px-w*0.055, eave+w*0.05), flat(q.times(0.72)))
		}
		c.fill(polygon(x-w*0.46, foot-w*0.19, x+w*0.46, foot-w*0.19, x+w*0.48, foot, x-w*0.48, foot), func(px, py float64) ink {
			return ink{mix(k.times(0.35), hex(0xC8A878), 0.3*bell(py-(foot-w*0.19), 0.01)), 1}
		})
		for i := range 7 {
			px := x - w*0.38 + w*0.76*float64(i)/6
			c.ball(px, foot-w*0.205, w*0.026*(0.8+0.6*chance(hash(int32(i), int32(x*99), 3))), [3]float64{(0.8 - x), -0.6, -0.1}, func(_, _, _ float64) rgb {
				return []rgb{hex(0x6A9A3A), hex(0xD8A030), hex(0x3A7AB0), hex(0xC84A30)}[i%4]
			}, hex(0xFFE0B0).times(0.4), 0.2)
		}
	}
	tent(0.56, 0.69, 0.20, hex(0xD88A30))
	tent(1.06, 0.69, 0.20, hex(0x3A8AA0))
	tent(0.28, 0.76, 0.32, hex(0x2F8F5B))
	tent(1.31, 0.77, 0.34, hex(0xC8402E))
	glowing := func(k rgb, x float64) rgb { return k.times(0.75 + 0.8*bell(x-0.80, 0.35)) }
	c.bunting(-0.05, 0.10, 0.62, 0.36, 0.05, 0.040, glowing)
	c.bunting(1.56, 0.07, 0.98, 0.36, 0.05, 0.040, glowing)
	c.bunting(-0.05, 0.30, 1.56, 0.26, 0.10, 0.032, glowing)
	dark, rim := hex(0x2E2420), hex(0xFFE0A8).times(0.85)
	c.crowd(r, 0.52, 1.12, 0.735, 0.135, 0.055, hex(0x5A4838), rim, 0, -1, 0.22)
	c.crowd(r, 0.40, 0.72, 0.85, 0.23, 0.10, dark, rim, 0.7, -0.7, 0.22)
	c.crowd(r, 0.93, 1.25, 0.86, 0.24, 0.11, dark, rim, -0.7, -0.7, 0.22)
	// Somebody pedals for the lamp.
	c.bicycle(0.155, 0.93, 0.30, dark, rim)
	c.glow(0.37, 0.80, 0.02, hex(0xFFE8A0).times(1.2))
	c.glow(0.37, 0.80, 0.008, hex(0xFFFFF0).times(2))
	c.fill(straight(0.37, 0.93, 0.37, 0.815, 0.006, 0.006), flat(dark))
	c.person(person{x: 0.44, foot: 0.955, tall: 0.22, child: true, hair: 2, left: 0.7, bend: 0.5}, dark, rim, 0.7, -0.7)
	for range 70 { // seeds in the air
		x, y := r.Float64()*c.wide, 0.2+0.7*r.Float64()
		c.bokeh(x, y, 0.002+0.006*r.Float64(), hex(0xFFE8B8).times(0.25*bell(x-0.8, 0.5)))
	}
	c.wash(func(x, y float64) ink {
		return hex(0xFFDCA0).alpha(0.22 * bell(math.Hypot(x-0.80, (y-0.45)*1.1), 0.45))
	})
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
