package chart

import (
	"math"
	"slices"
	"strings"
	"testing"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// written is a curve's equation, with ^ before what is raised.
func written(t *testing.T, xs, ys []float64, trend model.Trend, code string) string {
	t.Helper()
	k := &composer{Chart: &model.Chart{}, Options: Options{Fonts: layout.NewFonts(nil)}}
	f := fit(xs, ys, trend)
	if f == nil {
		t.Fatalf("no curve of kind %s", trend.Kind)
	}
	out := ""
	for _, l := range k.equation(f, code) {
		if l.raised {
			out += "^"
		}
		out += l.text
	}
	return out
}

func TestEquationsAreWrittenAsExcelDoes(t *testing.T) {
	t.Parallel()
	open := math.NaN()
	xs := []float64{1, 2, 3, 4, 5, 6}
	for _, tt := range []struct {
		trend      model.Trend
		f          func(float64) float64
		code, want string
	}{
		{model.Trend{Kind: "linear", Intercept: open}, func(x float64) float64 { return 1.98035714*x - 3.10714285 }, "General", "y = 1.9804x - 3.1071"},
		{model.Trend{Kind: "linear", Intercept: open}, func(x float64) float64 { return 45.35714 - 12345.678*x }, "", "y = -12346x + 45.357"},
		{model.Trend{Kind: "linear", Intercept: 0}, func(x float64) float64 { return x }, "", "y = x"},
		{model.Trend{Kind: "linear", Intercept: open}, func(x float64) float64 { return 1234567*x + .00005 }, "0.0E+0", "y = 1.2E+6x + 5.0E-5"},
		{model.Trend{Kind: "poly", Order: 4, Intercept: open}, func(x float64) float64 { return x*x*x*x - 2*x*x*x + 3*x*x - 4*x + 5 }, "0", "y = x^4 - 2x³ + 3x² - 4x + 5"},
		{model.Trend{Kind: "exp", Intercept: open}, func(x float64) float64 { return 2 * math.Exp(-.5*x) }, "0.0", "y = 2.0e^-0.5x"},
		{model.Trend{Kind: "log", Intercept: open}, func(x float64) float64 { return 5 - 2.5*math.Log(x) }, "", "y = -2.5ln(x) + 5"},
		{model.Trend{Kind: "power", Intercept: open}, func(x float64) float64 { return 3 * math.Pow(x, -1.5) }, "", "y = 3x^-1.5"},
	} {
		var ys []float64
		for _, x := range xs {
			ys = append(ys, tt.f(x))
		}
		if got := written(t, xs, ys, tt.trend, tt.code); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.trend.Kind, got, tt.want)
		}
	}
}

func TestPolynomialsOfDatesKeepTheirDigits(t *testing.T) {
	t.Parallel()
	var xs, ys []float64
	for i := range 20 {
		x := float64(45000 + i)
		xs, ys = append(xs, x), append(ys, 7+float64(i*i*i))
	}
	f := fit(xs, ys, model.Trend{Kind: "poly", Order: 3, Intercept: math.NaN()})
	if f == nil {
		t.Fatal("no curve")
	}
	for i, x := range xs {
		if got := f.at(x); math.Abs(got-ys[i]) > 1e-6 {
			t.Errorf("at %g the curve is %g, want %g", x, got, ys[i])
		}
	}
}

func TestShareThatACurveExplains(t *testing.T) {
	t.Parallel()
	xs, ys := []float64{1, 2, 3, 4, 5, 6, 7, 8}, []float64{3, 5.2, 4.1, 7.3, 6.6, 8.9, 9.1, 12.4}
	for intercept, want := range map[float64]float64{math.NaN(): .8970444485936, 0: .9745120786133} {
		f := fit(xs, ys, model.Trend{Kind: "linear", Intercept: intercept})
		if f == nil || math.Abs(f.square-want) > 1e-12 {
			t.Errorf("through %g: %+v, want R² = %g", intercept, f, want)
		}
	}
	if f := fit(xs, []float64{4, 4, 4, 4, 4, 4, 4, 4}, model.Trend{Kind: "linear", Intercept: math.NaN()}); f == nil || f.square != 1 {
		t.Errorf("a level line explains %+v", f)
	}
}

func TestLabelsOfTrends(t *testing.T) {
	t.Parallel()
	labelled := func(change func(*model.TrendLabel)) []Item {
		c := sample(model.ChartLine)
		l := &model.TrendLabel{Equation: true, Square: true, Font: testFont, Moved: true, Look: model.Look{Fill: model.Fill{Colour: model.RGB(0xFFFF99)}}}
		change(l)
		c.Groups[0].Series[0].Trends = []model.Trend{{Kind: "linear", Intercept: math.NaN(), Label: l}}
		return compose(c)
	}
	place := func(items []Item, text string) (x, y float64) {
		for _, i := range items {
			if i.Text != nil && i.Text.Text == text {
				return i.Text.X, i.Text.Y
			}
		}
		t.Fatalf("the text %q is missing in %q", text, texts(items))
		return 0, 0
	}
	plain := labelled(func(*model.TrendLabel) {})
	joined := strings.Join(texts(plain), "")
	if !strings.Contains(joined, "y = x") || !slices.Contains(texts(plain), "R² = 1") || len(added(plain, 0xFFFF99)) != 1 {
		t.Errorf("texts %q, frames %v", texts(plain), added(plain, 0xFFFF99))
	}
	x, y := place(plain, "R² = 1")
	moved := labelled(func(l *model.TrendLabel) { l.Place = &model.Place{X: -.1, Y: .25} })
	if mx, my := place(moved, "R² = 1"); math.Abs(mx-x+30) > 1e-6 || math.Abs(my-y-50) > 1e-6 {
		t.Errorf("a label moved by 30 to the left and 50 down went from %g, %g to %g, %g", x, y, mx, my)
	}
	far := labelled(func(l *model.TrendLabel) { l.Place, l.Moved = &model.Place{X: 2, Y: 2}, false })
	if fx, fy := place(far, "R² = 1"); fx > 300 || fy > 200 {
		t.Errorf("a label stands at %g, %g, beyond the chart", fx, fy)
	}
	own := labelled(func(l *model.TrendLabel) { l.Text = "about one a season" })
	if place(own, "about one a season"); slices.Contains(texts(own), "R² = 1") {
		t.Errorf("a label with a text of its own says %q", texts(own))
	}
}
