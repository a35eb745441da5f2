package read

import (
	"math"
	"path"
	"regexp"
	"strings"

	"quire/engine/sheet/model"
)

// Sizes of controls in points: the box or circle to tick, its distance from the
// edge and from its text, the arrows at an end, and how far down the frame of a group
// begins.
const (
	tickSide  = 9
	tickSpace = 3
	arrowSide = 12.75
	frameTop  = 6
)

// Colours of controls, as screens have them.
const (
	controlFace   = 0xF0F0F0
	controlLine   = 0x7F7F7F
	controlChosen = 0x3399FF
)

// controlFont is Excel's for controls that do not name one.
var controlFont = model.Font{Family: "Tahoma", Size: 8}

// mostListed bounds the lines of a list box.
const mostListed = 200

// formControl finds the controls that no other list names.
var formControl = regexp.MustCompile(`ObjectType=["'](Button|Checkbox|Drop|EditBox|GBox|Label|List|Radio|Scroll|Spin)["']`)

// control is an object of the older notation (ECMA-376 part 4, 14.1 and 14.4): a button,
// a box to tick or choose from, or the picture of an embedded document.
type control struct {
	r       *sheetReader
	n, data *node
	anchor  model.Anchor
	name    string
	// h is about its height in points.
	h float64
}

// foreign notes which controls and embedded documents the sheet has.
func (r *sheetReader) foreign(n *node) {
	for _, k := range n.kids {
		if k.name != "control" && k.name != "oleObject" {
			r.foreign(k)
			continue
		}
		if r.objects == nil {
			r.objects = map[string]*node{}
		}
		if id := k.attr("shapeId"); id != "" && (r.objects[id] == nil || len(k.kids) > 0) && len(r.objects) < maxDrawings {
			r.objects[id] = k
		}
	}
}

// lineEnd stands for the end of a line in texts of the older notation.
const lineEnd = "\u2028"

// olderTree reads a part of the older notation. Lines of its texts may end in an HTML
// break, which is no XML.
func (r *sheetReader) olderTree(rel relation) (*node, error) {
	if rel.external {
		return &node{}, nil
	}
	text := string(r.w.part(rel.target))
	return parseTree([]byte(strings.NewReplacer("<br>", lineEnd, "<br/>", lineEnd, "<BR>", lineEnd).Replace(text)))
}

// controls makes drawings of the sheet's controls and of the pictures of embedded
// documents.
func (r *sheetReader) controls(older relation) {
	if len(r.objects) == 0 && (older.external || !formControl.Match(r.w.part(older.target))) {
		return // notes at most
	}
	missing := 0
	placed := map[string]bool{}
	t, err := r.olderTree(older)
	if err != nil {
		r.warn("DRAWING_UNREADABLE", "the controls and embedded documents of tab «%s» cannot be read: %v", r.sheet.Name, err)
		return
	}
	rels, err := r.w.relations(older.target)
	if err != nil {
		rels = nil
	}
	for _, k := range t.kids {
		if r.crowded {
			return
		}
		id, kind := shapeID(k), k.kid("ClientData").attr("ObjectType")
		if k.name != "shape" || placed[id] || r.objects[id] == nil && !formControl.MatchString(`ObjectType="`+kind+`"`) {
			continue
		}
		if id != "" {
			placed[id] = true
		}
		if c, ok := r.control(k); ok && !c.draw(rels) {
			missing++
		}
	}
	for _, id := range sortedKeys(r.objects) {
		if !placed[id] && !r.preview(r.objects[id]) {
			missing++
		}
	}
	if missing > 0 {
		r.warn("CONTROL_NOT_DRAWN", "%d controls or embedded documents of tab «%s» are not drawn: the file has no picture of them", missing, r.sheet.Name)
	}
}

