package canvas

// Color is an opaque colour of the screen (DeviceRGB, ISO 32000-1, 8.6.4.3).
type Color struct{ R, G, B uint8 }

// Colors that need no explanation.
var (
	Black = Color{}
	White = Color{255, 255, 255}
)

// Gray is a shade between black (0) and white (255).
func Gray(v uint8) Color { return Color{v, v, v} }

// appendTo writes the operands and the operator that selects the colour.
func (c Color) appendTo(b []byte, grayOp, rgbOp string) []byte {
	if c.R == c.G && c.G == c.B {
		b = appendNumber(b, float64(c.R)/255, placeDecimals)
		return append(append(append(b, ' '), grayOp...), '\n')
	}
	for _, v := range []uint8{c.R, c.G, c.B} {
		b = append(appendNumber(b, float64(v)/255, placeDecimals), ' ')
	}
	return append(append(b, rgbOp...), '\n')
}
