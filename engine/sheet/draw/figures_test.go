package draw

import (
	"testing"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

func TestCutFiguresStayInTheirRectangle(t *testing.T) {
	t.Parallel()
	presets := []string{"parallelogram", "trapezoid", "homePlate", "chevron", "hexagon", "octagon", "plus", "rightArrow", "leftArrow", "upArrow", "downArrow", "leftRightArrow", "snip1Rect", "rect"}
	for _, preset := range presets {
		for _, adjust := range [][]float64{nil, {0, 0}, {9, 9}, {-4, .1}} {
			for _, uv := range [][2]float64{{1, 1}, {.1, 1}, {1, .1}} {
				corners := cut(&model.Shape{Preset: preset, Adjust: adjust}, uv[0], uv[1])
				if len(corners) < 8 || len(corners)%2 != 0 {
					t.Fatalf("%s has the corners %v", preset, corners)
				}
				for _, c := range corners {
					if c < -1e-9 || c > 1+1e-9 {
						t.Errorf("%s adjusted by %v reaches out of its rectangle: %v", preset, adjust, corners)
						break
					}
				}
			}
		}
	}
}

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
