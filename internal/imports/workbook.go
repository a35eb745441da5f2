package imports

import (
	"context"
	"errors"
	"io"

	"quire/engine/sheet"
	"quire/internal/tabular"
)

// openWorkbook opens a worksheet of a workbook by its name, or the first that is
// visible for an empty one. Cells are texts as the worksheet shows them, but
// numbers in full. Its errors are of reading src, or an [*tabular.Unreadable].
func openWorkbook(ctx context.Context, src io.ReaderAt, size int64, name, tab string) (*tabular.Table, error) {
	if tab == "" {
		tabs, err := sheet.Tabs(src, size)
		if err != nil {
			return nil, explainWorkbook(err)
		}
		for _, found := range tabs {
			if tab == "" && found.Visible {
				tab = found.Name
			}
		}
	}
	found, err := sheet.Table(ctx, src, size, name, tab)
	if err != nil {
		return nil, explainWorkbook(err)
	}
	rows := found.Rows
	if len(rows) == 0 {
		return tabular.New(found.Tab, 0, func() (tabular.Row, error) { return tabular.Row{}, io.EOF })
	}
	last := rows[len(rows)-1].Number
	return tabular.New(found.Tab, last, func() (tabular.Row, error) {
		if len(rows) == 0 {
			return tabular.Row{}, io.EOF
		}
		row := tabular.Row{Number: rows[0].Number, Cells: rows[0].Cells()}
		rows = rows[1:]
		return row, nil
	})
}

// explainWorkbook tells the file's faults from ours: those have a code.
func explainWorkbook(err error) error {
	var spoken interface {
		error
		Code() string
	}
	if errors.As(err, &spoken) {
		return &tabular.Unreadable{Message: spoken.Error(), Cause: err}
	}
	return err
}
