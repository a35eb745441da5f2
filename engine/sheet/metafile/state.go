package metafile

import (
	"math"

	"golang.org/x/text/encoding"

	"quire/engine/canvas"
	"quire/engine/sheet/emfplus"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// state is what save and restore keep.
type state struct {
	world                  vector.Matrix
	windowX, windowY       float64
	windowW, windowH       float64
	viewX, viewY           float64
	viewW, viewH           float64
	mode                   uint32
	pen                    model.Stroke
	brush                  model.Colour
	font                   font
	textColour, background model.Colour
	align                  uint32
	x, y                   float64
	clip                   *vector.Clip
	alternate              bool // of outlines over each other, every second one is a hole
}

// font is a font of a metafile; its height is in logical units. Letters are how
// its texts are encoded, where that is not Windows-1252 or Unicode.
type font struct {
	model.Font
	height, angle float64
	letters       encoding.Encoding
}

// player plays the records of a metafile.
type player struct {
	vector.Recorder
	state
	plus    *emfplus.Player // nil to leave out the records of GDI+
	saved   []state
	objects map[uint32]any
	// device maps device units to points.
	device vector.Matrix
	path   *canvas.Path // between BEGINPATH and its use
	open   bool
}

func newPlayer(data []byte) *player {
	// The frame is in hundredths of a millimetre, the device's size in pixels and
	// millimetres (MS-EMF, 2.2.9).
	left, top, right, bottom := i32(data, 24), i32(data, 28), i32(data, 32), i32(data, 36)
	const hundredth = 72 / 2540.
	sx, sy := i32(data, 80)/math.Max(1, i32(data, 72))*72/25.4, i32(data, 84)/math.Max(1, i32(data, 76))*72/25.4
	p := &player{objects: map[uint32]any{}, device: vector.Matrix{sx, 0, 0, sy, -left * hundredth, -top * hundredth}}
	p.Picture.Width, p.Picture.Height = (right-left)*hundredth, (bottom-top)*hundredth
	p.state = state{
		world: vector.Unit, windowW: 1, windowH: 1, viewW: 1, viewH: 1, mode: 1,
		alternate: true, pen: model.Stroke{Colour: model.RGB(0)}, brush: model.RGB(0xFFFFFF), textColour: model.RGB(0), background: model.RGB(0xFFFFFF),
	}
	p.font = font{Font: model.Font{Family: "Arial"}, height: 12}
	return p
}

// logical maps logical coordinates to points.
func (p *player) logical() vector.Matrix {
	m := p.world
	view := vector.Matrix{1, 0, 0, 1, -p.windowX + p.viewX, -p.windowY + p.viewY}
	if p.mode == 7 || p.mode == 8 { // modes with extents of their own
		sx, sy := p.viewW/nonZero(p.windowW), p.viewH/nonZero(p.windowH)
		view = vector.Matrix{sx, 0, 0, sy, p.viewX - p.windowX*sx, p.viewY - p.windowY*sy}
	}
	return m.Then(view).Then(p.device)
}

func nonZero(v float64) float64 {
	if v == 0 {
		return 1
	}
	return v
}

func (p *player) save() {
	if len(p.saved) < maxSaved {
		p.saved = append(p.saved, p.state)
	}
}

// restore goes back to a saved state: -1 to the last one.
func (p *player) restore(n int) {
	at := len(p.saved) + n
	if n > 0 {
		at = n - 1
	}
	if at >= 0 && at < len(p.saved) {
		p.state, p.saved = p.saved[at], p.saved[:at]
	}
}

// stroke is the pen with its width in points.
func (p *player) stroke() model.Stroke {
	s := p.pen
	if s.Colour.Set {
		s.Width = math.Max(.1, s.Width*p.logical().Size())
		dash := make([]float64, len(s.Dash))
		for i, d := range s.Dash {
			dash[i] = d * math.Max(s.Width, .75)
		}
		s.Dash = dash
	}
	return s
}

// paint notes an outline; within a path it becomes a part of that.
func (p *player) paint(path *canvas.Path, filled, lined bool) {
	look := model.Look{}
	path.EvenOdd = p.alternate
	if filled {
		look.Fill = model.Fill{Colour: p.brush}
	}
	if lined {
		look.Line = p.stroke()
	}
	if look.Fill.Filled() || look.Line.Colour.Set {
		p.show(vector.Item{Path: path, Look: look})
	}
}

// show notes an item, as far as the clip lets it through.
func (p *player) show(item vector.Item) { p.Show(item, p.clip) }
