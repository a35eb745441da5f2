package model

import "strconv"

// ColumnName gives the letters of a column, counted from 1.
func ColumnName(col int) string {
	var b [8]byte
	i := len(b)
	for ; col > 0 && i > 0; col = (col - 1) / 26 {
		i--
		b[i] = byte('A' + (col-1)%26)
	}
	return string(b[i:])
}

// CellName gives the address of a cell, such as "AB12".
func CellName(row, col int) string { return ColumnName(col) + strconv.Itoa(row) }

// Name gives the address of a range, such as "A1:B2".
func (r Range) Name() string {
	a, b := CellName(r.FirstRow, r.FirstCol), CellName(r.LastRow, r.LastCol)
	if a == b {
		return a
	}
	return a + ":" + b
}
