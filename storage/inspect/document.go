package inspect

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/sync/semaphore"

	"quire/engine/pdf"
)

const (
	// maxReading bounds the look at one PDF, waiting for its turn included.
	maxReading = 10 * time.Second
	// readAtOnce is how many bytes of PDFs are looked at at a time: one that
	// must be mended is in memory three times.
	readAtOnce = 64 << 20
)

var reading = semaphore.NewWeighted(readAtOnce)

// inspectPDF accepts a PDF that the engine can read, mended where needed: what
// it cannot read is of use for nothing, and now the person who can send
// another is still there. One that there was no time for is accepted unread;
// whoever uses it says what is wrong then.
func inspectPDF(ctx context.Context, r io.ReaderAt, size int64) (Result, error) {
	timed, cancel := context.WithTimeout(ctx, maxReading)
	defer cancel()
	weight := min(size, readAtOnce)
	err := reading.Acquire(timed, weight)
	if err == nil {
		defer reading.Release(weight)
		_, err = pdf.Open(timed, r, size, "")
	}
	var unusable *pdf.Error
	switch {
	case err == nil:
		return typePDF, nil
	case ctx.Err() != nil:
		return Result{}, ctx.Err()
	case timed.Err() != nil:
		return typePDF, nil
	case errors.As(err, &unusable) && unusable.Reason != pdf.Unreadable:
		return Result{}, reject(documentReasons[unusable.Reason], "%s", unusable)
	}
	return Result{}, err
}

var documentReasons = map[pdf.Reason]Reason{
	pdf.NotAPDF:   Damaged,
	pdf.Damaged:   Damaged,
	pdf.NoPages:   Empty,
	pdf.Encrypted: Encrypted,
	pdf.TooLarge:  Excessive,
}
