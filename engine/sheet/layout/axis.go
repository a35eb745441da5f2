package layout

import (
	"math"
	"sort"
)

const (
	// twip is a twentieth of a point: rows and columns are whole twips.
	twip = 1. / 20
	// hundredth is a hundredth of a millimetre in points.
	hundredth = 72. / 2540
)

// twips turns points into whole twips.
func twips(points float64) int { return int(math.Round(points / twip)) }

// printed is how many points a row or column of a size in twips takes on
// paper: LibreOffice prints in whole hundredths of a millimetre and drops what
// each row and column is over.
func printed(twips int) float64 { return float64(twips*2540/1440) * hundredth }

// axis has the places of rows or columns, from the sheet's corner. Sizes are
// asked once each, in order, as far as needed.
type axis struct {
	size  func(i int) int // in twips
	start []float64       // start[i] is where number i+1 begins in print, in points
	twips []int           // the same before printing, by which pages are divided
}

func newAxis(size func(i int) int) *axis {
	return &axis{size: size, start: []float64{0}, twips: []int{0}}
}

// at is where row or column i begins; i counts from 1.
func (a *axis) at(i int) float64 {
	for n := len(a.start); n < i; n++ {
		size := a.size(n)
		a.start = append(a.start, a.start[n-1]+printed(size))
		a.twips = append(a.twips, a.twips[n-1]+size)
	}
	return a.start[i-1]
}

// of is the size of one row or column.
func (a *axis) of(i int) float64 { return a.at(i+1) - a.at(i) }

// between is the length from the beginning of first to the end of last.
func (a *axis) between(first, last int) float64 { return a.at(last+1) - a.at(first) }

// twipsAt is where row or column i begins, in twips.
func (a *axis) twipsAt(i int) int {
	a.at(i)
	return a.twips[i-1]
}

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