// shapeID is the number by which the sheet's lists name a shape.
func shapeID(n *node) string {
	const before = "_x0000_s"
	for _, a := range []string{"spid", "id"} {
		if id, ok := strings.CutPrefix(n.attr(a), before); ok {
			return id
		}
	}
	return ""
}

// preview takes the picture of an object that is only placed by its list (ECMA-376
// part 1, 18.3.1.56); it tells whether there is one, or shall be none.
func (r *sheetReader) preview(n *node) bool {
	props := n.kid("objectPr")
	if props.name == "" {
		props = n.kid("controlPr")
	}
	if !props.bool("print", true) {
		return true
	}
	rel, place := r.rels[props.attr("id")], props.kid("anchor")
	data := r.w.part(rel.target)
	if rel.external || len(data) == 0 || !place.has("from") || !place.has("to") {
		return false
	}
	r.take(model.Drawing{Kind: "picture", Name: n.attr("name"), Anchor: model.Anchor{From: mark(place.kid("from")), To: mark(place.kid("to"))},
		Data: data, Type: strings.ToLower(strings.TrimPrefix(path.Ext(rel.target), "."))})
	return true
}

// control reads where an object stands; it is not ok when it is not to be printed.
func (r *sheetReader) control(n *node) (*control, bool) {
	c := &control{r: r, n: n, data: n.kid("ClientData"), name: n.attr("id")}
	if v := strings.ToLower(strings.TrimSpace(c.data.kid("PrintObject").text)); v == "false" || v == "f" {
		return nil, false
	}
	for part := range strings.SplitSeq(n.attr("style"), ";") {
		name, value, _ := strings.Cut(part, ":")
		switch strings.TrimSpace(name) {
		case "height":
			c.h = length(value)
		case "visibility":
			if strings.TrimSpace(value) == "hidden" {
				return nil, false
			}
		}
	}
	var ok bool
	c.anchor, ok = olderAnchor(c.data.kid("Anchor").text)
	return c, ok
}

// draw draws the object; it tells whether it can be drawn.
func (c *control) draw(rels map[string]relation) bool {
	if rel := rels[c.n.kid("imagedata").attr("relid")]; !rel.external && len(c.r.w.part(rel.target)) > 0 {
		d := model.Drawing{Kind: "picture", Name: c.name, Anchor: c.anchor,
			Data: c.r.w.part(rel.target), Type: strings.ToLower(strings.TrimPrefix(path.Ext(rel.target), "."))}
		look := c.backdrop()
		if look.Line.Colour.Set { // over the picture, which may cover its border
			d.Shape = &model.Shape{Preset: "rect", Look: model.Look{Line: look.Line}}
		}
		c.r.take(d)
		return true
	}
	switch c.data.attr("ObjectType") {
	case "Checkbox", "Radio":
		c.backdrop()
		c.tick()
	case "Button":
		c.part(whole, box(controlFace, controlLine))
		c.text(whole, c.lines(), model.Centre, model.Middle)
	case "Label":
		c.backdrop()
		c.text(whole, c.lines(), model.Left, model.Top)
	case "EditBox":
		c.part(whole, box(0xFFFFFF, controlLine))
		c.text(within(2, 2), c.lines(), model.Left, model.Top)
	case "GBox":
		c.group()
	case "Drop":
		c.dropDown()
	case "List":
		c.list()
	case "Spin", "Scroll":
		c.arrows()
	default:
		return false
	}
	return true
}

// on tells whether an attribute is set; those of controls are off otherwise.
func on(n *node, name string) bool {
	v := n.attr(name)
	return v == "t" || v == "true"
}

// backdrop draws what the object asks for behind it and around it, and gives it.
func (c *control) backdrop() model.Look {
	look := olderLook(c.n)
	if !on(c.n, "filled") {
		look.Fill = model.Fill{}
	}
	if !on(c.n, "stroked") {
		look.Line = model.Stroke{}
	}
	if look.Fill.Colour.Set || look.Line.Colour.Set {
		c.part(whole, &model.Shape{Preset: "rect", Look: look})
	}
	return look
}

