// Package canvas draws pages: text, lines, areas, pictures and links, at
// points from the top left corner. Below it lies [Content], which writes
// content streams in PDF's own coordinates and also serves to draw the
// appearances of form fields.
package canvas
