package read

import (
	"math"
	"strconv"

	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// palette resolves colours by theme, index or value.
type palette struct {
	theme   []uint32
	indexed []uint32
	// placeholder is the colour that a style of the theme is applied with.
	placeholder *node
}

// officeTheme is used by workbooks without a theme.
var officeTheme = []uint32{
	0xFFFFFF, 0x000000, 0xEEECE1, 0x1F497D, 0x4F81BD, 0xC0504D, 0x9BBB59, 0x8064A2, 0x4BACC6, 0xF79646, 0x0000FF, 0x800080,
}

// themeOrder names the theme's colours by the numbers that styles use: light
// and dark are swapped in pairs (ECMA-376 part 1, 18.8.3).
var themeOrder = []string{"lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"}

func (w *Workbook) palette(styles *node) palette {
	p := palette{theme: append([]uint32(nil), officeTheme...)}
	if t, err := parseTree(w.byKind("theme")); err == nil {
		scheme := t.kid("themeElements", "clrScheme")
		for i, name := range themeOrder {
			if c, ok := schemeColour(scheme.kid(name)); ok {
				p.theme[i] = c
			}
		}
	}
	for _, c := range styles.kid("colors", "indexedColors").kids {
		if v, ok := hexColour(c.attr("rgb")); ok {
			p.indexed = append(p.indexed, v)
		}
	}
	return p
}

func schemeColour(n *node) (uint32, bool) {
	if n.has("srgbClr") {
		return hexColour(n.kid("srgbClr").attr("val"))
	}
	return hexColour(n.kid("sysClr").attr("lastClr"))
}

// hexColour reads RRGGBB or AARRGGBB.
func hexColour(s string) (uint32, bool) {
	if len(s) != 6 && len(s) != 8 {
		return 0, false
	}
	v, err := strconv.ParseUint(s, 16, 32)
	return uint32(v) & 0xffffff, err == nil
}

// colour resolves a colour element (ECMA-376 part 1, 18.8.3); automatic and
// absent ones are not set.
func (p palette) colour(n *node) model.Colour {
	var base uint32
	ok := false
	switch {
	case n.attr("theme") != "": // which counts where both are given
		if i := n.int("theme", -1); i >= 0 && i < len(p.theme) {
			base, ok = p.theme[i], true
		}
	case n.attr("rgb") != "":
		base, ok = hexColour(n.attr("rgb"))
	case n.attr("indexed") != "":
		base, ok = p.byIndex(n.int("indexed", -1))
	}
	if !ok {
		return model.Colour{}
	}
	return model.RGB(tinted(base, n.num("tint", 0)))
}

func (p palette) byIndex(i int) (uint32, bool) {
	if i >= 0 && i < len(p.indexed) {
		return p.indexed[i], true
	}
	switch i {
	case 64: // the system's text colour
		return 0x000000, true
	case 65: // the system's background
		return 0xFFFFFF, true
	}
	return numfmt.Indexed(i)
}

// tinted lightens or darkens by changing the luminance (ECMA-376 part 1,
// 18.8.19).
func tinted(rgb uint32, tint float64) uint32 {
	if tint == 0 {
		return rgb
	}
	tint = max(-1, min(1, tint))
	h, s, l := toHSL(rgb)
	if tint < 0 {
		l *= 1 + tint
	} else {
		l = l*(1-tint) + tint
	}
	return fromHSL(h, s, l)
}

func toHSL(rgb uint32) (h, s, l float64) {
	r, g, b := float64(rgb>>16)/255, float64(rgb>>8&255)/255, float64(rgb&255)/255
	hi, lo := max(r, g, b), min(r, g, b)
	l = (hi + lo) / 2
	d := hi - lo
	if d == 0 {
		return 0, 0, l
	}
	s = d / (1 - math.Abs(2*l-1))
	switch hi {
	case r:
		h = math.Mod((g-b)/d+6, 6)
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return h, s, l
}

func fromHSL(h, s, l float64) uint32 {
	c := (1 - math.Abs(2*l-1)) * s
	x := c * (1 - math.Abs(math.Mod(h, 2)-1))
	m := l - c/2
	rgb := [][3]float64{{c, x, 0}, {x, c, 0}, {0, c, x}, {0, x, c}, {x, 0, c}, {c, 0, x}}[int(h)%6]
	out := uint32(0)
	for _, v := range rgb {
		out = out<<8 | uint32(math.Round(max(0, min(1, v+m))*255))
	}
	return out
}
