package layout

import (
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

func TestHiddenLettersAreLeftOut(t *testing.T) {
	t.Parallel()
	long := "abcdefghijklmnopqrstuvwxyz"
	for name, tt := range map[string]struct {
		text string
		h    model.Horizontal
		want string
	}{
		"at the left":             {long, model.Left, "abcdefghijkl"},
		"at the right":            {long, model.Right, "pqrstuvwxyz"},
		"in the middle":           {long, model.Centre, long},
		"fits":                    {"abc", model.Left, "abc"},
		"narrow letters are kept": {strings.Repeat("i", 20) + strings.Repeat("W", 20), model.Left, strings.Repeat("i", 20) + "W"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := base(row(1, text(1, "q"), text(2, tt.text), text(3, "q")))
			m.Rows[0].Cells[1].Style = style(m, func(st *model.Style) { st.Align.Horizontal = tt.h })
			s := measured(m)
			b := shown(t, s, 1, 2)
			if got := string1(b); got != tt.want {
				t.Errorf("shows %q, want %q", got, tt.want)
			}
			if right := b.Lines[0].X + b.Lines[0].Width; tt.h == model.Right && !near(right, s.cols.at(3)-padding) {
				t.Errorf("ends at %v, want the right edge", right)
			}
		})
	}
	m := base(row(1, text(1, long)))
	if got := string1(shown(t, measured(m), 1, 1)); got != long {
		t.Errorf("text with room beside it became %q", got)
	}
}
