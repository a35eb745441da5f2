package read

import (
	"math"
	"testing"

	"quire/engine/sheet/model"
)

func TestPictureEffects(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<pic><blipFill><blip><alphaModFix amt="40000"/><grayscl/><lum bright="30000" contrast="-20000"/><clrChange><clrFrom><srgbClr val="FFFFFF"/></clrFrom></clrChange></blip></blipFill>
		<spPr><xfrm flipH="1" rot="5400000"/><prstGeom prst="heart"/><ln w="25400"><solidFill><srgbClr val="FF0000"/></solidFill></ln></spPr></pic>`))
	if err != nil {
		t.Fatal(err)
	}
	r := chartsOf(t)
	var d model.Drawing
	r.picture(&d, n, nil)
	e := d.Effect
	if math.Abs(e.Clear-.6) > 1e-9 || !e.Gray || e.Bright != .3 || e.Contrast != -.2 || e.Through != model.RGB(0xFFFFFF) || !e.Recolours() {
		t.Errorf("effect = %+v", e)
	}
	if !d.MirrorX || d.MirrorY || d.Rotation != 90 {
		t.Errorf("picture = %+v", d)
	}
	if d.Shape == nil || len(d.Shape.Outlines) == 0 || d.Shape.Look.Line.Width != 2 || d.Shape.Look.Fill.Filled() {
		t.Errorf("figure = %+v", d.Shape)
	}
	if (model.PictureEffect{Clear: .5}).Recolours() {
		t.Error("transparency alone changes pixels")
	}
}
