package inspect

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

func rejection(t *testing.T, content []byte) *Rejected {
	t.Helper()
	_, err := inspectBytes(t, content)
	var rejected *Rejected
	if !errors.As(err, &rejected) {
		t.Fatalf("got %v, want a Rejected", err)
	}
	return rejected
}

// packed adds a raw entry to a workbook, with a header that may lie.
func packed(t *testing.T, header zip.FileHeader, raw []byte, times int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range []part{contentTypes(`<Override PartName="/xl/workbook.xml" ContentType="` + sheetMain + `"/>`), relationships("xl/workbook.xml"), {"xl/workbook.xml", ""}} {
		entry, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(entry, p.text); err != nil {
			t.Fatal(err)
		}
	}
	for i := range times {
		h := header
		h.Name = fmt.Sprintf("xl/media/%d.bin", i)
		entry, err := w.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write(raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// deflatedZeros are n zero bytes, about a thousandth of that when packed.
func deflatedZeros(t *testing.T, n int) (raw []byte, header zip.FileHeader) {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, n)
	if _, err := w.Write(zeros); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), zip.FileHeader{
		Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(zeros),
		CompressedSize64: uint64(out.Len()), UncompressedSize64: uint64(n),
	}
}

func TestBombsThatDeclareThemselves(t *testing.T) {
	t.Parallel()
	raw, header := deflatedZeros(t, 1<<20)
	got := rejection(t, packed(t, header, raw, MaxUnpackedBytes>>20+1))
	if got.Reason != Excessive || !strings.Contains(got.Message, "512 MiB") {
		t.Errorf("got %s: %s", got.Reason, got.Message)
	}
	header.UncompressedSize64 = 1 << 63 // two of these overflow a sum
	if got := rejection(t, packed(t, header, raw, 2)); got.Reason != Excessive {
		t.Errorf("got %s: %s", got.Reason, got.Message)
	}
}

func TestBombsThatLie(t *testing.T) {
	t.Parallel()
	raw, header := deflatedZeros(t, 64<<20)
	header.UncompressedSize64 = 10
	if got := rejection(t, packed(t, header, raw, 1)); got.Reason != Damaged || !strings.Contains(got.Message, "xl/media/0.bin") {
		t.Errorf("got %s: %s", got.Reason, got.Message)
	}
}

// TestTooManyParts: a few above the bound, and so many that the directory
// itself is not read to its end.
func TestTooManyParts(t *testing.T) {
	t.Parallel()
	for _, n := range []int{MaxParts + 1, 100_000} {
		if got := rejection(t, packed(t, zip.FileHeader{}, nil, n)); got.Reason != Excessive || !strings.Contains(got.Message, "10000 parts") {
			t.Errorf("%d parts: got %s: %s", n, got.Reason, got.Message)
		}
	}
}

func TestDamagedParts(t *testing.T) {
	t.Parallel()
	raw, header := deflatedZeros(t, 1000)
	for name, c := range map[string]struct {
		change  func(*zip.FileHeader)
		reason  Reason
		message string
	}{
		"wrong checksum":    {func(h *zip.FileHeader) { h.CRC32++ }, Damaged, "xl/media/0.bin"},
		"unknown packing":   {func(h *zip.FileHeader) { h.Method = 99 }, Unsupported, "method 99"},
		"password":          {func(h *zip.FileHeader) { h.Flags |= 1 }, Encrypted, "protected by a password"},
		"shorter than said": {func(h *zip.FileHeader) { h.UncompressedSize64++ }, Damaged, "xl/media/0.bin"},
	} {
		h := header
		c.change(&h)
		if got := rejection(t, packed(t, h, raw, 1)); got.Reason != c.reason || !strings.Contains(got.Message, c.message) {
			t.Errorf("%s: got %s: %s", name, got.Reason, got.Message)
		}
	}
}
