package read

import (
	"slices"
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
		rule := ruleOf(k, areas)
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
		r.newer(k.find("id"), len(r.sheet.Rules))
		r.sheet.Rules = append(r.sheet.Rules, rule)
	}
}

// ruleOf reads what a rule says in its attributes, which newer ones share.
func ruleOf(k *node, areas []model.Range) model.Rule {
	return model.Rule{
		Ranges: areas, Type: k.attr("type"), Priority: k.int("priority", 0), Stop: k.bool("stopIfTrue", false),
		Operator: k.attr("operator"), Text: k.attr("text"), Rank: k.int("rank", 0), StdDev: k.int("stdDev", 0),
		Percent: k.bool("percent", false), Bottom: k.bool("bottom", false),
		AboveAverage: k.bool("aboveAverage", true), EqualAverage: k.bool("equalAverage", false),
	}
}

func (r *sheetReader) scale(rule *model.Rule, n *node) {
	rule.HideValue = !n.bool("showValue", true)
	for _, k := range n.kids {
		switch k.name {
		case "cfvo":
			rule.Points = append(rule.Points, threshold(k))
		case "color":
			rule.Colours = append(rule.Colours, r.styles.palette.colour(k).RGB)
		}
	}
	switch n.name {
	case "dataBar":
		rule.Bar = &model.DataBar{Min: n.int("minLength", 10), Max: n.int("maxLength", 90), Negative: model.RGB(0xFF0000)}
	case "iconSet":
		r.icons(rule, n)
	}
}

// threshold reads a point of a scale; newer ones have their value in a child.
func threshold(k *node) model.Point {
	p := model.Point{Type: k.attr("type"), Value: k.attr("val"), Beyond: !k.bool("gte", true)}
	if f := k.kid("f"); f.name != "" {
		p.Value = f.text
	}
	return p
}

// icons lists the signs of a set, or those that the file picks from several.
func (r *sheetReader) icons(rule *model.Rule, n *node) {
	set := n.attr("iconSet")
	if set == "" {
		set = "3TrafficLights1"
	}
	for i := range rule.Points {
		rule.Icons = append(rule.Icons, model.Icon{Set: set, Number: i})
	}
	i := 0
	for _, k := range n.kids {
		if k.name == "cfIcon" && i < len(rule.Icons) {
			rule.Icons[i] = model.Icon{Set: k.attr("iconSet"), Number: k.int("iconId", 0)}
			if rule.Icons[i].Set == "NoIcons" {
				rule.Icons[i].Set = ""
			}
			i++
		}
	}
	if n.bool("reverse", false) {
		slices.Reverse(rule.Icons)
	}
}

// newer remembers that the rule with this number is completed by a newer one.
func (r *sheetReader) newer(id *node, number int) {
	if id == nil || id.text == "" {
		return
	}
	if r.completed == nil {
		r.completed = map[string]int{}
	}
	r.completed[id.text] = number
}

// shorten names the first few of a list.
func shorten(list []string) string {
	if len(list) > 5 {
		return strings.Join(list[:5], ", ") + " and others"
	}
	return strings.Join(list, ", ")
}
