package layout

import (
	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// Span is a piece of text in one font.
type Span struct {
	Text string
	Font model.Font
	// After is kept free behind the text.
	After float64
	// Size is that by which lines are broken, where it is not the font's: the one
	// before printing, so that no scale moves words between lines.
	Size float64
}

// breakSize is the size by which the lines of a span are broken.
func (sp *Span) breakSize() float64 {
	if sp.Size > 0 {
		return sp.Size
	}
	return drawnSize(sp.Font)
}

// content is what a cell shows, before it is broken into lines.
type content struct {
	spans []Span
	// fill is repeated at byte fillAt of the only span; 0 for none.
	fill   rune
	fillAt int
	// fixed says that the text is a number, which never flows over or wraps.
	fixed bool
	align model.Horizontal
}

// content shows a cell's value in its style, with the width for numbers that
// can be shown shorter. Its spans hold until it is called again.
func (s *Sheet) content(c *model.Cell, st *model.Style, width float64) content {
	out := content{align: st.Align.Horizontal}
	var r numfmt.Result
	general := model.Left
	switch c.Kind {
	case model.Number:
		general, out.fixed = model.Right, true
		if st.FormatCode == "@" {
			general = model.Left // as text
		}
		if c.Number == 0 && s.HideZeros {
			return content{}
		}
		r = st.Format.Number(c.Number, numfmt.Options{Date1904: s.Date1904})
	case model.Bool:
		general = model.Centre
		r.Text = "FALSE"
		if c.Number != 0 {
			r.Text = "TRUE"
		}
	case model.Error:
		general, r.Text = model.Centre, s.errorText(c.Text)
	case model.Text:
		general = textSide(c.Text, st.Align.Reading)
		if len(c.Runs) > 0 {
			out.spans = s.richSpans(c, st)
		} else {
			r = st.Format.Text(c.Text)
		}
	}
	if out.align == model.General {
		out.align = general
		if s.RightToLeft {
			out.align = opposite(general)
		}
	}
	if len(out.spans) > 0 {
		out.read(st.Align.Reading)
		return out
	}
	f := st.Font
	if r.HasColour {
		f.Colour = model.RGB(r.Colour)
	}
	if out.fixed && width >= 0 && st.Align.Rotation == 0 && !st.Align.Stacked {
		r = s.fitted(r, c.Number, f, width, st)
	}
	out.fill, out.fillAt = r.Fill, r.FillAt
	if r.Text != "" || r.Fill != 0 {
		s.span[0] = Span{Text: r.Text, Font: f}
		out.spans = s.span[:]
	}
	if !out.fixed {
		out.read(st.Align.Reading)
	}
	return out
}

// errorText is how an error value is printed.
func (s *Sheet) errorText(value string) string {
	switch s.Page.Errors {
	case "blank":
		return ""
	case "dash":
		return "--"
	case "NA":
		return "#N/A"
	}
	return value
}

// tooWide stands for a number that has no room, as LibreOffice prints it.
const tooWide = "###"

// fitted makes a number that is too wide for its cell shorter, where its format
// leaves that open, or shows that it does not fit.
func (s *Sheet) fitted(r numfmt.Result, v float64, f model.Font, width float64, st *model.Style) numfmt.Result {
	fits := func(t string) bool { return s.Fonts.Width(t, f) <= width-2*padding+.1 }
	if !r.Invalid && (st.Align.Shrink || fits(r.Text)) {
		return r
	}
	if r.General {
		for n := numfmt.GeneralWidth; n > 0; n-- {
			if t := numfmt.General(v, n); t != "" && fits(t) {
				r.Text = t
				return r
			}
		}
	}
	return numfmt.Result{Text: tooWide}
}

// richSpans are the runs of a rich text; those without a font have the cell's.
func (s *Sheet) richSpans(c *model.Cell, st *model.Style) []Span {
	if st.Format.Text("x").Text != "x" {
		return nil
	}
	var out []Span
	for _, run := range c.Runs {
		f := st.Font
		if run.Font != nil {
			f = *run.Font
		}
		if run.Text != "" {
			out = append(out, Span{Text: run.Text, Font: f})
		}
	}
	return out
}

// empty tells whether a cell shows nothing at all.
func empty(c *model.Cell) bool { return c == nil || c.Kind == model.Empty }
