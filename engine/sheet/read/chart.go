package read

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"quire/engine/sheet/model"
)

// Limits of a chart.
const (
	maxSeries = 256
	maxPoints = 20_000
	// maxAllPoints bounds those of all charts of a sheet.
	maxAllPoints = 200_000
	// maxChartRows bounds the rows of cells that they look at.
	maxChartRows = 5_000_000
	// maxChartBytes bounds the text of their parts.
	maxChartBytes = 64 << 20
)

var errPoints = fmt.Errorf("it has more than %d points, or those of its sheet together more than %d", maxPoints, maxAllPoints)

// groupKinds are the elements of a plot area that are drawn (ECMA-376 part 1,
// 21.2.2.145).
var groupKinds = map[string]model.ChartKind{
	"barChart": model.ChartBar, "bar3DChart": model.ChartBar, "lineChart": model.ChartLine, "line3DChart": model.ChartLine,
	"areaChart": model.ChartArea, "area3DChart": model.ChartArea, "pieChart": model.ChartPie, "pie3DChart": model.ChartPie,
	"ofPieChart": model.ChartPie, "doughnutChart": model.ChartDoughnut, "scatterChart": model.ChartScatter,
	"bubbleChart": model.ChartBubble, "radarChart": model.ChartRadar, "stockChart": model.ChartStock,
	"surfaceChart": model.ChartSurface, "surface3DChart": model.ChartSurface,
}

// chartReader reads one chart.
type chartReader struct {
	r      *sheetReader
	colour palette
	// font is that of all texts that do not say otherwise.
	font     model.Font
	headings string // the family of headings
	points   int
	style    chartStyle
	// lastSeries is the highest number of a series, symbols the markers given so far.
	lastSeries, symbols int
	// nameCode is the format that the axis of a group gives to names that are numbers.
	nameCode string
	// dated is set when there is an axis of dates, whose format is code.
	dated    bool
	dateCode string
	// old is set for workbooks of Excel 2007.
	old bool
	// hiddenToo takes cells of hidden rows and columns.
	hiddenToo bool
}

// readChart reads the part of a chart.
func (r *sheetReader) readChart(part []byte) (*model.Chart, error) {
	if r.chartBytes += len(part); r.chartBytes > maxChartBytes {
		return nil, fmt.Errorf("the charts of its sheet have more than %d MB", maxChartBytes>>20)
	}
	t, err := parseTree(part)
	if err != nil {
		return nil, err
	}
	if t.name != "chartSpace" || !t.has("chart") {
		return nil, fmt.Errorf("it is not a chart")
	}
	c := &chartReader{r: r, colour: r.styles.palette, old: r.w.office2007()}
	minor, major := r.w.themeFonts()
	c.headings = major
	c.style = styleOf(t)
	c.font = model.Font{Family: minor, Size: 10, Colour: c.themed("tx1")}
	if c.style.row == 5 {
		c.font.Colour = c.themed("bg1")
	}
	c.font = c.textFont(c.font, t.kid("txPr"))
	return c.chart(t)
}

func (c *chartReader) chart(t *node) (*model.Chart, error) {
	n := t.kid("chart")
	c.hiddenToo = !c.val(n, "plotVisOnly", true)
	plot := n.kid("plotArea")
	out := &model.Chart{PlotPlace: place(plot.kid("layout")), Blanks: n.kid("dispBlanksAs").attr("val")}
	if out.Blanks == "" && !c.old {
		out.Blanks = "zero"
	}
	c.dated = plot.has("dateAx")
	if view := n.kid("view3D"); view.name != "" || plot.has("pie3DChart") || plot.has("bar3DChart") {
		out.Right, out.Above = sine(view.kid("rotY"), 20), sine(view.kid("rotX"), 15)
	}
	out.Area = c.colour.look(t.kid("spPr"), model.Look{Fill: c.background(), Line: model.Stroke{Colour: model.RGB(0xD9D9D9), Width: .75}})
	out.Plot = c.colour.look(plot.kid("spPr"), model.Look{})
	c.lastSeries = highest(plot)
	for _, k := range plot.kids {
		kind, ok := groupKinds[k.name]
		switch {
		case ok:
			c.nameCode = nameCode(plot, k)
			g, err := c.group(k, kind)
			if err != nil {
				return nil, err
			}
			if kind == model.ChartSurface && !manyPoints(g) {
				out.Unknown = "surface" // of one line only
				continue
			}
			if k.name == "pie3DChart" { // such a pie is turned as a whole
				g.FirstAngle = n.kid("view3D", "rotY").num("val", 0)
			}
			out.Groups = append(out.Groups, g)
			out.Solid = out.Solid || strings.Contains(k.name, "3D")
		case strings.HasSuffix(k.name, "Chart"):
			out.Unknown = strings.TrimSuffix(k.name, "Chart")
		case strings.HasSuffix(k.name, "Ax") && k.name != "serAx":
			out.Axes = append(out.Axes, c.axis(k, plot.has("areaChart") || plot.has("area3DChart")))
		}
	}
	if c.dated {
		c.dates(out)
	}
	if len(out.Groups) == 0 && out.Unknown == "" {
		return nil, fmt.Errorf("it has no series")
	}
	out.Title = c.mainTitle(n, out)
	if l := n.kid("legend"); l.name != "" {
		out.Legend = c.legend(l)
	}
	return out, nil
}

