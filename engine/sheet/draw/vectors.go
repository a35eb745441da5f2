package draw

import (
	"bytes"
	"compress/gzip"
	"io"

	"quire/engine/canvas"
	"quire/engine/sheet/chart"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/metafile"
	"quire/engine/sheet/model"
	"quire/engine/sheet/svg"
	"quire/engine/sheet/vector"
)

// maxMetafile bounds a metafile that is stored compressed.
const maxMetafile = 32 << 20

// maxCost bounds what the pictures of a job take that are drawn step by step (see
// [vector.Picture]).
const maxCost = 5_000_000

// vectorOf reads a picture that is drawn step by step; nil for others, and where those
// before it took too much.
func (d *drawer) vectorOf(dr *model.Drawing) *vector.Picture {
	var p *vector.Picture
	if len(dr.Vector) > 0 && !dr.Effect.Recolours() {
		p = d.job.vector(dr.Vector)
	}
	if p == nil && len(dr.Data) > 0 {
		p = d.job.vector(dr.Data)
	}
	return p
}

// vector reads a file once; nil for none, and where those before it took too much.
func (j *Job) vector(data []byte) *vector.Picture {
	p, known := j.vectors[&data[0]]
	if !known && j.cost <= maxCost {
		cost := 0
		p, cost = readVector(data)
		j.cost += cost
		if j.vectors == nil {
			j.vectors = map[*byte]*vector.Picture{}
		}
		j.vectors[&data[0]] = p
		return p
	}
	if p != nil {
		if j.cost += p.Cost; j.cost > maxCost {
			return nil
		}
	}
	return p
}

// readVector reads an SVG or a metafile, which may be compressed; nil for others. The cost
// is that of reading it.
func readVector(data []byte) (p *vector.Picture, cost int) {
	if bytes.HasPrefix(data, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, 0
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxMetafile)); err != nil {
			return nil, len(data) / 64
		}
	}
	if svg.Is(data) {
		p, cost, err := svg.Read(data)
		if err == nil {
			return p, cost
		}
		return nil, cost
	}
	p, err := metafile.Read(data)
	if err != nil {
		return nil, 0
	}
	return p, p.Cost
}

// vector draws a picture of outlines into a rectangle.
func (d *drawer) vector(page *canvas.Page, p *vector.Picture, dr *model.Drawing, box layout.Box) {
	box = turned(page, dr, box)
	w, h := 1-dr.CropLeft-dr.CropRight, 1-dr.CropTop-dr.CropBottom
	if w <= .001 || h <= .001 {
		return
	}
	page.Save()
	defer page.Restore()
	page.ClipRect(box.X, box.Y, box.W, box.H)
	if sh := dr.Shape; sh != nil { // it is cut out as a figure
		page.ClipPath(mainOutline(sh, box))
	}
	mirrored(page, dr, box)
	page.Translate(box.X-box.W/w*dr.CropLeft, box.Y-box.H/h*dr.CropTop)
	page.Scale(box.W/w/p.Width, box.H/h/p.Height)
	where := "the picture «" + dr.Name + "» at " + place(dr)
	if dr.Effect.Clear > 0 {
		page.Group(1-dr.Effect.Clear, func() { d.items(page, p.Items, where) })
		return
	}
	d.items(page, p.Items, where)
}

// items draws outlines, texts and bitmaps.
func (d *drawer) items(page *canvas.Page, items []vector.Item, where string) {
	var clip *vector.Clip
	for i := range items {
		item := &items[i]
		if item.Clip != clip {
			if clip != nil {
				page.Restore()
			}
			if clip = item.Clip; clip != nil {
				page.Save()
				confine(page, clip)
			}
		}
		if m := item.Matrix; m != nil {
			page.Save()
			page.Transform(m[0], m[1], m[2], m[3], m[4], m[5])
		}
		d.item(page, item, where)
		if item.Matrix != nil {
			page.Restore()
		}
	}
	if clip != nil {
		page.Restore()
	}
}

// item draws an outline, a text, a bitmap or a group.
func (d *drawer) item(page *canvas.Page, item *vector.Item, where string) {
	box := layout.Box{X: item.X, Y: item.Y, W: item.W, H: item.H}
	switch {
	case item.Group != nil:
		page.Group(1-item.Clear, func() { d.items(page, item.Group, where) })
	case item.Path != nil:
		d.vectorOutline(page, item, box)
	case len(item.Bitmap) > 0:
		d.bitmap(page, item)
	default:
		see(page, item.Clear, func() {
			if item.Block != nil {
				d.block(page, item.Block, box, where)
				return
			}
			d.label(page, &chart.Label{Text: item.Text, Font: item.Font, X: item.X, Y: item.Y, Angle: item.Angle, Width: item.Width}, where)
		})
	}
}

// vectorOutline draws an outline that may have a gradient and a pen of its own.
func (d *drawer) vectorOutline(page *canvas.Page, item *vector.Item, box layout.Box) {
	look := item.Look
	if item.Shade != nil {
		if d.sheet.Page.BlackAndWhite {
			page.Fill(item.Path, canvas.White)
		} else {
			page.FillShading(item.Path, item.Shade)
		}
		look.Fill = model.Fill{}
	}
	line := look.Line
	look.Line = model.Stroke{}
	d.outline(page, item.Path, box, look)
	if line.Colour.Set {
		pen := item.Pen
		pen.Color, pen.Width, pen.Dash = d.colour(line.Colour.RGB), line.Width, line.Dash
		see(page, line.Clear, func() { page.Stroke(item.Path, pen) })
	}
}

// bitmap draws a part of a picture that is made of pixels.
func (d *drawer) bitmap(page *canvas.Page, item *vector.Item) {
	key := &item.Bitmap[0]
	img := d.job.taken[key]
	if img == nil {
		if d.job.pixels += pixelsOf(item.Bitmap, false); d.job.pixels > maxPixels {
			return
		}
		var err error
		if img, err = d.doc.AddImage(raster(item.Bitmap)); err != nil {
			return
		}
		d.job.take(key, img)
	}
	if f := item.Frame; f != nil {
		page.Save()
		defer page.Restore()
		page.ClipRect(f.X, f.Y, f.W, f.H)
	}
	see(page, item.Clear, func() { page.Image(img, item.X, item.Y, item.W, item.H) })
}

// block writes lines of text into a rectangle.
func (d *drawer) block(page *canvas.Page, text *model.Shape, box layout.Box, where string) {
	for _, l := range d.sheet.ShapeText(text, box) {
		for _, p := range l.Pieces {
			if missing := d.piece(page, l.X+p.X, l.Y, p); missing != "" {
				d.warnings.missing(missing, where)
			}
		}
	}
}

// confine clips what follows, until the page is restored.
func confine(page *canvas.Page, c *vector.Clip) {
	if b := c.Box; b != nil {
		page.ClipRect(b.X, b.Y, b.W, b.H)
	}
	for _, path := range c.Paths {
		page.ClipPath(path)
	}
}
