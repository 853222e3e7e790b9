package main

import (
	"math"
	"math/rand/v2"
)

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
