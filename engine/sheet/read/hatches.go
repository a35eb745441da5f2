package read

import (
	"math/bits"

	"quire/engine/sheet/model"
)

// hatches are the presets of patterns (ECMA-376 part 1, 20.1.10.51) as eight rows of
// eight dots, the top row first and the left dot highest.
var hatches = map[string]uint64{
	"pct5": 0x8000000008000000, "pct10": 0x8000080080000800, "pct20": 0x8800220088002200, "pct25": 0x8822882288228822,
	"pct30": 0xAA44AA11AA44AA11, "pct40": 0xAA55AA51AA55AA15, "pct50": 0xAA55AA55AA55AA55, "pct60": 0x77AADDAA77AADDAA,
	"pct70": 0x77DD77DD77DD77DD, "pct75": 0x77FFDDFF77FFDDFF, "pct80": 0xFFF7FF7FFFF7FF7F, "pct90": 0xFFFFFFF7FFFFFF7F,
	"horz": 0xFF00000000000000, "vert": 0x8080808080808080, "ltHorz": 0xFF000000FF000000, "ltVert": 0x8888888888888888,
	"dkHorz": 0xFFFF0000FFFF0000, "dkVert": 0xCCCCCCCCCCCCCCCC, "narHorz": 0xFF00FF00FF00FF00, "narVert": 0xAAAAAAAAAAAAAAAA,
	"dashHorz": 0xF00000000F000000, "dashVert": 0x8080808008080808, "cross": 0xFF80808080808080,
	"dnDiag": 0x8040201008040201, "upDiag": 0x0102040810204080, "ltDnDiag": 0x8844221188442211, "ltUpDiag": 0x1122448811224488,
	"dkDnDiag": 0xCC663399CC663399, "dkUpDiag": 0x3366CC993366CC99, "wdDnDiag": 0xC1E070381C0E0783, "wdUpDiag": 0x83070E1C3870E0C1,
	"dashDnDiag": 0x0000884422110000, "dashUpDiag": 0x0000112244880000, "diagCross": 0x8142241818244281,
	"smCheck": 0x9966669999666699, "lgCheck": 0xF0F0F0F00F0F0F0F, "smGrid": 0xFF888888FF888888, "lgGrid": 0xFF80808080808080,
	"dotGrid": 0xAA00800080008000, "smConfetti": 0x8008400210012004, "lgConfetti": 0xB130031BD8C00C8D,
	"horzBrick": 0xFF808080FF080808, "diagBrick": 0x0102040818244281, "solidDmnd": 0x10387CFE7C381000, "openDmnd": 0x8244281028448201,
	"dotDmnd": 0x8000220008002200, "plaid": 0xAA55AA55F0F0F0F0, "sphere": 0x77898F8F7798F8F8, "weave": 0x8854224588142251,
	"divot": 0x0010081000800180, "shingle": 0x038448300C020101, "wave": 0x001825C0001825C0, "trellis": 0xFF66FF99FF66FF99,
	"zigZag": 0x8142241881422418,
}

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
	dots, known := hatches[n.attr("prst")]
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
