package customers

import "quire/internal/problem"

// period is what an attribute holds for, as it is kept: a quarter of a year, a
// year (quarter 0), or always (year 0 and quarter 0).
type period struct{ year, quarter int }

// Bounds of periods.
const (
	minYear, maxYear       = 1900, 9999
	minQuarter, maxQuarter = 1, 4
)

// newPeriod checks the period of an input, whose parts may be missing.
func newPeriod(in *problem.Input, year, quarter *int) period {
	var p period
	if year != nil {
		p.year = *year
		in.Check(p.year >= minYear && p.year <= maxYear, "year", "the year must be from %d to %d", minYear, maxYear)
	}
	if quarter != nil {
		p.quarter = *quarter
		in.Check(p.quarter >= minQuarter && p.quarter <= maxQuarter, "quarter", "the quarter must be from %d to %d", minQuarter, maxQuarter)
		in.Check(year != nil, "year", "a quarter needs its year")
	}
	return p
}

// CheckQuarter tells what is wrong with a quarter of a year, as the fields year
// and quarter.
func CheckQuarter(year, quarter int) error {
	var in problem.Input
	newPeriod(&in, &year, &quarter)
	return in.Err()
}

// CheckPeriod tells what is wrong with a period whose parts may be missing, as
// the fields year and quarter.
func CheckPeriod(year, quarter *int) error {
	var in problem.Input
	newPeriod(&in, year, quarter)
	return in.Err()
}

// ValidYear tells whether attributes can be kept for a year.
func ValidYear(year int) bool { return year >= minYear && year <= maxYear }
