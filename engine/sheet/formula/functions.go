package formula

import (
	"math"
	"strconv"
	"strings"
	"time"
)

type function func(c *context, args []*expr) Value

// functions by their name.
var functions map[string]function

func init() {
	functions = map[string]function{
		"AND": all(true), "OR": all(false), "NOT": number1(func(x float64) Value { return ofBool(x == 0) }),
		"IF": conditional, "IFERROR": ifError,
		"ISBLANK": test(func(v Value) bool { return v.Kind == Blank }), "ISERROR": test(func(v Value) bool { return v.Kind == Error }),
		"ISNA":     test(func(v Value) bool { return v.Kind == Error && v.Text == "#N/A" }),
		"ISNUMBER": test(func(v Value) bool { return v.Kind == Number }), "ISTEXT": test(func(v Value) bool { return v.Kind == Text }),
		"ISNONTEXT": test(func(v Value) bool { return v.Kind != Text }), "ISLOGICAL": test(func(v Value) bool { return v.Kind == Bool }),
		"ISODD":  number1(func(x float64) Value { return ofBool(math.Mod(math.Trunc(x), 2) != 0) }),
		"ISEVEN": number1(func(x float64) Value { return ofBool(math.Mod(math.Trunc(x), 2) == 0) }),
		"ABS":    number1(func(x float64) Value { return Of(math.Abs(x)) }), "INT": number1(func(x float64) Value { return Of(math.Floor(x)) }),
		"YEAR": datePart(func(t time.Time) int { return t.Year() }), "MONTH": datePart(func(t time.Time) int { return int(t.Month()) }),
		"DAY": datePart(func(t time.Time) int { return t.Day() }), "WEEKDAY": weekday,
		"MOD": number2(modulo), "ROUND": number2(round), "LEN": text1(func(s string) Value { return Of(float64(len([]rune(s)))) }),
		"TRIM":  text1(func(s string) Value { return OfText(strings.Join(strings.Fields(s), " ")) }),
		"UPPER": text1(func(s string) Value { return OfText(strings.ToUpper(s)) }), "LOWER": text1(func(s string) Value { return OfText(strings.ToLower(s)) }),
		"LEFT": ends(true), "RIGHT": ends(false), "SEARCH": search(true), "FIND": search(false), "EXACT": exact, "VALUE": value,
		"ROW": position(func(r ref) int { return r.row1 }, func(c *context) int { return c.row }), "COLUMN": position(func(r ref) int { return r.col1 }, func(c *context) int { return c.col }),
		"SUM": aggregate(func(l []float64) float64 { return sum(l) }), "MAX": aggregate(largest), "MIN": aggregate(smallest),
		"COUNT": count, "AVERAGE": average, "COUNTA": countA, "COUNTIF": countIf, "TODAY": today,
	}
}

// each calls f for the values of arguments; ranges give all their cells.
func (c *context) each(args []*expr, f func(v Value, cell bool)) {
	for _, a := range args {
		if a.op == "ref" {
			r := c.moved(a.ref)
			c.of(r).Each(r.row1, r.col1, r.row2, r.col2, func(_, _ int, v Value) { f(v, true) })
			continue
		}
		f(c.eval(a), false)
	}
}

func all(and bool) function {
	return func(c *context, args []*expr) Value {
		result, bad := and, Value{}
		c.each(args, func(v Value, cell bool) {
			switch {
			case v.Kind == Error:
				bad = v
			case v.Kind == Text:
			case and:
				result = result && v.Number != 0
			default:
				result = result || v.Number != 0
			}
		})
		if bad.Kind == Error {
			return bad
		}
		return ofBool(result)
	}
}

func conditional(c *context, args []*expr) Value {
	if len(args) < 2 {
		return failed("#VALUE!")
	}
	switch v := c.eval(args[0]); {
	case v.Kind == Error:
		return v
	case v.True():
		return c.eval(args[1])
	case len(args) > 2:
		return c.eval(args[2])
	}
	return ofBool(false)
}

func ifError(c *context, args []*expr) Value {
	if len(args) != 2 {
		return failed("#VALUE!")
	}
	if v := c.eval(args[0]); v.Kind != Error {
		return v
	}
	return c.eval(args[1])
}

func test(f func(Value) bool) function {
	return func(c *context, args []*expr) Value {
		if len(args) != 1 {
			return failed("#VALUE!")
		}
		return ofBool(f(c.eval(args[0])))
	}
}

func number1(f func(float64) Value) function {
	return func(c *context, args []*expr) Value {
		if len(args) != 1 {
			return failed("#VALUE!")
		}
		v := c.eval(args[0])
		x, ok := v.number()
		if !ok {
			return orValue(v)
		}
		return f(x)
	}
}

func number2(f func(x, y float64) Value) function {
	return func(c *context, args []*expr) Value {
		if len(args) != 2 {
			return failed("#VALUE!")
		}
		a, b := c.eval(args[0]), c.eval(args[1])
		x, ok := a.number()
		if !ok {
			return orValue(a)
		}
		y, ok := b.number()
		if !ok {
			return orValue(b)
		}
		return f(x, y)
	}
}

func modulo(x, y float64) Value {
	if y == 0 {
		return failed("#DIV/0!")
	}
	return Of(x - y*math.Floor(x/y))
}

func round(x, digits float64) Value {
	p := math.Pow(10, math.Trunc(digits))
	return Of(math.Copysign(math.Floor(math.Abs(x)*p+.5), x) / p)
}

func text1(f func(string) Value) function {
	return func(c *context, args []*expr) Value {
		if len(args) != 1 {
			return failed("#VALUE!")
		}
		v := c.eval(args[0])
		if v.Kind == Error {
			return v
		}
		return f(v.text())
	}
}

