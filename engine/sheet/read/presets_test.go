package read

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// shapeTypes are the names of ST_ShapeType (ECMA-376 part 1, 20.1.10.56).
var shapeTypes = strings.Fields(`line lineInv triangle rtTriangle rect diamond parallelogram trapezoid nonIsoscelesTrapezoid pentagon hexagon heptagon octagon
	decagon dodecagon star4 star5 star6 star7 star8 star10 star12 star16 star24 star32 roundRect round1Rect round2SameRect
	round2DiagRect snipRoundRect snip1Rect snip2SameRect snip2DiagRect plaque ellipse teardrop homePlate chevron pieWedge pie
	blockArc donut noSmoking rightArrow leftArrow upArrow downArrow stripedRightArrow notchedRightArrow bentUpArrow
	leftRightArrow upDownArrow leftUpArrow leftRightUpArrow quadArrow leftArrowCallout rightArrowCallout upArrowCallout
	downArrowCallout leftRightArrowCallout upDownArrowCallout quadArrowCallout bentArrow uturnArrow circularArrow
	leftCircularArrow leftRightCircularArrow curvedRightArrow curvedLeftArrow curvedUpArrow curvedDownArrow swooshArrow cube can
	lightningBolt heart sun moon smileyFace irregularSeal1 irregularSeal2 foldedCorner bevel frame halfFrame corner diagStripe
	chord arc leftBracket rightBracket leftBrace rightBrace bracketPair bracePair straightConnector1 bentConnector2
	bentConnector3 bentConnector4 bentConnector5 curvedConnector2 curvedConnector3 curvedConnector4 curvedConnector5 callout1
	callout2 callout3 accentCallout1 accentCallout2 accentCallout3 borderCallout1 borderCallout2 borderCallout3
	accentBorderCallout1 accentBorderCallout2 accentBorderCallout3 wedgeRectCallout wedgeRoundRectCallout wedgeEllipseCallout
	cloudCallout cloud ribbon ribbon2 ellipseRibbon ellipseRibbon2 leftRightRibbon verticalScroll horizontalScroll wave
	doubleWave plus flowChartProcess flowChartDecision flowChartInputOutput flowChartPredefinedProcess flowChartInternalStorage
	flowChartDocument flowChartMultidocument flowChartTerminator flowChartPreparation flowChartManualInput
	flowChartManualOperation flowChartConnector flowChartPunchedCard flowChartPunchedTape flowChartSummingJunction flowChartOr
	flowChartCollate flowChartSort flowChartExtract flowChartMerge flowChartOfflineStorage flowChartOnlineStorage
	flowChartMagneticTape flowChartMagneticDisk flowChartMagneticDrum flowChartDisplay flowChartDelay flowChartAlternateProcess
	flowChartOffpageConnector actionButtonBlank actionButtonHome actionButtonHelp actionButtonInformation actionButtonForwardNext
	actionButtonBackPrevious actionButtonEnd actionButtonBeginning actionButtonReturn actionButtonDocument actionButtonSound
	actionButtonMovie gear6 gear9 funnel mathPlus mathMinus mathMultiply mathDivide mathEqual mathNotEqual cornerTabs squareTabs
	plaqueTabs chartX chartStar chartPlus`)

// TestEveryPresetHasAnOutlineOfItsOwn calculates every figure at several sizes and
// adjustments: all have outlines of finite numbers near their rectangle, and but few
// are rectangles.
func TestEveryPresetHasAnOutlineOfItsOwn(t *testing.T) {
	t.Parallel()
	if len(shapeTypes) != 187 {
		t.Fatalf("%d names", len(shapeTypes))
	}
	adjusted := func(values ...float64) map[string]float64 {
		out := map[string]float64{"adj": values[0], "vf": values[len(values)-1]}
		for i := range 8 {
			out[fmt.Sprintf("adj%d", i+1)] = values[i%len(values)]
		}
		return out
	}
	hostile := []map[string]float64{nil, adjusted(0), adjusted(-1), adjusted(1e9, -1e9), adjusted(-1e9, 1e9), adjusted(1e18), adjusted(math.MaxFloat64, -math.MaxFloat64), adjusted(50000), adjusted(21600000, 10800000)}
	boxes := strings.Fields("rect flowChartProcess actionButtonBlank")
	for _, name := range shapeTypes {
		if slices.Contains(plain, name) {
			continue
		}
		for _, size := range [][2]string{{"914400", "914400"}, {"914400", "300000"}, {"100", "5000000"}, {"5000000", "100"}, {"0", "0"}, {"-7", "1"}, {"1e300", "1"}} {
			frame := &node{kids: []*node{{name: "ext", attrs: attributes("cx", size[0], "cy", size[1])}}}
			for i, adjust := range hostile {
				outlines, inner, ok := defined(name, frame, adjust)
				if !ok || len(outlines) == 0 {
					t.Fatalf("%s is not known", name)
				}
				for _, o := range outlines {
					if len(o.Steps) < 2 || o.Steps[0].Op != 'M' {
						t.Fatalf("%s has an outline of %d steps", name, len(o.Steps))
					}
					near(t, name, o, i == 0 && size[0] == "914400")
				}
				if inner != nil && (math.IsNaN(inner.X+inner.Y+inner.W+inner.H) || inner.W <= 0 || inner.H <= 0) {
					t.Fatalf("%s has the text in %+v", name, *inner)
				}
				if i == 0 && size[0] == "914400" && isBox(outlines) != slices.Contains(boxes, name) {
					t.Errorf("%s: a rectangle is %t", name, isBox(outlines))
				}
			}
		}
	}
	if _, _, ok := defined("unheardOf", &node{}, nil); ok {
		t.Error("a figure without a definition is drawn")
	}
}

// isBox tells that outlines are no more than the rectangle around them.
func isBox(outlines []model.Outline) bool {
	for _, o := range outlines {
		for _, s := range o.Steps {
			if s.Op == 'C' {
				return false
			}
			for _, v := range s.At {
				if v != 0 && v != 1 {
					return false
				}
			}
		}
	}
	return len(outlines) == 1 && len(outlines[0].Steps) == 5
}

// near checks the places of an outline; plain ones are hardly larger than their
// rectangle, but for callouts.
func near(t *testing.T, name string, o model.Outline, plain bool) {
	t.Helper()
	for _, s := range o.Steps {
		for _, v := range s.At {
			if math.IsNaN(v) || math.Abs(v) > 100 || plain && (v < -1 || v > 2) {
				t.Fatalf("%s reaches to %g", name, v)
			}
		}
	}
}

// TestPresetCorners compares places with those that the standard's formulas give by
// hand.
func TestPresetCorners(t *testing.T) {
	t.Parallel()
	frame := &node{kids: []*node{{name: "ext", attrs: attributes("cx", "2000", "cy", "1000")}}}
	for name, want := range map[string][2]float64{
		"flowChartOffpageConnector": {1, .8}, // the third corner
		"cube":                      {.875, 1},
		"upArrowCallout":            {.4375, .25},
		"pentagon":                  {.809, 1},
	} {
		outlines, _, _ := defined(name, frame, nil)
		got := outlines[0].Steps[2].At
		if math.Abs(got[0]-want[0]) > .001 || math.Abs(got[1]-want[1]) > .001 {
			t.Errorf("%s has a corner at %v, want %v", name, got, want)
		}
	}
}

// attributes are names and values in turn.
func attributes(list ...string) []xml.Attr {
	var out []xml.Attr
	for i := 0; i+1 < len(list); i += 2 {
		out = append(out, xml.Attr{Name: xml.Name{Local: list[i]}, Value: list[i+1]})
	}
	return out
}
