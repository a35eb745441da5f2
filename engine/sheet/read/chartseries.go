package read

import (
	"fmt"
	"math"
	"strings"

	"quire/engine/sheet/model"
)

// maxBands is how many bands of a surface have colours of their own.
const maxBands = 18

// group reads the series of one kind.
func (c *chartReader) group(n *node, kind model.ChartKind) (model.ChartGroup, error) {
	g := model.ChartGroup{Kind: kind, Level: n.kid("barDir").attr("val") == "bar"}
	g.Gap = max(0, min(500, n.kid("gapWidth").num("val", 150)))
	g.Depth = max(0, min(500, n.kid("gapDepth").num("val", 150)))
	g.Overlap = max(-100, min(100, n.kid("overlap").num("val", 0)))
	g.FirstAngle = n.kid("firstSliceAng").num("val", 0)
	switch n.kid("grouping").attr("val") {
	case "stacked":
		g.Stacking = model.Stacked
	case "percentStacked":
		g.Stacking = model.Percent
	}
	g.Filled = n.kid("radarStyle").attr("val") == "filled"
	c.spans(&g, n)
	if kind == model.ChartSurface {
		for i := range maxBands {
			g.Bands = append(g.Bands, c.accent(i))
		}
	}
	i := 0
	for _, k := range n.kids {
		switch k.name {
		case "axId":
			if i < 2 {
				g.Axes[i] = k.attr("val")
				i++
			}
		case "ser":
			if len(g.Series) == maxSeries {
				return g, fmt.Errorf("it has more than %d series", maxSeries)
			}
			s, err := c.series(k, n, kind)
			if err != nil {
				return g, err
			}
			g.Series = append(g.Series, s)
		}
	}
	return g, nil
}

// series reads one series of a group.
func (c *chartReader) series(n, group *node, kind model.ChartKind) (model.ChartSeries, error) {
	s := model.ChartSeries{Index: max(0, n.kid("idx").int("val", 0)), Smooth: c.val(n, "smooth", !c.old)}
	s.Name = strings.Join(c.texts(n.kid("tx", "strRef")), " ")
	if s.Name == "" {
		s.Name = n.kid("tx", "v").text
	}
	if s.Name == "" {
		s.Name = unnamed(n)
	}
	values := n.kid("val")
	if kind == model.ChartScatter || kind == model.ChartBubble {
		values = n.kid("yVal")
		s.X, _ = c.numbers(n.kid("xVal"))
		s.Sizes, _ = c.numbers(n.kid("bubbleSize"))
	}
	s.Values, s.FormatCode = c.numbers(values)
	s.Categories, s.Levels = c.categories(n.kid("cat"))
	if cat := n.kid("cat"); c.dated && (cat.has("numRef") || cat.has("numLit")) {
		s.Places, c.dateCode = c.numbers(cat)
	}
	count := len(s.Values) + len(s.X) + len(s.Categories) + len(s.Sizes)
	c.points += count
	c.r.chartPoints += count
	if c.points > maxPoints || c.r.chartPoints > maxAllPoints {
		return s, errPoints
	}
	c.seriesLook(&s, n, group, kind)
	c.statistics(&s, n)
	s.Labels, s.PointLabels = c.labels(n, group)
	return s, nil
}

// unnamed is what LibreOffice calls a series without a name: the column or row of
// its values.
func unnamed(n *node) string {
	for _, values := range []string{"val", "yVal"} {
		_, area, ok := strings.Cut(n.kid(values, "numRef", "f").text, "!")
		area, _, _ = strings.Cut(area, ",") // the first of several
		a, valid := rangeAddress(strings.ReplaceAll(area, "$", ""))
		switch {
		case !ok || !valid:
		case a.FirstCol == a.LastCol:
			return "Column " + strings.TrimRight(model.CellName(1, a.FirstCol), "1")
		case a.FirstRow == a.LastRow:
			return fmt.Sprintf("Row %d", a.FirstRow)
		}
	}
	return fmt.Sprintf("Series%d", n.kid("order").int("val", 0)+1)
}

// seriesLook reads colours, lines and markers.
func (c *chartReader) seriesLook(s *model.ChartSeries, n, group *node, kind model.ChartKind) {
	lines := kind == model.ChartLine || kind == model.ChartScatter || kind == model.ChartStock || kind == model.ChartRadar && group.kid("radarStyle").attr("val") != "filled"
	automatic := model.Look{Fill: c.seriesFill(s.Index), Line: c.seriesEdge(s.Index)}
	if lines {
		automatic = model.Look{Line: c.seriesLine(s.Index)}
	}
	s.Look = c.colour.look(n.kid("spPr"), automatic)
	if lines {
		s.Marker = c.marker(n, group, s, kind)
	}
	round := kind == model.ChartPie || kind == model.ChartDoughnut
	s.Points = map[int]model.Look{}
	if c.val(group, "varyColors", round) && (round || kind == model.ChartBar && lonely(group)) {
		for i := range s.Values {
			base := s.Look
			if n.kid("spPr").kid("solidFill").name == "" && !n.kid("spPr").has("gradFill") {
				base.Fill = model.Fill{Colour: c.accent(i)}
			}
			s.Points[i] = base
		}
	}
	s.Explosion = map[int]float64{}
	if away := n.kid("explosion").num("val", 0); round && away > 0 {
		for i := range s.Values {
			s.Explosion[i] = min(4, away/100)
		}
	}
	for _, k := range n.kids {
		if i := k.kid("idx").int("val", -1); k.name == "dPt" && i >= 0 && i < len(s.Values) {
			if round && k.has("explosion") {
				s.Explosion[i] = max(0, min(4, k.kid("explosion").num("val", 0)/100))
			}
			base, ok := s.Points[i]
			if !ok {
				base = s.Look
			}
			s.Points[i] = c.colour.look(k.kid("spPr"), base)
		}
	}
}

