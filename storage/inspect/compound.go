package inspect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
)

// compoundStreams are names of streams that give away what a compound file
// holds ([MS-CFB] 2.6.1: names are UTF-16LE), the most telling first.
var compoundStreams = []struct {
	name   []byte
	refuse *Rejected
}{
	{utf16le("EncryptedPackage"), reject(Encrypted,
		"this Office file is protected by a password: open it, remove the password (File, Info, Protect), save it and send it again")},
	{utf16le("WordDocument"), rejectType("an old Word document (.doc)")},
	{utf16le("PowerPoint Document"), rejectType("an old PowerPoint presentation (.ppt)")},
	{utf16le("__properties_version1.0"), rejectType("an Outlook message (.msg)")},
	{utf16le("Workbook"), rejectXLS},
	{utf16le("Book"), rejectXLS},
}

var rejectXLS = reject(Legacy,
	"this is an Excel workbook in the format from before 2007 (.xls); %s: open it in Excel and save it as .xlsx", accepted)

// rejectCompound refuses an OLE compound file in words that fit what it is.
// Every name of a stream stands uncompressed somewhere in the file, so a scan
// tells enough; a chance match changes only the words of the refusal.
func rejectCompound(ctx context.Context, r io.ReaderAt, size int64) error {
	best := len(compoundStreams)
	err := scan(ctx, r, size, func(chunk []byte) bool {
		for i := range best {
			if bytes.Contains(chunk, compoundStreams[i].name) {
				best = i
				break
			}
		}
		return best > 0
	})
	if err != nil {
		return err
	}
	if best == len(compoundStreams) {
		return rejectType("an old Office file")
	}
	return compoundStreams[best].refuse
}

// scan shows r in chunks that overlap by more than the longest name, until
// more answers false.
func scan(ctx context.Context, r io.ReaderAt, size int64, more func([]byte) bool) error {
	const length, overlap = 64 << 10, 64
	chunk := make([]byte, length)
	for at := int64(0); at < size; at += length - overlap {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := r.ReadAt(chunk[:min(length, size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read the file: %w", err)
		}
		if !more(chunk[:n]) {
			return nil
		}
	}
	return nil
}

func utf16le(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
