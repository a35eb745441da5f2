package read

import (
	"bytes"
	"unicode/utf8"

	"quire/engine/sheet/model"
)

// plainRows reads rows as nearly all programs write them, several times as fast as
// an XML decoder: elements row, c, f, v, is and t without prefixes, and values without
// entities. It stops before the first row that is anything else, or behind the
// end of the cells' part.
type plainRows struct {
	r    *sheetReader
	text []byte
	at   int
	last int // the index of the last row
	done bool
}

// read reads as far as it gets. The errors are those of [sheetReader.rows].
func (p *plainRows) read() error {
	cells := 0
	for {
		if err := p.r.ctx.Err(); err != nil {
			return err
		}
		p.space()
		if p.skip("</sheetData>") {
			p.done = true
			return nil
		}
		start, counted, uncached := p.at, p.r.cells, len(p.r.uncached)
		row, plain, err := p.row(cells)
		if err != nil {
			return err
		}
		if !plain {
			p.at, p.r.cells, p.r.uncached = start, counted, p.r.uncached[:uncached]
			return nil
		}
		cells = len(row.Cells)
		p.last = row.Index
		if err := p.r.addRow(row); err != nil {
			return err
		}
	}
}

// row reads one row; not plain when it is of another form.
func (p *plainRows) row(cells int) (row model.Row, plain bool, err error) {
	if !p.skip("<row") {
		return row, false, nil
	}
	a := rowAttributes{}
	empty, ok := p.attributes(func(name, value []byte) { a.take(name, value) })
	if !ok {
		return row, false, nil
	}
	row = p.r.rowOf(a, p.last+1)
	if empty {
		return row, true, nil
	}
	row.Cells = make([]model.Cell, 0, cells)
	for col := 0; ; {
		p.space()
		if p.skip("</row>") {
			return row, true, nil
		}
		if !p.skip("<c") {
			return row, false, nil
		}
		var address, style []byte
		var raw rawCell
		empty, ok := p.attributes(func(name, value []byte) {
			switch string(name) {
			case "r":
				address = value
			case "s":
				style = value
			case "t":
				raw.kind = kindOf(value)
			}
		})
		if !ok || !empty && !p.content(&raw) {
			return row, false, nil
		}
		col++
		if _, c, ok := cellAddress(string(address)); ok && c > 0 {
			col = c
		}
		if err := p.r.addCell(&row, model.Cell{Col: col, Style: p.r.style(string(style))}, raw); err != nil {
			return row, false, err
		}
	}
}

// kindOf spares a copy of each cell's kind.
func kindOf(value []byte) string {
	switch string(value) {
	case "s":
		return "s"
	case "str":
		return "str"
	case "inlineStr":
		return "inlineStr"
	}
	return string(value)
}

// content reads a formula and a value up to the cell's end.
func (p *plainRows) content(raw *rawCell) bool {
	for {
		p.space()
		switch {
		case p.skip("</c>"):
			return true
		case p.skip("<v>"):
			value, ok := p.plain("</v>")
			if !ok {
				return false
			}
			raw.hasValue, raw.value = true, value
		case raw.kind == "inlineStr" && p.skip("<is>"):
			if !p.skip("<t>") {
				return false
			}
			value, ok := p.plain("</t>")
			if !ok || !p.skip("</is>") {
				return false
			}
			raw.kind, raw.value = "str", value // they are read alike
		case p.skip("<f"):
			raw.has = true
			empty, ok := p.attributes(func(_, _ []byte) {})
			if !ok {
				return false
			}
			if !empty {
				if _, ok := p.until("</f>"); !ok {
					return false
				}
			}
		default:
			return false
		}
	}
}

// plain reads text without entities up to this tag.
func (p *plainRows) plain(tag string) (string, bool) {
	value, ok := p.until(tag)
	if !ok || bytes.ContainsAny(value, "&\r") || !utf8.Valid(value) {
		return "", false
	}
	return string(value), true
}

// until reads text up to this tag, which must be the next one.
func (p *plainRows) until(tag string) ([]byte, bool) {
	n := bytes.IndexByte(p.text[p.at:], '<')
	if n < 0 {
		return nil, false
	}
	value := p.text[p.at : p.at+n]
	p.at += n
	return value, p.skip(tag)
}

// attributes reads the rest of a tag, and tells whether it is an empty element's.
// Prefixes are dropped.
func (p *plainRows) attributes(take func(name, value []byte)) (empty, ok bool) {
	for {
		before := p.at
		p.space()
		switch {
		case p.skip(">"):
			return false, true
		case p.skip("/>"):
			return true, true
		case p.at == before: // another name that begins alike
			return false, false
		}
		name := p.run(notInName)
		if !p.skip("=") || p.at == len(p.text) {
			return false, false
		}
		quote := p.text[p.at]
		p.at++
		value := p.run(notInValue)
		for p.at < len(p.text) && p.text[p.at] != quote && (p.text[p.at] == '"' || p.text[p.at] == '\'') {
			start := p.at - len(value) // the other quote is a letter like any
			p.at++
			p.run(notInValue)
			value = p.text[start:p.at]
		}
		if quote != '"' && quote != '\'' || p.at == len(p.text) || p.text[p.at] != quote {
			return false, false
		}
		p.at++
		if i := bytes.IndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		take(name, value)
	}
}

// What ends a plain name and a plain value of an attribute.
var (
	notInName  = oneOf("= \t\r\n<>/'\"&")
	notInValue = oneOf("&<\r\n\t'\"")
)

func oneOf(letters string) *[256]bool {
	var set [256]bool
	for i := range len(letters) {
		set[letters[i]] = true
	}
	return &set
}

// run reads up to one of the letters.
func (p *plainRows) run(end *[256]bool) []byte {
	start := p.at
	for p.at < len(p.text) && !end[p.text[p.at]] {
		p.at++
	}
	return p.text[start:p.at]
}

func (p *plainRows) space() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\n' || p.text[p.at] == '\r' || p.text[p.at] == '\t') {
		p.at++
	}
}

func (p *plainRows) skip(tag string) bool {
	if len(p.text)-p.at >= len(tag) && string(p.text[p.at:p.at+len(tag)]) == tag {
		p.at += len(tag)
		return true
	}
	return false
}
