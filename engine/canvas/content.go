package canvas

import (
	"encoding/hex"
	"math"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/font"
)

// Content writes a content stream (ISO 32000-1, 7.8.2) in PDF's coordinates:
// points from the lower left corner. It remembers the graphics state and
// leaves out what is in force already.
type Content struct {
	buf   []byte
	fonts *Fonts
	res   types.Dict
	now   state
	saved []state
	codes []byte // room for those of a text
}

// state is the part of the graphics state that Content sets.
type state struct {
	fill, stroke ink
	width        float64
	dash         []float64
	phase        float64
	end          End
	corner       Corner
	mitre        float64
	font         string
	size         float64
	spacing      float64
}

// ink is a colour that may be unknown.
type ink struct {
	Color
	known bool
}

// NewContent begins a content stream whose text goes through these fonts.
func NewContent(fonts *Fonts) *Content {
	return &Content{fonts: fonts, res: types.Dict{}, now: state{width: 1, mitre: 10}}
}

// Bytes are the operators written so far.
func (c *Content) Bytes() []byte { return c.buf }

// Resources names the fonts and pictures that the content uses.
func (c *Content) Resources() types.Dict { return c.res }

// Resource registers an object under a name of a category, such as "Font".
func (c *Content) Resource(category, name string, o types.Object) {
	d, _ := c.res[category].(types.Dict)
	if d == nil {
		d = types.Dict{}
		c.res[category] = d
	}
	d[name] = o
}

// Raw writes operators as they are. They must leave the graphics state alone,
// or stand between [Content.Save] and [Content.Restore].
func (c *Content) Raw(operators string) {
	c.buf = append(append(c.buf, operators...), '\n')
	c.now.font, c.now.fill, c.now.stroke = "", ink{}, ink{}
}

// Numbers writes operands for an operator that [Content.Raw] writes.
func (c *Content) Numbers(operands ...float64) {
	for _, v := range operands {
		c.buf = append(appendNumber(c.buf, v, placeDecimals), ' ')
	}
}

// op writes numbers and an operator.
func (c *Content) op(operator string, operands ...float64) {
	c.Numbers(operands...)
	c.buf = append(append(c.buf, operator...), '\n')
}

// Save keeps the graphics state for [Content.Restore].
func (c *Content) Save() {
	c.saved = append(c.saved, c.now)
	c.op("q")
}

// Restore goes back to the state of the last [Content.Save]; without one it
// does nothing.
func (c *Content) Restore() {
	if n := len(c.saved); n > 0 {
		c.now, c.saved = c.saved[n-1], c.saved[:n-1]
		c.op("Q")
	}
}

// Concat changes the coordinates of what follows by a matrix.
func (c *Content) Concat(m [6]float64) {
	for i, v := range m {
		decimals := factorDecimals
		if i >= 4 {
			decimals = placeDecimals
		}
		c.buf = append(appendNumber(c.buf, v, decimals), ' ')
	}
	c.op("cm")
}

// Opacity sets how much fills and lines hide, in hundredths.
func (c *Content) Opacity(share float64) {
	percent := int(math.Round(100 * math.Max(0, math.Min(1, share))))
	name := "GO" + strconv.Itoa(percent)
	v := types.Float(float64(percent) / 100)
	c.Resource("ExtGState", name, types.Dict{"Type": types.Name("ExtGState"), "ca": v, "CA": v})
	c.buf = append(c.buf, "/"+name+" gs\n"...)
}

// Clip confines what follows to a rectangle.
func (c *Content) Clip(x, y, w, h float64) {
	c.op("re", x, y, w, h)
	c.op("W n")
}

// FillColor selects the colour of areas and text.
func (c *Content) FillColor(color Color) {
	if want := (ink{color, true}); c.now.fill != want {
		c.now.fill = want
		c.buf = color.appendTo(c.buf, "g", "rg")
	}
}

// Pen says how a line is drawn.
type Pen struct {
	Color Color
	// Width in points; 0 is the thinnest line of the device.
	Width float64
	// Dash are the lengths of strokes and gaps in points; none for a solid line.
	Dash []float64
	// Phase is how far into its dashes a line begins.
	Phase float64
	// Round ends and corners instead of square ones.
	Round bool
	// End and Corner are how lines end and turn, unless they are round.
	End    End
	Corner Corner
	// Mitre is how many times its width a corner's point may be long before it is cut
	// off; 0 is 10.
	Mitre float64
}

// End is how a line ends (ISO 32000-1, table 54).
type End uint8

// The ends of lines: at their last point, or half a width behind it.
const (
	EndCut End = iota
	EndRound
	EndSquare
)

