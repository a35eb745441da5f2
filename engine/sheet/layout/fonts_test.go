package layout

import (
	"testing"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// The heights are a tenth of ten lines' as LibreOffice 7.4 prints them.
func TestLineHeights(t *testing.T) {
	t.Parallel()
	f := NewFonts(font.NewLibrary())
	for _, tt := range []struct {
		family             string
		size, above, total float64
	}{
		{"Liberation Sans", 8, 7.2, 8.9}, {"Liberation Sans", 9, 8.1, 10}, {"Liberation Sans", 10, 9.1, 11.2}, {"Liberation Sans", 11, 10, 12.3},
		{"Liberation Sans", 14, 12.7, 15.7}, {"Liberation Serif", 10, 8.9, 11.1}, {"Liberation Serif", 18, 16, 19.9}, {"Liberation Mono", 12, 10, 13.6},
	} {
		a, d := f.LineHeight(model.Font{Family: tt.family, Size: tt.size})
		if !near(a, tt.above) || !near(a+d, tt.total) {
			t.Errorf("a line of %s %v is %v high, %v above the baseline, want %v and %v", tt.family, tt.size, a+d, a, tt.total, tt.above)
		}
	}
}

// The sizes are those in PDFs of LibreOffice 7.4.
func TestPrintedSizes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ size, scale, want float64 }{
		{8, 1, 7.994}, {9, 1, 9.014}, {10, 1, 10.006}, {11, 1, 10.998}, {14, 1, 14.003}, {11, .74, 8.097 / .74}, {14, .68, 9.50 / .68}, {14, .06, .8 / .06},
	} {
		if got := printedSize(tt.size, tt.scale); !near(got, tt.want) {
			t.Errorf("size %v at %v is printed as %v, want %v", tt.size, tt.scale, got, tt.want)
		}
	}
}

// A text that is higher than its cell keeps its alignment.
func TestVerticalPlaceOfHighText(t *testing.T) {
	t.Parallel()
	for align, first := range map[model.Vertical]float64{model.Top: 1 + 9.1, model.VJustify: 1 + 9.1, model.Middle: (15-33.6)/2 + 9.1, model.Bottom: 15 - 1 - 33.6 + 9.1} {
		m := base(row(1, text(1, "one\ntwo\nthree")))
		m.Rows[0].Height, m.Rows[0].Custom = 15, true
		m.Rows[0].Cells[0].Style = style(m, func(st *model.Style) { st.Align.Vertical, st.Align.Wrap = align, true })
		b := shown(t, measured(m), 1, 1)
		if len(b.Lines) != 3 || !near(b.Lines[0].Y, first) || !near(b.Lines[2].Y, first+22.4) || !b.Clipped {
			t.Errorf("alignment %d: lines at %+v, want the first at %v", align, b.Lines, first)
		}
		m.Rows[0].Custom = false
		if b := shown(t, measured(m), 1, 1); b.Clipped {
			t.Errorf("alignment %d: text of a row whose height was not set by hand is clipped to %+v", align, b.Clip)
		}
	}
}
