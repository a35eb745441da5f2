package sheet

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestConditionsOfOtherTabs prints formats whose limits are in other tabs and in cells.
func TestConditionsOfOtherTabs(t *testing.T) {
	t.Parallel()
	limited := func(limit int) []byte {
		data := book(t, func(f *excelize.File) []error {
			_, err := f.NewSheet("The limits")
			red, err2 := f.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FF0000"}}})
			return []error{err, err2, f.SetCellInt("Sheet1", "A1", 5), f.SetCellInt("The limits", "B2", int64(limit)),
				f.SetConditionalFormat("Sheet1", "A1", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Value: "'The limits'!$B$2", Format: &red}})}
		})
		doc, w := mustRender(t, data)
		if len(w) != 0 {
			t.Errorf("warnings %v", w)
		}
		return file(t, doc)
	}
	if bytes.Equal(limited(4), limited(6)) {
		t.Error("a limit in another tab changes nothing")
	}
	scaled := func(limit int) []byte {
		data := book(t, func(f *excelize.File) []error {
			return []error{f.SetSheetCol("Sheet1", "A1", &[]int{1, 5, 9}), f.SetCellInt("Sheet1", "F1", int64(limit)), f.SetColVisible("Sheet1", "F", false),
				f.SetConditionalFormat("Sheet1", "A1:A3", []excelize.ConditionalFormatOptions{{Type: "2_color_scale", Criteria: "=", MinType: "num", MinValue: "$F$1", MaxType: "max", MinColor: "#FF0000", MaxColor: "#00FF00"}})}
		})
		doc, _ := mustRender(t, data)
		return file(t, doc)
	}
	if bytes.Equal(scaled(1), scaled(7)) {
		t.Error("a limit of a scale in a cell changes nothing")
	}
}
