package sheet

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/engine/pdf/pdftest"
)

// rightToLeft is a workbook with a tab that runs from right to left.
func rightToLeft(t testing.TB) []byte {
	return book(t, func(f *excelize.File) []error {
		yes := true
		left, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Horizontal: "left"}})
		right, err2 := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Horizontal: "right"}})
		ordered, err3 := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{ReadingOrder: 2}})
		return []error{
			err, err2, err3, f.SetSheetView("Sheet1", 0, &excelize.ViewOptions{RightToLeft: &yes}), f.SetColWidth("Sheet1", "A", "D", 18),
			f.SetSheetRow("Sheet1", "A1", &[]any{"one", "two", "שלום", 12}),
			f.SetSheetRow("Sheet1", "A2", &[]any{"left", "right", "set.", "four"}),
			f.SetCellStyle("Sheet1", "A2", "A2", left), f.SetCellStyle("Sheet1", "B2", "B2", right), f.SetCellStyle("Sheet1", "C2", "C2", ordered),
		}
	})
}

func TestRightToLeftSheet(t *testing.T) {
	t.Parallel()
	doc, w := mustRender(t, rightToLeft(t))
	if len(w) != 0 {
		t.Errorf("warnings %+v", w)
	}
	at := map[string]float64{}
	for _, s := range pdftest.Placed(t, doc)[0] {
		at[s.Text] = s.X
	}
	for _, pair := range [][2]string{{"two", "one"}, {"םולש", "two"}, {"12", "םולש"}, {"four", "."}, {".", "set"}, {"left", "one"}} {
		a, okA := at[pair[0]]
		b, okB := at[pair[1]]
		if pair[0] == "left" {
			if a != b {
				t.Errorf("text without an alignment stands at %g and text at the left at %g", b, a)
			}
			continue
		}
		if !okA || !okB || a >= b {
			t.Errorf("%q stands at %g and %q at %g, want it at the left: %v", pair[0], a, pair[1], b, at)
		}
	}
	if at["right"] <= at["two"] {
		t.Errorf("text at the right of its cell begins at %g, text at the left at %g", at["right"], at["two"])
	}
}

func TestTextsOfCellsAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\u05e9", 40_000)
	data := pack(t, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="B1" t="inlineStr"><is><t>` + long + `</t></is></c></row></sheetData></worksheet>`})
	_, w, err := render(data, "S")
	if err != nil || len(w) != 1 || w[0].Code != "TEXT_CUT" || !strings.Contains(w[0].Message, "B1") {
		t.Errorf("error %v, warnings %.200v", err, w)
	}
}