// lonely tells whether a group has one series only.
func lonely(group *node) bool {
	n := 0
	for _, k := range group.kids {
		if k.name == "ser" {
			n++
		}
	}
	return n == 1
}

// symbols are LibreOffice's markers of series that leave theirs open, in turn.
var symbols = []string{
	"square", "diamond", "down", "triangle", "right", "left", "bowtie", "hourglass", "circle", "rays", "x", "plus", "star", "dash", "upright",
}

func (c *chartReader) marker(n, group *node, s *model.ChartSeries, kind model.ChartKind) model.Marker {
	number := c.symbols
	c.symbols++
	k := n.kid("marker")
	m := model.Marker{Symbol: k.kid("symbol").attr("val"), Size: max(2, min(72, k.kid("size").num("val", 5)))}
	plain := kind == model.ChartLine && !c.val(group, "marker", false) || kind == model.ChartStock || kind == model.ChartRadar && group.kid("radarStyle").attr("val") != "marker"
	if m.Symbol == "none" || k.name == "" && plain {
		m.Symbol = ""
		return m
	}
	if m.Symbol == "" || m.Symbol == "auto" || m.Symbol == "picture" {
		m.Symbol = symbols[number%len(symbols)]
	}
	// LibreOffice paints markers like their line, where there is one.
	colour := s.Look.Line.Colour
	if !colour.Set {
		own := c.colour.look(k.kid("spPr"), model.Look{Fill: model.Fill{Colour: c.seriesColour(s.Index)}})
		if colour = own.Fill.Colour; !colour.Set {
			colour = own.Line.Colour
		}
	}
	m.Look = model.Look{Fill: model.Fill{Colour: colour}, Line: model.Stroke{Colour: colour, Width: .75}}
	return m
}

// labels reads the texts at the points of a series (ECMA-376 part 1,
// 21.2.2.49), which may come from its group.
func (c *chartReader) labels(n, group *node) (*model.ChartLabels, map[int]*model.ChartLabels) {
	own := n.kid("dLbls")
	if own.name == "" {
		own = group.kid("dLbls")
	}
	all := c.label(own, nil)
	points := map[int]*model.ChartLabels{}
	for _, k := range own.kids {
		if k.name == "dLbl" {
			points[k.kid("idx").int("val", -1)] = c.label(k, all)
		}
	}
	return all, points
}

// label reads one description; nil when nothing is shown.
func (c *chartReader) label(n *node, general *model.ChartLabels) *model.ChartLabels {
	if n.name == "" || c.val(n, "delete", false) {
		return nil
	}
	l := model.ChartLabels{Font: c.font}
	if general != nil {
		l = *general
	}
	l.Value, l.Category = c.val(n, "showVal", l.Value), c.val(n, "showCatName", l.Category)
	l.Series, l.Percent = c.val(n, "showSerName", l.Series), c.val(n, "showPercent", l.Percent)
	if p := n.kid("dLblPos").attr("val"); p != "" {
		l.Position = p
	}
	switch {
	case n.has("separator"):
		l.Separator = n.kid("separator").text
	case l.Percent && !l.Value && (l.Separator == "" || general == nil):
		l.Separator = "\n"
	case l.Separator == "":
		l.Separator = "; "
	}
	if f := n.kid("numFmt"); f.name != "" && !f.bool("sourceLinked", false) {
		l.FormatCode = f.attr("formatCode")
	}
	l.Font = c.textFont(l.Font, n.kid("txPr"))
	if angle, given := turn(n.kid("txPr", "bodyPr")); given {
		l.Angle = angle
	}
	if rich := n.kid("tx", "rich"); rich.name != "" {
		l.Text = c.title(n, l.Font).Text
	}
	if p := place(n.kid("layout")); p != nil {
		if n.kid("layout", "manualLayout", "xMode").attr("val") == "edge" {
			l.Place = p
		} else {
			l.DX, l.DY = p.X, p.Y
		}
	}
	if c.val(n, "showLeaderLines", false) {
		l.Leader = c.colour.look(n.kid("leaderLines", "spPr"), model.Look{Line: model.Stroke{Colour: c.themed("tx1"), Width: .75}}).Line
	}
	if !l.Value && !l.Category && !l.Series && !l.Percent {
		return nil
	}
	return &l
}

// nan is a value that is missing.
var nan = math.NaN()
