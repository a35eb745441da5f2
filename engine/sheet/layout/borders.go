package layout

import (
	"slices"

	"quire/engine/sheet/model"
)

// LineBox is a border line on the sheet, from point to point.
type LineBox struct {
	X1, Y1, X2, Y2 float64
	Line           model.Line
}

// lineWidths are the widths of border lines in points, as LibreOffice draws the
// styles of ECMA-376 part 1, 18.18.3. Double lines are two with a gap.
var lineWidths = [...]float64{
	model.LineNone: 0,
	model.LineHair: .1, model.LineDotted: .737, model.LineDashDotDot: .737, model.LineDashDot: .737, model.LineDashed: .737, model.LineThin: .75,
	model.LineMediumDashDotDot: 1.757, model.LineSlantDashDot: 1.757, model.LineMediumDashDot: 1.757, model.LineMediumDashed: 1.757, model.LineMedium: 1.75,
	model.LineThick: 2.5, model.LineDouble: 1.75,
}

// Width is the width of the line in points, of a double line with its gap.
func (l LineBox) Width() float64 { return lineWidths[l.Line.Style] }

// weight orders lines by what is drawn where two meet.
func weight(l model.Line) int {
	switch l.Style {
	case model.LineNone:
		return 0
	case model.LineHair:
		return 1
	case model.LineDotted, model.LineDashDotDot, model.LineDashDot, model.LineDashed, model.LineThin:
		return 2
	case model.LineThick:
		return 5
	case model.LineDouble:
		return 4
	}
	return 3
}

// stronger is the line that is drawn where two cells meet: the heavier, and of
// equals that of the second cell, to the right or below.
func stronger(a, b model.Line) model.Line {
	if weight(a) > weight(b) {
		return a
	}
	return b
}

// edges are the lines that the cells of a grid share.
type edges struct {
	level   [][]model.Line // level[i][j] is above row i, under column j
	upright [][]model.Line // upright[i][j] is in row i, before column j
}

// borders are the lines in the grid: of each edge the stronger of the two
// neighbours' lines, equal ones in a row as one.
func (s *Sheet) borders(g *grid, a model.Range) []LineBox {
	if len(g.rows) == 0 || len(g.cols) == 0 {
		return nil
	}
	e := edges{s.levels(g, a), s.uprights(g, a)}
	x, y := ends(s.cols, g.cols), ends(s.rows, g.rows)
	var out []LineBox
	for i, lines := range e.level {
		eachRun(lines, func(first, last int, l model.Line) {
			out = append(out, LineBox{x[first] - e.across(i, first), y[i], x[last] + e.across(i, last), y[i], l})
		})
	}
	for j := range x {
		lines := make([]model.Line, len(g.rows))
		for i := range lines {
			lines[i] = e.upright[i][j]
		}
		eachRun(lines, func(first, last int, l model.Line) {
			out = append(out, LineBox{x[j], y[first] - e.along(first, j), x[j], y[last] + e.along(last, j), l})
		})
	}
	return append(append(out, s.slantedLines(g, x, y)...), s.diagonals(g)...)
}

// ends are the places between the rows or columns of a grid, with both sides.
func ends(x *axis, shown []int) []float64 {
	out := make([]float64, 0, len(shown)+1)
	for _, i := range shown {
		out = append(out, x.at(i))
	}
	return append(out, x.at(shown[len(shown)-1]+1))
}

// eachRun calls f for each run of equal lines.
func eachRun(lines []model.Line, f func(first, last int, l model.Line)) {
	for first := 0; first < len(lines); {
		last := first + 1
		for last < len(lines) && lines[last] == lines[first] {
			last++
		}
		if lines[first].Style != model.LineNone {
			f(first, last, lines[first])
		}
		first = last
	}
}

// across is half the width of the upright line at a corner: as much longer is
// a level line that ends there.
func (e edges) across(i, j int) float64 {
	w := 0.0
	if i > 0 {
		w = lineWidths[e.upright[i-1][j].Style]
	}
	if i < len(e.upright) {
		w = max(w, lineWidths[e.upright[i][j].Style])
	}
	return w / 2
}

// along is half the width of the level line at a corner.
func (e edges) along(i, j int) float64 {
	w := 0.0
	if j > 0 {
		w = lineWidths[e.level[i][j-1].Style]
	}
	if j < len(e.level[i]) {
		w = max(w, lineWidths[e.level[i][j].Style])
	}
	return w / 2
}

// absent is the look of what is not there.
var absent model.Style

// outside is the style of the cell beyond the grid's edge.
func (s *Sheet) outside(row, col int) *model.Style {
	if row < 1 || col < 1 || row > maxRow || col > maxCol {
		return &absent
	}
	return s.style(s.row(row), row, col)
}

