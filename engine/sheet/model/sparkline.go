package model

// Sparkline is a tiny chart in a cell.
type Sparkline struct {
	Row, Col int
	// Values that are missing are not numbers.
	Values []float64
	Look   *SparklineLook
}

// SparklineLook is shared by a group of sparklines.
type SparklineLook struct {
	// Kind is "line", "column" or "stacked" (gains and losses).
	Kind string
	// Weight of the line in points.
	Weight float64
	// Min and Max of the axis; not numbers when each chart has its own.
	Min, Max float64
	// Line is the colour of line and columns, the others those of points that
	// stand out; not set when they do not.
	Line, Marker, Negative, First, Last, High, Low Colour
	// Axis is the colour of the line at zero; not set for none.
	Axis Colour
	// Backward runs from right to left; Zero takes missing values as zero, Span
	// bridges them.
	Backward, Zero, Span bool
}
