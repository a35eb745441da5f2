package read

import (
	"math"
	"testing"

	"quire/engine/sheet/model"
)

func TestGeometryOfTheFilesOwn(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<custGeom><gdLst><gd name="half" fmla="*/ w 1 2"/><gd name="x" fmla="+- half 10 0"/></gdLst><pathLst>
<path w="200" h="100" fill="none"><moveTo><pt x="0" y="50"/></moveTo><lnTo><pt x="x" y="100"/></lnTo>
<arcTo wR="50" hR="25" stAng="0" swAng="10800000"/><close/></path></pathLst></custGeom>`))
	if err != nil {
		t.Fatal(err)
	}
	frame, _ := parseTree([]byte(`<xfrm><ext cx="180" cy="90"/></xfrm>`))
	got := geometry(n, frame)
	if len(got) != 1 || !got[0].Hollow || got[0].Bare {
		t.Fatalf("outlines = %+v", got)
	}
	s := got[0].Steps
	if len(s) != 5 || s[0].Op != 'M' || s[0].At[1] != .5 || s[1].At[0] != .5 || s[4].Op != 'Z' {
		t.Fatalf("steps = %+v", s)
	}
	// Half an ellipse from its right end to its left one.
	if end := s[3].At; math.Abs(end[4]-0) > 1e-9 || math.Abs(end[5]-1) > 1e-9 {
		t.Errorf("the arc ends at %v", end[4:])
	}
}

func TestGuides(t *testing.T) {
	t.Parallel()
	g := newGuides(100, 50)
	for formula, want := range map[string]float64{
		"val 7": 7, "*/ w h 10": 500, "+- w h 10": 140, "+/ w h 3": 50, "?: 1 w h": 100, "?: 0 w h": 50, "abs -4": 4, "min w h": 50, "max w h": 100,
		"pin 0 -5 10": 0, "mod 3 4 0": 5, "sqrt 9": 3, "sin 10 5400000": 10, "cos 10 0": 10, "at2 1 1": 2700000, "*/ 1 1 0": 0, "": 0, "odd 1": 0, "tan 1 2700000": 1,
		"cat2 10 3 4": 6, "sat2 10 3 4": 8,
	} {
		if got := g.formula(formula); math.Abs(got-want) > 1e-6 {
			t.Errorf("%s = %g, want %g", formula, got, want)
		}
	}
}

func TestFallbacksStandForNewerKinds(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<AlternateContent><Choice Requires="a14"><graphicFrame/></Choice><Fallback><sp><spPr><prstGeom prst="rect"/>
<solidFill><prstClr val="dkGreen"><alpha val="40000"/></prstClr></solidFill></spPr></sp></Fallback></AlternateContent>`))
	if err != nil {
		t.Fatal(err)
	}
	r := chartsOf(t)
	r.member(model.Anchor{}, nil, n, nil)
	if len(r.sheet.Drawings) != 1 || r.sheet.Drawings[0].Shape == nil {
		t.Fatalf("drawings = %+v", r.sheet.Drawings)
	}
	if f := r.sheet.Drawings[0].Shape.Look.Fill; f.Colour.RGB != 0x006400 || math.Abs(f.Clear-.6) > 1e-9 {
		t.Errorf("fill = %+v", f)
	}
}

func FuzzGeometry(f *testing.F) {
	f.Add([]byte(`<custGeom><gdLst><gd name="a" fmla="*/ w 1 0"/></gdLst><pathLst><path w="0" h="-1"><moveTo><pt x="a" y="hd2"/></moveTo>
<arcTo wR="1e300" hR="0" stAng="x" swAng="99999999999"/><quadBezTo><pt/><pt x="1"/></quadBezTo><cubicBezTo><pt/></cubicBezTo></path></pathLst></custGeom>`))
	f.Fuzz(func(t *testing.T, part []byte) {
		n, err := parseTree(part)
		if err != nil {
			return
		}
		for _, o := range geometry(n, &node{}) {
			for _, s := range o.Steps {
				for _, v := range s.At {
					if v != v || math.Abs(v) > 100 {
						t.Errorf("step to %g", v)
					}
				}
			}
		}
	})
}
