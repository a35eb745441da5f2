package read

import (
	"strings"

	"quire/engine/sheet/model"
)

// themeFonts are the families of the theme for text and for headings.
func (w *Workbook) themeFonts() (minor, major string) {
	minor, major = "Calibri", "Calibri Light"
	t, err := parseTree(w.byKind("theme"))
	if err != nil {
		return minor, major
	}
	fonts := t.kid("themeElements", "fontScheme")
	if f := fonts.kid("minorFont", "latin").attr("typeface"); f != "" {
		minor = f
	}
	if f := fonts.kid("majorFont", "latin").attr("typeface"); f != "" {
		major = f
	}
	return minor, major
}

func (c *chartReader) themed(name string) model.Colour {
	rgb, ok := c.colour.named(name)
	return model.Colour{RGB: rgb, Set: ok}
}

// textFont is a font with what the first paragraph of a text body changes.
func (c *chartReader) textFont(f model.Font, body *node) model.Font {
	return c.runFont(f, body.kid("p", "pPr", "defRPr"))
}

func (c *chartReader) runFont(f model.Font, n *node) model.Font {
	if n.kid("latin").attr("typeface") == "+mj-lt" {
		f.Family = c.headings
	}
	return c.r.runFont(f, n)
}

// look reads fill and line of a shape, with those that hold when the file says
// nothing.
func (c *chartReader) look(n *node, otherwise model.Look) model.Look {
	out := otherwise
	for _, k := range n.kids {
		switch k.name {
		case "noFill":
			out.Fill = model.Fill{}
		case "solidFill":
			out.Fill = model.Fill{Colour: c.colour.drawing(k)}
		case "gradFill":
			out.Fill = c.gradient(k)
		case "pattFill":
			out.Fill = model.Fill{Colour: c.colour.drawing(k.kid("fgClr"))}
		case "ln":
			out.Line = c.stroke(k, otherwise.Line)
		}
	}
	return out
}

// gradient reads a gradient's stops and direction (ECMA-376 part 1, 20.1.8.33).
func (c *chartReader) gradient(n *node) model.Fill {
	f := model.Fill{Angle: n.kid("lin").num("ang", 0) / 60000}
	for _, k := range n.kid("gsLst").kids {
		if colour := c.colour.drawing(k); colour.Set && len(f.Stops) < 20 {
			f.Stops = append(f.Stops, model.Stop{At: max(0, min(1, k.num("pos", 0)/100000)), Colour: colour.RGB})
		}
	}
	if len(f.Stops) > 0 {
		f.Colour = model.RGB(f.Stops[0].Colour)
	}
	return f
}

// dashes are patterns of lines by the line's width (ECMA-376 part 1,
// 20.1.10.48).
var dashes = map[string][]float64{
	"dash": {4, 3}, "lgDash": {8, 3}, "sysDash": {3, 1}, "dot": {1, 3}, "sysDot": {1, 1}, "dashDot": {4, 3, 1, 3}, "lgDashDot": {8, 3, 1, 3},
	"sysDashDot": {3, 1, 1, 1}, "lgDashDotDot": {8, 3, 1, 3, 1, 3}, "sysDashDotDot": {3, 1, 1, 1, 1, 1},
}

// stroke reads a line (ECMA-376 part 1, 20.1.2.2.24).
func (c *chartReader) stroke(n *node, otherwise model.Stroke) model.Stroke {
	s := otherwise
	if s.Width == 0 {
		s.Width = .75
	}
	s.Width = max(0, min(100, n.num("w", s.Width*emu)/emu))
	for _, k := range n.kids {
		switch k.name {
		case "noFill":
			s.Colour = model.Colour{}
		case "solidFill":
			s.Colour = c.colour.drawing(k)
		case "gradFill":
			s.Colour = c.gradient(k).Colour
		case "prstDash":
			s.Dash = nil
			for _, d := range dashes[strings.TrimSpace(k.attr("val"))] {
				s.Dash = append(s.Dash, d*max(.5, s.Width))
			}
		}
	}
	return s
}

// accent is the colour of the series with this number (ECMA-376 part 1,
// 21.2.2.227): the accents in turn, then darker and lighter ones.
func (c *chartReader) accent(i int) model.Colour {
	rgb := c.colour.theme[4+i%6]
	switch i / 6 % 3 {
	case 1:
		rgb = tinted(rgb, -.4)
	case 2:
		rgb = tinted(rgb, .4)
	}
	return model.RGB(rgb)
}
