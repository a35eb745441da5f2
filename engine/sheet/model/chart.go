package model

import "strings"

// Chart is a chart as its part describes it (ECMA-376 part 1, 21.2), colours
// and defaults resolved. Places are shares of the chart's size.
type Chart struct {
	// Unknown names the kind of chart when it is one that is not drawn.
	Unknown string
	// Area is the background, Plot that of the plot area.
	Area, Plot Look
	// PlotPlace is where the plot area stands; nil to find a place for it.
	PlotPlace *Place
	Title     *ChartText
	Groups    []ChartGroup
	Axes      []ChartAxis
	Legend    *ChartLegend
	// Blanks tells how lines and areas pass over missing values: "gap", "span" or
	// "zero" (ECMA-376 part 1, 21.2.3.10).
	Blanks string
	// Solid is set for 3-D charts. Their columns and bars are drawn with a depth to
	// the right and upwards, by the sines of the angles; other kinds are drawn flat.
	Solid        bool
	Right, Above float64
}

// Look is how an area is filled and outlined.
type Look struct {
	Fill Fill
	Line Stroke
}

// Filled tells whether there is anything to fill with.
func (f Fill) Filled() bool { return f.Colour.Set || len(f.Stops) > 1 }

// mostUpright is how many letters stand below each other at most.
const mostUpright = 100

// Upright is a text with each letter on a line of its own (ECMA-376 part 1, 20.1.10.83);
// its own lines are joined, and what is longer than any chart is high is left out.
func Upright(text string) string {
	letters := []rune(strings.Join(strings.Fields(text), " "))
	out := make([]string, min(len(letters), mostUpright))
	for i := range out {
		out[i] = string(letters[i])
	}
	return strings.Join(out, "\n")
}

// Stroke is a line; it is not drawn unless its colour is set.
type Stroke struct {
	Colour Colour
	Width  float64
	Dash   []float64
	// Clear is how transparent the line is, from 0 to 1.
	Clear float64
}

// Place is a rectangle by hand; sizes of 0 are not given.
type Place struct {
	X, Y, W, H float64
	// Inner places the plot area without the labels of its axes.
	Inner bool
}

// ChartText is a title.
type ChartText struct {
	Text string
	Font Font
	// Angle in degrees, counter-clockwise. Along turns the title of an axis as the
	// axis runs instead.
	Angle   float64
	Along   bool
	Place   *Place
	Overlay bool
}

// ChartLegend explains the series. Side is "r", "l", "t", "b" or "tr".
type ChartLegend struct {
	Side    string
	Font    Font
	Look    Look
	Place   *Place
	Overlay bool
	// Hidden are the entries that are left out, counted from 0.
	Hidden []int
}

// ChartKind is how a group of series is drawn.
type ChartKind uint8

// The kinds of charts.
const (
	ChartBar ChartKind = iota
	ChartLine
	ChartArea
	ChartPie
	ChartDoughnut
	ChartScatter
	ChartBubble
	ChartRadar
	ChartStock
	ChartSurface
)

// Stacking is how the series of a group stand to each other.
type Stacking uint8

// The ways of stacking.
const (
	Clustered Stacking = iota
	Stacked
	Percent
)

// ChartGroup is a set of series of one kind on the same axes.
type ChartGroup struct {
	Kind ChartKind
	// Level bars run from left to right.
	Level    bool
	Stacking Stacking
	// Gap and Overlap of bars in percent of a bar's width.
	Gap, Overlap float64
	// Depth is the gap before and behind solid bars, in percent of their width.
	Depth float64
	// FirstAngle is where a pie begins, in degrees clockwise from the top.
	FirstAngle float64
	// Filled radars are areas.
	Filled bool
	// Drop joins the outermost value of each category with the axis, HighLow the
	// highest and lowest; Up and Down are the boxes from the first series to the last
	// one, nil for none.
	Drop, HighLow Stroke
	Up, Down      *Look
	// Bands are the colours of a surface's bands of values, in turn.
	Bands []Colour
	// Axes are the identifiers of the two axes.
	Axes   [2]string
	Series []ChartSeries
}

