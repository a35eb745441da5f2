package read

import (
	"slices"
	"strings"
	"testing"

	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// Points of an axis of dates stand as far from each other as their dates are.
func TestPlacesOnAxesOfDates(t *testing.T) {
	t.Parallel()
	const january = 46023 // 2026-01-01
	for name, tt := range map[string]struct {
		axis   model.ChartAxis
		dates  []float64
		places []float64
		names  []string
	}{
		"days":                 {model.ChartAxis{Step: 2}, []float64{january, january + 1, january + 4}, []float64{0, 1, 4}, []string{"1", "", "3", "", "5"}},
		"months":               {model.ChartAxis{Step: nan}, []float64{january, january + 31, january + 90}, []float64{0, 1, 3}, []string{"1", "1", "1", "1"}},
		"years":                {model.ChartAxis{Step: nan}, []float64{january, january + 365, january + 3*365 + 1}, []float64{0, 1, 3}, []string{"1", "1", "1", "1"}},
		"days with a longer":   {model.ChartAxis{Step: nan, Max: january + 2}, []float64{january, january + 1}, []float64{0, 1}, []string{"1", "2", "3"}},
		"days, steps of month": {model.ChartAxis{Step: 1, Unit: "days", StepUnit: "months"}, []float64{january, january + 31}, []float64{0, 31}, nil},
	} {
		a := tt.axis
		a.ID, a.Dates, a.FormatCode, a.Min = "1", true, "d", nan
		if a.Max == 0 {
			a.Max = nan
		}
		chart := &model.Chart{Axes: []model.ChartAxis{a}, Groups: []model.ChartGroup{{
			Axes: [2]string{"1", "2"}, Series: []model.ChartSeries{{Values: make([]float64, len(tt.dates)), Places: slices.Clone(tt.dates)}},
		}}}
		c := &chartReader{r: &sheetReader{sheet: &model.Sheet{}, styles: &styleReader{formats: map[string]*numfmt.Format{}}}}
		c.dates(chart)
		if got := chart.Groups[0].Series[0].Places; !slices.Equal(got, tt.places) {
			t.Errorf("%s: places %v, want %v", name, got, tt.places)
		}
		if got := chart.Axes[0].Names; tt.names != nil && !slices.Equal(got, tt.names) {
			t.Errorf("%s: names %q, want %q", name, got, tt.names)
		}
		if tt.names == nil {
			if got := chart.Axes[0].Names; len(got) != 32 || got[0] == "" || got[31] == "" || got[30] != "" {
				t.Errorf("%s: names %q, want one at the beginning of each month", name, got)
			}
		}
	}
}

// Without dates an axis of dates is one of names.
func TestAxesOfDatesWithoutDates(t *testing.T) {
	t.Parallel()
	for name, places := range map[string][]float64{"none": nil, "before 1900": {-5, 3}, "too many days": {1, 80_000}} {
		chart := &model.Chart{
			Axes:   []model.ChartAxis{{ID: "1", Dates: true, Unit: "days", Min: nan, Max: nan, Step: nan}},
			Groups: []model.ChartGroup{{Axes: [2]string{"1"}, Series: []model.ChartSeries{{Values: make([]float64, len(places)), Places: places}}}},
		}
		(&chartReader{r: &sheetReader{sheet: &model.Sheet{}}}).dates(chart)
		if chart.Axes[0].Dates || chart.Groups[0].Series[0].Places != nil {
			t.Errorf("%s: the axis still is one of dates", name)
		}
	}
}

// Names that are numbers have the format of their axis, unless it is that of their cells.
func TestFormatsOfNames(t *testing.T) {
	t.Parallel()
	part := func(format string) string {
		return `<chartSpace><chart><plotArea><lineChart><ser><cat><numLit><formatCode>0</formatCode><ptCount val="3"/><pt idx="0"><v>45000</v></pt><pt idx="2"><v>45001</v></pt></numLit></cat>
<val><numLit><ptCount val="3"/><pt idx="0"><v>1</v></pt></numLit></val></ser><axId val="1"/><axId val="2"/></lineChart>
<catAx><axId val="9"/><numFmt formatCode="0.000" sourceLinked="0"/></catAx><catAx><axId val="1"/>` + format + `<crossAx val="2"/></catAx><valAx><axId val="2"/><crossAx val="1"/></valAx></plotArea></chart></chartSpace>`
	}
	for format, want := range map[string]string{
		`<numFmt formatCode="d/m/yy" sourceLinked="0"/>`:  "15/3/23 | | 16/3/23",
		`<numFmt formatCode="d/m/yy" sourceLinked="1"/>`:  "45000 | | 45001",
		`<numFmt formatCode="General" sourceLinked="0"/>`: "45000 | | 45001",
		``: "45000 | | 45001",
	} {
		c, err := chartsOf(t).readChart([]byte(part(format)))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(c.Groups[0].Series[0].Categories, " | "); strings.ReplaceAll(got, "|  |", "| |") != want {
			t.Errorf("%s: names %q, want %q", format, got, want)
		}
	}
}

// A pie with a depth is turned as its view is.
func TestPiesAreTurnedWithTheirView(t *testing.T) {
	t.Parallel()
	const ser = `<ser><val><numLit><ptCount val="1"/><pt idx="0"><v>1</v></pt></numLit></val></ser>`
	c, err := chartsOf(t).readChart([]byte(`<chartSpace><chart><view3D><rotX val="30"/><rotY val="110"/></view3D><plotArea><pie3DChart>` + ser + `</pie3DChart></plotArea></chart></chartSpace>`))
	if err != nil || c.Groups[0].FirstAngle != 110 {
		t.Errorf("error %v, or the pie begins at another angle than 110: %+v", err, c)
	}
}
