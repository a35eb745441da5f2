package canvas

import (
	"math"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Shading is a gradient: colours along a line, or between two circles where Radial is
// set (ISO 32000-1, 8.7.4.5.3 and 8.7.4.5.4). The first and last colours go on beyond.
type Shading struct {
	Radial         bool
	X1, Y1, X2, Y2 float64
	// R1 and R2 are the radii of the circles.
	R1, R2 float64
	// Stops are in the order of their places; there are two or more.
	Stops []Stop
	// Triangles are three corners each, in place of all of that: colours run from corner to
	// corner (8.7.4.5.5). They are in the coordinates of the page.
	Triangles []Vertex
	// Matrix puts the line or the circles into the coordinates of the page; all zero for
	// where they are.
	Matrix [6]float64
}

// Vertex is a corner of a triangle, its colour and how transparent it is.
type Vertex struct {
	X, Y  float64
	Color Color
	Clear float64
}

// Stop is a colour at a place of a gradient, from 0 to 1, and how transparent it is.
type Stop struct {
	At    float64
	Color Color
	Clear float64
}

// maxStops bounds the colours of a gradient.
const maxStops = 2_000

// FillShading fills a path with a gradient. One that has no extent, or too many colours,
// is its last colour.
func (p *Page) FillShading(path *Path, s *Shading) {
	if n := len(s.Stops); len(s.Triangles) < 3 && (n < 2 || n > maxStops || s.flat()) {
		if n > 0 {
			p.Fill(path, s.Stops[n-1].Color)
		}
		return
	}
	p.Save()
	p.ClipPath(path)
	if s.Clear() {
		p.mask(s)
	}
	p.paint(s, false)
	p.Restore()
}

// paint paints a gradient's colours, or how opaque it is in grey.
func (p *Page) paint(s *Shading, opaque bool) {
	switch {
	case len(s.Triangles) >= 3:
		p.mesh(s.Triangles, opaque)
	case opaque:
		gray := make([]types.Array, len(s.Stops))
		for i, stop := range s.Stops {
			gray[i] = types.Array{share(1 - stop.Clear)}
		}
		p.shade(s, gray, "DeviceGray")
	default:
		p.shade(s, s.colours(), "DeviceRGB")
	}
}

// flat tells whether a gradient has no extent.
func (s *Shading) flat() bool {
	m := s.Matrix
	return m != [6]float64{} && m[0]*m[3] == m[1]*m[2] || !s.Radial && s.X1 == s.X2 && s.Y1 == s.Y2 || s.Radial && s.R1 == s.R2 && s.X1 == s.X2 && s.Y1 == s.Y2
}

// Clear tells whether something shines through a gradient.
func (s *Shading) Clear() bool {
	for _, stop := range s.Stops {
		if stop.Clear > 0 {
			return true
		}
	}
	for i := range s.Triangles {
		if s.Triangles[i].Clear > 0 {
			return true
		}
	}
	return false
}

// mask makes what follows as transparent as a gradient says, by its lightness (ISO
// 32000-1, 11.5.3).
func (p *Page) mask(s *Shading) {
	form := p.form("DeviceGray", func() { p.paint(s, true) })
	p.doc.masks++
	name := "GM" + strconv.Itoa(p.doc.masks)
	p.content.Resource("ExtGState", name, types.Dict{"Type": types.Name("ExtGState"), "SMask": types.Dict{
		"Type": types.Name("Mask"), "S": types.Name("Luminosity"), "G": form,
	}})
	p.content.op("/" + name + " gs")
}

func (s *Shading) colours() []types.Array {
	out := make([]types.Array, len(s.Stops))
	for i, stop := range s.Stops {
		out[i] = types.Array{share(float64(stop.Color.R) / 255), share(float64(stop.Color.G) / 255), share(float64(stop.Color.B) / 255)}
	}
	return out
}

func share(v float64) types.Object { return coordinate(math.Max(0, math.Min(1, v))) }

// shade paints a gradient over all that is not clipped.
func (p *Page) shade(s *Shading, colours []types.Array, space string) {
	p.Save()
	if s.Matrix != ([6]float64{}) {
		m := s.Matrix
		p.Transform(m[0], m[1], m[2], m[3], m[4], m[5])
	}
	kind, at := types.Integer(2), types.Array{exact(s.X1), exact(p.h - s.Y1), exact(s.X2), exact(p.h - s.Y2)}
	if s.Radial {
		kind, at = 3, types.Array{exact(s.X1), exact(p.h - s.Y1), exact(s.R1), exact(s.X2), exact(p.h - s.Y2), exact(s.R2)}
	}
	p.sh(types.Dict{
		"ShadingType": kind, "ColorSpace": types.Name(space), "Coords": at,
		"Function": s.function(colours), "Extend": types.Array{types.Boolean(true), types.Boolean(true)},
	})
	p.Restore()
}

// sh paints a shading, whose name it makes.
func (p *Page) sh(shading types.Object) {
	p.doc.shadings++
	name := "S" + strconv.Itoa(p.doc.shadings)
	p.content.Resource("Shading", name, shading)
	p.content.op("/" + name + " sh")
}

// exact is a number that may be smaller than places are.
func exact(v float64) types.Object { return types.Float(math.Round(v*1e6) / 1e6) }

// function maps 0 to 1 to colours: linear between stops (ISO 32000-1, 7.10.3 and 7.10.4).
func (s *Shading) function(colours []types.Array) types.Dict {
	between := func(a, b types.Array) types.Dict {
		return types.Dict{"FunctionType": types.Integer(2), "Domain": types.NewIntegerArray(0, 1), "C0": a, "C1": b, "N": types.Integer(1)}
	}
	var parts, bounds, encode types.Array
	last := 0.0
	add := func(f types.Dict, to float64) {
		if len(parts) > 0 {
			bounds = append(bounds, exact(last))
		}
		parts, encode, last = append(parts, f), append(encode, types.Integer(0), types.Integer(1)), to
	}
	if first := s.Stops[0].At; first > 0 {
		add(between(colours[0], colours[0]), first)
	}
	for i := 1; i < len(colours); i++ {
		if at := s.Stops[i].At; at > last {
			add(between(colours[i-1], colours[i]), at)
		}
	}
	n := len(colours) - 1
	if last < 1 {
		add(between(colours[n], colours[n]), 1)
	}
	if len(parts) == 1 {
		return parts[0].(types.Dict)
	}
	return types.Dict{"FunctionType": types.Integer(3), "Domain": types.NewIntegerArray(0, 1), "Functions": parts, "Bounds": bounds, "Encode": encode}
}
