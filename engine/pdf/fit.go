package pdf

import (
	"bytes"
	"math"
	"reflect"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// sameSize is how far two sides may differ and still be the same, in points.
const sameSize = 0.5

// placing says where a page's content lies after scaling: x' = s·x + dx.
type placing struct{ s, dx, dy float64 }

func (p placing) x(v float64) float64 { return p.s*v + p.dx }
func (p placing) y(v float64) float64 { return p.s*v + p.dy }

// FitPaper scales every page to a sheet of this size in points, as large as it
// fits and in its middle. The sheet lies as the page does: a page that is wider
// than high gets a sheet that is, too. Pages that have the size already stay as
// they are.
func (d *Document) FitPaper(width, height float64) error {
	moved := map[uintptr]bool{}
	for i := range d.pages {
		if err := d.fitPage(d.pages[i], width, height, moved); err != nil {
			return fail(d.name, Damaged, err, "the content of page %d", d.originOf(i)+1)
		}
	}
	return nil
}

func (d *Document) fitPage(page PageNode, width, height float64, moved map[uintptr]bool) error {
	box := d.VisibleBox(page)
	w, h := box[2]-box[0], box[3]-box[1]
	if (w > h) != (width > height) {
		width, height = height, width
	}
	_, cropped := page.Dict["CropBox"]
	if math.Abs(w-width) <= sameSize && math.Abs(h-height) <= sameSize && !cropped {
		return nil
	}
	p := placing{s: math.Min(width/w, height/h)}
	p.dx, p.dy = (width-w*p.s)/2-box[0]*p.s, (height-h*p.s)/2-box[1]*p.s
	if err := d.shrink(page, box, p); err != nil {
		return err
	}
	for _, key := range []string{"CropBox", "BleedBox", "TrimBox", "ArtBox", "Group", "UserUnit"} {
		delete(page.Dict, key)
	}
	page.Dict["MediaBox"] = types.NewNumberArray(0, 0, width, height)
	d.moveAnnotations(page, p, moved)
	if nr := page.Ref.ObjectNumber.Value(); nr != 0 {
		if d.placings == nil {
			d.placings = map[int]placing{}
		}
		d.placings[nr] = p
	}
	return nil
}

// shrink makes the page's content a form XObject, so that patterns are scaled
// with it (ISO 32000-1, 8.7.3.1), and draws that.
func (d *Document) shrink(page PageNode, box [4]float64, p placing) error {
	content, err := d.pageContent(page)
	if err != nil {
		return err
	}
	dict := types.Dict{
		"Type": types.Name("XObject"), "Subtype": types.Name("Form"),
		"BBox": types.NewNumberArray(box[:]...), "Resources": page.Dict["Resources"],
	}
	if group := page.Dict["Group"]; group != nil {
		dict["Group"] = group
	}
	ref := d.AddStream(dict, content)
	b := []byte("q ")
	for _, v := range []float64{p.s, 0, 0, p.s, p.dx, p.dy} {
		b = append(appendReal(b, math.Round(v*1e6)/1e6), ' ')
	}
	page.Dict["Contents"] = d.AddStream(nil, append(b, "cm /Page Do Q\n"...))
	page.Dict["Resources"] = types.Dict{"XObject": types.Dict{"Page": ref}}
	return nil
}

// pageContent is the page's content, decoded; the parts of an array are joined
// by line ends (ISO 32000-1, table 30).
func (d *Document) pageContent(page PageNode) ([]byte, error) {
	parts := d.Array(page.Dict["Contents"])
	if parts == nil {
		if d.Stream(page.Dict["Contents"]) == nil {
			return nil, nil
		}
		parts = types.Array{page.Dict["Contents"]}
	}
	var out bytes.Buffer
	for _, part := range parts {
		if d.Stream(part) == nil {
			continue
		}
		content, err := d.StreamContent(part)
		if err != nil {
			return nil, err
		}
		if out.Len()+len(content) > maxStreamBytes {
			return nil, errTooLong
		}
		out.Write(content)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

// coordinates are the entries of annotations that hold points as x and y in
// turn (ISO 32000-1, 12.5.6).
var coordinates = []string{"Rect", "QuadPoints", "L", "CL", "Vertices"}

// moveAnnotations brings the annotations of a page to where its content is.
func (d *Document) moveAnnotations(page PageNode, p placing, moved map[uintptr]bool) {
	for _, o := range d.Array(page.Dict["Annots"]) {
		annot := d.Dict(o)
		key := reflect.ValueOf(annot).Pointer()
		if annot == nil || moved[key] {
			continue
		}
		moved[key] = true
		for _, key := range coordinates {
			if a := d.Array(annot[key]); a != nil {
				annot[key] = d.movedPoints(a, p)
			}
		}
		if lists := d.Array(annot["InkList"]); lists != nil {
			out := make(types.Array, len(lists))
			for i, list := range lists {
				out[i] = d.movedPoints(d.Array(list), p)
			}
			annot["InkList"] = out
		}
	}
}

func (d *Document) movedPoints(a types.Array, p placing) types.Array {
	out := make(types.Array, len(a))
	for i, o := range a {
		v, _ := d.Number(o)
		if i%2 == 0 {
			out[i] = types.Float(round(p.x(v)))
		} else {
			out[i] = types.Float(round(p.y(v)))
		}
	}
	return out
}

func round(v float64) float64 { return math.Round(v*1000) / 1000 }

// placed brings the coordinates of an explicit destination (ISO 32000-1, table
// 151) to where the page's content is.
func (d *Document) placed(dest types.Array) types.Array {
	ref, ok := dest[0].(types.IndirectRef)
	p, scaled := d.placings[ref.ObjectNumber.Value()]
	if !ok || !scaled || len(dest) < 2 {
		return dest
	}
	kind, _ := d.NameOf(dest[1])
	axes := map[string]string{"XYZ": "xy", "FitH": "y", "FitBH": "y", "FitV": "x", "FitBV": "x", "FitR": "xyxy"}[kind]
	out := append(types.Array{}, dest...)
	for i := range min(len(axes), len(dest)-2) {
		v, ok := d.Number(dest[2+i])
		switch {
		case !ok: // null keeps the viewer's present place
		case axes[i] == 'x':
			out[2+i] = types.Float(round(p.x(v)))
		default:
			out[2+i] = types.Float(round(p.y(v)))
		}
	}
	return out
}
