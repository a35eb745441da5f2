package sheet

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
)

// vectors are pictures that draw too much.
func vectors(add func(hostile)) {
	svg := func(name, body string, n int) {
		add(hostile{name, "pages", pictured("svg", func(testing.TB, int) []byte {
			return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">` + body + `</svg>`)
		}, n)})
	}
	laugh := `<path id="a0" d="M0 0h1v1"/>`
	for i := range 4 {
		laugh += fmt.Sprintf(`<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	svg("fifty SVGs of uses of uses", laugh, 50)
	svg("SVGs of gradients that let shine through", `<linearGradient id="g"><stop stop-opacity=".5"/><stop offset="1"/></linearGradient>`+strings.Repeat(`<rect width="9" height="9" fill="url(#g)"/>`, 1_800), 20)
	svg("SVGs of groups in groups", strings.Repeat(`<g opacity=".5"><g opacity=".5"><path d="M0 0h9" stroke="red"/><path d="M0 0h9"/></g></g>`, 3_000), 20)
	svg("SVGs of clips", `<clipPath id="c"><path d="`+strings.Repeat("M0 0h9v9z", 1_000)+`"/></clipPath>`+strings.Repeat(`<rect width="9" height="9" clip-path="url(#c)"/>`, 30), 20)
	svg("an SVG of one long path", `<path d="`+strings.Repeat("M0 0h9v9z", 800_000)+`"/>`, 3)
	brush := plusRecord(0x4008, 1<<8, 0xDBC01002, 3, 0, 0, 0x80FF0000, 0, 0, 1, 0x10203040, 4, 0, 0, f32(9), 0, f32(9), f32(9), 0, f32(9))
	fill := plusRecord(0x400A, 0, 0, 1, 0, 0, f32(50), f32(50))
	add(hostile{"an EMF+ of gradients from outlines", "pages", pictured("emf", func(testing.TB, int) []byte {
		return plusEMF(append(brush, []byte(strings.Repeat(string(fill), 200_000))...))
	}, 10)})
	add(hostile{"an EMF+ of an object that does not end", "pages", pictured("emf", func(testing.TB, int) []byte {
		return plusEMF([]byte(strings.Repeat(string(plusRecord(0x4008, 0x8000|5<<8, make([]uint32, 16_000)...)), 500)))
	}, 2)})
}

func f32(v float32) uint32 { return math.Float32bits(v) }

// plusRecord is a record of GDI+ (MS-EMFPLUS, 2.3).
func plusRecord(kind, flags uint16, values ...uint32) []byte {
	b := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, kind), flags)
	b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, uint32(12+4*len(values))), uint32(4*len(values)))
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// plusEMF is a metafile of records of GDI+ alone.
func plusEMF(records []byte) []byte {
	head := binary.LittleEndian.AppendUint32(nil, 70)
	head = binary.LittleEndian.AppendUint32(head, uint32(16+len(records)))
	head = binary.LittleEndian.AppendUint32(head, uint32(4+len(records)))
	return emf(append(append(head, "EMF+"...), records...))
}
