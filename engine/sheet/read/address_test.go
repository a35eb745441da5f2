package read

import (
	"testing"

	"quire/engine/sheet/model"
)

func TestRangeAddress(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]model.Range{
		"A1":               {FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 1},
		"$B$3:$AA$10":      {FirstRow: 3, FirstCol: 2, LastRow: 10, LastCol: 27},
		"'My ! Tab'!C4:A2": {FirstRow: 2, FirstCol: 1, LastRow: 4, LastCol: 3},
		"$A:$C":            {FirstRow: 1, FirstCol: 1, LastRow: lastRow, LastCol: 3},
		"3:5":              {FirstRow: 3, FirstCol: 1, LastRow: 5, LastCol: lastCol},
		"XFD1048576":       {FirstRow: lastRow, FirstCol: lastCol, LastRow: lastRow, LastCol: lastCol},
		"Sheet1!$A$1:$A$1": {FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 1},
		" b2:b3":           {FirstRow: 2, FirstCol: 2, LastRow: 3, LastCol: 2},
	} {
		if got, ok := rangeAddress(s); !ok || got != want {
			t.Errorf("%q = %+v %v, want %+v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "A", "1", "A1:B", "#REF!", "XFE1", "A1048577", "OFFSET(A1,1,1)", "A1:2"} {
		if got, ok := rangeAddress(s); ok {
			t.Errorf("%q is taken for %+v", s, got)
		}
	}
}

func TestRangesWithQuotedCommas(t *testing.T) {
	t.Parallel()
	got := ranges("'a,b'!$A$1:$B$2,'a,b'!$D$4", ',')
	if len(got) != 2 || got[1] != (model.Range{FirstRow: 4, FirstCol: 4, LastRow: 4, LastCol: 4}) {
		t.Errorf("ranges = %+v", got)
	}
}

func TestUnescape(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain": "plain", "a_x000D_\nb": "a\nb", "_x005F_x0041_": "_x0041_", "_x00e9_": "é", "a\r\nb": "a\nb", "_xZZZZ_": "_xZZZZ_", "_x0041": "_x0041",
	} {
		if got := unescape(in); got != want {
			t.Errorf("%q = %q, want %q", in, got, want)
		}
	}
}

func TestTint(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rgb  uint32
		tint float64
		want uint32
	}{{0xFFFFFF, -.5, 0x808080}, {0x000000, .5, 0x808080}, {0x4472C4, 0, 0x4472C4}, {0x4472C4, .8, 0xDAE3F3}, {0x4472C4, -.25, 0x2F5597}} {
		got := tinted(tt.rgb, tt.tint)
		for s := 0; s <= 16; s += 8 {
			if d := int(got>>s&255) - int(tt.want>>s&255); d < -1 || d > 1 {
				t.Errorf("%06X tinted by %v = %06X, want %06X", tt.rgb, tt.tint, got, tt.want)
				break
			}
		}
	}
}

func TestMergesThatOverlapAreDropped(t *testing.T) {
	t.Parallel()
	a := model.Range{FirstRow: 1, FirstCol: 1, LastRow: 3, LastCol: 3}
	b := model.Range{FirstRow: 2, FirstCol: 2, LastRow: 5, LastCol: 5}
	c := model.Range{FirstRow: 4, FirstCol: 1, LastRow: 4, LastCol: 2}
	got := separate([]model.Range{c, b, a, {FirstRow: 9, FirstCol: 9, LastRow: 9, LastCol: 9}})
	if len(got) != 2 || got[0] != a || got[1] != c {
		t.Errorf("merges = %+v", got)
	}
}
