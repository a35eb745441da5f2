package read

import (
	"slices"
	"strings"
	"unicode/utf8"

	"quire/engine/sheet/model"
)

// plain are the presets that need no outlines: rectangles and straight lines.
var plain = []string{"rect", "flowChartProcess", "line", "straightConnector1"}

// shape reads a figure with its text; nil for those that are not drawn.
func (r *sheetReader) shape(n *node) *model.Shape {
	props := n.kid("spPr")
	preset := props.kid("prstGeom").attr("prst")
	if preset == "" {
		preset = "rect"
	}
	own := props.kid("custGeom")
	style, frame := n.kid("style"), props.kid("xfrm")
	outlines, inner := geometry(own, frame), (*model.Share)(nil)
	if own.name == "" && !slices.Contains(plain, preset) {
		given := map[string]float64{}
		for _, g := range props.kid("prstGeom", "avLst").kids {
			if v, ok := strings.CutPrefix(g.attr("fmla"), "val "); ok && len(given) < 8 {
				given[g.attr("name")] = number(v, 0)
			}
		}
		known := false
		if outlines, inner, known = defined(preset, frame, given); !known {
			return nil
		}
	}
	s := &model.Shape{Outlines: outlines, Inner: inner, Preset: preset, MirrorX: frame.bool("flipH", false), MirrorY: frame.bool("flipV", false)}
	s.Look = r.styles.palette.look(props, r.styled(style))
	s.From, s.To = head(props.kid("ln", "headEnd")), head(props.kid("ln", "tailEnd"))
	r.shapeText(s, n)
	return s
}

// head reads what a line ends in. The sizes are LibreOffice's.
func head(n *node) model.Head {
	h := model.Head{Kind: n.attr("type")}
	if h.Kind == "none" {
		h.Kind = ""
	}
	size := func(name string) float64 {
		v := map[string]float64{"sm": 2, "lg": 5}[n.attr(name)]
		if v == 0 {
			v = 3
		}
		if h.Kind == "arrow" {
			v += .5
		}
		return v
	}
	h.Width, h.Length = size("w"), size("len")
	return h
}

// plainShapeFont is LibreOffice's for shapes without a style.
const plainShapeFont = "Times New Roman"

// styled is the look that a shape's style takes from the theme (ECMA-376 part 1,
// 20.1.4.1.14).
func (r *sheetReader) styled(style *node) model.Look {
	var out model.Look
	scheme := r.w.theme().kid("themeElements", "fmtScheme")
	pick := func(ref *node, list string) (*node, palette) {
		p := r.styles.palette
		p.placeholder = ref
		kids := scheme.kid(list).kids
		if i := ref.int("idx", 0); i > 0 && i <= len(kids) {
			return kids[i-1], p
		}
		return nil, p
	}
	if ref := style.kid("fillRef"); ref.int("idx", 0) > 0 {
		out.Fill.Colour = r.styles.palette.drawing(ref)
		if n, p := pick(ref, "fillStyleLst"); n != nil {
			out = p.look(&node{kids: []*node{n}}, out)
		}
	}
	if ref := style.kid("lnRef"); ref.int("idx", 0) > 0 {
		out.Line = model.Stroke{Colour: r.styles.palette.drawing(ref), Width: .75}
		if n, p := pick(ref, "lnStyleLst"); n != nil {
			out.Line = p.stroke(n, out.Line)
		}
	}
	return out
}

// cutText is the beginning of a text, of so many bytes at most.
func cutText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
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
