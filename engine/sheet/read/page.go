package read

import (
	"slices"

	"quire/engine/sheet/model"
)

const inch = 72

// defaultPage is the page of a sheet without any setup, as LibreOffice prints
// it: A4 with its margins for such sheets. A page setup that names no paper means
// Letter.
func defaultPage() model.PageSetup {
	return model.PageSetup{
		Width: 210 * inch / 25.4, Height: 297 * inch / 25.4, Left: .748 * inch, Right: .748 * inch, Top: .984 * inch, Bottom: .984 * inch,
		Header: .512 * inch, Footer: .512 * inch, Scale: 100, FitWidth: 1, FitHeight: 1, FirstPage: 1,
		Texts: model.HeaderFooter{ScaleWithSheet: true},
	}
}

// papers by their number, in millimetres (ECMA-376 part 1, 18.3.1.63).
var papers = map[int][2]float64{
	1: {215.9, 279.4}, 2: {215.9, 279.4}, 3: {279.4, 431.8}, 4: {431.8, 279.4}, 5: {215.9, 355.6}, 6: {139.7, 215.9},
	7: {184.15, 266.7}, 8: {297, 420}, 9: {210, 297}, 10: {210, 297}, 11: {148, 210}, 12: {257, 364}, 13: {182, 257},
	14: {215.9, 330.2}, 15: {215, 275}, 16: {254, 355.6}, 17: {279.4, 431.8}, 18: {215.9, 279.4}, 19: {98.4, 225.4},
	20: {104.8, 241.3}, 21: {114.3, 263.5}, 22: {120.7, 279.4}, 23: {127, 292.1}, 24: {431.8, 558.8}, 25: {558.8, 863.6},
	26: {863.6, 1117.6}, 27: {110, 220}, 28: {162, 229}, 29: {324, 458}, 30: {229, 324}, 31: {114, 162}, 32: {114, 229},
	33: {250, 353}, 34: {176, 250}, 35: {176, 125}, 36: {110, 230}, 37: {98.4, 190.5}, 38: {92.1, 165.1}, 39: {377.8, 279.4},
	40: {215.9, 304.8}, 41: {215.9, 330.2}, 42: {250, 353}, 43: {100, 148}, 50: {235.6, 304.8}, 51: {235.6, 381}, 53: {235.6, 322.3},
	54: {215.9, 279.4}, 55: {210, 297}, 56: {235.6, 304.8}, 57: {227, 356}, 58: {305, 487}, 59: {215.9, 322.3}, 60: {210, 330},
	61: {148, 210}, 62: {182, 257}, 63: {322, 445}, 64: {174, 235}, 65: {201, 276}, 66: {420, 594}, 67: {297, 420}, 68: {322, 445},
	69: {200, 148}, 70: {105, 148}, 75: {279.4, 215.9}, 76: {420, 297}, 77: {297, 210}, 78: {210, 148}, 79: {364, 257}, 80: {257, 182},
}

func (r *sheetReader) pageElement(n *node) {
	p := &r.sheet.Page
	switch n.name {
	case "printOptions":
		p.CentreX, p.CentreY = n.bool("horizontalCentered", false), n.bool("verticalCentered", false)
		p.GridLines, p.Headings = n.bool("gridLines", false), n.bool("headings", false)
	case "pageMargins":
		for name, m := range map[string]*float64{"left": &p.Left, "right": &p.Right, "top": &p.Top, "bottom": &p.Bottom, "header": &p.Header, "footer": &p.Footer} {
			*m = max(0, min(50, n.num(name, *m/inch))) * inch
		}
	case "pageSetup":
		r.pageSetup(n)
	case "headerFooter":
		p.Texts = model.HeaderFooter{
			Header: n.kid("oddHeader").text, Footer: n.kid("oddFooter").text,
			FirstHeader: n.kid("firstHeader").text, FirstFooter: n.kid("firstFooter").text,
			EvenHeader: n.kid("evenHeader").text, EvenFooter: n.kid("evenFooter").text,
			DifferentFirst: n.bool("differentFirst", false), DifferentEven: n.bool("differentOddEven", false),
			ScaleWithSheet: n.bool("scaleWithDoc", true),
		}
	case "rowBreaks":
		p.RowBreaks = breaks(n)
	case "colBreaks":
		p.ColBreaks = breaks(n)
	}
}

func (r *sheetReader) pageSetup(n *node) {
	p := &r.sheet.Page
	const mm = inch / 25.4
	r.openNotes = n.attr("cellComments") == "asDisplayed"
	if n.attr("cellComments") == "atEnd" && len(r.sheet.Notes) == 0 {
		r.notes()
	}
	// A number that only a printer's driver knows means upright A4, whatever the
	// orientation, as in LibreOffice.
	size, known := papers[n.int("paperSize", 1)]
	if !known {
		size = papers[9]
	}
	p.Width, p.Height = size[0]*mm, size[1]*mm
	// Charts lie unless they are to stand, as in Excel.
	if o := n.attr("orientation"); known && (o == "landscape" || r.sheet.ChartSheet && o != "portrait") {
		p.Width, p.Height = p.Height, p.Width
	}
	if s := n.int("scale", 100); s >= 10 && s <= 400 {
		p.Scale = s
	}
	p.FitWidth, p.FitHeight = max(0, n.int("fitToWidth", 1)), max(0, n.int("fitToHeight", 1))
	p.OverThenDown = n.attr("pageOrder") == "overThenDown"
	p.Errors = n.attr("errors")
	p.BlackAndWhite = n.bool("blackAndWhite", false)
	if n.bool("useFirstPageNumber", false) {
		p.FirstPage = n.int("firstPageNumber", 1)
	}
}

func breaks(n *node) []int {
	var out []int
	for _, b := range n.kids {
		if id := b.int("id", 0); b.name == "brk" && id > 0 {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// names reads what the workbook's defined names say about printing the sheet
// (ECMA-376 part 1, 18.2.5).
func (r *sheetReader) names(index int) {
	p := &r.sheet.Page
	p.Fit = r.fits
	for _, n := range r.w.root.kid("definedNames").kids {
		if n.int("localSheetId", -1) != index {
			continue
		}
		switch n.attr("name") {
		case "_xlnm.Print_Area":
			p.Areas = ranges(n.text, ',')
			if len(p.Areas) == 0 && n.text != "" && n.text != "#REF!" {
				r.warn("PRINT_AREA_IGNORED", "the print area of tab «%s» is not a list of ranges (%.60s); all used cells are printed", r.sheet.Name, n.text)
			}
		case "_xlnm.Print_Titles":
			for _, t := range ranges(n.text, ',') {
				switch {
				case t.FirstCol == 1 && t.LastCol == lastCol:
					p.TitleRows = model.Span{First: t.FirstRow, Last: t.LastRow}
				case t.FirstRow == 1 && t.LastRow == lastRow:
					p.TitleCols = model.Span{First: t.FirstCol, Last: t.LastCol}
				}
			}
		}
	}
}
