package main

import (
	"math"
	"slices"
)

// point is a place on the canvas.
type point struct{ x, y float64 }

// region is closed outlines; what lies within any of them is filled.
type region [][]point

// polygon is a region of one outline, given as x, y, x, y...
func polygon(xy ...float64) region {
	var line []point
	for i := 0; i+1 < len(xy); i += 2 {
		line = append(line, point{xy[i], xy[i+1]})
	}
	return region{line}
}

// smooth is a closed curve through the points (Catmull and Rom's).
func smooth(xy ...float64) region {
	p := polygon(xy...)[0]
	return region{spline(append(append([]point{p[len(p)-1]}, p...), p[0], p[1]))}
}

// curve is an open curve through the points.
func curve(xy ...float64) []point {
	p := polygon(xy...)[0]
	return spline(append(append([]point{p[0]}, p...), p[len(p)-1]))
}

// spline runs from the second point to the last but one.
func spline(p []point) (line []point) {
	const pieces = 14
	for i := 1; i+2 < len(p); i++ {
		for k := range pieces {
			t := float64(k) / pieces
			along := func(a, b, c, d float64) float64 {
				return b + t*((c-a)/2+t*((a-2.5*b+2*c-d/2)+t*((d-a)/2+1.5*(b-c))))
			}
			line = append(line, point{
				along(p[i-1].x, p[i].x, p[i+1].x, p[i+2].x),
				along(p[i-1].y, p[i].y, p[i+1].y, p[i+2].y),
			})
		}
	}
	return append(line, p[len(p)-2])
}

// ellipse turned by an angle.
func ellipse(x, y, rx, ry, turn float64) region {
	var line []point
	sin, cos := math.Sincos(turn)
	for i := range 72 {
		s, c := math.Sincos(2 * math.Pi * float64(i) / 72)
		line = append(line, point{x + rx*c*cos - ry*s*sin, y + rx*c*sin + ry*s*cos})
	}
	return region{line}
}

// stroke is a line with a width that goes from one value to another.
func stroke(line []point, from, to float64) region {
	var left, right []point
	for i, p := range line {
		a, b := line[max(0, i-1)], line[min(len(line)-1, i+1)]
		d := math.Hypot(b.x-a.x, b.y-a.y)
		if d == 0 {
			continue
		}
		w := lerp(from, to, float64(i)/float64(len(line)-1)) / 2
		nx, ny := -(b.y-a.y)/d*w, (b.x-a.x)/d*w
		left = append(left, point{p.x + nx, p.y + ny})
		right = append(right, point{p.x - nx, p.y - ny})
	}
	slices.Reverse(right)
	return region{append(left, right...)}
}

// straight is a stroke from one point to another.
func straight(x0, y0, x1, y1, from, to float64) region {
	return stroke([]point{{x0, y0}, {x1, y1}}, from, to)
}

// fill paints a region with smooth edges: five lines to a pixel's height, exact
// across.
func (c *canvas) fill(p region, paint func(x, y float64) ink) {
	const lines = 5
	left, right, top, bottom := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, line := range p {
		for _, q := range line {
			left, right = min(left, q.x), max(right, q.x)
			top, bottom = min(top, q.y), max(bottom, q.y)
		}
	}
	first, last := max(0, int(top*c.unit)), min(c.h-1, int(bottom*c.unit))
	start, end := max(0, int(left*c.unit)), min(c.w-1, int(right*c.unit))
	if first > last || start > end {
		return
	}
	cover := make([]float64, end-start+1)
	type crossing struct {
		x  float64
		up int
	}
	var hits []crossing
	for row := first; row <= last; row++ {
		clear(cover)
		for k := range lines {
			y := (float64(row) + (float64(k)+0.5)/lines) / c.unit
			hits = hits[:0]
			for _, line := range p {
				for i, a := range line {
					b := line[(i+1)%len(line)]
					if a.y <= y == (b.y <= y) {
						continue
					}
					up := 1
					if a.y > b.y {
						up = -1
					}
					hits = append(hits, crossing{(a.x + (y-a.y)/(b.y-a.y)*(b.x-a.x)) * c.unit, up})
				}
			}
			slices.SortFunc(hits, func(a, b crossing) int {
				if a.x < b.x {
					return -1
				}
				return 1
			})
			winding := 0
			for i, hit := range hits {
				if winding += hit.up; winding != 0 && i+1 < len(hits) {
					span(cover, hit.x-float64(start), hits[i+1].x-float64(start), 1.0/lines)
				}
			}
		}
		for i, much := range cover {
			if much > 0 {
				x, y := (float64(start+i)+0.5)/c.unit, (float64(row)+0.5)/c.unit
				c.pix[row*c.w+start+i].lay(paint(x, y), min(much, 1))
			}
		}
	}
}

