package formula

import "math"

// Cells gives the values that formulas ask for.
type Cells interface {
	// Value of a cell.
	Value(row, col int) Value
	// Each calls f for the cells of a range that hold something.
	Each(row1, col1, row2, col2 int, f func(row, col int, v Value))
}

// Tabs are [Cells] that know the other sheets of the workbook.
type Tabs interface {
	Cells
	// Tab gives the sheet of a name, without regard to letter case; nil for none.
	Tab(name string) Cells
}

// context is where a formula is calculated.
type context struct {
	cells    Cells
	row, col int // the cell
	dr, dc   int // how far it is from the cell that the formula was written for
	today    float64
}

// Eval calculates the formula for a cell. It was written for the cell at
// baseRow, baseCol: references without dollar signs move along. today is the
// serial number of the day, 0 when it is not known.
func (f *Formula) Eval(cells Cells, row, col, baseRow, baseCol int, today float64) Value {
	c := &context{cells: cells, row: row, col: col, dr: row - baseRow, dc: col - baseCol, today: today}
	return c.eval(f.root)
}

// moved is the reference as seen from the cell.
func (c *context) moved(r ref) ref {
	if !r.fixRow1 {
		r.row1 += c.dr
	}
	if !r.fixRow2 {
		r.row2 += c.dr
	}
	if !r.fixCol1 {
		r.col1 += c.dc
	}
	if !r.fixCol2 {
		r.col2 += c.dc
	}
	return ref{tab: r.tab, row1: min(r.row1, r.row2), row2: max(r.row1, r.row2), col1: min(r.col1, r.col2), col2: max(r.col1, r.col2), single: r.single}
}

func (c *context) eval(e *expr) Value {
	switch e.op {
	case "const":
		return e.value
	case "ref":
		r := c.moved(e.ref)
		if !r.single {
			return c.crossing(r)
		}
		if r.row1 < 1 || r.col1 < 1 {
			return failed("#REF!")
		}
		return c.of(r).Value(r.row1, r.col1)
	case "fn":
		return functions[e.name](c, e.args)
	case "neg", "%":
		v := c.eval(e.args[0])
		n, ok := v.number()
		if v.Kind == Error || !ok {
			return orValue(v)
		}
		if e.op == "%" {
			return Of(n / 100)
		}
		return Of(-n)
	}
	return operate(e.op, c.eval(e.args[0]), c.eval(e.args[1]))
}

// of is the sheet that a reference is about.
func (c *context) of(r ref) Cells {
	if r.tab == "" {
		return c.cells
	}
	if t, ok := c.cells.(Tabs); ok {
		if cells := t.Tab(r.tab); cells != nil {
			return cells
		}
	}
	return lost{}
}

// lost is a sheet that is not there.
type lost struct{}

// Value is the error that such cells have.
func (lost) Value(int, int) Value { return failed("#REF!") }

// Each gives the error once.
func (lost) Each(row, col, _, _ int, f func(row, col int, v Value)) { f(row, col, failed("#REF!")) }

// crossing is the cell of a range in the row or column of the formula's cell.
func (c *context) crossing(r ref) Value {
	switch {
	case r.col1 == r.col2 && c.row >= r.row1 && c.row <= r.row2:
		return c.of(r).Value(c.row, r.col1)
	case r.row1 == r.row2 && c.col >= r.col1 && c.col <= r.col2:
		return c.of(r).Value(r.row1, c.col)
	}
	return failed("#VALUE!")
}

// orValue passes an error on and makes one of anything else.
func orValue(v Value) Value {
	if v.Kind == Error {
		return v
	}
	return failed("#VALUE!")
}

func operate(op string, a, b Value) Value {
	if a.Kind == Error {
		return a
	}
	if b.Kind == Error {
		return b
	}
	switch op {
	case "&":
		return OfText(a.text() + b.text())
	case "=":
		return ofBool(Compare(a, b) == 0)
	case "<>":
		return ofBool(Compare(a, b) != 0)
	case "<":
		return ofBool(Compare(a, b) < 0)
	case "<=":
		return ofBool(Compare(a, b) <= 0)
	case ">":
		return ofBool(Compare(a, b) > 0)
	case ">=":
		return ofBool(Compare(a, b) >= 0)
	}
	x, okX := a.number()
	y, okY := b.number()
	if !okX || !okY {
		return failed("#VALUE!")
	}
	switch op {
	case "+":
		return Of(x + y)
	case "-":
		return Of(x - y)
	case "*":
		return Of(x * y)
	case "^":
		return Of(math.Pow(x, y))
	}
	if y == 0 {
		return failed("#DIV/0!")
	}
	return Of(x / y)
}
