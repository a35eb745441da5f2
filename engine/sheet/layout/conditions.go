package layout

import (
	"math"
	"strings"

	"quire/engine/sheet/formula"
	"quire/engine/sheet/model"
)

// holds tells whether a rule's condition holds for a cell (ECMA-376 part 1,
// 18.18.12).
func (r *rules) holds(p *rule, v formula.Value, row, col int) bool {
	if r.cells.left <= 0 {
		return false
	}
	eval := func(i int) formula.Value {
		if i >= len(p.formulas) {
			return formula.Value{}
		}
		return p.formulas[i].Eval(r.cells, row, col, p.row, p.col, r.today)
	}
	switch p.Type {
	case "cellIs":
		return cellIs(p.Operator, v, eval)
	case "top10":
		return p.top(v)
	case "aboveAverage":
		return p.average(v)
	case "duplicateValues":
		return v.Kind != formula.Blank && p.stats.counts[v] > 1
	case "uniqueValues":
		return v.Kind != formula.Blank && p.stats.counts[v] == 1
	case "containsBlanks":
		return v.Kind == formula.Blank || v.Kind == formula.Text && strings.TrimSpace(v.Text) == ""
	case "notContainsBlanks":
		return v.Kind != formula.Blank && (v.Kind != formula.Text || strings.TrimSpace(v.Text) != "")
	case "containsErrors":
		return v.Kind == formula.Error
	case "notContainsErrors":
		return v.Kind != formula.Error
	case "expression", "containsText", "notContainsText", "beginsWith", "endsWith", "timePeriod":
		return len(p.formulas) > 0 && eval(0).True()
	}
	return false
}

// cellIs compares a cell with one value or two.
func cellIs(operator string, v formula.Value, eval func(int) formula.Value) bool {
	a := eval(0)
	if v.Kind == formula.Error || a.Kind == formula.Error {
		return false
	}
	c := formula.Compare(v, a)
	switch operator {
	case "equal":
		return c == 0
	case "notEqual":
		return c != 0
	case "lessThan":
		return v.Kind != formula.Blank && c < 0 || v.Kind == formula.Blank && c < 0 && a.Kind == formula.Number
	case "lessThanOrEqual":
		return c <= 0
	case "greaterThan":
		return c > 0
	case "greaterThanOrEqual":
		return c >= 0
	case "between", "notBetween":
		b := eval(1)
		if b.Kind == formula.Error {
			return false
		}
		if formula.Compare(a, b) > 0 {
			a, b = b, a
		}
		in := formula.Compare(v, a) >= 0 && formula.Compare(v, b) <= 0
		return in == (operator == "between")
	}
	return false
}

// top tells whether a value is among the first or last of its range.
func (p *rule) top(v formula.Value) bool {
	l := p.stats.sorted
	if v.Kind != formula.Number || len(l) == 0 || p.Rank < 1 {
		return false
	}
	n := p.Rank
	if p.Percent {
		n = len(l) * p.Rank / 100
	}
	n = max(1, min(n, len(l)))
	if p.Bottom {
		return v.Number <= l[n-1]
	}
	return v.Number >= l[len(l)-n]
}

// average tells whether a value is above or below the mean of its range.
func (p *rule) average(v formula.Value) bool {
	if v.Kind != formula.Number || len(p.stats.sorted) == 0 {
		return false
	}
	limit := p.stats.mean
	if p.AboveAverage {
		limit += float64(p.StdDev) * p.stats.dev
	} else {
		limit -= float64(p.StdDev) * p.stats.dev
	}
	return p.EqualAverage && v.Number == limit || p.AboveAverage && v.Number > limit || !p.AboveAverage && v.Number < limit
}

// limit is the number that a point of a scale stands for, where it is known.
type limit struct {
	at    float64
	known bool
}

// threshold is the number that a point of a scale stands for; false when it is
// not known. It is found once.
func (p *rule) threshold(pt model.Point) (float64, bool) {
	l, ok := p.limits[pt]
	if !ok {
		l.at, l.known = p.measured(pt)
		p.limits[pt] = l
	}
	return l.at, l.known
}

func (p *rule) measured(pt model.Point) (float64, bool) {
	l := p.stats.sorted
	if len(l) == 0 {
		return 0, false
	}
	lo, hi := l[0], l[len(l)-1]
	n, numeric := p.number(pt.Value)
	switch pt.Type {
	case "min", "autoMin":
		return lo, true
	case "max", "autoMax":
		return hi, true
	case "percent":
		return lo + (hi-lo)*n/100, numeric
	case "percentile":
		at := max(0, min(100, n)) / 100 * float64(len(l)-1)
		i := int(at)
		if i+1 >= len(l) {
			return hi, numeric
		}
		return l[i] + (l[i+1]-l[i])*(at-float64(i)), numeric
	}
	return n, numeric
}

// number is what a threshold says: a number, or a formula.
func (p *rule) number(s string) (float64, bool) {
	f, err := formula.Parse(s)
	if err != nil || f.NeedsToday() {
		return 0, false
	}
	v := f.Eval(p.cells, p.row, p.col, p.row, p.col, 0)
	return v.Number, v.Kind == formula.Number
}

// scaleColour is the colour of a value on a colour scale.
func (p *rule) scaleColour(v formula.Value) (uint32, bool) {
	if v.Kind != formula.Number || len(p.Points) < 2 || len(p.Colours) < len(p.Points) {
		return 0, false
	}
	var at []float64
	for _, pt := range p.Points {
		t, ok := p.threshold(pt)
		if !ok {
			return 0, false
		}
		at = append(at, t)
	}
	for i := 1; i < len(at); i++ {
		if v.Number > at[i] && i < len(at)-1 {
			continue
		}
		share := 0.0
		if at[i] > at[i-1] {
			share = max(0, min(1, (v.Number-at[i-1])/(at[i]-at[i-1])))
		} else if v.Number >= at[i] {
			share = 1
		}
		return between(p.Colours[i-1], p.Colours[i], share), true
	}
	return 0, false
}

// between goes from colour a to b as t goes from 0 to 1.
func between(a, b uint32, t float64) uint32 {
	out := uint32(0)
	for shift := 16; shift >= 0; shift -= 8 {
		v := float64(a>>shift&255)*(1-t) + float64(b>>shift&255)*t
		out = out<<8 | uint32(math.Round(v))
	}
	return out
}
