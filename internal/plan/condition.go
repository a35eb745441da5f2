package plan

import (
	"fmt"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Holds tells whether the condition holds for the attributes. An attribute
// without a value counts as a blank text, and so does an image; only EXISTS and
// MISSING see that an image is there. Values that are both numbers are compared
// as numbers, others as texts without regard to letter case and outer blanks.
func (c Condition) Holds(attributes map[string]Attribute) bool {
	a := attributes[c.Attribute]
	switch c.Operator {
	case OperatorExists:
		return a.present()
	case OperatorMissing:
		return !a.present()
	case OperatorNotEquals:
		return !c.any(a.Text, equal)
	case OperatorEquals, OperatorOneOf:
		return c.any(a.Text, equal)
	case OperatorContains:
		return c.any(a.Text, func(text, value string) bool { return contains(text, value, strings.Contains) })
	case OperatorStartsWith:
		return c.any(a.Text, func(text, value string) bool { return contains(text, value, strings.HasPrefix) })
	case OperatorGreaterThan:
		return c.any(a.Text, func(text, value string) bool { return ordered(text, value, 1) })
	case OperatorLessThan:
		return c.any(a.Text, func(text, value string) bool { return ordered(text, value, -1) })
	}
	return false
}

// present tells whether the attribute has a value that is not blank.
func (a Attribute) present() bool { return a.Image != nil || strings.TrimSpace(a.Text) != "" }

func (c Condition) any(text string, compare func(text, value string) bool) bool {
	for _, value := range c.Values {
		if compare(text, value) {
			return true
		}
	}
	return false
}

// equal compares as numbers when both are, but for codes like 01234, which are
// not the same as 1234.
func equal(text, value string) bool {
	if folded(text) == folded(value) {
		return true
	}
	if identifier(text) || identifier(value) {
		return false
	}
	return ordered(text, value, 0)
}

// contains is never true of a blank value: every text has one.
func contains(text, value string, within func(s, part string) bool) bool {
	part := folded(value)
	return part != "" && within(folded(text), part)
}

// ordered tells whether text compares to value as sign says, both being numbers.
func ordered(text, value string, sign int) bool {
	x, ok := number(text)
	if !ok {
		return false
	}
	y, ok := number(value)
	return ok && x.Cmp(y) == sign
}

// folded makes texts comparable that people take for the same.
func folded(s string) string {
	return cases.Fold().String(norm.NFC.String(strings.TrimSpace(s)))
}

// choose gives the file of the first condition that holds, else the fallback,
// else an error that says what was looked at.
func (s Snapshot) choose(number int) (*File, *Error) {
	page := s.Pages[number-1]
	for i := range page.Conditions {
		if page.Conditions[i].Holds(s.Attributes) {
			return &page.Conditions[i].File, nil
		}
	}
	if page.File != nil {
		return page.File, nil
	}
	return nil, &Error{Page: number, Code: CodeNoCondition, Message: fmt.Sprintf(
		"%s: no condition holds for «%s» in %s: %s; correct the attributes, or give the page a condition that holds or a fallback",
		s.Label(number), s.Customer.Name, s.Period, s.seen(page.Conditions))}
}

const (
	mostSeen    = 12
	mostOfValue = 80
)

// seen lists the attributes that the conditions look at, with their values.
func (s Snapshot) seen(conditions []Condition) string {
	var texts []string
	done := map[string]bool{}
	for _, c := range conditions {
		if done[c.Attribute] {
			continue
		}
		done[c.Attribute] = true
		if len(texts) < mostSeen {
			texts = append(texts, c.Attribute+" "+described(s.Attributes[c.Attribute]))
		}
	}
	switch {
	case len(done) == 0:
		return "it has no conditions"
	case len(done) > mostSeen:
		texts = append(texts, fmt.Sprintf("and %d more", len(done)-mostSeen))
	}
	return strings.Join(texts, ", ")
}

func described(a Attribute) string {
	switch {
	case a.Image != nil:
		return "is an image"
	case !a.present():
		return "has no value"
	}
	text := []rune(a.Text)
	if len(text) > mostOfValue {
		text = append(text[:mostOfValue], '…')
	}
	return fmt.Sprintf("is %q", string(text))
}
