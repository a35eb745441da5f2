package pdf

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// DecodeText decodes a text string: UTF-16 with either byte order mark, UTF-8
// with one (ISO 32000-2, 7.9.2.2), else PDFDocEncoding (ISO 32000-1, D.3).
func DecodeText(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		return decodeUTF16(b[2:], binary.BigEndian)
	case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
		return decodeUTF16(b[2:], binary.LittleEndian)
	case len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF && utf8.Valid(b[3:]):
		return string(b[3:])
	}
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(docRune(c))
	}
	return s.String()
}

func decodeUTF16(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return string(utf16.Decode(units))
}

// The parts of PDFDocEncoding that differ from Latin-1.
var (
	docLow  = []rune("˘ˇˆ˙˝˛˚˜")
	docHigh = []rune("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")
)

func docRune(c byte) rune {
	switch {
	case c >= 0x18 && c <= 0x1F:
		return docLow[c-0x18]
	case c >= 0x80 && c <= 0x9E:
		return docHigh[c-0x80]
	case c == 0xA0:
		return '€'
	case c == 0x9F, c == 0x7F, c == 0xAD:
		return utf8.RuneError
	}
	return rune(c)
}

// TextString makes a text string object: ASCII as it is, all else as UTF-16
// with a byte order mark.
func TextString(s string) types.Object {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7E {
			return utf16String(s)
		}
	}
	return ByteString([]byte(s))
}

func utf16String(s string) types.HexLiteral {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return types.HexLiteral(hex.EncodeToString(b))
}

// ByteString makes a string object of these bytes.
func ByteString(b []byte) types.Object {
	for _, c := range b {
		if c < 0x20 || c > 0x7E {
			return types.HexLiteral(hex.EncodeToString(b))
		}
	}
	return types.StringLiteral(escaped.Replace(string(b)))
}

// escaped makes a text the inside of a literal string (ISO 32000-1, 7.3.4.2).
var escaped = strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`)

// dateString writes a date in UTC (ISO 32000-1, 7.9.4).
func dateString(t time.Time) types.StringLiteral {
	return types.StringLiteral(t.UTC().Format("D:20060102150405Z"))
}
