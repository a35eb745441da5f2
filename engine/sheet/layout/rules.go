package layout

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"quire/engine/sheet/formula"
	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// rules are the conditional formats of a sheet (ECMA-376 part 1, 18.3.1.18).
type rules struct {
	sheet  *Sheet
	list   []rule
	cells  *values
	styles map[[2]int]*model.Style // by cell
	today  float64
	said   bool
}

// rule is a conditional format, prepared.
type rule struct {
	*model.Rule
	row, col int // the cell that formulas were written for
	formulas []*formula.Formula
	stats    *stats
	limits   map[model.Point]limit
	cells    *values
}

// maxVisits bounds how many cells the formulas of conditional formats look at.
const maxVisits = 50_000_000

func newRules(s *Sheet, today float64) *rules {
	r := &rules{sheet: s, cells: &values{sheet: s, visits: &visits{left: maxVisits}}, styles: map[[2]int]*model.Style{}, today: today}
	for i := range s.Rules {
		p, err := r.prepare(&s.Rules[i])
		if err != nil {
			s.Warnings = append(s.Warnings, model.Warning{Code: "CONDITIONAL_FORMAT_NOT_DRAWN",
				Message: fmt.Sprintf("a conditional format (%s) of %s is not drawn: %v", s.Rules[i].Type, rangeList(s.Rules[i].Ranges), err)})
			continue
		}
		r.list = append(r.list, p)
	}
	return r
}

// prepare parses a rule's formulas and counts what it compares with.
func (r *rules) prepare(m *model.Rule) (rule, error) {
	p := rule{Rule: m, row: maxRow, col: maxCol, limits: map[model.Point]limit{}, cells: r.cells}
	for _, a := range m.Ranges {
		p.row, p.col = min(p.row, a.FirstRow), min(p.col, a.FirstCol)
	}
	switch m.Type {
	case "timePeriod":
		if r.today == 0 {
			return p, fmt.Errorf("it depends on today's date")
		}
	case "top10", "aboveAverage", "duplicateValues", "uniqueValues", "colorScale", "dataBar", "iconSet":
		p.stats = newStats(r.cells, m.Ranges)
	}
	for _, f := range m.Formulas {
		e, err := formula.Parse(f)
		if err != nil {
			return p, fmt.Errorf("its formula %.60s: %w", f, err)
		}
		if e.NeedsToday() && r.today == 0 {
			return p, fmt.Errorf("its formula %.60s depends on today's date", f)
		}
		p.formulas = append(p.formulas, e)
	}
	return p, nil
}

func rangeList(list []model.Range) string {
	out := ""
	for i, a := range list {
		if i == 4 {
			return out + " and others"
		}
		if i > 0 {
			out += " "
		}
		out += a.Name()
	}
	return out
}

// covers tells whether the rule is about a cell.
func (p *rule) covers(row, col int) bool {
	for _, a := range p.Ranges {
		if a.Contains(row, col) {
			return true
		}
	}
	return false
}

// apply gives the style of a cell as its conditional formats change it.
func (r *rules) apply(st *model.Style, row, col int) *model.Style {
	if len(r.list) == 0 {
		return st
	}
	key := [2]int{row, col}
	if known, ok := r.styles[key]; ok {
		return known
	}
	if r.cells.left <= 0 {
		r.exhausted()
		return st
	}
	out := r.changed(st, row, col)
	r.styles[key] = out
	return out
}

// exhausted says once that conditional formats ask for too much.
func (r *rules) exhausted() {
	if !r.said {
		r.said = true
		r.sheet.Warnings = append(r.sheet.Warnings, model.Warning{Code: "CONDITIONAL_FORMAT_NOT_DRAWN",
			Message: fmt.Sprintf("the conditional formats of tab «%s» take too long; those of its last cells are not drawn", r.sheet.Name)})
	}
}

// changed lets each rule that holds set what no earlier one has set.
func (r *rules) changed(st *model.Style, row, col int) *model.Style {
	var over model.Overlay
	changed := false
	for i := range r.list {
		p := &r.list[i]
		r.cells.left -= len(p.Ranges)
		if !p.covers(row, col) {
			continue
		}
		v := r.cells.Value(row, col)
		if p.Type == "colorScale" {
			if c, ok := p.scaleColour(v); ok && !over.Fill.Filled() {
				over.Fill, changed = model.Fill{Colour: model.RGB(c)}, true
			}
			continue
		}
		if !r.holds(p, v, row, col) {
			continue
		}
		if p.Style != nil {
			merge(&over, p.Style)
			changed = true
		}
		if p.Stop {
			break
		}
	}
	if !changed {
		return st
	}
	return overlaid(st, &over)
}

