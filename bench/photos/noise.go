package main

import "math"

// hash mixes three numbers into one that looks random.
func hash(x, y int32, seed uint32) uint32 {
	h := uint32(x)*0x9E3779B1 ^ uint32(y)*0x85EBCA77 ^ seed*0xC2B2AE3D
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 12
	h *= 0x297A2D39
	return h ^ h>>15
}

// chance turns a hash into a number from 0 to 1.
func chance(h uint32) float64 { return float64(h>>8) / (1 << 24) }

// slopes are the gradients at the corners of the noise's grid.
var slopes = func() (s [32][2]float64) {
	for i := range s {
		a := 2 * math.Pi * (float64(i) + 0.5) / float64(len(s))
		s[i] = [2]float64{1.5 * math.Cos(a), 1.5 * math.Sin(a)}
	}
	return s
}()

// noise is Perlin's gradient noise, about -1 to 1, with features of size 1.
func noise(x, y float64, seed uint32) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int32(fx), int32(fy)
	x, y = x-fx, y-fy
	at := func(dx, dy int32) float64 {
		s := slopes[hash(ix+dx, iy+dy, seed)&31]
		return s[0]*(x-float64(dx)) + s[1]*(y-float64(dy))
	}
	u := x * x * x * (x*(x*6-15) + 10)
	v := y * y * y * (y*(y*6-15) + 10)
	return lerp(lerp(at(0, 0), at(1, 0), u), lerp(at(0, 1), at(1, 1), u), v)
}

// fbm adds octaves of noise, each half as large and half as wide: clouds,
// terrain, foliage. About -1 to 1.
func fbm(x, y float64, octaves int, seed uint32) float64 {
	sum, amp := 0.0, 0.5
	for range octaves {
		sum += amp * noise(x, y, seed)
		x, y = 1.6*x+1.2*y+17.3, -1.2*x+1.6*y-5.1
		amp /= 2
		seed++
	}
	return sum * 1.4
}

// ridged is noise folded into sharp crests: rock, veins, ice. 0 to 1.
func ridged(x, y float64, octaves int, seed uint32) float64 {
	sum, amp, weight := 0.0, 0.5, 1.0
	for range octaves {
		n := 1 - math.Abs(noise(x, y, seed))
		n *= n * weight
		weight = clamp(n*1.6, 0, 1)
		sum += amp * n
		x, y = 1.6*x+1.2*y+31.7, -1.2*x+1.6*y+11.9
		amp /= 2
		seed++
	}
	return sum
}

// cells is Worley's noise: the distances to the nearest and the second
// nearest of scattered points, and a number that names the nearest.
func cells(x, y float64, seed uint32) (first, second float64, id uint32) {
	fx, fy := math.Floor(x), math.Floor(y)
	first, second = 9, 9
	for dy := -1.0; dy <= 1; dy++ {
		for dx := -1.0; dx <= 1; dx++ {
			h := hash(int32(fx+dx), int32(fy+dy), seed)
			px := fx + dx + 0.1 + 0.8*chance(h)
			py := fy + dy + 0.1 + 0.8*chance(h*0x9E3779B1+1)
			d := math.Hypot(px-x, py-y)
			switch {
			case d < first:
				first, second, id = d, first, h
			case d < second:
				second = d
			}
		}
	}
	return first, second, id
}

func lerp(a, b, t float64) float64 { return a + (b-a)*t }

func clamp(v, low, high float64) float64 { return max(low, min(high, v)) }

// step rises smoothly from 0 at a to 1 at b; a may be above b.
func step(a, b, v float64) float64 {
	t := clamp((v-a)/(b-a), 0, 1)
	return t * t * (3 - 2*t)
}

// bell is 1 at 0 and falls off like a bell of that width.
func bell(v, width float64) float64 { return math.Exp(-v * v / (width * width)) }
