// Package layout decides where everything of a worksheet stands on paper. It
// takes plain data and gives boxes; nothing is drawn. Lengths are points.
package layout

import (
	"math"
	"sort"
	"time"

	"quire/engine/sheet/model"
)

// pixel is the unit that row heights are whole numbers of, in points and in
// twips.
const (
	pixel      = .75
	pixelTwips = 15
)

// Sheet is a worksheet with its measures.
type Sheet struct {
	*model.Sheet
	Fonts  *Fonts
	merges *mergeTree
	cols   *axis
	rows   *axis
	digit  int         // the width of the widest digit in twips
	auto   map[int]int // heights of described rows in twips
	rules  *rules
	tables *tables
	all    model.Range // what used has found; no rows before that
	ends   map[int]int // what overflowEnd has found, by row
	// Warnings are what will not be printed as the sheet asks.
	Warnings   []model.Warning
	lost       map[string]bool // what headers ask for in vain, said already
	printScale float64         // at which texts are placed
	// span and plain are the room for the text of one ordinary cell, which is done
	// with before the next one's is asked for.
	span  [1]Span
	plain plainLine
	// headW and headH are the room that row and column headings take.
	headW, headH float64
}

// New measures a sheet. today is the day that conditional formats compare with;
// those that need it are left out, with a warning, when it is zero.
func New(m *model.Sheet, fonts *Fonts, today time.Time) *Sheet {
	s := &Sheet{Sheet: mirrored(m), Fonts: fonts, merges: newMergeTree(m.Merges), auto: map[int]int{}, ends: map[int]int{}, lost: map[string]bool{}, printScale: 1}
	s.digit = fonts.digitWidth(s.normal())
	s.cols = newAxis(s.colWidth)
	s.tables = newTables(s)
	s.rules = newRules(s, serial(today))
	s.measureRows()
	s.rows = newAxis(s.rowHeight)
	return s
}

// serial is the number of a day, counted from 1900; 0 for the zero time.
func serial(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return math.Round(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// normal is the font of cells without a style.
func (s *Sheet) normal() model.Font {
	if s.Normal.Family != "" {
		return s.Normal
	}
	return s.Styles[0].Font
}

// colWidth is the width of a column in twips. It is rounded to hundredths of a
// millimetre first, as LibreOffice does.
func (s *Sheet) colWidth(i int) int {
	w := s.Format.ColWidth * float64(s.digit)
	if s.Format.ColWidth == 0 {
		base := s.Format.BaseColWidth
		if base == 0 {
			base = 8
		}
		w = base*float64(s.digit) + 5*pixelTwips
	}
	if c := s.col(i); c != nil {
		switch {
		case c.Hidden:
			return 0
		case c.Width >= 0:
			w = c.Width * float64(s.digit)
		}
	}
	return int(math.Round(math.Round(w*2540/1440) * 1440 / 2540))
}

func (s *Sheet) col(i int) *model.Col {
	k := sort.Search(len(s.Cols), func(k int) bool { return s.Cols[k].Last >= i })
	if k < len(s.Cols) && s.Cols[k].First <= i {
		return &s.Cols[k]
	}
	return nil
}

// rowHeight is the height of a row in twips.
func (s *Sheet) rowHeight(i int) int {
	if h, ok := s.auto[i]; ok {
		return h
	}
	if s.Format.ZeroHeight {
		return 0
	}
	return s.defaultHeight()
}

// plainHeight is the height in twips of rows in a sheet that does not say, as
// LibreOffice has it.
const plainHeight = 256

// defaultHeight is the height of rows that are not described, in twips.
func (s *Sheet) defaultHeight() int {
	if s.Format.RowHeight == 0 {
		return plainHeight
	}
	return s.snap(s.Format.RowHeight)
}

// snap turns a height in points into twips, of whole pixels where the sheet
// asks for it.
func (s *Sheet) snap(h float64) int {
	if s.WholePixels {
		return int(math.Floor(h/pixel+.01)) * pixelTwips
	}
	return twips(h)
}

// row finds a described row.
func (s *Sheet) row(i int) *model.Row {
	k := sort.Search(len(s.Rows), func(k int) bool { return s.Rows[k].Index >= i })
	if k < len(s.Rows) && s.Rows[k].Index == i {
		return &s.Rows[k]
	}
	return nil
}

// cellIn finds a described cell in a row, which may be nil.
func cellIn(r *model.Row, col int) *model.Cell {
	if r == nil {
		return nil
	}
	k := sort.Search(len(r.Cells), func(k int) bool { return r.Cells[k].Col >= col })
	if k < len(r.Cells) && r.Cells[k].Col == col {
		return &r.Cells[k]
	}
	return nil
}

// styleIn is the style of a cell, described or not: its own, else that of its
// row, else that of its column.
func (s *Sheet) styleIn(r *model.Row, col int) *model.Style {
	n := 0
	if c := cellIn(r, col); c != nil {
		n = c.Style
	} else if r != nil && r.Style >= 0 {
		n = r.Style
	} else if c := s.col(col); c != nil {
		n = c.Style
	}
	return s.numbered(n)
}

// numbered is the style with a number; the first stands for those that are not
// there.
func (s *Sheet) numbered(n int) *model.Style {
	if n < 0 || n >= len(s.Styles) {
		n = 0
	}
	return &s.Styles[n]
}

// cellStyle is [Sheet.style] for a described cell.
func (s *Sheet) cellStyle(c *model.Cell, row int) *model.Style {
	return s.rules.apply(s.tables.apply(s.numbered(c.Style), row, c.Col), row, c.Col)
}

// style is the look of a cell in its table, after its conditional formats.
func (s *Sheet) style(r *model.Row, row, col int) *model.Style {
	return s.rules.apply(s.tables.apply(s.styleIn(r, col), row, col), row, col)
}

// box is the place of a range on the sheet.
func (s *Sheet) box(r model.Range) Box {
	return Box{s.cols.at(r.FirstCol), s.rows.at(r.FirstRow), s.cols.between(r.FirstCol, r.LastCol), s.rows.between(r.FirstRow, r.LastRow)}
}

// Box is a rectangle, from its top left corner.
type Box struct{ X, Y, W, H float64 }

// Overlaps tells whether two boxes share more than an edge.
func (b Box) Overlaps(o Box) bool {
	return b.X < o.X+o.W && o.X < b.X+b.W && b.Y < o.Y+o.H && o.Y < b.Y+b.H
}
