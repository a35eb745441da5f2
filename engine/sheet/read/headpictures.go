package read

import (
	"path"
	"strings"

	"quire/engine/sheet/model"
)

// headPictures reads the pictures of headers and footers, which are shapes of the
// older notation (ECMA-376 part 1, 18.3.1.49, and part 4, 14.1).
func (r *sheetReader) headPictures(rel relation) {
	t, err := parseTree(r.w.part(rel.target))
	if err != nil {
		r.warn("DRAWING_UNREADABLE", "the pictures in the header and footer of tab «%s» cannot be read: %v", r.sheet.Name, err)
		return
	}
	rels, err := r.w.relations(rel.target)
	if err != nil {
		return
	}
	for _, k := range t.kids {
		if k.name != "shape" || len(r.sheet.Page.Texts.Pictures) >= 18 {
			continue
		}
		p := model.HeadPicture{Data: r.w.part(rels[k.kid("imagedata").attr("relid")].target)}
		for part := range strings.SplitSeq(k.attr("style"), ";") {
			name, value, _ := strings.Cut(part, ":")
			switch strings.TrimSpace(name) {
			case "width":
				p.Width = length(value)
			case "height":
				p.Height = length(value)
			}
		}
		if len(p.Data) == 0 || p.Width <= 0 || p.Height <= 0 {
			continue
		}
		if r.sheet.Page.Texts.Pictures == nil {
			r.sheet.Page.Texts.Pictures = map[string]model.HeadPicture{}
		}
		r.sheet.Page.Texts.Pictures[strings.ToUpper(path.Base(k.attr("id")))] = p
	}
}

// units are those of lengths in styles, in points.
var units = map[string]float64{"pt": 1, "px": .75, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4}

// length reads a length with its unit.
func length(s string) float64 {
	s = strings.TrimSpace(s)
	for unit, size := range units {
		if v, ok := strings.CutSuffix(s, unit); ok {
			return max(0, min(2000, number(v, 0)*size))
		}
	}
	return max(0, min(2000, number(s, 0)*units["px"]))
}
