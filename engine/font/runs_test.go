package font

import (
	"strings"
	"testing"
)

func TestRunsFallBackFaceByFace(t *testing.T) {
	t.Parallel()
	lib := NewLibrary()
	sans := lib.Lookup("Arial", true, false)
	for _, tc := range []struct {
		name, text, shown, missing string
	}{
		{"plain", "Renewal", "Renewal", ""},
		{"accents", "Łódź Ağrı ß €", "Łódź Ağrı ß €", ""},
		{"greek and cyrillic", "Ωμέγα Привет", "Ωμέγα Привет", ""},
		{"composed", "Cafe\u0301", "Café", ""},
		{"joiners and controls vanish", "a\u200db\u0007\ufe0fc", "abc", ""},
		{"rare spaces", "1\u202f000\t2", "1\u202f000 2", ""},
		{"nobody has it", "a漢字b", "a漢字b", "漢字"},
		{"empty", "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var shown, missing strings.Builder
			for _, r := range lib.Runs(tc.text, sans) {
				shown.WriteString(r.Text)
				missing.WriteString(r.Missing)
				for _, c := range r.Text {
					if r.Missing == "" && !r.Face.Has(c) {
						t.Errorf("%s has no %q", r.Face.Name(), c)
					}
				}
				if !r.Face.Bold() {
					t.Errorf("%q lost its style: %s", r.Text, r.Face.Name())
				}
			}
			got := strings.ReplaceAll(shown.String(), "\u202f", " ")
			if want := strings.ReplaceAll(tc.shown, "\u202f", " "); got != want {
				t.Errorf("shown %q, want %q", got, want)
			}
			if missing.String() != tc.missing {
				t.Errorf("missing %q, want %q", missing.String(), tc.missing)
			}
		})
	}
}

func TestRunsUseFilesOfTheSystem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFace(t, dir, "a.ttf", "DejaVu Sans", 0x2603) // a snowman, for a family that helps out
	lib := NewLibrary(dir)
	runs := lib.Runs("a☃b", lib.Lookup("Arial", false, false))
	if len(runs) != 3 || runs[1].Face.Family() != "DejaVu Sans" || runs[1].Missing != "" {
		t.Fatalf("runs are %v", runs)
	}
	if got := lib.Lookup("Verdana", true, false).Family(); got != "DejaVu Sans" {
		t.Errorf("Verdana became %s", got)
	}
}
