package read

import "quire/engine/sheet/model"

// group reads the members of a group. Their places are in the group's own
// coordinates, which its frame maps onto the anchor (ECMA-376 part 1,
// 20.1.7.5).
func (r *sheetReader) group(a model.Anchor, within *model.Share, n *node, rels map[string]relation) {
	frame := n.kid("grpSpPr", "xfrm")
	x, y := frame.kid("chOff").num("x", 0), frame.kid("chOff").num("y", 0)
	w, h := frame.kid("chExt").num("cx", 0), frame.kid("chExt").num("cy", 0)
	outer := model.Share{W: 1, H: 1}
	if within != nil {
		outer = *within
	}
	var members []*node
	for _, k := range n.kids {
		if k.name == "AlternateContent" {
			members = append(members, alternatives(k)...)
		} else {
			members = append(members, k)
		}
	}
	for _, k := range members {
		own := k.kid("spPr", "xfrm")
		switch k.name {
		case "grpSp":
			own = k.kid("grpSpPr", "xfrm")
		case "graphicFrame":
			own = k.kid("xfrm")
		}
		if own.name == "" || w <= 0 || h <= 0 {
			continue
		}
		r.member(a, &model.Share{
			X: outer.X + outer.W*(own.kid("off").num("x", 0)-x)/w, Y: outer.Y + outer.H*(own.kid("off").num("y", 0)-y)/h,
			W: outer.W * max(0, own.kid("ext").num("cx", 0)) / w, H: outer.H * max(0, own.kid("ext").num("cy", 0)) / h,
		}, k, rels)
	}
}
