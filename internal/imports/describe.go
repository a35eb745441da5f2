package imports

import (
	"context"
	"errors"
	"io"

	"quire/internal/problem"
	"quire/internal/tabular"
)

// samples is how many values of a column are shown, from how many rows.
const (
	samples     = 3
	sampledRows = 200
)

// Description is what a table is like, before it is said what becomes of it.
type Description struct {
	// Tab of a workbook; empty for a CSV.
	Tab string
	// Encoding and Delimiter of a CSV; empty for a workbook.
	Encoding  tabular.Encoding
	Delimiter string
	// Rows below the headings, empty ones counted.
	Rows    int
	Columns []DescribedColumn
}

// DescribedColumn is a column of a table.
type DescribedColumn struct {
	// Name such as D.
	Name   string
	Header string
	// Samples are the first few different values.
	Samples []string
}

// Describe tells what a table is like. What is wrong with the file is a
// BAD_USER_INPUT.
func (s *Service) Describe(ctx context.Context, from Source) (d Description, err error) {
	if from.HeaderRow < 1 {
		return d, &problem.Error{Code: problem.BadInput, Field: "table.headerRow", Message: "the row of headings must be 1 or more"}
	}
	f, err := fileOf(ctx, s.db.Ent, from)
	if err != nil {
		return d, err
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return d, err
	}
	defer leave()
	table, err := open(ctx, s.store, f, from)
	if err != nil {
		return d, err
	}
	defer table.Close()
	headers, err := readHeaders(table.Table, from.HeaderRow)
	if err != nil {
		return d, err
	}
	d = Description{Tab: table.Tab, Encoding: table.Encoding, Delimiter: table.Delimiter, Rows: max(table.Rows-from.HeaderRow, 0)}
	for i, h := range headers {
		d.Columns = append(d.Columns, DescribedColumn{Name: tabular.ColumnName(i), Header: trim(h)})
	}
	return d, d.sample(table.Table)
}

// sample shows what is in the columns.
func (d *Description) sample(table *tabular.Table) error {
	for range sampledRows {
		row, err := table.Next()
		var bad *tabular.BadRow
		if errors.Is(err, io.EOF) {
			return nil
		}
		if errors.As(err, &bad) {
			continue
		}
		if err != nil {
			return err
		}
		for i := range d.Columns {
			d.Columns[i].add(trim(row.Cell(i)))
		}
	}
	return nil
}

func (c *DescribedColumn) add(text string) {
	if text == "" || len(c.Samples) == samples {
		return
	}
	if runes := []rune(text); len(runes) > maxShown {
		text = string(runes[:maxShown]) + "…"
	}
	for _, known := range c.Samples {
		if known == text {
			return
		}
	}
	c.Samples = append(c.Samples, text)
}
