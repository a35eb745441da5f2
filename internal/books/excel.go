package books

import (
	"strings"
	"unicode/utf16"

	"quire/ent/page"
	"quire/internal/plan"
	"quire/internal/problem"
)

// Excel is a tab of the job's workbook.
type Excel struct {
	Tab    string
	Images Images
}

const (
	// maxTab is the most characters of a worksheet's name, which Excel counts in
	// UTF-16 (ECMA-376-1, 18.2.19 leaves the limits to the program).
	maxTab = 31
	// notInTab are the characters that Excel allows in no worksheet's name.
	notInTab = `[]:*?/\`
)

func (*Excel) kind() page.Kind { return page.KindExcel }

func (o *Excel) check(in *problem.Input, prefix string) {
	field := prefix + "tab"
	in.Check(strings.TrimSpace(o.Tab) != "", field, "give the name of the worksheet")
	n := len(utf16.Encode([]rune(o.Tab)))
	in.Check(n <= maxTab, field, "a worksheet's name has at most %d characters; this one has %d", maxTab, n)
	in.Check(!strings.ContainsAny(o.Tab, notInTab), field, "a worksheet's name contains none of %s", notInTab)
	checkText(in, field, o.Tab)
	o.Images.check(in, prefix, plan.KindExcel)
}

func (o *Excel) files(prefix string) []reference { return o.Images.files(prefix) }

func (o *Excel) parts() parts {
	return parts{config: plan.Config{Excel: &plan.ExcelConfig{Tab: o.Tab}, Images: o.Images}}
}
