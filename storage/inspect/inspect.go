// Package inspect tells what an uploaded file is by looking into it.
//
// A name and a declared media type are claims of the sender; the bytes are
// what the engine will read. So only the bytes decide, and whatever is not
// plainly one of the accepted types is refused with a message that says what
// was found and what to do.
package inspect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"quire/internal/tabular"
)

// Kind is the family of an accepted file: what the product can do with it.
type Kind string

// The kinds of file that are accepted.
const (
	PDF      Kind = "PDF"
	Workbook Kind = "WORKBOOK"
	Image    Kind = "IMAGE"
	CSV      Kind = "CSV"
)

// Result says what an accepted file is.
type Result struct {
	Kind Kind
	// MediaType is the registered type, without parameters.
	MediaType string
	// Extension agrees with the media type and begins with a dot.
	Extension string
}

var (
	typePDF  = Result{PDF, "application/pdf", ".pdf"}
	typeXLSX = Result{Workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"}
	typeXLSM = Result{Workbook, "application/vnd.ms-excel.sheet.macroEnabled.12", ".xlsm"}
	typePNG  = Result{Image, "image/png", ".png"}
	typeJPEG = Result{Image, "image/jpeg", ".jpg"}
	typeCSV  = Result{CSV, "text/csv", ".csv"}
)

// headLength is how much of a file is looked at to tell its type. A PDF's
// header may follow other bytes, within this many from the start: ISO 32000-1
// wants it first, and readers accept it so far in (Adobe's implementation
// notes, appendix H, note 13).
const headLength = 1024

var (
	magicZIP  = []byte("PK\x03\x04")
	magicPNG  = []byte("\x89PNG\r\n\x1a\n")
	magicJPEG = []byte("\xff\xd8\xff")
	magicOLE  = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	magicPDF  = []byte("%PDF-")
)

// File tells what the size bytes of r are. A refusal is a [*Rejected]; any
// other error comes from reading r or from ctx.
func File(ctx context.Context, r io.ReaderAt, size int64) (Result, error) {
	if size <= 0 {
		return Result{}, reject(Empty, "the file is empty: choose the file again, or save it again first")
	}
	head := make([]byte, min(headLength, size))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return Result{}, fmt.Errorf("read the beginning of the file: %w", err)
	}
	// Signatures at the very start go first: a ZIP may well carry a PDF's
	// header within its first bytes.
	switch {
	case bytes.HasPrefix(head, magicZIP):
		return inspectZIP(ctx, r, size)
	case bytes.HasPrefix(head, magicPNG):
		return inspectImage(typePNG, r, size)
	case bytes.HasPrefix(head, magicJPEG):
		return inspectImage(typeJPEG, r, size)
	case bytes.HasPrefix(head, magicOLE):
		return Result{}, rejectCompound(ctx, r, size)
	case bytes.Contains(head, magicPDF):
		return inspectPDF(ctx, r, size)
	}
	if found, rejected := knownAs(head); rejected {
		return Result{}, rejectType(found)
	}
	table, err := tabular.LooksLike(r, size)
	if err != nil {
		return Result{}, fmt.Errorf("read the text: %w", err)
	}
	if table {
		return typeCSV, nil
	}
	return Result{}, rejectType(describe(head))
}
