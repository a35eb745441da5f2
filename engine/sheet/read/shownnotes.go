package read

import (
	"strings"

	"quire/engine/sheet/model"
)

// Distances of notes in points: around their text, and of their shadow.
const (
	noteSide   = 3.6
	noteTop    = 1.8
	noteShadow = 2
)

// noteVerticals and noteAligns are how the text of a note stands (ECMA-376 part 4,
// 14.4).
var (
	noteVerticals = map[string]model.Vertical{"Center": model.Middle, "Bottom": model.Bottom, "Justify": model.Top}
	noteAligns    = map[string]model.Horizontal{"Center": model.Centre, "Right": model.Right, "Justify": model.Justify}
)

// noteFont is Excel's for notes that do not name one.
var noteFont = model.Font{Family: "Tahoma", Size: 9}

// shownNotes makes drawings of the notes that stand open on the sheet. How they look
// is in the older notation (ECMA-376 part 4, 14.1 and 14.4), their text is not.
func (r *sheetReader) shownNotes(rel relation) {
	texts := map[address]richText{}
	r.comments(func(row, col int, text richText) {
		texts[address{row, col}] = text
	})
	if len(texts) == 0 {
		return
	}
	t, err := r.olderTree(rel)
	if err != nil {
		r.warn("NOTES_UNREADABLE", "where the notes of tab «%s» stand cannot be read, and they are not printed: %v", r.sheet.Name, err)
		return
	}
	for _, k := range t.kids {
		data := k.kid("ClientData")
		if k.name != "shape" || data.attr("ObjectType") != "Note" || !shown(data) {
			continue
		}
		cell := address{integer(data.kid("Row").text, -1) + 1, integer(data.kid("Column").text, -1) + 1}
		text, ok := texts[cell]
		a, placed := olderAnchor(data.kid("Anchor").text)
		if ok && placed {
			r.shownNote(k, data, cell, text, a)
		}
	}
}

// shown tells whether a note stands open.
func shown(data *node) bool {
	if !data.has("Visible") {
		return false
	}
	text := strings.ToLower(strings.TrimSpace(data.kid("Visible").text))
	return text != "false" && text != "f"
}

// olderAnchor reads where an object of the older notation stands: column, pixels
// in it, row, pixels in it, of its first corner and of its last.
func olderAnchor(text string) (model.Anchor, bool) {
	parts := strings.SplitN(text, ",", 9)
	if len(parts) != 8 {
		return model.Anchor{}, false
	}
	var v [8]int
	for i, p := range parts {
		if v[i] = integer(p, -1); v[i] < 0 {
			return model.Anchor{}, false
		}
	}
	corner := func(col, x, row, y int) model.Mark {
		pixels := func(n int) float64 { return float64(min(n, 10_000)) * units["px"] }
		return model.Mark{Row: min(lastRow, row+1), Col: min(lastCol, col+1), X: pixels(x), Y: pixels(y)}
	}
	return model.Anchor{From: corner(v[0], v[1], v[2], v[3]), To: corner(v[4], v[5], v[6], v[7])}, true
}

// shownNote draws a note, its shadow, and the line from it to its cell.
func (r *sheetReader) shownNote(n, data *node, cell address, text richText, a model.Anchor) {
	look := olderLook(n)
	name := "note at " + model.CellName(cell.row, cell.col)
	if on := n.kid("shadow").attr("on"); on == "t" || on == "true" {
		under := a
		for _, m := range []*model.Mark{&under.From, &under.To} {
			m.X, m.Y = m.X+noteShadow, m.Y+noteShadow
		}
		black := model.Look{Fill: model.Fill{Colour: model.RGB(0)}}
		r.take(model.Drawing{Kind: "shape", Name: name, Anchor: under, Shape: &model.Shape{Preset: "rect", Look: black}})
	}
	// The line begins at the corner of the note that is the nearer one, if the note
	// stands right of its cell, and ends at the corner of the cell.
	if a.From.Col > cell.col && look.Line.Colour.Set {
		line := &model.Shape{Preset: "line", Look: model.Look{Line: look.Line}, From: model.Head{Kind: "triangle", Width: 2, Length: 3}}
		from, to := model.Mark{Row: cell.row, Col: cell.col + 1}, a.From
		if to.Row < cell.row { // the note stands higher
			from.Row, to.Row, from.Y, to.Y = to.Row, from.Row, to.Y, from.Y
			line.MirrorY = true
		}
		r.take(model.Drawing{Kind: "line", Name: name, Anchor: model.Anchor{From: from, To: to}, Shape: line})
	}
	s := &model.Shape{Preset: "rect", Look: look, Left: noteSide, Right: noteSide, Top: noteTop, Bottom: noteTop, Cut: true}
	var given bool
	if s.Vertical, given = noteVerticals[data.kid("TextVAlign").text]; !given {
		s.Vertical = model.Top
	}
	runs := text.runs
	if len(runs) == 0 {
		runs = []model.Run{{Text: text.text}}
	}
	p := model.Paragraph{Align: noteAligns[data.kid("TextHAlign").text]}
	for _, run := range runs {
		if run.Font == nil || run.Font.Family == "" {
			f := noteFont
			run.Font = &f
		}
		p.Runs = append(p.Runs, run)
	}
	s.Paragraphs = []model.Paragraph{p}
	r.take(model.Drawing{Kind: "shape", Name: name, Anchor: a, Shape: s})
}

// olderLook reads fill and line of a shape (ECMA-376 part 4, 14.1).
func olderLook(n *node) model.Look {
	off := func(name string) bool { v := n.attr(name); return v == "f" || v == "false" }
	var out model.Look
	if !off("filled") {
		out.Fill.Colour = model.RGB(olderColour(n.attr("fillcolor"), 0xFFFFFF))
	}
	if !off("stroked") {
		out.Line = model.Stroke{Colour: model.RGB(olderColour(n.attr("strokecolor"), 0)), Width: .75}
		if w := length(n.attr("strokeweight")); w > 0 {
			out.Line.Width = min(100, w)
		}
	}
	return out
}

// systemColours are those of the screen that notes name.
var systemColours = map[string]uint32{"infobackground": 0xFFFFE1, "infotext": 0, "window": 0xFFFFFF, "windowtext": 0, "buttonface": 0xF0F0F0}

// olderColour is a colour by its digits or name, behind which its number in the palette
// may stand.
func olderColour(s string, otherwise uint32) uint32 {
	name, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	digits, isDigits := strings.CutPrefix(name, "#")
	if isDigits && len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if c, ok := hexColour(digits); isDigits && ok {
		return c
	}
	if c, ok := systemColours[strings.ToLower(name)]; ok {
		return c
	}
	if c, ok := preset(name); ok {
		return c
	}
	return otherwise
}
