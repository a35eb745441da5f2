package read

import (
	"strings"

	"quire/engine/sheet/model"
)

// maxOthers bounds the tabs that are read for a sheet's drawings.
const maxOthers = 50

// tab gives the cells of a tab that a drawing refers to: the one that is printed,
// or another, read once; nil when there is none or it is too large.
func (r *sheetReader) tab(name string) *model.Sheet {
	key := strings.ToLower(name)
	if strings.EqualFold(name, r.sheet.Name) {
		return r.sheet
	}
	if s, ok := r.others[key]; ok || len(r.others) >= maxOthers {
		return s
	}
	if r.others == nil {
		r.others = map[string]*model.Sheet{}
	}
	r.others[key] = nil
	i, err := r.w.index(name)
	if err != nil {
		return nil
	}
	o := &sheetReader{ctx: r.ctx, w: r.w, path: r.w.rels[r.w.sheets[i].rel].target, styles: r.styles, strings: r.strings, cells: r.cells, plain: true}
	o.sheet = &model.Sheet{Name: name, Styles: r.sheet.Styles}
	part := r.w.part(o.path)
	if part == nil || o.stream(part) != nil {
		return nil
	}
	o.finish()
	r.cells, r.others[key] = o.cells, o.sheet
	return o.sheet
}
