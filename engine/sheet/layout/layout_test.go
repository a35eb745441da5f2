package layout

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"quire/engine/font"
	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// base is a sheet in Liberation Sans 10 with a small page: 200 by 200 points
// between margins of 10.
func base(rows ...model.Row) *model.Sheet {
	general := model.Style{Font: model.Font{Family: "Liberation Sans", Size: 10}, Format: numfmt.Parse("General")}
	return &model.Sheet{
		Name: "Tab", Rows: rows, Styles: []model.Style{general},
		Format: model.Format{RowHeight: 15, ColWidth: 10},
		Page:   model.PageSetup{Width: 220, Height: 220, Left: 10, Right: 10, Top: 10, Bottom: 10, Scale: 100, FitWidth: 1, FitHeight: 1, FirstPage: 1},
	}
}

// style adds a style and returns its number.
func style(m *model.Sheet, change func(*model.Style)) int {
	st := m.Styles[0]
	change(&st)
	m.Styles = append(m.Styles, st)
	return len(m.Styles) - 1
}

// row makes a row of cells, which must be in order.
func row(index int, cells ...model.Cell) model.Row {
	return model.Row{Index: index, Height: -1, Style: -1, Cells: cells}
}

func text(col int, s string) model.Cell { return model.Cell{Col: col, Kind: model.Text, Text: s} }

func number(col int, v float64) model.Cell {
	return model.Cell{Col: col, Kind: model.Number, Number: v}
}

func measured(m *model.Sheet) *Sheet { return New(m, NewFonts(font.NewLibrary()), time.Time{}) }

// texts are those that show in a range, kept.
func texts(s *Sheet, a model.Range) []TextBox {
	var all []TextBox
	s.Texts(a, 1, func(t *TextBox) {
		kept := *t
		kept.Lines = slices.Clone(t.Lines)
		for i := range kept.Lines {
			kept.Lines[i].Pieces = slices.Clone(kept.Lines[i].Pieces)
		}
		all = append(all, kept)
	})
	return all
}

// shown is the text of the box of a cell.
func shown(t *testing.T, s *Sheet, r, c int) TextBox {
	t.Helper()
	for _, b := range texts(s, model.Range{FirstRow: 1, FirstCol: 1, LastRow: 100, LastCol: 100}) {
		if b.Row == r && b.Col == c {
			return b
		}
	}
	t.Fatalf("cell %d,%d has no text", r, c)
	return TextBox{}
}

