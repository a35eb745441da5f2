package layout

import (
	"strings"
	"testing"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// broken is a text in lines of 20 letters, with ¦ between them.
func broken(text string) string {
	f := NewFonts(font.NewLibrary())
	m := model.Font{Family: "Liberation Mono", Size: 10} // each letter is 6.001 wide
	var lines []string
	for _, l := range f.breakLines([]Span{{Text: text, Font: m}}, 123.5) {
		s := ""
		for _, p := range l.Pieces {
			s += p.Text
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "¦")
}

// TestLinesEndAsInLibreOffice has the lines that LibreOffice 7.4 prints in a cell
// of that width.
func TestLinesEndAsInLibreOffice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"xxxxxxxxx state-of-the-art end", "xxxxxxxxx state-of-¦the-art end"},
		{"xxxxxx 10-12-14-16-18 end", "xxxxxx 10-12-14-16-¦18 end"},
		{"xxxxxxxxxxxx 2024-05-17 end", "xxxxxxxxxxxx 2024-¦05-17 end"},
		{"xxxxxxxxxxxx --opt -o end", "xxxxxxxxxxxx --opt -¦o end"},
		{"xxxxxxxxxxxxxxx 100-% end", "xxxxxxxxxxxxxxx 100-¦% end"},
		{"xxxxxxxxx and/or/else end", "xxxxxxxxx¦and/or/else end"},
		{"xxxxxxxxx Büro-/Schreib end", "xxxxxxxxx¦Büro-/Schreib end"},
		{"xxxxxx https://ex.org/a/b?c=d&e end", "xxxxxx¦https://ex.org/a/b?¦c=d&e end"},
		{"https://example.org/reports/24", "https://example.org/¦reports/24"},
		{`xxxxxxxxxxxxxxx C:\dir\file end`, `xxxxxxxxxxxxxxx C:\¦dir\file end`},
		{"xxxxxxxxxxxx yes—no—so end", "xxxxxxxxxxxx yes—no—¦so end"},
		{"xxxxxxxxxxxxxxx word— end", "xxxxxxxxxxxxxxx word¦— end"},
		{"xxxxxxxxxxxxxxx yes–no–so end", "xxxxxxxxxxxxxxx yes–¦no–so end"},
		{"xxxxxxxxx non\u00a0break\u00a0space end", "xxxxxxxxx¦non\u00a0break\u00a0space end"},
		{"xxxxxxxxxxxx 25\u00a0% end", "xxxxxxxxxxxx 25\u00a0%¦end"},
		{"xxxxxxxxx co\u00adope\u00adra\u00adtion end", "xxxxxxxxx co\u00adope\u00adra\u00ad¦tion end"},
		{"xxxxxxxxxxxx 50%done%so end", "xxxxxxxxxxxx 50%done¦%so end"},
		{"xxxxxxxxx what?really!yes end", "xxxxxxxxx what?¦really!yes end"},
		{"xxxxxxxxx one,two,three end", "xxxxxxxxx¦one,two,three end"},
		{"xxxxxxxxxxxx 1,234,567.89 end", "xxxxxxxxxxxx¦1,234,567.89 end"},
		{"xxxxxxxxxxxxxxx a|b|c end", "xxxxxxxxxxxxxxx a|b|¦c end"},
		{`xxxxxxxxx "quoted""two" end`, `xxxxxxxxx¦"quoted""two" end`},
		{"xxxxxxxxxxxx ‘single’ state-of-the-art", "xxxxxxxxxxxx¦‘single’ state-of-¦the-art"},
		{"xxxxxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx¦xxxx"},
		{"xxxxxxxxxxxxxxxxx ( a )", "xxxxxxxxxxxxxxxxx¦( a )"},
	} {
		if got := broken(tt.text); got != tt.want {
			t.Errorf("%q:\ngot  %q\nwant %q", tt.text, got, tt.want)
		}
	}
}

// TestLinesOfScriptsWithoutSpaces has what LibreOffice does not do without
// further settings, or by dictionaries.
func TestLinesOfScriptsWithoutSpaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ what, text, want string }{
		{"no line begins with a vowel that follows", "xxxxxxxxxxxxxxxxx กขา", "xxxxxxxxxxxxxxxxx ก¦ขา"},
		{"no line ends with one that leads", "xxxxxxxxxxxxxxxxx กเข", "xxxxxxxxxxxxxxxxx ก¦เข"},
		{"words of Korean stay together", "xxxxxxxxxxxxxxxxx 한국어", "xxxxxxxxxxxxxxxxx¦한국어"},
		{"marks stay with their letter", "xxxxxxxxxxxxxxxxxxxe\u0301e\u0301", "xxxxxxxxxxxxxxxxxxxe\u0301¦e\u0301"},
		{"a prefix of Hebrew keeps its hyphen", "xxxxxxxxxxxx א-אאאאאא", "xxxxxxxxxxxx¦א-אאאאאא"},
	} {
		// The pieces of a line stand from left to right.
		if got := broken(tt.text); strings.Count(got, "¦") != strings.Count(tt.want, "¦") || !strings.HasPrefix(got, tt.want[:strings.Index(tt.want, "¦")]) {
			t.Errorf("%s: got %q, want %q", tt.what, got, tt.want)
		}
	}
}

func TestLongWordsBreakInTime(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("a-", 20000), strings.Repeat("(", 20000), strings.Repeat("a/b ", 10000), strings.Repeat("a\u0301", 20000), strings.Repeat("( ", 20000)} {
		if got := broken(text); strings.Count(got, "¦") < 100 {
			t.Errorf("%.10q… has %d lines", text, strings.Count(got, "¦")+1)
		}
	}
}
