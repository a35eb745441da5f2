//go:build !front

package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Limits of formulas: their length and how deep calls nest, which are those of
// spreadsheet programs, and the XML with which they are calculated.
const (
	maxFormula    = 8192
	maxCalls      = 64
	maxCalculable = 100 << 20
)

var (
	// formula is in a sheet's part; valued is one whose value stands beside it.
	formula = regexp.MustCompile(`<((?:\w+:)?f)((?:\s[^>]*)?)>([^<]*)</(?:\w+:)?f>`)
	valued  = regexp.MustCompile(`<f>[^<]*</f>(\s*<v>[^<]+</v>)`)
	// growing are the functions whose results have any size.
	growing = regexp.MustCompile(`(?i)\b(REPT|BASE|SUBSTITUTE|MUNIT|SEQUENCE|RANDARRAY|MAKEARRAY|EXPAND)\s*\(`)
)

// uncalculated is the workbook with values in place of the formulas that have
// them, so that no chain of those is followed again, and with #N/A in place of
// those that could take all memory.
func (w *Workbook) uncalculated() (io.Reader, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var errs []error
	left, size := 0, 0
	for _, name := range w.names {
		part := w.part(name)
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		if size += len(part); size > maxCalculable {
			return nil, fmt.Errorf("it has more than %d MB of cells", maxCalculable>>20)
		}
		if strings.Contains(strings.ToLower(name), "worksheets/") {
			part = formula.ReplaceAllFunc(valued.ReplaceAll(part, []byte("$1")), bearable)
			left += bytes.Count(part, []byte("<f")) + bytes.Count(part, []byte(":f"))
		}
		to, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = to.Write(part)
		}
		errs = append(errs, err)
	}
	if left > maxCalculated {
		return nil, fmt.Errorf("it has more than %d formulas without a value", maxCalculated)
	}
	return &b, errors.Join(append(errs, z.Close())...)
}

// bearable is a formula, or #N/A in place of a heavy one.
func bearable(f []byte) []byte {
	m := formula.FindSubmatch(f)
	if !heavy(m[3]) {
		return f
	}
	return fmt.Appendf(nil, "<%s>NA()</%s>", m[1], m[1])
}

// heavy tells whether a formula could take all memory.
func heavy(formula []byte) bool {
	if len(formula) > maxFormula || growing.Match(formula) {
		return true
	}
	depth := 0
	for _, c := range formula {
		switch c {
		case '(':
			if depth++; depth > maxCalls {
				return true
			}
		case ')':
			depth--
		}
	}
	return false
}
