package main

import "math"

// terrain is a landscape in perspective: heights over a plane, lit by the
// sun, with its shadows, and veiled by the air. x goes to the right, z away
// from the eye, y up.
type terrain struct {
	height func(x, z float64) float64
	// ground is the colour of a place; flat is 1 where it is level, 0 on a cliff.
	ground func(x, y, z, flat float64) rgb

	eye     [3]float64
	horizon float64 // where the horizon stands on the canvas
	zoom    float64 // 1 sees 53 degrees from top to bottom
	near    float64
	far     float64

	sun      [3]float64
	sunlight rgb
	skylight rgb
	haze     func(x float64) rgb // the colour of the air, by the canvas' x
	air      float64             // how much haze there is at a distance of 1
	settle   float64             // the haze thins by a factor e at this height; 0: never
	soft     float64             // light that comes through, for snow and sand: 0 to 1
}

// relief is a landscape's heights, worked out once on a grid that is as fine
// as the picture: even in the direction of sight and in the distance's
// logarithm.
type relief struct {
	*terrain
	cols, rows int
	spread     float64 // the directions go from -spread to spread
	stride     float64 // between rows, in the distance's logarithm
	grid       []float32
}

func (c *canvas) relief(t *terrain) *relief {
	r := &relief{terrain: t, cols: c.w * 5 / 4, spread: 1.3 * c.wide / 2 / t.zoom, stride: 1.5 / c.unit}
	r.rows = int(math.Log(t.far/t.near)/r.stride) + 2
	r.grid = make([]float32, r.cols*r.rows)
	split(r.rows, func(j int) {
		z := t.near * math.Exp(float64(j)*r.stride)
		for i := range r.cols {
			dx := r.spread * (2*float64(i)/float64(r.cols-1) - 1)
			r.grid[j*r.cols+i] = float32(t.height(t.eye[0]+dx*z, t.eye[2]+z))
		}
	})
	return r
}

// at is the height of a place, between the grid's points.
func (r *relief) at(x, z float64) float64 {
	z = max(z-r.eye[2], r.near)
	u := ((x-r.eye[0])/z/r.spread + 1) / 2 * float64(r.cols-1)
	v := math.Log(z/r.near) / r.stride
	u, v = clamp(u, 0, float64(r.cols)-1.001), clamp(v, 0, float64(r.rows)-1.001)
	i, j := int(u), int(v)
	u, v = u-float64(i), v-float64(j)
	g := r.grid[j*r.cols+i:]
	top := float64(g[0]) + u*float64(g[1]-g[0])
	return lerp(top, float64(g[r.cols])+u*float64(g[r.cols+1]-g[r.cols]), v)
}

// terrain paints a landscape, column for column from near to far.
func (c *canvas) terrain(t terrain) {
	t.sun = unit3(t.sun)
	land := c.relief(&t)
	grow := math.Exp(land.stride)
	split(c.w, func(i int) {
		sx := (float64(i) + 0.5) / c.unit
		dx := (sx - c.wide/2) / t.zoom
		place := func(z float64) (x, h, y float64) {
			x = t.eye[0] + dx*z
			h = land.at(x, t.eye[2]+z)
			return x, h, t.horizon - (h-t.eye[1])/z*t.zoom
		}
		top := float64(c.h) // rows from here down are painted
		_, _, before := place(t.near)
		last := t.near
		// A pixel that is covered in parts keeps the share of what was behind.
		painting, seen, behind := -1, rgb{}, rgb{}
		for z := t.near * grow; z < t.far && top > 0; z *= grow {
			_, _, y := place(z)
			row := y * c.unit
			for row < top {
				// Where between the two steps does this pixel's middle lie?
				pixelRow := math.Ceil(top) - 1
				if pixelRow < 0 {
					return
				}
				mid := (math.Max(row, pixelRow) + top) / 2
				f := 1.0
				if before*c.unit > row {
					f = clamp((before*c.unit-mid)/(before*c.unit-row), 0, 1)
				}
				k := land.shade(dx, sx, lerp(last, z, f))
				floor := math.Max(row, pixelRow)
				p := &c.pix[int(pixelRow)*c.w+i]
				if int(pixelRow) != painting {
					painting, seen, behind = int(pixelRow), rgb{}, p.rgb
				}
				seen = seen.plus(k.times(top - floor))
				*p = pixel{seen.plus(behind.times(floor - pixelRow)), 1}
				top = floor
			}
			before, last = y, z
		}
	})
}

func (t *relief) shade(dx, sx, z float64) rgb {
	x, wz := t.eye[0]+dx*z, t.eye[2]+z
	h := t.at(x, wz)
	e := z * 0.8 * t.stride
	nx, nz := (t.at(x-e, wz)-t.at(x+e, wz))/(2*e), (t.at(x, wz-e)-t.at(x, wz+e))/(2*e)
	n := unit3([3]float64{nx, 1, nz})
	lit := n[0]*t.sun[0] + n[1]*t.sun[1] + n[2]*t.sun[2]
	lit = clamp((lit+t.soft)/(1+t.soft), 0, 1)
	if lit > 0 {
		lit *= t.sunny(x, h, wz, z)
	}
	k := t.ground(x, h, wz, n[1])
	k = k.filter(t.sunlight.times(lit).plus(t.skylight.times(0.55 + 0.45*n[1])))
	if t.air > 0 {
		veil := t.air * z
		if t.settle > 0 {
			veil *= math.Exp(-math.Max(0, h) / t.settle)
		}
		k = mix(k, t.haze(sx), 1-math.Exp(-veil))
	}
	return k
}

// sunny is 0 in the shadow of something higher, 1 in the sun.
func (t *relief) sunny(x, h, z, far float64) float64 {
	free, d := 1.0, far*0.004+0.002
	for range 22 {
		gap := h + t.sun[1]*d - t.at(x+t.sun[0]*d, z+t.sun[2]*d)
		free = min(free, 0.5+gap/(d*0.12))
		if free <= 0 {
			return 0
		}
		d *= 1.32
	}
	return free
}
