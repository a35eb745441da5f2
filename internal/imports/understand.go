package imports

import (
	"fmt"
	"strconv"
	"strings"

	"quire/internal/customers"
	"quire/internal/tabular"
)

// maxShown bounds the characters of a value that a problem shows.
const maxShown = 100

// understand reads whom a row is about and what it says; what is wrong with it
// is noted, all at once, and then it has no effect.
func (p *pass) understand(read tabular.Row) *Row {
	r := &Row{Number: read.Number}
	cells := tabular.Row{Number: read.Number, Cells: trimAll(read.Cells)}
	r.period = p.periodOf(r, cells)
	p.readValues(r, cells)
	p.findCustomer(r, cells)
	return r
}

// wrong notes what is wrong with a cell, or with the row when the column is -1.
func (p *pass) wrong(r *Row, column int, value, code, format string, args ...any) {
	found := Problem{Row: r.Number, Code: code, Message: fmt.Sprintf(format, args...)}
	if column >= 0 {
		found.Cell = fmt.Sprintf("%s%d", tabular.ColumnName(column), r.Number)
		if column < len(p.layout.headers) {
			found.Column = p.layout.headers[column]
		}
	}
	if shown := []rune(value); len(shown) > maxShown {
		value = string(shown[:maxShown]) + "…"
	}
	found.Value = strings.ToValidUTF8(strings.ReplaceAll(value, "\x00", "\ufffd"), "\ufffd")
	r.Problems = append(r.Problems, found)
}

// usable tells whether a cell holds a text, and notes why not.
func (p *pass) usable(r *Row, column int, text string) bool {
	switch {
	case isCellError(text):
		p.wrong(r, column, text, codeCellError, "the cell shows %s: mend its formula, or empty it", text)
	case unreadable(text):
		p.wrong(r, column, text, codeValueUnreadable, "the text has characters that cannot be read: name the file's encoding, or save it as UTF-8")
	default:
		return true
	}
	return false
}

func (p *pass) readValues(r *Row, cells tabular.Row) {
	r.values = make([]value, 0, len(p.layout.attributes))
	for _, a := range p.layout.attributes {
		text := cells.Cell(a.index)
		switch {
		case text == "":
			if p.in.ClearEmpty {
				r.values = append(r.values, value{key: a.key, remove: true})
			}
		case !p.usable(r, a.index, text):
		case len(text) > customers.MaxValueBytes:
			p.wrong(r, a.index, text, codeValueTooLong, "the text has %d bytes; at most %d are kept", len(text), customers.MaxValueBytes)
		default:
			r.values = append(r.values, value{key: a.key, text: text})
		}
	}
}

// periodOf gives the period of a row: the input's, or what its cells say.
func (p *pass) periodOf(r *Row, cells tabular.Row) (at period) {
	if p.in.Year != nil {
		at.year = *p.in.Year
	}
	if p.in.Quarter != nil {
		at.quarter = *p.in.Quarter
	}
	if text := cells.Cell(p.layout.year); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || !customers.ValidYear(n) {
			p.wrong(r, p.layout.year, text, codePeriodInvalid, "this is no year: write it with four digits, or leave it empty for attributes without a date")
		}
		at.year = n
	}
	if text := cells.Cell(p.layout.quarter); text != "" {
		n, ok := quarterOf(text)
		switch {
		case !ok:
			p.wrong(r, p.layout.quarter, text, codePeriodInvalid, "this is no quarter: write 1 to 4 or Q1 to Q4, or leave it empty for the whole year")
		case at.year == 0:
			p.wrong(r, p.layout.quarter, text, codePeriodInvalid, "a quarter needs its year: fill the column of the year, or empty this cell")
		}
		at.quarter = n
	}
	return at
}

// quarterOf reads 1, Q1 and 1Q, as offices write them.
func quarterOf(text string) (n int, ok bool) {
	text = strings.ToUpper(text)
	text = strings.TrimSuffix(strings.TrimPrefix(text, "Q"), "Q")
	n, err := strconv.Atoi(strings.TrimSpace(text))
	return n, err == nil && n >= 1 && n <= 4
}

