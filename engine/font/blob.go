package font

import "encoding/binary"

// blob is a piece of a font file. Reads beyond its end give zero, so that a
// damaged font yields wrong shapes at worst.
type blob []byte

func (b blob) u16(off int) uint16 {
	if off < 0 || off+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[off:])
}

func (b blob) i16(off int) int16 { return int16(b.u16(off)) }

func (b blob) u32(off int) uint32 {
	if off < 0 || off+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[off:])
}

// slice gives b[from:to], or what there is of it.
func (b blob) slice(from, to int) blob {
	to = min(to, len(b))
	if from < 0 || from >= to {
		return nil
	}
	return b[from:to]
}
