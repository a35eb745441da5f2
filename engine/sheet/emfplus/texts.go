package emfplus

import (
	"math"
	"strings"

	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// font is a font whose size is in a unit (MS-EMFPLUS, 2.2.1.3).
type font struct {
	model.Font
	unit uint32
}

func readFont(r *reader) *font {
	r.u32()
	f := &font{Font: model.Font{Size: r.f32()}, unit: r.u32()}
	style := r.u32()
	f.Bold, f.Italic, f.Strike = style&1 != 0, style&2 != 0, style&8 != 0
	if style&4 != 0 {
		f.Underline = model.UnderlineSingle
	}
	r.u32()
	f.Family = strings.TrimRight(r.text(r.count(2)), "\x00")
	return f
}

// format is how texts stand in their rectangles (2.2.1.9).
type format struct {
	flags             uint32
	along, across     uint32 // 0 near, 1 in the middle, 2 far
	hotkeys           uint32
	leading, trailing float64 // in sizes of the font
}

// The flags of formats (2.1.2.8).
const (
	formatRightToLeft = 1
	formatVertical    = 2
	formatNoWrap      = 0x1000
)

// plainFormat is that of texts that name none: a sixth of the font's size is free at both
// sides.
var plainFormat = format{leading: 1. / 6, trailing: 1. / 6}

func readFormat(r *reader) *format {
	r.u32()
	f := &format{flags: r.u32()}
	r.u32()
	f.along, f.across = r.u32(), r.u32()
	r.u32()
	r.u32()
	r.f32()
	f.hotkeys = r.u32()
	f.leading, f.trailing = max(0, r.f32()), max(0, r.f32())
	return f
}

// size is the size of a font in the units of the world.
func (p *Player) size(f *font) float64 {
	if f.unit == unitWorld {
		return math.Abs(f.Size)
	}
	return math.Abs(f.Size) * p.pixels(f.unit) / math.Max(1e-9, p.page.Size())
}

// write plays a text in a rectangle (2.3.4.14).
func (p *Player) write(flags uint16, r reader) {
	f, ok := p.objects[uint8(flags&0xFF)].(*font)
	b := p.brush(flags, r.u32())
	id := r.u32()
	n := int(r.u32())
	v := r.rectangle(false)
	s := strings.TrimRight(r.text(n), "\x00")
	if !ok {
		p.rec.Miss("fonts that are not there")
		return
	}
	how := plainFormat
	if o, ok := p.objects[uint8(id&0xFF)].(*format); ok {
		how = *o
	}
	if how.hotkeys != 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(s, "&&", "\x00"), "&", ""), "\x00", "&")
	}
	m := p.now()
	if how.flags&formatVertical != 0 { // lines run downwards, the first one at the right
		m = vector.Matrix{0, 1, -1, 0, v[0] + v[2], v[1]}.Then(m)
		v = [4]float64{0, 0, v[3], v[2]}
	}
	placed, k := m.Level()
	c := b.solid()
	if strings.TrimSpace(s) == "" || c.clear >= 1 {
		return
	}
	em := p.size(f)
	text := &model.Shape{Left: em * how.leading * k, Right: em * how.trailing * k, NoWrap: how.flags&formatNoWrap != 0}
	if v[2] <= 0 {
		text.NoWrap = true
		v[2] = 1 / k
		v[0] -= [3]float64{0, .5, 1}[min(2, how.along)] * v[2]
	}
	text.Vertical = [3]model.Vertical{model.Top, model.Middle, model.Bottom}[min(2, how.across)]
	along := [3]model.Horizontal{model.Left, model.Centre, model.Right}[min(2, how.along)]
	if how.flags&formatRightToLeft != 0 && how.along != 1 {
		along = [3]model.Horizontal{model.Right, model.Centre, model.Left}[min(2, how.along)]
	}
	look := f.Font
	look.Size, look.Colour = max(.5, min(2_000, em*k)), c.colour()
	for _, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		text.Paragraphs = append(text.Paragraphs, model.Paragraph{Align: along, Runs: []model.Run{{Text: line, Font: &look}}})
	}
	p.rec.Steps += len(s)
	p.show(vector.Item{Block: text, Matrix: &placed, Clear: c.clear, X: v[0] * k, Y: v[1] * k, W: v[2] * k, H: v[3] * k})
}

// The flags of texts whose letters have places (2.1.2.3): letters, not numbers of glyphs;
// downwards; only the first has a place.
const (
	driverLetters  = 1
	driverVertical = 2
	driverOne      = 4
)

// place plays a text whose letters have places (2.3.4.6).
func (p *Player) place(flags uint16, r reader) {
	f, ok := p.objects[uint8(flags&0xFF)].(*font)
	b := p.brush(flags, r.u32())
	options, turned := r.u32(), r.u32() != 0
	n := r.count(2)
	s := []rune(r.text(n))
	rest := len(r.b)
	if turned {
		rest -= 24
	}
	if n%2 == 1 && rest%8 == 2 {
		r.u16() // padding
	}
	places := min(n, max(0, rest/8))
	if options&driverOne != 0 {
		places = min(1, places)
	}
	at := r.points(places, 0)
	m := p.now()
	if turned {
		m = r.matrix().Then(m)
	}
	c := b.solid()
	switch {
	case !ok || options&driverLetters == 0:
		p.rec.Miss("texts by the numbers of glyphs")
		return
	case options&driverVertical != 0:
		p.rec.Miss("texts downwards")
		return
	case len(at) == 0 || c.clear >= 1:
		return
	}
	look := f.Font
	placed, k := m.Level()
	look.Size, look.Colour = max(.5, min(2_000, p.size(f)*k)), c.colour()
	p.rec.Steps += len(s)
	for len(s) > 0 {
		run := level(at, len(s))
		item := vector.Item{Text: string(s[:run]), Font: look, Matrix: &placed, Clear: c.clear, X: at[0].x * k, Y: at[0].y * k}
		if run > 1 && len(at) >= run { // the last letter is as wide as the others are on average
			item.Width = (at[run-1].x - at[0].x) * k * float64(run) / float64(run-1)
		}
		if strings.TrimSpace(item.Text) != "" {
			p.show(item)
		}
		if run >= len(at) {
			return
		}
		s, at = s[run:], at[run:]
	}
}

// level is how many letters stand on one line, from left to right.
func level(at []point, letters int) int {
	if len(at) < 2 || len(at) < letters {
		return letters
	}
	n := 1
	for n < letters && math.Abs(at[n].y-at[0].y) < .01 && at[n].x > at[n-1].x {
		n++
	}
	return n
}
