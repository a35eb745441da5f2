package read

import (
	"path"
	"regexp"
	"strings"

	"quire/engine/sheet/model"
)

// emu is the number of English metric units in a point (ECMA-376 part 1,
// 20.1.2.1).
const emu = 12700

// drawings reads the objects that float over the cells (ECMA-376 part 1, 20.5).
func (r *sheetReader) drawings(rel relation) {
	t, err := parseTree(r.w.part(rel.target))
	if err != nil {
		r.warn("DRAWING_UNREADABLE", "the pictures and charts of tab «%s» cannot be read: %v", r.sheet.Name, err)
		return
	}
	rels, err := r.w.relations(rel.target)
	if err != nil {
		return
	}
	for _, k := range t.kids {
		if k.name == "AlternateContent" {
			k = firstAnchor(k)
		}
		a, ok := anchor(k)
		if !ok {
			continue
		}
		for _, obj := range k.kids {
			r.member(a, nil, obj, rels)
		}
	}
}

// firstAnchor takes the first of several descriptions of one object.
func firstAnchor(n *node) *node {
	for _, choice := range n.kids {
		for _, k := range choice.kids {
			if strings.HasSuffix(k.name, "Anchor") {
				return k
			}
		}
	}
	return &node{}
}

// alternatives are the objects that stand for one of a newer kind (ECMA-376
// part 3, 7.6): its fallback, or, where that is empty, its first description.
func alternatives(n *node) []*node {
	if kids := n.kid("Fallback").kids; len(kids) > 0 {
		return kids
	}
	return n.kid("Choice").kids
}

func anchor(n *node) (model.Anchor, bool) {
	var a model.Anchor
	switch n.name {
	case "twoCellAnchor":
		a.From, a.To = mark(n.kid("from")), mark(n.kid("to"))
	case "oneCellAnchor":
		a.From, a.Sized = mark(n.kid("from")), true
	case "absoluteAnchor":
		a.Absolute, a.Sized = true, true
		a.From = model.Mark{Row: 1, Col: 1, X: n.kid("pos").num("x", 0) / emu, Y: n.kid("pos").num("y", 0) / emu}
	default:
		return a, false
	}
	a.Width, a.Height = n.kid("ext").num("cx", 0)/emu, n.kid("ext").num("cy", 0)/emu
	return a, true
}

func mark(n *node) model.Mark {
	return model.Mark{
		Row: min(lastRow, max(0, integer(n.kid("row").text, 0))+1), Col: min(lastCol, max(0, integer(n.kid("col").text, 0))+1),
		X: number(n.kid("colOff").text, 0) / emu, Y: number(n.kid("rowOff").text, 0) / emu,
	}
}

// member reads a drawing that is a whole anchor's or a part of a group.
func (r *sheetReader) member(a model.Anchor, within *model.Share, n *node, rels map[string]relation) {
	if n.name == "AlternateContent" {
		for _, k := range alternatives(n) {
			r.member(a, within, k, rels)
		}
		return
	}
	d := model.Drawing{Anchor: a, Within: within}
	props := n.find("cNvPr")
	if props != nil {
		if props.bool("hidden", false) {
			return
		}
		d.Name = props.attr("name")
		if link := rels[props.kid("hlinkClick").attr("id")]; link.external && safeURL(link.target) {
			d.URL = link.target
		}
	}
	switch n.name {
	case "pic":
		d.Kind = "picture"
		r.picture(&d, n, rels)
	case "graphicFrame":
		d.Kind = "graphic"
		if k := n.find("chart"); k != nil {
			d.Kind = "chart"
			r.chart(&d, rels[k.attr("id")])
		}
	case "sp":
		d.Kind, d.Shape = "shape", r.shape(n)
		d.Rotation = n.kid("spPr", "xfrm").num("rot", 0) / 60000
		if fill := n.kid("spPr", "blipFill"); fill.name != "" {
			r.blip(&d, fill, rels)
		}
	case "cxnSp":
		d.Kind, d.Shape = "line", r.shape(n)
		d.Rotation = n.kid("spPr", "xfrm").num("rot", 0) / 60000
	case "grpSp":
		r.group(a, within, n, rels)
		return
	default:
		return
	}
	r.take(d)
}

