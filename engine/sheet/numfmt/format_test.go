package numfmt

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code  string
		value float64
		want  string
	}{
		// digits
		{"0", 0, "0"}, {"0", 1234.5, "1235"}, {"0", -0.4, "-0"}, {"0.00", 1.005, "1.01"},
		{"0.00", 0.285, "0.29"}, {"0.00", 2.675, "2.68"}, {"0.00", -3.14159, "-3.14"},
		{"00000", 42, "00042"}, {"#", 0, ""}, {"#.##", 0, "."}, {"#.##", 1.5, "1.5"},
		{"0.###", 1.25, "1.25"}, {"0.###", 1, "1."}, {"0.0##", 1, "1.0"}, {"0.0?", 1.5, "1.5 "},
		{".00", 0.5, ".50"}, {".00", 12.5, "12.50"}, {"???", 7, "  7"}, {"0.0", 0.05, "0.1"},
		{"0", 123456789012345678, "123456789012346000"}, {"0", 0.5, "1"}, {"0", 2.5, "3"},
		{"0.0000000000", 1e-10, "0.0000000001"},
		// grouping and scaling
		{"#,##0", 1234567, "1,234,567"}, {"#,##0", 999, "999"}, {"#,##0.00", -1234.5, "-1,234.50"},
		{"#,###", 0, ""}, {"0,000", 5, "0,005"}, {"#,##0,", 1234567, "1,235"}, {"0.0,,", 12345678, "12.3"},
		{`0.0,"K"`, 1234, "1.2K"}, {`#,##0.0,,"M"`, 1234567890, "1,234.6M"}, {"#,", 499, ""},
		// percent
		{"0%", 0.125, "13%"}, {"0.00%", 0.12345, "12.35%"}, {"0.0 %", 0.5, "50.0 %"}, {"0%", -0.05, "-5%"},
		{"0%%", 0.5, "5000%%"},
		// literals
		{`"x"0"y"`, 5, "x5y"}, {`\x0`, 5, "x5"}, {"000-00-0000", 123456789, "123-45-6789"},
		{"(###) ###-####", 5551234567, "(555) 123-4567"}, {"$0.00", 3, "$3.00"}, {`"only"`, 5, "only"},
		{`"only"`, -5, "-only"}, {"[$€-407] 0.00", 3, "€ 3.00"}, {"0.00 [$zł-415]", 3.5, "3.50 zł"},
		{"[$-409]0", 7, "7"}, {"[$USD] #,##0", 1500, "USD 1,500"}, {"0_)", 5, "5 "}, {"", 5, ""},
		{`0\ "kg"`, 5, "5 kg"}, {"+0;-0;0", 5, "+5"}, {"0 £", 5, "5 £"}, {`"a;b"0`, 1, "a;b1"},
		{`0"`, 1, "1"}, {`0\`, 1, "1"}, {"[", 1, "["}, {"0_", 1, "1"}, {"0*", 1, "1"},
		// sections
		{"0;(0)", -5, "(5)"}, {"0;(0);-", 0, "-"}, {"0;;", -5, ""}, {"0;;", 0, ""}, {";;;", 5, ""},
		{"0.00;-0.00;\"zero\"", 0, "zero"}, {`0_);\(0\)`, -3, "(3)"}, {"0;0", -3, "3"}, {"0;", -3, ""},
		{"General;-General", -3, "-3"}, {"General;[Red](General)", -3, "(3)"}, {"0;(0);\"-\";@", 0, "-"},
		{`_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`, 0, " -   "},
		{`_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`, -1234.5, " (1,234.50)"},
		{`_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`, 1234.5, " 1,234.50 "},
		{`_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)`, 7, " $7 "},
		// conditions
		{`[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`, 2500000, "2.5M"},
		{`[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`, 2500, "2.5K"},
		{`[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`, 25, "25"},
		{`[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`, -25, "-25"},
		{`[<1]"low";[>10]"high";"mid"`, 5, "mid"}, {`[<1]"low";[>10]"high";"mid"`, 50, "high"},
		{`[=1]"one";[=2]"two";0`, 2, "two"}, {`[=1]"one";[=2]"two";0`, 3, "3"}, {`[<>0]0.0;"none"`, 0, "none"},
		{"[<0](0);0", -4, "(4)"}, {"[>=0]0;(0)", -4, "(4)"}, {"[>100]0;0.0", -4, "-4.0"}, {"[Blue][>5]0;0.0", 3, "3.0"},
		// scientific
		{"0.00E+00", 12345, "1.23E+04"}, {"0.00E+00", 0.00012345, "1.23E-04"}, {"0.00E-00", 12345, "1.23E04"},
		{"##0.0E+0", 12345, "12.3E+3"}, {"##0.0E+0", 123456, "123.5E+3"}, {"##0.0E+0", 0.012, "12.0E-3"},
		{"0E+0", 9.6, "1E+1"}, {"0.0E+0", 0, "0.0E+0"}, {"0.00E+00", -5e-300, "-5.00E-300"}, {"##0.0E+0", 999960, "1.0E+6"},
		// fractions
		{"# ?/?", 0.5, " 1/2"}, {"# ?/?", 2.25, "2 1/4"}, {"# ??/??", 3.14159265, "3  1/7 "}, {"# ?/8", 1.375, "1 3/8"},
		{"# ?/?", 5, "5    "}, {"0 ?/?", 0, "0    "}, {"?/?", 1.5, "3/2"}, {"# ?/100", 0.25, " 25/100"},
		{"# ?/?", -2.5, "-2 1/2"}, {"# ???/???", 0.333, "   1/3  "},
		{"# ?/?", 0.9999, "1    "}, {"# ??/16", 0.1875, "  3/16"},
	}
	for _, tt := range tests {
		if got := Parse(tt.code).Number(tt.value, Options{}).Text; got != tt.want {
			t.Errorf("%q of %v = %q, want %q", tt.code, tt.value, got, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	const noon = 45306.5 // 2024-01-15 12:00, a Monday
	tests := []struct {
		code  string
		value float64
		want  string
	}{
		{"m/d/yyyy", noon, "1/15/2024"}, {"mm/dd/yy", noon, "01/15/24"}, {"d-mmm-yy", noon, "15-Jan-24"},
		{"dddd, mmmm d, yyyy", noon, "Monday, January 15, 2024"}, {"ddd", noon, "Mon"}, {"mmmmm", noon, "J"},
		{"yyyy-mm-dd hh:mm:ss", noon, "2024-01-15 12:00:00"}, {"h:mm AM/PM", noon, "12:00 PM"},
		{"h:mm AM/PM", 0.0, "12:00 AM"}, {"h:mm A/P", 0.75, "6:00 P"}, {"h AM/PM", 0.625, "3 PM"},
		{"mm:ss", 0.0423611111, "01:00"}, {"h:mm", 0.99999, "23:59"}, {"h:mm:ss", 0.999999, "0:00:00"},
		{"[h]:mm", 1.5, "36:00"}, {"[hh]:mm:ss", 0.25, "06:00:00"}, {"[mm]:ss", 0.5, "720:00"}, {"[s]", 0.001, "86"},
		{"[h]:mm", -0.5, "-12:00"}, {"mm:ss.0", 0.00001157, "00:01.0"}, {"ss.000", 0.000005787, "00.500"},
		{"d/m/yy", 1, "1/1/00"}, {"yyyy-mm-dd", 60, "1900-02-29"}, {"yyyy-mm-dd", 61, "1900-03-01"},
		{"yyyy-mm-dd", 59, "1900-02-28"}, {"yyyy-mm-dd", 0, "1900-01-00"}, {"yyyy", 2958465, "9999"},
		{"[$-407]mmmm yyyy", noon, "Januar 2024"}, {"[$-40C]d mmmm", noon, "15 janvier"}, {"[$-415]mmm", noon, "sty"},
		{"[$-F800]dddd", noon, "Monday, January 15, 2024"}, {"[$-F400]h", noon, "12:00:00 PM"},
		{`yyyy"年"m"月"d"日"`, noon, "2024年1月15日"}, {"yyyy/m/d;@", noon, "2024/1/15"}, {`dd\.mm\.yyyy`, noon, "15.01.2024"},
		{"dd.mm.yyyy", noon, "15.01.2024"}, {"bbbb", noon, "2567"}, {`"Q"0`, 3, "Q3"}, {"mmm d, yyyy", noon, "Jan 15, 2024"},
		{"h:mm;@", 0.5, "12:00"}, {"e", noon, "2024"}, {"aaa", noon, "Mon"}, {"hh\"h\"mm", 0.5, "12h00"},
	}
	for _, tt := range tests {
		if got := Parse(tt.code).Number(tt.value, Options{}).Text; got != tt.want {
			t.Errorf("%q of %v = %q, want %q", tt.code, tt.value, got, tt.want)
		}
	}
}

func TestDateEpochs(t *testing.T) {
	t.Parallel()
	f := Parse("yyyy-mm-dd")
	if got := f.Number(0, Options{Date1904: true}).Text; got != "1904-01-01" {
		t.Errorf("day 0 of 1904 = %s", got)
	}
	if got := f.Number(43844, Options{Date1904: true}).Text; got != "2024-01-15" {
		t.Errorf("day 43844 of 1904 = %s", got)
	}
	for _, v := range []float64{-1, 2958466, 1e300} {
		if !f.Number(v, Options{}).Invalid {
			t.Errorf("%v is shown as a date", v)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, tt := range [][2]string{
		{"General", "abc"}, {"0", "abc"}, {"@", "abc"}, {`"<"@">"`, "<abc>"}, {";;;", ""}, {"0;0;0;@@", "abcabc"},
		{`0;0;0;"text"`, "text"}, {"0;0;0", "abc"}, {"_(@_)", " abc "}, {`0;@`, "abc"},
	} {
		if got := Parse(tt[0]).Text("abc").Text; got != tt[1] {
			t.Errorf("%q of text = %q, want %q", tt[0], got, tt[1])
		}
	}
	if got := Parse("@").Number(1.5, Options{}).Text; got != "1.5" {
		t.Errorf("a number in a text format = %q", got)
	}
}

func TestGeneral(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value float64
		width int
		want  string
	}{
		{0, 11, "0"}, {1, 11, "1"}, {-1.5, 11, "-1.5"}, {0.1 + 0.2, 11, "0.3"}, {1.0 / 3, 11, "0.333333333"},
		{100.0 / 3, 11, "33.33333333"}, {12345678901, 11, "12345678901"}, {123456789012, 11, "1.23457E+11"},
		{0.0001, 11, "0.0001"}, {0.00001, 11, "0.00001"}, {0.000012345678, 11, "1.23457E-05"}, {1e-7, 11, "0.0000001"}, {1e-10, 11, "1E-10"}, {1e20, 11, "1E+20"},
		{0.000123456789, 11, "0.000123457"}, {1e100, 11, "1E+100"}, {-1234567890.123, 11, "-1234567890"},
		{1.0 / 3, 5, "0.333"}, {100.0 / 3, 3, "33"}, {1234567, 5, "1E+06"}, {1234567, 3, ""}, {0.001, 3, "0"}, {9.99, 3, "10"},
	} {
		if got := General(tt.value, tt.width); got != tt.want {
			t.Errorf("General(%v, %d) = %q, want %q", tt.value, tt.width, got, tt.want)
		}
	}
}

func TestColoursAndFill(t *testing.T) {
	t.Parallel()
	f := Parse("[Blue]0;[Red]-0;[Color 10]0")
	for v, want := range map[float64]uint32{1: 0x0000FF, -1: 0xFF0000, 0: 0x008000} {
		if r := f.Number(v, Options{}); !r.HasColour || r.Colour != want {
			t.Errorf("colour of %v = %06X, want %06X", v, r.Colour, want)
		}
	}
	r := Parse(Builtin(44)).Number(12, Options{})
	if r.Fill != ' ' || r.Text[:r.FillAt] != " $" || r.Text[r.FillAt:] != "12.00 " {
		t.Errorf("accounting = %+v", r)
	}
	if r := Parse("*-0").Number(1, Options{}); r.Fill != '-' || r.FillAt != 0 {
		t.Errorf("leader = %+v", r)
	}
}

func TestBuiltinsShowSomething(t *testing.T) {
	t.Parallel()
	for id := range 164 {
		if r := Parse(Builtin(id)).Number(45306.75, Options{}); strings.TrimSpace(r.Text) == "" {
			t.Errorf("format %d (%s) shows nothing", id, Builtin(id))
		}
	}
}

func FuzzFormat(f *testing.F) {
	for _, c := range builtin {
		f.Add(c, 1234.5)
	}
	for _, c := range []string{"# ?/?;;", "[h]:mm.00", `[<1]"a;*`, "_", "0.0E+0E-0", "[$-1", "?/0/?", "ss.0000000000"} {
		f.Add(c, -0.5)
	}
	f.Fuzz(func(t *testing.T, code string, v float64) {
		p := Parse(code)
		for _, r := range []Result{p.Number(v, Options{}), p.Number(-v, Options{Date1904: true}), p.Text("é")} {
			if utf8.ValidString(code) && !utf8.ValidString(r.Text) {
				t.Fatalf("%q of %v is not UTF-8: %q", code, v, r.Text)
			}
			if r.FillAt < 0 || r.FillAt > len(r.Text) {
				t.Fatalf("%q: fill at %d of %q", code, r.FillAt, r.Text)
			}
		}
	})
}

func ExampleParse() {
	f := Parse(`#,##0.00_);[Red]\(#,##0.00\)`)
	fmt.Printf("%q %q\n", f.Number(1234.5, Options{}).Text, f.Number(-7, Options{}).Text)
	// Output: "1,234.50 " "(7.00)"
}
