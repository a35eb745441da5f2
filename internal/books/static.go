package books

import (
	"quire/ent/page"
	"quire/internal/plan"
	"quire/internal/problem"
)

// Static is a PDF.
type Static struct {
	FileID string
	// PDF says how it is taken.
	PDF    plan.SourceConfig
	Images Images
}

func (*Static) kind() page.Kind { return page.KindStatic }

func (o *Static) check(in *problem.Input, prefix string) {
	checkSource(in, prefix, o.PDF)
	o.Images.check(in, prefix, plan.KindStatic)
}

func (o *Static) files(prefix string) []reference {
	return append([]reference{pdfAt(o.FileID, prefix+"fileId")}, o.Images.files(prefix)...)
}

func (o *Static) parts() parts {
	return parts{file: &o.FileID, config: arranged(plan.Config{}, o.PDF, o.Images)}
}