// take keeps a drawing, if there are not too many.
func (r *sheetReader) take(d model.Drawing) {
	if len(r.sheet.Drawings) == maxDrawings {
		if !r.crowded {
			r.warn("DRAWINGS_LEFT_OUT", "tab «%s» has more than %d pictures and shapes; the others are left out", r.sheet.Name, maxDrawings)
		}
		r.crowded = true
		return
	}
	r.sheet.Drawings = append(r.sheet.Drawings, d)
}

func (r *sheetReader) picture(d *model.Drawing, n *node, rels map[string]relation) {
	r.blip(d, n.kid("blipFill"), rels)
	props := n.kid("spPr")
	frame := props.kid("xfrm")
	d.Rotation = frame.num("rot", 0) / 60000
	d.MirrorX, d.MirrorY = frame.bool("flipH", false), frame.bool("flipV", false)
	preset := props.kid("prstGeom").attr("prst")
	if line := props.kid("ln"); preset != "" && preset != "rect" || props.has("custGeom") || line.name != "" && !line.has("noFill") {
		// It is cut out as a figure, or has a border.
		d.Shape = r.shape(n)
		if d.Shape != nil {
			d.Shape.Look.Fill, d.Shape.MirrorX, d.Shape.MirrorY, d.Shape.Paragraphs = model.Fill{}, false, false, nil
		}
	}
}

// effect reads what becomes of a picture's colours.
func (r *sheetReader) effect(blip *node) model.PictureEffect {
	var e model.PictureEffect
	share := func(n *node, name string, otherwise float64) float64 {
		return max(-1, min(1, n.num(name, otherwise*100000)/100000))
	}
	for _, k := range blip.kids {
		switch k.name {
		case "grayscl":
			e.Gray = true
		case "biLevel":
			e.Split = max(.001, share(k, "thresh", .5))
		case "lum":
			e.Bright, e.Contrast = share(k, "bright", 0), share(k, "contrast", 0)
		case "alphaModFix":
			e.Clear = 1 - max(0, share(k, "amt", 1))
		case "duotone":
			if len(k.kids) == 2 {
				a, b := r.styles.palette.drawing(&node{kids: k.kids[:1]}), r.styles.palette.drawing(&node{kids: k.kids[1:]})
				e.TwoTone, e.Dark, e.Light = a.Set && b.Set, a.RGB, b.RGB
			}
		case "clrChange":
			e.Through = r.styles.palette.drawing(k.kid("clrFrom"))
		}
	}
	return e
}

// blip reads the picture that fills an area, and how it is cropped.
func (r *sheetReader) blip(d *model.Drawing, fill *node, rels map[string]relation) {
	rel := rels[fill.kid("blip").attr("embed")]
	d.Data = r.w.part(rel.target)
	d.Type = strings.ToLower(strings.TrimPrefix(path.Ext(rel.target), "."))
	d.Effect = r.effect(fill.kid("blip"))
	for _, ext := range fill.kid("blip", "extLst").kids {
		// MS-ODRAWXML, 2.3.4: the picture that the other one is the fallback of.
		if svg := ext.kid("svgBlip"); svg.name != "" {
			d.Vector = r.w.part(rels[svg.attr("embed")].target)
		}
	}
	crop := fill.kid("srcRect")
	share := func(name string) float64 { return max(0, min(.99, crop.num(name, 0)/100000)) }
	d.CropLeft, d.CropTop, d.CropRight, d.CropBottom = share("l"), share("t"), share("r"), share("b")
}

// dataTable finds charts with a table of their values (ECMA-376 part 1, 21.2.2.54).
var dataTable = regexp.MustCompile(`<(\w+:)?dTable\W`)

// chart reads the chart that a frame shows.
func (r *sheetReader) chart(d *model.Drawing, rel relation) {
	if rel.kind != "chart" {
		return // one of the newer kinds, which have a part of their own
	}
	c, err := (*model.Chart)(nil), errPoints
	part := r.w.part(rel.target)
	if r.chartPoints <= maxAllPoints {
		c, err = r.readChart(part)
	}
	if err != nil {
		r.warn("CHART_UNREADABLE", "the chart «%s» of tab «%s» cannot be read: %v", d.Name, r.sheet.Name, err)
		return
	}
	if dataTable.Match(part) {
		r.warn("CHART_TABLE_NOT_DRAWN", "the table of values below the chart «%s» of tab «%s» is not drawn", d.Name, r.sheet.Name)
	}
	d.Chart = c
}
