package draw

import (
	"testing"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

func TestLinesRunFromCornerToCorner(t *testing.T) {
	t.Parallel()
	box := layout.Box{X: 10, Y: 20, W: 30, H: 0}
	got := lineFigure(&model.Shape{Preset: "line", MirrorX: true}, box)
	if len(got) != 2 || got[0] != [2]float64{40, 20} || got[1] != [2]float64{10, 20} {
		t.Errorf("line = %v", got)
	}
	dr := &model.Drawing{Shape: &model.Shape{Preset: "line"}}
	if !reaches(box, dr, layout.Box{W: 100, H: 100}) {
		t.Error("a level line is not drawn")
	}
	if lineFigure(&model.Shape{Preset: "rect"}, box) != nil {
		t.Error("a rectangle is drawn as a line")
	}
}
