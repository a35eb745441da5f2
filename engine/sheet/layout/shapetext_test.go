package layout

import (
	"math"
	"strings"
	"testing"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// lettered is a shape with a paragraph of so many words.
func lettered(words int) *model.Shape {
	f := model.Font{Family: "Arial", Size: 10}
	return &model.Shape{Paragraphs: []model.Paragraph{{Runs: []model.Run{{Text: strings.Repeat("word ", words), Font: &f}}}}}
}

func TestTextsFlowThroughColumns(t *testing.T) {
	t.Parallel()
	s := &Sheet{Fonts: NewFonts(font.NewLibrary())}
	sh := lettered(40)
	sh.Columns, sh.Gap = 2, 10
	lines := s.ShapeText(sh, Box{W: 110, H: 100})
	left, right := 0, 0
	for _, l := range lines {
		switch {
		case l.X == 0 && l.Y <= 100:
			left++
		case l.X == 60:
			right++
		default:
			t.Errorf("a line at %g, %g", l.X, l.Y)
		}
	}
	if left < 5 || right < 5 || lines[left].Y != lines[0].Y {
		t.Errorf("%d and %d lines", left, right)
	}
}

func TestBulletsHangBeforeTheirTexts(t *testing.T) {
	t.Parallel()
	s := &Sheet{Fonts: NewFonts(font.NewLibrary())}
	sh := lettered(20)
	p := &sh.Paragraphs[0]
	p.Left, p.First, p.Bullet = 30, -20, &model.Run{Text: "•", Font: p.Runs[0].Font}
	lines := s.ShapeText(sh, Box{W: 100, H: 100})
	if len(lines) < 3 || lines[0].X != 30 || lines[1].X != 30 || lines[0].Pieces[0].X != -20 || lines[0].Pieces[0].Text != "•" || lines[0].Pieces[1].X != 0 {
		t.Fatalf("lines = %+v", lines)
	}
	p.First = 0
	if lines = s.ShapeText(sh, Box{W: 100, H: 100}); lines[0].X != 30 || lines[0].Pieces[0].Text != "• " {
		t.Errorf("a bullet without room = %+v", lines[0])
	}
	p.Bullet, p.First = nil, 25
	if lines = s.ShapeText(sh, Box{W: 100, H: 100}); lines[0].X != 55 || lines[0].Width > 45 || lines[1].X != 30 {
		t.Errorf("an indented line = %+v", lines[0])
	}
}

func TestLinesAreSpread(t *testing.T) {
	t.Parallel()
	s := &Sheet{Fonts: NewFonts(font.NewLibrary())}
	step := func(by model.Spacing) float64 {
		sh := lettered(20)
		sh.Paragraphs[0].Spacing = by
		lines := s.ShapeText(sh, Box{W: 100, H: 100})
		return lines[2].Y - lines[1].Y
	}
	plain := step(model.Spacing{})
	if got := step(model.Spacing{Share: 1.5}); math.Abs(got-1.5*plain) > 1e-9 {
		t.Errorf("one and a half are %g of %g", got, plain)
	}
	if got := step(model.Spacing{Points: 30}); math.Abs(got-30) > 1e-9 {
		t.Errorf("30 points are %g", got)
	}
}

func TestWordsOfJustifiedLinesAreAsWideAsTheirLetters(t *testing.T) {
	t.Parallel()
	s := &Sheet{Fonts: NewFonts(font.NewLibrary())}
	f := model.Font{Family: "Arial", Size: 10}
	sh := &model.Shape{Paragraphs: []model.Paragraph{{Align: model.Justify, Runs: []model.Run{{Text: "iiiiiiii WWWWWWWW more that is not in the first line", Font: &f}}}}}
	l := s.ShapeText(sh, Box{W: 160, H: 100})[0]
	last := l.Pieces[len(l.Pieces)-1]
	if len(l.Pieces) < 2 || math.Abs(last.X+last.Width-160) > .01 || math.Abs(l.Pieces[0].Width-s.Fonts.Width("iiiiiiii ", f)) > .01 {
		t.Errorf("pieces = %+v", l.Pieces)
	}
}
