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
)

// maxMetafile bounds a metafile that is stored compressed.
const maxMetafile = 32 << 20

// metafileOf reads a picture that is a metafile, compressed or not; nil for
// others.
func metafileOf(dr *model.Drawing) *metafile.Picture {
	data := dr.Data
	if bytes.HasPrefix(data, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxMetafile)); err != nil {
			return nil
		}
	}
	p, err := metafile.Read(data)
	if err != nil {
		return nil
	}
	return p
}

// metafile draws a metafile into a rectangle.
func (d *drawer) metafile(page *canvas.Page, p *metafile.Picture, dr *model.Drawing, box layout.Box) {
	box = turned(page, dr, box)
	w, h := 1-dr.CropLeft-dr.CropRight, 1-dr.CropTop-dr.CropBottom
	if w <= .001 || h <= .001 {
		return
	}
	page.ClipRect(box.X, box.Y, box.W, box.H)
	page.Translate(box.X-box.W/w*dr.CropLeft, box.Y-box.H/h*dr.CropTop)
	page.Scale(box.W/w/p.Width, box.H/h/p.Height)
	var clip *metafile.Clip
	for i := range p.Items {
		item := &p.Items[i]
		if item.Clip != clip {
			if clip != nil {
				page.Restore()
			}
			if clip = item.Clip; clip != nil {
				page.Save()
				confine(page, clip)
			}
		}
		switch {
		case item.Path != nil:
			d.outline(page, item.Path, layout.Box{X: item.X, Y: item.Y, W: item.W, H: item.H}, item.Look)
		case item.Bitmap != nil:
			if img, err := d.doc.AddImage(raster(item.Bitmap)); err == nil {
				page.Image(img, item.X, item.Y, item.W, item.H)
			}
		default:
			d.label(page, &chart.Label{Text: item.Text, Font: item.Font, X: item.X, Y: item.Y, Angle: item.Angle, Width: item.Width},
				"the picture «"+dr.Name+"» at "+place(dr))
		}
	}
	if clip != nil {
		page.Restore()
	}
}

// confine clips what follows, until the page is restored.
func confine(page *canvas.Page, c *metafile.Clip) {
	if b := c.Box; b != nil {
		page.ClipRect(b.X, b.Y, b.W, b.H)
	}
	for _, path := range c.Paths {
		page.ClipPath(path)
	}
}
