package layout

import (
	"sort"

	"quire/engine/sheet/model"
)

// FillBox is a filled rectangle on the sheet, whose upper side stands Lean points to the
// right of its lower one.
type FillBox struct {
	Box
	Fill model.Fill
	Lean float64
}

// grid has what the cells of a pane look like, for what concerns neighbours.
type grid struct {
	rows, cols []int // those with a size
	styles     [][]*model.Style
	merged     [][]int // number of the merge that covers the cell, from 1
}

// newGrid looks up the styles of the cells in a range and one around it.
func (s *Sheet) newGrid(a model.Range) *grid {
	g := &grid{}
	for i := a.FirstRow; i <= a.LastRow; i++ {
		if s.rows.of(i) > 0 {
			g.rows = append(g.rows, i)
		}
	}
	for c := a.FirstCol; c <= a.LastCol; c++ {
		if s.cols.of(c) > 0 {
			g.cols = append(g.cols, c)
		}
	}
	for _, i := range g.rows {
		r := s.row(i)
		styles := make([]*model.Style, len(g.cols))
		for j, c := range g.cols {
			styles[j] = s.style(r, i, c)
		}
		g.styles, g.merged = append(g.styles, styles), append(g.merged, make([]int, len(g.cols)))
	}
	n := 0
	s.merges.visit(a, func(m model.Range) {
		n++
		// Only those that show: a merge may run over millions of hidden cells.
		for i := sort.SearchInts(g.rows, m.FirstRow); i < len(g.rows) && g.rows[i] <= m.LastRow; i++ {
			for j := sort.SearchInts(g.cols, m.FirstCol); j < len(g.cols) && g.cols[j] <= m.LastCol; j++ {
				g.merged[i][j] = n
			}
		}
	})
	return g
}

// fillOf is the fill of a cell; merged cells have that of their first.
func (s *Sheet) fillOf(g *grid, i, j int) model.Fill {
	if g.merged[i][j] > 0 {
		if m, ok := s.merges.at(g.rows[i], g.cols[j]); ok {
			return s.style(s.row(m.FirstRow), m.FirstRow, m.FirstCol).Fill
		}
	}
	return g.styles[i][j].Fill
}

// fills are the backgrounds in the grid; equal neighbours are one rectangle,
// so that no seams show.
func (s *Sheet) fills(g *grid) []FillBox {
	var out, slanted []FillBox
	open := map[[2]float64]int{} // boxes that end at the row above, by their sides
	for i, row := range g.rows {
		next := map[[2]float64]int{}
		for j := 0; j < len(g.cols); {
			f := s.fillOf(g, i, j)
			k := j + 1
			lean := s.lean(g, i, j)
			for lean == 0 && k < len(g.cols) && s.lean(g, i, k) == 0 && f.Stops == nil && sameFill(s.fillOf(g, i, k), f) {
				k++
			}
			x, x2 := s.cols.at(g.cols[j]), s.cols.at(g.cols[k-1]+1)
			y, h := s.rows.at(row), s.rows.of(row)
			j = k
			if !f.Colour.Set {
				continue
			}
			if lean != 0 { // over their neighbours
				slanted = append(slanted, FillBox{Box{x, y, x2 - x, h}, f, lean})
				continue
			}
			key := [2]float64{x, x2}
			if n, ok := open[key]; ok && f.Stops == nil && sameFill(out[n].Fill, f) {
				out[n].H = y + h - out[n].Y
				next[key] = n
				continue
			}
			out = append(out, FillBox{Box{x, y, x2 - x, h}, f, 0})
			next[key] = len(out) - 1
		}
		open = next
	}
	return append(out, slanted...)
}

func sameFill(a, b model.Fill) bool {
	return a.Colour == b.Colour && a.Hatch.Same(b.Hatch) && a.Stops == nil && b.Stops == nil
}
