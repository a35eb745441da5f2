package read

import (
	"regexp"
	"strings"

	"quire/engine/sheet/model"
)

// maxOthers bounds the tabs that are read for a sheet's drawings.
const maxOthers = 50

// tabNames finds the names of tabs in a formula.
var tabNames = regexp.MustCompile(`(?:'((?:[^']|'')+)'|([\pL_][\pL\pN_.]*))!`)

// ruleTabs reads the tabs that conditional formats refer to.
func (r *sheetReader) ruleTabs() {
	look := func(formula string) {
		for _, m := range tabNames.FindAllStringSubmatch(formula, maxOthers) {
			name := strings.ReplaceAll(m[1]+m[2], "''", "'")
			if s := r.tab(name); s != nil {
				if r.sheet.Others == nil {
					r.sheet.Others = map[string]*model.Sheet{}
				}
				r.sheet.Others[strings.ToLower(name)] = s
			}
		}
	}
	for i := range r.sheet.Rules {
		for _, f := range r.sheet.Rules[i].Formulas {
			look(f)
		}
		for _, p := range r.sheet.Rules[i].Points {
			look(p.Value)
		}
	}
}

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
