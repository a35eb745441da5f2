package layout

import (
	"sort"

	"quire/engine/sheet/model"
)

// minScale is the smallest scale in percent that a sheet may ask for, and the
// smallest that is tried for one that is made to fit.
const minScale = 10

// scale is the scale of an area's cells in percent: the given one, or the
// largest at which the area fits its pages.
func (s *Sheet) scale(a model.Range) int {
	p := s.Page
	if !p.Fit {
		return max(minScale, p.Scale)
	}
	a.LastRow = max(a.FirstRow, min(a.LastRow, s.used().LastRow))
	fits := func(percent int) bool {
		rows, cols := s.spans(a, percent)
		return (p.FitWidth == 0 || len(cols) <= p.FitWidth) && (p.FitHeight == 0 || s.printed(rows, a) <= p.FitHeight)
	}
	percent := largest(fits)
	if p.FitWidth > 0 && p.FitHeight == 0 {
		return s.withoutRest(a, percent)
	}
	return percent
}

// largest is the largest whole percent, up to 100, that fits. It is found by
// halving as LibreOffice does, which ends at 6 when 12 is too large.
func largest(fits func(percent int) bool) int {
	good, bad := 0, 100
	if fits(100) {
		return 100
	}
	for percent := 50; ; percent = (good + bad) / 2 {
		switch {
		case percent <= minScale || percent == good:
			return percent
		case fits(percent):
			good = percent
		default:
			bad = percent
		}
	}
}

// withoutRest makes a sheet that fits only in width 2 % smaller when that saves
// a page, so that no page has just the last few rows, as LibreOffice does since
// its bug 103516.
func (s *Sheet) withoutRest(a model.Range, percent int) int {
	pages := func(percent int) int {
		rows, _ := s.spans(a, percent)
		return s.printed(rows, a)
	}
	if smaller, n := percent*98/100, pages(percent); n > 1 && smaller >= minScale && pages(smaller) < n {
		return smaller
	}
	return percent
}

// printed is how many of the rows' pages have something to print.
func (s *Sheet) printed(rows []model.Span, a model.Range) int {
	n := 0
	for _, r := range rows {
		if s.visible(model.Range{FirstRow: r.First, FirstCol: a.FirstCol, LastRow: r.Last, LastCol: a.LastCol}) {
			n++
		}
	}
	return n
}

// spans divides the rows and columns of an area into pages. Where it is made to
// fit, the breaks set by hand in that direction do not count.
func (s *Sheet) spans(a model.Range, percent int) (rows, cols []model.Span) {
	p := s.Page
	rowBreaks, colBreaks := p.RowBreaks, p.ColBreaks
	if p.Fit && p.FitHeight > 0 {
		rowBreaks = nil
	}
	if p.Fit && p.FitWidth > 0 {
		colBreaks = nil
	}
	w, h := s.pageRoom(percent)
	rows = spans(s.rows, model.Span{First: a.FirstRow, Last: a.LastRow}, h, rowBreaks, p.TitleRows)
	cols = spans(s.cols, model.Span{First: a.FirstCol, Last: a.LastCol}, w, colBreaks, p.TitleCols)
	return rows, cols
}

// spans cuts a run of rows or columns so that each part, with the titles that
// repeat on it, has the room in twips; parts of no size are joined to the one
// before.
func spans(x *axis, all model.Span, room int, breaks []int, titles model.Span) []model.Span {
	var out []model.Span
	for first := all.First; first <= all.Last; {
		free := room
		if titles.Last > 0 && first > titles.Last {
			free -= x.twipsAt(titles.Last+1) - x.twipsAt(titles.First)
		}
		end := x.twipsAt(first) + max(free, 1)
		last := first - 1 + sort.Search(all.Last-first+1, func(i int) bool { return x.twipsAt(first+i+1) > end })
		last = max(first, min(last, all.Last))
		if k := sort.SearchInts(breaks, first); k < len(breaks) && breaks[k] < last {
			last = breaks[k]
		}
		out = append(out, model.Span{First: first, Last: last})
		first = last + 1
	}
	return out
}
