package inspect

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"math"
)

// Bounds of an accepted workbook, which is a ZIP archive of parts
// (ECMA-376 part 2, annex B). Large real workbooks stay far below them.
const (
	MaxParts         = 10_000    // entries of the archive
	MaxUnpackedBytes = 512 << 20 // of all the parts together

	// maxDirectoryBytes bounds the reading of the archive's directory, which
	// archive/zip takes into memory whole, however many entries it has.
	maxDirectoryBytes = 4 << 20
)

var errBudget = errors.New("the archive's directory is too large")

// inspectZIP accepts a ZIP archive that is a workbook and can be unpacked to
// its last byte within the bounds.
func inspectZIP(ctx context.Context, r io.ReaderAt, size int64) (Result, error) {
	budget := &budgetReaderAt{r: r, left: maxDirectoryBytes}
	archive, err := zip.NewReader(budget, size)
	budget.left = math.MaxInt64
	switch {
	case errors.Is(err, errBudget), err == nil && len(archive.File) > MaxParts:
		return Result{}, reject(Excessive, "this archive has more than %d parts, far more than any workbook: %s", MaxParts, accepted)
	case err != nil:
		return Result{}, reject(Damaged, "this begins like a workbook or a ZIP archive but is damaged or cut short (%v): save it again and send it again", err)
	}
	result, err := packageType(archive)
	if err != nil {
		return Result{}, err
	}
	if err := unpackAll(ctx, archive); err != nil {
		return Result{}, err
	}
	return result, nil
}

// unpackAll refuses what would unpack to more than the bound: first by what
// the directory declares, then by what really comes out. It also finds
// damage now, while the person who can send the file again is still there.
func unpackAll(ctx context.Context, archive *zip.Reader) error {
	var declared uint64
	for _, f := range archive.File {
		declared += min(f.UncompressedSize64, MaxUnpackedBytes+1)
		if declared > MaxUnpackedBytes {
			return rejectBomb()
		}
	}
	left := int64(MaxUnpackedBytes)
	buffer := make([]byte, 64<<10)
	for _, f := range archive.File {
		n, err := unpack(ctx, f, left, buffer)
		if err != nil {
			return err
		}
		left -= n
	}
	return nil
}

func unpack(ctx context.Context, f *zip.File, left int64, buffer []byte) (int64, error) {
	if f.Flags&0x1 != 0 { // APPNOTE 4.4.4: bit 0 says encrypted
		return 0, reject(Encrypted, "the part %q of this archive is protected by a password: remove it and send the file again", f.Name)
	}
	part, err := f.Open()
	if err != nil {
		return 0, rejectPart(f, err)
	}
	defer part.Close()
	var n int64
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		got, err := part.Read(buffer)
		n += int64(got)
		switch {
		case n > left:
			return n, rejectBomb()
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return n, rejectPart(f, err)
		}
	}
}

func rejectBomb() *Rejected {
	return reject(Excessive, "this workbook unpacks to more than %d MiB, which is more than is accepted: remove what is not needed and save it again", MaxUnpackedBytes>>20)
}

func rejectPart(f *zip.File, err error) *Rejected {
	if errors.Is(err, zip.ErrAlgorithm) {
		return reject(Unsupported, "the part %q of this workbook is packed in a way that workbooks do not use (method %d): open it in Excel and save it again", f.Name, f.Method)
	}
	return reject(Damaged, "the part %q of this workbook is damaged (%v): open it in Excel, which may repair it, save it and send it again", f.Name, err)
}

// budgetReaderAt fails once more than left bytes were asked of it.
type budgetReaderAt struct {
	r    io.ReaderAt
	left int64
}

func (b *budgetReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errBudget
	}
	return b.r.ReadAt(p, off)
}
