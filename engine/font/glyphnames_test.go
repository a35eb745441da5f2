package font

import "testing"

func TestGlyphRune(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]rune{
		"A": 'A', "space": ' ', "adieresis": 'ä', "Lslash": 'Ł', "Euro": '€', "quoteright": '’',
		"quotesingle": '\'', "bullet": '•', "emdash": '—', "hyphen": '-', "zcaron": 'ž', "nobody": 0, ".notdef": 0,
	} {
		if got := GlyphRune(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
