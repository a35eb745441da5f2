package read

import (
	"math"

	"quire/engine/sheet/model"
)

// axis reads an axis (ECMA-376 part 1, 21.2.2.25, 21.2.2.226).
// Without a word about it, areas reach to the ends of the axis.
func (c *chartReader) axis(n *node, areas bool) model.ChartAxis {
	scaling := n.kid("scaling")
	optional := func(n *node) float64 { return n.num("val", math.NaN()) }
	a := model.ChartAxis{
		ID: n.kid("axId").attr("val"), Cross: n.kid("crossAx").attr("val"), Categories: n.name != "valAx", Side: n.kid("axPos").attr("val"),
		Deleted: c.val(n, "delete", false), Reverse: scaling.kid("orientation").attr("val") == "maxMin",
		Min: optional(scaling.kid("min")), Max: optional(scaling.kid("max")), Step: optional(n.kid("majorUnit")), CrossesAt: optional(n.kid("crossesAt")),
		Dates: n.name == "dateAx", Unit: n.kid("baseTimeUnit").attr("val"), StepUnit: n.kid("majorTimeUnit").attr("val"),
		Base: scaling.kid("logBase").num("val", 0), Crosses: n.kid("crosses").attr("val"), Between: n.kid("crossBetween").attr("val") != "midCat",
		FormatCode: n.kid("numFmt").attr("formatCode"), SourceLinked: n.kid("numFmt").bool("sourceLinked", true),
		Ticks: n.kid("majorTickMark").attr("val"), Labels: n.kid("tickLblPos").attr("val"), Skip: n.kid("tickLblSkip").int("val", 0),
	}
	if a.Base != 0 && (a.Base < 2 || a.Base > 1000) {
		a.Base = 10
	}
	if areas && !n.has("crossBetween") {
		a.Between = false
	}
	if a.Ticks == "" {
		a.Ticks = "out"
	}
	grey := model.Stroke{Colour: model.RGB(0x868686), Width: .75}
	a.Line = c.colour.look(n.kid("spPr"), model.Look{Line: grey}).Line
	if g := n.kid("majorGridlines"); g.name != "" {
		a.Grid = c.colour.look(g.kid("spPr"), model.Look{Line: grey}).Line
	}
	if g := n.kid("minorGridlines"); g.name != "" {
		grey.Colour = model.RGB(0xB7B7B7)
		a.Minor = c.colour.look(g.kid("spPr"), model.Look{Line: grey}).Line
		a.MinorStep = max(0, n.kid("minorUnit").num("val", 0))
	}
	a.Font = c.textFont(c.font, n.kid("txPr"))
	a.Angle, a.Turned = turn(n.kid("txPr", "bodyPr"))
	a.Upright = uprightText(n.kid("txPr", "bodyPr"))
	a.Level, a.Turned = a.Turned && a.Angle == 0, a.Turned && a.Angle != 0
	if t := n.kid("title"); t.name != "" {
		f := c.font
		f.Bold = true
		a.Title = c.title(t, f)
		body := t.kid("tx", "rich", "bodyPr")
		if body.name == "" {
			body = t.kid("txPr", "bodyPr")
		}
		if body.attr("vert") == "vert270" && body.attr("rot") == "" {
			a.Title.Angle = 0 // as LibreOffice reads it
		} else if _, given := turn(body); !given {
			a.Title.Along = true
		}
		if a.Title.Text == "" {
			a.Title.Text = "Axis Title"
		}
	}
	return a
}
