package read

import (
	"math"
	"time"

	"quire/engine/sheet/model"
)

// maxUnits bounds the days, months or years along an axis of dates.
const maxUnits = 40_000

// The units of time (ECMA-376 part 1, 21.2.3.44).
const (
	days   = "days"
	months = "months"
	years  = "years"
)

// dates places the points of series on axes of dates: as far from each other as their
// dates are, in the axis's units (ECMA-376 part 1, 21.2.2.39). Axes whose series have
// no dates become ordinary ones.
func (c *chartReader) dates(chart *model.Chart) {
	for i := range chart.Axes {
		a := &chart.Axes[i]
		if !a.Dates {
			continue
		}
		var series []*model.ChartSeries
		lo, hi := math.Inf(1), math.Inf(-1)
		for g := range chart.Groups {
			group := &chart.Groups[g]
			if group.Axes[0] != a.ID && group.Axes[1] != a.ID {
				continue
			}
			for s := range group.Series {
				series = append(series, &group.Series[s])
				for _, v := range group.Series[s].Places {
					if v == v {
						lo, hi = math.Min(lo, math.Floor(v)), math.Max(hi, math.Floor(v))
					}
				}
			}
		}
		a.Dates = c.dateAxis(a, series, lo, hi)
	}
	for g := range chart.Groups {
		for s := range chart.Groups[g].Series {
			series := &chart.Groups[g].Series[s]
			if !c.onDates(chart, &chart.Groups[g]) || len(series.Places) < len(series.Values) {
				series.Places = nil
			}
			for i, at := range series.Places {
				if at != at && i < len(series.Values) {
					series.Values[i] = nan // it has no place
				}
			}
		}
	}
}

func (c *chartReader) onDates(chart *model.Chart, g *model.ChartGroup) bool {
	for _, a := range chart.Axes {
		if a.Dates && (g.Axes[0] == a.ID || g.Axes[1] == a.ID) {
			return true
		}
	}
	return false
}

// dateAxis names the units from the first date to the last, and turns the dates of
// series into places among them; false when that cannot be.
func (c *chartReader) dateAxis(a *model.ChartAxis, series []*model.ChartSeries, lo, hi float64) bool {
	if a.Min == a.Min {
		lo = math.Floor(a.Min)
	}
	if a.Max == a.Max {
		hi = math.Floor(a.Max)
	}
	if lo > hi || lo < 0 || hi > 2958465 { // 9999-12-31
		return false
	}
	unit := a.Unit
	if unit == "" {
		unit = c.finest(series)
	}
	first := c.day(lo)
	place := func(v float64) float64 {
		switch t := c.day(v); unit {
		case months:
			return float64((t.Year()-first.Year())*12 + int(t.Month()-first.Month()))
		case years:
			return float64(t.Year() - first.Year())
		}
		return math.Floor(v) - lo
	}
	count := int(place(hi)) + 1
	if count > maxUnits {
		return false
	}
	for _, s := range series {
		for i, v := range s.Places {
			if v == v {
				s.Places[i] = place(v)
			}
		}
	}
	a.Names = c.unitNames(a, first, lo, unit, count)
	return true
}

// unitNames are the labels along an axis of dates, empty between its steps.
func (c *chartReader) unitNames(a *model.ChartAxis, first time.Time, lo float64, unit string, count int) []string {
	code := a.FormatCode
	if a.SourceLinked || code == "" {
		code = c.dateCode
	}
	step, stepUnit := 1, a.StepUnit
	if a.Step == a.Step && a.Step >= 1 {
		step = int(math.Min(a.Step, maxUnits))
	}
	if stepUnit == "" {
		stepUnit = unit
	}
	names := make([]string, count)
	for i := range names {
		t, number := first.AddDate(0, 0, i), lo+float64(i)
		shown := i%step == 0
		switch {
		case unit == months:
			t = time.Date(first.Year(), first.Month()+time.Month(i), 1, 0, 0, 0, 0, time.UTC)
			if stepUnit == years {
				shown = i%(12*step) == 0
			}
			number = lo + t.Sub(first).Hours()/24
		case unit == years:
			t = time.Date(first.Year()+i, 1, 1, 0, 0, 0, 0, time.UTC)
			number = lo + t.Sub(first).Hours()/24
		case stepUnit == months:
			passed := (t.Year()-first.Year())*12 + int(t.Month()-first.Month())
			shown = t.Day() == first.Day() && passed%step == 0
		case stepUnit == years:
			shown = t.Day() == first.Day() && t.Month() == first.Month() && (t.Year()-first.Year())%step == 0
		}
		if shown {
			names[i] = c.show(math.Max(0, number), code)
		}
	}
	return names
}

// day is the date of a serial number.
func (c *chartReader) day(v float64) time.Time {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if c.r.sheet.Date1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return epoch.AddDate(0, 0, int(v))
}

// finest is the unit of dates that are not said to have one: years, when no two that
// follow each other are in the same year, months when none are in the same month.
func (c *chartReader) finest(series []*model.ChartSeries) string {
	unit := years
	for _, s := range series {
		before := time.Time{}
		for _, v := range s.Places {
			if v != v || v < 0 || v > 2958465 {
				continue
			}
			t := c.day(v)
			if same := !before.IsZero() && t.Year() == before.Year(); same && t.Month() == before.Month() && !t.Equal(before) {
				return days
			} else if same {
				unit = months
			}
			before = t
		}
	}
	return unit
}