func string1(b TextBox) string {
	var lines []string
	for _, l := range b.Lines {
		s := ""
		for _, p := range l.Pieces {
			s += p.Text
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "|")
}

func near(a, b float64) bool { return math.Abs(a-b) < .02 }

func TestColumnWidths(t *testing.T) {
	t.Parallel()
	m := base()
	m.Cols = []model.Col{{First: 2, Last: 3, Width: 20}, {First: 5, Last: 5, Width: 8, Hidden: true}, {First: 6, Last: 6, Width: -1}}
	s := measured(m)
	for col, want := range map[int]int{1: 1110, 2: 2220, 3: 2220, 4: 1110, 5: 0, 6: 1110} {
		if got := s.colWidth(col); got != want {
			t.Errorf("column %d is %v twips wide, want %v", col, got, want)
		}
	}
	if got := s.cols.of(1); !near(got, 1957*hundredth) {
		t.Errorf("column 1 is printed %v wide, want whole hundredths of a millimetre", got)
	}
	m.Format.ColWidth, m.Format.BaseColWidth = 0, 8
	if got := measured(m).colWidth(1); got != 8*111+75 {
		t.Errorf("a column without any width is %v twips wide", got)
	}
}

// The widths of a digit are a hundredth of those that LibreOffice 7.4 gives to
// columns of 100 digits.
func TestDigitWidths(t *testing.T) {
	t.Parallel()
	f := NewFonts(font.NewLibrary())
	for _, tt := range []struct {
		family string
		size   float64
		want   int
	}{
		{"Liberation Sans", 6, 67}, {"Liberation Sans", 8, 89}, {"Liberation Sans", 10, 111}, {"Liberation Sans", 10.5, 117},
		{"Liberation Sans", 12, 133}, {"Liberation Sans", 20, 223}, {"Liberation Serif", 11, 110}, {"Liberation Mono", 9, 108},
	} {
		if got := f.digitWidth(model.Font{Family: tt.family, Size: tt.size}); got != tt.want {
			t.Errorf("a digit of %s %v is %d twips wide, want %d", tt.family, tt.size, got, tt.want)
		}
	}
}

func TestRowHeights(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "x")), row(2, text(1, strings.Repeat("word ", 12))), row(4), row(5, text(1, "tall")))
	m.Rows[2].Height, m.Rows[2].Index = 20.5, 3
	m.Rows = append(m.Rows[:3:3], model.Row{Index: 4, Hidden: true, Height: 30}, m.Rows[3])
	m.Rows[1].Cells[0].Style = style(m, func(st *model.Style) { st.Align.Wrap = true })
	m.Rows[4].Cells[0].Style = style(m, func(st *model.Style) { st.Font.Size = 30 })
	s := measured(m)
	if h := s.rows.of(1); !near(h, 529*hundredth) {
		t.Errorf("plain row is %v high, want whole hundredths of a millimetre", h)
	}
	lines := s.Fonts.breakLines([]Span{{Text: m.Rows[1].Cells[0].Text, Font: m.Styles[0].Font}}, s.cols.of(1)-2)
	if h, want := s.rows.of(2), blockHeight(lines); len(lines) < 3 || h < want || h > want+1.5 {
		t.Errorf("wrapped row is %v high for %d lines of %v", h, len(lines), want)
	}
	if h := s.rowHeight(3); h != 410 {
		t.Errorf("20.5 points became %v twips", h)
	}
	s.WholePixels = true
	if h := New(s.Sheet, s.Fonts, time.Time{}).rowHeight(3); h != 405 {
		t.Errorf("20.5 points became %v twips, want whole pixels", h)
	}
	if h := s.rows.of(4); h != 0 {
		t.Errorf("hidden row is %v high", h)
	}
	if h := s.rows.of(5); h < 33 || h > 37 {
		t.Errorf("row of large letters is %v high", h)
	}
	m.Format.ZeroHeight = true
	if h := measured(m).rows.of(9); h != 0 {
		t.Errorf("row is %v high although those not described are hidden", h)
	}
	if h := measured(m).rows.of(1); h == 0 {
		t.Error("a described row is hidden with those that are not described")
	}
}

// many is a sheet of n rows and k columns of numbers.
func many(n, k int) *model.Sheet {
	var rows []model.Row
	for i := 1; i <= n; i++ {
		r := row(i)
		for c := 1; c <= k; c++ {
			r.Cells = append(r.Cells, number(c, float64(i)))
		}
		rows = append(rows, r)
	}
	return base(rows...)
}

// ranges lists the cells of pages, titles first.
func ranges(t *testing.T, m *model.Sheet) (string, *Plan) {
	t.Helper()
	p, err := measured(m).Pages()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, page := range p.Pages {
		s := ""
		for _, q := range page.Panes {
			s += fmt.Sprintf("[%d-%d,%d-%d]", q.Range.FirstRow, q.Range.LastRow, q.Range.FirstCol, q.Range.LastCol)
		}
		out = append(out, s)
	}
	return strings.Join(out, " "), p
}

