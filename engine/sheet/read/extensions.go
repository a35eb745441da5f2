package read

import (
	"math"
	"strings"

	"quire/engine/sheet/model"
)

// maxSparklines bounds the tiny charts of a sheet, maxSparkPoints their points.
const (
	maxSparklines  = 20_000
	maxSparkPoints = 1_000_000
)

// extensions reads what newer programs add: sparklines, and conditional formats
// that have no older form or complete one (MS-XLSX, 2.3.2).
func (r *sheetReader) extensions(n *node) {
	for _, ext := range n.kids {
		if groups := ext.kid("sparklineGroups"); groups.name != "" {
			r.later = append(r.later, func() {
				for _, g := range groups.kids {
					r.sparklines(g)
				}
			})
		}
		for _, cf := range ext.kid("conditionalFormattings").kids {
			for _, k := range cf.kids {
				if k.name == "cfRule" {
					r.newerRule(k, ranges(cf.kid("sqref").text, ' '))
				}
			}
		}
	}
}

// newerRule reads a data bar, icon set or rule of the newer form.
func (r *sheetReader) newerRule(k *node, areas []model.Range) {
	rule := ruleOf(k, areas)
	switch {
	case rule.Type == "dataBar":
		r.newerBar(rule, k)
		return
	case rule.Type == "iconSet":
		r.scale(&rule, k.kid("iconSet"))
	case rule.Type == "colorScale":
		r.scale(&rule, k.kid("colorScale"))
	default:
		for _, f := range k.kids {
			if f.name == "f" {
				rule.Formulas = append(rule.Formulas, f.text)
			}
		}
		rule.Style = r.styles.overlay(k.kid("dxf"))
	}
	if len(areas) > 0 {
		r.sheet.Rules = append(r.sheet.Rules, rule)
	}
}

// newerBar completes a data bar of the older form, or adds one.
func (r *sheetReader) newerBar(rule model.Rule, k *node) {
	n := k.kid("dataBar")
	r.scale(&rule, n)
	b := rule.Bar
	if b == nil {
		return
	}
	b.Min, b.Max = n.int("minLength", 0), n.int("maxLength", 100)
	b.Solid = !n.bool("gradient", true)
	switch b.Axis = n.attr("axisPosition"); b.Axis {
	case "":
		b.Axis = "automatic"
	case "none":
		b.Axis = ""
	}
	if c := r.styles.palette.colour(n.kid("negativeFillColor")); c.Set {
		b.Negative = c
	}
	b.AxisColour = r.styles.palette.colour(n.kid("axisColor"))
	if c := r.styles.palette.colour(n.kid("fillColor")); c.Set {
		rule.Colours = []uint32{c.RGB}
	}
	if i, ok := r.completed[k.attr("id")]; ok && i < len(r.sheet.Rules) {
		old := &r.sheet.Rules[i]
		old.Bar, old.Points = b, rule.Points
		if n.bool("negativeBarColorSameAsPositive", false) && len(old.Colours) > 0 {
			b.Negative = model.RGB(old.Colours[0])
		}
		return
	}
	if len(rule.Ranges) > 0 && len(rule.Colours) > 0 {
		r.sheet.Rules = append(r.sheet.Rules, rule)
	}
}

// sparklines reads a group of tiny charts.
func (r *sheetReader) sparklines(g *node) {
	colour := func(name, shown string) model.Colour {
		if shown != "" && !g.bool(shown, false) {
			return model.Colour{}
		}
		return r.styles.palette.colour(g.kid(name))
	}
	look := &model.SparklineLook{
		Kind: g.attr("type"), Weight: max(.1, min(100, g.num("lineWeight", .75))), Min: math.NaN(), Max: math.NaN(),
		Line: colour("colorSeries", ""), Marker: colour("colorMarkers", "markers"), Negative: colour("colorNegative", "negative"),
		First: colour("colorFirst", "first"), Last: colour("colorLast", "last"), High: colour("colorHigh", "high"), Low: colour("colorLow", "low"),
		Axis: colour("colorAxis", "displayXAxis"), Backward: g.bool("rightToLeft", false),
		Zero: g.attr("displayEmptyCellsAs") == "zero", Span: g.attr("displayEmptyCellsAs") == "span",
	}
	if look.Kind == "" {
		look.Kind = "line"
	}
	first := len(r.sheet.Sparklines)
	for _, s := range g.kid("sparklines").kids {
		row, col, ok := cellAddress(strings.TrimSpace(s.kid("sqref").text))
		if !ok || row < 1 || col < 1 {
			continue
		}
		if len(r.sheet.Sparklines) >= maxSparklines || r.sparkPoints > maxSparkPoints {
			r.warn("SPARKLINES_LEFT_OUT", "tab «%s» has more than %d sparklines or %d points of them; the others are left out", r.sheet.Name, maxSparklines, maxSparkPoints)
			break
		}
		values := r.sparkValues(s.kid("f").text, g.bool("displayHidden", false))
		r.sparkPoints += len(values)
		r.sheet.Sparklines = append(r.sheet.Sparklines, model.Sparkline{Row: row, Col: col, Values: values, Look: look})
	}
	look.Min = limit(g, "min", r.sheet.Sparklines[first:])
	look.Max = limit(g, "max", r.sheet.Sparklines[first:])
}

// limit is the end of the axis of a group: its own for each chart, one for all,
// or one by hand.
func limit(g *node, end string, all []model.Sparkline) float64 {
	switch g.attr(end + "AxisType") {
	case "custom":
		return g.num("manual"+strings.ToUpper(end[:1])+end[1:], math.NaN())
	case "group":
		out := math.NaN()
		for _, s := range all {
			for _, v := range s.Values {
				if v == v && (out != out || end == "min" && v < out || end == "max" && v > out) {
					out = v
				}
			}
		}
		return out
	}
	return math.NaN()
}

// sparkValues are the values of a reference to any tab.
func (r *sheetReader) sparkValues(ref string, hiddenToo bool) []float64 {
	c := chartReader{r: r, hiddenToo: hiddenToo}
	values, _ := c.cellNumbers(ref, true)
	return values
}
