package read

import (
	"math/bits"

	"quire/engine/sheet/model"
)

// cellHatches are the presets that the patterns of cells look like (ECMA-376 part 1,
// 18.18.55).
var cellHatches = map[string]string{
	"mediumGray": "pct50", "darkGray": "pct70", "lightGray": "pct25", "gray125": "pct20", "gray0625": "pct10",
	"darkHorizontal": "dkHorz", "darkVertical": "dkVert", "darkDown": "dkDnDiag", "darkUp": "dkUpDiag", "darkGrid": "smCheck", "darkTrellis": "trellis",
	"lightHorizontal": "ltHorz", "lightVertical": "ltVert", "lightDown": "ltDnDiag", "lightUp": "ltUpDiag", "lightGrid": "smGrid", "lightTrellis": "pct30",
}

// pattern reads a hatching (ECMA-376 part 1, 20.1.8.47). Without a colour behind it
// what is below shows between its dots.
func (p palette) pattern(n *node) model.Fill {
	front, back := p.drawing(n.kid("fgClr")), p.drawing(n.kid("bgClr"))
	if !n.has("fgClr") {
		front = model.RGB(0)
	}
	if !n.has("bgClr") {
		back = model.RGB(0xFFFFFF)
	}
	dots, known := model.Hatches[n.attr("prst")]
	switch {
	case !known:
		return model.Fill{Colour: front}
	case !front.Set:
		return model.Fill{Colour: back}
	}
	f := model.Fill{Colour: front, Hatch: &model.Hatch{Dots: dots, Front: front, Back: back}}
	if back.Set {
		f.Colour = model.RGB(mix(front.RGB, back.RGB, float64(bits.OnesCount64(dots))/64))
	}
	return f
}