func TestPages(t *testing.T) {
	t.Parallel()
	// 13 rows of 15 points and 3 columns of 55.6 fit 200 points.
	for name, tt := range map[string]struct {
		change func(*model.Sheet)
		want   string
		scale  float64
	}{
		"down then over": {func(m *model.Sheet) {}, "[1-13,1-3] [14-20,1-3] [1-13,4-5] [14-20,4-5]", 1},
		"over then down": {func(m *model.Sheet) { m.Page.OverThenDown = true }, "[1-13,1-3] [1-13,4-5] [14-20,1-3] [14-20,4-5]", 1},
		"scale":          {func(m *model.Sheet) { m.Page.Scale = 50 }, "[1-20,1-5]", .5},
		"fit one page":   {func(m *model.Sheet) { m.Page.Fit = true }, "[1-20,1-5]", .66},
		"fit width":      {func(m *model.Sheet) { m.Page.Fit, m.Page.FitHeight = true, 0 }, "[1-18,1-5] [19-20,1-5]", .71},
		"fit grows never": {func(m *model.Sheet) {
			m.Page.Fit = true
			m.Page.Areas = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: 2, LastCol: 2}}
		}, "[1-2,1-2]", 1},
		"breaks": {func(m *model.Sheet) { m.Page.RowBreaks, m.Page.ColBreaks = []int{4}, []int{1} },
			"[1-4,1-1] [5-17,1-1] [18-20,1-1] [1-4,2-4] [5-17,2-4] [18-20,2-4] [1-4,5-5] [5-17,5-5] [18-20,5-5]", 1},
		"print area": {func(m *model.Sheet) {
			m.Page.Areas = []model.Range{{FirstRow: 3, FirstCol: 2, LastRow: 4, LastCol: 3}, {FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 1}}
		}, "[3-4,2-3] [1-1,1-1]", 1},
		"whole columns": {func(m *model.Sheet) {
			m.Page.Areas = []model.Range{{FirstRow: 1, FirstCol: 2, LastRow: maxRow, LastCol: 2}}
		}, "[1-13,2-2] [14-20,2-2]", 1},
		"titles": {func(m *model.Sheet) {
			m.Page.TitleRows, m.Page.TitleCols = model.Span{First: 1, Last: 2}, model.Span{First: 1, Last: 1}
		}, "[1-13,1-3] [1-2,1-3][14-20,1-3] [1-13,1-1][1-13,4-5] [1-2,1-1][1-2,4-5][14-20,1-1][14-20,4-5]", 1},
		"hidden": {func(m *model.Sheet) {
			for i := range 15 {
				m.Rows[i].Hidden = true
			}
			m.Cols = []model.Col{{First: 1, Last: 2, Width: 10, Hidden: true}}
		}, "[1-20,1-5]", 1},
		"empty pages are left out": {func(m *model.Sheet) {
			m.Page.Areas = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: 60, LastCol: 3}}
		}, "[1-13,1-3] [14-26,1-3]", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := many(20, 5)
			tt.change(m)
			got, p := ranges(t, m)
			if got != tt.want || !near(p.Pages[0].Scale, tt.scale) {
				t.Errorf("pages %s at %v, want %s at %v", got, p.Pages[0].Scale, tt.want, tt.scale)
			}
		})
	}
}

func TestCentring(t *testing.T) {
	t.Parallel()
	m := many(2, 1)
	m.Page.CentreX, m.Page.CentreY = true, true
	_, p := ranges(t, m)
	pg := p.Pages[0]
	if !near(pg.X, 10+(200-pg.W)/2) || !near(pg.Y, 10+(200-30)/2) {
		t.Errorf("cells begin at %v, %v", pg.X, pg.Y)
	}
}

func TestEmptySheetHasOnePage(t *testing.T) {
	t.Parallel()
	if got, _ := ranges(t, base()); got != "[1-1,1-1]" {
		t.Errorf("pages = %s", got)
	}
}

func TestTooManyPages(t *testing.T) {
	t.Parallel()
	m := many(3*MaxPages*2, 1)
	m.Page.Height = 60
	_, err := measured(m).Pages()
	var p *model.Problem
	if err == nil || !strings.Contains(err.Error(), "«Tab»") {
		t.Fatalf("error = %v", err)
	}
	if p, _ = err.(*model.Problem); p == nil || p.Code() != "SHEET_TOO_LARGE" {
		t.Errorf("error = %v", err)
	}
	m.Page.Top = 300
	if _, err := measured(m).Pages(); err == nil {
		t.Error("margins larger than the paper are accepted")
	}
}

