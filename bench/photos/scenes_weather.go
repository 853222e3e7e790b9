package main

import "math"

// rainFront: a wall of rain comes over the plain below the Tian Shan.
func rainFront(c *canvas) {
	const horizon = 0.74
	c.all(func(x, y float64) rgb {
		k := ramp(y/horizon, hex(0x2E3644), hex(0x4A5564), hex(0x76818C), hex(0xC9C2AE))
		k = mix(k, hex(0xF2DFB6), 0.7*bell(y-horizon, 0.06)*bell(x-0.25, 0.6)) // light under the edge of the cloud
		dark := clouds(x*1.2, y, horizon+0.1, 0.62, 41)
		k = mix(k, hex(0x262C38), 0.75*dark)
		return mix(k, hex(0x9AA2AC), 0.35*clouds(x*0.8+3, y, horizon+0.25, 0.3, 17))
	})
	for i := range 3 { // ranges, one before the other
		f := float64(i) / 2
		edge := func(x float64) float64 {
			return horizon - lerp(0.11, 0.02, f)*(0.4+ridged(x*lerp(1.1, 2.2, f)+f*9, 0.3, 6, uint32(60+i))) + 0.05*f
		}
		k := mix(hex(0x5C6B7E), hex(0x39453F), f)
		c.wash(func(x, y float64) ink {
			return ink{mix(k, hex(0x8C949A), 0.5*step(0, 0.12, y-edge(x))*(1-f)), step(0, 0.003, y-edge(x))}
		})
	}
	c.wash(func(x, y float64) ink { // the plain, wet where the road runs
		if y < horizon+0.035 {
			return ink{}
		}
		deep := (y - horizon) / (1 - horizon)
		far := 0.05 / deep
		k := mix(hex(0x6B6A4E), hex(0x35382C), step(0.1, 1, deep)+0.3*fbm(x*6*far*20, 9*far, 4, 5))
		road := math.Abs(x-1.05-0.35*(1-deep)) / (0.02 + 0.26*deep*deep)
		wet := mix(hex(0x8C949C), hex(0xD8CDB2), 0.5+0.5*fbm(x*3, y*40, 3, 9))
		return ink{mix(k, wet, 0.75*step(1, 0.92, road)), 1}
	})
	c.wash(func(x, y float64) ink { // the curtain of rain, leaning with the wind
		lean := x + 0.42*(y-0.2)
		curtain := step(0.95, 1.5, lean+0.15*fbm(lean*2, 0.5, 4, 77))
		streak := 0.5 + 0.5*fbm(lean*130, y*3.2, 3, 23)
		fall := step(0.18, 0.4, y) * step(horizon+0.2, horizon-0.05, y)
		return hex(0xA9B3BE).alpha(0.62 * curtain * fall * lerp(0.45, 1, streak))
	})
	c.wash(func(x, y float64) ink { // drops near by
		lean := x + 0.3*y
		drop := step(0.52, 0.62, noise(lean*210, y*7, 31))
		return hex(0xDCE2E8).alpha(0.16 * drop)
	})
}
