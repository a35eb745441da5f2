package read

import (
	"slices"
	"strings"

	"quire/engine/sheet/model"
)

// figures are the preset geometries that are drawn (ECMA-376 part 1,
// 20.1.10.56).
var figures = strings.Fields(`rect roundRect round1Rect round2SameRect snip1Rect flowChartProcess ellipse flowChartConnector
		triangle rtTriangle diamond flowChartDecision parallelogram flowChartInputOutput trapezoid homePlate chevron hexagon octagon
		plus rightArrow leftArrow upArrow downArrow leftRightArrow star5 flowChartTerminator flowChartAlternateProcess
		line straightConnector1 bentConnector2 bentConnector3`)

// shape reads a figure with its text; nil for those that are not drawn.
func (r *sheetReader) shape(n *node) *model.Shape {
	props := n.kid("spPr")
	preset := props.kid("prstGeom").attr("prst")
	if preset == "" {
		preset = "rect"
	}
	if !slices.Contains(figures, preset) || props.has("custGeom") || props.has("blipFill") {
		return nil
	}
	style, frame := n.kid("style"), props.kid("xfrm")
	s := &model.Shape{Preset: preset, MirrorX: frame.bool("flipH", false), MirrorY: frame.bool("flipV", false)}
	for _, g := range props.kid("prstGeom", "avLst").kids {
		if v, ok := strings.CutPrefix(g.attr("fmla"), "val "); ok && len(s.Adjust) < 8 {
			s.Adjust = append(s.Adjust, number(v, 0)/100000)
		}
	}
	var own model.Look
	if style.kid("fillRef").int("idx", 0) > 0 {
		own.Fill.Colour = r.styles.palette.drawing(style.kid("fillRef"))
	}
	if style.kid("lnRef").int("idx", 0) > 0 {
		own.Line = model.Stroke{Colour: r.styles.palette.drawing(style.kid("lnRef")), Width: .75}
	}
	s.Look = r.styles.palette.look(props, own)
	end := func(name string) bool { t := props.kid("ln", name).attr("type"); return t != "" && t != "none" }
	s.ArrowFrom, s.ArrowTo = end("headEnd"), end("tailEnd")
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
