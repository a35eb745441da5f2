package chart

import (
	"math"
	"slices"
	"strings"

	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// axis is an axis with its measures.
type axis struct {
	*model.ChartAxis
	level bool // it runs from left to right
	cross *axis
	span  span
	// names of categories; empty for values.
	names   []string
	levels  [][]string // names of groups of them, if there are any
	count   int
	between bool
	airy    bool
	percent bool
	lo, hi  float64 // of the values
	code    string
	format  *numfmt.Format
	ticks   []tick
	// angle of the labels and the longest of them, as they are shown.
	angle          float64
	labelW, labelH float64
	every          int
	// steps is how many intervals there is room for; 0 before that is known.
	steps int
}

// tick is a label at a place from 0 to 1.
type tick struct {
	at    float64
	block block
}

// makeAxes joins what the groups say about their axes.
func (k *composer) makeAxes() {
	for i := range k.Axes {
		m := &k.Axes[i]
		if m.ID != "" && k.axes[m.ID] == nil {
			a := &axis{ChartAxis: m, lo: math.Inf(1), hi: math.Inf(-1), level: m.Side == "b" || m.Side == "t", between: true}
			k.axes[m.ID] = a
			k.order = append(k.order, a)
		}
	}
	k.shareX()
	for _, a := range k.order {
		a.cross = k.axes[a.Cross]
	}
	for i := range k.Groups {
		k.takeUp(&k.Groups[i])
	}
	for _, a := range k.order {
		a.joinLevels()
		if a.code = a.FormatCode; a.percent && (a.SourceLinked || a.code == "") {
			a.code = "0%"
		}
		if a.code == "" {
			a.code = "General"
		}
		a.format = numfmt.Parse(a.code)
	}
}

// pair gives the axes of a group: categories (or x) and values.
func (k *composer) pair(g *model.ChartGroup) (x, y *axis) {
	x, y = k.axes[g.Axes[0]], k.axes[g.Axes[1]]
	if x != nil && y != nil && !x.Categories && y.Categories {
		x, y = y, x
	}
	if x != nil && y != nil && scattered(g) && !x.level && y.level {
		x, y = y, x
	}
	return x, y
}

// shareX puts points whose own axis of x values is deleted on that of the first group.
func (k *composer) shareX() {
	for i := range k.Groups {
		g, first := &k.Groups[i], &k.Groups[0]
		if i == 0 || !scattered(g) || !scattered(first) || g.Axes[0] == first.Axes[0] {
			continue
		}
		x, shared := k.axes[g.Axes[0]], k.axes[first.Axes[0]]
		if x == nil || shared == nil || x == shared || !x.Deleted || x.level != shared.level || x.Categories || shared.Categories {
			continue
		}
		k.axes[g.Axes[0]] = shared
		k.order = slices.DeleteFunc(k.order, func(a *axis) bool { return a == x })
	}
}

// scattered tells whether the points of a group have two values.
func scattered(g *model.ChartGroup) bool {
	return g.Kind == model.ChartScatter || g.Kind == model.ChartBubble
}

// takeUp makes the axes of a group reach over its values.
func (k *composer) takeUp(g *model.ChartGroup) {
	x, y := k.pair(g)
	if x == nil || y == nil {
		return
	}
	x.level, y.level = !g.Level, g.Level
	for i := range g.Series {
		s := &g.Series[i]
		x.count = max(x.count, len(s.Values))
		if len(s.Categories) > len(x.names) {
			x.names, x.levels = s.Categories, s.Levels
		}
		if x.Dates {
			x.names, x.count = x.Names, len(x.Names)
		}
		if y.SourceLinked && s.FormatCode != "" && y.code == "" {
			y.code = s.FormatCode
			if g.Stacking != model.Percent {
				y.FormatCode = s.FormatCode
			}
		}
	}
	x.airy = x.airy || scattered(g)
	x.between = x.between && (y.Between || g.Kind == model.ChartBar)
	y.airy = y.airy || g.Stacking != model.Percent && !k.Solid
	if scattered(g) {
		for i := range g.Series {
			x.reach(g.Series[i].X)
			x.reach(counted(&g.Series[i]))
			y.reach(g.Series[i].Values)
		}
		return
	}
	y.percent = y.percent || g.Stacking == model.Percent
	for _, row := range stacked(g) {
		for _, p := range row {
			if p.ok {
				y.lo, y.hi = math.Min(y.lo, p.to), math.Max(y.hi, p.to)
				if g.Stacking != model.Clustered && g.Kind != model.ChartLine {
					y.lo, y.hi = math.Min(y.lo, p.from), math.Max(y.hi, p.from)
				}
			}
		}
	}
}

// counted are the places 1, 2, 3 of points without an x value.
func counted(s *model.ChartSeries) []float64 {
	if len(s.X) > 0 {
		return nil
	}
	out := make([]float64, len(s.Values))
	for i := range out {
		out[i] = float64(i + 1)
	}
	return out
}

func (a *axis) reach(values []float64) {
	for _, v := range values {
		if v == v {
			a.lo, a.hi = math.Min(a.lo, v), math.Max(a.hi, v)
		}
	}
}

// at is the place of a value or category (counted from 0) on the axis, from 0
// to 1.
func (a *axis) at(v float64) float64 {
	p := 0.0
	switch {
	case a.Categories && a.between:
		p = (v + .5) / math.Max(1, float64(a.count))
	case a.Categories:
		p = v / math.Max(1, float64(a.count-1))
	case a.Base > 0:
		p = (logOf(v) - logOf(a.span.lo)) / math.Max(1e-9, logOf(a.span.hi)-logOf(a.span.lo))
	default:
		p = (v - a.span.lo) / (a.span.hi - a.span.lo)
	}
	if a.Reverse {
		p = 1 - p
	}
	return p
}

func logOf(v float64) float64 { return math.Log10(math.Max(v, 1e-12)) }

// origin is where bars begin: zero, or the limit nearest to it.
func (a *axis) origin() float64 {
	if a.Base > 0 {
		return a.span.lo
	}
	return math.Max(a.span.lo, math.Min(a.span.hi, 0))
}

// base is the value from which bars and areas of these axes rise: where the axis of
// categories stands, whose bars hang down from it when that is at the top.
func base(x, y *axis) float64 {
	if x.cross != y || y.Base > 0 {
		return y.origin()
	}
	return x.crossing()
}

// stands is where this axis stands on the other one, from 0 to 1.
func (a *axis) stands() float64 {
	o := a.cross
	if o == nil {
		return 0
	}
	if o.Categories {
		p := 0.0
		if a.Crosses == "max" {
			p = 1
		} else if v := a.CrossesAt; v == v && v > 1 {
			p = math.Min(1, (v-1)/math.Max(1, float64(o.count)))
		}
		if o.Reverse {
			p = 1 - p
		}
		return p
	}
	return o.at(a.crossing())
}

// crossing is the value of the other axis at which this one stands.
func (a *axis) crossing() float64 {
	o := a.cross
	switch {
	case a.CrossesAt == a.CrossesAt:
		return math.Max(o.span.lo, math.Min(o.span.hi, a.CrossesAt))
	case a.Crosses == "max":
		return o.span.hi
	case a.Crosses == "min":
		return o.span.lo
	}
	return o.origin()
}

// labelsAt is where the labels stand on the other axis, and whether they stand
// on its far side.
func (a *axis) labelsAt() (at float64, far bool) {
	at = a.stands()
	reversed := a.cross != nil && a.cross.Reverse
	far = at > .999
	if a.cross != nil && !a.cross.Categories && !reversed && a.Crosses != "max" {
		far = false // all values are below zero: the names stand beneath the axis
	}
	switch a.Labels {
	case "low":
		at, far = 0, reversed
	case "high":
		at, far = 1, !reversed
	}
	if reversed && (a.Labels == "low" || a.Labels == "high") {
		at = 1 - at
	}
	return at, far
}

// edge is the side of the plot area at which the axis has its labels.
func (a *axis) edge() string {
	_, far := a.labelsAt()
	switch {
	case a.level && far:
		return "t"
	case a.level:
		return "b"
	case far:
		return "r"
	}
	return "l"
}

// shown tells whether the axis has labels.
func (a *axis) shown() bool { return !a.Deleted && a.Labels != "none" }

// show is the label of a value.
func (k *composer) show(f *numfmt.Format, v float64) string {
	return strings.TrimSpace(f.Number(v, numfmt.Options{Date1904: k.Date1904}).Text)
}

// placeOf is where a point stands among the categories.
func placeOf(s *model.ChartSeries, i int) float64 {
	if i < len(s.Places) {
		return s.Places[i]
	}
	return float64(i)
}
