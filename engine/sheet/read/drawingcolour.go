package read

import (
	"math"
	"strings"

	"golang.org/x/image/colornames"

	"quire/engine/sheet/model"
)

// drawing resolves a colour of a drawing (ECMA-376 part 1, 20.1.2.3); what is
// wholly transparent is not set.
func (p palette) drawing(n *node) model.Colour {
	c, clear := p.translucent(n)
	if clear > .99 {
		return model.Colour{}
	}
	return c
}

// translucent resolves a colour of a drawing and how transparent it is, from 0
// to 1.
func (p palette) translucent(n *node) (c model.Colour, clear float64) {
	for _, k := range n.kids {
		rgb, ok := p.base(k)
		if !ok {
			continue
		}
		if alpha := k.kid("alpha"); alpha.name != "" {
			clear = 1 - max(0, min(1, alpha.num("val", 100000)/100000))
		}
		return model.RGB(modified(rgb, k)), clear
	}
	return model.Colour{}, 0
}

// base is a colour before its changes.
func (p palette) base(k *node) (uint32, bool) {
	part := func(name string) float64 { return k.num(name, 0) / 100000 }
	switch k.name {
	case "srgbClr":
		return hexColour(k.attr("val"))
	case "sysClr":
		return hexColour(k.attr("lastClr"))
	case "prstClr":
		return preset(k.attr("val"))
	case "scrgbClr":
		return packed(linear(part("r")), linear(part("g")), linear(part("b"))), true
	case "hslClr":
		return fromHSL(k.num("hue", 0)/3600000, max(0, min(1, part("sat"))), max(0, min(1, part("lum")))), true
	case "schemeClr":
		if k.attr("val") == "phClr" && p.placeholder != nil {
			own := p
			own.placeholder = nil
			c, _ := own.translucent(p.placeholder)
			return c.RGB, c.Set
		}
		return p.named(k.attr("val"))
	}
	return 0, false
}

// preset finds a colour by its name (ECMA-376 part 1, 20.1.10.48): those of SVG
// with some words cut short.
func preset(name string) (uint32, bool) {
	for short, long := range map[string]string{"dk": "dark", "lt": "light", "med": "medium"} {
		if rest, ok := strings.CutPrefix(name, short); ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
			name = long + rest
			break
		}
	}
	c, ok := colornames.Map[strings.ToLower(name)]
	return uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B), ok
}

// named finds a colour of the theme; text and background names mean dark and
// light ones.
func (p palette) named(name string) (uint32, bool) {
	if other, ok := map[string]string{"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}[name]; ok {
		name = other
	}
	for i, n := range themeOrder {
		if n == name {
			return p.theme[i], true
		}
	}
	return 0, false
}

// modified applies the changes that a colour lists, in their order. Shade and
// tint work on linear light, as LibreOffice has it with a gamma of 2.3.
func modified(c uint32, n *node) uint32 {
	for _, k := range n.kids {
		v := k.num("val", 100000) / 100000
		switch k.name {
		case "shade":
			c = eachLinear(c, func(l float64) float64 { return l * v })
		case "tint":
			c = eachLinear(c, func(l float64) float64 { return 1 - (1-l)*v })
		case "lumMod", "lumOff", "satMod", "satOff", "hueMod", "hueOff":
			c = inHSL(c, k.name, v)
		case "inv":
			c ^= 0xFFFFFF
		case "gray":
			l := uint32(.22*float64(c>>16&255) + .72*float64(c>>8&255) + .06*float64(c&255) + .5)
			c = l<<16 | l<<8 | l
		}
	}
	return c
}

// inHSL changes hue, saturation or luminance.
func inHSL(c uint32, change string, v float64) uint32 {
	h, s, l := toHSL(c)
	switch change {
	case "lumMod":
		l *= v
	case "lumOff":
		l += v
	case "satMod":
		s *= v
	case "satOff":
		s += v
	case "hueMod":
		h *= v
	case "hueOff":
		h += v * 100000 / 3600000
	}
	h = math.Mod(math.Mod(h, 6)+6, 6)
	return fromHSL(h, max(0, min(1, s)), max(0, min(1, l)))
}

const gamma = 2.3

// linear turns light into the value that stands for it.
func linear(v float64) float64 { return math.Pow(max(0, min(1, v)), 1/gamma) }

func eachLinear(c uint32, change func(float64) float64) uint32 {
	part := func(shift int) float64 {
		return linear(change(math.Pow(float64(c>>shift&255)/255, gamma)))
	}
	return packed(part(16), part(8), part(0))
}

// packed makes a colour of shares of red, green and blue.
func packed(r, g, b float64) uint32 {
	part := func(v float64) uint32 { return uint32(math.Round(max(0, min(1, v)) * 255)) }
	return part(r)<<16 | part(g)<<8 | part(b)
}