// findCustomer finds whom a row is about, or makes the customer when nothing is
// wrong with the row.
func (p *pass) findCustomer(r *Row, cells tabular.Row) {
	name, reference := cells.Cell(p.layout.name), cells.Cell(p.layout.reference)
	r.Name, r.Reference = name, reference
	if !p.checkWho(r, name, reference) {
		return
	}
	c, code := p.known.find(p.in.Match, name, reference)
	if code == codeCustomerAmbiguous {
		p.wrong(r, p.layout.name, name, code, "several customers are called «%s»: match by reference, or rename all but one", name)
		return
	}
	if c != nil {
		r.CustomerID = c.id
		if c.fresh {
			r.CustomerID = ""
		}
		if first, twice := p.seen[seenKey{c, r.period}]; twice {
			p.wrong(r, -1, "", codeRowRepeated, "row %d is about the same customer and period: keep one of the two", first)
			return
		}
		if name == "" {
			r.Name = c.name
		}
		if reference == "" {
			r.Reference = c.reference
		}
	}
	if other := p.known.byReference[reference]; reference != "" && other != nil && other != c {
		p.wrong(r, p.layout.reference, reference, codeReferenceTaken, "the customer «%s» has this reference", other.name)
		return
	}
	if c == nil && !p.mayMake(r, name, reference) {
		return
	}
	if len(r.Problems) > 0 {
		return
	}
	if c == nil {
		r.Outcome = OutcomeNew
		c = p.known.make(name, reference)
		p.noteNew(r)
	} else {
		p.noteChanged(r, c)
	}
	r.target = c
	p.seen[seenKey{c, r.period}] = r.Number
}

// checkWho checks the cells that say who the customer is.
func (p *pass) checkWho(r *Row, name, reference string) bool {
	before := len(r.Problems)
	if p.in.Match == ByName && name == "" {
		p.wrong(r, p.layout.name, "", codeNameMissing, "the row has no name to find its customer by")
	}
	if p.in.Match == ByReference && reference == "" || p.in.Match == ByEither && reference == "" && name == "" {
		p.wrong(r, p.layout.reference, "", codeReferenceMissing, "the row has no reference to find its customer by")
	}
	if p.usable(r, p.layout.name, name) && len(name) > customers.MaxNameBytes {
		p.wrong(r, p.layout.name, name, codeNameTooLong, "the name has %d bytes; at most %d are kept", len(name), customers.MaxNameBytes)
	}
	if p.usable(r, p.layout.reference, reference) && len(reference) > customers.MaxReferenceBytes {
		p.wrong(r, p.layout.reference, reference, codeReferenceTooLong, "the reference has %d bytes; at most %d are kept", len(reference), customers.MaxReferenceBytes)
	}
	return len(r.Problems) == before
}

// mayMake tells whether the row can make its customer.
func (p *pass) mayMake(r *Row, name, reference string) bool {
	column, called := p.layout.name, name
	if p.in.Match != ByName && reference != "" {
		column, called = p.layout.reference, reference
	}
	switch {
	case p.in.RefuseUnknown:
		p.wrong(r, column, called, codeCustomerUnknown, "there is no customer «%s», and this import makes none", called)
	case name == "":
		p.wrong(r, p.layout.name, "", codeNameMissing, "there is no customer «%s» yet, and the row has no name to make one", called)
	default:
		return true
	}
	return false
}

func (p *pass) noteNew(r *Row) {
	r.Changes = append(r.Changes, Change{Target: OfName, After: &r.Name})
	if r.Reference != "" {
		r.Changes = append(r.Changes, Change{Target: OfReference, After: &r.Reference})
	}
}

// noteChanged notes what a row changes of the customer. A name that the customer
// was found by stays as it is written already.
func (p *pass) noteChanged(r *Row, c *customer) {
	if fold(r.Name) == fold(c.name) && p.in.Match != ByReference {
		r.Name = c.name
	}
	if r.Name != c.name {
		before := c.name
		r.Changes = append(r.Changes, Change{Target: OfName, Before: &before, After: &r.Name})
	}
	if r.Reference != c.reference {
		change := Change{Target: OfReference, After: &r.Reference}
		if before := c.reference; before != "" {
			change.Before = &before
		}
		r.Changes = append(r.Changes, change)
	}
	p.known.change(c, r.Name, r.Reference)
}
