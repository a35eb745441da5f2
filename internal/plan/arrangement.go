package plan

import (
	"fmt"
	"math"

	"quire/engine"
	"quire/engine/pdf"
)

// SourceConfig says how a page's PDF becomes part of the booklet. The zero value
// is the whole of it as it is, with its fields as page content.
type SourceConfig struct {
	// Pages are ranges such as "1-3,5,8-"; empty for all.
	Pages string `json:"pages,omitempty"`
	// Rotate turns the pages clockwise by 0, 90, 180 or 270 degrees.
	Rotate int `json:"rotate,omitempty"`
	// FitPaper scales the pages to the book's paper with their aspect kept.
	FitPaper bool `json:"fitPaper,omitempty"`
	// KeepForm leaves fields interactive.
	KeepForm bool `json:"keepForm,omitempty"`
	// AsPrinted shows fields as they are printed, and not as on screen.
	AsPrinted bool `json:"asPrinted,omitempty"`
}

// ImageConfig is an image on a page. Exactly one of Attribute and File is set.
// With a Field it stands in that field's rectangles, else on a sheet.
type ImageConfig struct {
	Attribute *string `json:"attribute,omitempty"`
	// File is the image itself. A page's row has its ID alone.
	File *File `json:"file,omitempty"`
	// Field is the full name of a form's field; empty for a place on a sheet.
	Field string `json:"field,omitempty"`
	// Sheet is the page's sheet, from 1.
	Sheet int `json:"sheet,omitempty"`
	// X and Y are the left upper corner, Width and Height the size of the place:
	// in points, from the left upper corner of the sheet as it is shown.
	X      float64 `json:"x,omitempty"`
	Y      float64 `json:"y,omitempty"`
	Width  float64 `json:"width,omitempty"`
	Height float64 `json:"height,omitempty"`
	// Missing is MissingBlank or MissingFail.
	Missing MissingValue `json:"missing,omitempty"`
}

// Limits of places, in sheets and in points (ISO 32000-1, annex C).
const (
	maxSheet = 20_000
	maxPoint = 14_400
)

// Faults are all that is wrong with the options.
func (c SourceConfig) Faults() []Fault {
	var all []Fault
	if _, err := pdf.ParseRanges(c.Pages); err != nil {
		all = append(all, Fault{"pages", err.Error()})
	}
	if c.Rotate < 0 || c.Rotate > 270 || c.Rotate%90 != 0 {
		all = append(all, Fault{"rotate", fmt.Sprintf("pages are turned by 0, 90, 180 or 270 degrees, not by %d", c.Rotate)})
	}
	if c.KeepForm && c.AsPrinted {
		all = append(all, Fault{"asPrinted", "fields that are not flattened cannot be flattened as printed; leave one of the two out"})
	}
	return all
}

// Faults are all that is wrong with an image on a page of this kind.
func (c ImageConfig) Faults(kind string) []Fault {
	var all []Fault
	fault := func(wrong bool, key, why string) {
		if wrong {
			all = append(all, Fault{key, why})
		}
	}
	fault((c.Attribute != nil) == (c.File != nil), "", "exactly one of an attribute and a file is needed")
	fault(c.Missing == MissingDefault, "missing", "an image has no default; use BLANK or FAIL")
	if c.Field != "" {
		fault(kind == KindExcel, "field", "a worksheet has no fields; give the image a place")
		fault(c.X != 0 || c.Y != 0 || c.Width != 0 || c.Height != 0, "field", "an image stands in a field or at a place, not both")
		return all
	}
	fault(c.Sheet < 1 || c.Sheet > maxSheet, "page", fmt.Sprintf("the page's sheets are counted from 1 to %d", maxSheet))
	for _, side := range []struct {
		key   string
		value float64
		least bool
	}{{"x", c.X, false}, {"y", c.Y, false}, {"width", c.Width, true}, {"height", c.Height, true}} {
		fault(!(math.Abs(side.value) <= maxPoint), side.key, fmt.Sprintf("at most %d points are possible", maxPoint))
		fault(side.least && !(side.value > 0), side.key, "an image without a field needs a width and a height in points")
	}
	return all
}

// pdfOptions are the engine's options for a page's PDF; nil for none.
func (r *resolver) pdfOptions(c *SourceConfig) *engine.PDFOptions {
	if c == nil || *c == (SourceConfig{}) {
		return nil
	}
	o := &engine.PDFOptions{Pages: c.Pages, Rotate: c.Rotate, KeepForm: c.KeepForm, AsPrinted: c.AsPrinted}
	if c.FitPaper {
		if o.Paper = r.Book.Paper; o.Paper == "" {
			o.Paper = "LETTER"
		}
	}
	return o
}

// images gives the images of a page that are there; those that lack are notes
// or errors.
func (r *resolver) images(number int, configs []ImageConfig) []engine.Image {
	var all []engine.Image
	for _, c := range configs {
		file := c.File
		if c.Attribute != nil {
			file = r.Attributes[*c.Attribute].Image
		}
		if file == nil {
			r.imageMissing(number, c)
			continue
		}
		all = append(all, engine.Image{
			Source: file.Key, SourceName: file.Name, Field: c.Field,
			Sheet: c.Sheet, X: c.X, Y: c.Y, Width: c.Width, Height: c.Height,
		})
	}
	return all
}

func (r *resolver) imageMissing(number int, c ImageConfig) {
	what := "the image"
	if c.Attribute != nil {
		what = fmt.Sprintf("the image of the attribute «%s»", *c.Attribute)
	}
	if c.Missing == MissingFail {
		r.fail(number, CodeAttributeMissing, "it needs %s, and «%s» has none in %s; set it and order the booklet again", what, r.Customer.Name, r.Period)
		return
	}
	r.notes = append(r.notes, Note{Page: number, Code: NoteAttributeMissing, Message: fmt.Sprintf(
		"%s: %s was left out, since «%s» has none in %s", r.Label(number), what, r.Customer.Name, r.Period)})
}

// Flatten tells whether fields become part of the page.
func (c SourceConfig) Flatten() bool { return !c.KeepForm }