func TestAlignment(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "ab"), number(2, 12), model.Cell{Col: 3, Kind: model.Bool, Number: 1}, text(4, "ab")))
	m.Rows[0].Cells[3].Style = style(m, func(st *model.Style) { st.Align = model.Align{Horizontal: model.Left, Indent: 2, Vertical: model.Top} })
	s := measured(m)
	w := s.cols.of(1)
	if b := shown(t, s, 1, 1); !near(b.Lines[0].X, padding) {
		t.Errorf("text begins at %v", b.Lines[0].X)
	}
	if b := shown(t, s, 1, 2); !near(b.Lines[0].X+b.Lines[0].Width, 2*w-padding) {
		t.Errorf("number ends at %v", b.Lines[0].X+b.Lines[0].Width)
	}
	if b := shown(t, s, 1, 3); string1(b) != "TRUE" || !near(b.Lines[0].X+b.Lines[0].Width/2, 2.5*w) {
		t.Errorf("boolean %s is centred at %v", string1(b), b.Lines[0].X+b.Lines[0].Width/2)
	}
	if b := shown(t, s, 1, 4); !near(b.Lines[0].X, 3*w+padding+2*s.indentStep()) || !near(b.Lines[0].Y-b.Lines[0].Ascent, padding) {
		t.Errorf("indented text stands at %v, %v", b.Lines[0].X, b.Lines[0].Y)
	}
}

func TestOverflow(t *testing.T) {
	t.Parallel()
	long := "text that is much longer than its cell"
	m := base(row(1, text(1, long)), row(2, text(1, long), text(2, "x")), row(3, text(3, long), model.Cell{Col: 5}), row(4, text(1, long), model.Cell{Col: 2}))
	m.Rows[2].Cells[0].Style = style(m, func(st *model.Style) { st.Align.Horizontal = model.Right })
	m.Merges = []model.Range{{FirstRow: 4, FirstCol: 3, LastRow: 4, LastCol: 4}}
	s := measured(m)
	if b := shown(t, s, 1, 1); b.Clipped || string1(b) != long {
		t.Errorf("text is confined although its neighbours are empty: %+v", b)
	}
	if b := shown(t, s, 2, 1); !b.Clipped || !near(b.Clip.W, s.cols.of(1)) {
		t.Errorf("text flows over a cell with content: %+v", b.Clip)
	}
	if b := shown(t, s, 3, 3); b.Clipped || b.Lines[0].X > s.cols.at(3) {
		t.Errorf("text at the right does not flow to the left: %+v", b.Lines[0])
	}
	if b := shown(t, s, 4, 1); !b.Clipped || !near(b.Clip.W, 2*s.cols.of(1)) {
		t.Errorf("text flows over merged cells: %+v", b.Clip)
	}
	// The text shows on the page to the right, too.
	if got := texts(s, model.Range{FirstRow: 1, FirstCol: 2, LastRow: 1, LastCol: 3}); len(got) != 1 {
		t.Errorf("%d texts flow into the next page, want 1", len(got))
	}
}

func TestNumbersThatDoNotFit(t *testing.T) {
	t.Parallel()
	m := base(row(1, number(1, 123456789), number(2, 1.0/3), number(3, 1234567.891), number(4, -1)))
	fixed := style(m, func(st *model.Style) { st.Format = numfmt.Parse("0.00") })
	date := style(m, func(st *model.Style) { st.Format = numfmt.Parse("yyyy-mm-dd") })
	m.Rows[0].Cells[0].Style, m.Rows[0].Cells[3].Style = fixed, date
	m.Format.ColWidth = 6
	s := measured(m)
	for col, want := range map[int]string{1: "###", 2: "0.3333", 3: "1E+06", 4: "###"} {
		if got := string1(shown(t, s, 1, col)); got != want {
			t.Errorf("column %d shows %q, want %q", col, got, want)
		}
	}
}

func TestAccountingIsPushedApart(t *testing.T) {
	t.Parallel()
	m := base(row(1, number(1, 5)))
	m.Rows[0].Cells[0].Style = style(m, func(st *model.Style) { st.Format = numfmt.Parse(numfmt.Builtin(44)) })
	s := measured(m)
	b := shown(t, s, 1, 1)
	p := b.Lines[0].Pieces
	if len(p) != 2 || p[0].Text != " $" || p[1].Text != "5.00 " || !near(b.Lines[0].X, padding) || !near(b.Lines[0].X+p[1].X+p[1].Width, s.cols.of(1)-padding) {
		t.Errorf("accounting = %+v at %v", p, b.Lines[0].X)
	}
}

