package font

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	reference "github.com/go-text/typesetting/bidi"
)

// shown puts a line in visual order, the letters of stretches that are read to
// the left turned around.
func shown(text string, base Direction) string {
	runes := []rune(text)
	var out []rune
	for _, s := range Visual(runes, base) {
		part := slices.Clone(runes[s.From:s.To])
		if s.RightToLeft {
			slices.Reverse(part)
		}
		out = append(out, part...)
	}
	return string(out)
}

func TestVisualOrder(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		base Direction
		want string
	}{
		{"plain text", Natural, "plain text"},
		{"אבג", Natural, "גבא"},
		{"abc אבג def", Natural, "abc גבא def"},
		{"אבג abc דהו", Natural, "והד abc גבא"},
		{"אבג abc דהו", LeftToRight, "גבא abc והד"},
		{"אבג 123 abc", LeftToRight, "123 גבא abc"},
		{"abc ١٢٣ عرب", LeftToRight, "abc برع ١٢٣"},
		{"סה״כ: 1,250.50", Natural, "1,250.50 :כ״הס"},
		{"12% אב", Natural, "בא 12%"},
		{"עלות 12%", Natural, "12% תולע"},
		{"عدد 15", Natural, "15 ددع"},
		{"(אבג)", Natural, ")גבא("},
		{"a (ב) c", LeftToRight, "a (ב) c"},
		{"אב (cd) הו", Natural, "וה )cd( בא"},
		{"-5", RightToLeft, "5-"},
		{"abc.", RightToLeft, ".abc"},
		{"abc. \u200f", Natural, "abc. \u200f"},
		{"\u200fabc.", Natural, ".abc\u200f"},
		{"אב  ", Natural, "  בא"},
		{"a \u2067אב cd\u2069 e", Natural, "a \u2067cd בא\u2069 e"},
		{"\u2068אב\u2069 cd", Natural, "\u2068בא\u2069 cd"},
		{"\u202eabc\u202c", LeftToRight, "\u202ecba\u202c"},
		{"אב \u202acd, ef\u202c ג", Natural, "ג cd, ef\u202c\u202a בא"},
		{"", Natural, ""},
	} {
		if got := shown(tt.text, tt.base); got != tt.want {
			t.Errorf("%q in direction %d is shown as %q, want %q", tt.text, tt.base, got, tt.want)
		}
	}
}

func TestShownCharacters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain (text)": "plain (text)", "אב (12) ג": "ג (12) בא", "abc [אב]": "abc [בא]", "": "",
	} {
		if got := Shown(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]Direction{"12 אב": RightToLeft, "a ב": LeftToRight, "12\nב": Natural, "": Natural} {
		if got := DirectionOf(text); got != want {
			t.Errorf("%q is read in direction %d, want %d", text, got, want)
		}
	}
}

// TestDirectionsAgreeWithAnotherImplementation compares with an implementation
// that tells directions but not levels.
func TestDirectionsAgreeWithAnotherImplementation(t *testing.T) {
	t.Parallel()
	letters := []rune("ab אבعم12٣٤ ,.+-%$()[]<>\u0301\u05b7\u200e\u200f\t\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
	random := rand.New(rand.NewPCG(1, 2))
	var paragraph reference.Paragraph
	for range 20_000 {
		text := make([]rune, 1+random.IntN(14))
		for i := range text {
			text[i] = letters[random.IntN(len(letters))]
		}
		for base, direction := range map[Direction]reference.Direction{LeftToRight: reference.LeftToRight, RightToLeft: reference.RightToLeft} {
			runs := paragraph.Segment(text, direction)
			levels := bidiLevels(text, base)
			start := 0
			for i := range runs.NumRuns() {
				run := runs.Run(i)
				for k := start; k < run.End; k++ {
					if (levels[k]%2 == 0) != run.IsLeftToRight() {
						t.Fatalf("%q in direction %d: levels %v, but character %d is read the other way", string(text), base, levels, k)
					}
				}
				start = run.End
			}
		}
	}
}

// TestEndlessIsolates orders texts that open isolates and embeddings without end.
func TestEndlessIsolates(t *testing.T) {
	t.Parallel()
	for _, opening := range []string{"\u2068", "\u2067", "\u202b", "\u2068א", "\u2068a\u2069"} {
		text := []rune(strings.Repeat(opening, 20_000))
		if n := len(bidiLevels(text, Natural)); n != len(text) {
			t.Errorf("%d levels for %d characters", n, len(text))
		}
	}
}
