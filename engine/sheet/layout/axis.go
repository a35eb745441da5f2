package layout

import "sort"

// axis has the places of rows or columns, in points from the sheet's corner.
// Sizes are asked once each, in order, as far as needed.
type axis struct {
	size  func(i int) float64
	start []float64 // start[i] is where number i+1 begins
}

func newAxis(size func(i int) float64) *axis { return &axis{size: size, start: []float64{0}} }

// at is where row or column i begins; i counts from 1.
func (a *axis) at(i int) float64 {
	for len(a.start) < i {
		a.start = append(a.start, a.start[len(a.start)-1]+a.size(len(a.start)))
	}
	return a.start[i-1]
}

// of is the size of one row or column.
func (a *axis) of(i int) float64 { return a.at(i+1) - a.at(i) }

// between is the length from the beginning of first to the end of last.
func (a *axis) between(first, last int) float64 { return a.at(last+1) - a.at(first) }

// shown is how many rows or columns between two have a size.
func (a *axis) shown(first, last int) int {
	n := 0
	for i := first; i <= last; i++ {
		if a.of(i) > 0 {
			n++
		}
	}
	return n
}

// under finds the row or column that contains a place, at most last.
func (a *axis) under(place float64, last int) int {
	a.at(last + 1)
	return max(1, min(last, sort.Search(last, func(i int) bool { return a.start[i] > place+1e-6 })))
}