func (s *Sheet) levels(g *grid, a model.Range) [][]model.Line {
	n := len(g.rows)
	out := make([][]model.Line, n+1)
	for i := range out {
		out[i] = make([]model.Line, len(g.cols))
		for j, c := range g.cols {
			switch {
			case i > 0 && i < n && g.merged[i][j] > 0 && g.merged[i][j] == g.merged[i-1][j]:
			case i == 0 && s.within(a.FirstRow-1, c, a.FirstRow, c), i == n && s.within(a.LastRow, c, a.LastRow+1, c):
			case i == 0:
				out[i][j] = stronger(s.outside(a.FirstRow-1, c).Border.Bottom, s.upright(g, 0, j).Top)
			case i == n:
				out[i][j] = stronger(g.styles[n-1][j].Border.Bottom, s.outside(a.LastRow+1, c).Border.Top)
			default:
				out[i][j] = stronger(g.styles[i-1][j].Border.Bottom, s.upright(g, i, j).Top)
			}
		}
	}
	return out
}

func (s *Sheet) uprights(g *grid, a model.Range) [][]model.Line {
	n := len(g.cols)
	out := make([][]model.Line, len(g.rows))
	for i, r := range g.rows {
		out[i] = make([]model.Line, n+1)
		for j := range out[i] {
			switch {
			case j > 0 && j < n && g.merged[i][j] > 0 && g.merged[i][j] == g.merged[i][j-1]:
			case j == 0 && s.within(r, a.FirstCol-1, r, a.FirstCol), j == n && s.within(r, a.LastCol, r, a.LastCol+1):
			case j == 0:
				out[i][j] = stronger(s.outside(r, a.FirstCol-1).Border.Right, s.upright(g, i, 0).Left)
			case j == n:
				out[i][j] = stronger(s.upright(g, i, n-1).Right, s.outside(r, a.LastCol+1).Border.Left)
			default:
				out[i][j] = stronger(s.upright(g, i, j-1).Right, s.upright(g, i, j).Left)
			}
		}
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
	// Grid are the grid lines, for sheets that print them; none cross merged cells, nor
	// texts that flow over their neighbours.
	Grid []LineBox
}

// Look gives fills, borders and grid lines of a range printed at a scale.
func (s *Sheet) Look(a model.Range, scale float64) Look {
	g := s.newGrid(a)
	l := Look{Fills: s.fills(g), Borders: s.borders(g, a)}
	if s.Page.GridLines && len(g.rows) > 0 && len(g.cols) > 0 {
		l.Grid = s.gridLines(g, a, scale)
	}
	return l
}

// gridLines are the lines between the cells of a grid, those of a row or column that
// follow each other as one.
func (s *Sheet) gridLines(g *grid, a model.Range, scale float64) []LineBox {
	x, y := ends(s.cols, g.cols), ends(s.rows, g.rows)
	line := model.Line{Style: model.LineHair}
	var out []LineBox
	run := make([]model.Line, len(g.cols))
	for i := range y {
		for j := range run {
			run[j] = line
			if i > 0 && i < len(g.rows) && g.merged[i][j] > 0 && g.merged[i][j] == g.merged[i-1][j] {
				run[j] = model.Line{}
			}
		}
		eachRun(run, func(first, last int, l model.Line) { out = append(out, LineBox{x[first], y[i], x[last], y[i], l}) })
	}
	flows := s.flows(g, x, a, scale)
	run = make([]model.Line, len(g.rows))
	for j := range x {
		for i := range run {
			run[i] = line
			if flows[i][j] || j > 0 && j < len(g.cols) && g.merged[i][j] > 0 && g.merged[i][j] == g.merged[i][j-1] {
				run[i] = model.Line{}
			}
		}
		eachRun(run, func(first, last int, l model.Line) { out = append(out, LineBox{x[j], y[first], x[j], y[last], l}) })
	}
	return out
}

// flows tells for each row of a grid which of its upright lines, at x, texts cross that
// flow over their cells.
func (s *Sheet) flows(g *grid, x []float64, a model.Range, scale float64) [][]bool {
	out := make([][]bool, len(g.rows))
	for i := range out {
		out[i] = make([]bool, len(x))
	}
	s.Texts(a, scale, func(t *TextBox) {
		i, found := slices.BinarySearch(g.rows, t.Row)
		if !found || t.Angle != 0 {
			return
		}
		b := t.Bounds()
		for j, _ := slices.BinarySearch(x, b.X+.05); j < len(x) && x[j] < b.X+b.W-.05; j++ {
			out[i][j] = true
		}
	})
	return out
}
