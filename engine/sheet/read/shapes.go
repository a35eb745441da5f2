package read

import "quire/engine/sheet/model"

// boxes are the figures that are drawn as rectangles and ellipses (ECMA-376
// part 1, 20.1.10.56); the value tells which are round.
var boxes = map[string]bool{
	"": false, "rect": false, "roundRect": false, "round1Rect": false, "round2SameRect": false, "snip1Rect": false, "flowChartProcess": false,
	"ellipse": true, "flowChartConnector": true,
}

// shape reads a rectangle or ellipse with its text; nil for other figures.
func (r *sheetReader) shape(n *node) *model.Shape {
	props := n.kid("spPr")
	round, ok := boxes[props.kid("prstGeom").attr("prst")]
	if !ok || props.has("custGeom") || props.kid("xfrm").num("rot", 0) != 0 || props.has("gradFill") || props.has("blipFill") || props.has("pattFill") {
		return nil
	}
	colours, style := r.styles.palette, n.kid("style")
	s := &model.Shape{Round: round}
	switch {
	case props.has("solidFill"):
		s.Fill = colours.drawing(props.kid("solidFill"))
	case !props.has("noFill") && style.kid("fillRef").int("idx", 0) > 0:
		s.Fill = colours.drawing(style.kid("fillRef"))
	}
	line := props.kid("ln")
	switch {
	case line.has("solidFill"):
		s.Line = colours.drawing(line.kid("solidFill"))
	case !line.has("noFill") && style.kid("lnRef").int("idx", 0) > 0:
		s.Line = colours.drawing(style.kid("lnRef"))
	}
	s.LineWidth = max(0, min(100, line.num("w", 9525)/emu))
	r.shapeText(s, n)
	return s
}

// shapeText reads the text of a shape (ECMA-376 part 1, 21.1.2).
func (r *sheetReader) shapeText(s *model.Shape, n *node) {
	body := n.kid("txBody")
	b := body.kid("bodyPr")
	inset := func(name string, otherwise float64) float64 { return max(0, min(1000, b.num(name, otherwise)/emu)) }
	s.Left, s.Right, s.Top, s.Bottom = inset("lIns", 91440), inset("rIns", 91440), inset("tIns", 45720), inset("bIns", 45720)
	s.NoWrap = b.attr("wrap") == "none"
	s.Vertical = map[string]model.Vertical{"b": model.Bottom, "ctr": model.Middle}[b.attr("anchor")]
	if a := b.attr("anchor"); a != "b" && a != "ctr" {
		s.Vertical = model.Top
	}
	font := model.Font{Family: r.styles.normal.Family, Size: 11}
	font.Colour = r.styles.palette.drawing(n.kid("style", "fontRef"))
	for _, p := range body.kids {
		if p.name != "p" {
			continue
		}
		base := r.runFont(font, p.kid("pPr", "defRPr"))
		out := model.Paragraph{Align: map[string]model.Horizontal{"ctr": model.Centre, "r": model.Right, "just": model.Justify}[p.kid("pPr").attr("algn")]}
		for _, k := range p.kids {
			f := r.runFont(base, k.kid("rPr"))
			switch k.name {
			case "r", "fld":
				out.Runs = append(out.Runs, model.Run{Text: k.kid("t").text, Font: &f})
			case "br":
				out.Runs = append(out.Runs, model.Run{Text: "\n", Font: &f})
			case "endParaRPr":
				if len(out.Runs) == 0 {
					f = r.runFont(base, k)
					out.Runs = append(out.Runs, model.Run{Font: &f})
				}
			}
		}
		if len(out.Runs) == 0 {
			out.Runs = []model.Run{{Font: &base}}
		}
		s.Paragraphs = append(s.Paragraphs, out)
	}
}

// runFont is a font with the changes that run properties make.
func (r *sheetReader) runFont(f model.Font, n *node) model.Font {
	f.Size = max(1, min(400, n.num("sz", f.Size*100)/100))
	f.Bold, f.Italic = n.bool("b", f.Bold), n.bool("i", f.Italic)
	if u := n.attr("u"); u != "" {
		f.Underline = map[string]model.Underline{"none": model.UnderlineNone, "dbl": model.UnderlineDouble}[u]
		if u != "none" && u != "dbl" {
			f.Underline = model.UnderlineSingle
		}
	}
	if s := n.attr("strike"); s != "" {
		f.Strike = s != "noStrike"
	}
	if name := n.kid("latin").attr("typeface"); name != "" && name[0] != '+' {
		f.Family = name
	}
	if c := r.styles.palette.drawing(n.kid("solidFill")); c.Set {
		f.Colour = c
	}
	return f
}
