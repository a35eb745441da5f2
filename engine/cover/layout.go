package cover

import (
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/image"
	"github.com/johnfercher/maroto/v2/pkg/components/line"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/extension"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"quire/engine/font"
)

// Heights of the cover's parts in millimetres. What is left between title and
// foot stays empty.
const (
	headHeight = 26.0
	gapAbove   = 62.0 // between head and title
	ruleHeight = 8.0
	gapPeriod  = 4.0
	gapName    = 22.0
	footHeight = 14.0
)

// layout puts the parts on the page: logo and organisation at the top, then
// title, period and customer, the date at the foot.
func (c Content) layout(m core.Maroto, logo *picture) {
	m.AddRows(c.head(logo), row.New(gapAbove), rule(3, 1.4))
	c.addText(m, c.Book, title)
	if c.Period != "" {
		m.AddRows(row.New(gapPeriod))
		c.addText(m, c.Period, period)
	}
	m.AddRows(row.New(gapName))
	c.addText(m, c.Customer, customer)
	used := headHeight + gapAbove + ruleHeight + gapName + c.height(c.Book, title) + c.height(c.Customer, customer)
	if c.Period != "" {
		used += gapPeriod + c.height(c.Period, period)
	}
	_, pageHeight, _ := c.Paper.size()
	if rest := pageHeight - 2*margin - used - footHeight - ruleHeight; rest > 0 {
		m.AddRows(row.New(rest), rule(12, 0.25), c.foot())
	}
}

func (c Content) head(logo *picture) core.Row {
	left := col.New(5)
	if logo != nil {
		left.Add(image.NewFromBytes(logo.data, extension.Type(logo.format), props.Rect{Percent: 100}))
	}
	width := c.width() * 6 / 12
	return row.New(headHeight).Add(left, col.New(1), col.New(6).Add(
		organisation.texts(c.Organisation, width)...))
}

// texts are the lines of a part, below each other.
func (v voice) texts(s string, width float64) []core.Component {
	size := v.sizeFor(s, width)
	if !font.Joined(s) {
		return []core.Component{text.New(fit(s, v, width), v.props(size))}
	}
	var all []core.Component
	for i, line := range v.wrap(s, size, width) {
		p := v.props(size)
		p.Top = float64(i) * size * millimetres * leading
		all = append(all, text.New(font.Shown(line), p))
	}
	return all
}

// sided puts a text that is read to the left at the right.
func (v voice) sided(s string) voice {
	if font.DirectionOf(s) == font.RightToLeft {
		v.align = align.Right
	}
	return v
}

func (c Content) foot() core.Row {
	date := ""
	if !c.Date.IsZero() {
		date = c.Date.Format("2 January 2006")
	}
	return row.New(footHeight).Add(col.New(12).Add(text.New(date, props.Text{
		Family: family, Size: 10, Color: grey, Align: align.Left,
	})))
}

// rule is a coloured line over so many of twelve columns.
func rule(columns int, thickness float64) core.Row {
	r := row.New(ruleHeight).Add(col.New(columns).Add(
		line.New(props.Line{Color: accent, Thickness: thickness, SizePercent: 100, OffsetPercent: 5})))
	if columns < 12 {
		r.Add(col.New(12 - columns))
	}
	return r
}

// voice is how a part of the cover speaks.
type voice struct {
	style    fontstyle.Type
	max, min float64 // points
	lines    int     // wanted at most; the size shrinks towards min for it
	color    *props.Color
	align    align.Type
}

var (
	organisation = voice{fontstyle.Bold, 14, 8, 3, ink, align.Right}
	title        = voice{fontstyle.Bold, 34, 14, 3, ink, align.Left}
	period       = voice{fontstyle.Normal, 17, 10, 2, accent, align.Left}
	customer     = voice{fontstyle.Normal, 24, 12, 3, ink, align.Left}
)

func (v voice) props(size float64) props.Text {
	return props.Text{
		Family: family, Style: v.style, Size: size, Color: v.color, Align: v.align,
		VerticalPadding: size * millimetres * lineGap,
	}
}

// addText adds a row as high as its text.
func (c Content) addText(m core.Maroto, s string, v voice) {
	if s == "" {
		return
	}
	size := v.sizeFor(s, c.width())
	if font.Joined(s) {
		// The PDF library breaks lines, but knows no order of letters: each line
		// comes to it as it is shown.
		for _, line := range v.wrap(s, size, c.width()) {
			m.AddRows(row.New(size * millimetres * leading).Add(col.New(12).Add(text.New(font.Shown(line), v.sided(s).props(size)))))
		}
		return
	}
	m.AddRows(row.New(c.height(s, v)).Add(col.New(12).Add(text.New(fit(s, v, c.width()), v.props(size)))))
}

func (c Content) width() float64 {
	w, _, _ := c.Paper.size()
	return w - 2*margin
}

// height is the room that a text takes, in millimetres.
func (c Content) height(s string, v voice) float64 {
	if s == "" {
		return 0
	}
	size := v.sizeFor(s, c.width())
	return float64(len(v.wrap(s, size, c.width()))) * size * millimetres * leading
}
