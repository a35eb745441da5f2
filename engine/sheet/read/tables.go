package read

import (
	"strconv"
	"strings"

	"quire/engine/sheet/model"
)

// maxTables bounds the tables of a sheet.
const maxTables = 1000

// tableParts reads the tables of the sheet (ECMA-376 part 1, 18.5.1.2).
func (r *sheetReader) tableParts(n *node) {
	for _, k := range n.kids {
		if len(r.sheet.Tables) == maxTables {
			return
		}
		t, err := parseTree(r.w.part(r.rels[k.attr("id")].target))
		if err != nil || t.name != "table" {
			continue
		}
		area, ok := rangeAddress(t.attr("ref"))
		info := t.kid("tableStyleInfo")
		if !ok || info.attr("name") == "" {
			continue
		}
		table := model.Table{
			Range: area, Name: t.attr("displayName"), StyleName: info.attr("name"), Headers: max(0, t.int("headerRowCount", 1)), Totals: max(0, t.int("totalsRowCount", 0)),
			RowStripes: [2]int{1, 1}, ColStripes: [2]int{1, 1},
			FirstColumn: info.bool("showFirstColumn", false), LastColumn: info.bool("showLastColumn", false),
			StripedRows: info.bool("showRowStripes", false), StripedColumns: info.bool("showColumnStripes", false),
		}
		if r.tableStyle(&table, info.attr("name")) {
			r.sheet.Tables = append(r.sheet.Tables, table)
		} else {
			r.warn("TABLE_STYLE_NOT_DRAWN", "table «%s» has the style %s, which the workbook does not describe; the cells' own colours are drawn",
				t.attr("displayName"), info.attr("name"))
		}
	}
}

// tableStyle finds a style among those of the workbook and the built-in ones.
func (r *sheetReader) tableStyle(t *model.Table, name string) bool {
	for _, k := range r.styles.root.kid("tableStyles").kids {
		if k.name == "tableStyle" && k.attr("name") == name {
			r.ownTableStyle(t, k)
			return true
		}
	}
	return builtinTable(&t.Style, r.styles.palette.theme, name)
}

// tablePartNames are the parts by their names (ECMA-376 part 1, 18.18.93).
var tablePartNames = map[string]int{
	"wholeTable": model.WholeTable, "headerRow": model.HeaderRow, "totalRow": model.TotalRow, "firstColumn": model.FirstTableColumn,
	"lastColumn": model.LastTableColumn, "firstRowStripe": model.FirstRowStripe, "secondRowStripe": model.SecondRowStripe,
	"firstColumnStripe": model.FirstColumnStripe, "secondColumnStripe": model.SecondColumnStripe, "firstHeaderCell": model.FirstHeaderCell,
	"lastHeaderCell": model.LastHeaderCell, "firstTotalCell": model.FirstTotalCell, "lastTotalCell": model.LastTotalCell,
}

// ownTableStyle reads a style of the workbook (ECMA-376 part 1, 18.8.40).
func (r *sheetReader) ownTableStyle(t *model.Table, n *node) {
	const longest = 9 // of a stripe, by the format
	dxfs := r.styles.root.kid("dxfs").kids
	for _, k := range n.kids {
		part, known := tablePartNames[k.attr("type")]
		i := k.int("dxfId", -1)
		if !known || i < 0 || i >= len(dxfs) || i >= len(r.overlays) {
			continue
		}
		look := &model.TableLook{Overlay: *r.overlays[i]}
		border := dxfs[i].kid("border")
		line := func(name string) model.Line {
			e := border.kid(name)
			return model.Line{Style: lineStyles[e.attr("style")], Colour: r.styles.palette.colour(e.kid("color")).RGB}
		}
		look.Vertical, look.Horizontal = line("vertical"), line("horizontal")
		t.Style[part] = look
		size := max(1, min(longest, k.int("size", 1)))
		switch part {
		case model.FirstRowStripe:
			t.RowStripes[0] = size
		case model.SecondRowStripe:
			t.RowStripes[1] = size
		case model.FirstColumnStripe:
			t.ColStripes[0] = size
		case model.SecondColumnStripe:
			t.ColStripes[1] = size
		}
	}
}

// builtin makes the looks of a built-in style in the colours of a theme.
type builtin struct {
	theme []uint32
	// accent is the number of the style's colour in the theme: 1 for the text's.
	accent int
}

