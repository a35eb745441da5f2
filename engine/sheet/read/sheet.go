package read

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"quire/engine/sheet/model"
)

// sheetReader collects one worksheet.
type sheetReader struct {
	ctx      context.Context // of the one call of Sheet that it lives for
	w        *Workbook
	sheet    *model.Sheet
	styles   *styleReader
	strings  []richText
	overlays []*model.Overlay
	rels     map[string]relation
	path     string
	fits     bool
	crowded  bool // there are more drawings than are kept
	// openNotes prints the notes that stand open.
	openNotes bool
	// objects are the sheet's controls and embedded documents by the number of their
	// shapes, which are in the part older.
	objects map[string]*node
	older   relation
	// defined are the workbook's names in lower case, once one has been asked for.
	defined map[string]string
	cells   int
	cut     int // texts that were too long
	// chartPoints counts the points of all charts, chartRows the rows that charts
	// and sparklines look at.
	chartPoints, chartRows int
	sparkPoints            int
	// chartBytes counts those of the charts' parts.
	chartBytes int
	// formulas without a stored value, to be calculated.
	uncached []address
	warnings []model.Warning
	// completed are the rules, by identifier, that newer ones complete.
	completed map[string]int
	// later is done when all cells are known.
	later []func()
	// others are the tabs whose cells drawings refer to, nil for unreadable ones.
	others map[string]*model.Sheet
	// plain reads cells only.
	plain bool
}

type address struct{ row, col int }

// Sheet reads a worksheet by its name; letter case does not matter.
func (w *Workbook) Sheet(ctx context.Context, tab string) (s *model.Sheet, warnings []model.Warning, err error) {
	defer func() {
		if r := recover(); r != nil {
			s, err = nil, unreadable(fmt.Errorf("%v", r))
		}
	}()
	i, err := w.index(tab)
	if err != nil {
		return nil, nil, err
	}
	r := &sheetReader{ctx: ctx, w: w, path: w.rels[w.sheets[i].rel].target}
	r.sheet = &model.Sheet{Name: w.sheets[i].name, FileName: w.name, Page: defaultPage(), ChartSheet: w.rels[w.sheets[i].rel].kind == "chartsheet"}
	if r.sheet.ChartSheet {
		r.sheet.Page.Width, r.sheet.Page.Height = r.sheet.Page.Height, r.sheet.Page.Width
	}
	if err := r.read(); err != nil {
		var p *model.Problem
		if errors.As(err, &p) || ctx.Err() != nil {
			return nil, nil, err
		}
		return nil, nil, unreadable(fmt.Errorf("tab «%s»: %w", r.sheet.Name, err))
	}
	r.names(i)
	if len(r.uncached) > 0 {
		if err := w.calc.ready(); err != nil {
			return nil, nil, err
		}
	}
	r.calculate()
	for _, do := range r.later {
		do()
	}
	r.controls(r.older)
	r.ruleTabs()
	return r.sheet, r.warnings, nil
}

func (r *sheetReader) warn(code, format string, args ...any) {
	r.warnings = append(r.warnings, model.Warning{Code: code, Message: fmt.Sprintf(format, args...)})
}

func (r *sheetReader) read() (err error) {
	if err := r.w.readShared(); err != nil {
		return err
	}
	r.styles, r.sheet.Styles, r.strings = r.w.looks, r.w.styleList, r.w.texts
	r.overlays = r.styles.overlays()
	r.sheet.Normal = r.styles.normal
	if r.rels, err = r.w.relations(r.path); err != nil {
		return err
	}
	r.sheet.WholePixels = r.w.excel
	r.sheet.Date1904 = r.w.root.kid("workbookPr").bool("date1904", false)
	part := r.w.part(r.path)
	if part == nil {
		return fmt.Errorf("%s is missing", r.path)
	}
	// Room for all rows at once spares memory in which they would grow.
	r.sheet.Rows = make([]model.Row, 0, min(lastRow, bytes.Count(part, []byte("<row"))))
	if err := r.stream(part); err != nil {
		return err
	}
	r.finish()
	return nil
}