func TestMergedText(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "middle"), text(2, "hidden")))
	m.Rows[0].Cells[0].Style = style(m, func(st *model.Style) { st.Align = model.Align{Horizontal: model.Centre, Vertical: model.Middle} })
	m.Merges = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: 2, LastCol: 2}}
	s := measured(m)
	found := texts(s, model.Range{FirstRow: 2, FirstCol: 2, LastRow: 2, LastCol: 2})
	if len(found) != 1 || !near(found[0].Cell.H, s.rows.between(1, 2)) || !near(found[0].Lines[0].X+found[0].Lines[0].Width/2, s.cols.of(1)) {
		t.Errorf("merged text = %+v", found)
	}
}

func TestRotationAndShrinking(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "turned"), text(2, "much too long for the cell"), text(3, "abc"), text(4, "ab")))
	for i, f := range []func(*model.Style){
		func(st *model.Style) { st.Align.Rotation = 90 },
		func(st *model.Style) { st.Align.Shrink = true },
		func(st *model.Style) { st.Align.Stacked = true },
		func(st *model.Style) { st.Align.Horizontal = model.Repeat },
	} {
		m.Rows[0].Cells[i].Style = style(m, f)
	}
	s := measured(m)
	if h := s.rows.of(1); h < 27 {
		t.Errorf("the row is only %v high", h)
	}
	if b := shown(t, s, 1, 1); b.Angle != 90 || b.OriginX > 10 {
		t.Errorf("turned text = %+v", b)
	}
	if b := shown(t, s, 1, 2); b.Lines[0].Width > s.cols.of(2) || b.Lines[0].Pieces[0].Font.Size >= 10 {
		t.Errorf("text was not shrunk: %+v", b.Lines[0])
	}
	if got := string1(shown(t, s, 1, 3)); got != "a|b|c" {
		t.Errorf("stacked text = %q", got)
	}
	if got := string1(shown(t, s, 1, 4)); !strings.HasPrefix(got, "ababab") {
		t.Errorf("repeated text = %q", got)
	}
}

func TestBreakLines(t *testing.T) {
	t.Parallel()
	f := NewFonts(font.NewLibrary())
	m := model.Font{Family: "Liberation Mono", Size: 10} // each letter is 6.001 wide
	for _, tt := range []struct{ text, want string }{
		{"one two three", "one two|three"}, {"oneverylongword", "oneveryl|ongword"}, {"a\nb", "a|b"}, {"a\n\nb", "a||b"}, {"", ""},
		{"well-known-fact", "well-|known-|fact"}, {"12-34-56-78", "12-34-|56-78"}, {"日本語の文章がここにあります", ""}, {"a b c d e f", "a b c d|e f"}, {"  x", "  x"}, {"x  ", "x  "}, {"x \ny", "x |y"},
	} {
		var got []string
		for _, l := range f.breakLines([]Span{{Text: tt.text, Font: m}}, 50) {
			s := ""
			for _, p := range l.Pieces {
				s += p.Text
			}
			got = append(got, s)
		}
		if strings.HasPrefix(tt.text, "日") {
			if strings.Join(got, "") != tt.text || len(got) < 2 {
				t.Errorf("%q = %q", tt.text, got)
			}
			continue
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q = %q, want %q", tt.text, strings.Join(got, "|"), tt.want)
		}
	}
}

