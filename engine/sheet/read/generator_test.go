package read

import (
	"context"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestOnlyHeightsOfExcelAreWholePixels(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]bool{"Microsoft Excel": true, "Microsoft Macintosh Excel": true, "LibreOffice/7.4": false, "SheetJS": false} {
		w := open(t, func(f *excelize.File) { must(t, f.SetAppProps(&excelize.AppProperties{Application: program})) })
		s, _, err := w.Sheet(context.Background(), "Sheet1")
		must(t, err)
		if s.WholePixels != want {
			t.Errorf("a workbook of %s: whole pixels %v, want %v", program, s.WholePixels, want)
		}
	}
}
