package read

import (
	"strings"

	"quire/engine/sheet/model"
)

// rules reads conditional formats (ECMA-376 part 1, 18.3.1.18).
func (r *sheetReader) rules(n *node) {
	areas := ranges(n.attr("sqref"), ' ')
	for _, k := range n.kids {
		if k.name != "cfRule" || len(areas) == 0 {
			continue
		}
		rule := model.Rule{
			Ranges: areas, Type: k.attr("type"), Priority: k.int("priority", 0), Stop: k.bool("stopIfTrue", false),
			Operator: k.attr("operator"), Text: k.attr("text"), Rank: k.int("rank", 0), StdDev: k.int("stdDev", 0),
			Percent: k.bool("percent", false), Bottom: k.bool("bottom", false),
			AboveAverage: k.bool("aboveAverage", true), EqualAverage: k.bool("equalAverage", false),
		}
		if i := k.int("dxfId", -1); i >= 0 && i < len(r.overlays) {
			rule.Style = r.overlays[i]
		}
		for _, f := range k.kids {
			switch f.name {

			case "formula":
				rule.Formulas = append(rule.Formulas, f.text)
			case "colorScale", "dataBar", "iconSet":
				r.scale(&rule, f)
			}
		}
		if rule.Type == "dataBar" && k.has("extLst") {
			// The newer form of data bars uses the whole width.
			rule.MinLength, rule.MaxLength = 0, 100
		}
		r.sheet.Rules = append(r.sheet.Rules, rule)
	}
}

func (r *sheetReader) scale(rule *model.Rule, n *node) {
	rule.HideValue = !n.bool("showValue", true)
	rule.MinLength, rule.MaxLength = n.int("minLength", 10), n.int("maxLength", 90)
	if n.name == "iconSet" {
		rule.Text = n.attr("iconSet")
	}
	for _, k := range n.kids {
		switch k.name {
		case "cfvo":
			rule.Points = append(rule.Points, model.Point{Type: k.attr("type"), Value: k.attr("val")})
		case "color":
			rule.Colours = append(rule.Colours, r.styles.palette.colour(k).RGB)
		}
	}
}

// extensions looks at what newer programs add: sparklines, and rules that have
// no older form.
func (r *sheetReader) extensions(n *node) {
	for _, ext := range n.kids {
		if groups := ext.kid("sparklineGroups"); groups.name != "" {
			for _, g := range groups.kids {
				var cells []string
				for _, s := range g.kid("sparklines").kids {
					where := strings.TrimSpace(s.kid("sqref").text)
					cells = append(cells, where)
					r.sheet.Sparklines = append(r.sheet.Sparklines, ranges(where, ' ')...)
				}
				r.warn("SPARKLINE_NOT_DRAWN", "the sparklines in %s are not drawn", shorten(cells))
			}
		}
		for _, cf := range ext.kid("conditionalFormattings").kids {
			for _, rule := range cf.kids {
				// A data bar here completes one that is described in the old form.
				if rule.name == "cfRule" && rule.attr("type") != "dataBar" {
					r.warn("CONDITIONAL_FORMAT_NOT_DRAWN", "the conditional format (%s) of %s is not drawn", rule.attr("type"), cf.kid("sqref").text)
				}
			}
		}
	}
}

// shorten names the first few of a list.
func shorten(list []string) string {
	if len(list) > 5 {
		return strings.Join(list[:5], ", ") + " and others"
	}
	return strings.Join(list, ", ")
}

// tableParts warns about tables whose style colours cells: it is not part of
// the cells' own styles.
func (r *sheetReader) tableParts(n *node) {
	for _, k := range n.kids {
		t, err := parseTree(r.w.part(r.rels[k.attr("id")].target))
		if err != nil || t.name != "table" {
			continue
		}
		style := t.kid("tableStyleInfo")
		if name := style.attr("name"); name != "" && (style.bool("showRowStripes", false) || t.int("headerRowCount", 1) > 0) {
			r.warn("TABLE_STYLE_NOT_DRAWN", "the colours of table «%s» (style %s, cells %s) are not drawn; the cells' own colours are",
				t.attr("displayName"), name, t.attr("ref"))
		}
	}
}
