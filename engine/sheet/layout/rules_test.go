package layout

import (
	"testing"
	"time"

	"quire/engine/sheet/model"
)

// painted is a sheet with the numbers 1 to 5 in column A, a text and a rule.
func painted(r model.Rule) *Sheet {
	m := many(5, 1)
	m.Rows = append(m.Rows, row(6, text(1, "Due now")), row(7, number(1, 3)))
	r.Ranges = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: 8, LastCol: 1}}
	if r.Style == nil {
		r.Style = &model.Overlay{Fill: model.Fill{Colour: model.RGB(0xFF0000)}}
	}
	m.Rules = []model.Rule{r}
	return measured(m)
}

func TestConditionalFormats(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rule model.Rule
		want string // a mark for each of the rows 1 to 8
	}{
		"greater":     {model.Rule{Type: "cellIs", Operator: "greaterThan", Formulas: []string{"3"}}, "...xxx.."},
		"between":     {model.Rule{Type: "cellIs", Operator: "between", Formulas: []string{"2", "$A$4"}}, ".xxx..x."},
		"not between": {model.Rule{Type: "cellIs", Operator: "notBetween", Formulas: []string{"2", "4"}}, "x...xx.x"},
		"equal text":  {model.Rule{Type: "cellIs", Operator: "equal", Formulas: []string{`"due NOW"`}}, ".....x.."},
		"expression":  {model.Rule{Type: "expression", Formulas: []string{"MOD(ROW(),2)=0"}}, ".x.x.x.x"},
		"relative":    {model.Rule{Type: "expression", Formulas: []string{"A2>A1"}}, "xxxxx..."},
		"contains":    {model.Rule{Type: "containsText", Formulas: []string{`NOT(ISERROR(SEARCH("now",A1)))`}}, ".....x.."},
		"blanks":      {model.Rule{Type: "containsBlanks"}, ".......x"},
		"duplicates":  {model.Rule{Type: "duplicateValues"}, "..x...x."},
		"unique":      {model.Rule{Type: "uniqueValues"}, "xx.xxx.."},
		"top":         {model.Rule{Type: "top10", Rank: 2}, "...xx..."},
		"bottom":      {model.Rule{Type: "top10", Rank: 1, Bottom: true}, "x......."},
		"percent":     {model.Rule{Type: "top10", Rank: 50, Percent: true}, "..xxx.x."},
		"average":     {model.Rule{Type: "aboveAverage", AboveAverage: true}, "...xx..."},
	} {
		s := painted(tt.rule)
		got := ""
		for r := 1; r <= 8; r++ {
			if s.style(s.row(r), r, 1).Fill.Colour.Set {
				got += "x"
			} else {
				got += "."
			}
		}
		if got != tt.want || len(s.Warnings) > 0 {
			t.Errorf("%s paints %s, want %s (%v)", name, got, tt.want, s.Warnings)
		}
	}
}

func TestColourScale(t *testing.T) {
	t.Parallel()
	s := painted(model.Rule{Type: "colorScale", Points: []model.Point{{Type: "min"}, {Type: "max"}}, Colours: []uint32{0x000000, 0x808080}})
	for r, want := range map[int]uint32{1: 0x000000, 3: 0x404040, 5: 0x808080} {
		if got := s.style(s.row(r), r, 1).Fill.Colour; got != model.RGB(want) {
			t.Errorf("row %d is %06X, want %06X", r, got.RGB, want)
		}
	}
}

func TestDataBars(t *testing.T) {
	t.Parallel()
	s := painted(model.Rule{Type: "dataBar", Bar: &model.DataBar{Max: 100}, Points: []model.Point{{Type: "num", Value: "0"}, {Type: "max"}}, Colours: []uint32{0x0000FF}})
	bars := s.Bars(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 5, LastCol: 1})
	s.Rules[0].HideValue = true
	if texts := texts(s, model.Range{FirstRow: 1, FirstCol: 1, LastRow: 5, LastCol: 1}); len(texts) != 0 {
		t.Errorf("values show although bars stand for them: %+v", texts)
	}
	if len(bars) != 5 || !near(bars[4].W, s.cols.of(1)-2*cellInset) || !near(bars[0].W, bars[4].W/5) {
		t.Errorf("bars = %+v", bars)
	}
}