// stream reads the sheet's part from its beginning to its end.
func (r *sheetReader) stream(part []byte) error {
	d := newDecoder(part)
	root := false
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		s, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case !root:
			root = true
		case s.Name.Local == "sheetData":
			if part, d, err = r.sheetData(part, d); err != nil {
				return err
			}
		default:
			n, err := subtree(d, s)
			if err != nil {
				return err
			}
			if err := r.element(n); err != nil {
				return err
			}
		}
	}
}

// sheetData reads the cells' part, where the decoder is, and gives what is left of
// the sheet's part and a decoder of it.
func (r *sheetReader) sheetData(part []byte, d *xml.Decoder) ([]byte, *xml.Decoder, error) {
	at := d.InputOffset()
	if !inUTF8(part) || bytes.HasSuffix(part[:at], []byte("/>")) {
		return part, d, r.rows(d, 0)
	}
	p := plainRows{r: r, text: part[at:]}
	if err := p.read(); err != nil {
		return nil, nil, err
	}
	part = p.text[p.at:]
	d = newDecoder(part)
	if p.done {
		return part, d, nil
	}
	return part, d, r.rows(d, p.last)
}

// inUTF8 tells that a part says nothing else of its encoding.
func inUTF8(part []byte) bool {
	const key = "encoding="
	head := bytes.ToLower(part[:min(len(part), 200)])
	i := bytes.Index(head, []byte(key))
	return i < 0 || i+len(key) < len(head) && bytes.HasPrefix(head[i+len(key)+1:], []byte("utf-8"))
}

// element takes what stands beside the cells.
func (r *sheetReader) element(n *node) error {
	if r.plain && n.name != "cols" {
		return nil
	}
	switch n.name {
	case "sheetPr":
		r.fits = n.kid("pageSetUpPr").bool("fitToPage", false)
	case "sheetViews":
		v := n.kid("sheetView")
		r.sheet.RightToLeft = v.bool("rightToLeft", false)
		r.sheet.HideZeros = !v.bool("showZeros", true)
	case "sheetFormatPr":
		r.sheet.Format = model.Format{
			RowHeight: max(0, min(409.5, n.num("defaultRowHeight", 0))), ColWidth: max(0, min(255, n.num("defaultColWidth", 0))),
			BaseColWidth: max(0, min(255, n.num("baseColWidth", 8))), ZeroHeight: n.bool("zeroHeight", false),
		}
	case "cols":
		r.cols(n)
	case "mergeCells":
		for _, k := range n.kids {
			if m, ok := rangeAddress(k.attr("ref")); ok {
				r.sheet.Merges = append(r.sheet.Merges, m)
			}
		}
		if n := len(r.sheet.Merges); n > maxMerges {
			return model.NewProblem("SHEET_TOO_LARGE", fmt.Sprintf("tab «%s» has %d merged ranges and %d are allowed", r.sheet.Name, n, maxMerges), nil)
		}
	case "conditionalFormatting":
		r.rules(n)
	case "hyperlinks":
		r.links(n)
	case "drawing":
		r.later = append(r.later, func() { r.drawings(r.rels[n.attr("id")]) })
	case "legacyDrawing":
		older := r.rels[n.attr("id")]
		if r.openNotes {
			r.later = append(r.later, func() { r.shownNotes(older) })
		}
		r.older = older
	case "legacyDrawingHF":
		r.headPictures(r.rels[n.attr("id")])
	case "tableParts":
		r.tableParts(n)
	case "extLst":
		r.extensions(n)
	case "controls", "oleObjects", "AlternateContent":
		r.foreign(n)
	default:
		r.pageElement(n)
	}
	return nil
}

