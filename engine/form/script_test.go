package form

import (
	"slices"
	"testing"
)

func TestParseCall(t *testing.T) {
	t.Parallel()
	for js, want := range map[string]call{
		`AFNumber_Format(2, 0, 0, 0, "$", true);`:               {function: "AFNumber_Format", args: []string{"2", "0", "0", "0", "$", "true"}},
		`AFSimple_Calculate("SUM", new Array ("a.b", 'c\'d'));`: {function: "AFSimple_Calculate", args: []string{"SUM"}, list: []string{"a.b", "c'd"}},
		`AFSimple_Calculate("PRD", ["a","b"])`:                  {function: "AFSimple_Calculate", args: []string{"PRD"}, list: []string{"a", "b"}},
		" AFDate_FormatEx(\"mm/dd/yyyy\")\n":                    {function: "AFDate_FormatEx", args: []string{"mm/dd/yyyy"}},
	} {
		got, ok := parseCall(js)
		if !ok || got.function != want.function || !slices.Equal(got.args, want.args) || !slices.Equal(got.list, want.list) {
			t.Errorf("%s is read as %+v, %t", js, got, ok)
		}
	}
	for _, js := range []string{"", "f", "f(", "a(1); b(2)", "if (x) f(1)", `f("a" + b)`, `f(g(1))`, `f("open)`, `f(new Array("a")`} {
		if c, ok := parseCall(js); ok {
			t.Errorf("%s is read as %+v", js, c)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		js, text, want string
		red            bool
	}{
		{`AFNumber_Format(2, 0, 0, 0, "$", true)`, "1234567.895", "$1,234,567.90", false},
		{`AFNumber_Format(2, 2, 0, 0, " €", false)`, "-1234.5", "-1.234,50 €", false},
		{`AFNumber_Format(0, 1, 2, 0, "", true)`, "-12.5", "(13)", false},
		{`AFNumber_Format(0, 4, 3, 0, "", true)`, "-1000", "(1’000)", true},
		{`AFNumber_Format(2, 0, 0, 0, "$", true)`, "$1,200", "$1,200", false},
		{`AFNumber_Format(2, 2, 0, 0, "", true)`, "1.234", "1.234", false},
		{`AFNumber_Format(99, 0, 0, 0, "", true)`, "1", "1", false},
		{`AFNumber_Format(2, 0, 0, 0, "", true)`, "see below", "see below", false},
		{`AFPercent_Format(1, 0)`, "0.0725", "7.3%", false},
		{`AFSpecial_Format(0)`, "10001", "10001", false},
		{`AFSpecial_Format(1)`, "100012345", "10001-2345", false},
		{`AFSpecial_Format(2)`, "2125550100", "(212) 555-0100", false},
		{`AFSpecial_Format(2)`, "5550100", "555-0100", false},
		{`AFSpecial_Format(2)`, "+44 20 7946", "+44 20 7946", false},
		{`AFSpecial_Format(3)`, "123456789", "123-45-6789", false},
		{`AFDate_FormatEx("mm/dd/yyyy")`, "2026-04-09", "04/09/2026", false},
		{`AFDate_FormatEx("d mmmm yy, dddd")`, "2026-04-09T10:00:00Z", "9 April 26, Thursday", false},
		{`AFDate_Format(10)`, "2026-04-09", "Apr 9, 2026", false},
		{`AFDate_FormatEx("mm/dd/yyyy")`, "4/9/26", "4/9/26", false},
		{`app.alert("x")`, "12", "12", false},
		{`event.value = 1;`, "12", "12", false},
	} {
		f := newFixture()
		js := f.stream("", "\xEF\xBB\xBF"+tc.js)
		f.field("/FT /Tx /T (a) /AA <</F <</S /JavaScript /JS " + js + ">>>>")
		doc, _ := f.filled(t, map[string]Value{"a": Text(tc.text)})
		got := lookAt(t, doc, "a")
		if got.text != tc.want {
			t.Errorf("%s shows %q as %q, want %q", tc.js, tc.text, got.text, tc.want)
		}
		if red := containsAll(got.content, "1 0 0 rg"); red != tc.red {
			t.Errorf("%s shows %q in red: %t", tc.js, tc.text, red)
		}
	}
}

func TestCalculations(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		js, a, b, want string
		warned         bool
	}{
		{`AFSimple_Calculate("SUM", new Array("n.a", "n.b"))`, "1.10", "2.2", "3.3", false},
		{`AFSimple_Calculate("SUM", new Array("n"))`, "10", "-30", "-20", false},
		{`AFSimple_Calculate("SUM", "n.a, n.b")`, "10", "", "10", false},
		{`AFSimple_Calculate("PRD", new Array("n.a", "n.b"))`, "4", "0.25", "1", false},
		{`AFSimple_Calculate("AVG", new Array("n.a", "n.b"))`, "1", "2", "1.5", false},
		{`AFSimple_Calculate("MIN", new Array("n.a", "n.b"))`, "1", "2", "1", false},
		{`AFSimple_Calculate("MAX", new Array("n.a", "n.b"))`, "1", "2", "2", false},
		{`AFSimple_Calculate("PRD", new Array("n.a", "n.b"))`, "4", "", "7", true},
		{`AFSimple_Calculate("SUM", new Array("n.a", "n.b"))`, "4", "many", "7", true},
		{`AFSimple_Calculate("XYZ", new Array("n.a", "n.b"))`, "4", "1", "7", true},
		{`event.value = this.getField("n.a").value`, "4", "1", "7", true},
	} {
		f := newFixture()
		js := f.stream("", "\xEF\xBB\xBF"+tc.js)
		total := f.field("/FT /Tx /T (total) /V (7) /AA <</C <</S /JavaScript /JS " + js + ">>>>")
		f.field("/FT /Tx /T (n.a)")
		f.field("/FT /Tx /T (n.b)")
		f.form = "/CO [" + total + "] /NeedAppearances true"
		doc, warnings := f.filled(t, map[string]Value{"n.a": Text(tc.a), "n.b": Text(tc.b)})
		if got := lookAt(t, doc, "total").text; got != tc.want {
			t.Errorf("%s of %q and %q is %q, want %q", tc.js, tc.a, tc.b, got, tc.want)
		}
		if warned := len(warnings) > 0; warned != tc.warned {
			t.Errorf("%s of %q and %q warns: %v", tc.js, tc.a, tc.b, warnings)
		}
	}
}

func FuzzParseCall(f *testing.F) {
	for _, s := range []string{`AFNumber_Format(2,0,0,0,"",true)`, `f(new Array("a", 'b'), ["c"])`, `f("\"`, `f(,)`, `AFDate_FormatEx("yyyy-mm-dd")`, `AFSimple_Calculate("SUM", new Array ("a", "b"));`, `f(-.5, true, ['a\\'b'])`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, js string) {
		c, ok := parseCall(js)
		if ok && c.function == "" && len(js) > 0 && js[0] != '(' {
			return
		}
		formatNumber(c, "-12.5")
		formatDate(c, "2026-01-02")
	})
}
