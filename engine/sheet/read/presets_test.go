package read

import (
	"encoding/xml"
	"math"
	"testing"

	"quire/engine/sheet/model"
)

// TestPresets calculates every figure at several sizes and adjustments: all have
// outlines of finite numbers near their rectangle, and closed ones unless they are
// lines.
func TestPresets(t *testing.T) {
	t.Parallel()
	names := sortedKeys(presets)
	names = append(append(names, sortedKeys(stars)...), sortedKeys(turnedPresets)...)
	for _, name := range names {
		for _, size := range [][2]string{{"914400", "914400"}, {"100", "5000000"}, {"5000000", "100"}, {"0", "0"}} {
			for _, adjust := range []map[string]float64{nil, {"adj": 0, "adj1": 0, "adj2": 0, "adj3": 0}, {"adj": 1e9, "adj1": 1e9, "adj2": -1e9, "adj3": 1e9, "adj4": 1e9}} {
				frame := &node{kids: []*node{{name: "ext", attrs: attributes("cx", size[0], "cy", size[1])}}}
				outlines, _, ok := defined(name, frame, adjust)
				if !ok || len(outlines) == 0 {
					t.Fatalf("%s is not known", name)
				}
				for _, o := range outlines {
					if len(o.Steps) < 2 || o.Steps[0].Op != 'M' {
						t.Fatalf("%s has an outline of %d steps", name, len(o.Steps))
					}
					near(t, name, o, adjust == nil && size[0] == size[1] && size[0] != "0")
				}
			}
		}
	}
	if _, _, ok := defined("unheardOf", &node{}, nil); ok {
		t.Error("a figure without a definition is drawn")
	}
}

// near checks the places of an outline; plain ones are hardly larger than their
// rectangle, but for callouts.
func near(t *testing.T, name string, o model.Outline, plain bool) {
	t.Helper()
	for _, s := range o.Steps {
		for _, v := range s.At {
			if math.IsNaN(v) || math.IsInf(v, 0) || plain && (v < -1 || v > 2) {
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
