package read

import (
	"context"
	"math"
	"testing"

	"quire/engine/sheet/model"
)

// elementsOf reads elements of a worksheet; its workbook has no other parts.
func elementsOf(t testing.TB, parts map[string]string, elements ...string) *sheetReader {
	t.Helper()
	r := chartsOf(t)
	r.ctx = context.Background()
	for name, part := range parts {
		r.w.parts[name] = []byte(part)
	}
	for _, e := range elements {
		n, err := parseTree([]byte(e))
		if err != nil {
			t.Fatal(err)
		}
		if err := r.element(n); err != nil {
			t.Fatal(err)
		}
	}
	for _, do := range r.later {
		do()
	}
	return r
}

func TestNewerDataBarsCompleteOlderOnes(t *testing.T) {
	t.Parallel()
	r := elementsOf(t, nil, `<conditionalFormatting sqref="A1:A5"><cfRule type="dataBar" priority="1"><dataBar><cfvo type="min"/><cfvo type="max"/><color rgb="FF0000FF"/></dataBar>
<extLst><ext><id>{A}</id></ext></extLst></cfRule></conditionalFormatting>`, `<extLst><ext><conditionalFormattings>
<conditionalFormatting><cfRule type="dataBar" id="{A}"><dataBar minLength="0" maxLength="100" gradient="0" axisPosition="middle"><cfvo type="autoMin"/><cfvo type="num"><f>40</f></cfvo>
<negativeFillColor rgb="FF00FF00"/><axisColor rgb="FF000001"/></dataBar></cfRule><sqref>A1:A5</sqref></conditionalFormatting>
<conditionalFormatting><cfRule type="iconSet" priority="2"><iconSet iconSet="3Arrows" custom="1" showValue="0" reverse="1"><cfvo type="percent"><f>0</f></cfvo><cfvo type="num" gte="0"><f>5</f></cfvo>
<cfIcon iconSet="3Signs" iconId="1"/><cfIcon iconSet="NoIcons" iconId="0"/></iconSet></cfRule><sqref>B1 B3:B4</sqref></conditionalFormatting>
</conditionalFormattings></ext></extLst>`)
	if len(r.sheet.Rules) != 2 {
		t.Fatalf("%d rules, want 2", len(r.sheet.Rules))
	}
	bar := r.sheet.Rules[0]
	if b := bar.Bar; b == nil || !b.Solid || b.Axis != "middle" || b.Min != 0 || b.Max != 100 || b.Negative.RGB != 0xFF00 || b.AxisColour != model.RGB(1) {
		t.Errorf("bar = %+v", bar.Bar)
	}
	if bar.Points[0].Type != "autoMin" || bar.Points[1].Value != "40" || bar.Colours[0] != 0xFF {
		t.Errorf("points %+v, colours %x", bar.Points, bar.Colours)
	}
	icons := r.sheet.Rules[1]
	if len(icons.Icons) != 2 || icons.Icons[0].Set != "" || icons.Icons[1] != (model.Icon{Set: "3Signs", Number: 1}) || !icons.HideValue || !icons.Points[1].Beyond || len(icons.Ranges) != 2 {
		t.Errorf("icons = %+v", icons)
	}
}

func TestSparklinesTakeTheirValuesFromAnyTab(t *testing.T) {
	t.Parallel()
	r := chartsOf(t)
	r.ctx = context.Background()
	r.w.parts["data.xml"] = []byte(`<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData>
<row r="1"><c r="A1"><v>3</v></c><c r="B1"><v>99</v></c><c r="C1"><v>-1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`)
	r.w.rels = map[string]relation{"r1": {kind: "worksheet", target: "data.xml"}}
	r.w.sheets = []sheetRef{{name: "Other", rel: "r1"}}
	n, err := parseTree([]byte(`<extLst><ext><sparklineGroups><sparklineGroup type="column" negative="1" lineWeight="2" minAxisType="group" maxAxisType="custom" manualMax="9">
<colorSeries rgb="FF112233"/><colorNegative rgb="FFFF0000"/><colorHigh rgb="FF00FF00"/><sparklines>
<sparkline><f>Other!A1:D1</f><sqref>E5</sqref></sparkline><sparkline><f>Nowhere!A1</f><sqref>E6</sqref></sparkline></sparklines></sparklineGroup></sparklineGroups></ext></extLst>`))
	if err != nil {
		t.Fatal(err)
	}
	r.extensions(n)
	r.later[0]()
	if len(r.sheet.Sparklines) != 2 || len(r.sheet.Sparklines[1].Values) != 0 {
		t.Fatalf("sparklines = %+v", r.sheet.Sparklines)
	}
	s := r.sheet.Sparklines[0]
	if s.Row != 5 || s.Col != 5 || len(s.Values) != 3 || s.Values[0] != 3 || s.Values[1] != -1 || !math.IsNaN(s.Values[2]) {
		t.Errorf("sparkline = %+v", s)
	}
	if l := s.Look; l.Kind != "column" || l.Min != -1 || l.Max != 9 || l.Line.RGB != 0x112233 || !l.Negative.Set || l.High.Set || l.Weight != 2 {
		t.Errorf("look = %+v", s.Look)
	}
	if len(r.sheet.Merges) > 0 {
		t.Error("the merges of the other tab were taken up")
	}
}
