package plan

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"quire/engine"
	"quire/engine/sheet"
)

// ExcelConfig says which part of the workbook is printed. Exactly one of Tab,
// Index, Pattern and AllTabs is set.
type ExcelConfig struct {
	// Tab is a worksheet's name; letter case does not matter.
	Tab string `json:"tab,omitempty"`
	// Index is a worksheet's number, from 1.
	Index int `json:"index,omitempty"`
	// Pattern matches the names of visible worksheets: * stands for any
	// characters, ? for one.
	Pattern string `json:"pattern,omitempty"`
	// AllTabs means all visible worksheets.
	AllTabs bool        `json:"allTabs,omitempty"`
	Print   PrintConfig `json:"print,omitzero"`
}

// PrintConfig overrides the page setup of worksheets; the zero value leaves it
// as it is.
type PrintConfig struct {
	// Range is a range of cells or a defined name.
	Range string `json:"range,omitempty"`
	// FitWidth and FitHeight are the pages that a worksheet is shrunk to; 0 for
	// any number.
	FitWidth    int         `json:"fitWidth,omitempty"`
	FitHeight   int         `json:"fitHeight,omitempty"`
	Orientation Orientation `json:"orientation,omitempty"`
	// Paper is "A4" or "LETTER".
	Paper string `json:"paper,omitempty"`
	// NoHeaderFooter leaves out headers and footers.
	NoHeaderFooter bool `json:"noHeaderFooter,omitempty"`
	// TableStyles draws the colours and lines that tables give their cells.
	TableStyles bool `json:"tableStyles,omitempty"`
}

// Orientation is how paper lies.
type Orientation string

// The orientations of paper.
const (
	OrientationPortrait  Orientation = "PORTRAIT"
	OrientationLandscape Orientation = "LANDSCAPE"
)

const (
	// maxTab is the most characters of a worksheet's name, which Excel counts in
	// UTF-16 (ECMA-376-1, 18.2.19 leaves the limits to the program).
	maxTab = 31
	// notInTab are the characters that Excel allows in no worksheet's name.
	notInTab = `[]:*?/\`
	// maxIndex is the most worksheets that may be counted off, and maxFit the
	// most pages that the file format knows for fitting (18.3.1.63).
	maxIndex = 10_000
	maxFit   = 32_767
)

// Faults are all that is wrong with the choice of worksheets and with how they
// are printed.
func (c ExcelConfig) Faults() []Fault {
	var all []Fault
	fault := func(wrong bool, key, why string, args ...any) {
		if wrong {
			all = append(all, Fault{key, fmt.Sprintf(why, args...)})
		}
	}
	choices := 0
	for _, set := range []bool{c.Tab != "", c.Index != 0, c.Pattern != "", c.AllTabs} {
		if set {
			choices++
		}
	}
	fault(choices == 0 || c.Tab != "" && strings.TrimSpace(c.Tab) == "", "tab", "give the name of the worksheet, or choose by index, pattern or allTabs")
	fault(choices > 1, "", "exactly one of tab, index, pattern and allTabs is needed")
	for _, given := range []struct{ key, name string }{{"tab", c.Tab}, {"pattern", c.Pattern}} {
		n := len(utf16.Encode([]rune(given.name)))
		fault(n > maxTab, given.key, "a worksheet's name has at most %d characters; this one has %d", maxTab, n)
	}
	fault(strings.ContainsAny(c.Tab, notInTab), "tab", "a worksheet's name contains none of %s; use pattern for several worksheets", notInTab)
	fault(strings.ContainsAny(c.Pattern, `[]:/\`), "pattern", "a worksheet's name contains none of %s; * stands for any characters and ? for one", `[]:/\`)
	fault(c.Index < 0 || c.Index > maxIndex, "index", "worksheets are counted from 1 to %d", maxIndex)
	return append(all, c.Print.faults("print.")...)
}

// faults are those of the keys below prefix.
func (c PrintConfig) faults(prefix string) []Fault {
	var all []Fault
	if c.Range != "" {
		if err := sheet.ParseRange(c.Range); err != nil {
			all = append(all, Fault{prefix + "range", err.Error()})
		}
	}
	for _, fit := range []struct {
		key   string
		pages int
	}{{"fitWidth", c.FitWidth}, {"fitHeight", c.FitHeight}} {
		if fit.pages < 0 || fit.pages > maxFit {
			all = append(all, Fault{prefix + fit.key, fmt.Sprintf("a worksheet is fitted to 1 to %d pages; leave it out for any number", maxFit)})
		}
	}
	return all
}

// options are the engine's options.
func (c ExcelConfig) options() *engine.ExcelOptions {
	p := c.Print
	return &engine.ExcelOptions{
		Tab: c.Tab, Index: c.Index, Pattern: c.Pattern, AllTabs: c.AllTabs,
		PrintOptions: engine.PrintOptions{
			Range: p.Range, FitWidth: p.FitWidth, FitHeight: p.FitHeight,
			Orientation: string(p.Orientation), Paper: p.Paper, NoHeaderFooter: p.NoHeaderFooter, TableStyles: p.TableStyles,
		},
	}
}

// Choose gives the names of those tabs of a workbook that are printed. The
// error lists the tabs that there are.
func (c ExcelConfig) Choose(tabs []sheet.Tab) ([]string, error) { return c.options().Choose(tabs) }

// chosen names the tabs in messages.
func (c *ExcelConfig) chosen() string {
	switch {
	case c == nil:
		return "tab «»"
	case c.Index != 0:
		return fmt.Sprintf("tab number %d", c.Index)
	case c.Pattern != "":
		return fmt.Sprintf("tabs like «%s»", c.Pattern)
	case c.AllTabs:
		return "visible tabs"
	}
	return fmt.Sprintf("tab «%s»", c.Tab)
}