func ends(left bool) function {
	return func(c *context, args []*expr) Value {
		if len(args) < 1 || len(args) > 2 {
			return failed("#VALUE!")
		}
		v, n := c.eval(args[0]), 1.0
		if v.Kind == Error {
			return v
		}
		if len(args) == 2 {
			n, _ = c.eval(args[1]).number()
		}
		r := []rune(v.text())
		k := max(0, min(len(r), int(max(-1, min(n, 1e6)))))
		if left {
			return OfText(string(r[:k]))
		}
		return OfText(string(r[len(r)-k:]))
	}
}

func search(fold bool) function {
	return func(c *context, args []*expr) Value {
		if len(args) < 2 {
			return failed("#VALUE!")
		}
		a, b := c.eval(args[0]), c.eval(args[1])
		if b.Kind == Error {
			return b
		}
		what, in := a.text(), b.text()
		if fold {
			what, in = strings.ToLower(what), strings.ToLower(in)
		}
		if i := strings.Index(in, what); i >= 0 {
			return Of(float64(len([]rune(in[:i])) + 1))
		}
		return failed("#VALUE!")
	}
}

func exact(c *context, args []*expr) Value {
	if len(args) != 2 {
		return failed("#VALUE!")
	}
	return ofBool(c.eval(args[0]).text() == c.eval(args[1]).text())
}

func value(c *context, args []*expr) Value {
	if len(args) != 1 {
		return failed("#VALUE!")
	}
	v := c.eval(args[0])
	if n, ok := v.number(); ok {
		return Of(n)
	}
	return orValue(v)
}

func position(of func(ref) int, own func(*context) int) function {
	return func(c *context, args []*expr) Value {
		if len(args) == 0 {
			return Of(float64(own(c)))
		}
		if args[0].op != "ref" {
			return failed("#VALUE!")
		}
		return Of(float64(of(c.moved(args[0].ref))))
	}
}

// numbers collects the numbers of arguments; an error among them is the result.
func (c *context) numbers(args []*expr) ([]float64, Value) {
	var list []float64
	bad := Value{}
	c.each(args, func(v Value, cell bool) {
		switch {
		case v.Kind == Error:
			bad = v
		case v.Kind == Number || v.Kind == Bool && !cell:
			list = append(list, v.Number)
		}
	})
	return list, bad
}

func aggregate(f func([]float64) float64) function {
	return func(c *context, args []*expr) Value {
		list, bad := c.numbers(args)
		if bad.Kind == Error {
			return bad
		}
		return Of(f(list))
	}
}

func count(c *context, args []*expr) Value {
	list, _ := c.numbers(args)
	return Of(float64(len(list)))
}

func average(c *context, args []*expr) Value {
	list, bad := c.numbers(args)
	switch {
	case bad.Kind == Error:
		return bad
	case len(list) == 0:
		return failed("#DIV/0!")
	}
	return Of(sum(list) / float64(len(list)))
}

func sum(l []float64) float64 {
	t := 0.0
	for _, v := range l {
		t += v
	}
	return t
}

func largest(l []float64) float64 {
	if len(l) == 0 {
		return 0
	}
	m := l[0]
	for _, v := range l {
		m = math.Max(m, v)
	}
	return m
}

func smallest(l []float64) float64 {
	if len(l) == 0 {
		return 0
	}
	m := l[0]
	for _, v := range l {
		m = math.Min(m, v)
	}
	return m
}

func countA(c *context, args []*expr) Value {
	n := 0
	c.each(args, func(v Value, _ bool) {
		if v.Kind != Blank {
			n++
		}
	})
	return Of(float64(n))
}

// countIf counts the cells that meet a condition such as ">5" or a value.
func countIf(c *context, args []*expr) Value {
	if len(args) != 2 || args[0].op != "ref" {
		return failed("#VALUE!")
	}
	want, op := c.eval(args[1]), "="
	if want.Kind == Text {
		for _, o := range []string{"<>", "<=", ">=", "<", ">", "="} {
			if rest, ok := strings.CutPrefix(want.Text, o); ok {
				op, want.Text = o, rest
				break
			}
		}
		if f, err := strconv.ParseFloat(want.Text, 64); err == nil {
			want = Of(f)
		}
	}
	n := 0
	c.each(args[:1], func(v Value, _ bool) {
		if (v.Kind == want.Kind || op == "<>") && operate(op, v, want).True() {
			n++
		}
	})
	return Of(float64(n))
}

func today(c *context, _ []*expr) Value {
	if c.today == 0 {
		return failed("#N/A")
	}
	return Of(c.today)
}

func datePart(f func(time.Time) int) function {
	return number1(func(x float64) Value { return Of(float64(f(day(x)))) })
}

// day is the date of a serial number.
func day(x float64) time.Time {
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(max(0, min(x, 3e6))))
}

func weekday(c *context, args []*expr) Value {
	if len(args) < 1 {
		return failed("#VALUE!")
	}
	x, ok := c.eval(args[0]).number()
	kind := 1.0
	if len(args) > 1 {
		kind, _ = c.eval(args[1]).number()
	}
	d := int(day(x).Weekday())
	switch {
	case !ok:
		return failed("#VALUE!")
	case kind == 2:
		return Of(float64((d+6)%7 + 1))
	case kind == 3:
		return Of(float64((d + 6) % 7))
	}
	return Of(float64(d + 1))
}

// NeedsToday tells whether the formula asks for the day's date.
func (f *Formula) NeedsToday() bool { return f.root.uses("TODAY") }

func (e *expr) uses(name string) bool {
	if e.op == "fn" && e.name == name {
		return true
	}
	for _, a := range e.args {
		if a.uses(name) {
			return true
		}
	}
	return false
}
