package read

import (
	"encoding/xml"
	"fmt"

	"quire/engine/sheet/model"
)

// chartStyle is one of the 48 built-in styles of charts (ECMA-376 part 1,
// 21.2.2.227). They come in six rows of eight: greys, all accents, and each accent by
// itself.
type chartStyle struct {
	row, column int
}

func styleOf(t *node) chartStyle {
	n := t.kid("style")
	if n.name == "" {
		n = t.kid("AlternateContent", "Fallback", "style")
	}
	v := n.int("val", 2)
	if v < 1 || v > 48 {
		v = 2
	}
	return chartStyle{(v - 1) / 8, (v - 1) % 8}
}

// greys are the tints of the text's colour that the first style of a row takes
// in turn; those of the last row are other ones.
var (
	greys     = []float64{.885, .55, .78, .925, .7, .3}
	darkGreys = []float64{.05, .55, .78, .15, .7, .3}
)

// lineFactors are how many times wider than the theme's first line the lines of
// series are, by row.
var lineFactors = [6]float64{3, 5, 5, 7, 5, 5}

// seriesColour is the automatic colour of the series with this number, of as many as
// the highest number tells: its place among the style's colours, and darker or
// lighter where these come again. Styles of one accent go from its dark to its light.
func (c *chartReader) seriesColour(i int) model.Colour {
	rgb, round := uint32(0), 0.0
	switch c.style.column {
	case 0:
		tints := greys
		if c.style.row == 5 {
			tints = darkGreys
		}
		rgb = tint(c.themed("tx1").RGB, tints[i%6])
		round = shade(i/6, c.lastSeries/6)
	case 1:
		rgb, round = c.colour.theme[4+i%6], shade(i/6, c.lastSeries/6)
	default:
		rgb, round = c.colour.theme[4+c.style.column-2], shade(i, c.lastSeries)
	}
	if round == 0 || c.style.column < 2 && c.lastSeries < 6 {
		return model.RGB(rgb)
	}
	if round < 0 {
		return model.RGB(eachLinear(rgb, func(l float64) float64 { return l * (1 + round) }))
	}
	return model.RGB(tint(rgb, 1-round))
}

// shade is how much darker (below zero) or lighter the i-th of so many is.
func shade(i, last int) float64 { return float64(i+1)/float64(last+2)*1.4 - .7 }

func tint(rgb uint32, by float64) uint32 {
	return eachLinear(rgb, func(l float64) float64 { return 1 - (1-l)*by })
}

// seriesFill is the automatic fill of a series: the colour, in the theme's intense
// style where the chart's style asks for it.
func (c *chartReader) seriesFill(i int) model.Fill {
	colour := c.seriesColour(i)
	if c.style.row != 2 && c.style.row != 3 && c.style.row != 5 {
		return model.Fill{Colour: colour}
	}
	fills := c.r.w.theme().kid("themeElements", "fmtScheme", "fillStyleLst").kids
	if len(fills) < 3 {
		return model.Fill{Colour: colour}
	}
	p := c.colour
	p.placeholder = &node{kids: []*node{{name: "srgbClr", attrs: []xml.Attr{{Name: xml.Name{Local: "val"}, Value: fmt.Sprintf("%06X", colour.RGB)}}}}}
	return p.look(&node{kids: fills[2:3]}, model.Look{Fill: model.Fill{Colour: colour}}).Fill
}

// seriesLine is the automatic line of a series that is a line.
func (c *chartReader) seriesLine(i int) model.Stroke {
	width := .75
	if lines := c.r.w.theme().kid("themeElements", "fmtScheme", "lnStyleLst").kids; len(lines) > 0 {
		width = max(.1, min(10, lines[0].num("w", width*emu)/emu))
	}
	return model.Stroke{Colour: c.seriesColour(i), Width: width * lineFactors[c.style.row]}
}

// seriesEdge is the automatic outline of bars and areas.
func (c *chartReader) seriesEdge(i int) model.Stroke {
	switch c.style.row {
	case 1:
		return model.Stroke{Colour: c.themed("bg1"), Width: .75}
	case 4:
		rgb := c.colour.theme[4+i%6]
		switch c.style.column {
		case 0:
			rgb = c.themed("tx1").RGB
		case 1:
		default:
			rgb = c.colour.theme[4+c.style.column-2]
		}
		return model.Stroke{Colour: model.RGB(eachLinear(rgb, func(l float64) float64 { return l * .5 })), Width: .75}
	}
	return model.Stroke{}
}

// background is the automatic fill of a chart. Its plot area has none, as in
// LibreOffice: Excel tints it in the last two rows of styles.
func (c *chartReader) background() model.Fill {
	if c.style.row == 5 {
		return model.Fill{Colour: c.themed("tx1")}
	}
	return model.Fill{Colour: c.themed("bg1")}
}