// span adds to the cover of the pixels from one place to another.
func span(cover []float64, from, to, much float64) {
	from, to = max(from, 0), min(to, float64(len(cover)))
	for i := int(from); float64(i) < to; i++ {
		cover[i] += much * (min(to, float64(i)+1) - max(from, float64(i)))
	}
}

// limb is a line with round ends of two radii.
type limb struct{ x0, y0, r0, x1, y1, r1 float64 }

// body is limbs grown together, softly by the length soft: people, animals,
// bones, branches.
type body struct {
	limbs []limb
	soft  float64
}

func (b *body) add(x0, y0, r0, x1, y1, r1 float64) {
	b.limbs = append(b.limbs, limb{x0, y0, r0, x1, y1, r1})
}

// line adds limbs along a curve.
func (b *body) line(line []point, from, to float64) {
	for i := range len(line) - 1 {
		n := float64(len(line) - 1)
		b.add(line[i].x, line[i].y, lerp(from, to, float64(i)/n), line[i+1].x, line[i+1].y, lerp(from, to, float64(i+1)/n))
	}
}

// distance to the outline; below 0 inside.
func (b *body) distance(x, y float64) float64 {
	d := math.Inf(1)
	for i := range b.limbs {
		l := &b.limbs[i]
		dx, dy := l.x1-l.x0, l.y1-l.y0
		t := 0.0
		if n := dx*dx + dy*dy; n > 0 {
			t = clamp(((x-l.x0)*dx+(y-l.y0)*dy)/n, 0, 1)
		}
		e := math.Hypot(x-l.x0-t*dx, y-l.y0-t*dy) - lerp(l.r0, l.r1, t)
		if b.soft > 0 && math.Abs(d-e) < b.soft {
			h := (b.soft - math.Abs(d-e)) / b.soft
			d = min(d, e) - h*h*b.soft/4
		} else {
			d = min(d, e)
		}
	}
	return d
}

// grow paints a body; deep is how far inside the outline a pixel lies, and
// (nx, ny) the direction to the outline.
func (c *canvas) grow(b *body, paint func(x, y, deep, nx, ny float64) ink) {
	left, right, top, bottom := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, l := range b.limbs {
		r := max(l.r0, l.r1) + b.soft
		left, right = min(left, min(l.x0, l.x1)-r), max(right, max(l.x0, l.x1)+r)
		top, bottom = min(top, min(l.y0, l.y1)-r), max(bottom, max(l.y0, l.y1)+r)
	}
	px := 1 / c.unit
	c.box(left, top, right, bottom, func(x, y float64) ink {
		d := b.distance(x, y)
		if d > px/2 {
			return ink{}
		}
		nx, ny := b.distance(x+px, y)-d, b.distance(x, y+px)-d
		if n := math.Hypot(nx, ny); n > 0 {
			nx, ny = nx/n, ny/n
		}
		k := paint(x, y, max(0, -d), nx, ny)
		k.a *= clamp(0.5-d/px, 0, 1)
		return k
	})
}

// ball paints a lit sphere; skin gives its colour from the place on it (from
// -1 to 1) and sun is the direction to the light.
func (c *canvas) ball(x, y, radius float64, sun [3]float64, skin func(u, v, w float64) rgb, ambient rgb, shine float64) {
	sun = unit3(sun)
	px := 1 / c.unit
	c.box(x-radius-px, y-radius-px, x+radius+px, y+radius+px, func(cx, cy float64) ink {
		u, v := (cx-x)/radius, (cy-y)/radius
		d := math.Hypot(u, v)
		if d > 1+px/radius {
			return ink{}
		}
		w := math.Sqrt(max(0, 1-d*d))
		lit := u*sun[0] + v*sun[1] + w*sun[2]
		s := skin(u, v, w)
		k := s.times(step(-0.25, 1, lit) * 1.25).plus(s.filter(ambient).times(0.4 + 0.6*(1-v)/2))
		// The highlight: the mirror's direction against the light's.
		half := unit3([3]float64{sun[0], sun[1], sun[2] + 1})
		spec := math.Pow(max(0, u*half[0]+v*half[1]+w*half[2]), 60)
		rim := math.Pow(1-w, 3)
		k = k.plus(rgb{1, 1, 1}.times(spec * shine)).plus(ambient.times(0.35 * rim * shine))
		return ink{k, clamp((1-d)*radius/px+0.5, 0, 1)}
	})
}

func unit3(v [3]float64) [3]float64 {
	n := math.Sqrt(v[0]*v[0] + v[1]*v[1] + v[2]*v[2])
	return [3]float64{v[0] / n, v[1] / n, v[2] / n}
}
