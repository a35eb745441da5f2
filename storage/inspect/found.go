package inspect

import (
	"bytes"
	"net/http"
	"strings"
)

// signature names a type that is not accepted by bytes at an offset.
type signature struct {
	offset int
	bytes  string
	found  string
}

var refused = []signature{
	{0, "GIF8", "a GIF image"},
	{8, "WEBP", "a WebP image"},
	{0, "II*\x00", "a TIFF image"},
	{0, "MM\x00*", "a TIFF image"},
	{0, "BM", "a BMP image"},
	{4, "ftypheic", "a HEIC photo"},
	{4, "ftypheix", "a HEIC photo"},
	{4, "ftypmif1", "a HEIF photo"},
	{4, "ftypavif", "an AVIF image"},
	{0, "7z\xbc\xaf\x27\x1c", "a 7z archive"},
	{0, "Rar!\x1a\x07", "a RAR archive"},
	{0, "\x1f\x8b", "a gzip archive"},
	{0, "PK\x05\x06", "an empty ZIP archive"},
	{0, "PK\x07\x08", "a ZIP archive in several pieces"},
	{0, "{\\rtf", "a Rich Text document"},
	{0, "%!PS", "a PostScript file"},
	{0, "MZ", "a Windows program"},
	{0, "\x7fELF", "a Linux program"},
	{0, "AC10", "an AutoCAD drawing"},
}

// knownAs tells a type that is not accepted from the beginning of a file, also
// one that is a text and might pass for a table.
func knownAs(head []byte) (found string, known bool) {
	text := bytes.IndexByte(head, 0) < 0
	for _, s := range refused {
		if text && len(s.bytes) == 2 {
			continue // a table may begin with BMW
		}
		if len(head) >= s.offset && bytes.HasPrefix(head[s.offset:], []byte(s.bytes)) {
			return s.found, true
		}
	}
	switch start := bytes.TrimSpace(head); {
	case bytes.HasPrefix(start, []byte("<")):
		return describe(head), true
	case bytes.HasPrefix(start, []byte("{")), bytes.HasPrefix(start, []byte("[{")):
		return "a JSON file", true
	}
	return "", false
}

// describe falls back on the browsers' own rules for telling types.
func describe(head []byte) string {
	sniffed, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch {
	case sniffed == "text/html":
		return "a web page"
	case sniffed == "text/xml" && bytes.Contains(head, []byte("<svg")), bytes.HasPrefix(head, []byte("<svg")):
		return "an SVG drawing"
	case sniffed == "text/xml":
		return "an XML file"
	case sniffed == "text/plain":
		return "a text, but no table: a CSV has a row of headings and at least two columns, with commas, semicolons or tabs between them"
	case sniffed == "application/octet-stream":
		return "a file of a type that is not known here"
	}
	return "a file of type " + sniffed
}
