package read

import (
	"fmt"
	"math"

	"quire/engine/sheet/model"
)

// spans reads the lines and boxes between the series of prices, lines and areas
// (ECMA-376 part 1, 21.2.2.53, 21.2.2.80 and 21.2.2.218).
func (c *chartReader) spans(g *model.ChartGroup, n *node) {
	automatic := model.Stroke{Colour: c.themed("tx1"), Width: .75}
	if k := n.kid("dropLines"); k.name != "" {
		g.Drop = c.colour.look(k.kid("spPr"), model.Look{Line: automatic}).Line
	}
	if k := n.kid("hiLowLines"); k.name != "" {
		g.HighLow = c.colour.look(k.kid("spPr"), model.Look{Line: automatic}).Line
	}
	if k := n.kid("upDownBars"); k.name != "" {
		up := c.colour.look(k.kid("upBars", "spPr"), model.Look{Fill: model.Fill{Colour: model.RGB(0xFFFFFF)}, Line: automatic})
		down := c.colour.look(k.kid("downBars", "spPr"), model.Look{Fill: model.Fill{Colour: model.RGB(0x000000)}, Line: automatic})
		g.Up, g.Down = &up, &down
		g.Gap = max(0, min(500, k.kid("gapWidth").num("val", 150)))
	}
}

// maxOrder and maxPeriod are the format's own limits of trends.
const (
	maxOrder  = 6
	maxPeriod = 255
)

// statistics reads trends and error bars.
func (c *chartReader) statistics(s *model.ChartSeries, n *node) {
	colour := s.Look.Line.Colour
	if !colour.Set {
		colour = s.Look.Fill.Colour
	}
	if !colour.Set { // a series of dots without a line
		colour = s.Marker.Look.Fill.Colour
	}
	for _, k := range n.kids {
		switch {
		case k.name == "trendline" && len(s.Trends) < 20:
			s.Trends = append(s.Trends, c.trend(k, s, colour))
		case k.name == "errBars" && len(s.Errors) < 2:
			s.Errors = append(s.Errors, c.errorBars(k, s))
		}
	}
}

func (c *chartReader) trend(k *node, s *model.ChartSeries, colour model.Colour) model.Trend {
	t := model.Trend{
		Name: k.kid("name").text, Kind: k.kid("trendlineType").attr("val"), Order: max(1, min(maxOrder, k.kid("order").int("val", 2))),
		Period: max(2, min(maxPeriod, k.kid("period").int("val", 2))), Forward: max(0, k.kid("forward").num("val", 0)), Backward: max(0, k.kid("backward").num("val", 0)),
		Intercept: k.kid("intercept").num("val", math.NaN()), Line: c.colour.look(k.kid("spPr"), model.Look{Line: model.Stroke{Colour: colour, Width: .75}}).Line,
	}
	if t.Kind == "" {
		t.Kind = "linear"
	}
	t.Label = c.trendLabel(k)
	if t.Name == "" {
		kinds := map[string]string{"linear": "Linear", "poly": "Polynomial", "exp": "Exponential", "log": "Logarithmic", "power": "Power", "movingAvg": "Moving average"}
		t.Name = fmt.Sprintf("%s (%s)", kinds[t.Kind], s.Name)
	}
	return t
}

// trendLabel reads what is written beside a trend; nil for nothing (ECMA-376 part 1,
// 21.2.2.43, 21.2.2.44 and 21.2.2.212).
func (c *chartReader) trendLabel(k *node) *model.TrendLabel {
	l := &model.TrendLabel{Equation: c.val(k, "dispEq", false), Square: c.val(k, "dispRSqr", false)}
	n := k.kid("trendlineLbl")
	if !l.Equation && !l.Square || c.val(n, "delete", false) {
		return nil
	}
	t := c.title(n, c.font)
	l.Font, l.Text, l.Place = t.Font, t.Text, t.Place
	l.Moved = n.kid("layout", "manualLayout", "xMode").attr("val") != "edge"
	l.Look = c.colour.look(n.kid("spPr"), model.Look{})
	if f := n.kid("numFmt"); !f.bool("sourceLinked", false) {
		l.FormatCode = f.attr("formatCode")
	}
	return l
}

// errorBars resolves the lengths of error bars (ECMA-376 part 1, 21.2.2.55).
func (c *chartReader) errorBars(k *node, s *model.ChartSeries) model.ErrorBars {
	e := model.ErrorBars{Level: k.kid("errDir").attr("val") == "x", Caps: !c.val(k, "noEndCap", false)}
	e.Line = c.colour.look(k.kid("spPr"), model.Look{Line: model.Stroke{Colour: c.themed("tx1"), Width: .75}}).Line
	values := s.Values
	if e.Level {
		values = s.X
	}
	plus, minus := c.errorLengths(k, values)
	if side := k.kid("errBarType").attr("val"); side != "minus" {
		e.Plus = plus
	}
	if side := k.kid("errBarType").attr("val"); side != "plus" {
		e.Minus = minus
	}
	return e
}

func (c *chartReader) errorLengths(k *node, values []float64) (plus, minus []float64) {
	v := k.kid("val").num("val", 0)
	mean, deviation, count := spread(values)
	out := make([]float64, len(values))
	switch k.kid("errValType").attr("val") {
	case "cust":
		plus, _ = c.numbers(k.kid("plus"))
		minus, _ = c.numbers(k.kid("minus"))
		return plus, minus
	case "percentage":
		for i, x := range values {
			out[i] = math.Abs(x) * v / 100
		}
	case "stdErr":
		v = deviation / math.Sqrt(math.Max(1, count))
		fallthrough
	case "fixedVal":
		for i := range out {
			out[i] = v
		}
	case "stdDev":
		plus, minus = make([]float64, len(values)), out
		for i, x := range values {
			plus[i], minus[i] = mean+v*deviation-x, x-mean+v*deviation
		}
		return plus, minus
	}
	return out, out
}

// spread is the mean and standard deviation of the values that there are.
func spread(values []float64) (mean, deviation, count float64) {
	for _, v := range values {
		if v == v {
			mean, count = mean+v, count+1
		}
	}
	if count == 0 {
		return 0, 0, 0
	}
	mean /= count
	for _, v := range values {
		if v == v {
			deviation += (v - mean) * (v - mean)
		}
	}
	return mean, math.Sqrt(deviation / math.Max(1, count-1)), count
}