// box is a filled rectangle with an outline.
func box(fill, line uint32) *model.Shape {
	return &model.Shape{Preset: "rect", Look: model.Look{Fill: model.Fill{Colour: model.RGB(fill)}, Line: model.Stroke{Colour: model.RGB(line), Width: .75}}}
}

// whole is all of an object.
var whole = model.Share{W: 1, H: 1}

// within is an object without so many points at its sides.
func within(left, right float64) model.Share {
	return model.Share{W: 1, H: 1, PlusX: left, PlusW: -left - right}
}

// rounded is a circle, or an ellipse.
func rounded(look model.Look) *model.Shape {
	outlines, _, _ := defined("ellipse", &node{}, nil)
	return &model.Shape{Preset: "ellipse", Outlines: outlines, Look: look}
}

// part draws a figure in a part of the object.
func (c *control) part(at model.Share, s *model.Shape) {
	c.r.take(model.Drawing{Kind: "shape", Name: c.name, Anchor: c.anchor, Within: &at, Shape: s})
}

// text writes lines in a part of the object.
func (c *control) text(at model.Share, lines []model.Paragraph, align model.Horizontal, vertical model.Vertical) {
	if len(lines) == 0 {
		return
	}
	if v, given := noteVerticals[c.data.kid("TextVAlign").text]; given {
		vertical = v
	}
	if a, given := noteAligns[c.data.kid("TextHAlign").text]; given {
		align = a
	}
	for i := range lines {
		lines[i].Align = align
	}
	c.part(at, &model.Shape{Preset: "rect", Vertical: vertical, Paragraphs: lines, NoWrap: c.data.attr("ObjectType") != "Label", Cut: true})
}