func TestBordersMeet(t *testing.T) {
	t.Parallel()
	m := base(row(1, model.Cell{Col: 1}, model.Cell{Col: 2}))
	m.Rows[0].Cells[0].Style = style(m, func(st *model.Style) {
		st.Border = model.Border{Right: model.Line{Style: model.LineThin}, Bottom: model.Line{Style: model.LineThin}}
	})
	m.Rows[0].Cells[1].Style = style(m, func(st *model.Style) {
		st.Border = model.Border{Left: model.Line{Style: model.LineThick, Colour: 0xFF0000}, Bottom: model.Line{Style: model.LineThin}}
	})
	s := measured(m)
	b := s.Look(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 2}, 1).Borders
	if len(b) != 2 || !near(b[0].X2, 2*s.cols.of(1)) || b[0].X1 != 0 || b[1].Line.Style != model.LineThick || !near(b[1].X1, s.cols.of(1)) {
		t.Errorf("borders = %+v", b)
	}
	m.Merges = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 2}}
	if b := measured(m).Look(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 2}, 1).Borders; len(b) != 1 {
		t.Errorf("a line crosses merged cells: %+v", b)
	}
}

func TestFillsAreJoined(t *testing.T) {
	t.Parallel()
	m := base()
	red := style(m, func(st *model.Style) { st.Fill.Colour = model.RGB(0xFF0000) })
	for i := 1; i <= 3; i++ {
		m.Rows = append(m.Rows, row(i, model.Cell{Col: 1, Style: red}, model.Cell{Col: 2, Style: red}))
	}
	s := measured(m)
	if f := s.Look(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 3, LastCol: 3}, 1).Fills; len(f) != 1 || !near(f[0].H, s.rows.between(1, 3)) || !near(f[0].W, 2*s.cols.of(1)) {
		t.Errorf("fills = %+v", f)
	}
}

func TestMergeTree(t *testing.T) {
	t.Parallel()
	var list []model.Range
	for i := 1; i < 300; i += 3 {
		list = append(list, model.Range{FirstRow: i, FirstCol: 1 + i%7, LastRow: i + 1, LastCol: 2 + i%7})
	}
	tree := newMergeTree(list)
	for r := 1; r < 305; r++ {
		for c := 1; c < 12; c++ {
			var want model.Range
			for _, m := range list {
				if m.Contains(r, c) {
					want = m
				}
			}
			if got, ok := tree.at(r, c); ok != (want != model.Range{}) || got != want {
				t.Fatalf("merge at %d,%d = %+v, want %+v", r, c, got, want)
			}
		}
	}
}

func TestHeadFoot(t *testing.T) {
	t.Parallel()
	m := base()
	m.Page.Texts.Header = "&LPage &P of &N&C&\"Liberation Serif,Bold\"&14&A\nsecond&R&\"Caladea,Bold\"&\"-,Regular\"&F && &D&P+10"
	m.Page.Texts.Footer, m.Page.Texts.DifferentFirst, m.Page.Texts.FirstFooter = "other", true, "&Kff0000first"
	m.Page.Texts.FirstHeader = m.Page.Texts.Header
	s := measured(m)
	f := Fields{Page: 3, Pages: 9, Tab: "Tab", File: "book.xlsx", Date: time.Date(2024, 2, 9, 0, 0, 0, 0, time.UTC)}
	h, foot := s.HeadFoot(1, f)
	if got := h[0][0].Pieces[0].Text; got != "Page 3 of 9" {
		t.Errorf("left = %q", got)
	}
	if p := h[1][0].Pieces[0]; len(h[1]) != 2 || p.Text != "Tab" || p.Font.Size != 14 || !p.Font.Bold || p.Font.Family != "Liberation Serif" {
		t.Errorf("middle = %+v", h[1])
	}
	if p := h[2][0].Pieces[0]; p.Text != "book.xlsx & 2/9/202413" || p.Font.Family != "Liberation Sans" {
		t.Errorf("right = %+v", p)
	}
	if p := foot[1][0].Pieces[0]; p.Text != "first" || p.Font.Colour != model.RGB(0xFF0000) {
		t.Errorf("first footer = %+v", p)
	}
	if _, foot := s.HeadFoot(2, f); foot[1][0].Pieces[0].Text != "other" {
		t.Errorf("second footer = %+v", foot)
	}
}

