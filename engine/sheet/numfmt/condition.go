package numfmt

// condition decides whether a section is used for a number.
type condition struct {
	op    string // empty: always
	limit float64
}

func (c condition) holds(v float64) bool {
	switch c.op {
	case "<":
		return v < c.limit
	case "<=":
		return v <= c.limit
	case ">":
		return v > c.limit
	case ">=":
		return v >= c.limit
	case "=":
		return v == c.limit
	case "<>":
		return v != c.limit
	}
	return true
}

// onlyNegative tells whether every number for which the condition holds is
// below zero.
func (c condition) onlyNegative() bool {
	switch c.op {
	case "<":
		return c.limit <= 0
	case "<=", "=":
		return c.limit < 0
	}
	return false
}

// restNegative tells whether every number for which the condition does not
// hold is below zero.
func (c condition) restNegative() bool {
	switch c.op {
	case ">=":
		return c.limit <= 0
	case ">":
		return c.limit < 0
	}
	return false
}

// setConditions gives sections without a condition their usual one (positive,
// negative, zero) and finds out which of them never see a positive number: these
// show the number without its sign.
func setConditions(s []section) {
	explicit := false
	for i := range s {
		explicit = explicit || s[i].cond.op != ""
	}
	switch {
	case len(s) == 2:
		if s[0].cond.op == "" {
			s[0].cond = condition{">=", 0}
		}
	case len(s) == 3:
		if s[0].cond.op == "" {
			s[0].cond = condition{">", 0}
		}
		if s[1].cond.op == "" {
			s[1].cond = condition{"<", 0}
		}
	}
	rest := false
	for i := range s {
		s[i].negativeOnly = s[i].cond.onlyNegative() || rest && s[i].cond.op == ""
		rest = rest || s[i].cond.restNegative()
	}
	if len(s) == 3 && !explicit {
		s[2].negativeOnly = false
	}
}
