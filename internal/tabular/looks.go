package tabular

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// LooksLike tells whether a file may be a CSV: a text whose first row has at
// least two columns, as have most of those that follow within the first 64 KiB.
// It judges by the bytes alone.
func LooksLike(r io.ReaderAt, size int64) (bool, error) {
	e, err := detect(r, size)
	if err != nil {
		return false, err
	}
	sample := make([]byte, sampleLength)
	n, err := io.ReadFull(decode(io.NewSectionReader(r, 0, size), e), sample)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, err
	}
	sample = sample[:n]
	if n == sampleLength {
		sample = sample[:bytes.LastIndexByte(sample, '\n')+1]
	}
	if !plain(sample) {
		return false, nil
	}
	text := string(sample)
	for _, d := range Delimiters {
		if rows, width := regularity(text, d); width > 1 && 2*rows > min(lines(sample), sampleRows) {
			return true, nil
		}
	}
	return false, nil
}

// plain tells a text from anything else: it has no control characters.
func plain(sample []byte) bool {
	for len(sample) > 0 {
		r, n := utf8.DecodeRune(sample)
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return false
		}
		sample = sample[n:]
	}
	return true
}

// lines counts those that are not empty.
func lines(sample []byte) (n int) {
	for line := range bytes.SplitSeq(sample, []byte("\n")) {
		if len(bytes.TrimSpace(line)) > 0 {
			n++
		}
	}
	return n
}
