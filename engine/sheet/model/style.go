package model

import "quire/engine/sheet/numfmt"

// Colour is a colour or the absence of one.
type Colour struct {
	RGB uint32
	Set bool
}

// RGB makes a colour of 0xRRGGBB.
func RGB(c uint32) Colour { return Colour{RGB: c & 0xffffff, Set: true} }

// Style is how a cell looks, all references resolved.
type Style struct {
	Font   Font
	Fill   Fill
	Border Border
	Align  Align
	Format *numfmt.Format
	// FormatCode is the source of Format.
	FormatCode string
}

// Font is a font by name.
type Font struct {
	Family       string
	Size         float64
	Bold, Italic bool
	Strike       bool
	Underline    Underline
	Raise        Raise
	Colour       Colour
}

// Underline is a kind of line below text.
type Underline uint8

// The kinds of underline.
const (
	UnderlineNone Underline = iota
	UnderlineSingle
	UnderlineDouble
)

// Raise is superscript or subscript.
type Raise int8

// The positions of a run.
const (
	Subscript   Raise = -1
	Baseline    Raise = 0
	Superscript Raise = 1
)

// Fill is the background of a cell.
type Fill struct {
	// Colour is the one colour that the fill amounts to; a hatched pattern is
	// the mixture of its two colours by the share of each.
	Colour Colour
	// Hatch is the pattern itself; nil for none.
	Hatch *Hatch
	// Stops of a gradient; nil for none.
	Stops []Stop
	// Angle of a linear gradient in degrees, clockwise from left to right.
	Angle float64
	// Clear is how transparent the fill of a drawing is, from 0 to 1.
	Clear float64
}

// Hatch is a pattern of eight by eight dots: those of Dots, the top row in the highest
// byte and the left dot in its highest bit, are in the colour Front, the others in Back,
// unless it is not set.
type Hatch struct {
	Dots        uint64
	Front, Back Colour
}

// Same tells whether two patterns, which may be nil, look the same.
func (h *Hatch) Same(o *Hatch) bool { return h == o || h != nil && o != nil && *h == *o }

// Stop is a colour at a place of a gradient, from 0 to 1.
type Stop struct {
	At     float64
	Colour uint32
}

// LineStyle is a kind of border line (ECMA-376 part 1, 18.18.3).
type LineStyle uint8

// The kinds of line.
const (
	LineNone LineStyle = iota
	LineHair
	LineDotted
	LineDashDotDot
	LineDashDot
	LineDashed
	LineThin
	LineMediumDashDotDot
	LineSlantDashDot
	LineMediumDashDot
	LineMediumDashed
	LineMedium
	LineThick
	LineDouble
)

// Line is one edge of a cell.
type Line struct {
	Style  LineStyle
	Colour uint32
}

// Border has the edges of a cell and its diagonals.
type Border struct {
	Left, Right, Top, Bottom Line
	Diagonal                 Line
	DiagonalUp, DiagonalDown bool
}

// Any tells whether there is a line at all.
func (b Border) Any() bool {
	return b.Left.Style|b.Right.Style|b.Top.Style|b.Bottom.Style != 0 || b.Diagonal.Style != 0 && (b.DiagonalUp || b.DiagonalDown)
}

// Horizontal is an alignment from left to right.
type Horizontal uint8

// The horizontal alignments (ECMA-376 part 1, 18.18.40).
const (
	General Horizontal = iota
	Left
	Centre
	Right
	Repeat
	Justify
	CentreAcross
	Distributed
)

// Vertical is an alignment from top to bottom.
type Vertical uint8

// The vertical alignments (ECMA-376 part 1, 18.18.88).
const (
	Bottom Vertical = iota
	Middle
	Top
	VJustify
	VDistributed
)

// Reading is the direction in which a text is read (ECMA-376 part 1, 18.8.1,
// readingOrder).
type Reading uint8

// The directions of reading.
const (
	ReadByContent Reading = iota
	ReadLeftToRight
	ReadRightToLeft
)

// Align is how text stands in its cell.
type Align struct {
	Horizontal Horizontal
	Vertical   Vertical
	Indent     int
	Wrap       bool
	Shrink     bool
	// Rotation in degrees, counter-clockwise, from -90 to 90.
	Rotation int
	// Stacked writes upright letters below each other.
	Stacked bool
	Reading Reading
}
