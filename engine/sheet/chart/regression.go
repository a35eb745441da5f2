package chart

import (
	"math"

	"quire/engine/sheet/model"
)

// regression is a curve with the smallest squares of differences from its points,
// where in and out make a polynomial of it.
type regression struct {
	kind string
	// c are the coefficients, the constant one first, of (x-mean)/scale: powers of
	// dates differ in their last digits only.
	c           []float64
	mean, scale float64
	in, back    func(float64) float64
	// square is the share of the differences that the curve explains (R²).
	square float64
}

// at is the value of the curve.
func (r *regression) at(x float64) float64 { return r.back(r.polynomial(r.in(x))) }

func (r *regression) polynomial(x float64) float64 {
	x = (x - r.mean) / r.scale
	sum := 0.0
	for i := len(r.c) - 1; i >= 0; i-- {
		sum = sum*x + r.c[i]
	}
	return sum
}

// coefficients are those of the powers of x itself, the constant one first.
func (r *regression) coefficients() []float64 {
	out := make([]float64, len(r.c))
	for i := len(r.c) - 1; i >= 0; i-- {
		// Horner's scheme, with a polynomial in place of the sum.
		for j := len(out) - 1; j >= 0; j-- {
			out[j] *= -r.mean / r.scale
			if j > 0 {
				out[j] += out[j-1] / r.scale
			}
		}
		out[0] += r.c[i]
	}
	return out
}

// fit gives the curve through points; nil for none (ECMA-376 part 1, 21.2.3.51).
func fit(xs, ys []float64, t model.Trend) *regression {
	r := &regression{kind: t.Kind, in: same, back: same, scale: 1}
	order, out := 1, same
	switch t.Kind {
	case "linear":
	case "poly":
		order = t.Order
	case "exp":
		out, r.back = math.Log, math.Exp
	case "log":
		r.in = math.Log
	case "power":
		r.in, out, r.back = math.Log, math.Log, math.Exp
	default:
		return nil
	}
	var u, v []float64
	for i := range xs {
		if a, b := r.in(xs[i]), out(ys[i]); !math.IsNaN(a+b) && !math.IsInf(a+b, 0) {
			u, v = append(u, a), append(v, b)
		}
	}
	constant := out(t.Intercept)
	if !r.normalise(u, constant == constant) {
		return nil
	}
	scaled := make([]float64, len(u))
	for i, x := range u {
		scaled[i] = (x - r.mean) / r.scale
	}
	if r.c = polynomial(scaled, v, min(order, len(u)-1), constant); r.c == nil {
		return nil
	}
	r.square = r.explained(u, v, constant)
	return r
}

// normalise puts the points between -1 and 1; around zero when the curve has to go
// through a value there. False when they have no extent.
func (r *regression) normalise(u []float64, fixed bool) bool {
	if len(u) == 0 {
		return false
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, x := range u {
		lo, hi = math.Min(lo, x), math.Max(hi, x)
	}
	r.mean, r.scale = (lo+hi)/2, (hi-lo)/2
	if fixed {
		r.mean, r.scale = 0, math.Max(math.Abs(lo), math.Abs(hi))
	}
	return r.scale > 0 && !math.IsInf(r.scale, 0)
}

// explained is the share of the squares of differences from the mean, or from a fixed
// constant, that the curve leaves none of.
func (r *regression) explained(u, v []float64, constant float64) float64 {
	centre := constant
	if centre != centre {
		centre = 0
		for _, y := range v {
			centre += y / float64(len(v))
		}
	}
	left, all := 0.0, 0.0
	for i, y := range v {
		d := y - r.polynomial(u[i])
		left, all = left+d*d, all+(y-centre)*(y-centre)
	}
	if all == 0 {
		return 1
	}
	return math.Max(0, 1-left/all)
}

func same(v float64) float64 { return v }

// polynomial fits the coefficients of a polynomial, the constant one first, which
// is fixed unless it is not a number.
func polynomial(x, y []float64, order int, constant float64) []float64 {
	if order < 1 {
		return nil
	}
	first := 0
	if constant == constant {
		first = 1
	}
	n := order + 1 - first
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n+1)
	}
	for p := range x {
		v := y[p]
		if first == 1 {
			v -= constant
		}
		for i := range n {
			for j := range n {
				m[i][j] += math.Pow(x[p], float64(i+j+2*first))
			}
			m[i][n] += v * math.Pow(x[p], float64(i+first))
		}
	}
	c := solve(m)
	if c != nil && first == 1 {
		c = append([]float64{constant}, c...)
	}
	return c
}

// solve solves linear equations, the right side in the last column; nil when
// they have no single solution.
func solve(m [][]float64) []float64 {
	n := len(m)
	for i := range n {
		best := i
		for r := i + 1; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[best][i]) {
				best = r
			}
		}
		m[i], m[best] = m[best], m[i]
		if math.Abs(m[i][i]) < 1e-12 {
			return nil
		}
		for r := range n {
			if r == i {
				continue
			}
			f := m[r][i] / m[i][i]
			for c := i; c <= n; c++ {
				m[r][c] -= f * m[i][c]
			}
		}
	}
	out := make([]float64, n)
	for i := range n {
		out[i] = m[i][n] / m[i][i]
	}
	return out
}
