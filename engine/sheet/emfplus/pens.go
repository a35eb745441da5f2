package emfplus

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// pen is how lines are drawn (MS-EMFPLUS, 2.2.1.7).
type pen struct {
	width      float64
	unit       uint32
	matrix     vector.Matrix
	start, end uint32
	corner     uint32
	mitre      float64
	dash       []float64 // in widths
	dashEnd    uint32
	phase      float64
	brush      *brush
	// What stands at the ends in place of a simple one.
	startCap, endCap *lineCap
}

// The flags of pens (2.1.2.7).
const (
	penMatrix = 1 << iota
	penStart
	penEnd
	penCorner
	penMitre
	penStyle
	penDashEnd
	penPhase
	penDash
	penAlign
	penCompound
	penStartCap
	penEndCap
)

// dashes of pens by their style (2.1.1.16), in widths.
var dashes = map[uint32][]float64{1: {3, 1}, 2: {1, 1}, 3: {3, 1, 1, 1}, 4: {3, 1, 1, 1, 1, 1}}

const maxDash = 32

func (p *Player) readPen(r *reader) *pen {
	r.u32()
	r.u32()
	flags := r.u32()
	out := &pen{unit: r.u32(), width: math.Abs(r.f32()), matrix: vector.Unit, mitre: 10}
	has := func(flag uint32) bool { return flags&flag != 0 }
	if has(penMatrix) {
		out.matrix = r.matrix()
	}
	for _, field := range []struct {
		flag uint32
		to   *uint32
	}{{penStart, &out.start}, {penEnd, &out.end}, {penCorner, &out.corner}} {
		if has(field.flag) {
			*field.to = r.u32()
		}
	}
	if has(penMitre) {
		out.mitre = r.f32()
	}
	if has(penStyle) {
		out.dash = dashes[r.u32()]
	}
	if has(penDashEnd) {
		out.dashEnd = r.u32()
	}
	if has(penPhase) {
		out.phase = r.f32()
	}
	if has(penDash) {
		out.dash = r.dashes()
	}
	if has(penAlign) {
		r.u32()
	}
	if has(penCompound) && len(r.dashes()) > 0 {
		p.rec.Miss("lines of several lines")
	}
	if has(penStartCap) {
		out.startCap = p.readCap(r)
	}
	if has(penEndCap) {
		out.endCap = p.readCap(r)
	}
	out.brush = p.readBrush(r)
	return out
}

// dashes are lengths of strokes and gaps.
func (r *reader) dashes() []float64 {
	n := r.count(4)
	out := make([]float64, 0, min(n, maxDash))
	for range n {
		if v := r.f32(); len(out) < maxDash {
			out = append(out, max(0, v))
		}
	}
	return out
}

// ends of lines (2.1.1.18 and 2.1.1.11): flat, square, round.
func ends(cap uint32) canvas.End {
	switch cap {
	case 1:
		return canvas.EndSquare
	case 2:
		return canvas.EndRound
	}
	return canvas.EndCut
}

// thick is the width of a pen in points.
func (p *Player) thick(n *pen) float64 {
	w := n.width * n.matrix.Size()
	if n.unit == unitWorld {
		return w * p.now().Size()
	}
	return w * p.pixels(n.unit) * p.base.Size()
}

// stroke draws along an outline.
func (p *Player) stroke(path *canvas.Path, n *pen) {
	c := n.brush.solid()
	if c.clear >= 1 {
		return
	}
	width := math.Max(.1, p.thick(n))
	line := model.Stroke{Colour: c.colour(), Width: width, Clear: c.clear}
	look := canvas.Pen{Mitre: n.mitre, End: ends(n.start)}
	if n.start == 0 {
		look.End = ends(n.end)
	}
	switch n.corner {
	case 1:
		look.Corner = canvas.CornerCut
	case 2:
		look.Corner = canvas.CornerRound
	}
	sum := 0.0
	for _, d := range n.dash {
		sum += d
		line.Dash = append(line.Dash, d*math.Max(width, .25))
	}
	if sum <= 0 {
		line.Dash = nil
	}
	if line.Dash != nil {
		look.Phase, look.End = max(0, n.phase*width), ends(n.dashEnd)
	}
	x1, y1, x2, y2 := path.Bounds()
	p.rec.Steps += path.Len()
	path.EvenOdd = false
	p.show(vector.Item{Path: path, Look: model.Look{Line: line}, Pen: look, X: x1, Y: y1, W: x2 - x1, H: y2 - y1})
	p.caps(path, n, width, c)
}
