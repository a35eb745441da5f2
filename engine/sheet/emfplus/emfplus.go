// Package emfplus plays the records of GDI+ that metafiles carry in their comments
// (MS-EMFPLUS). What they draw goes to a recorder; lengths there are points.
package emfplus

import (
	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// Limits of what is kept.
const (
	maxObject = 64 << 20
	maxSaved  = 1_000
	maxNodes  = 1_000
	maxDepth  = 32
	maxTiles  = 1_000
	maxText   = 10_000
	maxPixels = 20_000_000
)

// Signature begins the comments of a metafile that are played (MS-EMFPLUS, 2.3).
const Signature = "EMF+"

// Player plays records. It is not safe for use by several goroutines.
type Player struct {
	rec *vector.Recorder
	// nested reads metafiles that are pictures within this one; nil where they are too deep.
	nested func(data []byte) (*vector.Picture, error)
	// device maps pixels to points; dots are pixels in an inch.
	device vector.Matrix
	dots   float64
	state
	saved   map[uint32]state
	objects map[uint8]any
	// An object that comes in several records, what it is and how long it is to be.
	part      []byte
	partFlags uint16
	partSize  int
	begun     bool
	dual      bool
	direct    bool
	ended     bool
}

// state is what save and restore keep.
type state struct {
	// world and page map coordinates to those of base, which maps to points.
	world, page, base vector.Matrix
	clip              *vector.Clip
}

// New makes a player that draws into rec. Device maps the pixels of the metafile to
// points. Nested reads metafiles within metafiles; without it they are missed.
func New(rec *vector.Recorder, device vector.Matrix, nested func([]byte) (*vector.Picture, error)) *Player {
	return &Player{
		rec: rec, nested: nested, device: device, dots: 96, saved: map[uint32]state{}, objects: map[uint8]any{},
		state: state{world: vector.Unit, page: vector.Unit, base: device},
	}
}

// Begun tells whether there were records at all.
func (p *Player) Begun() bool { return p.begun }

// Dual tells whether the metafile draws the same with its other records (2.3.3.3).
func (p *Player) Dual() bool { return p.dual }

// Direct tells whether the other records of the metafile draw now: those between
// EmfPlusGetDC and the next record of this kind do (2.3.3.2).
func (p *Player) Direct() bool { return p.direct }

// Play plays the records of one comment, which stand behind the signature.
func (p *Player) Play(data []byte) {
	for len(data) >= 12 && !p.ended {
		r := reader{b: data}
		kind, flags := r.u16(), r.u16()
		size, length := int(r.u32()), int(r.u32())
		if size < 12 || size > len(data) || length < 0 || length > size-12 {
			p.rec.Miss("records that are cut off")
			return
		}
		p.begun, p.direct = true, false
		p.record(kind, flags, reader{b: data[12 : 12+length]})
		if p.rec.Full() {
			p.ended = true
		}
		data = data[size:]
	}
}

// now maps coordinates to points.
func (s *state) now() vector.Matrix { return s.world.Then(s.page).Then(s.base) }

// show notes an item within the clip.
func (p *Player) show(item vector.Item) { p.rec.Show(item, p.clip) }

// ink is a colour and how transparent it is.
type ink struct {
	rgb   uint32
	clear float64
}

func (c ink) colour() model.Colour { return model.RGB(c.rgb) }

func (c ink) stop(at float64) canvas.Stop {
	return canvas.Stop{At: at, Color: canvas.Color{R: uint8(c.rgb >> 16 & 255), G: uint8(c.rgb >> 8 & 255), B: uint8(c.rgb & 255)}, Clear: c.clear}
}

// mixed goes from a to b as t goes from 0 to 1.
func mixed(a, b ink, t float64) ink {
	t = max(0, min(1, t))
	out := ink{clear: a.clear*(1-t) + b.clear*t}
	for shift := 16; shift >= 0; shift -= 8 {
		v := float64(a.rgb>>shift&255)*(1-t) + float64(b.rgb>>shift&255)*t
		out.rgb = out.rgb<<8 | uint32(v+.5)
	}
	return out
}
