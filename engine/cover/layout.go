package cover

import (
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/image"
	"github.com/johnfercher/maroto/v2/pkg/components/line"
	"github.com/johnfercher/maroto/v2/pkg/components/page"
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
func (c Content) layout() core.Page {
	sheet := page.New().Add(c.head(), row.New(gapAbove), rule(3, 1.4))
	used := headHeight + gapAbove + ruleHeight
	add := func(gap float64, s string, v voice) {
		if s == "" {
			return
		}
		lines := v.texts(s, c.width())
		sheet.Add(row.New(gap), row.New(lines.height).Add(col.New(columns).Add(lines.parts...)))
		used += gap + lines.height
	}
	add(0.01, c.Book, title) // a row without height takes that of its content
	add(gapPeriod, c.Period, period)
	add(gapName, c.Customer, customer)
	_, pageHeight := c.Paper.size()
	if rest := pageHeight - 2*margin - used - footHeight - ruleHeight; rest > 0 {
		sheet.Add(row.New(rest), rule(columns, 0.25), c.foot())
	}
	return sheet
}

func (c Content) head() core.Row {
	const left, right = 5, 6 // columns
	picture := col.New(left)
	if c.Logo != nil {
		picture.Add(image.NewFromBytes(nil, extension.Png, props.Rect{Percent: 100}))
	}
	name := organisation.texts(c.Organisation, c.width()*right/columns)
	return row.New(headHeight).Add(picture, col.New(columns-left-right), col.New(right).Add(name.parts...))
}

// lines are the lines of a part, below each other, and the room that they take
// in millimetres.
type lines struct {
	parts  []core.Component
	height float64
}

// texts sets a part in lines.
func (v voice) texts(s string, width float64) (l lines) {
	if font.DirectionOf(s) == font.RightToLeft {
		v.align = align.Right
	}
	r := newRuler(v)
	size := r.sizeFor(s, width)
	for i, line := range r.wrap(s, size, width) {
		l.parts = append(l.parts, text.New(line, props.Text{
			Family: family, Style: v.style, Size: size, Color: v.color, Align: v.align,
			Top: float64(i) * size * millimetres * (1 + lineGap),
		}))
		l.height += size * millimetres * leading
	}
	return l
}

func (c Content) foot() core.Row {
	date := ""
	if !c.Date.IsZero() {
		date = c.Date.Format("2 January 2006")
	}
	return row.New(footHeight).Add(col.New(columns).Add(text.New(date, props.Text{
		Family: family, Size: 10, Color: grey, Align: align.Left,
	})))
}

// rule is a coloured line over so many columns.
func rule(wide int, thickness float64) core.Row {
	return row.New(ruleHeight).Add(col.New(wide).Add(
		line.New(props.Line{Color: accent, Thickness: thickness, SizePercent: 100, OffsetPercent: 5})))
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

func (c Content) width() float64 {
	w, _ := c.Paper.size()
	return w - 2*margin
}
