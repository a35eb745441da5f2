package chart

import (
	"math"

	"quire/engine/canvas"
)

// curve joins points that follow each other, straight or smoothly.
func curve(dots []dot, smooth bool) *canvas.Path {
	var p canvas.Path
	for i := 0; i < len(dots); {
		j := i
		for j < len(dots) && dots[j].ok {
			j++
		}
		if run := dots[i:j]; len(run) > 2 && smooth {
			spline(&p, run)
		} else {
			for n, d := range run {
				if n == 0 {
					p.MoveTo(d.x, d.y)
				} else {
					p.LineTo(d.x, d.y)
				}
			}
		}
		i = j + 1
	}
	return &p
}

// spline joins points by cubic curves whose second derivatives are equal where
// they meet and zero at the ends. The parameter is x where the points run from
// left to right, else the distance along them.
func spline(p *canvas.Path, dots []dot) {
	n := len(dots)
	t, rising := make([]float64, n), true
	for i := 1; i < n; i++ {
		rising = rising && dots[i].x > dots[i-1].x
	}
	for i := 1; i < n; i++ {
		step := dots[i].x - dots[i-1].x
		if !rising {
			step = math.Hypot(step, dots[i].y-dots[i-1].y)
		}
		t[i] = t[i-1] + math.Max(step, 1e-6)
	}
	x, y := make([]float64, n), make([]float64, n)
	for i, d := range dots {
		x[i], y[i] = d.x, d.y
	}
	dx, dy := slopes(t, x), slopes(t, y)
	p.MoveTo(x[0], y[0])
	for i := 1; i < n; i++ {
		h := (t[i] - t[i-1]) / 3
		p.CurveTo(x[i-1]+dx[i-1]*h, y[i-1]+dy[i-1]*h, x[i]-dx[i]*h, y[i]-dy[i]*h, x[i], y[i])
	}
}

// slopes are the first derivatives of the natural cubic spline through v at t.
func slopes(t, v []float64) []float64 {
	n := len(t)
	// The tridiagonal system of the derivatives, solved from top to bottom.
	upper, right := make([]float64, n), make([]float64, n)
	for i := range n {
		lower, diagonal, above, r := 0.0, 0.0, 0.0, 0.0
		if i > 0 {
			h := t[i] - t[i-1]
			lower, diagonal, r = 1/h, 2/h, 3*(v[i]-v[i-1])/(h*h)
		}
		if i < n-1 {
			h := t[i+1] - t[i]
			above, diagonal, r = 1/h, diagonal+2/h, r+3*(v[i+1]-v[i])/(h*h)
		}
		if i > 0 {
			diagonal -= lower * upper[i-1]
			r -= lower * right[i-1]
		}
		upper[i], right[i] = above/diagonal, r/diagonal
	}
	for i := n - 2; i >= 0; i-- {
		right[i] -= upper[i] * right[i+1]
	}
	return right
}
