package read

import (
	"strconv"
	"strings"

	"quire/engine/sheet/model"
)

// maxColumns is that of ECMA-376 part 1, 20.1.10.67.
const maxColumns = 16

// shapeText reads the text of a shape (ECMA-376 part 1, 21.1.2).
func (r *sheetReader) shapeText(s *model.Shape, n *node) {
	body := n.kid("txBody")
	b := body.kid("bodyPr")
	frameText(s, b)
	autofit := b.kid("normAutofit")
	shrunk := max(.1, min(1, autofit.num("fontScale", 100000)/100000))
	closer := max(0, min(.9, autofit.num("lnSpcReduction", 0)/100000))
	numbers := map[int]int{} // of numbered paragraphs by their level
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
		props := paragraphProps{p.kid("pPr"), body.kid("lstStyle", "lvl"+strconv.Itoa(max(0, min(8, p.kid("pPr").int("lvl", 0)))+1)+"pPr")}
		base := r.runFont(r.runFont(font, props.list.kid("defRPr")), props.own.kid("defRPr"))
		out := model.Paragraph{Align: map[string]model.Horizontal{"ctr": model.Centre, "r": model.Right, "just": model.Justify}[props.attr("algn")]}
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
		for i := range out.Runs {
			f := *out.Runs[i].Font
			f.Size = max(1, f.Size*shrunk)
			out.Runs[i].Font = &f
		}
		bullet(&out, props, numbers)
		out.Spacing, out.Before, out.After = props.spacing("lnSpc"), props.spacing("spcBef"), props.spacing("spcAft")
		if closer > 0 && out.Spacing.Points == 0 {
			if out.Spacing.Share == 0 {
				out.Spacing.Share = 1
			}
			out.Spacing.Share = max(.1, out.Spacing.Share-closer)
		}
		s.Paragraphs = append(s.Paragraphs, out)
	}
}

// frameText reads how the text stands in its shape (ECMA-376 part 1, 21.1.2.1.1).
func frameText(s *model.Shape, b *node) {
	s.Upright = b.bool("upright", false)
	inset := func(name string, otherwise float64) float64 { return max(0, min(1000, b.num(name, otherwise)/emu)) }
	// The insets that are given are those of the shape, but their defaults those of the
	// text, as LibreOffice has it.
	const beside, above = 91440, 45720
	left, top, right, bottom := inset("lIns", beside), inset("tIns", above), inset("rIns", beside), inset("bIns", above)
	switch b.attr("vert") {
	case "vert", "eaVert", "mongolianVert":
		s.Turned = 90
		left, top, right, bottom = inset("tIns", beside), inset("rIns", above), inset("bIns", beside), inset("lIns", above)
	case "vert270":
		s.Turned = 270
		left, top, right, bottom = inset("bIns", beside), inset("lIns", above), inset("tIns", beside), inset("rIns", above)
	case "wordArtVert", "wordArtVertRtl":
		s.Stacked = true
	}
	s.Left, s.Top, s.Right, s.Bottom = left, top, right, bottom
	s.NoWrap = b.attr("wrap") == "none"
	s.Columns, s.Gap = max(1, min(maxColumns, b.int("numCol", 1))), inset("spcCol", 0)
	switch b.attr("anchor") {
	case "b":
		s.Vertical = model.Bottom
	case "ctr":
		s.Vertical = model.Middle
	default:
		s.Vertical = model.Top
	}
}

// paragraphProps are the properties of a paragraph, and those of its level in the list
// style of the text (ECMA-376 part 1, 21.1.2.4.12).
type paragraphProps struct{ own, list *node }

func (p paragraphProps) attr(name string) string {
	if v := p.own.attr(name); v != "" {
		return v
	}
	return p.list.attr(name)
}

func (p paragraphProps) num(name string) float64 { return p.own.num(name, p.list.num(name, 0)) }

// of gives the first of several elements that either has.
func (p paragraphProps) of(names ...string) *node {
	for _, n := range []*node{p.own, p.list} {
		for _, name := range names {
			if k := n.kid(name); k.name != "" {
				return k
			}
		}
	}
	return &node{}
}

// spacing reads a height in points or shares.
func (p paragraphProps) spacing(name string) model.Spacing {
	n := p.of(name)
	return model.Spacing{
		Points: max(0, min(1584, n.kid("spcPts").num("val", 0)/100)),
		Share:  max(0, min(132, n.kid("spcPct").num("val", 0)/100000)),
	}
}

// wingdings are the usual bullets of the font Wingdings as Unicode has them.
var wingdings = map[string]string{"§": "▪", "ü": "✓", "Ø": "➢", "q": "❑", "v": "❖", "n": "■", "l": "●", "u": "◆", "à": "→"}

// bullet reads a paragraph's sign or number, and where it stands (ECMA-376 part 1,
// 21.1.2.4).
func bullet(p *model.Paragraph, props paragraphProps, numbers map[int]int) {
	within := func(v float64) float64 { return max(-1000, min(1000, v/emu)) }
	p.Left, p.First = max(0, within(props.num("marL"))), within(props.num("indent"))
	p.First = max(-p.Left, p.First)
	level := props.own.int("lvl", 0)
	kind := props.of("buNone", "buChar", "buAutoNum")
	sign := kind.attr("char")
	if kind.name == "buAutoNum" {
		number := max(numbers[level]+1, kind.int("startAt", 1))
		numbers[level] = number
		for deeper := range numbers {
			if deeper > level {
				delete(numbers, deeper)
			}
		}
		sign = numbered(kind.attr("type"), number)
	} else {
		delete(numbers, level)
	}
	if sign = cutText(sign, 20); sign == "" || p.Runs[0].Text == "" {
		return
	}
	if sign == "\uf0b7" || sign == "\u00b7" { // of the font Symbol
		sign = "•"
	}
	if w := wingdings[sign]; w != "" && strings.HasPrefix(props.of("buFont").attr("typeface"), "Wingdings") {
		sign = w
	}
	p.Bullet = &model.Run{Text: sign, Font: p.Runs[0].Font}
}

// numbered is the number of a paragraph as it is written (ECMA-376 part 1,
// 20.1.10.61).
func numbered(kind string, n int) string {
	text := strconv.Itoa(n)
	switch {
	case n < 1:
	case strings.HasPrefix(kind, "alpha"):
		text = strings.Repeat(string(rune('a'+(n-1)%26)), min(10, (n-1)/26+1))
	case strings.HasPrefix(kind, "roman") && n < 4000:
		text = roman(n)
	case strings.HasPrefix(kind, "circleNum") && n <= 20:
		return string(rune('①' + n - 1))
	}
	if strings.HasPrefix(kind, "alphaUc") || strings.HasPrefix(kind, "romanUc") {
		text = strings.ToUpper(text)
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

// roman writes a number below 4,000 in small Roman numerals.
func roman(n int) string {
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	var b strings.Builder
	for i, sign := range strings.Fields("m cm d cd c xc l xl x ix v iv i") {
		for ; n >= values[i]; n -= values[i] {
			b.WriteString(sign)
		}
	}
	return b.String()
}
