package vector

import "math"

// MaxCoordinate is how far from the picture's corner, in points, its places may be.
const MaxCoordinate = 1e7

// Matrix maps x, y to a·x+c·y+e, b·x+d·y+f.
type Matrix [6]float64

// Unit leaves all where it is.
var Unit = Matrix{1, 0, 0, 1, 0, 0}

// Then applies m first and n to its outcome.
func (m Matrix) Then(n Matrix) Matrix {
	return Matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// Apply maps a point.
func (m Matrix) Apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// Place maps a point and keeps it within [MaxCoordinate].
func (m Matrix) Place(x, y float64) (float64, float64) {
	x, y = m.Apply(x, y)
	return bound(x), bound(y)
}

// Size is how much lengths grow.
func (m Matrix) Size() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

// Bounded is a matrix of finite numbers within [MaxCoordinate].
func (m Matrix) Bounded() Matrix {
	for i, v := range m {
		m[i] = bound(v)
	}
	return m
}

// Inverse undoes m; false if it cannot be undone.
func (m Matrix) Inverse() (Matrix, bool) {
	d := m[0]*m[3] - m[1]*m[2]
	if math.Abs(d) < 1e-12 {
		return Unit, false
	}
	return Matrix{m[3] / d, -m[1] / d, -m[2] / d, m[0] / d, (m[2]*m[5] - m[3]*m[4]) / d, (m[1]*m[4] - m[0]*m[5]) / d}.Bounded(), true
}

// Even tells whether m keeps the edges of rectangles level and upright.
func (m Matrix) Even() bool {
	const little = 1e-6
	return math.Abs(m[1]) < little && math.Abs(m[2]) < little || math.Abs(m[0]) < little && math.Abs(m[3]) < little
}

func bound(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return max(-MaxCoordinate, min(MaxCoordinate, v))
}
