package read

import (
	"math"
	"strings"
	"testing"

	"quire/engine/sheet/chart"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// chartPart is a chart of two columns and a line on a second axis.
const chartPart = `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1400" b="0"/></a:pPr>
<a:r><a:t>Premiums</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:x val="0.1"/><c:y val="0.2"/>
<c:w val="0.8"/><c:h val="0.6"/></c:manualLayout></c:layout>
<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:ser><c:idx val="1"/><c:order val="0"/><c:tx><c:strRef><c:strCache><c:ptCount val="1"/>
<c:pt idx="0"><c:v>Paid</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="112233"/></a:solidFill></c:spPr>
<c:dPt><c:idx val="1"/><c:spPr><a:solidFill><a:srgbClr val="445566"/></a:solidFill></c:spPr></c:dPt>
<c:dLbls><c:showVal val="1"/></c:dLbls>
<c:cat><c:strRef><c:strCache><c:ptCount val="2"/><c:pt idx="0"><c:v>Q1</c:v></c:pt><c:pt idx="1"><c:v>Q2</c:v></c:pt></c:strCache></c:strRef></c:cat>
<c:val><c:numRef><c:numCache><c:formatCode>0.0</c:formatCode><c:ptCount val="3"/><c:pt idx="0"><c:v>5</c:v></c:pt><c:pt idx="2"><c:v>7.5</c:v></c:pt>
</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val="50"/><c:axId val="1"/><c:axId val="2"/></c:barChart>
<c:lineChart><c:ser><c:idx val="0"/><c:val><c:numLit><c:ptCount val="1"/><c:pt idx="0"><c:v>1</c:v></c:pt></c:numLit></c:val><c:smooth val="1"/></c:ser><c:marker val="1"/>
<c:axId val="3"/><c:axId val="4"/></c:lineChart>
<c:catAx><c:axId val="1"/><c:crossAx val="2"/><c:axPos val="b"/></c:catAx>
<c:valAx><c:axId val="2"/><c:scaling><c:max val="10"/></c:scaling><c:crossAx val="1"/><c:axPos val="l"/><c:majorGridlines/></c:valAx>
</c:plotArea><c:legend><c:legendPos val="b"/></c:legend></c:chart></c:chartSpace>`

func chartsOf(t testing.TB) *sheetReader {
	t.Helper()
	st := &styleReader{palette: palette{theme: officeTheme}, formats: map[string]*numfmt.Format{}}
	return &sheetReader{w: &Workbook{parts: map[string][]byte{}}, styles: st, sheet: &model.Sheet{Name: "Data", Styles: []model.Style{{FormatCode: "General"}}}}
}

func TestReadChart(t *testing.T) {
	t.Parallel()
	c, err := chartsOf(t).readChart([]byte(chartPart))
	if err != nil {
		t.Fatal(err)
	}
	if c.Title == nil || c.Title.Text != "Premiums" || c.Title.Font.Size != 14 || c.Title.Font.Bold {
		t.Errorf("title = %+v", c.Title)
	}
	if c.PlotPlace == nil || !c.PlotPlace.Inner || c.PlotPlace.W != .8 {
		t.Errorf("plot area = %+v", c.PlotPlace)
	}
	if len(c.Groups) != 2 || len(c.Axes) != 2 || c.Legend == nil || c.Legend.Side != "b" {
		t.Fatalf("chart = %+v", c)
	}
	bars := c.Groups[0]
	s := bars.Series[0]
	if bars.Kind != model.ChartBar || bars.Stacking != model.Stacked || bars.Gap != 50 || s.Name != "Paid" || len(s.Categories) != 2 {
		t.Errorf("columns = %+v", bars)
	}
	if len(s.Values) != 3 || s.Values[2] != 7.5 || !math.IsNaN(s.Values[1]) || s.FormatCode != "0.0" {
		t.Errorf("values = %v in %q", s.Values, s.FormatCode)
	}
	if s.Look.Fill.Colour.RGB != 0x112233 || s.Points[1].Fill.Colour.RGB != 0x445566 || s.Labels == nil || !s.Labels.Value {
		t.Errorf("look = %+v, points = %+v", s.Look, s.Points)
	}
	line := c.Groups[1].Series[0]
	if !line.Smooth || line.Marker.Symbol == "" || line.Look.Line.Colour.RGB != officeTheme[4] {
		t.Errorf("line = %+v", line)
	}
	if y := c.Axes[1]; y.Categories || y.Max != 10 || !math.IsNaN(y.Min) || !y.Grid.Colour.Set {
		t.Errorf("axis = %+v", y)
	}
}

func TestChartTakesItsSheetsCells(t *testing.T) {
	t.Parallel()
	r := chartsOf(t)
	r.sheet.Rows = []model.Row{
		{Index: 1, Cells: []model.Cell{{Col: 1, Kind: model.Text, Text: "A"}, {Col: 2, Kind: model.Number, Number: 4}}},
		{Index: 2, Cells: []model.Cell{{Col: 1, Kind: model.Text, Text: "B"}, {Col: 2, Kind: model.Number, Number: 9}}},
	}
	c, err := r.readChart([]byte(`<chartSpace><chart><plotArea><pieChart><ser><cat><strRef><f>Data!$A$1:$A$2</f></strRef></cat>
<val><numRef><f>Data!$B$1:$B$2</f><numCache/></numRef></val></ser></pieChart></plotArea></chart></chartSpace>`))
	if err != nil {
		t.Fatal(err)
	}
	s := c.Groups[0].Series[0]
	if len(s.Values) != 2 || s.Values[1] != 9 || strings.Join(s.Categories, "") != "AB" {
		t.Errorf("values %v, names %v", s.Values, s.Categories)
	}
	if s.Points[0].Fill.Colour == s.Points[1].Fill.Colour {
		t.Error("both pieces have the same colour")
	}
}

func TestChartOfAnotherKind(t *testing.T) {
	t.Parallel()
	c, err := chartsOf(t).readChart([]byte(`<chartSpace><chart><plotArea><surfaceChart/></plotArea></chart></chartSpace>`))
	if err != nil || c.Unknown != "surface" {
		t.Errorf("chart %+v, error %v", c, err)
	}
	for _, bad := range []string{"", "<x/>", "<chartSpace><chart/></chartSpace>", "<chartSpace><chart>"} {
		if _, err := chartsOf(t).readChart([]byte(bad)); err == nil {
			t.Errorf("%q is read without an error", bad)
		}
	}
}

// spannedPart is a chart with all that joins series.
func spannedPart(kind, more string) string {
	ser := `<ser><val><numLit><ptCount val="2"/><pt idx="0"><v>1</v></pt><pt idx="1"><v>4</v></pt></numLit></val></ser>`
	return `<chartSpace><chart><plotArea><` + kind + `>` + more + ser + ser + `<dropLines><spPr><ln w="25400"><solidFill><srgbClr val="FF0000"/></solidFill></ln></spPr></dropLines><hiLowLines/>
<upDownBars><gapWidth val="50"/><upBars><spPr><solidFill><srgbClr val="00FF00"/></solidFill></spPr></upBars><downBars/></upDownBars><axId val="1"/><axId val="2"/></` + kind + `>
<catAx><axId val="1"/><crossAx val="2"/></catAx><valAx><axId val="2"/><crossAx val="1"/></valAx></plotArea></chart></chartSpace>`
}

func TestLinesAndBoxesBetweenSeries(t *testing.T) {
	t.Parallel()
	c, err := chartsOf(t).readChart([]byte(spannedPart("lineChart", "")))
	if err != nil {
		t.Fatal(err)
	}
	g := c.Groups[0]
	if g.Drop.Colour != model.RGB(0xFF0000) || g.Drop.Width != 2 || !g.HighLow.Colour.Set || g.Gap != 50 {
		t.Errorf("lines = %+v and %+v, gap = %g", g.Drop, g.HighLow, g.Gap)
	}
	if g.Up == nil || g.Down == nil || g.Up.Fill.Colour != model.RGB(0x00FF00) || g.Down.Fill.Colour != model.RGB(0) || !g.Down.Line.Colour.Set {
		t.Errorf("boxes = %+v and %+v", g.Up, g.Down)
	}
}

// trendPart is a chart of points with a trend and its label.
func trendPart(kind string) string {
	return `<chartSpace><chart><plotArea><scatterChart><ser><trendline><name>T</name><trendlineType val="` + kind + `"/><order val="6"/><period val="2"/><forward val="1"/><backward val="9"/><dispRSqr val="1"/><dispEq/>
<trendlineLbl><layout><manualLayout><x val="-0.1"/><y val="0.2"/></manualLayout></layout><numFmt formatCode="0.00" sourceLinked="0"/><spPr><solidFill><srgbClr val="FFFF00"/></solidFill></spPr></trendlineLbl></trendline>
<xVal><numLit><ptCount val="3"/><pt idx="0"><v>1</v></pt><pt idx="1"><v>2</v></pt><pt idx="2"><v>4</v></pt></numLit></xVal>
<yVal><numLit><ptCount val="3"/><pt idx="0"><v>3</v></pt><pt idx="1"><v>-1e14</v></pt><pt idx="2"><v>8</v></pt></numLit></yVal></ser><axId val="1"/><axId val="2"/></scatterChart>
<valAx><axId val="1"/><axPos val="b"/><crossAx val="2"/></valAx><valAx><axId val="2"/><axPos val="l"/><crossAx val="1"/></valAx></plotArea></chart></chartSpace>`
}

func TestLabelsOfTrends(t *testing.T) {
	t.Parallel()
	c, err := chartsOf(t).readChart([]byte(trendPart("power")))
	if err != nil {
		t.Fatal(err)
	}
	l := c.Groups[0].Series[0].Trends[0].Label
	if l == nil || !l.Equation || !l.Square || l.FormatCode != "0.00" || !l.Moved || l.Place == nil || l.Place.Y != .2 || l.Look.Fill.Colour != model.RGB(0xFFFF00) {
		t.Errorf("label = %+v", l)
	}
	for name, part := range map[string]string{
		"deleted":    strings.Replace(trendPart("exp"), "<trendlineLbl>", `<trendlineLbl><delete val="1"/>`, 1),
		"not wanted": strings.NewReplacer("<dispEq/>", `<dispEq val="0"/>`, `<dispRSqr val="1"/>`, "").Replace(trendPart("exp")),
	} {
		c, err := chartsOf(t).readChart([]byte(part))
		if err != nil || c.Groups[0].Series[0].Trends[0].Label != nil {
			t.Errorf("%s: error %v or a label", name, err)
		}
	}
}

func TestPlacesAndLeadersOfLabels(t *testing.T) {
	t.Parallel()
	layout := func(mode string) string {
		return `<layout><manualLayout>` + mode + `<x val="0.7"/><y val="0.2"/></manualLayout></layout><showVal val="1"/></dLbl>`
	}
	c, err := chartsOf(t).readChart([]byte(`<chartSpace><chart><plotArea><pieChart><ser><dLbls><dLbl><idx val="0"/>` + layout(`<xMode val="edge"/>`) + `<dLbl><idx val="1"/>` + layout("") +
		`<showVal val="1"/><showLeaderLines val="1"/><leaderLines><spPr><ln w="25400"><solidFill><srgbClr val="00FF00"/></solidFill></ln></spPr></leaderLines></dLbls>
<val><numRef><f>(Data!$B$1:$B$2,Data!$B$4)</f><numCache><ptCount val="2"/></numCache></numRef></val></ser></pieChart></plotArea></chart></chartSpace>`))
	if err != nil {
		t.Fatal(err)
	}
	s := c.Groups[0].Series[0]
	if s.Name != "Column B" {
		t.Errorf("the series of two areas is called %q", s.Name)
	}
	fixed, moved := s.PointLabels[0], s.PointLabels[1]
	if fixed == nil || fixed.Place == nil || fixed.Place.X != .7 || fixed.DX != 0 {
		t.Errorf("label from the edge = %+v", fixed)
	}
	if moved == nil || moved.Place != nil || moved.DX != .7 || moved.DY != .2 || moved.Leader.Colour != model.RGB(0x00FF00) || moved.Leader.Width != 2 {
		t.Errorf("moved label = %+v", moved)
	}
}

func TestTitlesWithoutText(t *testing.T) {
	t.Parallel()
	const named, other = `<ser><tx><v>Paid</v></tx></ser>`, `<ser><tx><v>Due</v></tx></ser>`
	for _, tt := range []struct{ before, series, want string }{
		{`<title/>`, named, "Paid"},
		{`<title/>`, named + other, "Chart Title"},
		{`<title/><autoTitleDeleted val="0"/>`, named + other, "Chart Title"},
		{`<autoTitleDeleted val="0"/>`, named + other, ""},
		{`<title/><autoTitleDeleted val="1"/>`, named + other, ""},
	} {
		c, err := chartsOf(t).readChart([]byte(`<chartSpace><chart>` + tt.before + `<plotArea><barChart>` + tt.series + `</barChart></plotArea></chart></chartSpace>`))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if c.Title != nil {
			got = c.Title.Text
		}
		if got != tt.want {
			t.Errorf("%s over %s: title %q, want %q", tt.before, tt.series, got, tt.want)
		}
	}
}

func TestMinorGridLinesAreLighter(t *testing.T) {
	t.Parallel()
	c, err := chartsOf(t).readChart([]byte(`<chartSpace><chart><plotArea><barChart><ser/></barChart><valAx><axId val="1"/><majorGridlines/><minorGridlines/></valAx></plotArea></chart></chartSpace>`))
	if err != nil {
		t.Fatal(err)
	}
	if a := c.Axes[0]; !a.Minor.Colour.Set || a.Minor.Colour.RGB <= a.Grid.Colour.RGB || a.Line.Colour != a.Grid.Colour {
		t.Errorf("axis %+v, grid %+v, minor lines %+v", a.Line, a.Grid, a.Minor)
	}
}

func TestDirectionsOfAxisTexts(t *testing.T) {
	t.Parallel()
	for vert, want := range map[string]struct {
		text  string
		angle float64
	}{"horz": {"Age", 0}, "vert270": {"Age", 90}, "eaVert": {"Age", -90}, "wordArtVert": {"A\ng\ne", 0}} {
		body := `<bodyPr rot="0" vert="` + vert + `"/>`
		c, err := chartsOf(t).readChart([]byte(`<chartSpace><chart><plotArea><barChart><ser/><axId val="1"/><axId val="2"/></barChart><catAx><axId val="1"/><crossAx val="2"/>
<title><tx><rich>` + body + `<p><r><t>Age</t></r></p></rich></tx></title><txPr>` + body + `</txPr></catAx></plotArea></chart></chartSpace>`))
		if err != nil {
			t.Fatal(err)
		}
		a := c.Axes[0]
		if a.Title.Text != want.text || a.Title.Angle != want.angle || a.Title.Along {
			t.Errorf("%s: title = %+v", vert, a.Title)
		}
		if a.Angle != want.angle || a.Level != (want.angle == 0) || a.Upright != (vert == "wordArtVert") {
			t.Errorf("%s: labels at %v, level %v, upright %v", vert, a.Angle, a.Level, a.Upright)
		}
	}
}

func FuzzChart(f *testing.F) {
	f.Add([]byte(chartPart))
	f.Add([]byte(strings.ReplaceAll(chartPart, "barChart", "doughnutChart")))
	f.Add([]byte(strings.ReplaceAll(strings.ReplaceAll(chartPart, "barChart", "radarChart"), "<c:dPt>", `<trendline><trendlineType val="poly"/></trendline><errBars><errValType val="stdDev"/><val val="2"/></errBars><c:dPt>`)))
	for kind := range strings.FieldsSeq("linear poly exp log power movingAvg") {
		f.Add([]byte(trendPart(kind)))
	}
	f.Add([]byte(strings.ReplaceAll(chartPart, "barChart", "stockChart")))
	f.Add([]byte(spannedPart("lineChart", "")))
	f.Add([]byte(spannedPart("areaChart", `<grouping val="percentStacked"/>`)))
	f.Add([]byte(`<chartSpace><chart><plotArea><bubbleChart><ser><xVal/><yVal><numLit><ptCount val="1"/><pt idx="0"><v>1</v></pt></numLit></yVal><bubbleSize><numLit><ptCount val="2"/></numLit></bubbleSize></ser></bubbleChart></plotArea></chart></chartSpace>`))
	f.Add([]byte(strings.ReplaceAll(chartPart, `ptCount val="3"`, `ptCount val="2000000000"`)))
	f.Add([]byte(`<chartSpace><chart><plotArea><scatterChart><ser><yVal><numRef><f>Data!A1:B2</f></numRef></yVal></ser></scatterChart></plotArea></chart></chartSpace>`))
	fonts := layout.NewFonts(nil)
	f.Fuzz(func(t *testing.T, part []byte) {
		c, err := chartsOf(t).readChart(part)
		if err != nil {
			return
		}
		n := 0
		for _, g := range c.Groups {
			for _, s := range g.Series {
				n += len(s.Values)
			}
		}
		if n > maxPoints {
			t.Errorf("%d points", n)
		}
		chart.Compose(c, 300, 200, chart.Options{Fonts: fonts})
	})
}

func TestTrendsOfDotsWithoutALineShow(t *testing.T) {
	t.Parallel()
	part := strings.Replace(trendPart("linear"), "<ser>", `<ser><spPr><a:ln><a:noFill/></a:ln></spPr><marker><symbol val="circle"/><spPr><solidFill><srgbClr val="112233"/></solidFill></spPr></marker>`, 1)
	c, err := chartsOf(t).readChart([]byte(part))
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Groups[0].Series[0]; s.Look.Line.Colour.Set || s.Trends[0].Line.Colour != model.RGB(0x112233) {
		t.Errorf("line %+v, trend %+v", s.Look.Line, s.Trends[0].Line)
	}
}