// Corner is how a line turns (ISO 32000-1, table 55).
type Corner uint8

// The corners of lines.
const (
	CornerPointed Corner = iota
	CornerRound
	CornerCut
)

// Pen selects how lines are drawn.
func (c *Content) Pen(p Pen) {
	if want := (ink{p.Color, true}); c.now.stroke != want {
		c.now.stroke = want
		c.buf = p.Color.appendTo(c.buf, "G", "RG")
	}
	c.PenShape(p)
}

// PenShape selects width, dashes and ends of lines, but not their colour.
func (c *Content) PenShape(p Pen) {
	if c.now.width != p.Width {
		c.now.width = p.Width
		c.op("w", p.Width)
	}
	if !slices.Equal(c.now.dash, p.Dash) || c.now.phase != p.Phase {
		c.now.dash, c.now.phase = slices.Clone(p.Dash), p.Phase
		c.buf = append(c.buf, '[')
		for i, v := range p.Dash {
			if i > 0 {
				c.buf = append(c.buf, ' ')
			}
			c.buf = appendNumber(c.buf, v, placeDecimals)
		}
		c.buf = append(c.buf, "] "...)
		c.op("d", p.Phase)
	}
	if p.Round {
		p.End, p.Corner = EndRound, CornerRound
	}
	if c.now.end != p.End {
		c.now.end = p.End
		c.op("J", float64(p.End))
	}
	if c.now.corner != p.Corner {
		c.now.corner = p.Corner
		c.op("j", float64(p.Corner))
	}
	if p.Mitre < 1 {
		p.Mitre = 10
	}
	if c.now.mitre != p.Mitre {
		c.now.mitre = p.Mitre
		c.op("M", p.Mitre)
	}
}

// Rect adds a rectangle and paints it: "f" fills, "S" strokes.
func (c *Content) Rect(x, y, w, h float64, paint string) {
	c.op("re", x, y, w, h)
	c.op(paint)
}

// FillRect fills a rectangle.
func (c *Content) FillRect(x, y, w, h float64, color Color) {
	c.FillColor(color)
	c.Rect(x, y, w, h, "f")
}

// ShowGlyphs writes a run of text at a point of its baseline.
func (c *Content) ShowGlyphs(x, y float64, run font.Run, size float64) {
	c.ShowSpaced(x, y, run, size, 0)
}

// ShowSpaced is [Content.ShowGlyphs] with so many points more behind each
// character (ISO 32000-1, 9.3.2), unless the run has glyphs at places of their own.
func (c *Content) ShowSpaced(x, y float64, run font.Run, size, extra float64) {
	u := c.fonts.use(run.Face)
	if run.Glyphs != nil {
		c.showShaped(x, y, u, run.Glyphs, size)
		return
	}
	c.codes = u.subset.AppendCodes(c.codes[:0], run.Text)
	c.showCodes(x, y, u.name, u.object, size, extra, c.codes)
}

// ShowCodes writes a string in a font of the document at a point of its
// baseline. The font is registered under the resource name.
func (c *Content) ShowCodes(x, y float64, name string, fontDict types.Object, size float64, codes []byte) {
	c.showCodes(x, y, name, fontDict, size, 0, codes)
}

func (c *Content) showCodes(x, y float64, name string, fontDict types.Object, size, extra float64, codes []byte) {
	c.beginText(x, y, name, fontDict, size, extra)
	c.buf = append(c.buf, '<')
	c.buf = hex.AppendEncode(c.buf, codes)
	c.buf = append(c.buf, "> Tj\nET\n"...)
}

// beginText begins a text object at a point, in a font, with extra space behind
// each character.
func (c *Content) beginText(x, y float64, name string, fontDict types.Object, size, extra float64) {
	c.op("BT")
	if extra = math.Round(extra*1000) / 1000; c.now.spacing != extra {
		c.now.spacing = extra
		c.op("Tc", extra)
	}
	if c.now.font != name || c.now.size != size {
		c.Resource("Font", name, fontDict)
		c.now.font, c.now.size = name, size
		c.buf = append(append(append(c.buf, '/'), types.EncodeName(name)...), ' ')
		c.op("Tf", size)
	}
	c.op("Td", x, y)
}

// XObject draws a picture or form of the document's under the matrix.
func (c *Content) XObject(name string, ref types.IndirectRef, m [6]float64) {
	c.Resource("XObject", name, ref)
	c.Save()
	c.Concat(m)
	c.buf = append(append(append(c.buf, '/'), types.EncodeName(name)...), " Do\n"...)
	c.Restore()
}
