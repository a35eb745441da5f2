package model

// Drawing is an object that floats over the cells.
type Drawing struct {
	Anchor Anchor
	// Within is the part of the anchor's rectangle that a member of a group
	// takes; nil for all of it.
	Within *Share
	// What it is: "picture", "chart", "shape", "group" ...
	Kind string
	// Name as the file gives it.
	Name string
	// Data and Type ("png", "jpeg", ...) of a picture.
	Data []byte
	Type string
	// Vector is the same picture as an SVG file; nil for none.
	Vector []byte
	// Crop takes away shares of a picture's width and height.
	CropLeft, CropTop, CropRight, CropBottom float64
	// Effect changes the picture's colours.
	Effect PictureEffect
	// MirrorX and MirrorY swap the picture's left and right, top and bottom.
	MirrorX, MirrorY bool
	// Rotation in degrees, clockwise.
	Rotation float64
	// Shape of a figure that can be drawn; nil for others.
	Shape *Shape
	// Chart of a chart that can be read; nil for others.
	Chart *Chart
	// URL is where a click leads; empty for nowhere.
	URL string
}

// Anchor places a drawing. With Size set, To is not used; with Absolute, From's
// offsets count from the sheet's corner.
type Anchor struct {
	From, To      Mark
	Width, Height float64
	Sized         bool
	Absolute      bool
}

// Mark is a point in a cell, as offsets from its top left corner.
type Mark struct {
	Row, Col int
	X, Y     float64
}

// Rule is a conditional format.
type Rule struct {
	Ranges   []Range
	Type     string
	Priority int
	Stop     bool
	Operator string
	Formulas []string
	Text     string
	// Rank, Percent and Bottom of "top10"; AboveAverage, EqualAverage and
	// StdDev of "aboveAverage".
	Rank, StdDev               int
	Percent, Bottom            bool
	AboveAverage, EqualAverage bool
	// Style is what the rule changes.
	Style *Overlay
	// Points and Colours of colour scales, data bars and icon sets.
	Points  []Point
	Colours []uint32
	// HideValue leaves only the bar or icon.
	HideValue bool
	// Bar of a data bar; nil for other rules.
	Bar *DataBar
	// Icons of an icon set, from the lowest value to the highest.
	Icons []Icon
}

// DataBar is how the bars of a rule look.
type DataBar struct {
	// Min and Max are the shortest and longest bar in percent of the cell.
	Min, Max int
	// Axis is where bars begin: "" at the left, "automatic" at the place of zero,
	// "middle" in the middle.
	Axis string
	// Negative is the colour below zero, AxisColour that of the axis.
	Negative, AxisColour Colour
	// Solid bars do not get lighter.
	Solid bool
}

// Icon is a sign of a set (ECMA-376 part 1, 18.18.42), counted from 0; the set is
// empty for no sign.
type Icon struct {
	Set    string
	Number int
}

// Point is a threshold of a scale.
type Point struct {
	Type  string
	Value string
	// Beyond begins above the value, not at it.
	Beyond bool
}

// Overlay is what a conditional format changes; nil members stay.
type Overlay struct {
	Bold, Italic, Strike *bool
	Underline            *Underline
	Colour               Colour
	Fill                 Fill
	Border               *Border
	FormatCode           string
}

// Share is a part of a rectangle, in shares of its size, and the points that are added
// to each of them.
type Share struct {
	X, Y, W, H                 float64
	PlusX, PlusY, PlusW, PlusH float64
}

// PictureEffect is what a picture's colours become (ECMA-376 part 1, 20.1.8.13).
type PictureEffect struct {
	// Gray takes the colours away.
	Gray bool
	// TwoTone puts lightness between two colours, from dark to light.
	TwoTone     bool
	Dark, Light uint32
	// Split makes what is at least so light white and the rest black; 0 does not.
	Split float64
	// Bright and Contrast are added, from -1 to 1.
	Bright, Contrast float64
	// Through is the colour that lets shine through what is below, where it is set.
	Through Colour
	// Clear is the share of what is below that shines through all of it.
	Clear float64
}

// Recolours tells whether pixels change.
func (e PictureEffect) Recolours() bool {
	e.Clear = 0
	return e != PictureEffect{}
}

// Shape is a simple figure with text, such as a text box.
type Shape struct {
	// Preset names the figure (ECMA-376 part 1, 20.1.10.56).
	Preset string
	// Outlines describe a figure of the file's own, in place of Preset.
	Outlines []Outline
	// Inner is the part of the figure in which its text stands; nil for all of it.
	Inner *Share
	// MirrorX and MirrorY swap left and right, top and bottom.
	MirrorX, MirrorY bool
	Look             Look
	// From and To are the heads at the ends of a line.
	From, To Head
	// Left, Top, Right and Bottom are kept free around the text.
	Left, Top, Right, Bottom float64
	Vertical                 Vertical
	// Upright text does not turn with the figure.
	Upright bool
	// Turned is how far the text alone is turned clockwise, in degrees: 0, 90 or 270.
	Turned float64
	// Stacked sets one letter below the other.
	Stacked bool
	// Columns is into how many columns the text flows, Gap what is free between them.
	Columns int
	Gap     float64
	// NoWrap leaves lines as long as they are.
	NoWrap bool
	// Cut leaves out the text beyond the figure.
	Cut        bool
	Paragraphs []Paragraph
}

// Head is what a line ends in (ECMA-376 part 1, 20.1.8.37): triangle, stealth,
// diamond, oval or arrow, nothing when the kind is empty. Width and Length are
// multiples of the line's width.
type Head struct {
	Kind          string
	Width, Length float64
}

// Outline is a part of a figure, in shares of its size.
type Outline struct {
	Steps []Step
	// Hollow outlines are not filled, bare ones not drawn along.
	Hollow, Bare bool
	// Shade makes the fill lighter, or darker where it is negative, by a share.
	Shade float64
}

// Step moves ('M'), draws a line ('L') or a curve with two control points ('C'),
// or closes the outline ('Z').
type Step struct {
	Op byte
	At []float64
}

// Paragraph is a paragraph of a shape's text; all its runs have fonts.
type Paragraph struct {
	Align Horizontal
	Runs  []Run
	// Left is how far its lines stand from the text's left edge, and First how much
	// farther its first line does, which may be negative.
	Left, First float64
	// Bullet is the sign or number before the first line; nil for none. It stands where
	// First puts it, and the text where Left does, if that leaves room for it.
	Bullet *Run
	// Spacing is the height of lines, Before and After what is kept free around the
	// paragraph (ECMA-376 part 1, 21.1.2.2.5, 21.1.2.2.9 and 21.1.2.2.10).
	Spacing, Before, After Spacing
}

// Spacing is a height: points, or else a share of a line's; both 0 where none is set.
type Spacing struct{ Points, Share float64 }
