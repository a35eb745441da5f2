package form

import (
	"slices"
	"strings"
	"testing"

	"quire/engine/font"
)

func TestAppearanceStrings(t *testing.T) {
	t.Parallel()
	for da, want := range map[string]defaultAppearance{
		"/Helv 12 Tf 0 g":               {"Helv", 12, "0 g"},
		"0 0 1 rg/He#6cv 0 Tf":          {"Helv", 0, "0 0 1 rg"},
		"/F -9.5 Tf .1 .2 .3 .4 k":      {"F", 9.5, ".1 .2 .3 .4 k"},
		"/A 1 Tf /B 2 Tf 0.5 g 1 G":     {"B", 2, "0.5 g 1 G"},
		"/F 10 Tf 1 0 0 rg 3 Tr 5 Tc":   {"F", 10, "1 0 0 rg 3 Tr"},
		"/F 10 Tf /P cs (x) sc 1 2 Td":  {"F", 10, "0 g"},
		"/S cs 0.5 scn /F 9 Tf":         {"F", 9, "/S cs 0.5 scn"},
		"/S cs .5 1 scn 1 g /T CS 1 SC": {"", 0, "1 g /T CS 1 SC"},
		"1 scn /S cs /P scn":            {"", 0, "0 g"},
		"/F 99999 Tf":                   {"F", maxFontSize, "0 g"},
		"rg Tf (unfinished":             {"", 0, "0 g"},
		"":                              {"", 0, "0 g"},
		"/F 8 Tf (a) b rg [1 0 0] rg g": {"F", 8, "0 g"},
	} {
		if got := parseAppearance([]byte(da)); got != want {
			t.Errorf("%q is read as %+v, want %+v", da, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text  string
		cols  float64
		lines []string
	}{
		{"", 5, []string{""}},
		{"short", 5, []string{"short"}},
		{"two words", 5, []string{"two", "words"}},
		{"a b c d", 3, []string{"a b", "c d"}},
		{"unbreakable", 5, []string{"unbre", "akabl", "e"}},
		{"one\n\ntwo", 9, []string{"one", "", "two"}},
		{"ab  cd", 4, []string{"ab ", "cd"}},
		{"Łódź Łódź", 5, []string{"Łódź", "Łódź"}},
		{"wide", 0.1, []string{"w", "i", "d", "e"}},
	} {
		tf := &typeface{face: font.Lookup("Courier", false, false)}
		tf.settle(tc.text)
		if got := wrap(tf, tc.text, tc.cols*600.2); !slices.Equal(got, tc.lines) {
			t.Errorf("%q on %g columns is %q, want %q", tc.text, tc.cols, got, tc.lines)
		}
	}
}

func TestTidy(t *testing.T) {
	t.Parallel()
	if got := tidy("e\u0301\t\u200bx\x07\ny"); got != "é    x\ny" {
		t.Errorf("tidied to %q", got)
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	names := []string{"person.first", "person.last", "address.street", "zip"}
	for asked, want := range map[string]string{
		"person.frist": "person.first", "last": "person.last", "PERSON.LAST": "person.last", "zipp": "zip",
	} {
		if got := near(asked, names); len(got) == 0 || got[0] != want {
			t.Errorf("near %q is %v, want %s", asked, got, want)
		}
	}
	if got := near("something else entirely", names); len(got) != 0 {
		t.Errorf("near nothing is %v", got)
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		code byte
		want rune
	}{
		{"WinAnsiEncoding", 0x80, '€'}, {"WinAnsiEncoding", 'A', 'A'}, {"MacRomanEncoding", 0x8A, 'ä'},
		{"PDFDocEncoding", 0x95, 'Ł'}, {"PDFDocEncoding", 0x1F, '˜'}, {"StandardEncoding", 0x27, '’'},
		{"StandardEncoding", 0xE8, 'Ł'}, {"StandardEncoding", 0xFB, 'ß'}, {"StandardEncoding", 0xC0, 0},
	} {
		e, ok := namedEncoding(tc.name)
		if !ok || e[tc.code] != tc.want {
			t.Errorf("%s %#x is %q, want %q", tc.name, tc.code, e[tc.code], tc.want)
		}
	}
	for name, want := range map[string]rune{"adieresis": 'ä', "uni0141": 'Ł', "u1F600": '😀', "a.alt": 'a', "g42": 0, "uniXYZ1": 0} {
		if got := glyphRune(name); got != want {
			t.Errorf("glyph %s is %q, want %q", name, got, want)
		}
	}
}

// A font of the form's own serves where its widths are known, letter by letter.
func TestFillUsesEmbeddedFonts(t *testing.T) {
	t.Parallel()
	f := newFixture()
	file := f.stream("", "not looked into")
	descriptor := f.add("<</Type /FontDescriptor /FontName /House /Flags 32 /FontFile2 %s>>", file)
	house := f.add("<</Type /Font /Subtype /TrueType /BaseFont /House /FontDescriptor %s /FirstChar 97 /Widths [500 0 700] "+
		"/Encoding <</BaseEncoding /WinAnsiEncoding /Differences [99 /Lslash]>>>>", descriptor)
	subset := f.add("<</Type /Font /Subtype /TrueType /BaseFont /ABCDEF+House /FontDescriptor %s /FirstChar 97 /Widths [500] /Encoding /WinAnsiEncoding>>", descriptor)
	f.field("/FT /Tx /T (own) /DA (/House 10 Tf) /DR <</Font <</House " + house + ">>>>")
	f.field("/FT /Tx /T (subset) /DA (/House 10 Tf) /DR <</Font <</House " + subset + ">>>>")
	doc, _ := f.filled(t, map[string]Value{"own": Text("abŁ"), "subset": Text("a")})

	got := lookAt(t, doc, "own")
	if len(got.starts) != 3 || got.fonts[0] != "House" || !strings.HasSuffix(got.fonts[1], "LiberationSans") || got.fonts[2] != "House" {
		t.Fatalf("set in %v", got.fonts)
	}
	if got.text != "abc" { // the code of Ł in that font
		t.Errorf("codes are %q", got.text)
	}
	if got.starts[1][0]-got.starts[0][0] != 5 {
		t.Errorf("the first letter is %g wide", got.starts[1][0]-got.starts[0][0])
	}
	if got := lookAt(t, doc, "subset").fonts[0]; !strings.HasSuffix(got, "+LiberationSans") {
		t.Errorf("a font of which only some letters are embedded was used: %s", got)
	}
}

// What is read to the left stands from right to left, and marks on their letters.
func TestFillJoinedText(t *testing.T) {
	t.Parallel()
	doc, warnings := all().filled(t, map[string]Value{
		"name": Text("שלום 12"), "notes": Text("אב ג\nabc שלום"), "policy": Text("אב12"), "state": Text("NY"),
	})
	for name, want := range map[string]string{"name": "12 םולש", "notes": "ג בא\nabc םולש", "policy": "12בא", "state": "New York"} {
		if got := lookAt(t, doc, name).text; got != want {
			t.Errorf("%s shows %q from left to right, want %q", name, got, want)
		}
	}
	if len(warnings) != 0 {
		t.Errorf("warnings %+v", warnings)
	}
	if got := tidy("שלום\u200f\u200d\x07"); got != "שלום\u200f\u200d" {
		t.Errorf("tidied to %q", got)
	}
}

func TestBorders(t *testing.T) {
	t.Parallel()
	f := newFixture()
	for style, bs := range map[string]string{
		"solid": "/S /S /W 2", "dashed": "/S /D /W 1 /D [4 2]", "beveled": "/S /B /W 2", "inset": "/S /I /W 2", "underline": "/S /U /W 1",
	} {
		f.field("/FT /Tx /T (" + style + ") /V (x) /Rect [0 0 100 20] /MK <</BC [1 0 0] /BG [0 1 0 0]>> /BS <<" + bs + ">>")
	}
	f.field("/FT /Tx /T (old) /V (x) /Rect [0 0 100 20] /MK <</BC [0.5]>> /Border [0 0 3 [1 1]]")
	doc, _ := f.filled(t, nil)
	for name, want := range map[string][]string{
		"solid":     {"0 1 0 0 k", "1 0 0 RG", "2 w", "1 1 m"},
		"dashed":    {"[4 2] 0 d", "0.5 0.5 m"},
		"beveled":   {"1 g", "0.5 g", "2 2 m"},
		"inset":     {"0.5 g", "0.75 g"},
		"underline": {"0 0.5 m\n100 0.5 l"},
		"old":       {"0.5 G", "3 w", "[1 1] 0 d"},
	} {
		got := lookAt(t, doc, name).content
		for _, s := range want {
			if !strings.Contains(got, s) {
				t.Errorf("%s lacks %q:\n%s", name, s, got)
			}
		}
	}
}

func containsAll(s string, parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(s, p) {
			return false
		}
	}
	return true
}

func TestLinesHaveRoomForFacesThatHelpOut(t *testing.T) {
	t.Parallel()
	mono, sans := font.Lookup(font.Mono, false, false), font.Lookup(font.Sans, false, false)
	other := rune(0xa0)
	for !sans.Has(other) || mono.Has(other) {
		other++
	}
	for text, want := range map[string]float64{"x" + string(other): 0.1, "ש\nx": 0.1, "ש\n" + string(other): sans.Ascent() / 1000} {
		tf := &typeface{face: mono, ascent: 0.1, descent: -0.1}
		tf.settle(text)
		if tf.ascent != want || tf.descent > -0.1 {
			t.Errorf("%q: lines from %g to %g, want %g", text, tf.descent, tf.ascent, want)
		}
	}
}

func TestLinesBreakWhereReadersExpectIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain-text":   "",
		"日本語、です。":      "日|本|語、|で|す。",
		"（東京）2026年度":   "（東|京）|2026|年|度",
		"see 東京タワー ok": "see |東|京|タ|ワー ok", // the space before 東 is one, too
		"กี่เก่าน้ำ":   "กี่เก่าน้ำ",
	} {
		got := ""
		if b := breaksOf(text); b != nil {
			for i, r := range text {
				if b.line[i] {
					got += "|"
				}
				got += string(r)
			}
		}
		if got != want {
			t.Errorf("%q may be broken as %q, want %q", text, got, want)
		}
	}
	letters := ""
	for i, r := range "กี่เก่าน้ำx\u0323\u0301" {
		if breaksOf("กี่เก่าน้ำx\u0323\u0301").letter[i] {
			letters += "|"
		}
		letters += string(r)
	}
	if letters != "|กี่|เก่า|น้ำ|x\u0323\u0301" {
		t.Errorf("letters are %q", letters)
	}
	for width := 100.0; width < 4000; width += 100 {
		for _, text := range []string{"x\u0323\u0301y\u0323\u0301z\u0323 x\u0323", "  lead long", "日本語、です。日本語"} {
			tf := &typeface{face: font.Lookup("Courier", false, false)}
			tf.settle(text)
			lines := wrap(tf, text, width)
			if joined := strings.Join(lines, ""); strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(text, " ", "") {
				t.Errorf("%q is broken into %q", text, lines)
			}
			for i, line := range lines {
				if i > 0 && line != "" && strings.ContainsRune("\u0323\u0301、。", []rune(line)[0]) && width > 2200 {
					t.Errorf("%q on %g: the line %q begins badly", text, width, line)
				}
			}
		}
	}
}
