package sample

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// ProposalTab is the worksheet that the sample book prints.
const ProposalTab = "DBL PROPOSAL"

// CensusTab is the worksheet with all insured lives, a row each.
const CensusTab = "Census"

// rate is one carrier's offer for statutory disability benefits (DBL) and paid
// family leave (PFL).
type rate struct {
	carrier, rating string
	dbl, pfl        float64
}

var rates = []rate{
	{"Hudson Mutual (current)", "A", 2.85, 4.10},
	{"First Harbor Life", "A+", 2.60, 3.95},
	{"Keystone Assurance", "A", 2.72, 3.98},
	{"Zürich & Łódź Re", "A-", 2.55, 4.20},
	{"Northern Guaranty", "B++", 2.49, 4.35},
}

// Workbook makes the account manager's workbook for a customer with so many
// insured lives: the tab "DBL PROPOSAL" and the tab "Census" that it draws on.
func Workbook(customer, period string, lives int) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	w := &sheetWriter{f: f, sheet: ProposalTab}
	if err := f.SetSheetName("Sheet1", ProposalTab); err != nil {
		return nil, err
	}
	if _, err := f.NewSheet(CensusTab); err != nil {
		return nil, err
	}
	w.proposal(customer, period, lives)
	w.census(lives)
	if w.err != nil {
		return nil, fmt.Errorf("sample workbook: %w", w.err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// sheetWriter keeps the first error, so that a sheet reads like a list.
type sheetWriter struct {
	f     *excelize.File
	sheet string
	err   error
}

func (w *sheetWriter) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *sheetWriter) set(cell string, v any) { w.do(w.f.SetCellValue(w.sheet, cell, v)) }

func (w *sheetWriter) style(from, to string, s excelize.Style) {
	id, err := w.f.NewStyle(&s)
	w.do(err)
	w.do(w.f.SetCellStyle(w.sheet, from, to, id))
}

const (
	navy  = "1F3864"
	pale  = "DDE6F3"
	green = "E2F0D9"
	money = `_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)`
)

// payroll is the taxable payroll of a company with so many employees.
func payroll(lives int) float64 { return 61480.5 * float64(lives) }

func thin(color string) []excelize.Border {
	var b []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		b = append(b, excelize.Border{Type: side, Color: color, Style: 1})
	}
	return b
}

func (w *sheetWriter) proposal(customer, period string, lives int) {
	f, s := w.f, w.sheet
	w.do(f.SetColWidth(s, "A", "A", 30))
	w.do(f.SetColWidth(s, "B", "B", 8))
	w.do(f.SetColWidth(s, "C", "F", 14))
	w.do(f.SetColWidth(s, "G", "H", 17))
	w.do(f.MergeCell(s, "A1", "H1"))
	w.set("A1", "Statutory Disability and Paid Family Leave: Proposal")
	w.do(f.SetRowHeight(s, 1, 30))
	w.style("A1", "H1", excelize.Style{
		Font:      &excelize.Font{Bold: true, Size: 16, Color: "FFFFFF", Family: "Calibri"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{navy}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
	})
	for i, row := range [][2]any{{"Customer", customer}, {"Period", period}, {"Insured lives", lives}, {"Payroll, taxable", payroll(lives)}} {
		r := i + 3
		w.set(fmt.Sprintf("A%d", r), row[0])
		w.set(fmt.Sprintf("C%d", r), row[1])
		w.do(f.MergeCell(s, fmt.Sprintf("C%d", r), fmt.Sprintf("E%d", r)))
		w.style(fmt.Sprintf("A%d", r), fmt.Sprintf("A%d", r), excelize.Style{Font: &excelize.Font{Family: "Calibri", Bold: true}})
		w.style(fmt.Sprintf("C%d", r), fmt.Sprintf("E%d", r), excelize.Style{Alignment: &excelize.Alignment{Horizontal: "left"}})
	}
	format := `"$"#,##0`
	w.style("C6", "E6", excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "left"}})
	w.offers(8, lives)
	w.do(f.SetCellStr(s, "A16", "Rates are per employee and month for DBL, and per $1,000 of taxable payroll a year for PFL. They hold for twelve months, subject to the carrier's underwriting of the final census."))
	w.do(f.MergeCell(s, "A16", "H17"))
	w.do(f.SetRowHeight(s, 16, 18))
	w.do(f.SetRowHeight(s, 17, 18))
	w.style("A16", "H17", excelize.Style{Font: &excelize.Font{Family: "Calibri", Italic: true, Size: 9, Color: "595959"}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	landscape, letter, fit := "landscape", 1, 1
	w.do(f.SetPageLayout(s, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &letter, FitToWidth: &fit, FitToHeight: &fit}))
	yes := true
	w.do(f.SetSheetProps(s, &excelize.SheetPropsOptions{FitToPage: &yes}))
	w.do(f.SetHeaderFooter(s, &excelize.HeaderFooterOptions{OddFooter: "&L&8 " + customer + "&C&8 " + period + "&R&8Page &P of &N"}))
}

