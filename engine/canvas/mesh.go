package canvas

import (
	"encoding/binary"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// mesh paints triangles whose colours, or how opaque they are, run from corner to corner:
// a free-form mesh, each corner of which is a flag, two places and its colour (ISO
// 32000-1, 8.7.4.5.5).
func (p *Page) mesh(at []Vertex, opaque bool) {
	x1, y1, x2, y2 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i := range at {
		x1, y1, x2, y2 = min(x1, at[i].X), min(y1, p.h-at[i].Y), max(x2, at[i].X), max(y2, p.h-at[i].Y)
	}
	x2, y2 = max(x2, x1+1e-3), max(y2, y1+1e-3)
	share := func(v, from, to float64) uint32 {
		return uint32(math.Round(max(0, min(1, (v-from)/(to-from))) * math.MaxUint32))
	}
	space, decode := "DeviceRGB", types.Array{exact(x1), exact(x2), exact(y1), exact(y2)}
	colours := 3
	if opaque {
		space, colours = "DeviceGray", 1
	}
	for range colours {
		decode = append(decode, types.Integer(0), types.Integer(1))
	}
	data := make([]byte, 0, len(at)*12)
	for i := range at[:len(at)/3*3] {
		v := &at[i]
		data = binary.BigEndian.AppendUint32(append(data, 0), share(v.X, x1, x2))
		data = binary.BigEndian.AppendUint32(data, share(p.h-v.Y, y1, y2))
		if opaque {
			data = append(data, uint8(math.Round(255*(1-max(0, min(1, v.Clear))))))
		} else {
			data = append(data, v.Color.R, v.Color.G, v.Color.B)
		}
	}
	p.sh(p.doc.doc.AddStream(types.Dict{
		"ShadingType": types.Integer(4), "ColorSpace": types.Name(space), "BitsPerCoordinate": types.Integer(32),
		"BitsPerComponent": types.Integer(8), "BitsPerFlag": types.Integer(8), "Decode": decode,
	}, data))
}
