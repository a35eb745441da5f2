package layout

import "quire/engine/sheet/model"

// LineBox is a border line on the sheet, from point to point.
type LineBox struct {
	X1, Y1, X2, Y2 float64
	Line           model.Line
}

// stronger is the line that is drawn where two cells meet: the heavier, and of
// equals the first.
func stronger(a, b model.Line) model.Line {
	if b.Style > a.Style {
		return b
	}
	return a
}

// borders are the lines in the grid: of each edge the stronger of the two
// neighbours' lines, equal ones in a row as one.
func (s *Sheet) borders(g *grid, a model.Range) []LineBox {
	if len(g.rows) == 0 || len(g.cols) == 0 {
		return nil
	}
	out := s.horizontals(g, a)
	out = append(out, s.verticals(g, a)...)
	return append(out, s.diagonals(g)...)
}

// outside is the style of the cell beyond the grid's edge.
func (s *Sheet) outside(row, col int) *model.Style {
	if row < 1 || col < 1 || row > maxRow || col > maxCol {
		return &model.Style{}
	}
	return s.style(s.row(row), row, col)
}

func (s *Sheet) horizontals(g *grid, a model.Range) []LineBox {
	var out []LineBox
	n := len(g.rows)
	for i := 0; i <= n; i++ {
		y := 0.0
		if i < n {
			y = s.rows.at(g.rows[i])
		} else {
			y = s.rows.at(g.rows[n-1] + 1)
		}
		var run runOfLines
		for j, c := range g.cols {
			line := model.Line{}
			switch {
			case i > 0 && i < n && g.merged[i][j] > 0 && g.merged[i][j] == g.merged[i-1][j]:
			case i == 0 && s.within(a.FirstRow-1, c, a.FirstRow, c), i == n && s.within(a.LastRow, c, a.LastRow+1, c):
			case i == 0:
				line = stronger(g.styles[0][j].Border.Top, s.outside(a.FirstRow-1, c).Border.Bottom)
			case i == n:
				line = stronger(g.styles[n-1][j].Border.Bottom, s.outside(a.LastRow+1, c).Border.Top)
			default:
				line = stronger(g.styles[i-1][j].Border.Bottom, g.styles[i][j].Border.Top)
			}
			run.add(&out, line, s.cols.at(c), s.cols.at(c+1), func(from, to float64, l model.Line) LineBox { return LineBox{from, y, to, y, l} })
		}
		run.flush(&out)
	}
	return out
}

func (s *Sheet) verticals(g *grid, a model.Range) []LineBox {
	var out []LineBox
	n := len(g.cols)
	for j := 0; j <= n; j++ {
		x := 0.0
		if j < n {
			x = s.cols.at(g.cols[j])
		} else {
			x = s.cols.at(g.cols[n-1] + 1)
		}
		var run runOfLines
		for i, r := range g.rows {
			line := model.Line{}
			switch {
			case j > 0 && j < n && g.merged[i][j] > 0 && g.merged[i][j] == g.merged[i][j-1]:
			case j == 0 && s.within(r, a.FirstCol-1, r, a.FirstCol), j == n && s.within(r, a.LastCol, r, a.LastCol+1):
			case j == 0:
				line = stronger(g.styles[i][0].Border.Left, s.outside(r, a.FirstCol-1).Border.Right)
			case j == n:
				line = stronger(g.styles[i][n-1].Border.Right, s.outside(r, a.LastCol+1).Border.Left)
			default:
				line = stronger(g.styles[i][j-1].Border.Right, g.styles[i][j].Border.Left)
			}
			run.add(&out, line, s.rows.at(r), s.rows.at(r+1), func(from, to float64, l model.Line) LineBox { return LineBox{x, from, x, to, l} })
		}
		run.flush(&out)
	}
	return out
}

// within tells whether one merge covers both cells.
func (s *Sheet) within(r1, c1, r2, c2 int) bool {
	if r1 < 1 || c1 < 1 {
		return false
	}
	m, ok := s.merges.at(r1, c1)
	return ok && m.Contains(r2, c2)
}

// runOfLines joins equal lines that continue each other.
type runOfLines struct {
	from, to float64
	line     model.Line
	make     func(from, to float64, l model.Line) LineBox
}

func (r *runOfLines) add(out *[]LineBox, l model.Line, from, to float64, mk func(from, to float64, l model.Line) LineBox) {
	if r.line == l && r.to == from {
		r.to = to
		return
	}
	r.flush(out)
	*r = runOfLines{from, to, l, mk}
}

func (r *runOfLines) flush(out *[]LineBox) {
	if r.line.Style != model.LineNone {
		*out = append(*out, r.make(r.from, r.to, r.line))
	}
	r.line = model.Line{}
}

func (s *Sheet) diagonals(g *grid) []LineBox {
	var out []LineBox
	seen := map[int]bool{}
	for i, row := range g.rows {
		for j, col := range g.cols {
			b := g.styles[i][j].Border
			if b.Diagonal.Style == model.LineNone || !b.DiagonalUp && !b.DiagonalDown {
				continue
			}
			place := s.box(model.Range{FirstRow: row, FirstCol: col, LastRow: row, LastCol: col})
			if n := g.merged[i][j]; n > 0 {
				if seen[n] {
					continue
				}
				seen[n] = true
				if m, ok := s.merges.at(row, col); ok {
					place = s.box(m)
				}
			}
			if b.DiagonalDown {
				out = append(out, LineBox{place.X, place.Y, place.X + place.W, place.Y + place.H, b.Diagonal})
			}
			if b.DiagonalUp {
				out = append(out, LineBox{place.X, place.Y + place.H, place.X + place.W, place.Y, b.Diagonal})
			}
		}
	}
	return out
}

// Look is what the cells of a range look like besides their text.
type Look struct {
	Fills   []FillBox
	Borders []LineBox
	// RowEdges and ColEdges are where grid lines lie.
	RowEdges, ColEdges []float64
}

// Look gives fills, borders and grid lines of a range.
func (s *Sheet) Look(a model.Range) Look {
	g := s.newGrid(a)
	l := Look{Fills: s.fills(g), Borders: s.borders(g, a)}
	for _, r := range g.rows {
		l.RowEdges = append(l.RowEdges, s.rows.at(r))
	}
	for _, c := range g.cols {
		l.ColEdges = append(l.ColEdges, s.cols.at(c))
	}
	if len(g.rows) > 0 && len(g.cols) > 0 {
		l.RowEdges = append(l.RowEdges, s.rows.at(g.rows[len(g.rows)-1]+1))
		l.ColEdges = append(l.ColEdges, s.cols.at(g.cols[len(g.cols)-1]+1))
	}
	return l
}