// ChartSeries is a row of values. Values that are missing are not numbers.
type ChartSeries struct {
	Name       string
	Index      int
	Values     []float64
	X          []float64
	Categories []string
	// Levels are the names of groups of categories, from the inner level outwards; an
	// empty one belongs to the group before (ECMA-376 part 1, 21.2.2.102).
	Levels [][]string
	// Places are where the points of a series on an axis of dates stand, counted in
	// the axis's units from 0; nil for one after the other.
	Places []float64
	// FormatCode is that of the first value.
	FormatCode string
	Look       Look
	Marker     Marker
	Smooth     bool
	// Points look different; by number.
	Points map[int]Look
	// Explosion pulls pieces of a pie out, by its radius.
	Explosion map[int]float64
	Labels    *ChartLabels
	// Sizes of bubbles.
	Sizes  []float64
	Trends []Trend
	Errors []ErrorBars
	// PointLabels differ from Labels; nil values have none.
	PointLabels map[int]*ChartLabels
}

// Trend is a curve that is fitted to the points of a series (ECMA-376 part 1,
// 21.2.2.211).
type Trend struct {
	Name string
	// Kind is one of ECMA-376 part 1, 21.2.3.51: "linear", "poly", "exp", "log",
	// "power" or "movingAvg".
	Kind          string
	Order, Period int
	// Forward and Backward reach beyond the points; Intercept is not a number
	// when it is open.
	Forward, Backward, Intercept float64
	Line                         Stroke
	// Label is what is written beside it; nil for nothing.
	Label *TrendLabel
}

// TrendLabel is the text at a trend (ECMA-376 part 1, 21.2.2.212).
type TrendLabel struct {
	// Equation and Square show the curve's equation and how well it fits (R²).
	Equation, Square bool
	// Text replaces them.
	Text       string
	FormatCode string
	Font       Font
	Look       Look
	// Place is where it stands, as shares of the chart's size; Moved counts from the
	// place that it has by itself.
	Place *Place
	Moved bool
}

// ErrorBars are lines from a point's value to what it may be, by point.
type ErrorBars struct {
	// Level bars run along the values on the first axis.
	Level       bool
	Plus, Minus []float64
	Caps        bool
	Line        Stroke
}

// Marker is the sign at a point. Symbol is one of ECMA-376 part 1, 21.2.3.27, or
// one of LibreOffice's own: "down", "right", "left", "bowtie", "hourglass", "rays"
// or "upright"; empty for none.
type Marker struct {
	Symbol string
	Size   float64
	Look   Look
}

// ChartLabels are the texts at points.
type ChartLabels struct {
	Value, Category, Series, Percent bool
	// Position is one of ECMA-376 part 1, 21.2.3.10; empty for the kind's own.
	Position, Separator string
	FormatCode          string
	Font                Font
	// Angle in degrees, counter-clockwise.
	Angle float64
	// Text replaces what would be shown.
	Text string
	// DX and DY move the label, as shares of the chart's size; Place is where its left
	// top corner stands instead.
	DX, DY float64
	Place  *Place
	// Leader joins a piece of a pie with its label that was moved away from it.
	Leader Stroke
}

// ChartAxis is one axis.
type ChartAxis struct {
	ID, Cross string
	// Categories is set for axes of names, else the axis shows numbers.
	Categories bool
	// Dates is set for categories that are the days, months or years from the first
	// date to the last; the names of those without a label are empty. Unit is one
	// of ECMA-376 part 1, 21.2.3.44, or empty; StepUnit is that of the step.
	Dates          bool
	Unit, StepUnit string
	// Names are those of the dates.
	Names []string
	// Side is "l", "r", "t" or "b".
	Side    string
	Deleted bool
	Reverse bool
	// Min, Max, Step and CrossesAt are not numbers when they are automatic.
	Min, Max, Step, CrossesAt float64
	// Base of the logarithm; 0 for a linear axis.
	Base float64
	// Crosses is "autoZero", "min" or "max": where on the other axis this stands.
	Crosses string
	// Between puts the other axis between categories instead of on them.
	Between      bool
	Title        *ChartText
	Font         Font
	FormatCode   string
	SourceLinked bool
	Grid, Line   Stroke
	// Minor are the lines between those of the grid, of which MinorStep apart are
	// drawn; 0 for five to a step.
	Minor     Stroke
	MinorStep float64
	// Ticks is "out", "in", "cross" or "none".
	Ticks string
	// Labels is "nextTo", "low", "high" or "none".
	Labels string
	// Angle of labels, counter-clockwise, when Turned; Level keeps them level.
	Angle         float64
	Turned, Level bool
	// Upright puts the letters of labels below each other.
	Upright bool
	Skip    int
}
