package layout

import (
	"math"
	"testing"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

func TestPrintedWidthsAreWholeDots(t *testing.T) {
	t.Parallel()
	f := NewFonts(font.NewLibrary())
	// In LibreOffice's PDF each letter of Courier New 11 at 63 % is 41 dots wide, not
	// 41.4, in letters of 6.893 points that count as 69 dots.
	const scale = .63
	m := model.Font{Family: "Liberation Mono", Size: printedSize(11, scale)}
	exact := f.Width("x", m)
	f.Print(scale)
	if got := f.Width("xxxxé", m) / 5 * scale; math.Abs(got-4.096) > .001 {
		t.Errorf("a letter is %.4f points wide, want 4.096", got)
	}
	extra, width := f.Spacing(font.Run{Face: f.Face(m), Text: "xxxxé"}, m.Size)
	if math.Abs(extra-(f.Width("x", m)-exact)) > 1e-9 || math.Abs(width-f.Width("xxxxé", m)) > 1e-9 {
		t.Errorf("spacing %.4f in a width of %.4f", extra, width)
	}
	f.Print(0)
	if extra, width := f.Spacing(font.Run{Face: f.Face(m), Text: "x"}, m.Size); extra != 0 || width != exact || f.Width("x", m) != exact {
		t.Errorf("widths are not exact again: %v %v", extra, width)
	}
}

// No scale moves words between lines, though letters of 8 points are wider at 77 %.
func TestScalesKeepLines(t *testing.T) {
	t.Parallel()
	m := base(row(1, model.Cell{Col: 1, Kind: model.Text, Text: "(internal/external) – all others, foo_bar, and 5, yes 50 %"}))
	m.Styles[0].Font = model.Font{Family: "Carlito", Size: 8}
	m.Styles[0].Align.Wrap = true
	m.Format.ColWidth = 14
	s := measured(m)
	var want string
	for _, scale := range []float64{1, .77, .6, .33} {
		got := ""
		s.Texts(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 1}, scale, func(b *TextBox) { got = string1(*b) })
		if want == "" {
			want = got
		}
		if got != want || got == "" {
			t.Errorf("at %v: %q, at 1: %q", scale, got, want)
		}
	}
}
