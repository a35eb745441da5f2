// Package metafile reads enhanced metafiles (MS-EMF) and those of old (MS-WMF): a list of drawing commands
// becomes outlines, texts and pictures. Nothing is drawn; lengths are points from
// the picture's top left corner.
package metafile

import (
	"encoding/binary"
	"errors"
	"math"

	"quire/engine/sheet/emfplus"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// Limits of a metafile.
const (
	maxRecords = 200_000
	maxObjects = 10_000
	maxSaved   = 1_000
)

// ErrFormat tells that a file is no metafile.
var ErrFormat = errors.New("not a metafile")

// Is tells whether data begins as an enhanced metafile does (MS-EMF, 2.3.4.2).
func Is(data []byte) bool {
	return len(data) >= 88 && u32(data, 0) == 1 && u32(data, 40) == 0x464D4520
}

// maxNested bounds how deep metafiles stand in others.
const maxNested = 3

// Read reads a metafile. What it does not understand it leaves out. Of one that draws
// the same with GDI+ as without it, what is drawn more wholly counts; what GDI+ draws
// where both are.
func Read(data []byte) (*vector.Picture, error) { return readNested(data, 0) }

func readNested(data []byte, depth int) (*vector.Picture, error) {
	if !Is(data) {
		if isOld(data) {
			return readOld(data)
		}
		return nil, ErrFormat
	}
	p := newPlayer(data)
	if p.Picture.Width <= 0 || p.Picture.Height <= 0 || p.Picture.Width > 20_000 || p.Picture.Height > 20_000 {
		return nil, ErrFormat
	}
	var nested func([]byte) (*vector.Picture, error)
	if depth < maxNested {
		nested = func(data []byte) (*vector.Picture, error) { return readNested(data, depth+1) }
	}
	p.plus = emfplus.New(&p.Recorder, p.device, nested)
	p.playAll(data)
	first := &p.Picture
	first.Cost = p.Cost()
	if !p.plus.Begun() || len(first.Items) > 0 && (!p.plus.Dual() || len(first.Missing) == 0) {
		return first, nil
	}
	p = newPlayer(data)
	p.playAll(data)
	p.Picture.Cost = p.Cost() + first.Cost
	if second := &p.Picture; len(second.Items) > 0 && (len(first.Items) == 0 || len(second.Missing) < len(first.Missing)) {
		return second, nil
	}
	return first, nil
}

// playAll plays the records one after the other.
func (p *player) playAll(data []byte) {
	at := 0
	for range maxRecords {
		if at+8 > len(data) {
			break
		}
		kind, size := u32(data, at), int(u32(data, at+4))
		if size < 8 || size > len(data)-at || kind == recordEnd {
			break
		}
		record := data[at : at+size]
		switch {
		case kind == recordComment:
			p.comment(record)
		case p.plays(kind):
			p.play(kind, record)
		}
		if p.Full() {
			break
		}
		at += size
	}
}

// comment plays the records of GDI+ that a comment has (MS-EMF, 2.3.3.2).
func (p *player) comment(r []byte) {
	if p.plus == nil || len(r) < 16 || string(r[12:16]) != emfplus.Signature {
		return
	}
	p.plus.Play(r[16:min(len(r), 12+max(4, int(u32(r, 8))))])
}

// plays tells whether a record counts: where there are those of GDI+ only objects are
// kept, unless they say that the others draw.
func (p *player) plays(kind uint32) bool {
	if p.plus == nil || !p.plus.Begun() || p.plus.Direct() {
		return true
	}
	switch kind {
	case recordPen, recordExtendedPen, recordBrush, recordFont, recordDelete:
		return true
	}
	return false
}

func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint32(b[at:])
}

func i32(b []byte, at int) float64 { return float64(int32(u32(b, at))) }

func i16(b []byte, at int) float64 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return float64(int16(binary.LittleEndian.Uint16(b[at:])))
}

// f32 is a finite number.
func f32(b []byte, at int) float64 {
	v := float64(math.Float32frombits(u32(b, at)))
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// colour reads a COLORREF (MS-EMF, 2.2.5).
func colour(b []byte, at int) model.Colour {
	v := u32(b, at)
	return model.RGB(v&0xff<<16 | v&0xff00 | v>>16&0xff)
}