// colour is the style's own one with a tint; that of the text is mirrored at the
// background's, so that it is light.
func (b builtin) colour(tint float64) model.Colour { return model.RGB(tinted(b.theme[b.accent], tint)) }

// pale is a light shade of the style's colour: of the background's for black styles.
func (b builtin) pale(accent, black float64) model.Colour {
	if b.accent == 1 {
		return model.RGB(tinted(b.theme[0], black))
	}
	return b.colour(accent)
}

func (b builtin) paper() model.Colour { return model.RGB(b.theme[0]) }
func (b builtin) ink() model.Colour   { return model.RGB(b.theme[1]) }

// table is the look of a part with bold or plain text in a colour on a fill.
func table(bold bool, text, fill model.Colour) *model.TableLook {
	l := &model.TableLook{}
	l.Colour, l.Fill.Colour = text, fill
	if bold {
		l.Bold = &bold
	}
	return l
}

// edged gives a look lines at edges: t, b, l and r are its outer ones, v and h those
// within.
func edged(l *model.TableLook, edges string, style model.LineStyle, colour model.Colour) *model.TableLook {
	line := model.Line{Style: style, Colour: colour.RGB}
	if l.Border == nil {
		l.Border = &model.Border{}
	}
	for _, e := range edges {
		switch e {
		case 't':
			l.Border.Top = line
		case 'b':
			l.Border.Bottom = line
		case 'l':
			l.Border.Left = line
		case 'r':
			l.Border.Right = line
		case 'v':
			l.Vertical = line
		case 'h':
			l.Horizontal = line
		}
	}
	return l
}

// builtinTable fills in one of the 60 built-in styles, as they are listed in the
// presets that ECMA-376 part 1 comes with; false for another name. They come in
// families of seven: the text's colour and the six accents.
func builtinTable(s *[model.TableParts]*model.TableLook, theme []uint32, name string) bool {
	for family, most := range map[string]int{"TableStyleLight": 21, "TableStyleMedium": 28, "TableStyleDark": 11} {
		digits, ok := strings.CutPrefix(name, family)
		n, err := strconv.Atoi(digits)
		if !ok || err != nil || n < 1 || n > most {
			continue
		}
		b := builtin{theme, 1}
		if c := (n - 1) % 7; c > 0 {
			b.accent = 3 + c
		}
		switch kind := (n - 1) / 7; family {
		case "TableStyleLight":
			b.light(s, kind)
		case "TableStyleMedium":
			b.medium(s, kind)
		default:
			if kind == 1 {
				// Dark styles from the eighth on have two accents.
				b.accent = [4]int{1, 4, 6, 8}[n-8]
				b.twofold(s)
			} else {
				b.dark(s)
			}
		}
		return true
	}
	return false
}

func (b builtin) light(s *[model.TableParts]*model.TableLook, kind int) {
	none, line := model.Colour{}, b.colour(0)
	bold := func() *model.TableLook { return table(true, none, none) }
	stripe := b.pale(.8, -.15)
	s[model.FirstTableColumn], s[model.LastTableColumn] = bold(), bold()
	switch kind {
	case 0:
		text := b.ink()
		if b.accent != 1 {
			text = b.colour(-.25)
		}
		s[model.WholeTable] = edged(table(false, text, none), "tb", model.LineThin, line)
		s[model.HeaderRow] = edged(table(true, text, none), "b", model.LineThin, line)
		s[model.TotalRow] = edged(table(true, text, none), "t", model.LineThin, line)
		s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, stripe), table(false, none, stripe)
	case 1:
		s[model.WholeTable] = edged(table(false, b.ink(), none), "tblr", model.LineThin, line)
		s[model.HeaderRow] = table(true, b.paper(), line)
		s[model.TotalRow] = edged(bold(), "t", model.LineDouble, line)
		s[model.FirstRowStripe] = edged(table(false, none, none), "tb", model.LineThin, line)
		s[model.FirstColumnStripe] = edged(table(false, none, none), "lr", model.LineThin, line)
	default:
		s[model.WholeTable] = edged(table(false, b.ink(), none), "tblrvh", model.LineThin, line)
		s[model.HeaderRow] = edged(bold(), "b", model.LineMedium, line)
		s[model.TotalRow] = edged(bold(), "t", model.LineDouble, line)
		s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, stripe), table(false, none, stripe)
	}
}

