package draw

import (
	"bytes"
	"image"
	_ "image/gif" // pictures in these formats are turned into PNG
	_ "image/jpeg"
	"image/png"
	"strings"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// loadImages takes up the sheet's pictures and says what is not drawn.
func (d *drawer) loadImages() {
	for i := range d.sheet.Drawings {
		dr := &d.sheet.Drawings[i]
		where := place(dr)
		switch dr.Kind {
		case "picture":
			d.loadImage(dr, where)
		case "chart":
			switch {
			case dr.Chart == nil:
				d.warnings.add("CHART_NOT_DRAWN", "the chart «%s» at %s is not drawn", dr.Name, where)
			case dr.Chart.Unknown != "":
				d.warnings.add("CHART_NOT_DRAWN", "the chart «%s» at %s is of a kind (%s) that is not drawn; a frame with its title stands for it", dr.Name, where, dr.Chart.Unknown)
			}
		case "shape", "line":
			if len(dr.Data) > 0 {
				d.loadImage(dr, where)
			}
			if dr.Shape == nil {
				d.warnings.add("SHAPE_NOT_DRAWN", "the shape «%s» at %s is not drawn", dr.Name, where)
			}
		default:
			d.warnings.add("SHAPE_NOT_DRAWN", "the %s «%s» at %s is not drawn", dr.Kind, dr.Name, where)
		}
	}
}

// loadImage takes up a drawing's picture.
func (d *drawer) loadImage(dr *model.Drawing, where string) {
	if p := d.vectorOf(dr); p != nil && dr.Kind == "picture" {
		if d.vectors[dr] = p; len(p.Missing) > 0 {
			d.warnings.add("PICTURE_PARTS_NOT_DRAWN", "parts of the picture «%s» at %s are not drawn: %s; save it as PNG to keep them", dr.Name, where, strings.Join(p.Missing, ", "))
		}
		return
	}
	changed := dr.Effect.Recolours()
	if len(dr.Data) > 0 && !changed {
		if img := d.job.taken[&dr.Data[0]]; img != nil {
			d.images[dr] = img
			return
		}
	}
	if d.job.pixels += pixelsOf(dr.Data, changed); d.job.pixels > maxPixels {
		d.warnings.add("PICTURE_NOT_DRAWN", "the picture «%s» at %s is not drawn: those before it have %d million pixels together; make them smaller in the workbook", dr.Name, where, maxPixels/1_000_000)
		return
	}
	data := raster(dr.Data)
	if changed {
		data = recoloured(data, dr.Effect)
	}
	img, err := d.doc.AddImage(data)
	if err != nil && d.job.cost > maxCost {
		d.warnings.add("PICTURE_NOT_DRAWN", "the picture «%s» at %s is not drawn: those before it have more than %d million lines and curves together; save it as PNG", dr.Name, where, maxCost/1_000_000)
		return
	}
	if err != nil {
		d.warnings.add("PICTURE_NOT_DRAWN", "the picture «%s» at %s is not drawn: its format (%s) is not supported, or has more than is drawn; use PNG, JPEG or EMF", dr.Name, where, dr.Type)
		return
	}
	d.images[dr] = img
	if changed {
		return
	}
	d.job.take(&dr.Data[0], img)
}

// take keeps a picture of the document by where its file is.
func (j *Job) take(file *byte, img *canvas.Image) {
	if j.taken == nil {
		j.taken = map[*byte]*canvas.Image{}
	}
	j.taken[file] = img
}

// maxConverted bounds the pixels of pictures that are converted, and maxPixels
// those of all that must be decoded.
const (
	maxConverted = 20_000_000
	maxPixels    = 400_000_000
)

// pixelsOf is how many pixels of a picture must be decoded: none of a JPEG's that
// stays as it is.
func pixelsOf(data []byte, changed bool) int {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || format == "jpeg" && !changed || cfg.Width < 1 || cfg.Height > maxPixels/cfg.Width {
		return 0 // it is not decoded at all
	}
	return cfg.Width * cfg.Height
}

// raster is a picture's file as PNG or JPEG: the first frame of a GIF, and BMP,
// TIFF and WebP are turned into PNG.
func raster(data []byte) []byte {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || format == "png" || format == "jpeg" || cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxConverted/cfg.Height {
		return data
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return data
	}
	var b bytes.Buffer
	if png.Encode(&b, img) != nil {
		return data
	}
	return b.Bytes()
}

// drawings draws the pictures and shapes that reach into a pane.
func (d *drawer) drawings(page *canvas.Page, pane layout.Pane, m mirror) {
	place := layout.Box{X: pane.SheetX, Y: pane.SheetY, W: pane.W, H: pane.H}
	for i := range d.sheet.Drawings {
		dr := &d.sheet.Drawings[i]
		img := d.images[dr]
		box := m.box(d.sheet.DrawingBox(dr))
		drawn := d.vectors[dr]
		if img == nil && drawn == nil && dr.Shape == nil && dr.Chart == nil || !reaches(box, dr, place) {
			continue
		}
		page.Save()
		page.ClipRect(place.X, place.Y, place.W, place.H)
		switch {
		case img != nil && dr.Shape == nil:
			picture(page, img, dr, box)
		case drawn != nil:
			d.vector(page, drawn, dr, box)
			if dr.Shape != nil { // its border
				d.shape(page, dr, box)
			}
		case dr.Chart != nil:
			d.chart(page, dr, box)
		default:
			d.shape(page, dr, box)
		}
		page.Restore()
	}
}

// reaches tells whether a drawing shows in a place; lines may have no width or
// height.
func reaches(box layout.Box, dr *model.Drawing, place layout.Box) bool {
	if dr.Shape != nil && lineFigure(dr.Shape, box) != nil {
		const hair = .5
		return layout.Box{X: box.X - hair, Y: box.Y - hair, W: box.W + 2*hair, H: box.H + 2*hair}.Overlaps(place)
	}
	return box.W > 0 && box.H > 0 && box.Overlaps(place)
}

// picture draws one picture, turned and cropped as it says.
func picture(page *canvas.Page, img *canvas.Image, dr *model.Drawing, box layout.Box) {
	cropped(page, img, dr, turned(page, dr, box))
}

// cropped draws a picture without what is cut off.
func cropped(page *canvas.Page, img *canvas.Image, dr *model.Drawing, box layout.Box) {
	w, h := 1-dr.CropLeft-dr.CropRight, 1-dr.CropTop-dr.CropBottom
	if w <= .001 || h <= .001 {
		return
	}
	if w < 1 || h < 1 {
		page.ClipRect(box.X, box.Y, box.W, box.H)
	}
	mirrored(page, dr, box)
	see(page, dr.Effect.Clear, func() {
		page.Image(img, box.X-box.W/w*dr.CropLeft, box.Y-box.H/h*dr.CropTop, box.W/w, box.H/h)
	})
}

// mirrored swaps left and right, top and bottom of what follows as a picture says.
func mirrored(page *canvas.Page, dr *model.Drawing, box layout.Box) {
	sx, sy := 1.0, 1.0
	if dr.MirrorX {
		sx = -1
	}
	if dr.MirrorY {
		sy = -1
	}
	page.Transform(sx, 0, 0, sy, (1-sx)*(box.X+box.W/2), (1-sy)*(box.Y+box.H/2))
}

// links makes the cells and pictures of a pane clickable.
func (d *drawer) links(page *canvas.Page, pane layout.Pane, m mirror, scale, x, y float64) {
	add := func(b layout.Box, url string) {
		b = m.box(b)
		x1, y1 := max(b.X, pane.SheetX), max(b.Y, pane.SheetY)
		x2, y2 := min(b.X+b.W, pane.SheetX+pane.W), min(b.Y+b.H, pane.SheetY+pane.H)
		if x2 > x1 && y2 > y1 {
			page.Link(x+(x1-pane.SheetX)*scale, y+(y1-pane.SheetY)*scale, (x2-x1)*scale, (y2-y1)*scale, url)
		}
	}
	for _, l := range d.sheet.Links {
		if l.Range.Overlaps(pane.Range) {
			add(d.sheet.LinkBox(l, pane.Range), l.URL)
		}
	}
	for i := range d.sheet.Drawings {
		if dr := &d.sheet.Drawings[i]; dr.URL != "" && (d.images[dr] != nil || d.vectors[dr] != nil) {
			add(d.sheet.DrawingBox(dr), dr.URL)
		}
	}
}
