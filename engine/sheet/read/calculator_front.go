//go:build front

package read

import "quire/engine/sheet/model"

// calculator is left out of the small program, which starts in half the time
// without excelize and hands such a workbook on.
type calculator struct{}

func (*calculator) ready() error { return model.ErrNoCalculator }

func (*calculator) value(*Workbook, string, string) (string, error) {
	return "", model.ErrNoCalculator
}

func (*calculator) close() error { return nil }
