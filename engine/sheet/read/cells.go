package read

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"quire/engine/sheet/model"
)

// rows reads the cells' part of a sheet behind a row, up to its end.
func (r *sheetReader) rows(d *xml.Decoder, last int) error {
	for {
		t, err := d.RawToken()
		if err != nil {
			return unexpected(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if t.Name.Local != "row" {
				if err := skip(d); err != nil {
					return err
				}
				continue
			}
			if err := r.ctx.Err(); err != nil {
				return err
			}
			a := rowAttributes{}
			for _, attribute := range t.Attr {
				a.take([]byte(attribute.Name.Local), []byte(attribute.Value))
			}
			row := r.rowOf(a, last+1)
			if err := r.rowCells(d, &row); err != nil {
				return err
			}
			last = row.Index
			if err := r.addRow(row); err != nil {
				return err
			}
		}
	}
}

// addRow keeps a row that has a place on a sheet.
func (r *sheetReader) addRow(row model.Row) error {
	if len(r.sheet.Rows) == lastRow {
		return errNodes
	}
	if row.Index >= 1 && row.Index <= lastRow {
		r.sheet.Rows = append(r.sheet.Rows, row)
	}
	return nil
}

// rowAttributes are what a row says of itself (ECMA-376 part 1, 18.3.1.73).
type rowAttributes struct {
	index, height, hidden, custom, style, fixed string
}

func (a *rowAttributes) take(name, value []byte) {
	switch string(name) {
	case "r":
		a.index = string(value)
	case "ht":
		a.height = string(value)
	case "customHeight":
		a.fixed = string(value)
	case "hidden":
		a.hidden = string(value)
	case "customFormat":
		a.custom = string(value)
	case "s":
		a.style = string(value)
	}
}

func (r *sheetReader) rowOf(a rowAttributes, index int) model.Row {
	row := model.Row{
		Index: integer(a.index, index), Height: min(409.5, number(a.height, -1)),
		Hidden: boolean(a.hidden, false), Custom: boolean(a.fixed, false), Style: -1,
	}
	if boolean(a.custom, false) {
		row.Style = r.style(a.style)
	}
	return row
}

// style checks the number of a style.
func (r *sheetReader) style(s string) int {
	if i := integer(s, 0); i > 0 && i < len(r.sheet.Styles) {
		return i
	}
	return 0
}

func (r *sheetReader) rowCells(d *xml.Decoder, row *model.Row) error {
	col := 0
	for {
		t, err := d.RawToken()
		if err != nil {
			return unexpected(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := skip(d); err != nil {
					return err
				}
				continue
			}
			col++
			if _, c, ok := cellAddress(attr(t.Attr, "r")); ok && c > 0 {
				col = c
			}
			if err := r.cell(d, t, row, col); err != nil {
				return err
			}
		}
	}
}

// rawCell is what a cell's element contains.
type rawCell struct {
	kind, value   string
	hasValue, has bool // has: a formula
	inline        *node
}

func (r *sheetReader) cell(d *xml.Decoder, s xml.StartElement, row *model.Row, col int) error {
	raw := rawCell{kind: attr(s.Attr, "t")}
	if err := raw.read(d); err != nil {
		return err
	}
	return r.addCell(row, model.Cell{Col: col, Style: r.style(attr(s.Attr, "s"))}, raw)
}

// addCell gives a cell its value and puts it into its row.
func (r *sheetReader) addCell(row *model.Row, c model.Cell, raw rawCell) error {
	if r.cells++; r.cells > maxCells {
		return model.NewProblem("SHEET_TOO_LARGE",
			fmt.Sprintf("tab «%s» has more than %d cells; print a part of it by setting a print area in a copy with fewer cells", r.sheet.Name, maxCells), nil)
	}
	r.value(&c, raw, row.Index)
	row.Cells = append(row.Cells, c)
	return nil
}

// read collects value, formula and inline text up to the cell's end.
func (c *rawCell) read(d *xml.Decoder) error {
	for {
		t, err := d.RawToken()
		if err != nil {
			return unexpected(err)
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				c.hasValue = true
				if c.value, err = text(d); err != nil {
					return err
				}
			case "is":
				if c.inline, err = subtree(d, t); err != nil {
					return err
				}
			default:
				c.has = c.has || t.Name.Local == "f"
				if err := skip(d); err != nil {
					return err
				}
			}
		}
	}
}

// value turns what the file says into a cell's value (ECMA-376 part 1, 18.18.11).
func (r *sheetReader) value(c *model.Cell, raw rawCell, row int) {
	if raw.has && (!raw.hasValue || raw.value == "" && raw.kind != "str") {
		r.uncached = append(r.uncached, address{row, c.Col})
		return
	}
	switch raw.kind {
	case "s":
		i := integer(raw.value, -1)
		if i >= 0 && i < len(r.strings) {
			c.Kind, c.Text, c.Runs = model.Text, r.strings[i].text, r.strings[i].runs
		}
	case "inlineStr":
		if raw.inline != nil {
			t := r.styles.rich(raw.inline)
			c.Kind, c.Text, c.Runs = model.Text, t.text, t.runs
		}
	case "str":
		c.Kind, c.Text = model.Text, unescape(raw.value)
	case "e":
		c.Kind, c.Text = model.Error, raw.value
	case "b":
		c.Kind = model.Bool
		if boolean(raw.value, false) {
			c.Number = 1
		}
	case "d":
		r.isoDate(c, raw.value)
	default:
		if raw.value != "" {
			c.Kind, c.Number = model.Number, number(raw.value, 0)
		}
	}
	// A formula that gives no text still fills its cell.
	if c.Kind == model.Text && c.Text == "" && !raw.has {
		c.Kind = model.Empty
	}
	r.bound(c, row)
}

// bound cuts a text that is longer than any program writes. It looks no further than
// that: one long text may be shared by thousands of cells.
func (r *sheetReader) bound(c *model.Cell, row int) {
	end := endOfText(c.Text)
	if end == len(c.Text) {
		return
	}
	if r.cut++; r.cut <= mostCut {
		r.warn("TEXT_CUT", "the text of cell %s is cut off after %d characters", model.CellName(row, c.Col), maxText)
	}
	c.Text, c.Runs = c.Text[:end], nil
}

// endOfText is where the last character ends that a cell may have, in bytes.
func endOfText(s string) int {
	if len(s) <= maxText {
		return len(s)
	}
	n := 0
	for i := range s {
		if n == maxText {
			return i
		}
		n++
	}
	return len(s)
}

// isoDate turns a written date into a serial number.
func (r *sheetReader) isoDate(c *model.Cell, s string) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		t, err := time.Parse(layout, strings.TrimSpace(s))
		if err != nil {
			continue
		}
		epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if r.sheet.Date1904 {
			epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		c.Kind, c.Number = model.Number, t.Sub(epoch).Hours()/24
		return
	}
	c.Kind, c.Text = model.Text, s
}

// text reads the text of an element up to its end.
func text(d *xml.Decoder) (string, error) {
	var b strings.Builder
	for depth := 0; ; {
		t, err := d.RawToken()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth == 0 {
				return b.String(), nil
			}
			depth--
		}
	}
}

// skip passes over an element that has begun.
func skip(d *xml.Decoder) error {
	_, err := text(d)
	return err
}