func (r *sheetReader) cols(n *node) {
	for _, k := range n.kids {
		c := model.Col{
			First: max(1, k.int("min", 1)), Last: min(lastCol, k.int("max", 1)), Style: k.int("style", 0),
			Width: max(-1, min(255, k.num("width", -1))), Hidden: k.bool("hidden", false),
		}
		if c.First <= c.Last {
			r.sheet.Cols = append(r.sheet.Cols, c)
		}
	}
	slices.SortStableFunc(r.sheet.Cols, func(a, b model.Col) int { return a.First - b.First })
	// Ranges that overlap break the format's rules: the earlier keeps its columns.
	out := r.sheet.Cols[:0]
	for _, c := range r.sheet.Cols {
		if len(out) > 0 {
			c.First = max(c.First, out[len(out)-1].Last+1)
		}
		if c.First <= c.Last {
			out = append(out, c)
		}
	}
	r.sheet.Cols = out
}

func (r *sheetReader) links(n *node) {
	for _, k := range n.kids {
		rel := r.rels[k.attr("id")]
		area, ok := rangeAddress(k.attr("ref"))
		if ok && rel.external && safeURL(rel.target) && len(r.sheet.Links) < maxLinks {
			r.sheet.Links = append(r.sheet.Links, model.Link{Range: area, URL: rel.target})
		}
	}
}

// safeURL lets through addresses that a reader of a booklet may follow.
func safeURL(u string) bool {
	low := strings.ToLower(u)
	for _, scheme := range []string{"http://", "https://", "mailto:", "tel:"} {
		if strings.HasPrefix(low, scheme) {
			return true
		}
	}
	return false
}

// finish puts in order what the file may give in any order.
func (r *sheetReader) finish() {
	s := r.sheet
	slices.SortStableFunc(s.Rows, func(a, b model.Row) int { return a.Index - b.Index })
	for i := range s.Rows {
		slices.SortStableFunc(s.Rows[i].Cells, func(a, b model.Cell) int { return a.Col - b.Col })
	}
	s.Rows = joinRows(s.Rows)
	for i := range s.Rows {
		s.Rows[i].Cells = lastOfEach(s.Rows[i].Cells)
	}
	s.Merges = separate(s.Merges)
	slices.SortStableFunc(s.Rules, func(a, b model.Rule) int { return a.Priority - b.Priority })
}

// lastOfEach drops cells that a later one of the same place takes the place of.
func lastOfEach(cells []model.Cell) []model.Cell {
	double := false
	for i := 1; i < len(cells) && !double; i++ {
		double = cells[i].Col == cells[i-1].Col
	}
	if !double {
		return cells
	}
	out := cells[:0]
	for i, c := range cells {
		if i+1 == len(cells) || cells[i+1].Col != c.Col {
			out = append(out, c)
		}
	}
	return out
}

// joinRows makes one row of several with the same number.
func joinRows(rows []model.Row) []model.Row {
	out := rows[:0]
	joined := 0 // places before it in out are in order
	inOrder := func() {
		if n := len(out); n > joined {
			slices.SortStableFunc(out[n-1].Cells, func(a, b model.Cell) int { return a.Col - b.Col })
		}
		joined = len(out)
	}
	for _, row := range rows {
		if n := len(out); n > 0 && out[n-1].Index == row.Index {
			out[n-1].Cells = append(out[n-1].Cells, row.Cells...)
			joined = n - 1
			continue
		}
		inOrder()
		out = append(out, row)
		joined = len(out)
	}
	inOrder()
	return out
}

// separate orders merges by their first cell and drops those that overlap an
// earlier one, comparing each with the merges that still reach its rows.
func separate(merges []model.Range) []model.Range {
	slices.SortStableFunc(merges, func(a, b model.Range) int {
		if a.FirstRow != b.FirstRow {
			return a.FirstRow - b.FirstRow
		}
		return a.FirstCol - b.FirstCol
	})
	var out, open []model.Range
	for _, m := range merges {
		open = slices.DeleteFunc(open, func(o model.Range) bool { return o.LastRow < m.FirstRow })
		if m.FirstRow == m.LastRow && m.FirstCol == m.LastCol || slices.ContainsFunc(open, m.Overlaps) {
			continue
		}
		open, out = append(open, m), append(out, m)
	}
	return out
}
