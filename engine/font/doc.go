// Package font holds the typefaces that booklets are set in: it finds a face by
// name, measures text with it, splits text over the faces that can show it, and
// embeds the glyphs that were used, once per document.
//
// Twelve faces of the Liberation family are part of the program, so that text
// measures the same on every machine. Further TrueType files may be loaded.
package font
