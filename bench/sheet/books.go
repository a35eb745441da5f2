package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"quire/internal/sample"
)

// makeBooks writes the workbooks that are measured: the sample's, whose tabs are
// typical ones, and one with a tab of 2,000 rows.
func makeBooks(dir string) ([]string, error) {
	typical := filepath.Join(dir, "typical.xlsx")
	data, err := sample.Workbook("Łódź Fisheries, Inc.", "2026 Q1", 40)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(typical, data, 0o600); err != nil {
		return nil, err
	}
	long := filepath.Join(dir, "2000-rows.xlsx")
	return []string{typical, long}, tall(long, 2000)
}

// tall writes a workbook with a tab of so many rows of ten columns.
func tall(path string, rows int) error {
	f := excelize.NewFile()
	defer f.Close()
	for r := 1; r <= rows; r++ {
		row := []any{fmt.Sprintf("Member %d", r), "Management", 45000 + r, "2021-03-01", "F", float64(r) / 7, "NY", "single", r % 5, "yes"}
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", r), &row); err != nil {
			return err
		}
	}
	return f.SaveAs(path)
}
