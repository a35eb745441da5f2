package layout

import (
	"math"

	"quire/engine/sheet/model"
)

// mostSlant bounds how far the top of a cell may stand beside its bottom, in points.
const mostSlant = 2000

// slant is how far a cell's sides go to the right for each point upwards, 0 for upright
// ones: they follow turned text where the cell has lines around it, as in LibreOffice and
// Excel.
func slant(st *model.Style) float64 {
	b := st.Border
	a := st.Align.Rotation
	if a == 0 || a <= -90 || a >= 90 || st.Align.Stacked {
		return 0
	}
	if b.Left.Style == model.LineNone && b.Right.Style == model.LineNone && b.Top.Style == model.LineNone && b.Bottom.Style == model.LineNone {
		return 0
	}
	return 1 / math.Tan(float64(a)*math.Pi/180)
}

// lean is how far the top of a cell of the grid stands beside its bottom. Merged cells stay
// upright.
func (s *Sheet) lean(g *grid, i, j int) float64 {
	if i < 0 || j < 0 || i >= len(g.rows) || j >= len(g.cols) || g.merged[i][j] > 0 {
		return 0
	}
	return math.Max(-mostSlant, math.Min(mostSlant, slant(g.styles[i][j])*s.rows.of(g.rows[i])))
}

// slantedLines are the lines at the sides of slanted cells and above them. Neighbours that
// lean alike share a side.
func (s *Sheet) slantedLines(g *grid, x, y []float64) []LineBox {
	var out []LineBox
	add := func(x1, y1, x2, y2 float64, l model.Line) {
		if l.Style != model.LineNone {
			out = append(out, LineBox{x1, y1, x2, y2, l})
		}
	}
	for i := range g.rows {
		for j := 0; j <= len(g.cols); j++ {
			before, lean := s.lean(g, i, j-1), s.lean(g, i, j)
			if lean != 0 {
				side := g.styles[i][j].Border.Left
				if before == lean {
					side = stronger(g.styles[i][j-1].Border.Right, side)
				}
				add(x[j], y[i+1], x[j]+lean, y[i], side)
				add(x[j]+lean, y[i], x[j+1]+lean, y[i], g.styles[i][j].Border.Top)
			}
			if before != 0 && before != lean {
				add(x[j], y[i+1], x[j]+before, y[i], g.styles[i][j-1].Border.Right)
			}
		}
	}
	return out
}

// upright is a border without the lines that slanted cells have elsewhere.
func (s *Sheet) upright(g *grid, i, j int) model.Border {
	b := g.styles[i][j].Border
	if s.lean(g, i, j) != 0 {
		b.Left, b.Right, b.Top = model.Line{}, model.Line{}, model.Line{}
	}
	return b
}

// alongside moves turned text between the sides of a slanted cell: the corner of its block, of
// the width and height w and h, that is next to a side stands as far from it as it would
// from an upright one. Without an alignment, text that goes down is at the right.
func alongside(t *TextBox, align model.Horizontal, lean, w, h, bw float64) {
	sin, cos := math.Sincos(t.Angle * math.Pi / 180)
	up := 1.0 // the corners at the left that are next to the side: of the top or of the bottom
	if t.Angle < 0 {
		up = -1
	}
	below := t.Cell.Y + t.Cell.H - t.OriginY
	switch align {
	case model.Centre, model.CentreAcross, model.Distributed:
		t.OriginX += lean * below
	case model.Right:
		t.OriginX += lean * (below + w/2*sin - up*h/2*cos)
	default:
		if t.Angle < 0 {
			t.OriginX = t.Cell.X + t.Cell.W - padding - bw/2
			t.OriginX += lean * (below + w/2*sin - up*h/2*cos)
			return
		}
		t.OriginX += lean * (below - w/2*sin + up*h/2*cos)
	}
}
