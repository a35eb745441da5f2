package font

import (
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// named lists what the glyphs of runs stand for, from left to right.
func named(runs []Run) string {
	var all []string
	for _, r := range runs {
		if r.Glyphs == nil {
			all = append(all, r.Text)
		}
		for _, g := range r.Glyphs {
			all = append(all, g.Text)
		}
	}
	return strings.Join(all, "|")
}

func TestRunsOfText(t *testing.T) {
	t.Parallel()
	l := NewLibrary()
	sans := l.Lookup("Arial", false, false)
	for text, want := range map[string]string{
		"שלום":             "ם|ו|ל|ש",
		"abc שלום 12":      "abc |12| |ם|ו|ל|ש",
		"שלום (12%)":       ")|12%|(| |ם|ו|ל|ש",
		"לָ":               "\u05b8|ל",
		"e\u0301":          "é",
		"q\u0307x":         "q|\u0307|x",
		"a\u200fb":         "a|b",
		"שלום \ue123":      "\ue123| |ם|ו|ל|ש",
		"\u200f":           "",
		"\u0301":           "\u0301",
		"שלום\u200d":       "\u200d|ם|ו|ל|ש",
		"a\u200db":         "ab",
		"\u200d\u0307":     "\u0307",
		"Ω Привет ﬁ":       "Ω Привет ﬁ",
		"\u202bשלום\u202c": "ם|ו|ל|ש",
	} {
		if got := named(l.Runs(text, sans)); got != want {
			t.Errorf("%q is set as %q, want %q", text, got, want)
		}
	}
}

func TestMissingCharactersAmongJoinedOnes(t *testing.T) {
	t.Parallel()
	l := NewLibrary()
	missing := ""
	for _, r := range l.Runs("שלום \ue123 \u0905", l.Lookup("Arial", false, false)) {
		missing += r.Missing
	}
	if missing != "\u0905\ue123" && missing != "\ue123\u0905" {
		t.Errorf("missing are %q", missing)
	}
}

func TestMarksStandOnTheirLetters(t *testing.T) {
	t.Parallel()
	l := NewLibrary()
	sans := l.Lookup("Arial", false, false)
	runs := l.Runs("q\u0307", sans)
	if len(runs) != 1 || len(runs[0].Glyphs) != 2 || runs[0].Glyphs[1].Advance != 0 {
		t.Fatalf("set as %+v", runs)
	}
	if w := runs[0].Width(10); math.Abs(w-sans.Width("q", 10)) > .001 {
		t.Errorf("with its mark the letter is %g wide, without %g", w, sans.Width("q", 10))
	}
}

func TestShapingServesManyAtATime(t *testing.T) {
	t.Parallel()
	l := NewLibrary()
	sans := l.Lookup("Arial", false, false)
	want := l.Runs("שָׁלוֹם abc q\u0307", sans)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := l.Runs("שָׁלוֹם abc q\u0307", sans); !reflect.DeepEqual(got, want) {
					t.Errorf("set as %+v, want %+v", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestSubsetHasShapedGlyphs(t *testing.T) {
	t.Parallel()
	l := NewLibrary()
	sans := l.Lookup("Arial", false, false)
	s := NewSubset(sans)
	plain := s.Encode("ל")
	runs := l.Runs("לָל", sans)
	var codes []uint16
	for _, g := range runs[0].Glyphs {
		code, width := s.Code(g)
		if g.Text == "ל" && width != sans.Advance('ל') {
			t.Errorf("the letter is %g wide, want %g", width, sans.Advance('ל'))
		}
		codes = append(codes, code)
	}
	if want := []uint16{1, 2, 1}; !reflect.DeepEqual(codes, want) || plain[1] != 1 {
		t.Errorf("codes %v, want %v: a letter has one code however it is set", codes, want)
	}
	if code, width := s.Code(Glyph{ID: blank, Text: "x"}); code == 0 || width != 0 {
		t.Errorf("what shows nothing has code %d and width %g", code, width)
	}
	if code, _ := s.Code(Glyph{ID: blank - 1}); code != 0 {
		t.Errorf("a glyph that the face lacks has code %d", code)
	}
	again, err := Parse(assembleSubset(s))
	if err != nil || again.numGlyphs < 4 || again.advance(3) != 0 {
		t.Errorf("the file is read with error %v, its blank glyph is %g wide", err, again.advance(3))
	}
}

// assembleSubset is the subset's file with a character map, which [Parse] needs.
func assembleSubset(s *Subset) []byte {
	t, err := directory(s.file(), 0)
	if err != nil {
		panic(err)
	}
	t["cmap"] = make(blob, 4)
	return assemble(t)
}

func FuzzRuns(f *testing.F) {
	for _, text := range []string{"plain", "שָׁלוֹם (12%) abc", "عربي ١٢٣ abc", "q\u0307\u0301", "\u200f\u202e\u2067a", "हिन्दी ทดสอบ", "\u05b8\u05b8"} {
		f.Add(text)
	}
	l := NewLibrary()
	sans := l.Lookup("Arial", false, false)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		s := NewSubset(sans)
		for _, r := range l.Runs(text, sans) {
			if r.Face == nil || !(r.Width(10) >= 0) {
				t.Fatalf("%q: run %+v", text, r)
			}
			if r.Face == sans {
				for _, g := range r.Glyphs {
					s.Code(g)
				}
			}
		}
		s.file()
	})
}
