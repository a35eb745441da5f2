package form

import (
	"fmt"
	"strings"
	"testing"
)

// TestPushButtonsWithIcons draws a square icon, 40 points wide, in a button of 100
// by 60 points with a border of one.
func TestPushButtonsWithIcons(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mk, icon string // the matrix of the icon, "" for none
		caption  bool
	}{
		{"/TP 0", "", true},
		{"/TP 1", "1.4 0 0 1.4 22 2 cm", false},
		{"/TP 1 /IF <</S /A>>", "2.4 0 0 1.4 2 2 cm", false},
		{"/TP 1 /IF <</SW /N /A [0 1]>>", "1 0 0 1 2 18 cm", false},
		{"/TP 1 /IF <</SW /B>>", "1 0 0 1 30 10 cm", false},
		{"/TP 2", "1.111", true},
		{"/TP 3", "1.111", true},
		{"/TP 4", "1.4 0 0 1.4", true},
		{"/TP 5", "1.4 0 0 1.4", true},
		{"/TP 6", "1.4 0 0 1.4 22 2 cm", true},
	} {
		f := newFixture()
		icon := f.stream("/BBox [0 0 40 40]", "0 0 40 40 re f")
		f.field(fmt.Sprintf("/FT /Btn /Ff 65536 /T (go) /Rect [50 600 150 660] /MK <</BC [0] /CA (Go) /I %s %s>>", icon, c.mk))
		doc := f.read(t)
		if _, err := Flatten(doc); err != nil {
			t.Fatal(err)
		}
		content := ""
		for _, x := range doc.Dict(doc.Dict(doc.Pages()[0].Dict["Resources"])["XObject"]) {
			content += readLook(t, doc, x).content
			if got := strings.Contains(readLook(t, doc, x).text, "Go"); got != c.caption {
				t.Errorf("%s: the caption is shown: %t", c.mk, got)
			}
		}
		if drawn := strings.Contains(content, "/Icon Do"); drawn != (c.icon != "") || !strings.Contains(content, c.icon) {
			t.Errorf("%s: the icon is drawn: %t, %q is not in %s", c.mk, drawn, c.icon, content)
		}
	}
}

func TestNamedColourSpacesOfTexts(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.form = "/NeedAppearances true"
	f.field("/FT /Tx /T (spot) /V (x) /DA (/Helv 9 Tf /Spot cs .5 scn) /DR <</ColorSpace <</Spot [/Separation /Red /DeviceGray <</FunctionType 2 /Domain [0 1] /N 1>>]>>>>")
	f.field("/FT /Tx /T (lost) /V (x) /DA (/Helv 9 Tf /Gone cs .5 scn)")
	doc, _ := f.filled(t, nil)
	spot, lost := lookAt(t, doc, "spot"), lookAt(t, doc, "lost")
	if !strings.Contains(spot.content, "/Spot cs .5 scn") || !strings.Contains(lost.content, "0 g") || strings.Contains(lost.content, "Gone") {
		t.Errorf("content %q and %q", spot.content, lost.content)
	}
	tr := grow(doc)
	_, look := tr.normalAppearance(tr.byName["spot"][0].widgets[0].dict)
	if doc.Array(doc.Dict(doc.Dict(look["Resources"])["ColorSpace"])["Spot"]) == nil {
		t.Error("the colour space did not come along")
	}
}
