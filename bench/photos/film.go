package main

import (
	"image"
	"image/color"
	"math"
)

// film is how a picture is developed. The zero value adds nothing.
type film struct {
	exposure float64 // in stops
	bloom    float64 // how much bright light spills
	vignette float64 // how much darker the corners are
	grain    float64
	warm     float64 // above 0 warmer, below 0 colder
	contrast float64
	fade     float64 // lifts the blacks
}

// develop turns light into an sRGB picture.
func (c *canvas) develop(f film, seed uint32) *image.RGBA {
	if f.bloom > 0 {
		spill := c.layer()
		for i, p := range c.pix {
			if l := p.luma(); l > 0.55 {
				spill.pix[i] = pixel{p.times(min(l-0.55, 2.5) / l), 1}
			}
		}
		spill.blur(0.012)
		c.add(spill, 0.6*f.bloom)
		spill.blur(0.05)
		c.add(spill, 0.5*f.bloom)
	}
	m := image.NewRGBA(image.Rect(0, 0, c.w, c.h))
	gain := math.Exp2(f.exposure)
	tone := rgb{float32(1 + 0.10*f.warm), 1, float32(1 - 0.12*f.warm)}
	c.rows(func(row int) {
		for i := range c.w {
			p := c.pix[row*c.w+i].rgb.filter(tone)
			dx, dy := float64(i)/float64(c.w)-0.5, float64(row)/float64(c.h)-0.5
			dark := 1 - f.vignette*math.Pow(2*(dx*dx+dy*dy), 1.3)
			var out [3]float64
			for k, v := range [3]float32{p.r, p.g, p.b} {
				out[k] = encode(shoulder(float64(v) * gain * dark))
			}
			mid := (out[0] + 2*out[1] + out[2]) / 4
			// Two sizes of grain, strongest in the middle tones.
			g := f.grain * (0.25 + 3*mid*(1-mid)) * (0.6*(chance(hash(int32(i), int32(row), seed))-0.5) +
				noise(float64(i)/1.7, float64(row)/1.7, seed+9)*0.5)
			for k, v := range out {
				v += g * 0.05
				v = lerp(v, v*v*(3-2*v), f.contrast)
				v = f.fade*0.06 + v*(1-f.fade*0.06)
				out[k] = clamp(v, 0, 1)
			}
			m.SetRGBA(i, row, color.RGBA{byte(out[0]*255 + 0.5), byte(out[1]*255 + 0.5), byte(out[2]*255 + 0.5), 255})
		}
	})
	return m
}

// shoulder bends light above 0.6 towards 1, as film does.
func shoulder(v float64) float64 {
	if v < 0.6 {
		return max(0, v)
	}
	return 0.6 + 0.4*(1-math.Exp(-(v-0.6)/0.4))
}

func encode(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}