func TestHeadings(t *testing.T) {
	t.Parallel()
	m := many(2, 2)
	m.Page.Headings = true
	s := measured(m)
	p, err := s.Pages()
	if err != nil {
		t.Fatal(err)
	}
	pane := p.Pages[0].Panes[0]
	got := ""
	for _, h := range s.Headings(pane, pane.SheetX, pane.SheetY) {
		got += string1(h.Text) + " "
	}
	if got != "1 2 A B " || pane.X <= 0 || pane.Y <= 0 {
		t.Errorf("headings = %q, cells at %v,%v", got, pane.X, pane.Y)
	}
}

func TestHeaderPartsThatAreLeftOut(t *testing.T) {
	t.Parallel()
	m := base()
	m.Page.Texts.Header, m.Page.Texts.Footer = "&D &T", "&G"
	s := measured(m)
	s.HeadFoot(1, Fields{Page: 1, Pages: 1})
	s.HeadFoot(2, Fields{Page: 2, Pages: 2})
	if len(s.Warnings) != 3 || s.Warnings[0].Code != "HEADER_PART_LEFT_OUT" {
		t.Errorf("warnings = %+v", s.Warnings)
	}
}

func TestPrintedErrors(t *testing.T) {
	t.Parallel()
	for how, want := range map[string]string{"": "#DIV/0!", "displayed": "#DIV/0!", "dash": "--", "NA": "#N/A"} {
		m := base(row(1, model.Cell{Col: 1, Kind: model.Error, Text: "#DIV/0!"}))
		m.Page.Errors = how
		if got := string1(shown(t, measured(m), 1, 1)); got != want {
			t.Errorf("errors as %q show %q, want %q", how, got, want)
		}
	}
}

// Ideographs and other letters keep apart in shapes.
func TestGapsBetweenScripts(t *testing.T) {
	t.Parallel()
	s := measured(base())
	f := s.Styles[0].Font
	spans := s.spaced([]Span{{Text: "孔PK1，", Font: f}, {Text: "其余 R", Font: f}})
	var got []string
	for _, sp := range spans {
		mark := ""
		if sp.After > 0 {
			mark = "|"
		}
		got = append(got, sp.Text+mark)
	}
	if want := "孔| PK1| ， 其余 | R"; strings.Join(got, " ") != want {
		t.Errorf("spans %q, want %q", strings.Join(got, " "), want)
	}
	asc, desc := s.Fonts.LineHeight(f)
	if gap := spans[0].After; !near(gap, .2*(asc+desc)) {
		t.Errorf("the gap is %v, want a fifth of the line's height %v", gap, asc+desc)
	}
	plain, apart := s.Fonts.breakLines([]Span{{Text: "孔PK", Font: f}}, -1), s.Fonts.breakLines(s.spaced([]Span{{Text: "孔PK", Font: f}}), -1)
	if !near(apart[0].Width-plain[0].Width, spans[0].After) {
		t.Errorf("lines are %v and %v wide, want the gap between", plain[0].Width, apart[0].Width)
	}
}

func TestShapeText(t *testing.T) {
	t.Parallel()
	s := measured(base())
	f := model.Font{Family: "Liberation Mono", Size: 10} // each letter is 6.001 wide
	sh := &model.Shape{Left: 5, Right: 5, Top: 3, Bottom: 3, Vertical: model.Middle, Paragraphs: []model.Paragraph{
		{Align: model.Right, Runs: []model.Run{{Text: "one two", Font: &f}}}, {Runs: []model.Run{{Font: &f}}}, {Align: model.Centre, Runs: []model.Run{{Text: "x", Font: &f}}},
	}}
	lines := s.ShapeText(sh, Box{100, 50, 40, 90})
	if len(lines) != 4 {
		t.Fatalf("%d lines, want one, two, an empty one and x", len(lines))
	}
	if l := lines[0]; !near(l.X+l.Width, 135) {
		t.Errorf("the first line ends at %v", l.X+l.Width)
	}
	if l := lines[3]; !near(l.X+l.Width/2, 120) {
		t.Errorf("the last line is centred at %v", l.X+l.Width/2)
	}
	top, bottom := lines[0].Y-lines[0].Ascent, lines[3].Y+lines[3].Descent
	if !near((top+bottom)/2, 95) {
		t.Errorf("the text is centred at %v", (top+bottom)/2)
	}
}
