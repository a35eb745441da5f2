package read

import (
	"math"
	"testing"

	"quire/engine/sheet/model"
)

func TestGroupsPlaceTheirMembers(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<grpSp><grpSpPr><xfrm><chOff x="100" y="0"/><chExt cx="200" cy="100"/></xfrm></grpSpPr>
<grpSp><grpSpPr><xfrm><off x="200" y="50"/><ext cx="100" cy="50"/><chOff x="0" y="0"/><chExt cx="10" cy="10"/></xfrm></grpSpPr>
<sp><spPr><xfrm><off x="5" y="0"/><ext cx="5" cy="10"/></xfrm><prstGeom prst="ellipse"/></spPr></sp></grpSp>
<cxnSp><spPr><xfrm flipV="1"><off x="100" y="0"/><ext cx="200" cy="0"/></xfrm><prstGeom prst="line"/><ln w="25400"><solidFill><srgbClr val="FF0000"/></solidFill><tailEnd type="triangle"/></ln></spPr></cxnSp></grpSp>`))
	if err != nil {
		t.Fatal(err)
	}
	r := chartsOf(t)
	r.member(model.Anchor{}, nil, n, nil)
	if len(r.sheet.Drawings) != 2 {
		t.Fatalf("%d drawings, want 2", len(r.sheet.Drawings))
	}
	if p := r.sheet.Drawings[0].Within; p == nil || math.Abs(p.X-.75) > 1e-9 || p.Y != .5 || p.W != .25 || p.H != .5 {
		t.Errorf("the ellipse stands at %+v", p)
	}
	line := r.sheet.Drawings[1].Shape
	if line == nil || line.To.Kind == "" || line.From.Kind != "" || !line.MirrorY || line.Look.Line.Width != 2 || line.Look.Line.Colour.RGB != 0xFF0000 {
		t.Errorf("line = %+v", line)
	}
}
