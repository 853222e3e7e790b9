package main

import (
	"math"
	"math/rand/v2"
)

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
