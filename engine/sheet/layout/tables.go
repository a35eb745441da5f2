package layout

import (
	"sort"

	"quire/engine/sheet/model"
)

// tables are the styles of a sheet's tables (ECMA-376 part 1, 18.5.1.2).
type tables struct {
	sheet *Sheet
	list  []tableStyle
	known map[tableLook]*model.Style
}

// tableStyle is a table with the hidden rows of its data, which stripes leave out.
type tableStyle struct {
	*model.Table
	hidden []int
}

// tableLook is what decides about the look of a cell in a table.
type tableLook struct {
	table int
	base  *model.Style
	spots [model.TableParts]uint8
}

// Where a cell lies in a part of its table.
const (
	spotIn = 1 << iota
	spotTop
	spotBottom
	spotLeft
	spotRight
)

func newTables(s *Sheet) *tables {
	t := &tables{sheet: s, known: map[tableLook]*model.Style{}}
	for i := range s.Tables {
		l := tableStyle{Table: &s.Tables[i]}
		r := l.Range
		k := sort.Search(len(s.Rows), func(k int) bool { return s.Rows[k].Index >= r.FirstRow+l.Headers })
		for ; k < len(s.Rows) && s.Rows[k].Index <= r.LastRow; k++ {
			if s.Rows[k].Hidden {
				l.hidden = append(l.hidden, s.Rows[k].Index)
			}
		}
		t.list = append(t.list, l)
	}
	return t
}

// apply gives the style of a cell with what the table around it adds.
func (t *tables) apply(st *model.Style, row, col int) *model.Style {
	for i := range t.list {
		if l := &t.list[i]; l.Range.Contains(row, col) {
			key := tableLook{i, st, t.spots(l, row, col)}
			out, ok := t.known[key]
			if !ok {
				out = t.styled(l, st, &key.spots)
				t.known[key] = out
			}
			return out
		}
	}
	return st
}

// spots tells in which parts of its table a cell lies, and at which edges of them.
func (t *tables) spots(l *tableStyle, row, col int) (out [model.TableParts]uint8) {
	r := l.Range
	first, last := r.FirstRow+l.Headers, r.LastRow-l.Totals // the rows of data
	put := func(part, top, left, bottom, right int) {
		if l.Style[part] == nil || row < top || row > bottom || col < left || col > right {
			return
		}
		spot := uint8(spotIn)
		if row == top {
			spot |= spotTop
		}
		if row == bottom {
			spot |= spotBottom
		}
		if col == left {
			spot |= spotLeft
		}
		if col == right {
			spot |= spotRight
		}
		out[part] = spot
	}
	put(model.WholeTable, r.FirstRow, r.FirstCol, r.LastRow, r.LastCol)
	if l.StripedColumns {
		part, from, to := striped(col-r.FirstCol, l.ColStripes, model.FirstColumnStripe)
		put(part, first, r.FirstCol+from, last, min(r.LastCol, r.FirstCol+to))
	}
	if l.StripedRows && row >= first && row <= last {
		place := row - first - sort.SearchInts(l.hidden, row)
		part, from, to := striped(place, l.RowStripes, model.FirstRowStripe)
		put(part, row-(place-from), r.FirstCol, min(last, row+to-place), r.LastCol)
	}
	if l.LastColumn {
		put(model.LastTableColumn, r.FirstRow, r.LastCol, r.LastRow, r.LastCol)
	}
	if l.FirstColumn {
		put(model.FirstTableColumn, r.FirstRow, r.FirstCol, r.LastRow, r.FirstCol)
	}
	if l.Headers > 0 {
		put(model.HeaderRow, r.FirstRow, r.FirstCol, first-1, r.LastCol)
		put(model.FirstHeaderCell, r.FirstRow, r.FirstCol, first-1, r.FirstCol)
		put(model.LastHeaderCell, r.FirstRow, r.LastCol, first-1, r.LastCol)
	}
	if l.Totals > 0 {
		put(model.TotalRow, last+1, r.FirstCol, r.LastRow, r.LastCol)
		put(model.FirstTotalCell, last+1, r.FirstCol, r.LastRow, r.FirstCol)
		put(model.LastTotalCell, last+1, r.LastCol, r.LastRow, r.LastCol)
	}
	return out
}

// striped tells which stripe the row or column at a place belongs to, and the places
// of its first and last.
func striped(place int, sizes [2]int, firstPart int) (part, from, to int) {
	round := sizes[0] + sizes[1]
	begin := place / round * round
	if place-begin < sizes[0] {
		return firstPart, begin, begin + sizes[0] - 1
	}
	return firstPart + 1, begin + sizes[0], begin + round - 1
}

// styled is a style with what the parts of a table change, where it leaves that open:
// where it has no fill and no line, and where its font is that of cells without a
// style.
func (t *tables) styled(l *tableStyle, st *model.Style, spots *[model.TableParts]uint8) *model.Style {
	var over model.Overlay
	var border model.Border
	for part := model.TableParts - 1; part >= 0; part-- {
		look, spot := l.Style[part], spots[part]
		if spot == 0 {
			continue
		}
		merge(&over, &look.Overlay)
		var edges model.Border
		if look.Border != nil {
			edges = *look.Border
		}
		take := func(to *model.Line, edge uint8, outer, inner model.Line) {
			if spot&edge == 0 {
				outer = inner
			}
			if to.Style == model.LineNone {
				*to = outer
			}
		}
		take(&border.Top, spotTop, edges.Top, look.Horizontal)
		take(&border.Bottom, spotBottom, edges.Bottom, look.Horizontal)
		take(&border.Left, spotLeft, edges.Left, look.Vertical)
		take(&border.Right, spotRight, edges.Right, look.Vertical)
	}
	over.Border, over.FormatCode = nil, ""
	plain := &t.sheet.Styles[0]
	if st.Fill.Filled() {
		over.Fill = model.Fill{}
	}
	if st.Font.Colour != plain.Font.Colour {
		over.Colour = model.Colour{}
	}
	if st.Font.Bold {
		over.Bold = nil
	}
	out := overlaid(st, &over)
	for _, e := range []struct{ to, from *model.Line }{
		{&out.Border.Left, &border.Left}, {&out.Border.Right, &border.Right}, {&out.Border.Top, &border.Top}, {&out.Border.Bottom, &border.Bottom},
	} {
		if e.to.Style == model.LineNone {
			*e.to = *e.from
		}
	}
	return out
}