// offers writes the table of carriers with its head in the given row.
func (w *sheetWriter) offers(head, lives int) {
	last := head + len(rates)
	for i, h := range []string{"Carrier", "Rating", "DBL, per month", "PFL, per $1,000", "DBL, a year", "PFL, a year", "Total, a year", "Against current"} {
		cell, _ := excelize.CoordinatesToCellName(i+1, head)
		w.set(cell, h)
	}
	w.style(fmt.Sprintf("A%d", head), fmt.Sprintf("H%d", head), excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Bold: true, Color: navy},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}},
		Border:    thin(navy),
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
	})
	w.do(w.f.SetRowHeight(w.sheet, head, 32))
	var current float64
	for i, r := range rates {
		n := head + 1 + i
		dbl, pfl := r.dbl*12*float64(lives), r.pfl*payroll(lives)/1000
		if i == 0 {
			current = dbl + pfl
		}
		w.set(fmt.Sprintf("A%d", n), r.carrier)
		w.set(fmt.Sprintf("B%d", n), r.rating)
		w.set(fmt.Sprintf("C%d", n), r.dbl)
		w.set(fmt.Sprintf("D%d", n), r.pfl)
		w.set(fmt.Sprintf("E%d", n), dbl)
		w.set(fmt.Sprintf("F%d", n), pfl)
		w.set(fmt.Sprintf("G%d", n), dbl+pfl)
		w.set(fmt.Sprintf("H%d", n), (dbl+pfl)/current-1)
	}
	dollars, percent := money, `+0.0%;[Red]-0.0%;0.0%`
	first, end := head+1, last
	w.style(fmt.Sprintf("A%d", first), fmt.Sprintf("A%d", end), excelize.Style{Border: thin("A6A6A6")})
	w.style(fmt.Sprintf("B%d", first), fmt.Sprintf("B%d", end), excelize.Style{Border: thin("A6A6A6"), Alignment: &excelize.Alignment{Horizontal: "center"}})
	w.style(fmt.Sprintf("C%d", first), fmt.Sprintf("G%d", end), excelize.Style{Border: thin("A6A6A6"), CustomNumFmt: &dollars})
	w.style(fmt.Sprintf("H%d", first), fmt.Sprintf("H%d", end), excelize.Style{Border: thin("A6A6A6"), CustomNumFmt: &percent})
	best := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{green}}
	w.style(fmt.Sprintf("A%d", first+1), fmt.Sprintf("A%d", first+1), excelize.Style{Border: thin("A6A6A6"), Fill: best, Font: &excelize.Font{Family: "Calibri", Bold: true}})
	w.style(fmt.Sprintf("G%d", first+1), fmt.Sprintf("G%d", first+1), excelize.Style{Border: thin("A6A6A6"), Fill: best, Font: &excelize.Font{Family: "Calibri", Bold: true}, CustomNumFmt: &dollars})
}

func (w *sheetWriter) census(lives int) {
	w.sheet = CensusTab
	w.do(w.f.SetColWidth(w.sheet, "B", "D", 14))
	for i, h := range []string{"No.", "Class", "Hired", "Salary"} {
		cell, _ := excelize.CoordinatesToCellName(i+1, 1)
		w.set(cell, h)
	}
	for i := range lives {
		w.set(fmt.Sprintf("A%d", i+2), i+1)
		w.set(fmt.Sprintf("B%d", i+2), []string{"Office", "Field", "Management"}[i%3])
		w.set(fmt.Sprintf("C%d", i+2), 42000+i*31)
		w.set(fmt.Sprintf("D%d", i+2), 48000+(i*7919)%40000)
	}
	w.style("C2", fmt.Sprintf("C%d", lives+1), excelize.Style{NumFmt: 14})
}