func (b builtin) medium(s *[model.TableParts]*model.TableLook, kind int) {
	none, full := model.Colour{}, b.colour(0)
	inner := full
	if b.accent != 1 {
		inner = b.colour(.4)
	}
	switch kind {
	case 0:
		s[model.WholeTable] = edged(table(false, b.ink(), none), "tblrh", model.LineThin, inner)
		s[model.HeaderRow] = table(true, b.paper(), full)
		s[model.TotalRow] = edged(table(true, none, none), "t", model.LineDouble, full)
		s[model.FirstTableColumn], s[model.LastTableColumn] = table(true, none, none), table(true, none, none)
		s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, b.pale(.8, -.15)), table(false, none, b.pale(.8, -.15))
	case 1:
		s[model.WholeTable] = edged(table(false, b.ink(), b.pale(.8, -.15)), "vh", model.LineThin, b.paper())
		s[model.HeaderRow] = edged(table(true, b.paper(), full), "b", model.LineThick, b.paper())
		s[model.TotalRow] = edged(table(true, b.paper(), full), "t", model.LineThick, b.paper())
		s[model.FirstTableColumn], s[model.LastTableColumn] = table(true, b.paper(), full), table(true, b.paper(), full)
		s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, b.pale(.6, -.35)), table(false, none, b.pale(.6, -.35))
	case 2:
		grey := model.RGB(tinted(b.theme[0], -.15))
		s[model.WholeTable] = edged(table(false, b.ink(), none), "tb", model.LineMedium, b.ink())
		if b.accent == 1 {
			edged(s[model.WholeTable], "lrvh", model.LineThin, b.ink())
		}
		s[model.HeaderRow] = edged(table(true, b.paper(), full), "b", model.LineMedium, b.ink())
		s[model.TotalRow] = edged(table(false, none, none), "t", model.LineDouble, b.ink())
		s[model.FirstTableColumn], s[model.LastTableColumn] = table(true, b.paper(), full), table(true, b.paper(), full)
		s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, grey), table(false, none, grey)
	default:
		s[model.WholeTable] = edged(table(false, b.ink(), b.pale(.8, -.15)), "tblrvh", model.LineThin, inner)
		s[model.HeaderRow] = table(true, none, none)
		s[model.TotalRow] = edged(table(true, none, none), "t", model.LineMedium, full)
		s[model.FirstTableColumn], s[model.LastTableColumn] = table(true, none, none), table(true, none, none)
		s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, b.pale(.6, -.35)), table(false, none, b.pale(.6, -.35))
	}
}

// dark styles have light text on their colour.
func (b builtin) dark(s *[model.TableParts]*model.TableLook) {
	none, whole, total, strong := model.Colour{}, b.colour(0), b.colour(-.5), b.colour(-.25)
	if b.accent == 1 {
		whole, total, strong = b.colour(.45), b.colour(.15), b.colour(.25)
	}
	s[model.WholeTable] = table(false, b.paper(), whole)
	s[model.HeaderRow] = edged(table(true, b.paper(), b.ink()), "b", model.LineMedium, b.paper())
	s[model.TotalRow] = edged(table(true, b.paper(), total), "t", model.LineMedium, b.paper())
	s[model.FirstTableColumn] = edged(table(true, b.paper(), strong), "r", model.LineMedium, b.paper())
	s[model.LastTableColumn] = edged(table(true, b.paper(), strong), "l", model.LineMedium, b.paper())
	s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, strong), table(false, none, strong)
}

// twofold styles have headers in the accent that follows their own.
func (b builtin) twofold(s *[model.TableParts]*model.TableLook) {
	none, header := model.Colour{}, b.ink()
	if b.accent != 1 {
		header = model.RGB(b.theme[b.accent+1])
	}
	s[model.WholeTable] = table(false, b.ink(), b.pale(.8, -.15))
	s[model.HeaderRow] = table(true, b.paper(), header)
	s[model.TotalRow] = edged(table(true, none, none), "t", model.LineDouble, b.ink())
	s[model.FirstTableColumn], s[model.LastTableColumn] = table(true, none, none), table(true, none, none)
	s[model.FirstRowStripe], s[model.FirstColumnStripe] = table(false, none, b.pale(.6, -.35)), table(false, none, b.pale(.6, -.35))
}
