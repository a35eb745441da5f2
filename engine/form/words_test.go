package form

import "testing"

func TestBoxesTakeWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"yes": "Agreed", " X ": "Agreed", "TRUE": "Agreed", "agreed": "", "no": "Off", "0": "Off", "": "Off", "Agreed": "Agreed"} {
		f := newFixture()
		f.field("/FT /Btn /T (box) " + f.button("Agreed"))
		doc := f.read(t)
		_, err := Fill(doc, map[string]Value{"box": Text(text)})
		if want == "" {
			if err == nil {
				t.Errorf("%q was taken for a state", text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := state(t, doc, "box", 0); got != want {
			t.Errorf("%q switches to %s, want %s", text, got, want)
		}
	}
}

func TestListTakesAnOptionALine(t *testing.T) {
	t.Parallel()
	if got := lines(" a \r\n\nb\n"); len(got) != 2 || got[0] != "a" || got[1] != "b" {
		t.Errorf("lines are %q", got)
	}
}
