package books

import (
	"fmt"
	"strings"

	"quire/ent"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/internal/plan"
	"quire/internal/problem"
)

// Choosable is one of several PDFs: the first condition that holds says which.
type Choosable struct {
	Conditions []Condition
	// FallbackID is the PDF when none holds; nil for none.
	FallbackID *string
	// PDF says how the one that is chosen is taken.
	PDF    plan.SourceConfig
	Images Images
}

// Condition is a rule of a choosable page.
type Condition struct {
	Attribute string
	Operator  plan.Operator
	Values    []string
	FileID    string
}

// Limits of choosable pages.
const (
	maxConditions = 200
	maxValues     = 1000
)

// lineSeparator stands between the values of ONE_OF in the database.
const lineSeparator = "\n"

func (*Choosable) kind() page.Kind { return page.KindChoosable }

func (o *Choosable) check(in *problem.Input, prefix string) {
	checkSource(in, prefix, o.PDF)
	o.Images.check(in, prefix, plan.KindChoosable)
	n := len(o.Conditions)
	in.Check(n > 0, prefix+"conditions", "give at least one condition; for a page that is always the same use static")
	if n > maxConditions {
		in.Check(false, prefix+"conditions", "%d conditions are too many: give at most %d", n, maxConditions)
		return
	}
	for i, c := range o.Conditions {
		c.check(in, fmt.Sprintf("%sconditions.%d.", prefix, i))
	}
}

func (c Condition) check(in *problem.Input, path string) {
	checkKey(in, path+"attribute", c.Attribute)
	path += "values"
	n := len(c.Values)
	switch c.Operator {
	case plan.OperatorExists, plan.OperatorMissing:
		in.Check(n == 0, path, "%s compares with no value; %d are given", c.Operator, n)
	case plan.OperatorOneOf:
		in.Check(n > 0 && n <= maxValues, path, "%s needs 1 to %d values; %d are given", c.Operator, maxValues, n)
	default:
		in.Check(n == 1, path, "%s needs exactly one value; %d are given", c.Operator, n)
	}
	checkText(in, path, strings.Join(c.Values, lineSeparator))
	for i, v := range c.Values {
		c.checkValue(in, fmt.Sprintf("%s.%d", path, i), v)
	}
}

func (c Condition) checkValue(in *problem.Input, path, value string) {
	switch c.Operator {
	case plan.OperatorOneOf:
		in.Check(!strings.ContainsAny(value, "\r\n"), path, "a value of %s must not contain a line break", c.Operator)
	case plan.OperatorGreaterThan, plan.OperatorLessThan:
		in.Check(isNumber(value), path, "%s compares numbers, and «%s» is none", c.Operator, value)
	}
}

// isNumber tells whether the plan's conditions take the text for a number: each
// number is less than 1 or greater than 0.
func isNumber(text string) bool {
	holds := func(o plan.Operator, attribute string) bool {
		return plan.Condition{Attribute: "a", Operator: o, Values: []string{text}}.
			Holds(map[string]plan.Attribute{"a": {Text: attribute}})
	}
	return holds(plan.OperatorGreaterThan, "1") || holds(plan.OperatorLessThan, "0")
}

func (o *Choosable) files(prefix string) []reference {
	var list []reference
	for i, c := range o.Conditions {
		list = append(list, pdfAt(c.FileID, fmt.Sprintf("%sconditions.%d.fileId", prefix, i)))
	}
	if o.FallbackID != nil {
		list = append(list, pdfAt(*o.FallbackID, prefix+"fallbackId"))
	}
	return append(list, o.Images.files(prefix)...)
}

func (o *Choosable) parts() parts {
	return parts{file: o.FallbackID, conditions: o.Conditions, config: arranged(plan.Config{}, o.PDF, o.Images)}
}

// Values gives what a condition compares with: one value, several for ONE_OF,
// none for EXISTS and MISSING.
func Values(c *ent.PageCondition) []string {
	switch c.Operator {
	case pagecondition.OperatorExists, pagecondition.OperatorMissing:
		return []string{}
	case pagecondition.OperatorOneOf:
		return strings.Split(c.Value, lineSeparator)
	}
	return []string{c.Value}
}
