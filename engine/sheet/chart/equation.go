package chart

import (
	"math"
	"strings"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// letters is a piece of a line, which may be raised.
type letters struct {
	text   string
	raised bool
}

// coefficientWidth is how many characters Excel gives to the numbers of an equation.
const coefficientWidth = 6

// raisedPowers are the powers that have signs of their own in all fonts.
var raisedPowers = []string{2: "²", 3: "³"}

// number shows the size of a coefficient, without its sign.
func (k *composer) number(v float64, code string) string {
	v = math.Abs(v)
	if code == "" || strings.EqualFold(code, "General") {
		return numfmt.General(v, coefficientWidth)
	}
	return k.show(numfmt.Parse(code), v)
}

// equation writes a curve as Excel does; nothing when its numbers have no end.
func (k *composer) equation(r *regression, code string) []letters {
	c := r.coefficients()
	if r.kind == "exp" || r.kind == "power" {
		c[0] = math.Exp(c[0])
	}
	for _, v := range c {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	}
	factor := func(v float64) string {
		if s := k.number(v, code); s != "1" {
			return s
		}
		return ""
	}
	sign := func(v float64) string {
		if v < 0 {
			return "-"
		}
		return ""
	}
	switch r.kind {
	case "exp":
		return []letters{{"y = " + factor(c[0]) + "e", false}, {sign(c[1]) + factor(c[1]) + "x", true}}
	case "power":
		return []letters{{"y = " + factor(c[0]) + "x", false}, {sign(c[1]) + k.number(c[1], code), true}}
	}
	out := []letters{{"y =", false}}
	for i := len(c) - 1; i >= 0; i-- {
		if c[i] == 0 && len(c) > 1 && (i > 0 || len(out) > 1) {
			continue
		}
		term, power := k.number(c[i], code), ""
		if i > 0 {
			term = factor(c[i])
			switch {
			case r.kind == "log":
				term += "ln(x)"
			case i < len(raisedPowers):
				term += "x" + raisedPowers[i]
			default:
				term, power = term+"x", itoa(i)
			}
		}
		switch {
		case len(out) == 1:
			term = " " + sign(c[i]) + term
		case c[i] < 0:
			term = " - " + term
		default:
			term = " + " + term
		}
		out = append(out, letters{term, false})
		if power != "" {
			out = append(out, letters{power, true})
		}
	}
	return out
}

// trendLabel writes the label of a trend above its end, or where the file puts it.
func (k *composer) trendLabel(r *regression, l *model.TrendLabel, end dot) {
	var lines [][]letters
	if l.Text != "" {
		for _, line := range k.wrapped(l.Text, l.Font, k.w).lines {
			lines = append(lines, []letters{{line, false}})
		}
	} else {
		if e := k.equation(r, l.FormatCode); l.Equation && e != nil {
			lines = append(lines, e)
		}
		if l.Square {
			lines = append(lines, []letters{{"R² = " + k.number(r.square, l.FormatCode), false}})
		}
	}
	w := 0.0
	for _, line := range lines {
		w = math.Max(w, k.lettersWidth(line, l.Font))
	}
	up, height := k.lineHeight(l.Font)
	box := layout.Box{W: w, H: height * float64(len(lines))}
	if w == 0 {
		return
	}
	p := k.plot
	box.X = math.Max(p.X, math.Min(p.X+p.W, end.x)-w)
	box.Y = math.Max(p.Y, math.Min(p.Y+p.H, end.y)-box.H-labelGap)
	if at := l.Place; at != nil {
		if !l.Moved {
			box.X, box.Y = 0, 0
		}
		box.X, box.Y = box.X+at.X*k.w, box.Y+at.Y*k.h
	}
	box.X, box.Y = math.Max(0, math.Min(k.w-w, box.X)), math.Max(0, math.Min(k.h-box.H, box.Y))
	frame := layout.Box{X: box.X - labelGap, Y: box.Y - labelGap/2, W: w + 2*labelGap, H: box.H + labelGap}
	k.rect(frame, l.Look)
	for i, line := range lines {
		k.writeLetters(line, l.Font, box.X+(w-k.lettersWidth(line, l.Font))/2, box.Y+up+float64(i)*height)
	}
}

// lettersWidth is the width of a line, and writeLetters writes it from a point of its
// baseline.
func (k *composer) lettersWidth(line []letters, f model.Font) float64 {
	w := 0.0
	for _, l := range line {
		w += k.pieceWidth(l, f)
	}
	return w
}

func (k *composer) writeLetters(line []letters, f model.Font, x, y float64) {
	for _, l := range line {
		w := k.pieceWidth(l, f)
		k.items = append(k.items, Item{Text: &Label{Text: l.text, Font: l.font(f), X: x, Y: y, Width: w}})
		x += w
	}
}

func (k *composer) pieceWidth(l letters, f model.Font) float64 {
	if l.raised {
		return k.Fonts.Width(l.text, l.font(f))
	}
	return k.width(l.text, f)
}

func (l letters) font(f model.Font) model.Font {
	if l.raised {
		f.Raise = model.Superscript
	}
	return f
}
