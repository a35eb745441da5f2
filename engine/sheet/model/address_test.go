package model

import "testing"

func TestNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		row, col int
		want     string
	}{{1, 1, "A1"}, {12, 26, "Z12"}, {3, 27, "AA3"}, {1_048_576, 16_384, "XFD1048576"}} {
		if got := CellName(tt.row, tt.col); got != tt.want {
			t.Errorf("cell %d,%d = %s, want %s", tt.row, tt.col, got, tt.want)
		}
	}
	if got := (Range{FirstRow: 1, FirstCol: 2, LastRow: 3, LastCol: 4}).Name(); got != "B1:D3" {
		t.Errorf("range = %s", got)
	}
	if got := (Range{FirstRow: 2, FirstCol: 2, LastRow: 2, LastCol: 2}).Name(); got != "B2" {
		t.Errorf("range of one cell = %s", got)
	}
}