func TestBarsBeginAtZero(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		bar              model.DataBar
		v, lo, hi        float64
		zero, wantLength float64
	}{
		{model.DataBar{Min: 10, Max: 90}, -8, -8, 20, 0, .1},
		{model.DataBar{Min: 10, Max: 90}, 20, -8, 20, 0, .9},
		{model.DataBar{Max: 100, Axis: "automatic"}, 15, -5, 15, .25, .75},
		{model.DataBar{Max: 100, Axis: "automatic"}, -5, -5, 15, .25, -.25},
		{model.DataBar{Max: 100, Axis: "middle"}, -5, -5, 15, .5, -.5},
		{model.DataBar{Max: 100, Axis: "automatic"}, 5, 0, 20, 0, .25},
		{model.DataBar{Max: 100, Axis: "automatic"}, 0, -5, 15, .25, 0},
	} {
		zero, length := barLength(&tt.bar, tt.v, tt.lo, tt.hi)
		if !near(zero, tt.zero) || !near(length, tt.wantLength) {
			t.Errorf("%g of %g to %g on %+v begins at %g and reaches %g, want %g and %g", tt.v, tt.lo, tt.hi, tt.bar, zero, length, tt.zero, tt.wantLength)
		}
	}
}

func TestIconsStandInTheCorner(t *testing.T) {
	t.Parallel()
	icons := []model.Icon{{Set: "3Arrows"}, {}, {Set: "3Arrows", Number: 2}}
	s := painted(model.Rule{Type: "iconSet", Icons: icons, Points: []model.Point{{Type: "percent", Value: "0"}, {Type: "num", Value: "2"}, {Type: "num", Value: "4", Beyond: true}}})
	got := s.Icons(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 5, LastCol: 1})
	if len(got) != 2 || got[0].Icon.Number != 0 || got[1].Icon.Number != 2 {
		t.Fatalf("icons = %+v; those of 2, 3 and 4 are left out", got)
	}
	cell := s.box(model.Range{FirstRow: 5, FirstCol: 1, LastRow: 5, LastCol: 1})
	if b := got[1].Box; b.X-cell.X > 1 || cell.Y+cell.H-b.Y-b.H > 1 || b.W != b.H {
		t.Errorf("the icon stands at %+v in %+v", b, cell)
	}
}

func TestRulesInOrder(t *testing.T) {
	t.Parallel()
	bold := true
	s := painted(model.Rule{Type: "expression", Formulas: []string{"TRUE"}, Stop: true, Style: &model.Overlay{Fill: model.Fill{Colour: model.RGB(1)}, Bold: &bold, FormatCode: "0.0"}})
	s.rules.list = append(s.rules.list, s.rules.list[0])
	st := s.style(s.row(1), 1, 1)
	if !st.Font.Bold || st.Fill.Colour.RGB != 1 || string1(shown(t, s, 1, 1)) != "1.0" {
		t.Errorf("style = %+v", st)
	}
}

func TestRulesThatAreNotDrawn(t *testing.T) {
	t.Parallel()
	for _, r := range []model.Rule{
		{Type: "timePeriod"}, {Type: "expression", Formulas: []string{"VLOOKUP(A1,Other!A:B,2)"}}, {Type: "expression", Formulas: []string{"A1<TODAY()"}},
	} {
		s := painted(r)
		if len(s.Warnings) != 1 || s.Warnings[0].Code != "CONDITIONAL_FORMAT_NOT_DRAWN" {
			t.Errorf("%+v gives %+v", r, s.Warnings)
		}
	}
}

func TestMarginsScaleWithTheHeader(t *testing.T) {
	t.Parallel()
	m := &model.Sheet{Styles: []model.Style{{}}, Page: model.PageSetup{
		Height: 800, Top: 72, Bottom: 72, Header: 36, Footer: 36, Texts: model.HeaderFooter{Header: "&CTitle", ScaleWithSheet: true},
	}}
	s := &Sheet{Sheet: m}
	if top, bottom := s.margins(.5); top != 54 || bottom != 72 {
		t.Errorf("with a header at half size: top %g bottom %g, want 54 and 72", top, bottom)
	}
	m.Page.Texts.ScaleWithSheet = false
	if top, _ := s.margins(.5); top != 72 {
		t.Errorf("with a header that keeps its size: top %g, want 72", top)
	}
}

func TestFitCountsOnlyUsedPages(t *testing.T) {
	t.Parallel()
	scale := func(last int) (float64, int) {
		m := many(20, 2)
		m.Page.Fit, m.Page.FitWidth, m.Page.FitHeight = true, 1, 1
		m.Page.Areas = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: last, LastCol: 2}}
		plan, err := New(m, NewFonts(nil), time.Time{}).Pages()
		if err != nil {
			t.Fatal(err)
		}
		return plan.Pages[0].Scale, len(plan.Pages)
	}
	want, _ := scale(20)
	if got, pages := scale(5000); got != want || pages != 1 {
		t.Errorf("scale %g on %d pages, want %g on 1", got, pages, want)
	}
}
