package canvas

import (
	"fmt"
	"math"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// Limits of a page's side in points (ISO 32000-1, annex C).
const (
	minSide = 3
	maxSide = 14400
)

// Document is a PDF that is being drawn. It is not safe for use by several
// goroutines.
type Document struct {
	doc    *pdf.Document
	fonts  *Fonts
	pages  []*Page
	images map[[32]byte]*Image
	spare  []byte // room for the content of the next page
	// hatches are the patterns that were used, by what they look like.
	hatches map[placedHatch]hatchUse
	// shadings, masks and groups count those that were used, for their names.
	shadings, masks, groups int
}

// New begins a document without pages.
func New() *Document {
	doc := pdf.New()
	return &Document{doc: doc, fonts: NewFonts(doc), images: map[[32]byte]*Image{}, hatches: map[placedHatch]hatchUse{}}
}

// AddPage adds a page of this size in points, which is brought within the
// limits of the format (3 to 14,400).
func (d *Document) AddPage(w, h float64) *Page {
	p := &Page{doc: d, w: side(w), h: side(h), content: NewContent(d.fonts)}
	p.content.buf, d.spare = d.spare, nil
	d.pages = append(d.pages, p)
	return p
}

func side(v float64) float64 {
	if math.IsNaN(v) {
		return minSide
	}
	return math.Max(minSide, math.Min(maxSide, v))
}

// Finish embeds the fonts and gives the document. Nothing may be drawn
// afterwards.
func (d *Document) Finish() (*pdf.Document, error) {
	if len(d.pages) == 0 {
		return nil, fmt.Errorf("a document needs at least one page")
	}
	for _, p := range d.pages {
		p.Finish()
		contents := d.doc.AddEncodedStream(p.stream, p.contents)
		node := d.doc.AddPageOf([4]float64{0, 0, p.w, p.h}, p.content.res, contents)
		if len(p.annots) > 0 {
			node.Dict["Annots"] = p.annots
		}
	}
	d.fonts.Embed()
	return d.doc, nil
}

// addressString writes an address in the ASCII that the format asks for
// (ISO 32000-1, 12.6.4.7); other bytes are percent-encoded (RFC 3987, 3.1).
func addressString(url string) types.Object {
	var b strings.Builder
	for i := range len(url) {
		if c := url[i]; c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return pdf.ByteString([]byte(b.String()))
}
