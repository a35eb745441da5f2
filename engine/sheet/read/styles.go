package read

import (
	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// styleReader resolves the styles part (ECMA-376 part 1, 18.8).
type styleReader struct {
	palette palette
	normal  model.Font
	formats map[string]*numfmt.Format
	codes   map[int]string
	root    *node
}

// namelessFont is the family of fonts that the workbook does not name, as LibreOffice
// has it.
const namelessFont = "Cambria"

func (w *Workbook) styles() (*styleReader, []model.Style, error) {
	root, err := parseTree(w.byKind("styles"))
	if err != nil {
		return nil, nil, err
	}
	settle(root)
	st := &styleReader{palette: w.palette(root), root: root, formats: map[string]*numfmt.Format{}, codes: map[int]string{}}
	for _, n := range root.kid("numFmts").kids {
		st.codes[n.int("numFmtId", -1)] = n.attr("formatCode")
	}
	st.normal = model.Font{Family: namelessFont, Size: 11}
	fonts := collect(root.kid("fonts"), st.font)
	st.normal.Family = "Calibri"
	fills := collect(root.kid("fills"), st.fill)
	borders := collect(root.kid("borders"), st.border)
	if len(fonts) > 0 {
		st.normal = at(fonts, normalFont(root), fonts[0])
	}
	var out []model.Style
	for _, xf := range root.kid("cellXfs").kids {
		s := model.Style{
			Font:   at(fonts, xf.int("fontId", 0), st.normal),
			Fill:   at(fills, xf.int("fillId", 0), model.Fill{}),
			Border: at(borders, xf.int("borderId", 0), model.Border{}),
			Align:  align(xf.kid("alignment")),
		}
		s.FormatCode, s.Format = st.format(xf.int("numFmtId", 0))
		out = append(out, s)
	}
	if len(out) == 0 {
		s := model.Style{Font: st.normal}
		s.FormatCode, s.Format = st.format(0)
		out = append(out, s)
	}
	return st, out, nil
}

// settle puts what stands for elements of newer kinds in their places: lists of styles count
// each such choice as one (ECMA-376 part 3, 7.6).
func settle(n *node) {
	chosen := false
	for _, k := range n.kids {
		settle(k)
		chosen = chosen || k.name == "AlternateContent"
	}
	if !chosen {
		return
	}
	var kids []*node
	for _, k := range n.kids {
		if k.name == "AlternateContent" {
			kids = append(kids, alternatives(k)...)
		} else {
			kids = append(kids, k)
		}
	}
	n.kids = kids
}

// normalFont is the number of the font of the style "Normal", by which columns
// are measured (ECMA-376 part 1, 18.8.7 and 18.3.1.13).
func normalFont(root *node) int {
	style := 0
	for _, n := range root.kid("cellStyles").kids {
		if n.int("builtinId", -1) == 0 {
			style = n.int("xfId", 0)
			break
		}
	}
	return at(root.kid("cellStyleXfs").kids, style, &node{}).int("fontId", 0)
}

func collect[T any](n *node, read func(*node) T) []T {
	var out []T
	for _, k := range n.kids {
		out = append(out, read(k))
	}
	return out
}

func at[T any](list []T, i int, otherwise T) T {
	if i < 0 || i >= len(list) {
		return otherwise
	}
	return list[i]
}

// format finds the code of a number format and parses it once.
func (st *styleReader) format(id int) (string, *numfmt.Format) {
	code, ok := st.codes[id]
	if !ok {
		code = numfmt.Builtin(id)
	}
	return code, st.parsed(code)
}

func (st *styleReader) parsed(code string) *numfmt.Format {
	f := st.formats[code]
	if f == nil {
		f = numfmt.Parse(code)
		st.formats[code] = f
	}
	return f
}

// font reads a font; runs of text name it rFont.
func (st *styleReader) font(n *node) model.Font {
	f := model.Font{Family: st.normal.Family, Size: st.normal.Size}
	for _, k := range n.kids {
		val := k.attr("val")
		switch k.name {
		case "name", "rFont":
			if val != "" {
				f.Family = val
			}
		case "sz":
			f.Size = max(1, min(409, number(val, f.Size)))
		case "b":
			f.Bold = boolean(val, true)
		case "i":
			f.Italic = boolean(val, true)
		case "strike":
			f.Strike = boolean(val, true)
		case "u":
			f.Underline = underline(val)
		case "color":
			f.Colour = st.palette.colour(k)
		case "vertAlign":
			f.Raise = map[string]model.Raise{"superscript": model.Superscript, "subscript": model.Subscript}[val]
		}
	}
	return f
}

func underline(val string) model.Underline {
	switch val {
	case "none":
		return model.UnderlineNone
	case "double", "doubleAccounting":
		return model.UnderlineDouble
	}
	return model.UnderlineSingle
}

// shares of the foreground in hatched patterns.
var shares = map[string]float64{
	"darkDown": .5, "darkGray": .75, "darkGrid": .5, "darkHorizontal": .5, "darkTrellis": .75, "darkUp": .5,
	"darkVertical": .5, "gray0625": .0625, "gray125": .125, "lightDown": .25, "lightGray": .25, "lightGrid": .4375,
	"lightHorizontal": .25, "lightTrellis": .375, "lightUp": .25, "lightVertical": .25, "mediumGray": .5, "solid": 1,
}

func (st *styleReader) fill(n *node) model.Fill {
	if n.has("gradientFill") {
		return st.gradient(n.kid("gradientFill"))
	}
	p := n.kid("patternFill")
	share, ok := shares[p.attr("patternType")]
	if !ok {
		return model.Fill{}
	}
	fg, bg := st.palette.colour(p.kid("fgColor")), st.palette.colour(p.kid("bgColor"))
	if share == 1 {
		return model.Fill{Colour: fg}
	}
	if !bg.Set {
		bg = model.RGB(0xFFFFFF)
	}
	hatch := &model.Hatch{Dots: model.Hatches[cellHatches[p.attr("patternType")]], Front: model.RGB(fg.RGB), Back: bg}
	return model.Fill{Colour: model.RGB(mix(fg.RGB, bg.RGB, share)), Hatch: hatch}
}

func (st *styleReader) gradient(n *node) model.Fill {
	f := model.Fill{Angle: n.num("degree", 0)}
	for _, s := range n.kids {
		if c := st.palette.colour(s.kid("color")); c.Set {
			f.Stops = append(f.Stops, model.Stop{At: max(0, min(1, s.num("position", 0))), Colour: c.RGB})
		}
	}
	if len(f.Stops) == 0 {
		return model.Fill{}
	}
	f.Colour = model.RGB(mix(f.Stops[0].Colour, f.Stops[len(f.Stops)-1].Colour, .5))
	return f
}

// mix takes a share of a and the rest of b.
func mix(a, b uint32, share float64) uint32 {
	out := uint32(0)
	for shift := 16; shift >= 0; shift -= 8 {
		v := float64(a>>shift&255)*share + float64(b>>shift&255)*(1-share)
		out = out<<8 | uint32(v+.5)
	}
	return out
}

var lineStyles = map[string]model.LineStyle{
	"hair": model.LineHair, "dotted": model.LineDotted, "dashDotDot": model.LineDashDotDot, "dashDot": model.LineDashDot,
	"dashed": model.LineDashed, "thin": model.LineThin, "mediumDashDotDot": model.LineMediumDashDotDot,
	"slantDashDot": model.LineSlantDashDot, "mediumDashDot": model.LineMediumDashDot, "mediumDashed": model.LineMediumDashed,
	"medium": model.LineMedium, "thick": model.LineThick, "double": model.LineDouble,
}

func (st *styleReader) border(n *node) model.Border {
	line := func(names ...string) model.Line {
		for _, name := range names {
			if e := n.kid(name); lineStyles[e.attr("style")] != model.LineNone {
				return model.Line{Style: lineStyles[e.attr("style")], Colour: st.palette.colour(e.kid("color")).RGB}
			}
		}
		return model.Line{}
	}
	return model.Border{
		Left: line("left", "start"), Right: line("right", "end"), Top: line("top"), Bottom: line("bottom"),
		Diagonal: line("diagonal"), DiagonalUp: n.bool("diagonalUp", false), DiagonalDown: n.bool("diagonalDown", false),
	}
}

func align(n *node) model.Align {
	a := model.Align{
		Horizontal: map[string]model.Horizontal{
			"left": model.Left, "center": model.Centre, "right": model.Right, "fill": model.Repeat, "justify": model.Justify,
			"centerContinuous": model.CentreAcross, "distributed": model.Distributed,
		}[n.attr("horizontal")],
		Vertical: map[string]model.Vertical{
			"center": model.Middle, "top": model.Top, "justify": model.VJustify, "distributed": model.VDistributed,
		}[n.attr("vertical")],
		Indent: max(0, min(250, n.int("indent", 0))),
		Wrap:   n.bool("wrapText", false),
		Shrink: n.bool("shrinkToFit", false),
		Reading: map[string]model.Reading{
			"1": model.ReadLeftToRight, "2": model.ReadRightToLeft,
		}[n.attr("readingOrder")],
	}
	switch r := n.int("textRotation", 0); {
	case r == 255:
		a.Stacked = true
	case r > 90 && r <= 180:
		a.Rotation = 90 - r
	case r > 0 && r <= 90:
		a.Rotation = r
	}
	return a
}

// overlayFill reads the fill of a conditional format, in which a solid one is in the
// background colour (ECMA-376 part 1, 18.8.14).
func (st *styleReader) overlayFill(n *node) model.Fill {
	p := n.kid("patternFill")
	kind := p.attr("patternType")
	switch share, known := shares[kind]; {
	case n.has("gradientFill"), known && share < 1:
		return st.fill(n)
	case kind == "none":
		return model.Fill{}
	}
	return model.Fill{Colour: st.palette.colour(p.kid("bgColor"))}
}

// overlays reads the styles of conditional formats.
func (st *styleReader) overlays() []*model.Overlay {
	return collect(st.root.kid("dxfs"), func(n *node) *model.Overlay { return st.overlay(n) })
}

func (st *styleReader) overlay(n *node) *model.Overlay {
	o := &model.Overlay{FormatCode: n.kid("numFmt").attr("formatCode")}
	font := n.kid("font")
	flag := func(name string) *bool {
		if !font.has(name) {
			return nil
		}
		v := boolean(font.kid(name).attr("val"), true)
		return &v
	}
	o.Bold, o.Italic, o.Strike = flag("b"), flag("i"), flag("strike")
	if font.has("u") {
		u := underline(font.kid("u").attr("val"))
		o.Underline = &u
	}
	o.Colour = st.palette.colour(font.kid("color"))
	o.Fill = st.overlayFill(n.kid("fill"))
	if n.has("border") {
		b := st.border(n.kid("border"))
		o.Border = &b
	}
	return o
}
