// Package sample makes the documents of an imaginary broker's office, each in
// code: what a demonstration uploads and what tests of the whole path need.
package sample

import (
	"bytes"
	"context"
	"strings"

	"quire/engine/canvas"
	"quire/engine/font"
	"quire/engine/pdf"
)

// Letter paper, in points.
const (
	pageWidth  = 612.0
	pageHeight = 792.0
	margin     = 64.0
)

var (
	ink    = canvas.Color{R: 38, G: 43, B: 51}
	accent = canvas.Color{R: 31, G: 56, B: 100}
	faint  = canvas.Color{R: 221, G: 230, B: 243}
	white  = canvas.Color{R: 255, G: 255, B: 255}
)

// Office is the name of the imaginary broker.
const Office = "Harbour Benefits Brokerage"

// sheet is a page of the office's stationery, written from top to bottom.
type sheet struct {
	page *canvas.Page
	y    float64
}

// letterhead begins a page with the office's band and a heading.
func letterhead(doc *canvas.Document, heading string) *sheet {
	p := doc.AddPage(pageWidth, pageHeight)
	p.FillRect(0, 0, pageWidth, 54, accent)
	p.Text(margin, 34, Office, font.Lookup(font.Sans, true, false), 13, white)
	p.Text(margin, pageHeight-36, Office+" · 12 Pier Road · New York, NY 10004", font.Lookup(font.Sans, false, false), 8, accent)
	p.Line(margin, pageHeight-50, pageWidth-margin, pageHeight-50, canvas.Pen{Width: 0.5, Color: accent})
	s := &sheet{page: p, y: 112}
	s.page.Text(margin, s.y, heading, font.Lookup(font.Serif, true, false), 24, accent)
	s.y += 34
	return s
}

// paragraph sets text in lines as wide as the page allows.
func (s *sheet) paragraph(text string) { s.indented(text, 0) }

// indented sets a paragraph that begins so many points from the margin.
func (s *sheet) indented(text string, indent float64) {
	const size, leading = 11.5, 17.0
	face := font.Lookup(font.Serif, false, false)
	line := ""
	flush := func() {
		s.page.Text(margin+indent, s.y, line, face, size, ink)
		s.y += leading
	}
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && font.Measure(longer, face, size) > pageWidth-2*margin-indent {
			flush()
			longer = word
		}
		line = longer
	}
	flush()
	s.y += leading / 2
}

// fact sets a label and a value side by side.
func (s *sheet) fact(label, value string) {
	s.page.Text(margin, s.y, label, font.Lookup(font.Sans, true, false), 10, accent)
	s.page.Text(margin+130, s.y, value, font.Lookup(font.Sans, false, false), 10, ink)
	s.page.Line(margin, s.y+6, pageWidth-margin, s.y+6, canvas.Pen{Width: 0.4, Color: faint})
	s.y += 22
}

// finish writes a finished drawing as a PDF file.
func finish(doc *canvas.Document, title string) ([]byte, error) {
	drawn, err := doc.Finish()
	if err != nil {
		return nil, err
	}
	return write(drawn, title)
}

func write(doc *pdf.Document, title string) ([]byte, error) {
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{Title: title, Author: Office})
	if err := w.Append(context.Background(), doc, pdf.AppendOptions{Title: title}); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
