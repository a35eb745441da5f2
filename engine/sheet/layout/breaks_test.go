package layout

import (
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// tall is a sheet of n rows of 15 points whose columns need a scale of 90 %.
func tall(n int) *model.Sheet {
	m := many(n, 4)
	m.Format.ColWidth = 10
	m.Page.Fit, m.Page.FitWidth, m.Page.FitHeight = true, 1, 0
	return m
}

func TestFitInWidthAvoidsARestOfRows(t *testing.T) {
	t.Parallel()
	// At 90 % 14 rows fit a page; at 88 %, two percent less, 15.
	for rows, want := range map[int]string{
		14: "[1-14,1-4]", 15: "[1-15,1-4]", 16: "[1-14,1-4] [15-16,1-4]", 30: "[1-15,1-4] [16-30,1-4]",
	} {
		if got, p := ranges(t, tall(rows)); got != want {
			t.Errorf("%d rows: pages %s at %v, want %s", rows, got, p.Pages[0].Scale, want)
		}
	}
}

func TestFitKeepsBreaksInTheFreeDirection(t *testing.T) {
	t.Parallel()
	m := tall(12)
	m.Page.RowBreaks, m.Page.ColBreaks = []int{5}, []int{2}
	if got, _ := ranges(t, m); got != "[1-5,1-4] [6-12,1-4]" {
		t.Errorf("fit in width: pages %s", got)
	}
	m.Page.FitWidth, m.Page.FitHeight = 0, 1
	if got, _ := ranges(t, m); got != "[1-12,1-2] [1-12,3-4]" {
		t.Errorf("fit in height: pages %s", got)
	}
}

func TestPrintAreasAreScaledEach(t *testing.T) {
	t.Parallel()
	m := many(40, 4)
	m.Page.Fit = true
	m.Page.Areas = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: 2, LastCol: 2}, {FirstRow: 1, FirstCol: 1, LastRow: 40, LastCol: 2}}
	got, p := ranges(t, m)
	if got != "[1-2,1-2] [1-40,1-2]" || p.Pages[0].Scale != 1 || p.Pages[1].Scale > .4 {
		t.Errorf("pages %s at %v and %v", got, p.Pages[0].Scale, p.Pages[1].Scale)
	}
}

func TestFitToAnyNumberOfPagesKeepsTheSize(t *testing.T) {
	t.Parallel()
	m := many(20, 4)
	m.Page.Fit, m.Page.FitWidth, m.Page.FitHeight, m.Page.Scale = true, 0, 0, 50
	got, p := ranges(t, m)
	if p.Pages[0].Scale != 1 || !strings.HasPrefix(got, "[1-13,1-3]") {
		t.Errorf("pages %s at %v", got, p.Pages[0].Scale)
	}
}

func TestLargestScale(t *testing.T) {
	t.Parallel()
	for limit, want := range map[int]int{130: 100, 100: 100, 99: 99, 74: 74, 51: 51, 50: 50, 13: 13, 12: 12, 11: 6, 3: 6} {
		if got := largest(func(percent int) bool { return percent <= limit }); got != want {
			t.Errorf("up to %d %% fit, got %d, want %d", limit, got, want)
		}
	}
}
