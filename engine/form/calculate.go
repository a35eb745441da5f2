package form

import (
	"math/big"
	"strings"

	"quire/engine/pdf"
)

// calculate works out the sums and the like that form makers choose from a
// menu, in the order that the form gives, for fields that did not get a value
// themselves but whose operands did (ISO 32000-1, 12.6.3, table 196).
func (p *painter) calculate(values map[string]Value) {
	if len(values) == 0 {
		return
	}
	changed := map[string]bool{}
	for name := range values {
		changed[name] = true
	}
	for _, f := range p.calculationOrder() {
		c, ok := p.script(f, "C")
		if !ok || c.function != "AFSimple_Calculate" || changed[f.name] {
			continue
		}
		result, ok := p.apply(c, changed)
		if !ok {
			continue
		}
		changed[f.name] = true
		f.set("V", pdf.TextString(result))
		f.clear("RV")
		p.drawField(f)
		p.calculated[f] = true
	}
}

// calculationOrder gives the fields of CO, then the others.
func (t *tree) calculationOrder() []*field {
	var out []*field
	listed := map[*field]bool{}
	for _, o := range t.doc.Array(t.acro["CO"]) {
		if d := t.doc.Dict(o); d != nil {
			if f := t.owner[identity(d)]; f != nil && !listed[f] && f.kind == KindText {
				listed[f] = true
				out = append(out, f)
			}
		}
	}
	for _, f := range t.fields {
		if f.kind == KindText && !listed[f] && t.scripted(f, "C") {
			out = append(out, f)
		}
	}
	return out
}

// apply combines the operands' values; ok is false when none of them changed
// or one is not a plain number.
func (t *tree) apply(c call, changed map[string]bool) (result string, ok bool) {
	var numbers []*big.Rat
	fresh := false
	names := c.list
	if len(c.args) == 2 && len(names) == 0 {
		names = strings.Split(c.args[1], ",")
	}
	for _, name := range names {
		for _, f := range t.below(strings.TrimSpace(name)) {
			fresh = fresh || changed[f.name]
			v, ok := t.operand(f)
			if !ok && c.arg(0) != "SUM" {
				return "", false
			}
			numbers = append(numbers, v)
		}
	}
	if !fresh || len(numbers) == 0 {
		return "", false
	}
	for _, n := range numbers {
		if n == nil {
			return "", false
		}
	}
	total := combine(c.arg(0), numbers)
	if total == nil {
		return "", false
	}
	s := total.FloatString(10)
	return strings.TrimRight(strings.TrimRight(s, "0"), "."), true
}

// operand is a field's number: zero, but not ok, for an empty field, and nil
// for one that holds no plain number.
func (t *tree) operand(f *field) (*big.Rat, bool) {
	text := ""
	if v := t.value(f, "V"); v.Text != nil {
		text = strings.TrimSpace(*v.Text)
	}
	if text == "" {
		return new(big.Rat), false
	}
	if !plainNumber().MatchString(text) {
		return nil, true
	}
	return new(big.Rat).SetString(text)
}

// below gives the fields of a name, or those whose names begin with it.
func (t *tree) below(name string) []*field {
	if fs := t.byName[name]; len(fs) > 0 {
		return fs[:1]
	}
	var out []*field
	if !t.spend(len(t.fields)) {
		return nil
	}
	for _, f := range t.fields {
		if strings.HasPrefix(f.name, name+".") {
			out = append(out, f)
		}
	}
	return out
}

// combine applies a function of the menu; nil for an unknown one.
func combine(function string, numbers []*big.Rat) *big.Rat {
	total := new(big.Rat).Set(numbers[0])
	for _, n := range numbers[1:] {
		switch function {
		case "SUM", "AVG":
			total.Add(total, n)
		case "PRD":
			total.Mul(total, n)
		case "MIN":
			if n.Cmp(total) < 0 {
				total.Set(n)
			}
		case "MAX":
			if n.Cmp(total) > 0 {
				total.Set(n)
			}
		}
	}
	switch function {
	case "SUM", "PRD", "MIN", "MAX":
		return total
	case "AVG":
		return total.Quo(total, big.NewRat(int64(len(numbers)), 1))
	}
	return nil
}