// merge takes from b what a does not have.
func merge(a, b *model.Overlay) {
	if a.Bold == nil {
		a.Bold = b.Bold
	}
	if a.Italic == nil {
		a.Italic = b.Italic
	}
	if a.Strike == nil {
		a.Strike = b.Strike
	}
	if a.Underline == nil {
		a.Underline = b.Underline
	}
	if !a.Colour.Set {
		a.Colour = b.Colour
	}
	if !a.Fill.Filled() {
		a.Fill = b.Fill
	}
	if a.Border == nil {
		a.Border = b.Border
	}
	if a.FormatCode == "" {
		a.FormatCode = b.FormatCode
	}
}

// overlaid is a style with changes.
func overlaid(st *model.Style, o *model.Overlay) *model.Style {
	out := *st
	set := func(to *bool, from *bool) {
		if from != nil {
			*to = *from
		}
	}
	set(&out.Font.Bold, o.Bold)
	set(&out.Font.Italic, o.Italic)
	set(&out.Font.Strike, o.Strike)
	if o.Underline != nil {
		out.Font.Underline = *o.Underline
	}
	if o.Colour.Set {
		out.Font.Colour = o.Colour
	}
	if o.Fill.Filled() {
		out.Fill = o.Fill
	}
	if o.FormatCode != "" {
		out.FormatCode, out.Format = o.FormatCode, numfmt.Parse(o.FormatCode)
	}
	if b := o.Border; b != nil {
		for _, e := range []struct{ to, from *model.Line }{
			{&out.Border.Left, &b.Left}, {&out.Border.Right, &b.Right}, {&out.Border.Top, &b.Top}, {&out.Border.Bottom, &b.Bottom},
		} {
			if e.from.Style != model.LineNone {
				*e.to = *e.from
			}
		}
	}
	return &out
}

// values gives a sheet's cells to formulas, as often as the bound allows.
type values struct {
	sheet *Sheet
	*visits
}

// visits counts down how many cells may still be looked at, in all tabs.
type visits struct{ left int }

// Tab gives the cells of another tab that a formula names.
func (v *values) Tab(name string) formula.Cells {
	m := v.sheet.Others[strings.ToLower(name)]
	if m == nil {
		return nil
	}
	return &values{sheet: &Sheet{Sheet: m}, visits: v.visits}
}

// Value of a cell.
func (v *values) Value(row, col int) formula.Value {
	v.left--
	return valueOf(cellIn(v.sheet.row(row), col))
}

// Each calls f for the cells of a range that hold something.
func (v *values) Each(row1, col1, row2, col2 int, f func(row, col int, v formula.Value)) {
	rows := v.sheet.Rows
	k := sort.Search(len(rows), func(k int) bool { return rows[k].Index >= row1 })
	for ; k < len(rows) && rows[k].Index <= row2 && v.left > 0; k++ {
		cells := rows[k].Cells
		j := sort.Search(len(cells), func(j int) bool { return cells[j].Col >= col1 })
		for v.left--; j < len(cells) && cells[j].Col <= col2 && v.left > 0; j++ {
			v.left--
			if !empty(&cells[j]) {
				f(rows[k].Index, cells[j].Col, valueOf(&cells[j]))
			}
		}
	}
}

func valueOf(c *model.Cell) formula.Value {
	if c == nil {
		return formula.Value{}
	}
	switch c.Kind {
	case model.Number:
		return formula.Value{Kind: formula.Number, Number: c.Number}
	case model.Text:
		return formula.OfText(c.Text)
	case model.Bool:
		return formula.Value{Kind: formula.Bool, Number: c.Number}
	case model.Error:
		return formula.Value{Kind: formula.Error, Text: c.Text}
	}
	return formula.Value{}
}

// stats are what rules about a range as a whole compare with.
type stats struct {
	sorted    []float64
	mean, dev float64
	counts    map[formula.Value]int
}

func newStats(cells *values, ranges []model.Range) *stats {
	s := &stats{counts: map[formula.Value]int{}}
	for _, a := range ranges {
		cells.Each(a.FirstRow, a.FirstCol, a.LastRow, a.LastCol, func(_, _ int, v formula.Value) {
			s.counts[v]++
			if v.Kind == formula.Number {
				s.sorted = append(s.sorted, v.Number)
			}
		})
	}
	sort.Float64s(s.sorted)
	for _, v := range s.sorted {
		s.mean += v / float64(len(s.sorted))
	}
	for _, v := range s.sorted {
		s.dev += (v - s.mean) * (v - s.mean)
	}
	if n := len(s.sorted); n > 1 {
		s.dev = math.Sqrt(s.dev / float64(n-1))
	}
	return s
}
