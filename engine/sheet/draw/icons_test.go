package draw

import (
	"math"
	"testing"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

func TestEveryIconOfEverySetIsDrawn(t *testing.T) {
	t.Parallel()
	for name, set := range iconSets {
		if want := int(name[0] - '0'); len(set) != want {
			t.Errorf("%s has %d icons", name, len(set))
		}
		for i := -1; i <= len(set); i++ {
			d := &drawer{sheet: &layout.Sheet{Sheet: &model.Sheet{}}, doc: canvas.New()}
			page := d.doc.AddPage(50, 50)
			d.icon(page, layout.IconBox{Box: layout.Box{X: 10, Y: 10, W: 8, H: 8}, Icon: model.Icon{Set: name, Number: i}})
			doc, err := d.doc.Finish()
			if err != nil {
				t.Fatal(err)
			}
			content, err := doc.StreamContent(doc.Pages()[0].Dict["Contents"])
			if err != nil {
				t.Fatal(err)
			}
			if drawn := len(content) > 0; drawn != (i >= 0 && i < len(set)) {
				t.Errorf("icon %d of %s: drawn is %v", i, name, drawn)
			}
		}
	}
}

var notNumber = math.NaN()

func TestSparklineAxis(t *testing.T) {
	t.Parallel()
	look := &model.SparklineLook{Kind: "column", Min: notNumber, Max: notNumber, High: model.RGB(1), Negative: model.RGB(2)}
	p := spark{look: look, box: layout.Box{H: 10}, values: []float64{notNumber, 4, -1, 2}}
	p.scale()
	if p.lo != -1 || p.hi != 4 || p.first != 1 || p.last != 3 || p.y(4) != 0 || p.y(-1) != 10 {
		t.Errorf("axis from %g to %g, values %d to %d", p.lo, p.hi, p.first, p.last)
	}
	if p.colour(1).RGB != 1 || p.colour(2).RGB != 2 || p.colour(3).Set {
		t.Error("the wrong points stand out")
	}
	if got := sparkValues(&model.Sparkline{Values: []float64{1, notNumber, 3}, Look: &model.SparklineLook{Backward: true, Zero: true}}); got[0] != 3 || got[1] != 0 || got[2] != 1 {
		t.Errorf("values = %v", got)
	}
}
