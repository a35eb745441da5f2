package read

import (
	"slices"
	"strconv"
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

// shapeText reads the text of a shape (ECMA-376 part 1, 21.1.2).
func (r *sheetReader) shapeText(s *model.Shape, n *node) {
	body := n.kid("txBody")
	b := body.kid("bodyPr")
	inset := func(name string, otherwise float64) float64 { return max(0, min(1000, b.num(name, otherwise)/emu)) }
	s.Left, s.Right, s.Top, s.Bottom = inset("lIns", 91440), inset("rIns", 91440), inset("tIns", 45720), inset("bIns", 45720)
	s.NoWrap = b.attr("wrap") == "none"
	s.Turned = map[string]float64{"vert": 90, "vert270": 270, "eaVert": 90}[b.attr("vert")]
	shrunk := max(.1, min(1, b.kid("normAutofit").num("fontScale", 100000)/100000))
	numbers := map[int]int{} // of numbered paragraphs by their level
	s.Vertical = map[string]model.Vertical{"b": model.Bottom, "ctr": model.Middle}[b.attr("anchor")]
	if a := b.attr("anchor"); a != "b" && a != "ctr" {
		s.Vertical = model.Top
	}
	font := model.Font{Family: plainShapeFont, Size: 11}
	if ref := n.kid("style", "fontRef"); ref.name != "" {
		minor, major := r.w.themeFonts()
		font.Family = minor
		if ref.attr("idx") == "major" {
			font.Family = major
		}
		font.Colour = r.styles.palette.drawing(ref)
	}
	length := 0
	for _, p := range body.kids {
		if p.name != "p" || length > maxText {
			continue
		}
		base := r.runFont(font, p.kid("pPr", "defRPr"))
		out := model.Paragraph{Align: map[string]model.Horizontal{"ctr": model.Centre, "r": model.Right, "just": model.Justify}[p.kid("pPr").attr("algn")]}
		for _, k := range p.kids {
			f := r.runFont(base, k.kid("rPr"))
			if length++; length > maxText {
				break
			}
			switch k.name {
			case "r", "fld":
				text := cutText(k.kid("t").text, maxText-length)
				length += len(text)
				out.Runs = append(out.Runs, model.Run{Text: text, Font: &f})
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
		bullet(&out, p.kid("pPr"), numbers)
		for i := range out.Runs {
			f := *out.Runs[i].Font
			f.Size = max(1, f.Size*shrunk)
			out.Runs[i].Font = &f
		}
		s.Paragraphs = append(s.Paragraphs, out)
	}
}

// bullet puts a paragraph's sign before it, or its number, and reads where it stands
// (ECMA-376 part 1, 21.1.2.4).
func bullet(p *model.Paragraph, props *node, numbers map[int]int) {
	within := func(v float64) float64 { return max(-1000, min(1000, v/emu)) }
	p.Left, p.First = max(0, within(props.num("marL", 0))), within(props.num("indent", 0))
	level := props.int("lvl", 0)
	sign := props.kid("buChar").attr("char")
	if n := props.kid("buAutoNum"); n.name != "" {
		number := max(numbers[level]+1, n.int("startAt", 1))
		numbers[level] = number
		sign = numbered(n.attr("type"), number)
	} else {
		delete(numbers, level)
	}
	if sign = cutText(sign, 20); sign == "" || p.Runs[0].Text == "" {
		return
	}
	if sign == "\uf0b7" || sign == "\u00b7" { // of the font Symbol
		sign = "•"
	}
	p.Runs = append([]model.Run{{Text: sign + " ", Font: p.Runs[0].Font}}, p.Runs...)
}

// numbered is the number of a paragraph as it is written (ECMA-376 part 1,
// 20.1.10.61).
func numbered(kind string, n int) string {
	text := strconv.Itoa(n)
	if letters := strings.HasPrefix(kind, "alpha"); letters && n >= 1 {
		text = strings.Repeat(string(rune('a'+(n-1)%26)), min(10, (n-1)/26+1))
		if strings.HasPrefix(kind, "alphaUc") {
			text = strings.ToUpper(text)
		}
	}
	switch {
	case strings.HasSuffix(kind, "ParenBoth"):
		return "(" + text + ")"
	case strings.HasSuffix(kind, "ParenR"):
		return text + ")"
	case strings.HasSuffix(kind, "Period"):
		return text + "."
	}
	return text
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
