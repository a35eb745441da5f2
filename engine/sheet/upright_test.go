package sheet

import (
	"slices"
	"strings"
	"testing"

	"quire/engine/pdf/pdftest"
)

// TestUprightTexts prints figures that lie on their side: their texts turn with them, in lines as
// long as the figure is high, unless they are to stay upright (ECMA-376 part 1, 21.1.2.1.1).
func TestUprightTexts(t *testing.T) {
	t.Parallel()
	shown := func(upright string) string {
		sp := `<sp><nvSpPr><cNvPr id="2" name="f"/></nvSpPr><spPr><xfrm rot="5400000"/><prstGeom prst="rect"/></spPr><txBody><bodyPr ` + upright + `/><p><r><rPr sz="1100"/><t>Renewal of the policy</t></r></p></txBody></sp>`
		data := pack(t, map[string]string{
			sheetPart:                  `<worksheet>` + oneCell + `<drawing r:id="d1"/></worksheet>`,
			sheetRels:                  relHead + `<Relationship Id="d1" Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>`,
			"xl/drawings/drawing1.xml": `<wsDr><twoCellAnchor><from><col>1</col><row>1</row></from><to><col>5</col><row>3</row></to>` + sp + `</twoCellAnchor></wsDr>`,
		})
		doc, _, err := render(data, "S")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(slices.Concat(pdftest.Texts(t, doc)...), "|")
	}
	if got := shown(`upright="1"`); !strings.Contains(got, "Renewal of the policy") {
		t.Errorf("the upright text is %q, want one line", got)
	}
	if got := shown(""); strings.Contains(got, "Renewal of the policy") {
		t.Errorf("the turned text is %q, want several lines", got)
	}
}
