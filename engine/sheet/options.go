package sheet

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
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
	// Pattern matches the names of visible worksheets, of which all are printed,
	// when there is neither: * stands for any characters, ? for one.
	Pattern string
	// AllTabs prints all visible worksheets.
	AllTabs bool
	// Range is printed instead of the print area: cells such as "B2:H40", or a
	// defined name of the workbook.
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
	// TableStyles draws the looks of tables, as Excel prints them; without it cells
	// have their own only, as LibreOffice prints them.
	TableStyles bool
	// Date stands for today in headers and footers that show the date; with the
	// zero time these leave it out, so that equal inputs give equal bytes.
	Date time.Time
	// Fonts is the library of typefaces; nil means the process's own.
	Fonts *font.Library
}

// apply changes the page setup of a sheet as the options say; areas are what
// the range means.
func (o *Options) apply(p *model.PageSetup, areas []model.Range) error {
	if len(areas) > 0 {
		p.Areas = areas
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

// areas gives the cells of the range on a tab: those that it names itself, or
// those of a defined name.
func (o *Options) areas(w *read.Workbook, tab string) ([]model.Range, error) {
	text := strings.TrimSpace(o.Range)
	if text == "" {
		return nil, nil
	}
	if m := cellsPattern().FindStringSubmatch(text); m != nil {
		area, err := printRange(text, m)
		return []model.Range{area}, err
	}
	return w.Named(tab, text)
}

// CheckRange tells whether [Options.Range] can be printed of a tab; its errors
// are those of [Render], with the code RANGE_INVALID.
func (w *Workbook) CheckRange(tab, text string) error {
	_, err := (&Options{Range: text}).areas(w.file, tab)
	return err
}

// ParseRange checks the form of a range to print: cells, or what may be a
// defined name. Whether a workbook has the name is seen when it is printed.
func ParseRange(text string) error {
	text = strings.TrimSpace(text)
	if m := cellsPattern().FindStringSubmatch(text); m != nil {
		_, err := printRange(text, m)
		return err
	}
	if len([]rune(text)) > maxName || !namePattern().MatchString(text) {
		return model.NewProblem("RANGE_INVALID", fmt.Sprintf("«%s» is neither a range of cells, such as B2:H40, nor a defined name", text), nil)
	}
	return nil
}

// maxName is the longest defined name; namePattern is its form (ECMA-376 part
// 1, 18.17.2.5).
const maxName = 255

var namePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\pL_\\][\pL\pN\pM_.\\?]*$`)
})

// printRange makes a range of what cellsPattern found in the text.
func printRange(text string, m []string) (model.Range, error) {
	last := m[3:5]
	if m[3] == "" {
		last = m[1:3]
	}
	a, b, c, d := column(m[1]), column(last[0]), row(m[2]), row(last[1])
	r := model.Range{FirstCol: min(a, b), LastCol: max(a, b), FirstRow: min(c, d), LastRow: max(c, d)}
	if r.FirstRow < 1 || r.LastRow > lastRow || r.LastCol > lastCol {
		return r, model.NewProblem("RANGE_INVALID", fmt.Sprintf("«%s» lies outside of any worksheet: the last cell is XFD%d", text, lastRow), nil)
	}
	return r, nil
}
