package sheet

import (
	"fmt"
	"strings"
	"time"

	"quire/engine/font"
	"quire/engine/sheet/model"
	"quire/engine/sheet/read"
)

// Options say what is printed and how. What is left out is as the sheet's own
// page setup says.
type Options struct {
	// Tab is the name of the worksheet; letter case does not matter.
	Tab string
	// Index is the number of the worksheet, from 1, when there is no Tab.
	Index int
	// Range is printed instead of the print area, such as "B2:H40".
	Range string
	// FitWidth and FitHeight shrink the sheet to so many pages; 0 for any number
	// of them. With both 0 the sheet's own scale holds.
	FitWidth, FitHeight int
	// Orientation is "portrait" or "landscape".
	Orientation string
	// PaperWidth and PaperHeight are the size of upright paper in points; both
	// must be given.
	PaperWidth, PaperHeight float64
	// NoHeaderFooter leaves out the texts above and below.
	NoHeaderFooter bool
	// Date stands for today in headers and footers that show the date; with the
	// zero time these leave it out, so that equal inputs give equal bytes.
	Date time.Time
	// Fonts is the library of typefaces; nil means the process's own.
	Fonts *font.Library
}

// tab is the name of the worksheet to print.
func (o *Options) tab(w *read.Workbook) (string, error) {
	if o.Tab != "" || o.Index == 0 {
		return o.Tab, nil
	}
	tabs := w.Tabs()
	if o.Index < 1 || o.Index > len(tabs) {
		var names []string
		for i, t := range tabs {
			names = append(names, fmt.Sprintf("%d «%s»", i+1, t.Name))
		}
		return "", model.NewProblem("TAB_MISSING", fmt.Sprintf("the workbook has no tab number %d; it has: %s", o.Index, strings.Join(names, ", ")), nil)
	}
	return tabs[o.Index-1].Name, nil
}

// apply changes the page setup of a sheet as the options say.
func (o *Options) apply(m *model.Sheet) error {
	p := &m.Page
	if o.Range != "" {
		area, err := printRange(o.Range)
		if err != nil {
			return err
		}
		p.Areas = []model.Range{area}
	}
	if o.FitWidth > 0 || o.FitHeight > 0 {
		p.Fit, p.FitWidth, p.FitHeight = true, max(0, o.FitWidth), max(0, o.FitHeight)
	}
	level := p.Width > p.Height
	if o.PaperWidth > 0 && o.PaperHeight > 0 {
		p.Width, p.Height = o.PaperWidth, o.PaperHeight
		if level {
			p.Width, p.Height = max(o.PaperWidth, o.PaperHeight), min(o.PaperWidth, o.PaperHeight)
		}
	}
	switch o.Orientation {
	case "":
	case "portrait":
		p.Width, p.Height = min(p.Width, p.Height), max(p.Width, p.Height)
	case "landscape":
		p.Width, p.Height = max(p.Width, p.Height), min(p.Width, p.Height)
	default:
		return model.NewProblem("PAGE_SETUP_INVALID", fmt.Sprintf("«%s» is no orientation; use portrait or landscape", o.Orientation), nil)
	}
	if o.NoHeaderFooter {
		p.Texts = model.HeaderFooter{}
	}
	return nil
}

// printRange reads a cell or a range of cells.
func printRange(text string) (model.Range, error) {
	m := cellsPattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return model.Range{}, model.NewProblem("RANGE_INVALID", fmt.Sprintf("«%s» is not a range of cells; write it as B2:H40", text), nil)
	}
	if m[3] == "" {
		m[3], m[4] = m[1], m[2]
	}
	a, b, c, d := column(m[1]), column(m[3]), row(m[2]), row(m[4])
	r := model.Range{FirstCol: min(a, b), LastCol: max(a, b), FirstRow: min(c, d), LastRow: max(c, d)}
	if r.FirstRow < 1 || r.LastRow > lastRow || r.LastCol > lastCol {
		return r, model.NewProblem("RANGE_INVALID", fmt.Sprintf("«%s» lies outside of any worksheet: the last cell is XFD%d", text, lastRow), nil)
	}
	return r, nil
}
