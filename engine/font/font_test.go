package font

import (
	"math"
	"testing"
)

func TestTwinsByName(t *testing.T) {
	t.Parallel()
	lib := NewLibrary()
	for _, tc := range []struct {
		family       string
		bold, italic bool
		want         string
	}{
		{"Arial", false, false, "LiberationSans"},
		{"Helvetica", true, false, "LiberationSans-Bold"},
		{"Times New Roman", false, true, "LiberationSerif-Italic"},
		{"Cambria", true, true, "LiberationSerif-BoldItalic"},
		{"Courier New", false, false, "LiberationMono"},
		{"Consolas", true, false, "LiberationMono-Bold"},
		{"Calibri", false, false, "LiberationSans"},
		{"DejaVu Sans Mono", false, false, "LiberationMono"},
		{"Nobody's Serif", false, false, "LiberationSerif"},
		{"Nobody's Sans Serif", false, false, "LiberationSans"},
		{"", false, false, "LiberationSans"},
	} {
		if got := lib.Lookup(tc.family, tc.bold, tc.italic).Name(); got != tc.want {
			t.Errorf("Lookup(%q, %t, %t) = %s, want %s", tc.family, tc.bold, tc.italic, got, tc.want)
		}
	}
}

func TestLookupGivesTheSameFace(t *testing.T) {
	t.Parallel()
	faces := make(chan *Face)
	for range 8 {
		go func() { faces <- Lookup("Arial", true, true) }()
	}
	first := <-faces
	for range 7 {
		if f := <-faces; f != first {
			t.Fatal("a face was parsed twice")
		}
	}
}

// The widths of the standard fonts, which the twins must have.
func TestAdvancesAreThoseOfTheStandardFonts(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		family string
		char   rune
		want   float64
	}{
		{"Helvetica", 'A', 667}, {"Helvetica", 'i', 222}, {"Helvetica", ' ', 278},
		{"Times", 'A', 722}, {"Times", 'm', 778},
		{"Courier", 'i', 600}, {"Courier", 'W', 600},
	} {
		if got := Lookup(tc.family, false, false).Advance(tc.char); math.Abs(got-tc.want) > 1 {
			t.Errorf("%s %q is %g wide, want %g", tc.family, tc.char, got, tc.want)
		}
	}
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	f := Lookup("Arial", false, false)
	for name, got := range map[string][2]float64{
		"ascent":  {f.Ascent(), 905},
		"descent": {f.Descent(), -212},
		"gap":     {f.LineGap(), 33},
		"cap":     {f.CapHeight(), 716},
		"width":   {f.Width("AAA", 10), 20},
	} {
		if math.Abs(got[0]-got[1]) > 30 {
			t.Errorf("%s is %g, want about %g", name, got[0], got[1])
		}
	}
	if pos, thick := f.Underline(); pos >= 0 || thick <= 0 {
		t.Errorf("underline at %g, %g thick", pos, thick)
	}
}

func TestSplitName(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, family string
		bold, italic bool
	}{
		{"Helv", "Helvetica", false, false},
		{"HeBo", "Helvetica", true, false},
		{"TiBI", "Times", true, true},
		{"CoOb", "Courier", false, true},
		{"ABCDEF+TimesNewRomanPS-BoldItalicMT", "TimesNewRoman", true, true},
		{"ArialMT", "Arial", false, false},
		{"Arial,Bold", "Arial", true, false},
		{"MyriadPro-Regular", "MyriadPro", false, false},
	} {
		family, bold, italic := SplitName(tc.name)
		if family != tc.family || bold != tc.bold || italic != tc.italic {
			t.Errorf("SplitName(%q) = %q, %t, %t", tc.name, family, bold, italic)
		}
	}
}
