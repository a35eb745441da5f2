package inspect

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxNameBytes bounds a cleaned name; file systems allow 255, and a little
// room is left for what others add.
const MaxNameBytes = 200

// fileExtensions are endings that say what a file is, so that a wrong one is
// replaced; any other ending is part of the name.
var fileExtensions = []string{
	".pdf", ".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".csv", ".ods", ".doc", ".docx", ".ppt", ".pptx",
	".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg",
	".txt", ".htm", ".html", ".xml", ".zip", ".bin", ".tmp",
}

// sameType are endings that mean the same as the usual one and are kept.
var sameType = map[string][]string{
	".jpg": {".jpeg", ".jpe", ".jfif"},
}

// CleanName makes a file name that is safe to store, show and offer for
// download: no folders, no control or invisible formatting characters (which
// can make "fdp.exe" read as a PDF), composed Unicode (NFC), at most
// [MaxNameBytes], and ending in extension, which begins with a dot; an empty
// extension leaves the ending alone. Cleaning a clean name changes nothing.
func CleanName(name, extension string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = norm.NFC.String(strings.Map(keepPrintable, strings.ToValidUTF8(name, "")))
	stem, ending := name, ""
	if extension != "" {
		stem, ending = splitExtension(name, extension)
	}
	stem = trimEdges(stem)
	stem = strings.TrimRight(truncate(stem, MaxNameBytes-len(ending)), ". ")
	if stem == "" {
		stem = "file"
	}
	return stem + ending
}

// keepPrintable drops controls, formatting characters and lone surrogates,
// and makes every kind of space one that can be seen to be a space.
func keepPrintable(r rune) rune {
	switch {
	case r == '/', r == '\\', unicode.Is(unicode.C, r), r == utf8.RuneError:
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// splitExtension gives the stem and the ending that the name shall have.
func splitExtension(name, extension string) (stem, ending string) {
	trimmed := strings.TrimRight(name, ". ")
	i := strings.LastIndexByte(trimmed, '.')
	if i < 0 {
		return trimmed, extension
	}
	found := strings.ToLower(trimmed[i:])
	switch {
	case found == extension, slices.Contains(sameType[extension], found):
		return trimmed[:i], trimmed[i:]
	case slices.Contains(fileExtensions, found):
		return trimmed[:i], extension
	}
	return trimmed, extension
}

// trimEdges takes off spaces and dots: leading dots hide files, and Windows
// drops trailing ones.
func trimEdges(s string) string { return strings.Trim(s, ". ") }

// truncate cuts s to at most n bytes, between two runes.
func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