// lines are the object's own text, line by line, with its fonts.
func (c *control) lines() []model.Paragraph {
	var out []model.Paragraph
	for _, div := range c.n.kid("textbox").kids {
		p := model.Paragraph{}
		c.runs(div, controlFont, &p, &out)
		if len(p.Runs) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// runs collects the pieces of a text in HTML, as far as spreadsheet programs write it.
func (c *control) runs(n *node, f model.Font, p *model.Paragraph, out *[]model.Paragraph) {
	switch n.name {
	case "font":
		if face := n.attr("face"); face != "" {
			f.Family = face
		}
		if size := n.num("size", 0) / 20; size >= 1 && size <= 409 { // twentieths of a point
			f.Size = size
		}
		if colour := n.attr("color"); strings.HasPrefix(colour, "#") {
			f.Colour = model.RGB(olderColour(colour, 0))
		}
	case "b":
		f.Bold = true
	case "i":
		f.Italic = true
	}
	for i, text := range strings.Split(n.text, lineEnd) {
		if i > 0 {
			*out, *p = append(*out, *p), model.Paragraph{}
		}
		if text := strings.Join(strings.Fields(text), " "); text != "" {
			p.Runs = append(p.Runs, model.Run{Text: text, Font: &f})
		}
	}
	for _, k := range n.kids {
		c.runs(k, f, p, out)
	}
}

// tick draws a box or circle, what is in it, and the text beside it.
func (c *control) tick() {
	frame := box(0xFFFFFF, 0x404040)
	at := model.Share{Y: .5, PlusX: tickSpace, PlusY: -tickSide / 2., PlusW: tickSide, PlusH: tickSide}
	switch c.data.kid("TextVAlign").text {
	case "Top":
		at.Y, at.PlusY = 0, tickSpace
	case "Bottom":
		at.Y, at.PlusY = 1, -tickSide-tickSpace
	}
	inner := at
	inner.PlusX, inner.PlusY, inner.PlusW, inner.PlusH = at.PlusX+tickSide/4., at.PlusY+tickSide/4., tickSide/2., tickSide/2.
	state := integer(c.data.kid("Checked").text, 0)
	round := c.data.attr("ObjectType") == "Radio"
	if round {
		*frame = *rounded(frame.Look)
	}
	c.part(at, frame)
	switch {
	case state == 0:
	case round:
		c.part(inner, rounded(model.Look{Fill: model.Fill{Colour: model.RGB(0)}}))
	case state == 1:
		c.part(at, &model.Shape{Look: model.Look{Line: model.Stroke{Colour: model.RGB(0), Width: 1.25}}, Outlines: []model.Outline{{Hollow: true,
			Steps: []model.Step{{Op: 'M', At: []float64{.2, .5}}, {Op: 'L', At: []float64{.42, .75}}, {Op: 'L', At: []float64{.8, .25}}}}}})
	default: // neither on nor off
		c.part(inner, &model.Shape{Preset: "rect", Look: model.Look{Fill: model.Fill{Colour: model.RGB(controlLine)}}})
	}
	c.text(within(tickSide+2*tickSpace, 0), c.lines(), model.Left, model.Middle)
}

// group draws a frame with its text in the upper line of it.
func (c *control) group() {
	frame := box(0, controlLine)
	frame.Look.Fill = model.Fill{}
	c.part(model.Share{W: 1, H: 1, PlusY: frameTop, PlusH: -frameTop}, frame)
	lines := c.lines()
	if len(lines) == 0 {
		return
	}
	letters, size := 0, 0.0
	for _, run := range lines[0].Runs {
		letters, size = letters+len([]rune(run.Text)), math.Max(size, run.Font.Size)
	}
	// The text stands on paper, not on the line: about so wide are letters.
	at := model.Share{PlusX: 6, PlusW: float64(letters)*size*.52 + 4, PlusH: 2 * frameTop}
	c.part(at, &model.Shape{Preset: "rect", Look: model.Look{Fill: model.Fill{Colour: model.RGB(0xFFFFFF)}}})
	at.PlusX += 2
	c.part(at, &model.Shape{Preset: "rect", Vertical: model.Middle, Paragraphs: lines[:1], NoWrap: true})
}

// dropDown draws what is chosen and the arrow beside it.
func (c *control) dropDown() {
	c.part(whole, box(0xFFFFFF, controlLine))
	c.arrow(model.Share{X: 1, H: 1, PlusX: -arrowSide, PlusW: arrowSide}, down)
	items := c.items()
	if k := integer(c.data.kid("Sel").text, 0); k >= 1 && k <= len(items) {
		c.text(within(2, arrowSide), plainLines(items[k-1:k], 0), model.Left, model.Middle)
	}
}

// list draws the lines of a list, the chosen one marked.
func (c *control) list() {
	c.part(whole, box(0xFFFFFF, controlLine))
	c.arrow(model.Share{X: 1, PlusX: -arrowSide, PlusW: arrowSide, PlusH: arrowSide}, up)
	c.arrow(model.Share{X: 1, Y: 1, PlusX: -arrowSide, PlusY: -arrowSide, PlusW: arrowSide, PlusH: arrowSide}, down)
	line := controlFont.Size * 1.25
	items := c.items()
	items = items[:min(len(items), mostListed, int(c.h/line))]
	chosen := integer(c.data.kid("Sel").text, 0)
	for i := range items {
		at, colour := model.Share{W: 1, PlusX: 1, PlusY: float64(i)*line + 1, PlusW: -arrowSide - 2, PlusH: line}, uint32(0)
		if i+1 == chosen {
			colour = 0xFFFFFF
			c.part(at, &model.Shape{Preset: "rect", Look: model.Look{Fill: model.Fill{Colour: model.RGB(controlChosen)}}})
		}
		at.PlusX++
		c.text(at, plainLines(items[i:i+1], colour), model.Left, model.Middle)
	}
}

// arrows draws the ends of a scroll bar, or the halves of a spin button.
func (c *control) arrows() {
	first, second := up, down
	turned := func(s model.Share) model.Share { return s }
	if c.data.has("Horiz") {
		first, second = left, right
		turned = func(s model.Share) model.Share {
			return model.Share{X: s.Y, Y: s.X, W: s.H, H: s.W, PlusX: s.PlusY, PlusY: s.PlusX, PlusW: s.PlusH, PlusH: s.PlusW}
		}
	}
	if c.data.attr("ObjectType") == "Spin" {
		c.arrow(turned(model.Share{W: 1, H: .5}), first)
		c.arrow(turned(model.Share{Y: .5, W: 1, H: .5}), second)
		return
	}
	c.part(whole, box(0xE3E3E3, controlLine))
	c.arrow(turned(model.Share{W: 1, PlusH: arrowSide}), first)
	c.arrow(turned(model.Share{Y: 1, W: 1, PlusY: -arrowSide, PlusH: arrowSide}), second)
	lowest, highest := number(c.data.kid("Min").text, 0), number(c.data.kid("Max").text, 100)
	at := math.Max(0, math.Min(1, (number(c.data.kid("Val").text, lowest)-lowest)/math.Max(1, highest-lowest)))
	c.part(turned(model.Share{Y: at, W: 1, PlusY: arrowSide - at*3*arrowSide, PlusH: arrowSide}), box(controlFace, controlLine))
}

// Arrows by where their three corners are.
var (
	up    = []float64{0, 1, .5, 0, 1, 1}
	down  = []float64{0, 0, .5, 1, 1, 0}
	left  = []float64{1, 0, 0, .5, 1, 1}
	right = []float64{0, 0, 1, .5, 0, 1}
)

// arrow draws a button with an arrow in it.
func (c *control) arrow(at model.Share, corners []float64) {
	const long, short = 4.5, 2.7
	c.part(at, box(controlFace, controlLine))
	w, h := long, short
	if corners[2] != .5 { // it points aside
		w, h = h, w
	}
	c.part(model.Share{X: at.X + at.W/2, Y: at.Y + at.H/2, PlusX: at.PlusX + (at.PlusW-w)/2, PlusY: at.PlusY + (at.PlusH-h)/2, PlusW: w, PlusH: h},
		&model.Shape{Look: model.Look{Fill: model.Fill{Colour: model.RGB(0x404040)}}, Outlines: []model.Outline{{Bare: true,
			Steps: []model.Step{{Op: 'M', At: corners[:2]}, {Op: 'L', At: corners[2:4]}, {Op: 'L', At: corners[4:]}, {Op: 'Z'}}}}})
}

// plainLines are lines in the font of controls.
func plainLines(texts []string, colour uint32) []model.Paragraph {
	var out []model.Paragraph
	for _, t := range texts {
		f := controlFont
		f.Colour = model.RGB(colour)
		out = append(out, model.Paragraph{Runs: []model.Run{{Text: t, Font: &f}}})
	}
	return out
}

// items are the texts of the cells from which a list is filled.
func (c *control) items() []string {
	ref := strings.TrimSpace(c.data.kid("FmlaRange").text)
	if text, ok := c.r.definedName(ref); ok {
		ref = text
	}
	if ref == "" {
		return nil
	}
	if !strings.Contains(ref, "!") {
		ref = "'" + strings.ReplaceAll(c.r.sheet.Name, "'", "''") + "'!" + ref
	}
	return (&chartReader{r: c.r, hiddenToo: true}).cellTexts(ref, true)
}

// definedName is what a name of the workbook stands for. The names are looked through once:
// there may be as many controls as names.
func (r *sheetReader) definedName(name string) (text string, ok bool) {
	if r.defined == nil {
		r.defined = map[string]string{}
		for _, n := range r.w.root.kid("definedNames").kids {
			r.defined[strings.ToLower(n.attr("name"))] = n.text
		}
	}
	text, ok = r.defined[strings.ToLower(name)]
	return text, ok
}
