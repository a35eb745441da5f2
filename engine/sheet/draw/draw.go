// Package draw puts a worksheet that has been laid out onto the pages of a PDF.
package draw

import (
	"context"
	"fmt"
	"time"

	"quire/engine/canvas"
	"quire/engine/pdf"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// Job is what is to be drawn: one or several worksheets, each with its plan.
// Their pages are numbered on, as when a workbook is printed as a whole.
type Job struct {
	// Date stands for today in headers and footers; zero leaves it out.
	Date   time.Time
	sheets []*drawer
	pages  int
	pixels int // of all pictures that were decoded
	// taken are the pictures that are in the document, by where their files are.
	taken map[*byte]*canvas.Image
	// vectors are the pictures that are drawn step by step, by where their files are; nil
	// for files that are none. cost is what they take together.
	vectors map[*byte]*vector.Picture
	cost    int
}

// drawer draws one sheet.
type drawer struct {
	sheet  *layout.Sheet
	plan   *layout.Plan
	doc    *canvas.Document
	images map[*model.Drawing]*canvas.Image
	// vectors are the pictures that are drawn step by step.
	vectors  map[*model.Drawing]*vector.Picture
	warnings warnings
	// before are the pages of the sheets before it.
	before   int
	job      *Job
	headLost bool // a picture of the header is not drawn
	// headVectors are those that are drawn step by step, by where their files are; nil for
	// files that are none.
	headVectors map[*byte]*headVector
}

// Add puts a sheet at the end of the job. The error has the code SHEET_TOO_LARGE.
func (j *Job) Add(s *layout.Sheet, plan *layout.Plan) error {
	j.sheets = append(j.sheets, &drawer{sheet: s, plan: plan, images: map[*model.Drawing]*canvas.Image{}, vectors: map[*model.Drawing]*vector.Picture{}, before: j.pages, job: j})
	if j.pages += len(plan.Pages); j.pages > layout.MaxPages {
		return model.NewProblem("SHEET_TOO_LARGE", fmt.Sprintf(
			"the tabs up to «%s» take %d pages and %d are allowed; choose fewer tabs, or fit them to fewer pages", s.Name, j.pages, layout.MaxPages), nil)
	}
	return nil
}

// Draw draws all pages.
func (j *Job) Draw(ctx context.Context) (*pdf.Document, []model.Warning, error) {
	doc := canvas.New()
	var found []model.Warning
	for _, d := range j.sheets {
		d.doc = doc
		if err := d.draw(ctx, j); err != nil {
			return nil, nil, err
		}
		// Some warnings of the layout come while it is asked for texts.
		found = append(append(found, d.sheet.Warnings...), d.warnings.list()...)
	}
	if n := len(j.sheets); n > 0 && j.sheets[n-1].sheet.Fonts.Exhausted {
		found = append(found, model.Warning{Code: "TEXT_CUT", Message: fmt.Sprintf("the tabs up to «%s» have so many long texts that the later ones are cut off; choose a smaller range to print", j.sheets[n-1].sheet.Name)})
	}
	finished, err := doc.Finish()
	return finished, found, err
}

func (d *drawer) draw(ctx context.Context, j *Job) error {
	d.loadImages()
	for i, p := range d.plan.Pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		page := d.doc.AddPage(d.sheet.Page.Width, d.sheet.Page.Height)
		for _, pane := range p.Panes {
			d.pane(page, p, pane, p.Scale)
		}
		for _, n := range p.Notes {
			for _, piece := range n.Line.Pieces {
				if missing := d.piece(page, n.X+piece.X, n.Y, piece); missing != "" {
					d.warnings.missing(missing, "the note at cell "+model.CellName(n.Row, n.Col))
				}
			}
		}
		if set := d.sheet.Page; len(p.Panes) > 0 && (set.GridLines || set.Headings) {
			page.StrokeRect(p.X, p.Y, p.W*p.Scale, p.H*p.Scale, canvas.Pen{Color: canvas.Black, Width: hairline})
		}
		d.headFoot(page, i+1, j)
		page.Finish()
	}
	return nil
}

// fillShift is how much farther to the left and above LibreOffice paints the
// backgrounds of cells than their text and lines, in points.
const fillShift = .11

// pane draws a rectangle of cells.
func (d *drawer) pane(page *canvas.Page, p layout.Page, pane layout.Pane, scale float64) {
	if pane.W <= 0 || pane.H <= 0 {
		return
	}
	x, y := p.X+pane.X*scale, p.Y+pane.Y*scale
	m := d.mirror(pane)
	if m.on {
		x = p.X + (p.W-pane.X-pane.W)*scale
	}
	page.Save()
	page.Transform(scale, 0, 0, scale, x-pane.SheetX*scale, y-pane.SheetY*scale)
	look := m.look(d.sheet.Look(pane.Range, scale))
	if !d.sheet.Page.BlackAndWhite {
		page.Save()
		page.Translate(-fillShift/scale, -fillShift/scale)
		for _, f := range look.Fills {
			fill(page, f)
		}
		page.Restore()
		for _, b := range d.sheet.Bars(pane.Range) {
			bar(page, m.bar(b))
		}
	}
	for _, i := range d.sheet.Icons(pane.Range) {
		i.Box = m.box(i.Box)
		d.icon(page, i)
	}
	d.sparklines(page, pane.Range, m)
	gridLines(page, look)
	d.headings(page, pane, m)
	page.Save()
	page.ClipRect(pane.SheetX, pane.SheetY, pane.W, pane.H)
	d.sheet.Texts(pane.Range, scale, func(t *layout.TextBox) { d.text(page, m.text(t)) })
	page.Restore()
	for _, b := range look.Borders {
		border(page, b, d.colour(b.Line.Colour))
	}
	d.drawings(page, pane, m)
	page.Restore()
	d.links(page, pane, m, scale, x, y)
}

// headings draws the numbers of rows and the letters of columns.
func (d *drawer) headings(page *canvas.Page, pane layout.Pane, m mirror) {
	for _, h := range d.sheet.Headings(pane, pane.SheetX, pane.SheetY) {
		b, t := m.box(h.Box), m.text(&h.Text)
		page.StrokeRect(b.X, b.Y, b.W, b.H, canvas.Pen{Color: canvas.Black, Width: hairline})
		d.text(page, t)
	}
}

// colour is the colour of text or a line as it is printed.
func (d *drawer) colour(c uint32) canvas.Color {
	if d.sheet.Page.BlackAndWhite {
		return canvas.Black
	}
	return rgb(c)
}

// rgb turns a colour into the canvas's.
func rgb(c uint32) canvas.Color {
	return canvas.Color{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c)}
}