// nameCode is the format of a group's axis of categories, if it is not that of the cells
// (ECMA-376 part 1, 21.2.2.121).
func nameCode(plot, group *node) string {
	for _, a := range plot.kids {
		f := a.kid("numFmt")
		if a.name != "catAx" || f.bool("sourceLinked", true) || strings.EqualFold(f.attr("formatCode"), "General") {
			continue
		}
		for _, k := range group.kids {
			if k.name == "axId" && k.attr("val") == a.kid("axId").attr("val") {
				return f.attr("formatCode")
			}
		}
	}
	return ""
}

// manyPoints tells whether series span an area.
func manyPoints(g model.ChartGroup) bool {
	return len(g.Series) > 1 && slices.ContainsFunc(g.Series, func(s model.ChartSeries) bool { return len(s.Values) > 1 })
}

// namedSeries tells whether the first series has a name of its own.
func namedSeries(n *node) bool {
	s := n.kid("plotArea").find("ser")
	return s != nil && s.has("tx")
}

// highest is the highest number of a series.
func highest(plot *node) int {
	out := 0
	for _, g := range plot.kids {
		for _, k := range g.kids {
			if k.name == "ser" {
				out = max(out, k.kid("idx").int("val", 0))
			}
		}
	}
	return out
}

// sine is that of an angle in degrees, of 45 at most.
func sine(n *node, otherwise float64) float64 {
	return math.Sin(max(0, min(45, n.num("val", otherwise))) * math.Pi / 180)
}

// mainTitle is the title, which is the name of the only series when the file
// gives no text for it, and when it gives no title but does not say that it was
// deleted (ECMA-376 part 1, 21.2.2.6).
func (c *chartReader) mainTitle(n *node, chart *model.Chart) *model.ChartText {
	if !n.has("title") && (c.val(n, "autoTitleDeleted", !c.old) || !namedSeries(n)) {
		return nil
	}
	f := c.font
	f.Size, f.Bold = f.Size*1.8, true
	t := c.title(n.kid("title"), f)
	if t.Text == "" {
		switch {
		case c.val(n, "autoTitleDeleted", false):
			return nil
		case len(chart.Groups) == 1 && len(chart.Groups[0].Series) == 1:
			t.Text = chart.Groups[0].Series[0].Name
		case n.has("title"):
			t.Text = "Chart Title" // what Excel asks to be replaced, and prints
		default:
			return nil
		}
	}
	return t
}

// title reads a title (ECMA-376 part 1, 21.2.2.211) in this font.
func (c *chartReader) title(n *node, f model.Font) *model.ChartText {
	f = c.textFont(f, n.kid("txPr"))
	rich := n.kid("tx", "rich")
	f = c.textFont(f, rich)
	t := &model.ChartText{Font: f, Place: place(n.kid("layout")), Overlay: c.val(n, "overlay", false)}
	var lines []string
	for _, p := range rich.kids {
		if p.name != "p" {
			continue
		}
		line := ""
		for _, k := range p.kids {
			switch k.name {
			case "r", "fld":
				if line == "" && len(lines) == 0 {
					t.Font = c.runFont(f, k.kid("rPr"))
				}
				line += k.kid("t").text
			case "br":
				line += "\n"
			}
		}
		lines = append(lines, line)
	}
	t.Text = strings.Join(lines, "\n")
	if rich.name == "" {
		t.Text = strings.Join(c.texts(n.kid("tx", "strRef")), " ")
	}
	body := rich.kid("bodyPr")
	if rich.name == "" {
		body = n.kid("txPr", "bodyPr")
	}
	t.Angle, _ = turn(body)
	if uprightText(body) {
		t.Text = model.Upright(t.Text)
	}
	return t
}

func (c *chartReader) legend(n *node) *model.ChartLegend {
	l := &model.ChartLegend{Side: n.kid("legendPos").attr("val"), Place: place(n.kid("layout")), Overlay: c.val(n, "overlay", false)}
	if l.Side == "" {
		l.Side = "r"
	}
	l.Font = c.textFont(c.font, n.kid("txPr"))
	l.Look = c.colour.look(n.kid("spPr"), model.Look{})
	for _, k := range n.kids {
		if k.name == "legendEntry" && c.val(k, "delete", false) {
			l.Hidden = append(l.Hidden, k.kid("idx").int("val", -1))
		}
	}
	return l
}

// val reads a flag that stands in a child; a child without a value means yes.
func (c *chartReader) val(n *node, name string, otherwise bool) bool {
	k := n.kid(name)
	if k.name == "" {
		return otherwise
	}
	return k.bool("val", true)
}

// place reads a layout by hand (ECMA-376 part 1, 21.2.2.95).
func place(n *node) *model.Place {
	m := n.kid("manualLayout")
	if m.name == "" || !m.has("x") && !m.has("w") {
		return nil
	}
	share := func(name string) float64 { return max(-2, min(2, m.kid(name).num("val", 0))) }
	return &model.Place{X: share("x"), Y: share("y"), W: share("w"), H: share("h"), Inner: m.kid("layoutTarget").attr("val") == "inner"}
}

// uprightText tells whether the letters of a text stand below each other (ECMA-376 part 1,
// 20.1.10.83).
func uprightText(body *node) bool { return strings.HasPrefix(body.attr("vert"), "wordArtVert") }

// turn is how far a text is turned, and whether the file says so: the value
// -60000000 leaves it open.
func turn(body *node) (degrees float64, given bool) {
	switch body.attr("vert") {
	case "vert270":
		return 90, true
	case "vert", "eaVert", "mongolianVert":
		return -90, true
	case "wordArtVert", "wordArtVertRtl":
		return 0, true
	}
	v := body.num("rot", -60000000)
	if v <= -10800000 || v >= 10800000 {
		return 0, false
	}
	return -v / 60000, true
}
