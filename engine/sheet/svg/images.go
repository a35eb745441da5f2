package svg

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/jpeg" // the formats that stand within
	_ "image/png"
	"math"
	"strings"

	"quire/engine/sheet/vector"
)

// image shows a picture that stands in the file itself (SVG 1.1, 5.7).
func (d *drawer) image(n *node, l look) {
	head, code, ok := strings.Cut(strings.TrimSpace(n.attrs["href"]), ",")
	if !ok || head != "data:image/png;base64" && head != "data:image/jpeg;base64" && head != "data:image/jpg;base64" {
		d.fail("pictures that stand elsewhere")
		return
	}
	clean := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, code)
	data, err := base64.StdEncoding.DecodeString(clean)
	if err != nil {
		d.fail("pictures that cannot be read")
		return
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	w, h := length(n.attrs["width"], l.view[0], float64(cfg.Width)), length(n.attrs["height"], l.view[1], float64(cfg.Height))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 {
		d.fail("pictures that cannot be read")
		return
	}
	if w <= 0 || h <= 0 || l.hidden {
		return
	}
	frame := vector.Rectangle{X: length(n.attrs["x"], l.view[0], 0), Y: length(n.attrs["y"], l.view[1], 0), W: w, H: h}
	m := fitted(n.attrs["preserveAspectRatio"], []float64{0, 0, float64(cfg.Width), float64(cfg.Height)}, frame).Then(l.matrix).Bounded()
	wide, high := math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3])
	if wide < 1e-9 || high < 1e-9 {
		return
	}
	d.Steps += 4 + len(data)/256
	clip := d.Confine(l.clip, vector.Quad(l.matrix, frame.X, frame.Y, frame.X+w, frame.Y+h), vector.Intersect)
	d.Show(vector.Item{
		Bitmap: data, W: float64(cfg.Width) * wide, H: float64(cfg.Height) * high,
		Matrix: &vector.Matrix{m[0] / wide, m[1] / wide, m[2] / high, m[3] / high, m[4], m[5]},
	}, clip)
}
