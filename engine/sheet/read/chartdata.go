package read

import (
	"strings"

	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// numbers reads values from their cache (ECMA-376 part 1, 21.2.2.122), or, when
// that is empty, from the cells of the sheet itself.
func (c *chartReader) numbers(n *node) (values []float64, code string) {
	ref := n.kid("numRef")
	cache := ref.kid("numCache")
	if cache.name == "" {
		cache = n.kid("numLit")
	}
	if cache.name == "" {
		cache = n.kid("strRef", "strCache")
	}
	count := c.count(cache)
	if count == 0 {
		return c.cellNumbers(ref.kid("f").text)
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
	cache := ref.kid("strCache")
	count := c.count(cache)
	if count == 0 {
		return c.cellTexts(ref.kid("f").text)
	}
	return points(cache, count)
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

// categories reads the names along an axis. Names of several levels (ECMA-376
// part 1, 21.2.2.102) stand on lines of their own.
func (c *chartReader) categories(n *node) []string {
	for _, k := range n.kids {
		switch k.name {
		case "strRef":
			return c.texts(k)
		case "strLit":
			return points(k, c.count(k))
		case "numRef", "numLit":
			return c.numberNames(n)
		case "multiLvlStrRef":
			return c.levels(k)
		}
	}
	return nil
}

// numberNames shows numbers in their format.
func (c *chartReader) numberNames(n *node) []string {
	cache := n.kid("numRef", "numCache")
	if ref := n.kid("numRef", "f").text; ref != "" && c.count(cache) == 0 {
		return c.cellTexts(ref)
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

func (c *chartReader) levels(n *node) []string {
	cache := n.kid("multiLvlStrCache")
	count := c.count(cache)
	if count == 0 {
		return c.cellLevels(n.kid("f").text)
	}
	var out []string
	for _, level := range cache.kids {
		if level.name != "lvl" {
			continue
		}
		names := points(level, count)
		if out == nil {
			out = names
			continue
		}
		for i, name := range names {
			out[i] += "\n" + name
		}
	}
	return out
}

// cells calls f for the cells of a reference to the sheet that is printed, row
// by row; other references have none.
func (c *chartReader) cells(ref string, f func(row int, cell *model.Cell)) {
	tab, area, ok := strings.Cut(ref, "!")
	tab = strings.ReplaceAll(strings.Trim(tab, "'"), "''", "'")
	a, valid := rangeAddress(strings.ReplaceAll(area, "$", ""))
	if !ok || !valid || !strings.EqualFold(tab, c.r.sheet.Name) {
		return
	}
	n := 0
	for i := range c.r.sheet.Rows {
		row := &c.r.sheet.Rows[i]
		if row.Index < a.FirstRow || row.Index > a.LastRow {
			continue
		}
		for j := range row.Cells {
			if cell := &row.Cells[j]; cell.Col >= a.FirstCol && cell.Col <= a.LastCol && n < maxPoints {
				n++
				f(row.Index, cell)
			}
		}
	}
}

func (c *chartReader) cellNumbers(ref string) (values []float64, code string) {
	c.cells(ref, func(_ int, cell *model.Cell) {
		v := nan
		if cell.Kind == model.Number {
			v = cell.Number
		}
		if code == "" && cell.Style < len(c.r.sheet.Styles) {
			code = c.r.sheet.Styles[cell.Style].FormatCode
		}
		values = append(values, v)
	})
	return values, code
}

func (c *chartReader) cellTexts(ref string) []string {
	var out []string
	c.cells(ref, func(_ int, cell *model.Cell) { out = append(out, c.cellText(cell)) })
	return out
}

// cellLevels are names of several levels, a row each; the last column stands
// next to the axis.
func (c *chartReader) cellLevels(ref string) []string {
	var out []string
	last := 0
	c.cells(ref, func(row int, cell *model.Cell) {
		if text := c.cellText(cell); row == last {
			out[len(out)-1] = text + "\n" + out[len(out)-1]
		} else {
			out, last = append(out, text), row
		}
	})
	return out
}

func (c *chartReader) cellText(cell *model.Cell) string {
	if cell.Kind != model.Number {
		return cell.Text
	}
	return c.show(cell.Number, c.r.sheet.Styles[max(0, min(cell.Style, len(c.r.sheet.Styles)-1))].FormatCode)
}
