package read

import (
	"cmp"
	"slices"
	"strings"

	"quire/engine/sheet/numfmt"
)

// numbers reads values from the cells of the sheet that is printed, or, when
// they are elsewhere, from their cache (ECMA-376 part 1, 21.2.2.122).
func (c *chartReader) numbers(n *node) (values []float64, code string) {
	ref := n.kid("numRef")
	cache := ref.kid("numCache")
	if values, code := c.cellNumbers(ref.kid("f").text, false); hasNumber(values) {
		return values, cmp.Or(code, cache.kid("formatCode").text)
	}
	if cache.name == "" {
		cache = n.kid("numLit")
	}
	if cache.name == "" {
		cache = n.kid("strRef", "strCache")
	}
	count := c.count(cache)
	if count == 0 {
		return c.cellNumbers(ref.kid("f").text, true)
	}
	values = make([]float64, count)
	for i := range values {
		values[i] = nan
	}
	for _, p := range cache.kids {
		if i := p.int("idx", -1); p.name == "pt" && i >= 0 && i < count {
			values[i] = number(p.kid("v").text, nan)
		}
	}
	return values, cache.kid("formatCode").text
}

// count is how many points a cache has, within the limits.
func (c *chartReader) count(cache *node) int {
	return max(0, min(maxPoints, cache.kid("ptCount").int("val", 0)))
}

// texts reads the texts of a reference or list.
func (c *chartReader) texts(ref *node) []string {
	if own := c.cellTexts(ref.kid("f").text, false); strings.Join(own, "") != "" {
		return own
	}
	cache := ref.kid("strCache")
	if c.count(cache) == 0 {
		return c.cellTexts(ref.kid("f").text, true)
	}
	return points(cache, c.count(cache))
}

func points(cache *node, count int) []string {
	out := make([]string, count)
	for _, p := range cache.kids {
		if i := p.int("idx", -1); p.name == "pt" && i >= 0 && i < count {
			out[i] = p.kid("v").text
		}
	}
	return out
}

// categories reads the names along an axis, with those of groups of them (ECMA-376
// part 1, 21.2.2.102).
func (c *chartReader) categories(n *node) (names []string, levels [][]string) {
	for _, k := range n.kids {
		switch k.name {
		case "strRef", "multiLvlStrRef":
			return c.levels(k)
		case "strLit":
			return points(k, c.count(k)), nil
		case "numRef", "numLit":
			if own := c.cellLevels(k.kid("f").text, false); len(own) > 1 && len(own[0]) > 1 {
				return own[0], grouped(own[1:])
			}
			return c.numberNames(n), nil
		}
	}
	return nil, nil
}

// numberNames shows numbers in the format of their axis, or else in their own.
func (c *chartReader) numberNames(n *node) []string {
	names := c.ownNames(n)
	if c.nameCode == "" {
		return names
	}
	values, _ := c.numbers(n)
	for i, v := range values {
		if v == v && i < len(names) {
			names[i] = c.show(v, c.nameCode)
		}
	}
	return names
}

// ownNames shows numbers in the formats of their cells or points.
func (c *chartReader) ownNames(n *node) []string {
	cache := n.kid("numRef", "numCache")
	if own := c.cellTexts(n.kid("numRef", "f").text, c.count(cache) == 0); strings.Join(own, "") != "" {
		return own
	}
	values, code := c.numbers(n)
	own := map[int]string{}
	for _, p := range cache.kids {
		if f := p.attr("formatCode"); f != "" {
			own[p.int("idx", -1)] = f
		}
	}
	out := make([]string, len(values))
	for i, v := range values {
		if v == v {
			f := code
			if other, ok := own[i]; ok {
				f = other
			}
			out[i] = c.show(v, f)
		}
	}
	return out
}

func (c *chartReader) show(v float64, code string) string {
	if code == "" {
		code = "General"
	}
	return c.r.styles.parsed(code).Number(v, numfmt.Options{Date1904: c.r.sheet.Date1904}).Text
}

// levels reads names of one level or several.
func (c *chartReader) levels(n *node) (names []string, levels [][]string) {
	cache := n.kid("multiLvlStrCache")
	if n.name == "strRef" {
		cache = n.kid("strCache")
	}
	if own := c.cellLevels(n.kid("f").text, c.count(cache) == 0); len(own) > 0 && strings.Join(own[0], "") != "" {
		return own[0], grouped(own[1:])
	}
	if n.name == "strRef" {
		return points(cache, c.count(cache)), nil
	}
	count := c.count(cache)
	for _, level := range cache.kids {
		if level.name != "lvl" || len(levels) > maxLevels {
			continue
		}
		if next := points(level, count); names == nil {
			names = next
		} else {
			levels = append(levels, next)
		}
	}
	return names, grouped(levels)
}

// maxLevels bounds the levels of names.
const maxLevels = 8

// grouped leaves out levels without a name.
func grouped(levels [][]string) [][]string {
	return slices.DeleteFunc(levels, func(l []string) bool { return strings.Join(l, "") == "" })
}
