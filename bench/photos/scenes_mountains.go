package main

import (
	"math"
)

// summit is a high range above a sea of cloud, at the first light.
func summit(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.62, hex(0x3C6AA8), hex(0x7FA3CE), hex(0xD8C8C4), hex(0xF8D9B4))
		k = mix(k, hex(0xFFE9C8), 0.5*bell(x-2.2, 0.9)*bell(y-0.55, 0.35))
		veil := clouds(x*0.6, y, 0.8, 0.35, 3)
		return mix(k, hex(0xFFE4D0), 0.55*veil)
	})
	t := terrain{
		height: func(x, z float64) float64 {
			d := math.Hypot(x-1.6, (z-21)*0.75)
			h := 3.1*bell(d, 4.2) + 1.9*bell(math.Hypot(x-9.5, z-24), 4) + 1.8*bell(math.Hypot(x+8.5, z-23), 5)
			h += 1.7 * (ridged(x*0.21+3.1, z*0.21, 8, 11) - 0.35) * step(6, 14, z)
			return h - 0.5*step(12, 5, z)
		},
		ground: func(x, y, z, flat float64) rgb {
			snow := step(0.5, 0.74, flat+0.1*fbm(x*3, z*3, 3, 2)+0.12*step(0.6, 2.2, y))
			rock := mix(hex(0x584C4A), hex(0x7A6A60), 0.5+fbm(x*6, y*9, 4, 7))
			return mix(rock, hex(0xF4F3F2), snow)
		},
		eye: [3]float64{0, 1.35, 0}, horizon: 0.56, zoom: 2.7, near: 5, far: 60,
		sun: [3]float64{0.8, 0.34, -0.35}, sunlight: hex(0xFFCFA2).times(1.3), skylight: hex(0x6F8FC0).times(0.55),
		haze: func(x float64) rgb { return mix(hex(0xB8C2DA), hex(0xF4D5BC), x/2.6) }, air: 0.012, settle: 3, soft: 0.1,
	}
	c.terrain(t)
	// The sea of cloud: banks one behind the other.
	for i := range 7 {
		f := float64(i) / 6
		level := lerp(0.655, 0.96, f*f*0.8+f*0.2)
		size := lerp(0.5, 1.8, f)
		seed := uint32(100 + i*7)
		edge := func(x float64) float64 {
			return level + 0.018*size*fbm(x*5/size+float64(i)*9, 0.5, 5, seed)*2 - 0.012*size*ridged(x*2.2/size, 0.2, 4, seed+3)
		}
		c.wash(func(x, y float64) ink {
			d := (y - edge(x)) / (0.035 * size)
			if d < -1 {
				return ink{}
			}
			puff := fbm(x*4/size, y*9/size, 5, seed+1)
			lit := clamp(0.75-d*0.32+puff*0.4, 0, 1)
			k := mix(mix(hex(0x7E94C0), hex(0x9FB0D4), f), mix(hex(0xFFE3C8), hex(0xFFF0E2), f), lit)
			return ink{k, step(-0.5, 0.6, d+puff*0.8) * 0.93}
		})
	}
}

// glacier is a tongue of ice between moraines, with its crevasses.
func glacier(c *canvas) {
	c.all(func(x, y float64) rgb {
		k := ramp(y/0.4, hex(0x3F78B8), hex(0x84B0DA), hex(0xD5E4EE))
		return mix(k, hex(0xFFFFFF), 0.8*clouds(x, y, 0.5, 0.5, 8))
	})
	lane := func(x, z float64) float64 { return x - 0.9*math.Sin(z*0.16+0.4) + 0.2 }
	c.terrain(terrain{
		height: func(x, z float64) float64 {
			u := lane(x, z)
			ice := step(2.3, 1.7, math.Abs(u))
			// Crevasses bow across the flow.
			v := z*2.1 + u*u*0.35 + 0.5*fbm(x*0.7, z*0.7, 3, 4)
			crack := math.Pow(math.Abs(math.Sin(v*1.6+fbm(x*1.7, z*1.7, 3, 6))), 7) * step(-0.3, 0.35, fbm(x*0.5, z*0.35, 2, 9))
			h := 0.14*(1-u*u/5)*ice - 0.17*ice*crack + 0.05*ice*fbm(x*2.3, z*2.3, 5, 3)
			h += 0.16*bell(math.Abs(u)-2.15, 0.35) + 0.05*fbm(x*5, z*5, 5, 21)*step(1.7, 2.2, math.Abs(u))
			wall := step(2.2, 7.5, math.Abs(u))
			h += wall*(1.6+2.6*ridged(x*0.27, z*0.27, 8, 31)) - 0.12*wall
			back := step(17, 30, z)
			return h + z*0.018 + back*(2.2+3.0*ridged(x*0.17+2, z*0.17, 8, 41))
		},
		ground: func(x, y, z, flat float64) rgb {
			u := math.Abs(lane(x, z))
			ice := mix(hex(0x4FA9CF), hex(0xEAF4F7), step(0.55, 0.95, flat+0.15*fbm(x*3, z*3, 3, 2)))
			// Dirt in bands along the flow.
			band := fbm(lane(x, z)*5, z*0.25, 4, 51)
			ice = mix(ice, hex(0x8D8A86), 0.55*step(0.12, 0.5, band))
			rock := mix(hex(0x6E645C), hex(0x9A8F84), 0.5+fbm(x*7, z*7, 4, 7))
			snow := step(1.3, 2.6, y+0.5*fbm(x, z, 3, 3)) * step(0.45, 0.72, flat)
			rock = mix(rock, hex(0xF2F5F8), snow)
			return mix(ice, rock, step(1.75, 2.05, u+0.15*fbm(x*4, z*4, 3, 8)))
		},
		eye: [3]float64{0.1, 1.0, 0}, horizon: 0.36, zoom: 0.95, near: 0.7, far: 55,
		sun: [3]float64{-0.7, 0.55, 0.25}, sunlight: hex(0xFFF3E0).times(1.15), skylight: hex(0x7FA6D0).times(0.6),
		haze: func(float64) rgb { return hex(0xC3D6E8) }, air: 0.022, settle: 6, soft: 0.15,
	})
	// The stakes that measure the melt.
	for i, p := range [][3]float64{{0.42, 0.80, 0.17}, {0.69, 0.66, 0.09}, {0.83, 0.58, 0.055}, {0.91, 0.53, 0.035}} {
		for band := range 6 {
			f := float64(band) / 6
			k := hex(0xF0F0EC)
			if band%2 == i%2 {
				k = hex(0xC23A2C)
			}
			c.fill(straight(p[0], p[1]-p[2]*f, p[0], p[1]-p[2]*(f+1.0/6), p[2]*0.035, p[2]*0.035), flat(k))
		}
		c.fill(ellipse(p[0]-p[2]*0.25, p[1]+0.002, p[2]*0.3, p[2]*0.02, 0.03), func(x, y float64) ink { return hex(0x35506B).alpha(0.35) })
	}
}
