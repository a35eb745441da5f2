package layout

import (
	"fmt"
	"math"

	"quire/engine/sheet/model"
)

const (
	// MaxPages bounds the printed pages of sheets, maxCandidates the pages that
	// are looked at for content, and maxLooked the rows, columns and cells among
	// which those of all areas are searched.
	MaxPages      = 2000
	maxCandidates = 200_000
	maxLooked     = 20_000_000
	// maxShown bounds the cells, empty ones too, that all pages show together.
	maxShown = 10_000_000
)

// Plan is how a sheet lies on its pages.
type Plan struct{ Pages []Page }

// Page is one sheet of paper.
type Page struct {
	// Scale of the cells, 1 for their own size.
	Scale float64
	// X and Y are where the cells begin on paper.
	X, Y float64
	// Panes are the parts of the sheet on it: the repeated titles and the cells.
	Panes []Pane
	// Notes are listed instead of cells on pages behind those.
	Notes []NoteLine
	// W and H are the size of all panes, before scaling.
	W, H float64
}

// Pane is a rectangle of cells on a page.
type Pane struct {
	Range model.Range
	// X and Y are its place from the page's first cell, before scaling.
	X, Y float64
	// SheetX and SheetY are its place on the sheet, W and H its size.
	SheetX, SheetY, W, H float64
}

// Pages divides the sheet into pages. The error has the code SHEET_TOO_LARGE.
func (s *Sheet) Pages() (*Plan, error) {
	p := s.Page
	if p.Width-p.Left-p.Right < 10 || p.Height-p.Top-p.Bottom < 10 {
		return nil, model.NewProblem("PAGE_SETUP_INVALID",
			fmt.Sprintf("the margins of tab «%s» leave no room on the paper; make them smaller in the page setup", s.Name), nil)
	}
	if s.ChartSheet {
		return &Plan{Pages: []Page{s.chartPage()}}, nil
	}
	areas := s.areas()
	s.measureHeadings()
	plan, shown, looked := &Plan{}, 0, 0
	for _, a := range areas {
		scale := s.scale(a)
		rows, cols := s.spans(a, scale)
		looked += len(rows) + len(cols)
		if len(rows)*len(cols) > maxCandidates {
			looked += s.described()
		}
		candidates, ok := s.candidates(rows, cols)
		if !ok || looked > maxLooked {
			return nil, s.tooLarge()
		}
		for _, c := range candidates {
			if !s.visible(c) {
				continue
			}
			if len(plan.Pages) == MaxPages {
				return nil, s.tooLarge()
			}
			if shown += s.rows.shown(c.FirstRow, c.LastRow) * s.cols.shown(c.FirstCol, c.LastCol); shown > maxShown {
				return nil, model.NewProblem("SHEET_TOO_LARGE", fmt.Sprintf("the pages of tab «%s» show more than %d cells; set a smaller print area", s.Name, maxShown), nil)
			}
			plan.Pages = append(plan.Pages, s.page(c, scale))
		}
	}
	if len(plan.Pages) == 0 {
		first := model.Range{FirstRow: areas[0].FirstRow, FirstCol: areas[0].FirstCol, LastRow: areas[0].FirstRow, LastCol: areas[0].FirstCol}
		plan.Pages = []Page{s.page(first, s.scale(areas[0]))}
	}
	plan.Pages = append(plan.Pages, s.notePages()...)
	if len(plan.Pages) > MaxPages {
		return nil, s.tooLarge()
	}
	return plan, nil
}

// chartPage is the page that a chart fills up to the margins.
func (s *Sheet) chartPage() Page {
	b := s.chartBox()
	return Page{Scale: 1, X: s.Page.Left, Y: s.Page.Top, W: b.W, H: b.H,
		Panes: []Pane{{Range: model.Range{FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 1}, W: b.W, H: b.H}}}
}

// chartBox is the room between the margins, for the chart that is all of a tab.
func (s *Sheet) chartBox() Box {
	p := s.Page
	return Box{W: p.Width - p.Left - p.Right, H: p.Height - p.Top - p.Bottom}
}

func (s *Sheet) tooLarge() error {
	return model.NewProblem("SHEET_TOO_LARGE",
		fmt.Sprintf("tab «%s» would take more than %d pages; set a print area or fit it to fewer pages", s.Name, MaxPages), nil)
}

// maxRow is the last row of the format.
const maxRow = 1_048_576

// order lists the pages of an area in the order of printing.
func order(rows, cols []model.Span, overThenDown bool) []model.Range {
	var out []model.Range
	add := func(r, c model.Span) {
		out = append(out, model.Range{FirstRow: r.First, FirstCol: c.First, LastRow: r.Last, LastCol: c.Last})
	}
	if overThenDown {
		for _, r := range rows {
			for _, c := range cols {
				add(r, c)
			}
		}
		return out
	}
	for _, c := range cols {
		for _, r := range rows {
			add(r, c)
		}
	}
	return out
}

// page puts an area with its titles on paper.
func (s *Sheet) page(a model.Range, percent int) Page {
	scale := float64(percent) / 100
	top, bottom := s.margins(scale)
	paperW, paperH := s.Page.Width-s.Page.Left-s.Page.Right, s.Page.Height-top-bottom
	rows, rowAt, h := strips(s.rows, model.Span{First: a.FirstRow, Last: a.LastRow}, s.Page.TitleRows)
	cols, colAt, w := strips(s.cols, model.Span{First: a.FirstCol, Last: a.LastCol}, s.Page.TitleCols)
	p := Page{Scale: scale, X: s.Page.Left, Y: top, W: w + s.headW, H: h + s.headH}
	if s.RightToLeft {
		p.X = s.Page.Width - s.Page.Right - p.W*scale
	}
	if s.Page.CentreX {
		p.X = s.Page.Left + math.Max(0, (paperW-p.W*scale)/2)
	}
	if s.Page.CentreY {
		p.Y += math.Max(0, (paperH-p.H*scale)/2)
	}
	for i, r := range rows {
		for j, c := range cols {
			b := s.box(model.Range{FirstRow: r.First, FirstCol: c.First, LastRow: r.Last, LastCol: c.Last})
			p.Panes = append(p.Panes, Pane{
				Range: model.Range{FirstRow: r.First, FirstCol: c.First, LastRow: r.Last, LastCol: c.Last},
				X:     s.headW + colAt[j], Y: s.headH + rowAt[i], SheetX: b.X, SheetY: b.Y, W: b.W, H: b.H,
			})
		}
	}
	return p
}

// strips are the titles, when they come before the page, and the page's own
// rows or columns, with their places.
func strips(x *axis, own, titles model.Span) (out []model.Span, at []float64, size float64) {
	if titles.Last > 0 && titles.First < own.First {
		t := model.Span{First: titles.First, Last: min(titles.Last, own.First-1)}
		out, at, size = append(out, t), append(at, 0), x.between(t.First, t.Last)
	}
	return append(out, own), append(at, size), size + x.between(own.First, own.Last)
}
