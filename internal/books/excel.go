package books

import (
	"quire/ent/page"
	"quire/internal/plan"
	"quire/internal/problem"
)

// Excel is what is printed of the job's workbook.
type Excel struct {
	plan.ExcelConfig
	Images Images
}

func (*Excel) kind() page.Kind { return page.KindExcel }

func (o *Excel) check(in *problem.Input, prefix string) {
	report(in, prefix, o.Faults())
	checkText(in, prefix+"tab", o.Tab)
	checkText(in, prefix+"pattern", o.Pattern)
	checkText(in, prefix+"print.range", o.Print.Range)
	o.Images.check(in, prefix, plan.KindExcel)
}

func (o *Excel) files(prefix string) []reference { return o.Images.files(prefix) }

func (o *Excel) parts() parts {
	return parts{config: plan.Config{Excel: &o.ExcelConfig, Images: o.Images}}
}
